"""A machine is made of what lies here: a package, libvirt's XML with images, or an image alone.

| source | what says what the machine is | its disks |
|---|---|---|
| ``NAME.ova``, ``NAME.ovf``, a directory | its descriptor, read by the host | streams |
| ``NAME.xml`` | libvirt's XML | images |
| ``NAME.export.json`` | what it was exported as: one of those | |
| anything else | nothing: a plain machine | the one image |

All that is in the way is told at once, before anything is begun; then it goes as any machine goes
that arrives (`landing`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from anyio.to_thread import run_sync

from aioesx import vim
from aioesx._server.moving import CHUNK_BYTES, Copied, ImportOptions, Obstacle, PlannedDisk
from aioesx._server.names import escape
from aioesx._server.server import Server
from aioesx._trees import MAX_XML_BYTES
from aioesx._words import few
from aioesx.definition.targets import target_name
from aioesx.errors import DomainXmlError, ExportStateError, ProofError
from aioesx.export.arrival.cargo import Cargo, DiskCargo, Loaded, StreamCargo, adapter_of
from aioesx.export.arrival.destination import Destination, look_at
from aioesx.export.arrival.import_plan import Planned, copied, order_of, planned
from aioesx.export.arrival.landing import land
from aioesx.export.arrival.machine_spec import MadeSpec
from aioesx.export.arrival.plain_machine import (
    PlainMachine,
    machine_of_image,
    machine_of_xml,
    plain_spec,
)
from aioesx.export.arrival.spec_devices import Landing
from aioesx.export.copying_disks import Chunk
from aioesx.export.images.files import ImageDisk, StreamFile, open_disk
from aioesx.export.local_files import reading
from aioesx.export.proving import Against
from aioesx.export.record import SUFFIX, DiskRecord, Record, read_record, record_path
from aioesx.export.telling import Telling, warn

__all__ = ["import_from"]

_PACKAGES: Final = (".ova", ".ovf")
_XML: Final = ".xml"
_NETWORK: Final = "VM Network"


async def import_from(source: str | Path, there: Server, options: ImportOptions) -> Copied:
    """Make a machine of what was exported; see `Domains.import_from`.

    Raises:
        OvfError, DomainXmlError, DiskFormatError: what the source is, cannot be read.
        ExportRefusedError: something is in the way; nothing was begun.
        ProofError: what arrived is not what was sent, or the source not what its manifest says.
        LeaseError, TransferError, TransportError: of the way there; nothing is left.
    """
    path = Path(source)
    there.session.require_changes("ImportVApp")
    path = await _meant(path)
    if path.suffix.lower() in _PACKAGES or await run_sync(path.is_dir):
        from aioesx.export.arrival.import_package import import_package

        return await import_package(path, there, options)
    if path.suffix.lower() == _XML:
        machine = await run_sync(_read_xml, path)
    else:
        machine = machine_of_image(path, None)
    return await _import_images(path, machine, there, options)


async def _meant(path: Path) -> Path:
    """Return what a record is of; any other path is what it is.

    Raises:
        ExportStateError: it is no record of an export that has ended.
    """
    if not path.name.endswith(SUFFIX):
        return path
    record = await run_sync(read_record, path)
    if record is None or record.state != "done":
        raise ExportStateError(f"{path} is of no export that has ended", path=path)
    stem = path.name.removesuffix(SUFFIX)
    suffix = f".{record.format}" if record.format in ("ovf", "ova") else _XML
    return path.with_name(f"{stem}{suffix}")


def _read_xml(path: Path) -> PlainMachine:
    with reading(path), path.open("rb") as file:
        text = file.read(MAX_XML_BYTES + 1)  # one more than is taken: it is told that it is
    try:
        return machine_of_xml(text, path.parent)
    except DomainXmlError as error:
        named = DomainXmlError(f"{path}: {error}")
        named.path, named.key = error.path, error.key
        raise named from None


# --- images --------------------------------------------------------------------------------------


async def _import_images(
    path: Path, machine: PlainMachine, there: Server, options: ImportOptions
) -> Copied:
    """Make a machine of images, each of which is opened, and so found fit, before it begins."""
    telling = Telling(
        options.name or machine.name, len(machine.disks), options.on_progress, options.on_warning
    )
    await telling.phase("preparing")
    async with _images(machine, options) as images:
        destination = await look_at(there)
        alone = path.suffix.lower() != _XML
        if alone:
            machine = machine_of_image(path, _usual_network(destination, options))
        plan = _planned(destination, machine, images, options, alone=alone)
        landing = await _landing(plan, machine, options)
        made = plain_spec(machine, [image.capacity for image in images], landing)
        order = order_of(
            plan.there, vim.VirtualMachineImportSpec(config_spec=made.spec), plan.name, options
        )
        known = await run_sync(_known, path)
        freight = _freight(machine, images, made, known)
        _require_sizes(freight, known)
        told = await warn(plan.name, (*plan.warnings, *made.warnings), options.on_warning)
        landed = await land(
            there,
            plan.there.place,
            order,
            freight,
            telling,
            verify=options.verify,
            at_end=partial(_judge, freight, known),
        )
    return copied(landed, plan.name, telling, told)


@asynccontextmanager
async def _images(
    machine: PlainMachine, options: ImportOptions
) -> AsyncIterator[list[ImageDisk | StreamFile]]:
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(open_disk(disk.path, options.limits, disk.format))
            for disk in machine.disks
        ]


def _usual_network(there: Destination, options: ImportOptions) -> str | None:
    """Return the network for a machine that was on none: the usual one, or the only one."""
    if options.networks:
        return next(iter(options.networks))
    if _NETWORK in there.networks:
        return _NETWORK
    return next(iter(there.networks)) if len(there.networks) == 1 else None


def _planned(
    there: Destination,
    machine: PlainMachine,
    images: Sequence[ImageDisk | StreamFile],
    options: ImportOptions,
    *,
    alone: bool,
) -> Planned:
    refused = [
        Obstacle("property", f"images have no property '{key}'", "properties")
        for key in options.properties
    ]
    warnings = []
    if there.has_uuid(machine.uuid):
        text = f"the host has a domain of the UUID {machine.uuid}: this one gets others"
        warnings.append(Obstacle("uuid", f"{text}, and new MAC addresses"))
    if alone and not machine.cards:
        found = f"several networks ({few(sorted(there.networks))})" if there.networks else "none"
        text = f"an image is on no network, and the host has {found}: the domain gets no card"
        warnings.append(Obstacle("network", text, "networks" if there.networks else ""))
    needed = 0 if options.thin else sum(image.capacity for image in images)
    networks = list(dict.fromkeys(card.network for card in machine.cards))
    name = options.name or machine.name
    return planned(there, name, networks, needed, options, refused=refused, warnings=warnings)


async def _landing(plan: Planned, machine: PlainMachine, options: ImportOptions) -> Landing:
    keeps = machine.uuid is not None and not plan.there.has_uuid(machine.uuid)
    return Landing(
        name=escape(plan.name),
        datastore=plan.store.name,
        networks=await plan.there.backings(plan.networks),
        thin=options.thin,
        uuid=str(machine.uuid) if keeps else None,
        instance_uuid=str(uuid4()),
        api=plan.there.api,
    )


def _freight(
    machine: PlainMachine,
    images: Sequence[ImageDisk | StreamFile],
    made: MadeSpec,
    known: Record | None,
) -> list[Loaded]:
    freight = []
    for number, (disk, image, new) in enumerate(
        zip(machine.disks, images, made.disks, strict=True), 1
    ):
        planned_disk = PlannedDisk(
            number=number,
            key=new.key,
            label=disk.path.name,
            source=str(disk.path),
            links=1,
            capacity=image.capacity,
            allocated=None,
            file=disk.path.name,
            target=target_name("scsi", number - 1),
        )
        cargo: Cargo
        if isinstance(image, StreamFile):
            cargo = StreamCargo(image)
        else:
            facts = {"adapterType": adapter_of(new.slot)}
            cargo = DiskCargo(image, facts, f"{disk.path.stem}.vmdk")
        size = known.chunk_bytes if known is not None else CHUNK_BYTES
        freight.append(Loaded(planned_disk, new.slot, cargo, chunk_bytes=size))
    return freight


def _known(path: Path) -> Record | None:
    """Return the record beside libvirt's XML, if there is one that can be believed."""
    if path.suffix.lower() != _XML:
        return None
    try:
        return read_record(record_path(path.parent, path.stem))
    except ExportStateError:
        return None


def _exported(
    freight: Sequence[Loaded], known: Record | None
) -> Iterator[tuple[Loaded, DiskRecord]]:
    """Yield the disks that a record tells of, and what it does."""
    disks = {disk.file: disk for disk in known.disks} if known is not None else {}
    for one in freight:
        if (disk := disks.get(one.plan.file)) is not None:
            yield one, disk


def _require_sizes(freight: Sequence[Loaded], known: Record | None) -> None:
    """See that the images have the sizes of the disks that were exported.

    Raises:
        ProofError: one was changed since.
    """
    for one, disk in _exported(freight, known):
        if disk.capacity != one.plan.capacity:
            raise ProofError(
                f"{one.plan.source} is a disk of {one.plan.capacity} bytes, one of {disk.capacity}"
                " was exported: it was changed since",
                disk=one.plan.file,
            )


async def _judge(freight: Sequence[Loaded], known: Record | None) -> None:
    """Hold what was sent against what was exported.

    Raises:
        ProofError: an image was changed since.
    """
    for one, disk in _exported(freight, known):
        against = Against(disk.chunks, one.chunks, one.plan.label)
        for number, digest in enumerate(one.digests):
            await against.chunk(Chunk(number, digest, 0))
