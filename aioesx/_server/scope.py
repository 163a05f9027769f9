"""`Scope`: where objects are looked for, and where each of them is.

`OneHost` is the scope of a connection to a host. `Below` is a folder, a datacenter, a cluster or
the whole of a vCenter, with many hosts; nobody above asks which kind of scope it is.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

import anyio

from aioesx import vim
from aioesx._server.collector import ObjectProperties, read_many, read_one
from aioesx._server.names import named, there_is, unescape
from aioesx._server.place import (
    IN_MAINTENANCE,
    OWN_DATACENTER,
    OWN_HOST,
    OWN_ROOT,
    PLACE_PATHS,
    Place,
    find_place,
    place_in,
    read_place,
)
from aioesx._server.place_path import PATHS, PathEnd, locate
from aioesx._server.traversal import FOLDERS, INVENTORY, UP, below, from_host, object_spec
from aioesx._server.tree import (
    IN_VAPP,
    TREE_PATHS,
    VAPP_PATHS,
    WHERE_PATHS,
    Tree,
    Whereabouts,
)
from aioesx._session.session import Session
from aioesx._words import advice, few
from aioesx.errors import AmbiguousNameError, Bearer, EsxError, LookupFailedError, NotSupportedError

__all__ = ["Below", "Located", "OneHost", "Scope", "at_host", "at_vcenter", "find_scope"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")
_HOST: Final = "HostSystem"
_MACHINE: Final = "VirtualMachine"
_DATASTORE: Final = "Datastore"
_RUNS_ON: Final = "runtime.host"
_NAME: Final = "name"
_BRIEFLY: Final = {_HOST: (_NAME, IN_MAINTENANCE), OWN_DATACENTER.type: (_NAME,)}
"""What a list of machines reads of the host and its datacenter where nothing is known of them."""
_BASES: Final = {"ClusterComputeResource": ("ComputeResource",)}
"""What the top of a scope is besides its own type."""


@dataclasses.dataclass(frozen=True, slots=True)
class Located:
    """How machines are read together with where they are.

    Attributes:
        objects: where the read begins.
        paths: what it reads of machines, besides what is asked for.
        around: what it reads of what they are in, by type.
        known: where all of them are, where that needs no reading.
        learn: tells where all of them are, of what was read around them; None of it if that is
            not what a host has, whose surroundings are to be looked for then.
    """

    objects: Sequence[vim.ObjectSpec]
    paths: Sequence[str] = ()
    around: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    known: Whereabouts | None = None
    learn: Callable[[Sequence[ObjectProperties]], Whereabouts | None] | None = None


def _located(objects: Sequence[vim.ObjectSpec], *, since_4: bool) -> Located:
    if since_4:
        return Located(objects, (*WHERE_PATHS, IN_VAPP), {**TREE_PATHS, **VAPP_PATHS})
    return Located(objects, WHERE_PATHS, TREE_PATHS)


def _has_api_4(session: Session) -> bool:
    return session.has_api(4, 0)


class Scope(Protocol):
    """Where objects are."""

    @property
    def name(self) -> str:
        """What it is, for people."""
        ...

    @property
    def host(self) -> Ref:
        """The one host.

        Raises:
            NotSupportedError: there are several.
        """
        ...

    @property
    def part(self) -> Ref | None:
        """Which part of what its server has it is; None where it is the whole."""
        ...

    async def home(self) -> Place:
        """Return the surroundings of the one host as they were when they were first asked for.

        Raises:
            NotSupportedError: there are several.
        """
        ...

    def objects(self, *types: str) -> Sequence[vim.ObjectSpec]:
        """Return where a read of all objects of some types begins: one, however many hosts."""
        ...

    def located(self) -> Located:
        """Return how all machines are read together with where they are: one read."""
        ...

    async def places(self) -> Sequence[Place]:
        """Return the surroundings of every host."""
        ...

    async def datastores(
        self, paths: Sequence[str]
    ) -> tuple[Sequence[Place], list[ObjectProperties]]:
        """Read the datastores, and the surroundings of the hosts that have them: one read."""
        ...

    async def place_of(self, ref: Ref) -> Place:
        """Return the surroundings of a machine: its host, datacenter, pool."""
        ...

    async def place_at(self, host: str | None) -> Place:
        """Return the surroundings of a host by its name or inventory path; else of the only one.

        Raises:
            LookupFailedError: there is no such host.
            NotSupportedError: without a name there are several.
        """
        ...


class OneHost:
    """The scope of one host.

    What the host is in is read when it is first asked for, and kept: at the host itself it does
    not change. A list of machines takes it along in its own read.

    Args:
        host: the HostSystem.
        session: where it is read.
        place: the host's surroundings, which are those of every object on it, where they are
            known.
        at_vcenter: whether the session is with a vCenter. That has folders and templates, and a
            machine that was on the host may be on another one.

    Attributes:
        host: the HostSystem.
        session: where it is read.
        at_vcenter: as above.
    """

    __slots__ = ("_known", "_lock", "_place", "at_vcenter", "host", "session")

    def __init__(
        self, host: Ref, session: Session, place: Place | None = None, *, at_vcenter: bool = False
    ) -> None:
        self.host = host
        self.session = session
        self.at_vcenter = at_vcenter
        self._place = place
        self._known: Whereabouts | None = None
        self._lock = anyio.Lock()
        if place is not None and not at_vcenter:
            self._keep(place)

    def _keep(self, place: Place) -> None:
        self._place = place
        self.host = place.host
        self._know(place.host_name, place.datacenter_path, in_maintenance=place.in_maintenance)

    def _know(self, host: str | None, datacenter: str, *, in_maintenance: bool | None) -> None:
        """Keep where all machines are; the first time is when the host's mode is told."""
        if self._known is None and in_maintenance:
            _log.warning("%s is in maintenance mode", self.session.where)
        self._known = Whereabouts(host=host, datacenter=datacenter)

    @property
    def part(self) -> Ref | None:
        """The host, at a vCenter."""
        return self.host if self.at_vcenter else None

    async def home(self) -> Place:
        """Return the host's surroundings; at the host itself read once.

        Raises:
            ProtocolError: the host does not tell them.
        """
        if self._place is None:
            async with self._lock:
                if self._place is None:
                    self._keep(await find_place(self.session))
        assert self._place is not None  # noqa: S101  # `_keep`
        return self._place

    @property
    def name(self) -> str:
        """The host's name; where it is not known yet, its address."""
        if self._place is not None:
            return self._place.host_name or self.host.value
        return (self._known and self._known.host) or self.session.where

    def objects(self, *types: str) -> Sequence[vim.ObjectSpec]:
        """Begin at the host."""
        return [object_spec(self.host, from_host(*types), itself=_HOST in types)]

    def located(self) -> Located:
        """Read what machines are in only where it is not known; at a host they are all in one."""
        if self.at_vcenter:
            since_4 = _has_api_4(self.session)
            way = from_host(_MACHINE, located=True, since_4=since_4)
            return _located([object_spec(self.host, way, itself=True)], since_4=since_4)
        if self._known is not None:
            return Located(self.objects(_MACHINE), known=self._known)
        from_here = object_spec(self.host, from_host(_MACHINE), itself=True)
        return Located([from_here, object_spec(OWN_DATACENTER)], around=_BRIEFLY, learn=self._learn)

    def _learn(self, found: Sequence[ObjectProperties]) -> Whereabouts | None:
        """Tell where all machines are, of what was read of the host and its datacenter."""
        seen = {each.ref: each.values for each in found if each.ref.type in _BRIEFLY}
        host, datacenter = seen.get(self.host), seen.get(OWN_DATACENTER)
        path = datacenter.if_shown(_NAME) if datacenter is not None else None
        if host is None or not isinstance(path, str):
            return None
        self._know(host.if_shown(_NAME), path, in_maintenance=host.if_shown(IN_MAINTENANCE))
        return self._known

    async def datastores(
        self, paths: Sequence[str]
    ) -> tuple[Sequence[Place], list[ObjectProperties]]:
        """Read the host's datastores; at a vCenter what the host is in, too: it may have moved."""
        if not self.at_vcenter:
            home = await self.home()
            found = await read_many(self.session, self.objects(_DATASTORE), {_DATASTORE: paths})
            return [home], found
        way = [*from_host(_DATASTORE), *UP]
        start = object_spec(self.host, way, itself=True)
        found = await read_many(self.session, [start], {**PLACE_PATHS, _DATASTORE: paths})
        return _places(found), _datastores(found)

    async def _here(self) -> Place:
        """Return the host's surroundings; of a vCenter as they are now: hosts move, too."""
        if not self.at_vcenter:
            return await self.home()
        return await read_place(self.session, self.host)

    async def places(self) -> Sequence[Place]:
        """Return the one."""
        return [await self._here()]

    async def place_of(self, ref: Ref) -> Place:
        """Return the host's surroundings; at a vCenter look where a machine is."""
        if not self.at_vcenter:
            return await self.home()
        return await read_place(self.session, await _host_of_machine(self.session, ref))

    async def place_at(self, host: str | None) -> Place:
        """Return the host's surroundings."""
        _require_name(host)
        if host is None or _is_called((await self.home()).host_name, host):
            return await self._here()
        raise _no_host(host, [(await self.home()).host_name])


