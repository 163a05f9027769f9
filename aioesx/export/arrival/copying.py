"""A machine is copied to another host: its disks by its files or a lease here, into a lease there.

The copy is who the machine is: it keeps BIOS UUID and MAC addresses, by which licences, leases of
addresses and inventories know it, for whoever copies without a vCenter mostly means to move. Only
where the other host has that UUID already the copy is somebody else. Its instance UUID, by which a
vCenter tells machines apart, is new in any case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Final, Protocol
from uuid import uuid4

from aioesx import vim
from aioesx._server.files.small import DatastoreFiles
from aioesx._server.files.stores import Store
from aioesx._server.licence import reading_only
from aioesx._server.moving import Copied, CopyOptions, ExportWay, Obstacle, PlannedDisk
from aioesx._server.names import escape
from aioesx._server.server import Machine, Server
from aioesx.datastore_path import DatastorePath
from aioesx.errors import ExportRefusedError, LeaseError, NotFoundError
from aioesx.export.arrival.cargo import Cargo, DiskCargo, LeaseCargo, Loaded, adapter_of
from aioesx.export.arrival.destination import Destination, look_at
from aioesx.export.arrival.import_plan import copied, order_of
from aioesx.export.arrival.landing import land
from aioesx.export.arrival.machine_spec import MadeSpec, add_nvram, machine_spec
from aioesx.export.arrival.spec_devices import Landing, NewDisk, networks_of
from aioesx.export.before.obstacles import Intent, refusals, warnings
from aioesx.export.before.survey import Survey, SurveyedDisk, survey
from aioesx.export.before.ways import Surroundings, choose
from aioesx.export.copying_disks import folder_to_disk, lease_to_disk
from aioesx.export.proving import Against, Nowhere
from aioesx.export.sources.folder import FolderDisk, folder_disk
from aioesx.export.sources.lease import HeldLease, LeaseFile, lease
from aioesx.export.sources.pairing import paired
from aioesx.export.sources.streamed import StreamedDisk, ask_for_sha256, compare
from aioesx.export.telling import Telling, warn

__all__ = ["copy"]

_KEPT_FACTS: Final = frozenset({"geometry.cylinders", "geometry.heads", "geometry.sectors"})
"""Facts of a disk that go along: by its geometry a guest may know it."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done, with nothing in the way.

    Attributes:
        seen: the machine.
        way: how its bytes leave.
        there: where it goes.
        store: the datastore there.
        networks: what each of its networks is called there.
        name: the copy's.
        warnings: what is to be known.
    """

    seen: Survey
    way: ExportWay
    there: Destination
    store: Store
    networks: Mapping[str, str]
    name: str
    warnings: tuple[Obstacle, ...]


async def copy(machine: Machine, there: Server, options: CopyOptions) -> Copied:
    """Copy a machine to another host; see `Domain.copy_to`.

    Raises:
        ExportRefusedError: something is in the way, at either host; nothing was begun.
        ProofError: what arrived is not what left; it was taken away again.
        LeaseError, TransferError, TransportError, DiskError: of either side; nothing is left.
    """
    plan = await _planned(machine, there, options)
    seen = plan.seen
    telling = Telling(plan.name, len(seen.disks), options.on_progress, options.on_warning)
    await telling.phase("preparing")
    made = machine_spec(seen.config, await _landing(plan))
    nvram = await _nvram(machine._server, seen)
    if nvram is not None:
        add_nvram(made.spec, plan.name)
    order = order_of(
        plan.there, vim.VirtualMachineImportSpec(config_spec=made.spec), plan.name, options
    )
    planned = _planned_disks(seen, made)
    told = await warn(plan.name, (*plan.warnings, *made.warnings), options.on_warning)
    async with _leaving(machine._server, plan, made, options, telling) as departure:
        freight = [
            Loaded(disk, new.slot, one)
            for disk, new, one in zip(planned, made.disks, departure.cargo, strict=True)
        ]
        landed = await land(
            there,
            plan.there.place,
            order,
            freight,
            telling,
            nvram=nvram,
            verify=options.verify,
            at_end=partial(departure.judge, freight, again=options.verify == "full"),
        )
    return copied(landed, plan.name, telling, told)


# --- what is to be done --------------------------------------------------------------------------


async def _planned(machine: Machine, there: Server, options: CopyOptions) -> _Plan:
    """Look at both sides, and refuse all that is in the way at once."""
    here = machine._server
    seen = await survey(machine)
    licence = await reading_only(here.session)
    api = here.session.api
    asked = None if options.way == "snapshot" else options.way
    way = choose(seen, Surroundings(api=api, licence=licence), asked, at_rest=True).way
    destination = await look_at(there)
    name = options.name or seen.name
    found = [*destination.obstacles(name), *destination.hardware(seen.config.version)]
    if options.way == "snapshot":
        text = "a copy is of a domain that is off: its files or a lease give it, no snapshot"
        found.append(Obstacle("way", text, "way"))
    store = destination.store(options.datastore, seen.vmx_path.datastore)
    needed = sum(_needed(disk) for disk in seen.disks)
    if isinstance(store, Obstacle):
        found.append(store)
    else:
        found += destination.room(store, needed)
    networks, missing = destination.mapped(
        networks_of(seen.config), options.networks, seen.networks
    )
    found += missing
    intent = Intent(survey=seen, way=way, copy=True, format=None, api=api, licence=licence)
    refused = (*refusals(intent), *found)
    known = [*warnings(intent)]
    if destination.has_uuid(seen.uuid):
        text = f"{there.session.where} has a domain of the UUID {seen.uuid}: the copy gets others"
        known.append(Obstacle("uuid", f"{text}, and new MAC addresses"))
    if refused or isinstance(store, Obstacle):
        raise ExportRefusedError(f"'{seen.name}' cannot be copied", refused, known)
    return _Plan(seen, way, destination, store, networks, name, tuple(known))


def _needed(disk: SurveyedDisk) -> int:
    """Return how many bytes a disk takes at once where it arrives."""
    thin = disk.thin is not False and disk.allocated is not None
    return min(disk.allocated or 0, disk.capacity) if thin else disk.capacity


async def _landing(plan: _Plan) -> Landing:
    keeps = plan.seen.uuid is not None and not plan.there.has_uuid(plan.seen.uuid)
    return Landing(
        name=escape(plan.name),
        datastore=plan.store.name,
        networks=await plan.there.backings(plan.networks),
        uuid=str(plan.seen.uuid) if keeps else None,
        instance_uuid=str(uuid4()),
        api=plan.there.api,
        has_vapp=plan.there.server.session.product.line == "vpx",
    )


def _planned_disks(seen: Survey, made: MadeSpec) -> list[PlannedDisk]:
    """Return the machine's disks, in the order of the spec's."""
    by_key = {disk.key: disk for disk in seen.disks}
    return [_planned_disk(by_key[new.source], new) for new in made.disks]


def _planned_disk(disk: SurveyedDisk, new: NewDisk) -> PlannedDisk:
    return PlannedDisk(
        number=disk.number,
        key=disk.key,
        label=disk.label,
        source=disk.source,
        links=len(disk.links),
        capacity=new.capacity,
        allocated=disk.allocated,
        file=disk.links[0].path.name if disk.links else "",
        target=disk.target,
    )


async def _nvram(server: Server, seen: Survey) -> bytes | None:
    """Read the firmware's variables; None where there are none."""
    if seen.nvram is None:
        return None
    place = await server.scope.place_of(seen.ref)
    try:
        files = DatastoreFiles(server.session, place.datacenter_path)
        return await files.read(DatastorePath.parse(seen.nvram))
    except NotFoundError:  # of a machine that was never on
        return None


