"""`Network`: a virtual switch of a host; or one that is spread over hosts, which is shown only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import read_many
from aioesx._server.face import operation
from aioesx._server.machines import read_machines
from aioesx._server.names import there_is, unescape
from aioesx._server.server import Server
from aioesx._server.thing import Thing
from aioesx._server.traversal import AROUND, UP, from_host, object_spec
from aioesx._session.seconds import DEFAULT
from aioesx._words import advice
from aioesx.errors import (
    AlreadyExistsError,
    LookupFailedError,
    NoSuchNetworkError,
    NotSupportedError,
)
from aioesx.network.change import change
from aioesx.network.in_use import require_unused
from aioesx.network.policies import shaping_of
from aioesx.network.reading import (
    ADAPTERS,
    CARDS,
    CONSOLE,
    GROUPS,
    SERVICES,
    SWITCHES,
    SYSTEM,
    HostNetworking,
    Hosts,
    host_paths,
    read_host,
    read_hosts,
)
from aioesx.network.remove import remove_switch
from aioesx.network.summaries import info_of, spread_info
from aioesx.network.users import MACHINE_PATHS, cards, kernel_users
from aioesx.network.values import Bandwidth, NetworkInfo, NetworkKind, NetworkUser
from aioesx.units import is_within

__all__ = ["Network"]

Ref = vim.ManagedObjectReference

_HOST: Final = "HostSystem"
_MACHINE: Final = "VirtualMachine"
_HIGHEST_VLAN: Final = 4095


class Network:
    """A network of a host: a virtual switch, and what it is called.

    Attributes:
        name: its name, as it was when it was looked up.
        uuid: of a switch; other hosts may have a switch of the same.
        kind: a switch, or a network that is spread over hosts, which is shown only.
    """

    __slots__ = ("_ref", "_server", "kind", "name", "uuid")

    def __init__(
        self, server: Server, ref: Ref, name: str, kind: NetworkKind, uuid: UUID | None = None
    ) -> None:
        self._server = server
        self._ref = ref
        self.name = name
        self.kind = kind
        self.uuid = uuid

    def __repr__(self) -> str:
        return f"<Network {self.name!r} {self._ref.value}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        mine, others = (each._identity for each in (self, other))
        return self._server is other._server and mine == others

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[Ref, str | None]:
        return self._ref, self.name if self.kind is NetworkKind.SWITCH else None

    @property
    def ref(self) -> Ref:
        """Reference of the host that has the switch; of the network itself, if it is spread."""
        return self._ref

    @property
    def _thing(self) -> Thing:
        return Thing("network", self.name, str(self.uuid or self._ref.value))

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> NetworkInfo:
        """Tell all that a list tells of it, as it is now; in one read.

        Raises:
            NoSuchNetworkError: it is gone.
        """
        if self.kind is not NetworkKind.SWITCH:
            hosts = await read_hosts(self._server, (), spread=True, placed=True)
            for found in hosts.spread:
                if found.ref == self._ref:
                    return spread_info(NetworkInfo, hosts, found)
            raise self._gone()
        paths = (SWITCHES, GROUPS, CARDS)
        host = await read_host(self._server, self._ref, paths, placed=True)
        return info_of(NetworkInfo, host, self._switch_of(host))

    @operation("call")
    async def xml(
        self, *, inactive: bool = False, full: bool = False, timeout: float | None = DEFAULT
    ) -> str:
        """Describe it as libvirt's XML, in one read; byte for byte what ``virsh net-dumpxml`` says.

        Args:
            inactive: makes no difference: there is one configuration.
            full: tell the MTU and the VLAN ids, too; `Networks.define` reads them.
            timeout: seconds in all.

        Raises:
            NoSuchNetworkError: it is gone.
            NotSupportedError: it is no switch.
            ProtocolError: the host does not tell of an uplink or a port group.

        Source: libvirt, esxNetworkGetXMLDesc.
        """
        from aioesx.definition.network import format_network_xml  # loads the documents
        from aioesx.network.documents import definition_of  # likewise

        self._require_switch("described as XML")
        paths = host_paths(self._server, (SWITCHES, GROUPS, CARDS))
        wanted = {_HOST: paths, "Network": ("name",)}
        start = object_spec(self._ref, AROUND, itself=True)
        found = await read_many(self._server.session, [start], wanted)
        values = next((each.values for each in found if each.ref == self._ref), None)
        if values is None:
            raise self._gone()
        networks = (each.values for each in found if each.ref.type != _HOST)
        names = {unescape(values.require("name")) for values in networks}
        host = HostNetworking(values)
        definition = definition_of(host, self._switch_of(host), names, full=full)
        return format_network_xml(definition)

    @operation("call")
    async def is_active(self, *, timeout: float | None = DEFAULT) -> bool:
        """Tell whether it works: True, as long as it is there.

        Raises:
            NoSuchNetworkError: it is gone.
        """
        await self._require_there()
        return True

    @operation("call")
    async def autostart(self, *, timeout: float | None = DEFAULT) -> bool:
        """Tell whether the host starts it when it boots: True, as long as it is there.

        Raises:
            NoSuchNetworkError: it is gone.
        """
        await self._require_there()
        return True

    @operation("call")
    async def set_autostart(
        self, autostart: bool = True, *, timeout: float | None = DEFAULT
    ) -> None:
        """Have the host start it when it boots, which it does anyway.

        Raises:
            NotSupportedError: `autostart` is false: a network of a VMware host is always on.
            NoSuchNetworkError: it is gone.

        Source: libvirt, esxNetworkSetAutostart.
        """
        if not autostart:
            what = "cannot deactivate network autostart: a VMware host's networks are always on"
            raise NotSupportedError("", what)
        await self._require_there()

    @operation("call")
    async def users(self, *, timeout: float | None = DEFAULT) -> list[NetworkUser]:
        """List who is plugged into it: uplinks, the host's own adapters, cards of domains.

        Of a switch in one read, of a network that is spread over hosts in three; the adapters of
        hosts that the vCenter does not reach are left out there.

        Raises:
            NoSuchNetworkError: it is gone.
            NotPermittedError: the host hides who that is.
        """
        if self.kind is not NetworkKind.SWITCH:
            return await self._users_of_spread()
        start = object_spec(self._ref, from_host(_MACHINE), itself=True)
        paths = (SWITCHES, GROUPS, CARDS, *self._adapter_paths)
        wanted = {_HOST: host_paths(self._server, paths), _MACHINE: MACHINE_PATHS}
        found = await read_many(self._server.session, [start], wanted)
        values = next((each.values for each in found if each.ref == self._ref), None)
        if values is None:
            raise self._gone()
        host = HostNetworking(values)
        switch = self._switch_of(host)
        names = [group.spec.name for group in host.groups(switch)]
        macs = {card.device: card.mac for card in host.all(CARDS)}
        users = [NetworkUser("uplink", name, mac=macs.get(name)) for name in host.uplinks(switch)]
        users += kernel_users(host, names)
        machines = [each for each in found if each.ref.type == _MACHINE]
        return users + [user for each in machines for user in cards(each, names)]

    async def _users_of_spread(self) -> list[NetworkUser]:
        hosts = await read_hosts(self._server, self._adapter_paths, spread=True)
        key = await self._key(hosts)
        told, silent = hosts.told(lambda host: kernel_users(host, (), key))
        for _, error in silent:
            if not isinstance(error, NotSupportedError):
                raise error
        users = [user for _, user in told]
        machines = await read_machines(self._server, MACHINE_PATHS)
        return users + [user for each in machines for user in cards(each, key)]

    async def _key(self, hosts: Hosts) -> tuple[str, ...]:
        """Return by what others name it: the key of a distributed one, the id of an opaque one."""
        path = "key" if self.kind is NetworkKind.DISTRIBUTED else "summary"
        if all(each.ref != self._ref for each in hosts.spread):
            raise self._gone()
        specs = [object_spec(self._ref)]
        found = await read_many(self._server.session, specs, {self._ref.type: (path,)})
        value = found[0].values.require(path)
        return (value if isinstance(value, str) else value.opaque_network_id,)

    @operation("call")
    async def undefine(self, *, timeout: float | None = DEFAULT) -> None:
        """Take the switch away with its port groups: all of it, or nothing.

        By one call; where a host wants the port groups gone first, one by one, and what went is
        put back if the rest fails.

        What is in use is refused before anything is sent: the host's own adapters, those by which
        it is managed above all, and the cards of domains that run. A domain that is shut off keeps
        the name of its port group, which is nobody's then.

        Raises:
            NoSuchNetworkError: it is gone.
            HostBusyError: it is in use; the message names by whom.
            NotSupportedError: it is no switch.
            OutcomeUnknownError: the answer was lost, and the switch is there yet.

        Source: libvirt, esxNetworkUndefine, which takes one port group after the other.
        """
        host, system = await self._changing("undefined", "RemoveVirtualSwitch")
        groups = host.groups(self._switch_of(host))
        await require_unused(self._server, host, f"the network '{self.name}'", groups)
        specs = [group.spec for group in groups]
        await remove_switch(self._server, self._ref, system, self.name, specs)

    @operation("call")
    async def add_portgroup(
        self,
        name: str,
        *,
        vlan: int = 0,
        bandwidth: Bandwidth | None = None,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Add a port group; what is not said of it holds as for the switch.

        Args:
            name: of no port group of the host yet.
            vlan: 0 for none, 1 to 4094, or 4095 for the frames of all VLANs, tagged.
            bandwidth: what may pass.
            timeout: seconds in all.

        Raises:
            ValueError: `vlan` is none, or a number of `bandwidth`; nothing was sent.
            AlreadyExistsError: the host has one of this name.
            NoSuchNetworkError: the switch is gone.
            NotSupportedError: it is no switch.
            OutcomeUnknownError: the answer was lost, and it is not there.
        """
        if not is_within(vlan, _HIGHEST_VLAN):
            raise ValueError(f"vlan={vlan!r} is no VLAN id: 0 to {_HIGHEST_VLAN}")
        policy = vim.HostNetworkPolicy(shaping_policy=shaping_of(bandwidth))
        host, system = await self._changing("changed", "AddPortGroup")
        self._switch_of(host)
        owner = _owner(host, name)
        if owner is not None:
            what = f"there is a port group '{name}' already, of the network '{owner}'"
            raise AlreadyExistsError("AlreadyExists", what).about("port group", name)
        spec = vim.HostPortGroupSpec(name=name, vlan_id=vlan, vswitch_name=self.name, policy=policy)
        method = vim.AddPortGroup(this=system, portgrp=spec)
        await change(self._server, self._ref, method, lambda host: _owner(host, name) == self.name)

    @operation("call")
    async def remove_portgroup(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Take a port group away that nobody uses.

        Raises:
            LookupFailedError: the switch has none of this name.
            HostBusyError: it is in use; the message names by whom.
            NoSuchNetworkError: the switch is gone.
            NotSupportedError: it is no switch.
            OutcomeUnknownError: the answer was lost, and it is there yet.
        """
        host, system = await self._changing("changed", "RemovePortGroup")
        groups = host.groups(self._switch_of(host))
        mine = [group for group in groups if group.spec.name == name]
        if not mine:
            names = [group.spec.name for group in groups]
            hint = advice(name, names) or f"; {there_is(names)}"
            what = f"port group '{name}' of the network '{self.name}'{hint}"
            raise LookupFailedError(what, kind="port group", name=name)
        await require_unused(self._server, host, f"the port group '{name}'", mine)
        method = vim.RemovePortGroup(this=system, pg_name=name)
        await change(self._server, self._ref, method, lambda host: _owner(host, name) is None)

    @property
    def _adapter_paths(self) -> Sequence[str]:
        since_4 = self._server.session.has_api(4, 0)
        return (ADAPTERS, CONSOLE, *((SERVICES,) if since_4 else ()))

    async def _changing(self, done: str, method: str) -> tuple[HostNetworking, Ref]:
        """Read what has to be known before a change, and what does it."""
        self._require_switch(done)
        self._server.session.require_changes(method)
        paths = (SWITCHES, GROUPS, SYSTEM, *self._adapter_paths)
        host = await read_host(self._server, self._ref, paths)
        return host, host.values.require(SYSTEM)

    def _switch_of(self, host: HostNetworking) -> vim.HostVirtualSwitch:
        switch = host.switch(self.name)
        if switch is None:
            raise self._gone()
        return switch

    async def _require_there(self) -> None:
        if self.kind is NetworkKind.SWITCH:
            self._switch_of(await read_host(self._server, self._ref, (SWITCHES,)))
            return
        specs = [object_spec(self._ref, UP, itself=True)]
        found = await read_many(self._server.session, specs, {self._ref.type: ("name",)})
        if all(each.ref != self._ref for each in found):
            raise self._gone()

    def _require_switch(self, done: str) -> None:
        if self.kind is not NetworkKind.SWITCH:
            what = f"the network '{self.name}' is {self.kind}, and only shown: it cannot be {done}"
            raise NotSupportedError("", what)

    def _gone(self) -> NoSuchNetworkError:
        id_ = None if self.uuid is None else str(self.uuid)
        return NoSuchNetworkError(f"'{self.name}'", name=self.name, id=id_)


def _owner(host: HostNetworking, group: str) -> str | None:
    """Return the name of the switch that a port group is of; None if there is no such."""
    found = (each.spec.vswitch_name for each in host.all(GROUPS) if each.spec.name == group)
    return next(found, None)
