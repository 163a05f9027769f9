"""The checks of the host itself: details, services, firewall, clock, maintenance, its end."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from support.contract import Case, contract

from aioesx import errors
from aioesx.simulator.versions import at_least

__all__: list[str] = []


def has(case: Case, version: str) -> bool:
    """Tell whether the server that is spoken to has an API."""
    return at_least(case.server.state.profile.api_version, version)


def lacks(case: Case, *, since: str = "2.0") -> contextlib.AbstractContextManager[object]:
    """Expect to be told that a product has nothing of the kind, where it has not."""
    host_has = at_least(case.profile.api_version, since)
    if case.profile.hosted or not host_has or not has(case, since):
        return pytest.raises(errors.NotSupportedError)
    return contextlib.nullcontext()


@contract("Host.details")
async def details(case: Case) -> None:
    host = await case.host()
    case.server.forget_calls()
    found = await host.details()
    assert found.problems == ()
    assert found.version == case.profile.version
    assert found.clock is not None
    assert (found.certificate is not None) == has(case, "6.0")
    assert (found.licence is not None) == has(case, "4.0")
    assert (found.services is None) == case.profile.hosted
    assert sum(case.server.call_count.values()) <= 4


@contract("Host.usage")
async def usage(case: Case) -> None:
    found = await (await case.host()).usage()
    assert found.cpu_used
    assert found.cpu_percent is not None
    assert 0 < found.cpu_percent <= 100
    assert found.memory_used
    assert found.memory is not None
    assert found.memory_used < found.memory


@contract("Host.health")
async def health(case: Case) -> None:
    host = await case.host()
    with lacks(case):
        assert (await host.health()).state == "green"


@contract("Host.clock")
async def clock(case: Case) -> None:
    def put_ahead(host: object, *, by: float) -> None:
        case.simulator.state.upkeep.clock_offset = timedelta(seconds=by)

    case.on_host(lambda host: put_ahead(host, by=90))
    try:
        found = await (await case.host()).clock()
    finally:
        case.on_host(lambda host: put_ahead(host, by=0))
    assert found.drift is not None
    assert 85 < found.drift < 95


@contract("Host.certificate")
async def certificate(case: Case) -> None:
    host = await case.host()
    with (
        pytest.raises(errors.NotSupportedError)
        if not has(case, "6.0")
        else (contextlib.nullcontext())
    ):
        assert (await host.certificate()).status == "good"


@contract("Host.set_ntp_servers", changes=True)
async def set_ntp_servers(case: Case) -> None:
    host = await case.host()
    with lacks(case):
        await host.set_ntp_servers(["ntp1.example", "ntp2.example"])
        assert (await host.clock()).ntp_servers == ("ntp1.example", "ntp2.example")
        await host.set_ntp_servers([])
        assert (await host.clock()).ntp_servers == ()


@contract("Host.syslog")
async def syslog(case: Case) -> None:
    host = await case.host()
    with lacks(case, since="5.0"):
        assert await host.syslog() == ()


@contract("Host.set_syslog", changes=True)
async def set_syslog(case: Case) -> None:
    host = await case.host()
    with lacks(case, since="5.0"):
        await host.set_syslog(["udp://log.example:514", "ssl://other.example:1514"])
        assert await host.syslog() == ("udp://log.example:514", "ssl://other.example:1514")
        await host.set_syslog([])
        assert await host.syslog() == ()


# --- services -----------------------------------------------------------------------------------


@contract("HostServices.list")
async def list_services(case: Case) -> None:
    services = (await case.host()).services
    with lacks(case):
        assert {"ssh", "ntp", "snmp"} <= {one.word for one in await services.list()}


def runs(case: Case, key: str) -> bool:
    """Tell whether the host itself has a service run."""
    running: bool = case.simulator.state.upkeep.service(key).running
    return running


@contract("HostServices.start", changes=True)
async def start_service(case: Case) -> None:
    services = (await case.host()).services
    with lacks(case):
        await services.start("ntp")
        assert runs(case, "ntpd")
        with pytest.raises(errors.InvalidStateError):
            await services.start("ntpd")
        await services.stop("ntpd")


@contract("HostServices.stop", changes=True)
async def stop_service(case: Case) -> None:
    services = (await case.host()).services
    with lacks(case):
        await services.start("ntp")
        await services.stop("ntp")
        assert not runs(case, "ntpd")
        with pytest.raises(errors.InvalidStateError):
            await services.stop("ntp")


@contract("HostServices.restart", changes=True)
async def restart_service(case: Case) -> None:
    services = (await case.host()).services
    with lacks(case):
        await services.start("ntp")
        await services.restart("ntp")
        assert runs(case, "ntpd")
        await services.stop("ntp")


@contract("HostServices.set_policy", changes=True)
async def set_policy(case: Case) -> None:
    services = (await case.host()).services
    with lacks(case):
        await services.set_policy("ssh", "on")
        found = {one.word: one.policy for one in await services.list()}
        assert found["ssh"] == "on"
        await services.set_policy("ssh", "off")


# --- firewall -----------------------------------------------------------------------------------


@contract("HostFirewall.list")
async def list_rulesets(case: Case) -> None:
    firewall = (await case.host()).firewall
    with lacks(case):
        (ssh,) = [one for one in await firewall.list() if one.key == "sshServer"]
        assert [(p.direction, p.protocol, p.first) for p in ssh.ports] == [("inbound", "tcp", 22)]


@contract("HostFirewall.enable", changes=True)
async def enable(case: Case) -> None:
    firewall = (await case.host()).firewall
    with lacks(case):
        await firewall.enable("ntpClient")
        assert case.simulator.state.upkeep.ruleset("ntpClient").enabled


@contract("HostFirewall.disable", changes=True)
async def disable(case: Case) -> None:
    firewall = (await case.host()).firewall
    with lacks(case):
        await firewall.disable("NTP client")
        assert not case.simulator.state.upkeep.ruleset("ntpClient").enabled


@contract("HostFirewall.allow", changes=True)
async def allow(case: Case) -> None:
    firewall = (await case.host()).firewall
    with lacks(case, since="5.0"):
        await firewall.allow("sshServer", ["10.0.0.0/8", "192.0.2.1"])
        (ssh,) = [one for one in await firewall.list() if one.key == "sshServer"]
        assert (ssh.everybody, ssh.allowed) == (False, ("192.0.2.1", "10.0.0.0/8"))
        await firewall.allow("sshServer", None)
        (ssh,) = [one for one in await firewall.list() if one.key == "sshServer"]
        assert ssh.everybody


# --- maintenance --------------------------------------------------------------------------------


@contract("HostMaintenance.status")
async def maintenance_status(case: Case) -> None:
    domain = await case.domain("poweredOn")
    status = await (await case.host()).maintenance.status()
    assert status.active is False
    assert domain.name in status.in_the_way
    case.on_host(lambda host: host.find(domain.name).set_power("poweredOff"))


def all_off(case: Case) -> None:
    """Turn every machine of the host off, behind the client's back."""

    def turn_off(host: object) -> None:
        for machine in case.simulator.state.machines.values():
            if machine.is_on:
                machine.set_power("poweredOff")

    case.on_host(turn_off)


