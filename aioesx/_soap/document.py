"""Bytes from the network to an element tree, refusing what no VMware server sends.

SOAP 1.1 forbids DTDs, and without one there are no entities to expand and no files to read; a
server speaks UTF-8. So both are demanded before the parser sees a byte, and so are bounds for
the number of elements and for the length of a text and of a tag. Well-formedness is expat's.

The parser is the C accelerator of `xml.etree.ElementTree`: its elements cost a third of lxml's
to walk (docs/performance.md has the figures).
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from aioesx._soap.names import XSI_TYPE
from aioesx.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "MAX_DEPTH",
    "MAX_ELEMENTS",
    "MAX_NAME",
    "Document",
    "QualifyingBuilder",
    "check",
    "collector_paused",
]

MAX_ELEMENTS: Final = 1_000_000
MAX_DEPTH: Final = 256
MAX_TEXT: Final = 10_000_000
MAX_TAG: Final = 50_000
MAX_NAME: Final = 50_000

_SHORTEST: Final = len("<a/>")
_LARGE_BODY: Final = 1 << 18
_CHUNK: Final = 1 << 14
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_BINDING = re.compile(rb"xmlns(?::([^\s=]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Document:
    """A document that is parsed chunk by chunk, so that what has been read can be let go.

    Attributes:
        bindings: namespace of each prefix, ``""`` for the default one, when each prefix has one
            meaning in the whole document; None when types are written out while parsing.
    """

    __slots__ = ("_body", "_builder", "_parser", "bindings")

    def __init__(self, body: bytes | bytearray) -> None:
        """Take a body that `check` let through; nothing is parsed yet.

        Raises:
            ProtocolError: a namespace is not UTF-8.
        """
        self._body = body
        self.bindings = _bindings(body)
        self._builder: Any = ET.TreeBuilder() if self.bindings is not None else QualifyingBuilder()
        self._parser = ET.XMLParser(target=self._builder, encoding="utf-8")  # noqa: S314 - see check

    def chunks(self) -> Iterator[ET.Element]:
        """Yield the root element, as far as it is there, after each chunk.

        The last element on each level may be incomplete until the iteration ends. Complete
        children may be removed meanwhile.

        Raises:
            ProtocolError: the document is not well-formed.
        """
        view = memoryview(self._body)
        try:
            for start in range(0, len(view), _CHUNK):
                self._parser.feed(view[start : start + _CHUNK])
                root = self._builder.close()  # the C builder gives what it has, and goes on
                if root is not None:
                    yield root
            self._parser.close()
        except (ET.ParseError, ValueError, UnicodeError) as error:
            raise ProtocolError(f"not well-formed XML: {error}") from None

    def root(self) -> ET.Element:
        """Parse it all; return the root element.

        Raises:
            ProtocolError: the document is not well-formed.
        """
        root = None
        for root in self.chunks():  # noqa: B007 - the last one is whole
            pass
        if root is None:
            raise ProtocolError("not well-formed XML: it is empty")
        return root


def check(body: bytes | bytearray) -> None:
    """Hold a body against what can be told without parsing it.

    Raises:
        ProtocolError: it is not UTF-8, has a DTD or is beyond a bound.
    """
    start = body[:1024].removeprefix(_BYTE_ORDER_MARK)
    declared = _DECLARATION.match(start)
    prolog = _PROLOG.match(body)
    if prolog is None or body.startswith(b"<!", prolog.end()):
        raise ProtocolError("a DOCTYPE is refused")
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise ProtocolError(
            f"encoding {declared[1][:40].decode('latin-1')!r} is refused: not UTF-8"
        )
    if (
        len(body) > MAX_ELEMENTS * _SHORTEST
        and body.count(b"<") > MAX_ELEMENTS
        and body.count(b"</") + body.count(b"/>") > MAX_ELEMENTS
    ):
        raise ProtocolError(f"more than {MAX_ELEMENTS} elements")
    _check_runs(body)
    _check_remarks(body, prolog.end())


def _check_runs(body: bytes | bytearray) -> None:
    """Refuse a stretch without ``<`` beyond `MAX_TEXT`, and a tag beyond `MAX_TAG`.

    A stretch of length n holds a whole window of half its length, wherever it starts, so it
    is enough to look for windows without a bracket.
    """
    window = MAX_TAG // 2
    for start in range(0, len(body), window):
        end = start + window
        if body.find(b"<", start, end) >= 0 or body.find(b">", start, end) >= 0:
            continue
        opened, closed = body.rfind(b"<", 0, start), body.rfind(b">", 0, start)
        following = body.find(b"<", end)
        if opened > closed:
            stop = body.find(b">", end)
            if (stop if stop >= 0 else len(body)) - opened > MAX_TAG:
                raise ProtocolError(f"a tag longer than {MAX_TAG} bytes")
        elif (following if following >= 0 else len(body)) - closed > MAX_TEXT:
            raise ProtocolError(f"a text longer than {MAX_TEXT} bytes")


def _check_remarks(body: bytes | bytearray, start: int) -> None:
    """Refuse comments and instructions beyond `MAX_TAG`, and as much before the root.

    The parser looks at an unfinished one from its beginning with every chunk that comes.
    """
    too_long = ProtocolError(f"a comment or instruction longer than {MAX_TAG} bytes")
    if start > MAX_TAG:
        raise too_long
    for begin, end in ((b"<!--", b"-->"), (b"<?", b"?>")):
        rare = begin[1:2]  # one byte is looked for much faster, and mostly there is none
        position = body.find(begin, start) if body.find(rare, start) >= 0 else -1
        while position >= 0:
            stop = body.find(end, position + len(begin))
            if (stop if stop >= 0 else len(body)) - position > MAX_TAG:
                raise too_long
            position = body.find(begin, stop) if stop >= 0 else -1


def _bindings(body: bytes | bytearray) -> dict[str, str] | None:
    found: dict[str, str] = {}
    seen = b"xmlns"
    position = body.find(b"xmlns")
    while position >= 0:
        if seen == b"xmlns" or not body.startswith(seen, position):
            match = _BINDING.match(body, position)
            if match is not None:
                seen = match[0]
                if not _bind(found, *match.groups(b"")):
                    return None
        position = body.find(b"xmlns", position + 5)
    return found


def _bind(found: dict[str, str], prefix: bytes, quoted: bytes, apostrophed: bytes) -> bool:
    """Add a declaration; tell whether the prefix still has one meaning."""
    try:
        name, uri = prefix.decode(), (quoted or apostrophed).decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(f"not UTF-8: {error}") from None
    return found.setdefault(name, uri) == uri


class QualifyingBuilder:
    """Writes each xsi:type out as ``{namespace}name``, for documents that rebind a prefix."""

    def __init__(self) -> None:
        self._builder = ET.TreeBuilder()
        self._bound: dict[str, list[str]] = {}
        self.data = self._builder.data
        self.end = self._builder.end
        self.close = self._builder.close

    def start_ns(self, prefix: str, uri: str) -> None:
        self._bound.setdefault(prefix or "", []).append(uri or "")

    def end_ns(self, prefix: str) -> None:
        self._bound[prefix or ""].pop()

    def start(self, tag: str, attributes: dict[str, str]) -> ET.Element:
        named = attributes.get(XSI_TYPE)
        if named is not None:
            prefix, _, local = named.strip().rpartition(":")
            bound = self._bound.get(prefix) or ([] if prefix else [""])
            if bound:  # the reader complains of a prefix that is not declared
                attributes = {**attributes, XSI_TYPE: f"{{{bound[-1]}}}{local}"}
        return self._builder.start(tag, attributes)


@contextmanager
def collector_paused(size: int) -> Iterator[None]:
    """Hold the cyclic garbage collector while a large body of `size` bytes is read.

    Reading makes hundreds of thousands of objects and no garbage; looking through them time and
    again doubles its cost. They go straight to the oldest generation afterwards: `gc.freeze` and
    `gc.unfreeze` do that without looking at them, which is left out if the program itself has
    frozen objects. Threads may overlap: whoever found the collector running starts it again.
    """
    if size < _LARGE_BODY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        gc.enable()
