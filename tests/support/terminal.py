"""Our command in a terminal of its own, below a shell that outlives it.

A kernel throws away what is on its way to a terminal when the leader of its session ends. So the
command is none: a leader starts it, tells how it ended, and stays until all was read.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
import time
from pathlib import Path
from typing import Final

from support.waiting import until_blocking

__all__ = ["Terminal"]

_SECONDS: Final = 20.0
_ENDED: Final = b"\x00the command has ended\x00"
_LEADER: Final = f"""
import os, signal, sys
told, command = int(sys.argv[1]), sys.argv[2:]
child = os.posix_spawn(command[0], command, os.environ)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
os.write(told, b"%d\\n" % child)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
try:
    os.write(1, {_ENDED!r})
except OSError:
    pass
os.write(told, b"%d\\n" % status)
while True:
    signal.pause()
"""


class Terminal:
    """A command, what it says at its terminal, and how it ends.

    Attributes:
        child: the command's process.
        line: our end of the terminal.
        said: what was read of it.
    """

    def __init__(self, *command: str) -> None:
        reader, writer = os.pipe()
        os.set_inheritable(writer, True)
        self._leader, self.line = pty.fork()
        if self._leader == 0:
            os.environ.pop("AIOESX_PASSWORD", None)
            os.environ["NO_COLOR"] = "1"  # what is said is looked for as text
            os.execv(sys.executable, [sys.executable, "-c", _LEADER, str(writer), *command])
        os.close(writer)
        self._told = os.fdopen(reader, "rb", buffering=0)
        self.said = b""
        self.child = self._number()

    def _number(self) -> int:
        line = b""
        while not line.endswith(b"\n"):
            assert select.select([self._told], [], [], _SECONDS)[0], self.said
            line += self._told.read(1)
        return int(line)

    def hear(self, what: bytes) -> None:
        """Return when something was said."""
        end = time.monotonic() + _SECONDS
        while what not in self.said:
            assert time.monotonic() < end, self.said
            if select.select([self.line], [], [], 0.1)[0]:
                self.said += os.read(self.line, 4096)

    def hear_any(self, *what: bytes) -> None:
        """Return when one of several things was said since the last time."""
        end = time.monotonic() + _SECONDS
        heard = len(self.said)
        while not any(each in self.said[heard:] for each in what):
            assert time.monotonic() < end, self.said
            if select.select([self.line], [], [], 0.1)[0]:
                self.said += os.read(self.line, 4096)

    def type(self, what: bytes) -> None:
        """Type something."""
        os.write(self.line, what)

    def hidden(self) -> None:
        """Return when what is typed does not show."""
        until_blocking(lambda: not self.echoes)

    def stop(self) -> None:
        """Stop the command, as Ctrl-Z does, and return when it is."""
        os.kill(self.child, signal.SIGSTOP)
        stat = Path(f"/proc/{self.child}/stat")
        until_blocking(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T")

    def go_on(self) -> None:
        """Let the command go on after a shell has set the terminal as it likes it."""
        modes = termios.tcgetattr(self.line)
        modes[3] |= termios.ECHO
        termios.tcsetattr(self.line, termios.TCSANOW, modes)
        os.kill(self.child, signal.SIGCONT)

    @property
    def echoes(self) -> bool:
        """Whether what is typed shows."""
        return bool(termios.tcgetattr(self.line)[3] & termios.ECHO)

    def end(self) -> int:
        """Wait for the command's end and read what it has said; return its status."""
        self.hear(_ENDED)
        self.said = self.said.replace(_ENDED, b"")
        return self._number()

    def hang_up(self, *signals: signal.Signals) -> int:
        """Close the terminal, and return the status that the command then ends with.

        Args:
            signals: come to the command, too, which the leader's kernel tells nothing.
        """
        os.close(self.line)
        self.line = -1
        for number in signals:
            os.kill(self.child, number)
        return self._number()

    def close(self) -> None:
        """End whatever is left of it."""
        os.kill(self._leader, signal.SIGKILL)
        os.waitpid(self._leader, 0)
        self._told.close()
        if self.line >= 0:
            os.close(self.line)
