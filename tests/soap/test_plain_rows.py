"""Rows of plain values are read without a tree, and give what the tree would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from aioesx import vim
from aioesx._soap import decode_response, encode_response
from aioesx._soap.document import Document
from aioesx._soap.rows import cut_rows
from aioesx.errors import ProtocolError

OPEN: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope'
    ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    '<soapenv:Body><RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>'
)
CLOSE: Final = "</returnval></RetrievePropertiesExResponse></soapenv:Body></soapenv:Envelope>"
PLAIN: Final = (
    '<objects><obj type="VirtualMachine">vm-1</obj>'
    '<propSet><name>name</name><val xsi:type="xsd:string">web01</val></propSet></objects>'
)
VALUES: Final = (
    "", "web01", "[store] web/web.vmx", "\t two\nlines ", "\N{SNOWMAN}ß\U0001f600",
    True, 7, -(1 << 40), 1.5, datetime(2026, 1, 2, 3, 4, 5, 6000, tzinfo=UTC), b"\x00\xff",
    vim.VirtualMachinePowerState.SUSPENDED, vim.Ref("HostSystem", "ha-host"),
)  # fmt: skip


def row(value: str) -> str:
    """Return a row whose property's element is `value`."""
    return (
        f'<objects><obj type="VirtualMachine">vm-2</obj><propSet><name>x</name>{value}</propSet>'
        "</objects>"
    )


def answer(*rows: str) -> bytes:
    """Return an envelope with these rows."""
    return f"{OPEN}{''.join(rows)}{CLOSE}".encode()


def outcome(body: bytes) -> Any:
    """Return the value, or what is wrong; where XML is broken the line and column do not count."""
    try:
        return decode_response(body, vim.RetrievePropertiesEx)
    except ProtocolError as error:
        broken = "not well-formed" in str(error)
        return "not well-formed" if broken else (str(error), error.path)


def by_the_tree(body: bytes) -> Any:
    """Return the outcome of the same body when it is not in the form that is cut."""
    return outcome(body.replace(b"<returnval>", b"<returnval><!-- -->", 1))


def test_rows_of_any_plain_values_are_cut_and_equal_what_was_sent() -> None:
    sent = vim.RetrieveResult(
        token="more",
        objects=[
            vim.ObjectContent(
                obj=vim.Ref("VirtualMachine", f"vm-{number}"),
                prop_set=[
                    vim.DynamicProperty(name=f"p{index}", val=value)
                    for index, value in enumerate(VALUES[: number % (len(VALUES) + 1)])
                ],
            )
            for number in range(40)
        ],
    )
    body = encode_response(vim.RetrievePropertiesEx, sent)

    rows, rest = cut(body)

    assert len(rows) == 40
    assert b"<objects>" not in rest
    assert outcome(body) == sent
    assert outcome(bytearray(body)) == sent  # type: ignore[arg-type]  # what a transport may give


def cut(body: bytes) -> tuple[list[vim.ObjectContent], bytes | bytearray]:
    """Return the rows that are cut out of an answer, and what is left of it."""
    document = Document(body)
    steps = cut_rows(document)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return done.value, document.body


