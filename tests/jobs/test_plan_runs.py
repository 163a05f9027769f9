"""Plans on simulated sites, which are the witnesses: down and up, in order, and what hangs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.plans import PLAN, Estate, estate

from aioesx.errors import PlanError, PlanStateError
from aioesx.jobs.plan import PlanReport, PlanStep, survey
from aioesx.jobs.plan.record import read_record

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Estate]:
    with estate(tmp_path) as made:
        yield made


def outcomes(report: PlanReport) -> dict[str, str]:
    return {each.machine or each.host: each.outcome for each in report}


ALL_DOWN = {
    **{f"esx000{n}-{name}": "shut down" for n in (1, 2) for name in ("web01", "mail01")},
    **{f"esx000{n}-win01": "forced off" for n in (1, 2)},
    **dict.fromkeys(("esx0001", "esx0002"), "turned off"),
}


async def test_down_guests_go_in_order_what_hangs_by_force_and_hosts_last(it: Estate) -> None:
    it.says(PLAN.replace("shutdown = 10", "shutdown = 2"))
    it.deafen("esx0001-web01")

    async with it.fleet() as fleet:
        report = await it.plan.run(fleet)

    assert outcomes(report) == {**ALL_DOWN, "esx0001-web01": "forced off"}
    assert report.ok
    assert it.on() == []
    assert it.journal("VmGuestShutdownEvent") == ["esx0002-web01", *MAIL] or it.journal(
        "VmGuestShutdownEvent"
    ) == ["esx0002-web01", *MAIL[::-1]]
    methods = ("ShutdownGuest", "PowerOffVM_Task", "ShutdownHost_Task")
    asked = [each for each, _ in it.calls("esx0001", *methods)]
    assert asked == ["asked", "asked", "asked", "forced", "forced", "ShutdownHost_Task"]


MAIL = ["esx0001-mail01", "esx0002-mail01"]


async def test_a_stage_may_force_what_hangs_before_others_begin(it: Estate) -> None:
    it.says(
        PLAN.replace("shutdown = 10", "shutdown = 2").replace('["db"]', '["db"]\nforce = "stage"')
    )
    it.deafen("esx0001-web01")

    async with it.fleet() as fleet:
        await it.plan.run(fleet)

    calls = it.calls("esx0001")
    assert calls.index(("forced", "esx0001-web01")) < calls.index(("asked", "esx0001-mail01"))


async def test_what_may_never_be_forced_keeps_its_host_on(it: Estate) -> None:
    it.says(
        PLAN.replace("shutdown = 10", "shutdown = 2").replace('["db"]', '["db"]\nforce = "never"')
    )
    it.deafen("esx0001-web01")

    async with it.fleet() as fleet:
        report = await it.plan.run(fleet)

    found = outcomes(report)
    assert (found["esx0001-web01"], found["esx0001"]) == ("left on", "left on")
    assert (found["esx0002-web01"], found["esx0002"]) == ("shut down", "turned off")
    assert [each.why for each in report.failed] == [
        "its guest did not shut down in time",
        "esx0001-web01 runs there",
    ]
    assert it.on() == ["esx0001-web01"]


async def test_up_it_is_the_other_way_round_and_starts_what_ran_before(it: Estate) -> None:
    before = it.on()
    async with it.fleet() as fleet:
        await it.plan.run(fleet, state=it.state)
        it.back()
        report = await it.plan.run(fleet, "up", state=it.state)

    assert it.on() == before
    assert {each.outcome for each in report.machines} == {"started"}
    started = it.journal("VmPoweredOnEvent")
    assert set(started[:2]) == set(MAIL)
    assert {name.partition("-")[2] for name in started[2:4]} == {"web01"}


async def test_up_again_there_is_nothing_to_do(it: Estate) -> None:
    async with it.fleet() as fleet:
        await it.plan.run(fleet, state=it.state)
        it.back()
        await it.plan.run(fleet, "up", state=it.state)
        report = await it.plan.run(fleet, "up", state=it.state)

    assert report.machines == ()
    assert report.ok


async def test_up_without_a_run_down_nothing_is_started(it: Estate) -> None:
    async with it.fleet() as fleet:
        with pytest.raises(PlanStateError, match="not known which machines ran before"):
            await it.plan.run(fleet, "up", state=it.state)

    assert it.journal("VmPoweredOnEvent") == []


async def test_up_all_machines_of_the_stages_can_be_started(it: Estate) -> None:
    async with it.fleet() as fleet:
        report = await it.plan.run(fleet, "up", everything=True)

    assert outcomes(report)["esx0001-db01"] == "started"
    assert outcomes(report)["esx0001-web01"] == "was on"


async def test_the_power_fails_again_while_the_site_comes_up(it: Estate) -> None:
    before = it.on()

    def stop(step: PlanStep) -> None:
        if step.stage == "web":
            raise InterruptedError

    async with it.fleet() as fleet:
        await it.plan.run(fleet, state=it.state)
        it.back()
        with pytest.raises(InterruptedError):
            await it.plan.run(fleet, "up", state=it.state, on_step=stop)
        await it.plan.run(fleet, "down", state=it.state)
        it.back()
        await it.plan.run(fleet, "up", state=it.state)

    assert it.on() == before


async def test_a_dry_run_tells_what_would_be_done_and_does_nothing(it: Estate) -> None:
    async with it.fleet() as fleet:
        outline = await it.plan.dry(fleet, battery=100)

    steps = [(each.machine or each.host, each.action) for each in outline.steps]
    assert steps[:2] == [("esx0001-web01", "shut down"), ("esx0002-web01", "shut down")]
    assert steps[-2:] == [("esx0001", "turn off"), ("esx0002", "turn off")]
    assert ("esx0001-win01", "force off") in steps
    assert outline.seconds == 100
    assert not any(it.calls(host) for host in it.site.hosts)


async def test_what_does_not_fit_is_told_before_anything_is_sent(it: Estate) -> None:
    it.says(PLAN.replace("*-web01", "*-wbe01"))

    async with it.fleet() as fleet:
        with pytest.raises(PlanError, match=r"no machine like '\*-wbe01'"):
            await it.plan.run(fleet, state=it.state)

    assert not any(it.calls(host) for host in it.site.hosts)
    assert not it.state.exists()


async def test_only_some_stages_leave_all_others_alone(it: Estate) -> None:
    async with it.fleet() as fleet:
        report = await it.plan.run(fleet, only="web")

    assert outcomes(report) == {f"esx000{n}-web01": "shut down" for n in (1, 2)}
    assert set(MAIL) <= set(it.on())


async def test_the_battery_shortens_what_guests_have(it: Estate) -> None:
    """Both stages want ten seconds; of twelve, ten are kept for forcing and for hosts."""
    it.deafen("esx0001-web01", "esx0001-mail01")
    steps: list[PlanStep] = []

    async with it.fleet() as fleet:
        report = await it.plan.run(fleet, battery=12, on_step=steps.append)

    assert (report.ended - report.begun).total_seconds() < 12
    assert outcomes(report)["esx0001-mail01"] == "forced off"
    assert [each.step for each in steps][-1] == "turned off"
    calls = it.calls("esx0001")
    assert calls.index(("asked", "esx0001-web01")) < calls.index(("asked", "esx0001-mail01"))


async def test_a_machine_that_is_started_meanwhile_is_forced_off(it: Estate) -> None:
    def start(step: PlanStep) -> None:
        if (step.stage, step.step) == ("db", "is over"):
            it.turn_on("esx0001-web01", "esx0001-build01")

    async with it.fleet() as fleet:
        report = await it.plan.run(fleet, on_step=start)

    found = outcomes(report)
    assert (found["esx0001-web01"], found["esx0001-build01"]) == ("forced off", "forced off")
    assert it.on() == []


async def test_our_own_machine_goes_with_its_host_the_last_of_all(it: Estate) -> None:
    it.says('self = "esx0001-web01"\n' + PLAN)
    steps: list[PlanStep] = []

    async with it.fleet() as fleet:
        report = await it.plan.run(fleet, on_step=steps.append, state=it.state)

    hosts = [each.host for each in steps if each.step == "turning off"]
    assert hosts == ["esx0002", "esx0001"]
    assert "esx0001-web01" not in outcomes(report)
    assert ("asked", "esx0001-web01") not in it.calls("esx0001")
    assert "this runs on esx0001-web01" in report.warnings[0]


async def test_the_vcenters_machine_is_the_last_but_for_its_host(it: Estate) -> None:
    it.says('vcenter = "esx0001-web01"\n' + PLAN.replace("*-web01", "*-w*01"))
    steps: list[PlanStep] = []

    async with it.fleet() as fleet:
        await it.plan.run(fleet, on_step=steps.append)

    order = [each.machine or each.host for each in steps if each.step in ("asked", "turning off")]
    assert order[-3:] == ["esx0002", "esx0001-web01", "esx0001"]


async def test_a_machine_that_has_our_mac_address_is_left_alone(
    it: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guest of a farm's first machine tells this one; the file is as Linux has it."""
    card = it.file.parent / "eth0" / "address"
    card.parent.mkdir()
    card.write_text("00:0C:29:00:00:01\n", "ascii")
    monkeypatch.setattr(survey, "_OWN_CARDS", it.file.parent)

    async with it.fleet() as fleet:
        report = await it.plan.run(fleet)

    assert ("asked", "esx0001-web01") not in it.calls("esx0001")
    assert "this seems to run on esx0001/esx0001-web01" in report.warnings[0]


