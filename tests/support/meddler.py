"""A transport that takes properties out of answers, and what is told of values without them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Coroutine, Iterator
from typing import Any, Final

import httpx

from aioesx import errors

__all__ = ["Meddler", "leaves", "outcome"]


class Meddler(httpx.AsyncBaseTransport):
    """Passes calls on, and takes a property out of the answers."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)
        self.path = ""
        self.hidden = False
        self.came: set[str] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        self.came |= {m.decode() for m in re.findall(rb"<propSet><name>(.*?)</name>", body)}
        if self.path:
            body = re.sub(rb"<(objects|returnval)><obj .*?</\1>", self._object, body, flags=re.S)
        headers = [(k, v) for k, v in response.headers.items() if k.lower() != "content-length"]
        return httpx.Response(response.status_code, headers=headers, content=body)

    def _object(self, match: re.Match[bytes]) -> bytes:
        path = self.path.encode()
        prop = rb"<propSet><name>%s</name>.*?</propSet>" % re.escape(path)
        block, times = re.subn(prop, b"", match[0], flags=re.S)
        if times and self.hidden:
            end = block.rindex(b"</" + match[1])
            block = block[:end] + _MISSING % path + block[end:]
        return block


_MISSING: Final = (
    b'<missingSet><path>%s</path><fault><fault xsi:type="NoPermission">'
    b'<object type="VirtualMachine">1</object><privilegeId>System.Read</privilegeId></fault>'
    b"<localizedMessage>Denied.</localizedMessage></fault></missingSet>"
)


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything that a value holds, by where it stands."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from leaves(getattr(value, field.name), f"{at}.{field.name}")
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from leaves(each, f"{at}[{number}]")
    else:
        yield at, value


async def outcome(read: Coroutine[Any, Any, Any]) -> str:
    """Return the error that a read ends with, or the problems that it, or its rows, tell."""
    try:
        found = await read
    except errors.NotPermittedError as error:
        return str(error)
    rows = found if isinstance(found, list) else [found]
    return " ".join(
        text
        for row in rows
        for field in ("problems", "reasons")
        for text in getattr(row, field, ())
    )
