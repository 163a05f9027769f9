"""Modules that are loaded when they are first used, so that importing aioesx stays cheap.

Type checkers see a plain import, and so does the test of the layers:

    if TYPE_CHECKING:
        from aioesx.definition import targets
    else:
        targets = lazy_module("aioesx.definition.targets")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["lazy_module", "lazy_names"]


class _LazyModule:
    """Stands for a module; whatever is asked of it is asked of the module."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"<lazy {self._name}>"

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


def lazy_module(name: str) -> Any:
    """Return what stands for a module until it is needed."""
    return _LazyModule(name)


def lazy_names(package: str, homes: dict[str, str]) -> Callable[[str], Any]:
    """Return a package's ``__getattr__``.

    Args:
        package: its name.
        homes: each name that it offers lazily, and the module that has it.
    """

    def find(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(home), name)

    return find
