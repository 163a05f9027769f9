"""A value is held against the property's type, whatever the server calls it."""

from __future__ import annotations

import datetime
from typing import Any

import anyio
import pytest
from support.hosts import connected

from aioesx import errors, vim
from aioesx.simulator import Simulator, presets
from aioesx.vim._properties import PROPERTIES
from aioesx.vim.fitting import fits, misfits
from aioesx.vim.loose import Unknown

REF = vim.ManagedObjectReference("Task", "1")
NOON = datetime.datetime(2024, 5, 6, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        ("name", "x", 5),
        ("config.hardware.memoryMB", 5, "5"),
        ("config.hardware.memoryMB", 5, True),
        ("alarmActionsEnabled", True, 1),
        ("runtime.bootTime", NOON, "noon"),
        ("runtime.powerState", "poweredOn", 1),
        ("recentTask", [REF], ["task-1"]),
        ("recentTask", [], REF),
        ("effectiveRole", [1], [True]),
        ("summary", vim.VirtualMachineSummary.__new__(vim.VirtualMachineSummary), "x"),
        ("parent", REF, None),
    ],
)
def test_a_value_fits_by_its_type(path: str, good: Any, bad: Any) -> None:
    assert fits("VirtualMachine", path, good)
    assert not fits("VirtualMachine", path, bad)
    assert misfits("VirtualMachine", {path: good}) == []
    assert misfits("VirtualMachine", {path: bad}) == [path]


def test_an_unknown_heir_stands_in_a_list_only() -> None:
    unknown = Unknown("VirtualDiskOfTomorrow", {})
    assert fits("VirtualMachine", "config.hardware.device", [unknown])
    assert not fits("VirtualMachine", "config", unknown)
    assert not fits("VirtualMachine", "name", unknown)


def test_of_an_unknown_path_every_value_can_be() -> None:
    assert fits("VirtualMachine", "no.such.path", object())
    assert fits("NoSuchType", "name", object())


def test_all_that_a_simulated_host_tells_fits() -> None:
    """Every property of every machine and of the host."""

    async def look(simulator: Simulator) -> int:
        count = 0
        async with connected(simulator) as esx:
            refs = [entry.domain.ref for entry in await esx.domains.list()]
            for ref in [*refs, esx._server.scope.host]:
                values = await esx.properties(ref, list(PROPERTIES[ref.type]))
                assert misfits(ref.type, values) == []
                count += len(values)
        return count

    with Simulator(presets.small_host(), tls=False) as simulator:
        assert anyio.run(look, simulator) > 50


@pytest.mark.anyio
async def test_an_odd_value_is_an_error_that_names_it_and_spoils_nothing_else() -> None:
    with Simulator(presets.small_host(machines=3), tls=False) as simulator:
        async with connected(simulator) as esx:
            domain = await esx.domains.lookup("web01")
            simulator.fault_on(
                "RetrievePropertiesEx",
                body=(
                    '<?xml version="1.0"?><e:Envelope'
                    ' xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
                    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
                    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body>'
                    '<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval><objects>'
                    f'<obj type="VirtualMachine">{domain.ref.value}</obj><propSet>'
                    '<name>runtime.powerState</name><val xsi:type="xsd:int">7</val></propSet>'
                    "</objects></returnval></RetrievePropertiesExResponse></e:Body></e:Envelope>"
                ),
            )
            with pytest.raises(errors.ProtocolError, match=r"'runtime\.powerState' of Virtual"):
                await domain.state()
