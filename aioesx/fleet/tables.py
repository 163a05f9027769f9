"""What files of inventories have in common: keys, groups, and how they are put together.

A key is called as in ``config.toml``. What all have counts least, then the groups, the outer ones
before the inner ones, then the host, and most what its URI says. No I/O.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from aioesx._host_tables import (
    PASSWORD,
    SECRETS,
    URI_KEYS,
    Key,
    merged,
    read_text,
    read_texts,
)
from aioesx._words import advice
from aioesx.errors import InventoryError, UriError
from aioesx.fleet.entries import HostEntry, entry_of

__all__ = ["KEYS", "OWN", "Group", "Host", "Refuse", "Tables", "read_table", "words_of"]

KEYS: Final = {
    key.name: key
    for key in (
        *URI_KEYS,
        Key("password_env", read_text, "variable of the environment that has the password"),
        Key("password_keyring", read_text, "service of the system's keyring that has it"),
    )
}
"""What may be said of a host, of a group, and of all."""

OWN: Final = ("uri", "tags", "groups", "facts")
"""What is said of hosts and groups besides."""

Refuse = Callable[[str, str], InventoryError]
"""Makes the error of a key, with what is wrong with it."""


@dataclasses.dataclass(slots=True)
class Host:
    """A host of a file.

    Attributes:
        name: its name.
        uri: how it is connected to.
        table: what is said of it, by the names of `KEYS`.
        tags: its own.
        groups: those that it is in directly.
        facts: what else is said of it.
        refuse: makes errors about it.
    """

    name: str
    uri: str
    table: Mapping[str, Any]
    refuse: Refuse
    tags: tuple[str, ...] = ()
    groups: list[str] = dataclasses.field(default_factory=list)
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class Group:
    """A group of a file.

    Attributes:
        name: its name.
        table: what is said of its hosts, by the names of `KEYS`.
        tags: of its hosts.
        parents: the groups that it is in.
    """

    name: str
    table: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    tags: tuple[str, ...] = ()
    parents: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Tables:
    """A file, as far as it was read.

    Attributes:
        file: for errors.
        defaults: what is said of all hosts.
        groups: by name.
        hosts: in their order.
    """

    file: Path
    defaults: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    groups: dict[str, Group] = dataclasses.field(default_factory=dict)
    hosts: list[Host] = dataclasses.field(default_factory=list)

    def entries(self) -> list[HostEntry]:
        """Put everything together.

        Raises:
            InventoryError: there is no host, groups are in a circle, a host cannot be connected
                to as its tables say.
        """
        if not self.hosts:
            raise InventoryError("there is no host in it", file=str(self.file))
        return [self._entry(host) for host in self.hosts]

    def _entry(self, host: Host) -> HostEntry:
        groups = list(dict.fromkeys(self.outwards(host.groups)))
        tables = [self.groups[name].table for name in groups]
        tags = {*host.tags, *(tag for name in groups for tag in self.groups[name].tags)}
        try:
            return entry_of(
                host.name,
                host.uri,
                merged([self.defaults, *tables, host.table]),
                tags=frozenset(tags),
                groups=frozenset(groups),
                facts=host.facts,
            )
        except UriError as error:
            raise host.refuse("uri", str(error)) from None

    def outwards(self, names: Sequence[str], inside: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield groups, each behind those that it is in.

        Raises:
            InventoryError: they are in a circle.
        """
        for name in names:
            if name in inside:
                circle = " in ".join([*inside[inside.index(name) :], name])
                what = f"groups are in a circle: {circle}"
                raise InventoryError(what, file=str(self.file), host=name)
            yield from self.outwards(self.groups[name].parents, (*inside, name))
            yield name


def read_table(
    table: Mapping[str, Any],
    where: Path,
    refuse: Refuse,
    *,
    passwords: bool,
    besides: Sequence[str] = (),
) -> dict[str, Any]:
    """Read what a table says of a host, of a group, or of all.

    Args:
        table: as it stands in the file.
        where: the file's directory, at which paths begin.
        refuse: makes errors.
        passwords: whether a password may stand there by value.
        besides: keys that are read elsewhere.

    Raises:
        InventoryError: a key is unknown, or holds what it cannot.
    """
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name in besides:
            continue
        if name in SECRETS:
            found |= _password(name, value, refuse, passwords=passwords)
        elif name not in KEYS:
            known = [*KEYS, *besides]
            raise refuse(name, f"there is no such key{advice(name, known)}")
        else:
            found[name] = _value(KEYS[name], value, where, refuse)
    if len(several := sorted(PASSWORD & found.keys())) > 1:
        raise refuse(several[1], f"there is a {several[0]}, too; leave one of them out")
    return found


def _password(name: str, value: Any, refuse: Refuse, *, passwords: bool) -> dict[str, str]:
    if name != "password" or not passwords:
        raise refuse(
            name,
            "a password is not taken from here unless that is asked for; give password_env,"
            " password_command, password_file or password_keyring",
        )
    if not isinstance(value, str) or not value:
        raise refuse(name, "should be a text")
    return {name: value}


def _value(key: Key, value: Any, where: Path, refuse: Refuse) -> Any:
    try:
        return key.read(value, where)
    except UriError as error:
        raise refuse(key.name, str(error)) from None
    except ValueError as error:
        raise refuse(key.name, f"should be {error}") from None


def words_of(table: Mapping[str, Any], key: str, refuse: Refuse) -> tuple[str, ...]:
    """Return the words of a list in a table; none where it is not there."""
    if key not in table or table[key] == []:
        return ()
    try:
        return read_texts(table[key], Path())
    except ValueError as error:
        raise refuse(key, f"should be {error}") from None
