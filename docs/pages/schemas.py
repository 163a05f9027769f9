"""output.md and the schemas of the package: what each command hands over, from its shape."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from aioesx.cli import schema
from aioesx.cli.catalog import MODULES
from aioesx.cli.declare import CommandRow
from aioesx.cli.shapes import Field, Shape

__all__ = ["command_rows", "files", "page", "shapes"]

_HEAD: Final = Path(__file__).with_name("output.md").read_text("utf-8")


def command_rows() -> list[CommandRow]:
    """Return the rows of all commands that are about a host, or hand something over."""
    names = sorted(set(MODULES.values()))
    modules = [importlib.import_module(f"aioesx.cli.{name}") for name in names]
    return [row for module in modules for row in module.COMMANDS if row.connected or row.output]


def shapes() -> dict[str, Shape]:
    """Return the shapes of the commands that hand over data, by the commands' names."""
    return {row.name: row.output for row in command_rows() if row.output is not None}


def page() -> str:
    """Return the whole page."""
    lines = [_HEAD]
    for name, shape in sorted(shapes().items()):
        what = "A line for each. " if shape.lines else "A list. " if shape.many else ""
        lines += [f"## {name}\n", f"{what}{shape.help} Version {shape.version}.\n"]
        lines += [*_table(shape.fields), ""]
        if shape.others:
            lines += [f"By `--{shape.option}`:\n", *_table(shape.others), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(fields: Iterable[Field]) -> Iterator[str]:
    yield "| Field | Type | Is |\n|---|---|---|"
    yield from _rows(fields, "")


def _rows(fields: Iterable[Field], within: str) -> Iterator[str]:
    for field in fields:
        many = "list of " if field.many else ""
        null = ", or null" if field.nullable else ""
        yield f"| `{within}{field.key}` | {many}{field.kind}{null} | {field.help} |"
        yield from _rows(field.fields, f"{within}{field.key}{'[]' if field.many else ''}.")


def files() -> dict[str, str]:
    """Return the schemas and their lock, by the names of their files.

    Raises:
        ValueError: a schema is not the one that is locked by its version.
    """
    found = shapes()
    lock = schema.DIRECTORY / schema.LOCK
    wanted = schema.lock_of(found)
    locked = json.loads(lock.read_text("utf-8")) if lock.is_file() else {}
    if odd := schema.unlocked(locked, wanted):
        raise ValueError(f"{', '.join(odd)}: the schema changed, its version did not")
    made = {
        f"{name}.json": schema.schema_text(schema.schema_of(name, shape))
        for name, shape in found.items()
    }
    return {**made, schema.LOCK: schema.schema_text(wanted)}
