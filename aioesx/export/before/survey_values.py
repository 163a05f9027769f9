"""What a machine is when it is to leave, in values of ours. No I/O.

`Moment` is what of it says whether it is still as it was. `survey` reads all of that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from aioesx import vim
from aioesx.datastore_path import DatastorePath
from aioesx.errors import ProtocolError

__all__ = [
    "LinkFormat",
    "Moment",
    "Survey",
    "SurveyedDisk",
    "SurveyedLink",
    "SurveyedSnapshot",
    "SurveyedStore",
    "SurveyedTask",
]

Ref = vim.ManagedObjectReference
LinkFormat = Literal["flat", "sparse", "sesparse", "rdm", "device", "pmem", "unknown"]
"""How the host calls what a link of a chain is: only what is read says what it really is."""


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyedStore:
    """A datastore that the machine has files in.

    Attributes:
        ref: its reference.
        name: as in ``[name] directory/file``.
        type: the host's word: ``"VMFS"``, ``"NFS"``, ``"NFS41"``, ``"vsan"``, ``"VVOL"``, ...
        accessible: whether a host gets at it now; None where the host does not tell.
        free: bytes; None likewise, or while nobody gets at it.
        maintenance: the host's word for its maintenance mode, ``"normal"`` mostly.
    """

    ref: Ref
    name: str
    type: str
    accessible: bool | None
    free: int | None
    maintenance: str | None = None

    @property
    def kind(self) -> str:
        """Its type as one of a few words: ``vmfs``, ``nfs``, ``vsan``, ``vvol`` or ``other``."""
        word = self.type.lower()
        return next((kind for kind in ("vmfs", "nfs", "vsan", "vvol") if kind in word), "other")

    @property
    def has_objects(self) -> bool:
        """Whether disks are objects there, without a ``-flat.vmdk`` that could be read."""
        return self.kind in ("vsan", "vvol")


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyedLink:
    """A link of a disk's chain.

    Attributes:
        source: datastore path of its descriptor, as the host writes it.
        format: what the host says that it is.
        cid: the content ID that the host tells; None where it does not.
        change_id: up to where changes are tracked; None where they are not.
        thin: whether it takes room as it is written; None where the host does not tell.
        encrypted: whether its bytes are.
    """

    source: str
    format: LinkFormat
    cid: str | None
    change_id: str | None
    thin: bool | None
    encrypted: bool

    @property
    def path(self) -> DatastorePath:
        """Its descriptor.

        Raises:
            ProtocolError: the host's text is no datastore path, or leads out of the datastore.
        """
        try:
            return DatastorePath.parse(self.source)
        except ValueError as error:
            raise ProtocolError(str(error), path="config.hardware.device") from None


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyedDisk:
    """A disk of the machine.

    Attributes:
        number: 1 for the machine's first, in libvirt's order.
        key: the device's key.
        label: what the host calls it: ``"Hard disk 1"``.
        target: libvirt's name for it: ``"sda"``.
        links: its chain, the newest first; one without snapshots.
        capacity: in bytes.
        allocated: bytes that its files take; None where the host does not tell.
        store: where its newest link is; None where the host does not show the datastore.
        bus: ``"scsi"``, ``"sata"``, ``"ide"`` or ``"nvme"``.
        controller: the API's name of its controller's type: ``"ParaVirtualSCSIController"``.
        controller_number: of its controller, on its bus.
        unit: its place there.
        mode: the host's word: ``"persistent"``, ``"independent_persistent"``, ...
        shared: the host's word for who else may write to it; None if nobody.
        rdm: of a raw device mapping ``"physical"`` or ``"virtual"``; None of any other.
        sector_size: the API's word for its logical and physical sectors, such as ``"native_4k"``;
            None where that is the usual 512 bytes, or not told.
    """

    number: int
    key: int
    label: str
    target: str
    links: tuple[SurveyedLink, ...]
    capacity: int
    allocated: int | None
    store: SurveyedStore | None
    bus: str
    controller: str
    controller_number: int
    unit: int
    mode: str
    shared: str | None
    rdm: Literal["physical", "virtual"] | None
    sector_size: str | None = None

    @property
    def source(self) -> str:
        """Datastore path of its newest descriptor."""
        return self.links[0].source if self.links else ""

    @property
    def thin(self) -> bool | None:
        """Whether what it began as takes room as it is written; None where nobody tells."""
        return self.links[-1].thin if self.links else None

    @property
    def independent(self) -> bool:
        """Whether snapshots leave it out."""
        return self.mode.startswith("independent")

    @property
    def encrypted(self) -> bool:
        """Whether any of its bytes are."""
        return any(link.encrypted for link in self.links)

    @property
    def slot(self) -> str:
        """What a lease calls its place: ``"ParaVirtualSCSIController0:1"``."""
        return f"{self.controller}{self.controller_number}:{self.unit}"


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyedSnapshot:
    """A snapshot of the machine.

    Attributes:
        ref: its reference.
        name: unescaped.
        created: when it was taken.
        power: the state that it returns to, as the host calls it.
        current: whether the machine goes on from it.
    """

    ref: Ref
    name: str
    created: datetime
    power: str
    current: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SurveyedTask:
    """A task of the machine that has not ended.

    Attributes:
        ref: its reference.
        name: what it does, as ``"VirtualMachine.createSnapshot"``.
        state: ``"queued"`` or ``"running"``.
    """

    ref: Ref
    name: str
    state: str


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """What says whether a machine is still as it was: compare two of them.

    Attributes:
        power: its power state, as the host calls it.
        change_version: what the host counts its configuration's changes by.
        booted: when it was last powered on, ISO 8601; None where that is not told, or it is off.
        snapshot: reference of the snapshot that it goes on from; None without one.
        disks: for each disk its key, its newest descriptor, its content ID and its capacity.
    """

    power: str
    change_version: str
    booted: str | None
    snapshot: str | None
    disks: tuple[tuple[int, str, str | None, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {**dataclasses.asdict(self), "disks": [list(disk) for disk in self.disks]}

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> Moment:
        """Make it of what `to_dict` returned.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        disks = tuple(
            (int(key), str(path), None if cid is None else str(cid), int(capacity))
            for key, path, cid, capacity in told["disks"]
        )
        booted, snapshot = told["booted"], told["snapshot"]
        return cls(
            str(told["power"]),
            str(told["change_version"]),
            None if booted is None else str(booted),
            None if snapshot is None else str(snapshot),
            disks,
        )

    def changes(self, now: Moment) -> tuple[str, ...]:
        """Tell what is otherwise now, a clause for each; nothing if all is as it was."""
        found = [text.format(a=getattr(self, field), b=getattr(now, field))
                 for field, text in _CHANGES
                 if getattr(self, field) != getattr(now, field)]  # fmt: skip
        before = {disk[0]: disk for disk in self.disks}
        after = {disk[0]: disk for disk in now.disks}
        for key in sorted(before.keys() | after.keys()):
            found += _disk_changes(key, before.get(key), after.get(key))
        return tuple(found)


