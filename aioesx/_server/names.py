"""Names as the API writes them, and what is said of those that there are. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties
from aioesx._words import few

__all__ = ["MACHINES", "called", "escape", "named", "nameless", "there_is", "unescape"]

MACHINES: Final = "vm"
"""What the folder of a datacenter's machines is called."""

_ESCAPED: Final = str.maketrans({"%": "%25", "/": "%2f", "\\": "%5c"})


def escape(name: str) -> str:
    r"""Write a name as the API does: ``%25``, ``%2f`` and ``%5c`` for ``%``, ``/`` and ``\``."""
    return name.translate(_ESCAPED)


def unescape(name: str) -> str:
    r"""Undo the API's escapes: ``%25``, ``%2f`` and ``%5c`` stand for ``%``, ``/`` and ``\``."""
    return unquote(name)


def nameless(ref: vim.ManagedObjectReference) -> str:
    """Return what stands for the name of a thing whose name is not told."""
    return f"<{ref.value}>"


def called(values: Properties) -> str:
    """Return the name of a thing, of the property ``name``; what stands for it if it is hidden."""
    name = values.if_shown("name")
    return unescape(name) if isinstance(name, str) else nameless(values.ref)


def named(
    things: Iterable[ObjectProperties], path: str = "name"
) -> dict[str, vim.ManagedObjectReference]:
    """Return things by their names, as the API writes them, without those that hide theirs.

    Args:
        things: with the property `path`.
        path: what holds the name.
    """
    told = ((thing.values.if_shown(path), thing.ref) for thing in things)
    return {name: ref for name, ref in told if isinstance(name, str)}


def there_is(names: Iterable[str] | Mapping[str, object]) -> str:
    """Return what an error says of the names that there are, where one was not found."""
    return f"what is there: {few(sorted(names)) or 'nothing'}"
