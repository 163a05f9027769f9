# ruff: noqa: E501  # documents stand in one line
"""Rows X1 to X11 of the fault catalogue: what no server sends is refused, in bounded time.

Time is bounded by the tests' time limit: an attack that works takes minutes. Each refusal is for
its own reason: the same answer without the offence is accepted, and `refused` sees to it.
"""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx import vim
from aioesx._soap import decode_request, decode_response, parse_service_versions
from aioesx._xml import HostileXmlError, check
from aioesx.errors import FaultError, ProtocolError

pytestmark = pytest.mark.timeout(20)

HEAD = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
NAME = '<returnval><obj type="T">1</obj><propSet><name>n</name><val xsi:type="xsd:string">{}</val></propSet></returnval>'


def envelope(body: str) -> bytes:
    return f"{HEAD}<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>".encode()


def response(inside: str) -> bytes:
    return envelope(
        f'<RetrievePropertiesResponse xmlns="urn:vim25">{inside}</RetrievePropertiesResponse>'
    )


def accepted(body: bytes, method: type[vim.Method[Any]] = vim.RetrieveProperties) -> Any:
    """Read an answer, or a fault, which is one, too."""
    try:
        return decode_response(body, method)
    except FaultError as error:
        return error


END: Final = "</soapenv:Body></soapenv:Envelope>"
BODY_OF_LOGOUT: Final = f'<soapenv:Body><LogoutResponse xmlns="urn:vim25"/>{END}'
NO_RESULT: Final = envelope('<LogoutResponse xmlns="urn:vim25"/>')


def refused(
    body: bytes,
    reason: str | None = None,
    *,
    but: bytes,
    method: type[vim.Method[Any]] = vim.RetrieveProperties,
) -> ProtocolError:
    """Return the error of a hostile answer.

    Args:
        body: the answer.
        reason: what the error says.
        but: the same without the offence.
        method: what it answers.
    """
    assert but != body
    accepted(but, method)
    with pytest.raises(ProtocolError, match=reason) as caught:
        decode_response(body, method)
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
    ],
)
def test_a_doctype_of_any_kind_is_refused(doctype: bytes) -> None:
    harmless = re.sub(rb"<!DOCTYPE[^>]*>", b"<!-- DOCTYPE -->", doctype)

    for head in (b"", b"\xef\xbb\xbf", b'<?xml version="1.0"?>'):
        refused(head + doctype + GOOD, "DOCTYPE", but=head + harmless + GOOD)


@pytest.mark.fault("X1")
@pytest.mark.parametrize("remark", ["<!--{}-->", "<?x {}?>", "<!--{0}--><!--{0}-->", "<?x?>{}"])
def test_a_doctype_is_refused_however_far_behind_a_remark(remark: str) -> None:
    """Expat from 2.6.0 on puts off what came last: it may not be at what was fed to it."""
    for length in range(0, 24_000, 97):
        document = f"{remark.format(' ' * length)}<!DOCTYPE a><a/>".encode()
        with pytest.raises(HostileXmlError, match="a DOCTYPE is refused"):
            check(document)


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
            body = doctype.encode() + response(NAME.format("&a;"))
            error = refused(body, "DOCTYPE", but=response(NAME.format("&amp;a;")))
            assert "TOP SECRET" not in str(error)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.fault("X2")
def test_an_entity_without_declaration_is_refused() -> None:
    refused(response(NAME.format("&a;")), "not well-formed", but=response(NAME.format("&amp;a;")))


@pytest.mark.fault("X3")
def test_entities_cannot_blow_up() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    billion = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode()
    quadratic = f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>'.encode()

    refused(
        billion + response(NAME.format("&a11;")), "DOCTYPE", but=response(NAME.format("&amp;a11;"))
    )
    refused(
        quadratic + response(NAME.format("&a;" * 50_000)),
        "DOCTYPE",
        but=response(NAME.format("&amp;" * 50_000)),
    )