_CHANGES: Final = (
    ("power", "its power state was {a} and is {b}"),
    ("change_version", "its configuration was changed (version {a}, now {b})"),
    ("booted", "it was powered on in between"),
    ("snapshot", "a snapshot was taken, removed or gone back to"),
)


def _disk_changes(key: int, before: Sequence[Any] | None, now: Sequence[Any] | None) -> list[str]:
    if before is None or now is None:
        return [f"the disk of the key {key} {'is new' if before is None else 'is gone'}"]
    names = ("file", "content ID", "capacity")
    return [
        f"the disk '{now[1]}' has another {name} (was {a}, is {b})"
        for name, a, b in zip(names, before[1:], now[1:], strict=True)
        if a != b
    ]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A machine at one moment.

    Attributes:
        ref: its reference.
        name: its name, unescaped.
        uuid: its BIOS UUID; None where the host tells none.
        power: its power state as the host calls it: ``"poweredOff"``, ...
        connection: whether its host is in touch with it: ``"connected"``, ...
        question: text of the question that it waits with; None without one.
        consolidation_needed: whether files of snapshots are left to be merged; None where the host
            does not tell (before API 5.0).
        config: the host's own words.
        layout: its files; None before API 4.0, or where it is hidden.
        capability: what it can do; None where that is hidden.
        vmx_path: its VMX file.
        disks: in libvirt's order.
        odd_disks: labels of disks that hang on a controller that we do not know, a sentence's worth
            each; they are in no list of disks, so nothing may leave.
        stores: its datastores, by name.
        snapshots: parents first.
        tasks: what has not ended.
        networks: name of each network that it uses, by the value of its reference.
        host: the host that it is on, and `host_name` its name; None where that is hidden.
        booted: when it was last powered on; None while off, or where that is not told.
        hidden: what the host does not show, a sentence each.
    """

    ref: Ref
    name: str
    uuid: UUID | None
    power: str
    connection: str
    question: str | None
    consolidation_needed: bool | None
    config: vim.VirtualMachineConfigInfo
    layout: vim.VirtualMachineFileLayoutEx | None
    capability: vim.VirtualMachineCapability | None
    vmx_path: DatastorePath
    disks: tuple[SurveyedDisk, ...]
    odd_disks: tuple[str, ...]
    stores: Mapping[str, SurveyedStore]
    snapshots: tuple[SurveyedSnapshot, ...]
    tasks: tuple[SurveyedTask, ...]
    networks: Mapping[str, str]
    host: Ref | None
    host_name: str | None
    booted: datetime | None
    hidden: tuple[str, ...]

    @property
    def change_version(self) -> str:
        """What the host counts the configuration's changes by."""
        return self.config.change_version

    @property
    def instance_uuid(self) -> str | None:
        """The UUID that a vCenter, or since API 4.0 a host, tells it apart by."""
        return self.config.instance_uuid

    @property
    def firmware(self) -> str:
        """``"bios"`` or ``"efi"``; hosts before API 5.0 have BIOS only."""
        return self.config.firmware or "bios"

    @property
    def secure_boot(self) -> bool:
        """Whether its firmware starts signed programs only."""
        boot = self.config.boot_options
        return bool(boot is not None and boot.efi_secure_boot_enabled)

    @property
    def tracks_changes(self) -> bool:
        """Whether the host keeps account of which blocks of its disks change."""
        return bool(self.config.change_tracking_enabled)

    @property
    def capacity(self) -> int:
        """Bytes of all disks."""
        return sum(disk.capacity for disk in self.disks)

    @property
    def devices(self) -> Sequence[vim.VirtualDevice]:
        """All devices, in the host's order."""
        return self.config.hardware.device

    @property
    def settings(self) -> Mapping[str, str]:
        """Its further settings, names in lower case."""
        return {each.key.lower(): str(each.value) for each in self.config.extra_config}

    @property
    def nvram(self) -> str | None:
        """Datastore path of the file of its firmware's variables; None where nobody tells."""
        return next(self._files("nvram"), None)

    def _files(self, kind: str) -> Iterator[str]:
        for file in self.layout.file if self.layout is not None else ():
            if str(file.type) == kind:
                yield file.name

    @property
    def moment(self) -> Moment:
        """What to compare with a later survey's, to know whether anything has changed."""
        current = next((each.ref.value for each in self.snapshots if each.current), None)
        return Moment(
            self.power,
            self.change_version,
            self.booted.isoformat() if self.booted is not None else None,
            current,
            tuple(
                (disk.key, disk.source, disk.links[0].cid if disk.links else None, disk.capacity)
                for disk in self.disks
            ),
        )
