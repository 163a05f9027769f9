"""Write what references in requests refer to: what the simulator holds them against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wsdl.since import table

if TYPE_CHECKING:
    from wsdl.schema import Member, Schema

__all__ = ["module"]

_HEAD: Final = '''"""What references refer to, by the type or method that has them.

Written from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

from __future__ import annotations

from typing import Final

__all__ = ["REFERENCES"]

# fmt: off
'''


def module(schema: Schema) -> str:
    """Return the module's text; what refers to a type that ``wsdl/`` has not is left out."""
    fields = {item.name: item.members for item in schema.types.values()}
    fields |= {method.name: method.parameters for method in schema.operations.values()}
    rows = {name: _references(schema, members) for name, members in sorted(fields.items())}
    known = {name: row for name, row in rows.items() if row}
    lines = table("REFERENCES", "type or method: its fields, and what they refer to", known)
    return "".join([_HEAD, *lines, "# fmt: on\n"])


def _references(schema: Schema, members: tuple[Member, ...]) -> list[str]:
    return [
        f"{item.name}:{item.ref}"
        for item in members
        if item.ref in schema.managed and item.name != "_this"
    ]
