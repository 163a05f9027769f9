"""`Networks`: all networks of a connection. One read for a list, one for a look-up."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Final
from uuid import UUID

from aioesx import vim
from aioesx._server.bound import bound
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._session.seconds import DEFAULT
from aioesx._words import advice, uuid_of
from aioesx.errors import AmbiguousNameError, Bearer, NoSuchNetworkError
from aioesx.network.network import Network
from aioesx.network.reading import (
    CARDS,
    GROUPS,
    SWITCHES,
    HostNetworking,
    Hosts,
    ambiguous,
    read_hosts,
    switch_uuid,
)
from aioesx.network.summaries import KINDS, info_of, silent_info, spread_info, spread_name
from aioesx.network.values import NetworkInfo, NetworkKind

__all__ = ["NetworkSummary", "Networks"]

_PATHS: Final = (SWITCHES, GROUPS, CARDS)


@dataclasses.dataclass(frozen=True, slots=True)
class NetworkSummary(NetworkInfo):
    """One network of a list: what `Network.info` tells, and beside it the network."""

    @property
    def network(self) -> Network:
        """The network, to act on it.

        Raises:
            AttributeError: the value was unpickled or copied; `Networks.lookup` finds it again.
        """
        network: Network = self._beside("network")
        return network


Summaries = list[NetworkSummary]  # inside `Networks` the word `list` is the verb


class Networks:
    """The networks of the connected host, or of all hosts that the connection is over.

    A network is a virtual switch of a host, as for libvirt: names repeat from host to host, and so
    do UUIDs, which libvirt makes of them. What a vCenter or NSX has spread over hosts is listed,
    too.
    """

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Networks of {self._server.scope.name}>"

    @operation("call")
    async def list(
        self,
        *,
        active: bool | None = None,
        persistent: bool | None = None,
        autostart: bool | None = None,
        host: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> Summaries:
        """List the networks, in the server's order, in one read per page; `host` costs one more.

        For a host that hides its switches, or that the vCenter does not reach, one row stands:
        its reference is the name, and `problems` says why.

        Args:
            active: networks of VMware are always; False lists none.
            persistent: likewise.
            autostart: likewise.
            host: name or inventory path of the only host to look at.
            timeout: seconds in all.

        Raises:
            NotPermittedError, NotSupportedError: no host tells of its switches.
            LookupFailedError, AmbiguousNameError: of `host`.

        Source: libvirt, esxConnectListAllNetworks.
        """
        if False in (active, persistent, autostart):
            return []
        hosts = await read_hosts(self._server, _PATHS, host=host, spread=True, placed=True)
        found, silent = hosts.told(_switches)
        rows = [
            bound(info_of(NetworkSummary, each, switch), self._switch(each, switch))
            for each, switch in found
        ]
        for each, error in silent:
            row = silent_info(NetworkSummary, each, error)
            rows.append(bound(row, Network(self._server, each.ref, row.name, row.kind)))
        for network in hosts.spread:
            row = spread_info(NetworkSummary, hosts, network)
            rows.append(bound(row, self._spread(network.ref, row.name, row.kind)))
        return rows

    async def __aiter__(self) -> AsyncIterator[NetworkSummary]:
        """Give every network of one list."""
        for entry in await self.list():
            yield entry

    @operation("call")
    async def lookup(
        self,
        name: str | None = None,
        *,
        uuid: UUID | str | None = None,
        host: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> Network:
        """Find one network by exactly one of name and UUID, in one read; `host` costs one more.

        Switches count before networks that are spread over hosts.

        Raises:
            NoSuchNetworkError: there is none.
            NotPermittedError, NotSupportedError: those that tell have none, and a host hides its
                switches, or is not reached by the vCenter.
            AmbiguousNameError: several hosts have one; name the host.
            LookupFailedError: there is no such host.
            ValueError: not exactly one of the two was given, or the UUID is none.

        Source: libvirt, esxNetworkLookupByName and ByUUID.
        """
        if [name, uuid].count(None) != 1:
            raise ValueError("give exactly one of name and uuid")
        wanted = None if uuid is None else uuid_of(uuid)
        hosts = await read_hosts(self._server, (SWITCHES,), host=host, spread=True)
        told, silent = hosts.told(_switches)
        found = [
            (each, switch)
            for each, switch in told
            if (switch.name == name if name is not None else switch_uuid(switch.key) == wanted)
        ]
        if len(found) > 1:
            id_ = None if wanted is None else str(wanted)
            owners = [each for each, _ in found]
            raise await ambiguous(self._server, "network", owners, name=name, id=id_)
        if found:
            return self._switch(*found[0])
        if name is not None and (spread := self._spread_named(hosts, name)):
            return spread
        if silent:
            raise silent[0][1]
        raise _nothing([switch.name for _, switch in told], name, wanted)

    def _spread_named(self, hosts: Hosts, name: str) -> Network | None:
        found = [each for each in hosts.spread if spread_name(each) == name]
        if not found:
            return None
        if len(found) > 1:
            bearers = [Bearer(each.ref.value) for each in found]
            raise AmbiguousNameError(name, kind="network", name=name, bearers=bearers)
        return self._spread(found[0].ref, name, KINDS[found[0].ref.type])

    @operation("call")
    async def define(
        self,
        xml: str | bytes,
        *,
        host: str | None = None,
        validate: bool = False,
        timeout: float | None = DEFAULT,
    ) -> Network:
        """Make a switch with port groups of libvirt's network XML: the whole of it, or nothing.

        Of the XML count name, uplinks (forward mode ``bridge``), bandwidth and port groups, as for
        libvirt, and beyond it ``<mtu>`` and ``<vlan>``. If a call is refused or lost, or the
        caller is cancelled, what was made is taken away again; if that fails, the error tells
        what stands.

        Args:
            xml: the document.
            host: name or inventory path of the host, where the connection is over several.
            validate: refuse elements that libvirt does not know.
            timeout: seconds in all.

        Raises:
            DomainXmlError, UnsupportedError: the document, or what it demands.
            AlreadyExistsError: the host has a switch, or a port group, of a name already.
            NoSuchInterfaceError: it has no such physical interface.
            HostBusyError: another switch has it as its uplink.
            FaultError, TransportError: the host refused, or the line failed; the message says what
                is left.

        Source: libvirt, esxNetworkDefineXMLFlags.
        """
        from aioesx.network.define import define  # loads the documents

        return await define(self._server, xml, self._switch, host=host, validate=validate)

    def _switch(self, host: HostNetworking, switch: vim.HostVirtualSwitch) -> Network:
        return Network(
            self._server, host.ref, switch.name, NetworkKind.SWITCH, switch_uuid(switch.key)
        )

    def _spread(self, ref: vim.ManagedObjectReference, name: str, kind: NetworkKind) -> Network:
        return Network(self._server, ref, name, kind)


def _switches(host: HostNetworking) -> Sequence[vim.HostVirtualSwitch]:
    return host.all(SWITCHES)


def _nothing(names: Iterable[str], name: str | None, uuid: UUID | None) -> NoSuchNetworkError:
    if name is None:
        return NoSuchNetworkError(f"with UUID '{uuid}'", id=str(uuid))
    return NoSuchNetworkError(f"'{name}'{advice(name, names)}", name=name)
