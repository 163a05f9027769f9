"""`watch`, `events` and virsh's `event`: what is told as it happens, to people and to programs."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.command import command, invoke
from support.data import validated
from support.run import Outcome
from support.waiting import until_blocking

from aioesx import vim
from aioesx.cli.event_command import LIFECYCLE, TYPES, Lines
from aioesx.cli.status import ExitStatus
from aioesx.simulator import HostState, Simulator, presets

NOWHERE = "esx://root@127.0.0.1:9/"


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=4)


@pytest.fixture(autouse=True)
def _left(plain: Simulator) -> Iterator[None]:
    yield
    assert (plain.open_filters, plain.open_sessions, plain.open_waits) == (0, 0, 0)


def meanwhile(plain: Simulator, *words: str, act: Callable[[], object]) -> Outcome:
    """Run a command, and do something as soon as it listens."""
    with ThreadPoolExecutor(1) as thread:
        outcome = thread.submit(command, plain.uri, *words)
        until_blocking(lambda: plain.open_waits or outcome.done())
        act()
        return outcome.result()


def happen(plain: Simulator, kind: str, name: str = "db01", **facts: Any) -> None:
    plain.change(lambda host: host.events.post(kind, host.find(name), **facts))


# --- watch ---------------------------------------------------------------------------------------


def come_and_go(plain: Simulator, name: str = "db01") -> None:
    plain.change(lambda host: host.find(name).set_power("poweredOn"))
    until_blocking(lambda: plain.call_count["WaitForUpdatesEx"] > 2)
    plain.change(lambda host: host.unregister(host.find(name)))


def test_what_is_piped_on_is_a_line_of_json_for_each(plain: Simulator) -> None:
    words = ("watch", "--domain", "db01", "--properties", "state")
    outcome = meanwhile(plain, *words, act=lambda: come_and_go(plain))

    assert outcome.status == ExitStatus.OK, outcome.stderr
    there, changed, gone = validated("watch", outcome.stdout)
    assert (there["event"], there["name"], there["values"]["state"]) == (
        "appeared",
        "db01",
        "shut off",
    )
    assert (changed["property"], changed["before"], changed["value"]) == (
        "state",
        "shut off",
        "running",
    )
    assert gone["event"] == "vanished"


def test_a_person_reads_a_line_for_each(plain: Simulator) -> None:
    words = ("watch", "--text", "--domain", "db01", "--properties", "state")
    outcome = meanwhile(plain, *words, act=lambda: come_and_go(plain))

    lines = [line.partition("  ")[2] for line in outcome.stdout.splitlines()]
    assert lines == [
        "domain 'db01' is there: state=shut off",
        "domain 'db01' state: shut off -> running",
        "domain 'db01' has gone",
    ]


def test_csv_and_yaml_come_as_they_happen_too(plain: Simulator) -> None:
    words = ("watch", "--properties", "state", "--domain")
    in_csv = meanwhile(plain, "-o", "csv", *words, "db01", act=lambda: come_and_go(plain))
    plain.forget_calls()
    also = "console01"
    in_yaml = meanwhile(plain, "-o", "yaml", *words, also, act=lambda: come_and_go(plain, also))

    found = [line.split(",")[2] for line in in_csv.stdout.splitlines()]
    assert found == ["event", "appeared", "changed", "vanished"]
    assert [each["event"] for each in yaml.safe_load(in_yaml.stdout)] == found[1:]


def test_hosts_of_an_inventory_and_one_that_is_lost(plain: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "hosts.toml"
    file.write_text(f'[hosts.here]\nuri = "{plain.uri}"\n[hosts.gone]\nuri = "{NOWHERE}"\n')
    words = ("watch", "domain", "--inventory", str(file), "--properties", "state")

    outcome = command(plain.uri, *words, "--timeout", "1.5")
    chosen = command(plain.uri, *words, "--text", "--select", "gone", "--timeout", "0.5")

    told = validated("watch", outcome.stdout)
    (down,) = [each for each in told if each["host"] == "gone"]
    assert (down["event"], down["error"]) == ("down", "127.0.0.1:9: Connection refused")
    here = [each for each in told if each["host"] == "here"]
    assert [each["event"] for each in here] == ["up", *["appeared"] * 4]
    assert [line.partition("  ")[2] for line in chosen.stdout.splitlines()] == [
        "gone: lost: 127.0.0.1:9: Connection refused"
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("watch domian", "'domian' is no kind or type of objects"),
        ("watch domain --properties stat", "'stat' is no property of a domain"),
        ("watch pool --domain db01", "--domain is of domains"),
        ("watch --domain db01 --uri esx://x/", "Options --uri and --domain are mutually exclusive"),
        ("-o json watch --text", "--text cannot be had with --output json"),
        ("-o wire watch", "what has no end has no list of what the host said"),
        ("events VmPowerdOnEvent", "there is no type of events 'VmPowerdOnEvent'"),
        ("events --timeout 1", "--timeout is of --follow"),
        ("watch --select a", "--select is of --inventory or --uri"),
        ("watch --ask-password", "--ask-password is of --inventory or --uri"),
        ("watch --passwords-in-file", "--passwords-in-file is of --inventory or --uri"),
        ('watch --run "', "--run '\"': no closing quotation"),
        ("events --select a", "--select is of --inventory or --uri"),
        ("events --uri esx://x/", "--inventory is of --follow"),
        ("events --follow --uri esx://x/ --count 3", "--count is of one host"),
        ("events --follow --uri esx://x/ --domain a", "--domain is of one host"),
        ("events --since 1d --until 2d", "--until is not after --since"),
        ("event", "one of --list, --all, or --event <type> is required"),
        ("event --event nope", "unknown event type nope"),
        ("-o json event --all", "event has virsh's text"),
    ],
)
def test_bad_words_are_told(plain: Simulator, words: str, complaint: str) -> None:
    outcome = command(plain.uri, *words.split())

    assert outcome.status == ExitStatus.USAGE
    assert outcome.stderr.startswith(f"error: {complaint}")
    assert not plain.call_count["CreateFilter"]


# --- events --------------------------------------------------------------------------------------


def test_the_last_events_are_told_oldest_first(plain: Simulator) -> None:
    for kind in ("VmResettingEvent", "VmGuestRebootEvent", "VmResettingEvent"):
        happen(plain, kind)
    happen(plain, "VmResettingEvent", "web01")

    every = validated("events", command(plain.uri, "events", "VmEvent").stdout)
    of_one = command(plain.uri, "events", "VmResettingEvent", "--domain", "db01", "--count", "1")
    of_nobody = command(plain.uri, "events", "--user", "nobody")

    assert [(each["type"], each["domain"]) for each in every] == [
        ("VmResettingEvent", "db01"),
        ("VmGuestRebootEvent", "db01"),
        ("VmResettingEvent", "db01"),
        ("VmResettingEvent", "web01"),
    ]
    assert [each["key"] for each in validated("events", of_one.stdout)] == [every[2]["key"]]
    assert (of_nobody.status, of_nobody.stdout) == (ExitStatus.OK, "")


def test_since_and_until(plain: Simulator) -> None:
    happen(plain, "VmResettingEvent")
    tomorrow = "2999-01-01"

    assert len(validated("events", command(plain.uri, "events", "VmEvent", "--since", "1h").stdout))
    assert command(plain.uri, "events", "--since", tomorrow).stdout == ""
    assert command(plain.uri, "events", "VmEvent", "--until", "2001-01-01").stdout == ""


def test_those_that_happen_follow_the_last_ones(plain: Simulator) -> None:
    happen(plain, "VmResettingEvent")

    outcome = meanwhile(
        plain,
        *("events", "VmEvent", "--follow", "--timeout", "1", "--text"),
        act=lambda: happen(plain, "VmGuestRebootEvent"),
    )

    assert outcome.status == ExitStatus.OK, outcome.stderr
    first, second = outcome.stdout.splitlines()
    assert "  VmResettingEvent  db01:" in first
    assert "  VmGuestRebootEvent  db01:" in second


@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.parametrize("more", [(), ("--count", "1"), ("--since", "1h")])
def test_what_happens_while_the_history_is_read_is_told_once(
    plain: Simulator, before: int, more: tuple[str, ...]
) -> None:
    for _ in range(before):
        happen(plain, "VmResettingEvent")
    plain.fault_on("CreateCollectorForEvents", delay=0.5, skip=1, times=1)
    words = ("events", "VmEvent", "--follow", "--timeout", "1.5", *more)

    with ThreadPoolExecutor(1) as thread:
        outcome = thread.submit(command, plain.uri, *words)
        until_blocking(lambda: plain.call_count["CreateCollectorForEvents"] == 2)
        happen(plain, "VmGuestRebootEvent")
        told = validated("events", outcome.result().stdout)

    wanted = ["VmResettingEvent"] * (0 if "--count" in more else before)
    assert [each["type"] for each in told] == [*wanted, "VmGuestRebootEvent"]


def test_those_of_many_hosts_come_with_their_host(plain: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "hosts.toml"
    file.write_text(f'[hosts.here]\nuri = "{plain.uri}"\n[hosts.gone]\nuri = "{NOWHERE}"\n')
    words = ("events", "VmEvent", "--follow", "--inventory", str(file), "--timeout", "1.5")

    outcome = meanwhile(plain, *words, act=lambda: happen(plain, "VmResettingEvent"))

    assert outcome.status == ExitStatus.OK, outcome.stderr
    told = validated("events", outcome.stdout)
    assert sorted((each["source"], each["type"], each["domain"]) for each in told) == [
        ("gone", "HostDown", None),
        ("here", "HostUp", None),
        ("here", "VmResettingEvent", "db01"),
    ]


def test_a_fleet_takes_events(plain: Simulator) -> None:
    happen(plain, "VmResettingEvent")
    (told,) = validated("fleet", command(plain.uri, "-o", "json", "fleet", "events").stdout)
    assert told["data"][0]["type"] == "VmResettingEvent"


# --- virsh's -------------------------------------------------------------------------------------


def test_one_event_is_waited_for(plain: Simulator) -> None:
    outcome = meanwhile(
        plain,
        *("event", "db01", "--event", "lifecycle"),
        act=lambda: happen(plain, "VmPoweredOnEvent"),
    )
    line = "event 'lifecycle' for domain 'db01': Started Booted\n"
    assert outcome == Outcome(0, f"{line}events received: 1\n\n", "")


def test_with_the_time_until_the_time_is_out(plain: Simulator) -> None:
    def act() -> None:
        happen(plain, "VmResettingEvent")
        happen(plain, "VmPoweredOffEvent", "web01")

    words = ("event", "--all", "--loop", "--timeout", "1", "--timestamp")
    outcome = meanwhile(plain, *words, act=act)

    *told, end, count, _ = outcome.stdout.splitlines()
    assert [line.partition("+0000: ")[2] for line in told] == [
        "event 'reboot' for domain 'db01'",
        "event 'lifecycle' for domain 'web01': Stopped Destroyed",
    ]
    stamped = datetime.strptime(told[0].partition("+")[0], "%Y-%m-%d %H:%M:%S.%f")
    assert abs((stamped - datetime.now(UTC).replace(tzinfo=None)).total_seconds()) < 60
    assert (end, count) == ("event loop timed out", "events received: 2")
    assert outcome.status == ExitStatus.OK


def of_machine(kind: str, **facts: Any) -> vim.Event:
    machine = vim.ManagedObjectReference("VirtualMachine", "1")
    cls = getattr(vim, kind)
    return cls(  # type: ignore[no-any-return]
        key=1, chain_id=1, created_time=datetime.now(UTC), user_name="root", template=False,
        vm=vim.VmEventArgument(name="web01", vm=machine), **facts,
    )  # fmt: skip


def test_a_guest_that_was_shut_down_has_not_been_destroyed() -> None:
    lines = Lines(frozenset(TYPES))
    told = [
        line
        for kind in ("VmGuestShutdownEvent", "VmPoweredOffEvent", "VmPoweredOffEvent")
        for line in lines.of(of_machine(kind))
    ]
    assert [line.rpartition(": ")[2] for line in told] == ["Stopped Shutdown", "Stopped Destroyed"]


def test_a_new_name_is_a_definition_that_goes_and_one_that_comes() -> None:
    event = of_machine("VmRenamedEvent", old_name="web01", new_name="web02")
    assert list(Lines(frozenset({"lifecycle"})).of(event)) == [
        "event 'lifecycle' for domain 'web01': Undefined Renamed",
        "event 'lifecycle' for domain 'web02': Defined Renamed",
    ]


@pytest.mark.peer("virsh")
def test_the_words_are_virshs() -> None:
    """virsh makes no events of its own test driver while it waits: its words are looked up."""
    judge = subprocess.run(
        ["virsh", "-c", "test:///default", "event", "--list"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    text = Path("/usr/bin/virsh").read_bytes().decode("latin-1")

    assert judge.stdout == invoke("-c", NOWHERE, "event", "--list").stdout
    assert "event 'lifecycle' for domain '%s': %s %s\n" in text
    assert "event '%s' for domain '%s'\n" in text
    assert all(word in text for words in LIFECYCLE.values() for word in words.split())
    assert "event loop interrupted\n" in text


@pytest.mark.peer("virsh")
@pytest.mark.parametrize(
    "line", ["--all --timeout 1", "--event lifecycle --loop --timeout 1 --timestamp", ""]
)
def test_what_comes_of_nothing_is_virshs(plain: Simulator, line: str) -> None:
    words = ["event", *line.split()]
    judge = subprocess.run(
        ["virsh", "-c", "test:///default", *words], capture_output=True, text=True, check=False
    )
    outcome = command(plain.uri, *words)

    assert outcome.stdout == judge.stdout
    assert (outcome.status == 0) is (judge.returncode == 0)
    assert outcome.stderr.strip() == judge.stderr.strip()


# --- what is done about it -----------------------------------------------------------------------


def test_a_program_is_run_for_each_change_and_not_for_what_is_there(
    plain: Simulator, tmp_path: Path
) -> None:
    script = tmp_path / "note me"
    script.write_text(
        f'#!/bin/sh\necho "$1 $AIOESX_EVENT $AIOESX_NAME $AIOESX_VALUE" >> {tmp_path}/noted\n'
    )
    script.chmod(0o755)
    words = ("watch", "--domain", "db01", "--properties", "state", "--run", f"'{script}' 'a;b'")

    outcome = meanwhile(plain, *words, act=lambda: come_and_go(plain))

    assert (outcome.status, outcome.stderr) == (ExitStatus.OK, "")
    assert (tmp_path / "noted").read_text().splitlines() == [
        "a;b changed db01 running",
        "a;b vanished db01 ",
    ]


def test_a_program_does_not_find_the_webhooks_url(
    plain: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_HOOK", "http://127.0.0.1:9/SECRET")
    script = tmp_path / "note"
    script.write_text(
        f"#!/bin/sh\nenv > {tmp_path}/noted.new; mv {tmp_path}/noted.new {tmp_path}/noted"
    )
    script.chmod(0o755)
    words = ("watch", "--domain", "db01", "--properties", "state", "--timeout", "2")

    with ThreadPoolExecutor(1) as thread:
        more = ("--run", str(script), "--webhook-env", "MY_HOOK")
        outcome = thread.submit(command, plain.uri, *words, *more)
        until_blocking(lambda: plain.open_waits)
        plain.change(lambda host: host.find("db01").set_power("poweredOn"))
        until_blocking((tmp_path / "noted").exists)
        outcome.result()

    told = (tmp_path / "noted").read_text()
    assert "AIOESX_NAME=db01" in told
    assert "SECRET" not in told


def test_a_webhook_that_fails_is_a_warning(plain: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "url"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        file.write_text(f"http://127.0.0.1:{port}/SECRET\n")
        refused = threading.Thread(target=_refuse, args=(listener, 2))
        refused.start()
        words = ("watch", "--domain", "db01", "--properties", "state", "--webhook-file", str(file))
        outcome = meanwhile(plain, *words, act=lambda: come_and_go(plain))
        refused.join()

    assert outcome.status == ExitStatus.OK
    told = f"<Webhook at http://127.0.0.1:{port}> did not take a change: HTTP status 400"
    assert [line.partition("warning: ")[2] for line in outcome.stderr.splitlines()] == [told] * 2


def _refuse(listener: socket.socket, times: int) -> None:
    for _ in range(times):
        connection, _address = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 400 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("--webhook ftp://x/SECRET", "the webhook's URL should be http://host/..."),
        ("--webhook-env NOWHERE", "the environment has no NOWHERE, which has the webhook's URL"),
        ("--webhook-file /no/such", "cannot read '/no/such', which has the webhook's URL: No such"),
        ("--webhook http://x/ --webhook-env X", "Options --webhook and --webhook-env are mutually"),
        ("--run /no/such", "there is no program '/no/such' that can be run"),
        ("--at-once 2", "--at-once is of --run"),
    ],
)
def test_what_cannot_be_done_is_told_before_a_connection(words: str, complaint: str) -> None:
    outcome = invoke("-c", NOWHERE, "watch", *words.split())

    assert outcome.status == ExitStatus.USAGE
    assert outcome.stderr.startswith(f"error: {complaint}")
    assert "SECRET" not in outcome.stderr
