"""A person's document, libvirt's XML or an OVF descriptor, becomes a tree of elements, safely.

No document type, no entities, no files, no network; UTF-8 only; bounded in size, depth and
number of elements.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from aioesx._xml import HostileXmlError, check

__all__ = ["MAX_XML_BYTES", "TreeError", "tree_of"]

MAX_XML_BYTES: Final = 4 * 1024 * 1024
"""Size of the largest XML document that is read, in bytes; libvirt's limit for a string, too."""
_MAX_ELEMENTS: Final = 100_000
_ELEMENT: Final = 270  # bytes of memory, with a text
_ATTRIBUTE: Final = 270
_TIMES: Final = 14  # its bytes is what a document may take
_ALLOWANCE: Final = 16 * 1024 * 1024


class TreeError(ValueError):
    """A document is no tree, or may not be made one; the text says why.

    Attributes:
        line: where, from 1; None where no line is to blame.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def tree_of(text: str | bytes, *, blanks: bool = True) -> etree._Element:
    """Parse a document of whatever root, without its comments and instructions.

    Args:
        text: the document.
        blanks: whether texts of white space between elements are kept.

    Raises:
        TreeError: it is too large, not UTF-8, not well-formed, or has a document type.
    """
    data = _utf8(text)
    tags = data.count(b"<")
    # As far as "=" tells how many attributes there are; texts may have some.
    cost = _ELEMENT * (tags - data.count(b"</")) + _ATTRIBUTE * data.count(b"=")
    if (
        len(data) > MAX_XML_BYTES
        or tags > 2 * _MAX_ELEMENTS
        or cost > max(_TIMES * len(data), _ALLOWANCE)
    ):
        raise TreeError("the document is too large")
    try:
        check(data, of_text=isinstance(text, str))
    except HostileXmlError as error:
        raise TreeError(f"the document is not allowed: {error}") from None
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_blank_text=not blanks,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TreeError(f"the document is not well-formed: {error.msg}", error.lineno) from None


def _utf8(text: str | bytes) -> bytes:
    try:
        data = text.encode("utf-8") if isinstance(text, str) else text
        data.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError) as error:
        raise TreeError(f"the document is not UTF-8: {error.reason}") from None
    return data
