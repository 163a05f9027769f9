"""Services, firewall, clock, log and what is told of a host, on a simulated one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from support.hosts import connected
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import errors, vim
from aioesx.host.health import health_of
from aioesx.host.licence import licence_of
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.profile import ESX_4_1, ESXI_5_5, ESXI_8_0, ESXI_8_0_FREE
from aioesx.simulator.state.upkeep import sensor

run_async = pytest.mark.anyio


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=3, profile=ESXI_8_0)


@pytest.fixture
def simulator(plain: Simulator) -> Simulator:
    """It without TLS: what is tried here is no matter of TLS."""
    return plain


def calls_since(simulator: Simulator) -> dict[str, int]:
    return dict(simulator.call_count)


# --- details ------------------------------------------------------------------------------------


@run_async
async def test_all_is_read_in_four_calls(simulator: Simulator, esx: aioesx.Connection) -> None:
    simulator.forget_calls()
    details = await esx.host.details()

    assert calls_since(simulator) == {
        "RetrievePropertiesEx": 2,
        "QueryDateTime": 1,
        "QueryOptions": 1,
    }
    assert details.problems == ()
    assert details.serial == "SIM0001"
    assert details.networks
    assert {pool.name for pool in details.pools} == {"datastore1", "nfs1"}
    assert (details.domains, details.running) == (3, ("web01",))
    assert details.licence is not None
    assert details.licence.evaluation


@run_async
async def test_a_free_licence_is_told_by_name(esx: aioesx.Connection) -> None:
    del esx
    host = presets.empty_host(profile=ESXI_8_0_FREE)
    with Simulator(host, username="root", tls=False) as simulator:
        async with connected(simulator) as free:
            licence = (await free.host.details()).licence

    assert licence is not None
    assert licence.free
    assert licence.expires is None


@run_async
@pytest.mark.parametrize(
    ("word", "mode"),
    [("lockdownDisabled", "disabled"), ("lockdownNormal", "normal"), ("lockdownStrict", "strict")],
)
async def test_lockdown(simulator: Simulator, esx: aioesx.Connection, word: str, mode: str) -> None:
    simulator.change(lambda host: setattr(host.upkeep, "lockdown", word))

    assert (await esx.host.details()).lockdown == mode


@run_async
async def test_an_older_host_locks_users_out_or_not() -> None:
    with Simulator(presets.empty_host(profile=ESXI_5_5), username="root", tls=False) as simulator:
        simulator.change(lambda host: setattr(host.upkeep, "lockdown", "lockdownNormal"))
        simulator.change(lambda host: host.upkeep.exempt.add("root"))
        async with connected(simulator) as esx:
            details = await esx.host.details()

    assert details.lockdown is aioesx.LockdownMode.NORMAL
    assert details.certificate is None
    assert details.problems == ()


@run_async
@pytest.mark.parametrize("method", ["QueryDateTime", "QueryOptions"])
async def test_what_is_refused_is_a_problem_and_the_rest_is_told(
    simulator: Simulator, esx: aioesx.Connection, method: str
) -> None:
    simulator.fault_on(method, "NoPermission")

    details = await esx.host.details()

    assert len(details.problems) == 1
    assert details.version == "8.0.3"
    assert details.services is not None


@run_async
async def test_sensors_that_are_not_green_alarm(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    def heat(host: HostState) -> None:
        host.upkeep.sensors.append(sensor("CPU 1 Temp", "temperature", 9_850, "red"))
        host.upkeep.parts["storage"]["Disk Drive Bay 1"] = "yellow"

    simulator.change(heat)
    health = await esx.host.health()

    assert health.state == "red"
    assert [(s.name, s.state, s.reading, s.unit) for s in health.alarming] == [
        ("CPU 1 Temp", "red", 98.5, "degrees C"),
        ("Disk Drive Bay 1", "yellow", None, None),
    ]


def test_a_host_that_measures_nothing_is_not_green() -> None:
    empty = health_of(vim.HealthSystemRuntime())

    assert health_of(None) is None
    assert empty is not None
    assert empty.state is None


def test_a_licence_without_an_end_has_none() -> None:
    info = vim.LicenseManagerLicenseInfo(
        license_key="k", edition_key="esx.standard", name="Standard", total=1, cost_unit="cpu"
    )
    end = datetime(2030, 1, 1, tzinfo=UTC)
    ends = vim.KeyAnyValue(key="expirationDate", value=end)

    licence = licence_of([info], vim.LicenseManagerEvaluationInfo(properties=[ends]))
    assert licence is not None
    assert licence.expires is None
    ending = licence_of([info.__replace__(properties=[ends])], None)
    assert ending is not None
    assert ending.expires == end
    assert licence_of([], None) is None


# --- services -----------------------------------------------------------------------------------


@run_async
@pytest.mark.parametrize("name", ["ssh", "SSH", "TSM-SSH", "tsm-ssh"])
async def test_a_service_is_found_by_whatever_it_is_called(
    simulator: Simulator, esx: aioesx.Connection, name: str
) -> None:
    await esx.host.services.start(name)

    assert simulator.state.upkeep.services["TSM-SSH"].running


@run_async
async def test_a_service_that_there_is_not_is_told_with_those_that_there_are(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.forget_calls()
    with pytest.raises(errors.LookupFailedError, match=r"there are console, .*did you mean 'ssh'"):
        await esx.host.services.start("shh")

    assert not simulator.call_count["StartService"]


@run_async
async def test_a_required_service_stays(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.FaultError, match="required") as caught:
        await esx.host.services.stop("syslog")

    assert caught.value.fault_type == "HostConfigFault"
    assert (caught.value.kind, caught.value.id) == ("host", "ha-host")


@run_async
async def test_an_unknown_policy_is_refused_before_anything_is_sent(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.forget_calls()
    with pytest.raises(ValueError, match="automatic"):
        await esx.host.services.set_policy("ssh", "auto")

    assert calls_since(simulator) == {}


@run_async
async def test_policies_count_when_the_host_starts(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.host.services.start("ssh")
    await esx.host.services.set_policy("ntp", "on")
    simulator.change(lambda host: host.go_down(None))
    simulator.power_on()

    running = {one.word for one in await esx.host.services.list() if one.running}
    assert "ntp" in running
    assert "ssh" not in running


# --- firewall -----------------------------------------------------------------------------------


@run_async
async def test_what_the_host_cannot_do_without_stays_open(esx: aioesx.Connection) -> None:
    with pytest.raises(errors.FaultError, match="required"):
        await esx.host.firewall.disable("webAccess")
    with pytest.raises(errors.LookupFailedError, match="did you mean 'sshServer'"):
        await esx.host.firewall.enable("sshSrver")


@run_async
@pytest.mark.parametrize("address", ["10.0.0.1/8", "esx1", "10.0.0.0/33", ""])
async def test_what_is_no_address_is_refused_before_anything_is_sent(
    simulator: Simulator, esx: aioesx.Connection, address: str
) -> None:
    simulator.forget_calls()
    with pytest.raises(ValueError, match="no address and no network"):
        await esx.host.firewall.allow("sshServer", [address])

    assert calls_since(simulator) == {}


@run_async
async def test_nobody_is_not_everybody(simulator: Simulator, esx: aioesx.Connection) -> None:
    await esx.host.firewall.allow("sshServer", [])
    (ssh,) = [one for one in await esx.host.firewall.list() if one.key == "sshServer"]
    assert (ssh.everybody, ssh.allowed) == (False, ())

    await esx.host.firewall.allow("sshServer", "fd00::/8")
    (ssh,) = [one for one in await esx.host.firewall.list() if one.key == "sshServer"]
    assert ssh.allowed == ("fd00::/8",)


# --- clock and log ------------------------------------------------------------------------------


@run_async
@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(seconds=-90)])
async def test_drift_is_how_far_the_host_is_ahead(
    simulator: Simulator, esx: aioesx.Connection, ahead: timedelta
) -> None:
    simulator.change(lambda host: setattr(host.upkeep, "clock_offset", ahead))

    clock = await esx.host.clock()

    assert clock.drift is not None
    assert clock.uncertainty is not None
    assert abs(clock.drift - ahead.total_seconds()) <= clock.uncertainty + 0.1


@run_async
async def test_a_slow_line_is_no_drift(simulator: Simulator, esx: aioesx.Connection) -> None:
    await esx.host.clock()
    simulator.fault_on("QueryDateTime", delay=0.4)

    clock = await esx.host.clock()

    assert clock.drift is not None
    assert clock.uncertainty is not None
    assert clock.uncertainty >= 0.2
    assert abs(clock.drift) <= clock.uncertainty + 0.1


NO_WORDS: Final = ("", " ", "two words", "a,b", b"192.0.2.1", 5)
"""What is no name, no address and no target: each would pass for another thing, or for none."""

TAKE_WORDS: Final[dict[str, Callable[[aioesx.Host, Any], Any]]] = {
    "allow": lambda host, words: host.firewall.allow("sshServer", words),
    "ntp": lambda host, words: host.set_ntp_servers(words),
    "syslog": lambda host, words: host.set_syslog(words),
}


@run_async
@pytest.mark.parametrize("take", TAKE_WORDS.values(), ids=TAKE_WORDS)
async def test_what_is_no_word_is_refused_before_anything_is_sent(
    simulator: Simulator, esx: aioesx.Connection, take: Callable[[aioesx.Host, Any], Any]
) -> None:
    refusals = []
    simulator.forget_calls()

    for word in NO_WORDS:
        with pytest.raises((ValueError, TypeError)) as caught:
            await take(esx.host, [word])
        refusals.append(str(caught.value))
    with pytest.raises(TypeError):
        await take(esx.host, b"192.0.2.1")

    assert all(repr(word) in text for word, text in zip(NO_WORDS, refusals, strict=True))
    assert not simulator.call_count


@run_async
async def test_a_name_that_the_host_does_not_take_changes_nothing(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.host.set_ntp_servers(["ntp.example"])
    with pytest.raises(errors.FaultError, match="time server"):
        await esx.host.set_ntp_servers(["n" * 300])

    assert simulator.state.upkeep.ntp_servers == ["ntp.example"]


@run_async
async def test_a_host_without_the_setting_says_so_of_both_ways() -> None:
    with Simulator(presets.small_host(profile=ESX_4_1), username="root", tls=False) as simulator:
        async with connected(simulator) as esx:
            with pytest.raises(errors.NotSupportedError, match="no setting"):
                await esx.host.syslog()
            with pytest.raises(errors.NotSupportedError, match="no setting"):
                await esx.host.set_syslog("udp://log.example")


CHANGES: dict[str, Callable[[aioesx.Host], Any]] = {
    "start": lambda host: host.services.start("ssh"),
    "policy": lambda host: host.services.set_policy("ssh", "on"),
    "enable": lambda host: host.firewall.enable("ntpClient"),
    "allow": lambda host: host.firewall.allow("sshServer", []),
    "ntp": lambda host: host.set_ntp_servers([]),
    "syslog": lambda host: host.set_syslog([]),
    "enter": lambda host: host.maintenance.enter(wait=True),
    "leave": lambda host: host.maintenance.leave(),
    "reboot": lambda host: host.reboot(force=True),
    "shutdown": lambda host: host.shutdown(force=True),
}


@run_async
@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # a refusal knows no event loop
@pytest.mark.parametrize("name", CHANGES)
async def test_a_read_only_connection_changes_nothing(simulator: Simulator, name: str) -> None:
    simulator.change(lambda host: setattr(host, "maintenance", name == "leave"))
    async with connected(simulator, read_only=True) as esx:
        with pytest.raises(errors.ReadOnlyError):
            await CHANGES[name](esx.host)


@run_async
@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # a refusal knows no event loop
@pytest.mark.parametrize("name", CHANGES)
async def test_who_may_only_look_is_told_the_privilege(name: str) -> None:
    host = presets.small_host(machines=1)
    host.maintenance = name == "leave"
    users = {"guest": "secret"}
    with Simulator(host, username="root", tls=False, read_only_users=users) as simulator:
        uri = simulator.uri.replace("root@", "guest@")
        async with aioesx.connect(uri, password="secret") as esx:
            with pytest.raises(errors.NotPermittedError, match=r"Host\.Config|denied"):
                await CHANGES[name](esx.host)


@run_async
async def test_a_host_that_its_vcenter_does_not_reach_is_told_as_far_as_it_is_known() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        assert site.vcenter is not None
        esx2 = site.hosts["esx2"].state
        site.vcenter.change(lambda vcenter: vcenter.lose(esx2))
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            details = await (await esx.hosts.lookup("esx2.example")).details()

    assert details.state is aioesx.HostState.NOT_RESPONDING
    assert details.name == "esx2.example"
    assert details.services is None
    assert details.clock is None
    assert any(problem.startswith("clock: ") for problem in details.problems)
