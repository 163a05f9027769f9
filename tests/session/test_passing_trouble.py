"""A passing trouble is no property of the host, and what a session knew ends with it."""

from __future__ import annotations

import math

import httpx
import pytest
from support.hosts import connected

import aioesx
from aioesx import errors
from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.anyio

PAGES = Options(page_size=2)


@pytest.fixture
def host() -> Simulator:
    return Simulator(presets.small_host(machines=7, options=PAGES), tls=False)


class Busy(httpx.AsyncBaseTransport):
    """The way to a host that answers, when it is asked for its versions, with a status so often."""

    def __init__(self, host: Simulator, status: int, times: float = math.inf) -> None:
        self._inner = httpx.ASGITransport(host.asgi)
        self._status = status
        self._times = times

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("vimServiceVersions.xml") and self._times > 0:
            self._times -= 1
            return httpx.Response(self._status, html="<html>busy</html>")
        return await self._inner.handle_async_request(request)


def reach(host: Simulator, transport: Busy) -> aioesx.Connecting:
    uri = "esx://root@sim.example/?transport=http"
    return aioesx.connect(uri, password=host.password, transport=transport)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_host_that_is_busy_once_is_asked_again(host: Simulator, status: int) -> None:
    async with reach(host, Busy(host, status, times=0)) as untroubled:
        newest = untroubled.api_version

    async with reach(host, Busy(host, status, times=1)) as esx:
        assert esx.api_version == newest != "2.5"


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 429, 500, 503])
async def test_a_host_that_does_not_answer_is_not_taken_for_an_old_one(
    host: Simulator, status: int
) -> None:
    with pytest.raises(errors.EsxError, match=str(status)):
        await reach(host, Busy(host, status))


async def test_a_host_without_the_list_is_one_of_2007(host: Simulator) -> None:
    async with reach(host, Busy(host, 404)) as esx:
        assert esx.api_version == "2.5"


@pytest.mark.parametrize("page", range(3))
async def test_pages_of_a_session_that_ended_are_read_anew(host: Simulator, page: int) -> None:
    with host:
        async with connected(host) as esx:
            lost = host.fault_on("ContinueRetrievePropertiesEx", expire=True, times=1, skip=page)
            names = [entry.name for entry in await esx.domains.list()]

    assert lost.applied == 1
    assert len(set(names)) == len(names) == 7
