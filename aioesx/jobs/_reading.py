"""What the jobs read: machines with their hosts and datastores, all in one read.

Each job is one look at everything; what is hidden of one thing spoils no other, and is told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Final, Generic, TypeVar

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties
from aioesx._server.names import unescape
from aioesx.connection import Connection
from aioesx.jobs._since import known

__all__ = [
    "CONSOLIDATION",
    "HOST",
    "LAYOUT",
    "NAME",
    "STORES",
    "Listing",
    "Machine",
    "Surroundings",
    "matches",
    "survey",
]

E = TypeVar("E")
Ref = vim.ManagedObjectReference

NAME: Final = "name"
HOST: Final = "runtime.host"
STORES: Final = "datastore"
LAYOUT: Final = "layoutEx"
CONSOLIDATION: Final = "runtime.consolidationNeeded"

_MACHINE: Final = "VirtualMachine"


@dataclasses.dataclass(frozen=True, slots=True)
class Listing(Generic[E]):
    """What a job found, and what it could not look at.

    Attributes:
        entries: what was found.
        problems: what could not be read and why, a sentence each; there may be more than was
            found then.
        domains: names of all the domains that there are, of which some were looked at; empty where
            the job is not about domains.
    """

    entries: tuple[E, ...]
    problems: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Machine:
    """A machine as it was read.

    Attributes:
        ref: its reference.
        name: its name; its reference where that is hidden.
        host: what the server calls its host, or None.
        values: what else was asked for.
    """

    ref: Ref
    name: str
    host: str | None
    values: Properties


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything of a connection, as one read told it.

    Attributes:
        machines: all machines.
        others: what else was asked for, by type.
        problems: what is hidden, a sentence each.
    """

    machines: tuple[Machine, ...]
    others: Mapping[str, Mapping[Ref, Properties]]
    problems: tuple[str, ...]

    @property
    def domains(self) -> tuple[str, ...]:
        """The names of all machines."""
        return tuple(machine.name for machine in self.machines)

    def named(self, type_: str) -> dict[Ref, str]:
        """Return the names of all objects of a type that was asked for."""
        return {ref: _called(values) for ref, values in self.others.get(type_, {}).items()}


async def survey(
    esx: Connection, paths: Sequence[str] = (), others: Mapping[str, Sequence[str]] | None = None
) -> Surroundings:
    """Read machines, and what else is asked for, in one read.

    Args:
        esx: the connection.
        paths: of machines, besides name and host; what a server is too old for is left out.
        others: paths by type; those of a host, and its name, are read anyway.
    """
    wanted = {_MACHINE: (NAME, HOST, *paths), "HostSystem": (), **(others or {})}
    asked = {type_: known(esx._server.session.has_api, (NAME, *of)) for type_, of in wanted.items()}
    found: list[ObjectProperties] = await esx.read(asked)
    kinds: dict[str, dict[Ref, Properties]] = {type_: {} for type_ in asked}
    problems: list[str] = []
    for entry in found:
        kind = kinds.get(entry.ref.type)
        if kind is None:  # a kind of Network
            kind = kinds.setdefault("Network", {})
        kind[entry.ref] = entry.values
        problems += entry.values.problems(asked.get(entry.ref.type, ()))
    hosts = {ref: _called(values) for ref, values in kinds["HostSystem"].items()}
    machines = tuple(
        Machine(ref, _called(values), _host(values, hosts), values)
        for ref, values in kinds.pop(_MACHINE).items()
    )
    return Surroundings(machines, kinds, tuple(dict.fromkeys(problems)))


def _host(values: Properties, hosts: Mapping[Ref, str]) -> str | None:
    ref: Any = values.if_shown(HOST)
    return hosts.get(ref) if ref is not None else None


def _called(values: Properties) -> str:
    name: str | None = values.if_shown(NAME)
    return unescape(name) if name else values.ref.value


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a name fits one of some globs; case counts, as it does in names."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)
