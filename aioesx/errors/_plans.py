"""Plans: files that cannot be used, and state files that forbid a run."""

from __future__ import annotations

from aioesx.errors._base import EsxError
from aioesx.errors._documents import DocumentError

__all__ = ["PlanError", "PlanStateError"]


class PlanError(DocumentError):
    """A plan cannot be used, or does not fit the site. The message names file, line, stage, key.

    Nothing was changed anywhere.

    Attributes:
        file: the file, as text, or None.
        stage: the stage that it is about, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        stage: str | None = None,
        key: str | None = None,
    ) -> None:
        at = None if line is None else f"line {line}"
        named = None if stage is None else f"stage {stage}"
        super().__init__(": ".join([*(part for part in (file, at, named, key) if part), message]))
        self.file = file
        self.line = line
        self.stage = stage
        self.key = key


class PlanStateError(EsxError):
    """What the state file of a plan says, or that it cannot be read, forbids a run.

    Nothing was changed anywhere.

    Attributes:
        file: the file, as text.
    """

    def __init__(self, message: str, *, file: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file
