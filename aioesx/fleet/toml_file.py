"""Inventories in TOML; what ``aioesx simulate --inventory`` writes is one.

[defaults]                      # what holds for all
cacert = "lab.pem"

[groups.berlin]                 # what holds for a group
tags = ["prod"]
user = "ops"
password_command = ["pass", "show", "esx/{name}"]
hosts = ["esx1", "esx2"]        # or groups = ["berlin"] in the host's table

[hosts.esx1]                    # without uri: esx://esx1/
uri = "esx://esx1.example.com/"
thumbprint = "5f:0b:..."

[[host]]                        # the same in another form, with its name inside
name = "esx2"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from aioesx._toml_lines import line_of, spelled
from aioesx._words import advice
from aioesx.errors import InventoryError
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.tables import OWN, Group, Host, Refuse, Tables, read_table, words_of

__all__ = ["read_toml"]

_COMMON: Final = {"user": "user", "password": "password", "authority": "cacert"}
"""What a farm says of all its hosts, and what that is called elsewhere."""

_FACTS: Final = ("address", "profile", "path")
"""What a farm says of each, for people."""

_TABLES: Final = ("defaults", "groups", "hosts", "host", "vcenter")


def read_toml(text: str, file: Path, *, passwords: bool = False) -> list[HostEntry]:
    """Read an inventory.

    Args:
        text: the document.
        file: its path, for errors, and since paths in it begin there.
        passwords: whether a password may stand in it by value.

    Raises:
        InventoryError: it cannot be used; names file, line, key and host.
    """
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InventoryError(str(error), file=str(file)) from None
    except RecursionError:
        raise InventoryError("is nested too deep", file=str(file)) from None
    return _Reader(text, file, whole, passwords=passwords).read()


class _Reader:
    """Reads one document."""

    def __init__(self, text: str, file: Path, whole: dict[str, Any], *, passwords: bool) -> None:
        self._text = text
        self._file = file
        self._whole = whole
        self._passwords = passwords
        self._tables = Tables(file)

    def read(self) -> list[HostEntry]:
        """Return what it says."""
        for name in self._whole:
            if name not in (*_TABLES, *_COMMON):
                known = (*_TABLES, *_COMMON)
                raise self._error((), None, name, f"there is no such key{advice(name, known)}")
        self._tables.defaults = self._defaults()
        for name, table in self._named("groups"):
            self._group(name, table)
        for name, path, row in self._hosts():
            self._tables.hosts.append(self._host(name, path, row))
        self._join()
        return self._tables.entries()

    def _defaults(self) -> dict[str, Any]:
        common = {_COMMON[key]: self._whole[key] for key in _COMMON if key in self._whole}
        farm = self._read(common, (), None)
        return farm | self._read(self._table(("defaults",)), ("defaults",), None)

    def _group(self, name: str, table: Mapping[str, Any]) -> None:
        path = ("groups", name)
        refuse = partial(self._error, path, name)
        values = self._read(table, path, name, "tags", "groups", "hosts")
        self._tables.groups[name] = Group(name, values, words_of(table, "tags", refuse))

    def _hosts(self) -> Iterator[tuple[str, tuple[str, ...], Mapping[str, Any]]]:
        for name, table in self._named("hosts"):
            yield name, ("hosts", name), table
        rows = self._whole.get("host", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._error((), None, "host", "write [[host]], with two brackets")
        for number, row in enumerate(rows, start=1):
            path = ("host", str(number))
            name = row.get("name")
            if not isinstance(name, str) or not name:
                raise self._error(path, None, "name", "should be the host's name, a text")
            yield name, path, row
        if "vcenter" in self._whole and not (rows or "hosts" in self._whole):
            yield "vcenter", ("vcenter",), self._table(("vcenter",))  # its hosts are not listed

    def _host(self, name: str, path: tuple[str, ...], table: Mapping[str, Any]) -> Host:
        refuse = partial(self._error, path, name)
        if not name or not name.isprintable():
            raise refuse("name", "should be a text that can be printed")
        besides = (*OWN, *_FACTS, *(("name",) if path[0] == "host" else ()))
        facts = table.get("facts", {})
        if not isinstance(facts, dict):
            raise refuse("facts", "should be a table")
        uri = table.get("uri", f"esx://{quote(name, safe=':[]')}/")
        if not isinstance(uri, str):
            raise refuse("uri", "should be a text")
        return Host(
            name,
            uri,
            self._read(table, path, name, *besides),
            refuse,
            words_of(table, "tags", refuse),
            list(words_of(table, "groups", refuse)),
            {**{key: table[key] for key in _FACTS if key in table}, **facts},
        )

    def _join(self) -> None:
        """Put hosts into the groups that name them, and groups into groups."""
        hosts, groups = {host.name: host for host in self._tables.hosts}, self._tables.groups
        for host in hosts.values():
            for group in host.groups:
                groups.setdefault(group, Group(group))  # one that has nothing but hosts
        for name, table in self._named("groups"):
            refuse = partial(self._error, ("groups", name), name)
            for member in words_of(table, "hosts", refuse):
                if member not in hosts:
                    raise refuse("hosts", f"there is no host '{member}'{advice(member, hosts)}")
                hosts[member].groups.append(name)
            for inner in words_of(table, "groups", refuse):
                if inner not in groups:
                    raise refuse("groups", f"there is no group '{inner}'{advice(inner, groups)}")
                groups[inner].parents.append(name)

    def _read(
        self, table: Mapping[str, Any], path: tuple[str, ...], name: str | None, *besides: str
    ) -> dict[str, Any]:
        refuse: Refuse = partial(self._error, path, name)
        return read_table(
            table, self._file.parent, refuse, passwords=self._passwords, besides=besides
        )

    def _table(self, path: tuple[str, ...]) -> dict[str, Any]:
        found: Any = self._whole
        for key in path:
            found = found.get(key, {})
        if not isinstance(found, dict):
            raise self._error(path[:-1], None, path[-1], "should be a table")
        return found

    def _named(self, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in self._table((key,)):
            yield name, self._table((key, name))

    def _error(
        self, path: tuple[str, ...], host: str | None, key: str, message: str
    ) -> InventoryError:
        line = line_of(self._text, (*path, key)) or line_of(self._text, path)
        shown = key if path[:1] in (("host",), ("hosts",), ("groups",)) else spelled((*path, key))
        return InventoryError(message, file=str(self._file), line=line, host=host, key=shown)
