"""The checks of `Connection`, `Domains` and `Host`."""

from __future__ import annotations

from uuid import uuid4

import anyio
import pytest
from support.contract import Case, contract
from support.definitions import DISK, document

import aioesx
from aioesx import errors, vim

__all__: list[str] = []


def reached(case: Case) -> aioesx.Connecting:
    """Prepare another connection to the same server."""
    server = case.server
    query = f"?cacert={server.ca_file}" if server.ca_file else ""
    return aioesx.connect(f"{server.uri}{query}", password=server.password)


@contract("Connecting.peer_certificate")
async def peer_certificate(case: Case) -> None:
    if case.server.ca_file:
        assert len((await reached(case).peer_certificate()).thumbprint) == 64
    else:
        with pytest.raises(errors.UriError, match="no TLS"):
            await reached(case).peer_certificate()


@contract("Connection.call")
async def call(case: Case) -> None:
    instance = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
    content = await case.esx.call(vim.RetrieveServiceContent(this=instance))
    assert content.about.build == case.server.state.profile.build


@contract("Connection.run", changes=True)
async def run(case: Case) -> None:
    domain = await case.domain()
    await case.esx.run(vim.PowerOnVM_Task(this=domain.ref))
    assert (await domain.state()).value == "running"


@contract("Connection.keep_alive")
async def keep_alive(case: Case) -> None:
    with anyio.move_on_after(0.05):
        await case.esx.keep_alive(0.01)


@contract("Connection.aclose")
async def aclose(case: Case) -> None:
    before = case.server.open_sessions
    async with reached(case) as other:
        await other.aclose()
    assert case.server.open_sessions == before


@contract("Connection.properties")
async def properties(case: Case) -> None:
    host = await case.host()
    found = await case.esx.properties(host.ref, ["config.product.version"])
    assert found == {"config.product.version": case.profile.version}


@contract("Connection.read")
async def read(case: Case) -> None:
    found = await case.esx.read("Datastore", "summary.name")
    assert case.datastore in [entry.values["summary.name"] for entry in found]
    await case.domain()
    types = await case.esx.read({"HostSystem": "name", "VirtualMachine": ["name"]})
    assert {entry.ref.type for entry in types} == {"HostSystem", "VirtualMachine"}


@contract("Domains.of")
async def of(case: Case) -> None:
    domain = await case.domain()
    found = await case.esx.domains.of(domain.ref)
    assert (found, found.name, found.uuid) == (domain, domain.name, domain.uuid)


@contract("Host.properties")
async def host_properties(case: Case) -> None:
    host = await case.host()
    assert host.ref.type == "HostSystem"
    found = await host.properties("config.product.version")
    assert found == {"config.product.version": case.profile.version}


@contract("Domains.list")
async def list_(case: Case) -> None:
    domain = await case.domain()
    assert domain.name in [entry.name for entry in await case.esx.domains.list(active=False)]


@contract("Domains.lookup")
async def lookup(case: Case) -> None:
    domain = await case.domain("poweredOn")
    assert await case.esx.domains.lookup(uuid=domain.uuid) == domain


@contract("Domains.properties")
async def domains_properties(case: Case) -> None:
    domain = await case.domain()
    found = await case.esx.domains.properties(["name", "config.version"])
    version = f"vmx-{case.profile.hardware_version:02}"
    assert {"name": domain.name, "config.version": version} in [o.values for o in found.values()]


@contract("Domains.pending_questions")
async def pending_questions(case: Case) -> None:
    domain = await case.asking()
    assert domain in [pending.domain for pending in await case.esx.domains.pending_questions()]


@contract("Domains.define", changes=True)
async def define(case: Case) -> None:
    disk = (await case.domain()).name
    devices = DISK.replace("datastore1", case.datastore).replace("db01", disk)
    text = document(name=f"new-{disk}", uuid=str(uuid4()), devices=devices)
    domain = await case.esx.domains.define(text, host=case.name)
    await domain.start()


@contract("Domains.convert_from_native")
async def convert_from_native(case: Case) -> None:
    domain = await case.domain()
    place = f"{domain.name}/{domain.name}.vmx"

    def text_of(host: object) -> bytes:
        store = case.simulator.state.datastore(case.datastore)
        content = store.files[place].content
        return content.read(0, content.size)

    vmx = case.on_host(text_of)
    text = await case.esx.domains.convert_from_native(vmx, host=case.name)
    assert f"<name>{domain.name}</name>" in text


@contract("Domains.convert_to_native")
async def convert_to_native(case: Case) -> None:
    devices = DISK.replace("datastore1", case.datastore)
    text = await case.esx.domains.convert_to_native(document(devices=devices), host=case.name)
    assert 'displayName = "new"' in text


@contract("Host.info")
async def info(case: Case) -> None:
    node = await (await case.host()).info()
    assert node.memory == case.simulator.state.hardware.memory_bytes // 1024


@contract("Host.hostname")
async def hostname(case: Case) -> None:
    assert await (await case.host()).hostname()


@contract("Host.max_vcpus")
async def max_vcpus(case: Case) -> None:
    assert await (await case.host()).max_vcpus() == case.profile.max_vcpus


@contract("Host.free_memory")
async def free_memory(case: Case) -> None:
    assert await (await case.host()).free_memory() > 0


@contract("Host.capabilities")
async def capabilities(case: Case) -> None:
    assert "<arch>x86_64</arch>" in await (await case.host()).capabilities()
