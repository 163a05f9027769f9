"""virsh's options of devices: what virsh makes of a line, we make of it.

Judged by virsh itself: by what it prints where a device's XML is asked for, on libvirt's own test
driver and on the simulator; by what it refuses; and by what it hands to the driver, which its log
tells. No driver that runs here takes a device, so what it says when one did is read from virsh.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import anyio
import pytest
from support.command import command
from support.every_name import furnished_host
from support.hosts import connected
from support.run import Outcome
from support.virsh import Virsh

from aioesx.cli.affecting import affected
from aioesx.cli.program import cli
from aioesx.definition.pieces import disk_piece, interface_piece, with_link, with_medium
from aioesx.errors import DomainXmlError
from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.peer("virsh")

DRIVER: Final = "test:///default"
NOBODY: Final = "esx://root@127.0.0.1:1/"


def line(text: str) -> list[str]:
    return shlex.split(text)


def first_line(outcome: Outcome) -> str:
    """Return what went wrong, without what our line goes on with."""
    text = outcome.stderr.partition("\n")[0].removeprefix("error: ")
    for rest in ("; `aioesx", ", which has", ": the document"):
        text = text.partition(rest)[0]
    return text


# --- what options describe -----------------------------------------------------------------------

DISKS: Final = (
    "'[datastore1] a/b.vmdk' sdb",
    "/a&<b.vmdk sdb",
    "'[datastore1] gr\u00f6\u00dfe \u20ac \U0001f4be.vmdk' sdb",
    "'' hdc --type cdrom --mode readonly",
    "'[d] x.iso' hdc --type cdrom --mode readonly --address ide:0.1.2 --rawio",
    "x fda --type floppy --address scsi:0.0.1",
    "x sdb --targetbus scsi --driver file --subdriver raw --cache none --io native --iothread 2",
    "x sdb --driver tap",
    "x sdb --mode shareable",
    "x sdb --shareable",
    "x sdb --serial 12 --alias ua-x --wwn 5000c50015ea71ad",
    "x sdb --sourcetype file",
    "x sdb --sourcetype block",
    "x sdb --source-protocol nbd",
    "x sdb --sourcetype network --source-protocol rbd --source-host-name h:12",
    "x sdb --source-protocol rbd --source-host-name h --source-host-transport tcp",
    "x sdb --source-protocol rbd --source-host-name h:",
    "x sdb --source-protocol nbd --source-host-transport unix --source-host-socket /s",
    "x sdc --address scsi:0.0.1x",
    "x sdc --address scsi:0:0:1",
    "x sdc --address scsi:1.0.0x1",
    "x sdc --address scsi:1.0.18446744073709551615",
    "x sdc --address usb:1.3",
    "x sdc --address sata:1.2.3",
    "x vdc --address pci:0000.00.0x0a.1",
    "x vdc --address pci:0000.00.0x0a.1 --multifunction",
    "x vdc --address pci:ffff.ff.1f.7",
    "x vdc --address ccw:0xfe.0.0000",
    "x sdb bus drv sub iot cache io type readonly file ser 5000c50015ea71ad ali scsi:0.0.1",
    "x --target sdb --config --live --persistent",
    "-- --x sdb",
)
WRONG_DISKS: Final = (
    "",
    "x",
    "x ''",
    "x sdb --type ''",
    "x sdb --cache ''",
    "x sdb --sourcetype bogus",
    "x sdb --sourcetype ''",
    "x sdb --sourcetype network",
    "x sdb --sourcetype file --source-protocol nbd",
    "x sdb --source-host-name h",
    "x sdb --source-host-transport tcp",
    "x sdb --source-host-socket /s",
    "x sdb --source-host-socket /s --source-protocol nbd",
    "x a --source-host-socket s --source-host-name h --source-host-transport u --source-protocol n",
    "x sdb --mode rw",
    "x sdb --mode readonly --shareable",
    "x sdb --shareable --shareable",
    "x sdb --wwn xx",
    "x sdb --wwn 5000c50015ea71adf",
    "x sdb --address bogus",
    "x sdb --address scsi",
    "x sdb --address scsi:",
    "x sdb --address scsi:0.0",
    "x sdb --address scsi:-1.0.0",
    "x sdb --address scsi:4294967296.0.0",
    "x sdb --address scsi:0.0.18446744073709551616",
    "x sdb --address pci:0.0.0.0",
    "x sdb --address ide:0.0.0",
    "x vdb --address scsi:0.0.1",
    "x hda --address scsi:0.0.1",
    "x fda --address pci:0.0.fffffffff.1",
    "x sdb --live --current",
    "x sdb --config --current",
    "x sdb --persistent --current",
    "x sdb --config --current --persistent",
    "x sdb --live --config --current",
    "x sdb --bogus",
    "x sdb --live=yes",
    "x sdb --target sdc",
    "x sdb a b c d e f g readonly file h 5000c50015ea71ad i scsi:0.0.1 p n t s one-too-many",
)
CARDS: Final = (
    "bridge 'VM Network'",
    "network default",
    "direct eth0",
    "bridge b --target t --mac 00:50:56:00:00:01 --script s --model vmxnet3 --alias ua-1",
    "bridge b --managed --source-mode client",
    "bridge b t m s mod ali 1 2 client",
    "bridge b --mac bogus",
    "hostdev 0000.03.10.1 --managed",
    "hostdev 0000:03:10.1",
    "vhostuser /x --source-mode server",
    "bridge b --config --live --persistent",
    *(
        f"bridge b --inbound '{rate}'"
        for rate in ("1", "1,2", "1,2,3", "1,2,3,4", "1,,3", ",,,4", "1,", " 1", "+1", "1,0,0,0")
    ),
    *(f"bridge b --outbound '{rate}'" for rate in ("1", "1,2", "1,2,3", "1,,3", "1,,,")),
    "bridge b --inbound 10,20 --outbound 30,,40",
    "bridge b --inbound 18446744073709551615",
)
WRONG_CARDS: Final = (
    "",
    "bridge",
    "bridge ''",
    *(
        f"{kind} x"
        for kind in (
            *("bogus", "user", "ethernet", "server", "client", "mcast", "udp", "internal"),
            *("vdpa", "vds", "null", "hostdev", "vhostuser", "''"),
        )
    ),
    "bridge b --source-mode bogus",
    "vhostuser /x --source-mode bogus",
    *(
        f"bridge b --{way}bound {rate}"
        for way in ("in", "out")
        for rate in (
            *("0", ",", "x", "1,x", "1,2,x", "1,2,3,x", "1,2,3,4,5", "-1", "'1 '", "0x10", "''"),
            *("99999999999999999999", "1,-2"),
        )
    ),
    "bridge b --outbound 1,2,3,4",
    "bridge b --outbound ,,,4",
    "bridge b --inbound 0 --outbound 0",
    "bridge b --live --current",
    "bridge b --persistent --current",
)


@pytest.mark.parametrize(
    "words",
    [f"attach-disk web01 {rest}" for rest in DISKS]
    + [f"attach-interface web01 {rest}" for rest in CARDS],
)
def test_the_same_xml(virsh: Virsh, words: str) -> None:
    """Nobody is asked for it, so that nobody need be there."""
    words_ = [*line(words.replace(" -- ", " --print-xml -- ")), "--print-xml"]
    words_ = words_[:-1] if "--print-xml" in words_[:-1] else words_

    judge, outcome = virsh(DRIVER, *words_), command(NOBODY, *words_)

    assert (judge.status, judge.stderr) == (0, "")
    assert outcome == judge


@pytest.mark.parametrize(
    "words",
    [f"attach-disk web01 {rest}" for rest in WRONG_DISKS]
    + [f"attach-interface web01 {rest}" for rest in WRONG_CARDS],
)
def test_the_same_is_refused_in_the_same_words(virsh: Virsh, words: str) -> None:
    judge = virsh(DRIVER, *line(words), "--print-xml")
    outcome = command(NOBODY, *line(words), "--print-xml")

    assert judge.status == 1
    assert (outcome.status, outcome.stdout) == (2, judge.stdout)
    assert first_line(outcome) == _ours(first_line(judge))


_EMPTY: Final = re.compile(r"Failed to get option '(.*)': Option argument is empty")
_SYNTAX: Final = re.compile(r"expected syntax: (--\S+) <.*>")


def _ours(text: str) -> str:
    """Return our words for what all commands of ours say in other words than virsh."""
    text = text.removeprefix("internal error: ")
    text = _SYNTAX.sub(r"Option '\1' requires an argument.", text)
    return _EMPTY.sub(r"option --\1 is empty", text)


@pytest.mark.parametrize(
    "words",
    [
        "attach-disk web01 x sdb --serial a<b",
        'attach-disk web01 x "sd\'b"',
        "attach-disk web01 x sdb --alias a&b",
        "attach-interface web01 bridge R&D",
        'attach-interface web01 bridge b --model "a\'b"',
    ],
)
def test_what_virsh_does_not_escape_we_do(virsh: Virsh, words: str) -> None:
    judge = virsh(DRIVER, *line(words), "--print-xml")
    outcome = command(NOBODY, *line(words), "--print-xml")

    assert judge.status == outcome.status == 0
    with pytest.raises(DomainXmlError):
        _parsed(judge.stdout)
    _parsed(outcome.stdout)


def _parsed(xml: str) -> None:
    disk_piece(f"<domain><devices>{xml}</devices></domain>", "")


def test_a_device_is_the_hosts_and_not_that_of_the_machine_which_asks(virsh: Virsh) -> None:
    words = ["attach-disk", "web01", "/dev/null/nowhere", "sdb", "--print-xml"]

    assert "type='file'" in virsh(DRIVER, *words).stdout
    assert "<source dev='/dev/null/nowhere'/>" in command(NOBODY, *words).stdout


# --- what is cut out of a domain's XML -----------------------------------------------------------


_TWO_CARDS: Final = presets.MachineKind(
    "two01",
    settings=(
        ("ethernet1.present", "TRUE"),
        ("ethernet1.networkName", "VM Network"),
        ("ethernet1.addressType", "generated"),
        ("ethernet1.generatedAddress", "00:0c:29:aa:bb:cc"),
    ),
)


@pytest.fixture(scope="module")
def host() -> Iterator[Simulator]:
    """A host for lines that change nothing, both clients'."""
    with furnished_host() as simulator:
        simulator.change(lambda state: presets.add_machine(state, _TWO_CARDS))
        yield simulator


