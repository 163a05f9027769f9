"""The options that stand before the command, as one value."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COMPLETE_VARIABLE", "FORMATS", "TABLE", "Settings"]

COMPLETE_VARIABLE: Final = "_AIOESX_COMPLETE"
"""The environment variable by which a shell's script asks what may come next."""

TABLE: Final = "table"
"""virsh's text."""

FORMATS: Final = (TABLE, "json", "csv", "yaml", "wire")
"""What ``--output`` takes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """The options that stand before the command.

    Attributes:
        uri: connection URI or alias, or None.
        password_file: where the password stands, or None.
        read_only: whether changes are refused.
        debug: whether errors show a traceback, and the log goes to standard error.
        log: file that the log is written to the end of, or None.
        timing: whether it is told how long each command took.
        output: how data are written, one of `FORMATS`.
        trace: whether requests and answers are shown.
        timeout: seconds for each coroutine, in all; None for the usual times.
        on_question: what becomes of questions of the host; see `aioesx.cli.answering`.
    """

    uri: str | None = None
    password_file: Path | None = None
    read_only: bool = False
    debug: bool = False
    log: Path | None = None
    timing: bool = False
    output: str = TABLE
    trace: bool = False
    timeout: float | None = None
    on_question: tuple[str, ...] = ()
