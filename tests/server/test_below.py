"""One connection over all hosts below something: what is found, wherever it is and goes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from support.definitions import DISK, document
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors, vim
from aioesx.simulator.site import Site
from aioesx.simulator.state.sessions import User
from aioesx.simulator.vcenter import VCenter

pytestmark = pytest.mark.anyio


@pytest.fixture
def estate() -> Estate:
    return Estate(options=quick())


@pytest.fixture
def site(estate: Estate) -> Iterator[Site]:
    with estate.site(tls=False) as site:
        yield site


@asynccontextmanager
async def below(site: Site, path: str = "", user: str = "root") -> AsyncIterator[aioesx.Connection]:
    async with aioesx.connect(uri_of_vcenter(site, path, user), password="secret") as esx:
        yield esx


def change(site: Site, action: Any) -> Any:
    """Change the vCenter behind the client's back."""
    assert site.vcenter is not None
    return site.vcenter.change(action)


async def hosts_of(esx: aioesx.Connection) -> dict[str, str | None]:
    return {entry.name: entry.host for entry in await esx.domains.list()}


async def test_a_list_is_one_read_however_many_hosts(site: Site) -> None:
    async with below(site) as esx:
        assert site.vcenter is not None
        site.vcenter.forget_calls()
        entries = await esx.domains.list()
        await esx.hosts.list()
        assert site.vcenter.call_count == {"RetrievePropertiesEx": 2}

    assert len(entries) == 6
    spare = next(entry for entry in entries if entry.name == "spare01")
    assert spare.host == "esx3.example"
    assert spare.path == "eu/west/dc1/vm/spare01"


@pytest.mark.parametrize(
    ("path", "hosts"),
    [
        ("", 3),
        ("eu", 3),
        ("eu/west/dc1", 3),
        ("eu/west/dc1/c1", 2),
        ("eu/west/dc1/esx3.example", 1),
        ("dc2", 0),
    ],
)
async def test_a_path_bounds_what_is_found(site: Site, path: str, hosts: int) -> None:
    async with below(site, path) as esx:
        names = {entry.name for entry in await esx.hosts.list()}
        assert len(names) == hosts
        assert len(await esx.read("HostSystem", "name")) == hosts
        assert set((await hosts_of(esx)).values()) <= names


async def test_folders_pools_vapps_and_templates_are_told(site: Site, estate: Estate) -> None:
    def furnish(vcenter: VCenter) -> None:
        web, db = (estate.esx1.find(name) for name in ("web01", "db01"))
        vcenter.place(web, vcenter.add_folder(estate.dc1, "teams/web"))
        vcenter.add_vapp(estate.cluster, "shop", [db], folder="apps")

    change(site, furnish)
    async with below(site) as esx:
        await (await esx.domains.lookup("console01")).mark_as_template()
        found = {entry.name: entry for entry in await esx.domains.list()}

        assert found["web01"].folder == "teams/web"
        assert found["web01"].pool == "Resources"
        assert (found["db01"].folder, found["db01"].pool) == ("apps/shop", "Resources/shop")
        assert [name for name, entry in found.items() if entry.template] == ["console01"]
        assert (await esx.domains.lookup("eu/west/dc1/vm/teams/web/web01")).name == "web01"
        assert "shop" not in found, "a vApp is no domain"


async def test_a_name_that_several_bear_is_told_with_their_places(
    site: Site, estate: Estate
) -> None:
    def twin(vcenter: VCenter) -> None:
        machine = estate.esx3.find("spare01")
        machine.config = machine.config.with_settings({"displayName": "web01"})
        vcenter.place(machine, vcenter.add_folder(estate.dc1, "old"))

    change(site, twin)
    async with below(site) as esx:
        with pytest.raises(errors.AmbiguousNameError) as caught:
            await esx.domains.lookup("web01")
        assert sorted(bearer.path or "" for bearer in caught.value.bearers) == [
            "eu/west/dc1/vm/old/web01",
            "eu/west/dc1/vm/web01",
        ]
        found = await esx.domains.lookup("/eu/west/dc1/vm/old/web01")
        assert await found.max_vcpus() > 0


async def test_a_machine_that_drs_moves_is_found_where_it_is(site: Site, estate: Estate) -> None:
    async with below(site, "eu/west/dc1/c1") as esx:
        domain = await esx.domains.lookup("web01")
        await domain.set_autostart(True)
        assert (await hosts_of(esx))["web01"] == "esx1.example"

        change(site, lambda v: v.drs_move(estate.esx1.find("web01"), estate.esx2))

        assert (await hosts_of(esx))["web01"] == "esx2.example"
        assert await domain.state() == "running"
        assert not await domain.autostart(), "the other host knows nothing of it"
        assert "web01" in await domain.xml()


