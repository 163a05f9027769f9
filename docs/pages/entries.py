"""One entry of the reference: a class with its members, a function, an error, an alias."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
from collections.abc import Iterator
from types import FunctionType
from typing import Any, Final, is_typeddict

from docs.pages.docstrings import Known, text_of
from docs.pages.names import Name, members, names, source_of

__all__ = ["entry"]

_STARS: Final = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
_WIDTH: Final = 92
_MODULES: Final = re.compile(
    r"\b(?:aioesx(?:\.(?!vim\b|errors\b)\w+)*|typing|uuid|datetime|pathlib|collections\.abc)\.(?=\w)"
)
_FORWARD: Final = re.compile(r"ForwardRef\('(.*?)'(?:, module='[^']*')?\)")
_UNION: Final = re.compile(r"typing\.Union\[([^\[\]]*(?:\[[^\[\],]*\])?)\]")
_CLASS: Final = re.compile(r"<(?:class|enum) '(.*?)'>")


def entry(name: Name, known: Known) -> Iterator[str]:
    """Yield the parts of an entry: its heading first."""
    yield f"## {name.shown}\n"
    found = name.found
    if isinstance(found, FunctionType):
        yield f"{_signature(name.shown, found)}\n"
        yield text_of(found, name.page, known)
    elif isinstance(found, type):
        yield from _class(name, found, known)
    elif fixture := getattr(found, "__wrapped__", None):
        yield text_of(fixture, name.page, known)
    else:
        value, text = source_of(name)
        yield f"    {name.word} = {value if len(value) < _WIDTH else '...'}\n"
        yield text_of(text, name.page, known)


def _class(name: Name, cls: type[Any], known: Known) -> Iterator[str]:
    bases = [base for base in cls.__bases__ if issubclass(base, BaseException) or _is_told(base)]
    if bases:
        listed = ", ".join(f"`{base.__name__}`" for base in bases)
        yield text_of(f"A kind of {listed}, with all that belongs to one.", name.page, known)
    fields = _fields(cls)
    if made := _construction(name, cls):
        yield f"{made}\n"
    yield text_of(cls, name.page, known, fields, name.word)
    if wire := getattr(cls, "wire_names", None) if issubclass(cls, BaseException) else None:
        yield f"Of the API's {', '.join(f'`{each}`' for each in sorted(wire))}.\n"
    if issubclass(cls, enum.Enum):
        yield "Members:\n"
        yield "".join(f"* `{member.name}`: `{member.value!r}`\n" for member in cls)
    yield from _members(name, cls, known)


def _is_told(cls: type[Any]) -> bool:
    """Tell whether a class has an entry of its own."""
    return any(each.found is cls for each in names().values())


def _fields(cls: type[Any]) -> dict[str, str]:
    """Return the types of a class's attributes, as far as they are told, with their defaults."""
    told: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        for field, kind in vars(base).get("__annotations__", {}).items():
            told[field] = _kind(kind)
    if dataclasses.is_dataclass(cls):
        for field in dataclasses.fields(cls):
            if field.default is not dataclasses.MISSING:
                told[field.name] += f" = {_default(field.default)}"
    return told


def _construction(name: Name, cls: type[Any]) -> str:
    """Return how one is made, for what a program makes itself."""
    if is_typeddict(cls) or issubclass(cls, enum.Enum | BaseException):
        return ""
    init = vars(cls).get("__init__")
    if not isinstance(init, FunctionType) or dataclasses.is_dataclass(cls):
        return ""
    if not re.search(r"^Args:", inspect.getdoc(cls) or "", re.MULTILINE):
        return ""  # the library makes it
    return _signature(name.shown, init)


def _members(name: Name, cls: type[Any], known: Known) -> Iterator[str]:
    for word, held in members(cls).items():
        yield f"### {name.shown}.{word}\n"
        if isinstance(held, FunctionType):
            yield f"{_signature(word, held)}\n"
        else:
            function: Any = held.fget if isinstance(held, property) else held.func
            yield f"    {word}: {_kind(inspect.signature(function).return_annotation)}\n"
        yield text_of(held, name.page, known, cls=name.word)


def _signature(name: str, function: FunctionType) -> str:
    signature = inspect.signature(function)
    awaited = inspect.iscoroutinefunction(function)
    left_out = ("self", "cls", "timeout") if awaited else ("self", "cls")
    taken = [each for each in signature.parameters.values() if each.name not in left_out]
    parts = [_parameter(each) for each in taken]
    stars = [each.kind is each.KEYWORD_ONLY for each in taken]
    if any(stars) and not any(each.kind is each.VAR_POSITIONAL for each in taken):
        parts.insert(stars.index(True), "*")
    word = "await " if awaited else ""
    returned = signature.return_annotation
    constructed = function.__name__ == "__init__" or returned is signature.empty
    result = "" if constructed else f" -> {_kind(returned)}"
    line = f"    {word}{name}({', '.join(parts)}){result}"
    if len(line) <= _WIDTH:
        return line
    inner = "".join(f"        {part},\n" for part in parts)
    return f"    {word}{name}(\n{inner}    ){result}"


def _parameter(parameter: inspect.Parameter) -> str:
    kind = "" if parameter.annotation is parameter.empty else f": {_kind(parameter.annotation)}"
    told = f"{_STARS.get(parameter.kind.name, '')}{parameter.name}{kind}"
    if parameter.default is parameter.empty:
        return told
    shown = _default(parameter.default)
    return f"{told} = {shown}" if kind else f"{told}={shown}"


def _default(value: Any) -> str:
    """Return a default as it is written, where that is short."""
    plain = value is None or isinstance(value, str | int | float | tuple | enum.Enum)
    return repr(getattr(value, "value", value)) if plain else "..."


def _kind(annotation: Any) -> str:
    """Return a type as it is written, without where it comes from."""
    text = annotation if isinstance(annotation, str) else str(annotation)
    text = _CLASS.sub(r"\1", _FORWARD.sub(r"\1", text)).replace("vim.base.", "vim.")
    if union := _UNION.fullmatch(text):
        text = union[1].replace(", ", " | ")
    return _MODULES.sub("", text).replace("NoneType", "None").strip("'\"")
