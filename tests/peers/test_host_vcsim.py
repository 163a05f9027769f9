"""The host's details and its maintenance mode on govmomi's vcsim, alone and in a vCenter.

As far as it can; docs/hosts.md tells what it cannot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.vcsim import Vcsim, host_of, vcsim

from aioesx import Connection, errors

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

MODELS = {"esx": None, "vpx": "/DC0/DC0_H0"}
"""Each model's path to the host."""


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Vcsim]]:
    with vcsim(model="esx", tls=False, vms=2) as esx, vcsim(model="vpx", tls=False, vms=2) as vpx:
        yield {"esx": esx, "vpx": vpx}


@pytest.fixture(params=MODELS)
async def esx(
    request: pytest.FixtureRequest, servers: dict[str, Vcsim]
) -> AsyncIterator[Connection]:
    async with host_of(servers[request.param], MODELS[request.param]) as esx:
        yield esx


async def test_details(esx: Connection) -> None:
    details = await esx.host.details()

    assert details.version
    assert details.vendor
    assert details.node.cpus
    assert details.pools
    assert details.networks
    assert {"ssh", "ntp", "syslog"} <= {one.word for one in details.services or ()}
    assert {one.key for one in details.firewall or ()} >= {"sshServer", "ntpClient"}
    assert details.health is not None
    assert details.serial
    # It names managers that it has not.
    assert {text.partition(":")[0] for text in details.problems} == {"clock", "certificate"}


async def test_maintenance(esx: Connection) -> None:
    for entry in await esx.domains.list(active=True):
        await entry.domain.destroy()

    await esx.host.maintenance.enter()
    assert (await esx.host.maintenance.status()).active
    with pytest.raises(errors.InvalidStateError):
        await esx.host.maintenance.enter()
    await esx.host.maintenance.leave()
    assert (await esx.host.maintenance.status()).active is False
    for entry in await esx.domains.list():
        await entry.domain.start()


async def test_what_runs_is_in_the_way(esx: Connection) -> None:
    names = {entry.name for entry in await esx.domains.list(active=True)}
    assert names

    assert set((await esx.host.maintenance.status()).in_the_way) == names
    with pytest.raises(errors.InvalidStateError, match="domains run"):
        await esx.host.maintenance.enter()
