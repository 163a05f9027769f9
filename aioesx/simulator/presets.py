"""Ready-made hosts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator.state.config import format_uuid, make_uuid
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.disks import make_uuid as make_disk_uuid
from aioesx.simulator.state.files import ZeroContent
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Guest
from aioesx.simulator.state.network import KernelCard, PhysicalCard
from aioesx.simulator.state.paths import DatastorePath
from aioesx.simulator.state.storage import Adapter, Lun, Target
from aioesx.vmx.syntax import format_vmx

if TYPE_CHECKING:
    from aioesx.simulator.clock import Clock
    from aioesx.simulator.profile import Profile
    from aioesx.simulator.state.host import Options
    from aioesx.simulator.state.machine import Machine

__all__ = ["ASKING_MACHINE", "MachineKind", "add_machine", "empty_host", "small_host"]

ASKING_MACHINE: Final = "console01"
"""The machine of `small_host` whose start asks about its serial port's file."""

_GIB: Final = 1024**3


@dataclass(frozen=True, slots=True)
class MachineKind:
    """What a machine of a preset is like.

    Attributes:
        power: its power state at the beginning.
        settings: further VMX settings.
    """

    name: str
    power: str = "poweredOff"
    guest_os: str = "ubuntu-64"
    memory_mb: int = 1024
    vcpus: int = 1
    disk_gib: int = 16
    network: str = "VM Network"
    tools: bool = True
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


