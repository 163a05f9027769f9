"""What a certificate says, of its DER, and how its fingerprint is written. No I/O.

Python tells it of certificates that it has verified only, and here are those that it has not. It
is for a person to read: what is no certificate says nothing.

Source: X.509, RFC 5280, 4.1 and 4.2.1.6; X.690, 8.1.
"""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

__all__ = ["CertificateFacts", "facts_of", "fingerprint"]

_SET: Final = 0x31
_VERSION: Final = 0xA0
_EXTENSIONS: Final = 0xA3
_OID: Final = 0x06
_BMP: Final = 0x1E
_UTC_TIME: Final = 0x17
_DNS_NAME: Final = 0x82
_ADDRESS: Final = 0x87
_LONG_LENGTH: Final = 0x80
_ALTERNATIVE_NAMES: Final = b"\x55\x1d\x11"
_LABELS: Final = {
    b"\x55\x04\x03": "CN",
    b"\x55\x04\x06": "C",
    b"\x55\x04\x07": "L",
    b"\x55\x04\x08": "ST",
    b"\x55\x04\x0a": "O",
    b"\x55\x04\x0b": "OU",
    b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01": "emailAddress",
}
_ISSUER: Final = 2
"""Behind serial number and signature; validity and subject follow it."""
_PAIR: Final = 2
_CENTURY: Final = 50
"""Years of two digits from here on are of the last century."""

Element = tuple[int, bytes]


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says.

    Attributes:
        subject: whose it is: ``"O=VMware, CN=esx1.example.com"``; empty if it has none.
        issuer: who signed it; the same for one that signed itself.
        names: the names and addresses that it is for.
        begins: since when it is valid; None where it does not tell.
        ends: until when, likewise.
    """

    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None


def fingerprint(digest: str) -> str:
    """Write a SHA-256 of hexadecimal digits as hosts show it: ``"SHA-256 AB:CD:..."``."""
    pairs = range(0, len(digest), _PAIR)
    return f"SHA-256 {':'.join(digest[at : at + _PAIR] for at in pairs).upper()}"


def facts_of(der: bytes) -> CertificateFacts:
    """Read a certificate; nothing is known of what is none."""
    try:
        ((_, certificate), *_) = _elements(der)
        ((_, to_be_signed), *_) = _elements(certificate)
        fields = [each for each in _elements(to_be_signed) if each[0] != _VERSION]
        issuer, validity, subject = fields[_ISSUER : _ISSUER + 3]
        begins, ends = _elements(validity[1])
        return CertificateFacts(
            ", ".join(_names(subject[1])),
            ", ".join(_names(issuer[1])),
            tuple(_alternatives(fields)),
            _moment(begins),
            _moment(ends),
        )
    except (ValueError, IndexError):
        return CertificateFacts()


def _names(name: bytes) -> Iterator[str]:
    for kind, relative in _elements(name):
        if kind != _SET:
            raise ValueError
        for _, pair in _elements(relative):
            (oid_kind, oid), (value_kind, value) = _elements(pair)
            if oid_kind != _OID:
                raise ValueError
            encoding = "utf-16-be" if value_kind == _BMP else "utf-8"
            yield f"{_LABELS.get(oid, oid.hex())}={value.decode(encoding, 'replace')}"


def _alternatives(fields: list[Element]) -> Iterator[str]:
    """Yield the names and addresses of the extension that has them."""
    for kind, extensions in fields:
        if kind != _EXTENSIONS:
            continue
        ((_, rows),) = _elements(extensions)
        for _, row in _elements(rows):
            (_, oid), *_, (_, value) = _elements(row)
            if oid == _ALTERNATIVE_NAMES:
                ((_, names),) = _elements(value)
                yield from filter(None, map(_alternative, _elements(names)))


def _alternative(element: Element) -> str | None:
    kind, value = element
    if kind == _ADDRESS:
        return str(ipaddress.ip_address(value))
    return value.decode("utf-8", "replace") if kind == _DNS_NAME else None


def _moment(element: Element) -> datetime:
    kind, value = element
    text = value.decode("ascii")
    if kind == _UTC_TIME:
        text = f"{'19' if int(text[:2]) >= _CENTURY else '20'}{text}"
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _elements(data: bytes) -> Iterator[Element]:
    """Yield tag and content of what stands in a row."""
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length >= _LONG_LENGTH:
            size = length - _LONG_LENGTH
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            raise ValueError
        yield tag, data[at : at + length]
        at += length
