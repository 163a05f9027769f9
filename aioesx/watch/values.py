"""What a watch tells: plain frozen values. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from aioesx import vim
from aioesx.errors import EsxError, FaultError

__all__ = ["Appeared", "Change", "Changed", "Folded", "Hidden", "Vanished"]

Folded = int | Literal[True]
"""How many earlier changes a change stands for that were not told.

0: none. A number: so many came, and were overtaken before anybody took them. True: nobody listened
when it came about (the watch was not awaited, or the line was cut), and of what happened meanwhile
a host tells the last state only.
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Hidden:
    """Stands for a value that the host does not show, or that none can be: it is not None.

    Attributes:
        reason: a sentence that says why.
        privilege: the privilege that is lacking, such as ``"System.Read"``, or None.
    """

    reason: str
    privilege: str | None = None

    @classmethod
    def of(cls, error: EsxError) -> Hidden:
        """Make it of the error that looking at the value raises."""
        fault = error.fault if isinstance(error, FaultError) else None
        return cls(str(error), getattr(fault, "privilege_id", None) or None)


@dataclasses.dataclass(frozen=True, slots=True)
class Appeared:
    """An object is there: when the watch begins, and whenever one comes.

    Attributes:
        kind: ``"domain"``, ``"host"``, ``"pool"``; the type's wire name where types were named.
        ref: its reference.
        name: its name, unescaped; None where that is not watched, or not shown.
        values: every watched property by its name. None is what is not set, `Hidden` what is not
            shown.
        initial: whether it was there when the watch began.
        folded: how many changes of it are contained in `values`, or that it had gone and come
            again meanwhile.
    """

    kind: str
    ref: vim.ManagedObjectReference
    name: str | None
    values: Mapping[str, Any]
    initial: bool = False
    folded: Folded = 0
    event: Literal["appeared"] = dataclasses.field(default="appeared", init=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Changed:
    """A property of an object has another value.

    Attributes:
        kind: as for `Appeared`.
        ref: the object's reference.
        name: its name now.
        property: the property's name.
        value: what it is now; None if it is not set, `Hidden` if it is not shown.
        before: what was told of it last.
        folded: what this change stands for besides itself.
    """

    kind: str
    ref: vim.ManagedObjectReference
    name: str | None
    property: str
    value: Any
    before: Any
    folded: Folded = 0
    event: Literal["changed"] = dataclasses.field(default="changed", init=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Vanished:
    """An object is there no more, or is none of those that are watched.

    Attributes:
        kind: as for `Appeared`.
        ref: its reference.
        name: its last name.
        folded: how many changes of it were not told before.
    """

    kind: str
    ref: vim.ManagedObjectReference
    name: str | None
    folded: Folded = 0
    event: Literal["vanished"] = dataclasses.field(default="vanished", init=False)


Change = Appeared | Changed | Vanished
"""What a watch gives."""
