"""Plans: a site is shut down on UPS power, and brought up again, in an order.

`plan_file` reads what `stages` says, `site` holds it against what `survey` found, `timetable` says
how long each stage may take; `descent` and `ascent` carry it out by `crew`, and `record` knows what
was begun, in the file that `record_file` keeps. `report` tells it, `outline` beforehand.
"""

from __future__ import annotations

from aioesx.jobs.plan.plan import Plan
from aioesx.jobs.plan.report import (
    PlannedStep,
    PlanOutcome,
    PlanOutline,
    PlanReport,
    PlanStep,
)

__all__ = ["Plan", "PlanOutcome", "PlanOutline", "PlanReport", "PlanStep", "PlannedStep"]
