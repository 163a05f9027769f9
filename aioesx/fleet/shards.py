"""`Shard`: a part of a run that goes to another process, and what that one tells. Values; no I/O.

What goes is the hosts, without the facts that an inventory has of them, the options, and the
function by its name: it is imported there. What comes back is told of each host as it happens.
"""

from __future__ import annotations

import dataclasses
import pickle
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from aioesx.errors import ShippingError
from aioesx.fleet.job import shown
from aioesx.fleet.results import HostResult
from aioesx.uri import parse_uri

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.fleet.entries import HostEntry
    from aioesx.fleet.terms import RunOptions

__all__ = [
    "Began", "Changing", "Done", "Expanded", "Shard", "Told", "carried", "packed", "parts",
    "plain_entry", "refuse_values", "unpacked",
]  # fmt: skip

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Shard:
    """Some hosts of a run, and all that is needed to do the work there.

    Attributes:
        entries: the hosts.
        without: names that are not begun: hosts below a vCenter whose result is there already.
        selection: the run's, as text; it counts below a vCenter.
        function: what is done at each.
        connect: options of `connect`.
        transfers: files on their way at once.
        run: how the run goes.
    """

    entries: tuple[HostEntry, ...]
    without: frozenset[str]
    selection: str
    function: Callable[[Connection], Awaitable[Any]] = dataclasses.field(repr=False)
    connect: Mapping[str, Any] = dataclasses.field(repr=False)
    transfers: int
    run: RunOptions


# --- what is told --------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class Began:
    """The work at a host has begun."""

    host: str


@dataclasses.dataclass(frozen=True, slots=True)
class Changing:
    """A change is about to be sent: told before it is.

    Attributes:
        host: the host.
        method: wire name of the method, or verb and path of a file.
        ref: what it is called on, or None.
    """

    host: str
    method: str
    ref: Any


@dataclasses.dataclass(frozen=True, slots=True)
class Expanded:
    """A vCenter has told its hosts; `hosts` are the names of those that are meant."""

    host: str
    hosts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """The work at a host is over.

    Attributes:
        host: the host.
        result: its `HostResult`, packed.
        dead: whether the host was found dead.
    """

    host: str
    result: bytes = dataclasses.field(repr=False)
    dead: bool = False


Told = Began | Changing | Expanded | Done


def packed(result: HostResult[Any], what: str) -> bytes:
    """Pickle a result; one whose value cannot be is an error of its host instead.

    Args:
        result: the result.
        what: the function's name.
    """
    try:
        return pickle.dumps(result)
    except Exception as error:
        kind = type(result.value).__name__
        told = ShippingError(
            f"{what} returned a {kind} at {result.host}, which cannot come from another process:"
            f" {error}"
        ).about("host", result.host)
        return pickle.dumps(dataclasses.replace(result, value=None, error=told))


def unpacked(done: Done) -> HostResult[Any]:
    """Unpickle a result; one that cannot be is an error of its host instead."""
    try:
        found: HostResult[Any] = pickle.loads(done.result)  # noqa: S301 - of a worker of ours
    except Exception as error:
        told = ShippingError(f"the result of {done.host} cannot be read in this process: {error}")
        return HostResult(done.host, error=told.about("host", done.host))
    return found


# --- what can go ---------------------------------------------------------------------------------


def carried(
    function: Callable[..., Any], options: Mapping[str, Any], pickler: Callable[[Any], bytes]
) -> None:
    """Refuse what cannot go to another process, before anything does.

    Raises:
        ShippingError: the function, or an option of `connect`, cannot be pickled; names it.
    """
    _try(f"the function {shown(function)}", function, pickler)
    for name, value in options.items():
        _try(f"{name}=", value, pickler)


_HINT: Final = "; it has to be importable: defined at the top of a module"


def _try(what: str, value: Any, pickler: Callable[[Any], bytes]) -> None:
    try:
        pickler(value)
    except Exception as error:
        hint = _HINT if "function" in what else ""
        raise ShippingError(f"{what} cannot go to another process: {error}{hint}") from None


SECRET: Final = ("password", "auth", "proxy_password", "vcenter_password")
"""Options of `connect` that are a secret, or know one."""


def refuse_values(entries: Iterable[HostEntry], options: Mapping[str, Any]) -> None:
    """Refuse secrets by value.

    Raises:
        ShippingError: there is one; names the option, or the host.
    """
    given = next((name for name in SECRET if options.get(name) is not None), None)
    if given is not None:
        raise ShippingError(
            f"{given}= would go to other machines by value; have the inventory say where the"
            " password is to be had: password_command, password_file, password_env,"
            " password_keyring"
        )
    for entry in entries:
        if entry.password is not None and entry.password.value is not None:
            raise ShippingError(
                f"the password of {entry.name} stands in the inventory by value, and would go to"
                " other machines; have it say where the password is to be had instead"
            ).about("host", entry.name)


def plain_entry(entry: HostEntry) -> HostEntry:
    """Return an entry without what only its inventory knows: its facts may hold anything."""
    return dataclasses.replace(entry, facts={}) if entry.facts else entry


# --- who gets what -------------------------------------------------------------------------------


def parts(things: Sequence[T], number: int, entry_of: Callable[[T], HostEntry]) -> list[list[T]]:
    """Split hosts into so many parts of about one length, none of them empty.

    Those at one server stay together: a bound of so many at a server is kept by one process.
    """
    servers: defaultdict[str, list[T]] = defaultdict(list)
    for thing in things:
        servers[parse_uri(entry_of(thing).uri).authority].append(thing)
    found: list[list[T]] = [[] for _ in range(min(number, len(servers)))]
    for together in servers.values():
        min(found, key=len).extend(together)
    return found
