"""Modules that know each other: what imports what, read from the source.

At import time no module of the library may lead back to itself: such a circle is one import away
from a module that is half made. Imports for type checkers and imports inside functions make no such
trouble, but two files that need each other are one idea, or one of them is in the wrong room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest
from support.source import Import, Module, modules, parse

Graph = dict[str, set[str]]

WEBS: Final = ("aioesx.simulator.", "aioesx.vim.")
"""Where types name each other: the objects of an inventory, and those of the schema."""

FRIENDS: Final = {
    frozenset({"aioesx.domain.domain", "aioesx.domain.snapshots"}),
    frozenset({f"aioesx.storage.{name}" for name in ("pool", "volumes", "volume")}),
    frozenset(
        f"aioesx.jobs.report.{name}"
        for name in (
            "report",
            *("page.assembled", "page.overview", "page.packed"),
            *("writing.ansible", "writing.netbox", "writing.plain", "writing.workbook"),
        )
    ),
}
"""But these: a domain has snapshots, and a snapshot is of a domain; so have pools volumes; and a
report is written by what knows a form each."""


def at_import_time(found: Import) -> bool:
    return not (found.typing_only or found.late)


def at_all(found: Import) -> bool:
    return True


def graph_of(modules: Iterable[Module], counts: Callable[[Import], bool]) -> Graph:
    """Return what each module imports of the others."""
    by_name = {module.name: module for module in modules}
    return {
        name: {
            home
            for found in module.imports()
            if counts(found) and (home := _home(found.target, by_name)) not in (None, name)
            if home is not None
        }
        for name, module in by_name.items()
    }


def _home(target: str, known: Mapping[str, Module]) -> str | None:
    """Return the module that an import names, or takes a name from."""
    return next((n for n in (target, target.rpartition(".")[0]) if n in known), None)


def circles(graph: Graph) -> set[frozenset[str]]:
    """Return the largest groups of modules each of which leads to all others."""
    reached = {name: _reached(graph, name) for name in graph}
    groups = {
        frozenset(other for other in reached[name] if name in reached[other]) for name in graph
    }
    return {group for group in groups if group}


def _reached(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    ahead = [*graph[start]]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += graph[name]
    return found


def test_no_circle_at_import_time() -> None:
    assert circles(graph_of(modules(), at_import_time)) == set()


def test_no_circle_at_all_where_no_types_need_it() -> None:
    outside = [module for module in modules() if not module.name.startswith(WEBS)]

    assert circles(graph_of(outside, at_all)) == FRIENDS


@pytest.mark.parametrize(
    ("counts", "source", "is_circle"),
    [
        (at_import_time, "from aioesx import b", True),
        (at_import_time, "from aioesx.b import name", True),
        (at_import_time, "import aioesx.b", True),
        (at_import_time, "def f():\n    from aioesx import b", False),
        (at_import_time, "if TYPE_CHECKING:\n    from aioesx import b", False),
        (at_import_time, "if not TYPE_CHECKING:\n    from aioesx import b", True),
        (at_import_time, "import os", False),
        (at_all, "def f():\n    from aioesx import b", True),
        (at_all, "if TYPE_CHECKING:\n    from aioesx import b", True),
    ],
)
def test_a_circle_is_seen(
    counts: Callable[[Import], bool], source: str, is_circle: bool, tmp_path: Path
) -> None:
    texts = {"aioesx.a": source, "aioesx.b": "import aioesx.c", "aioesx.c": "import aioesx.a"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)

    found = circles(graph_of([parse(name, tmp_path / name) for name in texts], counts))

    assert found == ({frozenset(texts)} if is_circle else set())
