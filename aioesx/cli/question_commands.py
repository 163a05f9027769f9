"""Commands about what the host asks. libvirt has none of these."""

from __future__ import annotations

from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Word
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.domains import QUESTIONS
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]


async def questions(esx: aioesx.Connection, console: Console) -> ExitStatus:
    """List what the host waits for a person to answer; the default answer has a *."""
    entries = await esx.domains.pending_questions()
    console.tell_all(entries)
    rows = [
        (entry.name, " ".join(entry.question.text.split()), _choices(entry.question))
        for entry in entries
    ]
    console.table(("Domain", "Question", "Answers"), rows)
    return ExitStatus.OK


def _choices(question: aioesx.Question) -> str:
    return ", ".join(
        choice.label + ("*" if choice == question.default else "") for choice in question.choices
    )


async def answer(esx: aioesx.Connection, console: Console, domain: str, choice: str) -> ExitStatus:
    """Answer what the host asks about a domain; 'default' is the host's proposal."""
    entry = await find_domain(esx, domain)
    question = await entry.domain.pending_question()
    if question is None:
        raise ValueError(f"nothing is asked about domain '{entry.name}'")
    chosen: aioesx.Choice | str | None = question.default if choice == "default" else choice
    if chosen is None:
        raise ValueError(f"the question has no default answer; it knows {_choices(question)}")
    await entry.domain.answer(question, chosen)
    console.remark(f"Domain '{entry.name}': answered")
    return ExitStatus.OK


COMMANDS: Final = (
    CommandRow("questions", questions, output=QUESTIONS),
    CommandRow("answer", answer, (DOMAIN, Word("choice", "Text or key of the answer."))),
)