@pytest.mark.parametrize(
    "odd",
    [
        '<val xsi:type="xsd:string">a<!-- b -->c</val>',
        '<val xsi:type="xsd:string"><![CDATA[a]]></val>',
        '<val xsi:type="xsd:string">a &amp; b</val>',
        '<val xsi:type="xsd:string">a&amp;lt;b &lt; &gt; &quot; &apos;</val>',
        '<val type="HostSystem" xsi:type="ManagedObjectReference">a&amp;b</val>',
        '<val xsi:type="xsd:string">&#97;</val>',
        '<val xsi:type="xsd:string">&unknown;</val>',
        '<val xsi:type="xsd:string">a]]&gt;</val>',
        '<val xsi:type="xsd:string">a]]></val>',
        '<val xsi:type="xsd:string">\r\n</val>',
        '<val xsi:type="xsd:string">\x01</val>',
        '<val xsi:type="xsd:string">\uffff</val>',
        '<val xsi:type="xsd:string"/>',
        '<val xsi:type="xsd:string" xsi:nil="true"></val>',
        '<val xsi:type="xsd:string" xsi:type="xsd:string"></val>',
        '<val xsi:type="xsd:int">1_000</val>',
        '<val xsi:type="xsd:int">99999999999</val>',
        '<val xsi:type="xsi:string">a</val>',
        '<val xsi:type="nobody:string">a</val>',
        '<val xsi:type="string">a</val>',
        '<val xsi:type="Brand">a</val>',
        '<val xsi:type="xsd:brand">a</val>',
        '<val xsi:type="Description"><label>a</label><summary>b</summary></val>',
        '<val xsi:type="ArrayOfInt"><int>1</int></val>',
        '<val xsi:type="ManagedObjectReference">a</val>',
        '<val type="HostSystem">a</val>',
        '<val xmlns="urn:other" xsi:type="xsd:string">a</val>',
        '<val xmlns:xsd="urn:vim25" xsi:type="xsd:SharesLevel">low</val>',
        "<val>a</val>",
        "<value>a</value>",
        "<val",
        '<val xsi:type="SharesLevel">gold</val>',
        '<val xsi:type="SharesLevel"></val>',
        "",
    ],
)
def test_a_row_that_is_not_plain_reads_as_by_the_tree(odd: str) -> None:
    body = answer(PLAIN, PLAIN, row(odd), PLAIN)

    assert len(cut(body)[0]) >= 2
    assert outcome(body) == by_the_tree(body)


@pytest.mark.parametrize(
    "row_with_ampersand",
    [
        PLAIN.replace("web01", "a&amp;lt;b"),
        PLAIN.replace("vm-1", "vm&amp;1"),
        PLAIN.replace("<name>name</name>", "<name>n&amp;me</name>"),
    ],
    ids=["value", "reference", "name"],
)
def test_whatever_has_an_ampersand_is_the_parsers(row_with_ampersand: str) -> None:
    rows, rest = cut(answer(PLAIN, PLAIN, row_with_ampersand, PLAIN))

    assert len(rows) == 2
    assert rest == answer(row_with_ampersand, PLAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('xmlns="urn:vim25"', 'xmlns="urn:vim26"'),
        ('<RetrievePropertiesExResponse xmlns="urn:vim25">', "<RetrievePropertiesExResponse>"),
        ("RetrievePropertiesExResponse", "RetrievePropertiesResponse"),
        ("soapenv:Body", "soapenv:Bodice"),
        ("soap/envelope/", "soap/envelope"),
        ("<soapenv:Body>", "<soapenv:Body/><soapenv:Body>"),
        ("</returnval>", "</returnval><returnval></returnval>"),
        ("</returnval>", "<token>t</token></returnval>"),
        ("</objects></returnval>", "</objects></objects></returnval>"),
        ("</soapenv:Envelope>", ""),
        ("</soapenv:Envelope>", "</soapenv:Envelope><x/>"),
    ],
)
def test_what_is_around_the_rows_is_the_parsers(old: str, new: str) -> None:
    body = answer(PLAIN, PLAIN).decode().replace(old, new).encode()

    assert outcome(body) == by_the_tree(body)


def test_the_path_of_a_broken_row_counts_those_before_it() -> None:
    body = answer(PLAIN, PLAIN, row('<val xsi:type="xsd:int">x</val>'))

    with pytest.raises(ProtocolError) as caught:
        decode_response(body, vim.RetrievePropertiesEx)

    assert caught.value.path == "RetrievePropertiesExResponse/returnval/objects[2]/propSet/val"


def test_very_many_ways_to_write_a_type_end_the_cutting() -> None:
    spaces = [row(f'<val {" " * number}xsi:type="xsd:int">1</val>') for number in range(200)]
    body = answer(*spaces)

    assert 0 < len(cut(body)[0]) < 200
    assert outcome(body) == by_the_tree(body)


@pytest.mark.fault("X10")
def test_mutated_rows_read_as_by_the_tree() -> None:
    chance = random.Random("rows")
    whole = answer(*[PLAIN, row('<val xsi:type="xsd:int">1</val>')] * 3)
    begin = len(OPEN)
    for _ in range(1500):
        data = bytearray(whole)
        start = chance.randrange(begin, len(data))
        end = min(len(data), start + chance.choice((0, 1, 3, 20)))
        other = chance.randrange(begin, len(data))
        data[start:end] = chance.choice((b"", b"<", b"&", b"\xff", b" ", data[other : other + 30]))
        body = bytes(data)

        assert outcome(body) == by_the_tree(body), body
