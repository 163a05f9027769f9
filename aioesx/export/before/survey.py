"""What a machine is when it is to leave: one read of all that ways, obstacles and plans ask for.

One call of the property collector tells the machine and, led on from it, its datastores, its
recent tasks, its networks and its host. Hidden, unset and zero stay three things: what the host
does not show is among `Survey.hidden`, by name, and is never taken for "there is none".

Disks are told as values of ours; `Survey.config` is the host's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_many
from aioesx._server.names import unescape
from aioesx._server.server import Machine
from aioesx._server.traversal import object_spec
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.domain.devices import drives_among
from aioesx.domain.identity import domain_uuid
from aioesx.errors import EsxError, ProtocolError
from aioesx.export.before.survey_values import (
    LinkFormat,
    Moment,
    Survey,
    SurveyedDisk,
    SurveyedLink,
    SurveyedSnapshot,
    SurveyedStore,
    SurveyedTask,
)

__all__ = [
    "LinkFormat",
    "Moment",
    "Survey",
    "SurveyedDisk",
    "SurveyedLink",
    "SurveyedSnapshot",
    "SurveyedStore",
    "SurveyedTask",
    "survey",
    "surveyed",
]

Ref = vim.ManagedObjectReference

_MACHINE: Final = "VirtualMachine"
_CONFIG: Final = "config"
_RUNTIME: Final = "runtime"
_SNAPSHOT: Final = "snapshot"
_CAPABILITY: Final = "capability"
_LAYOUT: Final = "layoutEx"
_NAME: Final = "name"
_SUMMARY: Final = "summary"
_TASK: Final = "info"
_DATASTORES: Final = "datastore"
_TASKS: Final = "recentTask"
_NETWORKS: Final = "network"
_DEEPEST: Final = 256
"""Links on one another; ESX makes chains of 32."""

_PATHS: Final = (
    _NAME, _CONFIG, _RUNTIME, _SNAPSHOT, _CAPABILITY, _DATASTORES, _TASKS, _NETWORKS,
)  # fmt: skip
_AROUND: Final = {
    "Datastore": (_SUMMARY,),
    "Task": (_TASK,),
    "Network": (_NAME,),
    "HostSystem": (_NAME,),
}
"""What is read of what the machine leads to."""
_EDGES: Final = (_DATASTORES, _TASKS, _NETWORKS, "runtime.host")
"""Properties of the machine that lead there."""
_BACKINGS: Final[tuple[tuple[type[vim.VirtualDeviceBackingInfo], LinkFormat], ...]] = (
    (vim.VirtualDiskFlatVer1BackingInfo, "flat"),
    (vim.VirtualDiskFlatVer2BackingInfo, "flat"),
    (vim.VirtualDiskSparseVer1BackingInfo, "sparse"),
    (vim.VirtualDiskSparseVer2BackingInfo, "sparse"),
    (vim.VirtualDiskSeSparseBackingInfo, "sesparse"),
    (vim.VirtualDiskRawDiskMappingVer1BackingInfo, "rdm"),
    (vim.VirtualDiskRawDiskVer2BackingInfo, "device"),
    (vim.VirtualDiskLocalPMemBackingInfo, "pmem"),
)
_RDM_KINDS: Final[dict[str, Literal["physical", "virtual"]]] = {
    "physicalMode": "physical",
    "virtualMode": "virtual",
}
_BUSES: Final[tuple[tuple[type[vim.VirtualDevice], str], ...]] = (
    (vim.VirtualSCSIController, "scsi"),
    (vim.VirtualSATAController, "sata"),
    (vim.VirtualIDEController, "ide"),
    (vim.VirtualNVMEController, "nvme"),
)
_EXTENTS: Final = frozenset({"diskExtent", "diskDescriptor", "digestExtent", "digestDescriptor"})
_ALONE: Final = frozenset({"", "sharingNone", "noSharing"})
_UNDER_WAY: Final = frozenset({"queued", "running"})


async def survey(machine: Machine) -> Survey:
    """Read all that is asked of a machine that is to leave, in one call.

    Raises:
        NotFoundError: the machine is gone.
        NotSupportedError: the host does not tell its configuration (of a lost machine, say).
        NotPermittedError: it hides that, or its state.
    """
    session = machine._server.session
    paths = (*_PATHS, _LAYOUT) if session.has_api(4, 0) else _PATHS
    way = [vim.TraversalSpec(type=_MACHINE, path=edge, skip=False) for edge in _EDGES]
    found = await read_many(
        session, [object_spec(machine.ref, way, itself=True)], {_MACHINE: paths, **_AROUND}
    )
    return surveyed(machine.ref, found)


def surveyed(ref: Ref, found: Sequence[ObjectProperties]) -> Survey:
    """Make it of what was read of the machine and of what it leads to. No I/O.

    Raises:
        NotSupportedError, NotPermittedError, ProtocolError: as `survey`.
    """
    by_ref = {each.ref: each.values for each in found}
    values = by_ref.get(ref, Properties(ref))
    config: vim.VirtualMachineConfigInfo = values.require(_CONFIG)
    runtime: vim.VirtualMachineRuntimeInfo = values.require(_RUNTIME)
    hidden = _Hidden()
    layout = hidden.get(values, _LAYOUT)
    stores = {store.name: store for store in _stores(values, by_ref, hidden)}
    disks, odd = _disks(config, layout, stores)
    networks = _networks(values, by_ref, hidden)
    hidden.found += _unseen(config, disks, stores, networks)
    host = runtime.host
    return Survey(
        ref=ref,
        name=unescape(config.name),
        uuid=domain_uuid({"config.uuid": config.uuid}),
        power=str(runtime.power_state),
        connection=str(runtime.connection_state),
        question=runtime.question.text if runtime.question is not None else None,
        consolidation_needed=runtime.consolidation_needed,
        config=config,
        layout=layout,
        capability=hidden.require(values, _CAPABILITY),
        vmx_path=_vmx_path(config),
        disks=disks,
        odd_disks=odd,
        stores=stores,
        snapshots=tuple(_snapshots(hidden.get(values, _SNAPSHOT))),
        tasks=tuple(_tasks(values, by_ref, hidden)),
        networks=networks,
        host=host,
        host_name=by_ref[host].if_shown(_NAME) if host is not None and host in by_ref else None,
        booted=runtime.boot_time,
        hidden=tuple(dict.fromkeys(hidden.found)),
    )


class _Hidden:
    """Takes note of what the host does not show.

    Attributes:
        found: a sentence for each.
    """

    def __init__(self) -> None:
        self.found: list[str] = []

    def get(self, values: Properties, path: str) -> Any:
        """Return a property; None where it is not set, or hidden, which is noted."""
        try:
            return values.get(path)
        except EsxError as error:
            self.found.append(str(error))
            return None

    def require(self, values: Properties, path: str) -> Any:
        """Return a property that every machine has; None where it is not told, which is noted."""
        try:
            return values.require(path)
        except EsxError as error:
            self.found.append(str(error))
            return None

    def led_to(
        self, values: Properties, path: str, by_ref: Mapping[Ref, Properties]
    ) -> Iterator[tuple[Ref, Properties | None]]:
        """Yield the objects that a property names, and what was read of each, if it was."""
        for ref in self.get(values, path) or ():
            yield ref, by_ref.get(ref)


def _unseen(
    config: vim.VirtualMachineConfigInfo,
    disks: Sequence[SurveyedDisk],
    stores: Mapping[str, SurveyedStore],
    networks: Mapping[str, str],
) -> Iterator[str]:
    """Tell what the machine names and the lists leave out: those name only what one may know."""
    named = [split_datastore_path(link.source) for disk in disks for link in disk.links]
    for store in sorted({each[0] for each in named if each is not None} - stores.keys()):
        yield f"the host does not show the datastore '{store}', which has files of the machine"
    for card in config.hardware.device:
        network = getattr(card.backing, "network", None)
        if network is not None and network.value not in networks:
            yield f"the host does not show the network of '{_label(card)}'"


def _vmx_path(config: vim.VirtualMachineConfigInfo) -> DatastorePath:
    try:
        return DatastorePath.parse(config.files.vm_path_name or "")
    except ValueError as error:
        raise ProtocolError(str(error), path="config.files.vmPathName") from None


def _stores(
    values: Properties, by_ref: Mapping[Ref, Properties], hidden: _Hidden
) -> Iterator[SurveyedStore]:
    for ref, told in hidden.led_to(values, _DATASTORES, by_ref):
        summary = hidden.get(told, _SUMMARY) if told is not None else None
        if summary is not None:
            yield SurveyedStore(
                ref=ref,
                name=summary.name,
                type=summary.type,
                accessible=summary.accessible,
                free=summary.free_space if summary.accessible else None,
                maintenance=summary.maintenance_mode,
            )


def _tasks(
    values: Properties, by_ref: Mapping[Ref, Properties], hidden: _Hidden
) -> Iterator[SurveyedTask]:
    """Yield what has not ended; a task that is no longer known has."""
    for ref, told in hidden.led_to(values, _TASKS, by_ref):
        info = hidden.get(told, _TASK) if told is not None else None
        if info is not None and str(info.state) in _UNDER_WAY:
            yield SurveyedTask(ref, info.description_id or info.name or "", str(info.state))


def _networks(
    values: Properties, by_ref: Mapping[Ref, Properties], hidden: _Hidden
) -> dict[str, str]:
    named = {}
    for ref, told in hidden.led_to(values, _NETWORKS, by_ref):
        name = hidden.get(told, _NAME) if told is not None else None
        if name is not None:
            named[ref.value] = unescape(name)
    return named


def _snapshots(info: vim.VirtualMachineSnapshotInfo | None) -> Iterator[SurveyedSnapshot]:
    waiting = list(info.root_snapshot_list) if info is not None else []
    while waiting:
        node = waiting.pop(0)
        current = info is not None and node.snapshot == info.current_snapshot
        yield SurveyedSnapshot(
            node.snapshot, unescape(node.name), node.create_time, str(node.state), current
        )
        waiting = [*node.child_snapshot_list, *waiting]


def _disks(
    config: vim.VirtualMachineConfigInfo,
    layout: vim.VirtualMachineFileLayoutEx | None,
    stores: Mapping[str, SurveyedStore],
) -> tuple[tuple[SurveyedDisk, ...], tuple[str, ...]]:
    """Return the disks, and the labels of those that hang on nothing that we know."""
    devices = config.hardware.device
    controllers = {device.key: device for device in devices}
    drives = [drive for drive in drives_among(devices) if isinstance(drive.device, vim.VirtualDisk)]
    found, placed = [], set()
    for number, drive in enumerate(drives, 1):
        device = drive.device
        placed.add(device.key)
        controller = controllers[device.controller_key or -1]
        found.append(_disk(number, drive.target, device, controller, layout, stores))
    odd = tuple(
        _label(device)
        for device in devices
        if isinstance(device, vim.VirtualDisk) and device.key not in placed
    )
    return tuple(found), odd


def _label(device: vim.VirtualDevice) -> str:
    info = device.device_info
    return info.label if info is not None and info.label else f"disk {device.key}"


def _disk(
    number: int,
    target: str,
    device: Any,
    controller: Any,
    layout: vim.VirtualMachineFileLayoutEx | None,
    stores: Mapping[str, SurveyedStore],
) -> SurveyedDisk:
    backing = device.backing
    links = tuple(_links(backing))
    where = split_datastore_path(links[0].source) if links else None
    return SurveyedDisk(
        number=number,
        key=device.key,
        label=_label(device),
        target=target,
        links=links,
        capacity=device.capacity_in_bytes or device.capacity_in_kb * 1024,
        allocated=_allocated(layout, device.key),
        store=stores.get(where[0]) if where is not None else None,
        bus=next((word for kind, word in _BUSES if isinstance(controller, kind)), ""),
        controller=type(controller).wire_name,
        controller_number=getattr(controller, "bus_number", 0),
        unit=device.unit_number or 0,
        mode=str(getattr(backing, "disk_mode", None) or "persistent"),
        shared=_shared(backing, controller),
        rdm=_rdm(backing),
        sector_size=device.virtual_disk_format,
    )


def _links(backing: Any) -> Iterator[SurveyedLink]:
    """Yield the links of a chain, the newest first."""
    for _ in range(_DEEPEST):
        if backing is None:
            return
        source = getattr(backing, "file_name", None) or getattr(
            backing, "descriptor_file_name", None
        )
        yield SurveyedLink(
            source=source or "",
            format=_format(backing),
            cid=getattr(backing, "content_id", None),
            change_id=getattr(backing, "change_id", None),
            thin=_thin(backing),
            encrypted=getattr(backing, "key_id", None) is not None,
        )
        backing = getattr(backing, "parent", None)


def _format(backing: Any) -> LinkFormat:
    for kind, word in _BACKINGS:
        if isinstance(backing, kind):
            return word
    return "unknown"


def _thin(backing: Any) -> bool | None:
    """Tell whether a link takes room as it is written: sparse ones always do."""
    if isinstance(backing, vim.VirtualDiskFlatVer2BackingInfo):
        return backing.thin_provisioned
    sparse = (
        vim.VirtualDiskSparseVer1BackingInfo,
        vim.VirtualDiskSparseVer2BackingInfo,
        vim.VirtualDiskSeSparseBackingInfo,
    )
    return True if isinstance(backing, sparse) else None


def _shared(backing: Any, controller: Any) -> str | None:
    """Return how others may have the disk, too: by itself, or by its controller's bus."""
    for word in (getattr(backing, "sharing", None), getattr(controller, "shared_bus", None)):
        if word is not None and str(word) not in _ALONE:
            return str(word)
    return None


def _rdm(backing: Any) -> Literal["physical", "virtual"] | None:
    """Return the kind of a raw device mapping; one without a word is taken for the worse."""
    if isinstance(backing, vim.VirtualDiskRawDiskMappingVer1BackingInfo):
        return _RDM_KINDS.get(str(backing.compatibility_mode), "physical")
    return "physical" if isinstance(backing, vim.VirtualDiskRawDiskVer2BackingInfo) else None


def _allocated(layout: vim.VirtualMachineFileLayoutEx | None, key: int) -> int | None:
    """Return the bytes of a disk's files, all links together."""
    if layout is None:
        return None
    wanted = {
        file
        for disk in layout.disk
        if disk.key == key
        for link in disk.chain
        for file in link.file_key
    }
    if not wanted:
        return None
    sizes = [f.size for f in layout.file if f.key in wanted and str(f.type) in _EXTENTS]
    return sum(sizes)
