"""The domains' operations on a host that is not ours: govmomi's vcsim, as far as it can.

It asks no questions, has no autostart, no screenshots, no performance figures of its own making and
checks no ranges, and its process ends over an edited CD-ROM drive; the VPX model needs vpx://
connections, which are to come.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from support.vcsim import Vcsim

from aioesx import Connection, DomainState, connect, errors, vim
from aioesx._session.adoption import find_task
from aioesx.domain import SchedulerParameters

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

FIRST = "ha-host_VM0"


@pytest.fixture
async def esx(vcsim: Callable[..., Vcsim]) -> AsyncIterator[Connection]:
    server = vcsim(model="esx", tls=False, vms=3)
    async with connect(server.uri(), password=server.password) as esx:
        yield esx


async def test_lists_with_criteria(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)
    await domain.destroy()
    await domain.snapshots.create("s")

    assert [e.name for e in await esx.domains.list(active=False)] == [FIRST]
    assert [e.name for e in await esx.domains.list(states=[DomainState.SHUTOFF])] == [FIRST]
    assert [e.name for e in await esx.domains.list(snapshots=True)] == [FIRST]
    assert await esx.domains.pending_questions() == []


async def test_reset_shutdown_and_wait(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    await domain.reset()
    assert await domain.state() is DomainState.RUNNING
    await domain.shutdown()
    await domain.wait_for(DomainState.SHUTOFF, timeout=20)

    assert (await domain.status()).state is DomainState.SHUTOFF


async def test_wrong_states_are_refused(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    with pytest.raises(errors.InvalidStateError, match="already active"):
        await domain.start()
    with pytest.raises(errors.InvalidStateError, match="not powered off"):
        await domain.set_max_memory(1024 * 1024)


async def test_memory_and_processors(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)
    await domain.destroy()

    await domain.set_max_memory(1024 * 1024)
    await domain.set_vcpus(3)
    await domain.set_memory(512 * 1024)
    info = await domain.info()
    await domain.set_memory_guarantee(64 * 1024)  # vcsim forgets the limit over it

    assert (info.max_memory, info.memory, info.vcpus) == (1024 * 1024, 512 * 1024, 3)
    assert await domain.memory_guarantee() == 64 * 1024


async def test_the_scheduler(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    await domain.set_scheduler(reservation=100, limit=2000, shares=77)

    assert await domain.scheduler() == SchedulerParameters(100, 2000, 77)


async def test_snapshots(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)
    one = await domain.snapshots.create("one", description="first")
    two = await domain.snapshots.create("two")

    assert [info.name for info in await domain.snapshots.list()] == ["one", "two"]
    assert await two.is_current()
    assert await two.parent() == one
    assert "<description>first</description>" in await one.xml()
    with pytest.raises(errors.AlreadyExistsError):
        await domain.snapshots.create("two")
    await one.revert()
    assert await domain.snapshots.current() == one
    await one.delete(children=True)

    assert await domain.snapshots.list() == []


async def test_devices(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    disks = await domain.disks()
    cards = await domain.interfaces()

    assert [disk.device for disk in disks if disk.device == "disk"] == ["disk"]
    assert [card.type for card in cards] == ["bridge"]
    assert await domain.vnc_display() is None


async def test_what_vcsim_lacks_is_told_by_type(esx: Connection) -> None:
    domain = await esx.domains.lookup(FIRST)

    with pytest.raises(errors.FaultError):
        await domain.autostart()
    with pytest.raises(errors.NotSupportedError):
        await domain.screenshot()
    with pytest.raises(errors.NotSupportedError):
        await domain.max_vcpus()


async def test_a_lost_task_stays_unknown_where_the_host_shows_none(esx: Connection) -> None:
    """Debian's vcsim leaves `recentTask` empty: then nothing is taken for ours."""
    domain = await esx.domains.lookup(FIRST)
    call = vim.PowerOffVM_Task(this=domain.ref)
    await esx.call(call)

    assert await find_task(esx._context.session, call, domain.ref, []) is None
