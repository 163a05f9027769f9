"""The checks there are, as rows, and what an error means to a monitoring system.

What is wrong with a host is CRITICAL, that it cannot be reached too; that nobody knows (the
password, the options, a right) is UNKNOWN.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aioesx._words import listed, one_of
from aioesx.connection import Connection
from aioesx.errors import EsxError, LookupFailedError, TransportError
from aioesx.jobs.check import domains, hosts, stores
from aioesx.jobs.check.outcome import Outcome, PluginState
from aioesx.jobs.check.ranges import Range
from aioesx.jobs.check.wish import Wish

__all__ = ["CHECKS", "Check", "Thresholds", "outcome_of_error", "run_check"]


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a check is alarmed; None is the check's own.

    Attributes:
        warning: which values are a warning.
        critical: which values are critical.
        count_warning: which numbers of things are, for checks that count besides.
        count_critical: likewise.
    """

    warning: Range | None = None
    critical: Range | None = None
    count_warning: Range | None = None
    count_critical: Range | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Attributes:
        help: what it looks at, for people.
        value: what its ranges are about, with the unit; empty if it takes none.
        warning: its own range; None for none.
        critical: likewise.
        look: does it.
        counts: whether it counts things besides.
        named: the kind of thing that its names are globs of.
    """

    help: str
    value: str
    warning: str | None
    critical: str | None
    look: Callable[[Connection, Wish], Awaitable[Outcome]]
    counts: bool = False
    named: str = "domain"


CHECKS: Final[Mapping[str, Check]] = {
    "certificate": Check(
        "days until the host's certificate ends",
        "days left",
        "30:",
        "7:",
        hosts.certificate,
        named="host",
    ),
    "clock": Check(
        "how far the host's clock is from ours",
        "seconds",
        "2",
        "10",
        hosts.clock,
        named="host",
    ),
    "consolidation": Check(
        "domains whose disks wait for consolidation",
        "domains",
        "0",
        None,
        domains.consolidation,
    ),
    "datastores": Check(
        "room on datastores",
        "percent free",
        "20:",
        "10:",
        stores.datastores,
        named="datastore",
    ),
    "domain": Check(
        "whether a domain is in the state that it should be in",
        "",
        None,
        None,
        domains.domain,
    ),
    "host": Check(
        "connection, maintenance mode and sensors of hosts",
        "",
        None,
        None,
        hosts.host,
        named="host",
    ),
    "licence": Check(
        "days until the host's licence ends",
        "days left",
        "30:",
        "7:",
        hosts.licence,
        named="host",
    ),
    "questions": Check(
        "questions that wait for a person",
        "questions",
        None,
        "0",
        domains.questions,
    ),
    "snapshots": Check(
        "age and number of snapshots",
        "days",
        "7",
        "30",
        domains.snapshots,
        counts=True,
    ),
    "tools": Check(
        "running domains whose VMware Tools do not run, or are old",
        "domains",
        "0",
        None,
        domains.tools,
    ),
}
"""By name."""

_USUAL: Final = Thresholds()


async def run_check(
    esx: Connection,
    name: str,
    thresholds: Thresholds = _USUAL,
    *,
    names: tuple[str, ...] = (),
    state: str | None = None,
) -> Outcome:
    """Do a check; whatever the host or the line says becomes a state.

    Args:
        esx: the connection.
        name: of the check.
        thresholds: from where on it is alarmed.
        names: globs of what is looked at: domains, datastores, hosts, as the check has it; of the
            check ``domain`` the name.
        state: of the check ``domain``: what the domain should be in; ``"running"`` if it is None.

    Raises:
        ValueError: there is no such check, or it does not take this.
    """
    check = CHECKS[one_of(name, CHECKS, what="check")]
    wish = _wish(name, check, thresholds, listed(names), state)
    try:
        return await check.look(esx, wish)
    except EsxError as error:
        return outcome_of_error(name, error)


def _wish(
    name: str, check: Check, given: Thresholds, names: tuple[str, ...], state: str | None
) -> Wish:
    if not check.value and (given.warning is not None or given.critical is not None):
        raise ValueError(f"the check '{name}' takes no range")
    if not check.counts and (given.count_warning is not None or given.count_critical is not None):
        raise ValueError(f"the check '{name}' counts nothing")
    if name != "domain" and state is not None:
        raise ValueError(f"the check '{name}' takes no state: 'domain' does")
    if name == "domain" and len(names) != 1:
        raise ValueError("the check 'domain' needs the name of one domain")
    warning, critical = given.warning, given.critical
    if warning is None and critical is None:  # who gives one range alone means that one alone
        warning = None if check.warning is None else Range.parse(check.warning)
        critical = None if check.critical is None else Range.parse(check.critical)
    counts = (given.count_warning, given.count_critical)
    return Wish(name, warning, critical, *counts, names, check.named, state or "running")


def outcome_of_error(name: str, error: EsxError) -> Outcome:
    """Return what an error means: that the host is bad, or that nobody knows."""
    bad = isinstance(error, TransportError) or (
        name == "domain" and isinstance(error, LookupFailedError)
    )
    state = PluginState.CRITICAL if bad else PluginState.UNKNOWN
    return Outcome(name.upper(), state, str(error))
