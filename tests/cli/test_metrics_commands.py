"""What domains use, by the command: perf, and virsh's statistics."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

import pytest
from support.command import command

from aioesx.simulator import Simulator, presets

CPU = "cpu.usage.average"


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    with Simulator(presets.small_host(machines=5), password="secret", tls=False) as simulator:
        yield simulator.uri


def well(uri: str, *words: str) -> str:
    outcome = command(uri, *words)
    assert (outcome.status, outcome.stderr) == (0, "")
    return outcome.stdout


def data(uri: str, *words: str) -> Any:
    return json.loads(well(uri, "-o", "json", *words))


# --- perf ----------------------------------------------------------------------------------------


def test_samples_of_all_domains_are_a_table(uri: str) -> None:
    lines = well(uri, "perf", CPU).splitlines()

    assert lines[0].split() == ["Name", "Counter", "Instance", "Time", "Value", "Unit"]
    assert [line.split()[0] for line in lines[2:4]] == ["web01", "win01"]
    assert all(line.split()[-1] == "percent" for line in lines[2:4])


def test_samples_of_devices_are_data(uri: str) -> None:
    words = ("perf", "cpu.used.summation", "--domain", "web01", "--instance", "*", "--last", "2")
    told = data(uri, *words)
    (_, *rows) = csv.reader(well(uri, "-o", "csv", *words).splitlines())

    assert [each["instance"] for each in told] == ["0", "0", "1", "1", "", ""]
    assert {each["interval_seconds"] for each in told} == {20}
    assert len(rows) == 6


def test_a_pattern_stands_for_counters_and_a_kind_for_things(uri: str) -> None:
    told = data(uri, "perf", "net.usage.*", "mem.swapi*.average", "--of", "host")

    assert {each["counter"] for each in told} == {
        "net.usage.average", "mem.swapin.average", "mem.swapinRate.average",
    }  # fmt: skip


def test_counters_are_listed_all_or_those_of_a_domain(uri: str) -> None:
    everything = {each["name"]: each for each in data(uri, "perf")}
    of_web = {each["name"]: each for each in data(uri, "perf", "--domain", "web01")}

    assert everything[CPU]["instances"] is None
    assert sorted(of_web["cpu.used.summation"]["instances"]) == ["", "0", "1"]
    assert of_web.keys() < everything.keys()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("perf cpu.usge.average", "counter 'cpu.usge.average'; did you mean 'cpu.usage.average'?"),
        ("perf nothing.*", "no counter's name fits 'nothing.*'"),
        (f"perf {CPU} --of machines", "should be one of domain, host"),
        (f"perf {CPU} --of host --domain web01", "--domain"),
        (f"perf {CPU} --interval 60", "there are samples of 20, 300 seconds"),
        (f"perf {CPU} --last 0", "last=0 samples are none to read"),
        (f"perf {CPU} --since 1h --until 2h", "--until is not after --since"),
        ("perf --last 3", "--last is of samples: name a counter"),
        ("perf --since 1h", "--since is of samples"),
        ("perf --counters --until 1h", "--until is of samples"),
        ("perf --domain web01 --instance *", "--instance is of samples"),
        ("perf --counters --of host", "--of is of samples"),
        ("perf --interval 20", "--interval is of samples, or of the counters of --domain"),
        ("perf --domain web01 --domain win01", "counters of one thing are listed"),
        ("domstats --dirtyrate --enforce", "has no statistics of 'dirtyrate'"),
        ("dommemstat db01", "domain 'db01' is not running"),
        ("domblkstat web01 sdz", "invalid path 'sdz' not assigned to domain"),
        ("domifstat web01 eth0", "'eth0' is not a known interface"),
    ],
)
def test_what_cannot_be_told_is_refused(uri: str, line: str, says: str) -> None:
    outcome = command(uri, *line.split())

    assert outcome.status != 0
    assert outcome.stdout in ("", "\n")
    assert says in outcome.stderr


# --- virsh's -------------------------------------------------------------------------------------


def stats(text: str) -> dict[str, dict[str, str]]:
    """Return what ``domstats`` has printed, by the names of domains."""
    found: dict[str, dict[str, str]] = {}
    for block in text.strip("\n").split("\n\n"):
        head, *lines = block.splitlines()
        found[head.removeprefix("Domain: ").strip("'")] = dict(
            line.strip().split("=", 1) for line in lines
        )
    return found


def test_statistics_have_libvirts_names_and_rates_have_their_own(uri: str) -> None:
    found = stats(well(uri, "domstats"))

    assert list(found) == ["web01", "db01", "build01", "console01", "win01"]
    assert [each["state.state"] for each in found.values()] == ["1", "5", "3", "5", "1"]
    web, db = found["web01"], found["db01"]
    assert web["balloon.maximum"] == "2097152"
    assert web["block.0.path"] == "[datastore1] web01/web01.vmdk"
    assert {"cpu.time.rate", "vcpu.1.time.rate", "net.0.rx.bytes.rate"} <= web.keys()
    assert {"cpu.time", "net.0.rx.bytes", "block.0.rd.reqs"}.isdisjoint(web)
    assert not [key for key in db if key.endswith(".rate")]
    assert data(uri, "domstats", "db01")[0]["statistics"]["block.count"] == 1


def test_groups_and_lists_are_chosen_as_by_virsh(uri: str) -> None:
    assert stats(well(uri, "domstats", "--list-paused", "--state")) == {
        "build01": {"state.state": "3", "state.reason": "0"}
    }
    assert list(stats(well(uri, "domstats", "--list-inactive", "--state"))) == ["db01", "console01"]
    assert well(uri, "domstats", "--list-transient").strip() == ""
    assert well(uri, "-q", "domstats", "web01", "--perf") == "Domain: 'web01'\n"


def test_one_domain_is_told_by_device(uri: str) -> None:
    mac = "00:0c:29:00:01:01"
    memory = dict(line.split() for line in well(uri, "-q", "dommemstat", "web01").splitlines())
    block = well(uri, "-q", "domblkstat", "web01", "sda").splitlines()
    card = well(uri, "-q", "domifstat", "web01", mac).splitlines()

    assert memory.keys() == {"actual", "rss"}
    assert [line.split()[:2] for line in block] == [
        ["sda", f"{key}_rate"] for key in ("rd_req", "rd_bytes", "wr_req", "wr_bytes")
    ]
    assert {line.split()[0] for line in card} == {mac}
    assert len(card) == 6
    assert data(uri, "domifstat", "web01", mac).keys() > {"rx_bytes_rate", "tx_drop_rate"}


def test_statistics_of_many_take_as_many_calls_as_of_one() -> None:
    host = presets.small_host(machines=20)
    with Simulator(host, password="secret", tls=False) as simulator:
        well(simulator.uri, "domstats")
        calls = simulator.call_count

    assert calls["QueryPerf"] == 1
    assert calls["RetrievePropertiesEx"] == 3, "domains, counters, devices"
