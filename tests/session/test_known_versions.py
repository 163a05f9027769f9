"""What is known of the versions that hosts speak saves a request, and is never believed."""

from __future__ import annotations

import pickle
from typing import Any

import httpx
import pytest

import aioesx
from aioesx import vim
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = pytest.mark.anyio

CONTENT = "RetrieveServiceContent"
ASK = "GET /sdk/vimServiceVersions.xml"
SERVICE = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")


def simulated(profile: str = "esxi-6.5") -> Simulator:
    return Simulator(presets.small_host(machines=1, profile=PROFILES[profile]), tls=False)


class WithoutList(httpx.ASGITransport):
    """The way to a host that shows no file."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(404)
        return await super().handle_async_request(request)


async def spoken(host: Simulator, versions: aioesx.KnownVersions | None) -> tuple[str, list[str]]:
    """Open a connection; return the version spoken, and what was asked before the login."""
    asked: list[str] = []

    def note(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.RequestSent):
            asked.append(event.method)

    connecting = aioesx.connect(host.uri, password=host.password, versions=versions, on_event=note)
    async with connecting as esx:
        assert [each.name for each in await esx.domains.list()] == ["web01"]
        content = await esx.call(vim.RetrieveServiceContent(this=SERVICE))
        assert esx.content == content, "it is not told in the version that is spoken"
        return esx.api_version, asked[: asked.index("Login")]


async def test_a_host_is_asked_once_which_versions_it_speaks() -> None:
    versions = aioesx.KnownVersions()
    with simulated() as host:
        first, asked_first = await spoken(host, versions)
        second, asked_second = await spoken(host, versions)

    assert first == second != "2.5"
    assert (asked_first, asked_second) == ([ASK, CONTENT], [CONTENT])


async def test_without_it_each_connection_asks() -> None:
    with simulated() as host:
        assert [(await spoken(host, None))[1] for _ in range(2)] == [[ASK, CONTENT]] * 2


async def test_another_host_of_the_same_version_is_not_asked() -> None:
    versions = aioesx.KnownVersions()
    with simulated() as one, simulated() as other:
        first, _ = await spoken(one, versions)
        assert await spoken(other, versions) == (first, [CONTENT])


async def test_a_host_of_another_version_is_asked_and_its_kind_is_known_then() -> None:
    versions = aioesx.KnownVersions()
    with simulated() as older, simulated("esxi-8.0") as newer, simulated("esxi-8.0") as third:
        usual = [(await spoken(host, None))[0] for host in (older, newer)]
        assert len(set(usual)) == 2
        await spoken(older, versions)
        assert await spoken(newer, versions) == (usual[1], [CONTENT, ASK, CONTENT])
        assert await spoken(older, versions) == (usual[0], [CONTENT])
        assert await spoken(third, versions) == (usual[1], [CONTENT, CONTENT])
        assert await spoken(third, versions) == (usual[1], [CONTENT])


@pytest.mark.parametrize("way", [("esxi-6.5", "esxi-8.0"), ("esxi-8.0", "esxi-6.5")])
async def test_a_host_that_was_upgraded_or_replaced_is_noticed(way: tuple[str, str]) -> None:
    versions = aioesx.KnownVersions()
    before, after = (simulated(name) for name in way)
    with before:
        old, _ = await spoken(before, versions)
    with after:
        new, _ = await spoken(after, None)
        versions.learn(f"127.0.0.1:{after.port}", old, old)
        assert await spoken(after, versions) == (new, [CONTENT, ASK, CONTENT])


@pytest.mark.parametrize(
    "refusal",
    [{"fault": "InvalidRequest"}, {"status": 500, "body": "no"}, {"status": 400, "body": "no"}],
)
async def test_a_host_that_refuses_the_version_is_asked(refusal: dict[str, Any]) -> None:
    versions = aioesx.KnownVersions()
    with simulated() as host:
        usual, _ = await spoken(host, versions)
        host.fault_on(CONTENT, times=1, **refusal)
        assert await spoken(host, versions) == (usual, [CONTENT, ASK, CONTENT])


async def test_a_host_that_hides_its_list_teaches_nothing_about_others() -> None:
    versions = aioesx.KnownVersions()
    with simulated() as odd, simulated() as usual:
        async with aioesx.connect(
            odd.uri, password=odd.password, versions=versions, transport=WithoutList(odd.asgi)
        ) as esx:
            assert esx.api_version == "2.5"
        assert await spoken(usual, versions) == ((await spoken(usual, None))[0], [ASK, CONTENT])


def test_it_can_go_to_another_process() -> None:
    versions = aioesx.KnownVersions()
    versions.learn("esx1:443", "6.7.3", "6.7.3")

    copy = pickle.loads(pickle.dumps(versions))  # our own

    assert (copy.guess("esx1:443"), copy.guess("esx2:443")) == ("6.7.3", "6.7.3")
    assert (copy.spoken_with("6.7.3"), copy.spoken_with("8.0")) == ("6.7.3", None)
    assert repr(copy) == "<KnownVersions of 1 hosts>"
