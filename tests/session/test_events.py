"""The event hook: what it is told, in which order, and that nothing it does matters."""

from __future__ import annotations

import logging

import pytest
from support.calls import CURRENT_TIME
from support.canary import find_secret

import aioesx
from aioesx import connect, errors, vim
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio
PASSWORD = "canary-password"


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
