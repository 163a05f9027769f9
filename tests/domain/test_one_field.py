"""Changing one field of a record that the host takes as a whole leaves the others as they are."""

from __future__ import annotations

import pytest

import aioesx
from aioesx import vim
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio


async def entry_of(esx: aioesx.Connection, domain: aioesx.Domain) -> vim.AutoStartPowerInfo:
    manager = (await esx.host.properties("configManager"))["configManager"].auto_start_manager
    config = (await esx.properties(manager, "config"))["config"]
    found: list[vim.AutoStartPowerInfo] = config.power_info
    return next(entry for entry in found if entry.key == domain.ref)


async def with_entry(esx: aioesx.Connection, domain: aioesx.Domain) -> vim.AutoStartPowerInfo:
    manager = (await esx.host.properties("configManager"))["configManager"].auto_start_manager
    entry = vim.AutoStartPowerInfo(
        key=domain.ref,
        start_order=2,
        start_delay=30,
        wait_for_heartbeat="no",
        start_action="powerOn",
        stop_delay=90,
        stop_action="guestShutdown",
    )
    defaults = vim.AutoStartDefaults(enabled=True, start_delay=7, stop_action="suspend")
    spec = vim.HostAutoStartManagerConfig(defaults=defaults, power_info=[entry])
    await esx.call(vim.ReconfigureAutostart(this=manager, spec=spec))
    return await entry_of(esx, domain)


async def test_a_domain_that_starts_already_is_left_alone(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("web01")
    before = await with_entry(esx, domain)
    calls = simulator.call_count["ReconfigureAutostart"]

    await domain.set_autostart(True)

    assert await entry_of(esx, domain) == before
    assert simulator.call_count["ReconfigureAutostart"] == calls


async def test_order_delays_and_stop_action_outlive_being_switched_off_and_on(
    esx: aioesx.Connection,
) -> None:
    domain = await esx.domains.lookup("web01")
    before = await with_entry(esx, domain)

    await domain.set_autostart(False)
    off = await entry_of(esx, domain)
    await domain.set_autostart(True)

    assert off == before.__replace__(start_action="none")
    assert await entry_of(esx, domain) == before


async def test_a_drive_stays_what_it_is_when_its_medium_changes(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.change(lambda host: host.datastore("datastore1").put_text("iso/a.iso", "x"))
    domain = await esx.domains.lookup("web01")

    async def drive() -> vim.VirtualDevice:
        values = await esx.properties(domain.ref, "config.hardware.device")
        devices = values["config.hardware.device"]
        return next(each for each in devices if isinstance(each, vim.VirtualCdrom))

    before = await drive()
    await domain.insert_media("[datastore1] iso/a.iso")
    await domain.eject_media()
    after = await drive()

    changed = {name for name in before.wire_fields if getattr(before, name) != getattr(after, name)}
    assert changed <= {"backing", "connectable", "device_info"}
    assert before.connectable is not None
    assert after.connectable is not None
    assert after.connectable.allow_guest_control == before.connectable.allow_guest_control
