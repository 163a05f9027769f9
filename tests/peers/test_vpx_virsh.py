"""`virsh X` and `aioesx X` through a vCenter: the same bytes, paths, prompts and migrations."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from support.command import command, invoke
from support.run import Outcome
from support.terminal import Terminal
from support.vcenter import ADDRESSES, PAIRS, VCENTER, Estate, quick
from support.virsh import Virsh
from support.waiting import until_blocking

from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.vcenter import VCenter

pytestmark = pytest.mark.peer("virsh")

AUTH: Final = " ".join((VCENTER, *ADDRESSES.values()))
HOST: Final = "eu/west/dc1/c1/esx1.example"


def make_site(vcenter: str = "vcenter-8.0") -> Site:
    profile, host_profile = PROFILES[vcenter], PROFILES[PAIRS[vcenter]]
    return Estate(profile=profile, host_profile=host_profile, options=quick()).site(tls=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with make_site() as site:
        yield site


def vpx(site: Site, path: str) -> str:
    return f"vpx://root@{VCENTER}:{site.port}/{path}?transport=http"


def esx(site: Site, name: str, user: str = "root@") -> str:
    return f"esx://{user}{ADDRESSES[name]}:{site.port}/?transport=http&vcenter=*"


def of_virsh(virsh: Virsh, uri: str, *words: str) -> Outcome:
    return virsh(uri, *words, host=AUTH)


# --- commands ------------------------------------------------------------------------------------

PRINTING: Final = """
list
list --all
list --all --autostart
list --all --with-snapshot
list --all --name
list --all --uuid
list --all --id
list --inactive
uri
hostname
nodeinfo
freecell
capabilities
dominfo web01
dominfo db01
domstate web01 --reason
domid web01
domuuid db01
domblklist web01 --details
domiflist web01
domhostname web01
dumpxml db01
dumpxml web01 --inactive
vcpucount web01 --maximum
schedinfo web01
snapshot-list web01
snapshot-list web01 --tree
snapshot-info web01 s1
snapshot-current web01 --name
snapshot-dumpxml web01 s1
domxml-to-native vmware-vmx --domain db01
"""

CHANGING: Final = """
start db01
destroy web01
suspend web01
resume build01
reboot web01
shutdown web01
setvcpus db01 2
schedinfo db01 limit=2000
memtune db01 --min-guarantee 1024
autostart db01
autostart db01 --disable
snapshot-create-as db01 new
snapshot-revert web01 s1
snapshot-delete web01 s1
undefine db01
start web01
start console01
destroy db01
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@pytest.fixture(scope="module", params=PAIRS)
def prepared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Virsh]]:
    """URI of a host below a vCenter, whose domains have snapshots."""
    virsh = Virsh(tmp_path_factory.mktemp("virsh"))
    with make_site(request.param) as site:
        uri = vpx(site, HOST)
        for words in (["snapshot-create-as", "web01", "s1"], ["autostart", "web01"]):
            assert of_virsh(virsh, uri, *words).status == 0
        yield uri, virsh


@pytest.mark.parametrize("line", lines(PRINTING))
def test_what_is_printed_is_the_same(prepared: tuple[str, Virsh], line: str) -> None:
    uri, virsh = prepared
    theirs, ours = of_virsh(virsh, uri, *line.split()), command(uri, *line.split())

    assert (theirs.status, ours.status) == (0, 0), (theirs.stderr, ours.stderr)
    assert ours.stdout == theirs.stdout


def state_of(site: Site) -> list[str]:
    """Return what a vCenter knows of its machines."""
    assert site.vcenter is not None

    def told(vcenter: VCenter, machine: Machine) -> str:
        names = [snapshot.name for snapshot in machine.snapshots.all()]
        size = machine.config.get("memSize"), machine.config.get("numvcpus", "1")
        where = vcenter.members[machine.host].name
        return f"{machine.plain_name} {machine.power} {where} {names} {size}"

    found: list[str] = site.vcenter.change(
        lambda vcenter: sorted(told(vcenter, machine) for machine in vcenter.machines())
    )
    return found


def settled(state: list[str], line: str) -> list[str]:
    """Return a state, but nothing while the guest does yet what it was asked to."""
    on = any(machine.startswith("web01 poweredOn") for machine in state)
    return [] if line == "shutdown web01" and on else state


@pytest.mark.parametrize("line", lines(CHANGING))
def test_what_is_changed_is_the_same(virsh: Virsh, line: str) -> None:
    outcomes, states = [], []
    for who in ("virsh", "aioesx"):
        with make_site() as site:
            uri = vpx(site, HOST)
            assert of_virsh(virsh, uri, "snapshot-create-as", "web01", "s1").status == 0
            words = line.split()
            outcomes.append(
                of_virsh(virsh, uri, *words) if who == "virsh" else command(uri, *words)
            )
            states.append(until_blocking(lambda: settled(state_of(site), line)))
    theirs, ours = outcomes

    assert (ours.status == 0) == (theirs.status == 0), (theirs.stderr, ours.stderr)
    assert states[0] == states[1]
    if theirs.status == 0:
        named = re.compile(r"Domain snapshot \d+ created")
        assert named.sub("", ours.stdout) == named.sub("", theirs.stdout)


# --- paths ---------------------------------------------------------------------------------------

