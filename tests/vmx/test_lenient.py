"""The lenient reading, rule by rule; and that either reading tells all that it finds."""

from __future__ import annotations

import logging
from typing import Any, Final

import pytest

from aioesx.definition import DomainDefinition, format_domain_xml
from aioesx.errors import DocumentError, UnsupportedError, VmxSyntaxError
from aioesx.vmx import Dialect, VmxWarning, parse_domain, parse_vmx

HEAD: Final = 'config.version = "8"\nvirtualHW.version = "10"\ndisplayName = "t"\n'
FIRST: Final = HEAD.count("\n") + 1
DATASTORES: Final = {"ds": "/vmfs/volumes/ds"}
SECRET: Final = "hunter2-geheim"


def read(
    body: str, *, head: str = HEAD, lenient: bool = True, dialect: Dialect = "9.0"
) -> tuple[DomainDefinition, list[VmxWarning]]:
    warnings: list[VmxWarning] = []
    definition = parse_domain(
        head + body,
        datastores=DATASTORES,
        directory="[ds] vm",
        lenient=lenient,
        on_warning=warnings.append,
        dialect=dialect,
    )
    return definition, warnings


def refused(body: str, *, head: str = HEAD) -> tuple[DocumentError, ...]:
    with pytest.raises(DocumentError) as caught:
        read(body, head=head, lenient=False)
    return caught.value.reasons


# --- one rule each: what libvirt refuses, and what becomes of it ---------------------------------

CARD: Final = (
    'ethernet0.present = "TRUE"\nethernet0.addressType = "generated"\n'
    'ethernet0.generatedAddress = "00:0c:29:01:02:03"\n'
)
SERIAL: Final = 'serial0.present = "TRUE"\n'
CLIENT: Final = 'serial0.fileType = "network"\nserial0.network.endPoint = "client"\n'
SCSI: Final = 'scsi0.present = "TRUE"\nscsi0:0.present = "TRUE"\n'


def first_card(definition: DomainDefinition) -> Any:
    card = definition.interfaces[0]
    return card.type, card.source, card.target


def first_disk(definition: DomainDefinition) -> Any:
    disk = definition.disks[0] if definition.disks else None
    return (disk.type, disk.device, disk.source) if disk is not None else None


def first_port(definition: DomainDefinition) -> Any:
    port = definition.serials[0] if definition.serials else None
    return (port.type, port.host, port.path, port.mode) if port is not None else None


@pytest.mark.parametrize(
    ("body", "key", "found", "expected"),
    [
        ('ethernet0.connectionType = "bridged"\n', "networkName", first_card,
         ("bridge", "bridged", None)),
        ('ethernet0.connectionType = "hostonly"\n', "connectionType", first_card,
         ("bridge", "hostonly", None)),
        ('ethernet0.connectionType = "pvn"\n', "connectionType", first_card,
         ("bridge", "pvn", None)),
        ('ethernet0.connectionType = "HostOnly"\nethernet0.networkName = "lab"\n',
         "connectionType", first_card, ("bridge", "lab", None)),
        ('ethernet0.connectionType = "custom"\nethernet0.vnet = "VMnet2"\n', "networkName",
         first_card, ("bridge", "VMnet2", "VMnet2")),
        ('ethernet0.connectionType = "custom"\nethernet0.networkName = "lab"\n', "vnet",
         first_card, ("bridge", "lab", None)),
        ('ethernet0.connectionType = ""\n', "connectionType", first_card, ("null", None, None)),
        ('ethernet0.dvs.switchId = "x"\n', "dvs.switchId", first_card, ("null", None, None)),
        ('ethernet0.dvs.switchId = "50 11 5e 16 9b dc 49 d7-f1 71 53 c4 d7 f9 17 10"\n',
         "dvs.portgroupId", first_card, ("null", None, None)),
    ],
)  # fmt: skip
def test_a_card_keeps_a_network(body: str, key: str, found: Any, expected: Any) -> None:
    assert_rule(CARD + body, f"ethernet0.{key}", found, expected)


