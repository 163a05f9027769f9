"""reference.md and reference/*.md: what aioesx offers to programs, from its own docstrings."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType
from typing import Final

from aioesx.uri import PARAMETERS
from docs.pages import vim
from docs.pages.docstrings import first_sentence, text_of
from docs.pages.entries import entry
from docs.pages.names import PAGES, Name, anchor, documented, names, source_of

__all__ = ["index", "pages"]

_HEAD: Final = """\
# The library `aioesx`

Written by `docs/generate.py` from signatures and docstrings; do not edit. How to use it is told in
the [guide](guide.md), what the names have in common on the page [library](library.md). Types and
methods of the VI API are in `aioesx.vim`, under [their own names](reference/vim.md). Every
coroutine takes `timeout=`, seconds in all; it is left out here, and told [at the end](#timeouts).

A name without a dot is `aioesx.NAME`; others are to be imported as they are written:
`from aioesx import errors`.
"""
_TIMEOUTS: Final = """\
## Timeouts

`timeout=` is seconds in all, whatever calls and pages there are. Without it a coroutine that starts
a task has the connection's `task_timeout=`, else 900 seconds; one that waits for something or
transfers a file the same, else as long as it takes; any other the connection's `timeout=`, else 30
seconds. None is no bound but the host's silence (60 seconds in which
nothing is heard of it), and 0 or less fails before anything is sent.
"""
_TOLD: Final = ("errors", "jobs")
"""Pages that begin with the docstring of their package, which is for users, not about its files."""
_OPTIONS: Final = """\
## Parameters of a URI

`esx://[user@]host[:port]/[path]?parameter=value&...`; the schemes are `esx`, `gsx` and `vpx`.

| Parameter | Value |
|---|---|
"""


def pages() -> dict[str, Callable[[], str]]:
    """Return how each page of the reference is made, by its file's name."""
    made: dict[str, Callable[[], str]] = {f"{page}.md": partial(_page, page) for page in _order()}
    return made | {"vim.md": vim.page}


def index() -> str:
    """Return reference.md: every name, and what it is in one line."""
    parts = [_HEAD]
    for page in _order():
        rows = "".join(_row(name) for name in _of(page))
        parts.append(f"## {_title(page)}\n\n| Name | What it is |\n|---|---|\n{rows}")
    return "\n".join([*parts, _TIMEOUTS])


def _order() -> list[str]:
    """Return the pages with entries in their order, those that nobody thought of behind."""
    found = {name.page for name in names().values()}
    return [page for page in PAGES if page in found] + sorted(found - set(PAGES))


def _of(page: str) -> list[Name]:
    """Return the entries of a page: functions before classes, the face before the rest."""
    return sorted(
        (name for name in names().values() if name.page == page),
        key=lambda name: (
            "." in name.shown and page != "errors",
            not isinstance(name.found, FunctionType),
            name.shown.lower(),
        ),
    )


def _title(page: str) -> str:
    return PAGES.get(page) or f"aioesx.{page}"


def _row(name: Name) -> str:
    told = name.found if isinstance(name.found, type | FunctionType) else source_of(name)[1]
    told = getattr(name.found, "__wrapped__", told)
    return (
        f"| [`{name.shown}`](reference/{name.page}.md#{anchor(name.shown)}) "
        f"| {first_sentence(told)} |\n"
    )


def _page(page: str) -> str:
    return "\n".join(_parts(page)).rstrip() + "\n"


def _parts(page: str) -> Iterator[str]:
    known = documented()
    yield f"# {_title(page)}\n"
    yield (
        "Written by `docs/generate.py` from signatures and docstrings; do not edit. Every coroutine"
        " takes\n`timeout=`, which is left out: [Timeouts](../reference.md#timeouts).\n"
    )
    if page in _TOLD:
        yield text_of(importlib.import_module(f"aioesx.{page}"), page, known)
    for name in _of(page):
        yield from entry(name, known)
    if page == "uri":
        yield _OPTIONS + "".join(f"| `{each.name}` | {each.meaning} |\n" for each in PARAMETERS)