@pytest.mark.parametrize(
    "words",
    [
        "detach-disk db01 sda --print-xml",
        "detach-disk web01 sda --print-xml --persistent",
        "detach-disk web01 sda --print-xml --config",
        "detach-disk cd01 hdc --print-xml",
        "detach-disk cd01 '[datastore1] iso/tools.iso' --print-xml",
        "detach-interface db01 bridge --print-xml",
        "detach-interface web01 bridge --print-xml --config",
        "detach-interface web01 bridge --print-xml --live",
        "detach-interface web01 bridge --print-xml --persistent",
        "detach-interface db01 bridge --print-xml --persistent",
        "detach-interface web01 bridge --print-xml --config --live",
        "detach-interface web01 bridge 00:0C:29:00:01:01 --print-xml",
        "domif-setlink web01 00:0c:29:00:01:01 down --print-xml",
        "domif-setlink web01 00:0C:29:00:01:01 up --print-xml --config",
        "domif-setlink web01 00:0c:29:00:01:01 up --print-xml --persistent",
        "change-media cd01 hdc --eject --print-xml",
        "change-media cd01 hdc --update --print-xml",
        "change-media cd01 hdc '[datastore1] b.iso' --print-xml",
        "change-media cd01 hdc --update --source '[datastore1] b&c.iso' --print-xml --config",
        "change-media cd01 hdc '[datastore1] gr\u00f6\u00dfe \u20ac \U0001f4be.iso' --print-xml",
        "change-media cd01 hdc /dev/cdrom --print-xml --block --live --force",
        "change-media cd01 '[datastore1] iso/tools.iso' --eject --print-xml",
        "change-media cd01 hdc --eject --source x --print-xml",
    ],
)
def test_the_same_piece(virsh: Virsh, host: Simulator, words: str) -> None:
    judge, outcome = virsh(host.uri, *line(words)), command(host.uri, *line(words))

    assert (judge.status, judge.stderr) == (0, "")
    assert outcome == judge


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("detach-disk nosuch sda", 5),
        ("detach-disk db01 sdx", 5),
        ("detach-disk db01 SDA --print-xml", 5),
        ("detach-disk db01 ''", 2),
        ("detach-disk db01", 2),
        ("detach-disk db01 sda sdb", 2),
        ("detach-disk db01 sdx --live --current", 2),
        ("detach-disk db01 sdx --config --current", 2),
        ("detach-disk db01 sdx --persistent --current", 2),
        ("detach-interface db01 network", 5),
        ("detach-interface db01 network --print-xml", 5),
        ("detach-interface db01 bridge --mac 00:00:00:00:00:01", 5),
        ("detach-interface db01 bridge --mac bogus", 5),
        ("detach-interface db01 bridge --live --current", 2),
        ("detach-interface nosuch bridge", 5),
        ("detach-interface two01 bridge", 2),
        ("detach-device nosuch /nonexistent", 5),
        ("detach-device db01 /nonexistent --live --current", 2),
        ("detach-device-alias db01 x --live --current", 2),
        ("detach-device-alias db01", 2),
        ("attach-device nosuch /nonexistent", 5),
        ("attach-device db01 /nonexistent --persistent --current", 2),
        ("attach-device db01 /nonexistent x", 2),
        ("update-device nosuch /nonexistent", 5),
        ("update-device db01 /nonexistent --config --current", 2),
        ("attach-disk nosuch x sdb", 5),
        ("attach-disk db01 x sdb --live --current", 2),
        ("attach-interface nosuch bridge b", 5),
        ("domif-setlink web01 00:0c:29:00:01:01 sideways", 2),
        ("domif-setlink web01 eth0 down", 5),
        ("domif-setlink web01 00:00:00:00:00:01 down", 5),
        ("domif-setlink nosuch eth0 down", 5),
        ("domif-setlink web01 eth0", 2),
        ("domif-setlink web01 eth0 up --config --persistent", 2),
        ("change-media cd01 hdc --insert --source x", 2),
        ("change-media cd01 hdc --insert", 2),
        ("change-media cd01 hdc", 2),
        ("change-media cd01 sda --eject", 5),
        ("change-media cd01 hdd --eject", 5),
        ("change-media nosuch hdc --eject", 5),
        ("change-media cd01 hdc --eject --insert", 2),
        ("change-media cd01 hdc --eject --update", 2),
        ("change-media cd01 hdc --insert --update", 2),
        ("change-media cd01 hdc --eject --block", 2),
        ("change-media cd01 hdc --eject --live --current", 2),
        ("change-media cd01 hdc --eject --config --current", 2),
        ("blockresize nosuch sda 1G", 5),
        ("blockresize db01", 2),
        ("blockresize db01 sda", 2),
        ("domblkinfo db01", 2),
        ("domblkinfo db01 sda --all", 2),
        ("domblkinfo nosuch sda", 5),
        ("domrename nosuch x", 5),
        ("domrename db01", 2),
        ("domrename db01 ''", 2),
        ("desc db01 x --live --current", 2),
        ("desc db01 x --config --current", 2),
    ],
)
def test_both_refuse_in_the_same_words(
    virsh: Virsh, host: Simulator, words: str, status: int
) -> None:
    judge, outcome = virsh(host.uri, *line(words)), command(host.uri, *line(words))

    assert judge.status == 1
    assert (outcome.status, outcome.stdout) == (status, judge.stdout)
    assert first_line(outcome) == _ours(_domain(first_line(judge)))


