"""The bytes of a VMX file -> its text: byte order marks, UTF-16, and what ``.encoding`` names."""

from __future__ import annotations

import re
from typing import Final

from aioesx.errors import DocumentError, UnsupportedError, VmxSyntaxError
from aioesx.vmx._charsets import LEGACY, charset_of, decode
from aioesx.vmx._grammar import KEY, count_lines, scan
from aioesx.vmx._journal import Journal, quoted

__all__ = ["MAX_VMX_BYTES", "read_text"]

MAX_VMX_BYTES: Final = 10 * 1024 * 1024
"""Size of the largest VMX file that is read, in bytes; what virsh reads at most, too."""

_BOM: Final = "\ufeff"
_HEAD: Final = 512
_OTHER_FILES: Final = {
    "<": "XML; `domxml-to-native` converts the XML of a domain",
    "# Disk DescriptorFile": "the descriptor of a disk image",
    "KDMV": "a disk image",
    "PK\x03\x04": "an archive",
}
_UTF_16: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_text(data: bytes | str, journal: Journal) -> str:
    """Return the text of a file, without a byte order mark and NUL characters.

    Raises:
        DocumentError: it is larger than `MAX_VMX_BYTES`, or no text.
    """
    if len(data) > MAX_VMX_BYTES:
        raise DocumentError(f"a VMX file may have {MAX_VMX_BYTES} bytes, this one has {len(data)}")
    head = data[:_HEAD] if isinstance(data, str) else data[:_HEAD].decode("latin-1")
    for beginning, what in _OTHER_FILES.items():
        if head.lstrip(f"{_BOM}\xef\xbb\xbf \t\r\n").startswith(beginning):
            raise VmxSyntaxError(f"this is no VMX file, but {what}", line=1)
    text = data if isinstance(data, str) else _decode(data, journal)
    if text and not text.strip("\0"):
        raise VmxSyntaxError("a NUL character, and so are all others: a crash left this", line=1)
    if text.startswith(_BOM):
        help_ = "save the file without it"
        reason = f"expected a key but found a byte order mark, which VMware writes none of; {help_}"
        journal.refuse(VmxSyntaxError(reason, line=1), "passed over")
        text = text.removeprefix(_BOM)
    if "\0" in text:
        line = count_lines(text, 0, text.index("\0")) + 1
        journal.refuse(VmxSyntaxError("a NUL character", line=line), "left out")
        text = text.replace("\0", "")
    return text


def _decode(data: bytes, journal: Journal) -> str:
    if (codec := _utf_16(data)) is not None:
        reason = "the file is in UTF-16, which VMware does not read; save it in UTF-8"
        journal.refuse(VmxSyntaxError(reason, line=1), "read as UTF-16")
        return data.decode(codec, "replace").removeprefix(_BOM)
    if data.startswith(_BOM.encode()):
        return _decode_from(data, "utf-8", "UTF-8", journal)
    # The first reading is of the bytes as they are: it finds ``.encoding``, which is ASCII.
    name, line = _named_encoding(data)
    if name is None:
        return _decode_from(data, "utf-8", None, journal)
    charset = charset_of(name)
    if charset is None:
        key = ".encoding"
        reason = f"line {line}: {key} = {quoted(name)}: no VMX file can be in this character set"
        error = UnsupportedError(reason, key=key, value=name, line=line)
        journal.refuse(error, "read as UTF-8")
        return _decode_from(data, "utf-8", None, journal)
    return _decode_from(data, charset, name, journal)


def _utf_16(data: bytes) -> str | None:
    """Recognise UTF-16 by its mark, or by the NUL bytes that ASCII letters have in it."""
    for mark, codec in _UTF_16:
        if data.startswith(mark):
            return codec
    head = data[: min(_HEAD, len(data)) // 2 * 2]
    if len(head) < 8:
        return None
    if not any(head[::2]) and all(head[1::2]):
        return "utf-16-be"
    return "utf-16-le" if not any(head[1::2]) and all(head[::2]) else None


def _named_encoding(data: bytes) -> tuple[str | None, int]:
    if b".encoding" not in data.lower():
        return None, 0
    silent = Journal(lenient=True, on_warning=lambda _: None)
    for key, value, line in scan(data.decode("latin-1").replace("\0", ""), silent):
        if key.lower() == ".encoding":
            return value, line
    return None, 0


def _decode_from(data: bytes, charset: str, name: str | None, journal: Journal) -> str:
    """Decode from a character set; `name` is how the file names it, None if it names none."""
    try:
        return decode(data, charset)
    except UnicodeDecodeError as error:
        start = error.start
    before = data[:start].decode("latin-1")
    line = count_lines(before, 0, len(before)) + 1
    key = _key_at(data, start)
    where = f"byte {data[start]:#04x}" + (f" in {key}" if key else "")
    if charset == "utf-8":
        add = f'add .encoding = "{LEGACY}", or what it is in, as the first line'
        names = "the file names no character set" if name is None else f".encoding names {name}"
        reason = f"{where} is not UTF-8, and {names}; {add}"
        journal.refuse(VmxSyntaxError(reason, line=line, key=key), f"read as {LEGACY}")
        return "".join(map(_utf_8_or_legacy, data.splitlines(keepends=True)))
    reason = f"{where} is not {name}, the character set that .encoding names"
    instead = "what is not is shown as \N{REPLACEMENT CHARACTER}"
    journal.refuse(VmxSyntaxError(reason, line=line, key=key), instead)
    return data.decode("cp874" if charset == "ibm-874" else charset, "replace")


def _utf_8_or_legacy(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line, "cp1252")


def _key_at(data: bytes, position: int) -> str | None:
    """Return the key of the line in which a byte stands."""
    start = max(data.rfind(b"\n", 0, position), data.rfind(b"\r", 0, position)) + 1
    line = data[start : start + _HEAD].decode("latin-1").lstrip()
    match = KEY.match(line)
    return match[0] if match and re.match(r"[ \t]*=", line[match.end() :]) else None
