"""The 400 recorded cases of tests/data/xml: what virsh prints, byte for byte, or that it refuses.

tests/peers/make_xml_cases.py made them; here is neither virsh nor a host.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from support.xml_judge import DATASTORES, MODELS, flags_of, place_of, power_of

from aioesx import vim
from aioesx._server.files.mounts import Mounts
from aioesx.datastore_path import DatastorePath
from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.domain.documents.convert import HostFacts
from aioesx.domain.documents.define import check, vmx_place
from aioesx.domain.documents.read import Source
from aioesx.domain.values import DomainState
from aioesx.errors import DocumentError
from aioesx.vmx import ARCHITECTURES, format_domain, parse_domain, undetected_sources

DATA: Final = Path(__file__).parents[2] / "data" / "xml"
CASES: Final[list[dict[str, Any]]] = json.loads((DATA / "cases.json").read_text())["cases"]
FACTS: Final = HostFacts(Mounts(DATASTORES, {}), ARCHITECTURES)
HARDWARE: Final = 10
"""What libvirt writes for the simulated ESXi 6.5."""


def native(xml: str) -> str:
    definition = parse_domain_xml(xml)
    missing = [source for source in undetected_sources(definition) if source not in MODELS]
    if missing:
        raise DocumentError(f"{missing} do not exist")
    return format_domain(
        definition, hardware_version=HARDWARE, datastores=DATASTORES, scsi_models=MODELS
    )


def dump(case: dict[str, Any], vmx: str, place: str, power: str, flags: tuple[str, ...]) -> str:
    source = Source(
        ref=vim.ManagedObjectReference("VirtualMachine", str(case["moref"])),
        place=DatastorePath.parse(place),
        vmx=vmx.encode(),
        state=DomainState.SHUTOFF if power == "poweredOff" else DomainState.RUNNING,
        facts=FACTS,
        datacenter="ha-datacenter",
        host=vim.ManagedObjectReference("HostSystem", "ha-host"),
    )
    definition = source.definition(dialect="9.0")
    return format_domain_xml(
        definition, secure="--security-info" in flags, inactive="--inactive" in flags
    )


def convert(case: dict[str, Any]) -> str:
    name, text = case["name"], case["input"]
    if case["direction"] == "from-native":
        return format_domain_xml(parse_domain(text.encode(), datastores=DATASTORES))
    if case["direction"] == "dumpxml":
        return dump(case, text, place_of(name), power_of(name), flags_of(name))
    if case["direction"] == "define":
        check(text, validate=True)
    return native(text)


def select(*, refused: bool, direction: str | None = None) -> list[Any]:
    return [
        pytest.param(case, id=case["name"])
        for case in CASES
        if ("error" in case) is refused and direction in (None, case["direction"])
    ]


def test_there_are_more_than_three_hundred() -> None:
    assert len(select(refused=False)) > 300
    assert len(CASES) == 400


@pytest.mark.fault("V8")
@pytest.mark.parametrize("case", select(refused=False))
def test_the_output_is_virshs(case: dict[str, Any]) -> None:
    assert convert(case) == case["output"]


@pytest.mark.parametrize("case", select(refused=True))
def test_what_virsh_refuses_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(DocumentError):
        convert(case)


@pytest.mark.parametrize("case", select(refused=False, direction="define"))
def test_define_puts_the_file_where_virsh_does(case: dict[str, Any]) -> None:
    assert str(vmx_place(parse_domain_xml(case["input"]))) == case["place"]


@pytest.mark.parametrize("case", select(refused=False, direction="define"))
def test_what_was_defined_is_dumped_as_by_virsh(case: dict[str, Any]) -> None:
    assert dump(case, native(case["input"]), case["place"], "poweredOff", ()) == case["dump"]
