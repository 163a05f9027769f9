"""reference.md: what `aioesx` offers to programs, from its own signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, Final

import aioesx
from aioesx import errors

__all__ = ["page"]

_HEAD: Final = """\
# The library `aioesx`

Written by `docs/generate.py` from signatures and docstrings; do not edit. How to use it is told in
the [guide](guide.md). Types and methods of the VI API are in `aioesx.vim`, under their own names.
Every coroutine takes `timeout=`, seconds in all; it is left out here, and told
[at the end](#timeouts).
"""
_TIMEOUT: Final = re.compile(r"\n+``timeout=`` is seconds in all: .*\Z", re.DOTALL)
_EVERY: Final = """\
## Timeouts

`timeout=` is seconds in all, whatever calls and pages there are. Without it a coroutine that starts
a task has 900 seconds, one that waits for something as long as it takes, any other the connection's
time, which is 30 seconds by default. None is no bound but the host's silence (60 seconds in which
nothing is heard of it), and 0 or less fails before anything is sent.
"""
_STARS: Final = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
_SECTION: Final = re.compile(r"(Args|Attributes|Class attributes|Raises|Returns|Yields):")


def page() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *_classes(), *_functions(), *_errors(), _EVERY])


def _classes() -> Iterator[str]:
    shown = ((name, getattr(aioesx, name)) for name in aioesx.__all__)
    for name, found in sorted(shown, key=lambda pair: pair[0].lower()):
        if isinstance(found, type) and not issubclass(found, BaseException):
            yield f"## {name}\n"
            yield _text(found)
            yield from _members(found)


def _members(cls: type[Any]) -> Iterator[str]:
    """Yield the members of a class in the order of its source, those of its bases last."""
    known: set[str] = set()
    for owner in cls.__mro__:
        if not owner.__module__.startswith("aioesx"):
            continue
        for name, member in vars(owner).items():
            if name.startswith("_") or name in known:
                continue
            known.add(name)
            yield from _member(cls, name, member)


def _member(cls: type[Any], name: str, member: Any) -> Iterator[str]:
    member = getattr(member, "__func__", member)
    if isinstance(member, property):
        yield f"### {cls.__name__}.{name}\n\n{_text(member)}"
    elif isinstance(member, FunctionType):
        yield f"### {cls.__name__}.{name}\n\n{_signature(name, member)}\n\n{_text(member)}"


def _functions() -> Iterator[str]:
    yield "## Functions\n"
    for name in aioesx.__all__:
        found = getattr(aioesx, name)
        if isinstance(found, FunctionType):
            yield f"### {name}\n\n{_signature(name, found)}\n\n{_text(found)}"


def _errors() -> Iterator[str]:
    yield f"## Errors\n\n{_text(errors)}"
    for name in errors.__all__:
        found = getattr(errors, name)
        if isinstance(found, type) and issubclass(found, errors.EsxError):
            yield f"### errors.{name}\n\n{_text(found)}"


def _signature(name: str, function: FunctionType) -> str:
    signature = inspect.signature(function)
    taken = [p for p in signature.parameters.values() if p.name not in ("self", "cls", "timeout")]
    parts = [_parameter(p) for p in taken]
    stars = [p.kind is p.KEYWORD_ONLY for p in taken]
    if any(stars):
        parts.insert(stars.index(True), "*")
    word = "await " if inspect.iscoroutinefunction(function) else ""
    result = str(signature.return_annotation).strip("'")
    return f"    {word}{name}({', '.join(parts)}) -> {result}"


def _parameter(parameter: inspect.Parameter) -> str:
    if parameter.default is parameter.empty:
        return f"{_STARS.get(parameter.kind.name, '')}{parameter.name}"
    value = parameter.default
    shown = repr(value) if value is None or isinstance(value, str | int | float) else "..."
    return f"{parameter.name}={shown}"


def _text(thing: type[Any] | property | FunctionType | ModuleType) -> str:
    """Return a docstring as Markdown: paragraphs as they are, its sections as lists."""
    text = _TIMEOUT.sub("", inspect.getdoc(thing) or "")
    lines = []
    for line in text.splitlines():
        if line.strip() == "timeout: seconds in all.":
            continue
        if _SECTION.fullmatch(line):
            lines.append(f"{line}\n")
        elif match := re.match(r"    ([\w*, ]+): (.*)", line):
            lines.append(f"* `{match[1]}`: {match[2]}")
        elif line.startswith("        ") and lines and lines[-1].startswith(("* ", "  ")):
            lines.append(f"  {line.strip()}")
        else:
            lines.append(line)
    return "\n".join(lines).replace("``", "`").rstrip() + "\n"
