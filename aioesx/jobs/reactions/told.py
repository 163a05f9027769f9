"""What goes out of a change or an event: as what JSON has, and as variables. No I/O."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from aioesx import vim
from aioesx._plain import to_dict
from aioesx.fleet import FleetEntry
from aioesx.watch import Appeared

__all__ = ["VARIABLES", "is_initial", "record_of", "variables_of"]

_VARIABLES: Final = (
    "event", "host", "kind", "name", "ref", "property", "value", "before", "type", "user",
    "message",
)  # fmt: skip
VARIABLES: Final = frozenset(f"AIOESX_{name.upper()}" for name in _VARIABLES)
"""The variables that a program may find."""

_LONGEST: Final = 4096


def is_initial(thing: Any) -> bool:
    """Tell whether it only says what was there when the watch began."""
    value = thing.value if isinstance(thing, FleetEntry) else thing
    return isinstance(value, Appeared) and value.initial


def record_of(thing: Any) -> dict[str, Any]:
    """Return what goes out of a change, an event, a gap, or one of these of a fleet's host.

    It has ``time`` (when it was told), ``event`` (``"changed"``, ...; ``"event"`` of an event),
    ``host`` of a fleet's, and the fields that `to_dict` gives.
    """
    head: dict[str, Any] = {"time": datetime.now(UTC).isoformat()}
    if isinstance(thing, FleetEntry):
        head["host"], thing = thing.host, thing.value
    if not isinstance(thing, vim.Event):
        return {**head, **to_dict(thing)}
    named = thing.event_type_id if isinstance(thing, vim.EventEx) else thing.wire_name
    return {
        **head,
        "event": "event",
        "type": named,
        "key": thing.key,
        "created": thing.created_time.isoformat(),
        "user": thing.user_name or None,
        "name": thing.vm.name if thing.vm is not None else None,
        "message": thing.full_formatted_message,
    }


def variables_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables that a program finds: ``AIOESX_NAME`` and kin, those that are set.

    A value that is no text is JSON; one too long for a variable is left out, and in the record.
    """
    found = {}
    for name in _VARIABLES:
        value = record.get(name)
        if value is None:
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if len(text) <= _LONGEST and "\0" not in text:
            found[f"AIOESX_{name.upper()}"] = text.encode("utf-8", "replace").decode()
    return found
