"""Commands that change a domain's devices: what they do, say, refuse, and leave alone.

That options mean what virsh means is judged in tests/peers/test_device_options_virsh.py.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import command
from support.option_rows import new_host
from support.run import Outcome, aioesx

from aioesx.simulator import Simulator, presets

ON: Final = "web01"
OFF: Final = "db01"
BOTH: Final = (ON, OFF)
DISK: Final = "[datastore1] off01/off01.vmdk"
IMAGE: Final = "[datastore1] iso/tools.iso"
MAC: Final = {ON: "00:0c:29:00:01:01", OFF: "00:0c:29:00:02:01"}


class Host:
    """A host, and our command on it."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.uri = simulator.uri

    def __call__(self, line: str) -> Outcome:
        """Run `aioesx LINE`."""
        return command(self.uri, *shlex.split(line))

    def files(self) -> set[str]:
        """Return the files of the datastore."""
        names: set[str] = self.simulator.change(
            lambda host: set(host.datastore("datastore1").files)
        )
        return names

    def devices(self, domain: str) -> list[tuple[str, ...]]:
        """Return disks, drives and cards as `domblklist` and `domiflist` list them."""
        lists = [
            json.loads(command(self.uri, "-o", "json", name, domain).stdout)
            for name in ("domblklist", "domiflist")
        ]
        return [tuple(map(str, entry.values())) for entries in lists for entry in entries]

    def told(self, line: str) -> Any:
        """Return what a command hands over."""
        return json.loads(command(self.uri, "-o", "json", *shlex.split(line)).stdout)


@contextmanager
def furnished() -> Iterator[Host]:
    """Run a host with machines of every state, one with a snapshot, and a disk that is nobody's."""
    with new_host() as simulator:
        assert command(simulator.uri, "undefine", "off01").status == 0
        simulator.change(lambda state: presets.add_machine(state, presets.MachineKind("snap01")))
        assert command(simulator.uri, "snapshot-create-as", "snap01", "s").status == 0
        yield Host(simulator)


@pytest.fixture
def host() -> Iterator[Host]:
    """A host for one test."""
    with furnished() as found:
        yield found


@pytest.fixture(scope="module")
def unchanged() -> Iterator[Host]:
    """A host that no test changes."""
    with furnished() as found:
        yield found


def done(text: str) -> Outcome:
    return Outcome(0, text, "")


# --- attach and detach ---------------------------------------------------------------------------


@pytest.mark.parametrize("domain", BOTH)
def test_a_disk_comes_and_goes_and_its_file_stays(host: Host, domain: str) -> None:
    before, files = host.devices(domain), host.files()

    assert host(f"attach-disk {domain} '{DISK}' sdb") == done("Disk attached successfully\n\n")
    assert ("file", "disk", "sdb", DISK) in host.devices(domain)
    assert host(f"detach-disk {domain} '{DISK}'") == done("Disk detached successfully\n\n")
    assert (host.devices(domain), host.files()) == (before, files)


@pytest.mark.parametrize("domain", BOTH)
@pytest.mark.parametrize("name", [f"{DISK}.vmdk", "[nowhere] x.vmdk", "x.vmdk"])
def test_a_disk_without_a_file_is_refused_and_nothing_is_made(
    host: Host, domain: str, name: str
) -> None:
    before, files = host.devices(domain), host.files()

    outcome = host(f"attach-disk {domain} '{name}' sdb")

    assert outcome.status != 0
    assert outcome.stdout == "\n"
    assert outcome.stderr.startswith("error: Failed to attach disk: ")
    assert name.rpartition("] ")[2] in outcome.stderr or "nowhere" in outcome.stderr
    assert (host.devices(domain), host.files()) == (before, files)


