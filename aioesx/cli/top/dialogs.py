"""What ``top`` asks a person: whether to do it, which answer, which password. Textual's screens.

Texts of hosts are handed to textual as `Text`: a string would be read as markup.
"""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

import aioesx
from aioesx.cli.text import visible

__all__ = ["AnswerDialog", "ConfirmDialog", "PasswordDialog"]

_LEAVE = "[escape] leaves it"


class _Dialog:
    """How all of them look."""

    CSS = """
    ConfirmDialog, AnswerDialog, PasswordDialog { align: center middle; }
    #dialog {
        width: 72; max-width: 90%; height: auto; max-height: 90%; padding: 1 2;
        border: round $accent; background: $surface;
    }
    #dialog OptionList { height: auto; max-height: 12; margin-top: 1; }
    #dialog Input { margin-top: 1; }
    #keys { margin-top: 1; color: $text-muted; }
    """


class ConfirmDialog(_Dialog, ModalScreen[bool]):
    """Asks whether something is to be done; anything but ``y`` is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "say(True)", "Yes"),
        ("n,escape,enter,q", "say(False)", "No"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(id="dialog"):
            yield Static(Text(self._question))
            yield Static(Text("[y] yes   [n] no"), id="keys")

    def action_say(self, yes: bool) -> None:
        """Close it with the answer."""
        self.dismiss(yes)


class AnswerDialog(_Dialog, ModalScreen["aioesx.Choice | None"]):
    """Shows what a host asks, and takes one of the answers; None leaves it unanswered."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q", "leave", "Leave")]

    def __init__(self, name: str, question: aioesx.Question) -> None:
        super().__init__()
        self._name = name
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay it out."""
        question = self._question
        with Vertical(id="dialog"):
            yield Static(Text(f"The host asks about {self._name}:", style="bold"))
            yield Static(Text(visible(question.text, keep="\n")))
            yield OptionList(*(Option(self._label(choice)) for choice in question.choices))
            yield Static(Text(f"[enter] answers   {_LEAVE}"), id="keys")

    def _label(self, choice: aioesx.Choice) -> Text:
        default = " (default)" if choice == self._question.default else ""
        return Text(f"{visible(choice.label)}{default}")

    def on_mount(self) -> None:
        """Propose the host's own answer."""
        options = self.query_one(OptionList)
        choices, default = self._question.choices, self._question.default
        options.highlighted = choices.index(default) if default is not None else 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close it with the answer."""
        self.dismiss(self._question.choices[event.option_index])

    def action_leave(self) -> None:
        """Close it without one."""
        self.dismiss(None)


class PasswordDialog(_Dialog, ModalScreen["str | None"]):
    """Asks for a password; None is no answer."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave")]

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self._prompt = prompt

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(id="dialog"):
            yield Static(Text(f"{visible(self._prompt)}:"))
            yield Input(password=True)
            yield Static(Text(f"[enter] goes on   {_LEAVE}"), id="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close it with what was typed."""
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Close it without an answer."""
        self.dismiss(None)
