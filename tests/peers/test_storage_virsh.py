"""`virsh X` and `aioesx X` about storage: the same bytes, the same files afterwards.

What differs stands in `DIFFERENT` and `OURS_ONLY` with its reason, and in docs/storage.md.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.command import command
from support.storage import IQN, LUN, add_store, files, storage_simulator
from support.vcenter import ADDRESSES, PAIRS, VCENTER, Estate, quick
from support.virsh import Virsh

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.site import Site

pytestmark = pytest.mark.peer("virsh")

PRODUCTS: Final = ("esxi-6.5", "esx-3.5", "esxi-8.0")

# --- commands that print -------------------------------------------------------------------------


@pytest.fixture(scope="module", params=PRODUCTS)
def uri(request: pytest.FixtureRequest) -> Iterator[str]:
    with storage_simulator(PROFILES[request.param]) as simulator:
        yield simulator.uri


PRINTING: Final = f"""
pool-list
pool-list --all
pool-list --inactive
pool-list --transient
pool-list --transient --persistent
pool-list --persistent
pool-list --autostart
pool-list --no-autostart
pool-list --autostart --no-autostart
pool-list --details
pool-list --details --inactive
pool-list --uuid
pool-list --name
pool-list --name --uuid --all
-q pool-list --details
pool-info datastore1
pool-info datastore1 --bytes
pool-info nfs1
pool-info broken
pool-info 'Local disk' --bytes
pool-info {IQN}
pool-info --pool {IQN} --bytes
pool-info d1e9461a-cac9-ceaf-cb2a-96a8f6c34ad2
pool-dumpxml datastore1
pool-dumpxml nfs1
pool-dumpxml 'Local disk'
pool-dumpxml broken
pool-dumpxml {IQN}
pool-dumpxml nfs1 --xpath //source/host
pool-dumpxml nfs1 --xpath //source/host/@name --wrap
pool-refresh datastore1
pool-refresh {IQN}
-q pool-refresh nfs1
pool-name d1e9461a-cac9-ceaf-cb2a-96a8f6c34ad2
pool-uuid {IQN}
pool-uuid 'Local disk'
pool-autostart datastore1
pool-autostart {IQN}
vol-list datastore1
vol-list datastore1 --details
-q vol-list datastore1 --details
vol-list nfs1
vol-list nfs1 --details
vol-list {IQN}
vol-list {IQN} --details
vol-list d1e9461a-cac9-ceaf-cb2a-96a8f6c34ad2
vol-info web01/web01.vmdk datastore1
vol-info --vol web01/web01.vmdk --pool datastore1 --bytes
vol-info 'iso/tools.iso' datastore1
vol-info 'ISO/Tools 2.iso' datastore1 --bytes
vol-info floppy.flp datastore1
vol-info db01/db01-000001.vmdk datastore1
vol-info 'Über uns/größe [1].vmdk' datastore1
vol-info '[datastore1] a/b/c.vmdk'
vol-info {LUN} {IQN}
vol-info {LUN} --pool {IQN} --bytes
vol-dumpxml web01/web01.vmdk datastore1
vol-dumpxml iso/tools.iso datastore1
vol-dumpxml floppy.flp datastore1
vol-dumpxml 'Über uns/größe [1].vmdk' datastore1
vol-dumpxml {LUN} {IQN}
vol-dumpxml web01/web01.vmdk datastore1 --xpath //target
vol-dumpxml web01/web01.vmdk datastore1 --xpath //target --wrap
vol-path web01/web01.vmdk datastore1
vol-path floppy.flp --pool datastore1
vol-path {LUN} {IQN}
vol-key web01/web01.vmdk datastore1
vol-key 'Über uns/größe [1].vmdk' datastore1
vol-key iso/tools.iso datastore1
vol-key {LUN} {IQN}
vol-name '[datastore1] web01/web01.vmdk'
vol-name '[datastore1] floppy.flp'
vol-pool '[datastore1] iso/tools.iso'
vol-pool '[datastore1] iso/tools.iso' --uuid
vol-create-as datastore1 p/p.vmdk 10M --format vmdk --print-xml
vol-create-as datastore1 p/p.vmdk 10 --print-xml
vol-create-as datastore1 --name p/p.vmdk --capacity 1G --allocation 2M --print-xml
vol-create-as datastore1 p 1G --print-xml --backing-vol a/b/c.vmdk --backing-vol-format vmdk
vol-clone web01/web01.vmdk x/y.vmdk datastore1 --print-xml
vol-clone iso/tools.iso 'x y' datastore1 --print-xml
"""


@pytest.mark.parametrize("line", PRINTING.strip().splitlines())
def test_the_same_bytes(virsh: Virsh, uri: str, line: str) -> None:
    words = shlex.split(line)

    expected = virsh(uri, *words)
    outcome = command(uri, *words)

    assert (expected.status, expected.stderr) == (0, "")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == expected.stdout


@pytest.mark.parametrize("ask", ["vol-name", "vol-pool", "vol-path", "vol-info"])
@pytest.mark.parametrize(
    ("name", "pool"),
    [("web01/web01.vmdk", "datastore1"), ("a/b/c.vmdk", "datastore1"), (LUN, IQN)],
    ids=["of a domain", "of nobody", "a LUN"],
)
def test_the_same_by_key(virsh: Virsh, uri: str, ask: str, name: str, pool: str) -> None:
    key = command(uri, "vol-key", name, pool).stdout.strip()

    assert command(uri, ask, key) == virsh(uri, ask, key)


REFUSED: Final = f"""
pool-info nope
pool-name datastore1
pool-uuid nope
pool-refresh nope
pool-autostart datastore1 --disable
pool-autostart {IQN} --disable
pool-list --details --name
pool-list --inactive --all
pool-list --details --uuid
pool-dumpxml datastore1 --inactive
pool-start datastore1
pool-destroy datastore1
pool-undefine datastore1
pool-delete datastore1
pool-build datastore1
pool-capabilities
find-storage-pool-sources dir
vol-list nope
vol-list
vol-info nope datastore1
vol-info nope
vol-info nope nope
vol-info web01/web01.vmdk
vol-info '[datastore1] web01/web01.vmdk' nfs1
vol-info '[datastore1] nope/nope.vmdk'
vol-info '[nope] a/b.vmdk'
vol-info '[datastore1'
vol-info iso/readme.txt datastore1
vol-info WEB01/web01.vmdk datastore1
vol-info 'web01/web0?.vmdk' datastore1
vol-info 'web01/*.vmdk' datastore1
vol-name nope
vol-name 00000000-0000-0000-0000-000000000001
vol-key nope {IQN}
vol-pool /dev/nope
vol-create-as datastore1 a/d.vmdk 10M --format vmdk --allocation 5M
vol-create-as datastore1 a/d.vmdk 10M
vol-create-as datastore1 a/d.vmdk 10M --format qcow2
vol-create-as datastore1 d.vmdk 10M --format vmdk
vol-create-as datastore1 /d.vmdk 10M --format vmdk
vol-create-as datastore1 a/ 10M --format vmdk
vol-create-as datastore1 a/d.qcow2 10M --format vmdk
vol-create-as datastore1 web01/web01.vmdk 10M --format vmdk
vol-create-as datastore1 a/d.vmdk xx --format vmdk
vol-create-as datastore1 a/d.vmdk 10M --format vmdk --prealloc-metadata
vol-create-as {IQN} a/d.vmdk 10M --format vmdk
vol-create-as nope a/d.vmdk 10M --format vmdk
vol-clone a/b/c.vmdk a/b/d.vmdk datastore1 --prealloc-metadata
vol-clone {LUN} x/y.vmdk {IQN}
vol-clone nope x/y.vmdk datastore1
vol-delete nope datastore1
vol-delete {LUN} {IQN}
vol-delete a/b/c.vmdk datastore1 --delete-snapshots
vol-delete web01/web01.vmdk datastore1
vol-wipe iso/tools.iso datastore1
vol-wipe {LUN} {IQN}
vol-wipe a/b/c.vmdk datastore1 --algorithm dod
vol-resize {LUN} 1T {IQN}
vol-resize a/b/c.vmdk 1 datastore1
vol-resize db01/db01.vmdk 1T datastore1
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_refused_by_both(virsh: Virsh, line: str) -> None:
    words = shlex.split(line)
    with storage_simulator() as simulator:
        before = files(simulator)
        expected = virsh(simulator.uri, *words)
        outcome = command(simulator.uri, *words)
        after = files(simulator)

    assert expected.status == 1
    assert 0 < outcome.status < 8
    assert outcome.stderr != ""
    assert "Traceback" not in outcome.stderr
    assert {path: what for path, what in after.items() if what} == {
        path: what for path, what in before.items() if what
    }


