"""What a machine that is off, on or suspended takes: every kind of device, every operation."""

from __future__ import annotations

import pytest
from support.device_changes import change, changes, refusal
from support.device_table import DEVICES, ROWS, Row

from aioesx.simulator.methods.hardware.kinds import KINDS
from aioesx.simulator.properties.devices import devices
from aioesx.simulator.state.machine import Machine


def file_of(row: Row, operation: str) -> str | None:
    makes = row.kind.startswith("disk") and operation == "add"
    return "create" if makes else None


def brought(machine: Machine, row: Row) -> object:
    """Return the device of a row: a new one, or the one that the machine then has."""
    if row.operation == "add":
        return DEVICES[row.kind]
    known = {device.key for device in devices(machine)}
    changes(machine, change("add", DEVICES[row.kind], file_of(row, "add")))
    return next(device for device in devices(machine) if device.key not in known)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_host_answers_as_its_manual_says(machine: Machine, row: Row) -> None:
    device = brought(machine, row)
    machine.set_power(row.state)

    fault = refusal(machine, change(row.operation, device, file_of(row, row.operation)))

    assert type(fault).__name__ == (row.fault or "NoneType")
    if fault is not None:
        assert (fault.existing_state, fault.requested_state) == (row.state, "poweredOff")


def test_every_kind_that_the_simulator_has_is_among_the_rows() -> None:
    assert set(KINDS) - set(DEVICES) == {"video", "fixed"}
