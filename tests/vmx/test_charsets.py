"""Character sets by VMware's names and tables: held to what ICU's own converters say.

``charsets.json`` is recorded by record_charsets.py beside it.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx.errors import UnsupportedError, VmxSyntaxError
from aioesx.vmx import Settings, VmxWarning, format_vmx, parse_domain, parse_vmx
from aioesx.vmx._charsets import charset_of, decode

DATA: Final = Path(__file__).parent.parent / "data" / "vmx"
RECORDED: Final[dict[str, Any]] = json.loads((DATA / "charsets.json").read_text())
TRAILS: Final = bytes([*range(0x40, 0x7F), *range(0x80, 0xFF)])
NOTHING: Final = "\N{REPLACEMENT CHARACTER}"

# What VMware's products call the character set of each code page of Windows.
# Source: open-vm-tools, the table of code pages and preferred names.
WRITTEN_ON_WINDOWS: Final = {
    874: "ibm-874", 932: "Shift_JIS", 936: "GBK", 949: "windows-949-2000", 950: "Big5",
    **{page: f"windows-{page}" for page in range(1250, 1259)}, 65001: "UTF-8", 20127: "US-ASCII",
    437: "IBM437", 720: "Windows-720", 737: "Windows-737", 775: "IBM775", 850: "IBM850",
    852: "IBM852", 857: "IBM857", 858: "IBM00858", 862: "IBM862", 866: "IBM866", 20866: "KOI8-R",
    21866: "KOI8-U", 28591: "ISO-8859-1", 28605: "ISO-8859-15", 51949: "KS_C_5601-1987",
    51932: "ibm-33722_P12A_P12A-2004_U2", 54936: "GB18030", 10000: "Windows-10000",
}  # fmt: skip

# Names that ICU gives to two sets, or to another one than VMware's table does.
ELSEWHERE: Final = {
    "TIS-620", "windows-874", "x-windows-1256S", "x-JISAutoDetect",
}  # fmt: skip


def sequences(name: str) -> list[tuple[bytes, str]]:
    """Return byte sequences of a converter with ICU's character for each."""
    row = RECORDED[name]
    pairs = [
        (bytes([int(lead, 16), trail]), character)
        for lead, characters in row["pairs"].items()
        for trail, character in zip(TRAILS, characters, strict=True)
    ]
    single = zip(range(0x80, 0x100), row["bytes"], strict=True)
    return [(bytes([byte]), character) for byte, character in single] + pairs


def ours(data: bytes, charset: str) -> str:
    try:
        return decode(data, charset)
    except UnicodeDecodeError:
        return NOTHING


@pytest.mark.parametrize("name", RECORDED)
def test_every_character_is_icus(name: str) -> None:
    charset = charset_of(name)
    assert charset is not None

    wrong = [
        (data.hex(), character, found)
        for data, character in sequences(name)
        if character != NOTHING
        and (found := ours(data, charset)) != character
        and not is_of_no_interest(name, character, found)
    ]

    assert wrong == KNOWN_DIFFERENCES.get(name, [])


def is_of_no_interest(name: str, character: str, found: str) -> bool:
    """Say whether ICU has a private character for a known one, or a control that none writes."""
    category = unicodedata.category(character)
    if category == "Cc":
        return name.startswith(("EUC", "GB"))
    return category == "Co" and found != NOTHING


