"""Requests are escaped, in schema order, typed where the schema is not enough, or not sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from aioesx import vim
from aioesx._soap import UnsendableError, decode_request, encode_request, encode_response
from aioesx.errors import EsxError

MANAGER = vim.Ref("SessionManager", "ha-sessionmgr")
MACHINE = vim.Ref("VirtualMachine", "12")
FORBIDDEN = (0, 1, 0x0B, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF)


def written(method: vim.Method[Any]) -> str:
    """Return what stands in the body."""
    text = encode_request(method).decode()
    return text.partition("<soapenv:Body>")[2].partition("</soapenv:Body>")[0]


def login(**values: Any) -> vim.Login:
    return vim.Login(**{"this": MANAGER, "user_name": "u", "password": "p", **values})


def option(value: Any) -> vim.UpdateOptions:
    return vim.UpdateOptions(
        this=vim.Ref("OptionManager", "o"), changed_value=[vim.OptionValue(key="k", value=value)]
    )


def test_a_request_is_what_the_schema_says() -> None:
    assert written(vim.PowerOnVM_Task(this=MACHINE)) == (
        '<PowerOnVM_Task xmlns="urn:vim25"><_this type="VirtualMachine">12</_this></PowerOnVM_Task>'
    )


def test_fields_stand_in_schema_order_those_of_the_base_first() -> None:
    step = vim.TraversalSpec(
        select_set=[vim.SelectionSpec(name="again")], path="vm", type="HostSystem", name="n"
    )
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", path_set=["name"])],
        object_set=[vim.ObjectSpec(obj=MACHINE, skip=False, select_set=[step])],
    )

    text = written(vim.CreateFilter(this=MACHINE, spec=spec, partial_updates=True))

    assert (
        '<selectSet xsi:type="TraversalSpec"><name>n</name><type>HostSystem</type><path>vm</path>'
        "<selectSet><name>again</name></selectSet></selectSet>"
    ) in text


@pytest.mark.fault("X18")
@pytest.mark.parametrize(
    "text", ["]]>", "<&>\"'", "&amp;", "\t\n", "\r\n", "  ", "\u0080\u2028", "\ufffd\U0001f600", ""]
)
def test_any_text_arrives_as_it_was(text: str) -> None:
    call = login(user_name=text, password=text)

    assert decode_request(encode_request(call)) == call


@pytest.mark.fault("X18")
@pytest.mark.parametrize("text", [chr(code) for code in FORBIDDEN])
def test_what_xml_cannot_hold_is_refused_by_the_name_of_its_field(text: str) -> None:
    with pytest.raises(UnsendableError, match="U\\+") as caught:
        encode_request(login(user_name=f"ro{text}ot"))

    assert caught.value.field == "Login/userName"
    assert isinstance(caught.value, EsxError)
    assert isinstance(caught.value, ValueError)
    assert "ro" not in str(caught.value).partition(":")[2]


@pytest.mark.fault("X18")
def test_a_reference_cannot_break_out_of_its_attribute() -> None:
    call = vim.Logout(this=vim.Ref('a" b="<&', "<x/>"))

    assert decode_request(encode_request(call)) == call
    with pytest.raises(UnsendableError, match="Logout/_this"):
        encode_request(vim.Logout(this=vim.Ref("a\0", "b")))


@pytest.mark.parametrize(
    ("value", "element"),
    [
        ("a", '<value xsi:type="xsd:string">a</value>'),
        (True, '<value xsi:type="xsd:boolean">true</value>'),
        (7, '<value xsi:type="xsd:int">7</value>'),
        (1 << 40, '<value xsi:type="xsd:long">1099511627776</value>'),
        (0.5, '<value xsi:type="xsd:double">0.5</value>'),
        (b"hi", '<value xsi:type="xsd:base64Binary">aGk=</value>'),
        (datetime(2026, 1, 2, tzinfo=UTC), '<value xsi:type="xsd:dateTime">2026-01-02T00:00:00Z'),
        (MACHINE, '<value xsi:type="ManagedObjectReference" type="VirtualMachine">12</value>'),
        (vim.Typed("xsd:short", 4), '<value xsi:type="xsd:short">4</value>'),
        (vim.SharesLevel.LOW, '<value xsi:type="SharesLevel">low</value>'),
        (vim.Description(label="l", summary="s"), '<value xsi:type="Description"><label>l</label>'),
        (
            vim.array("ManagedObjectReference", [MACHINE]),
            '<ManagedObjectReference xsi:type="ManagedObjectReference" type="VirtualMachine">12</',
        ),
        (
            vim.array("xsd:int", [1]),
            '<value xsi:type="ArrayOfInt"><int xsi:type="xsd:int">1</int></value>',
        ),
        (
            vim.array("Description", [vim.ElementDescription(label="l", summary="s", key="k")]),
            '<value xsi:type="ArrayOfDescription"><Description xsi:type="ElementDescription">',
        ),
        (vim.array("SharesLevel", ["low"]), '<SharesLevel xsi:type="SharesLevel">low<'),
        (vim.array("Permission"), '<value xsi:type="ArrayOfPermission"></value>'),
    ],
)
def test_a_value_of_any_type_says_what_it_is(value: Any, element: str) -> None:
    assert element in written(option(value))


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (login(user_name=7), "Login/userName"),
        (vim.Logout(this="text"), "Logout/_this"),  # type: ignore[arg-type]
        (option([1, 2]), "UpdateOptions/changedValue[0]/value"),
        (option(vim.Typed("xsd:byte", 128)), "UpdateOptions/changedValue[0]/value"),
        (option(vim.Typed('a"', "b")), "UpdateOptions/changedValue[0]/value"),
        (option(vim.array("xsd:int", [1, "x"])), "UpdateOptions/changedValue[0]/value/int[1]"),
        (option(datetime(2026, 1, 2)), "UpdateOptions/changedValue[0]/value"),
        (
            vim.CreateSnapshot_Task(this=MACHINE, name="n", memory="yes", quiesce=False),  # type: ignore[arg-type]
            "CreateSnapshot_Task/memory",
        ),
        (
            vim.RetrieveProperties(this=MACHINE, spec_set=[vim.ObjectSpec(obj=MACHINE)]),  # type: ignore[list-item]
            "RetrieveProperties/specSet[0]",
        ),
        (vim.RetrieveProperties(this=MACHINE, spec_set="spec"), "RetrieveProperties/specSet"),  # type: ignore[arg-type]
        (vim.RetrieveProperties(this=MACHINE), "RetrieveProperties/specSet"),
        (
            vim.QueryPerfCounter(this=MACHINE, counter_id=[1, 1 << 31]),
            "QueryPerfCounter/counterId[1]",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(
    call: vim.Method[Any], field: str
) -> None:
    with pytest.raises(UnsendableError) as caught:
        encode_request(call)

    assert caught.value.field == field


def test_a_value_inside_itself_is_refused() -> None:
    spec = vim.TraversalSpec(type="a", path="b")
    spec.select_set = [spec]
    whole = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="T")],
        object_set=[vim.ObjectSpec(obj=MACHINE, select_set=[spec])],
    )

    with pytest.raises(UnsendableError, match="nested"):
        encode_request(vim.RetrieveProperties(this=MACHINE, spec_set=[whole]))


def test_an_answer_has_no_white_space_and_types_every_item() -> None:
    content = vim.ObjectContent(
        obj=vim.Ref("HostSystem", "ha-host"),
        prop_set=[
            vim.DynamicProperty(name="vm", val=vim.array("ManagedObjectReference", [MACHINE])),
            vim.DynamicProperty(name="state", val=vim.VirtualMachinePowerState.POWERED_ON),
        ],
    )

    text = encode_response(vim.RetrieveProperties, [content]).decode()

    assert (
        '<RetrievePropertiesResponse xmlns="urn:vim25"><returnval><obj type="HostSystem">ha-host'
        '</obj><propSet><name>vm</name><val xsi:type="ArrayOfManagedObjectReference">'
        '<ManagedObjectReference xsi:type="ManagedObjectReference" type="VirtualMachine">12'
        "</ManagedObjectReference></val></propSet><propSet><name>state</name>"
        '<val xsi:type="VirtualMachinePowerState">poweredOn</val></propSet></returnval>'
        "</RetrievePropertiesResponse>"
    ) in text


@pytest.mark.parametrize(
    ("method", "result"),
    [(vim.Logout, 1), (vim.CurrentTime, None), (vim.CurrentTime, "now"), (vim.FindByUuid, "vm")],
)
def test_a_result_of_another_kind_is_refused(method: Any, result: Any) -> None:
    with pytest.raises(UnsendableError, match="Response"):
        encode_response(method, result)


def test_what_keeps_a_password_from_being_sent_is_not_told() -> None:
    with pytest.raises(UnsendableError) as caught:
        encode_request(login(password="S3cret\x07Word"))

    error = caught.value
    assert str(error) == "Login/password: a character of it cannot be sent in XML"
    assert "0007" not in repr((error.__cause__, error.__context__))
