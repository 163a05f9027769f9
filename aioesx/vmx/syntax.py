"""VMX text <-> its settings: the grammar, the character sets and the escapes of the format.

A VMX file is a list of ``key = "value"`` lines, with ``#`` comments. The grammar is the one that
libvirt reads: several settings may stand in one line with ``;`` between them, a value stands in
double, single or triple double quotes and has no backslash escapes, keys are compared without
case, and of two equal keys the first counts.

This file does not know what any key means, but for ``.encoding``, which names the character set
of the file itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NoReturn, cast

from aioesx.errors import DocumentError, UnsupportedError, VmxSyntaxError

__all__ = [
    "MAX_VMX_BYTES",
    "Settings",
    "escape_percent",
    "escape_pipe",
    "format_vmx",
    "parse_vmx",
    "unescape",
]

MAX_VMX_BYTES: Final = 10 * 1024 * 1024
"""Size of the largest VMX file that is read, in bytes; what virsh reads at most, too."""

_NAME: Final = r"[A-Za-z.][A-Za-z0-9_:.\-]*"
_KEY: Final = re.compile(_NAME)
_GAP: Final = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)+")
_SETTING: Final = re.compile(
    rf"""({_NAME})[ \t]*=[ \t]*
    (?:
        (?=[\s\S]{{7}})(?>\"\"\"([\s\S]*?)\"\"\")  # may span lines; never the last six bytes
      | "([^"\r\n]*)"
      | '([^'\r\n]*)'
    )
    [ \t]*(?:\#[^\r\n]*)?(?:;|(?=[\r\n])|\Z)""",
    re.VERBOSE,
)
_UNWRITABLE: Final = re.compile(r'["\r\n\0\ud800-\udfff]')

# The character sets that `.encoding` may name, by Python's name for them. They are all that are
# found in VMX files and hold ASCII as it is, so that the first reading can find `.encoding`.
_CHARSET: Final = re.compile(
    r"ascii|utf-8|gb(k|2312|18030)|big5(hkscs)?|shift_jis|euc_(jp|kr)|johab|koi8-[ru]|tis-620"
    r"|iso8859-\d+|mac-roman|cp(437|85[02578]|86[26]|874|932|949|950|125[0-8])"
)
_CHARSET_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,39}")


class Settings(Mapping[str, str]):
    """The settings of a VMX file: read-only, in file order, looked up without regard to case.

    Iteration gives the keys as the file spells them. Of two keys that differ by case only, the
    first counts.
    """

    __slots__ = ("_entries",)

    def __init__(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        entries: dict[str, tuple[str, str]] = {}
        for key, value in _pairs(pairs):
            entries.setdefault(key.lower(), (key, value))
        self._entries = entries

    def __getitem__(self, key: str) -> str:
        return self._entries[key.lower()][1]

    def find(self, key: str) -> str | None:
        """Return the value of a key, or None; a quicker `get`."""
        entry = self._entries.get(key.lower())
        return entry[1] if entry is not None else None

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self._entries

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Settings):
            return NotImplemented
        return self._by_lower_key() == other._by_lower_key()

    def __hash__(self) -> int:
        return hash(frozenset(self._by_lower_key().items()))

    def __repr__(self) -> str:
        return f"<Settings: {len(self)} keys>"

    def _by_lower_key(self) -> dict[str, str]:
        return {lower: value for lower, (_, value) in self._entries.items()}

    def changed(self, changes: Mapping[str, str | None]) -> Settings:
        """Return these settings with some changed, added, or removed where None.

        A changed one keeps its place and its spelling. What stays is shared, not copied.
        """
        other = Settings()
        entries = other._entries = dict(self._entries)
        for key, value in changes.items():
            lower = key.lower()
            if value is None:
                entries.pop(lower, None)
            else:
                spelled = entries[lower][0] if lower in entries else key
                entries[lower] = (spelled, value)
        return other

    def lower_keys(self) -> Iterable[str]:
        """Return every key in lower case, in file order."""
        return self._entries.keys()


def _pairs(
    settings: Mapping[str, str] | Iterable[tuple[str, str]],
) -> Iterable[tuple[str, str]]:
    if isinstance(settings, Mapping):
        return cast("Mapping[str, str]", settings).items()
    return settings


def parse_vmx(text: str | bytes) -> Settings:
    """Split a VMX file into its settings.

    Args:
        text: the file. Bytes are decoded from the character set that its ``.encoding`` names,
            from UTF-8 if it names none; a string is taken as it is.

    Raises:
        VmxSyntaxError: the grammar is broken, or bytes are not in the file's character set.
        UnsupportedError: ``.encoding`` names a character set that is not known.
        DocumentError: the file is larger than `MAX_VMX_BYTES`.
    """
    if len(text) > MAX_VMX_BYTES:
        raise DocumentError(f"a VMX file may have {MAX_VMX_BYTES} bytes, this one has {len(text)}")
    if isinstance(text, bytes):
        text = _decode(text)
    return Settings(_statements(text))


