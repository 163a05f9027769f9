"""The shell's line at a terminal: prompt_toolkit with our completion and a history."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from aioesx.cli.complete import completions
from aioesx.cli.known_names import names_of
from aioesx.cli.link import Link
from aioesx.cli.places import STATE, place
from aioesx.cli.program import cli
from aioesx.cli.words import last_of, quoted

__all__ = ["line_editor"]

_HISTORY: Final = "aioesx/history"


def line_editor(link: Link) -> PromptSession[str]:
    """Return what reads lines.

    Args:
        link: by it names are found.
    """
    return PromptSession(
        completer=_Completer(link),
        complete_while_typing=False,
        history=_history(),
        enable_suspend=True,
    )


def _history() -> History:
    """Return the history of earlier shells, if there is a place for it."""
    state = place(STATE)
    if state is None:
        return InMemoryHistory()
    path = state / _HISTORY
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return _History(path)


class _History(FileHistory):
    """One that a full disk does not keep from the next line."""

    def store_string(self, string: str) -> None:
        """Remember a line, if it can be written."""
        with suppress(OSError):
            super().store_string(string)


class _Completer(Completer):
    """Proposes what may come next, names from the host among it."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Propose nothing: the shell asks by `get_completions_async`."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Propose what may come next."""
        words, begun, typed = last_of(document.text_before_cursor)
        for each in await completions(words, begun, cli.commands, names_of(self._link)):
            if each.is_kind:
                for path in _paths(begun):
                    yield Completion(quoted(path), -len(typed), display=path)
            else:
                yield Completion(
                    quoted(each.text), -len(typed), display=each.text, display_meta=each.help
                )


def _paths(begun: str) -> list[str]:
    head, _, tail = begun.rpartition("/")
    where = Path(f"{head}/" if "/" in begun else ".")
    prefix = f"{head}/" if "/" in begun else ""
    try:
        entries = sorted(where.iterdir())
    except OSError:
        return []
    return [
        f"{prefix}{each.name}{'/' if each.is_dir() else ''}"
        for each in entries
        if each.name.startswith(tail) and (tail or not each.name.startswith("."))
    ]
