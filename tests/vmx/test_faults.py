"""The fault catalogue's rows for VMX and domain XML: V1 to V7 and V10.

V1, V2 and V6 have more tests in test_syntax.py and test_properties.py.
"""

from __future__ import annotations

import builtins
import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.errors import DocumentError, DomainXmlError, UnsupportedError, VmxSyntaxError
from aioesx.vmx import format_domain, parse_domain, parse_vmx

HEAD: Final = 'config.version = "8"\nvirtualHW.version = "10"\n'
DATASTORES: Final = {"ds": "/vmfs/volumes/ds"}


def read(body: str) -> Any:
    return parse_domain(HEAD + body, datastores=DATASTORES, directory="[ds] dir")


def document(body: str = "", devices: str = "") -> str:
    return (
        "<domain type='vmware'><name>t</name><uuid>564d9bef-acd9-b4e0-c8f0-aea8b9103515</uuid>"
        f"<memory>4096</memory><os><type>hvm</type></os>{body}<devices>{devices}</devices></domain>"
    )


def write(devices: str) -> str:
    definition = parse_domain_xml(document(devices=devices))
    return format_domain(definition, hardware_version=10, datastores=DATASTORES)


@pytest.fixture
def no_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the opening of any file an error."""

    def refuse(*arguments: object, **_: object) -> None:
        raise AssertionError(f"opened {arguments}")

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "open", refuse)
        patch.setattr(Path, "open", refuse)
        yield


# --- V1: grammar ---------------------------------------------------------------------------------


@pytest.mark.fault("V1")
def test_a_bad_escape_names_its_key() -> None:
    with pytest.raises(UnsupportedError) as caught:
        read('annotation = "|0"\n')

    assert (caught.value.key, caught.value.value) == ("annotation", "|0")


@pytest.mark.fault("V1")
def test_a_long_line_is_read() -> None:
    text = "x" * 1_000_000

    assert read(f'annotation = "{text}"\n').description == text


@pytest.mark.fault("V1")
def test_many_lines_are_read() -> None:
    lines = "".join(f'k{number}=""\n' for number in range(1_000_000 // 10))

    assert read(lines).name is None


# --- V2: character sets --------------------------------------------------------------------------


@pytest.mark.fault("V2")
def test_a_file_in_another_character_set_gives_its_names() -> None:
    data = (HEAD + '.encoding = "windows-1252"\ndisplayName = "caf\xe9"\n').encode("latin-1")

    assert parse_domain(data).name == "café"


@pytest.mark.fault("V2")
def test_a_lying_encoding_is_an_error_with_its_line() -> None:
    data = (HEAD + '.encoding = "UTF-8"\ndisplayName = "caf\xe9"\n').encode("latin-1")

    with pytest.raises(VmxSyntaxError) as caught:
        parse_domain(data)

    assert caught.value.line == 4


# --- V3: numbers ---------------------------------------------------------------------------------


@pytest.mark.fault("V3")
@pytest.mark.parametrize(
    "value",
    ["-4", "0", "6", str(2**63), str(2**63 - 4), "0x10", "1.5", "", "64 ", "1e3", "٣", "9" * 5000],
)
def test_memory_that_is_not_a_good_number_is_refused(value: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'memsize = "{value}"\n')

    assert caught.value.key == "memsize"


@pytest.mark.fault("V3")
@pytest.mark.parametrize(("value", "mib"), [(" 64", 64), ("+64", 64), ("\t0064", 64)])
def test_numbers_are_read_as_c_reads_them(value: str, mib: int) -> None:
    assert read(f'memsize = "{value}"\n').memory_kib == mib * 1024


@pytest.mark.fault("V3")
@pytest.mark.parametrize("value", ["yes", "1", "", "true ", "t"])
def test_a_boolean_is_true_or_false(value: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'floppy1.present = "{value}"\n')

    assert caught.value.key == "floppy1.present"


# --- V4: odd devices -----------------------------------------------------------------------------


@pytest.mark.fault("V4")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param('scsi4.present="true"\nscsi4:0.present="true"\n', id="scsi4"),
        pytest.param('ide9:9.present="true"\n', id="ide9:9"),
        pytest.param('serial4.present="x"\n', id="serial4"),
        pytest.param('numvcpus="3"\n', id="odd vcpus"),
    ],
)
def test_devices_beyond_the_last_are_not_looked_at(body: str) -> None:
    definition = read(body)

    assert definition.disks == ()
    assert definition.serials == ()


@pytest.mark.fault("V4")
def test_an_interface_of_any_number_is_read_without_counting_up_to_it() -> None:
    started = time.process_time()

    definition = read('ethernet4294967295.present="true"\nethernet99.present="true"\n')

    assert len(definition.interfaces) == 2
    assert time.process_time() - started < 1


@pytest.mark.fault("V4")
def test_a_count_of_shared_folders_is_not_counted_up_to() -> None:
    body = f'isolation.tools.hgfs.disable="false"\nsharedFolder.maxNum="{2**62}"\n'

    assert read(body).filesystems == ()


@pytest.mark.fault("V4")
@pytest.mark.parametrize("key", ["ethernet", "ethernet0", "ethernetx.y", "ethernet99999999999.a"])
def test_an_interface_key_needs_a_number(key: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'{key}="true"\n')

    assert caught.value.key == key


@pytest.mark.fault("V4")
def test_a_disk_without_file_name_is_refused() -> None:
    with pytest.raises(UnsupportedError) as caught:
        read('ide1:1.present="true"\n')

    assert caught.value.key == "ide1:1.fileName"


# --- V5: hostile XML -----------------------------------------------------------------------------

ENTITIES: Final = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))


@pytest.mark.fault("V5")
@pytest.mark.usefixtures("no_files")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!DOCTYPE domain>" + document(), id="doctype"),
        pytest.param(
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + document("&x;"), id="xxe"
        ),
        pytest.param(f'<!DOCTYPE d [<!ENTITY e0 "e">{ENTITIES}]>' + document("&e39;"), id="bomb"),
        pytest.param(document("&undefined;"), id="unknown entity"),
        pytest.param("<a>" * 5000 + document() + "</a>" * 5000, id="deep"),
        pytest.param(document("<d>" * 5000 + "</d>" * 5000), id="deep inside"),
        pytest.param(document("<b/>" * 300_000), id="many elements"),
        pytest.param(document("x" * 100_000_000), id="100 MB"),
        pytest.param(document().encode("utf-16"), id="utf-16"),
        pytest.param(b"<?xml version='1.0' encoding='utf-7'?>" + document().encode(), id="utf-7"),
        pytest.param(b"\xff" + document().encode(), id="not utf-8"),
        pytest.param(document("\ud800"), id="surrogate"),
        pytest.param("", id="empty"),
        pytest.param("<domain type='vmware'", id="not ended"),
        pytest.param(document("\x01"), id="control character"),
        pytest.param("<x:domain xmlns:x='y' type='vmware'/>", id="other namespace"),
    ],
)
def test_hostile_xml_is_refused_and_reads_no_file(text: str | bytes) -> None:
    with pytest.raises(DomainXmlError):
        parse_domain_xml(text)


@pytest.mark.fault("V5")
def test_unknown_elements_are_skipped() -> None:
    xml = document("<future a='b'><name>no</name></future><!-- <name>no</name> -->", "<robot/>")

    assert parse_domain_xml(xml) == parse_domain_xml(document())


@pytest.mark.fault("V5")
@pytest.mark.parametrize(
    ("text", "where"),
    [
        (document("<currentMemory unit='parsec'>1</currentMemory>"), "currentMemory/@unit"),
        (document("<vcpu cpuset='0-99999999'>1</vcpu>"), "vcpu/@cpuset"),
        (document("<vcpu>0</vcpu>"), "vcpu"),
        (document("<cputune><shares>x</shares></cputune>"), "cputune/shares"),
        (document(devices="<disk><target dev='sda'/></disk>"), "devices/disk[1]/source"),
        (document(devices="<interface><mac/></interface>"), "devices/interface[1]/@type"),
        (
            document(devices="<interface type='bridge'/>"),
            "devices/interface[1]/source/@bridge",
        ),
        (
            document(devices="<interface type='user'><mac address='x'/></interface>"),
            "devices/interface[1]/mac/@address",
        ),
        (
            document(devices="<interface type='user'><mac address='01:0:0:0:0:1'/></interface>"),
            "devices/interface[1]/mac/@address",
        ),
        (
            document(devices="<interface type='vds'><source/></interface>"),
            "devices/interface[1]/source/@switchid",
        ),
        (document(devices="<serial type='file'/>"), "devices/serial[1]/source/@path"),
        (document(devices="<controller type='ide'/>" + "<controller index='0' type='ide'/>"),
         "devices/controller[2]"),
    ],
)  # fmt: skip
def test_an_error_names_the_path(text: str, where: str) -> None:
    with pytest.raises((DomainXmlError, UnsupportedError)) as caught:
        parse_domain_xml(text)

    assert getattr(caught.value, "path", getattr(caught.value, "key", None)) == where


# --- V7: paths -----------------------------------------------------------------------------------


@pytest.mark.fault("V7")
@pytest.mark.usefixtures("no_files")
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("[ds] ../../etc/x.vmdk", "/vmfs/volumes/ds/../../etc/x.vmdk"),
        ("/etc/shadow.vmdk", "/etc/shadow.vmdk"),
        ("[ds]x.vmdk", "/vmfs/volumes/ds/x.vmdk"),
    ],
)
def test_a_path_is_only_text(source: str, name: str) -> None:
    vmx = write(f"<disk><source file='{source}'/><target dev='hda'/></disk>")

    assert parse_vmx(vmx)["ide0:0.fileName"] == name


@pytest.mark.fault("V7")
@pytest.mark.parametrize(
    "source", ["[other] x.vmdk", "x.vmdk", "[] x.vmdk", "[ds x.vmdk", "../x.vmdk"]
)
def test_a_path_on_no_datastore_is_refused(source: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        write(f"<disk><source file='{source}'/><target dev='hda'/></disk>")

    assert caught.value.key == "devices/disk[1]/source/@file"


@pytest.mark.fault("V7")
@pytest.mark.usefixtures("no_files")
@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("../../etc/passwd.vmdk", None),
        ("/vmfs/volumes/ds10/x.vmdk", None),
        ("/vmfs/volumes/ds/../x.vmdk", "[ds] ../x.vmdk"),
        ("..vmdk", "[ds] dir/..vmdk"),
    ],
)
def test_a_file_name_is_only_text(name: str, source: str | None) -> None:
    body = f'ide0:0.present = "true"\nide0:0.fileName = "{name}"\n'
    if source is None:
        with pytest.raises(UnsupportedError):
            read(body)
        return

    assert read(body).disks[0].source == source


# --- V10: time -----------------------------------------------------------------------------------

MB: Final = 1_000_000


@pytest.mark.fault("V10")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(unit * (MB // len(unit)), id=repr(unit[:12]))
        for unit in (
            " ", "#", "a", "a.", ";", '"', '"""', 'a="";', 'a=""\n', "a=\n", '"""x', "\n", "\r",
            'a="""', "ethernet0.", '#"""\n', "é", "|7c", 'ethernet1.x=""\n', "'", "a = ",
        )
    ],
)  # fmt: skip
def test_a_megabyte_of_vmx_takes_less_than_a_second(text: str) -> None:
    for body in (text, f'annotation="{text}"', f"{HEAD}a='''{text}", f'{HEAD}a="""{text}"""'):
        assert cpu_seconds(lambda body=body: parse_domain(body)) < 1


@pytest.mark.fault("V10")
@pytest.mark.parametrize(
    "text",
    [
        document("<a>" * 100 + "x" * (MB // 2) + "</a>" * 100),
        document("<a/>" * (MB // 5)),
        document(devices="<disk><source file='a'/><target dev='sda'/></disk>" * (MB // 50)),
        document(devices="<serial type='dev'><source path='a'/></serial>" * (MB // 100)),
        document(devices="<controller type='scsi'/>" * (MB // 50)),
        document(f"<vcpu cpuset='{'0-16383,' * (MB // 8)}1'>1</vcpu>"),
        document(devices=f"<disk><source file='a'/><target dev='sd{'a' * MB}'/></disk>"),
        f"<?xml {'x' * MB}" + document(),
        " " * MB + document(),
    ],
    ids=["text", "elements", "disks", "ports", "controllers", "cpuset", "name", "head", "blanks"],
)
def test_a_megabyte_of_xml_takes_less_than_a_second(text: str) -> None:
    assert cpu_seconds(lambda: format_domain_xml(parse_domain_xml(text))) < 1


def cpu_seconds(work: Any) -> float:
    started = time.process_time()
    with contextlib.suppress(DocumentError):
        work()
    return time.process_time() - started
