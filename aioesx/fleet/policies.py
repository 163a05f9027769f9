"""What becomes of a question, by rules: the words of ``on_question`` and of ``--on-question``."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aioesx._server.tasks.questions import Choice, Policy, Question

__all__ = ["ASK", "DEFAULT", "REFUSE", "policy_of"]

REFUSE: Final = "refuse"
DEFAULT: Final = "default"
ASK: Final = "ask"


def policy_of(rules: Sequence[str], ask: Policy | None = None) -> Policy:
    """Return what answers questions by rules, of which the first that fits counts.

    Args:
        rules: ``"refuse"`` leaves the question to a person later, ``"default"`` gives the host's
            proposal if it has one, ``"ask"`` asks a person if there is one, and anything else is
            the text or key of an answer, for questions that know it.
        ask: asks that person.
    """
    wanted = tuple(rules)

    async def policy(question: Question) -> Choice | str | None:
        for rule in wanted:
            if rule == REFUSE:
                return None
            if rule == ASK:
                if ask is None:
                    continue
                answer = ask(question)
                return await answer if inspect.isawaitable(answer) else answer
            found = question.default if rule == DEFAULT else _named(question, rule)
            if found is not None:
                return found
        return None

    return policy


def _named(question: Question, word: str) -> Choice | None:
    wanted = word.casefold()
    for choice in question.choices:
        if wanted in (choice.label.casefold(), choice.key.casefold()):
            return choice
    return None
