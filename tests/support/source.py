"""The library's source as the tests of its structure see it: modules and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from support.judges import ROOT

__all__ = ["PACKAGE", "Import", "Module", "modules", "parse"]

PACKAGE: Final = ROOT / "aioesx"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name.

    Attributes:
        module: importing module, as ``"aioesx.cli.main"``.
        line: where in its file.
        target: what is imported, as ``"aioesx.vim"`` or ``"lxml.etree"``; of `from a import b`,
            ``"a.b"``, be `b` a module or not.
        typing_only: it stands under `if TYPE_CHECKING`.
        late: it stands in a function.
    """

    module: str
    line: int
    target: str
    typing_only: bool
    late: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


@dataclass(frozen=True)
class Module:
    """One source file.

    Attributes:
        name: as it is imported.
        path: its file.
    """

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.path.read_text("utf-8"), str(self.path))

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def is_public(self) -> bool:
        """No part of its name begins with an underscore."""
        return not any(part.startswith("_") for part in self.name.split("."))

    def imports(self) -> Iterator[Import]:
        """Yield every import, those in functions and those by constant name too."""
        typing_only = {
            id(node)
            for branch in ast.walk(self.tree)
            if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
            for statement in branch.body
            for node in ast.walk(statement)
        }
        late = {
            id(node)
            for function in ast.walk(self.tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        for node in ast.walk(self.tree):
            for target in _targets(node):
                yield Import(
                    self.name, _line(node), target, id(node) in typing_only, id(node) in late
                )


def _line(node: ast.AST) -> int:
    line: int = getattr(node, "lineno", 0)
    return line


def _targets(node: ast.AST) -> list[str]:
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom():
            return [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
        case ast.Call(
            func=ast.Name(id="__import__" | "import_module" | "late")
            | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return [name]
    return []


def parse(name: str, path: Path) -> Module:
    """Return one source file; it is read when it is looked into."""
    return Module(name, path)


def _name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> list[Module]:
    """Return every module of the library, by name."""
    return sorted(
        (parse(_name_of(path), path) for path in PACKAGE.rglob("*.py")),
        key=lambda module: module.name,
    )
