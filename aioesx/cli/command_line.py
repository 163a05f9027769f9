"""A command line from its words to its status: one command, a line of them, or the shell."""

from __future__ import annotations

import os
from collections.abc import Sequence

from aioesx.cli.console import Console
from aioesx.cli.program import MISTAKES, cli, planned, status_of_mistake
from aioesx.cli.reader import Invocation
from aioesx.cli.settings import COMPLETE_VARIABLE
from aioesx.cli.words import commands_of

__all__ = ["invoke"]


def invoke(words: Sequence[str], console: Console) -> int:
    """Run a command line; return its exit status. A mistake in it is one line."""
    if instruction := os.environ.get(COMPLETE_VARIABLE):
        from aioesx.cli.completion import answer  # only where a shell asks

        return answer(instruction, cli, console)
    invocation = Invocation(console)
    try:
        with cli.make_context("aioesx", list(words), obj=invocation) as context:
            cli.invoke(context)
            line: tuple[str, ...] = context.params["line"]
            plans = [planned(each, context) for each in commands_of(line)]
    except MISTAKES as error:
        return status_of_mistake(error, console, words)
    from aioesx.cli.link import Link  # not needed to print a version

    link = Link(invocation.settings, console)
    if not line:
        from aioesx.cli.shell import run_shell

        return run_shell(link)
    from aioesx.cli.run import run_plans

    return run_plans(plans, link)
