# ruff: noqa: E501  # the rows of a table stay rows
"""Faults of SOAP answers as the session meets them, rows X12 to X14, X16, X17; C2 and C3."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import threading
from collections import Counter

import anyio
import pytest
from support.calls import CURRENT_TIME, GOOD, NOON, Reach, good
from support.scripted import Peer, ScriptedServer, soap

from aioesx import connect, vim
from aioesx._server.collector import read_many
from aioesx.errors import (
    FaultError,
    HttpStatusError,
    NotPermittedError,
    ProtocolError,
    TransportTimeout,
)
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio
row = pytest.mark.fault
PASSWORD = "canary-password"
# Read before the fixtures clean it away.
TIMEOUTS = 10_000 if os.environ.get("AIOESX_TORTURE") == "all" else 200
ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope'
    ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>{}</soapenv:Body>'
    "</soapenv:Envelope>"
)
READ = vim.RetrievePropertiesEx(
    this=vim.ManagedObjectReference("PropertyCollector", "ha-property-collector"),
    spec_set=[
        vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["name"])],
            object_set=[vim.ObjectSpec(obj=vim.ManagedObjectReference("VirtualMachine", "1"))],
        )
    ],
    options=vim.RetrieveOptions(),
)


def envelope(body: str) -> bytes:
    return soap(ENVELOPE.format(body).encode())


def properties(*pairs: str, tail: str = "") -> bytes:
    sets = "".join(f"<propSet>{pair}</propSet>" for pair in pairs)
    return envelope(
        '<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval><objects>'
        f'<obj type="VirtualMachine">1</obj>{sets}</objects>{tail}</returnval>'
        "</RetrievePropertiesExResponse>"
    )


async def read(reach: Reach, reply: bytes) -> vim.RetrieveResult | None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: reply)) as server:
        async with reach(server) as client:
            return await client.call(READ, timeout=5)


def only_value(result: vim.RetrieveResult | None) -> object:
    assert result is not None
    return result.objects[0].prop_set[0].val


@row("X12")
async def test_x12_unknown_types_fields_and_words_are_kept_or_passed_over(reach: Reach) -> None:
    unknown = '<name>a</name><val xsi:type="NewThing"><x xsi:type="xsd:int">1</x></val>'
    value = only_value(await read(reach, properties(unknown)))
    assert isinstance(value, vim.Unknown)
    assert value.type_name == "NewThing"
    word = '<name>a</name><val xsi:type="VirtualMachinePowerState">levitating</val>'
    assert only_value(await read(reach, properties(word))) == "levitating"
    extra = '<name>a</name><val xsi:type="xsd:string">x</val><novelty>1</novelty>'
    assert only_value(await read(reach, properties(extra))) == "x"


@row("X12")
async def test_x12_a_missing_required_field_is_named_by_its_path(reach: Reach) -> None:
    with pytest.raises(ProtocolError, match="name") as caught:
        await read(reach, properties('<val xsi:type="xsd:string">x</val>'))
    assert "propSet" in caught.value.path


@row("X13")
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "2147483648"), ("int", "NaN"), ("int", "1.5"), ("int", ""), ("long", "9" * 19),
        ("byte", "200"), ("short", "-32769"), ("boolean", "maybe"), ("dateTime", "tomorrow"),
        ("dateTime", "0000-01-01T00:00:00Z"), ("base64Binary", "!"),
    ],
)  # fmt: skip
async def test_x13_a_number_or_date_that_is_none(straight: Reach, kind: str, text: str) -> None:
    pair = f'<name>a</name><val xsi:type="xsd:{kind}">{text}</val>'
    with pytest.raises(ProtocolError):
        await read(straight, properties(pair))


@row("X13")
async def test_x13_dates_without_a_zone_and_beyond_2038_are_exact(straight: Reach) -> None:
    pair = '<name>a</name><val xsi:type="xsd:dateTime">2100-02-28T23:59:59</val>'
    value = only_value(await read(straight, properties(pair)))
    assert str(value) == "2100-02-28 23:59:59+00:00"


def fault(detail: str, text: str = "oh") -> str:
    return (
        "<soapenv:Fault><faultcode>ServerFaultCode</faultcode>"
        f"<faultstring>{text}</faultstring><detail>{detail}</detail></soapenv:Fault>"
    )


def nested(depth: int) -> str:
    inner = '<fault xsi:type="NotSupported"/>'
    for _ in range(depth):
        inner = f'<fault xsi:type="NotSupported"><faultCause>{inner}</faultCause></fault>'
    return f'<NotSupportedFault xmlns="urn:vim25" xsi:type="NotSupported"><faultCause>{inner}</faultCause></NotSupportedFault>'


@row("X14")
@pytest.mark.parametrize("status", [b"200 OK", b"500 Internal Server Error"])
@pytest.mark.parametrize(
    ("body", "fault_type"),
    [
        (fault('<NoPermissionFault xmlns="urn:vim25" xsi:type="NewFault"/>'), "NewFault"),
        (fault(""), ""),
        (fault("", text=""), ""),
        (fault(nested(20)), "NotSupported"),
    ],
    ids=["unknown", "no detail", "no text", "nested"],
)
async def test_x14_any_fault_with_any_status_is_a_fault(
    reach: Reach, status: bytes, body: str, fault_type: str
) -> None:
    with pytest.raises(FaultError) as caught:
        await read(reach, envelope(body).replace(b"200 OK", status))
    assert caught.value.fault_type == fault_type
    assert str(caught.value)


@row("X14")
async def test_x14_status_500_without_a_fault(reach: Reach) -> None:
    reply = envelope("").replace(b"200 OK", b"500 Internal Server Error")
    with pytest.raises(HttpStatusError, match=r"500 .* and no fault"):
        await read(reach, reply)


@row("X14")
async def test_x14_causes_a_hundred_deep_are_bounded(straight: Reach) -> None:
    with contextlib.suppress(ProtocolError), pytest.raises(FaultError):
        await read(straight, envelope(fault(nested(100))))


@row("X16")
@pytest.mark.parametrize("objects", [True, False], ids=["the same page", "empty pages"])
async def test_x16_pages_that_do_not_end(host: Simulator, objects: bool) -> None:
    page = properties(
        '<name>name</name><val xsi:type="xsd:string">x</val>', tail="<token>7</token>"
    )
    body = page.partition(b"\r\n\r\n")[2]
    if not objects:
        start, end = body.index(b"<objects>"), body.index(b"</objects>") + len(b"</objects>")
        body = body[:start] + body[end:]
    more = body.replace(b"RetrievePropertiesExResponse", b"ContinueRetrievePropertiesExResponse")
    async with connect(host.uri, password=PASSWORD) as esx:
        host.fault_on("RetrievePropertiesEx", body=body)
        rule = host.fault_on("ContinueRetrievePropertiesEx", body=more)
        with pytest.raises(ProtocolError, match="do not end"):
            await esx.domains.list()
        assert rule.applied < 5


@row("X17")
async def test_x17_what_may_not_be_seen_is_told_beside_the_rest(host: Simulator) -> None:
    missing = (
        b'<missingSet><path>config</path><fault><fault xsi:type="NoPermission">'
        b'<object type="VirtualMachine">1</object><privilegeId>System.Read</privilegeId></fault>'
        b"<localizedMessage>no</localizedMessage></fault></missingSet></objects>"
    )
    page = properties('<name>name</name><val xsi:type="xsd:string">x</val>')
    body = page.partition(b"\r\n\r\n")[2].replace(b"</objects>", missing)
    async with connect(host.uri, password=PASSWORD) as esx:
        host.fault_on("RetrievePropertiesEx", body=body)
        ref = vim.ManagedObjectReference("VirtualMachine", "1")
        session = esx._server.session
        paths = {"VirtualMachine": ["name", "config"]}
        (found,) = await read_many(session, [vim.ObjectSpec(obj=ref)], paths)
    assert found.values == {"name": "x"}
    assert isinstance(found.missing["config"], vim.NoPermission)


@row("X17")
async def test_x17_no_permission_at_all_is_an_error(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        host.fault_on("RetrievePropertiesEx", "NoPermission")
        with pytest.raises(NotPermittedError):
            await esx.domains.list()


# --- cancellation --------------------------------------------------------------------------------


@row("C2")
@pytest.mark.long
@pytest.mark.timeout(900)
async def test_c2_after_so_many_timeouts_the_last_call_works(
    reach: Reach, sockets: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two hundred calls that time out; with AIOESX_TORTURE=all ten thousand."""
    dice = random.Random(7)
    ended: Counter[str] = Counter()

    def slow(peer: Peer) -> None:
        while True:
            peer.read_request()
            peer.server.stopping.wait(dice.random() * 0.01)
            peer.write(GOOD)

    async def caller() -> None:
        while ended["timeout"] < TIMEOUTS:
            try:
                await client.call(CURRENT_TIME, timeout=dice.random() * 0.04 + 0.001)
                ended["answer"] += 1
            except TransportTimeout:
                ended["timeout"] += 1

    with ScriptedServer(slow) as server:
        async with reach(server) as client:
            async with anyio.create_task_group() as tasks:
                for _ in range(6):
                    tasks.start_soon(caller)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    with capsys.disabled():
        sys.stdout.write(f" [{ended['timeout']} timeouts, {ended['answer']} answers]")