# --- commands that change ------------------------------------------------------------------------


@pytest.fixture
def pair() -> Iterator[tuple[Simulator, Simulator]]:
    with storage_simulator() as one, storage_simulator() as other:
        yield one, other


STORIES: Final = {
    "thin": ["vol-create-as datastore1 new/disk.vmdk 10M --format vmdk --allocation 0"],
    "preallocated": [
        "vol-create-as datastore1 new/disk.vmdk 10M --format vmdk",
        "vol-create-as datastore1 new/disk2.vmdk 4097 --format vmdk --allocation 4097",
    ],
    "on NFS": ["vol-create-as nfs1 new/disk.vmdk 10MB --format vmdk --allocation 0"],
    "by XML": ["vol-create datastore1 XML", "vol-create nfs1 --file XML"],
    "quiet": ["-q vol-create-as datastore1 new/disk.vmdk 10M --format vmdk"],
    "clone": [
        "vol-clone a/b/c.vmdk copy/c.vmdk datastore1",
        "vol-clone '[datastore1] a/b/c.vmdk' copy/d.vmdk",
        "vol-create-from nfs1 XML a/b/c.vmdk --inputpool datastore1",
        "vol-create-from datastore1 XML '[datastore1] a/b/c.vmdk'",
    ],
    "delete": [
        "vol-delete a/b/c.vmdk datastore1",
        "vol-delete '[datastore1] Über uns/größe [1].vmdk'",
    ],
    "wipe": [
        "vol-wipe a/b/c.vmdk datastore1",
        "vol-wipe 'Über uns/größe [1].vmdk' datastore1 --algorithm zero",
    ],
}
XML: Final = """<volume><name>by xml/disk.vmdk</name><capacity unit='MiB'>8</capacity>
<allocation>0</allocation><target><format type='vmdk'/></target></volume>"""


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
def test_the_same_files(
    virsh: Virsh, pair: tuple[Simulator, Simulator], tmp_path: Path, story: list[str]
) -> None:
    (tmp_path / "v.xml").write_text(XML)
    theirs, ours = pair
    for line in story:
        words = [str(tmp_path / "v.xml") if w == "XML" else w for w in shlex.split(line)]
        judge, outcome = virsh(theirs.uri, *words), command(ours.uri, *words)
        assert (judge.status, judge.stderr) == (0, "")
        assert (outcome.status, outcome.stderr) == (0, "")
        assert outcome.stdout == judge.stdout

    # virsh sees no difference between the two hosts
    for words in (["vol-list", "datastore1", "--details"], ["pool-list", "--details"]):
        assert virsh(ours.uri, *words) == virsh(theirs.uri, *words)
    assert files(ours) == files(theirs)


