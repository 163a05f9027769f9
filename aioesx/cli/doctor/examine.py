"""The examination: one step after the other, each in its time, and the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import anyio

from aioesx.cli.advice import explained
from aioesx.cli.doctor.finding import Culprit, Diagnosis, Finding, Verdict, fault, warning
from aioesx.cli.doctor.patient import Patient
from aioesx.cli.doctor.steps import STEPS, Step
from aioesx.cli.status import ExitStatus, status_of
from aioesx.errors import EsxError

if TYPE_CHECKING:
    from aioesx.cli.console import Console
    from aioesx.cli.settings import Settings
    from aioesx.cli.target import Target

__all__ = ["doctor", "examine"]

_CLOSING: Final = 15.0


async def doctor(target: Target, settings: Settings, console: Console) -> ExitStatus:
    """Examine a host, and tell each finding as it comes."""
    patient = Patient(target, settings)
    found = await examine(patient, lambda finding: _tell(finding, console))
    console.tell_all(
        [*found.findings, *(Finding(name, Verdict.UNEXAMINED, "") for name in found.unexamined)]
    )
    if found.unexamined:
        console.say(f"not examined: {', '.join(found.unexamined)}")
    return found.status


def _tell(finding: Finding, console: Console) -> None:
    console.say(f"{finding.verdict:<8} {finding.step:<9} {finding.text}")
    if finding.advice:
        console.say(f"{'':<18} -> {finding.advice}")


async def examine(
    patient: Patient,
    tell: Callable[[Finding], None] = lambda _: None,
    steps: Sequence[Step] = STEPS,
) -> Diagnosis:
    """Take every step that can be taken; log out and close afterwards.

    Args:
        patient: what is examined.
        tell: is given each finding at once.
        steps: what is looked at, each behind what it builds on.
    """
    findings: list[Finding] = []
    failed: set[str] = set()
    unexamined: list[str] = []
    status = ExitStatus.OK
    try:
        for step in steps:
            if step.needs in failed:
                failed.add(step.name)
                unexamined.append(step.name)
                continue
            try:
                finding = await _take(step, patient)
            except Culprit as culprit:
                finding = culprit.finding
                failed.add(step.name)
                status = status or culprit.status
            findings.append(finding)
            tell(finding)
    finally:
        with anyio.move_on_after(_CLOSING, shield=True):
            await patient.close()
    told = {finding.step for finding in findings}
    left = tuple(name for name in unexamined if name not in told)
    return Diagnosis(tuple(findings), left, status)


async def _take(step: Step, patient: Patient) -> Finding:
    """Take a step in its time; whatever keeps it from its end is what it finds.

    Raises:
        Culprit: a fault.
    """
    try:
        with anyio.fail_after(step.seconds):
            return await step.run(patient)
    except EsxError as error:
        text, status = explained(error), status_of(error)
    except TimeoutError:
        text, status = f"nothing came of it within {step.seconds:g} s", ExitStatus.NO_CONNECTION
    advice = "try again; `aioesx --debug` shows what was said"
    if step.inner:
        return warning(step.name, f"it could not be looked at: {text}", advice)
    raise fault(step.name, text, advice, status) from None
