"""Where a host sends its log: one of its advanced settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from aioesx import vim
from aioesx._session.session import Session
from aioesx.errors import InvalidArgumentError, NotSupportedError

__all__ = [
    "OPTIONS",
    "SYSLOG",
    "SYSLOG_MANAGER",
    "no_setting",
    "read_syslog",
    "targets_in",
    "write_syslog",
]

Ref = vim.ManagedObjectReference

SYSLOG_MANAGER: Final = "configManager.advancedOption"
OPTIONS: Final = "config.option"
"""All advanced settings of a host: where they come in the same read, `targets_in` looks there."""

SYSLOG: Final = "Syslog.global.logHost"
"""The setting's key, since 5.0: targets as ``"udp://log.example.com:514"``, with commas."""

_UNKNOWN: Final = "InvalidName"
"""The fault of a host that has no setting of a name."""


def no_setting() -> NotSupportedError:
    """Make the error of a host without the setting."""
    return NotSupportedError("", "the host has no setting for where its log goes")


async def read_syslog(session: Session, manager: Ref) -> tuple[str, ...] | None:
    """Return where the log goes; empty for nowhere, None for a host without the setting."""
    try:
        found = await session.call(vim.QueryOptions(this=manager, name=SYSLOG))
    except InvalidArgumentError:  # InvalidName: there is no such setting
        return None
    return targets_in(found)


async def write_syslog(session: Session, manager: Ref, targets: Iterable[str]) -> None:
    """Have the log go to some targets; to none, if there is none.

    Raises:
        NotSupportedError: the host has no such setting.
    """
    value = vim.Typed("xsd:string", ",".join(targets))
    option = vim.OptionValue(key=SYSLOG, value=value)
    try:
        await session.call(vim.UpdateOptions(this=manager, changed_value=[option]))
    except InvalidArgumentError as error:
        if error.fault_type != _UNKNOWN:
            raise
        raise no_setting() from error


def targets_in(options: Iterable[Any] | None) -> tuple[str, ...] | None:
    """Return the targets among a host's settings; None where the setting is not among them."""
    for option in options or ():
        if isinstance(option, vim.OptionValue) and option.key == SYSLOG:
            text = getattr(option.value, "value", option.value)
            parts = (part.strip() for part in str(text or "").split(","))
            return tuple(part for part in parts if part and part != "<none>")
    return None