@dataclasses.dataclass(frozen=True, slots=True)
class Below:
    """The scope of all hosts below an object of a vCenter.

    Nothing is kept: hosts come and go, and machines move between them while we look.

    Attributes:
        session: where it is read.
        top: the object.
        name: what it is, for people.
    """

    session: Session
    top: Ref
    name: str

    @property
    def host(self) -> Ref:
        """Refuse: there are many."""
        raise self._several()

    @property
    def part(self) -> Ref | None:
        """The top, but of the whole vCenter."""
        return None if self.top == self.session.content.root_folder else self.top

    async def home(self) -> Place:
        """Refuse: there are many."""
        raise self._several()

    def _several(self) -> NotSupportedError:
        return NotSupportedError(
            "",
            f"{self.name} has several hosts: name one (host=, --host), or connect to it;"
            " `aioesx hosts` and Connection.hosts list them",
        )

    def objects(self, *types: str) -> Sequence[vim.ObjectSpec]:
        """Begin at the top."""
        way = below(*types, since_4=_has_api_4(self.session))
        is_one = not {self.top.type, *_BASES.get(self.top.type, ())}.isdisjoint(types)
        return [object_spec(self.top, way, itself=is_one)]

    def located(self) -> Located:
        """Read, besides, all that machines are in."""
        since_4 = _has_api_4(self.session)
        way = below(_MACHINE, located=True, since_4=since_4)
        return _located([object_spec(self.top, way, itself=True)], since_4=since_4)

    async def places(self) -> Sequence[Place]:
        """Read the surroundings of every host, in one read.

        Hosts of which too little is told, since they do not answer, say, are left out.
        """
        return _places(await self._read(INVENTORY, PLACE_PATHS))

    async def datastores(
        self, paths: Sequence[str]
    ) -> tuple[Sequence[Place], list[ObjectProperties]]:
        """Read every datastore that a host has, and all that hosts are in."""
        found = await self._read(below(_DATASTORE), {**PLACE_PATHS, _DATASTORE: paths})
        return _places(found), _datastores(found)

    async def place_of(self, ref: Ref) -> Place:
        """Read where a machine is now, in two reads.

        Raises:
            NotFoundError: it is gone.
            NotSupportedError, NotPermittedError: the vCenter does not tell, or show, its host.
        """
        return await read_place(self.session, await _host_of_machine(self.session, ref))

    async def place_at(self, host: str | None) -> Place:
        """Find a host by its name or inventory path, in one read."""
        _require_name(host)
        tree, hosts = await self._tree()
        if host is None and not hosts:
            raise LookupFailedError(f"{self.name} has no host", kind="host")
        if host is None:
            if len(hosts) > 1:
                raise self._several()
            return place_in(tree, hosts[0].ref)
        found = [
            each.ref
            for each in hosts
            if _is_called(tree.name(each.ref), host)
            or tree.inventory_path(each.ref) == host.strip("/")
        ]
        if not found:
            raise _no_host(host, [tree.name(each.ref) for each in hosts])
        if len(found) > 1:
            bearers = [Bearer(ref.value, path=tree.inventory_path(ref)) for ref in found]
            raise AmbiguousNameError(host, kind="host", name=host, bearers=bearers)
        return place_in(tree, found[0])

    async def _tree(self) -> tuple[Tree, list[ObjectProperties]]:
        tree = Tree(await self._read(INVENTORY, PLACE_PATHS))
        return tree, [each for each in tree if each.ref.type == _HOST]

    async def _read(
        self, way: Sequence[vim.SelectionSpec], paths: Mapping[str, Sequence[str]]
    ) -> list[ObjectProperties]:
        return await read_many(
            self.session, [object_spec(self.top, [*way, *UP], itself=True)], paths
        )