@pytest.mark.parametrize(
    ("body", "key", "expected"),
    [
        ('serial0.fileType = "thinprint"\n', "fileType", None),
        ('serial0.fileType = "network"\nserial0.fileName = "telnet://:2001"\n', "fileName",
         ("tcp", "0.0.0.0", None, "bind")),
        (CLIENT + 'serial0.fileName = "telnet://:2001"\n', "fileName", None),
        ('serial0.fileType = "network"\nserial0.fileName = "telnet://host"\n', "fileName", None),
        ('serial0.fileType = "network"\nserial0.fileName = "udp://h:1"\n', "fileName", None),
        (CLIENT.replace("client", "proxy") + 'serial0.fileName = "tcp://h:1"\n',
         "network.endPoint", ("tcp", "h", None, "bind")),
        ('serial0.fileType = "file"\nserial0.fileName = "C:\\logs\\a.log"\n', "fileName",
         ("file", None, "[ds] vm/a.log", None)),
    ],
)  # fmt: skip
def test_a_port_is_read_or_left_out(body: str, key: str, expected: Any) -> None:
    assert_rule(SERIAL + body, f"serial0.{key}", first_port, expected)


@pytest.mark.parametrize(
    ("body", "key", "expected"),
    [
        ('fileName = "D:\\VMs\\a.vmdk"', "fileName", ("file", "disk", "[ds] vm/a.vmdk")),
        ('fileName = "\\\\nas\\vms\\a.vmdk"', "fileName", ("file", "disk", "[ds] vm/a.vmdk")),
        ('fileName = "../parent/a.vmdk"', "fileName", ("file", "disk", "[ds] vm/a.vmdk")),
        ('fileName = "sub\\a-000003.vmdk"', "fileName",
         ("file", "disk", "[ds] vm/sub/a-000003.vmdk")),
        ('fileName = "/vmfs/volumes/other/vm/a.vmdk"', "fileName",
         ("file", "disk", "[other] vm/a.vmdk")),
        ('fileName = "a.vdmk"', "fileName", None),
        ('fileName = ""', "fileName", None),
        ('fileName = "a.vmdk"\nscsi0:0.deviceType = "rawDisk"', "deviceType",
         ("file", "disk", "[ds] vm/a.vmdk")),
        ('fileName = "E:\\a.iso"', "fileName", ("file", "cdrom", None)),
        ('fileName = "a.iso"\nscsi0:0.deviceType = "cdrom-raw"', "deviceType",
         ("file", "cdrom", "[ds] vm/a.iso")),
        ('fileName = "a.dmg"\nscsi0:0.deviceType = "cdrom-image"', "fileName",
         ("file", "cdrom", None)),
        ('fileName = "/dev/sr0"', "fileName", ("block", "cdrom", "/dev/sr0")),
        ('fileName = "auto detect"\nscsi0:0.deviceType = "cdrom-image"', "fileName",
         ("block", "cdrom", None)),
        ('deviceType = "cdrom-image"', "fileName", ("file", "cdrom", None)),
        ('redo = ""', "fileName", None),
    ],
)  # fmt: skip
def test_a_disk_is_read_as_it_is_meant(body: str, key: str, expected: Any) -> None:
    assert_rule(f"{SCSI}scsi0:0.{body}\n", f"scsi0:0.{key}", first_disk, expected)


@pytest.mark.parametrize(
    ("line", "attribute", "expected"),
    [
        ('memsize = "250"', "memory_kib", 252 * 1024),
        ('memsize = "0"', "memory_kib", 32 * 1024),
        ('memsize = "1 GB"', "memory_kib", 1024 * 1024),
        ('memsize = "64 "', "memory_kib", 64 * 1024),
        ('memsize = "viel"', "memory_kib", 32 * 1024),
        ('numvcpus = "0"', "vcpus", 1),
        ('cpuid.coresPerSocket = "4"', "cpu", None),
        ('sched.cpu.affinity = "0-3"', "cpuset", None),
        ('sched.cpu.shares = "viel"', "shares", None),
        ('firmware = "bios"', "firmware", None),
        ('firmware = "EFI"', "firmware", "efi"),
        ('annotation = "a | b"', "description", "a | b"),
        ('ide0:0.present = "perhaps"', "disks", ()),
        ('RemoteDisplay.vnc.enabled = "perhaps"', "graphics", ()),
        ('svga.vramSize = "x"', "disks", ()),
        ('ethernetX.present = "TRUE"', "interfaces", ()),
    ],
)
def test_a_value_is_read_as_it_is_meant(line: str, attribute: str, expected: Any) -> None:
    key = line.split(" ")[0]

    (reason,) = refused(line + "\n")
    definition, (warning,) = read(line + "\n")

    assert getattr(definition, attribute) == expected
    assert (warning.key, warning.line, warning.value) == (key, FIRST, reason.value)
    assert (reason.key, reason.line) == (key, FIRST)


