"""Questions of the host about domains: seeing them all, and answering one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from aioesx._server.tasks.questions import Choice, Question

if TYPE_CHECKING:
    from aioesx.domain.domain import Domain

__all__ = ["PendingQuestion"]


@dataclasses.dataclass(frozen=True, slots=True)
class PendingQuestion:
    """What a domain waits for a person to answer.

    Attributes:
        domain: whom it blocks.
        question: its text, choices and default.
    """

    domain: Domain
    question: Question

    async def answer(self, choice: Choice | str, *, timeout: float | None = None) -> None:
        """Answer it; that somebody else did so meanwhile is no error.

        Args:
            choice: a `Choice`, its label or its key.
            timeout: seconds.

        Raises:
            ValueError: the question has no such choice.
            FaultError: the host refused the answer.

        Source: vSphere API, VirtualMachine.AnswerVM.
        """
        await self.domain.answer(self.question, choice, timeout=timeout)
