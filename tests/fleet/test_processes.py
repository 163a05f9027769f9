"""A run shared among processes: the same results, whatever becomes of a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from support import shard_work
from support.held import PASSWORD
from support.judges import ROOT
from support.waiting import until

from aioesx import Connection, Fleet, HostEntry, errors
from aioesx.fleet.processes import Processes
from aioesx.fleet.shards import Done, Shard, Told, unpacked
from aioesx.fleet.terms import RunOptions
from aioesx.simulator import Site, make_farm
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

pytestmark = pytest.mark.anyio


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A folder where workers leave files."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def marked(marks: Path) -> list[str]:
    return [mark.name for mark in marks.iterdir()]


def children() -> set[int]:
    """Return the processes that this one has started and that have not been waited for."""
    found = Path("/proc/self/task").glob("*/children")
    return {int(pid) for file in found for pid in file.read_text().split()}


def started(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, env={**os.environ, "PYTHONPATH": str(ROOT / "tests")})


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


# --- the same results ----------------------------------------------------------------------------


@pytest.mark.parametrize("hosts", [8, pytest.param(100, marks=pytest.mark.long)])
async def test_two_processes_have_the_results_of_one(hosts: int) -> None:
    with make_farm(hosts, machines=2, password=PASSWORD, tls=False) as site:
        async with Fleet(site.uris, password=PASSWORD) as fleet:
            before = children()
            alone = await fleet.gather(shard_work.names)
            shared = await fleet.gather(shard_work.names, processes=2)

        assert len(shared) == hosts
        assert shared.values == alone.values
        assert [result.host for result in shared] == list(site.hosts)
        assert children() <= before
        assert not any(host.open_sessions for host in site.hosts.values())


@pytest.mark.long
async def test_each_process_has_its_part_and_begins_at_once(farm: Site) -> None:
    async with (
        Fleet(farm.uris, password=PASSWORD) as fleet,
        fleet.run(shard_work.who, processes=2) as results,
    ):
        found = await results.all()
        stages = [(stage.host, stage.stage, stage.attempts) for stage in results.stages]

    assert len(set(found.values.values())) == 2
    assert os.getpid() not in found.values.values()
    assert stages == [(name, "done", 1) for name in farm.hosts]


@pytest.mark.long
async def test_hosts_below_a_vcenter_are_done_by_one_process() -> None:
    with make_farm(
        3, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        targets = {"vc": site.uri, "direct": site.uris["esx0001"]}
        async with Fleet(targets, password=PASSWORD) as fleet:
            alone = await fleet.gather(shard_work.names, select="not vc/esx0003")
            shared = await fleet.gather(shard_work.names, select="not vc/esx0003", processes=2)
            with pytest.raises(ValueError, match="limit= and canary="):
                fleet.run(shard_work.names, processes=2, limit=1)

    assert [each.host for each in shared] == ["vc/esx0001", "vc/esx0002", "direct"]
    assert shared.values == alone.values


# --- a process that is lost ----------------------------------------------------------------------


@pytest.mark.one_loop
async def test_what_a_killed_process_had_is_done_by_another(farm: Site, marks: Path) -> None:
    function = shard_work.Dying(farm.uris["esx0003"], marks)
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(function, processes=2, concurrency=4)

    assert len(marked(marks)) == 1
    assert list(results.values) == list(farm.hosts)
    for host in farm.hosts.values():
        host.expire_sessions()  # nobody can log a killed process out


@pytest.mark.long
async def test_a_host_that_kills_every_process_has_an_error_and_the_others_have_results(
    farm: Site, marks: Path
) -> None:
    function = shard_work.Dying(farm.uris["esx0003"], marks, times=99)
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(function, processes=2, concurrency=2, retries=1)

    assert len(marked(marks)) == 2
    assert len(results) == len(farm.hosts)
    assert list(results.failed) == ["esx0003"]
    error = results.failed["esx0003"]
    assert isinstance(error, errors.WorkerLostError)
    assert str(error) == (
        "the work at esx0003 is lost: its worker was ended by SIGKILL; no change was sent"
    )
    assert (error.kind, error.name) == ("host", "esx0003")
    for host in farm.hosts.values():
        host.expire_sessions()


@pytest.mark.long
async def test_a_change_of_a_killed_process_is_of_unknown_outcome_and_not_done_twice(
    farm: Site, marks: Path
) -> None:
    host = farm.hosts["esx0003"]
    host.forget_calls()
    function = shard_work.Dying(farm.uris["esx0003"], marks, times=99, changes=True)
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(function, processes=2, concurrency=2)

    assert len(marked(marks)) == 1
    assert list(results.failed) == ["esx0003"]
    error = results.failed["esx0003"]
    assert isinstance(error, errors.OutcomeUnknownError)
    assert error.method == "ReconfigVM_Task"
    assert host.call_count["ReconfigVM_Task"] == 1
    for each in farm.hosts.values():
        each.expire_sessions()


# --- what cannot go ------------------------------------------------------------------------------


async def test_what_cannot_be_imported_or_pickled_is_refused_before_anything_begins(
    farm: Site,
) -> None:
    async def local(esx: Connection) -> None: ...

    before = children()
    async with Fleet(farm.uris, password=PASSWORD, on_event=lambda _: None) as fleet:
        with pytest.raises(errors.ShippingError, match=r"the function .*local cannot go .* module"):
            fleet.run(local, processes=2)
        with pytest.raises(errors.ShippingError, match="on_event= cannot go to another process"):
            fleet.run(shard_work.names, processes=2)
        with pytest.raises(ValueError, match="processes=0 should be 1 at least"):
            fleet.run(shard_work.names, processes=0)

    assert children() <= before


@pytest.mark.one_loop
async def test_a_system_without_room_for_a_process_is_an_error_of_each_host(
    farm: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(shard_work.names, processes=2)

    assert list(results.failed) == list(farm.hosts)
    assert {type(error) for error in results.failed.values()} == {errors.ShippingError}
    assert "esx0001 was not begun: a worker process could not be started" in str(results[0].error)


@pytest.mark.long
async def test_what_cannot_come_back_is_an_error_of_its_host(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        values = await fleet.gather(shard_work.unpicklable, processes=1, limit=1)
        raised = await fleet.gather(shard_work.closed_book, processes=1, limit=1)

    assert isinstance(values.failed["esx0001"], errors.ShippingError)
    assert "unpicklable returned a lock at esx0001" in str(values.failed["esx0001"])
    assert str(raised.failed["esx0001"]) == "ClosedBook: closed at 7"


@pytest.mark.long
async def test_nobody_sees_the_password_of_a_worker(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        results = await fleet.gather(shard_work.exposed, processes=1, limit=1)

    assert "aioesx.fleet.worker" in results.values["esx0001"]
    assert PASSWORD not in results.values["esx0001"]


PROGRAM = """
import sys
import anyio
import aioesx

