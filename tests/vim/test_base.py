"""Values of the VI API are plain, typed and careful with secrets."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from aioesx import vim

REF = vim.Ref("VirtualMachine", "vm-1")


def test_a_reference_is_a_value() -> None:
    assert str(REF) == "VirtualMachine:vm-1"
    assert vim.ManagedObjectReference(type="VirtualMachine", value="vm-1") == REF
    assert len({REF, vim.Ref("VirtualMachine", "vm-1"), vim.Ref("Task", "vm-1")}) == 2
    with pytest.raises(AttributeError):
        REF.value = "vm-2"  # type: ignore[misc]


def test_absent_fields_are_none_and_absent_lists_are_empty() -> None:
    value = vim.GuestNicInfo(connected=True, device_config_id=4000)
    value.ip_address.append("10.0.0.1")

    assert value.network is None
    assert value.ip_address == ["10.0.0.1"]


def test_fields_are_known_by_python_names() -> None:
    fields = vim.VirtualMachineConfigSpec.wire_fields

    assert fields["num_cpus"].wire == "numCPUs"
    assert fields["memory_mb"].wire == "memoryMB"
    assert vim.PowerOnVM_Task.wire_fields["this"].wire == "_this"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "needs level, shares"),
        ({"shares": 1}, "needs level"),
        ({"shares": 1, "level": "low", "lvl": 2}, "no field lvl"),
    ],
)
def test_a_constructor_names_what_is_wrong(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        vim.SharesInfo(**values)


def test_a_field_that_does_not_exist_cannot_be_set_or_read() -> None:
    value: Any = vim.SharesInfo(shares=1, level="low")

    with pytest.raises(AttributeError):
        value.size = 1
    with pytest.raises(AttributeError):
        _ = value.size


def test_values_are_equal_if_type_and_fields_are() -> None:
    one = vim.Description(label="a", summary="b")

    assert one == vim.Description(label="a", summary="b")
    assert one != vim.Description(label="a", summary="c")
    assert one != vim.ElementDescription(label="a", summary="b", key="c")
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


@pytest.mark.parametrize(
    "value",
    [
        vim.Login(this=REF, user_name="root", password="hunter2"),
        vim.VirtualMachineTicket(ticket="hunter2", cfg_file="f"),
        vim.UserSession(
            key="hunter2", user_name="root", full_name="", locale="en", message_locale="en",
            login_time=None, last_active_time=None,  # type: ignore[arg-type]
        ),
        vim.HostInternetScsiHbaAuthenticationProperties(
            chap_auth_enabled=True, chap_secret="hunter2", mutual_chap_secret="hunter2"
        ),
        vim.SessionIsActive(this=REF, session_id="hunter2", user_name="root"),
        vim.HostNasVolumeSpec(
            remote_host="h", remote_path="p", local_path="l", access_mode="rw", password="hunter2"
        ),
    ],
)  # fmt: skip
def test_secrets_never_show(value: vim.DataObject) -> None:
    assert "hunter2" not in repr(value)
    assert "hunter2" not in f"{[value]}"


def test_a_repr_shows_what_is_set() -> None:
    assert repr(vim.SharesInfo(shares=1, level=vim.SharesLevel.LOW)) == (
        "SharesInfo(shares=1, level=<SharesLevel.LOW: 'low'>)"
    )


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))]
)
def test_values_can_be_copied(copied: Any) -> None:
    value = vim.ObjectContent(
        obj=REF,
        prop_set=[
            vim.DynamicProperty(name="a", val=vim.VirtualMachinePowerState.SUSPENDED),
            vim.DynamicProperty(name="b", val=vim.array("xsd:int", [1])),
        ],
    )

    found = copied(value)

    assert found == value
    assert found is not value
    assert found.prop_set[1].val.item_type == "xsd:int"


def test_an_enum_is_its_word_and_looks_like_a_str_enum() -> None:
    state = vim.VirtualMachinePowerState

    word: str = state.POWERED_ON
    assert word == "poweredOn"
    assert (state.POWERED_ON.name, state.POWERED_ON.value) == ("POWERED_ON", "poweredOn")
    assert f"{state.POWERED_ON}" == "poweredOn"
    assert state("suspended") is state.SUSPENDED
    assert [*state] == ["poweredOff", "poweredOn", "suspended"]
    assert pickle.loads(pickle.dumps(state.POWERED_ON)) is state.POWERED_ON
    assert len(state) == 3


def test_an_enum_is_fixed() -> None:
    with pytest.raises(ValueError, match="'warp' is not a valid VirtualMachinePowerState"):
        vim.VirtualMachinePowerState("warp")
    with pytest.raises(AttributeError):
        vim.VirtualMachinePowerState.WARP = "warp"  # type: ignore[attr-defined]


def test_the_lineage_of_a_fault_goes_from_near_to_far() -> None:
    assert vim.InvalidPowerState.wire_lineage() == (
        "InvalidPowerState",
        "InvalidState",
        "VimFault",
        "MethodFault",
    )


def test_methods_know_where_they_belong_and_what_they_do() -> None:
    assert vim.PowerOnVM_Task.managed_type == "VirtualMachine"
    assert vim.PowerOnVM_Task.changes
    assert vim.PowerOnVM_Task.wire_result is not None
    assert vim.PowerOnVM_Task.wire_result.type == "ManagedObjectReference"
    assert not vim.RetrievePropertiesEx.changes
    assert vim.Logout.wire_result is None


def test_an_unknown_value_gives_its_fields_by_name() -> None:
    value = vim.Unknown("Brand", [("a", "1"), ("a", "2")])

    assert (value.get("a"), value.get("b"), value.get("b", 3)) == ("1", None, 3)
    assert repr(value) == "Unknown('Brand', fields=['a', 'a'])"
