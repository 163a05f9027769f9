"""What a module offers is what its `__all__` says: complete, sorted, importable."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from types import ModuleType
from typing import TypeVar

import pytest
from support.run import run
from support.source import PACKAGE, Module, modules, parse

import aioesx

PUBLIC = [module for module in modules() if module.is_public]
FACE = parse("aioesx", PACKAGE / "__init__.py")
FACES = [module for module in PUBLIC if module.name.count(".") < 2]
"""What users import from: deeper modules offer things to their siblings as well."""


def _name(module: Module) -> str:
    return module.name


def _order(name: str) -> tuple[int, list[object]]:
    """Constants, classes, the rest; numbers inside a name by value: ruff's order."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a top-level statement defines here."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Assign():
            for target in statement.targets:
                yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If() | ast.Try() if "TYPE_CHECKING" not in ast.unparse(statement)[:40]:
            for inner in statement.body:
                yield from _bound_by(inner)


def _reexported_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a package's face takes from its own modules."""
    match statement:
        case ast.ImportFrom(module=str(source)) if source.split(".")[0] == "aioesx":
            yield from (alias.asname or alias.name for alias in statement.names)


def _visible(module: Module, loaded: ModuleType) -> set[str]:
    """Return the public names that the source gives; modules and type variables do not count."""
    readers = [_bound_by, _reexported_by] if module.is_package else [_bound_by]
    return {
        name
        for statement in module.tree.body
        for reader in readers
        for name in reader(statement)
        if not name.startswith("_")
        and not isinstance(getattr(loaded, name, None), ModuleType | TypeVar)
    }


def _is_sorted(names: list[str]) -> bool:
    return names in (sorted(set(names), key=_order), sorted(set(names)))


@pytest.mark.parametrize("module", PUBLIC, ids=_name)
def test_all_is_sorted_and_there(module: Module) -> None:
    loaded = importlib.import_module(module.name)
    exported = list(loaded.__all__) if _visible(module, loaded) else []

    assert _is_sorted(exported), exported
    assert [name for name in exported if not hasattr(loaded, name)] == []


@pytest.mark.parametrize("module", FACES, ids=_name)
def test_all_is_what_is_visible(module: Module) -> None:
    loaded = importlib.import_module(module.name)

    hidden = _visible(module, loaded) - set(getattr(loaded, "__all__", ()))

    assert sorted(hidden) == [], "visible, but not in __all__"


def _shown_to_type_checkers(face: Module = FACE) -> dict[str, str]:
    """Return where type checkers are told that each name of the face is."""
    (branch,) = (node for node in face.tree.body if isinstance(node, ast.If) and not node.orelse
                 and ast.unparse(node.test) == "TYPE_CHECKING")  # fmt: skip
    return {
        alias.name: f"{statement.module}.{alias.name}"
        for statement in branch.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }


# --- packages whose names are loaded when they are first looked at -------------------------------


def _is_lazy(module: Module) -> bool:
    return module.is_package and "_lazy.loader" in module.path.read_text("utf-8")


LAZY = [module for module in modules() if _is_lazy(module)]


NOUNS = (
    *("domain", "storage", "network", "host", "inventory", "watch", "perf", "export", "fleet"),
    *("jobs", "jobs.check", "jobs.report"),
)


def test_the_packages_with_the_nouns_are_lazy() -> None:
    assert {f"aioesx.{noun}" for noun in NOUNS} == {module.name for module in LAZY}


@pytest.mark.parametrize("module", LAZY, ids=_name)
def test_type_checkers_and_programs_see_the_same_package(module: Module) -> None:
    loaded = importlib.import_module(module.name)
    shown = _shown_to_type_checkers(module)

    assert sorted(shown) == sorted(loaded.__all__)
    assert {name: getattr(loaded, name) for name in shown} == {
        name: getattr(importlib.import_module(home.rpartition(".")[0]), name)
        for name, home in shown.items()
    }


@pytest.mark.parametrize("module", LAZY, ids=_name)
def test_a_package_tells_what_it_has_before_it_is_loaded(module: Module) -> None:
    code = f"import {module.name} as it; print(*{{'__all__', *it.__all__}} - {{*dir(it)}})"

    assert run([sys.executable, "-c", code]).stdout.split() == []


@pytest.mark.parametrize("module", LAZY, ids=_name)
def test_a_package_alone_loads_none_of_its_modules(module: Module) -> None:
    code = f"import sys, {module.name}; print(*sys.modules)"

    loaded = run([sys.executable, "-c", code]).stdout.split()

    assert [name for name in loaded if name.startswith(f"{module.name}.")] == []


# --- the face ------------------------------------------------------------------------------------


def test_the_face_is_sorted() -> None:
    assert _is_sorted(list(aioesx.__all__))


def test_type_checkers_and_programs_see_the_same_face() -> None:
    assert sorted(_shown_to_type_checkers()) == sorted(aioesx.__all__)


@pytest.mark.parametrize("name", aioesx.__all__)
def test_a_name_is_loaded_from_where_type_checkers_look(name: str) -> None:
    module, _, attribute = _shown_to_type_checkers()[name].rpartition(".")
    home = importlib.import_module(module)

    assert getattr(aioesx, name) is getattr(home, attribute)
    assert vars(aioesx)[name] is getattr(aioesx, name), "it is looked up once"


def test_the_face_can_be_listed_before_anything_is_loaded() -> None:
    listed = run([sys.executable, "-c", "import aioesx; print(*dir(aioesx))"]).stdout.split()

    assert set(aioesx.__all__) <= set(listed)
    assert listed == sorted(listed)


def test_everything_can_be_imported_at_once() -> None:
    code = "from aioesx import *; import aioesx; print(*{*aioesx.__all__} - {*dir()})"

    assert run([sys.executable, "-c", code]).stdout == "\n"


def test_a_name_that_the_face_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'aioesx' has no attribute 'Toaster'"):
        _ = aioesx.Toaster  # type: ignore[attr-defined]


def test_the_face_tells_its_version() -> None:
    assert aioesx.__version__ == metadata.version("aioesx")


# --- modules that are loaded when something of them is first looked at ----------------------------


LATE = [
    pytest.param(module, node, id=f"{module.name}:{ast.unparse(node.targets[0])}")
    for module in modules()
    if "late(" in module.path.read_text("utf-8")
    for node in ast.walk(module.tree)
    if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("late(")
]


def test_there_are_late_modules() -> None:
    assert LATE


@pytest.mark.parametrize(("module", "node"), LATE)
def test_type_checkers_and_programs_see_the_same_module(module: Module, node: ast.Assign) -> None:
    here = importlib.import_module(module.name)
    late = getattr(here, ast.unparse(node.targets[0]))
    real = importlib.import_module(late.__name__)
    shown = {found.target.strip(".") for found in module.imports() if found.typing_only}

    assert late.__name__ in shown
    name = next(name for name in vars(real) if not name.startswith("_"))
    assert getattr(late, name) is getattr(real, name)
    with pytest.raises(AttributeError, match="toaster"):
        late.toaster  # noqa: B018
