"""Torture, row C1: a fault at every step that a connection takes; `make torture` takes them all.

In the suite: every step of every way on asyncio, every fifth on trio. With AIOESX_TORTURE=all
every step on both. Pauses between attempts are cut short: they are no steps, and take most of
the time.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest
from support.proxy import Proxy
from support.torture import Torture, run_story, without_gc, without_pauses

from aioesx.simulator import Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.timeout(300)]
PASSWORD: Final = "canary-password"
TORTURE: Final = os.environ.get("AIOESX_TORTURE", "")  # read before the fixtures clean it away
WAYS: Final = ("direct", "socks5", "http")


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    without_pauses(monkeypatch)
    caplog.set_level(logging.INFO, "aioesx")  # envelopes are redacted and searched elsewhere


@pytest.fixture(params=[False, True], ids=["plain", "tls"])
def host(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    with Simulator(presets.small_host(), password=PASSWORD, tls=request.param) as simulator:
        simulator.change(lambda state: setattr(state.options, "task_seconds", 0.01))
        yield simulator


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, host: Simulator) -> Iterator[tuple[str, dict[str, Any]]]:
    """The URI and options that lead to the host, directly or by a proxy."""
    options: dict[str, Any] = {"password": PASSWORD}
    if host.ca_file:
        options["cacert"] = host.ca_file
    with ExitStack() as stack:
        uri = host.uri
        if request.param != "direct":
            table = {("127.0.0.1", host.port): ("127.0.0.1", host.port)}
            proxy = stack.enter_context(Proxy(request.param, table))
            uri += "&" if "?" in uri else "?"
            uri += f"proxy={request.param}://127.0.0.1:{proxy.port}"
        yield uri, options


@pytest.mark.fault("C1")
@pytest.mark.fault("N17")
@pytest.mark.parametrize("mode", ["fail", "cancel"])
async def test_c1_nothing_is_left_after_a_fault_at_any_step(
    host: Simulator,
    way: tuple[str, dict[str, Any]],
    mode: str,
    anyio_backend: str,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    uri, options = way
    stride = 1 if anyio_backend == "asyncio" or TORTURE == "all" else 5
    with without_gc():
        await run_story(Torture(0, mode), host, uri, options)
        struck = missed = point = 0

        # The number of steps varies a little with the waits: three misses are the end.
        for point in range(1, 1000, stride):
            torture = Torture(point, mode)
            await run_story(torture, host, uri, options)
            struck += torture.struck
            missed = 0 if torture.struck else missed + 1
            if missed == 3:
                break

    record_property("points", struck)
    with capsys.disabled():
        sys.stdout.write(f" [{mode} at {struck} points, every {stride}. of {point}]")
    assert struck * stride > 60
