"""`Interface` and `Interfaces`: the physical network cards, and the host's own adapters."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Sequence
from typing import Final

from aioesx import vim
from aioesx._server.bound import Bound, bound
from aioesx._server.face import operation
from aioesx._server.names import nameless
from aioesx._server.server import Server
from aioesx._server.thing import Thing
from aioesx._session.seconds import DEFAULT
from aioesx._words import advice
from aioesx.errors import EsxError, NoSuchInterfaceError
from aioesx.network.reading import (
    ADAPTERS,
    CARDS,
    CONSOLE,
    SERVICES,
    SWITCHES,
    HostNetworking,
    ambiguous,
    read_host,
    read_hosts,
)
from aioesx.network.users import adapter_value, adapters, silent_adapter
from aioesx.network.values import VmkernelAdapter

__all__ = ["Interface", "InterfaceSummary", "Interfaces"]

Ref = vim.ManagedObjectReference

_PATHS: Final = (CARDS, SWITCHES)
_DUPLEX: Final = {True: "full", False: "half"}


class Interface:
    """A physical network card of a host.

    Attributes:
        name: of the device, such as ``"vmnic0"``; other hosts have one of that name, too.
        mac: its hardware address.
    """

    __slots__ = ("_host", "_server", "mac", "name")

    def __init__(self, server: Server, host: Ref, name: str, mac: str | None) -> None:
        self._server = server
        self._host = host
        self.name = name
        self.mac = mac

    def __repr__(self) -> str:
        return f"<Interface {self.name!r} {self._host.value}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Interface):
            return NotImplemented
        mine, others = ((each._host, each.name) for each in (self, other))
        return self._server is other._server and mine == others

    def __hash__(self) -> int:
        return hash((self._host, self.name))

    @property
    def _thing(self) -> Thing:
        return Thing("interface", self.name, self.mac)

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> InterfaceSummary:
        """Tell all that a list tells of it, as it is now; in one read.

        Raises:
            NoSuchInterfaceError: it is gone.
        """
        host = await read_host(self._server, self._host, _PATHS, placed=True)
        return _summary(host, self._card(host))

    @operation("call")
    async def xml(self, *, inactive: bool = False, timeout: float | None = DEFAULT) -> str:
        """Describe it as libvirt's XML, in one read; byte for byte as ``virsh iface-dumpxml``.

        Args:
            inactive: leave the address out that it got by DHCP.
            timeout: seconds in all.

        Raises:
            NoSuchInterfaceError: it is gone.

        Source: libvirt, esxInterfaceGetXMLDesc.
        """
        from aioesx.definition.interface import format_interface_xml  # loads the documents
        from aioesx.network.cards import definition_of  # likewise

        host = await read_host(self._server, self._host, (CARDS,))
        return format_interface_xml(definition_of(self._card(host), inactive=inactive))

    def _card(self, host: HostNetworking) -> vim.PhysicalNic:
        for card in host.all(CARDS):
            if card.device == self.name:
                found: vim.PhysicalNic = card
                return found
        raise NoSuchInterfaceError(f"'{self.name}'", name=self.name, id=self.mac)


@dataclasses.dataclass(frozen=True, slots=True)
class InterfaceSummary(Bound):
    """A physical interface: plain values, and beside them the interface; None is not known.

    Attributes:
        name: of the device, such as ``"vmnic0"``; other hosts have one of that name, too.
        mac: hardware address.
        host: name of the host.
        link: whether a link is up; None where the host does not tell of its cards.
        speed: of the link, in megabits a second.
        duplex: ``"full"`` or ``"half"``.
        driver: name of the driver.
        pci: where it is on the bus.
        active: libvirt calls all of them so.
        network: name of the switch that it is an uplink of.
        problems: what could not be read and why, a sentence each.
    """

    name: str
    mac: str | None
    host: str | None
    link: bool | None
    speed: int | None
    duplex: str | None
    driver: str | None
    pci: str | None
    active: bool = True
    network: str | None = None
    problems: tuple[str, ...] = ()

    @property
    def interface(self) -> Interface:
        """The interface, to ask it more.

        Raises:
            AttributeError: the value was unpickled or copied; `Interfaces.lookup` finds it again.
        """
        interface: Interface = self._beside("interface")
        return interface


Summaries = list[InterfaceSummary]  # inside `Interfaces` the word `list` is the verb
Adapters = list[VmkernelAdapter]


class Interfaces:
    """The physical network cards of the connected host, or of all hosts of the connection."""

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Interfaces of {self._server.scope.name}>"

    @operation("call")
    async def list(
        self,
        *,
        active: bool | None = None,
        host: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> Summaries:
        """List the physical cards, in the host's order, in one read; `host` costs one more.

        For a host that hides its cards, or that the vCenter does not reach, one row stands, as in
        `Networks.list`.

        Args:
            active: all are, as for libvirt; False lists none.
            host: name or inventory path of the only host to look at.
            timeout: seconds in all.

        Raises:
            NotPermittedError, NotSupportedError: no host tells of its cards.
            LookupFailedError, AmbiguousNameError: of `host`.

        Source: libvirt, esxConnectListInterfaces.
        """
        if active is False:
            return []
        hosts = await read_hosts(self._server, _PATHS, host=host, placed=True)
        found, silent = hosts.told(_cards)
        rows = [bound(_summary(each, card), self._interface(each, card)) for each, card in found]
        for each, error in silent:
            row = _silent(each, error)
            rows.append(bound(row, Interface(self._server, each.ref, row.name, None)))
        return rows

    async def __aiter__(self) -> AsyncIterator[InterfaceSummary]:
        """Give every physical card of one list."""
        for entry in await self.list():
            yield entry

    @operation("call")
    async def lookup(
        self,
        name: str | None = None,
        *,
        mac: str | None = None,
        host: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> Interface:
        """Find one physical card by exactly one of name and MAC address, in one read.

        Neither minds the case. libvirt's driver takes a name for a MAC address, and finds none.

        Raises:
            NoSuchInterfaceError: there is none.
            NotPermittedError, NotSupportedError: as of `Networks.lookup`.
            AmbiguousNameError: several hosts have one; name the host.
            LookupFailedError: there is no such host.
            ValueError: not exactly one of the two was given.

        Source: libvirt, esxInterfaceLookupByName and ByMACString.
        """
        if [name, mac].count(None) != 1:
            raise ValueError("give exactly one of name and mac")
        hosts = await read_hosts(self._server, (CARDS,), host=host)
        told, silent = hosts.told(_cards)
        wanted = (name or mac or "").lower()
        found = [
            (each, card)
            for each, card in told
            if (card.device if mac is None else card.mac).lower() == wanted
        ]
        if not found:
            if silent:
                raise silent[0][1]
            names = [card.device for _, card in told]
            what = f"with MAC address '{mac}'" if name is None else f"'{name}'{advice(name, names)}"
            raise NoSuchInterfaceError(what, name=name, id=mac)
        if len(found) > 1:
            owners = [each for each, _ in found]
            raise await ambiguous(self._server, "interface", owners, name=name, id=mac)
        return self._interface(*found[0])

    @operation("call")
    async def vmkernel(
        self, *, host: str | None = None, timeout: float | None = DEFAULT
    ) -> Adapters:
        """List the host's own network adapters, with addresses and services, in one read.

        Those of a service console are among them. `host` costs one read more. For a host that
        hides its adapters, or that the vCenter does not reach, one row stands, as in
        `Networks.list`.

        Args:
            host: name or inventory path of the only host to look at.
            timeout: seconds in all.

        Raises:
            NotPermittedError, NotSupportedError: no host tells of its adapters.
            LookupFailedError, AmbiguousNameError: of `host`.
        """
        since_4 = self._server.session.has_api(4, 0)
        paths = (ADAPTERS, CONSOLE, *((SERVICES,) if since_4 else ()))
        hosts = await read_hosts(self._server, paths, host=host, placed=True)
        found, silent = hosts.told(adapters)
        rows = [adapter_value(each, nic) for each, nic in found]
        return rows + [silent_adapter(each, error) for each, error in silent]

    def _interface(self, host: HostNetworking, card: vim.PhysicalNic) -> Interface:
        return Interface(self._server, host.ref, card.device, card.mac or None)


def _cards(host: HostNetworking) -> Sequence[vim.PhysicalNic]:
    return host.all(CARDS)


def _silent(host: HostNetworking, error: EsxError) -> InterfaceSummary:
    """Stand for the cards of a host that does not tell of them."""
    return InterfaceSummary(
        name=nameless(host.ref),
        mac=None,
        host=host.name,
        link=None,
        speed=None,
        duplex=None,
        driver=None,
        pci=None,
        problems=(str(error),),
    )


def _summary(host: HostNetworking, card: vim.PhysicalNic) -> InterfaceSummary:
    """Make it of the properties `CARDS` and `SWITCHES`; never an error."""
    link = card.link_speed
    return InterfaceSummary(
        name=card.device,
        mac=card.mac or None,
        host=host.name,
        link=link is not None,
        speed=link.speed_mb if link is not None else None,
        duplex=_DUPLEX[link.duplex] if link is not None else None,
        driver=card.driver,
        pci=card.pci or None,
        network=_network_of(host, card),
        problems=host.values.problems(("name", "parent", SWITCHES)),
    )


def _network_of(host: HostNetworking, card: vim.PhysicalNic) -> str | None:
    try:
        switches = host.all(SWITCHES)
    except EsxError:
        return None
    return next((switch.name for switch in switches if card.key in switch.pnic), None)
