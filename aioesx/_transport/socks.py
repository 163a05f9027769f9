"""SOCKS4, SOCKS4a and SOCKS5 over a plain line: python-socks speaks, `Line` carries.

python-socks' connectors are its protocol without its sockets: they ask a stream for bytes and
tell it what to send. So the socket stays ours, and with it deadlines, cancellation and clean-up.
SOCKS5 and SOCKS4a hand the host's name to the proxy; SOCKS4 takes an IPv4 address only, which
the caller finds out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx._transport.config import ProxySettings
from aioesx._transport.line import Line
from aioesx.errors import ProxyError

if TYPE_CHECKING:
    from python_socks._protocols.errors import ReplyError

__all__ = ["negotiate"]

# The proxy's reply code -> what it means, where it is not clear from python-socks' own words.
_REPLIES: Final = {
    "socks5": {
        1: "general failure",
        2: "its rules do not allow this connection",
        3: "the network is unreachable",
        4: "the host is unreachable",
        5: "the connection was refused",
        6: "the time to live expired",
        7: "it does not know the command",
        8: "it does not know this type of address",
    },
    "socks4": {
        91: "the request was rejected or failed",
        92: "it cannot reach our identd",
        93: "our identd names another user",
    },
}
# What python-socks says -> what a person can do about it.
_MEANINGS: Final = (
    ("authentication method", "it wants a way to log in that we do not have"),
    ("authentication failure", "it refuses the user name or the password"),
    ("version", "it does not speak SOCKS"),
    ("Malformed", "it does not speak SOCKS"),
)


async def negotiate(line: Line, proxy: ProxySettings, host: str, port: int) -> None:
    """Have the proxy connect to ``host:port``; afterwards the line leads there.

    Raises:
        ProxyError: it refuses, or does not speak SOCKS; says what and why.
        EOFError, OSError: the line broke.
    """
    # Here, since few programs need a proxy.
    from python_socks import ProxyType
    from python_socks._abc import AsyncResolver, AsyncSocketStream
    from python_socks._connectors.factory_async import create_connector
    from python_socks._protocols.errors import ReplyError

    class Stream(AsyncSocketStream):
        """A line as python-socks wants it."""

        async def write(self, data: bytes) -> None:
            await line.send(data)

        async def read_exactly(self, n: int) -> bytes:
            return await line.receive_exactly(n)

    connector = create_connector(
        proxy_type=ProxyType.SOCKS5 if proxy.type == "socks5" else ProxyType.SOCKS4,
        username=proxy.username,
        password=proxy.password or ("" if proxy.username is None else None),
        rdns=True,  # names that have to be resolved here have been
        resolver=AsyncResolver(),
    )
    try:
        await connector.connect(stream=Stream(), host=host, port=port)
    except ReplyError as error:
        raise ProxyError(f"proxy {proxy}: {_said(error, proxy, host, port)}") from None
    except (ValueError, AssertionError) as error:
        raise ProxyError(f"proxy {proxy}: {error or 'its reply makes no sense'}") from None


def _said(error: ReplyError, proxy: ProxySettings, host: str, port: int) -> str:
    """Put a refusal into words."""
    if error.error_code is not None:
        replies = _REPLIES["socks5" if proxy.type == "socks5" else "socks4"]
        return f"no connection to {host}:{port}: {replies.get(error.error_code, error)}"
    if proxy.username is None and "No acceptable" in str(error):
        return "it wants a user name and password"
    return next((meaning for word, meaning in _MEANINGS if word in str(error)), str(error))
