"""An HTTP proxy: CONNECT for a tunnel, and the credentials for either of its forms."""

from __future__ import annotations

import base64
from typing import Final

from aioesx._transport.config import ProxySettings
from aioesx._transport.line import Line
from aioesx.errors import ProxyError

__all__ = ["basic_credentials", "open_tunnel"]

_HEAD_LIMIT: Final = 65536
_ANSWERS: Final = 8  # 1xx answers and the real one


def basic_credentials(proxy: ProxySettings) -> bytes | None:
    """Return the value of Proxy-Authorization, or None without a user name."""
    if proxy.username is None:
        return None
    pair = f"{proxy.username}:{proxy.password or ''}"
    return b"Basic " + base64.b64encode(pair.encode())


async def open_tunnel(line: Line, proxy: ProxySettings, authority: str) -> None:
    """Ask an HTTP proxy, over `line`, for a tunnel to ``host:port``.

    The answer may come in any pieces; 1xx answers before it are passed over. Bytes behind the
    answer's head stay on the line: they are the tunnel's.

    Raises:
        ProxyError: it refused, or what it said is not HTTP.
        EOFError, OSError: the line broke.
    """
    lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}"]
    credentials = basic_credentials(proxy)
    if credentials is not None:
        lines.append(f"Proxy-Authorization: {credentials.decode('ascii')}")
    await line.send(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
    for _ in range(_ANSWERS):
        head = await line.receive_until(b"\r\n\r\n", _HEAD_LIMIT)
        if head is None:
            raise ProxyError(f"proxy {proxy}: the answer's head does not end")
        status = _status(head, proxy)
        if status >= 200:
            break
    else:
        raise ProxyError(f"proxy {proxy}: its 1xx answers do not end")
    if status >= 300:
        hint = "; it wants a user name and password" if status == 407 else ""
        raise ProxyError(f"proxy {proxy}: CONNECT {authority} was answered {status}{hint}")


def _status(head: bytes, proxy: ProxySettings) -> int:
    parts = head.split(b"\r\n", 1)[0].split(b" ", 2)
    if len(parts) < 2 or not parts[0].startswith(b"HTTP/1.") or len(parts[1]) != 3:
        raise ProxyError(f"proxy {proxy}: the answer to CONNECT is not HTTP")
    if not parts[1].isdigit() or parts[1] < b"100":
        raise ProxyError(f"proxy {proxy}: the answer to CONNECT is not HTTP")
    return int(parts[1])
