"""Questions that hosts ask, answered by rules; what no rule names is left to a person.

    [[rule]]
    id = "msg.uuid.altered"             # the message's id; or text = "*moved or copied*"
    domain = "web*"                     # else any
    answer = "I Moved It"               # the choice's text or key, or "default"

The first rule that fits counts. A rule whose answer the question does not know answers nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aioesx._server.tasks.questions import Choice, Question
from aioesx.connection import Connection
from aioesx.errors import EsxError
from aioesx.jobs._reading import matches
from aioesx.jobs._tables import Key, read_document, read_file, read_row, rows_of, texts, words

__all__ = ["AnsweredQuestion", "QuestionRule", "answer_questions", "read_rules"]

_DEFAULT: Final = "default"
_KEYS: Final = (
    Key("id", words),
    Key("text", words),
    Key("domain", words),
    Key("answer", texts, required=True),
)
_MESSAGE: Final = ":"
"""Ends the message's id in a question's text: ``msg.uuid.altered:This virtual machine ...``."""


@dataclasses.dataclass(frozen=True, slots=True)
class QuestionRule:
    """Which questions are answered, and how.

    Attributes:
        answer: text or key of the choice, or ``"default"`` for the host's proposal.
        ids: globs of the message's id; empty for any.
        texts: globs of the text, in which case does not count; empty for any.
        domains: globs of the domain's name; empty for any.
    """

    answer: str
    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a rule that would answer whatever is asked.

        Raises:
            ValueError: it names neither an id nor a text.
        """
        if not (self.ids or self.texts):
            raise ValueError("a rule needs 'id' or 'text': it should say which question it means")

    def fits(self, domain: str, question: Question) -> bool:
        """Tell whether it means a question about a domain."""
        text = " ".join(question.text.split())
        head = text.partition(_MESSAGE)[0]
        texts = [each.casefold() for each in self.texts]
        return (
            (not self.ids or matches(head, self.ids))
            and (not texts or matches(text.casefold(), texts))
            and (not self.domains or matches(domain, self.domains))
        )

    def choice(self, question: Question) -> Choice | None:
        """Return the choice that it means; None where the question has none such."""
        if self.answer == _DEFAULT:
            return question.default
        wanted = self.answer.casefold()
        return next(
            (
                each
                for each in question.choices
                if wanted in (each.label.casefold(), each.key.casefold())
            ),
            None,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question, and what became of it.

    Attributes:
        domain: name of the domain that it blocks.
        text: what the host asks.
        choices: texts of the answers that it knows.
        rule: number of the rule that means it, from 1; None where none does.
        answer: text of the choice of that rule; None where it is left to a person.
        answered: whether that was given.
        error: why not, or what is not known of it; None without.
    """

    domain: str
    text: str
    choices: tuple[str, ...]
    rule: int | None
    answer: str | None
    answered: bool
    error: EsxError | None = None


def read_rules(path: str | Path) -> tuple[QuestionRule, ...]:
    """Read rules from a TOML file.

    Raises:
        ValueError: it cannot be used; names the file, the rule and the key.
    """
    text, file = read_file(path)
    whole = read_document(text, file)
    for name in whole:
        if name != "rule":
            raise ValueError(f"{file}: there is no key '{name}': rules are [[rule]]")
    return tuple(
        _rule(read_row(table, _KEYS, f"{file}: rule {number}"), f"{file}: rule {number}")
        for number, table in enumerate(rows_of(whole, "rule", file), start=1)
    )


def _rule(row: dict[str, tuple[str, ...] | str], where: str) -> QuestionRule:
    named = {"id": "ids", "text": "texts", "domain": "domains", "answer": "answer"}
    try:
        return QuestionRule(**{named[key]: value for key, value in row.items()})  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


async def answer_questions(
    esx: Connection, rules: Sequence[QuestionRule], *, dry_run: bool = False
) -> tuple[AnsweredQuestion, ...]:
    """Answer what is asked just now, as far as a rule says how; one read, and a call for each.

    What the host refuses is told in the result, and spoils no other.

    Args:
        esx: the connection.
        rules: of which the first that fits counts.
        dry_run: tell what would be answered, and answer nothing.

    Returns:
        all pending questions, those that no rule means among them.
    """
    results = []
    for pending in await esx.domains.pending_questions():
        question = pending.question
        number = next(
            (i for i, rule in enumerate(rules, start=1) if rule.fits(pending.name, question)), None
        )
        choice = None if number is None else rules[number - 1].choice(question)
        error = None
        if choice is not None and not dry_run:
            try:
                await pending.answer(choice)
            except EsxError as refused:
                error = refused
        results.append(
            AnsweredQuestion(
                domain=pending.name,
                text=" ".join(question.text.split()),
                choices=tuple(each.label for each in question.choices),
                rule=number,
                answer=choice.label if choice is not None else None,
                answered=choice is not None and error is None and not dry_run,
                error=error,
            )
        )
    return tuple(results)
