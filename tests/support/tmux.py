"""A command in a real terminal: what stands on its screen, and what is typed there."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from support.waiting import until_blocking

__all__ = ["Screen"]

_SIZE: Final = ("-x", "120", "-y", "40")
_OWN: Final = ("TERM", "PATH")
_GONE: Final = 10.0
_ENDED: Final = re.compile(r"\[ended (\d+) (-?echo)\]")
# The shell outlives Ctrl-C, tells how the command ended, and keeps the screen.
_LINE: Final = (
    "trap : INT; {}; echo \"[ended $? $(stty -a | grep -o -e '-*echo ' | tr -d ' ')]\";"
    " exec sleep 600"
)


class Screen:
    """A terminal with one command, which stays on the screen when it has ended.

    Args:
        command: the words of it.
        env: variables to add to the environment.
        errors: a file for its standard error instead of the terminal.
        output: a file for its standard output instead of the terminal.
    """

    def __init__(
        self,
        *command: str | Path,
        env: dict[str, str] | None = None,
        errors: Path | None = None,
        output: Path | None = None,
    ) -> None:
        self._echoes = False
        self._processes: set[int] = set()
        self._home = tempfile.TemporaryDirectory(prefix="tmux")
        self._socket = f"{self._home.name}/socket"
        line = shlex.join(str(word) for word in command)
        line += f" 2>{shlex.quote(str(errors))}" if errors else ""
        line += f" >{shlex.quote(str(output))}" if output else ""
        # tmux gives each terminal a TERM of its own, and a shell may have a PATH of its own.
        words = [f"{name}={value}" for name, value in (env or {}).items() if name in _OWN]
        line = f"{shlex.join(['env', *words])} {line}" if words else line
        variables = [f"-e{name}={value}" for name, value in (env or {}).items()]
        self._tmux("-f/dev/null", "new-session", "-d", *_SIZE, *variables, _LINE.format(line))

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *words],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
            env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        )
        return done.stdout

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return self._tmux("capture-pane", "-p")

    @property
    def coloured(self) -> str:
        """What stands on the screen, with the sequences for its colours."""
        return self._tmux("capture-pane", "-p", "-e")

    def see(self, *texts: str) -> str:
        """Return the screen as soon as texts stand on it."""
        until_blocking(lambda: all(text in self.text for text in texts))
        return self.text

    def miss(self, text: str) -> None:
        """Return as soon as a text stands on it no more."""
        until_blocking(lambda: text not in self.text)

    def type(self, *keys: str) -> None:
        """Type: a text, or a key by tmux's name for it, such as ``C-c`` or ``Enter``."""
        self._tmux("send-keys", *keys)

    def _fact(self, name: str) -> str:
        return self._tmux("display-message", "-p", f"#{{{name}}}").strip()

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor is to be seen."""
        return self._fact("cursor_flag") == "1"

    def end(self) -> int:
        """Wait for the command's end; return its status."""
        match = until_blocking(lambda: _ENDED.search(self.text))
        assert match is not None
        self._echoes = match[2] == "echo"
        return int(match[1])

    @property
    def echoed(self) -> bool:
        """Whether what is typed showed when the command had ended."""
        return self._echoes

    def close(self) -> None:
        """Close the terminal, and hold whatever still ran in it against ending then."""
        with contextlib.suppress(subprocess.CalledProcessError):  # it has ended by itself
            self._processes |= self._of_terminal()
        subprocess.run(
            ["tmux", "-S", self._socket, "kill-server"],
            capture_output=True,
            timeout=_GONE,
            check=False,
        )
        self._home.cleanup()
        try:
            until_blocking(lambda: not any(map(_lives, self._processes)))
        finally:
            for left in filter(_lives, self._processes):
                os.kill(left, signal.SIGKILL)

    def _of_terminal(self) -> set[int]:
        """Return the processes whose terminal this is."""
        device = Path(self._fact("pane_tty")).stat().st_rdev
        return {int(each.name) for each in Path("/proc").glob("[0-9]*") if _tty_of(each) == device}


def _tty_of(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[4])
    except OSError:  # it has ended meanwhile
        return None


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
