"""A reply is the same however its bytes are cut, and what h11 alone would have made of it."""

from __future__ import annotations

from itertools import pairwise

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exchanges import chunked
from support.scripted import answer

from aioesx._transport import Limits
from aioesx._transport.heads import request_head
from aioesx._transport.reply import Reply
from aioesx.errors import ConnectionLostError, EsxError, ProtocolError

LARGE = bytes(range(251)) * 1500
NEXT = answer(b"of the next request")
CASES = {
    "plain": answer(b"<soap/>"),
    "nothing": answer(b""),
    "large": answer(LARGE),
    "chunks": chunked(b"<soap/>" * 9, 20),
    "after 100": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(b"<soap/>"),
    "no content": answer(status="204 No Content", length=False),
    "until the end": answer(b"<soap/>", length=False),
    "of 1.0": answer(b"<soap/>").replace(b"HTTP/1.1", b"HTTP/1.0"),
    "more than it says": answer(b"<soap/>") + NEXT,
    "chunks and more": chunked(b"<soap/>", 3) + NEXT,
    "cut": answer(b"<soap/>")[:-2],
    "cut in its head": answer(b"<soap/>")[:20],
    "cut in a chunk": chunked(b"<soap/>", 3)[:-9],
    "no length": answer(b"", headers=["Content-Length: x"], length=False),
}
REQUEST = request_head(b"GET", b"/", [(b"Host", b"h")])


def by_h11(data: bytes) -> tuple[int, bytes, bool] | None:
    """Return status, body and whether the connection is good for more; None for no answer."""
    http = h11.Connection(h11.CLIENT)
    http.send(REQUEST.event)
    http.send(h11.EndOfMessage())
    http.receive_data(data)
    status, body = 0, b""
    try:
        while not isinstance(event := http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                http.receive_data(b"")
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
    except h11.RemoteProtocolError:
        return None
    return status, body, http.their_state is h11.DONE and not http.trailing_data[0]


def read(data: list[bytes], *, whole: bool) -> tuple[int, bytes, bool] | None:
    """Return the same of a reply that is fed these bytes, and the stream's end."""
    reply = Reply(REQUEST, b"", "h:1", Limits(), None)
    taken = b""
    feed = iter([*data, b""])
    try:
        while True:
            found = reply.whole(1 << 20) if whole else reply.take()
            taken += found or b""
            if found is not None and (whole or not found):
                break
            if found is None:
                room = reply.room
                piece = next(feed)
                if room is None:
                    reply.feed(piece)
                    continue
                room[: len(piece)] = piece[: len(room)]
                reply.filled(min(len(piece), len(room)))
    except EsxError:
        return None
    assert reply.head is not None
    # What no one has read yet is on the line, which is looked at before the next request.
    left = any(feed)
    return reply.head.status, taken, reply.leaves_clean() and not left


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "in pieces"])
@pytest.mark.parametrize("case", CASES)
@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(0, 400_000), max_size=6))
def test_a_reply_does_not_depend_on_how_it_is_cut(case: str, whole: bool, cuts: list[int]) -> None:
    data = CASES[case]
    bounds = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    fed = [data[begin:end] for begin, end in pairwise(bounds)]

    assert read(fed, whole=whole) == by_h11(data)


@pytest.mark.parametrize("case", ["plain", "chunks", "of 1.0"])
def test_every_single_byte_may_come_alone(case: str) -> None:
    data = CASES[case]
    assert read([data[at : at + 1] for at in range(len(data))], whole=True) == by_h11(data)


def test_a_reply_that_never_came_was_not_heard() -> None:
    reply = Reply(REQUEST, b"", "h:1", Limits(), None)
    with pytest.raises(ConnectionLostError, match="h:1: the connection ended without an answer"):
        reply.feed(b"")
    assert not reply.heard


def test_a_large_body_is_refused_by_its_length() -> None:
    reply = Reply(REQUEST, b"", "h:1", Limits(), None)
    reply.feed(answer(LARGE)[:200])
    with pytest.raises(ProtocolError, match=f"the answer of {len(LARGE)} bytes is over 1000"):
        reply.whole(1000)
    assert reply.room is None
