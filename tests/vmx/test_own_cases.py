"""Our own conversions in tests/data/vmx: each key in each direction, and nothing but those keys.

``read`` and ``read-latest`` hold VMX files with the XML that they give, ``write`` and
``write-latest`` XML with the VMX file that it gives. ``keys.tsv`` lists the keys of the rules in
docs/vmx.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.vmx import Dialect, Settings, format_domain, parse_domain, parse_vmx

DATA: Final = Path(__file__).parent.parent / "data" / "vmx"
DATASTORES: Final = {"ds": "/vmfs/volumes/4980", "win": "C:\\VMs"}
DIRECTORY: Final = "[ds] web"
HARDWARE: Final = 14


def dialect_of(path: Path) -> Dialect:
    return "latest" if path.parent.name.endswith("latest") else "9.0"


def read_vmx(path: Path, settings: Settings | None = None) -> str:
    definition = parse_domain(
        settings or path.read_bytes(),
        datastores=DATASTORES,
        directory=DIRECTORY,
        dialect=dialect_of(path),
    )
    return format_domain_xml(definition)


def write_vmx(path: Path) -> str:
    return format_domain(
        parse_domain_xml(path.read_bytes()),
        hardware_version=HARDWARE,
        datastores=DATASTORES,
        dialect=dialect_of(path),
    )


def files(pattern: str) -> list[Any]:
    found = sorted(DATA.glob(pattern))
    return [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in found]


@pytest.mark.parametrize("path", files("read*/*.vmx"))
def test_a_vmx_file_gives_its_xml(path: Path) -> None:
    assert read_vmx(path) == path.with_suffix(".xml").read_text()


@pytest.mark.parametrize("path", files("write*/*.xml"))
def test_an_xml_gives_its_vmx_file(path: Path) -> None:
    assert write_vmx(path) == path.with_suffix(".vmx").read_text()


# --- coverage ------------------------------------------------------------------------------------


def listed_keys(column: int, *dialects: str) -> set[str]:
    lines = (DATA / "keys.tsv").read_text().splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {row[0].lower() for row in rows if row[column] in dialects}


def pattern_of(key: str) -> str:
    """Replace the numbers of devices: ``scsi0:12.fileName`` is ``scsin:n.filename``."""
    head, dot, tail = key.lower().rpartition(".")
    shape = re.sub(r"(?<=[a-z:])\d+", "n", head) if not key.startswith("RemoteDisplay") else head
    return shape + dot + tail


class Witness(Settings):
    """Settings that remember what was asked for."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(pattern_of(key))
        return super().__getitem__(key)

    def find(self, key: str) -> str | None:
        self.asked.add(pattern_of(key))
        return super().find(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(pattern_of(str(key)))
        return super().__contains__(key)


def keys_in(pattern: str) -> set[str]:
    found = (parse_vmx(path.read_bytes()) for path in DATA.glob(pattern))
    return {pattern_of(key) for settings in found for key in settings}


@pytest.mark.parametrize(
    ("column", "dialect", "pattern"),
    [
        pytest.param(1, "9.0", "read/*.vmx", id="read"),
        pytest.param(1, "latest", "read-latest/*.vmx", id="read-latest"),
        pytest.param(2, "9.0", "write/*.vmx", id="written"),
        pytest.param(2, "latest", "write-latest/*.vmx", id="written-latest"),
    ],
)
def test_every_key_has_a_case(column: int, dialect: str, pattern: str) -> None:
    missing = listed_keys(column, dialect) - keys_in(pattern)

    assert sorted(missing) == []


def asked_in(pattern: str) -> set[str]:
    asked: set[str] = set()
    for path in DATA.glob(pattern):
        witness = Witness(parse_vmx(path.read_bytes()))
        read_vmx(path, witness)
        asked |= witness.asked
    return asked


def test_no_key_is_read_that_is_not_listed() -> None:
    assert asked_in("read/*.vmx") <= listed_keys(1, "9.0") | {".encoding"}
    assert asked_in("read-latest/*.vmx") <= listed_keys(1, "9.0", "latest")


def test_every_listed_key_is_read() -> None:
    asked = asked_in("read*/*.vmx") | {".encoding"}  # read by the grammar

    assert listed_keys(1, "9.0", "latest") - asked == set()


def test_no_key_is_written_that_is_not_listed() -> None:
    assert keys_in("write/*.vmx") <= listed_keys(2, "9.0")
    assert keys_in("write-latest/*.vmx") <= listed_keys(2, "9.0", "latest")
