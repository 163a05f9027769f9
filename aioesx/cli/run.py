"""Carrying commands out, one after the other, and what becomes of their errors."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

import anyio

from aioesx import errors
from aioesx._extras import MissingExtraError
from aioesx.cli.advice import explained, name_object
from aioesx.cli.link import Link
from aioesx.cli.plan import Plan, Work
from aioesx.cli.records import logged_to
from aioesx.cli.settings import TABLE
from aioesx.cli.signals import WORDS, until_signalled
from aioesx.cli.status import ExitStatus, status_of

__all__ = ["carry_out", "leaving", "run_plans", "run_to_end", "told"]

_DEFECT: Final = "this is a defect of aioesx"


def run_plans(plans: Sequence[Plan], link: Link) -> ExitStatus:
    """Carry commands out in an event loop of their own; return the last one's status, as virsh."""

    async def all_of_them(link: Link) -> ExitStatus:
        status = ExitStatus.OK
        for plan in plans:
            status = await carry_out(plan, link)
            if plan.ends:
                break
        return status

    return run_to_end(all_of_them, link)


def run_to_end(
    work: Work, link: Link, numbers: Sequence[signal.Signals] = tuple(WORDS)
) -> ExitStatus:
    """Do something in an event loop of its own, and close the connection.

    The log goes where it should, and errors become lines and a status.

    Args:
        work: what to do.
        link: is handed to it.
        numbers: the signals that end it, and with it the process.
    """

    async def guarded() -> ExitStatus:
        status = await told("", _held(work), link)
        await link.console.flush()
        return status

    try:
        return anyio.run(until_signalled, guarded, leaving(link), numbers)
    except KeyboardInterrupt:  # it came before the loop ran, or after
        link.console.complain("interrupted")
        return ExitStatus.INTERRUPTED


def leaving(link: Link) -> Callable[[signal.Signals], NoReturn]:
    """Return what ends the process for a signal, and says what the host goes on with."""

    def leave(number: signal.Signals) -> NoReturn:
        status, word = WORDS[number]
        link.console.last_word(link.ongoing.told(word))
        os._exit(status)  # threads that wait for a name server, say, hold nobody

    return leave


async def carry_out(plan: Plan, link: Link) -> ExitStatus:
    """Carry one command out; tell what goes wrong.

    As with virsh a blank line ends what was said, whatever came of it, unless nobody let us in;
    or the time that it took, which not even ``--quiet`` leaves out.
    """
    link.ongoing.clear()  # what an earlier one left was told then
    begin = time.perf_counter()
    status = await told(plan.name, plan.work, link, plan.failure)
    if link.settings.output != TABLE:
        return status
    if link.settings.timing and not plan.ends:
        link.console.put(f"\n(Time: {(time.perf_counter() - begin) * 1000:.3f} ms)\n\n")
    elif plan.blank and link.greeting is None:
        link.console.remark()
    return status


def _held(work: Work) -> Work:
    """Return a coroutine function that does `work`, with the log going where it should.

    The connection is closed at its end.
    """

    async def run(link: Link) -> ExitStatus:
        settings = link.settings
        with logged_to(link.console, settings.debug, settings.log, trace=settings.trace):
            try:
                return await work(link)
            finally:
                await link.aclose()

    return run


async def told(name: str, work: Work, link: Link, failure: ExitStatus | None = None) -> ExitStatus:
    """Do something; say what goes wrong, and return its status.

    Args:
        name: of the command, for advice.
        work: does it.
        link: is handed to it.
        failure: the status of whatever goes wrong; None for one that tells the kind.
    """
    try:
        return await work(link)
    except Exception as raised:
        status = await _complained(name, _alone(raised), link)
        return failure or status


def _alone(error: Exception) -> Exception:
    """Return what a group of one holds: commands that do several things at once raise it in one."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


async def _complained(name: str, error: Exception, link: Link) -> ExitStatus:
    if isinstance(error, MissingExtraError):
        link.console.complain(str(error))
        return ExitStatus.USAGE
    if isinstance(error, errors.EsxError):
        await name_object(link.opened, error)
        link.trace(error)
        link.console.complain(explained(error, name, link.greeting))
        return status_of(error)
    link.trace(error)
    more = "" if link.settings.debug else "; --debug shows where it happened"
    link.console.complain(f"{_DEFECT}: {type(error).__name__}: {error}{more}")
    return ExitStatus.DEFECT
