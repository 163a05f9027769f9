"""Completion in bash, zsh and fish: click's scripts call this program, which proposes words.

The person's shell waits for it, so nobody is asked for a password, and a host has two seconds.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import anyio
import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from aioesx.cli.complete import Candidate, completions
from aioesx.cli.console import Console
from aioesx.cli.known_names import names_of
from aioesx.cli.link import Link
from aioesx.cli.records import logged_to
from aioesx.cli.settings import COMPLETE_VARIABLE, Settings
from aioesx.units import whole_number

__all__ = ["answer", "proposed", "script"]

_BREAKS: Final = frozenset(":=@")
"""Where bash ends a word, and completes what comes behind."""

_NAME: Final = "aioesx"


def script(shell: str, program: click.Command) -> str:
    """Return the script that makes a shell ask a program.

    Args:
        shell: ``bash``, ``zsh`` or ``fish``.
        program: ours.
    """
    return _completer(shell, program).source() + "\n"


def answer(instruction: str, program: click.Command, console: Console) -> int:
    """Answer a shell's script; return the exit status.

    Args:
        instruction: what `COMPLETE_VARIABLE` says, such as ``bash_complete``.
        program: ours.
        console: where to write.
    """
    shell, _, what = instruction.partition("_")
    if get_completion_class(shell) is None or what != "complete":
        return 1
    if not {"COMP_WORDS", "COMP_CWORD"} <= os.environ.keys():
        return 1
    if shell == "bash":
        _join_words()
    console.put(_completer(shell, program).complete() + "\n")
    return 0


def _join_words() -> None:
    """Put together what bash takes apart at ``:``, ``=`` and ``@``: URIs, for one."""
    words = os.environ["COMP_WORDS"].split("\n")
    number = whole_number(os.environ["COMP_CWORD"]) or 0
    whole: list[str] = []
    place, open_end = 0, False
    for position, word in enumerate(words):
        breaks = bool(word) and set(word) <= _BREAKS
        if whole and (breaks or open_end):
            whole[-1] += word
        else:
            whole.append(word)
        open_end = breaks
        if position <= number:
            place = len(whole) - 1
    os.environ["COMP_WORDS"] = "\n".join(whole)
    os.environ["COMP_CWORD"] = str(max(place, number - len(words) + len(whole)))


def _completer(shell: str, program: click.Command) -> ShellComplete:
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"no completion for {shell}")
    return kind(program, {}, _NAME, COMPLETE_VARIABLE)


def proposed(
    settings: Settings, words: Sequence[str], begun: str, commands: Mapping[str, Any]
) -> list[CompletionItem]:
    """Return what may come next on a command line of the program.

    Args:
        settings: how to connect.
        words: of the command, as far as they are typed.
        begun: what is typed of the next one.
        commands: the program's, by name.
    """
    found = anyio.run(_find, words, begun, commands, settings)
    if os.environ.get(COMPLETE_VARIABLE, "").startswith("bash"):
        behind = max(begun.rfind(each) for each in _BREAKS) + 1
        return [_item(each, quote=shlex.quote, behind=behind) for each in found]
    return [_item(each) for each in found]


async def _find(
    words: Sequence[str], begun: str, commands: Mapping[str, Any], settings: Settings
) -> list[Candidate]:
    link = Link(settings, Console(None, None), asks=False)
    with logged_to(link.console, False):  # nothing may stand between what is typed
        try:
            return await completions(words, begun, commands, names_of(link))
        finally:
            await link.aclose()


def _item(
    candidate: Candidate, quote: Callable[[str], str] = str, behind: int = 0
) -> CompletionItem:
    """Return a candidate as click has it.

    Args:
        candidate: what may come next.
        quote: quotes it for the shell.
        behind: how much of it the shell takes for a word of its own, that stands there.
    """
    if candidate.is_kind:
        return CompletionItem("", type=candidate.text)
    return CompletionItem(quote(candidate.text[behind:]), help=candidate.help or None)
