"""Write which fields are secret, and what holds them: what a log must not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wsdl.since import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wsdl.schema import DataType, Schema

__all__ = ["module"]

_HEAD: Final = '''"""Which fields are secret, by their type, and the elements that hold such a type.

Written from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["HOLDERS", "SECRETS"]

# fmt: off
'''


def module(schema: Schema) -> str:
    """Return the module's text."""
    fields = {
        name: found for name in sorted(schema.types) if (found := [*_secret_fields(schema, name)])
    }
    holders = {name: sorted({name, *_holders(schema, name)}) for name in fields}
    return "".join(
        [
            _HEAD,
            *table("SECRETS", "type: its secret fields", fields),
            *table("HOLDERS", "type: the elements whose declared type it is", holders),
            "# fmt: on\n",
        ]
    )


def _secret_fields(schema: Schema, name: str) -> Iterator[str]:
    data: DataType | None = schema.types[name]
    while data is not None:
        yield from (member.name for member in data.members if member.secret)
        data = schema.types.get(data.base)


def _holders(schema: Schema, name: str) -> Iterator[str]:
    """Yield the elements that may hold the type without saying so by ``xsi:type``."""
    for data in schema.types.values():
        yield from (member.name for member in data.members if member.type == name)
    for method in schema.operations.values():
        yield from (member.name for member in method.parameters if member.type == name)
        if method.result is not None and method.result.type == name:
            yield f"{method.name}Response"
