"""Ansible's inventories: what ``ansible-inventory --list`` prints (JSON, or YAML with ``--yaml``),
and the files themselves, as INI or YAML, as far as they can be read without Ansible.

Of the variables of a host, and of the groups that it is in, ``ansible_host``, ``ansible_port`` and
``ansible_user`` count, and those that begin with ``aioesx_``: ``aioesx_uri`` (of a host),
``aioesx_tags`` and the keys of a host in TOML, as ``aioesx_thumbprint``. ``ansible_password``
counts where passwords by value are asked for. All others are facts. A variable that counts and is
a template, or is locked in a vault, is an error: Ansible alone can tell its value.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from aioesx._extras import MissingExtraError, require
from aioesx._words import advice
from aioesx.errors import InventoryError
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.tables import KEYS, Group, Host, Refuse, Tables, read_table, words_of

__all__ = ["read_ansible"]

_OURS: Final = "aioesx_"
_THEIRS: Final = {
    "ansible_ssh_host": "host",
    "ansible_ssh_port": "port",
    "ansible_ssh_user": "user",
    "ansible_ssh_pass": "password",
    "ansible_host": "host",
    "ansible_port": "port",
    "ansible_user": "user",
    "ansible_password": "password",
}
"""Ansible's variables that count, the older names first, which count less."""
_BESIDES: Final = ("uri", "tags", "port", "host")
_EVERYBODY: Final = "all"
_ALL: Final = (_EVERYBODY, "ungrouped")
_SECTION: Final = re.compile(r"\[([^\]:]+)(?::(vars|children|hosts))?\]\s*(?:#.*)?")
_RANGE: Final = re.compile(r"\[([0-9]+|[A-Za-z]):([0-9]+|[A-Za-z])(?::([0-9]+))?\]")
_PORT: Final = re.compile(r"((?:[^:\[\]]|\[[^\]]*\])+):([0-9]+)")
_MOST: Final = 100_000

Vars = dict[str, Any]


def read_ansible(text: str, file: Path, *, passwords: bool = False) -> list[HostEntry]:
    """Read an inventory.

    Args:
        text: the document.
        file: its path; its ending tells the form, and paths in it begin there.
        passwords: whether a password may stand in it by value.

    Raises:
        InventoryError: it cannot be used; names file, line or variable, and host.
    """
    found = _Found()
    suffix = file.suffix.lower()
    if suffix in (".yaml", ".yml"):
        _read_groups(found, _yaml(text, file), file)
    elif suffix == ".json" or text.lstrip()[:1] == "{":
        _read_listing(found, _json(text, file), file)
    else:
        _read_ini(found, text, file)
    return _tables(found, file, passwords=passwords).entries()


class _Found:
    """What a file has, in whatever form."""

    def __init__(self) -> None:
        self.hosts: dict[str, Vars] = {}
        self.groups: dict[str, Vars] = {}
        self.members: list[tuple[str, str]] = []  # group, host
        self.inner: list[tuple[str, str]] = []  # outer group, inner group
        self.lines: dict[str, int] = {}

    def host(self, name: str) -> Vars:
        return self.hosts.setdefault(name, {})

    def group(self, name: str) -> Vars:
        return self.groups.setdefault(name, {})

    def put(self, group: str, host: str) -> None:
        self.group(group)
        self.host(host)
        self.members.append((group, host))

    def nest(self, outer: str, inner: str) -> None:
        self.group(outer)
        self.group(inner)
        self.inner.append((outer, inner))


# --- the three forms -----------------------------------------------------------------------------


def _json(text: str, file: Path) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        what = getattr(error, "msg", "is nested too deep")
        raise InventoryError(str(what), file=str(file), line=line) from None


def _yaml(text: str, file: Path) -> Any:
    try:
        require("yaml", "an inventory in YAML")
    except MissingExtraError as error:
        raise InventoryError(str(error), file=str(file)) from None
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        what = getattr(error, "problem", None) or "is no YAML"
        raise InventoryError(f"{what}", file=str(file), line=line) from None