# Where ICU takes fullwidth forms for what the standard of the set has, and IBM's own bytes.
KNOWN_DIFFERENCES: Final = {
    "EUC-JP": [
        ("8ee0", "\xa2", NOTHING), ("8ee1", "\xa3", NOTHING), ("8ee2", "\xac", NOTHING),
        ("a1c1", "\uff5e", "\u301c"), ("a1c2", "\u2225", "\u2016"), ("a1dd", "\uff0d", "\u2212"),
        ("a1f1", "\uffe0", "\xa2"), ("a1f2", "\uffe1", "\xa3"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDED)
def test_every_name_of_a_set_is_known(name: str) -> None:
    charset = charset_of(name)

    others = {alias: charset_of(alias) for alias in RECORDED[name]["names"]}

    wrong = {alias for alias, found in others.items() if found != charset}
    assert wrong <= ELSEWHERE


@pytest.mark.parametrize(("page", "name"), WRITTEN_ON_WINDOWS.items())
def test_a_code_page_and_the_name_that_vmware_writes_are_one(page: int, name: str) -> None:
    assert charset_of(name) is not None
    assert charset_of(f"windows-{page}") == charset_of(name)


@pytest.mark.parametrize(
    ("name", "text", "data"),
    [
        ("windows-949-2000", "서버", b"\xbc\xad\xb9\xf6"),
        ("Shift_JIS", "㈱髙①", b"\x87\x8a\xfb\xfc\x87\x40"),
        ("ibm-874", "เครื่อง", b"\xe0\xa4\xc3\xd7\xe8\xcd\xa7"),
        ("Big5", "伺服器", b"\xa6\xf8\xaa\x41\xbe\xb9"),
        ("GBK", "服务器 €", b"\xb7\xfe\xce\xf1\xc6\xf7 \x80"),
        ("windows-1251", "Сервер", b"\xd1\xe5\xf0\xe2\xe5\xf0"),
        ("windows-1252", "Büro\x81", b"B\xfcro\x81"),
    ],
)
def test_a_name_comes_out_of_its_file(name: str, text: str, data: bytes) -> None:
    vmx = b'.encoding = "%b"\ndisplayName = "%b"\n' % (name.encode(), data)

    assert parse_vmx(vmx)["displayName"] == text


@pytest.mark.parametrize("name", ["UTF-16", "UTF-16LE", "UTF-32", "UTF-7", "SCSU", "IBM037", "x"])
def test_a_set_that_does_not_hold_ascii_as_it_is_is_refused(name: str) -> None:
    with pytest.raises(UnsupportedError, match="no VMX file") as caught:
        parse_vmx(f'config.version = "8"\n.encoding = "{name}"\n'.encode())

    assert (caught.value.key, caught.value.value, caught.value.line) == (".encoding", name, 2)


# --- byte order marks, UTF-16, other bytes than the file says ------------------------------------

HEAD: Final = 'config.version = "8"\nvirtualHW.version = "10"\n'
BODY: Final = HEAD + 'displayName = "Büro"\n'
BODIES: Final = [
    pytest.param(b"\xef\xbb\xbf" + BODY.encode(), "byte order mark", id="utf-8 with a mark"),
    pytest.param(
        b"\xef\xbb\xbf" + ('.encoding = "GBK"\n' + BODY).encode(), "byte order mark", id="mark+gbk"
    ),
    pytest.param(("\ufeff" + BODY).encode("utf-16-le"), "UTF-16", id="utf-16-le"),
    pytest.param(("\ufeff" + BODY).encode("utf-16-be"), "UTF-16", id="utf-16-be"),
    pytest.param(BODY.encode("utf-16-le"), "UTF-16", id="utf-16-le without a mark"),
    pytest.param(BODY.encode("latin-1"), "is not UTF-8, and the file names no", id="no name"),
    pytest.param(
        ('.encoding = "UTF-8"\n' + BODY).encode("latin-1"), "encoding names UTF-8", id="a lie"
    ),
    pytest.param(
        ('.encoding = "klingon"\n' + BODY).encode(), '.encoding = "klingon"', id="no such set"
    ),
    pytest.param(BODY.encode() + b"\0\0\0\0", "NUL", id="zeros at the end"),
]


@pytest.mark.parametrize(("data", "message"), BODIES)
def test_a_strict_reading_says_what_is_wrong_with_the_bytes(data: bytes, message: str) -> None:
    with pytest.raises((VmxSyntaxError, UnsupportedError)) as caught:
        parse_domain(data)

    assert message in str(caught.value)


@pytest.mark.parametrize(("data", "message"), BODIES)
def test_a_lenient_reading_reads_them_and_tells(data: bytes, message: str) -> None:
    warnings: list[VmxWarning] = []

    definition = parse_domain(data, lenient=True, on_warning=warnings.append)

    assert definition.name == "Büro"
    assert any(message in warning.message for warning in warnings)


def test_a_byte_outside_of_the_set_is_named_with_its_key_and_line() -> None:
    with pytest.raises(VmxSyntaxError, match="0xfc in displayName") as caught:
        parse_domain(BODY.encode("latin-1"))

    assert (caught.value.line, caught.value.key) == (3, "displayName")
    assert '.encoding = "windows-1252"' in str(caught.value)


@pytest.mark.parametrize("data", [b"\0" * 4096, b"\0"])
def test_a_file_of_zeros_is_refused_in_either_mode(data: bytes) -> None:
    for lenient in (False, True):
        with pytest.raises(VmxSyntaxError, match="NUL"):
            parse_domain(data, lenient=lenient)


@pytest.mark.parametrize("name", ["windows-1252", "GBK", "utf8", "klingon"])
def test_what_is_written_names_the_character_set_that_it_is_stored_in(name: str) -> None:
    settings = Settings([(".encoding", name), ("displayName", "Büro 服务器")])

    data = format_vmx(settings).encode()

    assert parse_vmx(data)["displayName"] == settings["displayName"]
