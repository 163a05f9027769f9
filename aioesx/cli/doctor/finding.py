"""What an examination finds: plain frozen values."""

from __future__ import annotations

import dataclasses
import enum

from aioesx.cli.status import ExitStatus

__all__ = ["Culprit", "Diagnosis", "Finding", "Verdict", "fault", "fine", "warning"]


class Verdict(enum.StrEnum):
    """What is thought of what was seen."""

    OK = "ok"
    WARNING = "warning"
    """It works, and will not for everything, or not for long."""
    FAULT = "fault"
    """It does not work."""
    UNEXAMINED = "unexamined"
    """Nobody could look: what it builds on does not work."""


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What a step has found.

    Attributes:
        step: name of the step that it is about: mostly the one that found it.
        verdict: what is thought of it.
        text: what was seen.
        advice: what to do; empty for nothing.
    """

    step: str
    verdict: Verdict
    text: str
    advice: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a whole examination has found.

    Attributes:
        findings: in the order in which they were found; one of a step.
        unexamined: names of the steps that could not be taken, since one that they build on failed.
        status: of the first fault; 0 where there is none.
    """

    findings: tuple[Finding, ...]
    unexamined: tuple[str, ...]
    status: ExitStatus


class Culprit(Exception):  # noqa: N818 - it is no error of ours
    """What is at fault, where no error of the library says it as well.

    Attributes:
        finding: what is told.
        status: the exit status.
    """

    def __init__(self, finding: Finding, status: ExitStatus) -> None:
        super().__init__(finding.text)
        self.finding = finding
        self.status = status


def fine(step: str, text: str) -> Finding:
    """Find nothing wrong."""
    return Finding(step, Verdict.OK, text)


def warning(step: str, text: str, advice: str) -> Finding:
    """Find what is worth knowing."""
    return Finding(step, Verdict.WARNING, text, advice)


def fault(step: str, text: str, advice: str, status: ExitStatus) -> Culprit:
    """Make what is raised for a fault."""
    return Culprit(Finding(step, Verdict.FAULT, text, advice), status)
