"""Commands about the host: what they print, refuse and do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.command import command
from support.vcenter import Estate, quick, uri_of_vcenter

from aioesx.cli.status import ExitStatus
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import ESXI_8_0, ESXI_8_0_FREE, GSX_2_0, Profile
from aioesx.simulator.state.upkeep import sensor


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    options = Options(task_seconds=0.01, boot_seconds=60.0)
    host = presets.small_host(machines=3, profile=ESXI_8_0, options=options)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator


def well(simulator: Simulator, *words: str) -> str:
    outcome = command(simulator.uri, *words)
    assert (outcome.status, outcome.stderr) == (0, ""), outcome.stderr
    return outcome.stdout


def facts(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {label.strip(): value.strip() for label, _, value in lines}


def test_host_info(simulator: Simulator) -> None:
    def heat(host: object) -> None:
        simulator.state.upkeep.sensors.append(sensor("CPU 1 Temp", "temperature", 9_850, "red"))

    simulator.change(heat)
    told = facts(well(simulator, "host-info"))

    assert told["Product"].startswith("VMware ESXi 8.0.3")
    assert told["Health"] == "red, 8 sensors"
    assert told["red"].startswith("CPU 1 Temp")
    assert told["Lockdown"] == "disabled"
    assert told["Drift"].endswith(" s")
    assert told["NTP servers"] == "none"
    assert told["Certificate"].startswith("CN=")
    assert told["Domains"] == "3, 1 running"
    assert "syslog" in told["Services"]


@pytest.mark.parametrize("profile", [GSX_2_0, ESXI_8_0_FREE], ids=lambda it: it.name)
def test_what_a_product_has_not_is_a_dash(profile: Profile) -> None:
    host = presets.small_host(machines=1, profile=profile)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        told = facts(well(simulator, "host-info"))

    hosted = profile is GSX_2_0
    assert (told["Services"] == "-") == hosted
    assert (told["Licence"] == "-") == hosted
    assert ("free" in told["Licence"]) == (not hosted)


def test_what_is_hidden_is_a_warning(simulator: Simulator) -> None:
    simulator.fault_on("QueryDateTime", "NoPermission")

    outcome = command(simulator.uri, "host-info")

    assert outcome.status == 0
    assert facts(outcome.stdout)["Drift"] == "-"
    assert outcome.stderr.startswith("warning: clock: ")


def test_services(simulator: Simulator) -> None:
    rows = well(simulator, "host-services").splitlines()
    assert next(row for row in rows if " ssh " in row).split()[:4] == [
        "ssh",
        "TSM-SSH",
        "stopped",
        "off",
    ]
    assert well(simulator, "host-services", "start", "ssh") == "Service 'ssh' started\n\n"
    assert well(simulator, "host-services", "restart", "TSM-SSH")
    assert well(simulator, "host-services", "policy", "ssh", "on")
    ssh = simulator.state.upkeep.services["TSM-SSH"]
    assert (ssh.running, ssh.policy) == (True, "on")
    assert well(simulator, "host-services", "stop", "--service", "ssh")
    assert not ssh.running


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        ("host-services start", 2, "requires <service>"),
        ("host-services policy ssh", 2, "requires <policy>"),
        ("host-services policy ssh often", 2, "should be one of on, off, automatic"),
        ("host-services strat ssh", 2, "'strat'"),
        ("host-services start ssh on", 2, "unexpected data 'on'"),
        ("host-services list ssh", 2, "unexpected data 'ssh'"),
        ("host-services stop ssh", 1, "is not running"),
        ("host-services stop shh", 5, "did you mean 'ssh'"),
        ("host-services stop syslog", 1, "required"),
        ("host-firewall enable", 2, "requires <ruleset>"),
        ("host-firewall enable ntpClient 10.0.0.1", 2, "unexpected data '10.0.0.1'"),
        ("host-firewall allow sshServer", 2, "requires addresses"),
        ("host-firewall allow sshServer 10.0.0.1 --everybody", 2, "requires addresses"),
        ("host-firewall allow sshServer 10.0.0.1/8", 2, "no network"),
        ("host-firewall disable webAccess", 1, "required"),
        ("host-ntp ntp.example --none", 2, "mutually exclusive"),
        ("maintenance status --wait", 2, "belong to 'maintenance enter'"),
        ("maintenance enter --timeout 0", 2, "deadline"),
        ("maintenance enter", 1, "domains run on the host: web01"),
        ("maintenance enter --evacuate", 1, "at a vCenter"),
        ("maintenance leave", 1, "not in maintenance mode"),
        ("maintenance enter --timeout 0.3", 8, "in its way: web01"),
        ("host-reboot", 2, "where 1 domain(s) run: say --yes"),
        ("host-shutdown", 2, "this turns off esx-sim"),
        ("host-reboot --yes", 1, "not in maintenance mode, so it is not restarted"),
        ("host-shutdown --yes", 1, "not turned off; domains run: web01"),
        ("nodecpustats", 2, "--percent"),
        ("nodesuspend mem 60", 2, "`host-shutdown`"),
    ],
)
def test_what_is_refused(simulator: Simulator, words: str, status: int, text: str) -> None:
    outcome = command(simulator.uri, *words.split())

    assert outcome.status == status, outcome.stderr
    assert text in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
    assert not simulator.state.maintenance
    assert not simulator.state.away


def test_firewall(simulator: Simulator) -> None:
    assert well(simulator, "host-firewall", "allow", "sshServer", "10.0.0.0/8", "192.0.2.1")
    row = next(r for r in well(simulator, "host-firewall").splitlines() if "sshServer" in r)
    assert row.split() == ["sshServer", "enabled", "in", "tcp/22", "192.0.2.1,", "10.0.0.0/8"]
    assert well(simulator, "host-firewall", "allow", "sshServer", "--everybody")
    assert well(simulator, "host-firewall", "disable", "sshServer") == (
        "Ruleset 'sshServer' disabled\n\n"
    )
    assert well(simulator, "host-firewall", "enable", "ntpClient")
    assert simulator.state.upkeep.rulesets["ntpClient"].enabled


def test_clock_and_log(simulator: Simulator) -> None:
    assert well(simulator, "host-ntp", "ntp1.example", "ntp2.example")
    assert facts(well(simulator, "host-ntp"))["NTP servers"] == "ntp1.example, ntp2.example"
    assert well(simulator, "host-ntp", "--none")
    assert simulator.state.upkeep.ntp_servers == []
    assert well(simulator, "host-syslog", "udp://log.example:514")
    assert well(simulator, "host-syslog") == "udp://log.example:514\n\n"
    assert well(simulator, "host-syslog", "--none")
    assert well(simulator, "host-syslog") == "\n"


def test_maintenance_and_the_end(simulator: Simulator) -> None:
    assert well(simulator, "maintenance") == "Maintenance:    no\nIn its way:     web01\n\n"
    assert well(simulator, "destroy", "web01")
    assert well(simulator, "maintenance", "enter")
    status = command(simulator.uri, "maintenance", "status")  # connecting warns, as libvirt does
    assert facts(status.stdout)["Maintenance"] == "yes"
    shown = command(simulator.uri, "host-info").stdout
    assert facts(shown)["State"] == "connected, maintenance"
    assert command(simulator.uri, "maintenance", "leave").status == 0
    assert not simulator.state.maintenance
    assert well(simulator, "host-shutdown", "--yes", "--force") == "Host is being shut down\n\n"
    simulator.change(lambda host: host.go_down(None))
    assert command(simulator.uri, "hostname").status == ExitStatus.NO_CONNECTION
    simulator.power_on()
    assert well(simulator, "host-reboot", "--yes", "--force") == "Host is being restarted\n\n"


def test_processors_and_memory(simulator: Simulator) -> None:
    assert well(simulator, "nodecpumap").splitlines()[:2] == [
        "CPUs present:   48",
        "CPUs online:    48",
    ]
    assert "0-47" in well(simulator, "nodecpumap", "--pretty")
    usage = facts(well(simulator, "nodecpustats", "--percent"))
    total = float(usage["usage"].rstrip("%")) + float(usage["idle"].rstrip("%"))
    assert round(total, 1) == 100.0
    memory = facts(well(simulator, "nodememstats"))
    assert memory["total"] == "134217728 KiB"
    free = well(simulator, "freecell").removeprefix("Total:").strip()
    assert memory["free"] == free


@pytest.mark.parametrize(
    "words",
    ["host-info", "host-services", "host-firewall", "host-ntp", "maintenance", "nodememstats"],
)
def test_over_a_vcenter_a_host_is_named(words: str) -> None:
    with Estate(options=quick()).site(tls=False) as site:
        uri = uri_of_vcenter(site)
        refused = command(uri, words)
        served = command(uri, words, "--host", "esx2.example")

    assert refused.status == 1
    assert "has several hosts: name one" in refused.stderr
    assert (served.status, served.stderr) == (0, "")
