"""Memory, processors, autostart, drives: changed on a simulated host, and read again."""

from __future__ import annotations

from typing import Any

import pytest

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"


@pytest.mark.parametrize(
    ("kib", "seen"), [(1048576, 1048576), (1000000, 1003520), (1, 4096), (4097, 8192)]
)
async def test_max_memory_is_rounded_up_to_4_mib(
    esx: aioesx.Connection, kib: int, seen: int
) -> None:
    domain = await esx.domains.lookup(OFF)

    await domain.set_max_memory(kib)

    assert (await domain.info()).max_memory == seen


async def test_max_memory_of_a_running_domain_is_refused(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    with pytest.raises(errors.InvalidStateError, match="not powered off"):
        await domain.set_max_memory(1048576)


async def test_memory_is_a_limit_that_can_be_lifted(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)
    before = await domain.info()

    await domain.set_memory(1025)
    assert (await domain.info()).memory == 2048
    await domain.set_memory(None)

    assert await domain.info() == before


async def test_the_guarantee_is_rounded_up_to_1_mib(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(OFF)

    await domain.set_memory_guarantee(100_001)

    assert await domain.memory_guarantee() == 98 * 1024


@pytest.mark.parametrize("count", [1, 3, 5])
async def test_any_number_of_vcpus(esx: aioesx.Connection, count: int) -> None:
    domain = await esx.domains.lookup(OFF)

    await domain.set_vcpus(count)

    assert (await domain.info()).vcpus == count


@pytest.mark.parametrize("count", [0, -1, 10_000])
async def test_an_impossible_number_of_vcpus(
    simulator: Simulator, esx: aioesx.Connection, count: int
) -> None:
    domain = await esx.domains.lookup(OFF)

    with pytest.raises(ValueError, match="number of virtual CPUs"):
        await domain.set_vcpus(count)

    assert simulator.call_count["ReconfigVM_Task"] == 0
    most = simulator.state.profile.max_vcpus
    assert await domain.max_vcpus() == await esx.host.max_vcpus() == most


@pytest.mark.parametrize("wrong", [{"kib": 0}, {"kib": -5}], ids=str)
async def test_impossible_memory(esx: aioesx.Connection, wrong: dict[str, Any]) -> None:
    domain = await esx.domains.lookup(OFF)

    with pytest.raises(ValueError, match="positive"):
        await domain.set_max_memory(**wrong)


async def test_negative_memory(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(OFF)

    with pytest.raises(ValueError, match="negative"):
        await domain.set_memory(-1)
    with pytest.raises(ValueError, match="negative"):
        await domain.set_memory_guarantee(-1)


# --- autostart -----------------------------------------------------------------------------------


async def test_autostart_on_and_off(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)
    assert not await domain.autostart()

    await domain.set_autostart(True)
    assert await domain.autostart()
    await domain.set_autostart(False)

    assert not await domain.autostart()


async def test_autostart_is_not_switched_on_for_others(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    one, other = await esx.domains.lookup(ON), await esx.domains.lookup(OFF)
    await one.set_autostart(True)
    simulator.change(lambda host: setattr(host.autostart.defaults, "enabled", False))

    with pytest.raises(errors.InvalidStateError, match="without affecting other domains"):
        await other.set_autostart(True)

    await one.set_autostart(True)
    assert await one.autostart()


# --- drives --------------------------------------------------------------------------------------


async def test_an_image_goes_in_and_out(esx: aioesx.Connection, simulator: Simulator) -> None:
    simulator.change(lambda host: host.datastore("datastore1").put_text("iso/a.iso", "x"))
    domain = await esx.domains.lookup(OFF)
    drive = next(disk for disk in await domain.disks() if disk.device == "cdrom")

    await domain.insert_media("[datastore1] iso/a.iso")
    full = next(disk for disk in await domain.disks() if disk.device == "cdrom")
    await domain.eject_media(target=drive.target)
    empty = next(disk for disk in await domain.disks() if disk.device == "cdrom")

    assert (full.target, full.type, full.source) == (drive.target, "file", "[datastore1] iso/a.iso")
    assert (empty.target, empty.source) == (drive.target, None)


async def test_media_of_a_drive_that_there_is_not(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(OFF)

    with pytest.raises(errors.LookupFailedError, match="'hdz'"):
        await domain.insert_media("[datastore1] a.iso", target="hdz")
    with pytest.raises(ValueError, match="no path in a datastore"):
        await domain.insert_media("/tmp/a.iso")
