"""Which hosts a command of a fleet is about, and how they are let into: its words for that."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

import aioesx
from aioesx.cli.access import entry_of
from aioesx.cli.answering import policy_of
from aioesx.cli.credentials import stated_password
from aioesx.cli.declare import Flag, Word, exclusive
from aioesx.cli.fleet.selecting import VARIABLE
from aioesx.cli.settings import Settings
from aioesx.cli.target import resolved
from aioesx.fleet.policies import ASK

if TYPE_CHECKING:
    from aioesx import Fleet, Inventory

__all__ = [
    "ASK_PASSWORD", "INVENTORY", "INVENTORY_OR_NONE", "PASSWORDS_IN_FILE", "SELECT", "URIS",
    "access_of", "are_many", "inventory_of", "open_many",
]  # fmt: skip

INVENTORY: Final = Word(
    "inventory",
    f"File of hosts: TOML, CSV or Ansible's; else {VARIABLE}.",
    False,
    False,
    type=click.Path(path_type=Path, dir_okay=False),
)
INVENTORY_OR_NONE: Final = dataclasses.replace(
    INVENTORY, help=f"File of hosts: TOML, CSV or Ansible's; with --select else {VARIABLE}."
)
"""Of a command that is about one host where none of these options stands."""
URIS: Final = Word("uri", "URI or alias of a host; may be repeated.", False, False, many=True)
SELECT: Final = Word(
    "select",
    "Names, globs, tag:, group:, and, or, not; repeated, any of them.",
    False,
    False,
    many=True,
    names="selection",
)
ASK_PASSWORD: Final = Flag("ask-password", "Ask once for the password of hosts without one.")
PASSWORDS_IN_FILE: Final = Flag(
    "passwords-in-file", "Take passwords that stand in the inventory itself."
)


def inventory_of(given: Mapping[str, Any], settings: Settings, stated: str | None) -> Inventory:
    """Return the hosts; what is said before the command counts before what the file says.

    Args:
        given: the options.
        settings: those before the command `fleet`.
        stated: the host of -c, if that is among them.

    Raises:
        InventoryError, UriError: they cannot be used, or nothing names any.
    """
    file = given["inventory"] or (None if given["uri"] or stated else os.environ.get(VARIABLE))
    if file:
        found = aioesx.Inventory.read(file, passwords=given["passwords_in_file"])
    else:
        found = aioesx.Inventory(entry_of(resolved(uri)) for uri in given["uri"] or (settings.uri,))
    if not settings.on_question:
        return found
    return aioesx.Inventory(dataclasses.replace(each, on_question=()) for each in found)


def are_many(given: Mapping[str, Any]) -> bool:
    """Tell whether a command is about hosts of an inventory, and not about the one of -c.

    Raises:
        ValueError: an option that has a meaning there only, or of two that exclude each other.
    """
    exclusive(inventory=given["inventory"], uri=given["uri"])
    if given["inventory"] or given["uri"] or (given["select"] and os.environ.get(VARIABLE)):
        return True
    for name in ("select", "ask_password", "passwords_in_file"):
        if given[name]:
            raise ValueError(f"--{name.replace('_', '-')} is of --inventory or --uri")
    return False


@asynccontextmanager
async def open_many(settings: Settings, given: Mapping[str, Any]) -> AsyncIterator[Fleet]:
    """Have a fleet of the hosts that the options name, of which no connection outlives its use."""
    inventory = inventory_of(given, settings, None)
    access = await access_of(settings, given["ask_password"])
    async with aioesx.Fleet(inventory, keep=0, **access) as fleet:
        yield fleet


async def access_of(settings: Settings, ask_password: bool) -> dict[str, Any]:
    """Return what `Fleet` is told of all hosts; what an inventory says of one comes before.

    Raises:
        ValueError: a person shall be asked for what nobody can answer.
        AuthenticationError: a file that has the password cannot be used.
    """
    if settings.on_question and settings.on_question[-1] == ASK:
        raise ValueError("many hosts may ask at once: --on-question takes refuse, default or texts")
    password = await stated_password(settings.password_file)
    if ask_password:
        password = await _typed_password()
    policy = policy_of(settings.on_question, None, answers=False, stated=True)
    seconds = settings.timeout
    times = {} if seconds is None else {"timeout": seconds, "task_timeout": seconds}
    return {
        "password": password,
        "on_question": policy,
        "read_only": settings.read_only,
        **times,
    }


async def _typed_password() -> str:
    from aioesx.cli.reading import ask, has_keyboard

    if not has_keyboard():
        raise ValueError("--ask-password needs a terminal")
    answer = await ask("Password of all hosts without one in the inventory:", echo=False)
    if answer is None:
        raise ValueError("no password: the input ended")
    return answer
