"""A small POSIX shell: quotes, variables, lists, groups, pipes and redirections. No I/O.

`parse` makes a tree of a script; `execute` walks it and asks its `Host` to run commands and open
files. What it does not know (loops, substitutions, background jobs) is a syntax error.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final, Protocol

__all__ = ["Execution", "Leave", "Redirect", "ShellError", "Steps", "Word", "execute", "parse"]

Steps = Generator[float, None, int]
"""What runs: yields the seconds that it sleeps, and returns its exit status."""

_NAME: Final = re.compile(r"[A-Za-z_]\w*|[0-9@?$]")
_ASSIGNED: Final = re.compile(r"[A-Za-z_]\w*=")
_OPERATORS: Final = ("&&", "||", ";", "\n", "|", "(", ")", "&")


class ShellError(Exception):
    """The script is none."""


class Leave(Exception):  # noqa: N818 - it is no error
    """The shell ends with a status."""

    def __init__(self, status: int) -> None:
        self.status = status


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word: a text, or the name of a variable."""

    text: str
    variable: bool = False
    quoted: bool = False


Word = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a descriptor leads: to a file, or where another one does."""

    descriptor: int
    mode: str
    target: Word


@dataclass(slots=True)
class Command:
    """A simple command, or a group of them."""

    words: list[Word] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    group: list[tuple[str, list[Command]]] | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word, an operator or a redirection."""

    kind: str
    word: Word = ()
    text: str = ""
    descriptor: int = -1


