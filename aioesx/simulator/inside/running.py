"""`Run`: a process as its program sees it: user, directory, environment, descriptors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from aioesx.simulator.faults import Refused
from aioesx.simulator.inside.contents import EMPTY, joined
from aioesx.simulator.inside.shell import ShellError, Steps
from aioesx.simulator.state.files import Content, MemoryContent, ZeroContent

if TYPE_CHECKING:
    from aioesx.simulator.inside.files import Node, Who
    from aioesx.simulator.inside.system import GuestSystem

__all__ = ["DEVICES", "Program", "Run", "Sink"]

DEVICES: Final[dict[str, Content]] = {
    "/dev/null": EMPTY,
    "nul": EMPTY,
    "/dev/zero": ZeroContent(2**62),
}
"""Files that are none: what they read as."""


class Sink:
    """Where a descriptor writes to: a file, or what another command reads.

    Attributes:
        content: all that was written, where it is no file.
    """

    def __init__(self, node: Node | None = None, *, keep: bool = True) -> None:
        self._node = node
        self._keep = keep
        self.content: Content = EMPTY

    def write(self, data: bytes | Content) -> None:
        """Append."""
        content = MemoryContent(data) if isinstance(data, bytes) else data
        if self._node is not None:
            self._node.content = joined(self._node.content, content)
        elif self._keep:
            self.content = joined(self.content, content)


@dataclass(slots=True)
class Run:
    """What a program works with.

    Attributes:
        system: the guest.
        who: the user.
        cwd: the directory.
        env: the variables.
        parameters: of a script: its name and its arguments.
        status: of the last command.
        rename: has the process be called otherwise, when it becomes another program.
    """

    system: GuestSystem
    who: Who
    cwd: str
    env: dict[str, str]
    stdin: Content = EMPTY
    stdin_sink: Sink | None = None
    stdout: Sink = field(default_factory=lambda: Sink(keep=False))
    stderr: Sink = field(default_factory=lambda: Sink(keep=False))
    parameters: list[str] = field(default_factory=list)
    status: int = 0
    rename: Callable[[str], object] = field(default=lambda _: None)

    @property
    def input(self) -> Content:
        """What the program reads."""
        return self.stdin_sink.content if self.stdin_sink is not None else self.stdin

    def complain(self, text: str) -> None:
        """Write a line to the standard error."""
        self.stderr.write(f"{text}{self.system.newline}".encode())

    def say(self, text: str) -> None:
        """Write a line to the standard output."""
        self.stdout.write(f"{text}{self.system.newline}".encode())

    def run(self, words: list[str]) -> Steps:
        """Run a command of the guest's table."""
        return self.system.programs.run(self, words)

    def piped(self) -> tuple[Run, Run]:
        """Return two, the output of one being the other's input."""
        sink = Sink()
        return replace(self, stdout=sink), replace(self, stdin_sink=sink)

    def redirected(self, redirects: list[tuple[int, str, str]]) -> Run:
        """Return the same with descriptors that lead elsewhere.

        Raises:
            ShellError: a file cannot be opened.
        """
        made = replace(self)
        made.env = self.env
        for descriptor, mode, target in redirects:
            if mode == "<":
                made.stdin, made.stdin_sink = self.open(target), None
                continue
            if mode == ">&":
                sink = made.stderr if target == "2" else made.stdout
            else:
                sink = self._sink(target, append=mode == ">>")
            if descriptor == 2:
                made.stderr = sink
            else:
                made.stdout = sink
        return made

    def _sink(self, path: str, *, append: bool) -> Sink:
        if path.lower() in DEVICES:
            return Sink(keep=False)
        files = self.system.files
        try:
            there = files.find(files.clean(path, self.cwd))
            kept = files.follow(there.path).content if append and there is not None else EMPTY
            return Sink(files.write(self.who, files.clean(path, self.cwd), kept))
        except Refused as refusal:
            raise ShellError(f"{path}: {why(refusal)}") from None

    def open(self, path: str) -> Content:
        """Return what a file holds.

        Raises:
            ShellError: it cannot be read.
        """
        if path.lower() in DEVICES:
            return DEVICES[path.lower()]
        files = self.system.files
        try:
            return files.read(self.who, files.clean(path, self.cwd)).content
        except Refused as refusal:
            raise ShellError(f"{path}: {why(refusal)}") from None


_WHY: Final = {
    "FileNotFound": "No such file or directory",
    "NotAFile": "Is a directory",
    "NotADirectory": "Not a directory",
    "GuestPermissionDenied": "Permission denied",
}

Program = Callable[[Run, list[str]], Steps]
"""A program: is given its arguments, without its name."""


def why(refusal: Refused) -> str:
    """Return what a program says of a file that cannot be had."""
    return _WHY.get(refusal.fault.wire_name, refusal.message)
