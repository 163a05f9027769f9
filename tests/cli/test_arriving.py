"""`aioesx import` and `aioesx copy`: machines come back, and go to another host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import command, invoke
from support.data import validated
from support.small_disks import MIB, content_of, scatter, shrink

from aioesx.cli.status import ExitStatus
from aioesx.simulator import Options, Simulator, presets

OTHER_PASSWORD = "of the other one"


def served(name: str, number: int, password: str) -> Simulator:
    quick = Options(task_seconds=0.0, tools_seconds=0.0)
    state = presets.small_host(machines=2, name=name, number=number, options=quick)
    for machine in ("web01", "db01"):
        shrink(state, machine, MIB)
    return Simulator(state, username="root", password=password, tls=False)


@pytest.fixture
def here() -> Iterator[Simulator]:
    with served("here", 0, "secret") as host:
        scatter(host, "db01", 0, 500_000)
        yield host


@pytest.fixture
def there() -> Iterator[Simulator]:
    with served("there", 1, OTHER_PASSWORD) as host:
        yield host


def names(host: Simulator) -> list[str]:
    with host.state.looking():
        return sorted(each.name for each in host.state.machines.values())


@pytest.mark.long
@pytest.mark.parametrize("form", ["ova", "ovf", "qcow2"])
def test_what_has_left_comes_back(here: Simulator, tmp_path: Path, form: str) -> None:
    left = command(here.uri, "export", "db01", "--format", form, "--target", str(tmp_path))
    assert left.status == ExitStatus.OK, left.stderr
    file = tmp_path / {"ova": "db01.ova", "ovf": "db01.ovf"}.get(form, "db01.export.json")

    network = "VM Network" if form.startswith("ov") else "default"  # of libvirt's XML

    outcome = command(
        *(here.uri, "import", str(file), "--name", "again", "--datastore", "datastore1"),
        *("--network", f"{network}=DMZ"),
    )

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert outcome.stdout.startswith(f"Domain 'again' imported from {file}: ")
    assert content_of(here, "again") == content_of(here, "db01")


def test_an_import_has_a_record(here: Simulator, tmp_path: Path) -> None:
    image = tmp_path / "disk.raw"
    image.write_bytes(bytes(MIB))

    outcome = command(
        here.uri, "-o", "json", "import", str(image), "--name", "new", "--datastore", "datastore1"
    )

    found = validated("import", outcome.stdout)
    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert (found["name"], found["moved_bytes"] >= 0) == ("new", True)


def test_a_file_that_is_not_there_is_named(here: Simulator, tmp_path: Path) -> None:
    outcome = command(here.uri, "import", str(tmp_path / "none.ova"))

    assert outcome.status != ExitStatus.OK
    assert "none.ova" in outcome.stderr
    assert "defect" not in outcome.stderr


@pytest.mark.parametrize("way", ["variable", pytest.param("file", marks=pytest.mark.long)])
def test_a_copy_goes_to_another_host_by_that_ones_password(
    here: Simulator, there: Simulator, tmp_path: Path, way: str
) -> None:
    (tmp_path / "password").write_text(f"{OTHER_PASSWORD}\n")
    words = ["--to-password-file", str(tmp_path / "password")] if way == "file" else []
    env = {"AIOESX_PASSWORD": "secret"}
    if way == "variable":
        env["AIOESX_TO_PASSWORD"] = OTHER_PASSWORD

    outcome = invoke(
        *("-c", here.uri, "-o", "json", "copy", "db01", "--to", there.uri, "--name", "moved"),
        *("--datastore", "datastore1", *words),
        env=env,
    )

    found = validated("copy", outcome.stdout)
    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert found["name"] == "moved"
    assert names(there) == ["db01", "moved", "web01"]
    assert content_of(there, "moved") == content_of(here, "db01")
    assert (here.open_sessions, there.open_sessions) == (0, 0)
    assert (here.open_leases, there.open_leases) == (0, 0)


@pytest.mark.parametrize("name", ["twin", "db01"])  # the second is taken
def test_what_is_to_be_known_is_told_however_a_copy_ends(here: Simulator, name: str) -> None:
    env = {"AIOESX_PASSWORD": "secret", "AIOESX_TO_PASSWORD": "secret"}

    outcome = invoke("-c", here.uri, "copy", "db01", "--to", here.uri, "--name", name, env=env)

    assert (outcome.status == ExitStatus.OK) is (name == "twin")
    assert (
        outcome.stderr.count("warning: ") == outcome.stderr.count("has a domain of the UUID") == 1
    )


def test_the_first_hosts_password_is_not_given_to_the_second(
    here: Simulator, there: Simulator
) -> None:
    outcome = command(here.uri, "copy", "db01", "--to", there.uri, "--datastore", "datastore1")

    assert outcome.status == ExitStatus.NO_LOGIN
    assert "set AIOESX_TO_PASSWORD, pass --to-password-file" in outcome.stderr
    assert there.calls == [] or "Login" not in {method for method, _ in there.calls}
    assert here.open_sessions == 0


@pytest.mark.long
def test_a_domain_that_runs_is_not_copied(here: Simulator, there: Simulator) -> None:
    outcome = invoke(
        *("-c", here.uri, "copy", "web01", "--to", there.uri, "--way", "folder"),
        *("--datastore", "datastore1", "--name", "moved"),
        env={"AIOESX_PASSWORD": "secret", "AIOESX_TO_PASSWORD": OTHER_PASSWORD},
    )

    assert outcome.status == ExitStatus.FAILED
    assert outcome.stderr.strip().endswith("the domain runs: shut it down")
    assert names(there) == ["db01", "web01"]