async def test_hosts_come_and_go(site: Site, estate: Estate) -> None:
    async with below(site) as esx:
        change(site, lambda v: v.remove_host(estate.esx3))
        assert "esx3.example" not in [entry.name for entry in await esx.hosts.list()]
        assert "spare01" not in await hosts_of(esx)
        with pytest.raises(errors.LookupFailedError, match=r"there are esx1\.example, esx2"):
            await esx.hosts.lookup("esx9")

        change(
            site,
            lambda v: v.add_host(
                estate.esx3, estate.cluster, name="new.example", address="1.2.3.4"
            ),
        )
        assert (await hosts_of(esx))["spare01"] == "new.example"
        found = {entry.name: entry.cluster for entry in await esx.hosts.list()}
        assert found["new.example"] == "c1"


async def test_a_host_that_is_not_there_spoils_nothing(site: Site, estate: Estate) -> None:
    def trouble(vcenter: VCenter) -> None:
        vcenter.disconnect(estate.esx1)
        vcenter.lose(estate.esx2)
        estate.esx3.maintenance = True

    change(site, trouble)
    async with below(site) as esx:
        states = {e.name: (e.state.value, e.maintenance) for e in await esx.hosts.list()}
        domain = await esx.domains.lookup("web01")

        assert states == {
            "esx1.example": ("disconnected", False),
            "esx2.example": ("not responding", False),
            "esx3.example": ("connected", True),
        }
        assert (await domain.status()).reason == "its host is disconnected"
        assert (await hosts_of(esx))["web01"] == "esx1.example"
        with pytest.raises(errors.FaultError):
            await domain.destroy()


async def test_rights_that_hide_hosts_leave_machines(site: Site, estate: Estate) -> None:
    def limit(vcenter: VCenter) -> None:
        vcenter.users["ann"] = User("ann", "secret")
        folder = vcenter.add_folder(estate.dc1, "team")
        for name in ("web01", "db01"):
            vcenter.place(estate.esx1.find(name), folder)
        vcenter.grant("ann", folder, ["VirtualMachine.Interact.PowerOn"])

    change(site, limit)
    async with below(site, user="ann") as esx:
        found = {entry.name: entry for entry in await esx.domains.list()}
        assert found.keys() == {"web01", "db01"}
        assert found["db01"].host is None
        assert await esx.hosts.list() == []
        await found["db01"].domain.start()
        assert await found["db01"].domain.state() == "running"
        with pytest.raises(errors.NotPermittedError):
            await found["web01"].domain.destroy()


async def test_what_needs_one_host_asks_for_it(site: Site) -> None:
    async with below(site) as esx:
        for work in (esx.host.info, lambda: esx.domains.convert_to_native(document())):
            with pytest.raises(errors.EsxError, match="has several hosts: name one"):
                await work()
        host = await esx.hosts.lookup("esx2.example")
        assert (await host.info()).cpus == 24
        assert await esx.domains.list(autostart=True) == []
        with pytest.raises(ValueError, match="type of object that a vCenter has"):
            await esx.read("Nonsense", "name")


async def test_a_uuid_is_one_domains_wherever_it_is(site: Site) -> None:
    async with below(site) as esx:
        known = await esx.domains.lookup("spare01")
        text = document(uuid=str(known.uuid), devices=DISK)
        with pytest.raises(errors.AlreadyExistsError, match="the domain 'spare01' has the UUID"):
            await esx.domains.define(text, host="esx1.example")
        assert esx.host == esx.host
        assert esx.host != await esx.hosts.lookup("esx1.example")
        with pytest.raises(TypeError, match="host= is the name of a host, and no Host"):
            await esx.domains.define(text, host=esx.host)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("VirtualMachine",), "no property is named to read of VirtualMachine"),
        (("VirtualMachine", []), "no property is named to read of VirtualMachine"),
        (({"VirtualMachine": "name", "HostSystem": ()},), "of VirtualMachine, HostSystem"),
        (({},), "no property is named to read of any type"),
        (({"VirtualMachine": "name"}, "name"), "of several types each has its own"),
    ],
)
async def test_a_read_of_nothing_is_refused(
    site: Site, words: tuple[Any, ...], complaint: str
) -> None:
    async with below(site) as esx:
        assert site.vcenter is not None
        site.vcenter.forget_calls()
        with pytest.raises(ValueError, match=complaint):
            await esx.read(*words)
        assert sum(site.vcenter.call_count.values()) == 0


async def test_any_object_of_the_tree_is_read(site: Site) -> None:
    async with below(site, "eu/west/dc1") as esx:
        for type_, count in (("ResourcePool", 2), ("ComputeResource", 2), ("Folder", 4)):
            assert len(await esx.read(type_, "name")) == count, type_
        refs = [entry.ref for entry in await esx.read("Datacenter", "name")]
        assert [ref.type for ref in refs] == ["Datacenter"]
        assert isinstance(refs[0], vim.ManagedObjectReference)
