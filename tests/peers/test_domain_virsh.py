"""`virsh X` and `aioesx X` on hosts that are alike: the same bytes, the same state afterwards.

What differs stands in docs/domains.md with its reason, and in `OURS_ONLY` below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import command
from support.effects import effects
from support.virsh import Virsh
from support.waiting import until_blocking

from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.peer("virsh")

VNC = (
    ("RemoteDisplay.vnc.enabled", "TRUE"),
    ("RemoteDisplay.vnc.port", "5907"),
)
ISO = (
    ("ide1:0.deviceType", "cdrom-image"),
    ("ide1:0.clientDevice", "FALSE"),
    ("ide1:0.fileName", "/vmfs/volumes/datastore1/iso/tools.iso"),
    ("floppy0.present", "TRUE"),
    ("floppy0.fileType", "file"),
    ("floppy0.fileName", "disk.flp"),
    ("ethernet1.present", "TRUE"),
    ("ethernet1.virtualDev", "e1000"),
    ("ethernet1.networkName", "DMZ"),
    ("ethernet1.addressType", "static"),
    ("ethernet1.address", "00:50:56:3a:4b:5c"),
    ("annotation", "two|0Alines <&>"),
)


def host() -> Simulator:
    # Tools answer as soon as a guest runs: no command depends on how slow the one before was.
    options = Options(task_seconds=0.02, tools_seconds=0.0)
    state = presets.small_host(machines=7, options=options)
    presets.add_machine(state, presets.MachineKind("vnc01", "poweredOn", settings=VNC + ISO))
    presets.add_machine(state, presets.MachineKind("odd 100%25 name", memory_mb=512))
    return Simulator(state, username="root", password="secret", tls=False)


# --- commands that print -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URI of a host with snapshots and autostart, prepared by virsh itself."""
    with host() as simulator:
        virsh = Virsh(tmp_path_factory.mktemp("virsh"))
        for words in (
            ["autostart", "mail01"],
            ["snapshot-create-as", "web01", "s1"],
            ["snapshot-create-as", "web01", "s2", "a described one"],
            ["snapshot-create-as", "web01", "s3"],
            ["snapshot-revert", "web01", "s1"],
            ["snapshot-create-as", "web01", "Other"],
            ["snapshot-create-as", "web01", "Leaf"],
            ["snapshot-create-as", "db01", "off", "--disk-only"],
            ["schedinfo", "db01", "limit=2000", "reservation=100", "shares=-3"],
        ):
            assert virsh(simulator.uri, *words).status == 0
        yield simulator.uri


