"""What commands about the guest of a domain hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, record, records

__all__ = ["COPIED", "PROCESSES", "RESULT"]

RESULT: Final = record(
    1,
    "What became of a program in a guest.",
    Field("status", "integer", "Its exit status."),
    Field("stdout", "string", "Its output, as UTF-8 text.", take="text"),
    Field("stderr", "string", "Its standard error, likewise.", take="error_text"),
    Field("pid", "integer", "The number that it had."),
    Field("left", "string?", "A directory in the guest that could not be removed."),
)

PROCESSES: Final = records(
    1,
    "A process of a guest.",
    Field("pid", "integer", "Its number."),
    Field("name", "string", "Its program."),
    Field("owner", "string", "The guest's user."),
    Field("command", "string", "Its command line."),
    Field("started", "moment", "When it began."),
    Field("ended", "moment?", "When it ended; null while it runs."),
    Field("status", "integer?", "Its exit status; null while it runs."),
)

COPIED: Final = record(
    1,
    "A file that was copied.",
    Field("source", "string", "From where, as it was given."),
    Field("target", "string", "To where, likewise."),
    Field("bytes", "integer", "How many bytes it has.", "bytes"),
)