@pytest.mark.parametrize("domain", BOTH)
@pytest.mark.parametrize("name", ["", "[datastore1] web01/data.vmdk"])
def test_a_new_disk_is_made_where_a_size_is_said(host: Host, domain: str, name: str) -> None:
    files = host.files()

    told = host.told(f"attach-disk {domain} '{name}' sdb --size 20G")
    made = host.files() - files
    gone = host(f"detach-disk {domain} sdb")

    assert (told["target"], told["capacity_bytes"]) == ("sdb", 20 * 2**30)
    assert told["source"] == name or name == ""
    assert told["source"].partition("] ")[2] in made
    assert gone.status == 0
    assert made <= host.files()


@pytest.mark.parametrize("domain", BOTH)
def test_a_card_comes_and_goes(host: Host, domain: str) -> None:
    before = host.devices(domain)
    mac = "00:50:56:00:00:0a"

    came = host(f"attach-interface {domain} bridge 'VM Network' --mac {mac} --model vmxnet3")
    there = host.devices(domain)
    several = host(f"detach-interface {domain} bridge")
    went = host(f"detach-interface {domain} bridge --mac {mac.upper()}")

    assert came == done("Interface attached successfully\n\n")
    assert ("None", "bridge", "VM Network", "vmxnet3", mac) in there
    assert "Domain has 2 interfaces. Please specify which one to detach" in several.stderr
    assert went == done("Interface detached successfully\n\n")
    assert host.devices(domain) == before


def test_the_only_card_of_a_type_needs_no_name(host: Host) -> None:
    assert host(f"detach-interface {ON} bridge").status == 0
    assert [device for device in host.devices(ON) if device[1] == "bridge"] == []


def test_a_drive_comes_and_goes_while_the_domain_is_off(host: Host) -> None:
    came = host(f"attach-disk {OFF} '{IMAGE}' hdd --type cdrom --mode readonly")
    assert came == done("Disk attached successfully\n\n")
    assert ("file", "cdrom", "hdd", IMAGE) in host.devices(OFF)

    went = host(f"detach-device-alias {OFF} hdd")
    assert went == done("Device detach request sent successfully\n\n")
    assert "hdd" not in str(host.devices(OFF))
    assert "iso/tools.iso" in host.files()


@pytest.fixture
def serial(tmp_path: Path) -> Path:
    path = tmp_path / "serial.xml"
    path.write_text(
        "\n<serial type='tcp'><source mode='bind' host='127.0.0.1' service='7000'/>"
        "<protocol type='telnet'/><target port='0'/></serial>\n"
    )
    return path


def test_a_device_of_a_file_comes_and_goes(host: Host, serial: Path) -> None:
    came = host(f"attach-device {OFF} {serial}")
    there = "<serial " in host(f"dumpxml {OFF}").stdout
    went = host(f"detach-device {OFF} {serial}")

    assert came == done("Device attached successfully\n\n")
    assert there
    assert went == done("Device detached successfully\n\n")
    assert "<serial " not in host(f"dumpxml {OFF}").stdout


def test_a_device_comes_from_standard_input(host: Host, serial: Path) -> None:
    words = ["-c", host.uri, "attach-device", OFF, "-"]

    outcome = aioesx(*words, stdin=serial.read_text(), env={"AIOESX_PASSWORD": "secret"})

    assert outcome == done("Device attached successfully\n\n")


def test_a_process_tells_of_failure_by_status_and_standard_error(unchanged: Host) -> None:
    words = ["-c", unchanged.uri, "detach-disk", OFF, "sdz"]

    outcome = aioesx(*words, env={"AIOESX_PASSWORD": "secret"})

    what = "error: No disk found whose source path or target is sdz\n"
    assert outcome == Outcome(5, "\n", what)


# --- change --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("domain", "name"), [(ON, "blockresize"), (OFF, "domblkresize")])
@pytest.mark.parametrize(
    ("size", "bytes_"), [("80G", 80 * 2**30), (str(80 * 2**20), 80 * 2**30), ("80GB", 80 * 10**9)]
)
def test_a_disk_grows(host: Host, name: str, domain: str, size: str, bytes_: int) -> None:
    assert host(f"{name} {domain} sda {size}") == done("Block device 'sda' is resized\n")

    assert host.told(f"domblkinfo {domain} sda")[0]["capacity_bytes"] == bytes_


