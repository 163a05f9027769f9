"""What the state file of a job holds: a record as JSON, and the version of its form. No I/O."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["read_state", "state_text"]

R = TypeVar("R")


def state_text(record: Any, version: int) -> str:
    """Return a record, a dataclass, as its file has it."""
    return json.dumps({"version": version, **dataclasses.asdict(record)}, indent=1) + "\n"


def read_state(text: str, what: str, version: int, make: Callable[[dict[str, Any]], R]) -> R:
    """Read what a state file says.

    Args:
        text: all of it.
        what: whose it is, for errors: ``"a plan"``.
        version: of the form that is known.
        make: makes the record of its keys, but for the version.

    Raises:
        ValueError: it is none, or of another version; the text says so.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no state file of {what}: {error}") from None
    if not isinstance(found, dict) or found.pop("version", None) != version:
        raise ValueError(f"is no state file of {what}, or one of another version")
    try:
        return make(found)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"is no state file of {what}: {error!r}") from None
