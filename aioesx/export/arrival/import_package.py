"""A machine is made of a package: the host says what its descriptor means there.

`CreateImportSpec` makes a spec of the descriptor, for this host, with all that it cannot do told at
once. The package's files are held against its manifest while they go: a file that is another one
ends the import, and nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from aioesx import vim
from aioesx._server.moving import Copied, ImportOptions, Obstacle, PlannedDisk
from aioesx._server.names import escape
from aioesx._server.server import Server
from aioesx._server.tasks.faults import fault_of
from aioesx._words import few
from aioesx.definition.targets import target_name
from aioesx.errors import ExportRefusedError, NotSupportedError, OvfError
from aioesx.export.arrival.cargo import Cargo, DiskCargo, Loaded, StreamCargo, adapter_of
from aioesx.export.arrival.destination import Destination, look_at
from aioesx.export.arrival.import_plan import Planned, copied, order_of, planned
from aioesx.export.arrival.landing import OtherFile, land
from aioesx.export.images.files import StreamFile, open_disk
from aioesx.export.packages.unpacking import FoundDisk, FoundPackage, find_package
from aioesx.export.telling import Telling, warn
from aioesx.ovf import File, ResourceType

__all__ = ["answer_of", "import_package"]

_STREAM: Final = "#streamoptimized"
_LOCALE: Final = "US"
_THIN: Final = {True: "thin", False: "thick"}
_ANSWERED: Final = (
    (vim.OvfPropertyValue, "properties"),
    (vim.OvfPropertyNetwork, "properties"),
    (vim.OvfNetworkMappingNotSupported, "networks"),
    (vim.OvfInvalidVmName, "name"),
)
"""Faults of the host's that a parameter answers."""


async def import_package(path: Path, there: Server, options: ImportOptions) -> Copied:
    """Make a machine of a package.

    Raises:
        OvfError: it cannot be read, or is no package.
        EsxError: as `importing.import_from`.
    """
    async with find_package(path) as package, AsyncExitStack() as stack:
        package.check()
        system = package.envelope.system
        name = options.name or system.name or system.id
        telling = Telling(name, len(package.disks), options.on_progress, options.on_warning)
        await telling.phase("preparing")
        destination = await look_at(there)
        plan = _planned(destination, package, name, options)
        made = await _asked(there, plan, package, options)
        spec = _require_machine(made)
        spec.config_spec.instance_uuid = str(uuid4())
        freight = [
            await _loaded(stack, number, disk, item, options)
            for number, (disk, item) in enumerate(_to_go(package, made), 1)
        ]
        telling.disks = len(freight)
        warnings = [Obstacle("ovf", text) for text in _sentences(made.warning)]
        warnings = [*plan.warnings, *warnings, *_passed_over(package, freight)]
        nvram = _nvram(package)
        told = await warn(name, warnings, options.on_warning)
        landed = await land(
            there,
            destination.place,
            order_of(destination, spec, name, options),
            freight,
            telling,
            nvram=await package.read(nvram) if nvram is not None else None,
            others=dict(_others(package, made)),
            verify=options.verify,
        )
    return copied(landed, name, telling, told)


def _planned(
    there: Destination, package: FoundPackage, name: str, options: ImportOptions
) -> Planned:
    envelope = package.envelope
    known = [
        product.full_key(one.key)
        for product in envelope.system.products
        for one in product.properties
    ]
    has = few(known) or "none"
    refused = [
        Obstacle("property", f"the package has no property '{key}': {has}", "properties")
        for key in options.properties
        if key not in known
    ]
    if there.server.session.content.ovf_manager is None:
        text = f"{there.server.session.where} does not read packages (it has no OVF manager)"
        refused.append(Obstacle("product", text))
    disks = [
        disk
        for item in envelope.system.hardware.items_of(envelope.configuration)
        if item.disk is not None and (disk := envelope.disk(item.disk)) is not None
    ]
    return planned(
        there,
        name,
        [network.name for network in envelope.networks],
        sum((disk.populated_size or 0) if options.thin else disk.capacity for disk in disks),
        options,
        refused=refused,
        warnings=[Obstacle("ovf", text) for text in package.warnings],
    )


