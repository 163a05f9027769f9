"""Handlers: a machine's keyboard and screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator.keyboard import PAGE, shown
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.screenshot import screenshot
from aioesx.simulator.state.files import MemoryContent
from aioesx.simulator.state.tasks import Spend

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Work
    from aioesx.vim import ManagedObjectReference as Ref

__all__: list[str] = []


@handles("PutUsbScanCodes")
def _scan_codes(call: Call) -> int:
    """Press keys, those that are keys of a keyboard; tell how many were pressed."""
    machine: Machine = call.subject
    machine.require_power("poweredOn")
    events = call.method.spec.key_events[: call.host.options.keys_per_call]
    pressed = [event for event in events if event.usb_hid_code & 0xFFFF == PAGE]
    machine.typed.extend(map(shown, pressed))
    return len(pressed)


@handles("CreateScreenshot_Task")
def _screenshot(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        machine.require_power("poweredOn")
        yield Spend(0.5)
        store = call.host.datastore(machine.place.datastore)
        number = 0
        while store.exists((place := machine.place.beside(f"{machine.name}-{number}.png")).path):
            number += 1
        store.put_content(place.path, MemoryContent(screenshot(machine)))
        return str(place)

    return start_task(call, work(), machine=machine)