async def who(esx):
    return esx.uri

async def main():
    async with aioesx.Fleet(sys.argv[1], username="root", password=sys.argv[2]) as fleet:
        results = await fleet.gather(who, processes=1)
        for result in results:
            print(result.error or result.value)

{guard}anyio.run(main)
"""


@pytest.mark.long
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "bare"])
def test_a_function_of_the_program_itself_needs_a_guard(
    farm: Site, tmp_path: Path, guarded: bool
) -> None:
    program = tmp_path / "program.py"
    guard = 'if __name__ == "__main__": ' if guarded else ""
    program.write_text(PROGRAM.format(guard=guard))
    words = [sys.executable, str(program), farm.uris["esx0001"], PASSWORD]

    outcome = subprocess.run(words, capture_output=True, text=True, timeout=50, check=True)

    if guarded:
        assert outcome.stdout == f"{farm.uris['esx0001']}\n"
    else:
        assert "worker process could not begin: RuntimeError" in outcome.stdout
        assert "if __name__ == '__main__':" in outcome.stdout


# --- its end -------------------------------------------------------------------------------------


@pytest.mark.one_loop
async def test_a_run_that_is_cancelled_leaves_no_process_and_no_session(
    farm: Site, marks: Path
) -> None:
    before = children()
    async with (
        Fleet(farm.uris, password=PASSWORD) as fleet,
        fleet.run(shard_work.Stuck(marks), processes=2),
    ):
        await until(lambda: len(marked(marks)) == 2)

    assert not any(is_alive(int(mark)) for mark in marked(marks))
    assert children() <= before


@pytest.mark.long
async def test_cancelled_anywhere_it_leaves_nothing(farm: Site, marks: Path) -> None:
    before = children()
    for tenths in (0, 4, 8, 12):
        with anyio.move_on_after(tenths / 10):
            async with Fleet(farm.uris, password=PASSWORD) as fleet:
                await fleet.gather(shard_work.Stuck(marks), processes=2)
        assert children() <= before
        assert not any(host.open_sessions for host in farm.hosts.values())


@pytest.mark.long
async def test_the_first_failure_stops_the_others_in_all_processes(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        function = shard_work.fail_at(farm.uris["esx0002"])
        results = await fleet.gather(function, processes=2, fail_fast=True)

    assert len(results) == len(farm.hosts)
    kinds = {host: type(error) for host, error in results.failed.items()}
    assert kinds.pop("esx0002") is ValueError
    assert set(kinds.values()) <= {errors.HostStoppedError, errors.HostSkippedError}


@pytest.mark.parametrize(
    "turns",
    [3, *(pytest.param(turns, marks=pytest.mark.long) for turns in (0, 1, 2, 5, 8, 13, 100, 1000))],
)
async def test_a_process_that_is_told_to_stop_while_it_starts_begins_nothing(
    farm: Site, marks: Path, turns: int
) -> None:
    workers, told = Processes(1), list[Told]()
    entries = tuple(HostEntry(name, uri) for name, uri in farm.uris.items())
    stuck = shard_work.Stuck(marks, ballast=bytes(2**20))
    run = RunOptions(timeout=30)
    shard = Shard(entries, frozenset(), "all", stuck, {"password": PASSWORD}, 1, run)
    with anyio.fail_after(20):
        async with anyio.create_task_group() as group:
            group.start_soon(workers.work, shard, told.append)
            for _ in range(turns):
                await anyio.lowlevel.checkpoint()
            await workers.stop("enough")

    ends = [unpacked(each).error for each in told if isinstance(each, Done)]
    assert len(ends) == len(entries)
    assert {type(error) for error in ends} <= {errors.HostSkippedError, errors.HostStoppedError}
    assert not farm.hosts["esx0001"].open_sessions


@pytest.mark.long
async def test_times_are_held_in_the_processes(farm: Site, marks: Path) -> None:
    async with Fleet(farm.uris, password=PASSWORD, rest=()) as fleet:
        function = shard_work.Stuck(marks)
        each = await fleet.gather(function, processes=2, timeout=0.5)
        whole = await fleet.gather(function, processes=2, deadline=4, concurrency=4)

    assert {type(error) for error in each.failed.values()} == {errors.TransportTimeout}
    assert set(each.failed) == set(whole.failed) == set(farm.hosts)
    kinds = {type(error) for error in whole.failed.values()}
    assert kinds <= {errors.TransportTimeout, errors.HostSkippedError, errors.WorkerLostError}


@pytest.mark.long
async def test_the_canary_is_first_and_limit_counts(farm: Site, marks: Path) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        function = shard_work.fail_at(farm.uris["esx0001"])
        results = await fleet.gather(function, processes=2, canary=1, limit=3)

    assert list(results.failed) == ["esx0001", "esx0002", "esx0003"]
    assert "was not begun: the canary esx0001 failed" in str(results.failed["esx0003"])


@pytest.mark.long
async def test_a_worker_whose_program_is_killed_goes_and_logs_out(farm: Site, marks: Path) -> None:
    code = (
        "import sys, pathlib, anyio, aioesx\nfrom support.shard_work import Stuck\n"
        "async def main():\n"
        "    async with aioesx.Fleet(sys.argv[1], password=sys.argv[2]) as fleet:\n"
        "        await fleet.gather(Stuck(pathlib.Path(sys.argv[3])), processes=1)\n"
        "anyio.run(main)\n"
    )
    words = [sys.executable, "-c", code, farm.uris["esx0001"], PASSWORD, str(marks)]
    program = started(words)
    await until(lambda: marked(marks))

    program.send_signal(signal.SIGKILL)
    program.wait()

    (mark,) = marked(marks)
    await until(lambda: not is_alive(int(mark)))
    await until(lambda: not farm.hosts["esx0001"].open_sessions)
