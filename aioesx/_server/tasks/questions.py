"""Questions of the host and the policies that answer them. No I/O: `tasks` does the talking."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable

from aioesx import vim
from aioesx.errors import QuestionPendingError

__all__ = ["Choice", "Policy", "Question", "answer_default", "refuse"]


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer.

    Attributes:
        key: what is sent to the host.
        label: what a person reads, such as ``"Append"``.
    """

    key: str
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """Something the host wants to know before a virtual machine goes on.

    Attributes:
        id: the host's identifier of the question.
        domain: reference of the virtual machine that it blocks.
        text: the host's text.
        choices: possible answers, in the host's order.
        default: the answer that the host proposes, or None.
    """

    id: str
    domain: vim.ManagedObjectReference
    text: str
    choices: tuple[Choice, ...]
    default: Choice | None

    @classmethod
    def of(
        cls, info: vim.VirtualMachineQuestionInfo, domain: vim.ManagedObjectReference
    ) -> Question:
        """Make it of the property ``runtime.question``."""
        choices = tuple(Choice(entry.key, entry.label) for entry in info.choice.choice_info)
        index = info.choice.default_index
        default = choices[index] if index is not None and 0 <= index < len(choices) else None
        return cls(info.id, domain, info.text, choices, default)

    def pick(self, answer: Choice | str) -> Choice:
        """Find the choice that a policy named by itself, its label or its key.

        Raises:
            ValueError: there is no such choice.
        """
        for choice in self.choices:
            if answer in (choice, choice.label, choice.key):
                return choice
        raise ValueError(
            f"'{answer}' is no answer to the question '{self.text}'; it knows {self._labels()}"
        )

    def pending(self, *, task: vim.ManagedObjectReference | None) -> QuestionPendingError:
        """Make the error for a question that nobody answered; the wording is libvirt's."""
        message = f"pending question blocks virtual machine execution, question is '{self.text}'"
        if not self.choices:
            message += ", no possible answers"
        else:
            message += f", possible answers are {self._labels()}"
            if self.default is None:
                message += ", but no default answer is specified"
        return QuestionPendingError(
            message,
            question=self.text,
            choices=[choice.label for choice in self.choices],
            default=self.default.label if self.default else None,
            task=task,
        )

    def _labels(self) -> str:
        return ", ".join(f"'{choice.label}'" for choice in self.choices)


Policy = Callable[[Question], Awaitable[Choice | str | None] | Choice | str | None]
"""A function, or coroutine function, that chooses: a `Choice`, its label or key; None refuses."""


async def refuse(question: Question) -> None:
    """Leave every question to a person: the call ends with `QuestionPendingError`."""


async def answer_default(question: Question) -> Choice | None:
    """Give every question the answer that the host proposes; refuse where it proposes none."""
    return question.default
