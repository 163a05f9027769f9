"""The root of the tree, and what went wrong before anything was sent."""

from __future__ import annotations

from typing import TypeVar

__all__ = [
    "AuthenticationError",
    "ClosedError",
    "EsxError",
    "ReadOnlyError",
    "UriError",
    "WaitTimeoutError",
    "WrongProductError",
    "copied",
]

E = TypeVar("E", bound=Exception)


def copied(error: E) -> E:
    """Return an error that says the same, and may be told more without the first hearing of it."""
    copy: E = type(error).__new__(type(error), *error.args)
    copy.args = error.args
    copy.__dict__.update(error.__dict__)
    return copy


class EsxError(Exception):
    """The root: whatever aioesx raises of its own is one of these."""


class UriError(EsxError, ValueError):
    """The connection URI, or what was passed along with it, cannot be used.

    Attributes:
        parameter: what is wrong: ``"scheme"``, ``"host"``, ``"port"``, ``"path"`` or the name
            of a query parameter such as ``"no_verify"``.
    """

    def __init__(self, message: str, *, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class AuthenticationError(EsxError):
    """No user name or password could be had; nothing was sent to the host."""


class ReadOnlyError(EsxError):
    """A change was asked for on a connection opened with ``read_only=True``; nothing was sent."""


class ClosedError(EsxError):
    """The connection was closed before or during the call."""


class WaitTimeoutError(EsxError, TimeoutError):
    """What was waited for did not come true in time; the line to the host was well."""


class WrongProductError(EsxError):
    """The server is not what the URI's scheme says, or too old."""
