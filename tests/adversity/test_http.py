# ruff: noqa: E501  # the rows of a table stay rows
"""Faults of HTTP, rows H1 to H13: bounded, refused by name, and the next call is clean."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from support.calls import CURRENT_TIME, FAULT, GOOD, NOON, POWER_ON, Reach, good, open_client
from support.scripted import Peer, ScriptedServer, answer, soap
from support.waiting import until

from aioesx import vim
from aioesx._soap import encode_response
from aioesx.errors import (
    ConnectionLostError,
    EsxError,
    HttpStatusError,
    NotAuthenticatedError,
    OutcomeUnknownError,
    ProtocolError,
    TransportTimeout,
)

pytestmark = pytest.mark.anyio
row = pytest.mark.fault
BODY = GOOD.partition(b"\r\n\r\n")[2]
XML = "Content-Type: text/xml; charset=utf-8"


def first(reply: bytes, *, end: bool) -> list[Callable[[Peer], None]]:
    """Scripts: the first connection's first answer is this, all later ones are good."""

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.write(reply)
        if end:
            peer.half_close()
            peer.hold()
        else:
            good(peer)

    return [script, good]


async def refused(
    reach: Reach, reply: bytes, error: type[EsxError], words: str | None = None
) -> EsxError:
    """The answer raises, and the next call works."""
    with ScriptedServer(first(reply, end=error is ConnectionLostError)) as server:
        async with reach(server) as client:
            with pytest.raises(error, match=words) as caught:
                await client.call(CURRENT_TIME, timeout=5)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    return caught.value


@row("H1")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["/other", "http://127.0.0.1:{trap}/sdk", "//evil.invalid/"])
async def test_h1_redirects_are_told_and_never_followed(
    reach: Reach, status: int, target: str
) -> None:
    with ScriptedServer(good) as trap:
        where = target.format(trap=trap.port)
        reply = answer(status=f"{status} Moved", headers=[f"Location: {where}"])
        with ScriptedServer(first(reply, end=False)) as server:
            async with reach(server) as client:
                with pytest.raises(HttpStatusError, match="not followed") as caught:
                    await client.call(CURRENT_TIME, timeout=5)
        assert (caught.value.status, where in str(caught.value)) == (status, True)
        assert len(server.requests) == 1
        assert trap.connections == 0


@row("H2")
@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 405, 413, 429, 502, 503, 504])
async def test_h2_a_status_that_is_no_answer(reach: Reach, status: int) -> None:
    reply = answer(b"" if status == 204 else b"<html>", status=f"{status} Oh")
    error = await refused(reach, reply, HttpStatusError, f"HTTP status {status}")
    assert isinstance(error, HttpStatusError)
    assert error.status == status


@row("H3")
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (soap(BODY).replace(b"Content-Length: ", b"Content-Length: 9"), ConnectionLostError),
        (soap(BODY[:-20]) + BODY[-20:], ProtocolError),
        (answer(BODY, headers=[XML, "Content-Length: 5"]), ProtocolError),
        (answer(BODY, headers=[XML, "Content-Length: -5"], length=False), ProtocolError),
        (answer(BODY, headers=[XML, "Content-Length: 0x5"], length=False), ProtocolError),
        (answer(BODY, headers=[XML, "Content-Length: 9" + "9" * 30], length=False), ProtocolError),
    ],
    ids=["too long", "too short", "two", "negative", "hexadecimal", "absurd"],
)
async def test_h3_a_wrong_content_length(reach: Reach, reply: bytes, error: type[EsxError]) -> None:
    await refused(reach, reply, error)


@row("H3")
async def test_h3_a_length_too_long_ends_with_the_deadline(straight: Reach) -> None:
    reply = soap(BODY).replace(b"Content-Length: ", b"Content-Length: 9")
    with ScriptedServer(first(reply, end=False)) as server:
        async with straight(server) as client:
            with pytest.raises(TransportTimeout):
                await client.call(CURRENT_TIME, timeout=0.3)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


