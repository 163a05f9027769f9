"""The installed libvirt's own converter, asked through virsh on the simulator: the same bytes.

The recorded cases are fixed; these machines are drawn anew. virsh has no offline converter, so it
needs a host: the simulator.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.virsh import Virsh
from support.vmx_machines import DATASTORES, machines

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.simulator import Simulator, presets
from aioesx.simulator.state.host import HostState
from aioesx.vmx import format_domain, format_vmx, parse_domain

pytestmark = pytest.mark.peer("virsh")

HARDWARE: Final = 10
Convert = Callable[[str, str], str]

with_libvirt = settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def host() -> HostState:
    return presets.small_host(machines=1)


@pytest.fixture(scope="module")
def datastores(host: HostState) -> dict[str, str]:
    """Where the simulated host has its datastores."""
    return {store.name: store.mount for store in host.datastores.values()}


@pytest.fixture(scope="module")
def libvirt(host: HostState, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Convert]:
    """`libvirt("domxml-to-native", text)`: what libvirt makes of it."""
    directory = tmp_path_factory.mktemp("libvirt")
    virsh, file = Virsh(directory), directory / "document"

    def convert(command: str, text: str) -> str:
        file.write_bytes(text.encode())
        outcome = virsh(f"{simulator.uri}?no_verify=1", command, "vmware-vmx", str(file))
        assert outcome.stderr == ""
        return outcome.stdout.removesuffix("\n")

    with Simulator(host, username="root", password="secret", tls=True) as simulator:
        yield convert


def on(datastores: dict[str, str], machine: dict[str, str]) -> str:
    """Write a drawn machine's settings with paths of the simulated host."""
    name, mount = next(iter(datastores.items()))
    vmx = format_vmx(machine)
    for old in (*DATASTORES.values(), "/vmfs/volumes/ds"):
        vmx = vmx.replace(f"{old}/", f"{mount}/").replace(f"{old}\\", f"{mount}/")
    return vmx.replace(f"{mount}/x\\", f"/vmfs/volumes/{name}/x/")


def one_line_end(text: str) -> str:
    """Make of every line end a line feed: virsh's output is read as text."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_libvirt_prints(xml: str) -> str:
    """Undo what we write as a number and libvirt writes raw, so that no reader gets it back."""
    for number, character in (("&#9;", "\t"), ("&#10;", "\n"), ("&#13;", "\r")):
        xml = xml.replace(number, character)
    return one_line_end(xml)


def as_libvirt_writes(vmx: str) -> str:
    """Undo our choices of docs/vmx.md: line ends are escaped, portgroups are not, IPv6 has []."""
    text = re.sub(r"\[(2001:db8::1)\]", r"\1", vmx)
    return one_line_end(text.replace("|0d", "\r").replace("|0a", "\n"))


def as_we_write(vmx: str) -> str:
    """Undo libvirt's XML escapes in portgroup names."""
    return re.sub(r"portgroupId = .*", lambda match: html.unescape(match[0]), vmx)


@with_libvirt
@given(data=st.data())
def test_vmx_to_xml_is_libvirts(
    data: st.DataObject, libvirt: Convert, datastores: dict[str, str]
) -> None:
    vmx = on(datastores, data.draw(machines()))

    xml = format_domain_xml(parse_domain(vmx.encode(), datastores=datastores))

    assert as_libvirt_prints(xml) == libvirt("domxml-from-native", vmx)


DISKS: Final = [
    *(("sd", letter, "scsi") for letter in "abch"), *(("hd", letter, "ide") for letter in "abcd"),
    ("fd", "a", "fdc"), ("fd", "b", "fdc"),
]  # fmt: skip


@with_libvirt
@given(disks=st.permutations(DISKS), said=st.lists(st.booleans(), min_size=10, max_size=10))
def test_the_order_of_disks_is_libvirts(
    disks: list[tuple[str, str, str]],
    said: list[bool],
    libvirt: Convert,
    datastores: dict[str, str],
) -> None:
    store = next(iter(datastores))
    elements = [
        f"<disk type='file' device='{'floppy' if bus == 'fdc' else 'disk'}'>"
        f"<source file='[{store}] {prefix}{letter}.vmdk'/>"
        f"<target dev='{prefix}{letter}'" + (f" bus='{bus}'" if is_said else "") + "/></disk>"
        for (prefix, letter, bus), is_said in zip(disks, said, strict=True)
    ]
    xml = (
        "<domain type='vmware'><name>t</name><uuid>564d9bef-acd9-b4e0-c8f0-aea8b9103515</uuid>"
        f"<memory>4096</memory><os><type>hvm</type></os><devices>{''.join(elements)}</devices>"
        "</domain>"
    )

    vmx = format_domain(parse_domain_xml(xml), hardware_version=HARDWARE, datastores=datastores)

    assert vmx == libvirt("domxml-to-native", xml)


@with_libvirt
@given(data=st.data())
def test_xml_to_vmx_is_libvirts(
    data: st.DataObject, libvirt: Convert, datastores: dict[str, str]
) -> None:
    machine = {key: value for key, value in data.draw(machines()).items() if "sata" not in key}
    xml = format_domain_xml(
        parse_domain(on(datastores, machine), datastores=datastores, directory="[nfs1] dir")
    )

    vmx = format_domain(parse_domain_xml(xml), hardware_version=HARDWARE, datastores=datastores)

    assert as_libvirt_writes(vmx) == as_we_write(libvirt("domxml-to-native", xml))
