"""Pictures one after the other: how many, how far apart, when they end, and what they leave."""

from __future__ import annotations

import itertools

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport
from support.hosts import connected
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

ON, OFF = "web01", "db01"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("state", ["poweredOff", "suspended"])
async def test_the_loop_ends_with_the_domain(
    esx: aioesx.Connection, simulator: Simulator, state: str
) -> None:
    domain = await esx.domains.lookup(ON)
    seen = []

    async with domain.screenshots(interval=0.01) as pictures:
        async for png in pictures:
            seen.append(png)
            if len(seen) == 3:
                simulator.change(lambda host: host.find(ON).set_power(state))

    assert (len(seen), pictures.taken) == (3, 3)
    assert all(png.startswith(PNG) for png in seen)


class _GoesOff(httpx.AsyncBaseTransport):
    """Turns the domain off just before its second picture is fetched."""

    def __init__(self, simulator: Simulator) -> None:
        self._inner = httpx.ASGITransport(simulator.asgi)
        self._simulator = simulator
        self._pictures = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/screen":
            self._pictures += 1
            if self._pictures == 2:
                self._simulator.change(lambda host: host.find(ON).set_power("poweredOff"))
        return await self._inner.handle_async_request(request)


async def test_a_domain_that_goes_off_within_a_picture_ends_the_loop(simulator: Simulator) -> None:
    async with connected(simulator, transport=_GoesOff(simulator)) as esx:
        domain = await esx.domains.lookup(ON)

        async with domain.screenshots(interval=0.0) as pictures:
            assert len([png async for png in pictures]) == 1


async def test_a_domain_that_is_off_is_an_error(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(OFF)

    async with domain.screenshots() as pictures:
        with pytest.raises(errors.InvalidStateError, match="is not powered on"):
            await anext(pictures)


async def test_pictures_are_an_interval_apart(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)
    begun = anyio.current_time()

    async with domain.screenshots(interval=0.2) as pictures:
        for _ in range(3):
            await anext(pictures)

    assert anyio.current_time() - begun >= 0.4


async def test_a_slow_consumer_gets_no_burst(esx: aioesx.Connection, simulator: Simulator) -> None:
    domain = await esx.domains.lookup(ON)

    async with domain.screenshots(interval=0.1) as pictures:
        await anext(pictures)
        await anyio.sleep(0.5)
        await anext(pictures)
        begun = anyio.current_time()
        await anext(pictures)

    assert anyio.current_time() - begun >= 0.05


async def test_pictures_of_which_nothing_has_changed_are_left_out(
    esx: aioesx.Connection, simulator: Simulator
) -> None:
    domain = await esx.domains.lookup(ON)
    keys = itertools.cycle("ab")
    seen = []

    async def type_now_and_then() -> None:
        while True:
            await until(lambda seen=pictures.skipped: pictures.skipped > seen)  # type: ignore[misc]
            await domain.send_keys(next(keys))

    async with (
        domain.screenshots(interval=0.01, only_changed=True) as pictures,
        anyio.create_task_group() as group,
    ):
        group.start_soon(type_now_and_then)
        async for png in pictures:
            seen.append(png)
            if len(seen) == 3:
                break
        group.cancel_scope.cancel()

    assert all(one != other for one, other in itertools.pairwise(seen))
    assert pictures.skipped > 0
    assert pictures.taken == pictures.skipped + 3


@pytest.mark.parametrize("end", ["break", "raise", "cancel"])
async def test_whatever_ends_the_loop_leaves_nothing(
    esx: aioesx.Connection, simulator: Simulator, end: str
) -> None:
    domain = await esx.domains.lookup(ON)
    files = simulator.change(lambda host: [len(s.files) for s in host.datastores.values()])

    pictures = domain.screenshots(interval=0.0)

    with anyio.CancelScope() as scope:
        try:
            async with pictures:
                async for _ in pictures:
                    if end == "break":
                        break
                    if end == "raise":
                        raise LookupError  # noqa: TRY301 - as a program's own would
                    scope.cancel()
        except LookupError:
            assert end == "raise"

    assert scope.cancelled_caught is (end == "cancel")
    assert simulator.open_filters == simulator.open_waits == 0
    assert simulator.change(lambda host: [len(s.files) for s in host.datastores.values()]) == files
    assert (await domain.screenshot()).startswith(PNG)
    with pytest.raises(errors.ClosedError, match="async with"):
        await anext(pictures)


async def test_each_picture_has_its_time(simulator: Simulator, esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)
    simulator.fault_on("RetrievePropertiesEx", delay=20.0, times=1)

    async with domain.screenshots(interval=0.0, timeout=1.5) as pictures:
        with pytest.raises(errors.TransportTimeout):
            await anext(pictures)
        assert (await anext(pictures)).startswith(PNG)


async def test_a_first_picture_that_failed_is_none(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup(ON)
    simulator.fault_on("RetrievePropertiesEx", delay=5.0, times=1)

    async with domain.screenshots(interval=0.0, timeout=0.3) as pictures:
        with pytest.raises(errors.TransportTimeout):
            await anext(pictures)
        simulator.change(lambda host: host.find(ON).set_power("poweredOff"))
        with pytest.raises(errors.InvalidStateError):
            await anext(pictures)


async def test_a_picture_that_fails_ends_nothing(simulator: Simulator) -> None:
    line = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    async with connected(simulator, transport=line) as esx:
        domain = await esx.domains.lookup(ON)
        async with domain.screenshots(interval=0.0) as pictures:
            assert await anext(pictures)
            line.arm("GET", "die")
            with pytest.raises(errors.TransportError):
                await anext(pictures)
            line.disarm()
            assert await anext(pictures)


@pytest.mark.parametrize("interval", [-1.0, float("nan"), float("inf")])
async def test_an_interval_is_a_number_of_seconds(esx: aioesx.Connection, interval: float) -> None:
    domain = await esx.domains.lookup(ON)

    with pytest.raises(ValueError, match="is no number of seconds"):
        domain.screenshots(interval=interval)


async def test_the_loop_stands_within_async_with(esx: aioesx.Connection) -> None:
    pictures = (await esx.domains.lookup(ON)).screenshots()

    with pytest.raises(errors.ClosedError, match="async with"):
        await anext(pictures)
