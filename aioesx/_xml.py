"""What every document is held against before a parser sees it, whoever wrote it.

A guard has to read what the parser reads. So a document is UTF-8, strictly, and has no NUL: then
no mark, no declaration and no guess of a parser makes another text of the same bytes. SOAP
forbids document types, and libvirt's XML has none; without one there are no entities to expand
and no files to read. Whether there is one is the parser's word: expat's, asked for the prolog
where that holds more than a declaration. Bounds for a text, a tag and a remark keep each token
within what expat 2.5.0, which looks at an unfinished one from its beginning, takes in good time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_REMARKS", "MAX_TAG", "MAX_TEXT", "TAG", "HostileXmlError", "check"]

MAX_TEXT: Final = 10_000_000
"""Bytes of the longest text."""

MAX_TAG: Final = 50_000
"""Bytes of the longest tag, name, comment, instruction, and of all that stands before the root."""

MAX_REMARKS: Final = 10_000
"""Comments, sections and instructions of a document; no server writes any."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_USUAL: Final = b'<?xml version="1.0" encoding="UTF-8"?>'
_PLAIN_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?:<\?xml [^<>?]{1,200}\?>[ \t\r\n]*)?<[A-Za-z_:]"
)
_DECLARED = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_UTF8_NAMES: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_PIECE: Final = 4096
_SECTION: Final = b"<![CDATA["
TAG = re.compile(rb"<[^<>\"']*+(?:\"[^<\"]*+\"[^<>\"']*+|'[^<']*+'[^<>\"']*+)*+>")


class HostileXmlError(ValueError):
    """A document is not UTF-8, has a document type, or is beyond a bound."""


def check(data: bytes | bytearray, *, of_text: bool = False) -> None:
    """Hold a document against all that can be told without parsing it.

    That its bytes are UTF-8 is for the parser's feeder to see, piece by piece.

    Args:
        data: the document.
        of_text: it was text before, so the encoding that it declares was another one's.

    Raises:
        HostileXmlError: says what is wrong and quotes nothing long.
    """
    if data.find(b"\0") >= 0:
        raise HostileXmlError("it holds a NUL: not UTF-8 (UTF-16, perhaps)")
    if not of_text and not data.startswith(_USUAL):
        _check_declaration(data)
    plain = _PLAIN_PROLOG.match(data)
    root = plain.end() - 2 if plain is not None else _root_of(data)
    _check_runs(data)
    _check_remarks(data, root)


def _check_declaration(data: bytes | bytearray) -> None:
    declared = _DECLARED.match(data[:1024].removeprefix(_BYTE_ORDER_MARK))
    if declared is not None and declared[1].lower() not in _UTF8_NAMES:
        name = declared[1][:40].decode("latin-1")
        raise HostileXmlError(f"encoding {name!r} is refused: not UTF-8")


class _Begun(Exception):  # noqa: N818 - a signal
    """The root element begins, at this byte."""


def _root_of(data: bytes | bytearray) -> int:
    """Return where the root begins, as the parser has it; refuse a document type before it.

    Where it is not found it begins at the end, and that is too late where it matters. The prolog
    goes to the parser in small pieces, since an exception stops it at the end of one; the last is
    said to be the last, as expat from 2.6.0 on may put off what is in a piece until others come.
    """
    parser = expat.ParserCreate("utf-8")

    def begin(*_: object) -> None:
        raise _Begun(parser.CurrentByteIndex)

    def refuse(*_: object) -> None:
        raise HostileXmlError("a DOCTYPE is refused")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    most = min(len(data), 2 * MAX_TAG)
    for start in range(0, most, _PIECE):
        is_last = start + _PIECE >= most
        try:
            parser.Parse(bytes(data[start : start + _PIECE]), is_last)
        except _Begun as begun:
            return int(begun.args[0])
        except expat.ExpatError:
            return len(data) if is_last else start  # not well-formed, for the reader to say
    return len(data)


def _check_runs(data: bytes | bytearray) -> None:
    """Refuse a tag beyond `MAX_TAG`, and a text beyond `MAX_TEXT`.

    Neither holds a ``<``, though both may hold a ``>``. A stretch of length n without one holds
    a whole window of half its length, wherever it starts, so it is enough to look for windows.
    """
    window = MAX_TAG // 2
    opened = looked_at = -1
    for start in range(0, len(data), window):
        last = data.rfind(b"<", start, start + window)
        if last >= 0:
            opened = last
        elif opened != looked_at:
            looked_at = opened
            _check_run(data, opened)


def _check_run(data: bytes | bytearray, opened: int) -> None:
    """Look at what begins with the ``<`` at `opened` and goes on to the next one."""
    following = data.find(b"<", opened + 1)
    end = following if following >= 0 else len(data)
    if data[opened + 1 : opened + 2] in (b"!", b"?"):
        text = end - opened  # how long the remark itself is: see _check_remarks
    else:
        tag = TAG.match(data, opened, opened + MAX_TAG)
        if tag is None:
            raise HostileXmlError(f"a tag longer than {MAX_TAG} bytes")
        text = end - tag.end()
    if text > MAX_TEXT:
        raise HostileXmlError(f"a text longer than {MAX_TEXT} bytes")


def _check_remarks(data: bytes | bytearray, root: int) -> None:
    """Refuse comments and instructions beyond `MAX_TAG`, and texts that are cut by them."""
    if root > MAX_TAG:
        raise HostileXmlError(f"a comment or instruction longer than {MAX_TAG} bytes")
    # One byte is looked for much faster than several, and mostly there is none.
    if data.find(b"!", root) < 0 and data.find(b"?", root) < 0:
        return
    text = 0
    for number, (kind, position, stop) in enumerate(_remarks(data, root)):
        if number == MAX_REMARKS:
            raise HostileXmlError(f"more than {MAX_REMARKS} comments, sections and instructions")
        if kind == _SECTION:
            text += stop - position
        elif stop - position > MAX_TAG:
            raise HostileXmlError(f"a comment or instruction longer than {MAX_TAG} bytes")
        text += position - data.rfind(b"<", 0, position)
        if text > MAX_TEXT:
            raise HostileXmlError(f"a text longer than {MAX_TEXT} bytes")


def _remarks(data: bytes | bytearray, start: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, beginning and end of each comment, section and instruction."""
    for begin, end in ((b"<!--", b"-->"), (_SECTION, b"]]>"), (b"<?", b"?>")):
        position = data.find(begin, start) if data.find(begin[1:2], start) >= 0 else -1
        while position >= 0:
            stop = data.find(end, position + len(begin))
            yield begin, position, stop if stop >= 0 else len(data)
            position = data.find(begin, stop) if stop >= 0 else -1
