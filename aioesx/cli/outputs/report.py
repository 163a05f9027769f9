"""What `report` hands over: the whole inventory."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, record

__all__ = ["REPORT"]

_FAILED: Final = (
    Field("host", "string", "Name in the inventory."),
    Field("error", "string", "Kind of the error, such as ConnectError."),
    Field("message", "string", "What it says."),
)

REPORT: Final = record(
    1,
    "An inventory of a host, a vCenter or a fleet.",
    Field("taken", "moment", "When it was made."),
    Field("hosts", "integer", "How many hosts were asked; a vCenter counts as one."),
    Field("failed", "object[]", "Those that are in no table, and why.", fields=_FAILED),
    Field("problems", "string[]", "What is hidden, or may be old, a sentence each."),
    Field("tables", "any", "Records by the names of tables; docs/reports.md has their fields."),
)