@row("C3")
async def test_c3_a_second_cancel_during_clean_up_frees_the_lane(reach: Reach) -> None:
    released = threading.Event()

    def script(peer: Peer) -> None:
        good(peer) if released.is_set() else peer.hold()

    with ScriptedServer(script) as server:
        async with reach(server) as client:

            async def cancelled_twice() -> None:
                with anyio.CancelScope() as outer:
                    with anyio.CancelScope() as inner:
                        tasks.start_soon(cancel, inner, outer)
                        await client.call(CURRENT_TIME, timeout=20)

            async def cancel(inner: anyio.CancelScope, outer: anyio.CancelScope) -> None:
                await anyio.sleep(0.05)
                inner.cancel()
                outer.cancel()

            for _ in range(3):
                async with anyio.create_task_group() as tasks:
                    for _ in range(4):  # all lanes
                        tasks.start_soon(cancelled_twice)
            released.set()
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("C1")
async def test_c1_a_cancelled_call_ends_at_once(straight: Reach) -> None:
    with ScriptedServer(Peer.hold) as server:
        async with straight(server) as client:
            with anyio.fail_after(5):
                with anyio.move_on_after(0.05) as scope:
                    await client.call(CURRENT_TIME, timeout=60)
            assert scope.cancelled_caught
            with pytest.raises(TransportTimeout):
                await client.call(CURRENT_TIME, timeout=0.05)
