"""Our command, run inside this process: as `support.run.aioesx` runs it, without its start-up."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from support.run import Outcome

from aioesx.cli.console import Console
from aioesx.cli.main import run

__all__ = ["command", "invoke"]


def command(uri: str, *words: str, password: str = "secret") -> Outcome:
    """Run `aioesx -c URI words...` and return how it ended."""
    return invoke("-c", uri, *words, env={"AIOESX_PASSWORD": password})


def invoke(*words: str | Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Run `aioesx words...` and return how it ended."""
    ours = logging.getLogger("aioesx")
    detail = ours.level
    ours.setLevel(logging.NOTSET)  # as in a process of its own
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    try:
        with mock.patch.dict(os.environ, env or {}):
            status = console.settle(run([str(word) for word in words], console))
    finally:
        ours.setLevel(detail)
    return Outcome(status, out.getvalue(), err.getvalue())
