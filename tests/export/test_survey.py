"""What is read of a machine that is to leave: in one call, and nothing hidden taken for none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.hosts import connected
from support.vcenter import Estate, quick, uri_of_vcenter
from support.waiting import until

import aioesx
from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_many
from aioesx.errors import NotPermittedError
from aioesx.export.before.survey import Moment, Survey, survey, surveyed
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.state.sessions import User

pytestmark = pytest.mark.anyio

GIB = 2**30
OFTEN = ("esx-3.5", "esxi-8.0")
HOSTS = [
    pytest.param(name, marks=() if name in OFTEN else pytest.mark.long)
    for name, profile in PROFILES.items()
    if not profile.is_vcenter
]


async def look(esx: aioesx.Connection, name: str) -> Survey:
    return await survey(await esx.domains.lookup(name))


async def test_one_call_tells_a_machine_its_datastores_its_tasks_and_its_host(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("db01")
    simulator.forget_calls()

    found = await survey(domain)

    assert simulator.call_count == {"RetrievePropertiesEx": 1}
    assert (found.name, found.power, found.firmware) == ("db01", "poweredOff", "bios")
    assert found.uuid == domain.uuid
    assert str(found.vmx_path) == "[datastore1] db01/db01.vmx"
    assert found.host_name == "esx-sim.localdomain"
    assert list(found.networks.values()) == ["VM Network"]
    assert found.stores["datastore1"].kind == "vmfs"
    assert found.stores["datastore1"].free
    assert (found.tasks, found.snapshots, found.hidden, found.odd_disks) == ((), (), (), ())
    assert found.question is None
    assert found.consolidation_needed is False
    assert not found.secure_boot


async def test_a_disk_is_told_with_its_place_its_size_and_what_it_takes(
    esx: aioesx.Connection,
) -> None:
    [disk] = (await look(esx, "db01")).disks

    assert (disk.number, disk.label, disk.target) == (1, "Hard disk 1", "sda")
    assert disk.source == "[datastore1] db01/db01.vmdk"
    assert disk.capacity == 64 * GIB
    assert disk.allocated is not None
    assert 16 * GIB <= disk.allocated < 17 * GIB
    assert disk.thin is True
    assert (disk.bus, disk.slot) == ("scsi", "VirtualLsiLogicController0:0")
    assert (disk.rdm, disk.shared, disk.encrypted, disk.independent) == (None, None, False, False)
    assert disk.store is not None
    assert disk.store.name == "datastore1"


async def test_a_chain_is_told_from_its_newest_link_to_its_base(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("db01")
    await domain.snapshots.create("first")
    await domain.snapshots.create("second")

    found = await survey(domain)

    [disk] = found.disks
    assert [str(link.path) for link in disk.links] == [
        "[datastore1] db01/db01-000002.vmdk",
        "[datastore1] db01/db01-000001.vmdk",
        "[datastore1] db01/db01.vmdk",
    ]
    assert [(each.name, each.current) for each in found.snapshots] == [
        ("first", False),
        ("second", True),
    ]


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.one_loop
async def test_every_product_tells_enough(name: str) -> None:
    host = presets.small_host(profile=PROFILES[name])
    with Simulator(host, username="root", password="secret") as simulator:
        async with connected(simulator) as esx:
            simulator.forget_calls()
            for entry in await esx.domains.list():
                found = await survey(entry.domain)
                [disk] = found.disks
                assert disk.store is not None
                assert disk.capacity
                assert found.change_version
                assert found.hidden == ()
            assert set(simulator.call_count) <= {"RetrievePropertiesEx", "RetrieveProperties"}


async def test_a_question_and_a_task_under_way_are_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("console01")
    ref = await esx.call(vim.PowerOnVM_Task(this=domain.ref))

    async def asked() -> Survey | None:
        found = await survey(domain)
        return found if found.question is not None else None

    found = await until(asked)

    assert [(task.ref, task.state) for task in found.tasks] == [(ref, "running")]


async def test_a_moment_is_the_same_until_something_changes(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("db01")
    before = (await survey(domain)).moment
    assert (await survey(domain)).moment == before
    assert Moment.of_dict(json.loads(json.dumps(before.to_dict()))) == before

    await domain.snapshots.create("by a backup")
    now = (await survey(domain)).moment

    assert now != before
    told = " ".join(before.changes(now))
    assert "a snapshot was taken" in told
    assert "has another file" in told
    assert before.changes(before) == ()


async def test_it_is_noticed_that_a_machine_ran_and_wrote_in_between(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    domain = await esx.domains.lookup("db01")
    before = (await survey(domain)).moment
    await domain.start()
    running = (await survey(domain)).moment
    simulator.write_disk("db01", "", 4096, b"new")
    await domain.destroy()
    after = (await survey(domain)).moment

    assert "its power state was poweredOff and is poweredOn" in before.changes(running)
    assert "it was powered on in between" in before.changes(running)
    [told] = before.changes(after)
    assert "has another content ID" in told


async def read(esx: aioesx.Connection, name: str) -> list[ObjectProperties]:
    """Return what `survey` reads of a machine."""
    found: list[ObjectProperties] = []
    domain = await esx.domains.lookup(name)

    async def reading(*args: Any) -> list[ObjectProperties]:
        found.extend(await read_many(*args))
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("aioesx.export.before.survey.read_many", reading)
        await survey(domain)
    return found


def hiding(found: list[ObjectProperties], path: str) -> list[ObjectProperties]:
    """Return what would have been read if the host hid a property."""
    fault = vim.NoPermission(object=found[0].ref, privilege_id="System.Read")
    return [
        ObjectProperties(
            each.ref,
            Properties(
                each.ref,
                {key: value for key, value in each.values.items() if key != path},
                {path: fault} if path in each.values else {},
            ),
            {},
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("path", "field", "instead"),
    [
        ("layoutEx", "layout", None),
        ("snapshot", "snapshots", ()),
        ("capability", "capability", None),
        ("recentTask", "tasks", ()),
        ("info", "tasks", ()),
        ("summary", "stores", {}),
        ("datastore", "stores", {}),
    ],
)
async def test_what_is_hidden_is_named_and_not_taken_for_none(
    esx: aioesx.Connection, path: str, field: str, instead: object
) -> None:
    domain = await esx.domains.lookup("db01")
    await domain.snapshots.create("kept")
    await esx.call(vim.PowerOnVM_Task(this=domain.ref))
    found = hiding(await read(esx, "db01"), path)

    made = surveyed(domain.ref, found)

    told = " ".join(made.hidden)
    assert f"does not show '{path}'" in told
    assert "System.Read" in told
    assert getattr(made, field) == instead


@pytest.mark.one_loop
async def test_what_every_machine_has_and_the_host_does_not_tell_is_named(
    esx: aioesx.Connection,
) -> None:
    found = await read(esx, "db01")
    for each in found:
        each.values.pop("capability", None)

    assert "does not tell 'capability'" in surveyed(found[0].ref, found).hidden[0]


@pytest.mark.parametrize("path", ["currentSession", "licenses"])
async def test_a_plan_names_what_is_hidden_of_the_user(
    esx: aioesx.Connection, tmp_path: Path, path: str
) -> None:
    async def reading(*args: Any) -> list[ObjectProperties]:
        return hiding(await read_many(*args), path)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("aioesx.export.before.rights.read_many", reading)
        plan = await (await esx.domains.lookup("db01")).plan_export(tmp_path)

    [told] = [each.text for each in plan.warnings if each.kind == "hidden"]
    assert f"does not show '{path}'" in told


@pytest.mark.parametrize("path", ["config", "runtime"])
@pytest.mark.one_loop
async def test_a_machine_whose_configuration_or_state_is_hidden_is_not_told(
    esx: aioesx.Connection, path: str
) -> None:
    found = hiding(await read(esx, "db01"), path)

    with pytest.raises(NotPermittedError, match=path):
        surveyed((await esx.domains.lookup("db01")).ref, found)


async def test_datastores_that_an_account_may_not_see_are_named() -> None:
    estate = Estate(options=quick())
    machine = estate.esx1.find("db01")
    estate.vcenter.users["ann"] = User("ann", "secret")
    estate.vcenter.grant("ann", machine, ("VApp.Export",))
    with estate.site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site, user="ann"), password="secret") as esx:
            found = await survey(await esx.domains.lookup("db01"))

    assert found.disks[0].store is None
    assert found.hidden == (
        "the host does not show the datastore 'datastore1', which has files of the machine",
        "the host does not show the network of 'Network adapter 1'",
    )
