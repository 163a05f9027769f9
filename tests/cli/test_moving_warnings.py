"""What a command of machines that move warns of, its data say, too: each command, each mode."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import command, invoke
from support.data import validated
from support.exports import PASSWORD, leaving_site
from support.run import Outcome
from support.small_disks import MIB, shrink

from aioesx.cli.moving import arrive, leave, status
from aioesx.simulator import Options, Simulator, presets

JSON: Final = ("-o", "json")
BOTH: Final = {"AIOESX_PASSWORD": "secret", "AIOESX_TO_PASSWORD": "secret"}


@pytest.fixture
def host() -> Iterator[Simulator]:
    quick = Options(task_seconds=0.0, tools_seconds=0.0)
    state = presets.small_host(machines=2, options=quick)
    shrink(state, "db01", MIB)
    with Simulator(state, username="root", password="secret", tls=False) as host:
        yield host


def _export(host: Simulator, where: Path, *words: str) -> Outcome:
    return command(host.uri, *JSON, "export", "db01", "--target", str(where), *words)


def _dry_run(host: Simulator, where: Path) -> Outcome:
    return _export(host, where, "--dry-run")


def _import(host: Simulator, where: Path) -> Outcome:
    _export(host, where)
    words = ("--name", "again", "--network", "default=DMZ", "--datastore", "datastore1")
    return command(host.uri, *JSON, "import", str(where / "db01.export.json"), *words)


def _copy(host: Simulator, where: Path) -> Outcome:
    return invoke(
        *("-c", host.uri, *JSON, "copy", "db01", "--to", host.uri, "--name", "twin"), env=BOTH
    )


def _status(host: Simulator, where: Path) -> Outcome:
    _export(host, where)
    return invoke(*JSON, "export-status", where)


def _job(host: Simulator, where: Path, *words: str) -> Outcome:
    with leaving_site(where, hosts=1) as site:
        site.job(
            '[machines.all]\ndomains = ["*-db01"]\n'
            '[machines.more]\ndomains = ["nobody-*"]\noptional = true\n'
        )
        return invoke(
            *(*JSON, "export", "--inventory", str(where / "hosts.toml")),
            *("--job", str(site.file), *words),
            env={"AIOESX_PASSWORD": PASSWORD},
        )


def _job_dry_run(host: Simulator, where: Path) -> Outcome:
    return _job(host, where, "--dry-run")


CASES: Final[dict[tuple[str, str], Callable[[Simulator, Path], Outcome]]] = {
    # command, mode
    ("export", ""): _export,
    ("export", "dry-run"): _dry_run,
    ("export", "job"): _job,
    ("export", "job dry-run"): _job_dry_run,
    ("export-status", ""): _status,
    ("import", ""): _import,
    ("copy", ""): _copy,
}
ROWS: Final = (*leave.COMMANDS, *arrive.COMMANDS, *status.COMMANDS)
NAMES: Final = ("warnings", "job_warnings", "restarts")


@pytest.mark.parametrize(("name", "mode"), CASES)
def test_what_is_warned_of_is_in_the_data(
    host: Simulator, tmp_path: Path, name: str, mode: str
) -> None:
    outcome = CASES[name, mode](host, tmp_path)

    found = validated(name, outcome.stdout)
    rows: list[dict[str, Any]] = found if isinstance(found, list) else [found]
    told = [line for line in outcome.stderr.splitlines() if line.startswith("warning: ")]
    data = {text for row in rows for each in NAMES for text in row.get(each, ())}
    assert told
    assert data
    assert [line for line in told if not any(line.endswith(text) for text in data)] == []
    assert [text for text in data if not any(line.endswith(text) for line in told)] == []
    assert ("machines.more has no machines" in data) is ("job" in mode)


def test_every_command_and_mode_of_it_is_here() -> None:
    modes = {(row.name, "") for row in ROWS}
    modes |= {
        (row.name, row.output.option)
        for row in ROWS
        if row.output is not None and row.output.option
    }

    assert {(name, mode.removeprefix("job").strip()) for name, mode in CASES} == modes
