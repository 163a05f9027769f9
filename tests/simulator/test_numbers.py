"""Numbers that somebody else has written: in a VMX file, a header, an answer to a question."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.simulator import Simulator
from aioesx.simulator.state.numbers import INT, whole

pytestmark = pytest.mark.anyio

ODD = ["9" * 5000, "-1", "", "\u0663", "1e3", "0x10", str(INT), "9" * 17, "-" + "9" * 17, "- 1"]
SOURCES = Path(__file__).parents[2] / "aioesx" / "simulator"


def number_keys() -> list[str]:
    """Return every VMX key that the simulator reads as a number."""
    text = "".join(path.read_text() for path in SOURCES.rglob("*.py"))
    found = set(re.findall(r'\.number\(\s*"([^"]+)"', text))
    return sorted({*found, "sched.cpu.min", "sched.mem.minsize", "sched.cpu.max", "sched.mem.max"})


@pytest.mark.parametrize("key", [*number_keys(), "sched.cpu.shares", "sched.mem.shares"])
async def test_a_machine_with_an_odd_number_can_be_read(
    call: Caller, simulator: Simulator, key: str
) -> None:
    paths = ["config", "summary", "runtime", "guest", "layout", "layoutEx", "storage"]
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=paths)],
        object_set=[vim.ObjectSpec(obj=ref("VirtualMachine", "2"))],
    )
    read = encode_request(vim.RetrieveProperties(this=Caller.collector, spec_set=[spec]))
    machine = simulator.state.find("db01")
    for value in ODD:
        with simulator.state.looking():
            machine.change({key: value})
        answer = await call.post(read)
        assert answer.status_code == 200, (value[:30], answer.text[-400:])


@pytest.mark.parametrize("slot", ["scsi99999999999999999999:0", "scsi0:99999999999999999999"])
async def test_a_disk_at_a_place_that_no_bus_has_is_left_out(
    call: Caller, simulator: Simulator, slot: str
) -> None:
    machine = simulator.state.find("db01")
    changes = {f"{slot}.present": "TRUE", f"{slot}.fileName": "db01.vmdk"}
    simulator.change(lambda _: machine.change(dict(changes)))
    devices = await call.read(ref("VirtualMachine", "2"), "config.hardware.device")
    disks = [d for d in devices["config.hardware.device"] if isinstance(d, vim.VirtualDisk)]
    assert [disk.key for disk in disks] == [2000]


@pytest.mark.parametrize("choice", ["9" * 5000, "-1", "\u0661", "", " 1x"])
async def test_an_answer_that_is_no_choice_is_refused(
    call: Caller, simulator: Simulator, choice: str
) -> None:
    simulator.ask_on("PowerOnVM_Task", "db01")
    machine = ref("VirtualMachine", "2")
    await call(vim.PowerOnVM_Task(this=machine))
    clock = simulator.state.clock
    clock.advance(2)  # type: ignore[attr-defined]  # the fixture's stands still
    question = (await call.read(machine, "runtime.question"))["runtime.question"]
    answer = vim.AnswerVM(this=machine, question_id=question.id, answer_choice=choice)
    sent = await call.post(encode_request(answer))
    assert b'xsi:type="InvalidArgument"' in sent.content


@pytest.mark.parametrize(
    "asked",
    [f"bytes={'9' * 5000}-", f"bytes=-{'9' * 5000}", "bytes=\u0661-", "bytes=0-" + "9" * 99],
)
async def test_a_range_that_is_none_is_passed_over(
    call: Caller, simulator: Simulator, asked: str
) -> None:
    headers = [(b"range", asked.encode()), (b"cookie", call.cookie.encode())]
    url = "/folder/web01/web01.vmx?dcPath=ha-datacenter&dsName=datastore1"
    transport = httpx.ASGITransport(simulator.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://simulator") as client:
        answer = await client.get(url, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" 7\n", 7), ("-7", -7), ("007", 7), ("+7", None), ("7.0", None), ("", None)],
)
def test_what_is_a_number(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_a_number_has_a_bound() -> None:
    assert whole(str(INT), INT) is None
    assert whole(str(INT - 1), INT) == INT - 1
    assert whole("9" * 5000) is None
