"""Jobs of exports, run on simulated hosts: who leaves, who does not and why, and what is told."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from support.exports import CAPACITY, PASSWORD, Leaving, leaving_site
from support.hasty import Hasty
from support.waiting import until

import aioesx
from aioesx import to_dict
from aioesx.errors import ExportJobError, ExportStateError
from aioesx.jobs import ExportReport, ExportStep
from aioesx.jobs.exporting import job as job_module
from aioesx.jobs.exporting.record import read_record
from aioesx.simulator import HostState, Line
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

OFF = '[machines.db]\ndomains = ["*-db01"]\n'
ALL = '[machines.all]\ndomains = ["*"]\nshutdown = true\n'
RAW = 'format = "raw"\n'
MACHINES = ["esx0001-db01", "esx0001-web01", "esx0002-db01", "esx0002-web01"]


def outcomes(report: ExportReport) -> dict[str, str]:
    return {each.domain: each.outcome for each in report}


async def leave(it: Leaving, text: str, **options: object) -> ExportReport:
    async with it.fleet() as fleet:
        return await it.job(text).run(fleet, **options)  # type: ignore[arg-type]


def deafen(name: str, state: HostState) -> None:
    machine = state.find(name)
    machine.guest = dataclasses.replace(machine.guest, deaf=True)


@pytest.mark.parametrize("way", ["folder", pytest.param("lease", marks=pytest.mark.long)])
async def test_all_of_them_leave_whole(it: Leaving, way: str) -> None:
    report = await leave(it, f'{RAW}way = "{way}"\n{ALL}')

    assert report.ok, report.failed
    assert [each.domain for each in report] == MACHINES
    assert all(map(it.has_left, MACHINES))
    (found, *_) = report.machines
    assert (found.format, found.way, found.capacity) == ("raw", way, CAPACITY)
    assert found.moved > 0
    assert found.rate == found.moved / found.seconds
    assert len(found.disks[0].sha256 or "") == 64
    assert {Path(file).name for file in found.files} >= {"esx0001-db01.raw"}
    assert to_dict(report)["machines"][0]["disks"][0]["file"] == "esx0001-db01.raw"


@pytest.mark.long
async def test_who_was_shut_down_for_it_stays_off(it: Leaving) -> None:
    await leave(it, ALL)

    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOff"


async def test_each_step_is_told(it: Leaving) -> None:
    steps: list[ExportStep] = []

    await leave(it, ALL.replace("*", "esx0001-web01"), on_progress=steps.append)

    told = [each.step for each in steps if each.progress is None]
    assert told == ["shutting down", "exporting", "exported"]
    far = [each.progress for each in steps if each.progress is not None and each.progress.disk]
    assert {(each.domain, each.capacity) for each in far} == {("esx0001-web01", CAPACITY)}
    assert max(each.at for each in far) == CAPACITY


async def test_a_machine_that_runs_is_refused_where_the_job_says_nothing_of_that(
    it: Leaving,
) -> None:
    report = await leave(it, '[machines.all]\ndomains = ["esx0001-*"]')

    assert outcomes(report) == {"esx0001-db01": "exported", "esx0001-web01": "refused"}
    assert "shutdown = true, warm = true, or way" in report.failed[0].why
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOn"


@pytest.mark.long
async def test_a_copy_of_a_machine_as_it_is_at_a_moment_can_be_asked_for(it: Leaving) -> None:
    report = await leave(it, '[machines.a]\ndomains = ["esx0001-web01"]\nway = "snapshot"')

    assert outcomes(report) == {"esx0001-web01": "exported"}
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOn"


@pytest.mark.long
async def test_machines_that_run_leave_warm(it: Leaving) -> None:
    text = f'{RAW}warm = true\ncut_over = ["daily"]\n[machines.web]\ndomains = ["*-web01"]\n'

    report = await leave(it, text)

    assert report.ok, report.failed
    assert all(each.downtime for each in report)
    assert it.has_left("esx0001-web01")
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOff"


# --- beforehand ----------------------------------------------------------------------------------


async def test_a_dry_run_tells_all_and_changes_nothing(it: Leaving) -> None:
    async with it.fleet() as fleet:
        outline = await it.job(ALL).plan(fleet, state=it.state)

    assert outline.ok
    assert [each.domain for each in outline.machines] == MACHINES
    plans = [each.plan for each in outline.machines]
    assert all(plan is not None and plan.capacity == CAPACITY for plan in plans)
    assert outline.needed > CAPACITY
    assert not (it.directory / "out").exists()
    assert not it.state.exists()
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOn"


async def test_a_dry_run_has_all_that_is_in_the_way(it: Leaving) -> None:
    async with it.fleet() as fleet:
        outline = await it.job('[machines.all]\ndomains = ["esx0001-*"]').plan(fleet)

    assert not outline.ok
    assert {each.domain: [one.kind for one in each.refusals] for each in outline.machines} == {
        "esx0001-db01": [],
        "esx0001-web01": ["running"],
    }


async def test_what_does_not_fit_is_told_at_once_and_nothing_is_begun(it: Leaving) -> None:
    text = '[machines.a]\ndomains = ["*", "nobody"]\n[machines.b]\ndomains = ["*-db01"]\n'

    with pytest.raises(ExportJobError) as caught:
        await leave(it, text, state=it.state)

    assert len(caught.value.problems) == 3
    assert "there is no machine 'nobody'" in str(caught.value)
    assert "esx0001/esx0001-db01 is in machines.a and machines.b" in str(caught.value)
    assert not (it.directory / "out").exists()


async def test_a_selection_of_no_host_is_a_mistake_of_the_job(it: Leaving) -> None:
    with pytest.raises(ExportJobError, match=r"machines.a.hosts: there is no tag 'prod'"):
        await leave(it, '[machines.a]\ndomains = ["*"]\nhosts = "tag:prod"')


# --- trouble -------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_host_that_does_not_answer_ends_no_other(it: Leaving, hasty: Hasty) -> None:
    hasty(attempts=(0.01,))
    async with it.fleet(dead="esx://root@127.0.0.1:1/") as fleet:
        report = await it.job(OFF).run(fleet)

    assert set(outcomes(report).values()) == {"exported"}
    assert list(report.silent) == ["dead"]
    assert not report.ok


@pytest.mark.long
async def test_a_host_that_dies_in_the_middle_ends_no_other(it: Leaving, hasty: Hasty) -> None:
    hasty(attempts=(0.01,), repeats=(0.01,), busy=(0.01,))
    host = it.site.hosts["esx0002"]
    with Line(host.address, host.port) as line:

        def die(step: ExportStep) -> None:
            if step.host == "esx0002" and step.step == "exporting":
                line.stop()

        there = {"esx0002": f"esx://root@127.0.0.1:{line.port}/?transport=http"}
        async with it.fleet(**there) as fleet:
            report = await it.job(f"retries = 1\n{RAW}{OFF}").run(
                fleet, state=it.state, on_progress=die
            )
    host.expire_sessions()

    assert outcomes(report) == {"esx0001-db01": "exported", "esx0002-db01": "failed"}
    (failed,) = report.failed
    assert (failed.attempts, "127.0.0.1" in failed.why) == (2, True)
    assert outcomes(await leave(it, f"{RAW}{OFF}", state=it.state))["esx0002-db01"] == "exported"
    assert it.has_left("esx0002-db01")


@pytest.mark.long
async def test_what_may_pass_is_tried_again(it: Leaving, hasty: Hasty) -> None:
    hasty(attempts=(0.01,))
    it.site.hosts["esx0001"].fault_on("ExportVm", "FileFault", in_task=True, times=1)
    steps: list[str] = []

    report = await leave(it, OFF, on_progress=lambda step: steps.append(step.step))

    assert report.ok, report.failed
    assert [each.attempts for each in report] == [2, 1]
    assert "trying again" in steps
    tried = [" ".join(each.warnings).count("it was tried again: ") for each in report]
    assert tried == [1, 0]


async def test_what_cannot_pass_is_not_tried_again(it: Leaving) -> None:
    it.site.hosts["esx0001"].fault_on("ExportVm", "RestrictedVersion")

    report = await leave(it, f'way = "lease"\n{OFF}')

    assert outcomes(report) == {"esx0001-db01": "failed", "esx0002-db01": "exported"}
    assert report.failed[0].attempts == 1


async def test_who_was_shut_down_and_cannot_leave_is_started_again(it: Leaving) -> None:
    it.site.hosts["esx0001"].fault_on("ExportVm", "RestrictedVersion")

    report = await leave(it, f'way = "lease"\n{ALL.replace("*", "esx0001-web01")}')

    (failed,) = report.failed
    assert failed.why.endswith("; it was started again")
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOn"


@pytest.mark.parametrize("force", [False, True])
async def test_a_guest_that_does_not_shut_down_is_switched_off_only_if_it_may_be(
    it: Leaving, force: bool
) -> None:
    it.host("esx0001-web01").change(partial(deafen, "esx0001-web01"))
    text = ALL.replace("*", "esx0001-web01") + "shutdown_seconds = 0.2\n"

    report = await leave(it, text + ("force_off = true" if force else ""))

    power = it.host("esx0001-web01").domain_state("esx0001-web01")
    assert (outcomes(report)["esx0001-web01"], power) == (
        ("exported", "poweredOff") if force else ("failed", "poweredOn")
    )


async def test_a_guest_that_boots_is_asked_when_its_tools_run(it: Leaving) -> None:
    def restart(host: HostState) -> None:
        host.options.tools_seconds = 1.0
        machine = host.find("esx0001-web01")
        machine.set_power("poweredOff")
        machine.set_power("poweredOn")

    it.host("esx0001-web01").change(restart)

    report = await leave(it, ALL.replace("*", "esx0001-web01") + "shutdown_seconds = 50\n")

    assert outcomes(report)["esx0001-web01"] == "exported"
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOff"


# --- what comes up on the way --------------------------------------------------------------------


async def test_what_comes_up_on_a_machine_s_way_is_told_noted_and_reported(
    it: Leaving, hasty: Hasty
) -> None:
    hasty(crowded=(0.05,), lease_lost=30.0)
    host = it.site.hosts["esx0001"]
    host.change(lambda state: setattr(state.options, "lease_seconds", 0.5))
    host.fault_on("ExportVm", lost=True, times=1)
    broken = host.fault_on("GET", object="disk-0.vmdk", body=b"<html>portal</html>".ljust(600))
    steps: list[ExportStep] = []

    failed = await leave(
        it, f'way = "lease"\nretries = 0\n{OFF}', state=it.state, on_progress=steps.append
    )
    broken.times = 0
    report = await leave(it, f'way = "lease"\n{OFF}', state=it.state)

    told = [each.why for each in steps if (each.domain, each.step) == ("esx0001-db01", "warned")]
    (lost,) = [each for each in told if "a lease that nobody knows" in each]
    assert outcomes(failed)["esx0001-db01"] == "failed"
    assert report.ok, report.failed
    assert [[lost in each.warnings for each in one] for one in (failed, report)] == [
        [True, False],
        [True, False],
    ]
    noted = read_record(it.state.read_text("utf-8")).machines.values()
    assert [each.name for each in noted if lost in each.heard] == ["esx0001-db01"]


@pytest.mark.parametrize("step", ["exporting", "progress", "warned", "trying again", "exported"])
async def test_what_a_function_raises_that_is_told_ends_the_job_as_it_is(
    it: Leaving, hasty: Hasty, step: str
) -> None:
    hasty(crowded=(0.05,), lease_lost=30.0, attempts=(0.01,))
    host = it.site.hosts["esx0001"]
    host.change(lambda state: setattr(state.options, "lease_seconds", 0.5))
    host.fault_on("ExportVm", lost=True, times=1)
    host.fault_on("ExportVm", "FileFault", in_task=True, times=1, skip=1)
    raised = ZeroDivisionError()

    def fail(told: ExportStep) -> None:
        if step == ("progress" if told.progress is not None else told.step):
            raise raised

    with pytest.raises(ZeroDivisionError) as caught:
        await leave(
            it, '[machines.db]\ndomains = ["esx0001-db01"]\nway = "lease"\n', on_progress=fail
        )

    assert caught.value is raised
    await until(lambda: it.left_behind() == {})  # what nobody knows of ends by itself


# --- the state file ------------------------------------------------------------------------------


async def test_what_has_left_does_not_leave_again_as_long_as_it_is_there(it: Leaving) -> None:
    await leave(it, RAW + OFF, state=it.state)
    (it.out("esx0001-db01") / "esx0001-db01.raw").unlink()
    for path in it.out("esx0001-db01").iterdir():
        path.unlink()
    steps: list[str] = []

    report = await leave(
        it, RAW + OFF, state=it.state, on_progress=lambda step: steps.append(step.domain)
    )

    assert report.ok, report.failed
    assert set(steps) == {"esx0001-db01"}
    assert it.has_left("esx0001-db01")


@pytest.mark.long
async def test_what_a_crash_has_left_whole_and_not_noted_is_no_hindrance(it: Leaving) -> None:
    await leave(it, RAW + OFF, state=it.state)
    record = read_record(it.state.read_text("utf-8"))
    for entry in record.machines.values():
        entry.outcome = ""
    it.state.write_text(record.text(), "utf-8")

    report = await leave(it, RAW + OFF, state=it.state)

    assert report.ok, report.failed
    assert it.has_left("esx0001-db01")


@pytest.mark.long
async def test_what_others_have_put_there_is_not_written_over(it: Leaving) -> None:
    it.out("esx0001-db01").mkdir(parents=True)
    image = it.out("esx0001-db01") / "esx0001-db01.raw"
    image.write_text("of somebody else")

    report = await leave(it, "retries = 0\n" + RAW + OFF)

    assert outcomes(report)["esx0001-db01"] == "refused"
    assert image.read_text() == "of somebody else"
    again = await leave(it, "overwrite = true\n" + RAW + OFF)
    assert again.ok, again.failed
    assert it.has_left("esx0001-db01")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(*pair, marks=() if pair == ("qcow2", "ova") else pytest.mark.long)
        for pair in itertools.permutations(("qcow2", "raw", "ovf", "ova"), 2)
    ],
)
async def test_what_has_left_in_another_format_is_not_replaced_unasked(
    it: Leaving, first: str, second: str
) -> None:
    one = '[machines.db]\ndomains = ["esx0001-db01"]\n'
    await leave(it, f'format = "{first}"\n{one}')
    target = it.out("esx0001-db01")
    before = {path.name: path.read_bytes() for path in target.iterdir()}

    async with it.fleet() as fleet:
        outline = await it.job(f'format = "{second}"\n{one}').plan(fleet)
    report = await leave(it, f'format = "{second}"\n{one}')

    (planned,), (found,) = outline.machines, report.machines
    assert [each.kind for each in planned.refusals] == ["exists"]
    assert (found.outcome, found.why) == ("refused", str(planned.refusals[0]))
    assert f"a complete export of 'esx0001-db01' as {first}: " in found.why
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    again = await leave(it, f'overwrite = true\nformat = "{second}"\n{one}')
    assert again.ok, again.failed
    (found,) = again.machines
    assert sorted(path.name for path in target.iterdir()) == sorted(
        Path(file).name for file in found.files
    )


@pytest.mark.long
async def test_a_dry_run_knows_what_has_left(it: Leaving) -> None:
    await leave(it, OFF, state=it.state)

    async with it.fleet() as fleet:
        outline = await it.job(ALL).plan(fleet, state=it.state)

    assert [each.done for each in outline.machines] == [True, False, True, False]


@pytest.mark.long
async def test_a_run_that_begins_anew_writes_over_what_is_there(it: Leaving) -> None:
    await leave(it, RAW + OFF, state=it.state)
    it.site.hosts["esx0001"].write_disk("esx0001-db01", "", 0, b"new")

    report = await leave(it, RAW + OFF, state=it.state, resume=False)

    assert report.ok, report.failed
    assert it.has_left("esx0001-db01")


@pytest.mark.long
async def test_the_state_of_another_job_is_refused(it: Leaving) -> None:
    await leave(it, OFF, state=it.state)

    with pytest.raises(ExportStateError, match=r"leave.state: is of the job 'leave'"):
        await leave(it, 'name = "other"\n' + OFF, state=it.state)


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "machines": 3}'])
async def test_a_file_that_is_no_state_is_refused(it: Leaving, text: str) -> None:
    it.state.write_text(text)

    with pytest.raises(ExportStateError, match=r"leave.state: is no state file of exports"):
        await leave(it, OFF, state=it.state)


async def test_a_job_is_not_its_own_state(it: Leaving) -> None:
    with pytest.raises(ValueError, match="would be written over the job itself"):
        await leave(it, OFF, state=it.file)


# --- windows -------------------------------------------------------------------------------------


class Clock:
    """Tells a time that begins at a moment, and goes as fast as any."""

    def __init__(self, begin: datetime) -> None:
        self._ahead = begin - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead


NIGHTLY = 'windows = ["daily 20:00-22:00"]\ntimezone = "UTC"\n'
EIGHT = datetime(2026, 11, 29, 20, tzinfo=UTC)


async def test_where_nobody_waits_for_a_window_it_is_told_who_has_not_begun(
    it: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "_now", Clock(EIGHT - timedelta(hours=1)))

    report = await leave(it, NIGHTLY + "wait = false\n" + OFF)

    assert set(outcomes(report).values()) == {"not begun"}
    assert not (it.directory / "out").exists()


@pytest.mark.long
async def test_a_job_waits_until_its_window_opens(
    it: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "_now", Clock(EIGHT - timedelta(seconds=0.5)))
    steps: list[ExportStep] = []

    report = await leave(it, NIGHTLY + OFF, on_progress=steps.append)

    assert report.ok, report.failed
    assert (steps[0].step, steps[0].why[:25]) == ("waiting", "the next window opens at ")


@pytest.mark.long
async def test_what_is_under_way_is_stopped_at_the_end_of_its_window_and_gone_on_with(
    it: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        job_module, "_now", Clock(EIGHT + timedelta(hours=2) - timedelta(seconds=4))
    )
    slow = 'window_end = "stop"\nwait = false\n[limits]\nbandwidth = 4_000\n'
    text = RAW + NIGHTLY + slow + ALL.replace("*", "esx0001-web01")

    report = await leave(it, text, state=it.state)

    assert outcomes(report) == {"esx0001-web01": "interrupted"}
    assert report.failed[0].why == "its window has ended; it was started again"
    assert it.host("esx0001-web01").domain_state("esx0001-web01") == "poweredOn"
    assert not it.has_left("esx0001-web01")
    monkeypatch.undo()
    again = await leave(it, RAW + ALL.replace("*", "esx0001-web01"), state=it.state)
    assert again.ok, again.failed
    assert it.has_left("esx0001-web01")


# --- by way of a vCenter -------------------------------------------------------------------------


@pytest.mark.long
async def test_machines_of_a_vcenters_hosts_leave_by_way_of_it(tmp_path: Path) -> None:
    with leaving_site(tmp_path, vcenter=VCENTER_8_0, profile=ESXI_8_0) as it:
        assert it.site.vcenter is not None
        job = it.job(f"{RAW}{ALL}")
        async with aioesx.Fleet({"vc": it.site.vcenter.uri}, password=PASSWORD) as fleet:
            outline = await job.plan(fleet)
            report = await job.run(fleet)
            again = await job.run(fleet)

        hosts = ["vc/esx0001", "vc/esx0001", "vc/esx0002", "vc/esx0002"]
        assert [(each.host, each.ok) for each in outline.machines] == [(one, True) for one in hosts]
        assert report.ok, report.failed
        assert [(each.host, each.domain) for each in report] == [*zip(hosts, MACHINES, strict=True)]
        for each in report:
            (raw,) = (Path(file) for file in each.files if file.endswith(".raw"))
            assert raw.parent == Path(each.target)
            assert raw.read_bytes() == bytes(it.host(each.domain).read_disk(each.domain)[:])
        assert [each.moved for each in again] == [0] * 4
        assert again.ok
        assert it.left_behind() == {}
