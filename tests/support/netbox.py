"""A server with the little of NetBox's REST interface that a sync needs, and NetBox's own refusals.

Fields, choices and required ones are those of NetBox 4's serializers of `virtualization`; what is
not in them is refused, as is a field that is too long, so that a client cannot send what the real
one would not take.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

__all__ = ["TOKEN", "NetBox", "netbox"]

TOKEN: Final = "0123456789abcdef0123456789abcdef01234567"
ROOM: Final = "/api/virtualization/"
REQUIRED: Final = {
    "cluster-types": {"name", "slug"},
    "clusters": {"name", "type"},
    "virtual-machines": {"name"},
}
OPTIONAL: Final = {
    "cluster-types": {"description"},
    "clusters": {"status", "site", "comments"},
    "virtual-machines": {"status", "cluster", "serial", "vcpus", "memory", "disk", "comments"},
}
LINKS: Final = {"type": "cluster-types", "cluster": "clusters"}
LONGEST: Final = {"name": 64, "serial": 50, "slug": 100}
STATUSES: Final = ("offline", "active", "planned", "staged", "failed", "decommissioning", "paused")


class NetBox:
    """What the server holds.

    Attributes:
        url: where it is.
        objects: of each kind, by number: the fields as they were written.
        writes: every request that was to change something: method, kind, body.
    """

    url = ""

    def __init__(self) -> None:
        self.objects: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in REQUIRED}
        self.writes: list[tuple[str, str, dict[str, Any]]] = []

    def machines(self) -> dict[str, dict[str, Any]]:
        """Return the machines by name."""
        return {each["name"]: each for each in self.objects["virtual-machines"].values()}

    def shown(self, kind: str, number: int) -> dict[str, Any]:
        """Return an object as it is read: with links as objects and choices with their labels."""
        shown: dict[str, Any] = {"id": number, "url": f"{self.url}{ROOM}{kind}/{number}/"}
        for name, value in self.objects[kind][number].items():
            if name in LINKS and value is not None:
                shown[name] = self.shown(LINKS[name], value)
            elif name == "status":
                shown[name] = {"value": value, "label": value.capitalize()}
            else:
                shown[name] = value
        return shown

    def complaints(self, kind: str, body: dict[str, Any], required: set[str]) -> dict[str, Any]:
        """Return what NetBox would say against a body."""
        found: dict[str, Any] = {name: ["This field is required."] for name in required - set(body)}
        for name, value in body.items():
            if name not in REQUIRED[kind] | OPTIONAL[kind]:
                found[name] = ["This field does not exist."]
            elif name in LINKS and value not in self.objects[LINKS[name]]:
                found[name] = [f"Related object not found: {value}"]
            elif name == "status" and value not in STATUSES:
                found[name] = [f"{value} is not a valid choice."]
            elif len(str(value)) > LONGEST.get(name, 200):
                found[name] = [f"Ensure this field has no more than {LONGEST[name]} characters."]
        return found


class _Handler(BaseHTTPRequestHandler):
    box: NetBox
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Say nothing."""

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("API-Version", "4.4")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _asked(self) -> tuple[str, int | None] | None:
        """Return kind and number of what is asked for; None, and answered, where there is none."""
        self.body = json.loads(
            self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}"
        )
        if self.headers.get("Authorization") != f"Token {TOKEN}":
            self._answer(403, {"detail": "Invalid token"})
            return None
        path = urlsplit(self.path).path
        kind, _, number = path.removeprefix(ROOM).strip("/").partition("/")
        if not path.startswith(ROOM) or kind not in REQUIRED:
            self._answer(404, {"detail": "Not found."})
            return None
        return kind, int(number) if number else None

    def do_GET(self) -> None:
        if (asked := self._asked()) is None:
            return
        kind, number = asked
        if number is not None:
            self._answer(200, self.box.shown(kind, number))
            return
        wanted = parse_qs(urlsplit(self.path).query)
        found = [
            self.box.shown(kind, number)
            for number, fields in self.box.objects[kind].items()
            if all(
                str(fields.get(name.removesuffix("_id"))) in values
                for name, values in wanted.items()
                if name not in ("limit", "offset")
            )
        ]
        self._answer(200, {"count": len(found), "next": None, "previous": None, "results": found})

    def do_POST(self) -> None:
        if (asked := self._asked()) is None:
            return
        kind, _ = asked
        self.box.writes.append(("POST", kind, self.body))
        if complaints := self.box.complaints(kind, self.body, REQUIRED[kind]):
            self._answer(400, complaints)
            return
        number = len(self.box.objects[kind]) + 1
        self.box.objects[kind][number] = self.body
        self._answer(201, self.box.shown(kind, number))

    def do_PATCH(self) -> None:
        if (asked := self._asked()) is None:
            return
        kind, number = asked
        self.box.writes.append(("PATCH", kind, self.body))
        if complaints := self.box.complaints(kind, self.body, set()):
            self._answer(400, complaints)
            return
        assert number is not None
        self.box.objects[kind][number].update(self.body)
        self._answer(200, self.box.shown(kind, number))


@contextmanager
def netbox() -> Iterator[NetBox]:
    """Run one on loopback."""
    box = NetBox()
    handler = type("Handler", (_Handler,), {"box": box})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        box.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
