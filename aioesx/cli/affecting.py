"""``--live``, ``--config``, ``--current``, ``--persistent``: what a change of a domain affects.

virsh reads them by one rule for all commands that change devices, and so do we. What can be done
on a VMware machine, which has one configuration, `aioesx.domain.effects` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypedDict

from aioesx import errors
from aioesx.cli.declare import Flag, exclusive

if TYPE_CHECKING:
    import aioesx

__all__ = [
    "AFFECTS",
    "PERSISTENT",
    "PRINT_XML",
    "Affects",
    "affected",
    "check_affects",
    "device_name",
    "failing",
    "missing",
]

PERSISTENT: Final = Flag("persistent", "Of a running domain: now, and at its next starts.")
AFFECTS: Final = (
    Flag("config", "At its next starts: of a domain that is shut off."),
    Flag("live", "Now: of a running domain."),
    Flag("current", "As it is: now if it runs."),
)
PRINT_XML: Final = Flag("print-xml", "Print the device's XML, and change nothing.")


class Affects(TypedDict):
    """What of a domain a change is for, as the library's coroutines take it."""

    live: bool
    config: bool


def check_affects(*, config: bool, live: bool, current: bool, persistent: bool = False) -> None:
    """Refuse flags that exclude each other, in virsh's order.

    Raises:
        ValueError: two do.
    """
    exclusive(persistent=persistent, current=current)
    exclusive(current=current, live=live)
    exclusive(current=current, config=config)


def affected(
    entry: aioesx.DomainSummary, *, config: bool, live: bool, persistent: bool = False
) -> Affects:
    """Return what a change is for; neither means: the domain as it is."""
    return Affects(live=live or (persistent and entry.state.is_active), config=config or persistent)


def device_name(word: str) -> str:
    """Return a word that names a device; the library would take XML, too.

    Raises:
        LookupFailedError: no device is called so.
    """
    if word.startswith("<"):
        raise missing(f"no device is called '{word}'", "device", word)
    return word


@contextmanager
def failing(what: str) -> Iterator[None]:
    """Begin what is told of an error with what could not be done, as virsh does.

    A change of which nobody knows whether it was made did not fail.
    """
    try:
        yield
    except errors.OutcomeUnknownError:
        raise
    except (errors.EsxError, ValueError) as error:
        error.args = (f"{what}: {error}", *error.args[1:])
        raise


def missing(text: str, kind: str, name: str) -> errors.LookupFailedError:
    """Return an error about what does not exist, in virsh's words."""
    error = errors.LookupFailedError(name, kind=kind, name=name)
    error.args = (text,)
    return error
