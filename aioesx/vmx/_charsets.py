r"""The character sets that ``.encoding`` of a VMX file may name, and their tables.

VMware writes names of the IANA registry and of ICU, in whatever spelling the host's locale has
(``windows-949-2000``, ``ibm-874``, ``Shift_JIS``), and converts by ICU's tables. Python knows most
of the tables under other names, and differs from ICU in three ways, which are mended here: bytes
without a character are C1 controls in Windows' sets, places for a user's own characters are
private ones of Unicode, and ``ibm-874`` is not ``cp874``.

Only sets that hold ASCII as it is are here: in others nobody would find ``.encoding``.
Source: IANA's registry of character sets; ICU's converters (``uconv -l --canon``); open-vm-tools.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

__all__ = ["LEGACY", "charset_of", "decode"]

LEGACY: Final = "windows-1252"
"""What a file without a name is in, if it is not UTF-8: most of the old ones come from Windows."""

# Numbers of code pages, Windows' and IBM's, by the set that Python has. No number means two sets.
_PAGES: Final = {
    "ascii": (367, 646, 20127),
    "iso8859-1": (819, 28591), "iso8859-2": (912, 28592), "iso8859-3": (913, 28593),
    "iso8859-4": (914, 28594), "iso8859-5": (915, 28595), "iso8859-6": (1089, 708, 28596),
    "iso8859-7": (813, 9005, 28597), "iso8859-8": (916, 5012, 28598, 38598),
    "iso8859-9": (920, 28599), "iso8859-13": (921, 28603), "iso8859-15": (923, 28605),
    "ibm-874": (874, 9066), "cp932": (932, 943), "gbk": (936, 1386), "cp950": (950, 1373),
    "cp949": (949, 970, 1363, 5601, 51949), "johab": (1361,),
    "euc_jp": (954, 5050, 20932, 33722, 51932),
    "gb2312": (1383, 51936), "gb18030": (1392, 54936), "big5hkscs": (1375, 5471),
    "cp1250": (1250, 5346), "cp1251": (1251, 5347), "cp1252": (1252, 5348),
    "cp1253": (1253, 5349), "cp1254": (1254, 5350), "cp1255": (1255, 5351, 9447),
    "cp1256": (1256, 5352, 9448), "cp1257": (1257, 5353, 9449), "cp1258": (1258, 5354),
    "koi8-r": (878, 20866), "koi8-u": (1168, 21866), "hp-roman8": (1051,),
    "mac-roman": (10000,), "mac-greek": (10006,), "mac-cyrillic": (10007,),
    "mac-latin2": (10029,), "mac-turkish": (10081,),
    "utf-8": (1208, 1209, 5304, 5305, 13496, 13497, 17592, 17593, 65001),
    "hz": (52936,), "iso2022_jp_2": (50220, 50221, 50222),
} | {f"cp{page}": (page,) for page in (
    437, 720, 737, 775, 850, 852, 855, 856, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 1006,
)}  # fmt: skip

# The other names, without what is neither letter nor digit, in lower case: as VMware compares.
_WORDS: Final = {
    "ascii": "ascii usascii ansix341968 ansix341986 iso646irv1991 iso646irv1983 iso646us us"
    " csascii ascii7 isoir6 isoir2 irv csiso2intlrefversion",
    "iso8859-1": "isoir100 latin1 l1 csisolatin1",
    "iso8859-2": "isoir101 latin2 l2 csisolatin2",
    "iso8859-3": "isoir109 latin3 l3 csisolatin3",
    "iso8859-4": "isoir110 latin4 l4 csisolatin4",
    "iso8859-5": "isoir144 cyrillic csisolatincyrillic",
    "iso8859-6": "isoir127 ecma114 asmo708 arabic csisolatinarabic iso88596e iso88596i"
    " csiso88596e csiso88596i xiso88596s",
    "iso8859-7": "isoir126 elot928 ecma118 greek greek8 csisolatingreek suneugreek",
    "iso8859-8": "isoir138 hebrew hebrew8 csisolatinhebrew iso88598e iso88598i csiso88598e"
    " csiso88598i",
    "iso8859-9": "isoir148 latin5 l5 csisolatin5 ecma128 turkish turkish8",
    "iso8859-10": "isoir157 latin6 l6 csisolatin6",
    "iso8859-11": "thai8",
    "iso8859-14": "isoir199 latin8 l8 isoceltic",
    "iso8859-15": "latin9 l9 latin0 csisolatin0 csisolatin9 iso885915fdis",
    "iso8859-16": "isoir226 latin10 l10",
    "ibm-874": "tis620 tis6202533 eucth",
    "cp874": "windows8742000 ms874 xwindows874",
    "cp932": "shiftjis sjis xsjis mskanji csshiftjis xmscp932 ms932 windows31j cswindows31j pck"
    " xms9320213",
    "euc_jp": "eucjp xeucjp eucjis ujis ibmeucjp cseucpkdfmtjapanese"
    " extendedunixcodepackedformatforjapanese eucjp2007",
    "gbk": "gbk ms936",
    "gb2312": "gb2312 csgb2312 euccn ibmeuccn hp15cn",
    "gb18030": "gb18030",
    "cp950": "big5 csbig5 xbig5 ms950 xwindows950",
    "big5hkscs": "big5hkscs big5hk hkscsbig5 hkbig5 ms950hkscs big5hkscsunicode30",
    "cp949": "ksc56011987 ksc56011989 ksc5601 csksc56011987 korean isoir149 ms949 xksc5601 euckr"
    " cseuckr ibmeuckr ksc uhc",
    "johab": "johab",
    "cp437": "cspc8codepage437", "cp775": "cspc775baltic", "cp850": "cspc850multilingual",
    "cp852": "cspcp852", "cp855": "csibm855 cspcp855", "cp857": "csibm857",
    "cp858": "pcmultilingual850euro", "cp860": "csibm860", "cp861": "cpis csibm861",
    "cp862": "cspc862latinhebrew", "cp863": "csibm863", "cp864": "csibm864", "cp865": "csibm865",
    "cp866": "csibm866", "cp869": "cpgr csibm869", "cp1251": "ansi1251",
    "koi8-r": "koi8r koi8 cskoi8r", "koi8-u": "koi8u",
    "kz1048": "kz1048 strk10482002 rk1048 cskz1048", "ptcp154": "ptcp154 csptcp154 pt154",
    "hp-roman8": "hproman8 roman8 r8 cshproman8 xroman8",
    "mac-roman": "macintosh mac csmacintosh macroman xmacroman macos02102",
    "mac-greek": "xmacgreek macgr macos62104",
    "mac-cyrillic": "xmaccyrillic maccyrillic maccy xmacukraine macos73102",
    "mac-latin2": "xmacce macce maccentraleurope xmaccentraleurroman xmaccentraleurope"
    " macos29102",
    "mac-turkish": "xmacturkish mactr macos35102",
    "utf-8": "utf8 xutf8j unicode11utf8 unicode20utf8",
    "hz": "hz hzgb2312",
    "iso2022_jp_2": "iso2022jp csiso2022jp iso2022jp1 iso2022jp2 csiso2022jp2",
}  # fmt: skip

_BY_PAGE: Final = {page: codec for codec, pages in _PAGES.items() for page in pages}
_BY_WORD: Final = {word: codec for codec, words in _WORDS.items() for word in words.split()}
_PAGE_NAME: Final = re.compile(r"(?:x?ibm|cp|windows|dos|ccsid|)0*([0-9]{1,5})c?")
_VARIANT: Final = re.compile(r"_(?:p[0-9]|x[0-9]|v(?:ascii|sub|pua)).*|-2000\Z", re.IGNORECASE)


def charset_of(name: str) -> str | None:
    """Return our word for a character set; None if no VMX file can be in it.

    >>> charset_of("windows-949-2000")
    'cp949'
    """
    word = re.sub(r"[^a-z0-9]", "", name.lower())
    if (known := _BY_WORD.get(word)) is not None:
        return known
    if match := re.fullmatch(r"(?:iso)?8859([0-9]{1,2})(?:[0-9]{4})?", word):
        number = next((n for n in (match[1], match[1][:1]) if _is_iso(n)), None)
        return f"iso8859-{number}" if number else None
    match = _PAGE_NAME.fullmatch(re.sub(r"[^a-z0-9]", "", _VARIANT.sub("", name).lower()))
    return _BY_PAGE.get(int(match[1])) if match else None


def _is_iso(number: str) -> bool:
    return 1 <= int(number) <= 16 and number != "12"


# --- tables --------------------------------------------------------------------------------------

# Of sets with one byte a character: the bytes that ICU has otherwise than Python.
_OTHERWISE: Final[Mapping[str, Mapping[int, int]]] = {
    "cp874": {0xDB + n: 0xF8C1 + n for n in range(4)} | {0xFC + n: 0xF8C5 + n for n in range(4)},
    "ibm-874": {0xA0: 0x0E48, 0xDB: 0x0E49, 0xDC: 0x0E4A, 0xDD: 0x0E4B, 0xDE: 0x0E4C, 0xFC: 0xA2,
                0xFD: 0xAC, 0xFE: 0xA6, 0xFF: 0xA0},
    "cp1253": {0xAA: 0xAA},
    "cp864": {0x9F: 0x200B, 0xD7: 0xFEC3, 0xD8: 0xFEC7, 0xF1: 0xFE7C},
    "cp869": {0x88: 0x0387, 0xEF: 0xB4},
} | {f"cp{page}": {0xE6: 0x03BC} for page in (437, 860, 861, 862, 863, 865)}  # fmt: skip

_UNDEFINED: Final = "\ufffe"
_C1: Final = range(0x80, 0xA0)


@cache
def _single_byte_table(charset: str) -> str | None:
    """Return the 256 characters of a set that has one byte for each; None for the others."""
    codec = "cp874" if charset == "ibm-874" else charset
    if charset in _PAIRS or charset in ("utf-8", "hz", "johab", "iso2022_jp_2", "big5hkscs",
                                        "gb18030"):  # fmt: skip
        return None
    characters = [bytes([byte]).decode(codec, "ignore") or _UNDEFINED for byte in range(256)]
    for byte in _C1:
        if charset == "ibm-874":
            characters[byte] = _UNDEFINED
        elif codec.startswith(("cp125", "cp874")) and characters[byte] == _UNDEFINED:
            characters[byte] = chr(byte)
    for byte, character in _OTHERWISE.get(charset, {}).items():
        characters[byte] = chr(character)
    return "".join(characters)


def _cell(pair: bytes, first_lead: int, last_lead: int, base: int, *, low: bool) -> int | None:
    """Number the characters of some rows of a set with two bytes: 94 a row, or 157 with low."""
    lead, trail = pair
    if not first_lead <= lead <= last_lead:
        return None
    if trail >= 0xA1:
        column = trail - 0xA1 + (63 if low else 0)
    elif low and 0x40 <= trail <= 0x7E:
        column = trail - 0x40
    else:
        return None
    return base + (lead - first_lead) * (157 if low else 94) + column


def _user_korean(pair: bytes) -> int | None:
    return _cell(pair, 0xC9, 0xC9, 0xE000, low=False) or _cell(pair, 0xFE, 0xFE, 0xE05E, low=False)


def _user_big5(pair: bytes) -> int | None:
    rows = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8), (0xC6, 0xC8, 0xF672))
    cells = (_cell(pair, first, last, base, low=True) for first, last, base in rows)
    return next((cell for cell in cells if cell is not None), None)


def _as_gb18030(pair: bytes) -> int | None:
    text = pair.decode("gb18030", "ignore")
    return ord(text) if len(text) == 1 else None


def _as_cp932(pair: bytes) -> int | None:
    """Find a character of NEC's and IBM's rows, which code page 932 has by the same numbers."""
    row, cell = pair[0] - 0xA0, pair[1] - 0xA0
    if not (1 <= row <= 94 and 1 <= cell <= 94):
        return None
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    trail = cell + 0x9E if row % 2 == 0 else cell + 0x3F + (cell >= 0x40)
    text = bytes([lead, trail]).decode("cp932", "ignore")
    return ord(text) if len(text) == 1 else None


_Pair = Callable[[bytes], int | None]

# Of sets with two bytes a character: single bytes that ICU has and Python lacks, and who knows a
# pair that Python does not.
_PAIRS: Final[Mapping[str, tuple[Mapping[int, int], _Pair]]] = {
    "cp932": ({}, lambda _: None),
    "cp949": ({0x80: 0x80, 0xFF: 0xF8F7}, _user_korean),
    "cp950": ({0x80: 0x80, 0xFF: 0xF8F8}, _user_big5),
    "gbk": ({0x80: 0x20AC, 0xFF: 0xF8F5}, _as_gb18030),
    "gb2312": ({}, _as_gb18030),
    "euc_jp": ({byte: byte for byte in _C1 if byte not in (0x8E, 0x8F)}, _as_cp932),
}


def _mend(error: UnicodeError) -> tuple[str, int]:
    """Decode what a codec of Python's does not know, as a handler of its errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    singles, pair_of = _PAIRS[error.encoding]
    start = error.start
    if (single := singles.get(error.object[start])) is not None:
        return chr(single), start + 1
    pair = error.object[start : start + 2]
    character = pair_of(pair) if len(pair) == 2 else None
    if character is None:
        raise error
    return chr(character), start + 2


codecs.register_error("aioesx.vmx", _mend)


def decode(data: bytes, charset: str) -> str:
    """Decode bytes of a character set that `charset_of` gave.

    Raises:
        UnicodeDecodeError: a byte stands for nothing there; tells where.
    """
    table = _single_byte_table(charset)
    if table is not None:
        return codecs.charmap_decode(data, "strict", table)[0]  # pyright: ignore[reportArgumentType]
    return data.decode(charset, "aioesx.vmx" if charset in _PAIRS else "strict")
