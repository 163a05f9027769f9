"""The checks of plans: one host of a product is a site, too."""

from __future__ import annotations

from support.contract import Case, contract
from support.contract_fleet import fleet_of

from aioesx.jobs.plan import Plan
from aioesx.jobs.plan.plan_file import read_plan

__all__: list[str] = []


def plan_of(name: str) -> Plan:
    """Return a plan of one machine, which has five seconds."""
    stage = f"[stages.it]\nmachines = ['{name}']\nshutdown = 5\nwithin = 5"
    return Plan(read_plan(stage, "plan.toml"))


@contract("Plan.dry")
async def outline(case: Case) -> None:
    domain = await case.domain("poweredOn")
    async with fleet_of(case) as fleet:
        found = await plan_of(domain.name).dry(fleet)
    assert [each.machine for each in found.steps] == [domain.name]
    assert case.power(domain) == "poweredOn"


@contract("Plan.run")
async def run(case: Case) -> None:
    domain = await case.domain("poweredOn")
    async with fleet_of(case) as fleet:
        report = await plan_of(domain.name).run(fleet)
        if case.profile.read_only:
            assert [each.outcome for each in report.failed] == ["not done"]
            return
        assert report.ok, report
        assert case.power(domain) == "poweredOff"
        await plan_of(domain.name).run(fleet, "up", everything=True)
    assert case.power(domain) == "poweredOn"