def _places(found: Sequence[ObjectProperties]) -> list[Place]:
    """Return the surroundings of every host that is told enough of."""
    tree = Tree(found)
    places: list[Place] = []
    for host in (each for each in tree if each.ref.type == _HOST):
        try:
            places.append(place_in(tree, host.ref))
        except EsxError as error:
            _log.info("a host is left out: %s", error)
    return places


def _datastores(found: Sequence[ObjectProperties]) -> list[ObjectProperties]:
    return [each for each in found if each.ref.type == _DATASTORE]


async def _host_of_machine(session: Session, ref: Ref) -> Ref:
    host: Ref = (await read_one(session, ref, (_RUNS_ON,))).require(_RUNS_ON)
    return host


def _require_name(host: object) -> None:
    if host is not None and not isinstance(host, str):
        raise TypeError(f"host= is the name of a host, and no {type(host).__name__}")


def _is_called(name: str | None, wanted: str) -> bool:
    """Tell whether a host has a name, as it is or as the API writes it."""
    return name is not None and wanted in (name, unescape(name))


def _no_host(name: str, there_are: Sequence[str | None]) -> LookupFailedError:
    names = sorted(each for each in there_are if each is not None)
    hint = advice(name, names) or (f"; there are {few(names)}" if names else "")
    return LookupFailedError(f"host '{name}'{hint}", kind="host", name=name)


