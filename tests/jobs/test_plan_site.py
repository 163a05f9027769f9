"""Which stage a machine belongs to, how long a stage may take, what a record holds. No network."""

from __future__ import annotations

import dataclasses
import json
import math
import threading
from pathlib import Path

import anyio
import pytest

from aioesx.errors import ConnectError, PlanError, PlanStateError
from aioesx.fleet.entries import HostEntry
from aioesx.jobs.plan.plan_file import read_plan
from aioesx.jobs.plan.record import Entry, Record, read_record
from aioesx.jobs.plan.record_file import RecordFile
from aioesx.jobs.plan.report import report_of
from aioesx.jobs.plan.site import Machine, Placed, Site, placed
from aioesx.jobs.plan.stages import REST, Stage, Way, predecessors
from aioesx.jobs.plan.timetable import Slot, Timetable

# --- which stage ----------------------------------------------------------------------------------

PLAN = """
hosts.off = "all"
[stages.db]
machines = ["db*"]
hosts = "tag:prod"
[stages.web]
machines = ["web*"]
needs = ["db"]
"""


def entry(name: str, *tags: str, uri: str = "esx://h/") -> HostEntry:
    return HostEntry(name, uri, frozenset(tags))


ONE, TWO = entry("one", "prod"), entry("two", "lab")
MACHINES = (
    Machine("one", "db01", "1"),
    Machine("one", "web01", "2"),
    Machine("two", "web02", "1"),
    Machine("two", "mail01", "2"),
)
SITE = Site({"one": ONE, "two": TWO}, MACHINES)
GONE = ConnectError("nobody is there")


def found(text: str = PLAN, site: Site = SITE, **options: bool) -> Placed:
    return placed(read_plan(text, "site.toml"), site, **options)  # type: ignore[arg-type]


def names(machines: tuple[Machine, ...]) -> list[str]:
    return [each.name for each in machines]


def test_machines_belong_to_the_stage_that_names_them() -> None:
    placed = found()

    assert names(placed.stages["db"]) == ["db01"]
    assert names(placed.stages["web"]) == ["web01", "web02"]
    assert names(placed.stages[REST]) == ["mail01"]
    assert placed.turned_off == ("one", "two")


def test_nobody_is_in_the_rest_where_the_host_stays_on() -> None:
    assert found(PLAN.replace('"all"', '"tag:prod"')).stages[REST] == ()


WRONG = [
    (PLAN.replace('"db*"', '"db*", "db02"'), "stage db: machines: there is no machine 'db02'"),
    (PLAN.replace('"db*"', '"bd01"'), "no machine 'bd01'; did you mean 'db01'?"),
    (PLAN.replace('"db*"', '"mail*"'), "there is no machine like 'mail*'"),
    (PLAN.replace('"web*"', '"*b*"'), "stage web: one/db01 is a machine of stage db, too"),
    (PLAN.replace("tag:prod", "tag:pord"), "stage db: hosts: there is no tag 'pord'; did you"),
    (PLAN.replace('"all"', '"three"'), "hosts.off: there is no host 'three'"),
    ("self = 'ups01'\n" + PLAN, "self: there is no machine 'ups01'"),
]


@pytest.mark.parametrize(("text", "complaint"), WRONG)
def test_what_does_not_fit_is_named(text: str, complaint: str) -> None:
    with pytest.raises(PlanError) as caught:
        found(text)

    assert complaint in str(caught.value)


@pytest.mark.parametrize(("text", "complaint"), WRONG)
def test_or_warned_of_where_it_has_to_go_on(text: str, complaint: str) -> None:
    warnings = found(text, lenient=True).warnings

    assert any(complaint in each for each in warnings)


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        found(PLAN.replace('"db*"', '"x"').replace('"web*"', '"y"'))

    assert len(caught.value.reasons) == 2


def test_a_machine_of_two_stages_counts_for_the_first_where_it_has_to_go_on() -> None:
    stages = found(PLAN.replace('"web*"', '"*b*"'), lenient=True).stages

    assert names(stages["db"]) == ["db01"]
    assert "db01" not in names(stages["web"])


def test_two_machines_of_one_name_are_told_apart_by_their_hosts() -> None:
    twice = dataclasses.replace(SITE, machines=(*MACHINES, Machine("two", "db01", "9")))

    with pytest.raises(PlanError, match="write one of one/db01, two/db01"):
        found("self = 'db01'\n" + PLAN, twice)
    own = found("self = 'two/db01'\n" + PLAN, twice).self_machine
    assert own is not None
    assert own.host == "two"


def test_an_optional_stage_may_have_no_machines() -> None:
    text = PLAN.replace('machines = ["db*"]', 'machines = ["x*"]\noptional = true')
    assert found(text).stages["db"] == ()


def test_what_is_not_known_of_a_silent_host_is_no_mistake() -> None:
    site = Site({"one": ONE, "two": TWO}, MACHINES[2:], {"one": GONE})

    warnings = found(site=site).warnings

    assert warnings[0] == "stage db: 'db*' means no machine that is known"
    assert "one does not answer, so its machines are not known: nobody is there" in warnings


def test_nor_of_the_hosts_of_a_silent_vcenter() -> None:
    vcenter = entry("vc", uri="vpx://vc/")
    site = Site({"two": TWO, "vc": vcenter}, MACHINES[2:], {"vc": GONE})

    warnings = found(PLAN.replace("tag:prod", "all"), site).warnings

    assert "stage db: 'db*' means no machine that is known" in warnings


def test_only_some_stages_leave_hosts_on() -> None:
    placed_ = placed(read_plan(PLAN, "site.toml"), SITE, only=["web"])

    assert placed_.stages.keys() == {"web"}
    assert placed_.turned_off == ()


