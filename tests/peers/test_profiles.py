"""libvirt's driver and pyVmomi on every ESX and GSX product that is simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from support.pyvmomi_host import done, vim
from support.virsh import Virsh

from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES, Profile
from aioesx.simulator.versions import at_least

OFF = "db01"
HOSTS = [profile for profile in PROFILES.values() if not profile.is_vcenter]
NEWER = [profile for profile in HOSTS if at_least(profile.api_version, "5.5")]


@pytest.fixture
def host(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A small host of the product that is the parameter."""
    with Simulator(presets.small_host(profile=request.param), password="secret") as simulator:
        yield simulator


def products(profiles: list[Profile]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("host", profiles, indirect=True, ids=lambda p: p.name)


@pytest.mark.peer("virsh")
@products(HOSTS)
def test_virsh_lists_dumps_starts_and_stops(virsh: Virsh, host: Simulator) -> None:
    profile = host.state.profile

    def run(*words: str) -> Any:
        return virsh(f"{host.uri}?no_verify=1", *words)

    shown = run(f"list --all; version; dumpxml {OFF}")
    started, running = run("start", OFF), host.domain_state(OFF)
    stopped = run("destroy", OFF)

    assert host.uri.startswith(f"{profile.scheme}://")
    assert (shown.status, shown.stderr) == (0, "")
    assert f" {OFF} " in shown.stdout
    assert f"Running hypervisor: ESX {profile.version}\n" in shown.stdout
    store = next(store.name for store in host.state.datastores.values())
    assert f"<source file='[{store}] {OFF}/{OFF}.vmdk'/>" in shown.stdout
    if profile.read_only:
        assert "prohibits execution" in started.stderr
        assert running == "poweredOff"
    else:
        assert (started.stderr, running, stopped.stderr) == ("", "poweredOn", "")
        assert host.domain_state(OFF) == "poweredOff"


@pytest.mark.peer("pyvmomi")
@products(NEWER)
def test_pyvmomi_lists_starts_and_stops(
    pyvmomi: Callable[..., AbstractContextManager[Any]], host: Simulator
) -> None:
    profile = host.state.profile
    with pyvmomi(host.url) as service:
        content = service.RetrieveContent()
        datacenter = content.rootFolder.childEntity[0]
        machine = next(vm for vm in datacenter.vmFolder.childEntity if vm.name == OFF)

        assert content.about.apiVersion == profile.api_version
        assert machine.config.version == f"vmx-{profile.hardware_version:02}"
        if profile.read_only:
            with pytest.raises(vim.fault.RestrictedVersion, match="prohibits execution"):
                machine.PowerOn()
        else:
            done(machine.PowerOn())
            assert machine.runtime.powerState == "poweredOn"
            done(machine.PowerOff())
            assert host.domain_state(OFF) == "poweredOff"