WAYS_DOWN: Final = {
    "unknown": ("<unknown>", "</unknown>"),
    "untyped": ("<val>", "</val>"),
    "arrays": ('<val xsi:type="ArrayOfAnyType"><anyType>', "</anyType></val>"),
    "causes": ('<faultCause><fault xsi:type="VimFault">', "</fault></faultCause>"),
    "new types": ('<a xsi:type="Unheard">', "</a>"),
}
PLACES: Final = {
    "in a property": ('<returnval><obj type="T">1</obj><propSet><name>n</name><val>', "</val></propSet></returnval>"),
    "in a result": ('<returnval><obj type="T">1</obj>', "</returnval>"),
    "beside a result": ("", ""),
}  # fmt: skip


def nested(way: str, place: str, levels: int) -> bytes:
    """Return an answer with so many levels of elements within what it answers."""
    opening, closing = WAYS_DOWN[way]
    times = levels // opening.count("<")
    before, behind = PLACES[place]
    return response(before + opening * times + closing * times + behind)


@pytest.mark.fault("X4")
@pytest.mark.parametrize("levels", [230, 100_000, 1_000_000])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", WAYS_DOWN)
def test_a_deep_answer_is_refused(way: str, place: str, levels: int) -> None:
    refused(nested(way, place, levels), "deeper", but=nested(way, place, 90))


@pytest.mark.fault("X4")
@pytest.mark.parametrize("levels", [230, 300_000])
@pytest.mark.parametrize(
    ("before", "behind", "method"),
    [
        (f"{HEAD}<soapenv:Header>", "</soapenv:Header>" + BODY_OF_LOGOUT, vim.Logout),
        (f"{HEAD}<soapenv:Body><LogoutResponse xmlns='urn:vim25'>", "</LogoutResponse>" + END, vim.Logout),
        (f"{HEAD}<soapenv:Body><soapenv:Fault><faultcode>a</faultcode><detail><F xmlns='urn:vim25'/>", "</detail></soapenv:Fault>" + END, vim.Logout),
        (f"{HEAD}<soapenv:Body><soapenv:Fault><faultcode>a</faultcode><detail><F xmlns='urn:vim25'/>", "<b/></detail></soapenv:Fault>" + END, vim.Logout),
        (f"{HEAD}<soapenv:Body><CurrentTimeResponse xmlns='urn:vim25'><returnval>2026-01-01T00:00:00Z", "</returnval></CurrentTimeResponse>" + END, vim.CurrentTime),
    ],
    ids=["header", "no result", "fault", "fault, not last", "scalar"],
)  # fmt: skip
def test_depth_is_bounded_where_nobody_looks(
    before: str, behind: str, method: Any, levels: int
) -> None:
    deep, flat = (
        (before + "<a>" * count + "</a>" * count + behind).encode() for count in (levels, 100)
    )

    refused(deep, "deeper", but=flat, method=method)


@pytest.mark.fault("X4")
@pytest.mark.parametrize("count", [10_000, 3_000_000])
def test_elements_that_are_never_closed_are_not_heaped_up(count: int) -> None:
    refused(envelope("<a>" * count), "deeper|Logout|elements", but=NO_RESULT, method=vim.Logout)
    refused(
        envelope('<LogoutResponse xmlns="urn:vim25">' + "<a>" * count),
        "deeper|elements",
        but=NO_RESULT,
        method=vim.Logout,
    )


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
    refused(b"<a>" * 100_000 + b"</a>" * 100_000, "deeper", but=GOOD)


@pytest.mark.fault("X5")
@pytest.mark.parametrize("element", ["<b/>", "<b></b>", "<b>x</b>", '<b type=""/>'])
def test_millions_of_elements_are_refused_before_they_are_all_made(element: str) -> None:
    refused(response(element * 2_500_000), "elements", but=response(element * 500_000))


@pytest.mark.fault("X5")
@pytest.mark.parametrize("element", ["<b/>", "<b>x</b>", '<b type=""/>', "<b/>xy"])
def test_one_value_of_very_many_elements_is_refused(element: str) -> None:
    """It cannot be let go before it is whole, so it has to be small for its bytes."""
    value = '<returnval><obj type="T">1</obj>{}</returnval>'

    refused(
        response(value.format(element * 1_900_000)),
        "very many elements in a value",
        but=response(value.format(element * 30_000)),
    )


