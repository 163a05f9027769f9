"""Every error says by its fields which thing it is about: kind, name and id.

The domain is unregistered behind the client's back, and every coroutine of it and of its snapshots
is called.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

import pytest
from support.contract import Case, coroutines
from support.definitions import DISK, document
from support.hosts import connected
from support.soapcall import ref

import aioesx
from aioesx import errors, vim
from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.anyio

_QUESTION: Final = aioesx.Question(
    "1", ref("VirtualMachine", "1"), "?", (aioesx.Choice("0", "Yes"),), None
)
ARGUMENTS: Final[dict[str, Any]] = {
    "question": _QUESTION,
    "choice": "Yes",
    "path": "[datastore1] x.iso",
    "xml": "<domainsnapshot><name>s</name></domainsnapshot>",
    "target": BytesIO(),
    "enabled": True,
    "kib": 4096,
    "count": 1,
    "state": "paused",
    "name": "s",
    "moment": datetime(2099, 1, 1, tzinfo=UTC),
    "limit": 9,
    "servers": ["192.0.2.5"],
    "targets": ["udp://192.0.2.6:514"],
    "device": "sda",
    "interface": "00:0c:29:00:00:01",
    "up": True,
    "bytes_": 1 << 40,
}
"""What is given to each parameter of this name, where a coroutine must have it."""

ASKS_THE_HOST: Final = {"Domain.autostart", "Domain.max_vcpus", "Domain.set_autostart"}
"""They ask the host, which tells the same of a domain that it does not have."""

ASKS_A_VCENTER: Final = {
    "Domain.clone",
    "Domain.mark_as_domain",
    "Domain.mark_as_template",
    "Domain.migrate",
    "Domain.move_to_folder",
    "Domain.move_to_pool",
}
"""A host alone refuses them, whatever the domain: tests/support/contract_vcenter.py."""

_ANY_NUMBER: Final = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
DOMAINS: Final = sorted(name for name in coroutines() if name.startswith("Domain."))
SNAPSHOTS: Final = sorted(name for name in coroutines() if name.startswith("Snapshots."))
SNAPSHOT: Final = sorted(name for name in coroutines() if name.startswith("Snapshot."))


def call(thing: Any, coroutine: str) -> Awaitable[Any]:
    """Call a coroutine with what it must have."""
    method = getattr(thing, coroutine.partition(".")[2])
    if coroutine == "Domain.copy_to":
        return method(thing)  # type: ignore[no-any-return]  # of a connection it wants the server
    wanted = {
        name: ARGUMENTS[name]
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.default is parameter.empty and parameter.kind not in _ANY_NUMBER
    }
    if coroutine == "Domain.send_keys":
        return method("a")  # type: ignore[no-any-return]
    if coroutine == "Domain.configure":
        wanted["title"] = "A title"
    if coroutine in {"Domain.attach", "Domain.update"}:
        wanted["device"] = DISK
    if coroutine == "Domain.grow":
        wanted["target"] = "sda"
    if coroutine == "Domain.answer":
        wanted["question"] = dataclasses.replace(_QUESTION, domain=thing.ref)
    if coroutine == "Domain.set_scheduler":
        wanted["limit"] = ARGUMENTS["limit"]
    if coroutine == "Domain.redefine":
        wanted["xml"] = document(devices=DISK)
    awaitable: Awaitable[Any] = method(**wanted)
    return awaitable


@pytest.fixture
async def case() -> AsyncIterator[Case]:
    host = presets.small_host(options=Options(task_seconds=0.01))
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        yield Case(simulator, esx)


async def gone(case: Case) -> tuple[aioesx.Domain, aioesx.Snapshot]:
    """Return a domain that was unregistered, and a snapshot that it had."""
    domain, (snapshot,) = await case.snapshots("a")
    await case.esx.call(vim.UnregisterVM(this=domain.ref))
    return domain, snapshot


async def refusal(awaitable: Awaitable[Any]) -> errors.EsxError:
    with pytest.raises(errors.EsxError) as caught:
        await awaitable
    return caught.value


@pytest.mark.parametrize("name", sorted({*DOMAINS} - ASKS_THE_HOST - ASKS_A_VCENTER))
async def test_of_a_domain_that_is_gone(case: Case, name: str) -> None:
    domain, _ = await gone(case)

    error = await refusal(call(domain, name))

    assert isinstance(error, errors.NotFoundError)
    assert (error.kind, error.name, error.id) == ("domain", domain.name, domain.ref.value)


@pytest.mark.parametrize("name", SNAPSHOTS)
async def test_of_the_snapshots_of_a_domain_that_is_gone(case: Case, name: str) -> None:
    domain, _ = await gone(case)

    error = await refusal(call(domain.snapshots, name))

    assert (error.kind, error.name, error.id) == ("domain", domain.name, domain.ref.value)


@pytest.mark.parametrize("name", SNAPSHOT)
async def test_of_a_snapshot_that_was_deleted(case: Case, name: str) -> None:
    _, (snapshot, _) = await case.snapshots("a", "b")
    await snapshot.delete()

    error = await refusal(call(snapshot, name))

    assert isinstance(error, errors.NotFoundError | errors.NoSuchSnapshotError)
    assert (error.kind, error.name, error.id) == ("snapshot", "a", snapshot.ref.value)


@pytest.mark.parametrize("name", sorted(n for n in coroutines() if n.startswith("Host.")))
async def test_of_the_host(case: Case, name: str) -> None:
    case.simulator.fault_on("RetrievePropertiesEx", "HostCommunication")
    ARGUMENTS["paths"] = "name"

    error = await refusal(call(case.esx.host, name))

    assert (error.kind, error.name, error.id) == ("host", None, "ha-host")


@pytest.mark.parametrize(
    ("given", "name", "id_"),
    [
        ({"name": "web99"}, "web99", None),
        ({"id": 99}, None, "99"),
        ({"uuid": "00000000-0000-0000-0000-000000000099"}, None,
         "00000000-0000-0000-0000-000000000099"),
    ],
)  # fmt: skip
async def test_of_a_domain_that_is_looked_for(
    case: Case, given: dict[str, Any], name: str | None, id_: str | None
) -> None:
    error = await refusal(case.esx.domains.lookup(**given))

    assert isinstance(error, errors.NoSuchDomainError)
    assert (error.kind, error.name, error.id) == ("domain", name, id_)


async def test_of_a_name_that_several_bear(case: Case) -> None:
    domain, _ = await case.snapshots("a", "a2")
    case.on_host(lambda host: host.find(domain.name).snapshots.take(
        "a", "", memory=False, quiesce=False
    ))  # fmt: skip

    error = await refusal(domain.snapshots.lookup("a"))

    assert isinstance(error, errors.AmbiguousNameError)
    assert (error.kind, error.name, len(error.bearers)) == ("snapshot", "a", 2)


@pytest.mark.parametrize("name", ["web99", "web01"])
async def test_of_a_snapshot_that_is_looked_for(case: Case, name: str) -> None:
    domain = await case.domain()

    error = await refusal(domain.snapshots.lookup(name))

    assert (error.kind, error.name) == ("snapshot", name)


async def test_of_a_drive_that_is_not_there(case: Case) -> None:
    domain = await case.domain()

    error = await refusal(domain.insert_media("[datastore1] x.iso", target="hdz"))

    assert (error.kind, error.name) == ("drive", "hdz")


Act = Callable[[aioesx.Connection, vim.ManagedObjectReference], Awaitable[Any]]
BY_REFERENCE: Final[dict[str, Act]] = {
    "call": lambda esx, ref: esx.call(vim.ShutdownGuest(this=ref)),
    "run": lambda esx, ref: esx.run(vim.PowerOnVM_Task(this=ref)),
    "run, by keyword": lambda esx, ref: esx.run(method=vim.PowerOnVM_Task(this=ref)),
    "properties": lambda esx, ref: esx.properties(ref, "name"),
    "of": lambda esx, ref: esx.domains.of(ref),
}


@pytest.mark.parametrize("way", BY_REFERENCE)
async def test_of_what_is_handed_over_by_reference(case: Case, way: str) -> None:
    error = await refusal(BY_REFERENCE[way](case.esx, ref("VirtualMachine", "99")))

    assert (error.kind, error.name, error.id) == ("domain", None, "99")


@pytest.mark.parametrize(
    ("document_", "name"),
    [
        (document(name="db01"), "db01"),
        (document(uuid="1b19d0ce-0b55-5586-96f8-1244bfb10e68"), "web01"),
        (document(devices=""), "new"),
    ],
    ids=["its name", "its UUID", "no disk"],
)
async def test_of_a_domain_that_cannot_be_defined(case: Case, document_: str, name: str) -> None:
    error = await refusal(case.esx.domains.define(document_))

    assert (error.kind, error.name) == ("domain", name)


async def test_of_a_domain_whose_registration_the_host_refuses(case: Case) -> None:
    case.simulator.fault_on("RegisterVM_Task", "HostCommunication")

    error = await refusal(case.esx.domains.define(document()))

    assert (error.kind, error.name) == ("domain", "new")


async def test_of_a_task_that_failed(case: Case) -> None:
    domain = await case.domain()
    case.simulator.fault_on("PowerOnVM_Task", "NotEnoughLicenses", in_task=True)

    error = await refusal(domain.start())

    assert (error.kind, error.name, error.id) == ("domain", domain.name, domain.ref.value)


async def test_of_no_thing(case: Case) -> None:
    case.simulator.fault_on("RetrievePropertiesEx", "HostCommunication")

    error = await refusal(case.esx.domains.list())

    assert (error.kind, error.name, error.id) == (None, None, None)
