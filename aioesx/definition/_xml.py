"""Elements -> XML text as libvirt prints it.

Two blanks a level, one element a line, attributes in single quotes, no declaration. All of the
five special characters are escaped, in text too. Characters that XML does not have are dropped.
What a reader of the XML would get changed is written as a number: line ends and tabs in
attributes, carriage returns everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["XmlWriter"]

_DROPPED: Final = [*range(0x20), 0xFFFE, 0xFFFF]
_TEXT: Final = (
    dict.fromkeys(_DROPPED, "")
    | dict.fromkeys(range(0xD800, 0xE000), "")
    | {ord("\n"): "\n", ord("\t"): "\t", ord("\r"): "&#13;"}
    | str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})
)
_ATTRIBUTE: Final = _TEXT | {ord("\n"): "&#10;", ord("\t"): "&#9;"}

_Value = str | int | None


class XmlWriter:
    """Collects the lines of a document. An attribute that is None is left out."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = ""

    def leaf(self, name: str, text: _Value = None, /, **attributes: _Value) -> None:
        """Add an element without elements in it."""
        head = self._head(name, attributes)
        if text is None:
            self._lines.append(f"{head}/>\n")
        else:
            self._lines.append(f"{head}>{str(text).translate(_TEXT)}</{name}>\n")

    def maybe(self, name: str, text: _Value, /, **attributes: _Value) -> None:
        """Add an element with a text, unless there is none."""
        if text is not None:
            self.leaf(name, text, **attributes)

    def flag(self, name: str, present: bool, /) -> None:
        """Add an empty element, or not."""
        if present:
            self.leaf(name)

    @contextmanager
    def element(self, name: str, /, **attributes: _Value) -> Iterator[None]:
        """Add an element around those that the block adds; an empty one if it adds none."""
        mine = len(self._lines)
        with self.hollow(name, **attributes):
            yield
        if len(self._lines) == mine + 2:  # the empty one
            self._lines.pop()
            self._lines[mine] = f"{self._lines[mine][:-2]}/>\n"

    @contextmanager
    def hollow(self, name: str, /, **attributes: _Value) -> Iterator[None]:
        """Add an element around those that the block adds, with an end tag if it adds none, too."""
        head = self._head(name, attributes)
        self._lines.append(f"{head}>\n")
        outer, self._indent = self._indent, self._indent + "  "
        yield
        self._indent = outer
        self._lines.append(f"{outer}</{name}>\n")

    def _head(self, name: str, attributes: dict[str, _Value]) -> str:
        parts = [f"{self._indent}<{name}"]
        for attribute, value in attributes.items():
            if value is not None:
                word = attribute.rstrip("_").replace("__", ":")
                parts.append(f" {word}='{str(value).translate(_ATTRIBUTE)}'")
        return "".join(parts)

    def __str__(self) -> str:
        return "".join(self._lines)
