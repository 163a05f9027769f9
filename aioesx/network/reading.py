"""The networking of hosts, read: switches, port groups, cards, adapters. One read for all hosts.

What a host has not, what it hides, and what its vCenter cannot tell since it does not reach it are
three things. Of several hosts those that tell are told of, and those that do not stand for
themselves (`Hosts.told`).
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_many
from aioesx._server.names import unescape
from aioesx._server.reach import REACH, host_state
from aioesx._server.server import Server
from aioesx._server.traversal import UP, from_host, object_spec
from aioesx._server.tree import TREE_PATHS, Tree
from aioesx.errors import (
    AmbiguousNameError,
    Bearer,
    EsxError,
    NotSupportedError,
    ProtocolError,
)

__all__ = [
    "ADAPTERS",
    "CARDS",
    "CONSOLE",
    "GROUPS",
    "SERVICES",
    "SWITCHES",
    "SYSTEM",
    "HostNetworking",
    "Hosts",
    "ambiguous",
    "host_paths",
    "read_host",
    "read_hosts",
    "switch_uuid",
]

Ref = vim.ManagedObjectReference
T = TypeVar("T")

_HOST: Final = "HostSystem"
SWITCHES: Final = "config.network.vswitch"
GROUPS: Final = "config.network.portgroup"
CARDS: Final = "config.network.pnic"
ADAPTERS: Final = "config.network.vnic"
CONSOLE: Final = "config.network.consoleVnic"
SERVICES: Final = "config.virtualNicManagerInfo.netConfig"
"""What a host tells of its networking; the last from API 4.0 on."""
SYSTEM: Final = "configManager.networkSystem"
"""What changes it."""
_TOLD_OF: Final = "config."
"""What all properties of a host's networking begin with."""

_SPREAD: Final = {"DistributedVirtualPortgroup": (4, 0), "OpaqueNetwork": (5, 5)}
"""Networks that are no switch of a host, and the API that brought them."""
_SPREAD_PATHS: Final = ("name", "host")


@dataclasses.dataclass(frozen=True, slots=True)
class HostNetworking:
    """The networking of one host, as it was read.

    Attributes:
        values: the properties of the host.
        name: what the server calls the host; None unless that was read, too.
        datacenter: the path of its datacenter, likewise.
        path: its inventory path, likewise.
    """

    values: Properties
    name: str | None = None
    datacenter: str | None = None
    path: str | None = None

    @property
    def ref(self) -> Ref:
        """The HostSystem."""
        return self.values.ref

    def all(self, path: str) -> Sequence[Any]:
        """Return the entries of a property; a host that has none does not set it.

        Raises:
            NotPermittedError: the host hides it.
            NotSupportedError: its vCenter does not reach it, and tells nothing of its networking.
        """
        value = self.values.get(path)
        if value is None:
            self._require_reached(path)
        return value or ()

    def _require_reached(self, path: str) -> None:
        state = host_state(self.values.if_shown(REACH))
        if state.is_out_of_reach and not any(each.startswith(_TOLD_OF) for each in self.values):
            whose = self.name or self.ref
            what = f"the vCenter does not tell '{path}' of {whose}, which is {state}"
            raise NotSupportedError("", what)

    def switch(self, name: str) -> vim.HostVirtualSwitch | None:
        """Return the switch of a name."""
        found = (switch for switch in self.all(SWITCHES) if switch.name == name)
        return next(found, None)

    def uplinks(self, switch: vim.HostVirtualSwitch) -> tuple[str, ...]:
        """Return the names of a switch's physical interfaces, in its order.

        Raises:
            ProtocolError: the host does not tell of one of them.
            NotPermittedError: it hides them.
        """
        names = {card.key: card.device for card in self.all(CARDS)} if switch.pnic else {}
        return tuple(_known(names, key, "physical interface", switch) for key in switch.pnic)

    def groups(self, switch: vim.HostVirtualSwitch) -> tuple[vim.HostPortGroup, ...]:
        """Return the port groups of a switch, in its order.

        Raises:
            ProtocolError: the host does not tell of one of them.
            NotPermittedError: it hides them.
        """
        groups = {each.key: each for each in self.all(GROUPS)} if switch.portgroup else {}
        return tuple(_known(groups, key, "port group", switch) for key in switch.portgroup)


def _known(things: Mapping[Any, Any], key: str, noun: str, switch: vim.HostVirtualSwitch) -> Any:
    if key not in things:
        raise ProtocolError(f"the host does not tell of the {noun} '{key}' of '{switch.name}'")
    return things[key]


