"""What a server says before anybody has logged in reaches terminal and log escaped, and bounded."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest
import trustme
from cryptography import x509
from support.command import invoke
from support.every_command import EVIL

from aioesx.cli.text import visible

LINE: Final = EVIL.replace("\n", "").replace("\u2028", "").replace("\u202e", "")
LONG: Final = "long " * 100_000
FAULT: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><e:Envelope'
    ' xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>'
    "<faultcode>x</faultcode><faultstring>%s</faultstring></e:Fault></e:Body></e:Envelope>"
)
XML_TEXT: Final = "a\x9b31m\u202e\u2028b"


def answer(status: str = "200 OK", kind: str = "text/xml", body: str = "", more: str = "") -> bytes:
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n"
    return head.encode("latin-1") + data


ANSWERS: Final = {
    "status": answer(f"503 {LINE}"),
    "content type": answer(kind=f"text/{LINE}", body="x"),
    "redirect": answer("301 Moved", more=f"Location: http://{LINE}/\r\n"),
    "page": answer(kind="text/html", body=f"<html>{EVIL}</html>"),
    "broken XML": answer(body=f"<{XML_TEXT}>"),
    "foreign element": answer(body=f"<a><b c='{XML_TEXT}'/></a>"),
    "fault": answer("500 Error", body=FAULT % XML_TEXT),
    "long fault": answer("500 Error", body=FAULT % (XML_TEXT + LONG)),
    "no HTTP": EVIL.encode() * 3,
    "long content type": answer(kind="text/" + "x" * 4000, body="x"),
}


@contextmanager
def server(said: bytes) -> Iterator[int]:
    """Answer everything with the same bytes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                while client.recv(65536):
                    client.sendall(said)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@pytest.mark.parametrize("options", [[], ["--debug"]], ids=["brief", "debug"])
@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_raw_before_the_login(name: str, options: list[str], tmp_path: Path) -> None:
    log = tmp_path / "log"
    with server(ANSWERS[name]) as port:
        uri = f"esx://root@127.0.0.1:{port}/?transport=http&timeout=5"
        outcome = invoke(
            *options, "--log", str(log), "-c", uri, "list", env={"AIOESX_PASSWORD": "secret"}
        )

    shown = outcome.stderr + log.read_text("utf-8")
    assert visible(shown, keep="\n\t") == shown
    assert outcome.status in (1, 3)
    last = outcome.stderr.splitlines()[-1]
    assert last.startswith("error: ")
    assert len(last) < 4100
    assert options or outcome.stderr.count("\n") == 1


def test_a_certificate_has_words_of_its_own() -> None:
    """Names in it are whatever somebody wrote there."""
    authority = trustme.CA(organization_name=XML_TEXT, organization_unit_name=XML_TEXT)
    leaf = authority.issue_cert("other.example", common_name=XML_TEXT[:60])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    assert x509.load_pem_x509_certificate(leaf.cert_chain_pems[0].bytes())
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(2):
            client, _ = listener.accept()
            with client, suppress(OSError):
                context.wrap_socket(client, server_side=True).close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]

    outcome = invoke(
        *("--debug", "-c", f"esx://root@127.0.0.1:{port}/", "list"),
        env={"AIOESX_PASSWORD": "secret"},
    )

    listener.close()
    assert outcome.status == 3
    assert visible(outcome.stderr, keep="\n\t") == outcome.stderr