def _tokens(script: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(script):
        if script[at] in " \t":
            at += 1
            continue
        operator = next((o for o in _OPERATORS if script.startswith(o, at)), None)
        match = re.compile(r"([0-9]?)(>>|>&|>|<)").match(script, at)
        if operator is not None:
            found.append(Token("operator", text=operator))
            at += len(operator)
        elif match is not None:
            usual = 0 if match[2] == "<" else 1
            found.append(
                Token("redirect", text=match[2], descriptor=int(match[1]) if match[1] else usual)
            )
            at = match.end()
        else:
            word, at = _word(script, at)
            plain = len(word) == 1 and not word[0].quoted and word[0].text in ("{", "}")
            found.append(
                Token("operator" if plain else "word", word, word[0].text if plain else "")
            )
    return found


def _word(script: str, at: int) -> tuple[Word, int]:
    pieces: list[Piece] = []
    while at < len(script) and script[at] not in " \t\n;|&<>()":
        mark = script[at]
        if mark == "'":
            end = script.find("'", at + 1)
            if end < 0:
                raise ShellError("Unterminated quoted string")
            pieces.append(Piece(script[at + 1 : end], quoted=True))
            at = end + 1
        elif mark == '"':
            at = _double(script, at + 1, pieces)
        elif mark == "\\":
            pieces.append(Piece(script[at + 1 : at + 2], quoted=True))
            at += 2
        elif mark == "`" or script.startswith("$(", at):
            raise ShellError("substitution is not known here")
        elif mark == "$" and (match := _variable(script, at)) is not None:
            pieces.append(Piece(match[1], variable=True))
            at = match[0]
        else:
            if pieces and not pieces[-1].variable and not pieces[-1].quoted:
                pieces[-1] = Piece(pieces[-1].text + mark)
            else:
                pieces.append(Piece(mark))
            at += 1
    return tuple(pieces), at


def _double(script: str, at: int, pieces: list[Piece]) -> int:
    text = ""
    while at < len(script) and script[at] != '"':
        if script[at] == "\\" and script[at + 1 : at + 2] in ("\\", '"', "$", "`", "\n"):
            text += script[at + 1]
            at += 2
        elif script[at] == "$" and (match := _variable(script, at)) is not None:
            pieces += [Piece(text, quoted=True), Piece(match[1], variable=True, quoted=True)]
            text, at = "", match[0]
        else:
            text += script[at]
            at += 1
    if at >= len(script):
        raise ShellError("Unterminated quoted string")
    pieces.append(Piece(text, quoted=True))
    return at + 1


def _variable(script: str, at: int) -> tuple[int, str] | None:
    braced = script.startswith("{", at + 1)
    match = _NAME.match(script, at + 1 + braced)
    if match is None:
        return None
    return match.end() + braced, match[0]


def parse(script: str) -> list[tuple[str, list[Command]]]:
    """Return a script as a list of pipelines, each with what stands before it.

    Raises:
        ShellError: it is none.
    """
    tokens = _tokens(script)
    tree, rest = _list(tokens, 0, closing=False)
    if rest != len(tokens):
        raise ShellError(f"syntax error near unexpected token {tokens[rest].text!r}")
    return tree


def _list(
    tokens: list[Token], at: int, *, closing: bool
) -> tuple[list[tuple[str, list[Command]]], int]:
    found: list[tuple[str, list[Command]]] = []
    before = ";"
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "operator" and token.text in (";", "\n"):
            before, at = ";", at + 1
        elif token.kind == "operator" and token.text in ("&&", "||") and found:
            before, at = token.text, at + 1
        elif token.kind == "operator" and token.text == "}" and closing:
            return found, at
        elif token.kind == "operator" and token.text != "{":
            raise ShellError(f"{token.text!r} is not known here")
        else:
            pipeline, at = _pipeline(tokens, at)
            found.append((before, pipeline))
    if closing:
        raise ShellError("end of file unexpected (expecting '}')")
    return found, at


def _pipeline(tokens: list[Token], at: int) -> tuple[list[Command], int]:
    found = []
    while True:
        command, at = _command(tokens, at)
        found.append(command)
        if at >= len(tokens) or (tokens[at].kind, tokens[at].text) != ("operator", "|"):
            return found, at
        at += 1


def _command(tokens: list[Token], at: int) -> tuple[Command, int]:
    command = Command()
    if (tokens[at].kind, tokens[at].text) == ("operator", "{"):
        command.group, at = _list(tokens, at + 1, closing=True)
        at += 1
    while at < len(tokens) and tokens[at].kind != "operator":
        token = tokens[at]
        at += 1
        if token.kind == "word":
            command.words.append(token.word)
            continue
        if at >= len(tokens) or tokens[at].kind != "word":
            raise ShellError("end of file unexpected")
        command.redirects.append(Redirect(token.descriptor, token.text, tokens[at].word))
        at += 1
    if command.group is not None and command.words:
        raise ShellError("word unexpected")
    return command, at


class Execution(Protocol):
    """What runs commands: a process of the guest, and where its descriptors lead."""

    env: dict[str, str]
    parameters: list[str]
    status: int

    def redirected(self, redirects: list[tuple[int, str, str]]) -> Execution:
        """Return the same with descriptors that lead elsewhere.

        Raises:
            ShellError: a file cannot be opened.
        """
        ...

    def piped(self) -> tuple[Execution, Execution]:
        """Return two, the output of one being the other's input."""
        ...

    def run(self, words: list[str]) -> Steps:
        """Run a command."""
        ...

    def complain(self, text: str) -> None:
        """Write to the standard error."""
        ...


def execute(run: Execution, tree: list[tuple[str, list[Command]]]) -> Steps:
    """Carry a script out; returns the last status."""
    for before, pipeline in tree:
        if (before == "&&" and run.status) or (before == "||" and not run.status):
            continue
        run.status = yield from _execute_pipeline(run, pipeline)
    return run.status


def _execute_pipeline(run: Execution, pipeline: list[Command]) -> Steps:
    here, status = run, 0
    for number, command in enumerate(pipeline):
        into = here
        if number < len(pipeline) - 1:
            into, here = here.piped()
        status = yield from _execute_command(into, command, run)
    return status


def _execute_command(run: Execution, command: Command, shell: Execution) -> Steps:
    try:
        ends = [
            (one.descriptor, one.mode, " ".join(expand(run, one.target)))
            for one in command.redirects
        ]
        there = run.redirected(ends) if ends else run
    except ShellError as error:
        run.complain(str(error))
        return 2
    if command.group is not None:
        status = yield from execute(there, command.group)
        return status
    words = [text for word in command.words for text in expand(run, word)]
    while words and _ASSIGNED.match(words[0]):
        name, _, value = words.pop(0).partition("=")
        shell.env[name] = value
    if not words:
        return 0
    return (yield from there.run(words))


def expand(run: Execution, word: Word) -> list[str]:
    """Return what a word stands for: mostly one text."""
    if any(piece.variable and piece.text == "@" for piece in word):
        return list(run.parameters[1:])
    text = "".join(_value(run, piece.text) if piece.variable else piece.text for piece in word)
    if not text and not any(piece.quoted for piece in word):
        return []
    return [text]


def _value(run: Execution, name: str) -> str:
    if re.fullmatch("[0-9]", name):
        number = int(name)
        return run.parameters[number] if number < len(run.parameters) else ""
    if name == "?":
        return str(run.status)
    return run.env.get(name, "")
