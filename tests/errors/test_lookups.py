"""Wherever something is looked for in vain, the error gets what was looked for as fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from support.source import Module, modules

from aioesx import errors

FIELDS = {"name", "id", "kind"}
LOOKUPS = {
    name
    for name in errors.__all__
    if isinstance(cls := getattr(errors, name), type) and issubclass(cls, errors.LookupFailedError)
}


CALL = re.compile(rf"\b(?:{'|'.join(sorted(LOOKUPS))})\(")


def _made(module: Module) -> Iterator[ast.Call]:
    """Yield where an error of a lookup is made.

    This is asked of every module by every worker that collects: few of them are worth a tree.
    """
    if CALL.search(module.path.read_text("utf-8")) is None:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in LOOKUPS:
            yield node


MADE = [(module, call) for module in modules() for call in _made(module)]


def test_there_are_some() -> None:
    assert len(MADE) >= 7


@pytest.mark.parametrize(
    ("module", "call"), MADE, ids=lambda it: getattr(it, "name", getattr(it, "lineno", ""))
)
def test_a_lookup_tells_what_it_looked_for(module: Module, call: ast.Call) -> None:
    given = {keyword.arg for keyword in call.keywords}

    assert given & FIELDS, ast.unparse(call)


@pytest.mark.parametrize("name", sorted(LOOKUPS))
def test_the_kind_is_the_noun_unless_it_is_said(name: str) -> None:
    cls = getattr(errors, name)
    plain = cls("x", name="x")

    assert plain.kind == ("object" if cls is errors.AmbiguousNameError else cls.noun)
    assert cls("x", kind="drive").kind == "drive"
