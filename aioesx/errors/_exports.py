"""Errors of machines that leave a host, or arrive at one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aioesx.errors._base import EsxError
from aioesx.errors._documents import DocumentError
from aioesx.errors._tasks import TransferError

__all__ = [
    "ExportJobError",
    "ExportRefusedError",
    "ExportStateError",
    "LeaseError",
    "OvfError",
    "ProofError",
]


class ExportRefusedError(EsxError):
    """Something is in the way of an export, a copy or an import; nothing was begun.

    Attributes:
        refusals: all that is in the way: `aioesx.Obstacle`, with a word and a sentence each.
        warnings: what is to be known besides.
    """

    def __init__(
        self, message: str, refusals: Sequence[Any] = (), warnings: Sequence[Any] = ()
    ) -> None:
        reasons = "; ".join(str(one) for one in refusals)
        super().__init__(f"{message}: {reasons}" if reasons else message)
        self.refusals = tuple(refusals)
        self.warnings = tuple(warnings)


class ExportJobError(DocumentError):
    """A job of exports cannot be used, or does not fit the hosts; nothing was begun.

    The message names file, line and key; where it is about the hosts, all that is wrong.

    Attributes:
        file: the job's file, as text, or None.
        key: the key that it is about, as TOML writes it, or None.
        problems: all that is wrong, a sentence each.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        key: str | None = None,
        problems: Sequence[str] = (),
    ) -> None:
        at = None if line is None else f"line {line}"
        told = "; ".join([part for part in (message, *problems) if part])
        super().__init__(": ".join([*(part for part in (file, at, key) if part), told]))
        self.file = file
        self.line = line
        self.key = key
        self.problems = tuple(problems)


class ExportStateError(EsxError):
    """What an earlier export left (``NAME.export.json``) cannot be gone on with, or be believed.

    Attributes:
        path: the file.
    """

    def __init__(self, message: str, *, path: Any = None) -> None:
        super().__init__(message)
        self.path = path


class LeaseError(TransferError):
    """A lease failed, or ended before its files had gone through.

    Attributes:
        fault: what the host says of it: a ``vim.MethodFault``, or None.
    """

    def __init__(self, message: str, *, fault: Any = None) -> None:
        super().__init__(message)
        self.fault = fault


class ProofError(TransferError):
    """A copy is not what it is a copy of.

    Attributes:
        disk: which disk.
        offset: the first byte on the disk of what differs; None where only a whole is known to.
    """

    def __init__(self, message: str, *, disk: str = "", offset: int | None = None) -> None:
        super().__init__(message)
        self.disk = disk
        self.offset = offset


class OvfError(DocumentError):
    """An OVF descriptor, its manifest or the archive that they came in cannot be used.

    Attributes:
        line: in which line of the descriptor or manifest, from 1; None where none is to blame.
    """

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line
