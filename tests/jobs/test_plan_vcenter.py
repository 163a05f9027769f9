"""Plans for hosts that are reached by way of a vCenter, whose own machine is among theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.plans import PASSWORD, PLAN, estate

import aioesx
from aioesx.jobs.plan import PlanStep
from aioesx.simulator import Line
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

pytestmark = [pytest.mark.anyio, pytest.mark.long]


async def test_the_vcenter_is_the_last_that_is_told(tmp_path: Path) -> None:
    """With its machine goes the way to its host, which so stays on."""
    with estate(tmp_path, vcenter=VCENTER_8_0, profile=ESXI_8_0) as it:
        quick = PLAN.replace("patience = 30", "patience = 2")
        it.says(f'vcenter = "esx0001-web01"\n{quick}')
        assert it.site.vcenter is not None
        with Line(it.site.vcenter.address, it.site.vcenter.port) as line:

            def go(step: PlanStep) -> None:
                if (step.stage, step.step) == ("vcenter", "asked"):
                    line.stop()

            uri = f"vpx://root@127.0.0.1:{line.port}/?transport=http"
            async with aioesx.Fleet({"vc": uri}, password=PASSWORD) as fleet:
                report = await it.plan.run(fleet, on_step=go)

    found = {each.machine or each.host: each for each in report}
    assert found["esx0002-mail01"].outcome == "shut down"
    assert found["vc/esx0002"].outcome == "turned off"
    assert found["esx0001-web01"].outcome == "shut down"
    assert found["vc/esx0001"].outcome == "not done"
    assert "vc/esx0001 stays on: it has the vCenter" in report.warnings[0]


async def test_down_and_up_by_way_of_a_vcenter(tmp_path: Path) -> None:
    with estate(tmp_path, vcenter=VCENTER_8_0, profile=ESXI_8_0) as it:
        before = it.on()
        async with aioesx.Fleet({"vc": it.site.uri}, password=PASSWORD) as fleet:
            down = await it.plan.run(fleet, state=it.state)
            off = it.on()
            it.back()
            up = await it.plan.run(fleet, "up", state=it.state)

        assert down.ok, down.failed
        assert off == []
        assert up.ok, up.failed
        assert it.on() == before
