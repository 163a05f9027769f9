"""The host's networking: virtual switches, port groups, network cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator import faults
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx import vim
    from aioesx.simulator.state.host import HostState

__all__ = ["KernelCard", "Networking", "PhysicalCard", "PortGroup", "Switch"]


@dataclass(frozen=True, slots=True)
class PhysicalCard:
    """A network card of the machine; `speed_mb` is None without a link.

    Few have an address of their own: the host's is on a switch.
    """

    device: str
    mac: str
    pci: str
    driver: str = "ixgben"
    speed_mb: int | None = 10000
    dhcp: bool = False
    address: str = ""
    netmask: str = ""

    @property
    def key(self) -> str:
        """How the API refers to it."""
        return f"key-vim.host.PhysicalNic-{self.device}"


@dataclass(frozen=True, slots=True)
class KernelCard:
    """A network card of the host itself, on a port group."""

    device: str
    portgroup: str
    mac: str
    address: str
    netmask: str

    @property
    def key(self) -> str:
        """How the API refers to it."""
        return f"key-vim.host.VirtualNic-{self.device}"


NIC_SERVICES: Final = {
    "faultToleranceLogging": "4.0",
    "management": "4.0",
    "vmotion": "4.0",
    "vSphereReplication": "5.1",
    "vsan": "5.5",
    "vSphereProvisioning": "6.0",
    "vSphereReplicationNFC": "6.0",
    "vsanWitness": "6.5",
    "vSphereBackupNFC": "7.0",
}
"""What the host's own cards can serve, and the API that brought it."""


@dataclass(eq=False)
class Switch:
    """A virtual switch; `spec` as it was asked for."""

    name: str
    spec: vim.HostVirtualSwitchSpec

    @property
    def key(self) -> str:
        """How the API refers to it."""
        return f"key-vim.host.VirtualSwitch-{self.name}"


_MOST_GROUPS: Final = 512
_MOST_PORTS: Final = 4088
_LONGEST_SWITCH: Final = 31
_LONGEST_GROUP: Final = 80
_MTUS: Final = range(1280, 9001)


