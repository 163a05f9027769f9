"""`aioesx plan`: for people and for programs, killed in the middle, and called by NUT's upsmon."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import invoke
from support.data import validated
from support.judges import ROOT
from support.plans import PASSWORD, PLAN, Estate, estate
from support.run import Outcome

from aioesx.cli.status import ExitStatus
from aioesx.jobs.plan.record import read_record

ENV = {"AIOESX_PASSWORD": PASSWORD}
COMMAND = Path(sys.executable).with_name("aioesx")


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Estate]:
    with estate(tmp_path) as made:
        (tmp_path / "hosts.toml").write_text(made.site.inventory_toml(), "utf-8")
        made.says('inventory = "hosts.toml"\n' + PLAN)
        yield made


def plan(it: Estate, *words: str, before: tuple[str, ...] = ()) -> Outcome:
    return invoke(*before, "plan", it.file, *words, env=ENV)


def test_without_run_it_is_told_what_would_be_done(it: Estate) -> None:
    outcome = plan(it, "--battery", "100")

    lines = outcome.stdout.splitlines()
    assert outcome.status == ExitStatus.OK
    assert lines[0].split() == ["From", "Until", "Stage", "After", "Machine", "Host", "Action"]
    assert " +0 s    +10 s    web     -       esx0001-web01    esx0001   shut down" in lines
    assert lines[-1] == (
        "plan, down: 6 machines, at most 100 s of 100 s. Nothing was changed; --run does it"
    )
    assert not any(it.calls(host) for host in it.site.hosts)
    assert not it.state.exists()


def test_down_and_up_again_it_is_told_what_came_of_it(it: Estate) -> None:
    before = it.on()

    down = plan(it, "--run")
    off = it.on()
    it.back()
    up = plan(it, "up", "--run", before=("-o", "json"))

    assert (down.status, up.status) == (ExitStatus.OK, ExitStatus.OK)
    assert "plan, down: 8 of 8 as planned, in " in down.stdout
    assert " web esx0001/esx0001-web01 asked\n" in down.stderr
    assert off == []
    assert it.on() == before
    assert {each["outcome"] for each in validated("plan", up.stdout)} == {"started", "is up"}
    assert up.stdout.count("esx0001-web01") == 1


def test_a_dry_run_has_records_of_its_own(it: Estate) -> None:
    found = validated("plan", plan(it, before=("-o", "json")).stdout)

    assert found[0] == {
        "stage": "web",
        "after": [],
        "machine": "esx0001-web01",
        "host": "esx0001",
        "action": "shut down",
        "begins_seconds": 0,
        "ends_seconds": 10,
    }


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (["up"], ExitStatus.FAILED, "tells of no run down, so it is not known which machines"),
        (["--only", "wbe"], ExitStatus.USAGE, "there is no stage 'wbe'; did you mean 'web'?"),
        (["sideways"], ExitStatus.USAGE, "'sideways' is not one of"),
        (["--battery", "0"], ExitStatus.USAGE, "0.0 is not in the range x>0"),
    ],
)
def test_what_cannot_be_is_named(
    it: Estate, words: list[str], status: ExitStatus, complaint: str
) -> None:
    outcome = plan(it, *words)

    assert outcome.status == status
    assert complaint in outcome.stderr


def test_a_mistake_of_the_plan_is_told_with_its_line(it: Estate) -> None:
    it.says(PLAN.replace("needs", "neds"))

    outcome = plan(it, "--run")

    assert outcome.status == ExitStatus.USAGE
    assert "line 16: stage web: neds: there is no such key; did you mean 'needs'?" in outcome.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("site.state", []),
        ("site.state", ["--run"]),
        ("site.toml", ["--run", "--state", "site.toml"]),
        ("site.toml", ["--run", "--state", "link"]),
        ("x.new", ["--run", "--state", "x"]),
        ("x.lock", ["--run", "--state", "x"]),
    ],
)
def test_a_plan_is_not_its_own_state_file(
    it: Estate, monkeypatch: pytest.MonkeyPatch, name: str, words: list[str]
) -> None:
    monkeypatch.chdir(it.file.parent)
    text = it.file.read_text("utf-8")
    file = it.file.rename(name)
    Path("link").symlink_to(file)
    before = sorted(Path().iterdir())

    outcome = invoke("plan", name, *words, env=ENV)

    assert outcome.status == ExitStatus.USAGE
    assert "the state would be written over the plan" in outcome.stderr
    assert file.read_text("utf-8") == text
    assert sorted(Path().iterdir()) == before
    assert not any(host.calls for host in it.site.hosts.values())


def test_what_is_not_done_is_complained_of(it: Estate) -> None:
    it.says('inventory = "hosts.toml"\n' + PLAN)
    it.site.hosts["esx0001"].fault_on("ShutdownHost_Task", "HostCommunication", in_task=True)

    outcome = plan(it, "--run")

    assert outcome.status == ExitStatus.SOME_FAILED
    assert "error: esx0001: not done: " in outcome.stderr


# --- killed in the middle -------------------------------------------------------------------------


def started(it: Estate, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, "plan", it.file, *words],
        env={**os.environ, **ENV},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("moment", "how"),
    [
        ("web begins", signal.SIGKILL),
        ("web01 asked", signal.SIGKILL),
        ("mail01 asked", signal.SIGTERM),
        ("mail01 asked", signal.SIGKILL),
        ("forcing", signal.SIGKILL),
        ("turning off", signal.SIGKILL),
    ],
)
def test_a_command_that_is_killed_is_gone_on_with(
    it: Estate, moment: str, how: signal.Signals
) -> None:
    it.says((it.file.read_text("utf-8")).replace("shutdown = 10", "shutdown = 4"))
    it.deafen("esx0001-web01")
    before = it.on()
    with started(it, "--run") as process:
        assert process.stderr is not None
        for line in process.stderr:
            if moment in line:
                break
        process.send_signal(how)
        process.wait(30)
    record = read_record(it.state.read_text("utf-8"))
    taken = {each.name for each in record.machines.values() if each.step == "asked"}
    for host in it.site.hosts.values():
        host.forget_calls()

    refused = plan(it, "--run")
    resumed = plan(it, "--run", "--resume")

    asked = {name for host in it.site.hosts for _, name in it.calls(host, "ShutdownGuest")}
    assert "broke off: go on with it (resume=True, --resume)" in refused.stderr
    assert resumed.status == ExitStatus.OK, resumed.stderr
    assert not taken & asked
    assert it.on() == []
    assert {each.outcome for each in read_record(it.state.read_text("utf-8")).hosts.values()} == {
        "turned off"
    }
    it.back()
    assert plan(it, "up", "--run").status == ExitStatus.OK
    assert it.on() == before


# --- called by upsmon -----------------------------------------------------------------------------


def notify(it: Estate, kind: str, *, upsc: str = "exit 1") -> int:
    """Call the hook as upsmon does."""
    programs = it.file.parent / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "upsc").write_text(f"#!/bin/sh\n{upsc}\n")
    (programs / "upsc").chmod(0o700)
    done = subprocess.run(
        [ROOT / "examples" / "nut_notify.sh", "a line for people"],
        env={
            **ENV,
            "PATH": f"{programs}:{COMMAND.parent}:{os.environ['PATH']}",
            "HOME": str(it.file.parent),
            "AIOESX_PLAN": str(it.file),
            "AIOESX_PLAN_LOG": str(it.file.parent / "log"),
            "NOTIFYTYPE": kind,
            "UPSNAME": "ups@localhost",
        },
        timeout=50,
    )
    return done.returncode


@pytest.mark.long
def test_nut_shuts_the_site_down_and_brings_it_up(it: Estate) -> None:
    before = it.on()
    seen = []

    for kind in ("ONLINE", "ONBATT", "LOWBATT"):
        assert notify(it, kind, upsc="echo 600") == 0, (it.file.parent / "log").read_text("utf-8")
        seen.append(it.on())
    record = read_record(it.state.read_text("utf-8"))
    it.back()
    assert notify(it, "ONLINE") == 0
    assert notify(it, "ONLINE") == 0

    assert seen == [before, before, []]
    assert record.deadline is not None
    assert 599 < record.deadline - record.begun < 601
    assert it.on() == before
    assert json.loads(it.state.read_text("utf-8"))["owed"] == {}