PRINTING = """
list
list --all
list --inactive
list --inactive --all
list --all --name
list --all --uuid
list --all --id
list --all --id --name
list --all --id --uuid --name
list --all --table
list --all --title
list --all --managed-save
list --transient
list --transient --persistent
list --persistent
list --state-running
list --state-paused
list --state-shutoff
list --state-shutoff --state-paused
list --state-running --inactive
list --state-other --all
list --autostart --all
list --no-autostart --all
list --with-snapshot --all
list --without-snapshot --all
list --with-managed-save --all
list --without-managed-save
-q list --all
dominfo web01
dominfo db01
dominfo build01
dominfo mail01
dominfo 5
dominfo --domain web01
domstate web01
domstate db01
domstate build01
domstate web01 --reason
domid web01
domid db01
domuuid web01
domuuid 1
domname 1
domhostname web01
domifaddr web01 nothing --source agent
domblklist web01
domblklist web01 --details
domblklist db01 --inactive
domblklist vnc01
domblklist vnc01 --details
domiflist web01
domiflist vnc01
vncdisplay vnc01
domdisplay vnc01
domdisplay vnc01 --all
domdisplay vnc01 --type vnc
domif-getlink web01 00:0c:29:00:01:01
domif-getlink db01 00:0C:29:00:02:01 --config
desc web01
desc vnc01
desc vnc01 --title
desc db01 --live
dumpxml web01 --xpath //disk
dumpxml web01 --xpath //disk --wrap
dumpxml web01 --xpath //disk/@type
dumpxml web01 --xpath //disk/@type --wrap
dumpxml web01 --xpath //name/text()
dumpxml web01 --xpath //name/text() --wrap
dumpxml web01 --xpath /
dumpxml web01 --xpath /domain
dumpxml web01 --xpath //nothing
dumpxml web01 --xpath //nothing --wrap
dumpxml vnc01 --xpath //description|//interface
dumpxml web01 --wrap
vcpucount web01 --maximum
schedinfo web01
schedinfo db01
snapshot-list web01
snapshot-list web01 --tree
snapshot-list web01 --parent
snapshot-list web01 --roots
snapshot-list web01 --leaves
snapshot-list web01 --name
snapshot-list web01 --parent --name
snapshot-list web01 --from s1
snapshot-list web01 --from s1 --tree
snapshot-list web01 --from s1 --descendants
snapshot-list web01 --from s1 --leaves
snapshot-list web01 --from s1 --leaves --descendants
snapshot-list web01 --current
snapshot-list web01 --metadata
snapshot-list web01 --no-metadata
snapshot-list web01 --internal
snapshot-list web01 --active
snapshot-list db01
snapshot-list db01 --tree
snapshot-list mail01
snapshot-list mail01 --tree
-q snapshot-list web01
snapshot-info web01 s1
snapshot-info web01 s2
snapshot-info web01 --current
snapshot-info web01 --snapshotname Leaf
snapshot-dumpxml web01 s1
snapshot-dumpxml web01 s2
snapshot-dumpxml db01 off
snapshot-dumpxml web01 s1 --xpath //name
snapshot-dumpxml web01 s1 --xpath //name --wrap
snapshot-current web01
snapshot-current web01 --name
-q snapshot-current web01 --name
snapshot-parent web01 s2
snapshot-parent web01 --current
snapshot-create-as web01 --name n1 --description d --print-xml
snapshot-create-as web01 n1 d --print-xml
snapshot-create-as web01 --print-xml
snapshot-create-as web01 n1 d --print-xml --live --atomic --reuse-external --halt --validate
snapshot-create-as web01 n1 d --print-xml --memspec /x
snapshot-create-as web01 n1 d --print-xml --memspec file=/x,snapshot=external
snapshot-create-as web01 n1 d --print-xml --diskspec sda,snapshot=no --diskspec sdb
snapshot-create-as web01 n1 d --print-xml sda,stype=block,file=/dev/x sdb,stype=file,file=/a,,b
snapshot-create-as web01 n1 d --print-xml --diskspec sda,driver=raw,file=/a,snapshot=external
hostname
nodeinfo
capabilities
freecell
uri
"""


@pytest.mark.parametrize("line", PRINTING.strip().splitlines())
def test_the_same_bytes(virsh: Virsh, prepared: str, line: str) -> None:
    quiet = line.startswith("-q ")
    words = line.removeprefix("-q ").split(" ")

    expected = virsh(prepared, *(["-q"] if quiet else []), *words)
    outcome = command(prepared, *(["-q"] if quiet else []), *words)

    assert (expected.status, expected.stderr) == (0, "")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == expected.stdout


@pytest.mark.parametrize("options", [[], ["--full"]])
def test_the_same_addresses_but_for_the_prefix(
    virsh: Virsh, prepared: str, options: list[str]
) -> None:
    """libvirt speaks the API of 2.5, in which guests have no prefixes."""
    words = ["domifaddr", "web01", "--source", "agent", *options]

    expected = virsh(prepared, *words)
    outcome = command(prepared, *words)

    assert outcome.stdout.replace("/24\n", "/0\n") == expected.stdout


