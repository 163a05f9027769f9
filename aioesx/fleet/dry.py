"""Dry runs: what would be changed where, without any of it.

Reads are sent as ever. A change that brings nothing (power a domain on, say) is noted, and taken
for done; where what comes next needs what a change would have brought, the dry run of that host
ends, and says so. In no case is a change sent: that is held at the one place where exchanges are
made.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Generic, TypeVar

from aioesx import vim
from aioesx._session.operation import at_work
from aioesx.errors import DryRunError

__all__ = ["DryRun", "DryRunLog", "PlannedChange"]

R = TypeVar("R")


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change that a dry run has not sent.

    Attributes:
        method: wire name of the method, such as ``"PowerOnVM_Task"``, or verb and path of a file.
        ref: what it is called on; None for a file.
        name: the name of what it is about, a domain's say; None where that is not known.
    """

    method: str
    ref: vim.ManagedObjectReference | None
    name: str | None = None

    def __str__(self) -> str:
        """Return it for a person."""
        on = self.name or self.ref
        return self.method if on is None else f"{self.method} on {on}"


@dataclasses.dataclass(frozen=True, slots=True)
class DryRun(Generic[R]):
    """What a function would have changed at one host.

    Attributes:
        changes: in the order in which they would have been sent.
        complete: whether the function came to its end; otherwise the last change brings what comes
            after it, which is not known.
        value: what the function returned, if it came to its end.
    """

    changes: tuple[PlannedChange, ...]
    complete: bool
    value: R | None = None


class DryRunLog:
    """Notes the changes of one host, and stops where it cannot go on."""

    def __init__(self) -> None:
        self.changes: list[PlannedChange] = []
        self.stopped: DryRunError | None = None

    def refuse(self, name: str, ref: Any) -> None:
        """Note a change that nothing stands in for.

        Raises:
            DryRunError: ever.
        """
        if self.stopped is None:
            self._note(name, ref)
            self.stopped = DryRunError(
                f"a dry run ends here: {name} would be sent, and what comes next needs its result",
                method=name,
                ref=ref,
            )
        raise self.stopped

    def instead(self, method: vim.Method[Any], *, brings: bool) -> None:
        """Note a change, and let it be taken for done if it brings nothing.

        Raises:
            DryRunError: what comes next needs its result, or something before it did.
        """
        ref = getattr(method, "this", None)
        if brings or self.stopped is not None:
            self.refuse(method.wire_name, ref)
        self._note(method.wire_name, ref)

    def _note(self, name: str, ref: Any) -> None:
        operation = at_work()
        known = operation.name if operation is not None else None
        found = ref if isinstance(ref, vim.ManagedObjectReference) else None
        self.changes.append(PlannedChange(name, found, known))
