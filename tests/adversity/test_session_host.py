# ruff: noqa: E501  # the rows of a table stay rows
"""Faults of sessions: the host itself is another one than before, or than expected; rows S6, S11."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import anyio
import pytest
from support.calls import CURRENT_TIME
from support.hosts import PASSWORD, logins, seen
from support.vcenter import Estate

from aioesx import connect, vim
from aioesx._session.product import identify
from aioesx.errors import (
    ConnectError,
    EsxError,
    NotFoundError,
    TaskLostError,
    UriError,
    WrongProductError,
)
from aioesx.simulator import Simulator, presets
from aioesx.simulator.site import Site

pytestmark = pytest.mark.anyio
row = pytest.mark.fault


@pytest.fixture
def restart(host: Simulator) -> Iterator[Callable[[], Simulator]]:
    """End the host's process, so to say, and begin another one without machines on its port."""
    with ExitStack() as stack:

        def begin() -> Simulator:
            port = host.port
            host.stop()
            empty = presets.empty_host()
            return stack.enter_context(Simulator(empty, password=PASSWORD, tls=False, port=port))

        yield begin


@row("S6")
async def test_s6_after_a_restart_stale_references_are_not_found(
    host: Simulator, restart: Callable[[], Simulator]
) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        stale = await esx.domains.lookup("web01")
        assert await stale.info()

        after = restart()

        assert await esx.domains.list() == []
        with pytest.raises(NotFoundError):
            await stale.info()
        assert logins(after) == 1
    assert after.open_sessions == 0


@row("S6")
async def test_s6_a_wait_for_a_task_that_the_restarted_host_does_not_know_ends(
    host: Simulator, restart: Callable[[], Simulator]
) -> None:
    host.change(lambda state: setattr(state.options, "task_seconds", 3600.0))
    lost: list[EsxError] = []

    async def start() -> None:
        with pytest.raises(TaskLostError) as caught:
            await domain.start()
        lost.append(caught.value)

    async with connect(host.uri, password=PASSWORD) as esx:
        domain = await esx.domains.lookup("db01")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(start)
            await seen(host, "WaitForUpdatesEx")
            after = restart()
        assert lost
    assert after.open_sessions == 0


@row("S11")
async def test_s11_the_wrong_product_is_told_in_libvirts_words(host: Simulator) -> None:
    with pytest.raises(
        WrongProductError, match=r"to be a Server/GSX host but found a ESX\(i\) host"
    ):
        async with connect(host.uri.replace("esx:", "gsx:"), password=PASSWORD):
            pass
    assert logins(host) == 0


@pytest.fixture
def estate() -> Iterator[Site]:
    """A vCenter, and hosts that tell it."""
    with Estate().site(tls=False) as site:
        yield site


def uri_of(estate: Site, vcenter: str) -> str:
    uri, *_ = estate.uris["esx1"].partition("?")
    return f"{uri}?transport=http&vcenter={vcenter}"


@row("S11")
@pytest.mark.parametrize("given", ["127.0.0.10", "*"])
async def test_s11_the_hosts_own_vcenter_is_taken(estate: Site, given: str) -> None:
    uri = uri_of(estate, given)
    async with connect(uri, password="secret", vcenter_password="secret") as esx:
        assert await esx.call(CURRENT_TIME)


@row("S11")
async def test_s11_a_host_that_tells_no_vcenter_takes_any_name(estate: Site) -> None:
    estate.hosts["esx1"].change(lambda state: setattr(state, "management_server", None))
    uri = uri_of(estate, "127.0.0.10")
    async with connect(uri, password="secret", vcenter_password="secret") as esx:
        assert await esx.call(CURRENT_TIME)


@row("S11")
@pytest.mark.parametrize(
    ("managed_by", "given", "error", "words"),
    [
        (None, "*", UriError, "this host is not managed by a vCenter"),
        (
            "192.0.2.1",
            "localhost",
            UriError,
            r"vCenter with IP 192\.0\.2\.1, but a mismatching vCenter localhost",
        ),
        (
            "192.0.2.1",
            "vc.invalid",
            ConnectError,
            "vCenter vc.invalid: the name cannot be resolved",
        ),
    ],
)
async def test_s11_another_vcenter_is_told_in_libvirts_words(
    host: Simulator, managed_by: str | None, given: str, error: type[EsxError], words: str
) -> None:
    host.change(lambda state: setattr(state, "management_server", managed_by))
    with pytest.raises(error, match=words):
        async with connect(f"{host.uri}&vcenter={given}", password=PASSWORD):
            pass
    assert host.open_sessions == 0


@row("S11")
@pytest.mark.parametrize(
    ("line", "version", "scheme", "words"),
    [
        ("vpx", "6.5.0", "esx", r"expecting h to be a ESX\(i\) host but found a vCenter/VPX host"),
        ("esx", "3.0.2", "esx", r"minimum supported ESX\(i\) version is 3\.5 but found version 3\.0\.2"),
        ("gsx", "1.9", "gsx", "minimum supported Server/GSX version is 2.0"),
        ("vpx", "2.4", "vpx", "minimum supported vCenter/VPX version is 2.5"),
        ("ws", "6.5.0", "esx", "unknown product line 'ws'"),
    ],
)  # fmt: skip
def test_s11_products_and_versions(line: str, version: str, scheme: str, words: str) -> None:
    with pytest.raises(WrongProductError, match=words):
        identify(about(line, version), scheme, "h")


@pytest.mark.parametrize(
    ("line", "version", "scheme", "number"),
    [
        ("embeddedEsx", "8.0.3", "esx", 8_000_003),
        ("esx", "3.5", "esx", 3_005_000),
        ("esx", "6.7.0 build-1", "esx", 6_007_000),
        ("gsx", "2.0.0", "gsx", 2_000_000),
        ("vpx", "2.5.0", "vpx", 2_005_000),
    ],
)
def test_s11_products_that_are_taken(line: str, version: str, scheme: str, number: int) -> None:
    assert identify(about(line, version), scheme, "h").number == number


def about(line: str, version: str) -> vim.AboutInfo:
    return vim.AboutInfo(
        name="VMware", full_name="VMware", vendor="VMware, Inc.", version=version, build="1",
        os_type="vmnix", product_line_id=line, api_type="HostAgent", api_version=version,
    )  # fmt: skip
