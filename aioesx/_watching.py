"""What `Connection.watch` was asked for, as kinds of objects and where they are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from aioesx import vim
from aioesx._server.server import Server
from aioesx._words import listed, one_of
from aioesx.domain.watched import DOMAINS
from aioesx.host.watched import HOSTS
from aioesx.storage.watched import POOLS
from aioesx.watch.aspects import Kind, plain_kind
from aioesx.watch.changes import Changes
from aioesx.watch.ledger import Ledger

__all__ = ["KINDS", "Wanted", "kinds_of", "watch", "watch_on"]

KINDS: Final[Mapping[str, Kind]] = {kind.word: kind for kind in (DOMAINS, HOSTS, POOLS)}

Wanted = str | Iterable[str] | Mapping[str, str | Iterable[str]]
"""Words of `KINDS` or wire names of types; or properties by either."""


def watch(
    server: Server, what: Wanted, properties: str | Iterable[str], timeout: float | None
) -> Changes:
    """Prepare a watch of all objects of some kinds.

    Raises:
        ValueError: as `kinds_of`.
    """
    kinds = kinds_of(what, properties)
    objects = server.scope.objects(*(kind.type for kind in kinds))
    return Changes(server, kinds, objects, timeout=timeout)


def watch_on(server: Server, kinds: Sequence[Kind], after: Ledger | None) -> Changes:
    """Prepare a watch that goes on where another of the same kinds ended."""
    objects = server.scope.objects(*(kind.type for kind in kinds))
    return Changes(server, kinds, objects, timeout=None, after=after)


def kinds_of(what: Wanted, properties: str | Iterable[str]) -> list[Kind]:
    """Return what is meant by words.

    Raises:
        ValueError: there is no such kind, type or property, or none is named.
    """
    if isinstance(what, Mapping):
        if listed(properties):
            raise ValueError("each kind has its own properties: name none beside them")
        kinds = [_kind(each, names) for each, names in what.items()]
    else:
        named = dict.fromkeys(listed(what))
        if len(named) > 1 and listed(properties):
            raise ValueError("properties are those of one kind; of several give a mapping")
        kinds = [_kind(each, properties) for each in named]
    if not kinds:
        raise ValueError("nothing is named to watch")
    types = [kind.type for kind in kinds]
    if len(set(types)) < len(types):
        raise ValueError(f"one type is named twice: {', '.join(types)}")
    return kinds


def _kind(word: str, properties: str | Iterable[str]) -> Kind:
    if word in KINDS:
        return KINDS[word].only(properties)
    if word in vim.PROPERTIES:
        return plain_kind(word, properties)
    known = (*KINDS, "VirtualMachine", "HostSystem", "Datastore", "Network")
    return KINDS[one_of(word, known, what="kind or type of objects")]