def _domain(text: str) -> str:
    """Return our words for a domain that there is not, and for virsh's other kinds of numbers."""
    text = re.sub(r"failed to get domain '(.*)'", r"domain not found: '\1'", text)
    return text.replace("requires --size option", "requires <size> option")


@pytest.mark.parametrize("size", ["1x", "-1", "x", "17E", "99999999999999999999", "1 G B"])
def test_no_size(virsh: Virsh, host: Simulator, size: str) -> None:
    words = ["blockresize", "db01", "sda", size]

    judge, outcome = virsh(host.uri, *words), command(host.uri, *words)

    assert f"Scaled numeric value '{size}' for <size> option is malformed" in judge.stderr
    assert outcome.stderr.startswith(
        f"error: Invalid value for '--size': Scaled numeric value '{size}' is malformed"
    )
    assert (judge.status, outcome.status) == (1, 2)


# What a VMware machine does not have, but the test driver does.
_DOCUMENT: Final = """<node><domain type='test'><name>t</name><memory>4096</memory>
<os><type>hvm</type></os><devices>
<disk type='file' device='disk'><source file='/d'/><target dev='sda' bus='scsi'/></disk>
<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>
<disk type='file' device='cdrom'><source file='/a.iso' startupPolicy='optional'/>
<target dev='hdd' bus='ide'/><readonly/></disk>
<disk type='file' device='floppy'><source file='/a.flp'/><target dev='fda' bus='fdc'/></disk>
<disk type='block' device='cdrom'><source dev='/dev/cdrom'/><target dev='hda' bus='ide'/></disk>
<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='b'/>
<link state='down'/></interface>
<interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='b'/></interface>
</devices></domain></node>
"""