# --- the side that it leaves ---------------------------------------------------------------------


class _Departure(Protocol):
    """What sends a machine's disks."""

    @property
    def cargo(self) -> Sequence[Cargo]:
        """Each disk, in the spec's order."""
        ...

    async def judge(self, freight: Sequence[Loaded], *, again: bool) -> None:
        """See that what has gone is what is there.

        Args:
            freight: what has gone.
            again: whether it is to be read a second time.

        Raises:
            ProofError, DiskChangedError: it is not.
        """
        ...


@asynccontextmanager
async def _leaving(
    server: Server, plan: _Plan, made: MadeSpec, options: CopyOptions, telling: Telling
) -> AsyncIterator[_Departure]:
    """Hold what sends the disks, in the spec's order."""
    by_key = {disk.key: disk for disk in plan.seen.disks}
    disks = [by_key[new.source] for new in made.disks]
    if plan.way == "folder":
        async with AsyncExitStack() as stack:
            sources = [
                await stack.enter_async_context(_opened(server, disk, options)) for disk in disks
            ]
            yield _ByFiles(disks, sources)
        return
    method = vim.ExportVm(this=plan.seen.ref)
    what = f"'{plan.seen.name}'"
    async with lease(
        server, method, what=what, nfc_hosts=options.nfc_hosts, waiting=telling.waiting
    ) as held:
        kind = await ask_for_sha256(server.session, held)
        files = _files(held, disks)
        yield _ByLease(
            held,
            [StreamedDisk(server.session, held, file, options.limits, kind=kind) for file in files],
        )


