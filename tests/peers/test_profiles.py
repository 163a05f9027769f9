"""libvirt's driver and pyVmomi on every ESX and GSX product that is simulated."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from support.pyvmomi_host import done, vim
from support.virsh import Virsh

from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.profile import PROFILES, Profile
from aioesx.simulator.versions import at_least

OFF = "db01"
HOSTS = [profile for profile in PROFILES.values() if not profile.is_vcenter]
NEWER = [profile for profile in HOSTS if at_least(profile.api_version, "5.5")]


@pytest.fixture
def simulated(request: pytest.FixtureRequest) -> HostState:
    """A small host of the product that is the parameter."""
    return presets.small_host(profile=request.param)


def products(profiles: list[Profile]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("simulated", profiles, indirect=True, ids=lambda p: p.name)


@pytest.mark.peer("virsh")
@products(HOSTS)
def test_virsh_lists_dumps_starts_and_stops(virsh: Virsh, simulator: Simulator) -> None:
    profile = simulator.state.profile

    def run(*words: str) -> Any:
        return virsh(f"{simulator.uri}?no_verify=1", *words)

    shown = run(f"list --all; version; dumpxml {OFF}")
    started, running = run("start", OFF), simulator.domain_state(OFF)
    stopped = run("destroy", OFF)

    assert simulator.uri.startswith(f"{profile.scheme}://")
    assert (shown.status, shown.stderr) == (0, "")
    assert f" {OFF} " in shown.stdout
    assert f"Running hypervisor: ESX {profile.version}\n" in shown.stdout
    store = next(store.name for store in simulator.state.datastores.values())
    assert f"<source file='[{store}] {OFF}/{OFF}.vmdk'/>" in shown.stdout
    if profile.read_only:
        assert "prohibits execution" in started.stderr
        assert running == "poweredOff"
    else:
        assert (started.stderr, running, stopped.stderr) == ("", "poweredOn", "")
        assert simulator.domain_state(OFF) == "poweredOff"


@pytest.mark.peer("pyvmomi")
@products(NEWER)
def test_pyvmomi_lists_starts_and_stops(
    pyvmomi: Callable[..., AbstractContextManager[Any]], simulator: Simulator
) -> None:
    profile = simulator.state.profile
    with pyvmomi(simulator.url) as service:
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
            assert simulator.domain_state(OFF) == "poweredOff"
