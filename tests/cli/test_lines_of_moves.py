"""How far a machine is that moves, where there is no terminal: lines of a log."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import invoke
from support.exports import PASSWORD, Leaving, leaving_site
from support.run import Outcome
from support.small_disks import MIB, scatter, shrink

from aioesx._server.moving import ExportProgress
from aioesx.cli.console import Console
from aioesx.cli.moving.showing import Showing
from aioesx.cli.status import ExitStatus
from aioesx.simulator import Options, Simulator, presets

LINE: Final = re.compile(r"\d\d:\d\d:\d\d (\S+) (.+)")
AT: Final = re.compile(r"[a-z-]+(?: \d/\d)?, (\d+) %, .+ moved")


def told(stderr: str) -> list[tuple[str, str]]:
    """Return of each line of progress the machine, and what it is at."""
    found = [LINE.fullmatch(line) for line in stderr.splitlines()]
    return [(line[1], line[2]) for line in found if line is not None]


def far(**changes: Any) -> ExportProgress:
    usual = ExportProgress(
        domain="db01", phase="copying", disk=1, disks=1, at=0, capacity=1000, moved=0, seconds=0.0
    )
    return dataclasses.replace(usual, **changes)


def shown(*steps: ExportProgress, where: str = "", quiet: bool = False) -> list[tuple[str, str]]:
    """Return the lines of some steps."""
    err = io.StringIO()
    console = Console(io.StringIO(), err, quiet)
    with Showing(console) as showing:
        for step in steps:
            showing(step, where)
    console.settle(0)
    return told(err.getvalue())


def test_a_disk_has_a_line_for_each_tenth_at_most() -> None:
    lines = shown(
        far(disk=0), *(far(at=at, moved=2 * at) for at in range(0, 1001, 7)), far(at=1000)
    )

    assert [text for _, text in lines][:2] == ["copying", "copying, 10 %, 210.00 B moved"]
    percents = [match[1] for _, text in lines if (match := AT.fullmatch(text))]
    assert percents == [str(each) for each in range(10, 101, 10)]


def test_a_disk_that_is_gone_on_with_begins_where_it_is() -> None:
    lines = shown(far(disk=0), far(at=640), far(at=650), far(at=700))

    assert [text.partition(",")[2][:5] for _, text in lines] == ["", " 60 %", " 70 %"]


def test_disks_and_hosts_are_told_where_there_are_several() -> None:
    [line] = shown(far(disk=2, disks=3, at=500), where="esx1")

    assert line == ("esx1/db01", "copying 2/3, 50 %, 0.00 B moved")


def test_a_phase_that_begins_again_counts_again() -> None:
    step, half = far(disk=0, phase="verifying"), far(phase="verifying", at=500)

    assert len(shown(step, half, half, step, half)) == 4


def test_an_empty_disk_is_there_at_once() -> None:
    [line] = shown(far(capacity=0))

    assert AT.fullmatch(line[1])


def test_a_name_of_several_lines_is_one() -> None:
    err = io.StringIO()
    console = Console(io.StringIO(), err)
    with Showing(console) as showing:
        showing(far(disk=0, domain="db01\n12:00:00 web01"))
    console.settle(0)

    assert len(err.getvalue().splitlines()) == 1


def test_quiet_has_none() -> None:
    assert shown(far(disk=0), far(at=500), quiet=True) == []


# --- the commands --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hosts() -> Iterator[tuple[Simulator, Simulator]]:
    """Two hosts, at the first of which is ``db01``."""
    served = []
    for number in range(2):
        options = Options(task_seconds=0.0, tools_seconds=0.0)
        state = presets.small_host(machines=3, name=f"esx{number}", number=number, options=options)
        for name in ("web01", "db01"):
            shrink(state, name, MIB)
        served.append(Simulator(state, username="root", password="secret", tls=False))
    with served[0] as here, served[1] as there:
        scatter(here, "db01", 0, 500_000)
        yield here, there


ENV: Final = {"AIOESX_PASSWORD": "secret", "AIOESX_TO_PASSWORD": "secret"}
Words = Callable[[Simulator, Path, str], list[str]]


def _export(there: Simulator, where: Path, name: str) -> list[str]:
    return ["export", "db01", str(where / name)]


def _warm(there: Simulator, where: Path, name: str) -> list[str]:
    return ["export", "web01", str(where / name), "--warm", "--shutdown-seconds", "10"]


def _import(there: Simulator, where: Path, name: str) -> list[str]:
    image = where / f"{name}.raw"
    image.write_bytes(bytes(MIB))
    return ["import", str(image), "--datastore", "datastore1", "--name", f"{where.name}{name}"]


def _copy(there: Simulator, where: Path, name: str) -> list[str]:
    words = ["--datastore", "datastore1", "--name", f"{where.name}{name}"]
    return ["copy", "db01", "--to", there.uri, *words]


MOVES: Final = [
    pytest.param(_export, ["preparing", "copying", "verifying", "finishing"], id="export"),
    pytest.param(
        _warm,
        ["preparing", "pre-copying", "cutting over", "finishing"],
        id="warm",
        marks=pytest.mark.long,
    ),
    pytest.param(_import, ["preparing", "copying", "finishing", "verifying"], id="import"),
    pytest.param(_copy, ["preparing", "copying", "finishing", "verifying"], id="copy"),
]


def moved(
    hosts: tuple[Simulator, Simulator], words: Words, where: Path, name: str, *before: str
) -> Outcome:
    here, there = hosts
    return invoke("-c", here.uri, *before, *words(there, where, name), env=ENV)


@pytest.mark.parametrize(("words", "phases"), MOVES)
def test_a_command_tells_each_phase_and_how_far_it_is(
    hosts: tuple[Simulator, Simulator], tmp_path: Path, words: Words, phases: list[str]
) -> None:
    outcome = moved(hosts, words, tmp_path, "a")

    assert outcome.status == ExitStatus.OK, outcome.stderr
    texts = [text for _, text in told(outcome.stderr)]
    assert [text for text in texts if not AT.fullmatch(text)] == phases
    assert any(AT.fullmatch(text) for text in texts)
    assert not told(outcome.stdout)


@pytest.mark.parametrize(("words", "phases"), MOVES)
def test_data_are_not_disturbed_and_quiet_has_nothing(
    hosts: tuple[Simulator, Simulator], tmp_path: Path, words: Words, phases: list[str]
) -> None:
    if words is _warm:
        hosts[0].change(lambda host: host.find("web01").set_power("poweredOn", None))

    data = moved(hosts, words, tmp_path, "b", "-o", "json")
    quiet = moved(hosts, words, tmp_path, "c", "--quiet") if words is not _warm else None

    assert json.loads(data.stdout)
    assert phases[0] in [text for _, text in told(data.stderr)]
    assert quiet is None or not told(quiet.stderr)


@pytest.mark.parametrize("form", ["qcow2", "ova"])
@pytest.mark.parametrize(
    ("words", "passes"),
    [((), 0), (("--verify",), 1), (("--verify", "--full"), 2), (("--quiet", "--verify"), 0)],
    ids=["looked at", "read", "full", "quiet"],
)
def test_what_is_read_again_is_told_as_far_as_it_is(
    hosts: tuple[Simulator, Simulator],
    tmp_path: Path,
    form: str,
    words: tuple[str, ...],
    passes: int,
) -> None:
    uri = ("-c", hosts[0].uri)
    made = invoke(*uri, "export", "db01", tmp_path, "--format", form, env=ENV)
    assert made.status == ExitStatus.OK, made.stderr
    before = [word for word in words if word == "--quiet"]
    behind = [word for word in words if word != "--quiet"]

    outcome = invoke(*uri, *before, "export-status", tmp_path, *behind, env=ENV)

    assert outcome.status == ExitStatus.OK, outcome.stderr
    texts = [text for _, text in told(outcome.stderr)]
    assert texts.count("verifying") == passes
    assert sum(text.startswith("verifying, 100 %") for text in texts) == passes


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Leaving]:
    with leaving_site(tmp_path) as made:
        yield made


def test_machines_of_a_job_tell_it_beside_their_steps(it: Leaving) -> None:
    it.job('networks = { "VM Network" = "br0" }\n[machines.all]\ndomains = ["*-db01"]\n')
    inventory = it.directory / "hosts.toml"

    outcome = invoke(
        *("export", "--inventory", inventory, "--job", it.file),
        env={"AIOESX_PASSWORD": PASSWORD},
    )

    assert outcome.status == ExitStatus.OK, outcome.stderr
    for name in ("esx0001/esx0001-db01", "esx0002/esx0002-db01"):
        texts = [text for of, text in told(outcome.stderr) if of == name]
        assert {"exporting", "copying", "verifying", "exported"} <= set(texts)
        assert any(AT.fullmatch(text) for text in texts)


def test_a_fleet_keeps_complaints_and_no_lines_of_a_log(it: Leaving, tmp_path: Path) -> None:
    words = ("fleet", "--inventory", it.directory / "hosts.toml", "--select", "esx0001", "export")
    env = {"AIOESX_PASSWORD": PASSWORD}
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "esx0001-db01.qcow2").write_bytes(b"another's")

    well = invoke(*words, "esx0001-db01", tmp_path / "out", env=env)
    badly = invoke(*words, "esx0001-db01", taken, env=env)

    for outcome, ok in ((well, True), (badly, False)):
        record = json.loads(outcome.stdout)
        assert record["ok"] is ok, outcome.stderr
        assert record["complaints"]
        assert not told(record["complaints"])
