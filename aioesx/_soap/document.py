"""Bytes from the network to an element tree, refusing what no VMware server sends.

`aioesx._xml` has looked at the bytes before; here they are fed to the parser, piece by piece, and
what comes of them is held against bounds while it is read: depth, the number of elements and of
attributes, and how much of a tree there is that nobody has taken yet. Well-formedness is expat's.

The parser is the C accelerator of `xml.etree.ElementTree`: its elements cost a third of lxml's
to walk (docs/performance.md has the figures).
"""

from __future__ import annotations

import gc
import os
import re
from codecs import utf_8_decode
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from aioesx._soap.density import HARMLESS, Density
from aioesx._soap.names import XSI_TYPE
from aioesx._xml import HostileXmlError, check
from aioesx.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

__all__ = [
    "MAX_DEPTH",
    "Document",
    "QualifyingBuilder",
    "collector_paused",
    "prune",
]

MAX_DEPTH: Final = 200
"""Levels of elements that a value may have below it."""

_FLAT: Final = 7 * MAX_DEPTH  # bytes that cannot nest so deep: <a></a>
_ABOVE: Final = 8  # levels from the root to a value, and some
_MOST_PREFIXES: Final = 1000
_LARGE_BODY: Final = 1 << 18
_CHUNK: Final = 1 << 14
_WINDOW: Final = 1 << 20
_XMLNS: Final = b"xmlns"
_RESULT: Final = b"<returnval"
_LONGEST_HEAD: Final = 2048
_BINDING = re.compile(rb"xmlns(?::([^\s=]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PAUSING: Final = os.environ.get("AIOESX_COLLECTOR", "") != "on"


class Document:
    """A document that is parsed chunk by chunk, so that what has been read can be let go.

    Attributes:
        body: what is parsed; rows may be cut out of it before that begins.
        bindings: once it is prepared, namespace of each prefix, ``""`` for the default one, where
            each prefix has one meaning in the whole document; None where types are written out
            while parsing.
    """

    __slots__ = ("_come", "_density", "bindings", "body")

    def __init__(self, body: bytes | bytearray) -> None:
        """Hold a body against what can be told without parsing it; nothing is parsed yet.

        Raises:
            ProtocolError: it is not UTF-8, has a document type or is beyond a bound.
        """
        try:
            check(body)
        except HostileXmlError as error:
            raise ProtocolError(str(error)) from None
        self.body = body
        self.bindings: dict[str, str] | None = None
        self._come = 0
        self._density: Density | None = None

    def prepared(self) -> Generator[None, None, None]:
        """Find the namespaces and count the elements of a large body, in steps, before parsing.

        Raises:
            ProtocolError: it is beyond a bound.
        """
        if len(self.body) > HARMLESS:
            self._density = Density(self.body, _CHUNK)
            yield from self._density.check_elements()
        self.bindings = yield from _bindings(self.body)

    def chunks(self) -> Iterator[ET.Element]:
        """Yield the root element, as far as it is there, after each chunk; once `prepared`.

        The last element on each level may be incomplete until the iteration ends. Complete
        children may be removed meanwhile; `let_go` says that they were.

        Raises:
            ProtocolError: the document is not UTF-8, not well-formed, or beyond a bound.
        """
        builder: Any = ET.TreeBuilder() if self.bindings is not None else QualifyingBuilder()
        parser = ET.XMLParser(target=builder, encoding="utf-8")  # noqa: S314 - see check
        view = memoryview(self.body)
        size, read = len(view), 0
        try:
            for start in range(0, size, _CHUNK):
                end = self._come = min(start + _CHUNK, size)
                read += utf_8_decode(view[read:end], "strict", end == size)[1]
                if self._density is not None:
                    self._density.add(start, end)
                parser.feed(view[start:end])
                if end == size:
                    parser.close()  # expat from 2.6.0 on may have put off what came last
                root = builder.close()  # the C builder gives what it has, and goes on
                if root is not None:
                    if size > _FLAT:
                        _check_depth(root)
                    yield root
        except UnicodeDecodeError as error:
            raise ProtocolError(f"not UTF-8: {error.reason}") from None
        except (ET.ParseError, ValueError) as error:
            raise ProtocolError(f"not well-formed XML: {error}") from None

    def let_go(self) -> None:
        """Say that what has come so far is taken from the tree."""
        if self._density is not None:
            self._density.let_go(self._come)

    def check_rest(self, root: ET.Element) -> None:
        """Hold against the depth what nobody has read, when all has come.

        Raises:
            ProtocolError: it is nested too deep.
        """
        level = [root] if len(self.body) > _FLAT else []
        for _ in range(MAX_DEPTH + _ABOVE):
            if not level:
                return
            level = [child for parent in level for child in parent]
        raise ProtocolError(f"nested deeper than {MAX_DEPTH}")

    def root(self) -> ET.Element:
        """Parse it all; return the root element.

        Raises:
            ProtocolError: the document is not well-formed, or nested too deep.
        """
        for _ in self.prepared():
            pass
        root = None
        for root in self.chunks():  # noqa: B007 - the last one is whole
            pass
        if root is None:
            raise ProtocolError("not well-formed XML: it is empty")
        self.check_rest(root)
        return root


def _check_depth(root: ET.Element) -> None:
    """Refuse a tree whose last branch, which is the open one, is too long."""
    element, depth = root, 0
    while len(element):
        element = element[-1]
        depth += 1
    if depth > MAX_DEPTH + _ABOVE:
        raise ProtocolError(f"nested deeper than {MAX_DEPTH}")


def prune(element: ET.Element) -> None:
    """Let all go but the branch that is still growing, of what nobody reads."""
    while len(element):
        del element[:-1]
        element = element[0]


def _bindings(body: bytes | bytearray) -> Generator[None, None, dict[str, str] | None]:
    # What stands before a result is the same, byte by byte, in each answer of a server to a method.
    start = max(body.find(_RESULT, 0, _LONGEST_HEAD), 0)
    known = _bindings_of_head(bytes(body[:start]))
    if known is None:
        return None
    found = dict(known)
    for begin in range(start, len(body), _WINDOW):
        if not _gather(body, begin, begin + _WINDOW, found):
            return None
        if begin + _WINDOW < len(body):
            yield
    return found


@lru_cache(maxsize=64)
def _bindings_of_head(head: bytes) -> dict[str, str] | None:
    found: dict[str, str] = {}
    return found if _gather(head, 0, len(head), found) else None


def _gather(body: bytes | bytearray, start: int, end: int, found: dict[str, str]) -> bool:
    """Add the declarations that begin there; tell whether each prefix still has one meaning."""
    last = end + len(_XMLNS) - 1
    seen = _XMLNS
    position = body.find(_XMLNS, start, last)
    while position >= 0:
        if seen == _XMLNS or not body.startswith(seen, position):
            match = _BINDING.match(body, position)
            if match is not None:
                seen = match[0]
                if not _bind(found, *match.groups(b"")):
                    return False
        position = body.find(_XMLNS, position + len(_XMLNS), last)
    return True


def _bind(found: dict[str, str], prefix: bytes, quoted: bytes, apostrophed: bytes) -> bool:
    """Add a declaration; tell whether the prefix still has one meaning."""
    try:
        name, uri = prefix.decode(), (quoted or apostrophed).decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(f"not UTF-8: {error.reason}") from None
    if len(found) > _MOST_PREFIXES:
        raise ProtocolError(f"more than {_MOST_PREFIXES} prefixes of namespaces")
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
    ``AIOESX_COLLECTOR=on`` in the environment leaves it running.

    It lasts as long as one step of reading, never over an await.
    """
    if size < _LARGE_BODY or not _PAUSING or not gc.isenabled():
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
