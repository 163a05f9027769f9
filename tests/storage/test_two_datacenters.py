"""One name, two datastores: what was found in one datacenter is never looked for in the other."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from support.vcenter import quick, uri_of_vcenter

import aioesx
from aioesx import errors
from aioesx.simulator import HostState, World, presets
from aioesx.simulator.site import Site
from aioesx.simulator.state.disks import Disk
from aioesx.simulator.vcenter import VCenter

pytestmark = pytest.mark.anyio

KIB: Final = 1024
ADDRESSES: Final = {"one": "127.0.0.11", "two": "127.0.0.12"}


def first_store(host: HostState) -> Any:
    return next(store for store in host.datastores.values() if store.name == "datastore1")


def furnish(host: HostState, content: str) -> None:
    store = first_store(host)
    store.put_text("iso/x.iso", content)
    store.make_folder("lone", parents=True)
    store.make_disk("lone/disk.vmdk", Disk(len(content), thin=True, uuid=content))


@pytest.fixture
async def estate() -> AsyncIterator[tuple[Site, aioesx.Connection]]:
    """``dc1`` and ``dc2``, with a host each, whose datastores are called alike."""
    world = World()
    vcenter = VCenter(world=world, options=quick())
    hosts: dict[str, HostState] = {}
    for number, (name, address) in enumerate(ADDRESSES.items(), start=1):
        host = presets.empty_host(name=name, number=number, shared=world, options=quick())
        vcenter.add_host(
            host, vcenter.add_datacenter(f"dc{number}"), name=f"{name}.example", address=address
        )
        presets.add_machine(host, presets.MachineKind(f"of-{name}"))
        furnish(host, content="1" * number * KIB)
        hosts[name] = host
    with Site(hosts, vcenter=vcenter, password="secret", addresses=ADDRESSES, tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            yield site, esx


async def _first_bytes(volume: aioesx.Volume) -> None:
    async with volume.open() as disk:
        await disk.read(0, 512)
        assert disk.capacity == 2 * KIB * KIB


Act = Callable[[aioesx.Volume, aioesx.Volume, Path], Awaitable[Any]]
VERBS: Final[dict[str, Act]] = {
    # of a disk, an image
    "info": lambda disk, _, __: disk.info(),
    "xml": lambda disk, _, __: disk.xml(),
    "key": lambda disk, _, __: disk.key(),
    "open": lambda disk, _, __: _first_bytes(disk),
    "download a disk": lambda disk, _, to: disk.download(to / "disk"),
    "download an image": lambda _, image, to: image.download(to / "image"),
    "download a part": lambda _, image, to: image.download(to / "image", offset=1),
    "go on with an image": lambda _, image, to: image.download(to / "image", resume=True),
    "upload": lambda _, image, __: image.upload(b"other"),
    "clone": lambda disk, _, __: disk.clone("copies/disk.vmdk"),
    "clone an image": lambda _, image, __: image.clone("copies/x.iso"),
    "rename": lambda disk, _, __: disk.rename("other/disk.vmdk"),
    "wipe": lambda disk, _, __: disk.wipe(),
    "resize": lambda disk, _, __: disk.resize(3 * KIB * KIB),
    "delete": lambda disk, _, __: disk.delete(),
    "delete an image": lambda _, image, __: image.delete(),
}


def _files(site: Site, host: str) -> dict[str, tuple[int, Any]]:
    def told(state: HostState) -> dict[str, tuple[int, Any]]:
        return {
            path: (file.content.size, file.modified)
            for path, file in first_store(state).files.items()
        }

    files: dict[str, tuple[int, Any]] = site.hosts[host].change(told)
    return files


def test_every_verb_of_a_volume_is_tried() -> None:
    verbs = {name for name in vars(aioesx.Volume) if not name.startswith("_")}
    verbs -= {"format", "name", "path", "pool", "type"}

    assert verbs - {"move"} == {name.split()[0] for name in VERBS if not name.startswith("go on")}


@pytest.mark.parametrize("verb", VERBS)
async def test_a_volume_stays_in_its_datacenter(
    estate: tuple[Site, aioesx.Connection], verb: str, tmp_path: Path
) -> None:
    site, esx = estate
    other = _files(site, "one")
    pool = await esx.pools.lookup("dc2/datastore/datastore1")
    disk = await pool.volumes.lookup("lone/disk.vmdk")
    image = await pool.volumes.lookup("iso/x.iso")

    await VERBS[verb](disk, image, tmp_path)

    assert _files(site, "one") == other
    if "an image" in verb and "load" in verb:
        assert os.stat(tmp_path / "image").st_size == 2 * KIB  # noqa: PTH116


async def test_orphans_are_those_of_each(estate: tuple[Site, aioesx.Connection]) -> None:
    _, esx = estate

    results = [each for each in await esx.storage.orphans() if each.pool == "datastore1"]

    assert [each.reasons for each in results] == [(), ()]
    for each in results:
        assert [str(orphan.path) for orphan in each.files] == ["[datastore1] lone/disk.vmdk"]


@pytest.mark.parametrize("number", [1, 2])
async def test_a_report_on_one_pool_goes_by_its_path(
    estate: tuple[Site, aioesx.Connection], number: int
) -> None:
    _, esx = estate
    path = f"dc{number}/datastore/datastore1"

    (left,) = await esx.storage.orphans(path)
    (image,) = await esx.storage.images(path)
    with pytest.raises(errors.AmbiguousNameError, match="dc2/datastore/datastore1"):
        await esx.storage.images("datastore1")

    assert [orphan.kind for orphan in left.files] == ["disk"]
    assert image.size == number * KIB


async def test_an_image_is_inserted_in_its_own_datacenter(
    estate: tuple[Site, aioesx.Connection],
) -> None:
    site, esx = estate
    site.hosts["two"].change(lambda host: first_store(host).put_text("iso/y.iso", "y"))
    domain = await esx.domains.lookup("of-two")
    await domain.insert_media("[datastore1] iso/y.iso")

    images = await esx.storage.images()

    told = [(image.path.name, list(image.domains), image.missing) for image in images]
    assert sorted(told) == [("x.iso", [], False)] * 2 + [("y.iso", ["of-two"], False)]


async def test_names_alone_are_ambiguous(
    estate: tuple[Site, aioesx.Connection], tmp_path: Path
) -> None:
    _, esx = estate
    path = "[datastore1] lone/disk.vmdk"

    for asked in (
        esx.files.list("[datastore1]"),
        esx.files.download(path, tmp_path / "x"),
        esx.files.upload(b"x", "[datastore1] y"),
        esx.files.delete(path),
        esx.volumes.lookup(path=path),
        esx.pools.lookup(volume=path),
        esx.storage.remove_orphans([path]),
    ):
        with pytest.raises(errors.AmbiguousNameError):
            await asked
