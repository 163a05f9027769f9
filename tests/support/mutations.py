"""Bytes that somebody has spoilt, in ways that an XML reader and a typed decoder mind."""

from __future__ import annotations

import random

__all__ = ["mutated"]

PIECES = [
    b"<", b">", b"/", b"&", b"&lt;", b"&#0;", b"&#x41;", b'"', b"'", b"]]>", b"<![CDATA[", b"<!--",
    b"-->", b"<?x?>", b"\0", b"\xff", b"\xc3", b" ", b"\n", b"-", b"999999999999999999999", b"NaN",
    b"xsd:int", b"xsd:nonsense", b"ArrayOf", b"ArrayOfArrayOfInt", b"VirtualMachine", b"Login",
    b"xsi:type=", b'xsi:type="Unknown"', b'xsi:type="xsd:long"', b'xsi:type="VirtualDisk"',
    b'xmlns="urn:other"', b'xmlns:xsd="urn:vim25"', b"soapenv:Body", b"returnval", b"val", b"true",
]  # fmt: skip


def mutated(chance: random.Random, body: bytes) -> bytes:
    """Return `body` with one to four changes."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 64)))
        chosen = chance.random()
        if chosen < 0.3:
            data[start:end] = chance.choice(PIECES)
        elif chosen < 0.5:
            data[start:end] = b""
        elif chosen < 0.7:
            data[start:start] = data[start : start + chance.randint(1, 400)]
        elif chosen < 0.85:
            data[start:end] = chance.randbytes(end - start)
        else:
            _change_element(chance, data)
    return bytes(data)


def _change_element(chance: random.Random, data: bytearray) -> None:
    """Move, drop or rename what stands between two tags."""
    begins = [index for index, byte in enumerate(data) if byte == ord("<")]
    if len(begins) > 1:
        first, second = sorted(chance.sample(begins, 2))
        piece = bytes(data[first:second])
        del data[first:second]
        target = chance.choice((None, 0, len(data) // 2))
        if target is not None:
            data[target:target] = piece
