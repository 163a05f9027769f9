"""Whatever happens to machines, in whatever order: each stays whole, in one place, under one name.

AIOESX_FUZZ_SECONDS is how long it goes on: 2 by default, 20 in CI.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any, Final

import pytest
from support.vcenter import Estate, VCenterCaller

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.simulator import ManualClock, Options
from aioesx.simulator.state.machine import Machine
from aioesx.vmx.syntax import parse_vmx

pytestmark = [pytest.mark.anyio, pytest.mark.long]

SECONDS = float(os.environ.get("AIOESX_FUZZ_SECONDS") or (20 if os.environ.get("CI") else 2))
MOST: Final = 12

WELL: Final = 20
"""How many tasks succeed at least, however slow the machine is."""


class Journey:
    """Does one thing after the other, the same ones in every run."""

    def __init__(self, call: VCenterCaller, seed: int) -> None:
        self.call, self.estate = call, call.estate
        self.random = random.Random(seed)
        self.number = 0

    def hosts(self) -> list[vim.ManagedObjectReference]:
        return [self.call.host(name) for name in ("esx1", "esx2", "esx3")]

    def stores(self) -> list[vim.ManagedObjectReference]:
        return [self.estate.vcenter.ref(store) for store in self.estate.dc1.stores()]

    def fresh(self) -> str:
        self.number += 1
        return f"m{self.number:03}"

    def step(self) -> vim.Method[Any]:
        """Return what is to be done next."""
        pick, vcenter = self.random.choice, self.estate.vcenter
        machine = pick(vcenter.machines())
        this = vcenter.ref(machine)
        snapshots = [vcenter.ref(item) for item in machine.snapshots.all()]
        place: dict[str, Any] = {
            name: pick(refs)
            for name, refs in (("host", self.hosts()), ("datastore", self.stores()))
            if pick((True, False))
        }
        clone = vim.VirtualMachineCloneSpec(
            location=vim.VirtualMachineRelocateSpec(**place),
            template=False,
            power_on=pick((True, False)),
            snapshot=pick([None, *snapshots]),
        )
        folder = vcenter.ref(self.estate.dc1.folders["vm"])
        steps: list[vim.Method[Any]] = [
            vim.PowerOnVM_Task(this=this),
            vim.PowerOffVM_Task(this=this),
            vim.SuspendVM_Task(this=this),
            vim.MigrateVM_Task(this=this, host=pick(self.hosts()), priority="highPriority"),
            vim.RelocateVM_Task(this=this, spec=vim.VirtualMachineRelocateSpec(**place)),
            vim.CreateSnapshot_Task(this=this, name=self.fresh(), memory=False, quiesce=False),
            vim.RemoveAllSnapshots_Task(this=this),
            vim.Rename_Task(this=this, new_name=self.fresh()),
            vim.MoveIntoFolder_Task(this=folder, list=[this]),
        ]
        if len(vcenter.machines()) < MOST:
            steps += [vim.CloneVM_Task(this=this, folder=folder, name=self.fresh(), spec=clone)] * 2
        else:
            steps += [vim.Destroy_Task(this=this)] * 2
        steps += [vim.RevertToSnapshot_Task(this=item) for item in snapshots[:1]]
        steps += [vim.RemoveSnapshot_Task(this=item, remove_children=False) for item in snapshots]
        return pick(steps)

    async def answer(self) -> None:
        """Give the default answer to whatever is asked."""
        vcenter = self.estate.vcenter
        for machine in vcenter.machines():
            while (question := machine.question) is not None:
                choice, ref = str(question.default or 0), vcenter.ref(machine)
                answer = vim.AnswerVM(this=ref, question_id=question.id, answer_choice=choice)
                await self.call(answer)

    def check(self) -> None:
        """Hold every machine against its files and its name."""
        vcenter = self.estate.vcenter
        machines = vcenter.machines()
        refs = {vcenter.ref(machine) for machine in machines}
        assert len(refs) == len(machines)
        for machine in machines:
            self.hold(machine)
        for store in self.estate.dc1.stores():
            stored = sum(file.content.stored for file in store.volume.files.values())
            assert store.volume.stored == stored

    def hold(self, machine: Machine) -> None:
        host = machine.host
        assert host.machines[machine.moid] is machine
        found = self.call.estate.vcenter.machine(self.call.estate.vcenter.ref(machine).value)
        assert found is machine
        store = host.datastore(machine.place.datastore)
        content = store.file(machine.place.path).content
        assert parse_vmx(content.read(0, content.size)) == machine.config.settings
        configs = [machine.config, *(s.config for s in machine.snapshots.all())]
        for config in configs:
            for place in machine.snapshots.disk_keys(config).values():
                self.hold_disk(machine, place)

    def hold_disk(self, machine: Machine, place: Any) -> None:
        store = machine.host.datastore(place.datastore)
        while (disk := store.disk(place.path)).parent:
            place = place.beside(disk.parent)


@pytest.mark.timeout(SECONDS * 3 + 60)
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_machines_stay_whole(caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock()
    options = Options(task_seconds=1.0, queue_seconds=0.1, tools_seconds=1.0)
    estate = Estate(clock=clock, options=options)
    call = VCenterCaller(estate.site(tls=False), estate)
    await call.login()
    journey, count, well = Journey(call, 5), 0, 0
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends or well <= WELL:
        method = journey.step()
        try:
            task = await call(method)
        except FaultError:
            continue
        clock.advance(60)
        await journey.answer()
        clock.advance(60)
        info = await call.info(task)
        assert info.state in {"success", "error"}, (method, info)
        count, well = count + 1, well + (info.state == "success")
        journey.check()
    assert "has failed" not in caplog.text, caplog.text[-3000:]
    await call.aclose()
