"""Devices of a machine on a host that belongs to a vCenter: what is different there."""

from __future__ import annotations

import pytest
from support.device_changes import change, changes, find, refusal
from support.device_table import DEVICES
from support.vcenter import Estate

from aioesx import vim
from aioesx.simulator.state.machine import Machine

CARD = DEVICES["ethernet"]


@pytest.fixture
def machine() -> Machine:
    return Estate().esx1.find("db01")


def test_a_new_card_gets_an_address_of_the_vcenters(machine: Machine) -> None:
    changes(machine, change("add", CARD), change("add", {**CARD, "key": -2}))
    first, second = find(machine, 4001), find(machine, 4002)
    assert {first.address_type, second.address_type} == {"assigned"}
    assert first.mac_address != second.mac_address
    assert first.mac_address.startswith("00:50:56:")


def test_a_key_that_is_made_up_twice_is_refused(machine: Machine) -> None:
    twice = [change("add", {**CARD, "key": -5})] * 2
    answer = refusal(machine, *twice)
    assert isinstance(answer, vim.InvalidArgument)
    assert answer.invalid_property == "deviceChange[1].device.key"


def test_a_distributed_switch_that_there_is_not_is_refused(machine: Machine) -> None:
    port = {"type": "DistributedVirtualSwitchPortConnection", "switchUuid": "50 0c 5b 22"}
    backing = {"type": "VirtualEthernetCardDistributedVirtualPortBackingInfo", "port": port}
    answer = refusal(machine, change("add", {**CARD, "backing": backing}))
    assert isinstance(answer, vim.InvalidDeviceBacking)
