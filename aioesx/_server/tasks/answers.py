"""Questions of the host on their way: asking the policy, telling the hook, answering."""

from __future__ import annotations

import inspect
import logging
from typing import Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.tasks.questions import Choice, Policy, Question
from aioesx._session.events import QuestionAsked
from aioesx._session.operation import at_work, detached
from aioesx._session.session import Session
from aioesx.errors import FaultError, OutcomeUnknownError

__all__ = ["QUESTION", "choose", "consult", "give_answer", "open_question"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")

QUESTION: Final = "runtime.question"
"""The property that holds what a machine asks."""


async def open_question(session: Session, machine: Ref) -> Question | None:
    """Return what a machine asks, or None."""
    info = (await read_one(session, machine, [QUESTION])).get(QUESTION)
    return Question.of(info, machine) if isinstance(info, vim.VirtualMachineQuestionInfo) else None


async def choose(session: Session, question: Question, policy: Policy) -> Choice | None:
    """Ask the policy; None leaves the question to a person, and the hook is told.

    What the policy raises, its own TimeoutError included, passes as it is.

    Raises:
        ValueError: the policy named an answer that the question does not know.
    """
    with detached():
        answer = policy(question)
        if inspect.isawaitable(answer):
            answer = await answer
    if answer is None:
        session.emit(QuestionAsked(session.where, question.domain, question.text, None))
        return None
    return question.pick(answer)


async def consult(
    session: Session, question: Question, policy: Policy, *, task: Ref | None = None
) -> None:
    """Have the policy answer a question.

    Raises:
        QuestionPendingError: it leaves the question to a person.
        FaultError: the host refused the answer, and the question is still open.
    """
    choice = await choose(session, question, policy)
    if choice is None:
        raise question.pending(task=task)
    await give_answer(session, question, choice)


async def give_answer(session: Session, question: Question, answer: Choice | str) -> None:
    """Answer a question and tell the hook; that somebody else did so meanwhile is no error.

    Raises:
        ValueError: the question has no such choice.
        FaultError: the host refused the answer, and the question is still open.
        OutcomeUnknownError: the host's word on it was lost, and the question is still open.
    """
    choice = question.pick(answer)
    _log.info("answering %s on %s: %s", question.text, question.domain, choice.label)
    session.emit(QuestionAsked(session.where, question.domain, question.text, choice.label))
    call = vim.AnswerVM(this=question.domain, question_id=question.id, answer_choice=choice.key)
    try:
        await session.call(call)
    except (FaultError, OutcomeUnknownError):
        now = await open_question(session, question.domain)
        if now is not None and now.id == question.id:
            raise
        if (operation := at_work()) is not None:
            operation.found(question.domain)
