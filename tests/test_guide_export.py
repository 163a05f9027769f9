"""docs/export.md: its Python runs, its job is one, all keys and outcomes are told."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from support.exports import PASSWORD, leaving_site
from support.hosts import connected
from support.judges import ROOT
from support.small_disks import MIB, scatter, shrink

import aioesx
from aioesx._server import moving
from aioesx.cli.moving import words
from aioesx.jobs.exporting import record
from aioesx.jobs.exporting.job_file import GROUP, LIMITS, TOP, WISHES, read_job
from aioesx.simulator import Simulator

PAGE = (ROOT / "docs" / "export.md").read_text("utf-8")
PIECES = re.findall(r"```python\n(.*?)```", PAGE, re.S)
JOB = textwrap.dedent(re.findall(r"\n\n((?:    .*\n|\n)+)\n    aioesx export --job", PAGE)[0])


async def run(code: str, **names: object) -> None:
    made: dict[str, Callable[..., Awaitable[None]]] = {}
    source = f"async def piece({', '.join(names)}):\n{textwrap.indent(code, '    ')}"
    exec(source, {"aioesx": aioesx}, made)
    await made["piece"](**names)


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_what_is_told_of_one_machine_runs(
    simulator: Simulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("db01", "web01"):
        simulator.change(partial(shrink, name=name, size=MIB))
    scatter(simulator, "db01", 0)

    async with connected(simulator) as esx:
        for code in PIECES[:3]:
            await run(code, esx=esx)

    said = capsys.readouterr().out
    assert "out/db01.qcow2 " in said
    assert "db01 done 100 %" in said
    assert "db01 [1]" in said
    assert said.endswith("snapshot\n")


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_the_job_is_one_and_its_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with leaving_site(tmp_path) as it:
        inventory = f'defaults.password_file = "secret"\n{it.site.inventory_toml()}'
        (tmp_path / "hosts.toml").write_text(inventory, "utf-8")
        (tmp_path / "secret").write_text(PASSWORD, "utf-8")
        always = re.sub(r"windows = .*", 'windows = ["daily"]', JOB)
        it.file.write_text(always, "utf-8")

        await run(PIECES[3])

        assert (it.out("esx0002-web01") / "esx0002-web01.qcow2").is_file()
    said = capsys.readouterr().out
    assert "esx0001 esx0001-db01 True True" in said
    assert "step='exported'" in said


def test_all_pieces_are_tried() -> None:
    assert len(PIECES) == 4
    assert [each.name for each in read_job(JOB, "leave.toml").groups] == ["db", "web"]


def test_every_key_of_a_job_is_told() -> None:
    table = PAGE.split("| key | means | without it |")[1].split("\n\n")[0]
    told = set(re.findall(r"`(?:limits\.|machines\.X\.)?(\w+)`", table))

    assert {*TOP, *GROUP, *LIMITS, *WISHES} <= told


def test_every_outcome_is_told() -> None:
    told = set(re.findall(r"^\| `([a-z ]+)` \|", PAGE.split("| outcome |")[1], re.MULTILINE))

    assert {*record.OVER, record.INTERRUPTED, record.NOT_BEGUN} <= told


def test_the_words_of_the_command_are_those_of_the_library() -> None:
    assert get_args(moving.ExportFormat) == words.FORMATS
    assert get_args(moving.ExportWay) == words.WAYS
    assert get_args(moving.HardwareMode) == words.HARDWARE
    assert get_args(moving.Proof) == words.PROOFS