def _read_listing(found: _Found, whole: Any, file: Path) -> None:
    """Read what ``ansible-inventory --list`` prints, with ``--export`` or without."""
    _dictionary(whole, file, None)
    everybody = _dictionary(whole.get("all", {}), file, "all")
    if "_meta" not in whole and isinstance(everybody.get("hosts"), dict):
        _read_groups(found, whole, file)  # a file of Ansible's own form, as JSON
        return
    for name, body in whole.items():
        if name == "_meta":
            continue
        _dictionary(body, file, name)
        found.group(name).update(_dictionary(body.get("vars") or {}, file, name))
        for host in _list(body.get("hosts") or [], file, name):
            found.put(name, host)
        for inner in _list(body.get("children") or [], file, name):
            found.nest(name, inner)
    meta = _dictionary(whole.get("_meta") or {}, file, "_meta")
    for host, variables in _dictionary(meta.get("hostvars") or {}, file, "hostvars").items():
        found.host(host).update(_dictionary(variables or {}, file, host))


def _read_groups(found: _Found, whole: Any, file: Path) -> None:
    """Read groups that hold hosts and groups, as Ansible's YAML has them."""
    waiting: list[tuple[str | None, str, Any]] = [
        (None, name, body) for name, body in _dictionary(whole or {}, file, None).items()
    ]
    while waiting:
        outer, name, body = waiting.pop(0)
        if not isinstance(name, str):
            raise InventoryError("should be a text", file=str(file), key=f"group {name!r}")
        body = _dictionary(body or {}, file, name)
        if outer is not None:
            found.nest(outer, name)
        found.group(name).update(_dictionary(body.get("vars") or {}, file, name))
        for pattern, variables in _dictionary(body.get("hosts") or {}, file, name).items():
            bare, port = _without_port(str(pattern))
            for host in _expanded(bare, file, None):
                found.put(name, host)
                found.host(host).update(port | _dictionary(variables or {}, file, host))
        inner = _dictionary(body.get("children") or {}, file, name)
        waiting += [(name, each, below) for each, below in inner.items()]
        if len(found.inner) > _MOST:
            raise InventoryError("has too many groups", file=str(file))


def _read_ini(found: _Found, text: str, file: Path) -> None:
    group, kind = "ungrouped", "hosts"
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line[0] == "[" and (section := _SECTION.fullmatch(line)) is not None:
            group, kind = section[1].strip(), section[2] or "hosts"
            found.group(group)
            found.lines.setdefault(group, number)
        elif kind == "vars":
            name, equals, value = line.partition("=")
            if not equals:
                raise InventoryError("should be name=value", file=str(file), line=number)
            found.group(group)[name.strip()] = _literal(_unquoted(value, file, number))
        elif kind == "children":
            found.nest(group, line.split("#")[0].strip())
        else:
            _ini_host(found, group, line, file, number)


def _ini_host(found: _Found, group: str, line: str, file: Path, number: int) -> None:
    words = _split(line, file, number)
    pattern, variables = _without_port(words[0])
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if not equals:
            raise InventoryError(f"'{name}' should be name=value", file=str(file), line=number)
        variables[name] = _literal(value)
    for host in _expanded(pattern, file, number):
        found.lines.setdefault(host, number)
        found.put(group, host)
        found.host(host).update(variables)


def _split(line: str, file: Path, number: int) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError as error:
        raise InventoryError(str(error), file=str(file), line=number) from None


def _unquoted(value: str, file: Path, number: int) -> str:
    words = _split(value, file, number)
    return words[0] if len(words) == 1 else value.strip()


def _literal(value: str) -> Any:
    """Return true and false as such; all else stays a text."""
    return {"true": True, "false": False}.get(value.lower(), value)


def _without_port(pattern: str) -> tuple[str, Vars]:
    """Return a name without the port behind it, and the variable that this is."""
    match = _PORT.fullmatch(pattern)
    return (pattern, {}) if match is None else (match[1], {"ansible_port": match[2]})


def _expanded(pattern: str, file: Path, line: int | None) -> Iterator[str]:
    """Yield the hosts of a name with ranges, ``esx[01:20]``."""
    match = _RANGE.search(pattern)
    if match is None:
        yield pattern
        return
    first, last, step = match[1], match[2], int(match[3] or 1)
    numbers = first.isascii() and first[0] in "0123456789"
    low, high = (int(first), int(last)) if numbers else (ord(first), ord(last[0]))
    if step < 1 or high < low or high - low > _MOST:
        raise InventoryError(f"the range {match[0]} is none", file=str(file), line=line)
    for number in range(low, high + 1, step):
        word = str(number).zfill(len(first)) if numbers else chr(number)
        yield from _expanded(pattern[: match.start()] + word + pattern[match.end() :], file, line)


