"""JSON Schemas (draft 2020-12) of what commands hand over, made of their shapes; and their lock.

A schema has a version, which stands in its ``$id``. The lock, beside the schemas, has the digest
of each: whoever changes what programs see has to count on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from aioesx.cli.shapes import Field, Shape

__all__ = [
    "DIRECTORY",
    "LOCK",
    "digest",
    "lock_of",
    "printed",
    "schema_of",
    "schema_text",
    "unlocked",
]

DIRECTORY: Final = Path(__file__).parent / "schemas"
"""Where the schemas lie, a file for each command."""

LOCK: Final = "lock.json"
"""Name of the lock there: by command its version and the digest of its schema."""

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "moment": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"},
    "path": {"type": "string"},
    "any": {},
}


def schema_of(command: str, shape: Shape) -> dict[str, Any]:
    """Return the schema of what a command hands over."""
    kinds = [_object(fields) for fields in (shape.fields, shape.others) if fields]
    one = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    head = {
        "$schema": _DRAFT,
        "$id": f"aioesx:{command}:{shape.version}",
        "title": f"aioesx --output json {command}",
        "description": shape.help,
    }
    is_list = shape.many and not shape.lines  # else the schema is that of a line
    return {**head, **({"type": "array", "items": one} if is_list else one)}


def _object(fields: Iterable[Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.key: _field(field) for field in fields},
        "required": [field.key for field in fields],
        "additionalProperties": False,
    }


def _field(field: Field) -> dict[str, Any]:
    one = _object(field.fields) if field.fields else dict(_TYPES[field.kind])
    value: dict[str, Any] = {"type": "array", "items": one} if field.many else one
    if field.nullable and "type" in value:
        value["type"] = [value["type"], "null"]
    return {"description": field.help, **value}


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as it stands in its file."""
    return f"{json.dumps(schema, indent=2)}\n"


_WORDS: Final = ("description", "title")


def digest(schema: Mapping[str, Any]) -> str:
    """Return what tells a schema from another: of what programs see, so without descriptions."""
    seen = json.dumps(_without_words(schema), sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()


def _without_words(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_words(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: {name: _without_words(each) for name, each in value.items()}
        if key == "properties"
        else _without_words(value)
        for key, value in schema.items()
        if key not in _WORDS
    }


def lock_of(shapes: Mapping[str, Shape]) -> dict[str, dict[str, Any]]:
    """Return what the lock has to say of shapes, by command."""
    return {
        name: {"version": shape.version, "sha256": digest(schema_of(name, shape))}
        for name, shape in sorted(shapes.items())
    }


def unlocked(locked: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Return the commands whose schema is another than that of the lock, by the same version."""
    return [
        name
        for name, entry in wanted.items()
        if name in locked and entry != locked[name] and entry["version"] <= locked[name]["version"]
    ]


def printed(command: str | None) -> str:
    """Return the schema of a command as it lies in the package, or by command those of all.

    Raises:
        ValueError: the command has none; the text says so.
    """
    if command is not None:
        file = DIRECTORY / f"{command}.json"
        if command not in _locked():
            raise ValueError(f"no data come of '{command}': it has no schema")
        return file.read_text("utf-8")
    files = {name: DIRECTORY / f"{name}.json" for name in _locked()}
    return schema_text({name: json.loads(file.read_text("utf-8")) for name, file in files.items()})


def _locked() -> Mapping[str, Any]:
    locked: Mapping[str, Any] = json.loads((DIRECTORY / LOCK).read_text("utf-8"))
    return locked
