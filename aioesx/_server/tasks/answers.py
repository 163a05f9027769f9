"""Answering a question of the host, and seeing which questions are open. One call each."""

from __future__ import annotations

import logging
from typing import Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.tasks.questions import Choice, Question
from aioesx._session.session import Session
from aioesx.errors import FaultError, OutcomeUnknownError

__all__ = ["QUESTION", "give_answer", "open_question"]

_log = logging.getLogger("aioesx.session")

QUESTION: Final = "runtime.question"
"""The property that holds what a machine asks."""


async def open_question(
    session: Session, machine: vim.ManagedObjectReference, *, timeout: float | None = None
) -> Question | None:
    """Return what a machine asks, or None."""
    info = (await read_one(session, machine, [QUESTION], timeout=timeout)).get(QUESTION)
    return Question.of(info, machine) if isinstance(info, vim.VirtualMachineQuestionInfo) else None


async def give_answer(
    session: Session, question: Question, answer: Choice | str, *, timeout: float | None = None
) -> None:
    """Answer a question; that somebody else did so meanwhile is no error.

    Raises:
        ValueError: the question has no such choice.
        FaultError: the host refused the answer, and the question is still open.
        OutcomeUnknownError: the host's word on it was lost, and the question is still open.
    """
    choice = question.pick(answer)
    _log.info("answering %s on %s: %s", question.text, question.domain, choice.label)
    call = vim.AnswerVM(this=question.domain, question_id=question.id, answer_choice=choice.key)
    try:
        await session.call(call, timeout=timeout)
    except (FaultError, OutcomeUnknownError):
        now = await open_question(session, question.domain, timeout=timeout)
        if now is not None and now.id == question.id:
            raise
