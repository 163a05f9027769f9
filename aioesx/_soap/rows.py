"""Rows of plain values, read without a tree: what lists of machines, hosts or files consist of.

An answer of the property collector may hold thousands of objects with a few texts, numbers,
words and references each. One expression matches such a property whole, and only what says the
same to every XML parser: no comment, no CDATA, no ``&``, the default namespace as the answer's
own element declares it. What `xsi:type` means is left to the parser, once for each way that it
is written. The rows are cut out, and the rest of the document goes the usual way; the first row
that is anything else ends the cutting, and goes there too.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from aioesx import vim
from aioesx._soap.density import MAX_ELEMENTS
from aioesx._soap.document import QualifyingBuilder
from aioesx._soap.names import VIM, XSD, XSI_TYPE
from aioesx._soap.plans import REFERENCE, SCALAR, any_binding
from aioesx.vim.base import ManagedObjectReference

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from aioesx._soap.document import Document

__all__ = ["cut_rows"]

_HEAD: Final = re.compile(
    rb"(?:<\?xml [^<>?]*\?>)?\s*<(?:\w+:)?Envelope[^<>]*>\s*<(?:\w+:)?Body[^<>]*>\s*"
    rb'<\w+Response xmlns="urn:vim25">\s*<returnval>\s*(?:<token>[^<>]*</token>)?(?=<objects>)'
)
# U+000D is left out, too: a parser would read a line feed in its place.
_TEXT: Final = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_PROPERTY: Final = f"<propSet><name>({_TEXT})</name><val([^<>]*+)>({_TEXT})</val></propSet>"
_MOST_PROPERTIES: Final = 32
_MOST_WAYS: Final = 64
_LONGEST_WAY: Final = 2048  # head and tag together, of those that are remembered
_FIRST_LOOK: Final = 4096
_WINDOW: Final = 1 << 18
_ROW_END: Final = b"</objects>"
_VALUE: Final = f"{{{VIM}}}val"

_new_tuple: Callable[[type[ManagedObjectReference], Any], ManagedObjectReference] = tuple.__new__
_new: Callable[[type[Any]], Any] = object.__new__


@cache
def _row(properties: int) -> re.Pattern[str]:
    """Return what matches a row of that many properties."""
    return re.compile(
        rf'<objects><obj type="([\w.-]*+)">({_TEXT})</obj>{_PROPERTY * properties}</objects>'
    )


def cut_rows(document: Document) -> Generator[None, None, list[vim.ObjectContent]]:
    """Return the plain rows that a `RetrieveResult` begins with, and take them off the document.

    It goes by windows of whole rows, and stops after each.
    """
    body = document.body
    head = _HEAD.match(body)
    if head is None:
        return []
    cutter = _Cutter(head[0])
    start = head.end()
    cutter.cut(body[start : start + _FIRST_LOOK].decode(errors="replace"), most=1)
    if not cutter.rows:
        return []
    rows: list[vim.ObjectContent] = []
    rest = ""
    while not rest and (end := body.rfind(_ROW_END, start, start + _WINDOW)) >= 0:
        end += len(_ROW_END)
        try:
            rest = cutter.cut(body[start:end].decode())
        except UnicodeDecodeError:
            break
        rows += cutter.rows
        start = end - len(rest.encode())
        yield
    document.body = head[0] + body[start:]
    return rows


class _Cutter:
    """Reads rows until one is not plain, or wrong: that one is for the parser."""

    def __init__(self, head: bytes | bytearray) -> None:
        self.rows: list[vim.ObjectContent] = []
        self._head = head
        self._readers: dict[str, Callable[[str], Any]] = {}
        self._names: dict[str, str] = {}

    def cut(self, text: str, most: int = MAX_ELEMENTS) -> str:
        """Read the rows that `text` begins with, at most that many; return what is left."""
        rows: list[vim.ObjectContent] = []
        self.rows = rows
        end = 0
        match_row = _row(0).match
        while len(rows) < most:
            match = match_row(text, end)
            if match is None:
                count = text.count("<propSet>", end, text.find("</objects>", end))
                if count > _MOST_PROPERTIES or match_row == _row(count).match:
                    break
                match_row = _row(count).match
                continue
            try:
                rows.append(self._read(*match.groups()))
            except ValueError:
                break
            end = match.end()
        return text[end:]

    def _read(self, managed: str, ref: str, *properties: str) -> vim.ObjectContent:
        readers, names = self._readers, self._names
        row: vim.ObjectContent = _new(vim.ObjectContent)
        row.obj = _new_tuple(ManagedObjectReference, (names.setdefault(managed, managed), ref))
        row.missing_set = []  # whoever reads the row asks for it
        if properties:
            found = row.prop_set = []
            values = iter(properties)
            for name, how, text in zip(values, values, values, strict=True):
                read = readers.get(how) or self._reader(how)
                entry = _new(vim.DynamicProperty)
                entry.name = names.setdefault(name, name)
                entry.val = read(text)
                found.append(entry)
        return row

    def _reader(self, how: str) -> Callable[[str], Any]:
        """Return what reads a value whose tag says `how`, as the parser understands that.

        Raises:
            ValueError: it is no scalar and no reference, or too many others came before.
        """
        if len(self._readers) >= _MOST_WAYS:
            raise ValueError("not plain")
        head = bytes(self._head)
        usual = len(head) + len(how) < _LONGEST_WAY
        read = self._readers[how] = (_usual_reader if usual else _reader)(head, how)
        return read


def _reader(head: bytes, how: str) -> Callable[[str], Any]:
    """Return what reads a value whose tag says `how`, behind the head of an answer.

    Raises:
        ValueError: it is no scalar and no reference.
    """
    builder = QualifyingBuilder()
    parser = ET.XMLParser(target=builder, encoding="utf-8")  # noqa: S314 - body was checked
    try:
        parser.feed(head + f"<objects><propSet><val{how}>".encode())
    except ET.ParseError as error:
        raise ValueError(str(error)) from None
    element = builder.close()
    while len(element):
        element = element[-1]
    uri, _, name = element.get(XSI_TYPE, "").removeprefix("{").partition("}")
    if element.tag != _VALUE or uri not in (VIM, XSD):
        raise ValueError("not plain")
    attributes = len(element.attrib)
    bound = any_binding(f"xsd:{name}" if uri == XSD else name)
    managed = element.get("type")
    if bound.kind == SCALAR and attributes == 1:
        return str if name == "string" else bound.memo.__getitem__
    if bound.kind == REFERENCE and attributes == 2 and managed is not None:
        return _referring_to(managed)
    raise ValueError("not plain")


# Hosts of one kind write their heads and tags alike, so that a short answer needs no parser.
_usual_reader: Final = lru_cache(maxsize=256)(_reader)


def _referring_to(managed: str) -> Callable[[str], ManagedObjectReference]:
    """Return what makes references of one type."""
    return lambda value: _new_tuple(ManagedObjectReference, (managed, value))