def empty_host(
    *,
    profile: Profile | None = None,
    options: Options | None = None,
    clock: Clock | None = None,
    name: str = "esx-sim",
) -> HostState:
    """Return a host with networks, storage and two datastores, and no machines."""
    given = {"profile": profile, "options": options, "clock": clock}
    host = HostState(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    host.network.host_name = name
    _add_storage(host)
    _add_networks(host)
    return host


def small_host(
    *,
    machines: int = 5,
    profile: Profile | None = None,
    options: Options | None = None,
    clock: Clock | None = None,
) -> HostState:
    """Return a host with some machines in different states.

    ``web01`` runs with VMware Tools, ``db01`` is off, ``build01`` suspended, the start of
    ``console01`` asks about its serial port's file, ``win01`` runs without Tools; further
    ones are like these, with other numbers.
    """
    host = empty_host(profile=profile, options=options, clock=clock)
    for store in host.datastores.values():
        store.capacity *= 1 + machines // 20
    for number in range(machines):
        kind = _KINDS[number % len(_KINDS)]
        turn = number // len(_KINDS) + 1
        add_machine(host, replace(kind, name=f"{kind.name[:-2]}{turn:02}"))
    host.timeline.run_due()
    for machine in host.machines.values():
        machine.tools_running = machine.is_on and machine.guest.tools_installed
    return host


def _add_storage(host: HostState) -> None:
    storage = host.storage
    storage.adapters = [
        Adapter("vmhba0", "block", "Wellsburg AHCI Controller", "vmw_ahci", "00:1f.2"),
        Adapter("vmhba1", "parallel", "PVSCSI SCSI Controller", "pvscsi", "03:00.0"),
        Adapter("vmhba64", "iscsi", "iSCSI Software Adapter", "iscsi_vmk"),
    ]
    target = Target("iqn.2016-04.com.example:storage.lun1", "192.0.2.60")
    storage.targets = [target]
    local = "naa.600508b1001c4e3a0000000000000001"
    storage.luns = [
        Lun(local, "0200000000600508b1001c4e3a0000", 1_953_525_168, target="local:vmhba1"),
        Lun(
            "naa.6000eb39a6c4d6420000000000000010",
            "02000000006000eb39a6c4d6420010",
            209_715_200,
            target=target.name,
        ),
        Lun(
            "naa.6000eb39a6c4d6420000000000000011",
            "02000000006000eb39a6c4d6420011",
            419_430_400,
            target=target.name,
            number=1,
        ),
    ]
    for number, (name, kind, size) in enumerate(
        (("datastore1", "VMFS", 500 * _GIB), ("nfs1", "NFS", 2000 * _GIB)), start=1
    ):
        uuid = f"5e8f0{number}00-4f565931-00{number}0-000c29a1b2c{number}"
        host.datastores[uuid] = Datastore(
            moid=uuid,
            name=name,
            kind=kind,
            mount=f"/vmfs/volumes/{uuid}",
            capacity=size,
            host=host,
            foreign=_GIB,
            remote=("192.0.2.61", "/export/nfs1") if kind == "NFS" else ("", ""),
            uuid=uuid,
            disk_name=local,
        )


def _add_networks(host: HostState) -> None:
    network = host.network
    network.physical = [
        PhysicalCard("vmnic0", "00:1b:21:3a:4b:00", "02:00.0"),
        PhysicalCard("vmnic1", "00:1b:21:3a:4b:01", "02:00.1"),
        PhysicalCard("vmnic2", "00:1b:21:3a:4b:02", "04:00.0", speed_mb=None),
    ]
    network.kernel = [
        KernelCard("vmk0", "Management Network", "00:1b:21:3a:4b:00", "192.0.2.10", "255.255.255.0")
    ]
    policy = vim.HostNetworkPolicy(
        security=vim.HostNetworkSecurityPolicy(
            allow_promiscuous=False, mac_changes=True, forged_transmits=True
        ),
        nic_teaming=vim.HostNicTeamingPolicy(
            policy="loadbalance_srcid", notify_switches=True, rolling_order=False
        ),
        shaping_policy=vim.HostNetworkTrafficShapingPolicy(enabled=False),
    )
    bridge = vim.HostVirtualSwitchBondBridge(
        nic_device=["vmnic0"], beacon=vim.HostVirtualSwitchBeaconConfig(interval=1)
    )
    spec = vim.HostVirtualSwitchSpec(num_ports=128, bridge=bridge, policy=policy, mtu=1500)
    network.add_switch("vSwitch0", spec)
    for name, vlan in (("VM Network", 0), ("Management Network", 0), ("DMZ", 30)):
        network.add_group(
            vim.HostPortGroupSpec(
                name=name, vlan_id=vlan, vswitch_name="vSwitch0", policy=vim.HostNetworkPolicy()
            )
        )


def vmx_of(host: HostState, kind: MachineKind, number: int) -> str:
    """Return the VMX text of a machine."""
    settings = {
        ".encoding": "UTF-8",
        "config.version": "8",
        "virtualHW.version": str(host.profile.hardware_version),
        "displayName": kind.name,
        "guestOS": kind.guest_os,
        "memsize": str(kind.memory_mb),
        "numvcpus": str(kind.vcpus),
        "uuid.bios": format_uuid(make_uuid(f"{host.hardware.uuid}/{kind.name}")),
        "vc.uuid": format_uuid(make_uuid(f"{host.hardware.uuid}/{kind.name}/instance")),
        "scsi0.present": "TRUE",
        "scsi0.virtualDev": "lsilogic",
        "scsi0:0.present": "TRUE",
        "scsi0:0.deviceType": "scsi-hardDisk",
        "scsi0:0.fileName": f"{kind.name}.vmdk",
        "ethernet0.present": "TRUE",
        "ethernet0.virtualDev": "vmxnet3",
        "ethernet0.networkName": kind.network,
        "ethernet0.addressType": "generated",
        "ethernet0.generatedAddress": f"00:0c:29:{number >> 8 & 255:02x}:{number & 255:02x}:01",
        "ethernet0.generatedAddressOffset": "0",
        "ide1:0.present": "TRUE",
        "ide1:0.deviceType": "cdrom-raw",
        "ide1:0.clientDevice": "TRUE",
        "ide1:0.startConnected": "FALSE",
        "ide1:0.fileName": "emptyBackingString",
        **dict(kind.settings),
    }
    return format_vmx(settings)


def add_machine(host: HostState, kind: MachineKind, datastore: str = "datastore1") -> Machine:
    """Make a machine's files in a datastore, register it, and bring it into its state."""
    number = len(host.machines) + 1
    store = host.datastore(datastore)
    place = DatastorePath(datastore, f"{kind.name}/{kind.name}.vmx")
    store.put_text(place.path, vmx_of(host, kind, number))
    disk = Disk(kind.disk_gib * 1024**2, thin=True, uuid=make_disk_uuid(str(place)))
    size = kind.disk_gib * _GIB
    store.make_disk(f"{kind.name}/{kind.name}.vmdk", disk, content=ZeroContent(size, size // 4))
    store.put_text(f"{kind.name}/vmware.log", f"simulated log of {kind.name}\n")
    for key, value in kind.settings:
        if key.endswith(".fileName") and key.startswith(("serial", "parallel")):
            store.put_text(f"{kind.name}/{value}", "earlier output\n")
    guest = Guest(
        tools_installed=kind.tools,
        hostname=kind.name if kind.tools else "",
        addresses=(f"198.51.100.{10 + number % 200}/24",) if kind.tools else (),
    )
    machine = host.register(place, guest=guest)
    if kind.power != "poweredOff":
        machine.set_power("poweredOn")
    if kind.power == "suspended":
        machine.set_power("suspended")
    return machine
