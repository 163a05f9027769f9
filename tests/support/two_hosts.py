"""Two hosts, machines that go from one to the other, and what a host is like before and after."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING, Any, Final

from support.small_disks import MIB

from aioesx.simulator import presets
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.files import ZeroContent

if TYPE_CHECKING:
    from aioesx.simulator import HostState
    from aioesx.simulator.handle import SimulatedHost

__all__ = ["DISKS", "Traces", "a_machine", "disks_of", "traces_of"]

DISKS: Final = (3 * MIB + 512, 2 * MIB)
"""Bytes of the disks that `a_machine` has: one of an odd size."""

_SETTINGS: Final = (
    ("annotation", "what it is for|0Aand more"),
    ("firmware", "efi"),
    ("scsi0.virtualDev", "pvscsi"),
    ("scsi1.present", "TRUE"),
    ("scsi1.virtualDev", "lsisas1068"),
    ("scsi1:2.present", "TRUE"),
    ("scsi1:2.deviceType", "scsi-hardDisk"),
    ("scsi1:2.fileName", "data.vmdk"),
    ("sata0.present", "TRUE"),
    ("ethernet1.present", "TRUE"),
    ("ethernet1.virtualDev", "e1000e"),
    ("ethernet1.networkName", "VM Network"),
    ("ethernet1.addressType", "static"),
    ("ethernet1.address", "00:50:56:01:02:03"),
    ("guestinfo.role", "database"),
    ("ethernet0.pciSlotNumber", "192"),
    ("sched.cpu.min", "500"),
    ("nvram", "two01.nvram"),
)


def a_machine(host: HostState, name: str = "two01", *, thin: bool = True) -> None:
    """Make a machine that is off: two disks on two controllers, EFI with its variables, two cards.

    Args:
        host: the host.
        name: its name.
        thin: whether its disks are.
    """
    settings = tuple((k, v.replace("two01", name)) for k, v in _SETTINGS)
    presets.add_machine(host, presets.MachineKind(name, disk_gib=1, settings=settings))
    machine = host.find(name)
    noise = random.Random(name)
    for number, file in enumerate(list(machine.disk_names())):
        place = host.locate(file, machine.place)
        store, size = host.datastore(place.datastore), DISKS[number]
        uuid = store.disk(place.path).uuid
        store.delete_disk(place.path)
        disk = Disk(-(-size // 1024), thin=thin, uuid=uuid)
        store.make_disk(place.path, disk, content=ZeroContent(disk.size, disk.size // 4))
    store.put_text(f"{name}/{name}.nvram", noise.randbytes(600).hex())


def disks_of(simulator: SimulatedHost, name: str) -> list[bytes]:
    """Return all bytes of each disk of a machine."""
    found: list[bytes] = simulator.change(
        lambda host: [_bytes(host, name, file) for file in _files(host, name)]
    )
    return found


def _files(host: Any, name: str) -> list[str]:
    return list(host.find(name).disk_names())


def _bytes(host: Any, name: str, file: str) -> bytes:
    from aioesx.simulator.state import chains

    place = host.locate(file, host.find(name).place)
    store = host.datastore(place.datastore)
    return bytes(chains.read(store, place.path, 0, store.disk(place.path).size))


@dataclasses.dataclass(frozen=True, slots=True)
class Traces:
    """All that a machine may leave at a host.

    Attributes:
        machines: names of what is registered.
        files: paths of what is in its datastores.
        leases: how many live.
    """

    machines: tuple[str, ...]
    files: tuple[str, ...]
    leases: int


def traces_of(simulator: SimulatedHost) -> Traces:
    """Return what there is at a host."""

    def look(host: Any) -> Traces:
        files = [
            f"[{name}] {path}" for name, store in host.datastores.items() for path in store.files
        ]
        names = sorted(machine.plain_name for machine in host.machines.values())
        return Traces(tuple(names), tuple(sorted(files)), len(host.leases.alive()))

    found: Traces = simulator.change(look)
    return found