def _opened(
    server: Server, disk: SurveyedDisk, options: CopyOptions
) -> AbstractAsyncContextManager[FolderDisk]:
    store = disk.store
    assert store is not None  # noqa: S101  # one whose datastore is hidden was refused
    return folder_disk(server, disk.links[0].path, store.ref, options.limits)


def _files(held: HeldLease, disks: Sequence[SurveyedDisk]) -> list[LeaseFile]:
    """Return the file of each disk.

    Raises:
        LeaseError: the lease has others.
    """
    files = [file for file in held.files if file.is_disk]
    if len(files) != len(disks):
        raise LeaseError(f"the lease gives {len(files)} disks, and the domain has {len(disks)}")
    return paired(files, [disk.slot for disk in disks])


class _ByFiles:
    """Disks that are read by their files; nobody may have written to them meanwhile."""

    def __init__(self, disks: Sequence[SurveyedDisk], sources: Sequence[FolderDisk]) -> None:
        self._sources = sources
        self.cargo: Sequence[Cargo] = [
            DiskCargo(source, _facts(source, disk), disk.links[0].path.name)
            for source, disk in zip(sources, disks, strict=True)
        ]

    async def judge(self, freight: Sequence[Loaded], *, again: bool) -> None:
        for source, one in zip(self._sources, freight, strict=True):
            await source.verify()
            if again:
                await folder_to_disk(
                    source,
                    Nowhere(),
                    one.chunks,
                    range(len(one.chunks)),
                    hashed=True,
                    on_chunk=Against(one.digests, one.chunks, one.plan.label).chunk,
                    tell=_tell_nobody,
                )


class _ByLease:
    """Disks that the host sends; its manifest says what it has sent."""

    def __init__(self, held: HeldLease, disks: Sequence[StreamedDisk]) -> None:
        self._held, self._disks = held, disks
        self.cargo: Sequence[Cargo] = [LeaseCargo(disk) for disk in disks]

    async def judge(self, freight: Sequence[Loaded], *, again: bool) -> None:
        entries = await self._held.manifest()
        for disk, one in zip(self._disks, freight, strict=True):
            compare(entries, disk)
            if again:
                await lease_to_disk(
                    disk,
                    Nowhere(),
                    one.chunks,
                    hashed=True,
                    on_chunk=Against(one.digests, one.chunks, one.plan.label).chunk,
                    tell=_tell_nobody,
                )


def _facts(source: FolderDisk, disk: SurveyedDisk) -> dict[str, str]:
    kept = {key: value for key, value in source.ddb.items() if key in _KEPT_FACTS}
    return {"adapterType": adapter_of(disk.slot), **kept}


async def _tell_nobody(at: int, moved: int) -> None:
    """Tell nobody how far a second reading is."""
