"""What clients of older API versions see, and the table behind it."""

from __future__ import annotations

from typing import Any

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.simulator.versions import as_of, has_path


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("action", "known"),
    [("", False), ('"urn:vim25/2.5"', False), ('"urn:vim25/6.5"', True), ("urn:vim25/9.9", True)],
)
async def test_old_clients_see_old_fields_only(call: Caller, action: str, known: bool) -> None:
    call.action = action
    session = ref("SessionManager", "ha-sessionmgr")
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="SessionManager", path_set=["currentSession"])],
        object_set=[vim.ObjectSpec(obj=session)],
    )
    collector = ref("PropertyCollector", "ha-property-collector")
    request = vim.RetrieveProperties(this=collector, spec_set=[spec])
    answer = await call.post(encode_request(request))
    assert (b"<callCount>" in answer.content) == known
    assert b"<userName>root</userName>" in answer.content


# --- values --------------------------------------------------------------------------------------


def machine(**fields: Any) -> vim.DynamicProperty:
    product = vim.VirtualHardware(num_cpu=1, memory_mb=4, **fields)
    return vim.DynamicProperty(name="config.hardware", val=product)


def test_a_value_without_anything_later_is_the_same_object() -> None:
    values = [machine(), machine(device=[vim.VirtualPCNet32(key=1)])]

    assert as_of("2.5", values) is values


def test_later_fields_are_left_out_of_a_copy() -> None:
    whole = machine(num_cores_per_socket=2)
    older = as_of("4.1", [whole])

    assert older == [machine()]
    assert whole.val.num_cores_per_socket == 2


def test_arrays_stay_arrays() -> None:
    cards = vim.array("VirtualDevice", [vim.VirtualPCNet32(key=1), vim.VirtualVmxnet3(key=2)])
    older = as_of("2.5", cards)

    assert isinstance(older, vim.Array)
    assert older.item_type == "VirtualDevice"
    assert older == [vim.VirtualPCNet32(key=1), vim.VirtualVmxnet(key=2)]


def test_a_later_fault_is_told_as_the_one_that_it_extends() -> None:
    fault = vim.MemoryHotPlugNotSupported()

    assert as_of("4.0", fault) is fault
    assert type(as_of("2.5", fault)) is vim.VmConfigFault


@pytest.mark.parametrize(
    ("version", "path", "known"),
    [
        ("2.5", "name", True),
        ("2.5.0", "config.hardware.device", True),
        ("2.5u2", "layoutEx", False),
        ("4.0", "layoutEx.file", True),
        ("4.1", "config.hardware.numCoresPerSocket", False),
        ("5.0", "config.hardware.numCoresPerSocket", True),
        ("2.5", "config.hardware.device[4000].backing", True),
        ("2.5", "no.such.path", True),
    ],
)
def test_paths_have_versions(version: str, path: str, known: bool) -> None:
    assert has_path(version, "VirtualMachine", path) == known


def test_a_list_of_a_newer_type_is_one_of_its_base() -> None:
    results = vim.array("CheckResult", [vim.CheckResult()])

    old = as_of("2.5", vim.DynamicProperty(name="info.result", val=results)).val

    assert (old.item_type, [type(item) for item in old]) == ("DynamicData", [vim.DynamicData])
