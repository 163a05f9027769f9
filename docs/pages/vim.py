"""reference/vim.md: the names of `aioesx.vim`, which are those of the VI API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from aioesx import vim

__all__ = ["page"]

_HEAD: Final = """\
# The VI API

Written by `docs/generate.py` from `aioesx.vim`; do not edit. What the names mean is told by
VMware's "vSphere Web Services API" reference. Types and methods
are called as there, fields are written in snake case (`config.hardware.numCPU` is
`config.hardware.num_cpu`); **property paths**, which are sent to the host as they are, stay as the
API writes them. How to call and read is told in the
[guide](../guide.md#what-if-aioesx-has-no-method-for-it).

A reference is `vim.Ref("VirtualMachine", "vm-42")`. What a host sends and this list does not have
comes as `vim.Unknown`, with its name and fields; nothing that a host may send makes a read fail.
"""


def page() -> str:
    """Return the whole page."""
    found = {name: getattr(vim, name) for name in vim.__all__}
    classes = {name: it for name, it in found.items() if isinstance(it, type)}
    methods = {name: it for name, it in classes.items() if _is(it, vim.Method)}
    data = {name: it for name, it in classes.items() if _is(it, vim.DataObject)}
    words = {name: it for name, it in classes.items() if issubclass(it, str)}
    rest = sorted(set(found) - set(methods) - set(data) - set(words))
    return "\n".join(
        [
            _HEAD,
            "## Methods\n\nCalled by `esx.call`, those that return a task by `esx.run`.\n",
            *_lines(methods),
            "\n## Types\n\nWith the fields of their own; those of the base come besides.\n",
            *_lines(data),
            "\n## Words\n\nEach equals its text, and is a member by that in upper snake case.\n",
            *_words(words),
            "\n## What they are made of\n",
            *(f"* `{name}`" for name in rest),
            "",
        ]
    )


def _is(cls: type[Any], base: type[Any]) -> bool:
    return issubclass(cls, base)


def _lines(classes: dict[str, type[Any]]) -> Iterator[str]:
    for name, cls in sorted(classes.items()):
        own = [field for field in vars(cls).get("__annotations__", {}) if not field.startswith("_")]
        base = cls.__bases__[0].__name__
        of = f" ({base})" if base not in ("DataObject", "Method") else ""
        yield f"* `{name}`{of}{': ' if own else ''}{', '.join(f'`{field}`' for field in own)}"


def _words(enums: dict[str, type[Any]]) -> Iterator[str]:
    for name, cls in sorted(enums.items()):
        words = [
            str(held)
            for word, held in vars(cls).items()
            if isinstance(held, str) and word[0] != "_"
        ]
        yield f"* `{name}`{': ' if words else ''}{', '.join(f'`{word}`' for word in words)}"
