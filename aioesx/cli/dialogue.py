"""Asking a person at the terminal what the host wants to know, and whom to trust.

It is done only where somebody can answer: standard input and standard error are terminals.
Ctrl-D gives no answer; Ctrl-C ends the command as anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from aioesx.cli.console import Console
from aioesx.cli.reading import ask, has_keyboard
from aioesx.cli.text import one_line
from aioesx.units import whole_number

if TYPE_CHECKING:
    import aioesx

__all__ = ["asked_at", "can_ask", "choice_of"]


def can_ask(console: Console) -> bool:
    """Tell whether somebody can read a question and answer it."""
    return console.errors_on_terminal and has_keyboard()


def asked_at(console: Console) -> aioesx.Policy:
    """Return a policy that asks the person; no answer leaves the question open."""

    async def policy(question: aioesx.Question) -> aioesx.Choice | None:
        if not question.choices:
            return None
        default = question.choices.index(question.default) if question.default else None
        labels = [choice.label for choice in question.choices]
        asked = f"The host asks: {question.text}"
        number = await choice_of(console, (asked,), labels, default)
        return None if number is None else question.choices[number]

    return policy


_AGAIN: Final = "Type the number of one of these answers."


async def choice_of(
    console: Console, asked: Sequence[str], choices: Sequence[str], default: int | None
) -> int | None:
    """Ask a person to choose.

    Args:
        console: of the terminal.
        asked: what is asked: texts that are a line each, whatever a host or a certificate has put
            into them; else one could pass for what we say.
        choices: the answers.
        default: the one that an empty line stands for, counted from 0; None if there is none.

    Returns:
        the index of the answer; None where the person gave none (Ctrl-D).
    """
    marks = [" (default)" if number == default else "" for number in range(len(choices))]
    lines = [one_line(text) for text in asked]
    for number, (label, mark) in enumerate(zip(choices, marks, strict=True), 1):
        lines.append(f"  {number}) {one_line(label)}{mark}")
    usual = f", Enter for {default + 1}" if default is not None else ""
    with console.undisturbed():
        console.record("\n".join(lines))
        while True:
            await console.flush()
            try:
                answer = await ask(f"Answer (1 to {len(choices)}{usual}):")
            except UnicodeDecodeError:
                answer = "?"
            if answer is None:
                console.record("")
                return None
            chosen = _read(answer.strip(), choices, default)
            if chosen is not None:
                return chosen
            console.record(_AGAIN)


def _read(answer: str, choices: Sequence[str], default: int | None) -> int | None:
    """Return the choice that somebody typed: its number, its text, or nothing for the default."""
    if not answer:
        return default
    if (number := whole_number(answer)) is not None:
        return number - 1 if 0 < number <= len(choices) else None
    labels = [label.casefold() for label in choices]
    return labels.index(answer.casefold()) if answer.casefold() in labels else None
