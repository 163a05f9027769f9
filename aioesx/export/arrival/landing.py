"""`land`: everything that a machine consists of arrives at a host, is proved, and only then counts.

The order is this: the lease; the disks, several at once; the firmware's variables; the lease's
end, by which the machine is the host's; the proof, that reads what the host now has. Whatever fails
anywhere takes the machine away again, or the error says what may be left.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

import anyio

from aioesx import vim
from aioesx._concurrency import together
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.moving import ExportedDisk, Proof
from aioesx._server.server import Server
from aioesx._session.operation import add_fate, detached, tell_left
from aioesx.errors import EsxError, HttpStatusError
from aioesx.export.arrival.arriving import Arrival, ImportOrder, arriving, take_away
from aioesx.export.arrival.cargo import Loaded
from aioesx.export.arrival.reading_back import read_back
from aioesx.export.arrival.upload import PouredStream
from aioesx.export.before.survey import Survey, survey
from aioesx.export.sources.enduring import Endurance
from aioesx.export.sources.lease import LeaseFile
from aioesx.export.sources.pairing import paired
from aioesx.export.telling import Telling

if TYPE_CHECKING:
    from aioesx._server.place import Place

__all__ = ["Landed", "OtherFile", "land"]

Ref = vim.ManagedObjectReference

_BUSY: Final = 503


@dataclasses.dataclass(frozen=True, slots=True)
class Landed:
    """A machine that has arrived.

    Attributes:
        ref: the machine.
        uuid: its BIOS UUID.
        disks: how each disk came.
        thin: whether all of them take room as they are written.
    """

    ref: Ref
    uuid: UUID | None
    disks: tuple[ExportedDisk, ...]
    thin: bool


@dataclasses.dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no disk.

    Attributes:
        wire: gives its bytes, from the beginning.
        length: how many there are; None where that is not known before.
    """

    wire: Callable[[], AsyncGenerator[bytes, None]]
    length: int | None

    async def pour(self, into: PouredStream) -> None:
        """Hand its bytes on."""
        async with aclosing(self.wire()) as wire:
            async for piece in wire:
                await into.send(piece)


@dataclasses.dataclass(frozen=True, slots=True)
class _Machine:
    """A machine, as far as it is looked at."""

    _server: Server
    ref: Ref
    name: str


async def land(
    server: Server,
    place: Place,
    order: ImportOrder,
    freight: Sequence[Loaded],
    telling: Telling,
    *,
    nvram: bytes | None = None,
    others: Mapping[str, OtherFile] | None = None,
    verify: Proof = "read",
    at_end: Callable[[], Awaitable[None]] | None = None,
) -> Landed:
    """Have a machine arrive.

    Args:
        server: the connection.
        place: the host.
        order: the machine.
        freight: its disks.
        telling: is told how far it is.
        nvram: the variables of its firmware.
        others: further files, by what a lease calls them.
        verify: how it is proved.
        at_end: is awaited when all has gone, and before it counts: to judge the source, say.

    Raises:
        ProofError: what is there is not what was sent.
        LeaseError: the host gave up.
        TransferError, TransportError, DiskError: the line, or the source.
    """
    await telling.phase("copying")
    async with arriving(server, order) as arrival:
        await _send_all(server, arrival, freight, telling)
        nvram = await _send_others(arrival, nvram, others or {})
        if at_end is not None:
            await at_end()
        await telling.phase("finishing")
    machine = _Machine(server, arrival.machine, order.name)
    try:
        if nvram is not None:
            await _put_nvram(server, place, machine, nvram)
        seen = await survey(machine)
        if verify != "none":
            await telling.phase("verifying")
            await read_back(server, seen, order, freight, telling)
    except BaseException as error:
        with anyio.CancelScope(shield=True):
            await _undo(server, machine, order, error)
        raise
    return _landed(seen, freight)


def _landed(seen: Survey, freight: Sequence[Loaded]) -> Landed:
    disks = tuple(
        ExportedDisk(
            plan=one.plan, path=None, moved=one.moved, content=one.content, sha256=one.sha256
        )
        for one in freight
    )
    thin = all(disk.thin is not False for disk in seen.disks)
    return Landed(seen.ref, seen.uuid, disks, thin)


# --- sending -------------------------------------------------------------------------------------


async def _send_all(
    server: Server, arrival: Arrival, freight: Sequence[Loaded], telling: Telling
) -> None:
    files = paired(arrival.disks, [one.slot for one in freight])
    total = sum(one.plan.capacity for one in freight) or 1
    reached = dict.fromkeys(range(len(freight)), 0)

    async def send(number: int) -> None:
        one = freight[number]

        async def tell(at: int) -> None:
            reached[number] = at
            arrival.held.percent = sum(reached.values()) * 100 // total
            telling.moved = sum(each.moved for each in freight)
            await telling.at(one.plan, at, ended=at >= one.plan.capacity)

        await _send(server, arrival, files[number], one, tell)

    await together([partial(send, number) for number in reached])


async def _send(
    server: Server,
    arrival: Arrival,
    file: LeaseFile,
    one: Loaded,
    tell: Callable[[int], Awaitable[None]],
) -> None:
    """Send a disk: again from its beginning, where the host was too busy to take any of it."""
    endurance = Endurance(server.session, f"POST /nfc/.../{file.name}")
    while True:
        one.content = 0
        try:
            await arrival.pour(file, lambda into: one.pour(into, tell))
        except HttpStatusError as error:
            if error.status != _BUSY:
                raise
            await endurance.bear(error)
        else:
            return


async def _send_others(
    arrival: Arrival,
    nvram: bytes | None,
    others: Mapping[str, OtherFile],
) -> bytes | None:
    """Send the small files that the lease has a place for; returns the nvram if it has none."""
    for file in arrival.others:
        other = others.get(file.import_key) or others.get(file.key)
        if other is not None:
            await arrival.pour(file, other.pour, length=other.length)
        elif nvram is not None and file is arrival.nvram:
            await arrival.put(file, nvram)
            nvram = None
    return nvram


async def _put_nvram(server: Server, place: Place, machine: _Machine, data: bytes) -> None:
    """Lay the firmware's variables beside the machine's VMX file, under the name that it looks for.

    Leases of hosts before 6.7 have no place for them.
    """
    seen = await survey(machine)
    named = next((o.value for o in seen.config.extra_config if o.key.lower() == "nvram"), None)
    stem = seen.vmx_path.name.removesuffix(".vmx")
    path = seen.vmx_path.beside(str(named) if named else f"{stem}.nvram")
    with detached():
        await DatastoreFiles(server.session, place.datacenter_path).write(path, data)


# --- undoing -------------------------------------------------------------------------------------


async def _undo(
    server: Server, machine: _Machine, order: ImportOrder, error: BaseException
) -> None:
    """Take a machine away that has arrived and does not count."""
    gone = False
    with anyio.move_on_after(server.session.seconds.undo), detached():
        gone = await take_away(server, machine.ref, order.instance_uuid)
    if gone:
        return
    left = f"'{machine.name}' is left on the host, and is not to be used"
    if isinstance(error, EsxError):
        add_fate(error, left)
    else:
        tell_left(f"'{machine.name}' was not proved", left)
