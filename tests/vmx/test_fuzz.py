"""Broken documents: whatever comes, there is a value or a `DocumentError`.

AIOESX_FUZZ_SECONDS says for how long, else 2 s, and 20 s with CI=true. AIOESX_FUZZ_SEED repeats a
run; a failure prints the document.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.errors import DocumentError
from aioesx.vmx import VmxWarning, format_domain, parse_domain, parse_vmx

DATA: Final = Path(__file__).parent.parent / "data" / "vmx"
CASES: Final = json.loads((DATA / "cases.json").read_text())["cases"]
DEFAULT_SECONDS: Final = 20 if os.environ.get("CI") == "true" else 2
SECONDS: Final = float(os.environ.get("AIOESX_FUZZ_SECONDS", DEFAULT_SECONDS)) / 2
SEED: Final = 4

DATASTORES: Final = {"ds": "/vmfs/volumes/ds", "datastore": "C:\\VMs"}
BYTES_PER_SECOND: Final = 1_000_000
SLACK_SECONDS: Final = 0.2

# What makes trouble: marks of both formats, words of the tables, numbers at the edges.
PIECES: Final[list[bytes]] = [
    piece.encode()
    for piece in (
        *'"=#;|%<>&\'/\n\r\t \0[]',
        '"""', "<!DOCTYPE x>", "<![CDATA[", "]]>", "<?x?>", "&#0;", "&lt;", "\ufeff", "é",
        "-1", "0", "2147483648", "9223372036854775807", "9223372036854775808", "1e9", "0x1f",
        "true", "unlimited", "auto", "sda", "sdzzzz", "hda", "nvme0n1", "[ds] ", "/vmfs/volumes/",
        "scsi3:15.", "ethernet4294967295.", "sharedFolder9.", ".encoding", "Shift_JIS",
        "xmlns='x'", "type='drive'", "controller='4294967295'", "port=''", "unit='EiB'",
    )
] + [b"\xff", b"\xc3", b"\xed\xa0\x80"]  # fmt: skip


def inputs(direction: str) -> list[bytes]:
    if direction == "real":
        return [file.read_bytes() for file in sorted((DATA / "real").glob("*.vmx"))]
    return [
        bytes.fromhex(case["input_hex"]) if "input_hex" in case else case["input"].encode()
        for case in CASES
        if case["direction"] == direction
    ]


class Mutator:
    """Breaks documents of one kind: byte by byte, or with whole parts and values of others."""

    def __init__(self, direction: str, rng: random.Random) -> None:
        self.rng = rng
        self.seeds = inputs(direction)
        everything = b"\n".join(self.seeds)
        is_xml = direction == "xml2vmx"
        value = rb"(?<==')[^']*" if is_xml else rb'(?<==")[^"\n]*'
        self.value: re.Pattern[bytes] = re.compile(value)
        part = rb"<(\w+) [^>]*>.*?</\1>|<\w+ [^>]*/>" if is_xml else rb"[^\n]+\n"
        self.values: list[bytes] = sorted({match[0] for match in self.value.finditer(everything)})
        self.parts: list[bytes] = sorted({match[0] for match in re.finditer(part, everything)})
        self.place = b"<devices>" if is_xml else b"\n"

    def document(self) -> bytes:
        data: bytes = self.rng.choice(self.seeds).replace(b'"\n', b'"\ndisplayName = "n"\n', 1)
        for _ in range(self.rng.randint(1, 4)):
            data = self.rng.choice([self.add_part, self.change_value, self.break_bytes])(data)
        return data * (1 + 200_000 // (len(data) + 1)) if self.rng.random() < 0.002 else data

    def add_part(self, data: bytes) -> bytes:
        return data.replace(self.place, self.place + self.rng.choice(self.parts), 1)

    def change_value(self, data: bytes) -> bytes:
        found = list(self.value.finditer(data))
        if not found:
            return data
        start, end = self.rng.choice(found).span()
        return data[:start] + self.rng.choice([*self.values, *PIECES]) + data[end:]

    def break_bytes(self, data: bytes) -> bytes:
        if self.rng.random() < 0.7:
            return data  # most documents shall stay sound enough to get somewhere
        at = self.rng.randint(0, len(data))
        end = at + self.rng.choice([0, 1, 2, 8, 64])
        new = self.rng.choice([self.rng.choice(PIECES), self.rng.randbytes(1), data[at:end] * 2])
        return data[:at] + new + data[end:]


def from_vmx(data: bytes) -> None:
    dialect: Any = "latest" if len(data) % 2 else "9.0"
    definition = parse_domain(data, datastores=DATASTORES, directory="[ds] d", dialect=dialect)
    xml = format_domain_xml(definition, secure=True)
    from_xml(xml.encode())


def from_vmx_leniently(data: bytes) -> None:
    dialect: Any = "latest" if len(data) % 2 else "9.0"
    warnings: list[VmxWarning] = []
    definition = parse_domain(
        data,
        datastores=DATASTORES,
        directory="[ds] d",
        dialect=dialect,
        lenient=True,
        on_warning=warnings.append,
    )
    assert all("\n" not in str(warning) for warning in warnings)
    format_domain_xml(definition, secure=True)


def from_xml(data: bytes) -> None:
    definition = parse_domain_xml(data)
    assert parse_domain_xml(format_domain_xml(definition, secure=True)) == definition
    vmx = format_domain(definition, hardware_version=10 + len(data) % 8, datastores=DATASTORES)
    parse_vmx(vmx.encode())


@pytest.mark.fault("V10")
@pytest.mark.long
@pytest.mark.timeout(60 + 2 * SECONDS)
@pytest.mark.parametrize(
    ("direction", "convert"),
    [
        pytest.param("vmx2xml", from_vmx, id="vmx"),
        pytest.param("vmx2xml", from_vmx_leniently, id="vmx leniently"),
        pytest.param("real", from_vmx_leniently, id="real vmx leniently"),
        pytest.param("xml2vmx", from_xml, id="xml"),
    ],
)
def test_a_broken_document_gives_a_value_or_a_document_error(
    direction: str, convert: Callable[[bytes], None]
) -> None:
    rng = random.Random(int(os.environ.get("AIOESX_FUZZ_SEED", SEED)))
    mutator = Mutator(direction, rng)
    outcomes = {"value": 0, "error": 0}
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        data = mutator.document()
        started = time.process_time()
        try:
            convert(data)
            outcomes["value"] += 1
        except DocumentError:
            outcomes["error"] += 1
        except Exception as error:
            pytest.fail(f"{type(error).__name__}: {error}\nfrom {data[:5000]!r}")
        spent = time.process_time() - started
        assert spent < SLACK_SECONDS + 2 * len(data) / BYTES_PER_SECOND, data[:5000]

    print(outcomes)  # noqa: T201 - shown by pytest -s
    assert outcomes["value"] > 10
    assert outcomes["error"] > 10 or convert is from_vmx_leniently