PATHS: Final = {
    # path: (whether virsh takes it, whether we do)
    "eu/west/dc1/c1/esx1.example": (True, True),
    "eu/west/dc1/c1/esx2.example": (True, True),
    "eu/west/dc1/esx3.example": (True, True),
    "/eu//west/dc1/c1/esx1.example/": (True, True),
    "eu/west/dc1/rack%20%231/esx4.example": (True, True),
    "eu/west/a%252fb/esx5.example": (True, True),
    "eu/west/100%2525/esx6.example": (True, True),
    "eu/west/dc1/esx3.example/esx3.example": (False, False),
    "eu/west/dc1/c1/esx1.example/more": (False, False),
    "eu/west/dc1/c1/esx3.example": (False, False),
    "eu/west/dc1/esx1.example": (False, False),
    "eu/dc1/c1/esx1.example": (False, False),
    "EU/west/dc1/c1/esx1.example": (False, False),
    "eu/west/a/b/esx5.example": (False, False),
    "dc9/c1/esx1.example": (False, False),
    # beyond libvirt: all hosts below
    "": (False, True),
    "eu": (False, True),
    "eu/west/dc1": (False, True),
    "eu/west/dc1/c1": (False, True),
    "eu/west/dc1/rack%20%231": (False, True),
    "dc2": (False, True),
    # libvirt passes over a part that names nothing
    "eu/west/nothing/dc1/c1/esx1.example": (True, False),
}


@pytest.fixture(scope="module")
def tree() -> Iterator[Site]:
    """An estate with odd names."""
    estate = Estate(options=quick())
    for number, datacenter, folder in ((4, None, "rack #1"), (5, "a/b", ""), (6, "100%", "")):
        address = f"127.0.0.{10 + number}"
        host = estate.more(number, address)
        where = estate.dc1
        if datacenter is not None:
            where = estate.vcenter.add_datacenter(datacenter, folder="eu/west")
        name = f"esx{number}.example"
        estate.vcenter.add_host(host, where, name=name, address=address, folder=folder)
    with estate.site(tls=False) as site:
        yield site


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_taken_as_by_libvirt(tree: Site, virsh: Virsh, path: str) -> None:
    theirs = of_virsh(virsh, vpx(tree, path), "list", "--all")
    ours = command(vpx(tree, path), "list", "--all")

    assert (theirs.status == 0, ours.status == 0) == PATHS[path], (theirs.stderr, ours.stderr)
    if theirs.status == ours.status == 0:
        assert ours.stdout == theirs.stdout


# --- migration -----------------------------------------------------------------------------------


@pytest.mark.parametrize("vcenter", PAIRS)
@pytest.mark.parametrize("way", ["esx", "vpx"])
def test_a_migration_has_the_same_result(virsh: Virsh, way: str, vcenter: str) -> None:
    states, outcomes = [], []
    for who in ("virsh", "aioesx"):
        with make_site(vcenter) as site:
            ends = {
                "esx": (esx(site, "esx1"), esx(site, "esx2")),
                "vpx": (vpx(site, HOST), vpx(site, HOST.replace("esx1", "esx2"))),
            }[way]
            if who == "virsh":
                outcomes.append(of_virsh(virsh, ends[0], "migrate", "web01", ends[1]))
            else:
                outcomes.append(ours_with(virsh, ends[0], "migrate", "web01", ends[1]))
            states.append(state_of(site))
            assert site.vcenter is not None
            assert site.vcenter.open_sessions == 0
            assert all(host.open_sessions == 0 for host in site.hosts.values())
    theirs, ours = outcomes

    assert (theirs.status, ours.status) == (0, 0), (theirs.stderr, ours.stderr)
    assert ours.stdout == theirs.stdout
    assert states[0] == states[1]


def ours_with(virsh: Virsh, uri: str, *words: str) -> Outcome:
    """Run our command with virsh's own auth file."""
    path = Path(virsh._directory) / "auth.conf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIBVIRT_AUTH_FILE", str(path))
        patch.delenv("AIOESX_PASSWORD", raising=False)
        return invoke("-c", uri, *words)


def prompts(*argv: str) -> list[str]:
    """Run a command in a terminal, answer what it asks, see it succeed; return what it asked."""
    with closing(Terminal(*argv)) as terminal:
        asked: list[str] = []
        while len(asked) < 20:
            terminal.hear_any(b": ", b"\x00the command has ended\x00")
            found = re.findall(r"Enter [^:]*(?=: )", terminal.said.decode())
            if len(found) == len(asked):
                break
            asked = found
            name = "username" in asked[-1]
            if not name:
                terminal.hidden()
            terminal.type(b"root\n" if name else b"secret\n")
        assert terminal.end() == 0, terminal.said
        return asked


@pytest.mark.parametrize("way", ["esx", "vpx"])
def test_the_prompts_of_a_migration_are_those_of_the_document(
    site: Site, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("LIBVIRT_LOG_OUTPUTS", "4:file:/dev/null")
    ends = {
        "esx": (esx(site, "esx1", ""), esx(site, "esx2", "")),
        "vpx": tuple(vpx(site, p).replace("root@", "") for p in (HOST, HOST.replace("1.", "2."))),
    }[way]
    ours = str(Path(sys.executable).with_name("aioesx"))
    virsh = shutil.which("virsh")
    assert virsh is not None

    mine = prompts(ours, "-c", ends[0], "migrate", "web01", ends[1])
    theirs = prompts(virsh, "-c", ends[1], "migrate", "web01", ends[0])

    hosts = {"esx": [ADDRESSES["esx1"], VCENTER, ADDRESSES["esx2"], VCENTER], "vpx": [VCENTER] * 2}
    defaults = {VCENTER: "administrator"}
    assert mine == [
        prompt
        for host in hosts[way]
        for prompt in (
            f"Enter username for {host} [{defaults.get(host, 'root')}]",
            f"Enter root's password for {host}",
        )
    ]
    swapped = [p.replace("127.0.0.11", "X").replace("127.0.0.12", "127.0.0.11") for p in theirs]
    assert [p.replace("X", "127.0.0.12") for p in swapped] == mine
