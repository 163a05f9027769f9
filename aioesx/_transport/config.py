"""What a transport is told: bounds, TLS, proxy. Values only."""

from __future__ import annotations

import dataclasses
import math
import ssl
from typing import Final

from aioesx.errors import UriError

__all__ = ["Limits", "Patience", "ProxySettings", "TlsSettings"]

_CREDENTIAL_LENGTH: Final = 255


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one host's connections.

    Attributes:
        lanes: connections for calls at the same time; long polls have one of their own.
        transfers: connections for transfers at the same time, beside those for calls.
        connect_seconds: for the name, the TCP connection, the proxy and the TLS handshake together.
        silence_seconds: how long nothing may move before an exchange is given up: no byte comes
            or goes, and while it waits for a connection, over none of those in use.
        idle_seconds: how long a kept connection may lie idle before it is not used again.
        head_bytes: the status line and headers of a response.
        headers: the number of headers of a response.
        informational: 1xx responses before the real one.
    """

    lanes: int = 4
    transfers: int = 4
    connect_seconds: float = 20.0
    silence_seconds: float = 60.0
    idle_seconds: float = 60.0
    head_bytes: int = 65536
    headers: int = 200
    informational: int = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that one step of an exchange may take: httpx's phases, and silence.

    Attributes:
        pool: waiting for a free connection, however much moves over the others.
        connect: name, TCP, proxy and TLS.
        write: one wait in which nothing can be sent.
        read: one wait in which nothing comes.
        silence: waiting for a free connection while nothing moves over those in use.
    """

    pool: float = math.inf
    connect: float = math.inf
    write: float = math.inf
    read: float = math.inf
    silence: float = math.inf

    @classmethod
    def of(cls, silence: float) -> Patience:
        """Bear so much silence, and else anything."""
        return cls(write=silence, read=silence, silence=silence)


@dataclasses.dataclass(frozen=True, slots=True)
class TlsSettings:
    """How the server's certificate is judged.

    Attributes:
        verify: whether chain and host name are checked.
        cacert: path of a PEM bundle instead of the system's authorities.
        thumbprint: SHA-256 of the certificate (64 lower-case hex digits), or the SHA-1 (40) that
            a vCenter tells of its hosts; checked before the first byte of a request; then chain
            and host name do not matter.
        legacy: TLS 1.0 and weak keys are accepted.
        context: a ready context instead of all of the above but the thumbprint.
    """

    verify: bool = True
    cacert: str | None = None
    thumbprint: str | None = None
    legacy: bool = False
    context: ssl.SSLContext | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class ProxySettings:
    """A proxy and the credentials for it; the password never shows in a repr.

    Attributes:
        type: ``"http"``, ``"socks4"``, ``"socks4a"`` or ``"socks5"``.
        host: name or address of the proxy.
        port: 1 to 65535.
        username: None without credentials.
        password: None without credentials.

    Raises:
        UriError: a proxy of this type cannot be told such credentials.
    """

    type: str
    host: str
    port: int
    username: str | None = None
    password: str | None = dataclasses.field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name, value in (("user name", self.username), ("password", self.password)):
            problem = _problem(value or "")
            if problem:
                raise UriError(f"the proxy's {name} {problem}", parameter="proxy")
        if self.password is not None and self.username is None:
            raise UriError("a proxy's password without a user name", parameter="proxy")
        if self.password is not None and self.type in ("socks4", "socks4a"):
            raise UriError("SOCKS4 knows user names, but no passwords", parameter="proxy")
        if self.type == "http" and ":" in (self.username or ""):
            raise UriError("an HTTP proxy's user name cannot hold a colon", parameter="proxy")

    def __str__(self) -> str:
        return f"{self.type}://{self.host}:{self.port}"


def _problem(text: str) -> str:
    """Say what keeps a text from being sent as a proxy's credential; empty if nothing does."""
    if len(text) > _CREDENTIAL_LENGTH:
        return f"is longer than {_CREDENTIAL_LENGTH} bytes"
    if not text.isascii():
        return "is not ASCII, and proxies do not agree on how to read anything else"
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        return "holds a control character"
    return ""