CHUNKED = [XML, "Transfer-Encoding: chunked"]


@row("H4")
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(b"5\r\n<soap", headers=CHUNKED, length=False), ConnectionLostError),
        (answer(b"5\r\n<soap\r\n", headers=CHUNKED, length=False), ConnectionLostError),
        (answer(b"zz\r\n<soap\r\n0\r\n\r\n", headers=CHUNKED, length=False), ProtocolError),
        (answer(b"-5\r\n<soap\r\n0\r\n\r\n", headers=CHUNKED, length=False), ProtocolError),
        (answer(b"5\r\n<soapXX\r\n0\r\n\r\n", headers=CHUNKED, length=False), ProtocolError),
        (answer(b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY), headers=CHUNKED), ProtocolError),
        (answer(BODY, headers=[XML, "Transfer-Encoding: gzip"], length=False), ProtocolError),
        (answer(b"f" * 40 + b"\r\n", headers=CHUNKED, length=False), ProtocolError),
    ],
    ids=["cut", "no end", "bad size", "negative", "no line end", "length too", "gzip", "absurd"],
)
async def test_h4_wrong_chunks(reach: Reach, reply: bytes, error: type[EsxError]) -> None:
    await refused(reach, reply, error)


@row("H4")
async def test_h4_right_chunks(reach: Reach) -> None:
    pieces = b"".join(b"1\r\n%b\r\n" % BODY[n : n + 1] for n in range(len(BODY)))
    reply = answer(pieces + b"0\r\nX-Trailer: y\r\n\r\n", headers=CHUNKED, length=False)
    with ScriptedServer(lambda peer: peer.serve(lambda _: reply)) as server:
        async with reach(server) as client:
            for _ in range(2):
                assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert server.connections == 1


@row("H5")
@pytest.mark.parametrize("pause", [0.0, 0.05])
async def test_h5_an_answer_too_many_is_not_taken_for_the_next(reach: Reach, pause: float) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        if pause:
            peer.write(GOOD)
            peer.server.stopping.wait(pause)
            peer.write(FAULT)
        else:
            peer.write(GOOD + FAULT)
        peer.hold()

    with ScriptedServer([script, good]) as server:
        async with reach(server) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            # What comes after the next request was sent, nobody can tell from its answer.
            await until(lambda: not client.has_good_lane)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert server.connections == 2


@row("H6")
@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip", "deflate", "x-nonsense"])
async def test_h6_encoded_bodies_are_refused_and_not_asked_for(reach: Reach, encoding: str) -> None:
    reply = answer(b"\x1f\x8b", headers=[XML, f"Content-Encoding: {encoding}"])
    with ScriptedServer(first(reply, end=False)) as server:
        async with reach(server) as client:
            with pytest.raises(ProtocolError, match="encoded as"):
                await client.call(CURRENT_TIME, timeout=5)
    assert b"\r\nAccept-Encoding: identity\r\n" in server.requests[0]


@row("H7")
@pytest.mark.parametrize(
    "reply",
    [
        answer(BODY, headers=[XML, "X: " + "y" * 200_000]),
        answer(BODY, headers=[XML, *(f"X-{n}: y" for n in range(5000))]),
        answer(BODY, headers=[XML, *(f"X: {'y' * 900}" for n in range(100))]),
        b"HTTP/1.1 100 Continue\r\n\r\n" * 5000 + soap(BODY),
        b"HTTP/1.1 200 " + b"y" * 200_000 + b"\r\n\r\n",
    ],
    ids=["long header", "5000 headers", "90 kB of headers", "5000 times 100", "long reason"],
)
async def test_h7_heads_are_bounded(reach: Reach, reply: bytes) -> None:
    await refused(reach, reply, ProtocolError)