async def _asked(
    there: Server, plan: Planned, package: FoundPackage, options: ImportOptions
) -> vim.OvfCreateImportSpecResult:
    """Have the host make a spec of the descriptor.

    Raises:
        ExportRefusedError: it cannot be one of its machines; all reasons are told.
    """
    manager = there.session.content.ovf_manager
    if manager is None:
        raise NotSupportedError("", "the host has no OVF manager")
    params = vim.OvfCreateImportSpecParams(
        locale=_LOCALE,
        deployment_option="",
        entity_name=escape(plan.name),
        host_system=plan.there.place.host,
        network_mapping=[
            vim.OvfNetworkMapping(name=name, network=plan.there.networks[here])
            for name, here in plan.networks.items()
        ],
        property_mapping=[
            vim.KeyValue(key=key, value=value) for key, value in options.properties.items()
        ],
        disk_provisioning=_THIN[options.thin] if there.session.has_api(4, 1) else None,
    )
    made = await there.session.call(
        vim.CreateImportSpec(
            this=manager,
            ovf_descriptor=package.descriptor,
            resource_pool=plan.there.place.resource_pool,
            datastore=plan.store.ref,
            cisp=params,
        )
    )
    if made.error or made.import_spec is None:
        refused = [
            Obstacle("ovf", text, answer_of(fault))
            for fault, text in zip(made.error, _sentences(made.error), strict=True)
        ]
        warnings = [Obstacle("ovf", text) for text in _sentences(made.warning)]
        known = [*plan.warnings, *warnings]
        raise ExportRefusedError(f"'{plan.name}' cannot be imported", refused, known)
    return made


def _sentences(faults: Sequence[vim.LocalizedMethodFault]) -> Iterator[str]:
    for one in faults:
        fault = fault_of(one)
        yield str(fault) if fault is not None else one.localized_message or "no reason was told"


def answer_of(fault: vim.LocalizedMethodFault) -> str:
    """Return the parameter that answers a fault of the host's; none for most."""
    return next((name for cls, name in _ANSWERED if isinstance(fault.fault, cls)), "")


def _require_machine(made: vim.OvfCreateImportSpecResult) -> vim.VirtualMachineImportSpec:
    if not isinstance(made.import_spec, vim.VirtualMachineImportSpec):
        raise OvfError("the host takes the package for a vApp, not for one machine")
    return made.import_spec


def _to_go(
    package: FoundPackage, made: vim.OvfCreateImportSpecResult
) -> Iterator[tuple[FoundDisk, vim.OvfFileItem]]:
    """Yield the disks that have a file, each as often as a device has it, in the host's order.

    Raises:
        OvfError: a disk's file is no disk of the package.
    """
    disks = {disk.file.href: disk for disk in package.disks}
    for item in made.file_item:
        disk = disks.get(item.path)
        if disk is not None:
            yield disk, item
        elif item.cim_type == ResourceType.DISK:
            raise OvfError(f"the host wants {item.path} for a disk: it is none of the package's")


def _passed_over(package: FoundPackage, freight: Sequence[Loaded]) -> Iterator[Obstacle]:
    gone = {one.plan.file for one in freight}
    for href in dict.fromkeys(disk.file.href for disk in package.disks):
        if href not in gone:
            text = f"{href} is passed over: no device of the machine has that disk"
            yield Obstacle("disk", text)


async def _loaded(
    stack: AsyncExitStack,
    number: int,
    disk: FoundDisk,
    item: vim.OvfFileItem,
    options: ImportOptions,
) -> Loaded:
    """Take a disk on board: a stream as it is; an image of another kind is packed."""
    capacity = disk.disk.capacity
    cargo: Cargo = StreamCargo(disk)
    if not disk.disk.format.lower().endswith(_STREAM):
        if disk.path is None:
            raise OvfError(f"{disk.file.href} is no stream ({disk.disk.format}), and not by itself")
        image = await stack.enter_async_context(open_disk(disk.path, options.limits))
        capacity = image.capacity
        if not isinstance(image, StreamFile):
            facts = {"adapterType": adapter_of(item.device_id.rpartition("/")[2])}
            cargo = DiskCargo(image, facts, disk.file.href)
    plan = PlannedDisk(
        number=number,
        key=number,
        label=disk.file.href,
        source=disk.file.href,
        links=1,
        capacity=capacity,
        allocated=disk.disk.populated_size,
        file=disk.file.href,
        target=target_name("scsi", number - 1),
    )
    return Loaded(plan, item.device_id, cargo)


def _nvram(package: FoundPackage) -> File | None:
    """Return the file of the firmware's variables, which go where the lease has no place, too."""
    name = package.envelope.system.hardware.nvram
    return package.envelope.file(name) if name is not None else None


def _others(
    package: FoundPackage, made: vim.OvfCreateImportSpecResult
) -> Iterator[tuple[str, OtherFile]]:
    """Yield what goes besides disks and the firmware's variables: images of CDs."""
    others = [disk.file for disk in package.disks]
    if (nvram := _nvram(package)) is not None:
        others.append(nvram)
    apart = {file.href for file in others}
    files = {file.href: file for file in package.envelope.files}
    for item in made.file_item:
        file = files.get(item.path)
        if file is not None and file.href not in apart:
            length = None if file.compression else package.size(file)
            yield item.device_id, OtherFile(partial(package.wire, file), length)
