"""Elements of an OVF descriptor, which know their line. They stay in this package.

Attributes are looked for with OVF's namespace, and without one, as some programs write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from aioesx._trees import TreeError, tree_of
from aioesx.errors import OvfError
from aioesx.ovf._namespaces import OVFS, VMW

__all__ = ["Node", "root_of", "shown"]

_SHOWN: Final = 80
_NUMBER: Final = re.compile(r"[+]?[0-9]{1,20}")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def shown(text: str) -> str:
    """Return a text of others' as a sentence of ours quotes it."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


class Node:
    """An element."""

    __slots__ = ("_element", "name", "namespace")

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        name = etree.QName(element)
        self.name = name.localname
        self.namespace = name.namespace or ""

    @property
    def line(self) -> int | None:
        """Where it begins, from 1."""
        return self._element.sourceline

    @property
    def text(self) -> str:
        """The element's text, with that of the elements in it."""
        return "".join(str(piece) for piece in self._element.itertext())

    @property
    def word(self) -> str:
        """The element's text without blanks around it."""
        return self.text.strip()

    @property
    def is_ovf(self) -> bool:
        """Whether it is one of OVF itself."""
        return self.namespace in OVFS

    @property
    def is_vmw(self) -> bool:
        """Whether it is one of VMware's extensions."""
        return self.namespace == VMW

    @property
    def required(self) -> bool:
        """Whether who does not know it has to refuse the package; unless told it is."""
        return self.flag("required", default=True) is True

    def __iter__(self) -> Iterator[Node]:
        for element in self._element.iterchildren(etree.Element):
            yield Node(element)

    def children(self, name: str) -> Iterator[Node]:
        """Give each child of OVF's with this name."""
        return (node for node in self if node.is_ovf and node.name == name)

    def child(self, name: str) -> Node | None:
        """Return the child of OVF's with this name.

        Raises:
            OvfError: there are several.
        """
        first, *more = [*self.children(name), None]
        if first is not None and more[:-1]:
            again = more[0]
            raise (again or first).wrong(f"a second {name}")
        return first

    def text_of(self, name: str) -> str:
        """Return the text of a child, or ""."""
        node = self.child(name)
        return node.text if node is not None else ""

    def get(self, attribute: str) -> str | None:
        """Return an attribute of OVF's."""
        names = (*(f"{{{namespace}}}{attribute}" for namespace in OVFS), attribute)
        return self._first(names)

    def vmw(self, attribute: str) -> str | None:
        """Return an attribute of VMware's."""
        return self._first((f"{{{VMW}}}{attribute}", attribute))

    def vmw_only(self, attribute: str) -> str | None:
        """Return an attribute of VMware's whose name OVF has, too."""
        return self._first((f"{{{VMW}}}{attribute}",))

    def _first(self, names: tuple[str, ...]) -> str | None:
        for name in names:
            if (value := self._element.get(name)) is not None:
                return str(value)
        return None

    def need(self, attribute: str) -> str:
        """Return an attribute of OVF's that must be there, and not empty."""
        value = self.get(attribute)
        if not value:
            raise self.wrong(f"its attribute {attribute!r} is missing")
        return value

    def number(self, attribute: str, *, high: int = 2**63 - 1) -> int | None:
        """Return an attribute of OVF's as a number."""
        value = self.get(attribute)
        return None if value is None else self.to_number(value, attribute, high=high)

    def flag(self, attribute: str, *, default: bool | None = None) -> bool | None:
        """Return an attribute of OVF's as a truth."""
        value = self.get(attribute)
        return default if value is None else self.to_flag(value, attribute)

    def to_number(self, text: str, what: str, *, high: int = 2**63 - 1) -> int:
        """Read a number of an element or attribute of this one."""
        if not _NUMBER.fullmatch(text.strip()):
            raise self.wrong(f"its {what} is no number: {shown(text)}")
        number = int(text)
        if number > high:
            raise self.wrong(f"its {what} is {number}, more than {high}")
        return number

    def to_flag(self, text: str, what: str) -> bool:
        """Read a truth of an element or attribute of this one."""
        value = _BOOLEANS.get(text.strip().lower())
        if value is None:
            raise self.wrong(f"its {what} is neither true nor false: {shown(text)}")
        return value

    @property
    def title(self) -> str:
        """What it is called in a sentence: its element's name, and its own if it has one."""
        for attribute in ("id", "diskId", "name", "key"):
            value = self.get(attribute) or self.vmw(attribute)
            if value is not None:
                return f"{self.name[:_SHOWN]} {shown(value)}"
        return self.name[:_SHOWN]

    def wrong(self, message: str) -> OvfError:
        """Make the error that says what is wrong with it, and where it stands."""
        line = self.line
        where = f"line {line}: " if line else ""
        return OvfError(f"{where}{self.title}: {message}", line=line)


def root_of(text: str | bytes) -> Node:
    """Parse a descriptor.

    Raises:
        OvfError: it is no XML, or may not be read.
    """
    try:
        return Node(tree_of(text))
    except TreeError as error:
        where = f"line {error.line}: " if error.line else ""
        raise OvfError(f"{where}{error}", line=error.line) from None
