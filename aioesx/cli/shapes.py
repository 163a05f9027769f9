"""What a command's data look like: a small language of tables, for who declares them.

A `Shape` says what fields a record has, where each value stands in what the library gave, and
what it means. The same table makes the record (`Shape.plain`), the JSON Schema
(`aioesx.cli.schema`) and the page docs/output.md, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

__all__ = ["SUFFIXES", "Field", "Shape", "lines", "record", "records"]

SUFFIXES: Final[Mapping[str, str]] = {
    "KiB": "kib",
    "KiB/s": "kib_s",
    "MiB": "mib",
    "bytes": "bytes",
    "bytes/s": "bytes_s",
    "kB/s": "kb_s",
    "MHz": "mhz",
    "Mbit/s": "mbit_s",
    "s": "seconds",
    "%": "percent",
}
"""By unit, how the name of a field ends that has it."""


class Field(NamedTuple):
    """A field of a record.

    Attributes:
        name: what the library calls it; the field's own name tells its unit besides (`key`).
        type: ``string``, ``integer``, ``number``, ``boolean``, ``moment``, ``uuid``, ``path`` (of
            a datastore), ``object`` or ``any``; with ``[]`` a list of such, with ``?`` at the end
            it may be null.
        help: what it is, in a line.
        unit: of a number: a key of `SUFFIXES`.
        fields: those of an object.
        take: where the value stands, if not under `name`: attributes with dots between.
    """

    name: str
    type: str
    help: str
    unit: str = ""
    fields: tuple[Field, ...] = ()
    take: str = ""

    @property
    def key(self) -> str:
        """The name in the record: with the unit at its end."""
        suffix = SUFFIXES[self.unit] if self.unit else ""
        told = not suffix or self.name == suffix or self.name.endswith(f"_{suffix}")
        return self.name if told else f"{self.name}_{suffix}"

    @property
    def kind(self) -> str:
        """The type of one value, without ``[]`` and ``?``."""
        return self.type.rstrip("?").removesuffix("[]")

    @property
    def nullable(self) -> bool:
        """Whether it may be null: not told, or there is none."""
        return self.type.endswith("?")

    @property
    def many(self) -> bool:
        """Whether it is a list."""
        return "[]" in self.type

    def plain(self, value: Any) -> Any:
        """Return the field's value in a record made of `value`, as JSON has it."""
        held = value
        for name in (self.take or self.name).split("."):
            held = held.get(name) if isinstance(held, Mapping) else getattr(held, name)
            if held is None:
                return None
        if self.kind == "path":
            return str(held)
        if not self.fields:
            return _plain(held)
        return [_record(self.fields, each) for each in held] if self.many else self._one(held)

    def _one(self, held: Any) -> dict[str, Any]:
        return _record(self.fields, held)


class Shape(NamedTuple):
    """What a command hands over.

    Attributes:
        version: counts the changes of what programs see.
        help: what a record is.
        fields: of a record.
        many: whether it is a list of records, of any length, or one record.
        option: the flag by which records are of another kind.
        others: the fields of that other kind.
        lines: whether each record is written as soon as it is there, as a document of its own: of
            what has no end of itself.
    """

    version: int
    help: str
    fields: tuple[Field, ...]
    many: bool = False
    option: str = ""
    others: tuple[Field, ...] = ()
    lines: bool = False

    def plain(self, value: Any, *, other: bool = False) -> dict[str, Any]:
        """Return a record of what the library gave, or of a mapping by the names of fields."""
        return _record(self.others if other else self.fields, value)


def record(version: int, help: str, *fields: Field) -> Shape:  # noqa: A002 - the attribute's name
    """Return the shape of one record."""
    return Shape(version, help, fields)


def records(version: int, help: str, *fields: Field) -> Shape:  # noqa: A002 - likewise
    """Return the shape of a list of records."""
    return Shape(version, help, fields, many=True)


def lines(version: int, help: str, *fields: Field) -> Shape:  # noqa: A002 - likewise
    """Return the shape of records that are written one by one as they come."""
    return Shape(version, help, fields, many=True, lines=True)


def _record(fields: tuple[Field, ...], value: Any) -> dict[str, Any]:
    return {field.key: field.plain(value) for field in fields}


_AS_IT_IS: Final = (str, int, bool)


def _plain(value: Any) -> Any:
    """Return a leaf, or a list of leaves."""
    if type(value) in _AS_IT_IS:
        return value
    from aioesx import to_dict  # lists of names and numbers need it not

    return to_dict(value)
