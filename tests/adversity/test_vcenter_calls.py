"""Every call of opening both sessions, of a migration and of a copy: refused, lost, late.

A clean run tells the calls, so that none is forgotten. Whatever becomes of one: no session is
left at either server, no filter, nothing is told as done that is not, and the domain is on exactly
one host, the one that an error names.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import pytest
from support.hasty import Hasty
from support.vcenter import Estate, at_rest, hosts_with, quick, uri_of_host
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx.simulator.site import Site

pytestmark = [pytest.mark.anyio, pytest.mark.long]

MACHINE: Final = "web01"
COPY: Final = "web02"
TROUBLE: Final[dict[str, dict[str, Any]]] = {
    "refused": {"fault": "HostCommunication"},
    "hidden": {"fault": "NoPermission"},
    "lost": {"body": "busy", "status": 503},
    "odd": {"body": "<html>Welcome</html>"},
    "late": {"delay": 1.0},
    "expired": {"expire": True},
}

Story = Callable[[aioesx.Connection, float], Awaitable[None]]
LATE: Final = 0.6
PATIENT: Final = 20.0
"""Seconds for whatever is not late; a bound for a machine that is busy, and no wait."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


async def migrate(esx: aioesx.Connection, seconds: float) -> None:
    domain = await esx.domains.lookup(MACHINE)
    await domain.migrate("esx2.example", timeout=seconds)


async def clone(esx: aioesx.Connection, seconds: float) -> None:
    domain = await esx.domains.lookup(MACHINE)
    await domain.clone(COPY, timeout=seconds)


STORIES: Final[dict[str, Story]] = {"migrate": migrate, "clone": clone}


async def tell(site: Site, story: Story, seconds: float = PATIENT) -> errors.EsxError | None:
    """Open both sessions and tell the story; returns how it failed."""
    uri = uri_of_host(site)
    try:
        async with aioesx.connect(
            uri, timeout=seconds + 0.2, password="secret", vcenter_password="secret"
        ) as esx:
            await story(esx, seconds)
    except errors.EsxError as error:
        return error
    return None


def handles(site: Site) -> list[Any]:
    return [*site.hosts.values(), site.vcenter]


async def calls_of(story: Story) -> list[tuple[str, str]]:
    """Return server and method of every call of a clean run, each once."""
    async with Estate(options=quick()).site(tls=False) as site:
        assert await tell(site, story) is None
        assert site.vcenter is not None
        servers: dict[str, Any] = {"esx1": site.hosts["esx1"], "vcenter": site.vcenter}
        return [(name, m) for name, server in servers.items() for m in server.call_count]


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("name", STORIES)
async def test_whatever_becomes_of_a_call(name: str, trouble: str, hasty: Hasty) -> None:
    hasty(repeats=(0.0, 0.01), looks=(0.0, 0.02), login_pause=0.0, close=2.0, logout=1.0)
    calls = await calls_of(STORIES[name])
    assert len(calls) > 12

    for server, method in calls:
        async with Estate(options=quick()).site(tls=False) as site:
            assert site.vcenter is not None
            handle: Any = site.vcenter if server == "vcenter" else site.hosts[server]
            rule = handle.fault_on(method, times=1, **TROUBLE[trouble])

            failure = await tell(site, STORIES[name], LATE if trouble == "late" else PATIENT)

            where = f"{trouble} {method} of {server}: {failure}"
            # Where the machine is busy, the time may be up before the call that is to be late.
            assert rule.applied or (trouble == "late" and isinstance(failure, TimeoutError)), where
            await until(lambda: all(each.open_sessions == 0 for each in handles(site)), 5.0)
            await until(lambda: at_rest(site), 5.0)
            assert [each.open_filters for each in handles(site)] == [0] * 4, where
            check(site, name, failure, where)


def check(site: Site, name: str, failure: errors.EsxError | None, where: str) -> None:
    there, copies = hosts_with(site, MACHINE), hosts_with(site, COPY)
    assert len(there) == 1, where
    assert len(copies) <= 1, where
    if failure is None:
        assert there == ["esx2.example"] if name == "migrate" else len(copies) == 1, where
    told = re.search(rf"'{MACHINE}' is on (\S+\.example)", str(failure))
    if told is not None:
        assert there == [told[1]], where
