"""Reads of any type, domains of references, waits for addresses, callbacks of either kind."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest

import aioesx
from aioesx import errors, vim
from aioesx.simulator import Simulator
from aioesx.vmx import VmxWarning, parse_domain

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("type_", ["VirtualMachine", "Datastore", "Network", "HostSystem"])
async def test_objects_of_any_type_are_one_read(
    simulator: Simulator, esx: aioesx.Connection, type_: str
) -> None:
    before = len(simulator.calls)

    found = await esx.read(type_, "name")

    assert found
    assert {entry.ref.type for entry in found} == {type_}
    assert all(entry.values["name"] for entry in found)
    assert len(simulator.calls) == before + 1


async def test_a_type_that_a_host_has_none_of_is_refused(esx: aioesx.Connection) -> None:
    with pytest.raises(ValueError, match=r"Datastore, Network; did you mean 'Datastore'"):
        await esx.read("Datastor", "name")


async def test_a_reference_leads_to_its_domain(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")

    again = await esx.domains.of(domain.ref)

    assert (again, again.name, again.uuid) == (domain, domain.name, domain.uuid)
    with pytest.raises(errors.NotFoundError):
        await esx.domains.of(vim.ManagedObjectReference("VirtualMachine", "4711"))
    with pytest.raises(ValueError, match="no VirtualMachine"):
        await esx.domains.of(esx.host.ref)


async def test_an_address_is_waited_for(simulator: Simulator, esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("db01")
    with pytest.raises(errors.WaitTimeoutError, match=r"told no IPv4 address .* in 0\.2 s"):
        await domain.wait_for_address(version=4, timeout=0.2)

    await domain.start()
    address = await domain.wait_for_address(timeout=20)

    assert isinstance(address, IPv4Address)
    assert address in [
        each.address for card in await domain.interface_addresses() for each in card.addresses
    ]
    assert simulator.open_filters == 0


@pytest.mark.parametrize("kind", ["plain", "coroutine"])
async def test_progress_is_told_to_functions_of_either_kind(
    simulator: Simulator, esx: aioesx.Connection, kind: str
) -> None:
    simulator.change(lambda host: setattr(host.options, "task_seconds", 1.0))
    told: list[int] = []

    async def hear(percent: int) -> None:
        told.append(percent)

    domain = await esx.domains.lookup("db01")
    await domain.start(on_progress=told.append if kind == "plain" else hear)

    assert told


async def test_an_event_hook_has_to_be_a_plain_function() -> None:
    async def hook(event: aioesx.Event) -> None:
        raise AssertionError(event)

    with pytest.raises(TypeError, match="plain function"):
        aioesx.connect("esx://host", on_event=hook)


@pytest.mark.parametrize("kind", ["plain", "coroutine"])
async def test_warnings_are_told_to_functions_of_either_kind(
    esx: aioesx.Connection, kind: str
) -> None:
    vmx = 'config.version = "8"\nvirtualHW.version = "3"\ndisplayName = "old"\nmemsize = "64"\n'
    told: list[VmxWarning] = []

    async def hear(warning: VmxWarning) -> None:
        told.append(warning)

    listener = told.append if kind == "plain" else hear
    await esx.domains.convert_from_native(vmx, lenient=True, on_warning=listener)

    assert "virtualHW.version" in {warning.key for warning in told}


async def test_a_file_that_is_read_at_once_takes_a_plain_function_only() -> None:
    async def hear(warning: VmxWarning) -> None:
        raise AssertionError(warning)

    with pytest.raises(TypeError, match="plain function"):
        parse_domain("", on_warning=hear)
