"""Mutated requests: whatever comes in, an HTTP answer comes out, and the host still stands.

AIOESX_FUZZ_SECONDS is how long it runs: 2 by default, 20 in CI.
"""

from __future__ import annotations

import os
import random
import resource
import time

import anyio
import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.simulator import Options, Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.long]

SECONDS = float(os.environ.get("AIOESX_FUZZ_SECONDS") or (20 if os.environ.get("CI") else 2))
COLLECTOR = ref("PropertyCollector", "ha-property-collector")


def seeds() -> list[bytes]:
    """Return well-formed requests to begin with."""
    machine = ref("VirtualMachine", "2")
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["name", "config"])],
        object_set=[
            vim.ObjectSpec(
                obj=ref("HostSystem", "ha-host"),
                skip=False,
                select_set=[vim.TraversalSpec(name="a", type="HostSystem", path="vm")],
            )
        ],
    )
    config = vim.VirtualMachineConfigSpec(
        name="x", num_cpus=2, memory_mb=512, device_change=[_change()]
    )
    calls: list[vim.Method[object]] = [
        vim.RetrieveProperties(this=COLLECTOR, spec_set=[spec]),
        vim.RetrievePropertiesEx(
            this=COLLECTOR, spec_set=[spec], options=vim.RetrieveOptions(max_objects=1)
        ),
        vim.CreateFilter(this=COLLECTOR, spec=spec, partial_updates=True),
        vim.CheckForUpdates(this=COLLECTOR, version=""),
        vim.PowerOnVM_Task(this=machine),
        vim.ReconfigVM_Task(this=machine, spec=config),
        vim.AnswerVM(this=machine, question_id="1", answer_choice="0"),
        vim.CreateSnapshot_Task(this=machine, name="s", memory=False, quiesce=False),
        vim.MakeDirectory(this=ref("FileManager", "ha-nfc-file-manager"), name="[datastore1] a"),
        vim.FindByUuid(this=ref("SearchIndex", "ha-searchindex"), uuid="x", vm_search=True),
        vim.QueryOptions(this=ref("OptionManager", "EsxHostAdvSettings-/adv/"), name="Mem."),
    ]
    return [encode_request(call) for call in calls]


def _change() -> vim.VirtualDeviceConfigSpec:
    backing = vim.VirtualDiskFlatVer2BackingInfo(file_name="", disk_mode="persistent")
    disk = vim.VirtualDisk(key=-1, controller_key=1000, capacity_in_kb=100, backing=backing)
    return vim.VirtualDeviceConfigSpec(
        operation=vim.VirtualDeviceConfigSpecOperation.ADD, device=disk
    )


PIECES = [b"", b"<", b">", b"&", b'"', b"]]>", b"\x00", b"\xff", b"-1", b"9" * 30, b"true", b".."]
PIECES += [b'xsi:type="Nope"', b"config.hardware.device[", b"</", b"<x/>", b"VirtualMachine"]


def mutate(body: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(body) + 1)
        end = min(len(body), start + dice.choice([0, 1, 3, 20, 200]))
        body = body[:start] + dice.choice([*PIECES, body[end : end + 50]]) + body[end:]
    return body


@pytest.mark.fault("M2")
@pytest.mark.timeout(SECONDS * 3 + 60)
async def test_mutated_requests_get_answers() -> None:
    options = Options(task_seconds=0.0, queue_seconds=0.0, task_memory_seconds=1.0)
    simulator = Simulator(presets.small_host(options=options), password="secret", tls=False)
    call = Caller(simulator)
    await call.login()
    dice, bodies = random.Random(7), seeds()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends, count, own_faults = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < ends:
        with anyio.fail_after(10):
            answer = await call.post(mutate(dice.choice(bodies), dice))
        assert answer.status_code in {200, 500}
        own_faults += b"the simulator has a fault" in answer.content
        count += 1
    assert own_faults == 0
    assert count > 50
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200 * 1024  # KiB
    fresh = Caller(simulator)
    await fresh.login()
    assert await fresh.read(ref("VirtualMachine", "1"), "name") == {"name": "web01"}
    await fresh.aclose()
    await call.aclose()
    simulator.stop()
