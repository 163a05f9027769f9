"""A command run to its end within bounded time, with what it said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support import canary

__all__ = ["LOCALE", "Outcome", "aioesx", "run"]

LOCALE = "C.UTF-8"
"""The locale of what is run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: exit status (negative for a signal) and both its outputs."""

    status: int
    stdout: str
    stderr: str

    def __post_init__(self) -> None:
        canary.said(f"{self.stdout}\n{self.stderr}")


def run(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
    timeout: float = 30,
) -> Outcome:
    """Run a command that must end within `timeout` seconds.

    Args:
        argv: the program and its arguments.
        env: variables to add to the environment.
        cwd: its working directory.
        stdin: text for its standard input, which is empty without.
        timeout: seconds.
    """
    done = subprocess.run(
        [str(word) for word in argv],
        input=stdin if stdin is not None else "",
        capture_output=True,
        env={**os.environ, "LC_ALL": LOCALE, **(env or {})},
        cwd=cwd,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def aioesx(
    *words: str | Path,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    timeout: float = 30,
) -> Outcome:
    """Run our command, as installed beside this Python."""
    program = Path(sys.executable).with_name("aioesx")
    return run([program, *words], env=env, stdin=stdin, timeout=timeout)
