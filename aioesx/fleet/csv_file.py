"""Inventories as tables: a line for each host, and in the first line what the columns are called.

    name,uri,tags,groups,user,password_env
    esx1,esx://esx1.example.com/,prod ssd,berlin,ops,BERLIN_PASSWORD

The columns are the keys of a host in TOML, by the same names; ``name`` or ``uri`` is one of them.
Words in a cell are separated by blanks; an empty cell says nothing. A column ``facts.owner`` is a
fact of the host. The separator is a comma, or a semicolon where the first line has that. No I/O.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from aioesx.errors import InventoryError, UriError
from aioesx.fleet.entries import HostEntry, name_of
from aioesx.fleet.tables import OWN, Group, Host, Refuse, Tables, read_table
from aioesx.uri import parse_uri

__all__ = ["read_csv"]

_SWITCHES: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FACT: Final = "facts."
_IS_SWITCH: Final = frozenset({"readonly"})


def read_csv(text: str, file: Path, *, passwords: bool = False) -> list[HostEntry]:
    """Read an inventory.

    Args:
        text: the table.
        file: its path, for errors, and since paths in it begin there.
        passwords: whether a password may stand in it by value.

    Raises:
        InventoryError: it cannot be used; names file, line, host and column.
    """
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    tables = Tables(file)
    try:
        columns = [(name or "").strip() for name in rows.fieldnames or ()]
        if not {"name", "uri"} & set(columns):
            what = "the first line should name the columns, name or uri among them"
            raise InventoryError(what, file=str(file), line=1)
        if double := sorted({name for name in columns if columns.count(name) > 1}):
            raise InventoryError("is there twice", file=str(file), line=1, key=double[0])
        rows.fieldnames = columns
        for row in rows:
            tables.hosts.append(_host(row, file, rows.line_num, passwords=passwords))
    except csv.Error as error:
        raise InventoryError(str(error), file=str(file), line=rows.line_num) from None
    for host in tables.hosts:
        for group in host.groups:
            tables.groups.setdefault(group, Group(group))
    return tables.entries()


def _host(row: Mapping[str | Any, Any], file: Path, line: int, *, passwords: bool) -> Host:
    cells = {name: (value or "").strip() for name, value in row.items() if name}
    name, uri = cells.get("name", ""), cells.get("uri", "")
    refuse = partial(_refusal, file, line, name or None)
    if row.get(None):
        raise refuse("", "there are more cells than columns")
    if not name and not uri:
        raise refuse("name", "there is none, and no uri")
    try:
        name = name or name_of(parse_uri(uri))
    except UriError as error:
        raise refuse("uri", str(error)) from None
    uri = uri or f"esx://{quote(name, safe=':[]')}/"
    table = {key: _read(key, cell, refuse) for key, cell in cells.items() if cell}
    facts = {key.removeprefix(_FACT): cell for key, cell in cells.items() if key.startswith(_FACT)}
    besides = ("name", *OWN, *(_FACT + key for key in facts))
    return Host(
        name,
        uri,
        read_table(table, file.parent, refuse, passwords=passwords, besides=besides),
        refuse,
        tuple(cells.get("tags", "").split()),
        cells.get("groups", "").split(),
        facts,
    )


def _read(key: str, cell: str, refuse: Refuse) -> Any:
    if key not in _IS_SWITCH:
        return cell
    if cell.lower() not in _SWITCHES:
        raise refuse(key, "should be true or false")
    return _SWITCHES[cell.lower()]


def _refusal(file: Path, line: int, host: str | None, key: str, message: str) -> InventoryError:
    return InventoryError(message, file=str(file), line=line, host=host, key=key or None)
