"""Elements of a domain that hold one text: a row each, which reader and writer share.

A new one is a field of `DomainDefinition` and a row here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Final

from aioesx.definition.scalars import parse_uuid

__all__ = ["LEAVES", "Leaf"]


@dataclasses.dataclass(frozen=True, slots=True)
class Leaf:
    """One element.

    Attributes:
        element: its name.
        attribute: of `DomainDefinition`; None where the element is missing or empty.
        what: what its text must be, for an error.
        read: makes the value of the text, or raises ValueError; `str` writes it back.
    """

    element: str
    attribute: str
    what: str = "a text"
    read: Callable[[str], Any] = str


# In the order in which libvirt writes them, behind <name> and <uuid>.
LEAVES: Final = (
    Leaf("hwuuid", "hardware_uuid", "a UUID", parse_uuid),
    Leaf("genid", "generation_id", "a UUID", parse_uuid),
    Leaf("description", "description"),
)