@pytest.mark.fault("X5")
def test_what_was_taken_before_does_not_count_for_a_value() -> None:
    rows = NAME.format("x" * 9000) * 600
    value = '<returnval><obj type="T">1</obj>{}</returnval>'

    refused(
        response(rows + value.format("<b/>" * 500_000)),
        "very many elements in a value",
        but=response(rows + value.format("<b/>" * 30_000)),
    )


@pytest.mark.fault("X5")
def test_what_servers_write_most_densely_is_accepted() -> None:
    numbers = "<int>1</int>" * 1_000_000
    body = response(NAME.replace("xsd:string", "ArrayOfInt").format(numbers))

    assert decode_response(body, vim.RetrieveProperties)[0].prop_set[0].val == [1] * 1_000_000


@pytest.mark.fault("X5")
@pytest.mark.parametrize(
    ("before", "behind", "method"),
    [
        (f"{HEAD}<soapenv:Header>", "</soapenv:Header>" + BODY_OF_LOGOUT, vim.Logout),
        (f"{HEAD}<soapenv:Body><LogoutResponse xmlns='urn:vim25'><a>", "</a></LogoutResponse>" + END, vim.Logout),
        (f"{HEAD}<soapenv:Body><RetrievePropertiesResponse xmlns='urn:vim25'><a>", "</a></RetrievePropertiesResponse>" + END, vim.RetrieveProperties),
        (f"{HEAD}<soapenv:Body><CurrentTimeResponse xmlns='urn:vim25'><returnval>2026-01-01T00:00:00Z", "</returnval></CurrentTimeResponse>" + END, vim.CurrentTime),
        (f"{HEAD}<soapenv:Body><CurrentTimeResponse xmlns='urn:vim25'><a>", "</a><returnval>2026-01-01T00:00:00Z</returnval></CurrentTimeResponse>" + END, vim.CurrentTime),
    ],
    ids=["header", "no result", "beside results", "in a scalar", "beside a scalar"],
)  # fmt: skip
def test_megabytes_that_nobody_asked_for_are_refused(before: str, behind: str, method: Any) -> None:
    filler = "<text>what nobody reads</text>"
    much, little = ((before + filler * n + behind).encode() for n in (100_000, 10_000))

    refused(much, "very much beside", but=little, method=method)


@pytest.mark.fault("X5")
def test_a_fault_of_megabytes_is_refused() -> None:
    fault = "<soapenv:Fault><faultcode>a</faultcode><faultstring>{}</faultstring></soapenv:Fault>"

    refused(
        envelope(fault.format("x" * 3_000_000)),
        "a fault of more than",
        but=envelope(fault.format("x" * 1_000_000)),
    )


@pytest.mark.fault("X6")
def test_a_tag_with_very_many_attributes_or_namespaces_is_refused() -> None:
    def tag(count: int, name: str) -> bytes:
        attributes = " ".join(f'{name}{n}="u:{n}"' for n in range(count))
        return response(f'<returnval {attributes}><obj type="T">1</obj></returnval>')

    for name in ("a", "xmlns:n"):
        refused(tag(50_000, name), "tag longer", but=tag(500, name))


@pytest.mark.fault("X6")
def test_names_without_end_are_refused() -> None:
    """The parser keeps every name, whatever is let go."""

    def attributes(count: int) -> bytes:
        return response("".join(f'<a b{n}="" c{n}="" d{n}=""/>' for n in range(count)))

    def elements(count: int) -> bytes:
        return response("".join(f"<a{n}/>" for n in range(count)))

    def prefixes(count: int) -> bytes:
        return response("".join(f'<a xmlns:n{n}="u"/>' for n in range(count)))

    refused(attributes(200_000), "attributes", but=attributes(10_000))
    refused(elements(100_000), "names that the API does not have", but=elements(10_000))
    refused(prefixes(2_000), "prefixes", but=prefixes(900))


