"""Migrations and copies over a torn line: a fault at every step, from opening to closing.

Whatever happens, no session is left at the host or its vCenter, no filter, and the domain is on
exactly one host: the one that is told, if anything is told.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import anyio
import pytest
from support.torture import Torture, without_gc, without_pauses
from support.vcenter import Estate, at_rest, hosts_with, quick, uri_of_host
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx._transport import transport as transport_module
from aioesx.simulator.site import Site

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.timeout(300)]

TORTURE: Final = os.environ.get("AIOESX_TORTURE", "")  # read before the fixtures clean it away
MACHINE: Final = "web01"
COPY: Final = "web02"
PATIENCE: Final = 5.0


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    without_pauses(monkeypatch)


@pytest.fixture
def site() -> Iterator[Site]:
    with Estate(options=quick()).site(tls=False) as site:
        yield site


def put_back(site: Site) -> None:
    """Have the machine on the first host again, and no copy of it."""
    assert site.vcenter is not None

    def restore(vcenter: Any) -> None:
        machine = vcenter.find(MACHINE)
        home = site.hosts["esx1"].state
        if machine.host is not home:
            vcenter.drs_move(machine, home)
        for copy in [m for m in vcenter.machines() if m.plain_name == COPY]:
            copy.host.unregister(copy)
            copy.host.datastore(copy.place.datastore).delete(copy.place.path.partition("/")[0])

    site.vcenter.change(restore)


@contextlib.asynccontextmanager
async def tortured(
    torture: Torture, site: Site, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[aioesx.Connection]:
    """Connect to the host and its vCenter by a network that counts steps and spoils one."""
    uri = uri_of_host(site)
    with monkeypatch.context() as patch:
        patch.setattr(transport_module, "Network", lambda: torture)
        async with aioesx.connect(uri, password="secret", vcenter_password="secret") as esx:
            yield esx


async def migrate(esx: aioesx.Connection, site: Site) -> None:
    domain = await esx.domains.lookup(MACHINE)
    failure: errors.EsxError | None = None
    try:
        await domain.migrate("esx2.example")
    except errors.EsxError as error:
        failure = error
    if failure is None:
        assert hosts_with(site, MACHINE) == ["esx2.example"], "a false success"
        return
    await until(lambda: at_rest(site), PATIENCE)
    told = re.search(rf"'{MACHINE}' is on (\S+\.example)", str(failure))
    if told is not None:
        assert hosts_with(site, MACHINE) == [told[1]], str(failure)
    raise failure


async def clone(esx: aioesx.Connection, site: Site) -> None:
    domain = await esx.domains.lookup(MACHINE)
    copy = await domain.clone(COPY)
    assert copy.name == COPY
    assert len(hosts_with(site, COPY)) == 1, "a false success"


async def tell(torture: Torture, site: Site, monkeypatch: pytest.MonkeyPatch, action: Any) -> None:
    """Tell the story once, and look what is left."""
    with anyio.fail_after(30), anyio.CancelScope() as whole:
        torture.scope = whole
        try:
            async with tortured(torture, site, monkeypatch) as esx:
                await action(esx, site)
        except errors.EsxError:
            assert torture.struck, "an error without a fault"
    where = f"after step {torture.at} ({torture.mode})"
    assert site.vcenter is not None
    handles: list[Any] = [*site.hosts.values(), site.vcenter]
    try:
        await until(lambda: all(handle.open_sessions == 0 for handle in handles), PATIENCE)
    except TimeoutError:
        raise AssertionError(f"sessions left {where}") from None
    await until(lambda: at_rest(site), PATIENCE)
    assert torture.open_sockets == 0, where
    assert len(hosts_with(site, MACHINE)) == 1, where
    assert len(hosts_with(site, COPY)) <= 1, where
    put_back(site)


STRIDES: Final = {
    ("asyncio", migrate): 1,
    ("trio", migrate): 5,
    ("asyncio", clone): 5,
    ("trio", clone): 11,
}
"""In the suite; all steps are taken by hand."""


@pytest.mark.parametrize("action", [migrate, clone])
@pytest.mark.parametrize("mode", ["fail", "cancel"])
async def test_a_fault_at_any_step_leaves_nothing_and_tells_the_truth(
    site: Site, monkeypatch: pytest.MonkeyPatch, mode: str, action: Any, anyio_backend: str
) -> None:
    stride = 1 if TORTURE == "all" else STRIDES[anyio_backend, action]
    with without_gc():
        await tell(Torture(0, mode), site, monkeypatch, action)
        struck = missed = 0
        for point in range(1, 1000, stride):
            torture = Torture(point, mode)
            await tell(torture, site, monkeypatch, action)
            struck += torture.struck
            missed = 0 if torture.struck else missed + 1
            if missed == 3:
                break
    assert struck * stride > 80