def test_a_name_with_a_percent_sign_is_taken_as_it_stands() -> None:
    head = HEAD.replace('"t"', '"100%"')

    (reason,) = refused("", head=head)
    definition, (warning,) = read("", head=head)

    assert definition.name == "100%"
    assert (reason.key, warning.key) == ("displayName", "displayName")


def assert_rule(body: str, key: str, found: Any, expected: Any) -> None:
    """Check that a strict reading refuses for one reason, and a lenient one warns of just that."""
    (reason,) = refused(body)
    definition, warnings = read(body)

    assert reason.key == key
    assert (key, reason.line) in [(warning.key, warning.line) for warning in warnings]
    assert found(definition) == expected


@pytest.mark.parametrize(
    ("head", "keys"),
    [
        (
            'config.version = "6"\nvirtualHW.version = "3"\n',
            ["config.version", "virtualHW.version"],
        ),
        ('memsize = "64"\n', ["config.version", "virtualHW.version"]),
    ],
)
def test_old_and_missing_versions_are_reasons_and_warnings(head: str, keys: list[str]) -> None:
    name = 'displayName = "t"\n'

    assert [reason.key for reason in refused(name, head=head)] == keys
    definition, warnings = read(name, head=head)

    assert [warning.key for warning in warnings] == keys
    assert definition.name == "t"


def test_a_machine_without_a_name_is_called_as_its_files() -> None:
    head = HEAD.replace('displayName = "t"\n', "")

    definition, warnings = read('nvram = "C:\\vm\\web 1.nvram"\n', head=head)

    assert definition.name == "web 1"
    assert [warning.key for warning in warnings] == ["displayName"]


# --- the grammar ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("a = 1", "a", "1"),
        ("a = TRUE # really", "a", "TRUE"),
        ("a = two words", "a", "two words"),
        ("a =", "a", ""),
        ('a = "x', "a", "x"),
        ('a = "x "y" z"', "a", 'x "y" z'),
        ("a = \u201cx\u201d", "a", "x"),
        ("a = \u2018x\u2019", "a", "x"),
        ('\u00a0a\u00a0=\u00a0"x"', "a", "x"),
        ('a/b = "x"', "a/b", "x"),
        ('größe = "x"', "größe", "x"),
        ('1a = "x"', "1a", "x"),
        ('"a" = "x"', "a", "x"),
        ('a = "x" b = "y"', "b", "y"),
        ('a = "x" junk', "a", "x"),
    ],
)
def test_a_line_is_read_as_a_person_reads_it(line: str, key: str, value: str) -> None:
    warnings: list[VmxWarning] = []

    settings = parse_vmx(f'z = "0"\n{line}\ny = "1"\n', lenient=True, on_warning=warnings.append)

    assert (settings[key], settings["z"], settings["y"]) == (value, "0", "1")
    assert [warning.line for warning in warnings] == [2]
    with pytest.raises(VmxSyntaxError) as caught:
        parse_vmx(f'z = "0"\n{line}\n')
    assert caught.value.line == 2


