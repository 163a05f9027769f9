"""Handlers: tasks and questions."""

from __future__ import annotations

from aioesx.simulator.methods.table import Call, handles

__all__: list[str] = []


@handles("CancelTask")
def _cancel(call: Call) -> None:
    call.subject.host.tasks.cancel(call.subject)


@handles("AnswerVM")
def _answer(call: Call) -> None:
    call.subject.answer(call.method.question_id, call.method.answer_choice)
