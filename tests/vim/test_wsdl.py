"""``wsdl/`` is valid, complete, and what `aioesx.vim` was made of."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from aioesx.vim._newest import NEWEST_API
from wsdl import emit, schema

WSDL = Path(__file__).resolve().parents[2] / "wsdl"
OURS = "{urn:aioesx:wsdl}"


@pytest.fixture(scope="module")
def contract() -> schema.Schema:
    return schema.load(WSDL / "vim-types.xsd", WSDL / "vim.wsdl")


def test_the_generated_modules_are_fresh() -> None:
    command = [sys.executable, str(WSDL / "generate.py"), "--check"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name",
    [
        "vim/_core.py", "vim/__init__.py", "simulator/_since.py", "simulator/_references.py",
        "_session/_secrets.py",
    ],
)  # fmt: skip
def test_a_module_that_is_not_what_the_schema_says_is_named(name: str, tmp_path: Path) -> None:
    root = WSDL.parent
    for part in ("wsdl", "aioesx/vim", "aioesx/simulator", "aioesx/_session"):
        shutil.copytree(root / part, tmp_path / part)
    with (tmp_path / "aioesx" / name).open("a") as module:
        module.write("\nmore = 1\n")

    command = [sys.executable, str(tmp_path / "wsdl" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    said = f"aioesx/{name} is not what wsdl/ says: run wsdl/generate.py\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_lxml_loads_the_schema() -> None:
    assert etree.XMLSchema(etree.parse(WSDL / "vim-types.xsd"))


def test_the_newest_version_is_that_of_the_newest_thing_described() -> None:
    described = [path for ending in ("wsdl", "xsd") for path in WSDL.rglob(f"*.{ending}")]
    text = "".join(path.read_text("utf-8") for path in described)
    named = re.findall(r'since="(\d+\.\d+\.\d+\.\d+)"', text)

    assert max(tuple(map(int, version.split("."))) for version in named) == NEWEST_API


def test_every_part_and_every_method_names_the_area_that_uses_it(contract: schema.Schema) -> None:
    parts = [etree.parse(path).getroot() for path in (WSDL / "types").glob("*.xsd")]

    assert all(part.get(f"{OURS}area") for part in parts)
    assert all(one.area for one in contract.operations.values())


def test_a_method_without_an_area_is_named(tmp_path: Path) -> None:
    shutil.copytree(WSDL, tmp_path / "wsdl")
    wsdl = tmp_path / "wsdl" / "vim.wsdl"
    text = re.sub(
        r'(operation name="CurrentTime"[^>]*?) aioesx:area="\w+"', r"\1", wsdl.read_text()
    )
    wsdl.write_text(text)

    with pytest.raises(ValueError, match="CurrentTime has no area"):
        schema.load(tmp_path / "wsdl" / "vim-types.xsd", wsdl)


def test_every_type_below_a_fault_or_an_event_is_in_its_part(contract: schema.Schema) -> None:
    roots = {"faults": "MethodFault", "events": "Event"}

    for area, root in roots.items():
        below = [name for name in contract.types if root in lineage(contract, name)]
        assert {contract.types[name].area for name in below} == {area}


def lineage(contract: schema.Schema, name: str) -> list[str]:
    chain = []
    while name:
        chain.append(name)
        name = contract.types[name].base
    return chain


def test_every_request_and_response_has_its_element() -> None:
    root = etree.parse(WSDL / "types" / "methods.xsd").getroot()
    elements = {node.get("name") for node in root.iter("{*}element") if node.getparent() is root}
    operations = etree.parse(WSDL / "vim.wsdl").getroot().iter("{*}operation")
    names = {node.get("name") for node in operations}

    assert elements == names | {f"{name}Response" for name in names}


@pytest.mark.parametrize(
    ("wire", "python"),
    [
        ("memoryMB", "memory_mb"),
        ("numCPUs", "num_cpus"),
        ("numCpu", "num_cpu"),
        ("_this", "this"),
        ("vmPathName", "vm_path_name"),
        ("iScsiName", "i_scsi_name"),
        ("netBIOSConfig", "net_bios_config"),
        ("from", "from_"),
        ("sha1", "sha1"),
    ],
)
def test_wire_names_become_python_names(wire: str, python: str) -> None:
    assert emit.snake(wire) == python


@pytest.mark.parametrize(
    ("word", "member"), [("poweredOn", "POWERED_ON"), ("6to4", "_6TO4"), ("a-b c", "A_B_C")]
)
def test_wire_words_become_members(word: str, member: str) -> None:
    assert emit.enum_member(word) == member


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('base="vim25:EventArgument"', 'base="vim25:Nobody"', "not defined: Nobody"),
        ('complexType name="EntityEventArgument"', 'complexType name="Event"', "defined twice"),
    ],
)
def test_a_mistake_in_the_contract_is_named(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    (tmp_path / "types").mkdir()
    for path in [*WSDL.glob("*.*"), *WSDL.glob("types/*.xsd")]:
        copied = (
            path.read_text().replace(old, new, 1) if path.stem == "events" else path.read_text()
        )
        (tmp_path / path.relative_to(WSDL)).write_text(copied)

    with pytest.raises(ValueError, match=reason):
        schema.load(tmp_path / "vim-types.xsd", tmp_path / "vim.wsdl")
