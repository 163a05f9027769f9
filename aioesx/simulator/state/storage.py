"""The host's storage below its datastores: adapters, iSCSI targets, disks."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Adapter", "Lun", "Storage", "Target"]


@dataclass(frozen=True, slots=True)
class Lun:
    """A SCSI disk; `target` names the iSCSI target it is behind, if any.

    Attributes:
        blocks: size in blocks of 512 bytes.
    """

    name: str
    uuid: str
    blocks: int
    vendor: str = "aioesx"
    model: str = "Virtual disk"
    target: str = ""
    number: int = 0

    @property
    def key(self) -> str:
        """How the API refers to it."""
        return f"key-vim.host.ScsiDisk-{self.uuid}"

    @property
    def path(self) -> str:
        """Device path."""
        return f"/vmfs/devices/disks/{self.name}"


@dataclass(frozen=True, slots=True)
class Target:
    """A static iSCSI target.

    Attributes:
        session: whether the host has reached it; without one it has a place among the
            adapter's targets, and none in the topology.
    """

    name: str
    address: str
    port: int = 3260
    session: bool = True


@dataclass(frozen=True, slots=True)
class Adapter:
    """A host bus adapter; `kind` is ``block``, ``parallel``, ``fibre`` or ``iscsi``."""

    device: str
    kind: str
    model: str
    driver: str
    pci: str = ""

    @property
    def key(self) -> str:
        """How the API refers to it."""
        return f"key-vim.host.{_KEY_WORDS[self.kind]}-{self.device}"


_KEY_WORDS = {
    "block": "BlockHba",
    "parallel": "ParallelScsiHba",
    "fibre": "FibreChannelHba",
    "iscsi": "InternetScsiHba",
}


@dataclass(eq=False)
class Storage:
    """All of it, and how often each adapter was rescanned.

    Attributes:
        unseen: what is there already, and found by the next rescan of its adapter.
    """

    adapters: list[Adapter] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    luns: list[Lun] = field(default_factory=list)
    iscsi_name: str = "iqn.1998-01.com.vmware:esx-sim-4f565931"
    rescans: dict[str, int] = field(default_factory=dict)
    unseen: list[Lun | Target] = field(default_factory=list)

    def rescan(self, adapter: Adapter) -> None:
        """Find what is behind an adapter: disks, and targets to which there is a session now."""
        self.rescans[adapter.device] = self.rescans.get(adapter.device, 0) + 1
        for thing in list(self.unseen):
            local = isinstance(thing, Lun) and thing.target == f"local:{adapter.device}"
            remote = adapter.kind == "iscsi" and not (
                isinstance(thing, Lun) and thing.target.startswith("local:")
            )
            if local or remote:
                self.unseen.remove(thing)
                self._found(thing)

    def _found(self, thing: Lun | Target) -> None:
        if isinstance(thing, Lun):
            self.luns = [*self.luns, thing]
        else:
            self.targets = [*(t for t in self.targets if t.name != thing.name), thing]
