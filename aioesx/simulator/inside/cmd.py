"""How Windows takes command lines apart: cmd.exe its own, and programs theirs. No I/O.

cmd.exe looks at the whole line: first variables between percent signs, then carets, quotes and
operators; what is left after that is the program's, quotes and all. A program takes it apart
once more, by the rules of the C library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["CmdCommand", "arguments_of", "line_of", "parse"]

_VARIABLE: Final = re.compile(r"%([^%]+)%")
_DIGITS: Final = frozenset("0123456789")
_SWITCH: Final = re.compile(r"\s*/([A-Za-z])(?::\w+)?(?=[\s/\"]|$)")


@dataclass(slots=True)
class CmdCommand:
    """One command of a line.

    Attributes:
        before: ``&``, ``&&`` or ``||``; what stands before it.
        name: the program, without quotes.
        rest: what comes after, as it is.
        redirects: descriptor, ``<``, ``>``, ``>>`` or ``>&``, and the file.
        group: what stands in parentheses, in place of a program.
    """

    before: str
    name: str = ""
    rest: str = ""
    redirects: list[tuple[int, str, str]] = field(default_factory=list)
    group: list[CmdCommand] | None = None


def line_of(arguments: str) -> str | None:
    """Return the command line that ``cmd.exe`` is given behind ``/c``; None without one."""
    at, strip = 0, False
    while (match := _SWITCH.match(arguments, at)) is not None:
        at = match.end()
        strip = strip or match[1].lower() == "s"
        if match[1].lower() in ("c", "k", "r"):
            line = arguments[at:].strip()
            if line.startswith('"') and (strip or line.count('"') != 2):
                head, _, tail = line[1:].rpartition('"')
                return head + tail
            return line
    return None


def parse(line: str, env: Mapping[str, str]) -> list[CmdCommand]:
    """Take a line apart."""
    known = {name.upper(): value for name, value in env.items()}
    text = _VARIABLE.sub(lambda m: known.get(m[1].upper(), m[0]), line)
    return _commands(_marks(text))


def _commands(marks: list[tuple[str, bool]]) -> list[CmdCommand]:
    commands: list[CmdCommand] = []
    current: list[tuple[str, bool]] = []
    command = CmdCommand("&")
    at = 0
    while at < len(marks):
        mark, plain = marks[at]
        following = marks[at + 1] if at + 1 < len(marks) else ("", False)
        if not plain and mark in "&|":
            double = following == (mark, False)
            if mark == "|" and not double:
                raise ValueError("pipes are not known here")
            _finish(commands, command, current)
            command, current = CmdCommand(mark * (2 if double else 1)), []
            at += 2 if double else 1
        elif mark == "(" and not plain and all(one == (" ", False) for one in current):
            end = _closing(marks, at)
            command.group, at = _commands(marks[at + 1 : end]), end + 1
        elif not plain and mark in "<>":
            at = _redirect(marks, at, command, current)
        else:
            current.append((mark, plain))
            at += 1
    _finish(commands, command, current)
    return [one for one in commands if one.name or one.group is not None]


def _closing(marks: list[tuple[str, bool]], at: int) -> int:
    """Return where a parenthesis is closed."""
    depth = 0
    for place in range(at, len(marks)):
        depth += (marks[place] == ("(", False)) - (marks[place] == (")", False))
        if not depth:
            return place
    raise ValueError("a parenthesis is not closed")


def _marks(text: str) -> list[tuple[str, bool]]:
    """Return each character, and whether it stands for itself only."""
    found: list[tuple[str, bool]] = []
    quoted = False
    at = 0
    while at < len(text):
        mark = text[at]
        if mark == "^" and not quoted:
            found += [(text[at + 1 : at + 2], True)] if at + 1 < len(text) else []
            at += 2
            continue
        if mark == '"':
            quoted = not quoted
            found.append((mark, False))
        else:
            found.append((mark, quoted))
        at += 1
    return found


def _redirect(
    marks: list[tuple[str, bool]], at: int, command: CmdCommand, current: list[tuple[str, bool]]
) -> int:
    """Take a redirection; returns where it ends."""
    kind, _ = marks[at]
    descriptor = 0 if kind == "<" else 1
    spaced = len(current) < 2 or current[-2][0] in " \t"
    if current and current[-1][0] in _DIGITS and not current[-1][1] and spaced:
        descriptor = int(current.pop()[0])
    at += 1
    if at < len(marks) and marks[at] == (">", False) and kind == ">":
        kind, at = ">>", at + 1
    if at < len(marks) and marks[at] == ("&", False):
        command.redirects.append((descriptor, ">&", marks[at + 1][0]))
        return at + 2
    while at < len(marks) and marks[at] == (" ", False):
        at += 1
    name, quoted = "", False
    while at < len(marks) and (quoted or marks[at][1] or marks[at][0] not in " \t<>&|"):
        if marks[at] == ('"', False):
            quoted = not quoted
        else:
            name += marks[at][0]
        at += 1
    command.redirects.append((descriptor, kind, name))
    return at


def _finish(
    commands: list[CmdCommand], command: CmdCommand, current: list[tuple[str, bool]]
) -> None:
    while current and current[0] == (" ", False):
        current.pop(0)
    at = 0
    while at < len(current) and not (current[at][0] in " \t" and not current[at][1]):
        if current[at] == ('"', False):
            pass
        else:
            command.name += current[at][0]
        at += 1
    command.rest = "".join(mark for mark, _ in current[at:]).removeprefix(" ")
    commands.append(command)


def arguments_of(text: str) -> list[str]:
    """Take a program's arguments apart as the C library of Windows does."""
    found: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in " \t":
            at += 1
            continue
        word, at = _argument(text, at)
        found.append(word)
    return found


def _argument(text: str, at: int) -> tuple[str, int]:
    word, quoted = "", False
    while at < len(text) and (quoted or text[at] not in " \t"):
        slashes = len(text) - at - len(text[at:].lstrip("\\"))
        at += slashes
        if text[at : at + 1] != '"':
            word += "\\" * slashes
            if not slashes:
                word += text[at]
                at += 1
            continue
        word += "\\" * (slashes // 2)
        if slashes % 2:
            word += '"'
        elif quoted and text[at + 1 : at + 2] == '"':
            word += '"'
            at += 1
        else:
            quoted = not quoted
        at += 1
    return word, at