@row("H7")
async def test_h7_a_few_informational_answers_are_passed_over(reach: Reach) -> None:
    reply = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + GOOD
    with ScriptedServer(lambda peer: peer.serve(lambda _: reply)) as server:
        async with reach(server) as client:
            for _ in range(2):
                assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("H8")
@pytest.mark.parametrize(
    "reply",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"<html>old</html>", b"\0" * 100, b"\r\n\r\n", b"HTTP/2 200\r\n\r\n",
     b"HTTP/1.1 abc OK\r\n\r\n", b"220 mail ready\r\n", b"\xff\xfe"],
)  # fmt: skip
async def test_h8_what_is_no_http_is_told_at_once(reach: Reach, reply: bytes) -> None:
    await refused(reach, reply, ProtocolError, "HTTP")


@row("H9")
async def test_h9_a_portal_is_told_by_its_content_type(reach: Reach) -> None:
    reply = answer(b"<html>log in</html>", headers=["Content-Type: text/html"])
    await refused(reach, reply, ProtocolError, r"text/html, not XML; is this a VMware host")


@row("H10")
async def test_h10_an_empty_body_is_no_answer(reach: Reach) -> None:
    await refused(reach, soap(b""), ProtocolError)


COOKIE = "vmware_soap_session"
READ_NEXT = vim.ReadNextEvents(
    this=vim.ManagedObjectReference("EventHistoryCollector", "e"), max_count=1
)
NOTHING = {"CurrentTime": BODY, "ReadNextEvents": encode_response(vim.ReadNextEvents, [])}


@row("H11")
@pytest.mark.parametrize(
    "header",
    [
        f'Set-Cookie: {COOKIE}="{"x" * 5000}"; Path=/',
        f"Set-Cookie: {COOKIE}=a\x01b",
        f"Set-Cookie: {COOKIE}=a b",
    ],
    ids=["long", "control character", "space"],
)
async def test_h11_a_hostile_session_cookie_is_refused(straight: Reach, header: str) -> None:
    await refused(straight, answer(BODY, headers=[XML, header]), ProtocolError)


@row("H11")
async def test_h11_no_other_cookie_is_taken(reach: Reach) -> None:
    headers = [
        XML,
        "Set-Cookie: other=1; Domain=.example.com",
        f"Set-Cookie: x{COOKIE}=2",
        f'Set-Cookie: {COOKIE}="3"; Path=/; HttpOnly; Secure; Domain=elsewhere.example',
        *(f"Set-Cookie: c{n}={n}" for n in range(100)),
    ]
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(BODY, headers=headers))) as server:
        async with reach(server) as client:
            for _ in range(2):
                await client.call(CURRENT_TIME, timeout=5)
    assert b"Cookie" not in server.requests[0]
    assert f'\r\nCookie: {COOKIE}="3"\r\n'.encode() in server.requests[1]


@row("H11")
@pytest.mark.parametrize("late", ["call", "login"])
@pytest.mark.parametrize("call", [CURRENT_TIME, READ_NEXT], ids=lambda call: call.wire_name)
async def test_h11_of_two_answers_the_logins_cookie_counts(
    straight: Reach, call: vim.Method[Any], late: str
) -> None:
    """Both began without a session: only the login's answer tells of one that lasts."""
    session = vim.UserSession(
        key="k", user_name="u", full_name="u", login_time=NOON, last_active_time=NOON,
        locale="en", message_locale="en",
    )  # fmt: skip
    login = vim.Login(
        this=vim.ManagedObjectReference("SessionManager", "s"), user_name="u", password="p"
    )
    replies = {
        "call": answer(NOTHING[call.wire_name], headers=[XML, f"Set-Cookie: {COOKIE}=old"]),
        "login": answer(
            encode_response(vim.Login, session), headers=[XML, f"Set-Cookie: {COOKIE}=new"]
        ),
    }
    first, second = (call, login) if late == "call" else (login, call)
    come = threading.Event()

    def slow(peer: Peer) -> None:
        peer.read_request()
        come.wait(20)
        peer.write(replies[late])
        good(peer)

    def quick(peer: Peer) -> None:
        peer.read_request()
        peer.write(replies["login" if late == "call" else "call"])
        good(peer)

    with ScriptedServer([slow, quick]) as server:
        async with straight(server) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call, first)
                await until(lambda: server.requests)
                await client.call(second)
                come.set()
            await client.call(CURRENT_TIME)
    assert f"\r\nCookie: {COOKIE}=new\r\n".encode() in server.requests[-1]


