"""What is read as a plain head is what h11 would read; the rest is left to h11."""

from __future__ import annotations

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx._transport.heads import plain_head, request_head

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\n"


def by_h11(data: bytes) -> tuple[h11.Response, bytes, bool]:
    """Return the response, its body, and whether the connection is kept."""
    http = h11.Connection(h11.CLIENT)
    http.send(h11.Request(method="GET", target="/", headers=[("Host", "h")]))
    http.send(h11.EndOfMessage())
    http.receive_data(data)
    response = http.next_event()
    assert isinstance(response, h11.Response)
    body = b""
    while isinstance(event := http.next_event(), h11.Data):
        body += bytes(event.data)
    assert isinstance(event, h11.EndOfMessage)
    return response, body, http.their_state is h11.DONE


def test_a_plain_head_is_read() -> None:
    found = plain_head(PLAIN + b"ok")
    assert found is not None
    head, length, begin = found
    assert (head.status, head.reason, length, begin) == (200, b"OK", 2, len(PLAIN))
    assert head.headers == [(b"content-type", b"text/xml"), (b"content-length", b"2")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PLAIN[:-1],
        PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"),
        PLAIN.replace(b"200", b"100"),
        PLAIN.replace(b"200", b"204"),
        PLAIN.replace(b"200", b"304"),
        PLAIN.replace(b"200", b"2000"),
        PLAIN.replace(b"Content-Length: 2\r\n", b""),
        PLAIN.replace(b"Content-Length: 2", b"Content-Length: 2\r\nContent-Length: 2"),
        PLAIN.replace(b"Content-Length: 2", b"Content-Length: +2"),
        PLAIN.replace(b"Content-Length: 2", b"Content-Length: 2,2"),
        PLAIN.replace(b"Content-Length: 2", b"Content-Length: -2"),
        PLAIN.replace(b"Content-Length: 2", b"Content-Length: " + b"9" * 19),
        PLAIN.replace(b"Content-Length: 2", b"Content-Length : 2"),
        PLAIN.replace(b"text/xml", b"text/xml\r\n folded"),
        PLAIN.replace(b"text/xml", b"text\x00xml"),
        PLAIN.replace(b"text/xml", b"text\xffxml"),
        PLAIN.replace(b"text/xml", b"text/xml\r\nTransfer-Encoding: chunked"),
        PLAIN.replace(b"text/xml", b"text/xml\r\nConnection: close"),
        PLAIN.replace(b"text/xml", b"text/xml\r\nConnection: keep-alive, close"),
        PLAIN.replace(b"text/xml", b"text/xml\r\nUpgrade: h2c"),
        PLAIN.replace(b"\r\n", b"\n"),
        b" " + PLAIN,
    ],
)
def test_what_is_unusual_or_wrong_is_left_to_h11(data: bytes) -> None:
    assert plain_head(data) is None


NAMES = st.sampled_from(
    [b"Content-Length", b"content-length", b"Connection", b"Server", b"X y", b"", b"Set-Cookie"]
)
VALUES = st.sampled_from(
    [b"0", b"3", b" 3 ", b"\t3", b"03", b"3x", b"", b"keep-alive", b"Keep-Alive", b"close", b"a:b"]
) | st.binary(max_size=5)
LINES = st.lists(st.tuples(NAMES, VALUES), max_size=4)
STATUS = st.sampled_from([b"200", b"500", b"404", b"204", b"304", b"100", b"599", b"600", b"2"])
VERSION = st.sampled_from([b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"http/1.1", b"HTTP/2"])


@given(VERSION, STATUS, st.sampled_from([b" OK", b"", b" ", b" \x01"]), LINES)
def test_a_head_that_is_taken_means_what_h11_says(
    version: bytes, status: bytes, reason: bytes, lines: list[tuple[bytes, bytes]]
) -> None:
    fields = b"".join(name + b":" + value + b"\r\n" for name, value in lines)
    data = version + b" " + status + reason + b"\r\n" + fields + b"\r\n"

    found = plain_head(data)

    if found is not None:
        head, length, begin = found
        response, body, kept = by_h11(data + b"abc"[:length].ljust(length, b"."))
        assert kept
        assert (head.status, head.reason) == (response.status_code, response.reason)
        assert head.headers == [(name.lower(), value) for name, value in response.headers]
        assert (length, begin) == (len(body), len(data))


def test_a_request_that_is_none_is_refused() -> None:
    with pytest.raises(h11.LocalProtocolError):
        request_head(b"GET", b"/a b", [(b"Host", b"h")])
    with pytest.raises(h11.LocalProtocolError):
        request_head(b"GET", b"/", [(b"Host", b"h"), (b"X", b"a\r\nY: b")])


COMMON = b"Content-Length Host host Connection Expect Cookie Transfer-Encoding SOAPAction X:"
REQUEST_NAMES = st.sampled_from([*COMMON.split(), b"", b"X y", b"X\r\nY"])
REQUEST_VALUES = st.sampled_from(
    [b"0", b"3", b" 3", b"3x", b"", b"close", b"chunked", b"a\tb  c", b"a\r\nX: b", b"\xe4", b'"q"']
) | st.binary(max_size=4)
REQUEST_LINES = st.lists(st.tuples(REQUEST_NAMES, REQUEST_VALUES), max_size=4)
METHODS = st.sampled_from([b"POST", b"GET", b"HEAD", b"post", b"P T", b""])
TARGETS = st.sampled_from([b"/sdk", b"http://h/sdk", b"/a b", b"/\xe4", b"", b"/\r\n"])


@given(METHODS, TARGETS, st.sampled_from([b"h", b"[::1]:443", b"", b"a b"]), REQUEST_LINES)
def test_a_request_is_on_the_wire_as_h11_would_write_it(
    method: bytes, target: bytes, host: bytes, lines: list[tuple[bytes, bytes]]
) -> None:
    headers = [(b"Host", host), *lines]
    try:
        event = h11.Request(method=method, target=target, headers=headers)
        written = h11.Connection(h11.CLIENT).send(event)
    except h11.LocalProtocolError:
        with pytest.raises(h11.LocalProtocolError):
            request_head(method, target, headers)
    else:
        head = request_head(method, target, headers)
        assert (head.data, head.event) == (written, event)


def test_a_plain_request_is_written_without_h11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(h11.Connection, "send", None)

    head = request_head(b"POST", b"/sdk", [(b"Host", b"h"), (b"Content-Length", b"3")])

    assert head.data == b"POST /sdk HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n"