@pytest.mark.parametrize("line", ["[section]", "just text", "=", "= 1", "\u2014\u2014", "{"])
def test_a_line_that_says_nothing_is_left_out_with_a_warning(line: str) -> None:
    warnings: list[VmxWarning] = []

    settings = parse_vmx(f'{line}\na = "1"\n', lenient=True, on_warning=warnings.append)

    assert dict(settings) == {"a": "1"}
    assert [(warning.line, "left out" in warning.message) for warning in warnings] == [(1, True)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    text = end.join(['a = "1"', "", '# b = "2"', "c = 3", ""])

    with pytest.raises(VmxSyntaxError) as caught:
        parse_vmx(text)

    assert caught.value.line == 4


def test_of_two_settings_of_one_key_the_first_counts_and_the_other_is_told() -> None:
    for lenient in (False, True):
        definition, warnings = read('memsize = "64"\nMemSize = "128"\n', lenient=lenient)

        assert definition.memory_kib == 64 * 1024
        assert [(warning.key, warning.line) for warning in warnings] == [("MemSize", FIRST + 1)]


def test_a_repeated_setting_says_nothing_new() -> None:
    assert read('memsize = "64"\nmemsize = "64"\n')[1] == []


# --- all reasons at once -------------------------------------------------------------------------

WRONG: Final = """memsize = 250
numvcpus = "0"
firmware = "bios"
serial0.present = "TRUE"
serial0.fileType = "thinprint"
ethernet0.present = "TRUE"
ethernet0.connectionType = "bridged"
scsi0.present = "TRUE"
scsi0.virtualDev = "auto"
scsi0:0.present = "TRUE"
scsi0:0.fileName = "D:\\a.vmdk"
scsi0:1.present = "TRUE"
scsi0:1.fileName = "b.raw"
"""


def test_a_refusal_tells_every_reason() -> None:
    reasons = refused(WRONG)

    assert {reason.key for reason in reasons} == {
        "memsize", "numvcpus", "firmware", "serial0.fileType", "ethernet0.networkName",
        "scsi0.virtualDev", "scsi0:0.fileName", "scsi0:1.fileName",
    }  # fmt: skip


def test_the_error_is_the_first_reason_and_its_text_has_all() -> None:
    with pytest.raises(VmxSyntaxError) as caught:
        read(WRONG, lenient=False)

    error = caught.value
    assert (error.key, error.line) == ("memsize", FIRST)
    lines = str(error).split("\n")
    assert lines[0] == f"{len(error.reasons)} reasons:"
    assert [line.strip() for line in lines[1:]] == [str(reason) for reason in error.reasons]


def test_an_error_with_one_reason_is_itself() -> None:
    (reason,) = refused('firmware = "bios"\n')

    assert str(reason) == f"line {FIRST}: firmware = \"bios\": must be 'efi'"
    assert reason.value == "bios"
    assert reason.reasons == (reason,)


def test_an_error_shows_twenty_reasons_and_counts_the_others() -> None:
    body = "".join(f'scsi0:{unit}.present = "x"\n' for unit in range(16) if unit != 7)
    body += "".join(f'ethernet{n}.present = "x"\n' for n in range(20))

    with pytest.raises(UnsupportedError) as caught:
        read('scsi0.present = "TRUE"\n' + body, lenient=False)

    assert len(caught.value.reasons) == 35
    assert str(caught.value).split("\n")[-1].strip() == "and 15 more"


# --- files that are not read, in either mode -----------------------------------------------------


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('displayName = "t"\nencryption.keySafe = "vmware:key"\nencryption.data = "AAAA"\n',
         "encrypted"),
        ("<domain type='vmware'/>", "XML"),
        ("# Disk DescriptorFile\nversion=1\n", "descriptor of a disk"),
        ("KDMV\1\0\0\0\3", "disk image"),
        ("PK\3\4", "archive"),
        ("=\n" * 5000, "VMX file"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_named(text: str, message: str, lenient: bool) -> None:
    with pytest.raises(DocumentError, match=message):
        read(text, head="", lenient=lenient)


@pytest.mark.parametrize("text", ["", "# nothing\n", 'snapshot.lastUID = "1"\n', "hello\n"])
def test_a_lenient_reading_makes_no_machine_of_nothing(text: str) -> None:
    with pytest.raises(DocumentError, match="no setting of a machine"):
        read(text, head="")


def test_a_partly_encrypted_file_is_read_and_told() -> None:
    for lenient in (False, True):
        definition, warnings = read('encryption.data = "AAAA"\n', lenient=lenient)

        assert definition.name == "t"
        assert [warning.key for warning in warnings] == ["encryption.data"]


# --- what either mode leaves out -----------------------------------------------------------------


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(
    ("body", "key"),
    [
        (f'{SCSI}scsi0:0.fileName = "/vmfs/volumes/gone/a.iso"\n', "scsi0:0.fileName"),
        (f'{SCSI}scsi0:0.clientDevice = "TRUE"\n', "scsi0:0.clientDevice"),
        (f'{SCSI}scsi0:0.fileName = "a.vmdk"\nscsi0:0.deviceType = "cdrom-image"\n',
         "scsi0:0.fileName"),
        (f'{SCSI}scsi0:0.deviceType = "scsi-passthru"\n', "scsi0:0.deviceType"),
        ('scsi1:0.present = "TRUE"\nscsi1:0.fileName = "a.vmdk"\n', "scsi1:0.present"),
        ('scsi0.present = "TRUE"\nscsi0:20.present = "TRUE"\n', "scsi0:20.present"),
        ('ide0:0.fileName = "a.vmdk"\n', "ide0:0.fileName"),
        ('ide2:0.present = "TRUE"\nide2:0.fileName = "a.vmdk"\n', "ide2:0.present"),
        ('floppy0.fileName = "/dev/fd0"\n', "floppy0.fileName"),
        ('serial4.present = "TRUE"\n', "serial4.present"),
        ('parallel3.present = "TRUE"\n', "parallel3.present"),
        ('nvme0.present = "TRUE"\nnvme0:0.present = "TRUE"\nnvme0:0.fileName = "a.iso"\n',
         "nvme0:0.present"),
        ('sharedFolder0.present = "TRUE"\nsharedFolder0.hostPath = "C:\\a"\n',
         "sharedFolder0.present"),
        (f'{CARD}ethernet0.networkName = "n"\nethernet0.startConnected = "FALSE"\n',
         "ethernet0.startConnected"),
        ('numvcpus = "3"\ncpuid.coresPerSocket = "2"\n', "cpuid.coresPerSocket"),
        ('guestOS = "arm-ubuntu-64"\n', "guestOS"),
        ('sound.present = "TRUE"\nsound.fileName = "-1"\n', "sound.present"),
        ('usb.present = "TRUE"\nusb:0.present = "TRUE"\n', "usb.present"),
        ('vhv.enable = "TRUE"\n', "vhv.enable"),
    ],
)  # fmt: skip
def test_nothing_is_left_out_in_silence(body: str, key: str, lenient: bool) -> None:
    _, warnings = read(body, lenient=lenient)

    told = [warning for warning in warnings if "without a disk" not in warning.message]
    assert [warning.key for warning in told] == [key]
    assert told[0].line == (HEAD + body).split("\n").index(line_of(key, body)) + 1


def line_of(key: str, body: str) -> str:
    return next(
        (line for line in body.split("\n") if line.startswith(key + " ")), body.split("\n")[0]
    )


@pytest.mark.parametrize(
    "body",
    [
        'sound.present = "FALSE"\nsound.fileName = "-1"\n',
        'scsi0:1.present = "FALSE"\nscsi0:1.fileName = "a.vmdk"\n',
        'scsi0:0.redo = ""\nscsi0.pciSlotNumber = "16"\n',
        'ide1:0.startConnected = "FALSE"\nfloppy0.autodetect = "TRUE"\n',
        'tools.syncTime = "TRUE"\nuuid.location = "56 4d"\ncleanShutdown = "TRUE"\n',
        'pciBridge0.present = "TRUE"\nvmci0.present = "TRUE"\nhpet0.present = "TRUE"\n',
    ],
)
def test_what_says_nothing_of_the_machine_is_not_told(body: str) -> None:
    assert read(body)[1] == []


def test_without_a_listener_a_loss_is_a_warning_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    body = f'{SCSI}scsi0:0.fileName = "/vmfs/volumes/gone/a.iso"\nvhv.enable = "TRUE"\n'
    with caplog.at_level(logging.INFO, "aioesx.vmx"):
        parse_domain(HEAD + body)

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "a.iso" in caplog.text


# --- secrets -------------------------------------------------------------------------------------

SECRETS: Final = [
    "RemoteDisplay.vnc.password", "RemoteDisplay.vnc.key", "guestinfo.userdata",
    "encryption.data", "encryption.bundle", "dataFileKey", "my.password", "api.token",
]  # fmt: skip


@pytest.mark.parametrize("key", SECRETS)
@pytest.mark.parametrize(
    "form", ['{} = "{}"', "{} = {}", '{} = "{}', '{} = "{}" x', '{} = "a"\n{} = "{}"']
)
def test_no_warning_and_no_error_quotes_what_may_be_a_secret(key: str, form: str) -> None:
    line = form.format(*([key] * (form.count("{}") - 1)), SECRET)
    _, warnings = read(f'RemoteDisplay.vnc.enabled = "TRUE"\n{line}\n')
    said = "".join(f"{warning} {warning.value}" for warning in warnings)
    try:
        read(f'firmware = "x"\n{line}\n', lenient=False)
    except DocumentError as error:
        said += "".join(f"{reason} {reason.value}" for reason in error.reasons)

    assert SECRET not in said


def test_a_value_is_shown_as_it_stands_but_for_control_characters() -> None:
    (reason,) = refused('firmware = "C:\\x\x1b[31m"\n')

    assert 'firmware = "C:\\x\\x1b[31m"' in str(reason)


def test_of_thousands_of_losses_a_thousand_are_told() -> None:
    body = "".join(f'memsize = "{n}"\n' for n in range(4, 20_000, 4))

    for lenient in (False, True):
        _, warnings = read(body, lenient=lenient)

        assert len(warnings) == 1001
        assert "more is left out" in str(warnings[-1])


def test_a_document_of_either_mode_is_xml() -> None:
    definition, _ = read(WRONG)

    assert format_domain_xml(definition).startswith("<domain type='vmware'>")