def test_a_stage_that_is_not_there_cannot_be_the_only_one() -> None:
    with pytest.raises(PlanError, match="there is no stage 'wbe'; did you mean 'web'"):
        placed(read_plan(PLAN, "site.toml"), SITE, only=["wbe"])


def test_the_machine_that_this_runs_on_is_in_no_stage() -> None:
    own = found("self = 'web01'\n" + PLAN)

    assert names(own.stages["web"]) == ["web02"]
    assert own.self_machine == MACHINES[1]
    assert "one is turned off the last of all" in own.warnings[0]


def test_the_machine_with_a_mac_address_of_ours_is_taken_for_ours() -> None:
    ours, others = "00:50:56:00:00:01", "00:50:56:00:00:02"
    machines = tuple(
        dataclasses.replace(each, macs=(ours if each.name == "web01" else others,))
        for each in MACHINES
    )
    site = dataclasses.replace(SITE, machines=machines, own_macs=frozenset({ours}))

    seen = found(site=site)

    assert names(seen.stages["web"]) == ["web02"]
    assert "this seems to run on one/web01, by its MAC address" in seen.warnings[0]


def test_hosts_below_a_vcenter_are_warned_of() -> None:
    below = entry("vc", uri="vpx://vc/").below("one")
    machines = (Machine(below.name, "vcsa", "1"), Machine(below.name, "web01", "2"))
    site = Site({below.name: below}, machines)
    text = "hosts.off = true\n[stages.web]\nmachines = ['web*']"

    assert "name it (vcenter = ...)" in found(text, site).warnings[0]
    named = found("vcenter = 'vcsa'\n" + text, site)
    assert "vc/one stays on: it has the vCenter" in named.warnings[0]
    assert names(named.stages[REST]) == []


# --- how long -------------------------------------------------------------------------------------

STAGES = {
    "web": Stage("web", needs=("db",), shutdown=60),
    "db": Stage("db", shutdown=120, delay=20),
    "log": Stage("log", shutdown=30),
}
DOWN = predecessors(STAGES.values(), Way.DOWN)


def test_where_there_is_time_each_stage_has_its_own() -> None:
    slots = Timetable(STAGES, Way.DOWN, DOWN).latest(math.inf)

    assert slots == {"web": Slot(0, 60), "db": Slot(80, 200), "log": Slot(0, 30)}


@pytest.mark.parametrize("left", [200, 100, 50, 1, 0])
def test_where_there_is_little_all_are_shortened_alike(left: float) -> None:
    slots = Timetable(STAGES, Way.DOWN, DOWN).latest(left)

    assert slots["web"].ends == pytest.approx(60 * left / 200)
    assert slots["db"].ends == pytest.approx(left)
    assert slots["log"].ends == pytest.approx(min(30, left))


def test_a_stage_that_took_long_takes_it_from_those_to_come() -> None:
    times = Timetable(STAGES, Way.DOWN, DOWN)

    assert times.factor("db", left=70) == 0.5
    assert times.factor("db", left=-5) == 0.0


def test_what_comes_behind_all_stages_has_its_part() -> None:
    times = Timetable(STAGES, Way.DOWN, DOWN, end=200)

    assert times.factor("web", left=200) == 0.5
    assert times.end_factor(100) == 0.5


# --- what is kept ---------------------------------------------------------------------------------


def record() -> Record:
    made = Record("site", Way.DOWN, 1000.0, deadline=1900.0, only=("web",))
    made.machines["one 1"] = Entry.of(MACHINES[0], "db")
    made.hosts["one"] = Entry("one")
    made.owe(made.machines.values())
    return made


def test_a_record_is_read_as_it_was_written() -> None:
    assert read_record(record().text()) == record()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2}',
        '{"version": 1}',
        '{"version": 1, "machines": 3}',
        "[" * 10**6,
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no state file of a plan"):
        read_record(text)


def test_what_has_no_outcome_is_not_done() -> None:
    report = report_of(record())

    assert [each.outcome for each in report] == ["not done", "not done"]
    assert not report.ok


@pytest.mark.anyio
async def test_marks_that_come_together_are_written_together(tmp_path: Path) -> None:
    texts: list[str] = []

    def text() -> str:
        texts.append(record().text())
        return texts[-1]

    async with RecordFile(tmp_path / "state") as file, anyio.create_task_group() as group:
        for _ in range(100):
            group.start_soon(file.write, text)

    assert len(texts) <= 3
    assert json.loads((tmp_path / "state").read_text())["plan"] == "site"
    assert not (tmp_path / "state.new").exists()


@pytest.mark.anyio
async def test_one_run_at_a_time_has_the_file(tmp_path: Path) -> None:
    async with RecordFile(tmp_path / "state"):
        with pytest.raises(PlanStateError, match="another run of the plan goes on just now"):
            await RecordFile(tmp_path / "state").__aenter__()
    async with RecordFile(tmp_path / "state") as file:
        assert file.read() is None


@pytest.mark.anyio
async def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanStateError, match=r"none/state: cannot be locked: No such file"):
        await RecordFile(tmp_path / "none" / "state").__aenter__()


def test_whoever_reads_meanwhile_finds_a_whole_record(tmp_path: Path) -> None:
    file, path, over = RecordFile(tmp_path / "state"), tmp_path / "state", threading.Event()
    file._replace(record().text().encode())

    def write() -> None:
        for _ in range(50):
            file._replace(record().text().encode())
        over.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = 0
    while not over.is_set():
        assert read_record(path.read_text()) == record()
        seen += 1
    writer.join()
    assert seen
