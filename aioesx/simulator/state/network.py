"""The host's networking: virtual switches, port groups, network cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aioesx.simulator import faults
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from aioesx import vim
    from aioesx.simulator.state.host import HostState

__all__ = ["KernelCard", "Networking", "PhysicalCard", "PortGroup", "Switch"]


@dataclass(frozen=True, slots=True)
class PhysicalCard:
    """A network card of the machine; `speed_mb` is None without a link."""

    device: str
    mac: str
    pci: str
    driver: str = "ixgben"
    speed_mb: int | None = 10000

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
        if not name or len(name) > 31:
            raise faults.invalid_argument("vswitchName")
        known = {card.key: card.device for card in self.physical}
        known |= {card.device: card.device for card in self.physical}
        taken = {known.get(nic) for s in self.switches.values() for nic in _cards(s.spec)}
        for nic in _cards(spec):
            if nic not in known:
                raise faults.not_found(nic)
            if known[nic] in taken:
                raise faults.resource_in_use(nic, "PhysicalNic")
        self.switches[name] = Switch(name, spec)

    def remove_switch(self, name: str) -> None:
        """Remove a switch and its port groups.

        Raises:
            Refused: there is no such switch, or the host itself is connected to it.
        """
        self.switch(name)
        groups = self.groups_of(name)
        for group in groups:
            if self.is_kernel(group.name):
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

    def add_group(self, spec: vim.HostPortGroupSpec) -> None:
        """Make a port group.

        Raises:
            Refused: the name is taken, the switch unknown, or the VLAN out of range.
        """
        if spec.name in self.groups:
            raise faults.already_exists(spec.name)
        if not 0 <= spec.vlan_id <= 4095 or not spec.name:
            raise faults.invalid_argument("portgrp.vlanId" if spec.name else "portgrp.name")
        self.switch(spec.vswitch_name)
        self.groups[spec.name] = PortGroup(spec, self.host)

    def remove_group(self, name: str, used: bool) -> None:  # said by the caller
        """Remove a port group.

        Raises:
            Refused: there is no such group, or something is connected to it.
        """
        if name not in self.groups:
            raise faults.not_found(name)
        if used or self.is_kernel(name):
            raise faults.resource_in_use(name, "HostPortGroup")
        del self.groups[name]

    def cards_of(self, switch: Switch) -> list[PhysicalCard]:
        """Return the physical cards that a switch is connected to."""
        names = _cards(switch.spec)
        return [card for card in self.physical if card.key in names or card.device in names]


def _cards(spec: vim.HostVirtualSwitchSpec) -> list[str]:
    nics = getattr(spec.bridge, "nic_device", [])
    return [nics] if isinstance(nics, str) else list(nics)