@pytest.mark.parametrize("domain", BOTH)
def test_a_plug_is_pulled_and_put_in(host: Host, domain: str) -> None:
    mac = MAC[domain]
    for state in ("down", "up"):
        outcome = host(f"domif-setlink {domain} {mac} {state}")
        assert outcome == done("Device updated successfully\n\n")
        assert host(f"domif-getlink {domain} {mac}").stdout == f"{mac} {state}\n"


def test_a_plug_at_the_next_start(host: Host) -> None:
    mac = MAC[ON]

    assert host(f"domif-setlink {ON} {mac} down --config").status == 0

    assert host(f"domif-getlink {ON} {mac}").stdout == f"{mac} up\n"
    assert host(f"domif-getlink {ON} {mac} --config").stdout == f"{mac} down\n"


@pytest.mark.parametrize("domain", BOTH)
def test_a_medium_is_put_in_changed_and_taken_out(host: Host, domain: str) -> None:
    host(f"change-media {domain} hdc --eject")
    put = host(f"change-media {domain} hdc '{IMAGE}' --insert")
    there = host.devices(domain)
    again = host(f"change-media {domain} hdc '{IMAGE}' --insert")
    changed = host(f"change-media {domain} hdc --source '{IMAGE}'")
    taken = host(f"change-media {domain} hdc --update")

    assert put == done("Successfully inserted media.\n")
    assert ("file", "cdrom", "hdc", IMAGE) in there
    assert again == Outcome(2, "\n", "error: The disk device 'hdc' already has media\n")
    assert changed == done("Successfully updated media.\n")
    assert taken == done("Successfully ejected media.\n")
    assert IMAGE not in str(host.devices(domain))


def test_a_device_becomes_what_a_file_says(host: Host, tmp_path: Path) -> None:
    path = tmp_path / "card.xml"
    path.write_text(
        f"<interface type='bridge'><mac address='{MAC[ON]}'/><source bridge='DMZ'/></interface>"
    )

    assert host(f"update-device {ON} {path} --live") == done("Device updated successfully\n\n")
    assert "DMZ" in str(host.devices(ON))


@pytest.mark.parametrize("domain", BOTH)
def test_a_domain_is_renamed(host: Host, domain: str) -> None:
    uuid = host(f"domuuid {domain}").stdout

    assert host(f"domrename {domain} 'new name'") == done("Domain successfully renamed\n\n")
    assert host("domuuid 'new name'").stdout == uuid
    assert host(f"domuuid {domain}").status == 5


def test_a_name_that_is_taken_is_refused(unchanged: Host) -> None:
    outcome = unchanged(f"domrename {OFF} {ON}")

    assert (outcome.status, outcome.stdout) == (1, "\n")
    assert ON in outcome.stderr
    assert unchanged(f"domstate {OFF}").stdout == "shut off\n\n"


# --- what is refused -----------------------------------------------------------------------------

