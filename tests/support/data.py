"""What a command hands over for programs, held against its schema."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker

from aioesx.cli.program import cli
from aioesx.cli.schema import printed

__all__ = ["cells_of", "validated"]

_FORMATS: Final = FormatChecker()


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    """Tell whether a text is a moment with its zone."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def validated(command: str, text: str) -> Any:
    """Return what a command wrote as JSON, which fits the schema that the package has for it."""
    schema = json.loads(printed(command))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=_FORMATS)
    shape = cli.commands[command].row.output
    if shape is not None and shape.lines:
        values = [json.loads(line) for line in text.splitlines()]
        for each in values:
            validator.validate(each)
        return values
    value = json.loads(text)
    validator.validate(value)
    return value


def cells_of(text: str) -> list[Mapping[str, Any]]:
    """Return the records of a CSV file, by the names in its head."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
