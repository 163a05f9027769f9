"""Every property of every read of the host, taken away one by one: hidden, and not set.

What is hidden is an error or a problem that names it; what is not set is None, or an error.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Final

import pytest
from support.meddler import Meddler, leaves

import aioesx
from aioesx import HostState, errors
from aioesx.simulator import Simulator, presets

Read = Callable[[aioesx.Host], Coroutine[Any, Any, Any]]

READS: Final[dict[str, Read]] = {
    "Host.certificate": lambda host: host.certificate(),
    "Host.clock": lambda host: host.clock(),
    "Host.details": lambda host: host.details(),
    "Host.health": lambda host: host.health(),
    "Host.syslog": lambda host: host.syslog(),
    "Host.usage": lambda host: host.usage(),
    "HostFirewall.list": lambda host: host.firewall.list(),
    "HostMaintenance.status": lambda host: host.maintenance.status(),
    "HostServices.list": lambda host: host.services.list(),
}

SAYS_SOMETHING: Final = {
    "name": "the reference stands in its place",
    "runtime.powerState": "a domain whose state is not told may be in the way",
    "recentTask": "a host may have had none; it is looked at by the way",
}
"""What a host leaves unset to say something, or what has a placeholder."""

BY_THE_WAY: Final = {"recentTask"}
"""What is looked at by the way, and of which nothing is told."""

MOVES: Final = (".drift", ".uncertainty", ".now", ".uptime", ".cpu_used")
"""What differs from one moment to the next."""


@pytest.fixture
async def meddled() -> AsyncIterator[tuple[aioesx.Host, Meddler]]:
    with Simulator(presets.small_host(machines=2), username="root", tls=False) as simulator:
        meddler = Meddler(simulator.asgi)
        uri = simulator.uri
        async with aioesx.connect(uri, password=simulator.password, transport=meddler) as esx:
            await esx.host.set_syslog("udp://log.example:514")
            yield esx.host, meddler


async def told(read: Coroutine[Any, Any, Any]) -> str:
    """Return the error that a read ends with, or the problems that it tells."""
    try:
        found = await read
    except errors.NotPermittedError as error:
        return str(error)
    return " ".join(getattr(found, "problems", ()))


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # what a host tells knows no event loop
@pytest.mark.parametrize("name", READS)
async def test_nothing_stands_in_for_what_did_not_come(
    meddled: tuple[aioesx.Host, Meddler], name: str
) -> None:
    host, meddler = meddled
    meddler.came.clear()
    whole = dict(leaves(await READS[name](host)))
    paths = sorted(meddler.came)
    assert paths

    for meddler.path in paths:
        meddler.hidden = True
        if meddler.path not in BY_THE_WAY:
            text = await told(READS[name](host))
            assert meddler.path in text, f"{meddler.path} is hidden"
            assert "System.Read" in text
        if meddler.path in SAYS_SOMETHING:
            continue
        meddler.hidden = False
        try:
            now = dict(leaves(await READS[name](host)))
        except errors.EsxError:
            continue
        changed = {
            at: now.get(at)
            for at in whole.keys() | now
            if whole.get(at) != now.get(at) and not at.endswith(MOVES)
        }
        lost = [at for at in whole if at.endswith(MOVES) and now.get(at) is None]
        assert changed or lost, f"{meddler.path} was unset, and nobody noticed"
        assert {at for at, v in changed.items() if v not in (None, HostState.UNKNOWN)} == set(), (
            meddler.path
        )
