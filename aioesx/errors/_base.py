"""The root of the tree, and what went wrong before anything was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from aioesx.errors._portable import portable

if TYPE_CHECKING:
    from typing import Self

__all__ = [
    "AuthenticationError",
    "ClosedError",
    "EsxError",
    "GuestTimeoutError",
    "ReadOnlyError",
    "UriError",
    "WaitTimeoutError",
    "WrongProductError",
    "blank",
    "copied",
]

E = TypeVar("E", bound=Exception)


def copied(error: E) -> E:
    """Return an error that says the same, and may be told more without the first hearing of it."""
    copy: E = type(error).__new__(type(error), *error.args)
    copy.args = error.args
    copy.__dict__.update(error.__dict__)
    if notes := getattr(error, "__notes__", None):
        copy.__notes__ = list(notes)
    copy.__cause__, copy.__suppress_context__ = error.__cause__, error.__suppress_context__
    return copy


class EsxError(Exception):
    """The root: whatever aioesx raises of its own is one of these.

    Errors can be pickled and copied, with all their fields, their notes and their cause.

    Attributes:
        kind: what it is about: ``"domain"``, ``"snapshot"``, ``"host"``, ...; the wire name of
            its type where there is no such word; None where it is about no thing.
        name: the thing's name, or the one that was looked for; None if there is none.
        id: the value of the thing's reference, such as ``"vm-42"``, or the UUID or number that
            was looked for, as text; None if there is none.
    """

    kind: str | None = None
    name: str | None = None
    id: str | None = None

    def about(self, kind: str, name: str | None = None, id: str | None = None) -> Self:  # noqa: A002
        """Note what the error is about; returns the error."""
        self.kind, self.name, self.id = kind, name, id
        return self

    def __copy__(self) -> Self:
        return copied(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Be made again without `__init__`, whose arguments are no longer known."""
        cause, suppress = self.__cause__, self.__suppress_context__
        if cause is not None and not isinstance(cause, EsxError):
            cause = portable(cause)
        return blank, (type(self), self.args), (dict(self.__dict__), cause, suppress)

    def __setstate__(self, state: Any) -> None:
        fields, self.__cause__, self.__suppress_context__ = state
        self.__dict__.update(fields)


def blank(cls: type[E], args: tuple[Any, ...]) -> E:
    """Make an error that has its arguments and no fields, for pickle to fill."""
    made: E = cls.__new__(cls, *args)
    made.args = args
    return made


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


class GuestTimeoutError(WaitTimeoutError):
    """The guest did not answer, or a program in it was not done, in the time given.

    Attributes:
        pid: the program's number in the guest; None where it is about no program.
        runs_on: whether it goes on, or may; it was ended if not.
    """

    def __init__(self, message: str, *, pid: int | None = None, runs_on: bool = False) -> None:
        super().__init__(message)
        self.pid = pid
        self.runs_on = runs_on


class WrongProductError(EsxError):
    """The server is not what the URI's scheme says, or too old."""