def _statements(text: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(text)
    if "\0" in text:
        _fail("a NUL character", text, text.index("\0"))
    while True:
        if gap := _GAP.match(text, position):
            position = gap.end()
        if position == end:
            return
        setting = _SETTING.match(text, position)
        if setting is None:
            _diagnose(text, position)
        key, multi, double, single = setting.groups()
        yield key, double if double is not None else multi if multi is not None else single
        position = setting.end()


# What may be wrong at a place where no value can begin, by its first character.
_NO_VALUE: Final = {"[": "lists are not allowed"} | dict.fromkeys(
    "+-0123456789", "numbers are not allowed without quotes"
)


def _diagnose(text: str, position: int) -> NoReturn:
    """Say why no setting begins at `position`."""
    name = _KEY.match(text, position)
    if name is None:
        mark = " but found a byte order mark" if text.startswith("\ufeff") and not position else ""
        _fail(f"expected a key{mark}", text, position)
    at = _skip_blanks(text, name.end())
    key = name.group()[:80]
    if text[at : at + 1] != "=":
        _fail(f"expected '=' after the key {key!r}", text, at)
    at = _skip_blanks(text, at + 1)
    quote = text[at : at + 1]
    if quote not in ("'", '"'):
        _fail(_NO_VALUE.get(quote, "expected a value in quotes"), text, at)
    if text.startswith('"""', at) and len(text) - at > 6 and text.find('"""', at + 3) < 0:
        _fail(f"unterminated value of {key!r}", text, at)
    value = re.compile(rf"{quote}[^{quote}\r\n]*{quote}").match(text, at)
    if value is None:
        _fail(f"unterminated value of {key!r}", text, at)
    _fail(f"expected the end of the line after the value of {key!r}", text, value.end())


def _skip_blanks(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t"):
        position += 1
    return position


def _fail(message: str, text: str, position: int) -> NoReturn:
    raise VmxSyntaxError(message, line=text.count("\n", 0, position) + 1)


def _decode(data: bytes) -> str:
    """Decode a file from the character set that it names.

    The first reading is of the bytes as they are, and must succeed: it finds ``.encoding``.
    """
    encoding = "utf-8"
    if b".encoding" in data.lower():
        raw = Settings(_statements(data.decode("latin-1")))
        encoding = _charset(raw.get(".encoding", encoding))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte {data[error.start]:#04x} is not {encoding}; .encoding names the real one"
        raise VmxSyntaxError(reason, line=line) from None


def _charset(name: str) -> str:
    """Return Python's name of a character set, if it is one that a VMX file may be in."""
    try:
        if _CHARSET_NAME.fullmatch(name) and _CHARSET.fullmatch(codecs.lookup(name).name):
            return codecs.lookup(name).name
    except LookupError:
        pass
    raise UnsupportedError(f"unknown character set {name!r}", key=".encoding", value=name)


def format_vmx(settings: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    r"""Write settings as VMX text, one ``key = "value"`` a line, each ended by ``\n``.

    No value can bring a line of its own: what the format has no word for is refused. The text
    does not tell its character set; whoever wants it told adds ``.encoding``.

    Raises:
        UnsupportedError: a key is not one, or comes twice, or a value holds a double quote, a
            line end, a NUL character or a surrogate.
    """
    lines: list[str] = []
    seen: set[str] = set()
    for key, value in _pairs(settings):
        if not _KEY.fullmatch(key):
            raise UnsupportedError(f"{key!r} cannot be a VMX key", key=key, value=value)
        if key.lower() in seen:
            raise UnsupportedError(f"the VMX key {key!r} is set twice", key=key, value=value)
        if _UNWRITABLE.search(value):
            reason = f"the value of the VMX key {key!r} holds a quote, a line end or a NUL"
            secret = key.lower().endswith("password")
            raise UnsupportedError(reason, key=key, value=None if secret else value)
        seen.add(key.lower())
        lines.append(f'{key} = "{value}"\n')
    return "".join(lines)


# Two escapes work on the bytes inside a value: |XX and %XX, XX being two hex digits. Which keys
# have them is known to the tables, not here.

_ESCAPES: Final = {
    mark: re.compile(rb"%b(?:([0-9A-Fa-f]{2}))?" % re.escape(mark.encode())) for mark in "|%"
}
_PIPE: Final = {ord(c): f"|{ord(c):02x}" for c in '"|\r\n'}
_PERCENT: Final = {ord(c): f"%{ord(c):02x}" for c in "/\\%"}


def escape_pipe(text: str) -> str:
    r"""Write ``"`` and ``|`` as ``|22`` and ``|7c``, as libvirt does, and line ends likewise."""
    return text.translate(_PIPE)


def escape_percent(text: str) -> str:
    r"""Write ``/``, ``\`` and ``%`` as ``%2f``, ``%5c`` and ``%25``."""
    return text.translate(_PERCENT)


def unescape(text: str, marks: str) -> str:
    """Undo the escapes that begin with `marks`, one after the other.

    Args:
        text: the value as it stands in the file.
        marks: ``"|"``, or ``"%|"`` for what was escaped by both.

    Raises:
        ValueError: a mark is not followed by two hex digits, or what comes out is not UTF-8.
    """
    if not any(mark in text for mark in marks):
        return text
    data = text.encode("utf-8", "surrogatepass")
    for mark in marks:
        data = _ESCAPES[mark].sub(_unescaped_byte, data)
    return data.decode("utf-8")


def _unescaped_byte(match: re.Match[bytes]) -> bytes:
    if match[1] is None or match[1] == b"00":
        raise ValueError(match[0].decode())
    return bytes.fromhex(match[1].decode())
