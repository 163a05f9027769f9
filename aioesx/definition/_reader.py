"""XML text -> elements that know their path. The elements stay in this package."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final, TypeVar

from lxml import etree

from aioesx._trees import TreeError, tree_of
from aioesx.errors import DomainXmlError, UnsupportedError

T = TypeVar("T")

_C_NUMBER: Final = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]{1,16}|0|[1-9]\d{0,18})", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)


class Node:
    """An element, and where it stands: ``"devices/disk[2]"``."""

    __slots__ = ("_element", "path")

    def __init__(self, element: etree._Element, path: str) -> None:
        self._element = element
        self.path = path

    @property
    def text(self) -> str:
        """The element's text, with that of the elements in it."""
        return "".join(self._element.itertext())

    def children(self, name: str) -> Iterator[Node]:
        """Give each child of this name; its path has its number, from 1."""
        for number, element in enumerate(self._element.iterchildren(name), start=1):
            yield Node(element, f"{self.at(name)}[{number}]")

    def child(self, name: str) -> Node | None:
        """Return the first child of this name."""
        element = next(self._element.iterchildren(name), None)
        return None if element is None else Node(element, self.at(name))

    def find(self, *names: str) -> Node | None:
        """Go down through the first children of these names."""
        node: Node | None = self
        for name in names:
            node = node.child(name) if node is not None else None
        return node

    def require_known(self, names: Collection[str]) -> None:
        """Refuse children of other names, but other programs' with a namespace.

        Raises:
            DomainXmlError: names the child.
        """
        for element in self._element.iterchildren(etree.Element):
            name = str(element.tag)
            if not name.startswith("{") and name not in names:
                raise DomainXmlError("libvirt knows no such element here", path=self.at(name))

    def at(self, step: str) -> str:
        """Return the path of a child, or of an attribute written ``@name``."""
        return f"{self.path}/{step}" if self.path else step

    def get(self, attribute: str) -> str | None:
        """Return an attribute's text."""
        value = self._element.get(attribute)
        return None if value is None else str(value)

    def need(self, attribute: str) -> str:
        """Return an attribute's text, which must be there."""
        value = self.get(attribute)
        if value is None:
            raise DomainXmlError("the attribute is missing", path=self.at(f"@{attribute}"))
        return value

    def integer(self, attribute: str, *, low: int = 0, high: int = 2**32 - 1) -> int | None:
        """Return an attribute as a number between two others."""
        value = self.get(attribute)
        return None if value is None else to_integer(value, self.at(f"@{attribute}"), low, high)

    def one_of(self, attribute: str, words: tuple[str, ...]) -> str | None:
        """Return an attribute that must be one of some words."""
        value = self.get(attribute)
        if value is None or value in words:
            return value
        raise DomainXmlError(f"unknown {attribute} {value!r}", path=self.at(f"@{attribute}"))

    def convert(self, attribute: str, convert: Callable[[str], T]) -> T | None:
        """Return an attribute as a function reads it, which raises ValueError if it cannot."""
        value = self.get(attribute)
        if value is None:
            return None
        try:
            return convert(value)
        except ValueError:
            reason = f"{attribute} {value!r} is malformed"
            raise DomainXmlError(reason, path=self.at(f"@{attribute}")) from None


def to_integer(text: str, path: str, low: int = 0, high: int = 2**64 - 1) -> int:
    """Read a decimal number; blanks around it do not count."""
    if not _INTEGER.fullmatch(text.strip()):
        raise DomainXmlError(f"{text[:80]!r} is not a number", path=path)
    number = int(text)
    if not low <= number <= high:
        raise DomainXmlError(f"{number} is not between {low} and {high}", path=path)
    return number


def parse_number(text: str) -> int:
    """Read a number of 64 bits, decimal or as C writes it (``0x1f``).

    Raises:
        ValueError: it is something else.
    """
    if not _C_NUMBER.fullmatch(text) or not -(2**63) <= int(text, 0) < 2**63:
        raise ValueError(text)
    return int(text, 0)


def unsupported(message: str, path: str, value: str | None = None) -> UnsupportedError:
    """Make the error for an element that is well-formed but that VMware cannot have."""
    return UnsupportedError(f"{path}: {message}", key=path, value=value)


def parse_root(text: str | bytes, name: str) -> Node:
    """Parse a document whose root element must have this name.

    Raises:
        DomainXmlError: it is too large, not UTF-8, not well-formed, has a document type, or
            another root.
    """
    root = parse_element(text)
    if root.tag != name:
        raise DomainXmlError(f"the root element must be {name!r}, not {str(root.tag)[:80]!r}")
    return Node(root, "")


def parse_element(text: str | bytes, *, blanks: bool = True) -> etree._Element:
    """Parse a document of whatever root, without its comments and instructions.

    Args:
        text: the document.
        blanks: whether texts of white space between elements are kept.

    Raises:
        DomainXmlError: as `parse_root`.
    """
    try:
        return tree_of(text, blanks=blanks)
    except TreeError as error:
        raise DomainXmlError(str(error)) from None
