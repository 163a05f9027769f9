"""Our command, run inside this process: as `support.run.aioesx` runs it, without its start-up."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from click.testing import CliRunner
from support.run import Outcome

from aioesx.cli.main import cli

__all__ = ["command", "invoke"]


def command(uri: str, *words: str, password: str = "secret") -> Outcome:
    """Run `aioesx -c URI words...` and return how it ended."""
    return invoke("-c", uri, *words, env={"AIOESX_PASSWORD": password})


def invoke(*words: str, env: Mapping[str, str]) -> Outcome:
    """Run `aioesx words...` and return how it ended."""
    root, ours = logging.getLogger(), logging.getLogger("aioesx")
    handlers, level, detail = root.handlers[:], root.level, ours.level
    ours.setLevel(logging.NOTSET)  # as in a process of its own
    try:
        done = CliRunner().invoke(cli, words, env=env)
    finally:  # the command's own log writes to streams that are gone now
        root.handlers[:] = handlers
        root.setLevel(level)
        ours.setLevel(detail)
    return Outcome(done.exit_code, done.stdout, done.stderr)
