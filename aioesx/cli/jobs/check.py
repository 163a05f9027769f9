"""`check`: one look at a host, as monitoring systems run it.

Whatever happens becomes one line on standard output and an exit status from 0 to 3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import anyio
import click

from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Word
from aioesx.cli.jobs.common import many
from aioesx.cli.link import Link
from aioesx.cli.outputs.jobs import CHECK
from aioesx.cli.status import ExitStatus, status_of_program
from aioesx.jobs.check.names import NAMES

if TYPE_CHECKING:
    from aioesx.jobs.check import Outcome, PluginState, Range

__all__ = ["COMMANDS"]

_SECONDS: Final = 30.0
_TIME: Final = re.compile(
    r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(?::(?:(OK|WARNING|CRITICAL|UNKNOWN)|([0-3])))?", re.I
)
_USAGE: Final = status_of_program(3)  # what a plugin ends with that cannot be used


class _RangeType(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """A range on the command line."""

    name = "range"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Range:
        """Read the text."""
        from aioesx.jobs.check import Range

        try:
            return value if isinstance(value, Range) else Range.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _TimeType(click.ParamType):  # type: ignore[type-arg]  # likewise
    """Seconds, and the state that it is when they are over."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, PluginState]:
        """Read the text."""
        from aioesx.jobs.check import PluginState

        match = _TIME.fullmatch(str(value))
        if match is None or not float(match[1]) > 0:
            self.fail(f"'{value}' are no seconds, such as 10 or 10:UNKNOWN", param, ctx)
        seconds, word, number = match.groups()
        if number is not None:
            return float(seconds), PluginState(int(number))
        return float(seconds), PluginState[(word or PluginState.CRITICAL.name).upper()]


async def check(
    link: Link,
    console: Console,
    what: str,
    warning: Range | None,
    critical: Range | None,
    count_warning: Range | None,
    count_critical: Range | None,
    timeout: tuple[float, PluginState] | None,
    name: tuple[str, ...],
    state: str | None,
) -> ExitStatus:
    """Check something as monitoring plugins do: a line, numbers for graphs, an exit status.

    0 is OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. -w and -c take ranges: 10 (alert outside of 0 to
    10), 10: (below 10), ~:10 (above 10), 10:20 (outside), @10:20 (inside). What they are about,
    and which are taken without them, docs/checks.md says.

    A host that cannot be reached is CRITICAL, one whose password is wrong UNKNOWN.
    """
    from aioesx import errors
    from aioesx.jobs.check import Outcome, PluginState, Thresholds, run_check
    from aioesx.jobs.check.run import outcome_of_error

    seconds, late = timeout or (link.settings.timeout or _SECONDS, PluginState.CRITICAL)
    thresholds = Thresholds(warning, critical, count_warning, count_critical)
    outcome = Outcome(what.upper(), late, f"no result within {seconds:g} s")
    try:
        with anyio.move_on_after(seconds):
            esx = await link.connection()
            outcome = await run_check(esx, what, thresholds, names=name, state=state)
    except errors.EsxError as error:
        outcome = outcome_of_error(what, error)
    except Exception as error:  # a plugin has no traceback
        link.trace(error)
        outcome = Outcome(what.upper(), PluginState.UNKNOWN, str(error) or type(error).__name__)
    return _told(console, outcome)


def _told(console: Console, outcome: Outcome) -> ExitStatus:
    """Write an outcome; return the status of a plugin."""
    console.tell(
        {
            "service": outcome.service,
            "state": outcome.state.name,
            "status": int(outcome.state),
            "text": outcome.text,
            "readings": [
                {
                    "label": each.label,
                    "value": each.value,
                    "unit": each.unit,
                    "warning": None if each.warning is None else str(each.warning),
                    "critical": None if each.critical is None else str(each.critical),
                    "state": each.state.name,
                }
                for each in outcome.readings
            ],
            "lines": list(outcome.lines),
        }
    )
    console.put(f"{outcome}\n")
    return status_of_program(int(outcome.state))


_RANGE: Final = _RangeType()


def _range(name: str, text: str) -> Word:
    return Word(name, text, required=False, bare=False, type=_RANGE, metavar="RANGE")


COMMANDS: Final = (
    CommandRow(
        "check",
        check,
        (
            Word("what", "What is looked at.", type=click.Choice(NAMES)),
            _range("warning", "Which values are a warning; -w."),
            _range("critical", "Which values are critical; -c."),
            _range("count-warning", "Which numbers of snapshots are a warning."),
            _range("count-critical", "Which numbers of snapshots are critical."),
            Word(
                "timeout",
                "Seconds in all; -t. 10:UNKNOWN says what it is then, else CRITICAL.",
                required=False,
                bare=False,
                type=_TimeType(),
                metavar="SECONDS[:STATE]",
            ),
            many("name", "Only domains, datastores or hosts of such names; -n."),
            Word(
                "state",
                "What 'check domain' wants the domain to be; running.",
                required=False,
                bare=False,
            ),
        ),
        connected=False,
        output=CHECK,
        blank=False,
        failure=_USAGE,
        plugin=True,
        aliases={"w": "warning", "c": "critical", "t": "timeout", "n": "name"},
    ),
)