REFUSED = """
dominfo nobody
domstate nobody
domhostname db01
domhostname win01
domifaddr db01 --source agent
domifaddr win01 --source agent
domifaddr web01 --source lease
vncdisplay web01
snapshot-info web01 nope
snapshot-info web01
snapshot-parent web01 s1
snapshot-current mail01
snapshot-dumpxml web01 nope
snapshot-create-as web01 s1
snapshot-delete web01 nope
snapshot-revert web01 nope
start web01
start build01
suspend db01
resume db01
resume web01
destroy db01
shutdown db01
shutdown win01
reboot win01
setvcpus db01 0
setvcpus db01 999
setmem db01 xx
setmaxmem web01 4G
schedinfo db01 limit=-2
schedinfo db01 reservation=-1
schedinfo db01 shares=-4
schedinfo db01 bogus=1
screenshot db01 /dev/null
start
list --bogus
list extra
list --name --table
dumpxml web01 --xpath count(//disk)
desc nobody
domdisplay db01
domdisplay web01
domdisplay vnc01 --type spice
domif-getlink web01 nope
snapshot-create-as web01 --name=
snapshot-create-as web01 n --diskspec sda
snapshot-create-as web01 n --memspec x
snapshot-create-as web01 n --diskspec sda,bogus=1
snapshot-create-as web01 n --live
snapshot-list web01 --descendants
snapshot-list web01 --from s1 --roots
snapshot-list web01 --from s1 --current
undefine db01 --storage nope
undefine db01 --storage sda --remove-all-storage
undefine db01 --wipe-storage
undefine web01 --remove-all-storage
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_refused_by_both(virsh: Virsh, prepared: str, line: str) -> None:
    words = line.split(" ")

    expected = virsh(prepared, *words)
    outcome = command(prepared, *words)

    assert expected.status == 1
    assert 0 < outcome.status < 8
    assert outcome.stderr != ""
    assert "Traceback" not in outcome.stderr


# --- commands that change ------------------------------------------------------------------------


@pytest.fixture
def pair() -> Iterator[tuple[Simulator, Simulator]]:
    with host() as one, host() as other:
        yield one, other


# Each story is told to two hosts, by virsh and by us. A line that begins with + is told to
# both by virsh; one that begins with = waits until a machine is in a state on both.
STORIES = {
    "start": ["start db01", "domstate db01"],
    "start by id of another": ["start --domain db01"],
    "start an odd name": ["start odd|100%|name"],
    "destroy": ["destroy web01"],
    "by id": ["autostart 1", "suspend 1", "resume 1", "reboot 1", "destroy 1"],
    "suspend, resume": ["suspend web01", "resume web01"],
    "resume": ["resume build01"],
    "reboot": ["reboot web01"],
    "start, reboot": ["start db01", "reboot db01"],
    "shutdown": ["shutdown web01", "=web01 poweredOff", "domstate web01", "start web01"],
    "autostart": ["autostart web01", "autostart --disable web01", "autostart db01"],
    "autostart of others": ["+autostart db01", "autostart web01", "autostart --disable mail01"],
    "vcpus": ["setvcpus db01 3", "setvcpus db01 2 --live"],
    "scheduler": [
        "schedinfo db01 --set limit=2000",
        "schedinfo db01 reservation=100",
        "schedinfo db01 shares=-1",
        "schedinfo db01 shares=-2 limit=-1",
        "schedinfo db01 --set shares=-3 --set reservation=0",
        "schedinfo db01 shares=7000",
    ],
    "memory guarantee": ["memtune db01 --min-guarantee 100M", "memtune db01 --min-guarantee 1025"],
    "snapshots": [
        "snapshot-create-as web01 s1",
        "snapshot-create-as web01 s2 text",
        "snapshot-create-as web01 --name s3 --description more --quiesce",
        "snapshot-revert web01 s1",
        "snapshot-create-as web01 --name b --disk-only",
        "snapshot-delete web01 s2",
        "snapshot-delete web01 --current",
        "snapshot-revert web01 --snapshotname s1",
        "snapshot-delete web01 --snapshotname s1 --children",
    ],
    "snapshot metadata": ["+snapshot-create-as db01 a", "snapshot-delete db01 a --metadata"],
    "snapshot by XML": ["snapshot-create db01 XML", "snapshot-create db01 OTHER --validate"],
    "options without a difference": [
        "start db01 --force-boot",
        "snapshot-create-as db01 s --validate --no-metadata",
        "snapshot-revert db01 s --force",
    ],
    "several parameters": ["schedinfo db01 --set limit=2000 reservation=100"],
    "undefine": ["undefine db01 --managed-save --checkpoints-metadata --keep-nvram --tpm"],
    "undefine with its disk": ["undefine db01 --storage sda"],
    "undefine, wiped": ["undefine db01 --remove-all-storage --wipe-storage"],
    "convert": [
        "domxml-to-native vmware-vmx --domain db01",
        "domxml-to-native --format vmware-vmx --domain web01",
    ],
    "quiet": ["-q start db01", "-q snapshot-create-as db01 a", "-q snapshot-delete db01 a"],
}
XML = "<domainsnapshot><name>x y</name><description>d</description></domainsnapshot>"


def told(line: str, directory: Path) -> list[str]:
    words = [word.replace("|", " ") for word in line.lstrip("+").split(" ")]
    files = {"XML": "s.xml", "OTHER": "o.xml"}
    return [str(directory / files[word]) if word in files else word for word in words]


def wait_for(what: str, *simulators: Simulator) -> None:
    """Return when a machine is in a power state on every host: what the guest does takes time."""
    name, power = what.split()

    def in_that_state() -> bool:
        return all(s.change(lambda host: host.find(name).power) == power for s in simulators)

    until_blocking(in_that_state)


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
def test_the_same_effect(
    virsh: Virsh, pair: tuple[Simulator, Simulator], tmp_path: Path, story: list[str]
) -> None:
    (tmp_path / "s.xml").write_text(XML)
    (tmp_path / "o.xml").write_text(XML.replace("x y", "other"))
    theirs, ours = pair
    said: list[str] = []
    expected: list[str] = []
    for line in story:
        if line[0] == "=":
            wait_for(line[1:], theirs, ours)
            continue
        words = told(line, tmp_path)
        judge = virsh(theirs.uri, *words)
        outcome = virsh(ours.uri, *words) if line[0] == "+" else command(ours.uri, *words)
        assert (judge.status, judge.stderr) == (0, "")
        assert (outcome.status, outcome.stderr) == (0, "")
        expected.append(judge.stdout)
        said.append(outcome.stdout)

    assert said == expected
    assert effects(ours) == effects(theirs)


def test_the_same_screenshot(virsh: Virsh, prepared: str, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs.png", tmp_path / "ours.png"

    expected = virsh(prepared, "screenshot", "web01", str(theirs))
    outcome = command(prepared, "screenshot", "web01", str(ours))

    assert outcome.stdout == expected.stdout.replace(str(theirs), str(ours))
    assert ours.read_bytes()[:8] == theirs.read_bytes()[:8]


# What virsh cannot do on ESX and we can: the reason is in docs/domains.md, "Differences".
OURS_ONLY = {
    "destroy build01": "destroyed",
    "reset web01": "was reset",
    "maxvcpus": "128",
    "vcpucount web01": "current",
    "vcpucount web01 --live": "2",
    "memtune web01": "min_guarantee",
    "setmem web01 1048576": "",
    "setmaxmem db01 4G": "",
    "domifaddr web01": "ipv4",
    "domifaddr web01 --source agent": "/24",
    "snapshot-create-as web01 a <&>": "a created",
    "snapshot-list web01 --no-leaves": "Name",
    "cpu-stats web01": "cpu_time",
    "questions": "Question",
}


def test_only_ours_narrows_snapshots_by_their_state(virsh: Virsh, prepared: str) -> None:
    words = ["snapshot-list", "web01", "--inactive", "--name"]

    assert command(prepared, *words).stdout == "\n"
    assert virsh(prepared, *words).stdout != "\n"


@pytest.mark.parametrize("line", OURS_ONLY)
def test_ours_can_and_virsh_cannot(virsh: Virsh, line: str) -> None:
    with host() as simulator:
        outcome = command(simulator.uri, *line.split(" "))
        judge = virsh(simulator.uri, *line.split(" "))

    assert (outcome.status, outcome.stderr) == (0, "")
    assert re.search(OURS_ONLY[line], outcome.stdout)
    assert judge.status != 0 or judge.stdout != outcome.stdout