@pytest.mark.fault("X6")
@pytest.mark.parametrize("attribute", ['serverGuid="0000-0000"', 'xsi:nil="false"'])
def test_attributes_that_servers_write_are_not_counted(attribute: str) -> None:
    row = f'<returnval><obj type="VirtualMachine" {attribute}>vm-1</obj></returnval>'

    assert len(decode_response(response(row * 60_000), vim.RetrieveProperties)) == 60_000


@pytest.mark.fault("X6")
def test_very_many_namespaces_in_small_tags_take_bounded_time() -> None:
    inside = "".join(f'<x xmlns:n{n % 50}="urn:{n}"/>' for n in range(100_000))

    assert decode_response(response(inside), vim.RetrieveProperties) == []


@pytest.mark.fault("X7")
@pytest.mark.parametrize("between", ["", ">", "<!-- -->", "<?a?>", "<![CDATA[x]]>", "&gt;"])
def test_a_very_long_text_is_refused(between: str) -> None:
    """Whatever stands in it that is not an element."""

    def text(length: int) -> bytes:
        return response(NAME.format(("x" * (length // 4) + between) * 4))

    refused(text(10_200_000), "text longer", but=text(9_000_000))


@pytest.mark.fault("X7")
@pytest.mark.parametrize("remark", ["<!-- -->", "<?a?>", "<![CDATA[x]]>", "<![CDATA[{}]]>"])
def test_a_very_long_text_after_a_remark_is_refused(remark: str) -> None:
    def text(length: int) -> bytes:
        long = "x" * length
        return response(NAME.format(remark.format(long) if "{}" in remark else remark + long))

    refused(text(10_200_000), "text longer", but=text(9_000_000))


@pytest.mark.fault("X7")
def test_a_very_long_text_of_sections_that_look_like_tags_is_refused() -> None:
    def text(sections: int) -> bytes:
        return response(NAME.format(f"<![CDATA[{'x' * 1_000_000}<a>]]>" * sections))

    refused(text(11), "text longer", but=text(9))


@pytest.mark.fault("X7")
@pytest.mark.parametrize("remark", ["<!--{}-->", "<?x {}?>", "<!--x>{}-->", "<?x >{}?>"])
def test_a_long_comment_or_instruction_is_refused(remark: str) -> None:
    def body(length: int) -> bytes:
        return response(remark.format("< !x?" * (length // 5)) + NAME.format("value"))

    refused(body(55_000), "longer than 50000", but=body(45_000))
    refused(
        remark.format("x" * 55_000).encode() + GOOD,
        "longer than 50000",
        but=remark.format("x" * 45_000).encode() + GOOD,
    )


@pytest.mark.fault("X7")
@pytest.mark.parametrize("remark", [b"<!--", b"<?x "])
def test_megabytes_before_the_root_are_not_looked_through(remark: bytes) -> None:
    """Expat 2.5.0 would begin anew with each piece that comes."""
    refused(remark + b"< " * 30_000_000, "longer than 50000", but=GOOD)


@pytest.mark.fault("X7")
@pytest.mark.parametrize(
    ("remark", "end"), [("<!--{}", "-->"), ("<?x {}", "?>"), ("<![CDATA[{}", "]]>")]
)
def test_a_remark_without_end_is_refused(remark: str, end: str) -> None:
    inside = remark.format("< !x?" * 9_000)

    refused(response(inside), "longer than 50000|not well-formed", but=response(inside + end))
    refused(
        response(inside + "x" * 10_000),
        "longer than 50000|not well-formed",
        but=response(inside + end),
    )


@pytest.mark.fault("X7")
def test_comments_and_instructions_are_passed_over() -> None:
    short = f"<!--{'<' * 40_000}--><!-- ! --><?x {'?' * 40_000}?>"

    found = decode_response(response(short + NAME.format("a ! &lt;!--")), vim.RetrieveProperties)

    assert found[0].prop_set[0].val == "a ! <!--"


@pytest.mark.fault("X7")
@pytest.mark.parametrize("remark", ["<!---->", "<?a?>", "<![CDATA[x]]>"])
def test_very_many_comments_sections_and_instructions_are_refused(remark: str) -> None:
    """Looking at each takes longer than the parser does, and no server writes any."""

    def body(count: int) -> bytes:
        return response(NAME.format(remark * count))

    refused(body(10_100), "more than 10000 comments", but=body(9_900))


@pytest.mark.fault("X7")
def test_a_long_text_is_not() -> None:
    found = decode_response(response(NAME.format("x" * 9_000_000)), vim.RetrieveProperties)

    assert len(found[0].prop_set[0].val) == 9_000_000


@pytest.mark.fault("X7")
@pytest.mark.parametrize("length", [50_001, 75_000, 1_000_000])
@pytest.mark.parametrize("tag", ["<{}/>", '<a b="{}"/>', "<a b='>{}'/>", "<a {}=''/>"])
def test_a_very_long_tag_is_refused(tag: str, length: int) -> None:
    refused(response(tag.format("n" * length)), "longer", but=response(tag.format("n" * 40_000)))


@pytest.mark.fault("X8")
@pytest.mark.parametrize(
    "encoding", ["utf-7", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "cp037"]
)
@pytest.mark.parametrize("declared", [None, "the same", "utf-8"])
def test_no_other_encoding_than_utf_8_is_read(encoding: str, declared: str | None) -> None:
    """The parsers follow a mark, and guess without one; our guards read bytes."""
    text = response(NAME.format("value")).decode()
    if declared is not None:
        name = encoding if declared == "the same" else declared
        text = f'<?xml version="1.0" encoding="{name}"?>{text}'
    if encoding == "utf-7":
        text = text.replace(">value<", ">v+AGEAYg-<").replace("<?xml", "+ADw-?xml")

    plain = text.replace(encoding, "utf-8").replace("+ADw-", "<")
    if (raw := text.encode(encoding if encoding != "utf-7" else "ascii")) == plain.encode():
        return  # UTF-7 without a sign of it is ASCII
    refused(raw, but=plain.encode())


@pytest.mark.fault("X8")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_a_doctype_does_not_hide_in_another_encoding(encoding: str) -> None:
    chain = "".join(f'<!ENTITY a{n} "&a{n - 1};">' for n in range(1, 60_000))
    text = f'<!DOCTYPE a [<!ENTITY a0 "x">{chain}]>' + response(NAME.format("&a59999;")).decode()

    refused(text.encode(encoding), "not UTF-8", but=GOOD)
    refused(text.encode(), "DOCTYPE", but=GOOD)


@pytest.mark.fault("X8")
@pytest.mark.parametrize("name", ["UTF-7", "utf-16", "ISO-8859-1", "windows-1252", "ebcdic-cp-us"])
@pytest.mark.parametrize(
    "head",
    [
        "<?xml version='1.0' encoding='{}' ?>\n",
        '<?xml version="1.0" encoding="{}"?>',
        '\ufeff<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_a_wrong_declaration_is_refused_whatever_the_bytes(name: str, head: str) -> None:
    refused(head.format(name).encode() + GOOD, "encoding", but=head.format("utf-8").encode() + GOOD)


@pytest.mark.fault("X8")
@pytest.mark.parametrize(
    "raw",
    [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\0", b"\x01", b"\xef\xbf\xbe"],
)
@pytest.mark.parametrize("place", [0, 16_383, 16_384, 100_000])
def test_bytes_that_are_no_text_are_refused(raw: bytes, place: int) -> None:
    """Where one chunk ends and another begins, too."""
    body = response(NAME.format("x" * place + "@"))

    refused(
        body.replace(b"@", raw), "not well-formed|not UTF-8", but=body.replace(b"@", "é€".encode())
    )


@pytest.mark.fault("X8")
@pytest.mark.parametrize("raw", [b"\xff", b"\xed\xa0\x80", b"\xc0\xaf"])
@pytest.mark.parametrize(
    "place", ['<a xmlns:n="@"/>', '<a xmlns:n@="u"/>', '<a b="@"/>', "<!--@-->"]
)
def test_bytes_that_are_no_text_are_refused_in_tags_and_remarks(raw: bytes, place: str) -> None:
    body = response(place + NAME.format("value"))

    refused(
        body.replace(b"@", raw), "not well-formed|not UTF-8", but=body.replace(b"@", "é".encode())
    )


@pytest.mark.fault("X8")
def test_utf_8_with_a_mark_and_ascii_are_read() -> None:
    wanted = decode_response(GOOD, vim.RetrieveProperties)

    for head in (b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="UTF-8"?>\n',
                 b"<?xml version='1.0' encoding='us-ascii'?>"):  # fmt: skip
        assert decode_response(head + GOOD, vim.RetrieveProperties) == wanted


@pytest.mark.fault("X9")
def test_an_answer_cut_at_any_byte_is_refused(answer: Any) -> None:
    body = answer.body.rstrip()
    accepted(body, answer.method)
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
    refused(body, but=GOOD)


@pytest.mark.fault("X11")
def test_a_fault_that_says_nothing_is_refused() -> None:
    fault = "<soapenv:Fault>{}</soapenv:Fault>"

    refused(
        envelope(fault.format("")),
        "a fault that says nothing",
        but=envelope(fault.format("<faultstring>no</faultstring>")),
    )


@pytest.mark.fault("X11")
def test_two_results_for_one_are_refused() -> None:
    def results(count: int) -> bytes:
        result = "<returnval>2026-01-01T00:00:00Z</returnval>"
        inside = result * count
        return envelope(f'<CurrentTimeResponse xmlns="urn:vim25">{inside}</CurrentTimeResponse>')

    refused(results(2), "expected one result, got 2", but=results(1), method=vim.CurrentTime)
    refused(results(0), "the result is missing", but=results(1), method=vim.CurrentTime)


@pytest.mark.fault("X11")
def test_a_fault_and_a_result_together_are_refused() -> None:
    fault = "<soapenv:Fault><faultcode>a</faultcode><faultstring>b</faultstring></soapenv:Fault>"
    result = '<RetrievePropertiesResponse xmlns="urn:vim25"/>'

    refused(envelope(fault + result), "one message", but=envelope(fault))
    refused(envelope(result + fault), "one message", but=envelope(result))


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


CALL: Final = envelope('<CurrentTime xmlns="urn:vim25"><_this type="T">{}</_this></CurrentTime>')
VERSIONS: Final = (
    b"<namespaces><namespace><name>urn:vim25</name><version>8.0.3.0</version>"
    b"<priorVersions>{}</priorVersions></namespace></namespaces>"
)


@pytest.mark.parametrize(
    ("read", "good"), [(decode_request, CALL), (parse_service_versions, VERSIONS)]
)
@pytest.mark.parametrize(
    ("head", "inside", "reason"),
    [
        ("", "", "end of|unclosed|no element found"),
        ("<!DOCTYPE a>", "x", "DOCTYPE"),
        ("", "&a;", "undefined entity"),
        ("", "\0", "NUL"),
        ("", "<a>" * 300 + "</a>" * 300, "deeper"),
        ("", "<a>" * 300 + "</a>" * 300 + "<b/>", "deeper"),
        ("", "<a>" * 1_000_000, "deeper"),
        ("", "<b/>" * 2_500_000, "very many elements|elements"),
        ("", "x" * 10_200_000, "text longer"),
        ("", f"<a b='{'x' * 60_000}'/>", "tag longer"),
        ("", f"<!--{'x' * 60_000}-->", "longer than 50000"),
    ],
    ids=str.split("cut doctype entity nul deep deep_not_last unclosed many text tag remark"),
)
def test_the_other_readers_are_as_strict(
    read: Any, good: bytes, head: str, inside: str, reason: str
) -> None:
    def document(head: str, inside: str) -> bytes:
        return head.encode() + good.replace(b"{}", inside.encode())

    read(document("", "x" if not inside.startswith("<") else "<a></a>"))
    hostile = document(head, inside)
    with pytest.raises(ProtocolError, match=reason):
        read(hostile if inside else hostile[:-20])
