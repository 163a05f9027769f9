"""Fleets: inventories that cannot be used, and hosts where nothing was done, or not to its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aioesx.errors._base import EsxError, ReadOnlyError
from aioesx.errors._documents import DocumentError
from aioesx.errors._line import TransportError
from aioesx.errors._portable import portable

__all__ = [
    "DryRunError",
    "FleetError",
    "HostRestingError",
    "HostSkippedError",
    "HostStoppedError",
    "InventoryError",
    "SelectorError",
    "ShippingError",
    "WorkerLostError",
]


class FleetError(EsxError):
    """Some hosts of a fleet failed, or all; the message names each with its error.

    Attributes:
        failed: the error of each, by the host's name.
        hosts: how many hosts there were in all.
    """

    def __init__(self, message: str, *, failed: Mapping[str, Exception], hosts: int) -> None:
        super().__init__(message)
        self.failed = dict(failed)
        self.hosts = hosts

    def __reduce__(self) -> tuple[Any, ...]:
        """Take along what hosts' errors say that cannot be pickled themselves."""
        made, args, (fields, *rest) = super().__reduce__()
        failed = {host: portable(error) for host, error in self.failed.items()}
        return made, args, ({**fields, "failed": failed}, *rest)


class HostSkippedError(EsxError):
    """Nothing was begun at this host: another one failed before, or the time was up."""


class HostStoppedError(EsxError):
    """The work at this host was stopped, since another one failed; no change is undecided."""


class HostRestingError(TransportError):
    """A host that did not answer is left alone for a while; nothing was sent. Its cause: why.

    Attributes:
        since: when it was found dead first, and has not answered since.
        until: when it is tried again.
    """

    def __init__(self, message: str, *, since: datetime, until: datetime) -> None:
        super().__init__(message)
        self.since = since
        self.until = until


class DryRunError(ReadOnlyError):
    """A dry run ends here: what comes next needs the result of a change, which was not sent.

    Attributes:
        method: the change: wire name of a method, or verb and path of a file.
        ref: what it was called on, or None.
    """

    def __init__(self, message: str, *, method: str, ref: Any) -> None:
        super().__init__(message)
        self.method = method
        self.ref = ref


class InventoryError(DocumentError):
    """An inventory cannot be used. The message names file, line or key, and host.

    Attributes:
        file: the file, as text, or None.
        host: the host, or the group, that it is about, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        host: str | None = None,
        key: str | None = None,
    ) -> None:
        where = [file, None if line is None else f"line {line}", host, key]
        super().__init__(": ".join([*(part for part in where if part), message]))
        self.file = file
        self.line = line
        self.host = host
        self.key = key


class SelectorError(EsxError, ValueError):
    """A selection of hosts cannot be read, or names nobody.

    Attributes:
        position: the character that it is about, counted from 1.
    """

    def __init__(self, message: str, *, position: int) -> None:
        super().__init__(message)
        self.position = position


class ShippingError(EsxError, TypeError):
    """What a run needs or brings cannot go to another process, or must not; says what and why.

    A function that cannot be imported there, an option or a value that cannot be pickled, a
    password by value where other machines do the work.
    """


class WorkerLostError(EsxError):
    """The process that had this host has ended, or hangs.

    Where it was one of this machine, or the run only reads, no change was sent to the host; else
    nobody knows. The message says so.
    """
