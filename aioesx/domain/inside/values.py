"""What is told of programs and files in a guest: plain values."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from enum import StrEnum

from aioesx import vim

__all__ = ["GuestFile", "GuestFileKind", "GuestProcess", "GuestResult", "file_of", "process_of"]


@dataclasses.dataclass(frozen=True, slots=True)
class GuestResult:
    """What became of a program in a guest.

    Attributes:
        status: its exit status: of a POSIX shell's, 126 and 127 mean that there is no such program.
        stdout: what it wrote to its standard output; empty if that went elsewhere.
        stderr: the same of its standard error.
        pid: the number that it had.
        left: the directory in the guest that could not be removed, or None.
    """

    status: int
    stdout: bytes = dataclasses.field(repr=False)
    stderr: bytes = dataclasses.field(repr=False)
    pid: int
    left: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the exit status is 0."""
        return self.status == 0

    @property
    def text(self) -> str:
        """The standard output as text: UTF-8, what is none replaced, lines ended as here."""
        return _text(self.stdout)

    @property
    def error_text(self) -> str:
        """The standard error as text, likewise."""
        return _text(self.stderr)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


@dataclasses.dataclass(frozen=True, slots=True)
class GuestProcess:
    """A process of a guest.

    Attributes:
        pid: its number.
        name: its program, without the path.
        owner: the guest's user.
        command: its whole command line.
        started: when it began.
        ended: when it ended; None while it runs. What the API has started is remembered for five
            minutes after its end.
        status: its exit status; None while it runs.
    """

    pid: int
    name: str
    owner: str
    command: str
    started: datetime
    ended: datetime | None
    status: int | None

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None


def process_of(info: vim.GuestProcessInfo) -> GuestProcess:
    """Make it of what the host tells."""
    ended = info.end_time
    return GuestProcess(
        info.pid,
        info.name,
        info.owner,
        info.cmd_line,
        info.start_time,
        ended,
        None if ended is None else info.exit_code or 0,
    )


class GuestFileKind(StrEnum):
    """What a name in a guest's directory stands for."""

    FILE = "file"
    DIRECTORY = "directory"
    SYMLINK = "symlink"


@dataclasses.dataclass(frozen=True, slots=True)
class GuestFile:
    """A file, directory or link of a guest.

    Attributes:
        name: without its directory.
        kind: what it is.
        size: in bytes.
        modified: when it was changed, or None.
        accessed: when it was read, or None.
        target: where a link leads; None of what is none.
        mode: permissions as of ``chmod``; None in a Windows guest.
        owner: number of the user who owns it, likewise.
        group: number of the group, likewise.
        hidden: whether Windows hides it; None in a POSIX guest.
        read_only: whether Windows keeps it from being changed; likewise.
    """

    name: str
    kind: GuestFileKind
    size: int
    modified: datetime | None = None
    accessed: datetime | None = None
    target: str | None = None
    mode: int | None = None
    owner: int | None = None
    group: int | None = None
    hidden: bool | None = None
    read_only: bool | None = None


def file_of(info: vim.GuestFileInfo, name: str) -> GuestFile:
    """Make it of what the host tells."""
    told = info.attributes
    posix = told if isinstance(told, vim.GuestPosixFileAttributes) else None
    windows = told if isinstance(told, vim.GuestWindowsFileAttributes) else None
    return GuestFile(
        name,
        GuestFileKind(info.type) if info.type in set(GuestFileKind) else GuestFileKind.FILE,
        info.size,
        told.modification_time,
        told.access_time,
        told.symlink_target or None,
        None if posix is None or posix.permissions is None else posix.permissions & 0o7777,
        None if posix is None else posix.owner_id,
        None if posix is None else posix.group_id,
        None if windows is None else windows.hidden,
        None if windows is None else windows.read_only,
    )
