"""Command lines for a guest's shell: what is given as a list arrives exactly so. No I/O.

VMware Tools take one text of arguments. In a POSIX guest they hand program and text to a shell; in
a Windows guest the program gets the text, and takes it apart itself. So in either the program
is a shell, which is told where the input comes from and where the output goes:

    POSIX     /bin/sh      -c 'exec PROGRAM ARGUMENTS <in >out 2>err'
    Windows   cmd.exe      /d /s /c "PROGRAM ARGUMENTS <in >out 2>err"

By ``exec`` the process that the host knows is the program itself, so that ending it ends that.
A single text of arguments is the shell's to read, with all that it can; it cannot be kept from
leaving the redirections, being what it is.
"""

from __future__ import annotations

import dataclasses
import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["POSIX", "WINDOWS", "Launch", "Streams", "System", "command_line", "system_of"]

_CMD_SPECIAL: Final = re.compile(r"[()\[\]%!^\"`<>&|;, *?]")
"""What cmd.exe reads as more than itself, outside of quotes; a caret before it takes that away.
Its quotes do not keep ``%`` from it, so it is shown no quotes at all."""

_BATCH: Final = re.compile(r"\.(?:bat|cmd)[. ]*$", re.IGNORECASE)
_READ_TWICE: Final = re.compile(r"[\"%!^<>&|]")
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]|[\\/]{2}[^\\/]")


@dataclasses.dataclass(frozen=True, slots=True)
class System:
    """A kind of guest.

    Attributes:
        windows: whether it is Windows; else something like POSIX.
        separator: between the names of a path.
        nothing: the file that is empty.
    """

    windows: bool
    separator: str
    nothing: str

    def join(self, directory: str, name: str) -> str:
        """Return the path of a name in a directory."""
        bare = directory.rstrip("\\/" if self.windows else "/")
        return f"{bare}{self.separator}{name}"

    def split(self, path: str) -> tuple[str, str]:
        """Return directory and name; the name of a root is empty."""
        marks = "\\/" if self.windows else "/"
        bare = path.rstrip(marks)
        at = max(bare.rfind(mark) for mark in marks)
        directory, name = bare[: at + 1], bare[at + 1 :]
        if not directory:  # "C:\" or "/"
            return path, ""
        short = directory.rstrip(marks)
        root = not short or (self.windows and short.endswith(":"))
        return (directory if root else short), name

    def require_absolute(self, path: str, what: str = "path") -> str:
        """Return a path that means the same to everybody.

        Raises:
            ValueError: it does not begin at the root, or is none.
        """
        right = _DRIVE.match(path) is not None if self.windows else path.startswith("/")
        if not right or "\0" in path:
            example = r"C:\Temp\file" if self.windows else "/tmp/file"  # noqa: S108 - an example
            raise ValueError(f"{what} {path!r} is no absolute path in the guest, as {example} is")
        return path


POSIX: Final = System(windows=False, separator="/", nothing="/dev/null")
WINDOWS: Final = System(windows=True, separator="\\", nothing="NUL")


def system_of(family: str | None, guest_id: str | None) -> System:
    """Return what a guest is, by what its Tools or its configuration say.

    Args:
        family: ``guest.guestFamily``: ``"windowsGuest"``, ``"linuxGuest"``, ...
        guest_id: ``config.guestId``: ``"windows9Server64Guest"``, ``"debian10_64Guest"``, ...
    """
    if family:
        return WINDOWS if family == "windowsGuest" else POSIX
    return WINDOWS if (guest_id or "").lower().startswith("win") else POSIX


@dataclasses.dataclass(frozen=True, slots=True)
class Launch:
    """A program that is to be started.

    Attributes:
        program: its path, or a name that the guest's shell looks for.
        arguments: given exactly so; a single text is the shell's to read.
        env: all variables that it has; None for what the guest gives.
        cwd: where it is started; None for where the guest likes.
    """

    program: str
    arguments: Sequence[str] | str = ()
    env: Mapping[str, str] | None = dataclasses.field(default=None, repr=False)
    cwd: str | None = None

    def require_sound(self, system: System) -> None:
        """Refuse what no guest can be told.

        Raises:
            ValueError: that.
        """
        one = isinstance(self.arguments, str)
        words = [self.program, *([self.arguments] if one else self.arguments)]
        bad = "\0\r\n" if system.windows else "\0"
        if not self.program.strip():
            raise ValueError("no program is named")
        for word in words:
            if not isinstance(word, str):
                raise TypeError(f"arguments are texts, not {type(word).__name__}")
            if any(mark in word for mark in bad):
                raise ValueError(f"{word!r} has a character that no argument in the guest can have")
        if system.windows and not one and _BATCH.search(self.program):
            for word in self.arguments:
                if _READ_TWICE.search(word):
                    raise ValueError(
                        f"{self.program!r} is read twice by cmd.exe, which cannot be given {word!r}"
                        " exactly; give the arguments as one text"
                    )
        for name, value in (self.env or {}).items():
            if not name or "=" in name or "\0" in name + value:
                raise ValueError(f"{name!r} is no name of an environment variable")
        if self.cwd is not None:
            system.require_absolute(self.cwd, "cwd")

    @property
    def variables(self) -> list[str]:
        """The environment as the API takes it."""
        return [f"{name}={value}" for name, value in (self.env or {}).items()]


@dataclasses.dataclass(frozen=True, slots=True)
class Streams:
    """Paths in the guest: where a program reads from, and where it writes to."""

    stdin: str
    stdout: str
    stderr: str


def command_line(system: System, launch: Launch, streams: Streams) -> str:
    """Return the arguments of the guest's shell."""
    build = _cmd if system.windows else _sh
    return build(launch, streams)


def _sh(launch: Launch, streams: Streams) -> str:
    program = shlex.quote(launch.program)
    if "/" not in launch.program and "=" in launch.program:
        program = shlex.quote(f"./{launch.program}")  # else it would be a variable of the shell's
    ends = f"<{shlex.quote(streams.stdin)} >{shlex.quote(streams.stdout)}"
    ends += f" 2>{shlex.quote(streams.stderr)}"
    if isinstance(launch.arguments, str):
        return f"-c {shlex.quote(f'{{ {program} {launch.arguments}{chr(10)}}} {ends}')}"
    words = " ".join(shlex.quote(word) for word in launch.arguments)
    return f"-c {shlex.quote(f'exec {program} {words} {ends}'.replace('  ', ' ', 1))}"


def _cmd(launch: Launch, streams: Streams) -> str:
    program = _CMD_SPECIAL.sub(r"^\g<0>", launch.program)
    paths = (streams.stdin, streams.stdout, streams.stderr)
    one, two, three = (_CMD_SPECIAL.sub(r"^\g<0>", path) for path in paths)
    ends = f"<{one} >{two} 2>{three}"
    if isinstance(launch.arguments, str):
        return f'/d /s /c "({program} {launch.arguments}) {ends}"'
    words = " ".join(_for_cmd(word) for word in launch.arguments)
    return f'/d /s /c "{program} {words} {ends}"'


def _for_cmd(word: str) -> str:
    """Return an argument quoted as programs take theirs apart, and that hidden from cmd.exe."""
    quoted = subprocess.list2cmdline([word])
    return _CMD_SPECIAL.sub(r"^\g<0>", quoted)