async def at_host(session: Session) -> OneHost:
    """Return the scope of a host, to which we speak itself.

    All of VMware's hosts call what they are by the same references, so that nothing has to be
    looked for; one whose root folder is called otherwise is looked at.

    Raises:
        ProtocolError: it does not tell what it is.
    """
    if session.content.root_folder == OWN_ROOT:
        return OneHost(OWN_HOST, session)
    place = await find_place(session)
    return OneHost(place.host, session, place)


async def find_scope(session: Session, path: Sequence[str]) -> OneHost | Below:
    """Look what the path of a vpx:// URI names: a host, or all hosts below something.

    Args:
        session: at the vCenter.
        path: the parts of the path; none for the whole vCenter.

    Raises:
        UriError: the path is too long.
        LookupFailedError: a part of it names nothing; the text says what is there.

    Source: libvirt, esxVI_Context_LookupManagedObjectsByPath, which knows single hosts only.
    """
    root = session.content.root_folder
    if not path:
        return Below(session, root, f"the vCenter {session.where}")
    objects = await read_many(session, [object_spec(root, FOLDERS)], PATHS)
    end = locate(objects, root, path)
    if end.host is None:
        return Below(session, end.top, f"the {end.noun} '{'/'.join(path)}'")
    host = await _host_of(session, Tree(objects), end, "/".join(path))
    return at_vcenter(session, await read_place(session, host))


def at_vcenter(session: Session, place: Place) -> OneHost:
    """Return the scope of one host at its vCenter."""
    return OneHost(place.host, session, place, at_vcenter=True)


async def _host_of(session: Session, tree: Tree, end: PathEnd, path: str) -> Ref:
    """Return the host of a compute resource by its name."""
    compute = tree.get(end.top)
    refs = (compute.values.get("host") if compute is not None else None) or []
    specs = [object_spec(ref) for ref in refs]
    hosts = await read_many(session, specs, {_HOST: ("name",)}) if refs else []
    names = named(hosts)
    if end.host not in names:
        what = f"host system '{end.host}' of the path '{path}'; {there_is(names)}"
        raise LookupFailedError(what, kind="host", name=end.host)
    return names[end.host]
