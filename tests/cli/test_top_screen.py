"""The screen of `aioesx top` against simulated hosts, which are the witnesses.

Textual needs asyncio, so these tests run there only.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from support.judges import ROOT
from support.top_screen import DEAD, SCREEN_FILE, ask_of, committed_screen, shown, uri_of
from support.waiting import until
from textual.events import Key

from aioesx.simulator import HostState, Line, Simulator, presets
from aioesx.simulator.line import Trouble

pytestmark = pytest.mark.anyio

ASKS = "console01"
OFF = "db01"
ON = "web01"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=5, name="east")


@pytest.fixture
def second() -> Iterator[Simulator]:
    state = presets.small_host(machines=3, name="west", number=1)
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        yield simulator


async def test_hosts_and_domains_of_several_uris_are_shown_and_a_dead_one_stops_nobody(
    simulator: Simulator, second: Simulator
) -> None:
    async with shown(uri_of(simulator), DEAD, uri_of(second)) as screen:
        await screen.see("2 of 3 hosts up", "8 domains", "127.0.0.1:1: Connection refused (again")
        await until(lambda: screen.sources[0].reading and screen.sources[2].reading)

        assert len(screen.rows()) == 8
    assert (simulator.open_sessions, second.open_sessions) == (0, 0)


async def test_the_screen_is_what_the_documentation_shows() -> None:
    assert await committed_screen() == SCREEN_FILE.read_text("utf-8")


def test_the_documentation_has_that_screen() -> None:
    assert SCREEN_FILE.read_text("utf-8") in (ROOT / "docs" / "top.md").read_text("utf-8")


async def test_a_refresh_is_one_read(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ON)
        before = simulator.call_count
        await until(lambda: simulator.call_count["RetrievePropertiesEx"] >= 5)
        new = simulator.call_count - before

    assert {name for name, count in new.items() if count} <= {"RetrievePropertiesEx", "Logout"}
    assert simulator.call_count["QueryPerf"] == 1


async def test_traffic_comes_from_counters(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await until(lambda: screen.sources[0].reading)
        reading = screen.sources[0].reading
    assert reading is not None
    rates = {domain.name: domain.rates for domain in reading.domains}

    assert None not in (rates[ON].disk, rates[ON].net, reading.hosts[0].rates.disk)
    assert (rates[OFF].disk, rates[OFF].net) == (None, None)


async def test_a_host_without_counters_is_shown_without_traffic(simulator: Simulator) -> None:
    simulator.fault_on("QueryPerf", "NoPermission")
    async with shown(uri_of(simulator)) as screen:
        await screen.see("1 of 1 host up", ON)


# --- what is done ---------------------------------------------------------------------------------


async def test_start_starts_the_selected_domain(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(OFF)
        await screen.select(OFF)
        await screen.press("s")
        await screen.see(f"{OFF}: started")

    assert simulator.domain_state(OFF) == "poweredOn"


async def test_a_question_of_a_start_is_asked_and_the_answer_given(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ASKS)
        await screen.select(ASKS)
        await screen.press("s")
        await screen.see("The host asks about console01", "Append (default)", "Replace")
        await screen.press("down", "enter")
        await screen.see(f"{ASKS}: started")

    assert simulator.answers == [(ASKS, "Replace")]
    assert simulator.domain_state(ASKS) == "poweredOn"


async def test_a_pending_question_is_shown_and_answered(simulator: Simulator) -> None:
    await ask_of(simulator, OFF, "Shall it go on?", choices=("Yes", "No"))
    async with shown(uri_of(simulator)) as screen:
        await screen.see("1 waiting for an answer")
        await screen.select(OFF)
        await screen.see(f"{OFF} asks: ", "Shall it go on? (a answers)")
        await screen.press("a")
        await screen.see(f"The host asks about {OFF}")
        await screen.press("enter")
        await screen.see(f"{OFF}: answered 'Yes'")
        await screen.see_not("waiting for an answer")

    assert simulator.answers == [(OFF, "Yes")]


async def test_a_question_that_is_left_stays(simulator: Simulator) -> None:
    await ask_of(simulator, OFF)
    async with shown(uri_of(simulator)) as screen:
        await screen.see("1 waiting for an answer")
        await screen.select(OFF)
        await screen.press("a")
        await screen.see("The host asks about")
        await screen.press("escape")
        await screen.see_not("The host asks about")
        await screen.see("1 waiting for an answer")

    assert simulator.answers == []


async def test_destroy_asks_first_and_does_it_when_told(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ON)
        await screen.select(ON)
        await screen.press("x")
        await screen.see(f"Power '{ON}' off")
        await screen.press("y")
        await screen.see(f"{ON}: destroyed")

    assert simulator.domain_state(ON) == "poweredOff"


@pytest.mark.parametrize(
    ("verb", "key"),
    [
        ("x", "n"),
        *(
            pytest.param(verb, key, marks=pytest.mark.long)
            for verb, key in itertools.product("xd", ("n", "escape", "enter"))
            if (verb, key) != ("x", "n")
        ),
    ],
)
async def test_anything_but_yes_does_nothing(simulator: Simulator, verb: str, key: str) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ON)
        await screen.select(ON)
        await screen.press(verb)
        await screen.see("[y] yes")
        await screen.press(key)
        await screen.see_not("[y] yes")

    assert simulator.domain_state(ON) == "poweredOn"
    assert simulator.call_count["PowerOffVM_Task"] + simulator.call_count["ShutdownGuest"] == 0


async def test_shutdown_asks_the_guest(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ON)
        await screen.select(ON)
        await screen.press("d")
        await screen.see(f"Shut '{ON}' down?")
        await screen.press("y")
        await screen.see(f"{ON}: is being shut down")

    assert simulator.call_count["ShutdownGuest"] == 1


async def test_what_cannot_be_done_is_told_with_advice(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see("win01")
        await screen.select("win01")
        await screen.press("d")
        await screen.see("[y] yes")
        await screen.press("y")
        await screen.see("cannot shutdown win01", "VMware Tools")


# --- what is shown --------------------------------------------------------------------------------


async def test_nothing_is_drawn_where_the_screen_is_being_taken_away(
    simulator: Simulator,
) -> None:
    """Its clock ticks on until the end."""
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ON)
        await screen.app.query("Static").remove()

        screen.app._draw()

    assert simulator.open_sessions == 0


async def test_active_and_all(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(OFF)
        await screen.press("v")
        await screen.see_not(OFF)
        await screen.press("v")
        await screen.see(OFF, ON)


async def test_the_filter_is_cleared_by_escape(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(OFF)
        await screen.select(ON)
        assert len(screen.rows()) == 1
        await screen.press("slash", "escape")
        await screen.see(OFF, ON)


async def test_what_is_typed_in_one_go_is_taken_in_its_order(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(OFF)

        for key in ("slash", *OFF, "enter", "s"):
            screen.app.post_message(Key(key, {"slash": "/", "enter": "\r"}.get(key, key)))

        await until(lambda: simulator.domain_state(OFF) == "poweredOn")
        await screen.see(f"1 shown with '{OFF}'", f"{OFF}: started")


async def test_what_is_typed_behind_escape_is_no_part_of_the_filter(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(OFF)

        for key in ("slash", *OFF, "escape", "v"):
            screen.app.post_message(Key(key, {"slash": "/", "escape": "\x1b"}.get(key, key)))

        await screen.see_not(OFF)
        assert screen.app.view.active_only
        await screen.see(ON)


async def test_sorting_by_a_column_and_the_other_way_round(simulator: Simulator) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see("Domain ▲")
        await screen.press("i")
        await screen.see("Domain ▼")
        assert screen.rows()[0].split()[0] == "win01"
        await screen.press("greater_than_sign")
        await screen.see("Host ▲")
        await screen.press("4")
        await screen.see("CPU ▼")
        assert {row.split()[2] for row in screen.rows()[:2]} == {"running"}


async def test_nothing_that_a_host_says_moves_the_cursor_or_is_markup(second: Simulator) -> None:
    second.change(lambda host: presets.add_machine(host, presets.MachineKind("[red]x[/]")))
    async with shown(uri_of(second)) as screen:
        await screen.see("[red]x[/]")


# --- dead and back --------------------------------------------------------------------------------


async def test_a_host_that_comes_back_is_read_again(plain: Simulator, line: Line) -> None:
    uri = f"esx://root@127.0.0.1:{line.port}/?transport=http"
    async with shown(uri) as screen:
        await screen.see(ON)
        line.up = Trouble(cut_after=0)
        line.cut()
        await screen.see("0 of 1 host up", "unknown", "again in")
        line.heal()
        await screen.press("r")
        await screen.see("1 of 1 host up", "running")
    assert plain.open_sessions == 0


async def test_a_refused_login_is_not_repeated_by_itself(simulator: Simulator) -> None:
    async with shown(uri_of(simulator), password="wrong") as screen:
        await screen.see("incorrect user name or password", "r tries again")
        assert simulator.call_count["Login"] == 1
        await screen.press("r")
        await until(lambda: simulator.call_count["Login"] == 2)


async def test_a_password_is_asked_for_and_shown_nowhere(simulator: Simulator) -> None:
    async with shown(uri_of(simulator), password=None) as screen:
        await screen.see("root's password for 127.0.0.1")
        await screen.press(*"secret")
        assert "secret" not in screen.text
        await screen.press("enter")
        await screen.see("1 of 1 host up", ON)
        assert "secret" not in screen.text


async def test_a_password_that_is_not_given_leaves_the_host_alone(simulator: Simulator) -> None:
    async with shown(uri_of(simulator), password=None) as screen:
        await screen.see("root's password for 127.0.0.1")
        await screen.press("escape")
        await screen.see("no password for root", "r tries again")
    assert simulator.call_count["Login"] == 0


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_it_ends_and_leaves_nothing_behind(simulator: Simulator, key: str) -> None:
    async with shown(uri_of(simulator)) as screen:
        await screen.see(ON)
        assert simulator.open_sessions == 1
        await screen.press(key)
        await until(lambda: not screen.app.is_running)
    assert (simulator.open_sessions, simulator.open_filters) == (0, 0)
