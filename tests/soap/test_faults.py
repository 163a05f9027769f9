"""A SOAP fault becomes the nearest error, with everything that the host said."""

from __future__ import annotations

from typing import Any

import pytest

from aioesx import vim
from aioesx._soap import decode_response, encode_fault
from aioesx.errors import (
    FaultError,
    InvalidStateError,
    LoginError,
    NotFoundError,
    ProtocolError,
)


def error_of(body: bytes, method: type[vim.Method[Any]] = vim.Logout) -> FaultError:
    with pytest.raises(FaultError) as caught:
        decode_response(body, method)
    return caught.value


@pytest.mark.parametrize(
    ("name", "error", "fault"),
    [
        ("Login.hostd-refused", LoginError, vim.InvalidLogin),
        ("PowerOnVM_Task.hostd-state", InvalidStateError, vim.InvalidPowerState),
        ("ShutdownGuest.vcsim-not-found", NotFoundError, vim.ManagedObjectNotFound),
    ],
)
def test_the_type_of_the_detail_selects_the_error(
    answers: Any, name: str, error: type[FaultError], fault: type[vim.MethodFault]
) -> None:
    found = error_of(answers[name].body, answers[name].method)

    assert type(found) is error
    assert type(found.fault) is fault
    assert found.fault_type == fault.wire_name
    assert found.message


def test_what_hides_a_single_property_is_told_beside_the_others(answers: Any) -> None:
    refused, denied = (
        decode_response(answers[name].body, vim.RetrievePropertiesEx)
        for name in (
            "RetrievePropertiesEx.vcsim-invalid-property",
            "RetrievePropertiesEx.hostd-missing",
        )
    )

    assert refused is not None
    assert denied is not None
    assert type(refused.objects[0].missing_set[0].fault.fault) is vim.InvalidProperty
    assert denied.objects[0].prop_set[0].val == "web & mail"
    assert denied.objects[0].missing_set[0].path == "config"
    assert denied.objects[0].missing_set[0].fault.fault == vim.NoPermission(
        object=vim.Ref("VirtualMachine", "12"), privilege_id="System.Read"
    )


def test_messages_and_causes_are_attributes_of_the_fault(answers: Any) -> None:
    fault = error_of(answers["PowerOnVM_Task.hostd-state"].body, vim.PowerOnVM_Task).fault

    assert fault.existing_state is vim.VirtualMachinePowerState.POWERED_ON
    assert fault.fault_message[0].message == "web01 is on"
    assert fault.fault_message[0].arg[0].value == "web01"
    assert fault.fault_cause.localized_message == "in use"
    assert isinstance(fault.fault_cause.fault, vim.VmConfigFault)


def test_an_unknown_fault_keeps_its_name() -> None:
    body = encode_fault(vim.InvalidState(), "not now").replace(
        b'"InvalidState"', b'"StateOfTheArt"'
    )

    found = error_of(body)

    assert type(found) is FaultError
    assert (found.fault_type, found.message) == ("StateOfTheArt", "not now")
    assert isinstance(found.fault, vim.MethodFault)
    assert found.fault.wire_lineage() == ("StateOfTheArt", "MethodFault")


def test_the_element_names_the_fault_where_xsi_type_does_not() -> None:
    body = encode_fault(vim.InvalidState(), "").replace(b' xsi:type="InvalidState"', b"")

    assert type(error_of(body).fault) is vim.InvalidState


@pytest.mark.fault("X14")
def test_a_fault_without_detail_or_text_is_a_fault_error() -> None:
    bare = error_of(encode_fault(None, ""))
    text = error_of(encode_fault(None, "out of memory"))

    assert (type(bare), bare.fault_type, bare.fault) == (FaultError, "", None)
    assert str(text) == "out of memory"


def test_a_fault_that_says_nothing_at_all_is_broken() -> None:
    body = encode_fault(None, "").partition(b"<faultcode>")[0] + (
        b"</soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    )

    with pytest.raises(ProtocolError):
        decode_response(body, vim.Logout)


def test_a_broken_detail_is_a_protocol_error_with_its_path() -> None:
    body = encode_fault(
        vim.ManagedObjectNotFound(obj=vim.Ref("VirtualMachine", "1")), "gone"
    ).replace(b' type="VirtualMachine"', b"")

    with pytest.raises(ProtocolError) as caught:
        decode_response(body, vim.Logout)

    assert caught.value.path == "Fault/detail/obj"


@pytest.mark.parametrize("name", ["InvalidLogin", "NotSupported", "NoPermission"])
def test_faults_that_we_write_are_read_as_they_were(name: str) -> None:
    fault = {
        "InvalidLogin": vim.InvalidLogin(),
        "NotSupported": vim.NotSupported(),
        "NoPermission": vim.NoPermission(object=vim.Ref("Task", "t"), privilege_id="System.Read"),
    }[name]

    found = error_of(encode_fault(fault, "a < b"))

    assert found.fault == fault
    assert found.message == "a < b"
