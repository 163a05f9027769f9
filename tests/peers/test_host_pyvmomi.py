"""VMware's own client sees on the simulator what ours has changed, and changes what ours sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anyio import to_thread
from support.hosts import connected
from support.pyvmomi import pyvmomi
from support.pyvmomi_host import done, failed, vim

import aioesx
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0

pytestmark = [pytest.mark.peer("pyvmomi"), pytest.mark.anyio]


@pytest.fixture
def anyio_backend() -> str:
    """What another client sees is no matter of the event loop."""
    return "asyncio"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    host = presets.small_host(machines=2, profile=ESXI_8_0, options=Options(task_seconds=0.02))
    with Simulator(host, password="secret") as simulator:
        yield simulator


@pytest.fixture(scope="module")
def content(simulator: Simulator) -> Iterator[Any]:
    with pyvmomi(simulator.url) as service:
        yield service.RetrieveContent()


@pytest.fixture
def theirs(content: Any) -> Any:
    """The host, as pyVmomi has it."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
    return view.view[0]


async def sees(look: Callable[[], Any]) -> Any:
    return await to_thread.run_sync(look)


def service(host: Any, key: str) -> tuple[bool, str]:
    found = host.configManager.serviceSystem.serviceInfo.service
    (one,) = [each for each in found if each.key == key]
    return one.running, one.policy


def ruleset(host: Any, key: str) -> Any:
    found = host.configManager.firewallSystem.firewallInfo.ruleset
    return next(each for each in found if each.key == key)


async def test_services(simulator: Simulator, theirs: Any) -> None:
    async with connected(simulator) as esx:
        await esx.host.services.start("ssh")
        await esx.host.services.set_policy("ssh", "automatic")
        assert await sees(lambda: service(theirs, "TSM-SSH")) == (True, "automatic")

        await sees(lambda: theirs.configManager.serviceSystem.StopService("TSM-SSH"))
        (ssh,) = [one for one in await esx.host.services.list() if one.word == "ssh"]
        assert not ssh.running
        with pytest.raises(vim.fault.InvalidState):
            await sees(lambda: theirs.configManager.serviceSystem.StopService("TSM-SSH"))
        with pytest.raises(vim.fault.NotFound):
            await sees(lambda: theirs.configManager.serviceSystem.StartService("sshd"))


async def test_firewall(simulator: Simulator, theirs: Any) -> None:
    async with connected(simulator) as esx:
        await esx.host.firewall.enable("ntpClient")
        await esx.host.firewall.allow("ntpClient", ["192.0.2.1", "10.0.0.0/8"])
        rules = await sees(lambda: ruleset(theirs, "ntpClient"))
        assert rules.enabled
        assert not rules.allowedHosts.allIp
        assert list(rules.allowedHosts.ipAddress) == ["192.0.2.1"]
        (net,) = rules.allowedHosts.ipNetwork
        assert (net.network, net.prefixLength) == ("10.0.0.0", 8)

        await sees(lambda: theirs.configManager.firewallSystem.DisableRuleset("ntpClient"))
        (mine,) = [one for one in await esx.host.firewall.list() if one.key == "ntpClient"]
        assert not mine.enabled
        assert mine.allowed == ("192.0.2.1", "10.0.0.0/8")


async def test_clock_and_log(simulator: Simulator, theirs: Any) -> None:
    async with connected(simulator) as esx:
        await esx.host.set_ntp_servers(["ntp1.example", "ntp2.example"])
        await esx.host.set_syslog("udp://log.example:514")
        manager = theirs.configManager.dateTimeSystem
        ntp = await sees(lambda: list(manager.dateTimeInfo.ntpConfig.server))
        assert ntp == ["ntp1.example", "ntp2.example"]
        options = theirs.configManager.advancedOption
        (target,) = await sees(lambda: options.QueryOptions("Syslog.global.logHost"))
        assert target.value == "udp://log.example:514"
        clock = await esx.host.clock()
        now = await sees(manager.QueryDateTime)
        assert clock.now is not None
        assert abs((now - clock.now).total_seconds()) < 10


async def test_maintenance(simulator: Simulator, theirs: Any) -> None:
    async with connected(simulator) as esx:
        for entry in await esx.domains.list(active=True):
            await entry.domain.destroy()
        await esx.host.maintenance.enter()
        assert await sees(lambda: theirs.runtime.inMaintenanceMode)
        error = await sees(lambda: failed(theirs.EnterMaintenanceMode_Task(0)))
        assert isinstance(error, vim.fault.InvalidState)
        await sees(lambda: done(theirs.ExitMaintenanceMode_Task(0)))
        assert (await esx.host.maintenance.status()).active is False


async def test_details_are_theirs(simulator: Simulator, content: Any, theirs: Any) -> None:
    async with connected(simulator) as esx:
        mine = await esx.host.details()

    def look() -> dict[str, Any]:
        certificate = theirs.configManager.certificateManager.certificateInfo
        licence = content.licenseManager.licenses[0]
        trial = {p.key: p.value for p in content.licenseManager.evaluation.properties}
        sensors = theirs.runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo
        return {
            "serial": theirs.hardware.systemInfo.serialNumber,
            "lockdown": f"lockdown{aioesx.LockdownMode(mine.lockdown or '').capitalize()}",
            "theirs": str(theirs.config.lockdownMode),
            "expires": certificate.notAfter,
            "licence": licence.name,
            "trial": trial["expirationDate"],
            "sensors": [sensor.name for sensor in sensors],
        }

    seen = await sees(look)
    assert seen["serial"] == mine.serial
    assert seen["lockdown"] == seen["theirs"]
    assert mine.certificate is not None
    assert seen["expires"] == mine.certificate.expires
    assert mine.licence is not None
    assert (seen["licence"], seen["trial"]) == (mine.licence.name, mine.licence.expires)
    assert mine.health is not None
    assert seen["sensors"] == [one.name for one in mine.health.sensors if one.unit]