def _dictionary(value: Any, file: Path, key: str | None) -> Any:
    if not isinstance(value, dict):
        raise InventoryError("should be a table of names", file=str(file), key=key)
    return value


def _list(value: Any, file: Path, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise InventoryError("should be a list of names", file=str(file), key=key)
    return value


# --- what it means -------------------------------------------------------------------------------


def _tables(found: _Found, file: Path, *, passwords: bool) -> Tables:
    tables = Tables(file)
    for name, variables in found.groups.items():
        refuse = partial(_refusal, file, found.lines.get(name), name)
        values = _ours(variables, refuse, passwords=passwords)
        if "uri" in values:
            raise refuse("aioesx_uri", "is for a host, not for a group")
        tags = words_of(values, "tags", refuse)
        read = read_table(values, file.parent, refuse, passwords=passwords, besides=_BESIDES)
        if name == _EVERYBODY:
            tables.defaults = read
        tables.groups[name] = Group(name, read if name not in _ALL else {}, tags)
    for outer, inner in found.inner:
        if outer not in _ALL and inner not in _ALL:
            tables.groups[inner].parents.append(outer)
    groups: dict[str, list[str]] = {name: [] for name in found.hosts}
    for group, name in found.members:
        if group not in _ALL:
            groups[name].append(group)
    for name, variables in found.hosts.items():
        refuse = partial(_refusal, file, found.lines.get(name), name)
        above = [_EVERYBODY, *tables.outwards(groups[name])]
        inherited = [found.groups.get(group, {}) for group in above]
        host = _host(name, variables, inherited, refuse, file, passwords=passwords)
        host.groups = groups[name]
        if _EVERYBODY in tables.groups:
            host.tags += tables.groups[_EVERYBODY].tags
        tables.hosts.append(host)
    return tables


def _host(
    name: str,
    variables: Vars,
    inherited: Iterable[Vars],
    refuse: Refuse,
    file: Path,
    *,
    passwords: bool,
) -> Host:
    """Make a host of its variables; where it is, and its facts, may come of those above it."""
    values = _ours(variables, refuse, passwords=passwords)
    whole = {key: value for each in (*inherited, variables) for key, value in each.items()}
    uri = values.get("uri") or _uri(name, _ours(whole, refuse, passwords=passwords), refuse)
    if not isinstance(uri, str):
        raise refuse("aioesx_uri", "should be a text")
    return Host(
        name,
        uri,
        read_table(values, file.parent, refuse, passwords=passwords, besides=_BESIDES),
        refuse,
        words_of(values, "tags", refuse),
        facts={key: value for key, value in whole.items() if _key(key) is None},
    )


def _uri(name: str, values: Vars, refuse: Refuse) -> str:
    address, port = str(values.get("host") or name), values.get("port")
    if ":" in address and not address.startswith("["):
        address = f"[{address}]" if address.count(":") > 1 else address
    behind = "" if port is None else f":{port}"
    return f"esx://{quote(address, safe=':[]')}{behind}/"


def _key(variable: str) -> str | None:
    """Return what a variable is called among ours; None where it is none of our business."""
    if variable in _THEIRS:
        return _THEIRS[variable]
    return variable.removeprefix(_OURS) if variable.startswith(_OURS) else None


def _ours(variables: Vars, refuse: Refuse, *, passwords: bool) -> Vars:
    """Return the variables that count, by our names; ours come before Ansible's."""
    found: Vars = {}
    rank = {name: number for number, name in enumerate(_THEIRS)}
    for variable in sorted(variables, key=lambda name: rank.get(name, len(rank))):
        key = _key(variable)
        theirs = variable in _THEIRS
        if key is None or (theirs and key == "password" and not passwords):
            continue
        known = (*KEYS, "uri", "tags", "host", "port", "password")
        if key not in known:
            raise refuse(variable, f"there is no such key{advice(key, known)}")
        value = variables[variable]
        if _is_closed(value):
            what = "is a template or locked, which Ansible alone can read; give its value"
            raise refuse(variable, what)
        found[key] = value.split() if key == "tags" and isinstance(value, str) else value
    return found


def _is_closed(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "__ansible_vault" in value or "__ansible_unsafe" in value
    return isinstance(value, str) and ("{{" in value or value.startswith("$ANSIBLE_VAULT"))


def _refusal(file: Path, line: int | None, host: str, key: str, message: str) -> InventoryError:
    return InventoryError(message, file=str(file), line=line, host=host, key=key)
