"""`HostEntry`: one host of an inventory, and where its password is to be had. Values; no I/O.

An entry can be pickled, so it may go to another process: what tells where a password is goes
along, and the password itself only where the inventory was given it by value.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aioesx._host_tables import added, with_parameters
from aioesx.uri import DEFAULT_PORTS, ConnectionUri, parse_uri

__all__ = ["HostEntry", "PasswordSource", "entry_of", "name_of"]


@dataclasses.dataclass(frozen=True, slots=True)
class PasswordSource:
    """Where a password is to be had: one of these is set.

    In a command, a path, a variable and a service ``{name}``, ``{host}`` and ``{user}`` stand for
    the host's name in the inventory, its address, and who logs in.

    Attributes:
        command: prints it as its first line; run once for all hosts for which it is the same.
        file: has it as its first line.
        env: variable of the environment.
        keyring: service of the system's keyring, such as ``"esx://{host}"``.
        value: the password itself; never shown.
    """

    command: tuple[str, ...] = ()
    file: Path | None = None
    env: str | None = None
    keyring: str | None = None
    value: str | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class HostEntry:
    """One host of an inventory, or a vCenter that stands for its hosts.

    Attributes:
        name: what it is called, in results and selections; no other has it.
        uri: how it is connected to, with all parameters that count.
        tags: words that it is selected by.
        groups: the groups that it is in, those above them too.
        user: who logs in where the URI names nobody.
        password: where that one's password is to be had; None where the inventory does not say.
        on_question: what becomes of questions, as in ``config.toml``: ``"refuse"``, ``"default"``,
            or the text or key of an answer; the first that fits counts.
        read_only: changes are refused.
        facts: what else the inventory says of it, by its own names; not shown, as nobody knows
            what secrets are among them.
        vcenter: the vCenter of the inventory that it is below; None for one of the inventory.
    """

    name: str
    uri: str
    tags: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    user: str | None = None
    password: PasswordSource | None = None
    on_question: tuple[str, ...] = ()
    read_only: bool = False
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict, compare=False, repr=False)
    vcenter: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What it is selected by: its name; below a vCenter its own and the vCenter's, too."""
        if self.vcenter is None:
            return (self.name,)
        return self.name, self.name.removeprefix(f"{self.vcenter}/"), self.vcenter

    def below(self, host: str) -> HostEntry:
        """Return the entry of a host of this vCenter."""
        groups = self.groups | {self.name}
        name = f"{self.name}/{host}"
        return dataclasses.replace(self, name=name, groups=groups, vcenter=self.name)

    @property
    def is_vcenter(self) -> bool:
        """Whether it is a vCenter, or a host by way of one."""
        return self.uri.lower().startswith("vpx:")


_PASSWORDS = {
    "password_command": "command",
    "password_file": "file",
    "password_env": "env",
    "password_keyring": "keyring",
    "password": "value",
}


def entry_of(
    name: str,
    uri: str,
    table: Mapping[str, Any],
    *,
    tags: frozenset[str] = frozenset(),
    groups: frozenset[str] = frozenset(),
    facts: Mapping[str, Any] | None = None,
) -> HostEntry:
    """Make an entry of a URI and of what tables say of the host, put together.

    Raises:
        UriError: it is no URI.
    """
    parsed = parse_uri(uri)
    same = parsed.user is None or table.get("user") in (None, parsed.user)
    sources = {_PASSWORDS[key]: table[key] for key in _PASSWORDS if key in table} if same else {}
    whole = with_parameters(uri, added(parsed, table))
    parse_uri(whole)
    return HostEntry(
        name=name,
        uri=whole,
        tags=tags,
        groups=groups,
        user=table.get("user") if parsed.user is None else None,
        password=PasswordSource(**sources) if sources else None,
        on_question=() if "auto_answer" in parsed.stated else tuple(table.get("on_question", ())),
        read_only=bool(table.get("readonly", False)),
        facts=dict(facts or {}),
    )


def name_of(uri: ConnectionUri) -> str:
    """Return what a host that was given no name is called: its address, what is unusual, its path.

    A port is unusual that is not its scheme's own.
    """
    usual = uri.port == DEFAULT_PORTS[uri.scheme, uri.transport]
    path = "/".join(uri.path)
    return uri.host + ("" if usual else f":{uri.port}") + (f"/{path}" if path else "")
