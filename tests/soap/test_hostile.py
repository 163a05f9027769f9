"""Rows X1 to X11 of the fault catalogue: what no server sends is refused, in bounded time.

Time is bounded by the tests' time limit: an attack that works takes minutes.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from aioesx import vim
from aioesx._soap import decode_request, decode_response, parse_service_versions
from aioesx.errors import EsxError, FaultError, ProtocolError

pytestmark = pytest.mark.timeout(20)

HEAD = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
NAME = '<returnval><obj type="T">1</obj><propSet><name>n</name><val xsi:type="xsd:string">{}</val></propSet></returnval>'  # noqa: E501 - one answer


def envelope(body: str) -> bytes:
    return f"{HEAD}<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>".encode()


def response(inside: str) -> bytes:
    return envelope(
        f'<RetrievePropertiesResponse xmlns="urn:vim25">{inside}</RetrievePropertiesResponse>'
    )


def refused(body: bytes, reason: str | None = None) -> ProtocolError:
    with pytest.raises(ProtocolError, match=reason) as caught:
        decode_response(body, vim.RetrieveProperties)
    return caught.value


GOOD = response(NAME.format("value"))


@pytest.mark.fault("X1")
@pytest.mark.parametrize(
    "doctype",
    [
        b"<!DOCTYPE a>",
        b"<!DOCTYPE a [ ]>",
        b'<!DOCTYPE a PUBLIC "x" "http://127.0.0.1/x">',
        b"\n<!-- c --><?pi x?>\n<!DOCTYPE a>",
        b"<!doctype a>",
    ],
)
def test_a_doctype_of_any_kind_is_refused(doctype: bytes) -> None:
    refused(doctype + GOOD, "DOCTYPE")
    refused(b'<?xml version="1.0"?>' + doctype + GOOD, "DOCTYPE")
    refused(b"\xef\xbb\xbf" + doctype + GOOD, "DOCTYPE")


@pytest.mark.fault("X1")
def test_a_doctype_within_text_is_text() -> None:
    body = response(NAME.format("&lt;!DOCTYPE a&gt;<![CDATA[<!DOCTYPE b>]]>"))

    found = decode_response(body, vim.RetrieveProperties)

    assert found[0].prop_set[0].val == "<!DOCTYPE a><!DOCTYPE b>"


@pytest.mark.fault("X2")
@pytest.mark.parametrize("kind", ["a", "% a"])
def test_external_entities_are_neither_read_nor_asked_for(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        for target in (secret.as_uri(), f"http://127.0.0.1:{listener.getsockname()[1]}/x"):
            doctype = f'<!DOCTYPE x [<!ENTITY {kind} SYSTEM "{target}">]>'
            error = refused(doctype.encode() + response(NAME.format("&a;")))
            assert "TOP SECRET" not in str(error)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.fault("X2")
def test_an_entity_without_declaration_is_refused() -> None:
    refused(response(NAME.format("&a;")), "not well-formed")


@pytest.mark.fault("X3")
def test_entities_cannot_blow_up() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    billion = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode()
    quadratic = f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>'.encode()

    refused(billion + response(NAME.format("&a11;")), "DOCTYPE")
    refused(quadratic + response(NAME.format("&a;" * 50_000)), "DOCTYPE")


@pytest.mark.fault("X4")
@pytest.mark.parametrize("depth", [257, 100_000])
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<unknown>", "</unknown>"),
        ("<val>", "</val>"),
        ('<val xsi:type="ArrayOfAnyType"><anyType>', "</anyType></val>"),
        ('<val xsi:type="LocalizedMethodFault"><fault><faultCause>', "</faultCause></fault></val>"),
    ],
)
def test_a_deep_answer_is_refused(depth: int, opening: str, closing: str) -> None:
    deep = opening * depth + closing * depth
    inside = f'<returnval><obj type="T">1</obj><propSet><name>n</name>{deep}</propSet></returnval>'

    refused(response(inside), "deeper|missing")


@pytest.mark.fault("X4")
@pytest.mark.fault("X14")
def test_a_deep_chain_of_causes_is_refused_and_a_hundred_are_not() -> None:
    def chain(length: int) -> bytes:
        causes = '<faultCause><fault xsi:type="VimFault">' * length
        ends = "</fault></faultCause>" * length
        return envelope(
            "<soapenv:Fault><faultcode>a</faultcode><faultstring>b</faultstring><detail>"
            f'<F xmlns="urn:vim25" xsi:type="VimFault">{causes}{ends}</F></detail></soapenv:Fault>'
        )

    with pytest.raises(FaultError):
        decode_response(chain(100), vim.Logout)
    with pytest.raises(ProtocolError, match="deeper"):
        decode_response(chain(1000), vim.Logout)


@pytest.mark.fault("X4")
def test_a_deep_envelope_is_refused() -> None:
    refused(b"<a>" * 100_000 + b"</a>" * 100_000, "envelope")


@pytest.mark.fault("X5")
def test_two_million_elements_are_refused_before_they_are_made() -> None:
    refused(response("<b/>" * 2_000_000), "elements")
    refused(response("<b></b>" * 1_100_000), "elements")


@pytest.mark.fault("X6")
def test_a_tag_with_very_many_attributes_or_namespaces_is_refused() -> None:
    attributes = " ".join(f'a{n}=""' for n in range(200_000))
    namespaces = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(50_000))

    refused(response(f"<returnval {attributes}/>"), "tag longer")
    refused(response(f"<returnval {namespaces}/>"), "tag longer")


@pytest.mark.fault("X6")
def test_very_many_namespaces_in_small_tags_take_bounded_time() -> None:
    inside = "".join(f'<x xmlns:n{n % 50}="urn:{n}"/>' for n in range(100_000))

    assert decode_response(response(inside), vim.RetrieveProperties) == []


@pytest.mark.fault("X7")
def test_a_very_long_text_is_refused() -> None:
    refused(response(NAME.format("x" * 10_000_001)), "text longer")
    refused(response(f"<!--{'x' * 10_000_001}-->"), "longer")


@pytest.mark.fault("X7")
@pytest.mark.parametrize("remark", ["<!--{}-->", "<?x {}?>", "<!--{}", "<?x {}", "<!-->{}-->"])
def test_a_long_comment_or_instruction_is_refused(remark: str) -> None:
    refused(response(remark.format("< !x?" * 11_000)), "longer than 50000")


@pytest.mark.fault("X7")
def test_comments_and_instructions_are_passed_over() -> None:
    short = f"<!--{'<' * 40_000}--><!-- ! --><?x {'?' * 40_000}?>"

    found = decode_response(response(short + NAME.format("a ! &lt;!--")), vim.RetrieveProperties)

    assert found[0].prop_set[0].val == "a ! <!--"


@pytest.mark.fault("X7")
def test_a_long_text_is_not() -> None:
    found = decode_response(response(NAME.format("x" * 9_000_000)), vim.RetrieveProperties)

    assert len(found[0].prop_set[0].val) == 9_000_000


@pytest.mark.fault("X7")
@pytest.mark.parametrize("length", [50_001, 75_000, 1_000_000])
def test_a_very_long_name_is_refused(length: int) -> None:
    refused(response(f"<{'n' * length}/>"), "longer")


@pytest.mark.fault("X8")
@pytest.mark.parametrize("encoding", ["utf-7", "utf-16", "utf-16-be", "utf-32", "cp037"])
@pytest.mark.parametrize("declared", [True, False])
def test_no_other_encoding_than_utf_8_is_read(encoding: str, declared: bool) -> None:
    text = response(NAME.format("v+AGEAYg-")).decode()
    head = f'<?xml version="1.0" encoding="{encoding}"?>' if declared else "+ADw-?xml?+AD4-"

    refused((head + text).encode(encoding))


@pytest.mark.fault("X8")
@pytest.mark.parametrize("name", ["UTF-7", "utf-16", "ISO-8859-1", "windows-1252", "ebcdic-cp-us"])
def test_a_wrong_declaration_is_refused_whatever_the_bytes(name: str) -> None:
    refused(f'<?xml version="1.0" encoding="{name}"?>'.encode() + GOOD, "encoding|well-formed")
    refused(f"<?xml version='1.0' encoding='{name}' ?>\n".encode() + GOOD, "encoding|well-formed")


@pytest.mark.fault("X8")
@pytest.mark.parametrize(
    "raw",
    [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\0", b"\x01", b"\xef\xbf\xbe"],
)
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    refused(response(NAME.format("@")).replace(b"@", raw), "not well-formed")


@pytest.mark.fault("X8")
def test_utf_8_with_a_mark_and_ascii_are_read() -> None:
    wanted = decode_response(GOOD, vim.RetrieveProperties)

    for head in (b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="UTF-8"?>\n',
                 b"<?xml version='1.0' encoding='us-ascii'?>"):  # fmt: skip
        assert decode_response(head + GOOD, vim.RetrieveProperties) == wanted


@pytest.mark.fault("X9")
def test_an_answer_cut_at_any_byte_is_refused(answer: Any) -> None:
    body = answer.body.rstrip()
    for length in range(len(body)):
        with pytest.raises(ProtocolError):
            decode_response(body[:length], answer.method)


@pytest.mark.fault("X11")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"hello",
        b"<html><body>login</body></html>",
        b"{}",
        GOOD.replace(b"schemas.xmlsoap.org/soap/envelope", b"www.w3.org/2003/05/soap-envelope"),
        GOOD.replace(b"urn:vim25", b"urn:vim2"),
        GOOD.replace(b"urn:vim25", b"urn:VIM25"),
        GOOD.replace(b' xmlns="urn:vim25"', b""),
        GOOD.replace(b"soapenv:Body>", b"soapenv:Boddy>"),
        GOOD.replace(b"</soapenv:Body>", b"</soapenv:Body><soapenv:Body/>"),
        f"{HEAD}</soapenv:Envelope>".encode(),
        envelope(""),
        GOOD + GOOD,
        GOOD + b"<!-- --><x/>",
        GOOD.replace(b"RetrievePropertiesResponse", b"LogoutResponse"),
    ],
)
def test_what_is_no_answer_in_an_envelope_is_refused(body: bytes) -> None:
    refused(body)


@pytest.mark.fault("X11")
def test_a_fault_and_a_result_together_are_refused() -> None:
    fault = "<soapenv:Fault><faultcode>a</faultcode><faultstring>b</faultstring></soapenv:Fault>"
    result = '<RetrievePropertiesResponse xmlns="urn:vim25"/>'

    refused(envelope(fault + result), "one message")
    refused(envelope(result + fault), "one message")


@pytest.mark.fault("X11")
def test_any_prefix_will_do_for_the_right_namespace() -> None:
    body = GOOD.replace(b"soapenv:", b"S:").replace(b"xmlns:soapenv", b"xmlns:S")
    prefixed = (
        body.replace(b'xmlns="urn:vim25"', b'xmlns:v="urn:vim25"')
        .replace(b"<Retr", b"<v:Retr")
        .replace(b"</Retr", b"</v:Retr")
        .replace(b"<returnval", b"<v:returnval")
        .replace(b"</returnval", b"</v:returnval")
        .replace(b"<obj", b"<v:obj")
        .replace(b"</obj", b"</v:obj")
        .replace(b"propSet>", b"v:propSet>")
        .replace(b"</v:", b"</v:")
        .replace(b"<name>", b"<v:name>")
        .replace(b"</name>", b"</v:name>")
        .replace(b"<val", b"<v:val")
        .replace(b"</val", b"</v:val")
    )

    wanted = decode_response(GOOD, vim.RetrieveProperties)
    assert decode_response(body, vim.RetrieveProperties) == wanted
    assert decode_response(prefixed, vim.RetrieveProperties) == wanted


def test_the_other_readers_are_as_strict() -> None:
    for read in (decode_request, parse_service_versions):
        for body in (b"", b"<!DOCTYPE a><a/>", b"<a/>", GOOD[:-1]):
            with pytest.raises(EsxError):
                read(body)