# --- where they differ ---------------------------------------------------------------------------

DIFFERENT: Final = {
    # line: what virsh says that is wrong, and why
    "vol-name /vmfs/devices/disks/{LUN}": (
        "/vmfs/devices/disks/",
        "libvirt calls a LUN found by its path by that path, and takes the last disk for it",
    ),
    "vol-info /vmfs/devices/disks/naa.6000eb39a6c4d6420000000000000010": (
        "/vmfs/devices/disks/",
        "likewise: it tells the size of another disk",
    ),
    "vol-create-as datastore1 'p/<&>.vmdk' 10 --print-xml": (
        "<name>p/<&>.vmdk</name>",
        "virsh does not escape what it puts into the document, which is none then",
    ),
}


@pytest.mark.parametrize("line", DIFFERENT)
def test_a_defect_of_theirs(virsh: Virsh, line: str) -> None:
    wrong, _ = DIFFERENT[line]
    words = shlex.split(line.replace("{LUN}", LUN))
    with storage_simulator() as simulator:
        judge, outcome = virsh(simulator.uri, *words), command(simulator.uri, *words)

    assert judge.status == outcome.status == 0
    assert wrong in judge.stdout
    assert wrong not in outcome.stdout


def test_directories_are_made_where_libvirt_makes_one_with_an_odd_name(
    virsh: Virsh, pair: tuple[Simulator, Simulator]
) -> None:
    theirs, ours = pair
    words = ["vol-create-as", "nfs1", "a/b/ö.vmdk", "1M", "--format", "vmdk", "--allocation", "0"]

    assert virsh(theirs.uri, *words).stdout == command(ours.uri, *words).stdout

    assert "[nfs1] a+JQ-2fb/+w7Y-.vmdk" in files(theirs)
    assert "[nfs1] a/b/ö.vmdk" in files(ours)
    assert command(ours.uri, "vol-info", "a/b/ö.vmdk", "nfs1").status == 0
    assert virsh(theirs.uri, "vol-info", "a/b/ö.vmdk", "nfs1").status == 1


OURS_ONLY: Final = {
    # line: what it says; why virsh cannot
    "pool-list --type netfs,iscsi": ("nfs1", "libvirt's driver has no newer list"),
    "pool-list --where": ("ha-datacenter", "no option of virsh's"),
    "vol-info a/b/c.vmdk datastore1 --physical": ("Physical:", "not in libvirt's driver"),
    "vol-delete iso/tools.iso datastore1": ("deleted", "libvirt deletes all as disks"),
    "vol-resize a/b/c.vmdk 10M datastore1": ("changed to 10M", "not in libvirt's driver"),
    "vol-resize a/b/c.vmdk 6M datastore1 --delta": ("changed by 6M", "not in libvirt's driver"),
    "vol-resize web01/web01.vmdk 20G datastore1": ("changed to 20G", "a domain runs with it"),
    "vol-clone a/b/c.vmdk c.vmdk datastore1": ("cloned", "libvirt demands a directory"),
    "vol-clone iso/tools.iso iso/copy.iso datastore1": ("cloned", "libvirt copies disks only"),
    "vol-create-as datastore1 n/n.vmdk 1M --format vmdk --kind eager --adapter ide": (
        "created",
        "no option of virsh's",
    ),
}


