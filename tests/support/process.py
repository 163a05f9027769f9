"""Server programs for tests: started, asked for their first line, always ended.

It knows nothing of what the programs are.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

__all__ = ["ServerProcess", "serve"]

_END: Final = ""
_GRACE: Final = 5.0


class ServerProcess:
    """A running server program, whose output is read as it comes.

    Attributes:
        first_line: what it said first on standard output, without the line end.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._stderr: list[str] = []
        self._stdout: queue.Queue[str] = queue.Queue()
        self._readers = [
            threading.Thread(target=self._drain, args=(process.stdout, self._stdout.put)),
            threading.Thread(target=self._drain, args=(process.stderr, self._stderr.append)),
        ]
        for reader in self._readers:
            reader.daemon = True
            reader.start()
        self.first_line = ""

    @staticmethod
    def _drain(stream: IO[str] | None, keep: Callable[[str], object]) -> None:
        assert stream is not None
        with stream:
            for line in stream:
                keep(line)
        keep(_END)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def stderr(self) -> str:
        """What it wrote to standard error until now."""
        return "".join(self._stderr)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def readline(self, timeout: float = 20) -> str:
        """Return the next line of standard output; empty at its end.

        Raises:
            AssertionError: there was none within `timeout` seconds.
        """
        try:
            line = self._stdout.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"{self} said nothing; stderr: {self.stderr}") from None
        return line.rstrip("\n")

    def terminate(self) -> None:
        """Send SIGTERM; do not wait."""
        self._process.terminate()

    def kill(self) -> None:
        """Send SIGKILL; do not wait."""
        self._process.kill()

    def wait(self, timeout: float = 20) -> int:
        """Wait until it has ended, and return its exit status."""
        return self._process.wait(timeout)

    def end(self) -> int:
        """End it kindly, then not; return its exit status."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_GRACE)
        for reader in self._readers:
            reader.join(_GRACE)
        return self._process.returncode

    def __repr__(self) -> str:
        state = "running" if self.running else f"ended with {self._process.returncode}"
        return f"<ServerProcess {self._process.args!r} {state}>"


@contextmanager
def serve(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 20,
) -> Iterator[ServerProcess]:
    """Run a server program for the length of a `with` block; it has said its first line then.

    Args:
        argv: the program and its arguments.
        env: variables to add to the environment.
        cwd: its working directory.
        timeout: seconds until the first line must have come.
    """
    process = subprocess.Popen(
        [str(word) for word in argv],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        text=True,
    )
    server = ServerProcess(process)
    try:
        server.first_line = server.readline(timeout)
        assert server.first_line, f"{server} ended at once; stderr: {server.stderr}"
        yield server
    finally:
        server.end()
