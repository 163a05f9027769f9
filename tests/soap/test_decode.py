"""What is tolerated in an answer, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from aioesx import vim
from aioesx._soap import decode_response
from aioesx.errors import ProtocolError

ENVELOPE = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<soapenv:Body>{}</soapenv:Body></soapenv:Envelope>"
)


PROPERTY = '<returnval><obj type="T">1</obj><propSet><name>p</name>{}</propSet></returnval>'


def values_of(inside: str, method: type[vim.Method[Any]] = vim.RetrieveProperties) -> Any:
    """Read an answer that has this between the tags of the response."""
    name = f"{method.wire_name}Response"
    return decode_response(
        ENVELOPE.format(f'<{name} xmlns="urn:vim25">{inside}</{name}>').encode(), method
    )


def val(text: str) -> Any:
    """Read a property whose `val` element is given."""
    found = values_of(PROPERTY.format(text))
    return found[0].prop_set[0].val


def test_every_recorded_answer_is_read(answer: Any) -> None:
    if "Fault>" not in answer.body.decode():  # test_faults.py has those
        decode_response(answer.body, answer.method)


def test_recorded_values_come_out_typed(answers: Any) -> None:
    found = decode_response(
        answers["RetrieveProperties.vcsim-runtime"].body, vim.RetrieveProperties
    )
    runtime = next(entry.val for entry in found[0].prop_set if entry.name == "runtime")

    assert isinstance(runtime, vim.VirtualMachineRuntimeInfo)
    assert runtime.power_state is vim.VirtualMachinePowerState.POWERED_ON
    assert isinstance(runtime.host, vim.ManagedObjectReference)
    assert runtime.tools_installer_mounted is False


def test_elements_that_the_schema_does_not_know_are_passed_over() -> None:
    found = val('<val xsi:type="SharesInfo"><new><deep>1</deep></new><shares>5</shares>'
                "<level>normal</level><other/></val>")  # fmt: skip

    assert found == vim.SharesInfo(shares=5, level=vim.SharesLevel.NORMAL)


def test_order_and_white_space_do_not_matter() -> None:
    found = val('<val xsi:type="SharesInfo">\n  <level>\n low </level>\n'
                "  <!-- hi --><shares> 5\n</shares></val>")  # fmt: skip

    assert found == vim.SharesInfo(shares=5, level=vim.SharesLevel.LOW)


def test_a_word_that_an_enum_does_not_know_stays_text() -> None:
    assert val('<val xsi:type="SharesInfo"><shares>5</shares><level>huge</level></val>') == (
        vim.SharesInfo(shares=5, level="huge")
    )
    assert val('<val xsi:type="VirtualMachinePowerState">hibernating</val>') == "hibernating"


def test_an_empty_enum_is_unset() -> None:
    found = val('<val xsi:type="VirtualMachineRelocateSpecDiskLocator"><diskId>1</diskId>'
                '<datastore type="Datastore">1</datastore></val>')  # fmt: skip
    network = val('<val xsi:type="GuestInfo"><toolsStatus></toolsStatus>'
                  "<guestState>running</guestState></val>")  # fmt: skip

    assert found.disk_move_type is None
    assert network.tools_status is None


def test_an_unknown_type_below_a_known_one_becomes_that_one_under_its_name() -> None:
    found = val('<val xsi:type="ArrayOfVirtualDevice"><VirtualDevice xsi:type="VirtualQuantum">'
                "<key>9</key><qubits>3</qubits></VirtualDevice></val>")  # fmt: skip

    assert isinstance(found[0], vim.VirtualDevice)
    assert (found[0].wire_name, found[0].wire_known, found[0].key) == ("VirtualQuantum", False, 9)


def test_an_unknown_type_is_kept_whole() -> None:
    found = val('<val xsi:type="Brand"><a>1</a><b xsi:type="xsd:int">2</b><c type="T">3</c>'
                '<d><e>4</e></d><f xsi:type="SharesInfo"><shares>1</shares><level>low</level></f>'
                "</val>")  # fmt: skip

    assert found == vim.Unknown(
        "Brand",
        [
            ("a", "1"),
            ("b", 2),
            ("c", vim.Ref("T", "3")),
            ("d", vim.Unknown("", [("e", "4")])),
            ("f", vim.SharesInfo(shares=1, level="low")),
        ],
    )


def test_an_array_knows_what_it_holds_even_when_empty() -> None:
    found = val('<val xsi:type="ArrayOfPermission"></val>')

    assert found == []
    assert found.item_type == "Permission"


def test_items_of_arrays_may_leave_their_type_out() -> None:
    refs = '<ManagedObjectReference type="Network">n</ManagedObjectReference>'

    assert val(f'<val xsi:type="ArrayOfManagedObjectReference">{refs}</val>') == [
        vim.Ref("Network", "n")
    ]
    assert val('<val xsi:type="ArrayOfInt"><int>4</int><int xsi:type="xsd:int">5</int></val>') == [
        4,
        5,
    ]


def test_types_are_found_by_namespace_not_by_prefix() -> None:
    assert val('<val xmlns:x="http://www.w3.org/2001/XMLSchema" xsi:type="x:int">4</val>') == 4
    assert val('<val xmlns:v="urn:vim25" xsi:type="v:ManagedEntityStatus">red</val>') is (
        vim.ManagedEntityStatus.RED
    )
    assert val('<val xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="xsd:int">4</val>')


def test_a_prefix_may_change_its_meaning() -> None:
    elsewhere = val('<val xmlns:xsd="urn:other" xsi:type="xsd:int">4</val>')
    swapped = val('<val xmlns:xsd="urn:vim25" xsi:type="xsd:SharesLevel">low</val>')

    assert elsewhere == vim.Unknown("{urn:other}int", text="4")
    assert swapped is vim.SharesLevel.LOW


def test_a_type_that_does_not_fit_the_field_is_refused() -> None:
    with pytest.raises(ProtocolError, match="expected Description, got SharesInfo") as caught:
        val('<val xsi:type="VirtualE1000"><key>1</key><deviceInfo xsi:type="SharesInfo"/></val>')

    assert caught.value.path == "RetrievePropertiesResponse/returnval[0]/propSet/val/deviceInfo"


@pytest.mark.parametrize("rebinding", ["", ' xmlns:xsd="urn:other"', ' xmlns:soapenv="urn:x"'])
@pytest.mark.parametrize("type_", ["nobody:int", "xs:string", "nobody:ManagedEntityStatus"])
def test_a_prefix_without_declaration_is_refused(rebinding: str, type_: str) -> None:
    """The same in a document in which a prefix has two meanings, which is read in another way."""
    with pytest.raises(ProtocolError, match="prefix of type"):
        val(f'<val{rebinding} xsi:type="{type_}">4</val>')


def test_a_missing_required_field_is_named_with_its_path() -> None:
    with pytest.raises(ProtocolError, match="'key' is missing") as caught:
        values_of(
            '<returnval><obj type="T">1</obj></returnval><returnval><obj type="T">2</obj><propSet>'
            '<name>a</name><val xsi:type="xsd:int">1</val></propSet><propSet><name>p</name>'
            '<val xsi:type="ArrayOfVirtualDevice"><VirtualDevice xsi:type="VirtualE1000"/></val>'
            "</propSet></returnval>"
        )

    assert caught.value.path == (
        "RetrievePropertiesResponse/returnval[1]/propSet[1]/val/VirtualDevice"
    )


def test_a_required_field_that_came_later_than_its_type_may_be_missing() -> None:
    found = val(
        '<val xsi:type="VirtualMachineRuntimeInfo"><connectionState>connected</connectionState>'
        "<powerState>poweredOff</powerState><toolsInstallerMounted>false</toolsInstallerMounted>"
        "<numMksConnections>0</numMksConnections></val>"
    )

    assert found.fault_tolerance_state is None


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<returnval><obj>1</obj></returnval>", "attribute 'type'"),
        ("<returnval/>", "'obj' is missing"),
        (PROPERTY.format('<val xsi:type="xsd:int">x</val>'), "expected xsd:int"),
        (PROPERTY.format('<val xsi:type=""/>'), "xsi:type is empty"),
    ],
)
def test_broken_values_are_protocol_errors(inside: str, reason: str) -> None:
    with pytest.raises(ProtocolError, match=reason):
        values_of(inside)


def test_results_are_one_or_none_or_many_as_the_method_says() -> None:
    assert values_of("", vim.RetrieveProperties) == []
    assert values_of("", vim.FindByUuid) is None
    assert values_of("", vim.Logout) is None
    assert values_of("<returnval>2026-01-02T03:04:05Z</returnval>", vim.CurrentTime) == datetime(
        2026, 1, 2, 3, 4, 5, tzinfo=UTC
    )


@pytest.mark.parametrize("count", [0, 2])
def test_another_number_of_results_is_refused(count: int) -> None:
    with pytest.raises(ProtocolError, match="result"):
        values_of("<returnval>2026-01-02T03:04:05Z</returnval>" * count, vim.CurrentTime)


def test_an_answer_longer_than_a_chunk_is_whole_and_in_order() -> None:
    one = '<objects><obj type="T">{}</obj></objects>'
    many = "".join(one.format(number) for number in range(20_000))

    found = values_of(f"<returnval>{many}<token>t</token></returnval>", vim.RetrievePropertiesEx)

    assert [entry.obj.value for entry in found.objects] == [str(n) for n in range(20_000)]
    assert found.token == "t"


def test_the_path_of_an_error_in_a_long_answer_counts_from_its_beginning() -> None:
    good = '<objects><obj type="T">1</obj></objects>' * 10_000

    with pytest.raises(ProtocolError) as caught:
        values_of(f"<returnval>{good}<objects/></returnval>", vim.RetrievePropertiesEx)

    assert caught.value.path == "RetrievePropertiesExResponse/returnval/objects[10000]"