REFUSED: Final = (
    # line                                                status  what is said
    (f"attach-disk {ON} '{DISK}' sda", 1, "target sda already exists"),
    (f"attach-disk {OFF} '{DISK}' vdb", 2, "no disk on 'virtio'"),
    (f"attach-disk {OFF} '{DISK}' sdb --sourcetype network --source-protocol nbd", 2, "network"),
    (f"attach-disk {OFF} '{DISK}' sdb --config --live", 1, f"domain '{OFF}' is not running"),
    (f"attach-disk {OFF} '{DISK}' sdb --live", 1, f"domain '{OFF}' is not running"),
    (f"attach-disk {ON} '{DISK}' sdb --config", 1, "one configuration"),
    (f"attach-disk {ON} '{IMAGE}' hdd --type cdrom", 1, f"domain '{ON}' runs"),
    (f"attach-disk build01 '{DISK}' sdb", 1, "domain 'build01' is suspended"),
    (f"attach-disk {OFF} '{DISK}' sdb --size 1G", 1, "off01.vmdk"),
    (f"attach-disk {OFF} '{IMAGE}' hdd --type cdrom --size 1G", 2, "only the file of a disk"),
    (f"attach-disk {OFF} '' sdb --size 1G --print-xml", 2, "mutually exclusive"),
    (f"attach-interface {OFF} bridge nosuch", 5, "network not found: 'nosuch'"),
    (f"attach-interface {OFF} bridge 'VM Network' --model nosuch", 2, "'nosuch'"),
    (f"attach-interface {OFF} bridge 'VM Network' --mac bogus", 2, "bogus"),
    (f"attach-interface {OFF} bridge 'VM Network' --mac {MAC[OFF]}", 1, MAC[OFF]),
    (f"attach-interface {OFF} network default", 5, "network not found: 'default'"),
    (f"attach-interface {OFF} hostdev 0000.03.10.1", 2, "hostdev"),
    (f"detach-disk {ON} sda --config", 1, "one configuration"),
    (f"detach-disk {ON} hdc", 1, f"domain '{ON}' runs"),
    ("detach-disk build01 sda", 1, "domain 'build01' is suspended"),
    (f"detach-device-alias {OFF} ua-data", 5, "'ua-data'"),
    (f"detach-device-alias {OFF} '<disk/>'", 5, "'<disk/>'"),
    (f"detach-device {OFF} FILE", 2, "not well-formed"),
    (f"attach-device {OFF} FILE", 2, "not well-formed"),
    (f"update-device {OFF} FILE", 2, "not well-formed"),
    (f"attach-device {OFF} /nonexistent", 2, "cannot read '/nonexistent'"),
    (f"detach-device {OFF} ABSENT", 5, "sdq"),
    (f"update-device {OFF} ABSENT", 5, "sdq"),
    (f"attach-device {OFF} SOUND", 2, "sound"),
    (f"blockresize {OFF} sda 1G", 2, "a disk cannot shrink"),
    (f"blockresize {OFF} hdc 1G", 5, "'hdc'"),
    (f"blockresize {OFF} sdq 1G", 5, "'sdq'"),
    ("blockresize snap01 sda 1T", 1, "snapshot"),
    (f"domif-setlink {OFF} 00:00:00:00:00:01 up", 5, "interface '00:00:00:00:00:01' not found"),
    (f"change-media {ON} hdc '{IMAGE}' --config", 1, "one configuration"),
    (f"change-media {OFF} hdc '{IMAGE}' --live", 1, f"domain '{OFF}' is not running"),
    (f"change-media {OFF} hdc nosuch", 2, "'nosuch'"),
    (f"change-media {OFF} hdc", 2, "New disk media source was not specified"),
    (f"setvcpus {ON} 2 --config", 1, "one configuration"),
    (f"setvcpus {OFF} 2 --guest", 2, "VMware Tools"),
    (f"setvcpus {OFF} 2 --maximum --config", 2, "no maximum but the host's"),
    (f"setmem {ON} 64M --config", 1, "one configuration"),
    (f"setmem {OFF} 64M --live", 1, f"domain '{OFF}' is not running"),
    (f"setmaxmem {OFF} 2G --live --config", 1, f"domain '{OFF}' is not running"),
    (f"setmem {OFF} 0", 2, "must not be zero"),
    (f"setmaxmem {OFF} 0", 2, "Unable to change MaxMemorySize: "),
    (f"setmaxmem {ON} 2G --config", 1, "one configuration"),
)


