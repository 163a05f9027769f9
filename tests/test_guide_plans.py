"""docs/plans.md: its plan, its outputs and its program are those of a run on a simulated site."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from support.command import invoke
from support.judges import ROOT
from support.plans import PASSWORD, Estate, estate

import aioesx
from aioesx.jobs.plan.plan_file import _HOSTS, _STAGE, _TOP

PAGE = (ROOT / "docs" / "plans.md").read_text("utf-8")
PLAN = textwrap.dedent(re.findall(r"\n\n((?:    .*\n|\n)+)\n`needs`", PAGE)[0])
ENV = {"AIOESX_PASSWORD": PASSWORD}


def shown(part: str) -> str:
    """Return an output that stands in the page."""
    return textwrap.dedent(PAGE.split(f"<!-- {part} begins -->\n")[1].split("<!--")[0])


def plain(text: str) -> list[str]:
    """Return lines whose seconds, and what is laid out by them, do not count."""
    bare = re.sub(r"\b[0-9]+\.[0-9]\b|in [0-9]+ s", "N", text)
    return [" ".join(line.split()) for line in bare.splitlines() if not line.startswith("---")]


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Estate]:
    with estate(tmp_path) as made:
        made.file = tmp_path / "site.toml"
        made.says(PLAN)
        inventory = f'defaults.password_file = "secret"\n{made.site.inventory_toml()}'
        (tmp_path / "hosts.toml").write_text(inventory, "utf-8")
        (tmp_path / "secret").write_text(PASSWORD, "utf-8")
        yield made


def test_the_dry_run_is_one(it: Estate) -> None:
    assert plain(invoke("plan", it.file, env=ENV).stdout) == plain(shown("dry run"))


def test_the_report_is_one(it: Estate) -> None:
    it.says(PLAN.replace('needs = ["db"]', 'needs = ["db"]\nshutdown = 2'))
    it.deafen("esx0001-web01")

    outcome = invoke("plan", it.file, "--run", env=ENV)

    assert plain(outcome.stdout) == plain(shown("report"))


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_the_program_is_one(it: Estate, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    code = code.replace("site.state", str(it.state)).replace("site.toml", str(it.file))
    names: dict[str, Callable[..., Awaitable[None]]] = {}
    exec(f"async def piece():\n{textwrap.indent(code, '    ')}", {"aioesx": aioesx}, names)

    await names["piece"]()

    assert "0.0 web esx0001-web01 shut down" in capsys.readouterr().out
    assert it.on() == []


def test_every_key_is_told() -> None:
    table = PAGE.split("## What else can a plan say?")[1].split("\n\nHosts by")[0]
    told = set(re.findall(r"\w+", " ".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE))))

    assert {*_TOP, *_HOSTS, *_STAGE} <= told
