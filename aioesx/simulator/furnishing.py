"""What every preset host has: adapters, LUNs, datastores; network cards, a switch, port groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator.state.config import make_uuid
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.network import KernelCard, PhysicalCard
from aioesx.simulator.state.storage import Adapter, Lun, Target
from aioesx.simulator.state.volume_kinds import KINDS

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState

__all__ = ["add_networks", "add_storage", "format_mac"]

_GIB: Final = 1024**3


def format_mac(number: int) -> str:
    """Return a MAC address of 48 bits as text."""
    return number.to_bytes(6).hex(":")


def add_storage(host: HostState, number: int) -> None:
    """Give a host its storage; `number` tells it from other hosts."""
    if host.profile.hosted:
        _add_folder(host, number)
        return
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
    for position, (name, kind, size) in enumerate(
        (("datastore1", "VMFS", 500 * _GIB), ("nfs1", "NFS", 2000 * _GIB)), start=1
    ):
        own = 0x000C_29A1_B2C0 + (number << 8) + position
        uuid = f"5e8f0{position}00-4f565931-00{position}0-{own:012x}"
        host.datastores[uuid] = Datastore(
            moid=uuid,
            name=name,
            kind=kind,
            mount=f"/vmfs/volumes/{uuid}",
            capacity=size,
            host=host,
            foreign=_GIB,
            remote=KINDS[kind].remote(name),
            uuid=uuid,
            disk_name=local,
        )


def _add_folder(host: HostState, number: int) -> None:
    """Give a host below another system its one datastore, a folder of that system."""
    place = "/var/lib/vmware/Virtual Machines"
    uuid = make_uuid(f"{place} {number}")[:17].replace("-", "")
    host.datastores[uuid] = Datastore(
        moid=uuid,
        name="standard",
        kind="local",
        mount=place,
        capacity=500 * _GIB,
        host=host,
        foreign=_GIB,
        uuid=uuid,
    )


def add_networks(host: HostState, number: int, address: str) -> None:
    """Give a host its networking, and itself an address."""
    network, mac = host.network, 0x00_1B_21_3A_4B_00 + (number << 8)
    network.physical = [
        PhysicalCard("vmnic0", format_mac(mac), "02:00.0"),
        PhysicalCard("vmnic1", format_mac(mac + 1), "02:00.1"),
        PhysicalCard("vmnic2", format_mac(mac + 2), "04:00.0", speed_mb=None),
    ]
    network.kernel = [
        KernelCard("vmk0", "Management Network", format_mac(mac), address, "255.255.255.0")
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
    for name, vlan in _GROUPS[host.profile.hosted]:
        network.add_group(
            vim.HostPortGroupSpec(
                name=name, vlan_id=vlan, vswitch_name="vSwitch0", policy=vim.HostNetworkPolicy()
            )
        )


_GROUPS: Final = {
    False: (("VM Network", 0), ("Management Network", 0), ("DMZ", 30)),
    True: (("Bridged", 0), ("HostOnly", 0), ("NAT", 0), ("Management Network", 0)),
}
"""Networks, by whether the host is below another system."""