@pytest.mark.parametrize(("words", "status", "said"), REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(
    unchanged: Host, tmp_path: Path, words: str, status: int, said: str
) -> None:
    files = {"FILE": "sda\n", "ABSENT": "<disk type='file'><target dev='sdq'/></disk>"}
    files["SOUND"] = "<sound model='es1370'/>"
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        words = words.replace(name, str(tmp_path / name))
    domain = shlex.split(words)[1]
    before, there = unchanged(f"dumpxml {domain}"), unchanged.files()

    outcome = unchanged(words)

    assert (outcome.status, outcome.stdout) == (status, "\n")
    assert said in outcome.stderr
    assert outcome.stderr.count("\n") == 1
    assert (unchanged(f"dumpxml {domain}"), unchanged.files()) == (before, there)


@pytest.mark.parametrize(
    "words",
    [
        f"attach-disk {ON} '{DISK}' sdb",
        f"attach-interface {ON} bridge 'VM Network'",
        f"detach-disk {ON} sda",
        f"detach-interface {ON} bridge",
        f"domif-setlink {ON} {MAC[ON]} down",
        f"change-media {OFF} hdc '{IMAGE}'",
    ],
)
def test_what_is_printed_only_changes_nothing(unchanged: Host, words: str) -> None:
    domain = words.split()[1]
    before = unchanged.devices(domain)

    outcome = unchanged(f"{words} --print-xml")
    xml = unchanged.told(f"{words} --print-xml")["xml"]

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.rstrip("\n") == xml.rstrip("\n")
    assert unchanged.devices(domain) == before


@pytest.mark.parametrize("quiet", [False, True])
def test_a_quiet_command_says_nothing(host: Host, quiet: bool) -> None:
    words = ["-q"] * quiet

    outcome = command(host.uri, *words, "attach-disk", OFF, DISK, "sdb")

    assert (outcome.status, bool(outcome.stdout)) == (0, not quiet)


# --- processors and memory -----------------------------------------------------------------------


def test_processors_and_memory_are_added_where_that_is_let(host: Host) -> None:
    """virsh's dominfo tells both; the host adds memory in steps."""
    refused = host(f"setvcpus {ON} 4 --live")
    assert (refused.status, f"domain '{ON}'" in refused.stderr) == (1, True)
    host(f"destroy {ON}")
    assert host(f"setvcpus {ON} 2 --hotpluggable --config") == done("\n")
    host(f"start {ON}")

    assert host(f"setvcpus {ON} 4 --live --config") == done("\n")
    assert host(f"vcpucount {ON} --live --current").stdout == "4\n\n"
    fewer = host(f"setvcpus {ON} 1 --live")
    assert (fewer.status, host(f"vcpucount {ON} --live").stdout) == (1, "4\n\n")


@pytest.mark.parametrize("flags", ["", "--current", "--config"])
def test_flags_that_a_domain_which_is_off_takes(host: Host, flags: str) -> None:
    assert host(f"setvcpus {OFF} 2 {flags}").status == 0
    assert host(f"setmaxmem {OFF} 2G {flags}").status == 0
    assert host(f"setmem {OFF} 1G {flags}").status == 0


@pytest.mark.parametrize("flags", ["--live", "--live --config"])
def test_processors_of_a_domain_that_is_off_as_libvirts_driver_sets_them(
    host: Host, flags: str
) -> None:
    assert host(f"setvcpus {OFF} 2 {flags}").status == 0


# --- what a host refuses, or does not answer -----------------------------------------------------

CHANGES: Final = {
    f"attach-disk {ON} '{DISK}' sdb": "attach disk",
    f"attach-interface {ON} bridge 'VM Network'": "attach interface",
    f"blockresize {ON} sda 100G": "resize block device 'sda'",
    f"change-media {OFF} hdc '{IMAGE}'": "complete action update on media",
    f"detach-device-alias {ON} sda": "detach device with alias sda",
    f"detach-disk {ON} sda": "detach disk",
    f"detach-interface {ON} bridge": "detach interface",
    f"domif-setlink {ON} {MAC[ON]} down": "update interface link state",
}


@pytest.mark.parametrize("words", CHANGES)
def test_what_the_host_refuses_failed(host: Host, words: str) -> None:
    host.simulator.fault_on("ReconfigVM_Task", fault="HostCommunication", in_task=True)

    outcome = host(words)

    assert (outcome.status, outcome.stdout) == (1, "\n")
    assert outcome.stderr.startswith(f"error: Failed to {CHANGES[words]}: ")
    assert "HostCommunication" in outcome.stderr


_WAITED_FOR: Final = [*CHANGES][:1]
_WAITED_FOR_LONG: Final = [pytest.param(each, marks=pytest.mark.long) for each in [*CHANGES][1:]]


@pytest.mark.parametrize("words", [*_WAITED_FOR, *_WAITED_FOR_LONG])
def test_nobody_says_that_what_may_have_happened_failed(host: Host, words: str) -> None:
    host.simulator.fault_on("ReconfigVM_Task", body="", status=502)

    outcome = host(words)

    assert (outcome.status, outcome.stdout) == (7, "\n")
    assert "Failed to" not in outcome.stderr
    assert "look how things are" in outcome.stderr


# --- what is told --------------------------------------------------------------------------------


def test_the_device_is_told_as_it_is_now(host: Host) -> None:
    told = host.told(f"attach-disk {ON} '{DISK}' sdb")
    pulled = host.told(f"domif-setlink {ON} {MAC[ON]} down")
    gone = host.told(f"detach-disk {ON} sdb")

    assert (told["kind"], told["target"], told["source"]) == ("disk", "sdb", DISK)
    assert told["capacity_bytes"] > 0
    assert (pulled["kind"], pulled["mac"], pulled["connected"]) == ("interface", MAC[ON], False)
    assert gone == {"name": "sdb", "xml": None}


def test_the_size_of_disks_with_what_they_lie_on(host: Host) -> None:
    (alone,) = host.told(f"domblkinfo {OFF} sda")
    host(f"snapshot-create-as {OFF} s")
    (above,) = host.told(f"domblkinfo {OFF} sda")

    assert alone["allocation_bytes"] == alone["physical_bytes"] > 0
    assert above["capacity_bytes"] == alone["capacity_bytes"]
    assert above["allocation_bytes"] > above["physical_bytes"]
    size, own = _human(above["allocation_bytes"]), _human(above["physical_bytes"])
    assert host(f"domblkinfo {OFF} sda --human").stdout.splitlines() == [
        "Capacity:       64.000 GiB",
        f"Allocation:     {size}",
        f"Physical:       {own}",
        "",
    ]
    table = host(f"domblkinfo {OFF} --all --human").stdout.splitlines()[2:]
    assert [" ".join(row.split()) for row in table] == [
        f"sda 64.000 GiB {size} {own}",
        "hdc - - -",
        "",
    ]


def _human(size: int) -> str:
    unit = (size.bit_length() - 1) // 10
    return f"{size / 1024**unit:.3f} {('B', 'KiB', 'MiB', 'GiB')[unit]}"


@pytest.mark.parametrize("device", ["sdq", "[datastore1] x.vmdk"])
def test_the_size_of_no_disk(unchanged: Host, device: str) -> None:
    outcome = unchanged(f"domblkinfo {OFF} '{device}'")

    what = f"error: invalid argument: invalid path {device} not assigned to domain\n"
    assert outcome == Outcome(5, "\n", what)


def test_a_target_that_two_buses_have_names_none_and_a_source_does(host: Host) -> None:
    assert host(f"attach-disk {OFF} '{DISK}' sda --targetbus sata").status == 0
    before = host.devices(OFF)

    refused = [
        host(line)
        for line in (
            f"blockresize {OFF} sda 100G",
            f"domblkinfo {OFF} sda",
            f"detach-disk {OFF} sda",
        )
    ]
    unchanged = host.devices(OFF)
    grown = host(f"blockresize {OFF} '{DISK}' 100G")
    (told,) = host.told(f"domblkinfo {OFF} '{DISK}'")
    gone = host(f"detach-disk {OFF} '{DISK}'")

    assert ["2 disks bear 'sda'" in each.stderr for each in refused] == [True] * 3
    assert [each.status for each in refused] == [2] * 3
    assert unchanged == before
    assert (grown.status, told["capacity_bytes"], gone.status) == (0, 100 * 2**30, 0)
    assert DISK not in str(host.devices(OFF))


def test_the_size_of_a_medium(host: Host) -> None:
    host(f"change-media {OFF} hdc '{IMAGE}'")

    assert host(f"domblkinfo {OFF} '{IMAGE}'").stdout.split()[1::2] == ["1", "1", "1"]
