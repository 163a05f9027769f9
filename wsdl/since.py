"""Write what came with which API version as tables: what the simulator hides from older clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wsdl.schema import DataType, Member, Operation, Property, Schema

__all__ = ["module", "table"]

_HEAD: Final = '''"""What came with which API version; what is not here was always there.

Written from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FIELDS", "METHODS", "PROPERTIES", "TYPES"]

# fmt: off
'''
Rows = dict[str, list[str]]


def module(schema: Schema) -> str:
    """Return the module's text."""
    types, methods = schema.types.values(), schema.operations.values()
    fields = {item.name: item.members for item in types}
    fields |= {method.name: method.parameters for method in methods}
    properties = {managed.name: managed.properties for managed in schema.managed.values()}
    return "".join(
        [
            _HEAD,
            *table("FIELDS", "type or method: its newer fields", _newer(fields)),
            *table("TYPES", "version: the types that it brought", _by_version(types)),
            *table("PROPERTIES", "managed type: its newer ones", _newer(properties)),
            *table("METHODS", "version: the methods that it brought", _by_version(methods)),
            "# fmt: on\n",
        ]
    )


def _newer(parts: dict[str, tuple[Member, ...]] | dict[str, tuple[Property, ...]]) -> Rows:
    """Return the newer parts of each thing that has any, ``name:version``."""
    rows = {
        name: [f"{item.name}:{item.since}" for item in items if item.since]
        for name, items in parts.items()
    }
    return {name: rows[name] for name in sorted(rows) if rows[name]}


def _by_version(things: Iterable[DataType | Operation]) -> Rows:
    rows: Rows = {}
    for thing in things:
        if thing.since:
            rows.setdefault(thing.since, []).append(thing.name)
    return {version: sorted(rows[version]) for version in sorted(rows)}


def table(name: str, comment: str, rows: Rows) -> Iterator[str]:
    """Yield the lines of a table of words by name."""
    yield f"{name}: Final[dict[str, str]] = {{  # {comment}\n"
    for key, words in rows.items():
        line = f'    "{key}": "{" ".join(words)}",'
        yield f"{line}  # noqa: E501\n" if len(line) > 100 else f"{line}\n"
    yield "}\n"