async def test_hosts_may_rest_in_maintenance_mode_and_come_back_from_it(it: Estate) -> None:
    it.says(PLAN.replace("off = true", "off = true\nmaintenance = true"))
    async with it.fleet() as fleet:
        await it.plan.run(fleet, state=it.state)
        resting = [host.state.maintenance for host in it.site.hosts.values()]
        it.back()
        report = await it.plan.run(fleet, "up", state=it.state)

    assert resting == [True, True]
    assert [host.state.maintenance for host in it.site.hosts.values()] == [False, False]
    assert report.ok
    assert read_record(it.state.read_text()).resting == []


async def test_a_stage_that_is_not_up_in_time_is_told(it: Estate) -> None:
    it.says(
        PLAN.replace('["tools"]', '["tcp:127.0.0.1:9"]\nwithin = 1\nREQUIRED').replace(
            "REQUIRED", "required = true"
        )
    )

    async with it.fleet() as fleet:
        await it.plan.run(fleet, state=it.state)
        it.back()
        report = await it.plan.run(fleet, "up", state=it.state)

    found = {each.machine: each for each in report.machines}
    assert found["esx0001-mail01"].outcome == "not ready"
    assert found["esx0001-mail01"].why == "not in 1 s: tcp:127.0.0.1:9"
    assert found["esx0001-web01"].why == "not begun: stage db is not up"
    assert "esx0001-web01" not in it.on()
