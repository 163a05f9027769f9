"""The configuration beside devices: set by typed keywords, read again, refused before."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from support.reconfigures import reconfigures

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

ON, OFF = "web01", "db01"

EVERYTHING: dict[str, Any] = {
    "description": "first line\nsecond",
    "title": "the database",
    "guest_id": "debian11_64Guest",
    "firmware": "efi",
    "secure_boot": True,
    "boot_order": ("cdrom", "sda"),
    "boot_delay": 1.5,
    "enter_setup": True,
    "cpu_reservation": 100,
    "cpu_limit": 2000,
    "cpu_shares": 77,
    "memory_reservation": 1024,
    "memory_limit": 1024 * 1024,
    "memory_shares": 78,
    "disk_limits": {"sda": 500},
    "nested_virtualization": True,
    "latency": "high",
    "tools_upgrade": "at-power-cycle",
    "cpu_hot_add": True,
    "memory_hot_add": True,
    "extra_config": {"some.key": "value"},
}


@pytest.fixture
async def running(esx: aioesx.Connection) -> aioesx.Domain:
    return await esx.domains.lookup(ON)


@pytest.fixture
async def off(esx: aioesx.Connection) -> aioesx.Domain:
    return await esx.domains.lookup(OFF)


def test_the_samples_are_of_every_keyword() -> None:
    fields = {field.name for field in dataclasses.fields(aioesx.DomainConfiguration)}

    assert set(EVERYTHING) == fields


async def test_everything_at_once_is_one_call(simulator: Simulator, off: aioesx.Domain) -> None:
    await off.configure(**EVERYTHING)

    found = dataclasses.asdict(await off.configuration())
    assert found.pop("extra_config").items() >= EVERYTHING["extra_config"].items()
    assert found == {key: EVERYTHING[key] for key in found}
    assert reconfigures(simulator) == 1


@pytest.mark.parametrize("name", EVERYTHING)
async def test_only_what_is_given_changes(off: aioesx.Domain, name: str) -> None:
    if name == "secure_boot":
        await off.configure(firmware="efi")
    before = await off.configuration()

    await off.configure(**{name: EVERYTHING[name]})

    after = await off.configuration()
    fields = [field.name for field in dataclasses.fields(after)]
    changed = {field for field in fields if getattr(after, field) != getattr(before, field)}
    assert name in changed
    assert changed <= {name, "extra_config"}  # settings of a VMX file show themselves there, too


async def test_what_was_set_is_taken_back(off: aioesx.Domain) -> None:
    await off.configure(**EVERYTHING)

    await off.configure(
        description="", title="", boot_order=[], cpu_reservation=0, cpu_limit=-1,
        memory_limit=-1, disk_limits={"sda": -1}, extra_config={"some.key": None},
    )  # fmt: skip

    after = await off.configuration()
    assert (after.description, after.title, after.boot_order) == ("", "", ())
    assert (after.cpu_limit, after.memory_limit, after.disk_limits) == (-1, -1, {"sda": -1})
    assert "some.key" not in after.extra_config


COLD = ("guest_id", "firmware", "secure_boot", "nested_virtualization", "cpu_hot_add",
        "memory_hot_add")  # fmt: skip


@pytest.mark.parametrize("name", EVERYTHING)
async def test_a_running_domain_takes_all_but_some(
    simulator: Simulator, running: aioesx.Domain, name: str
) -> None:
    if name not in COLD:
        await running.configure(**{name: EVERYTHING[name]})
        return
    with pytest.raises(errors.InvalidStateError, match=f"{name} can only be changed while"):
        await running.configure(**{name: EVERYTHING[name]})
    assert reconfigures(simulator) == 0


WRONG = [
    ({}, ValueError, "nothing to configure"),
    ({"firmware": "uefi"}, ValueError, "did you mean 'efi'"),
    ({"title": "two\nlines"}, ValueError, "must be one line"),
    ({"description": 5}, ValueError, "must be a text"),
    ({"secure_boot": 1}, ValueError, "True or False"),
    ({"boot_delay": -1}, ValueError, "0 to 10000 seconds"),
    ({"boot_order": "sda"}, ValueError, "a sequence of devices"),
    ({"boot_order": ["sda", "sda"]}, ValueError, "names a device twice"),
    ({"boot_order": ["sdz"]}, errors.LookupFailedError, "has sda, hdc"),
    ({"boot_order": ["hdc"]}, errors.LookupFailedError, "a CD-ROM drive is 'cdrom'"),
    ({"cpu_limit": -2}, ValueError, "-1 .no limit. or more"),
    ({"cpu_limit": 100, "cpu_reservation": 200}, ValueError, "is below cpu_reservation of 200"),
    ({"cpu_shares": "most"}, ValueError, "low, normal, high"),
    ({"memory_shares": 10**7}, ValueError, "1000000 at most"),
    ({"disk_limits": {"hdc": 5}}, errors.LookupFailedError, "disk 'hdc'"),
    ({"disk_limits": {"sda": -5}}, ValueError, "or more"),
    ({"latency": "none"}, ValueError, "should be one of low"),
    ({"extra_config": {"": "x"}}, ValueError, "has no key ''"),
    ({"extra_config": {"a": []}}, ValueError, "must be a text, a number or None"),
    ({"extra_config": "a=b"}, ValueError, "must be a mapping"),
    ({"boot_ordre": []}, TypeError, "Did you mean 'boot_order'"),
]


@pytest.mark.parametrize(("wrong", "error", "said"), WRONG)
async def test_what_is_no_value_is_told_before_anything_is_sent(
    simulator: Simulator, off: aioesx.Domain, wrong: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        await off.configure(**wrong)
    assert reconfigures(simulator) == 0


async def test_processors_and_memory_are_added_while_it_runs(off: aioesx.Domain) -> None:
    await off.configure(cpu_hot_add=True, memory_hot_add=True)
    await off.start()
    before = await off.info()
    assert before.vcpus is not None
    assert before.max_memory is not None

    await off.set_vcpus(before.vcpus + 1)
    await off.set_max_memory(before.max_memory + 1024 * 1024)

    after = await off.info()
    assert after.vcpus == before.vcpus + 1
    assert after.max_memory == before.max_memory + 1024 * 1024
    with pytest.raises(errors.InvalidStateError, match="can only become more"):
        await off.set_vcpus(1)
    with pytest.raises(errors.InvalidStateError, match="can only grow"):
        await off.set_max_memory(4096)


async def test_without_hot_add_that_is_told_before(
    simulator: Simulator, running: aioesx.Domain
) -> None:
    with pytest.raises(errors.InvalidStateError, match="its CPU hot-add is off"):
        await running.set_vcpus(8)
    with pytest.raises(errors.InvalidStateError, match="its memory hot-add is off"):
        await running.set_max_memory(2**24)
    assert reconfigures(simulator) == 0


async def test_a_domain_gets_another_name(esx: aioesx.Connection, running: aioesx.Domain) -> None:
    await running.rename("new/name")

    assert running.name == "new/name"
    assert await esx.domains.lookup("new/name") == running
    with pytest.raises(errors.AlreadyExistsError):
        await running.rename(OFF)
    with pytest.raises(ValueError, match="is no name of a domain"):
        await running.rename(" ")
    with pytest.raises(ValueError, match="is no name of a domain"):
        await running.rename("a\tb")
    await running.rename("new/name")
