"""The event hook: what it is told, in which order, and that nothing it does matters."""

from __future__ import annotations

import logging
from pathlib import Path

import anyio
import httpx
import pytest
from support.calls import CURRENT_TIME
from support.canary import find_secret
from support.definitions import document
from support.waiting import until

import aioesx
from aioesx import connect, errors, vim
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio


async def test_requests_and_responses_come_in_pairs(plain: Simulator) -> None:
    events: list[aioesx.Event] = []

    async with connect(plain.uri, password=plain.password, on_event=events.append) as esx:
        events.clear()
        await esx.call(CURRENT_TIME)

    sent, received = events[:2]
    assert isinstance(sent, aioesx.RequestSent)
    assert isinstance(received, aioesx.ResponseReceived)
    assert (sent.method, sent.ref, sent.number) == (
        "CurrentTime",
        CURRENT_TIME.this,
        received.number,
    )
    assert (received.error, received.fault_type) == (None, None)
    assert received.size > 0
    assert received.seconds > 0


async def test_errors_and_faults_are_told(plain: Simulator) -> None:
    events: list[aioesx.Event] = []
    plain.fault_on("CurrentTime", "NoPermission")

    async with connect(plain.uri, password=plain.password, on_event=events.append) as esx:
        events.clear()
        with pytest.raises(errors.NotPermittedError):
            await esx.call(CURRENT_TIME)

    (received,) = (e for e in events[:2] if isinstance(e, aioesx.ResponseReceived))
    assert (received.error, received.fault_type) == ("NotPermittedError", "NoPermission")


async def test_logins_and_repeats_are_told(plain: Simulator) -> None:
    events: list[aioesx.Event] = []

    async with connect(plain.uri, password=plain.password, on_event=events.append) as esx:
        plain.expire_sessions()
        plain.fault_on("RetrievePropertiesEx", body="busy", status=503, times=1)
        await esx.domains.list()

    logins = [event for event in events if isinstance(event, aioesx.LoggedIn)]
    assert [(event.username, event.again) for event in logins] == [("root", False), ("root", True)]
    repeats = [event for event in events if isinstance(event, aioesx.CallRepeated)]
    assert [event.method for event in repeats] == ["RetrievePropertiesEx"]
    assert find_secret(repr(events)) is None


async def test_a_hook_that_raises_is_survived(
    plain: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(event: aioesx.Event) -> None:
        raise ZeroDivisionError

    async with connect(plain.uri, password=plain.password, on_event=broken) as esx:
        assert await esx.call(CURRENT_TIME)

    assert "the event hook failed on RequestSent" in caplog.text


async def test_each_layer_has_a_logger_and_envelopes_are_redacted(
    plain: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async with connect(plain.uri, password=plain.password) as esx:
        await esx.call(vim.CurrentTime(this=CURRENT_TIME.this))

    names = {record.name for record in caplog.records}
    assert {"aioesx.soap", "aioesx.session"} <= names
    assert "<password" in caplog.text
    assert "***" in caplog.text
    assert find_secret(caplog.text) is None


class Counting(httpx.AsyncBaseTransport):
    """Passes requests on and keeps what they were."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.requests: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(f"{request.method} {request.url.path}")
        return await self._inner.handle_async_request(request)


async def test_every_request_is_told_whatever_it_fetches(plain: Simulator, tmp_path: Path) -> None:
    """Calls, the list of versions, files up and down, pictures, polls: one for one."""
    events: list[aioesx.Event] = []
    async with httpx.AsyncHTTPTransport() as inner:
        line = Counting(inner)
        async with connect(
            plain.uri, password=plain.password, transport=line, on_event=events.append
        ) as esx:
            domain = await esx.domains.lookup("web01")
            await domain.xml()
            await domain.screenshot()
            await domain.save_screenshot(tmp_path / "shot.png")
            await esx.domains.define(document())
            await domain.destroy()

    sent = [event.method for event in events if isinstance(event, aioesx.RequestSent)]
    received = [event for event in events if isinstance(event, aioesx.ResponseReceived)]
    assert len(sent) == len(received) == len(line.requests)
    for verb, path in [("GET", "/sdk/vimServiceVersions"), ("GET", "/screen"), ("PUT", "/folder")]:
        assert any(line.startswith(f"{verb} {path}") for line in line.requests)
    files = [method for method in sent if method.split()[0] in ("GET", "HEAD", "PUT")]
    assert len(files) == sum(not request.startswith("POST") for request in line.requests)


async def test_every_answered_question_is_told(plain: Simulator) -> None:
    """By a policy during a task, by one that was pending before, and by a person."""
    events: list[aioesx.Event] = []
    plain.ask_on("PowerOnVM_Task", "db01", text="One?", choices=("A", "B"), default=0)
    async with connect(plain.uri, password=plain.password, on_event=events.append) as esx:
        domain = await esx.domains.lookup("db01")
        await domain.start(on_question=aioesx.answer_default)
        await domain.destroy()

        plain.ask_on("PowerOnVM_Task", "db01", text="Two?", choices=("A", "B"), default=0)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_start_elsewhere, plain)
            question = await until(domain.pending_question)
            await domain.answer(question, "B")

    asked = [(e.text, e.answer) for e in events if isinstance(e, aioesx.QuestionAsked)]
    assert [(text.rpartition(":")[2], answer) for text, answer in asked] == [
        ("One?", "A"),
        ("Two?", "B"),
    ]


async def _start_elsewhere(plain: Simulator) -> None:
    async with connect(plain.uri, password=plain.password) as other:
        domain = await other.domains.lookup("db01")
        await other.call(vim.PowerOnVM_Task(this=domain.ref))
