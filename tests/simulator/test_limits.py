"""What a host allows of transfers: how many, how often, how fast; and what its answers tell."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import httpx
import pytest
from support.waiting import until

from aioesx.simulator import ManualClock, Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.files import MemoryContent

pytestmark = pytest.mark.anyio

QUERY = "?dcPath=ha-datacenter&dsName=datastore1"
AUTH = httpx.BasicAuth("root", "secret")
PROFILES_OF_HOSTS = [name for name, profile in PROFILES.items() if not profile.is_vcenter]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def served(clock: ManualClock) -> AsyncIterator[Simulator]:
    """A host behind a socket, whose clock stands still."""
    async with Simulator(presets.small_host(clock=clock), password="secret", tls=False) as one:
        yield one


@pytest.fixture
async def http(served: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    base = f"http://127.0.0.1:{served.port}"
    async with httpx.AsyncClient(base_url=base, auth=AUTH, trust_env=False) as http:
        yield http


def options(simulator: Simulator, **values: Any) -> None:
    with simulator.state.looking():
        for name, value in values.items():
            setattr(simulator.state.options, name, value)


DISK = f"/folder/db01/db01-flat.vmdk{QUERY}"
SMALL = f"/folder/db01/vmware.log{QUERY}"
LARGE = f"/folder/db01/large{QUERY}"


async def test_more_transfers_than_allowed_are_turned_away(
    served: Simulator, http: httpx.AsyncClient
) -> None:
    options(served, transfers=2)
    async with http.stream("GET", DISK) as one, http.stream("GET", DISK) as two:
        three = await http.get(SMALL)
        assert (one.status_code, two.status_code, three.status_code) == (200, 200, 503)
    await until(lambda: served.state.transfers.open == 0)
    assert (await http.get(SMALL)).status_code == 200
    assert served.state.transfers.refused == 1


async def test_more_transfers_in_a_second_than_allowed_are_turned_away(
    served: Simulator, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    options(served, transfers_per_second=2)
    assert [(await http.get(SMALL)).status_code for _ in range(3)] == [200, 200, 503]
    clock.advance(1.0)
    assert (await http.get(SMALL)).status_code == 200


async def test_a_download_goes_as_fast_as_allowed(
    served: Simulator, http: httpx.AsyncClient
) -> None:
    options(served, bytes_per_second=400_000)
    began = time.monotonic()
    answer = await http.get(DISK, headers={"range": "bytes=0-119999"})
    assert len(answer.content) == 120_000
    assert 0.25 < time.monotonic() - began < 5


async def test_an_upload_goes_as_fast_as_allowed(
    served: Simulator, http: httpx.AsyncClient
) -> None:
    options(served, bytes_per_second=400_000)
    began = time.monotonic()
    await http.put(f"/folder/db01/up{QUERY}", content=bytes(120_000))
    assert 0.25 < time.monotonic() - began < 5


async def test_a_slow_transfer_holds_up_nobody(served: Simulator, http: httpx.AsyncClient) -> None:
    options(served, bytes_per_second=10)
    async with anyio.create_task_group() as group:
        group.start_soon(http.get, DISK)
        await until(lambda: served.state.transfers.open == 1)
        options(served, bytes_per_second=None)
        with anyio.fail_after(5):
            assert (await http.get(SMALL)).status_code == 200
        group.cancel_scope.cancel()


async def test_a_client_that_goes_gives_its_place_up(
    served: Simulator, http: httpx.AsyncClient
) -> None:
    options(served, transfers=1, bytes_per_second=1000)
    with anyio.move_on_after(0.3):
        await http.get(DISK)
    await until(lambda: served.state.transfers.open == 0)


@pytest.mark.parametrize("name", PROFILES_OF_HOSTS)
async def test_ranges_are_announced_by_products_that_do(name: str) -> None:
    profile = PROFILES[name]
    simulator = Simulator(presets.small_host(profile=profile), password="secret", tls=False)
    store = next(iter(simulator.state.datastores.values())).name
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(simulator.asgi), base_url="http://s", auth=AUTH
    ) as http:
        url = f"/folder/db01/db01-flat.vmdk?dcPath=ha-datacenter&dsName={store}"
        answer = await http.get(url, headers={"range": "bytes=5-9"})
        options(simulator, accept_ranges=not profile.accept_ranges)
        other = await http.get(url, headers={"range": "bytes=5-9"})
    assert (answer.status_code, answer.content) == (206, bytes(5))
    assert ("accept-ranges" in answer.headers) == profile.accept_ranges
    assert ("accept-ranges" in other.headers) != profile.accept_ranges


async def test_an_answer_tells_when_the_file_was_changed(
    served: Simulator, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    first = (await http.head(SMALL)).headers["last-modified"]
    clock.advance(60)
    await http.put(SMALL, content=b"more")
    assert (await http.head(SMALL)).headers["last-modified"] != first


async def read_slowly(
    served: Simulator, http: httpx.AsyncClient, change: Callable[[Datastore], object]
) -> bytes:
    """Read a file of 1,000,000 bytes, changed after its first piece."""
    await http.put(LARGE, content=b"a" * 1_000_000)
    options(served, bytes_per_second=1_000_000)
    found = bytearray()
    async with http.stream("GET", LARGE) as answer:
        async for piece in answer.aiter_bytes():
            if not found:
                served.change(lambda host: change(host.datastore("datastore1")))
                options(served, bytes_per_second=None)
            found += piece
    return bytes(found)


def rewritten(data: bytes) -> Callable[[Datastore], object]:
    return lambda store: store.put_content("db01/large", MemoryContent(data))


async def test_a_reader_goes_on_in_what_the_file_has_become(
    served: Simulator, http: httpx.AsyncClient
) -> None:
    found = await read_slowly(served, http, rewritten(b"b" * 1_000_000))
    assert len(found) == 1_000_000
    assert (found[:1], found[-1:]) == (b"a", b"b")


@pytest.mark.parametrize("change", [rewritten(b"b"), lambda store: store.delete("db01/large")])
async def test_a_reader_is_cut_where_the_file_has_ended(
    served: Simulator, http: httpx.AsyncClient, change: Callable[[Datastore], object]
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await read_slowly(served, http, change)


async def test_a_client_that_goes_from_a_huge_download_holds_up_nobody(
    served: Simulator, http: httpx.AsyncClient
) -> None:
    async with http.stream("GET", DISK) as answer:
        assert answer.status_code == 200
    with anyio.fail_after(5):
        assert (await http.get(SMALL)).status_code == 200
    await until(lambda: served.state.transfers.open == 0, seconds=5)
