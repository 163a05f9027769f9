"""What a plan's file may say, and what is said of one that cannot be used. No I/O but the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from aioesx.errors import PlanError
from aioesx.jobs.plan import Plan
from aioesx.jobs.plan.plan_file import read_plan
from aioesx.jobs.plan.stages import (
    Condition,
    Force,
    Stage,
    Way,
    circle,
    ordered,
    predecessors,
)

WHOLE = """
name = "berlin"
inventory = "hosts.toml"
battery = 900
self = "ups01"
vcenter = "vcsa01"
rest = false

[hosts]
off = "tag:berlin"
seconds = 60
forcing = 20
maintenance = true
within = 300
patience = 10

[stages.db]
machines = ["db*", "mail01"]
hosts = "tag:prod"
shutdown = 240
force = "stage"
ready = ["tools", "tcp:5432", "tcp:[::1]:80", "seconds:5", "heartbeat", "address"]
within = 100
required = true

[stages.web]
machines = "web*"
needs = ["db"]
delay = 10
optional = true
"""


def test_everything_that_a_plan_may_say_is_read() -> None:
    rules = read_plan(WHOLE, "plans/site.toml")

    db, web = rules.stages
    assert (rules.name, rules.battery, rules.rest) == ("berlin", 900, False)
    assert (rules.self_machine, rules.vcenter) == ("ups01", "vcsa01")
    assert rules.inventory == Path("plans/hosts.toml")
    assert (rules.hosts.off, rules.hosts.maintenance) == ("tag:berlin", True)
    assert (db.machines, db.hosts, db.force) == (("db*", "mail01"), "tag:prod", Force.STAGE)
    assert db.ready == (
        Condition("tools"),
        Condition("tcp", 5432),
        Condition("tcp", 80, "::1"),
        Condition("seconds", 5),
        Condition("heartbeat"),
        Condition("address"),
    )
    assert (web.needs, web.delay, web.optional) == (("db",), 10, True)


def test_what_is_left_out_is_as_usual() -> None:
    rules = read_plan('[stages.a]\nmachines = ["*"]', "site.toml")

    assert (rules.name, rules.battery, rules.hosts.off, rules.rest) == ("site", None, None, False)
    assert rules.stages == (Stage("a", ("*",)),)


def test_machines_of_no_stage_are_shut_down_where_hosts_are_turned_off() -> None:
    assert read_plan("hosts.off = true", "site.toml").rest


STAGE = '[stages.a]\nmachines = ["a"]\n'

WRONG = [
    ("", "has no stages"),
    ("stages = 3", "stages: should be a table"),
    ("x = [", "Invalid value"),
    ("bateri = 5\n" + STAGE, "line 1: bateri: there is no such key; did you mean 'battery'?"),
    ("battery = -1\n" + STAGE, "line 1: battery: should be 1 seconds at least"),
    ("battery = nan\n" + STAGE, "line 1: battery: should be a number of seconds"),
    ("battery = true\n" + STAGE, "line 1: battery: should be a number of seconds"),
    (STAGE + "[hosts]\noff = 'group:'", "line 4: hosts.off: 'group:' names no group"),
    (STAGE + "[hosts]\nof = true", "line 4: hosts.of: there is no such key; did you mean 'off'?"),
    ("[stages.a]\nneeds = []", "line 1: stage a: machines: should name machines"),
    ("[stages.a]\nmachines = [3]", "line 2: stage a: machines: should be a text"),
    ("[stages.a]\nmachines = 3", "line 2: stage a: machines: should be a list of texts"),
    (STAGE + "shutdown = 'long'", "line 3: stage a: shutdown: should be a number of seconds"),
    (STAGE + "force = 'now'", "line 3: stage a: force: 'now' is no moment: should be one of last"),
    (STAGE + "required = 1", "line 3: stage a: required: should be true or false"),
    (STAGE + "ready = ['ping']", "line 3: stage a: ready: 'ping' is no condition"),
    (STAGE + "ready = ['tcp:x']", "line 3: stage a: ready: 'tcp:x' should be tcp:PORT"),
    (STAGE + "ready = ['tools:1']", "line 3: stage a: ready: 'tools:1' should be tools and no"),
    (STAGE + "ready = ['seconds:']", "line 3: stage a: ready: 'seconds:' should be seconds:NUMBER"),
    (STAGE + "needs = ['b']", "line 3: stage a: needs: there is no stage 'b'"),
    (STAGE + "needs = ['a']", "line 3: stage a: needs: goes in a circle: a needs a"),
    (
        STAGE + "needs = ['b']\n[stages.b]\nmachines = ['b']\nneeds = ['c']\n"
        "[stages.c]\nmachines = ['c']\nneeds = ['a']",
        "stage a: needs: goes in a circle: a needs b needs c needs a",
    ),
    ("[stages.rest]\nmachines = ['a']", "line 2: stage rest: machines: 'rest' is the name of a"),
    ("[stages.'']\nmachines = ['a']", "a stage's name should be a text"),
]


@pytest.mark.parametrize(("text", "complaint"), WRONG)
def test_what_cannot_be_used_is_named(text: str, complaint: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(text, "site.toml")

    assert str(caught.value).startswith("site.toml: ")
    assert complaint in str(caught.value)


def test_the_line_is_a_field_of_the_error() -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(STAGE + "needs = ['b']", "site.toml")

    error = caught.value
    assert (error.file, error.line, error.stage, error.key) == ("site.toml", 3, "a", "needs")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [(None, "cannot be read: No such file"), (b"\xff", "is not UTF-8 text")],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, data: bytes | None, complaint: str
) -> None:
    file = tmp_path / "site.toml"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(PlanError, match=f"site.toml: {complaint}"):
        Plan.read(file)


# --- order ----------------------------------------------------------------------------------------

DB, APP, WEB, LOG = (
    Stage("db"),
    Stage("app", needs=("db",)),
    Stage("web", needs=("app",)),
    Stage("log"),
)


def test_up_what_is_needed_comes_first() -> None:
    before = predecessors((WEB, APP, DB, LOG), Way.UP)

    assert before["web"] == {"app", "db"}
    assert before["db"] == before["log"] == frozenset()
    assert ordered(before) == ["db", "app", "web", "log"]


def test_down_it_goes_last() -> None:
    before = predecessors((WEB, APP, DB, LOG), Way.DOWN)

    assert before["db"] == {"app", "web"}
    assert ordered(before) == ["web", "app", "db", "log"]


@pytest.mark.parametrize("way", Way)
def test_what_is_left_out_in_the_middle_counts_all_the_same(way: Way) -> None:
    before = predecessors((WEB, APP, DB, LOG), way, ["web", "db"])

    assert before == {
        "web": frozenset({"db"} if way is Way.UP else ()),
        "db": frozenset({"web"} if way is Way.DOWN else ()),
    }


def test_ten_thousand_stages_in_a_row_have_an_order() -> None:
    chain = [Stage(str(i), needs=(str(i + 1),) if i < 9999 else ()) for i in range(10_000)]

    assert circle(chain) == ()
    assert len(circle([*chain[:-1], Stage("9999", needs=("0",))])) == 10_001
