"""`arriving`: a machine on its way into a host, by an import lease: whole in the end, or not there.

    async with arriving(server, order) as arrival:
        for file in arrival.disks:
            await arrival.pour(file, maker)
    # the host has the machine

The call that begins it is a change whose answer may be lost. It is never made twice: the machine is
looked for by an instance UUID that is ours alone, and taken away. Whatever ends the block early
aborts the lease, by which the host takes away what it has made; it is looked whether it did.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import anyio

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.moving import ExportLimits
from aioesx._server.server import Server
from aioesx._session.operation import add_fate, at_work, detached, tell_left
from aioesx.errors import (
    EsxError,
    FaultError,
    LeaseError,
    NotFoundError,
    OutcomeUnknownError,
    TaskFailedError,
)
from aioesx.export.arrival.upload import Pour, PouredStream, pour_into, put_into
from aioesx.export.sources.lease import HeldLease, LeaseFile, lease

__all__ = ["Arrival", "ImportOrder", "arriving", "take_away"]

Ref = vim.ManagedObjectReference

_NVRAM: Final = "nvram"
_LEFT: Final = (
    "'{name}' may be left on the host until its lease ends by itself, within minutes; the host"
    " takes its files away then"
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is to arrive, and where.

    Attributes:
        spec: the machine; its instance UUID is what it is found by.
        name: what it is called, for messages.
        pool: the ResourcePool that it is made in.
        folder: the Folder of machines that it is put into.
        host: the HostSystem; None leaves that to the server.
        limits: how much is on its way at once.
        nfc_hosts: address for each host that is called otherwise here.
    """

    spec: vim.VirtualMachineImportSpec
    name: str
    pool: Ref
    folder: Ref
    host: Ref | None
    limits: ExportLimits
    nfc_hosts: Mapping[str, str]

    @property
    def method(self) -> vim.ImportVApp:
        """The call that begins it."""
        return vim.ImportVApp(this=self.pool, spec=self.spec, folder=self.folder, host=self.host)

    @property
    def instance_uuid(self) -> str:
        """What the machine is found by."""
        return self.spec.config_spec.instance_uuid or ""


class Arrival:
    """A machine that is arriving.

    Attributes:
        held: its lease.
        disks: the disks that are to be sent.
        others: what else may be.
        cause: the first error of who makes the bytes. A file that ends early ends the lease, too,
            which may be heard of before.
    """

    def __init__(self, held: HeldLease, limits: ExportLimits) -> None:
        self.held = held
        self._limits = limits
        self.cause: EsxError | None = None
        self.disks = tuple(file for file in held.files if file.is_disk)
        self.others = tuple(file for file in held.files if not file.is_disk)

    @property
    def machine(self) -> Ref:
        """The machine, which nobody may use yet.

        Raises:
            LeaseError: the host does not tell it.
        """
        if self.held.entity is None:
            raise LeaseError("the lease does not tell which machine it is for")
        return self.held.entity

    @property
    def nvram(self) -> LeaseFile | None:
        """What takes the firmware's variables; None where the lease has no place for them."""
        named = (one for one in self.others if _NVRAM in f"{one.import_key} {one.name}".lower())
        return next(named, None)

    async def pour(self, file: LeaseFile, pour: Pour, *, length: int | None = None) -> int:
        """Send a file whose bytes `pour` makes; returns how many there were.

        Raises:
            EsxError: as `pour_into`.
        """

        async def noted(into: PouredStream) -> None:
            try:
                await pour(into)
            except EsxError as error:
                self.cause = self.cause or error
                raise

        return await pour_into(self.held, file, noted, self._limits, length=length)

    async def put(self, file: LeaseFile, data: bytes) -> None:
        """Send a small file.

        Raises:
            EsxError: as `pour_into`.
        """
        await put_into(self.held, file, data, self._limits)


@asynccontextmanager
async def arriving(server: Server, order: ImportOrder) -> AsyncIterator[Arrival]:
    """Have a machine arrive; it is complete, and the host's, when the block has ended well.

    Raises:
        FaultError: the host refuses; nothing was made.
        RestrictedLicenseError: its licence allows reading only.
        OutcomeUnknownError: it is not known whether the host began; nothing is begun twice.
        LeaseError: the host gave up, within the block or at its end.
        EsxError: what was raised in the block; nothing is left, or the error says what may be.
    """
    session = server.session
    session.require_changes("ImportVApp")
    begun: list[Arrival] = []
    try:
        async with lease(
            server, order.method, what=f"'{order.name}'", nfc_hosts=order.nfc_hosts
        ) as held:
            begun.append(Arrival(held, order.limits))
            yield begun[0]
    except BaseException as error:
        if not begun and isinstance(error, FaultError):
            raise  # nothing was begun
        left = _LEFT.format(name=order.name)
        with anyio.CancelScope(shield=True):
            left = await _look_for_it(server, order, begun)
        cause = begun[0].cause if begun and isinstance(error, LeaseError) else None
        _tell(order, cause or error, left)
        if cause is not None:
            raise cause from None
        raise


async def _look_for_it(server: Server, order: ImportOrder, begun: list[Arrival]) -> str:
    """Take the machine away if it is there; returns what may be left, or nothing."""
    with anyio.move_on_after(server.session.seconds.undo), detached():
        machine = begun[0].held.entity if begun else None
        if await take_away(server, machine, order.instance_uuid):
            return ""
    return _LEFT.format(name=order.name)


def _tell(order: ImportOrder, error: BaseException, left: str) -> None:
    operation = at_work()
    if not left:
        if operation is not None:
            operation.found(order.pool)
    elif isinstance(error, EsxError):
        add_fate(error, left)
    else:
        tell_left(f"the import of '{order.name}' ended early", left)


async def take_away(server: Server, machine: Ref | None, instance_uuid: str) -> bool:
    """Have a machine of ours destroyed, wherever it is; returns whether it is gone.

    Args:
        server: the connection.
        machine: the machine; None has it looked for.
        instance_uuid: what it is found by.
    """
    seconds = server.session.seconds
    missing = 0
    for delay in (*seconds.looks, *seconds.looks):
        await anyio.sleep(delay)
        try:
            found = machine or await _find(server, instance_uuid)
            if found is None or not await _is_there(server, found):
                missing += 1
                if machine is not None or missing > 1:  # an answer that was lost may be late
                    return True
                continue
            await server.tasks.run(vim.Destroy_Task(this=found))
        except (FaultError, TaskFailedError, OutcomeUnknownError):  # its lease holds it: soon
            continue
        except EsxError:
            continue
        return True
    return False


async def _find(server: Server, instance_uuid: str) -> Ref | None:
    index = server.session.content.search_index
    if index is None or not instance_uuid:
        return None
    return await server.session.call(
        vim.FindByUuid(this=index, uuid=instance_uuid, vm_search=True, instance_uuid=True)
    )


async def _is_there(server: Server, machine: Ref) -> bool:
    try:
        await read_one(server.session, machine, ("name",))
    except NotFoundError:
        return False
    return True
