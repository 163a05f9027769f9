"""Fault rules, from Python and from TOML."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from support.hosts import connected
from support.soapcall import Caller, ref
from support.waiting import until

from aioesx import vim
from aioesx.errors import FaultError, NotAuthenticatedError, OutcomeUnknownError
from aioesx.simulator import FaultRule, Simulator
from aioesx.simulator.rules import Rules, load_rules, make_fault

HOST = ref("HostSystem", "ha-host")
INSTANCE = ref("ServiceInstance", "ServiceInstance")


@pytest.mark.anyio
async def test_a_fault_comes_as_often_as_told(call: Caller, simulator: Simulator) -> None:
    rule = simulator.fault_on("CurrentTime", "HostCommunication", times=2, message="no line")
    for _ in range(2):
        with pytest.raises(FaultError, match="no line") as caught:
            await call(vim.CurrentTime(this=INSTANCE))
        assert caught.value.fault_type == "HostCommunication"
    await call(vim.CurrentTime(this=INSTANCE))
    assert rule.applied == 2


@pytest.mark.anyio
async def test_a_rule_is_about_one_object(call: Caller, simulator: Simulator) -> None:
    simulator.fault_on("*VM_Task", "NotSupported", object="db*")
    with pytest.raises(FaultError):
        await call(vim.PowerOnVM_Task(this=ref("VirtualMachine", "2")))
    await call(vim.PowerOffVM_Task(this=ref("VirtualMachine", "1")))


@pytest.mark.anyio
async def test_a_body_that_is_no_answer(call: Caller, simulator: Simulator) -> None:
    from aioesx._soap import encode_request

    simulator.fault_on("CurrentTime", body="<html>busy</html>", status=503, times=1)
    answer = await call.post(encode_request(vim.CurrentTime(this=INSTANCE)))
    assert (answer.status_code, answer.text) == (503, "<html>busy</html>")


@pytest.mark.anyio
async def test_an_expired_session(call: Caller, simulator: Simulator) -> None:
    simulator.fault_on("CurrentTime", expire=True, times=1)
    with pytest.raises(NotAuthenticatedError):
        await call(vim.CurrentTime(this=INSTANCE))
    assert simulator.open_sessions == 0


@pytest.mark.anyio
async def test_a_file_that_cannot_be_had(call: Caller, simulator: Simulator) -> None:
    simulator.fault_on("GET", object="web01/*", body="gone", status=410)
    url = "/folder/web01/web01.vmx?dcPath=ha-datacenter&dsName=datastore1"
    answer = await call.http.get(url, auth=("root", "secret"))
    assert answer.status_code == 410


@pytest.mark.anyio
async def test_a_call_is_done_and_its_answer_lost(plain: Simulator) -> None:
    rule = plain.fault_on("PowerOnVM_Task", lost=True, times=1)
    async with connected(plain) as esx:
        with pytest.raises(OutcomeUnknownError):
            await esx.call(vim.PowerOnVM_Task(this=ref("VirtualMachine", "2")))
        await until(lambda: plain.domain_state("db01") == "poweredOn")
    assert (rule.applied, plain.call_count["PowerOnVM_Task"]) == (1, 1)


@pytest.mark.anyio
async def test_a_refusal_may_be_lost_too(plain: Simulator) -> None:
    plain.fault_on("PowerOnVM_Task", "NotSupported", lost=True)
    async with connected(plain) as esx:
        with pytest.raises(OutcomeUnknownError):
            await esx.call(vim.PowerOnVM_Task(this=ref("VirtualMachine", "2")))


@pytest.mark.anyio
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_what_becomes_of_a_file_is_not_told(plain: Simulator, method: str) -> None:
    plain.fault_on(method, lost=True, times=1)
    url = f"http://127.0.0.1:{plain.port}/folder/web01/notes.txt"
    query = {"dcPath": "ha-datacenter", "dsName": "datastore1"}
    async with httpx.AsyncClient(auth=("root", "secret"), params=query, trust_env=False) as http:
        if method != "PUT":
            assert (await http.put(url, content=b"kept")).is_success
        with pytest.raises(httpx.TransportError):
            await http.request(method, url, content=b"kept" if method == "PUT" else None)
        there = await http.get(url)
    assert there.text == "kept" if method != "DELETE" else there.status_code == 404


def test_chance_is_the_same_in_every_run() -> None:
    def run() -> list[bool]:
        rules = Rules()
        rules.rules.append(FaultRule(probability=0.5))
        return [rules.pick("X", ("",), in_task=False) is not None for _ in range(50)]

    first = run()
    assert first == run()
    assert 10 < sum(first) < 40


def test_skipped_calls_pass() -> None:
    rules = Rules()
    rules.rules.append(FaultRule(skip=2, times=1))
    assert [bool(rules.pick("X", ("",), in_task=False)) for _ in range(4)] == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "name", ["InvalidPowerState", "NoPermission", "NoDiskSpace", "OutOfBounds"]
)
def test_any_fault_can_be_made(name: str) -> None:
    assert make_fault(name).fault.wire_name == name


def test_rules_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text('[[fault]]\nmethod = "Login"\nfault = "InvalidLogin"\ntimes = 1\n')
    assert load_rules(path) == [FaultRule(method="Login", fault="InvalidLogin", times=1)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[fault]", "faults.toml"),
        ("[fault]\nmethod = 'x'", "two brackets"),
        ("[[fault]]\nmethd = 'x'", "methd"),
        ("[[fault]]\nfault = 'NoSuchFault'", "NoSuchFault"),
        ("[[fault]]\nprobability = 2", "between 0 and 1"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        load_rules(path)