@dataclasses.dataclass(frozen=True, slots=True)
class Hosts:
    """The networking of every host, and the networks that are spread over several.

    Attributes:
        hosts: in the server's order.
        spread: distributed and opaque networks, by reference.
    """

    hosts: Sequence[HostNetworking]
    spread: Sequence[ObjectProperties]

    def told(
        self, read: Callable[[HostNetworking], Iterable[T]]
    ) -> tuple[list[tuple[HostNetworking, T]], list[tuple[HostNetworking, EsxError]]]:
        """Return what the hosts tell, each with its host; and those that do not, and why.

        Args:
            read: returns what is wanted of a host.

        Raises:
            EsxError: none of them tells anything; of the first.
        """
        found: list[tuple[HostNetworking, T]] = []
        silent: list[tuple[HostNetworking, EsxError]] = []
        for host in self.hosts:
            try:
                found += [(host, each) for each in read(host)]
            except EsxError as error:
                silent.append((host, error))
        if silent and len(silent) == len(self.hosts):
            raise silent[0][1]
        return found, silent

    def names(self, refs: Sequence[Ref]) -> tuple[str, ...]:
        """Return the names of those hosts that are among these and tell theirs."""
        known = {host.ref: host.name for host in self.hosts}
        return tuple(name for ref in refs if (name := known.get(ref)) is not None)


def host_paths(server: Server, paths: Sequence[str]) -> Sequence[str]:
    """Return what is read of a host: at a vCenter whether that reaches it, too."""
    return (*paths, REACH) if paths and server.session.product.line == "vpx" else paths


async def read_hosts(
    server: Server,
    paths: Sequence[str],
    *,
    host: str | None = None,
    spread: bool = False,
    placed: bool = False,
) -> Hosts:
    """Read the networking of every host, or of one, in one read (and one to find the one).

    Args:
        server: the connection.
        paths: properties of HostSystem.
        host: name or inventory path of the only host to look at.
        spread: read distributed and opaque networks, too.
        placed: read what the hosts are called and what they are in, too.

    Raises:
        LookupFailedError, AmbiguousNameError: of `host`.
    """
    starts = await _starts(server, host, up=UP if placed else (), spread=spread)
    since = _SPREAD.items() if spread else ()
    types = {type_: _SPREAD_PATHS for type_, api in since if server.session.has_api(*api)}
    around: Mapping[str, Sequence[str]] = TREE_PATHS if placed else {}
    wanted = {**around, **types, _HOST: (*around.get(_HOST, ()), *host_paths(server, paths))}
    tree = Tree(await read_many(server.session, starts, wanted))
    hosts = [_host_in(tree, each.values) for each in tree if each.ref.type == _HOST]
    return Hosts(hosts, [each for each in tree if each.ref.type in types])


async def _starts(
    server: Server, host: str | None, *, up: Sequence[vim.SelectionSpec], spread: bool
) -> list[vim.ObjectSpec]:
    """Return where the read begins."""
    if host is not None:
        place = await server.scope.place_at(host)
        way = from_host("Network") if spread else []
        return [object_spec(place.host, [*way, *up], itself=True)]
    objects = server.scope.objects("Network" if spread else _HOST)
    return [spec.__replace__(select_set=[*spec.select_set, *up], skip=False) for spec in objects]


def _host_in(tree: Tree, values: Properties) -> HostNetworking:
    datacenter = tree.above(values.ref, ("Datacenter",))
    name = tree.name(values.ref)
    return HostNetworking(
        values=values,
        name=None if name is None else unescape(name),
        datacenter=None if datacenter is None else tree.inventory_path(datacenter.ref),
        path=tree.inventory_path(values.ref),
    )


async def read_host(
    server: Server, ref: Ref, paths: Sequence[str], *, placed: bool = False
) -> HostNetworking:
    """Read the networking of one host, in one read.

    Args:
        server: the connection.
        ref: the HostSystem.
        paths: properties of it.
        placed: read what it is called and what it is in, too.

    Raises:
        NotFoundError: there is no such host.
    """
    start = object_spec(ref, UP if placed else (), itself=True)
    around: Mapping[str, Sequence[str]] = TREE_PATHS if placed else {}
    wanted = {**around, _HOST: (*around.get(_HOST, ()), *host_paths(server, paths))}
    tree = Tree(await read_many(server.session, [start], wanted))
    found = tree.get(ref)
    return _host_in(tree, Properties(ref) if found is None else found.values)


def switch_uuid(key: str) -> UUID:
    """Return the UUID of a switch or, as libvirt makes it, of anything that has a key.

    Source: libvirt, esxNetworkLookupByName.
    """
    return UUID(bytes=hashlib.md5(key.encode(), usedforsecurity=False).digest())


async def ambiguous(
    server: Server,
    kind: str,
    found: Sequence[HostNetworking],
    *,
    name: str | None,
    id: str | None,  # noqa: A002 - as all errors call it
) -> AmbiguousNameError:
    """Make the error of a name that several hosts have; one read tells which they are."""
    told = {host.ref: host for host in (await read_hosts(server, (), placed=True)).hosts}
    hosts = [told.get(host.ref, host) for host in found]
    bearers = [Bearer(host.ref.value, path=host.path or host.name) for host in hosts]
    return AmbiguousNameError(
        str(name if name is not None else id), kind=kind, name=name, id=id, bearers=bearers
    )