@contract("HostMaintenance.enter", changes=True)
async def enter(case: Case) -> None:
    all_off(case)
    host = await case.host()
    with lacks(case):
        await host.maintenance.enter()
        assert case.simulator.state.maintenance
        case.on_host(lambda state: setattr(state, "maintenance", False))


@contract("HostMaintenance.leave", changes=True)
async def leave(case: Case) -> None:
    host = await case.host()
    if case.profile.hosted or case.profile.read_only:
        case.on_host(lambda state: setattr(state, "maintenance", True))
    else:
        all_off(case)
        await host.maintenance.enter()
    try:
        with lacks(case):
            await host.maintenance.leave()
            assert not case.simulator.state.maintenance
    finally:
        case.on_host(lambda state: setattr(state, "maintenance", False))


# --- the end ------------------------------------------------------------------------------------


async def _end(case: Case, verb: str) -> None:
    host = await case.host()
    try:
        with lacks(case):
            await getattr(host, verb)(force=True)
            assert case.simulator.state.is_away()
    finally:
        case.simulator.power_on()


@contract("Host.reboot", changes=True)
async def reboot(case: Case) -> None:
    case.simulator.state.options.boot_seconds = 60.0
    await _end(case, "reboot")


@contract("Host.shutdown", changes=True)
async def shutdown(case: Case) -> None:
    await _end(case, "shutdown")
