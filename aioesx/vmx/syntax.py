"""VMX text <-> its settings: the grammar, the character sets and the escapes of the format.

A VMX file is a list of ``key = "value"`` lines, with ``#`` comments. The grammar is the one that
libvirt reads: several settings may stand in one line with ``;`` between them, a value stands in
double, single or triple double quotes and has no backslash escapes, keys are compared without
case, and of two equal keys the first counts.

This file does not know what any key means, but for ``.encoding``, which names the character set
of the file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from aioesx.errors import UnsupportedError
from aioesx.vmx._charsets import charset_of
from aioesx.vmx._grammar import KEY, scan
from aioesx.vmx._journal import Journal, OnWarning, VmxWarning, is_secret
from aioesx.vmx._text import MAX_VMX_BYTES, read_text

__all__ = [
    "MAX_VMX_BYTES",
    "Settings",
    "escape_percent",
    "escape_pipe",
    "format_vmx",
    "parse_vmx",
    "read_settings",
    "unescape",
]

ENCODING: Final = ".encoding"
"""The key that names the character set of the file."""

_UNWRITABLE: Final = re.compile(r'["\r\n\0\ud800-\udfff]')


class Settings(Mapping[str, str]):
    """The settings of a VMX file: read-only, in file order, looked up without regard to case.

    Iteration gives the keys as the file spells them. Of two keys that differ by case only, the
    first counts.
    """

    __slots__ = ("_entries", "_lines")

    def __init__(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        entries: dict[str, tuple[str, str]] = {}
        for key, value in _pairs(pairs):
            entries.setdefault(key.lower(), (key, value))
        self._entries = entries
        self._lines: Mapping[str, int] | None = None

    @classmethod
    def of_file(cls, entries: dict[str, tuple[str, str]], lines: Mapping[str, int]) -> Settings:
        """Make them of what was read.

        Args:
            entries: spelled key and value by key in lower case.
            lines: line by key in lower case.
        """
        settings = cls()
        settings._entries, settings._lines = entries, lines
        return settings

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

    def line(self, key: str) -> int | None:
        """Return the line of a key in the file, counted from 1; None if no file was read."""
        return self._lines.get(key.lower()) if self._lines is not None else None

    def spelled(self, key: str) -> str:
        """Return a key as the file spells it; as it is, if the file has none."""
        entry = self._entries.get(key.lower())
        return entry[0] if entry is not None else key

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


def parse_vmx(
    text: str | bytes, *, lenient: bool = False, on_warning: OnWarning | None = None
) -> Settings:
    """Split a VMX file into its settings.

    Args:
        text: the file. Bytes are decoded from the character set that its ``.encoding`` names,
            from UTF-8 if it names none; a string is taken as it is.
        lenient: read what breaks the grammar as a person would, and tell of it.
        on_warning: is told of what was left out or changed; else the log ``aioesx.vmx`` is.

    Raises:
        VmxSyntaxError: the grammar is broken, or bytes are not in the file's character set.
        UnsupportedError: ``.encoding`` names a character set that is not known.
        DocumentError: the file is larger than `MAX_VMX_BYTES`.
    """
    journal = Journal(lenient=lenient, on_warning=on_warning)
    settings = read_settings(text, journal)
    journal.settle()
    return settings


def read_settings(text: str | bytes, journal: Journal) -> Settings:
    """Split a VMX file into its settings; what is wrong with it goes to the journal.

    Raises:
        DocumentError: it is no VMX file at all.
    """
    entries: dict[str, tuple[str, str]] = {}
    lines: dict[str, int] = {}
    for key, value, line in scan(read_text(text, journal), journal):
        lower = key.lower()
        if lower not in entries:
            entries[lower] = (key, value)
            lines[lower] = line
        elif entries[lower][1] != value and not journal.is_full:
            first = f"{key} is set before, in line {lines[lower]}, which counts"
            shown = None if is_secret(key) else value
            journal.remark(VmxWarning(f"line {line}: {first}", key, line, shown))
    return Settings.of_file(entries, lines)


def format_vmx(settings: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    r"""Write settings as VMX text, one ``key = "value"`` a line, each ended by ``\n``.

    No value can bring a line of its own: what the format has no word for is refused. Text is
    stored in UTF-8, so an ``.encoding`` that names anything else becomes that.

    Raises:
        UnsupportedError: a key is not one, or comes twice, or a value holds a double quote, a
            line end, a NUL character or a surrogate.
    """
    lines: list[str] = []
    seen: set[str] = set()
    for key, value in _pairs(settings):
        if not KEY.fullmatch(key):
            raise UnsupportedError(f"{key!r} cannot be a VMX key", key=key, value=value)
        if key.lower() in seen:
            raise UnsupportedError(f"the VMX key {key!r} is set twice", key=key, value=value)
        if _UNWRITABLE.search(value):
            reason = f"the value of the VMX key {key!r} holds a quote, a line end or a NUL"
            raise UnsupportedError(reason, key=key, value=None if is_secret(key) else value)
        seen.add(key.lower())
        if key.lower() == ENCODING and charset_of(value) != "utf-8":
            value = "UTF-8"
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
