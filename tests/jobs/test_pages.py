"""docs/jobs.md and docs/checks.md: their Python runs, their files and command lines are read."""

from __future__ import annotations

import io
import re
import shlex
import textwrap
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from support.judges import ROOT

import aioesx
from aioesx import jobs
from aioesx.cli.console import Console
from aioesx.cli.program import cli, planned
from aioesx.cli.reader import Invocation
from aioesx.jobs.check import CHECKS
from aioesx.simulator import Simulator

JOBS, CHECKS_PAGE = ((ROOT / "docs" / name).read_text("utf-8") for name in ("jobs.md", "checks.md"))


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.S)


RULES, SCHEDULE = blocks(JOBS, "toml")
COMMANDS = re.findall(r"^    (?:\*/15 \* \* \* \*  root  )?(aioesx .*)$", JOBS + CHECKS_PAGE, re.M)


@pytest.mark.anyio
@pytest.mark.parametrize("page", [JOBS, CHECKS_PAGE], ids=["jobs", "checks"])
async def test_all_pieces_run_one_after_the_other(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, page: str
) -> None:
    (tmp_path / "office.toml").write_text(SCHEDULE, "utf-8")
    body = "\n".join(blocks(page, "python")).replace("office.toml", str(tmp_path / "office.toml"))
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    exec(f"async def pieces(esx, fleet):\n{textwrap.indent(body, '    ')}", {}, names)

    async with aioesx.Fleet(simulator.uri, password="secret") as fleet:
        await names["pieces"](esx, fleet)


def test_the_files_that_are_shown_are_read(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(RULES, "utf-8")

    assert [rule.answer for rule in jobs.read_rules(file)] == ["I Copied It", "default"]
    assert [each.name for each in jobs.schedule_of(SCHEDULE)] == ["office"]


@pytest.mark.parametrize("line", COMMANDS)
def test_the_command_lines_are_read(line: str) -> None:
    console = Console(io.StringIO(), io.StringIO())
    invocation = Invocation(console)
    words = shlex.split(line)[1:]

    with cli.make_context("aioesx", words, obj=invocation) as context:
        plan = planned(list(context.params["line"]), context)

    assert plan.name in context.params["line"]


def test_the_table_of_checks_is_that_of_the_library() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]*)\|$", CHECKS_PAGE, re.M)
    usual = {
        name: " ".join(
            f"{option} {value}"
            for option, value in (("-w", each.warning), ("-c", each.critical))
            if value is not None
        )
        for name, each in CHECKS.items()
    }

    assert {name: text.strip().strip("`") for name, text in rows} == usual
