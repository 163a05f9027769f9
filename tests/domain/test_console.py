"""Admission to a console: where it is good, what hides it, what is refused before it is sent."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport, Mode
from support.hosts import connected
from support.vcenter import ADDRESSES, VCENTER, Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors, vim
from aioesx.domain import console as consoles
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import ESX_3_5, ESX_4_1, ESXI_5_5, ESXI_7_0, ESXI_8_0, Profile

pytestmark = pytest.mark.anyio

ON, OFF, SLEEPS = "web01", "db01", "build01"


def host_of(profile: Profile) -> Simulator:
    state = presets.small_host(profile=profile)
    return Simulator(state, username="root", password="secret", tls=True)


@pytest.fixture(params=[ESXI_7_0, ESXI_8_0], ids=lambda profile: profile.name)
async def modern(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Simulator, aioesx.Domain]]:
    """A host that tells the URL itself, and a domain that is on."""
    async with host_of(request.param) as simulator, connected(simulator) as esx:
        yield simulator, await esx.domains.lookup(ON)


async def test_a_ticket_tells_where_and_until_when(esx: aioesx.Connection) -> None:
    before = datetime.now(UTC)

    ticket = await (await esx.domains.lookup(ON)).console()

    at = urlsplit(ticket.url or "")
    assert (at.scheme, at.path) == ("wss", f"/ticket/{ticket.ticket}")
    assert (at.hostname, at.port) == (ticket.host, ticket.port)
    assert f":{ticket.port}/" in esx.uri
    assert before <= ticket.issued <= datetime.now(UTC)
    assert ticket.expires == ticket.issued + timedelta(minutes=30)
    assert ticket.cfg_file == "[datastore1] web01/web01.vmx"


async def test_the_thumbprint_is_that_of_the_certificate(
    modern: tuple[Simulator, aioesx.Domain],
) -> None:
    simulator, domain = modern

    ticket = await domain.console()

    tells = simulator.state.profile is ESXI_8_0
    assert ticket.sha256 == (simulator.thumbprint if tells else None)
    assert ticket.thumbprint is not None
    assert len(ticket.thumbprint) == 40
    assert ticket.url == f"wss://127.0.0.1:{simulator.port}/ticket/{ticket.ticket}"


async def test_each_ticket_is_another(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    assert (await domain.console()).ticket != (await domain.console()).ticket


async def test_a_link_for_vmware_remote_console(
    esx: aioesx.Connection, simulator: Simulator
) -> None:
    domain = await esx.domains.lookup(OFF)

    ticket = await domain.console("vmrc")

    at = f"127.0.0.1:{simulator.port}/?moid={domain.ref.value}"
    assert ticket.url == f"vmrc://clone:{ticket.ticket}@{at}"
    assert domain.vmrc_link == f"vmrc://{at}"
    assert ticket.expires is None


async def test_a_link_is_good_once_and_as_long_as_its_session(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        domain = await esx.domains.lookup(ON)
        first, second = await domain.console("vmrc"), await domain.console("vmrc")
        async with connected(simulator) as other:
            assert other.content.session_manager is not None
            await other.call(vim.Logout(this=other.content.session_manager))
            clone = vim.CloneSession(this=other.content.session_manager, clone_ticket=first.ticket)
            assert (await other._server.session.call(clone)).user_name == "root"
    async with connected(simulator) as other:
        assert other.content.session_manager is not None
        await other.call(vim.Logout(this=other.content.session_manager))
        for ticket in (first, second):
            late = vim.CloneSession(this=other.content.session_manager, clone_ticket=ticket.ticket)
            with pytest.raises(errors.LoginError):
                await other.call(late)


@pytest.mark.parametrize(
    ("profile", "method"),
    [(ESX_3_5, "AcquireMksTicket"), (ESX_4_1, "AcquireTicket"), (ESXI_8_0, "AcquireTicket")],
    ids=lambda value: getattr(value, "name", value),
)
async def test_an_mks_ticket_is_asked_for_as_the_host_knows_it(
    profile: Profile, method: str
) -> None:
    state = presets.small_host(profile=profile)
    async with (
        Simulator(state, username="root", password="secret", tls=False) as simulator,
        connected(simulator) as esx,
    ):
        ticket = await (await esx.domains.lookup(ON)).console("mks")

        assert (ticket.port, ticket.host, ticket.url) == (902, "127.0.0.1", None)
        assert simulator.call_count[method] == 1


@pytest.mark.parametrize(
    ("profile", "kind"),
    [(ESXI_5_5, "webmks"), (ESX_3_5, "webmks"), (ESX_3_5, "vmrc")],
    ids=lambda value: getattr(value, "name", value),
)
async def test_what_a_host_is_too_old_for_is_not_sent(
    profile: Profile, kind: consoles.ConsoleKind
) -> None:
    state = presets.small_host(profile=profile)
    async with (
        Simulator(state, username="root", password="secret", tls=False) as simulator,
        connected(simulator) as esx,
    ):
        domain = await esx.domains.lookup(ON)
        simulator.forget_calls()

        with pytest.raises(errors.NotSupportedError, match=f"kind {kind} come with the API of"):
            await domain.console(kind)

        assert simulator.calls == []


@pytest.mark.parametrize("name", [OFF, SLEEPS])
@pytest.mark.parametrize("kind", ["webmks", "mks"])
async def test_a_domain_that_is_not_on_has_no_console(
    esx: aioesx.Connection, simulator: Simulator, name: str, kind: consoles.ConsoleKind
) -> None:
    domain = await esx.domains.lookup(name)

    with pytest.raises(errors.InvalidStateError, match="is not powered on"):
        await domain.console(kind)

    assert simulator.call_count["AcquireTicket"] == 0


async def test_an_unknown_kind_is_refused_by_us(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    with pytest.raises(ValueError, match="'vnc' is no kind of console"):
        await domain.console("vnc")  # type: ignore[arg-type]


# --- where it is good ----------------------------------------------------------------------------


async def test_a_vcenter_sends_to_the_host() -> None:
    async with (
        Estate(options=quick()).site(tls=False) as site,
        aioesx.connect(uri_of_vcenter(site), password="secret") as esx,
    ):
        domain = await esx.domains.lookup(ON)
        ticket, link = await domain.console(), await domain.console("vmrc")

    assert (ticket.host, ticket.port) == (ADDRESSES["esx1"], site.port)
    assert (link.host, link.port) == (VCENTER, site.port)


def told(**fields: Any) -> vim.VirtualMachineTicket:
    """Return what a host answers."""
    return vim.VirtualMachineTicket(**{"ticket": "abc", "cfg_file": "[d] x/x.vmx", **fields})


@pytest.mark.parametrize(
    ("ticket", "url"),
    [
        (told(), "wss://127.0.0.1:PORT/ticket/abc"),
        (told(host="*"), "wss://127.0.0.1:PORT/ticket/abc"),
        (told(host="esx9", port=444), "wss://esx9:444/ticket/abc"),
        (told(host="fd00::1"), "wss://[fd00::1]:443/ticket/abc"),
        (told(ticket="a/b?c"), "wss://127.0.0.1:PORT/ticket/a%2Fb%3Fc"),
        (told(url="wss://*:9443/ticket/x"), "wss://127.0.0.1:9443/ticket/x"),
        (told(url="wss://esx9/v?t=x"), "wss://esx9:443/v?t=x"),
    ],
)
async def test_the_place_is_put_right(
    modern: tuple[Simulator, aioesx.Domain],
    monkeypatch: pytest.MonkeyPatch,
    ticket: vim.VirtualMachineTicket,
    url: str,
) -> None:
    simulator, domain = modern
    answer(monkeypatch, ticket)

    given = await domain.console()

    assert given.url == url.replace("PORT", str(simulator.port))


@pytest.mark.parametrize(
    "ticket",
    [
        told(url="https://esx9/ticket/hidden"),
        told(url="wss://[esx9/ticket/hidden"),
        told(url="wss://esx9:99999/ticket/hidden"),
        told(ssl_thumbprint="no digits"),
    ],
)
async def test_what_is_no_place_is_an_error_without_the_ticket(
    modern: tuple[Simulator, aioesx.Domain],
    monkeypatch: pytest.MonkeyPatch,
    ticket: vim.VirtualMachineTicket,
) -> None:
    _, domain = modern
    answer(monkeypatch, ticket)

    with pytest.raises(errors.ProtocolError) as caught:
        await domain.console()

    assert "hidden" not in str(caught.value)
    assert "abc" not in str(caught.value)


def answer(monkeypatch: pytest.MonkeyPatch, ticket: vim.VirtualMachineTicket) -> None:
    """Let the simulated host give this ticket."""
    from aioesx.simulator.methods import HANDLERS

    monkeypatch.setitem(HANDLERS, "AcquireTicket", lambda call: ticket)


# --- what hides it -------------------------------------------------------------------------------


async def test_no_ticket_is_shown(
    modern: tuple[Simulator, aioesx.Domain], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, domain = modern
    kinds: list[consoles.ConsoleKind] = ["webmks", "mks", "vmrc"]

    tickets = [await domain.console(kind) for kind in kinds]

    shown = [repr(tickets), str(tickets), caplog.text, json.dumps(aioesx.to_dict(tickets))]
    assert "AcquireTicket" in caplog.text, "the calls are logged"
    for ticket in tickets:
        assert len(ticket.ticket) >= 16
        assert not any(ticket.ticket in text for text in shown)


# --- what goes wrong -----------------------------------------------------------------------------


MODES: list[Mode] = ["lose", "refuse", "cancel-before", "cancel-after"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("kind", "method"),
    [("webmks", "AcquireTicket"), ("mks", "AcquireTicket"), ("vmrc", "AcquireCloneTicket")],
)
async def test_a_ticket_is_asked_for_once_whatever_happens(
    simulator: Simulator, kind: consoles.ConsoleKind, method: str, mode: Mode
) -> None:
    line = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    async with connected(simulator, transport=line) as esx:
        domain = await esx.domains.lookup(ON)
        line.arm(method, mode)
        failure: errors.EsxError | None = None
        with anyio.CancelScope() as line.scope:
            try:
                await domain.console(kind)
            except errors.EsxError as error:
                failure = error

        cancelled = mode.startswith("cancel")
        assert line.scope.cancelled_caught is cancelled
        assert isinstance(failure, errors.OutcomeUnknownError) is not cancelled
        assert line.seen[method] == 1
        assert simulator.call_count[method] <= 1
        line.disarm()
        assert (await domain.console(kind)).ticket


@pytest.mark.parametrize("fault", ["NotSupported", "InvalidState", "NoPermission"])
async def test_a_refusal_is_the_hosts(
    esx: aioesx.Connection, simulator: Simulator, fault: str
) -> None:
    domain = await esx.domains.lookup(ON)
    simulator.fault_on("AcquireTicket", fault, times=1)

    with pytest.raises(errors.FaultError) as caught:
        await domain.console()

    assert caught.value.fault_type == fault
    assert (caught.value.kind, caught.value.name) == ("domain", ON)