@pytest.mark.parametrize("line", OURS_ONLY)
def test_ours_can_and_virsh_cannot(virsh: Virsh, line: str) -> None:
    said, _ = OURS_ONLY[line]
    with storage_simulator() as simulator:
        judge = virsh(simulator.uri, *shlex.split(line))
        outcome = command(simulator.uri, *shlex.split(line))

    assert judge.status != 0
    assert (outcome.status, outcome.stderr) == (0, "")
    assert said in outcome.stdout


def test_a_kind_of_datastore_that_libvirt_has_no_word_for(virsh: Virsh) -> None:
    with storage_simulator() as simulator:
        simulator.change(
            lambda host: add_store(host, "new", "NFS41", remote=("192.0.2.9", "/export"))
        )
        judge = virsh(simulator.uri, "pool-dumpxml", "new")
        outcome = command(simulator.uri, "pool-dumpxml", "new")

    assert judge.status == 1
    assert (outcome.status, outcome.stderr) == (0, "")
    assert "<pool type='netfs'>" in outcome.stdout
    assert "<host name='192.0.2.9'/>" in outcome.stdout


# --- a vCenter, and a host of another kind -------------------------------------------------------

HOST: Final = "eu/west/dc1/c1/esx1.example"
AT_A_VCENTER: Final = """
pool-list
pool-list --details
pool-list --uuid
pool-info datastore1
pool-dumpxml nfs1
pool-uuid datastore1
pool-refresh datastore1
vol-list datastore1
vol-list datastore1 --details
vol-list iqn.2016-04.com.example:storage.lun1 --details
vol-info web01/web01.vmdk datastore1
vol-dumpxml web01/web01.vmdk datastore1
vol-key web01/web01.vmdk datastore1
vol-path web01/web01.vmdk datastore1
vol-pool '[datastore1] web01/web01.vmdk'
"""


@pytest.fixture(scope="module", params=["vcenter-8.0", "vcenter-2.5"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    profile, host_profile = PROFILES[request.param], PROFILES[PAIRS[request.param]]
    estate = Estate(profile=profile, host_profile=host_profile, options=quick())
    with estate.site(tls=False) as site:
        yield site


def of_virsh(virsh: Virsh, uri: str, *words: str) -> object:
    return virsh(uri, *words, host=" ".join((VCENTER, *ADDRESSES.values())))


@pytest.mark.parametrize("line", AT_A_VCENTER.strip().splitlines())
def test_the_same_bytes_through_a_vcenter(virsh: Virsh, site: Site, line: str) -> None:
    uri = f"vpx://root@{VCENTER}:{site.port}/{HOST}?transport=http"
    words = shlex.split(line)

    expected = of_virsh(virsh, uri, *words)
    outcome = command(uri, *words)

    assert outcome == expected
    assert outcome.status == 0


def test_a_volume_that_is_not_there_is_told_where_libvirt_does_not_look(
    virsh: Virsh, site: Site
) -> None:
    uri = f"vpx://root@{VCENTER}:{site.port}/{HOST}?transport=http"
    words = ["vol-path", "nope/nope.vmdk", "datastore1"]

    assert of_virsh(virsh, uri, *words) != command(uri, *words)
    assert command(uri, *words).status == 5


@pytest.fixture
def hosted() -> Iterator[str]:
    """URI of a product that runs on another system."""
    options = Options(task_seconds=0.01, queue_seconds=0.0)
    state = presets.small_host(machines=2, profile=PROFILES["gsx-2.0"], options=options)
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        yield simulator.uri.replace("esx://", "gsx://")


@pytest.mark.parametrize(
    "line",
    ["pool-info standard", "pool-dumpxml standard",
     "vol-list standard --details", "vol-key web01/web01.vmdk standard"],
)  # fmt: skip
def test_the_same_bytes_of_a_hosted_product(virsh: Virsh, hosted: str, line: str) -> None:
    expected, outcome = virsh(hosted, *line.split()), command(hosted, *line.split())

    assert outcome == expected
    assert outcome.status == 0


def test_only_ours_lists_the_pools_of_a_host_without_an_iscsi_adapter(
    virsh: Virsh, hosted: str
) -> None:
    assert "iSCSI adapter" in virsh(hosted, "pool-list").stderr

    assert " standard   active   yes\n" in command(hosted, "pool-list").stdout
