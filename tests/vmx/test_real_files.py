"""Files as Workstation, Fusion, Player, Server, GSX and ESX write them, and as people edit them.

They are our own text, by the kinds that real ones have. record_real.py made the documents and the
warnings beside them.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

import pytest

from aioesx.definition import DomainDefinition, format_domain_xml, parse_domain_xml
from aioesx.errors import DocumentError
from aioesx.vmx import VmxWarning, format_domain, parse_domain

REAL: Final = Path(__file__).parent.parent / "data" / "vmx" / "real"
FILES: Final = sorted(REAL.glob("*.vmx"))
DATASTORES: Final = {"ds": "/vmfs/volumes/ds"}
ELSEWHERE: Final = "5e7a1b2c-3d4e5f60-7182-90a1b2c3d4e5"
HARDWARE: Final = 13

each_file = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


def convert(file: Path, *, lenient: bool = True) -> tuple[DomainDefinition, list[VmxWarning]]:
    warnings: list[VmxWarning] = []
    definition = parse_domain(
        file.read_bytes(),
        datastores=DATASTORES,
        directory="[ds] vm",
        lenient=lenient,
        on_warning=warnings.append,
    )
    return definition, warnings


def reasons(file: Path) -> tuple[DocumentError, ...]:
    try:
        convert(file, lenient=False)
    except DocumentError as error:
        return error.reasons
    return ()


@each_file
def test_a_real_file_gives_its_document_and_its_warnings(file: Path) -> None:
    definition, warnings = convert(file)

    assert format_domain_xml(definition) == file.with_suffix(".xml").read_text(encoding="utf-8")
    told = "".join(f"{warning}\n" for warning in warnings)
    assert told == file.with_suffix(".txt").read_text(encoding="utf-8")


@each_file
def test_each_reason_to_refuse_it_is_a_warning_of_the_lenient_reading(file: Path) -> None:
    _, warnings = convert(file)

    told = {(warning.key, warning.line) for warning in warnings}
    assert {(reason.key, reason.line) for reason in reasons(file)} <= told


@each_file
def test_the_document_can_be_defined_and_gives_itself_again(file: Path) -> None:
    definition, _ = convert(file)
    document = parse_domain_xml(format_domain_xml(definition, secure=True))

    known = DATASTORES | {ELSEWHERE: f"/vmfs/volumes/{ELSEWHERE}"}

    vmx = format_domain(document, hardware_version=HARDWARE, datastores=known)

    again = parse_domain(vmx.encode(), datastores=known, directory="[ds] vm")
    assert as_written(again) == as_written(definition)


def as_written(definition: DomainDefinition) -> DomainDefinition:
    """Leave out what VMX says by other words: who made an address, how a card is checked."""
    cards = tuple(
        dataclasses.replace(card, mac_type=None, mac_check=None) for card in definition.interfaces
    )
    return dataclasses.replace(definition, interfaces=cards, generation_id=None)


@each_file
def test_a_file_that_libvirt_reads_gives_the_same_document_in_either_mode(file: Path) -> None:
    if reasons(file):
        return
    strict, _ = convert(file, lenient=False)
    lenient, _ = convert(file)

    ours = dataclasses.replace(lenient, name=strict.name, cpu=strict.cpu)
    assert ours.disks == tuple(map(with_medium, strict.disks, lenient.disks))
    assert dataclasses.replace(ours, disks=strict.disks) == strict


def with_medium(strict: object, lenient: object) -> object:
    """Let a drive without a file be one on "auto detect": only so it can be defined again."""
    policy = getattr(lenient, "startup_policy", None)
    return dataclasses.replace(strict, startup_policy=policy)  # type: ignore[type-var]


def test_the_kinds_of_products_are_here() -> None:
    assert {file.stem for file in FILES} >= {
        "esxi-6", "esxi-template", "fusion", "gsx", "player-2006", "server-2", "workstation-2003",
        "workstation-windows", "by-hand",
    }  # fmt: skip
