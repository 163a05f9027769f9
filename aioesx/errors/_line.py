"""The line: connections, TLS, proxies, deadlines, and what is no protocol."""

from __future__ import annotations

from typing import Any

from aioesx.errors._base import EsxError

__all__ = [
    "ConnectError",
    "ConnectionLostError",
    "HttpStatusError",
    "OutcomeUnknownError",
    "ProtocolError",
    "ProxyError",
    "TlsError",
    "TransportError",
    "TransportTimeout",
]


class TransportError(EsxError):
    """The line to the host failed."""


class ConnectError(TransportError, OSError):
    """No connection to the host could be made. The message names host and port."""


class TlsError(TransportError):
    """The TLS handshake failed. The message names the reason and the remedy.

    Attributes:
        reason: why the certificate is not trusted, such as ``"the certificate has expired"``;
            None where something else is wrong.
        thumbprint: SHA-256 of the certificate that the server has, where it is another than the
            pinned one, else None; `Connecting.peer_certificate` looks at it.
        pinned: what ``thumbprint=`` says that it should be, where it is another; else None.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        thumbprint: str | None = None,
        pinned: str | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.thumbprint = thumbprint
        self.pinned = pinned


class ProxyError(TransportError):
    """The proxy refused or failed. The message names the proxy, not the host."""


class ConnectionLostError(TransportError):
    """The connection broke before the answer was complete."""


class HttpStatusError(TransportError):
    """The server answered with an HTTP status that is neither an answer nor a SOAP fault.

    Attributes:
        status: the HTTP status code.
        retry_after: seconds after which the server wants to be asked again, or None.
    """

    def __init__(self, message: str, *, status: int, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class TransportTimeout(TransportError, TimeoutError):  # noqa: N818 - the standard library's word
    """A deadline passed before the answer was complete."""


class OutcomeUnknownError(TransportError):
    """A change was sent, and what came does not tell its fate. It was not sent again.

    Attributes:
        method: wire name of the method, such as ``"PowerOnVM_Task"``.
        ref: the managed object that it was called on, or None.
        status: the HTTP status that came instead of an answer, or None.
    """

    def __init__(self, message: str, *, method: str, ref: Any, status: int | None = None) -> None:
        super().__init__(message)
        self.method = method
        self.ref = ref
        self.status = status


class ProtocolError(EsxError):
    """The answer is not HTTP, not SOAP, not the schema, or hostile.

    Attributes:
        path: the offending element, as ``"RetrievePropertiesResponse/returnval[3]/obj"``;
            empty when the answer failed as a whole.
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
