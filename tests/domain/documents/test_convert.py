"""`convert_from_native` and `convert_to_native` with what the host knows."""

from __future__ import annotations

import pytest
from support.xml_judge import DATASTORES, MODELS, make_host

import aioesx
from aioesx import errors, vim
from aioesx.domain.documents.convert import read_host_facts
from aioesx.domain.documents.scsi_models import read_scsi_models
from aioesx.simulator import HostState, Simulator

pytestmark = pytest.mark.anyio

VMX = """config.version = "8"
virtualHW.version = "10"
displayName = "a"
guestOS = "other-64"
scsi0.present = "true"
scsi0:0.present = "true"
scsi0:0.fileName = "{file}"
"""
XML = (
    "<domain type='vmware'><name>a</name><memory>4096</memory><os><type>hvm</type></os>"
    "<devices><disk type='file'><source file='{file}'/><target dev='sda'/></disk>"
    "<controller type='scsi' index='0' model='{model}'/></devices></domain>"
)


@pytest.fixture
def simulated() -> HostState:
    return make_host()


async def test_the_recorded_facts_are_the_hosts(esx: aioesx.Connection) -> None:
    facts = await read_host_facts(esx._server, await esx._server.scope.home())
    models = await read_scsi_models(esx._server, facts.mounts, MODELS)

    assert facts.mounts.paths == DATASTORES
    assert facts.architectures == ("i686", "x86_64")
    assert models == MODELS


async def test_a_file_is_found_by_its_datastores_mount(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()

    xml = await esx.domains.convert_from_native(
        VMX.format(file=f"{DATASTORES['local-storage']}/x/y.vmdk")
    )

    assert "<source file='[local-storage] x/y.vmdk'/>" in xml
    assert len(simulator.calls) == 1


async def test_a_bare_name_has_no_known_directory(esx: aioesx.Connection) -> None:
    xml = await esx.domains.convert_from_native(VMX.format(file="y.vmdk"))

    assert "<source file='[?] ?/y.vmdk'/>" in xml


async def test_an_unknown_datastore_is_refused_by_the_key(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.UnsupportedError, match=r"scsi0:0\.fileName"):
        await esx.domains.convert_from_native(VMX.format(file="/vmfs/volumes/gone/y.vmdk"))


async def test_the_hardware_version_is_libvirts_unless_it_is_given(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    xml = XML.format(file="[nfs1] a.vmdk", model="lsilogic")
    libvirts = 10 if simulator.state.profile.version.startswith("6.") else 8  # for newer ones, too

    assert f'virtualHW.version = "{libvirts}"\n' in await esx.domains.convert_to_native(xml)
    given = await esx.domains.convert_to_native(xml, hardware_version=19)
    assert 'virtualHW.version = "19"\n' in given


async def test_a_model_is_looked_up_only_where_it_is_auto(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx._server.scope.home()  # read once for a connection
    simulator.forget_calls()
    given = XML.format(file="[odd-name] root.vmdk", model="lsilogic")
    assert 'scsi0.virtualDev = "lsilogic"' in await esx.domains.convert_to_native(given)
    assert len(simulator.calls) == 1

    auto = XML.format(file="[odd-name] root.vmdk", model="auto")
    assert 'scsi0.virtualDev = "pvscsi"' in await esx.domains.convert_to_native(auto)


async def test_a_host_without_long_mode_runs_no_64_bit_guest(
    simulator: Simulator, esx: aioesx.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    features = [vim.HostCpuIdInfo(level=-2147483647, edx=":".join(["0000"] * 8))]
    monkeypatch.setattr("aioesx.simulator.properties.host.CPU_FEATURES", features)

    with pytest.raises(errors.UnsupportedError, match="x86_64"):
        await esx.domains.convert_from_native(VMX.format(file="y.vmdk"))


@pytest.mark.parametrize(
    "features", [[], [vim.HostCpuIdInfo(level=-2147483647, edx="garbled")]], ids=["none", "garbled"]
)
async def test_a_host_that_does_not_tell_is_not_taken_for_an_old_one(
    features: list[vim.HostCpuIdInfo], esx: aioesx.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aioesx.simulator.properties.host.CPU_FEATURES", features)

    assert (await read_host_facts(esx._server, await esx._server.scope.home())).architectures == (
        "i686",
        "x86_64",
    )
