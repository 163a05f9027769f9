"""Documents for the judge: VMX files and domain XMLs of our own, the same ones each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from support.vmx_documents import make_vmx
from support.xml_documents import make_xml

__all__ = ["DIRECTIONS", "Document", "documents"]

DIRECTIONS: Final = ("from-native", "to-native", "dumpxml", "define")


@dataclass(frozen=True, slots=True)
class Document:
    """One input: what is to be done with it, and its text."""

    name: str
    direction: str
    text: str


def documents(direction: str, count: int, *, seed: int = 11) -> Iterator[Document]:
    """Yield the first `count` documents for a direction; the same ones each time."""
    make = make_vmx if direction in ("from-native", "dumpxml") else make_xml
    for number in range(count):
        dice = random.Random(f"{seed} {direction} {number}")
        unique = number if direction in ("dumpxml", "define") else None
        yield Document(f"{direction}-{number:03}", direction, make(dice, number, unique))
