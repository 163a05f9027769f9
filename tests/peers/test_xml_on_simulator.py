"""virsh and our command on one simulated host: the same XML and the same VMX files, byte for byte.

A sample of the recorded cases of tests/data/xml is made again here; make_xml_cases.py makes all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import command
from support.virsh import Virsh
from support.xml_inputs import DIRECTIONS, documents
from support.xml_judge import judged, make_host

from aioesx.simulator import Simulator

pytestmark = pytest.mark.peer("virsh")

DATA: Final = Path(__file__).parent.parent / "data"
SAMPLE: Final = 5
MACHINES: Final = ("web01", "db01", "build01", "console01", "win01")
FEDORA: Final = DATA / "vmx" / "fedora11"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(make_host(), username="root", password="secret") as simulator:
        yield simulator


@pytest.fixture
def uri(simulator: Simulator) -> str:
    return f"{simulator.uri}?no_verify=1"


def assert_same(virsh: Virsh, uri: str, *words: str) -> None:
    expected, outcome = virsh(uri, *words), command(uri, *words)

    assert (expected.status, expected.stderr) == (0, "")
    assert outcome.status == 0
    # virsh says nothing of what it leaves out of a VMX file.
    assert all(line.startswith("warning: line ") for line in outcome.stderr.splitlines())
    assert outcome.stdout == expected.stdout


@pytest.mark.parametrize(
    "flags",
    [[], ["--inactive"], ["--security-info"], ["--migratable"]],
    ids=lambda flags: "".join(flags),
)
@pytest.mark.parametrize("name", MACHINES)
def test_dumpxml_of_the_demo_machines(virsh: Virsh, uri: str, name: str, flags: list[str]) -> None:
    assert_same(virsh, uri, "dumpxml", name, *flags)


def test_domxml_from_native_of_the_documentations_example(virsh: Virsh, uri: str) -> None:
    assert_same(virsh, uri, "domxml-from-native", "vmware-vmx", str(FEDORA / "demo.vmx"))


@pytest.mark.parametrize("name", ["demo.xml", "example.xml"])
def test_domxml_to_native_of_the_documentations_examples(
    virsh: Virsh, uri: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    text = (FEDORA / name).read_text()
    if "<uuid>" not in text:
        uuid = "<uuid>00000000-0000-0000-0000-00000000f11a</uuid>"
        text = text.replace("</name>", f"</name>{uuid}", 1)
    path.write_text(text)

    assert_same(virsh, uri, "domxml-to-native", "vmware-vmx", str(path))


XML: Final = """<domain type='vmware'>
  <name>Fedora/11 "x"</name>
  <uuid>50115e16-9bdc-49d7-f171-53c4d7f91710</uuid>
  <memory>1048576</memory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <source file='[local-storage] Fedora11/Fedora11.vmdk'/><target dev='sda' bus='scsi'/>
    </disk>
    <controller type='scsi' index='0' model='auto'/>
    <interface type='bridge'>
      <mac address='00:50:56:25:48:C7'/><source bridge='VM Network'/>
    </interface>
  </devices>
</domain>
"""


def test_define_dumpxml_and_undefine(virsh: Virsh, tmp_path: Path) -> None:
    path = tmp_path / "new.xml"
    path.write_text(XML)
    name = 'Fedora/11 "x"'
    story = (["define", str(path)], ["dumpxml", name], ["list", "--all"], ["undefine", name])

    with (
        Simulator(make_host(), username="root", password="secret") as theirs,
        Simulator(make_host(), username="root", password="secret") as ours,
    ):
        expected = [virsh(f"{theirs.uri}?no_verify=1", *words) for words in story]
        outcome = [command(f"{ours.uri}?no_verify=1", *words) for words in story]
        files = [set(host.state.datastore("local-storage").files) for host in (theirs, ours)]

    moref = [
        next(line for line in each[1].stdout.split() if "moref" in line)
        for each in (expected, outcome)
    ]
    dumps = [
        each[1].stdout.replace(number, "")
        for each, number in zip((expected, outcome), moref, strict=True)
    ]
    assert [each.status for each in expected] == [each.status for each in outcome] == [0] * 4
    assert dumps[0] == dumps[1]
    assert [e.stdout for e in expected if "moref" not in e.stdout] == [
        o.stdout for o in outcome if "moref" not in o.stdout
    ]
    assert files[0] == files[1]


def recorded() -> dict[str, dict[str, Any]]:
    cases = json.loads((DATA / "xml" / "cases.json").read_text())["cases"]
    return {case["name"]: case for case in cases}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_sample_of_the_recorded_cases_is_what_virsh_says_today(
    virsh: Virsh, simulator: Simulator, tmp_path: Path, direction: str
) -> None:
    known = recorded()
    sample = [*documents(direction, 3 * SAMPLE)][::3]

    today = [judged(document, simulator, virsh, tmp_path) for document in sample]

    assert [without_number(case) for case in today] == [
        without_number(known[document.name]) for document in sample
    ]


def without_number(case: dict[str, Any]) -> dict[str, Any]:
    """Leave out the number of the machine, which counts up on a host."""
    number = str(case.get("moref"))
    words = (f"<vmware:moref>{number}</vmware:moref>", f" id='{number}'")
    return {
        key: value.replace(words[0], "").replace(words[1], "")
        for key, value in case.items()
        if key != "moref"
    }


def test_every_document_is_recorded() -> None:
    known = recorded()
    made = [d for direction in DIRECTIONS for d in documents(direction, 60)]

    assert [d.text for d in made] == [known[d.name]["input"] for d in made]
