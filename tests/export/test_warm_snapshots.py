"""The snapshots of a warm move: found by their mark, removed whatever happens; no others."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any, Final

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport, Mode
from support.hasty import Hasty
from support.hosts import connected
from support.waiting import until

import aioesx
from aioesx import vim
from aioesx.errors import NotSupportedError, TransportError
from aioesx.export.warm.snapshots import MoveSnapshots
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

MARK: Final = uuid.UUID("0f7a5f5e-5a3c-4a57-8f4f-7f0d0c5e1a11")
KEY: Final = 2000
_SUPPORTED: Final = b'<name>capability.changeTrackingSupported</name><val xsi:type="xsd:boolean">'


class Capability(httpx.AsyncBaseTransport):
    """A host whose machines cannot track changes."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        body = body.replace(_SUPPORTED + b"true", _SUPPORTED + b"false")
        headers = [(k, v) for k, v in response.headers.items() if k.lower() != "content-length"]
        return httpx.Response(response.status_code, headers=headers, content=body)


async def moving(esx: aioesx.Connection, mark: uuid.UUID = MARK) -> MoveSnapshots:
    web = await esx.domains.lookup("web01")
    return MoveSnapshots(web._server, web.ref, "web01", mark)


def snapshots(simulator: Simulator) -> list[str]:
    found: list[str] = simulator.change(
        lambda host: [snapshot.name for snapshot in host.find("web01").snapshots.all()]
    )
    return found


async def test_tracking_is_switched_on_once(simulator: Simulator, esx: aioesx.Connection) -> None:
    mine = await moving(esx)

    before = await mine.is_tracked()
    await mine.track(on=True)
    await mine.track(on=True)

    assert (before, await mine.is_tracked()) == (False, True)
    assert simulator.call_count["ReconfigVM_Task"] == 1


async def test_a_host_that_cannot_track_is_not_asked_to(simulator: Simulator) -> None:
    meddler = Capability(simulator.asgi)
    async with connected(simulator, transport=meddler) as esx:
        mine = await moving(esx)
        with pytest.raises(NotSupportedError, match="web01"):
            await mine.track(on=True)
    assert simulator.call_count["ReconfigVM_Task"] == 0


async def test_a_snapshot_tells_its_disks_and_their_ids(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    mine = await moving(esx)
    untracked = await mine.take("first")
    nothing = (await mine.disks(untracked))[KEY]
    await mine.track(on=True)

    last = await mine.take("last")
    disk = (await mine.disks(last))[KEY]

    assert nothing.change_id is None
    assert disk.change_id is not None
    assert disk.label == "Hard disk 1"
    assert disk.capacity == len(simulator.read_disk("web01"))
    assert disk.file.endswith("-000001.vmdk")


async def test_snapshots_are_found_by_their_mark_alone(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    others = await moving(esx, uuid.uuid4())
    await others.take("first")
    mine = await moving(esx)
    first = await mine.take("first")

    found = await (await moving(esx)).find()

    assert (found.first and found.first.ref, found.last, found.on_top) == (first, None, False)
    assert len(snapshots(simulator)) == 2


@pytest.mark.parametrize("mode", ["refuse", "lose", "cancel-before", "cancel-after"])
async def test_whatever_becomes_of_taking_one_it_can_be_removed(
    simulator: Simulator, hasty: Hasty, mode: Mode
) -> None:
    hasty(looks=(0.0, 0.01, 0.01, 0.01), look_again=0.01)
    cutting = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    async with connected(simulator, transport=cutting) as esx:
        mine = await moving(esx)
        cutting.arm("CreateSnapshot_Task", mode)
        with cutting.scope, contextlib.suppress(TransportError):
            await mine.take("first")
        cutting.disarm()

        left = await mine.remove()

    assert (left, snapshots(simulator)) == ("", [])
    assert simulator.call_count["CreateSnapshot_Task"] <= 1


async def test_both_are_removed_by_one_task(simulator: Simulator, esx: aioesx.Connection) -> None:
    mine = await moving(esx)
    await mine.take("first")
    simulator.write_disk("web01", "", 0, b"written between")
    await mine.take("last")

    left = await mine.remove()

    assert (left, snapshots(simulator)) == ("", [])
    assert simulator.call_count["RemoveSnapshot_Task"] == 1
    assert simulator.read_disk("web01")[:15] == b"written between"


async def test_e13_a_snapshot_that_a_backup_took_between_stays(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    mine = await moving(esx)
    web = await esx.domains.lookup("web01")
    await mine.take("first")
    await web.snapshots.create("backup", memory=False)
    await mine.take("last")

    left = await mine.remove()

    assert (left, snapshots(simulator)) == ("", ["backup"])


async def test_one_of_them_is_removed_alone(simulator: Simulator, esx: aioesx.Connection) -> None:
    mine = await moving(esx)
    await mine.take("first")
    await mine.take("last")

    left = await mine.remove("last")

    assert (left, snapshots(simulator)) == ("", ["aioesx warm move 1"])


@pytest.mark.parametrize("where", ["call", "task"])
async def test_a_removal_that_is_refused_once_is_asked_for_again(
    simulator: Simulator, hasty: Hasty, where: str
) -> None:
    hasty(looks=(0.0, 0.01, 0.01, 0.01))
    async with connected(simulator) as esx:
        mine = await moving(esx)
        await mine.take("first")
        simulator.fault_on(
            "RemoveSnapshot_Task", "TaskInProgress", times=1, in_task=where == "task"
        )

        assert await mine.remove() == ""

    assert snapshots(simulator) == []


async def test_what_stands_is_told_with_the_reason(simulator: Simulator, hasty: Hasty) -> None:
    hasty(looks=(0.0, 0.01))
    async with connected(simulator) as esx:
        mine = await moving(esx)
        await mine.take("first")
        simulator.fault_on("RemoveSnapshot_Task", "FileLocked", message="in use", in_task=True)

        left = await mine.remove()

    assert "'aioesx warm move 1' stand" in left
    assert "in use" in left


async def test_a_removal_is_never_stopped(simulator: Simulator, esx: aioesx.Connection) -> None:
    mine = await moving(esx)
    await mine.take("first")
    simulator.fault_on("RemoveSnapshot_Task", delay=0.0)
    simulator.change(lambda host: setattr(host.options, "task_seconds", 0.3))

    async with anyio.create_task_group() as group:
        group.start_soon(mine.remove)
        await until(lambda: simulator.call_count["RemoveSnapshot_Task"] > 0)
        group.cancel_scope.cancel()

    await until(lambda: snapshots(simulator) == [])
    assert simulator.call_count["CancelTask"] == 0


async def test_a_removal_under_way_is_waited_for(simulator: Simulator, hasty: Hasty) -> None:
    hasty(look_again=0.01)
    async with connected(simulator) as esx:
        mine = await moving(esx)
        first = await mine.take("first")
        simulator.change(lambda host: setattr(host.options, "task_seconds", 0.2))
        await esx.call(vim.RemoveSnapshot_Task(this=first, remove_children=False))

        assert await mine.remove() == ""

    assert simulator.call_count["RemoveSnapshot_Task"] == 1


async def test_disks_that_wait_for_a_consolidation_are_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    mine = await moving(esx)
    await mine.take("first")
    simulator.change(lambda host: setattr(host.find("web01").snapshots, "_merge", lambda: None))

    left = await mine.remove()

    assert snapshots(simulator) == []
    assert "consolidation" in left