@dataclass(eq=False)
class PortGroup:
    """A port group, and the network that machines see in it."""

    spec: vim.HostPortGroupSpec
    host: HostState = field(repr=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.spec.name

    @property
    def key(self) -> str:
        """How the API refers to it."""
        return f"key-vim.host.PortGroup-{self.name}"

    @property
    def moid(self) -> str:
        """Value of the reference of its network."""
        return f"HaNetwork-{self.name}"


@dataclass(eq=False)
class Networking:
    """All of the host's networking.

    Attributes:
        services: devices of the host's own cards, by what they serve.
    """

    host: HostState = field(repr=False)
    physical: list[PhysicalCard] = field(default_factory=list)
    kernel: list[KernelCard] = field(default_factory=list)
    switches: dict[str, Switch] = field(default_factory=dict)
    groups: dict[str, PortGroup] = field(default_factory=dict)
    services: dict[str, list[str]] = field(default_factory=lambda: {"management": ["vmk0"]})
    host_name: str = "localhost"
    domain_name: str = "localdomain"
    gateway: str = "192.0.2.254"

    def known_services(self) -> list[str]:
        """Return what the host's own cards can serve in the host's API."""
        version = self.host.profile.api_version
        return [name for name, since in NIC_SERVICES.items() if at_least(version, since)]

    def serve(self, service: str, device: str, *, chosen: bool) -> None:
        """Have one of the host's own cards serve a purpose, or not.

        Raises:
            Refused: there is no such card or purpose.
        """
        if service not in self.known_services():
            raise faults.invalid_argument("nicType")
        if all(card.device != device for card in self.kernel):
            raise faults.invalid_argument("device")
        devices = self.services.setdefault(service, [])
        if chosen and device not in devices:
            devices.append(device)
        elif not chosen and device in devices:
            devices.remove(device)

    def groups_of(self, switch: str) -> list[PortGroup]:
        """Return the port groups of a switch."""
        return [group for group in self.groups.values() if group.spec.vswitch_name == switch]

    def is_kernel(self, group: str) -> bool:
        """Tell whether the host itself is connected to the port group."""
        return any(card.portgroup == group for card in self.kernel)

    def networks(self) -> list[PortGroup]:
        """Return the port groups that machines can be connected to."""
        return [group for group in self.groups.values() if not self.is_kernel(group.name)]

    def add_switch(self, name: str, spec: vim.HostVirtualSwitchSpec) -> None:
        """Make a switch.

        Raises:
            Refused: the name is taken or not a name, or a card is unknown or in use.
        """
        if name in self.switches:
            raise faults.already_exists(name)
        if not name or len(name) > _LONGEST_SWITCH:
            raise faults.invalid_argument("vswitchName")
        self._check_switch(name, spec)
        self.switches[name] = Switch(name, self._by_device(spec))

    def update_switch(self, name: str, spec: vim.HostVirtualSwitchSpec) -> None:
        """Change a switch.

        Raises:
            Refused: there is none of this name, or it cannot be so.
        """
        switch = self.switch(name)
        self._check_switch(name, spec)
        switch.spec = self._by_device(spec)

    def _by_device(self, spec: vim.HostVirtualSwitchSpec) -> vim.HostVirtualSwitchSpec:
        """Return a spec with cards by their devices; some callers name them by key, as libvirt."""
        names = {card.key: card.device for card in self.physical}
        nics = _cards(spec)
        if not any(nic in names for nic in nics):
            return spec
        devices = [names.get(nic, nic) for nic in nics]
        one = isinstance(getattr(spec.bridge, "nic_device", None), str)
        bridge: Any = spec.bridge
        made = bridge.__replace__(nic_device=devices[0] if one else devices)
        replaced: vim.HostVirtualSwitchSpec = spec.__replace__(bridge=made)
        return replaced

    def _check_switch(self, name: str, spec: vim.HostVirtualSwitchSpec) -> None:
        if not 0 < spec.num_ports <= _MOST_PORTS:
            raise faults.invalid_argument("spec.numPorts")
        if spec.mtu is not None and spec.mtu not in _MTUS:
            raise faults.invalid_argument("spec.mtu")
        _check_policy(spec.policy)
        known = {card.key: card.device for card in self.physical}
        known |= {card.device: card.device for card in self.physical}
        others = (each for each in self.switches.values() if each.name != name)
        taken = {known.get(nic) for each in others for nic in _cards(each.spec)}
        for nic in _cards(spec):
            if nic not in known:
                raise faults.not_found(nic)
            if known[nic] in taken:
                raise faults.resource_in_use(nic, "PhysicalNic")

    def remove_switch(self, name: str, in_use: Callable[[str], bool]) -> None:
        """Remove a switch and its port groups.

        Args:
            name: of the switch.
            in_use: tells whether a machine that runs is connected to a port group.

        Raises:
            Refused: there is no such switch, or something is connected to it.
        """
        self.switch(name)
        groups = self.groups_of(name)
        if any(self.is_kernel(group.name) or in_use(group.name) for group in groups):
            raise faults.resource_in_use(name, "HostVirtualSwitch")
        for group in groups:
            del self.groups[group.name]
        del self.switches[name]

    def switch(self, name: str) -> Switch:
        """Return a switch, or refuse with NotFound."""
        try:
            return self.switches[name]
        except KeyError:
            raise faults.not_found(name) from None

    def group(self, name: str) -> PortGroup:
        """Return a port group, or refuse with NotFound."""
        try:
            return self.groups[name]
        except KeyError:
            raise faults.not_found(name) from None

    def add_group(self, spec: vim.HostPortGroupSpec) -> None:
        """Make a port group.

        Raises:
            Refused: the name is taken or not a name, the switch unknown or full, or the VLAN out of
                range.
        """
        if spec.name in self.groups:
            raise faults.already_exists(spec.name)
        self._check_group(spec)
        if len(self.groups_of(spec.vswitch_name)) >= _MOST_GROUPS:
            raise faults.system_error(f"switch {spec.vswitch_name} has {_MOST_GROUPS} port groups")
        self.groups[spec.name] = PortGroup(spec, self.host)

    def update_group(self, name: str, spec: vim.HostPortGroupSpec) -> None:
        """Change a port group, its name and its switch perhaps.

        Raises:
            Refused: there is none of this name, or it cannot be so.
        """
        group = self.group(name)
        if spec.name != name and spec.name in self.groups:
            raise faults.already_exists(spec.name)
        if spec.name != name and self.is_kernel(name):
            raise faults.resource_in_use(name, "HostPortGroup")
        self._check_group(spec)
        group.spec = spec
        self.groups = {each.name: each for each in self.groups.values()}

    def _check_group(self, spec: vim.HostPortGroupSpec) -> None:
        if not spec.name or len(spec.name) > _LONGEST_GROUP:
            raise faults.invalid_argument("portgrp.name")
        if not 0 <= spec.vlan_id <= 4095:
            raise faults.invalid_argument("portgrp.vlanId")
        _check_policy(spec.policy)
        self.switch(spec.vswitch_name)

    def remove_group(self, name: str, used: bool) -> None:  # said by the caller
        """Remove a port group.

        Raises:
            Refused: there is no such group, or something is connected to it.
        """
        self.group(name)
        if used or self.is_kernel(name):
            raise faults.resource_in_use(name, "HostPortGroup")
        del self.groups[name]

    def cards_of(self, switch: Switch) -> list[PhysicalCard]:
        """Return the physical cards that a switch is connected to."""
        names = _cards(switch.spec)
        return [card for card in self.physical if card.key in names or card.device in names]


def _check_policy(policy: vim.HostNetworkPolicy | None) -> None:
    """Refuse a rate below nothing, and a peak below the average."""
    shaping = policy.shaping_policy if policy is not None else None
    if shaping is None or not shaping.enabled:
        return
    average, peak = shaping.average_bandwidth, shaping.peak_bandwidth
    if any(number is not None and number < 0 for number in (average, peak, shaping.burst_size)):
        raise faults.invalid_argument("shapingPolicy")
    if average and peak and peak < average:
        raise faults.invalid_argument("shapingPolicy.peakBandwidth")


def _cards(spec: vim.HostVirtualSwitchSpec) -> list[str]:
    nics = getattr(spec.bridge, "nic_device", [])
    return [nics] if isinstance(nics, str) else list(nics)
