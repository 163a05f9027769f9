"""What is done to volumes, what the host holds afterwards, and what is refused before."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import pytest
from support.hosts import connected
from support.storage import IQN, LUN, files, stored_host

import aioesx
from aioesx import errors
from aioesx.simulator import HostState, Simulator
from aioesx.simulator.profile import PROFILES

pytestmark = pytest.mark.anyio

Act = Callable[[], Awaitable[Any]]

MIB = 1024**2


def document(name: str = "new/disk.vmdk", more: str = "", form: str = "vmdk") -> str:
    return (
        f"<volume><name>{name}</name><capacity unit='MiB'>4</capacity>{more}"
        f"<target><format type='{form}'/></target></volume>"
    )


def disk(simulator: Simulator, path: str) -> Any:
    """Return what the host knows of a disk: KiB, thin, adapter."""
    return files(simulator)[path][2]


@pytest.mark.parametrize(
    ("allocation", "thin"),
    [
        ("", False),
        ("<allocation unit='MiB'>4</allocation>", False),
        ("<allocation>0</allocation>", True),
    ],
)
async def test_the_allocation_says_how_a_disk_takes_its_room(
    stored: Simulator, pool: aioesx.Pool, allocation: str, thin: bool
) -> None:
    volume = await pool.volumes.create(document(more=allocation))

    assert volume.path == "[datastore1] new/disk.vmdk"
    assert disk(stored, volume.path) == (4096, thin, "lsilogic")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("<volume/>", "name"),
        ("<pool/>", "root"),
        ("<volume", "well-formed"),
        (document().replace("<volume>", "<volume type='block'>"), "@type"),
        (document().replace("<volume>", "<volume type='tape'>"), "@type"),
        (document("disk.vmdk"), "name"),
        (document("/disk.vmdk"), "name"),
        (document("new/"), "name"),
        (document("new/disk.qcow2"), "name"),
        (document(form="qcow2"), "target/format/@type"),
        (document().replace("<target>", "<x>").replace("</target>", "</x>"), "target/format/@type"),
        (document().replace(">4<", ">0<"), "capacity"),
        (document().replace(">4<", ">x<"), "capacity"),
        (document().replace("MiB", "bushels"), "capacity/@unit"),
        (document(more="<allocation>1</allocation>"), "allocation"),
        (document(more="<backingStore><path>x</path></backingStore>"), "backingStore"),
    ],
)
async def test_a_document_that_no_host_could_follow(
    stored: Simulator, pool: aioesx.Pool, text: str, path: str
) -> None:
    stored.forget_calls()

    with pytest.raises(errors.DocumentError, match=re.escape(path)):
        await pool.volumes.create(text)

    assert stored.call_count == {}


async def test_an_element_that_libvirt_does_not_know_where_validation_is_asked_for(
    pool: aioesx.Pool,
) -> None:
    with pytest.raises(errors.DocumentError, match="capasity"):
        await pool.volumes.create(document(more="<capasity>1</capasity>"), validate=True)


@pytest.mark.parametrize("kind", list(aioesx.DiskKind))
@pytest.mark.parametrize("adapter", list(aioesx.DiskAdapter))
async def test_every_kind_and_adapter(
    stored: Simulator, pool: aioesx.Pool, kind: aioesx.DiskKind, adapter: aioesx.DiskAdapter
) -> None:
    volume = await pool.volumes.create_disk("k/d.vmdk", 5000, kind=kind, adapter=adapter)

    assert disk(stored, volume.path) == (5, kind == "thin", adapter)


async def test_directories_are_made_and_names_stay_what_they_are(
    stored: Simulator, pool: aioesx.Pool
) -> None:
    name = "Straße 5/a b/c#d%/[x] +&.vmdk"

    volume = await pool.volumes.create_disk(name, MIB)

    assert volume.name == name
    assert f"[datastore1] {name}" in files(stored)
    assert await pool.volumes.lookup(name) == volume


@pytest.mark.parametrize(
    "name", ["", "a", "a/b.iso", "../a.vmdk", "a//b.vmdk", "/a/b.vmdk", "a/\x00.vmdk", " a/b.vmdk",
             f"a/{'x' * 256}.vmdk", "a/\ud800.vmdk", "[nfs1] a/b.vmdk"],
)  # fmt: skip
async def test_a_name_that_is_none_is_refused_before_anything_is_sent(
    stored: Simulator, pool: aioesx.Pool, name: str
) -> None:
    stored.forget_calls()

    with pytest.raises(ValueError):  # noqa: PT011 - a sentence for each
        await pool.volumes.create_disk(name, MIB)

    assert stored.call_count == {}


async def test_a_name_that_is_taken(pool: aioesx.Pool) -> None:
    taken = await pool.volumes.lookup("a/b/c.vmdk")
    other = await pool.volumes.create_disk("other/disk.vmdk", MIB)

    acts: Sequence[Act] = (
        lambda: pool.volumes.create_disk(taken.name, MIB),
        lambda: other.clone(taken.name),
        lambda: other.rename(taken.name),
        lambda: other.move(pool, taken.name),
        lambda: other.rename(other.name, overwrite=True),
    )
    for act in acts:
        with pytest.raises(errors.AlreadyExistsError):
            await act()


async def test_a_copy_has_the_size_of_its_source(stored: Simulator, pool: aioesx.Pool) -> None:
    source = await pool.volumes.lookup("a/b/c.vmdk")
    xml = document("copy/c.vmdk").replace(">4<", ">9<")

    copy = await pool.volumes.create_from(xml, source)

    assert disk(stored, copy.path) == (4096, False, "lsilogic")
    assert (await copy.info()) == (await source.info())
    assert await copy.key() != await source.key()


async def test_whatever_it_is_it_can_be_deleted(stored: Simulator, pool: aioesx.Pool) -> None:
    """libvirt deletes everything as a disk, which fails with images."""
    for name in ("a/b/c.vmdk", "iso/tools.iso", "floppy.flp"):
        await (await pool.volumes.lookup(name)).delete()

    left = files(stored)
    assert not [path for path in left if re.search(r"c(-flat)?\.vmdk|tools\.iso|floppy", path)]


async def test_a_wiped_disk_takes_all_of_its_room(pool: aioesx.Pool) -> None:
    volume = await pool.volumes.lookup("Über uns/größe [1].vmdk")

    await volume.wipe()

    assert ((await volume.info()).allocation or 0) >= 4 * MIB


async def test_images_are_copied_renamed_and_moved_as_files(
    stored: Simulator, storage: aioesx.Connection, pool: aioesx.Pool
) -> None:
    image = await pool.volumes.lookup("iso/tools.iso")

    copy = await image.clone("iso/deep/copy.iso")
    other = await copy.rename("iso/other.iso")
    moved = await other.move(await storage.pools.lookup("nfs1"), "x/y.iso")

    assert stored.call_count["CopyDatastoreFile_Task"] == 1
    assert stored.call_count["MoveDatastoreFile_Task"] == 2
    assert (moved.path, await moved.info()) == ("[nfs1] x/y.iso", await image.info())


async def test_an_image_is_written_over_where_that_is_asked_for(pool: aioesx.Pool) -> None:
    image = await pool.volumes.lookup("iso/tools.iso")

    over = await image.rename("ISO/Tools 2.iso", overwrite=True)

    assert (await over.info()).capacity == 1000


DISK: Final = "a/b/c.vmdk"
OTHER: Final = "other/disk.vmdk"
IMAGE: Final = "iso/tools.iso"


@pytest.mark.parametrize(
    ("verb", "name", "to", "error"),
    [
        # a disk, an image, over each kind of thing
        ("rename", DISK, OTHER, None),
        ("rename", IMAGE, "floppy.flp", None),
        ("clone", IMAGE, "floppy.flp", None),
        ("clone", DISK, OTHER, errors.AlreadyExistsError),  # hosts ignore that it is wanted
        *((verb, DISK, DISK, errors.AlreadyExistsError) for verb in ("rename", "clone")),
        *((verb, IMAGE, IMAGE, errors.AlreadyExistsError) for verb in ("rename", "clone")),
        *((verb, DISK, IMAGE, errors.InvalidArgumentError) for verb in ("rename", "clone")),
        *((verb, IMAGE, OTHER, errors.InvalidArgumentError) for verb in ("rename", "clone")),
        *((verb, DISK, "ISO", errors.InvalidArgumentError) for verb in ("rename", "clone")),
        *((verb, IMAGE, "ISO", errors.InvalidArgumentError) for verb in ("rename", "clone")),
    ],
)
async def test_what_is_written_over_is_of_the_same_kind(
    stored: Simulator,
    pool: aioesx.Pool,
    verb: str,
    name: str,
    to: str,
    error: type[errors.EsxError] | None,
) -> None:
    await pool.volumes.create_disk(OTHER, 8 * MIB)
    volume = await pool.volumes.lookup(name)
    size = (await volume.info()).capacity
    stored.forget_calls()

    if error is None:
        assert (await (await getattr(volume, verb)(to, overwrite=True)).info()).capacity == size
        return
    with pytest.raises(error):
        await getattr(volume, verb)(to, overwrite=True)

    assert await pool.volumes.lookup(OTHER)
    assert (await volume.info()).capacity == size
    assert not {"MoveDatastoreFile_Task", "CopyDatastoreFile_Task"} & set(stored.call_count)


@pytest.mark.parametrize("verb", ["delete", "wipe"])
async def test_a_lun_is_its_targets(storage: aioesx.Connection, verb: str) -> None:
    lun = await (await storage.pools.lookup(IQN)).volumes.lookup(LUN)

    with pytest.raises(errors.NotSupportedError, match="iSCSI") as caught:
        await getattr(lun, verb)()

    assert caught.value.name == LUN


async def test_nothing_is_made_behind_a_target(
    storage: aioesx.Connection, pool: aioesx.Pool
) -> None:
    target = await storage.pools.lookup(IQN)
    source = await pool.volumes.lookup("a/b/c.vmdk")

    acts: Sequence[Act] = (
        lambda: target.volumes.create("nonsense"),
        lambda: target.volumes.create_disk("a/b.vmdk", MIB),
        lambda: source.clone("x/y.vmdk", pool=target),
        lambda: source.move(target),
    )
    for act in acts:
        with pytest.raises(errors.NotSupportedError, match="iSCSI"):
            await act()


async def test_an_image_is_no_disk(pool: aioesx.Pool) -> None:
    image = await pool.volumes.lookup("iso/tools.iso")

    acts: Sequence[Act] = (image.wipe, lambda: image.resize(MIB))
    for act in acts:
        with pytest.raises(errors.NotSupportedError, match="no virtual disk"):
            await act()


async def test_progress_is_told(pool: aioesx.Pool) -> None:
    told: list[int] = []
    volume = await pool.volumes.lookup("a/b/c.vmdk")

    await volume.clone("copy/c.vmdk", on_progress=told.append)

    assert told == sorted(told)


# --- growing -------------------------------------------------------------------------------------


async def test_a_disk_that_nobody_has_grows(stored: Simulator, pool: aioesx.Pool) -> None:
    volume = await pool.volumes.lookup("a/b/c.vmdk")

    await volume.resize(6 * MIB + 1)

    assert disk(stored, volume.path)[0] == 6 * 1024 + 1
    assert stored.call_count["ExtendVirtualDisk_Task"] == 1


async def test_a_disk_of_a_domain_that_runs_grows_by_the_domain(
    stored: Simulator, pool: aioesx.Pool
) -> None:
    volume = await pool.volumes.lookup("web01/web01.vmdk")

    await volume.resize(20 * 1024 * MIB)

    assert (await volume.info()).capacity == 20 * 1024 * MIB
    assert stored.call_count["ReconfigVM_Task"] == 1
    assert stored.call_count["ExtendVirtualDisk_Task"] == 0


@pytest.mark.parametrize(
    ("name", "gib", "error", "why"),
    [
        ("db01/db01.vmdk", 100, errors.InvalidStateError, "'db01' has snapshots"),
        ("db01/db01-000001.vmdk", 100, errors.InvalidStateError, "'db01' has snapshots"),
        ("build01/build01.vmdk", 100, errors.InvalidStateError, "'build01' is suspended"),
        ("web01/web01.vmdk", 1, errors.NotSupportedError, "makes no disk smaller"),
    ],
)
async def test_what_speaks_against_growing_is_told_before(
    stored: Simulator, pool: aioesx.Pool, name: str, gib: int, error: Any, why: str
) -> None:
    volume = await pool.volumes.lookup(name)
    before = files(stored)
    stored.forget_calls()

    with pytest.raises(error, match=why):
        await volume.resize(gib * 1024 * MIB)

    assert files(stored) == before
    assert not [name for name in stored.call_count if name.startswith(("Extend", "Reconfig"))]
    assert stored.call_count["RetrievePropertiesEx"] <= 1


async def test_the_size_that_it_has_is_nothing_to_do(stored: Simulator, pool: aioesx.Pool) -> None:
    volume = await pool.volumes.lookup("a/b/c.vmdk")

    await volume.resize(4 * MIB)

    assert stored.call_count["ExtendVirtualDisk_Task"] == 0


# --- refused -------------------------------------------------------------------------------------


def attempts(pool: aioesx.Pool, volume: aioesx.Volume) -> dict[str, Any]:
    """Return every change."""
    return {
        "refresh": pool.refresh,
        "create": lambda: pool.volumes.create(document()),
        "create_disk": lambda: pool.volumes.create_disk("n/n.vmdk", MIB),
        "create_from": lambda: pool.volumes.create_from(document(), volume),
        "clone": lambda: volume.clone("n/n.vmdk"),
        "rename": lambda: volume.rename("n/n.vmdk"),
        "move": lambda: volume.move(pool, "n/n.vmdk"),
        "resize": lambda: volume.resize(8 * MIB),
        "wipe": volume.wipe,
        "delete": volume.delete,
    }


CHANGES = [
    "refresh", "create", "create_disk", "create_from", "clone", "rename", "move", "resize", "wipe",
    "delete",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
async def test_a_read_only_connection_refuses_before_the_wire(
    stored: Simulator, change: str
) -> None:
    before = files(stored)
    async with connected(stored, read_only=True) as esx:
        volume = await esx.volumes.lookup(path="[datastore1] a/b/c.vmdk")

        with pytest.raises(errors.ReadOnlyError):
            await attempts(volume.pool, volume)[change]()

    assert files(stored) == before


@pytest.mark.parametrize("change", CHANGES)
async def test_a_free_licence_refuses_every_change(change: str) -> None:
    free = next(p for p in PROFILES.values() if p.read_only and not p.is_vcenter)
    with Simulator(stored_host(free), tls=False) as simulator:
        async with connected(simulator) as esx:
            volume = await esx.volumes.lookup(path="[datastore1] a/b/c.vmdk")

            with pytest.raises(errors.RestrictedLicenseError) as caught:
                await attempts(volume.pool, volume)[change]()

    assert caught.value.kind in ("storage pool", "storage volume")


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("CreateVirtualDisk_Task", "create_disk"),
        ("CopyVirtualDisk_Task", "clone"),
        ("MoveVirtualDisk_Task", "rename"),
        ("ExtendVirtualDisk_Task", "resize"),
        ("ZeroFillVirtualDisk_Task", "wipe"),
        ("DeleteVirtualDisk_Task", "delete"),
    ],
)
@pytest.mark.parametrize("in_task", [True, False])
async def test_what_the_host_refuses_says_which_volume_it_is_about(
    stored: Simulator, pool: aioesx.Pool, method: str, change: str, in_task: bool
) -> None:
    volume = await pool.volumes.lookup("a/b/c.vmdk")
    stored.fault_on(method, "FileLocked", in_task=in_task)

    with pytest.raises(errors.HostBusyError) as caught:
        await attempts(pool, volume)[change]()

    assert caught.value.kind in ("storage volume", "storage pool")
    assert stored.open_filters == 0


async def test_a_datastore_that_the_host_lost_says_so(stored: Simulator, pool: aioesx.Pool) -> None:
    for method in ("SearchDatastoreSubFolders_Task", "SearchDatastore_Task"):
        stored.fault_on(method, "InvalidDatastore", in_task=True)

    with pytest.raises(errors.TaskFailedError) as caught:
        await pool.volumes.list()
    assert caught.value.name == "datastore1"
    with pytest.raises(errors.TaskFailedError):
        await pool.volumes.lookup("a/b/c.vmdk")


def without_adapters(host: HostState) -> None:
    host.storage.adapters = []
    host.storage.targets = []
    host.storage.luns = []


async def test_a_host_without_iscsi_adapters_has_datastores(stored: Simulator) -> None:
    stored.change(without_adapters)
    async with connected(stored) as esx:
        assert {entry.kind for entry in await esx.pools.list()} == {"fs", "netfs", "dir"}
        with pytest.raises(errors.NoSuchPoolError):
            await esx.pools.lookup(IQN)
        with pytest.raises(errors.NoSuchVolumeError):
            await esx.volumes.lookup(path=LUN)
