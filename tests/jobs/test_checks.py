"""Checks of a host that is well, and of one that is not; the command as monitoring runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.command import command, invoke
from support.run import Outcome
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import vim
from aioesx.jobs.check import CHECKS, PluginState, Range, Thresholds, run_check
from aioesx.jobs.check.names import NAMES
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import PROFILES
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.questions import QUESTIONS
from aioesx.simulator.state.upkeep import sensor

OK, WARNING, CRITICAL, UNKNOWN = PluginState

HOSTS = [each for each in PROFILES.values() if not each.is_vcenter]
LATEST = next(each for each in HOSTS if each.version.startswith("8."))


@pytest.fixture
def simulated() -> HostState:
    """A host of today, whose two machines have Tools."""
    options = Options(task_seconds=0.0, tools_seconds=0.0)
    return presets.small_host(machines=2, profile=LATEST, options=options)


def make_old_snapshot(host: Any) -> None:
    made = host.find("web01").snapshots.take("old", "", memory=False, quiesce=False)
    made.created = datetime.now(UTC) - timedelta(days=10)


def make_snapshot_by_a_clock_ahead(host: Any) -> None:
    made = host.find("web01").snapshots.take("new", "", memory=False, quiesce=False)
    made.created = datetime.now(UTC) + timedelta(minutes=1)


def lose_snapshot(host: Any) -> None:
    snapshots = host.find("db01").snapshots
    snapshots.take("lost", "", memory=False, quiesce=False)
    snapshots.roots, snapshots.current = [], None


def fill(host: Any) -> None:
    store = next(each for each in host.datastores.values() if each.name == "datastore1")
    store.capacity = round((store.capacity - store.free) / 0.85)


def lose_store(host: Any) -> None:
    next(each for each in host.datastores.values() if each.name == "nfs1").accessible = False


def ask(host: Any) -> None:
    host.find("db01").ask(QUESTIONS["moved-or-copied"].ask())


def maintain(host: Any) -> None:
    host.maintenance = True


def heat(host: Any) -> None:
    host.upkeep.sensors.append(sensor("Inlet", "temperature", 8500, "red"))


def slow_down(host: Any) -> None:
    host.upkeep.sensors.append(sensor("Fan 9", "fan", 50_000, "yellow"))


def put_clock_back(host: Any) -> None:
    host.upkeep.clock_offset = timedelta(seconds=-60)


TROUBLES: dict[str, tuple[str, Callable[[Any], Any], PluginState, str]] = {
    # what              the check        what happens      how it is then, and what is told
    "a lost snapshot": ("consolidation", lose_snapshot, WARNING, "db01"),
    "little room": ("datastores", fill, WARNING, "little room on datastore1"),
    "a lost datastore": ("datastores", lose_store, CRITICAL, "out of reach: nfs1"),
    "a question": ("questions", ask, CRITICAL, "db01"),
    "an old snapshot": ("snapshots", make_old_snapshot, WARNING, "10.0 d old: web01: old"),
    "maintenance": ("host", maintain, WARNING, "is in maintenance mode"),
    "heat": ("host", heat, CRITICAL, "Inlet is red, 85 degrees C"),
    "a slow fan": ("host", slow_down, WARNING, "Fan 9 is yellow, 500 RPM"),
    "a wrong clock": ("clock", put_clock_back, CRITICAL, "60.0 s behind"),
}


def test_the_table_of_names_is_that_of_the_checks() -> None:
    assert tuple(sorted(CHECKS)) == NAMES


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize("name", [each for each in NAMES if each != "domain"])
async def test_of_a_host_that_is_well_all_is_ok(esx: aioesx.Connection, name: str) -> None:
    outcome = await run_check(esx, name)

    assert outcome.state is OK, str(outcome)


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize("what", TROUBLES)
async def test_trouble_is_found_and_named(
    simulator: Simulator, esx: aioesx.Connection, what: str
) -> None:
    name, trouble, state, told = TROUBLES[what]
    simulator.change(trouble)

    outcome = await run_check(esx, name)

    assert (outcome.state, told in outcome.text) == (state, True), str(outcome)


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_snapshot_by_a_clock_ahead_of_ours_is_new(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.change(make_snapshot_by_a_clock_ahead)

    outcome = await run_check(esx, "snapshots")

    assert (outcome.state, outcome.readings[0].value) == (OK, 0)


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize(
    ("name", "thresholds", "state"),
    [
        ("certificate", Thresholds(critical=Range(10_000)), CRITICAL),
        ("licence", Thresholds(warning=Range(10_000)), WARNING),
        ("datastores", Thresholds(warning=Range(100), critical=Range(5)), WARNING),
        ("datastores", Thresholds(critical=Range(0, 50, inside=True)), OK),
        ("snapshots", Thresholds(count_critical=Range(1)), CRITICAL),
        ("clock", Thresholds(warning=Range(100)), WARNING),
        ("tools", Thresholds(warning=Range(1)), WARNING),
    ],
)
async def test_ranges_count_in_place_of_the_usual_ones(
    esx: aioesx.Connection, name: str, thresholds: Thresholds, state: PluginState
) -> None:
    assert (await run_check(esx, name, thresholds)).state is state


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize(
    ("domain", "wanted", "state"),
    [
        ("web01", "running", OK),
        ("db01", "running", CRITICAL),
        ("db01", "shut off", OK),
        ("nobody", "running", CRITICAL),
    ],
)
async def test_a_domain_is_to_be_in_a_state(
    esx: aioesx.Connection, domain: str, wanted: str, state: PluginState
) -> None:
    outcome = await run_check(esx, "domain", names=(domain,), state=wanted)

    assert outcome.state is state
    assert domain in outcome.text


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_names_leave_out_what_is_not_meant(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.change(make_old_snapshot)

    assert (await run_check(esx, "snapshots", names=("db*",))).state is OK


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize("name", [each for each in NAMES if each != "domain"])
async def test_a_name_that_nothing_has_is_unknown(esx: aioesx.Connection, name: str) -> None:
    kind = CHECKS[name].named
    alone = await run_check(esx, name, names=("misspelt*",))
    beside = await run_check(esx, name, names=("*", "misspelt"))

    assert (alone.state, beside.state) == (UNKNOWN, UNKNOWN)
    assert alone.text == f"no {kind} is called 'misspelt*'"
    assert f"no {kind} is called 'misspelt'" in beside.lines


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_state_is_refused_where_nothing_is_held_against_it(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.forget_calls()

    for name in set(NAMES) - {"domain"}:
        with pytest.raises(ValueError, match=f"'{name}' takes no state"):
            await run_check(esx, name, state="running")

    assert not simulator.call_count


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize(
    "name", ["consolidation", "datastores", "questions", "snapshots", "tools", "host"]
)
async def test_a_check_costs_a_few_calls(
    simulator: Simulator, esx: aioesx.Connection, name: str
) -> None:
    await esx.domains.list()
    simulator.forget_calls()

    await run_check(esx, name)

    most = {"host": 6, "datastores": 3}.get(name, 1)
    assert sum(simulator.call_count.values()) <= most


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_what_the_host_refuses_is_unknown(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.fault_on("RetrievePropertiesEx", fault="SystemError")

    assert (await run_check(esx, "snapshots")).state is UNKNOWN


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_vcenters_hosts_are_looked_at_each() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            outcome = await run_check(esx, "clock")

    assert len(outcome.readings) > 1


@pytest.mark.anyio
@pytest.mark.one_loop
@pytest.mark.parametrize("name", ["certificate", "clock", "host"])
async def test_the_first_line_names_the_host_that_is_in_trouble(name: str) -> None:
    thresholds = Thresholds(critical=Range(10_000)) if name == "certificate" else Thresholds()
    with Estate(options=quick()).site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            (entry, *_) = await esx.hosts.list()
            await esx.run(vim.DisconnectHost_Task(this=entry.host.ref))

            outcome = await run_check(esx, name, thresholds)

    assert outcome.state is not OK
    assert f"3 hosts: {entry.name}: " in outcome.text


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_the_first_line_says_what_is_not_known(esx: aioesx.Connection) -> None:
    outcome = await run_check(esx, "questions", names=("web*", "misspelt"))

    assert outcome.text == "no question waits; no domain is called 'misspelt'"


# --- the command ---------------------------------------------------------------------------------


def first_line(outcome: Outcome) -> str:
    return outcome.stdout.split("\n")[0]


@pytest.mark.parametrize(
    ("words", "status", "begin"),
    [
        (("snapshots",), OK, "SNAPSHOTS OK - no snapshots | oldest=0s;604800;2592000;0 count=0"),
        (("datastores", "-w", "99.99:", "-c10:"), WARNING, "DATASTORES WARNING - little room"),
        (("datastores", "--critical", "99.99:"), CRITICAL, "DATASTORES CRITICAL - "),
        (("domain", "-n", "db01", "--state", "shut off"), OK, "DOMAIN OK - db01 is shut off"),
        (("domain",), UNKNOWN, "DOMAIN UNKNOWN - the check 'domain' needs the name"),
        (("domain", "-n", "db01", "--state", "of"), UNKNOWN, "DOMAIN UNKNOWN - 'of' is no state"),
        (("host", "-w", "5"), UNKNOWN, "HOST UNKNOWN - the check 'host' takes no range"),
        (("tools", "--count-warning", "5"), UNKNOWN, "TOOLS UNKNOWN - the check 'tools' counts"),
        (("snapshots", "-w", "5:1"), UNKNOWN, "CHECK UNKNOWN - Invalid value for '--warning'"),
        (("snapshots", "-t", "0"), UNKNOWN, "CHECK UNKNOWN - Invalid value for '--timeout'"),
        (("snapshots", "--nope"), UNKNOWN, "CHECK UNKNOWN - command 'check' doesn't support"),
        (("snapshot",), UNKNOWN, "CHECK UNKNOWN - Invalid value for '--what'"),
        ((), UNKNOWN, "CHECK UNKNOWN - command 'check' requires <what>"),
        (("host", "more"), UNKNOWN, "CHECK UNKNOWN - "),
    ],
)
def test_the_command_ends_as_a_plugin(
    simulator: Simulator, words: tuple[str, ...], status: PluginState, begin: str
) -> None:
    outcome = command(simulator.uri, "check", *words)

    assert (outcome.status, first_line(outcome)[: len(begin)]) == (status, begin)
    assert outcome.stderr == ""


@pytest.mark.parametrize("words", [("--nope",), ("-o", "xml"), ("--timeout", "x")])
def test_what_is_wrong_before_the_command_is_told_to_monitoring_too(words: tuple[str, ...]) -> None:
    outcome = invoke(*words, "check", "host")

    assert (outcome.status, outcome.stderr) == (UNKNOWN, "")
    assert first_line(outcome).startswith("CHECK UNKNOWN - ")


def test_a_thing_that_is_called_check_makes_no_check_of_another_command() -> None:
    outcome = invoke("--nope", "start", "check")

    assert (outcome.status, outcome.stdout) == (2, "")


@pytest.mark.parametrize(
    ("uri", "password", "status", "told"),
    [
        ("esx://root@127.0.0.1:1/", "canary-password", CRITICAL, "Connection refused"),
        ("esx://root@127.0.0.1:1/?transport=nope", "canary-password", UNKNOWN, "transport"),
        ("bogus://x/", "canary-password", UNKNOWN, "unknown scheme"),
        ("", "canary-password", UNKNOWN, "incorrect user name or password"),
    ],
)
def test_who_cannot_be_reached_is_critical_and_who_cannot_be_asked_unknown(
    simulator: Simulator, uri: str, password: str, status: PluginState, told: str
) -> None:
    outcome = command(uri or simulator.uri, "check", "host", password=password)

    assert outcome.status == status
    assert told in first_line(outcome)
    assert password not in outcome.stdout + outcome.stderr
    assert "Traceback" not in outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("time", "status"),
    [("0.3", CRITICAL), ("0.3:UNKNOWN", UNKNOWN), ("0.3:warning", WARNING), ("0.3:0", OK)],
)
def test_a_host_that_is_slow_ends_as_was_said(
    simulator: Simulator, time: str, status: PluginState
) -> None:
    simulator.fault_on("RetrievePropertiesEx", delay=1.0, times=1)

    outcome = command(simulator.uri, "check", "snapshots", "-t", time)

    assert (outcome.status, "no result within 0.3 s" in outcome.stdout) == (status, True)


def test_an_error_that_nobody_foresaw_is_one_line(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aioesx.jobs.check import run

    async def break_down(*_: object) -> None:
        raise RuntimeError("some\nthing | odd")

    broken = CHECKS["host"].__class__("", "", None, None, break_down)  # type: ignore[arg-type]
    monkeypatch.setattr(run, "CHECKS", {**CHECKS, "host": broken})

    outcome = command(simulator.uri, "check", "host")

    assert (outcome.status, outcome.stdout) == (UNKNOWN, "HOST UNKNOWN - some thing / odd\n")


def test_json_has_what_the_line_has(simulator: Simulator) -> None:
    import json

    outcome = invoke(
        "-c", simulator.uri, "-o", "json", "check", "questions", env={"AIOESX_PASSWORD": "secret"}
    )

    found = json.loads(outcome.stdout)
    assert (found["service"], found["state"], found["status"]) == ("QUESTIONS", "OK", 0)
    assert found["readings"][0] == {
        "label": "questions", "value": 0, "unit": "", "warning": None, "critical": "0",
        "state": "OK",
    }  # fmt: skip