@pytest.fixture
def driver(virsh: Virsh, tmp_path: Path) -> tuple[str, str]:
    """Return the URI of a host of the test driver, and the XML of the domain on it."""
    path = tmp_path / "node.xml"
    path.write_text(_DOCUMENT)
    uri = f"test://{path}"
    return uri, virsh(uri, "dumpxml", "t").stdout


@pytest.mark.parametrize("path", ["hdc", "hdd", "hda", "fda", "/a.iso", "/a.flp", "/dev/cdrom"])
@pytest.mark.parametrize(
    ("options", "verb", "source", "block"),
    [
        ("--eject", "eject", None, False),
        ("--insert --source /n.iso", "insert", "/n.iso", False),
        ("--update --source /n&.iso", "update", "/n&.iso", False),
        ("--source /dev/n --block", "update", "/dev/n", True),
    ],
)
def test_media_of_every_kind(
    virsh: Virsh,
    driver: tuple[str, str],
    path: str,
    options: str,
    verb: str,
    source: str | None,
    block: bool,
) -> None:
    uri, xml = driver
    judge = virsh(uri, "change-media", "t", path, *options.split(), "--print-xml")

    piece = disk_piece(xml, path, removable=True)
    assert piece is not None
    if judge.status == 0:
        text = with_medium(piece, path, source, verb, block=block).xml  # type: ignore[arg-type]
        assert judge.stdout == f"{text}\n"
    else:
        with pytest.raises(ValueError, match="media") as caught:
            with_medium(piece, path, source, verb, block=block)  # type: ignore[arg-type]
        assert judge.stderr == f"error: {caught.value}\n"


