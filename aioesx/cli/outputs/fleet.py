"""What `fleet` hands over: what came of a command at each host."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, Shape

__all__ = ["RESULTS", "columns"]

_ERROR: Final = (
    Field("type", "string", "Kind of the error, such as ConnectError."),
    Field("message", "string", "What it says, with advice."),
)
_CHANGE: Final = (
    Field("method", "string", "What would be called, such as PowerOnVM_Task."),
    Field("name", "string?", "Name of what it is about, where that is known."),
)

_ENTRY: Final = (
    Field("host", "string", "Name in the inventory."),
    Field("uri", "string", "How it is connected to."),
    Field("tags", "string[]", "Words that it is selected by."),
    Field("groups", "string[]", "The groups that it is in, those above them too."),
)

RESULTS: Final = Shape(
    1,
    "What came of the command at one host; by --list a host that is meant.",
    (
        Field("host", "string", "Name of the host in the inventory; below a vCenter vcenter/host."),
        Field("ok", "boolean", "Whether all of it was done."),
        Field(
            "status", "integer", "Exit status that the command would have had at this host alone."
        ),
        Field(
            "data",
            "any",
            "What it hands over by --output json, be it before it failed; null if it only acts. In"
            " CSV its fields are columns, those of error too.",
        ),
        Field("text", "string", "What it said, where it hands over no data."),
        Field("complaints", "string", "What it said on standard error."),
        Field("error", "object?", "Why it failed or was not begun; null if it was.", fields=_ERROR),
        Field("changes", "object[]?", "What a dry run would have changed.", fields=_CHANGE),
        Field("duration", "number", "Seconds from its begin to its end; 0 if not begun.", "s"),
        Field("attempts", "integer", "How often it was begun."),
    ),
    many=True,
    option="list",
    others=_ENTRY,
)


def columns(data: tuple[Field, ...]) -> Shape:
    """Return the shape of lines that have the fields of a command's records as columns.

    Args:
        data: those fields; none of a command that only acts.
    """
    parts = {"data": data, "error": _ERROR}
    fields: list[Field] = []
    for field in RESULTS.fields:
        inside = parts.get(field.name)
        if inside is None:
            fields.append(field)
        else:
            fields += [Field(f"{field.name}.{each.key}", "any", each.help) for each in inside]
    return RESULTS._replace(fields=tuple(fields), option="", others=())
