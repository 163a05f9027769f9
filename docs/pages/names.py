"""Which public names there are, on which page of the reference each stands, and under which anchor.

A page is a package or a module that users import from. What the face (`aioesx.X`) offers stands on
the page of the package that it comes from; what a package offers besides, behind that, under its
full name.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

import aioesx
from aioesx.vim.words import WireEnum

__all__ = ["PAGES", "Name", "anchor", "documented", "members", "names", "page_of", "source_of"]

PAGES: Final = {
    # page           what it is about
    "connection":    "Connections: opening, options, questions, events of the wire",
    "domain":        "Domains: machines, their devices, snapshots, guests",
    "host":          "Hosts",
    "network":       "Networks and interfaces",
    "storage":       "Pools, volumes, files, disks",
    "inventory":     "Folders and resource pools of a vCenter",
    "watch":         "Changes and events",
    "perf":          "Counters",
    "fleet":         "Fleets",
    "jobs":          "Ready jobs",
    "errors":        "Errors",
    "uri":           "Connection URIs, auth files, units",
    "definition":    "libvirt's XML as values",
    "vmx":           "VMX files",
    "disk":          "Disk files",
    "ovf":           "Packages: OVF and OVA",
    "simulator":     "Simulated hosts, and fixtures for tests",
    "vim":           "The VI API",
}  # fmt: skip
"""In their order; a package that is not here has a page by its name, behind them."""
_BELOW: Final = ("jobs",)
"""Packages whose own packages are imported from, too."""
_UNLOADED: Final = {"fleet.dask": ("run",)}
"""What is read from its source: to load Dask changes how errors are pickled in this process."""
_MERGED: Final = {"auth": "uri", "units": "uri", "pytest_plugin": "simulator"}
_HIDDEN: Final = ("__main__", "cli", "vim")
"""A program, and what has a page of another kind."""


@dataclass(frozen=True)
class Name:
    """A name that users import.

    Attributes:
        shown: as it is written in a program: ``"Domain"`` of the face, ``"errors.TlsError"``.
        found: what it stands for.
        module: where it is imported from.
        page: of the reference.
    """

    shown: str
    found: Any
    module: str
    page: str

    @property
    def word(self) -> str:
        """Its last part."""
        return self.shown.rpartition(".")[2]


def page_of(module: str) -> str:
    """Return the page of a module; what is not public comes from the connection."""
    part = module.removeprefix("aioesx.").split(".")[0]
    if part.startswith("_") or part == "datastore_path":
        return "connection"
    return _MERGED.get(part, part)


@cache
def names() -> dict[str, Name]:
    """Return all public names but those of `aioesx.vim`, by how they are written."""
    found = [
        Name(name, getattr(aioesx, name), home, page_of(home))
        for name, home in aioesx._HOMES.items()
        if name in aioesx.__all__
    ]
    of_the_face = {each.word: each.found for each in found}
    for module in _public_modules():
        short = module.__name__.removeprefix("aioesx.")
        for name in getattr(module, "__all__", ()):
            it = getattr(module, name)
            if of_the_face.get(name) is not it and not isinstance(it, ModuleType):
                found.append(Name(f"{short}.{name}", it, module.__name__, page_of(module.__name__)))
    found += [
        Name(f"{home}.{name}", _stub(home, name), f"aioesx.{home}", page_of(home))
        for home, words in _UNLOADED.items()
        for name in words
    ]
    return {each.shown: each for each in found}


def _public_modules() -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(aioesx.__path__):
        if not info.name.startswith("_") and info.name not in _HIDDEN:
            yield importlib.import_module(f"aioesx.{info.name}")
    for package in _BELOW:
        folder = Path(aioesx.__path__[0]) / package
        for below in sorted(folder.glob("[a-z]*/__init__.py")):
            yield importlib.import_module(f"aioesx.{package}.{below.parent.name}")
    yield importlib.import_module("aioesx.simulator.presets")


def _stub(module: str, name: str) -> FunctionType:
    """Return a function that has the signature and the docstring of one, and does nothing."""
    path = Path(aioesx.__path__[0]) / f"{module.replace('.', '/')}.py"
    (node,) = (
        node
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
    )
    node.body, node.decorator_list = node.body[:1], []
    code = ast.Module([*ast.parse("from __future__ import annotations").body, node], [])
    made: dict[str, FunctionType] = {}
    exec(compile(ast.fix_missing_locations(code), str(path), "exec"), made)  # noqa: S102  # ours
    return made[name]


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets, in the book and where repositories are read."""
    return re.sub(r"[^\w\s-]", "", heading).strip().lower().replace(" ", "-")


@cache
def _assignments(package: str) -> dict[str, tuple[str, str]]:
    """Return what the modules of a package assign at their top: source, and the text behind it."""
    root = Path(aioesx.__path__[0]).parent / package.replace(".", "/")
    folder = root.glob if package == "aioesx" else root.rglob
    files = sorted(folder("*.py")) if root.is_dir() else [root.with_suffix(".py")]
    found: dict[str, tuple[str, str]] = {}
    for path in files:
        body = ast.parse(path.read_text("utf-8")).body
        for statement, behind in zip(body, [*body[1:], ast.Pass()], strict=True):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    pass
                case _:
                    continue
            match behind:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[name] = ast.unparse(value), text
                case _:
                    found.setdefault(name, (ast.unparse(value), ""))
    return found


def source_of(name: Name) -> tuple[str, str]:
    """Return what a constant or an alias is assigned, and the docstring behind it."""
    lower = _assignments("aioesx").get(name.word, ("...", ""))
    return _assignments(name.module).get(name.word, lower)


def documented() -> dict[str, tuple[str, str]]:
    """Return page and heading of every name and every member that docstrings may refer to."""
    known: dict[str, tuple[str, str]] = {}
    for name in names().values():
        known.setdefault(name.word, (name.page, name.shown))
        known[name.shown] = name.page, name.shown
        if isinstance(name.found, type):
            for member in members(name.found):
                known.setdefault(f"{name.word}.{member}", (name.page, f"{name.shown}.{member}"))
    return known


def members(cls: type[Any]) -> dict[str, Any]:
    """Return the methods and properties of a class that its entry tells, in their order.

    Those that come of a base with an entry of its own are told there; an enum's are Python's.
    """
    told = {each.found for each in names().values() if isinstance(each.found, type)} - {cls}
    found: dict[str, Any] = {}
    for owner in cls.__mro__:
        if owner in told or not owner.__module__.startswith("aioesx") or owner is WireEnum:
            continue
        for word, held in vars(owner).items():
            held = getattr(held, "__func__", held)
            if not word.startswith("_") and isinstance(
                held, property | cached_property | FunctionType
            ):
                found.setdefault(word, held)
    return found
