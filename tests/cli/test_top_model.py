"""What `aioesx top` shows of its sources: rows, sorting, filtering, numbers. No I/O."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest
from support.soapcall import ref

from aioesx import DomainState, ObjectProperties, Properties, vim
from aioesx.cli.top import model
from aioesx.cli.top.figures import PATHS, DomainFigures, HostFigures, Rates, Reading, reading_of
from aioesx.cli.top.model import COLUMNS, DomainRow, View, domain_rows, host_rows

ON, OFF, PAUSED = DomainState.RUNNING, DomainState.SHUTOFF, DomainState.PAUSED
TITLES = [column.title for column in COLUMNS]


def domain(name: str, state: DomainState = ON, **figures: Any) -> DomainFigures:
    return DomainFigures(ref("VirtualMachine", name), name, state, **figures)


def host(name: str, **figures: Any) -> HostFigures:
    return HostFigures(ref("HostSystem", name), name, "up", **figures)


def source(reading: Reading | None, error: str | None = None, label: str = "esx:443") -> Any:
    """What the model looks at of a source."""

    class Stub(SimpleNamespace):
        __hash__ = object.__hash__  # type: ignore[assignment]

    return Stub(
        reading=reading, error=error, label=label, is_up=error is None and reading is not None
    )


def rows_of(*sources: Any) -> list[DomainRow]:
    return domain_rows(sources, host_rows(sources))


def names(view: View, *domains: DomainFigures) -> list[str]:
    return [row.name for row in view.rows(rows_of(source(Reading((host("h"),), domains))))]


# --- hosts ----------------------------------------------------------------------------------------


def test_a_host_counts_its_domains() -> None:
    asking = dataclasses.replace(domain("c", OFF), question=SimpleNamespace(text="?"))  # type: ignore[arg-type]
    reading = Reading((host("h"),), (domain("a"), domain("b", PAUSED), asking))

    (row,) = host_rows([source(reading)])

    assert (row.active, row.domains, row.asking) == (2, 3, 1)


def test_hosts_of_a_vcenter_count_their_own() -> None:
    one, two = host("one"), host("two")
    reading = Reading((one, two), (domain("a", host=one.ref), domain("b", host=two.ref, state=OFF)))
    vcenter = source(reading)

    assert [(row.active, row.domains) for row in host_rows([vcenter])] == [(1, 1), (0, 1)]
    assert [row.host for row in rows_of(vcenter)] == ["one", "two"]


def test_two_hosts_of_one_name_are_told_apart_by_their_uris() -> None:
    sources = [source(Reading((host("localhost"),)), label=label) for label in ("a:443", "b:443")]

    assert [row.label for row in host_rows(sources)] == ["localhost (a:443)", "localhost (b:443)"]


def test_a_source_that_never_answered_has_a_row() -> None:
    assert [(row.label, row.state) for row in host_rows([source(None, "refused")])] == [
        ("esx:443", "down")
    ]


def test_a_source_that_was_not_asked_yet_is_not_down() -> None:
    assert [row.state for row in host_rows([source(None)])] == ["..."]


def test_a_source_that_died_keeps_names_and_loses_figures() -> None:
    reading = Reading((host("h", cpu=5),), (domain("a", cpu=7, uptime=3),))
    dead = source(reading, "gone")
    (above,), (below,) = host_rows([dead]), rows_of(dead)

    assert (above.label, above.state, above.figures) == ("h", "down", None)
    assert (below.name, below.state, below.figures.cpu) == ("a", "unknown", None)


# --- order ----------------------------------------------------------------------------------------


def test_text_is_sorted_from_its_first_letter_on_whatever_its_case() -> None:
    assert names(View(), domain("b"), domain("C"), domain("a")) == ["a", "b", "C"]


def test_numbers_are_sorted_from_the_largest_on() -> None:
    view = View(column=TITLES.index("MHz"))

    assert names(view, domain("a", cpu=1), domain("b", cpu=3), domain("c", cpu=2)) == list("bca")


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_not_known_comes_last_whichever_way(turned: bool) -> None:
    view = View(column=TITLES.index("MHz"), turned=turned)

    assert names(view, domain("a"), domain("b", cpu=3), domain("c", cpu=0))[-1] == "a"


def test_what_is_alike_is_sorted_by_name() -> None:
    view = View(column=TITLES.index("MHz"))

    assert names(view, domain("b", cpu=1), domain("c", cpu=1), domain("a", cpu=1)) == list("abc")


@pytest.mark.parametrize("column", range(len(COLUMNS)), ids=TITLES)
def test_every_column_can_be_sorted_by_and_turned(column: int) -> None:
    rates = Rates(1, 2)
    full = domain("a", cpu=1, cpu_most=2, memory=3, memory_most=4, uptime=5, rates=rates)
    view = View(column=(column + 1) % len(COLUMNS))

    view.sort_by(column)
    before = view.descending
    assert sorted(names(view, full, domain("b", OFF))) == ["a", "b"]
    view.sort_by(column)

    assert (view.column, view.descending) == (column, not before)


def test_moving_goes_round() -> None:
    view = View(turned=True)

    view.move(-1)

    assert (view.column, view.turned) == (len(COLUMNS) - 1, False)


# --- filter ---------------------------------------------------------------------------------------


def test_active_leaves_out_what_is_shut_off_and_nothing_else() -> None:
    view = View(active_only=True)

    assert names(view, domain("a"), domain("b", OFF), domain("c", PAUSED)) == ["a", "c"]


def test_a_needle_is_part_of_the_name_whatever_its_case() -> None:
    assert names(View(needle="EB0"), domain("web01"), domain("db01")) == ["web01"]


def test_a_needle_may_be_part_of_the_host() -> None:
    assert names(View(needle="H"), domain("a"), domain("b")) == ["a", "b"]


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mib", "text"),
    [(None, "-"), (0, "0 M"), (1023, "1023 M"), (1024, "1.0 G"), (131072, "128 G"),
     (3 * 1024**2, "3.0 T"), (5000 * 1024**3, "5000 P")],
)  # fmt: skip
def test_memory_has_a_unit_and_three_digits(mib: int | None, text: str) -> None:
    assert model.shown_mib(mib) == text


@pytest.mark.parametrize(
    ("kib", "text"), [(None, "-"), (0, "0 K"), (900, "900 K"), (1536, "1.5 M"), (2**20, "1.0 G")]
)
def test_traffic_has_a_unit(kib: int | None, text: str) -> None:
    assert model.shown_rate(kib) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (0, "0s"), (59, "59s"), (61, "1m 01s"), (3600, "1h 00m"), (273_600, "3d 04h")],
)
def test_an_uptime_has_its_two_largest_units(seconds: int | None, text: str) -> None:
    assert model.shown_age(seconds) == text


@pytest.mark.parametrize(
    ("used", "most", "share"),
    [(None, 5, None), (1, 0, None), (1, None, None), (1, 4, 25), (9, 4, 100)],
)  # fmt: skip
def test_a_share_is_at_most_all(used: int | None, most: int | None, share: float | None) -> None:
    assert model.percent(used, most) == share


def test_the_name_of_a_domain_moves_no_cursor() -> None:
    assert names(View(), domain("a\x1b[31m")) == ["a\\x1b[31m"]


# --- what is read ---------------------------------------------------------------------------------


def read(type_: str, **came: Any) -> ObjectProperties:
    values = Properties(ref(type_, "1"), {path.replace("__", "."): v for path, v in came.items()})
    return ObjectProperties(values.ref, values, {})


def test_a_domain_that_is_off_uses_nothing() -> None:
    gray = vim.ManagedEntityStatus.GRAY
    stats = vim.VirtualMachineQuickStats(guest_heartbeat_status=gray, overall_cpu_usage=0)
    found = read(
        "VirtualMachine",
        name="a%2fb",
        runtime__powerState=vim.VirtualMachinePowerState.POWERED_OFF,
        summary__quickStats=stats,
    )

    (figures,) = reading_of([found]).domains

    assert (figures.name, figures.state, figures.cpu, figures.memory) == ("a/b", OFF, None, None)


def test_a_host_of_which_nothing_is_told_is_told_by_its_reference() -> None:
    (figures,) = reading_of([read("HostSystem")]).hosts

    assert (figures.name, figures.state, figures.cpu_most) == ("<1>", "up", None)


def test_a_figure_of_minus_one_is_none() -> None:
    stats = vim.HostListSummaryQuickStats(overall_cpu_usage=-1, overall_memory_usage=5)

    (figures,) = reading_of([read("HostSystem", summary__quickStats=stats)]).hosts

    assert (figures.cpu, figures.memory) == (None, 5)


def test_only_what_is_on_has_its_traffic_measured() -> None:
    reading = Reading((host("h"),), (domain("a"), domain("b", OFF), domain("c", PAUSED)))

    assert [each.value for each in reading.measured] == ["h", "a"]


def test_what_is_read_begins_with_the_host() -> None:
    assert list(PATHS) == ["HostSystem", "VirtualMachine"]