@row("H12")
async def test_h12_a_cookie_stays_with_its_host_and_port() -> None:
    reply = answer(BODY, headers=[XML, f"Set-Cookie: {COOKIE}=1; Path=/"])
    with (
        ScriptedServer(lambda peer: peer.serve(lambda _: reply)) as one,
        ScriptedServer(good) as other,
    ):
        async with open_client(one.port) as first_client, open_client(other.port) as second_client:
            for _ in range(2):
                await first_client.call(CURRENT_TIME, timeout=5)
                await second_client.call(CURRENT_TIME, timeout=5)
    assert b"Cookie" in one.requests[1]
    assert not any(b"Cookie" in request for request in other.requests)


@row("H13")
async def test_h13_a_length_over_the_limit_is_refused_from_the_head(reach: Reach) -> None:
    reply = answer(headers=[XML, f"Content-Length: {64 << 30}"], length=False)
    await refused(reach, reply, ProtocolError, f"of {64 << 30} bytes is over")


@row("H13")
async def test_h13_a_body_without_a_length_ends_at_the_limit(reach: Reach) -> None:
    def endless(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(headers=CHUNKED, length=False))
        while True:
            peer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    with ScriptedServer([endless, good]) as server:
        async with reach(server) as client:
            with pytest.raises(ProtocolError, match="over 1048576 bytes"):
                await client.call(CURRENT_TIME, timeout=20)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


async def test_a_fault_comes_with_status_500(reach: Reach) -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: FAULT)) as server:
        async with reach(server) as client:
            for _ in range(2):
                with pytest.raises(NotAuthenticatedError):
                    await client.call(CURRENT_TIME, timeout=5)
    assert server.connections == 1


@row("H3")
async def test_a_mangled_answer_to_a_change_leaves_its_outcome_unknown(straight: Reach) -> None:
    reply = answer(BODY, headers=[XML, "Content-Length: 5"])
    with ScriptedServer(first(reply, end=False)) as server:
        async with straight(server) as client:
            with pytest.raises(OutcomeUnknownError):
                await client.call(POWER_ON, timeout=5)


@row("H2")
@pytest.mark.parametrize(
    ("status", "error"),
    [
        *((status, HttpStatusError) for status in (301, 400, 401, 403, 404, 413, 429)),
        *((status, OutcomeUnknownError) for status in (408, 500, 502, 503, 504)),
    ],
)
async def test_h2_a_status_tells_whether_a_change_may_have_happened(
    straight: Reach, status: int, error: type[EsxError]
) -> None:
    reply = answer(b"<html>", status=f"{status} Oh")
    with ScriptedServer(first(reply, end=False)) as server:
        async with straight(server) as client:
            with pytest.raises(error) as caught:
                await client.call(POWER_ON, timeout=5)
    assert isinstance(caught.value, HttpStatusError | OutcomeUnknownError)
    assert caught.value.status == status


@row("X15")
async def test_x15_an_answer_to_another_call_costs_the_connection(reach: Reach) -> None:
    from aioesx import vim
    from aioesx._soap import encode_response

    other = soap(encode_response(vim.SessionIsActive, True))
    with ScriptedServer([lambda peer: peer.serve(lambda _: other), good]) as server:
        async with reach(server) as client:
            with pytest.raises(ProtocolError):
                await client.call(CURRENT_TIME, timeout=5)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert server.connections == 2
