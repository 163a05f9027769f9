"""The checks of events."""

from __future__ import annotations

from support.contract import Case, contract
from support.contract_vcenter import of_vcenter

import aioesx
from aioesx import vim

__all__: list[str] = []


@contract("Events.history")
async def history(case: Case) -> None:
    domain = await case.domain()
    case.on_host(lambda host: host.events.post("VmResettingEvent", host.find(domain.name)))
    found = await case.esx.events.history(None, vim.VmEvent, entity=domain)
    assert isinstance(found[0], vim.VmResettingEvent)
    assert {each.vm.name for each in found if each.vm is not None} == {domain.name}


@contract("Alarms.list")
@of_vcenter
async def alarms(case: Case) -> None:
    domain = await case.domain()
    if case.vcenter is not None:
        case.vcenter.trigger_alarm("Too hot", domain.name)
    found = [each for each in await case.esx.alarms.list() if each.ref == domain.ref]
    (alarm,) = found
    assert (alarm.name, alarm.kind, alarm.entity) == ("Too hot", "domain", domain.name)
    assert alarm.status is aioesx.AlarmStatus.RED
