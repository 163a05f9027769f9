"""Ready-made hosts."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from aioesx.simulator.furnishing import add_networks, add_storage, format_mac
from aioesx.simulator.profile import ESXI_6_5, Hardware, Profile
from aioesx.simulator.state.config import Config, format_uuid, make_uuid
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.disks import make_uuid as make_disk_uuid
from aioesx.simulator.state.files import TextContent, ZeroContent
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Guest, Memory
from aioesx.simulator.versions import at_least
from aioesx.vmx.syntax import Settings, escape_pipe, format_vmx

if TYPE_CHECKING:
    from aioesx.simulator.clock import Clock
    from aioesx.simulator.state.host import Options
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.world import World

__all__ = [
    "ASKING_MACHINE",
    "DEFAULT_PROFILE",
    "MachineKind",
    "add_machine",
    "empty_host",
    "kind_of",
    "make_room",
    "small_host",
]

ASKING_MACHINE: Final = "console01"
"""The machine of `small_host` whose start asks about its serial port's file."""

DEFAULT_PROFILE: Profile = ESXI_6_5
"""The product that hosts are when nobody says which; tests may set another."""

_GIB: Final = 1024**3
_RAN_BEFORE: Final = timedelta(hours=2)  # longer than samples in real time are kept


@dataclass(frozen=True, slots=True)
class MachineKind:
    """What a machine of a preset is like.

    Attributes:
        power: its power state at the beginning.
        network: what its card is connected to; the host's first network when left out.
        mac: its network card's address; made from its number when left out.
        address: what its guest says its IP address is, with prefix length; likewise.
        settings: further VMX settings.
    """

    name: str
    power: str = "poweredOff"
    guest_os: str = "ubuntu-64"
    memory_mb: int = 1024
    vcpus: int = 1
    disk_gib: int = 16
    network: str = ""
    tools: bool = True
    mac: str = ""
    address: str = ""
    settings: tuple[tuple[str, str], ...] = ()


_SERIAL: Final = (
    ("serial0.present", "TRUE"),
    ("serial0.fileType", "file"),
    ("serial0.fileName", "serial0.log"),
    ("serial0.yieldOnMsrRead", "TRUE"),
)

_KINDS: Final = (
    MachineKind("web01", "poweredOn", "ubuntu-64", 2048, 2),
    MachineKind("db01", "poweredOff", "rhel7-64", 8192, 4, 64),
    MachineKind("build01", "suspended", "debian10-64", 4096, 4, 32),
    MachineKind(
        ASKING_MACHINE, "poweredOff", "other3xlinux-64", 512, tools=False, settings=_SERIAL
    ),
    MachineKind("win01", "poweredOn", "windows9Server-64", 4096, 2, 40, tools=False),
    MachineKind("mail01", "poweredOn", "debian10-64", 2048, 1),
    MachineKind("backup01", "poweredOff", "centos7-64", 2048, 2, 100),
)


def kind_of(number: int) -> MachineKind:
    """Return what the machine of `small_host` with that number, from 0, is like."""
    kind = _KINDS[number % len(_KINDS)]
    return replace(kind, name=f"{kind.name[:-2]}{number // len(_KINDS) + 1:02}")


