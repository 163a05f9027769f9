"""Checks by the conventions of monitoring plugins: what Nagios, Icinga and their kin run.

A check is a coroutine over a `Connection` that gives an `Outcome`: a state (exit status 0 to 3),
one line, numbers with thresholds for graphs, further lines. `ranges` and `outcome` do no I/O.

Source: Monitoring Plugins Development Guidelines, "Plugin Output", "Threshold and Ranges".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.jobs.check.outcome import Outcome, PluginState, Reading
    from aioesx.jobs.check.ranges import Range
    from aioesx.jobs.check.run import CHECKS, Check, Thresholds, run_check

__all__ = [
    "CHECKS",
    "Check",
    "Outcome",
    "PluginState",
    "Range",
    "Reading",
    "Thresholds",
    "run_check",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.jobs.check.outcome": "Outcome PluginState Reading",
            "aioesx.jobs.check.ranges": "Range",
            "aioesx.jobs.check.run": "CHECKS Check Thresholds run_check",
        },
    )
