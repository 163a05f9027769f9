"""`Program`: a program is run for each thing that happens, with no shell between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import anyio

from aioesx.jobs.reactions.reaction import WAITING, ActionError, OnTrouble, Reaction
from aioesx.jobs.reactions.told import VARIABLES, variables_of

__all__ = ["Program"]

_SECRETS: Final = ("AIOESX_PASSWORD", "AIOESX_WEBHOOK")
"""Beginnings of variables that are not handed on."""


class Program(Reaction):
    """Runs a program.

        async with jobs.Program(["./notify", "--to", "ops"]) as program, esx.watch() as changes:
            await jobs.react(changes, program)

    It is given what happened as JSON on its standard input, and in variables: ``AIOESX_EVENT``,
    ``AIOESX_HOST``, ``AIOESX_KIND``, ``AIOESX_NAME``, ``AIOESX_REF``, ``AIOESX_PROPERTY``,
    ``AIOESX_VALUE``, ``AIOESX_BEFORE``, those that there are. Its words are as they are given: no
    shell reads them. What it writes to its standard output is nobody's; standard error is ours.
    It has a process group of its own: one that is left early is killed with all that it has begun.
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        timeout: float = 60.0,
        at_once: int = 1,
        waiting: int = WAITING,
        without: Collection[str] = (),
        on_trouble: OnTrouble | None = None,
    ) -> None:
        """Prepare it; nothing is run.

        Args:
            words: the program and its words.
            timeout: seconds after which one that does not end is killed.
            at_once: how many run at once; with one they run in order.
            waiting: how many wait at most.
            without: variables of ours that it does not get, since a secret is in them.
            on_trouble: is told in a sentence what failed or was dropped.

        Raises:
            ValueError: there is no such program.
        """
        super().__init__(at_once, waiting, on_trouble)
        if isinstance(words, str) or not words:
            raise ValueError("a program is a sequence of words: the first is its name")
        found = shutil.which(words[0])
        if found is None:
            raise ValueError(f"there is no program '{words[0]}' that can be run")
        self._words = [found, *words[1:]]
        self._name = Path(found).name
        self._timeout = timeout
        self._without = VARIABLES.union(without)

    def __repr__(self) -> str:
        return f"<Program {self._name}>"

    async def _act(self, record: dict[str, Any]) -> None:
        try:
            process = await anyio.open_process(
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=None,
                env={**self._ours(), **variables_of(record)},
                start_new_session=True,
            )
        except OSError as error:
            raise ActionError(f"'{self._name}' cannot be run: {error.strerror}") from None
        status: int | None = None
        async with process:
            with _killed_unless_ended(process), anyio.move_on_after(self._timeout):
                await _given(process, f"{json.dumps(record)}\n".encode())
                status = await process.wait()
        if status is None:
            raise ActionError(f"'{self._name}' did not end in {self._timeout:g} s: killed")
        if status:
            ended = f"signal {-status}" if status < 0 else f"status {status}"
            raise ActionError(f"'{self._name}' ended with {ended}")

    def _ours(self) -> dict[str, str]:
        """Return our environment but for secrets, and what another record has left there."""
        return {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_SECRETS) and name not in self._without
        }


@contextmanager
def _killed_unless_ended(process: anyio.abc.Process) -> Iterator[None]:
    """Kill a program that is left before it ends, with whatever it has begun: its group."""
    try:
        yield
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


async def _given(process: anyio.abc.Process, data: bytes) -> None:
    """Hand data to a program, which need not read them."""
    if process.stdin is None:
        return
    with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, OSError):
        await process.stdin.send(data)
    with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, OSError):
        await process.stdin.aclose()