def empty_host(
    *,
    profile: Profile | None = None,
    options: Options | None = None,
    clock: Clock | None = None,
    name: str = "esx-sim",
    number: int = 0,
    address: str = "192.0.2.10",
    shared: World | None = None,
) -> HostState:
    """Return a host with networks, storage and two datastores, and no machines.

    Args:
        profile: which product it is.
        options: how it behaves.
        clock: what tells its time.
        name: its host name.
        number: tells it from others; UUIDs and MAC addresses are made from it.
        address: IP address of its management network.
        shared: the world of other hosts, to live in.
    """
    hardware = Hardware(uuid=make_uuid(f"simulated server {number}")) if number else None
    given = {
        "profile": profile if profile is not None else DEFAULT_PROFILE,
        "options": options,
        "clock": clock,
        "shared": shared,
        "hardware": hardware,
    }
    host = HostState(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    host.network.host_name = name
    add_storage(host, number)
    add_networks(host, number, address)
    return host


def small_host(
    *,
    machines: int = 5,
    profile: Profile | None = None,
    options: Options | None = None,
    clock: Clock | None = None,
    name: str = "esx-sim",
    number: int = 0,
    shared: World | None = None,
) -> HostState:
    """Return a host with some machines in different states.

    ``web01`` runs with VMware Tools, ``db01`` is off, ``build01`` suspended, the start of
    ``console01`` asks about its serial port's file, ``win01`` runs without Tools; further
    ones are like these, with other numbers. `empty_host` tells what the arguments mean.
    """
    host = empty_host(
        profile=profile, options=options, clock=clock, name=name, number=number, shared=shared
    )
    make_room(host, machines)
    for position in range(machines):
        add_machine(host, kind_of(position))
    return host


def make_room(host: HostState, machines: int) -> None:
    """Let the datastores of an empty host have room for so many machines."""
    for store in host.datastores.values():
        store.capacity *= 1 + machines // 20


@functools.lru_cache(maxsize=256)
def _template(profile: Profile, kind: MachineKind) -> Settings:
    """Return the settings that machines of one kind share; those of their own are blank."""
    return Settings(
        {
            ".encoding": "UTF-8",
            "config.version": "8",
            "virtualHW.version": str(profile.hardware_version),
            "displayName": "",
            "guestOS": kind.guest_os,
            "memsize": str(kind.memory_mb),
            "numvcpus": str(kind.vcpus),
            "uuid.bios": "",
            "vc.uuid": "",
            "scsi0.present": "TRUE",
            "scsi0.virtualDev": "lsilogic",
            "scsi0:0.present": "TRUE",
            "scsi0:0.deviceType": "scsi-hardDisk",
            "scsi0:0.fileName": "",
            "ethernet0.present": "TRUE",
            "ethernet0.virtualDev": "vmxnet3" if at_least(profile.api_version, "4.0") else "vmxnet",
            "ethernet0.networkName": kind.network,
            "ethernet0.addressType": "generated",
            "ethernet0.generatedAddress": "",
            "ethernet0.generatedAddressOffset": "0",
            "ide1:0.present": "TRUE",
            "ide1:0.deviceType": "cdrom-raw",
            "ide1:0.clientDevice": "TRUE",
            "ide1:0.startConnected": "FALSE",
            "ide1:0.fileName": "emptyBackingString",
        }
    )


_NEWER_GUESTS: Final = {
    "rhel7-64": ("5.5", "rhel5-64"),
    "debian10-64": ("6.5", "other26xlinux-64"),
    "centos7-64": ("6.5", "other26xlinux-64"),
    "other3xlinux-64": ("5.5", "other26xlinux-64"),
    "windows9Server-64": ("6.0", "winnetenterprise-64"),
}
"""Guests that older hosts do not know: since which API, and what stands for them before."""


def _fitting(profile: Profile, kind: MachineKind, networks: list[str]) -> MachineKind:
    """Return a kind of machine as a product can have it."""
    since, older = _NEWER_GUESTS.get(kind.guest_os, ("", ""))
    return replace(
        kind,
        guest_os=kind.guest_os if at_least(profile.api_version, since) else older,
        vcpus=min(kind.vcpus, profile.max_vcpus),
        memory_mb=min(kind.memory_mb, profile.max_memory_mb),
        network=kind.network or networks[0],
    )


def _settings_of(host: HostState, kind: MachineKind, number: int) -> Settings:
    """Return a machine's settings: those of its kind, shared, and its own."""
    shared = replace(kind, name="", power="", mac="", address="", settings=())
    seed = f"{host.hardware.uuid}/{kind.name}"
    own = {
        "displayName": escape_pipe(kind.name),
        "uuid.bios": format_uuid(make_uuid(seed)),
        "vc.uuid": format_uuid(make_uuid(f"{seed}/instance")),
        "scsi0:0.fileName": f"{kind.name}.vmdk",
        "ethernet0.generatedAddress": kind.mac or format_mac(0x00_0C_29_00_00_01 + (number << 8)),
    }
    return _template(host.profile, shared).changed({**own, **dict(kind.settings)})


def add_machine(
    host: HostState,
    kind: MachineKind,
    datastore: str = "",
    *,
    settings: Settings | None = None,
) -> Machine:
    """Make a machine's files in a datastore, register it, and bring it into its state.

    What machines of one kind have in common is kept once; a machine that is changed gets
    settings of its own.

    Args:
        host: the host.
        kind: what the machine is like.
        datastore: where its files are; the host's first datastore when left out.
        settings: its VMX settings, instead of those that `kind` tells.
    """
    number = len(host.machines) + 1
    kind = _fitting(host.profile, kind, [group.name for group in host.network.networks()])
    store = host.datastore(datastore) if datastore else next(iter(host.datastores.values()))
    config = Config(settings if settings is not None else _settings_of(host, kind, number))
    place = store.path(f"{kind.name}/{kind.name}.vmx")
    store.put_content(place.path, TextContent(format_vmx, config.settings))
    store.put_text(f"{kind.name}/vmware.log", f"simulated log of {kind.name}\n")
    for key, value in kind.settings:
        if key.endswith(".fileName") and key.startswith(("serial", "parallel")):
            store.put_text(f"{kind.name}/{value}", "earlier output\n")
    address = kind.address or f"198.51.100.{10 + number % 200}/24"
    guest = Guest(
        tools_installed=kind.tools,
        hostname=kind.name if kind.tools else "",
        addresses=(address,) if kind.tools else (),
    )
    machine = host.register(place, guest=guest, config=config)
    _make_disks(machine, kind.disk_gib)
    if kind.power != "poweredOff":  # it was started before we came: its Tools answer
        machine.set_power("poweredOn", Memory(tools_in=0.0 if kind.tools else None))
        machine.measured_since = host.timeline.now() - _RAN_BEFORE
    if kind.power == "suspended":
        machine.set_power("suspended")
    return machine


def _make_disks(machine: Machine, gib: int) -> None:
    """Make the virtual disks that a new machine's settings name and that are missing."""
    host, own = machine.host, machine.place.beside(f"{machine.name}.vmdk")
    for name in machine.disk_names():
        place = host.locate(name, machine.place)
        store = host.datastore(place.datastore)
        if store.exists(place.path):
            continue
        seed = str(machine.place) if place == own else f"{machine.place} {name}"
        disk = Disk(gib * 1024**2, thin=True, uuid=make_disk_uuid(seed))
        store.make_folder(place.folder.path, parents=True, exist_ok=True)
        store.make_disk(place.path, disk, content=ZeroContent(gib * _GIB, gib * _GIB // 4))