@pytest.mark.parametrize("card", ["52:54:00:00:00:01", "52:54:00:00:00:02", "testnet1", "TESTNET0"])
@pytest.mark.parametrize("state", ["up", "down"])
def test_links_of_every_kind(virsh: Virsh, driver: tuple[str, str], card: str, state: str) -> None:
    uri, xml = driver

    piece = interface_piece(xml, card)
    assert piece is not None
    assert virsh(uri, "domif-setlink", "t", card, state, "--print-xml").stdout == (
        f"{with_link(piece, state).xml}\n"
    )


# --- what is handed to the driver ----------------------------------------------------------------

_LIVE, _CONFIG = 1, 2


@pytest.mark.parametrize("domain", ["web01", "db01"])
@pytest.mark.parametrize(
    "flags",
    [
        "",
        "--current",
        "--live",
        "--config",
        "--persistent",
        "--live --config",
        "--persistent --live",
        "--persistent --config",
        "--persistent --live --config",
    ],
)
@pytest.mark.parametrize("words", ["attach-disk {} x sdb", "detach-disk {} sda"])
def test_flags_mean_the_same(
    virsh: Virsh, host: Simulator, words: str, flags: str, domain: str
) -> None:
    told = virsh.told_the_driver(host.uri, *line(words.format(domain)), *flags.split())

    given = {name: f"--{name}" in flags.split() for name in ("live", "config", "persistent")}

    async def ours() -> int:
        async with connected(host) as esx:
            entries = {entry.name: entry for entry in await esx.domains.list()}
        found = affected(entries[domain], **given)
        return (_LIVE if found["live"] else 0) | (_CONFIG if found["config"] else 0)

    assert [call.flags for call in told] == [anyio.run(ours)]


@pytest.mark.parametrize(
    "words",
    [
        "attach-disk web01 '[datastore1] x.vmdk' sdb --mode shareable",
        "attach-interface web01 bridge 'VM Network' --model vmxnet3",
        "detach-disk web01 sda",
        "detach-interface web01 bridge",
        "domif-setlink web01 00:0c:29:00:01:01 down",
        "change-media cd01 hdc --eject",
    ],
)
def test_what_is_printed_is_what_virsh_hands_over(
    virsh: Virsh, host: Simulator, words: str
) -> None:
    (call,) = virsh.told_the_driver(host.uri, *line(words))

    printed = command(host.uri, *line(words), "--print-xml")

    assert printed.stdout.rstrip("\n") == call.xml.rstrip("\n")


# --- what is said of what was done ---------------------------------------------------------------

SAID: Final = {
    "attach-device": "Device attached successfully\n",
    "attach-disk": "Disk attached successfully\n",
    "attach-interface": "Interface attached successfully\n",
    "blockresize": "Block device '%s' is resized",
    "change-media": "Successfully ejected media.",
    "detach-device": "Device detached successfully\n",
    "detach-device-alias": "Device detach request sent successfully\n",
    "detach-disk": "Disk detached successfully\n",
    "detach-interface": "Interface detached successfully\n",
    "domif-setlink": "Device updated successfully\n",
    "domrename": "Domain successfully renamed\n",
    "update-device": "Device updated successfully\n",
}


@pytest.mark.parametrize("name", SAID)
def test_success_is_told_in_virshs_words(name: str) -> None:
    """Which tests/cli/test_device_changes.py holds our commands to."""
    program = Path(shutil.which("virsh") or "").read_bytes()

    assert f"\0{SAID[name]}\0".encode() in program
    assert name in cli.commands
