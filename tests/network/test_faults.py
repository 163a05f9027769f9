"""Every call of a change: cut, cancelled, refused, its answer lost.

A clean run tells the calls, so that none is forgotten. Whatever becomes of one, the host holds what
it held before, or all of what was wanted, or the error lists what stands.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, NamedTuple, get_args

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport, Mode
from support.hasty import Hasty
from support.meddler import Meddler

import aioesx
from aioesx import errors, vim
from aioesx.simulator import HostState, Simulator, presets

pytestmark = pytest.mark.anyio

XML: Final = """<network><name>new</name><forward mode='bridge'><interface dev='vmnic1'/></forward>
<portgroup name='a'/><portgroup name='b'><vlan><tag id='7'/></vlan></portgroup></network>"""

Held = dict[str, list[str]]
"""Names of port groups by the name of their switch."""

BEFORE: Final[Held] = {
    "vSwitch0": ["VM Network", "Management Network", "DMZ"],
    "old": ["o1", "o2"],
}
WITHOUT_OLD: Final = {"vSwitch0": BEFORE["vSwitch0"]}


class Story(NamedTuple):
    """A change, and what the host holds after it.

    Attributes:
        act: does it.
        after: what the host holds then.
    """

    act: Callable[[aioesx.Connection], Awaitable[Any]]
    after: Held


async def define(esx: aioesx.Connection) -> None:
    network = await esx.networks.define(XML)
    assert network.name == "new"


async def undefine(esx: aioesx.Connection) -> None:
    await (await esx.networks.lookup("old")).undefine()


async def add(esx: aioesx.Connection) -> None:
    await (await esx.networks.lookup("old")).add_portgroup("o3", vlan=9)


async def remove(esx: aioesx.Connection) -> None:
    await (await esx.networks.lookup("old")).remove_portgroup("o1")


STORIES: Final = {
    "define": Story(define, {**BEFORE, "new": ["a", "b"]}),
    "undefine": Story(undefine, WITHOUT_OLD),
    "add": Story(add, {**BEFORE, "old": ["o1", "o2", "o3"]}),
    "remove": Story(remove, {**BEFORE, "old": ["o2"]}),
}


def host() -> Simulator:
    state = presets.small_host(machines=1)
    state.network.add_switch("old", vim.HostVirtualSwitchSpec(num_ports=8))
    for name in ("o1", "o2"):
        policy = vim.HostNetworkPolicy()
        state.network.add_group(
            vim.HostPortGroupSpec(name=name, vlan_id=0, vswitch_name="old", policy=policy)
        )
    return Simulator(state, username="root", tls=False)


def held(simulator: Simulator) -> Held:
    def look(state: HostState) -> Held:
        network = state.network
        return {name: [g.name for g in network.groups_of(name)] for name in network.switches}

    found: Held = simulator.change(look)
    return found


class Outcome(NamedTuple):
    """How a story ended: the error, or None; whether it was cancelled."""

    error: errors.EsxError | None
    cancelled: bool


async def tell(
    simulator: Simulator,
    story: Story,
    arm: Callable[[CuttingTransport], None] = lambda line: None,
) -> tuple[Outcome, CuttingTransport]:
    """Tell a story over a line that `arm` has made unsafe."""
    line = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    error = None
    async with aioesx.connect(simulator.uri, password=simulator.password, transport=line) as esx:
        line.seen.clear()
        arm(line)
        with anyio.CancelScope() as line.scope:
            try:
                await story.act(esx)
            except errors.EsxError as failure:
                error = failure
        seen = line.seen.copy()
    line.seen = seen
    return Outcome(error, line.scope.cancelled_caught), line


async def calls_of(story: Story) -> list[tuple[str, int]]:
    """Return method and turn of every call of a clean run."""
    with host() as simulator:
        outcome, line = await tell(simulator, story)
        assert outcome == (None, False)
        assert held(simulator) == story.after
    return [(name, turn) for name, times in line.seen.items() for turn in range(1, times + 1)]


def judge(simulator: Simulator, story: Story, outcome: Outcome, where: str) -> None:
    state, text = held(simulator), str(outcome.error)
    if outcome.error is None and not outcome.cancelled:
        assert state == story.after, where
    elif state not in (BEFORE, story.after):
        assert "stand" in text, f"{where}: {state}"
        assert all(f"'{name}'" in text for name in state.keys() - BEFORE.keys()), where
    elif "nothing was left behind" in text:
        assert state == BEFORE, where
    elif "all the same" in text:
        assert state == story.after, where


@pytest.fixture(autouse=True)
def _hasty(hasty: Hasty) -> None:
    hasty(look=0.2, look_again=0.1, undo=2.0, grace=0.5, repeats=(0.0,), logout=0.5, close=1.0)


@pytest.mark.long
@pytest.mark.fault("N10", "C1")
@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("name", STORIES)
async def test_cut_or_cancelled_at_each_call_it_is_all_or_nothing(name: str, mode: Mode) -> None:
    story = STORIES[name]
    calls = await calls_of(story)
    assert len(calls) >= 3
    for call, turn in calls:
        with host() as simulator:
            outcome, line = await tell(
                simulator, story, partial(CuttingTransport.arm, call=call, mode=mode, turn=turn)
            )
            assert line.seen[call] >= turn
            judge(simulator, story, outcome, f"{name}: {mode} at {call} {turn}: {outcome.error}")


FAULTS: Final[dict[str, dict[str, Any]]] = {
    "refused": {"fault": "HostConfigFault"},
    "not permitted": {"fault": "NoPermission"},
    "in use": {"fault": "ResourceInUse"},
    "lost": {"body": "busy", "status": 503},
    "odd": {"body": "<html>Welcome</html>"},
    "expired": {"expire": True},
}


@pytest.mark.long
@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # what a host answers knows no event loop
@pytest.mark.parametrize("trouble", FAULTS)
@pytest.mark.parametrize("name", STORIES)
async def test_refused_at_each_call_it_is_all_or_nothing(name: str, trouble: str) -> None:
    story = STORIES[name]
    for call, turn in await calls_of(story):
        with host() as simulator:
            rules: list[Any] = []
            details = {"times": 1, "skip": turn - 1, **FAULTS[trouble]}

            def arm(_: CuttingTransport, c: str = call, d: dict[str, Any] = details) -> None:
                rules.append(simulator.fault_on(c, **d))  # noqa: B023 - called in this round

            outcome, _ = await tell(simulator, story, arm)

            where = f"{name}: {trouble} at {call} {turn}: {outcome.error}"
            assert rules[0].applied, where
            judge(simulator, story, outcome, where)


# --- the rollback itself -------------------------------------------------------------------------


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("trouble", FAULTS)
async def test_what_cannot_be_taken_away_is_listed(trouble: str) -> None:
    with host() as simulator:
        simulator.fault_on("AddPortGroup", "HostConfigFault", skip=1)
        simulator.fault_on("RemoveVirtualSwitch", **FAULTS[trouble], times=2)

        outcome, _ = await tell(simulator, STORIES["define"])

        if "new" in held(simulator):
            assert held(simulator)["new"] == ([] if trouble == "in use" else ["a"])
            groups = "".join(f", the port group '{name}'" for name in held(simulator)["new"])
            assert f"the switch 'new'{groups}" in str(outcome.error)
            assert re.search(r"stands? yet", str(outcome.error))
        else:  # logged in again
            assert "nothing was left behind" in str(outcome.error)
            assert held(simulator) == BEFORE


# --- a host that wants the port groups gone first ------------------------------------------------


def strict(simulator: Simulator) -> None:
    """Have the host refuse to take a switch away that has port groups."""
    simulator.fault_on("RemoveVirtualSwitch", "ResourceInUse", times=1)


async def test_a_host_that_wants_port_groups_gone_first_has_its_way() -> None:
    with host() as simulator:
        outcome, line = await tell(simulator, STORIES["undefine"], lambda line: strict(simulator))

        assert outcome == (None, False)
        assert held(simulator) == WITHOUT_OLD
    assert (line.seen["RemovePortGroup"], line.seen["RemoveVirtualSwitch"]) == (2, 2)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("mode", ["refuse", "lose", "cancel-before", "cancel-after", "die"])
@pytest.mark.parametrize(
    ("call", "turn"),
    [("RemovePortGroup", 1), ("RemovePortGroup", 2), ("RemoveVirtualSwitch", 2)],
)
async def test_port_groups_are_put_back_if_the_switch_does_not_go(
    call: str, turn: int, mode: Mode
) -> None:
    def arm(line: CuttingTransport) -> None:
        strict(simulator)
        line.arm(call, mode, turn)

    with host() as simulator:
        outcome, _ = await tell(simulator, STORIES["undefine"], arm)

        state, text = held(simulator), str(outcome.error)
    if state != WITHOUT_OLD and sorted(state["old"]) != BEFORE["old"]:
        assert mode == "die"
        assert "may have lost some of its port groups 'o1', 'o2'" in text
    elif outcome.error is None and not outcome.cancelled:
        assert state == WITHOUT_OLD
    elif "as it was before" in text:
        assert sorted(state["old"]) == BEFORE["old"]


async def test_port_groups_are_put_back_if_one_is_refused() -> None:
    with host() as simulator:

        def arm(line: CuttingTransport) -> None:
            strict(simulator)
            simulator.fault_on("RemovePortGroup", "HostConfigFault", skip=1, times=1)

        outcome, _ = await tell(simulator, STORIES["undefine"], arm)

        assert "the network 'old' stands as it was before" in str(outcome.error)
        assert sorted(held(simulator)["old"]) == BEFORE["old"]


async def test_a_rollback_whose_answer_is_lost_is_looked_at() -> None:
    with host() as simulator:
        simulator.fault_on("AddPortGroup", "HostConfigFault", skip=1)

        outcome, _ = await tell(
            simulator, STORIES["define"], lambda line: line.arm("RemoveVirtualSwitch", "lose")
        )

        assert held(simulator) == BEFORE
    assert "nothing was left behind" in str(outcome.error)


async def test_a_half_made_switch_that_somebody_has_added_to_is_left() -> None:
    with host() as simulator:
        rule = simulator.fault_on("AddPortGroup", "HostConfigFault", skip=1, delay=0.3)

        def others(state: HostState) -> None:
            state.network.add_group(
                vim.HostPortGroupSpec(
                    name="theirs", vlan_id=0, vswitch_name="new", policy=vim.HostNetworkPolicy()
                )
            )

        outcome = None

        async def run() -> None:
            nonlocal outcome
            outcome, _ = await tell(simulator, STORIES["define"])

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run)
            with anyio.fail_after(10):
                while not rule.applied:  # noqa: ASYNC110 - another thread's
                    await anyio.sleep(0.01)
            simulator.change(others)

        assert held(simulator)["new"] == ["a", "theirs"]
    assert outcome is not None
    assert "somebody has added theirs" in str(outcome.error)


async def test_a_definition_whose_time_is_up_leaves_nothing_half_made() -> None:
    with host() as simulator:
        simulator.fault_on("AddPortGroup", delay=5.0, skip=1)
        async with aioesx.connect(simulator.uri, password=simulator.password) as esx:
            with pytest.raises(TimeoutError, match="nothing was left behind"):
                await esx.networks.define(XML, timeout=0.5)

        assert held(simulator) == BEFORE


async def test_a_read_only_connection_changes_nothing() -> None:
    with host() as simulator:
        async with aioesx.connect(
            simulator.uri, password=simulator.password, read_only=True
        ) as esx:
            for story in STORIES.values():
                with pytest.raises(errors.ReadOnlyError):
                    await story.act(esx)

        assert held(simulator) == BEFORE


# --- a host that does not show what it has made --------------------------------------------------


@pytest.mark.parametrize("refuses", [True, False])
async def test_what_is_made_and_not_shown_is_taken_away_or_told(refuses: bool) -> None:
    with host() as simulator:
        meddler = Meddler(simulator.asgi)
        meddler.path = "config.network.vswitch"
        if refuses:
            simulator.fault_on("RemoveVirtualSwitch", "HostConfigFault")
        options: dict[str, Any] = {"password": simulator.password, "transport": meddler}
        async with aioesx.connect(simulator.uri, **options) as esx:
            with pytest.raises(errors.ProtocolError, match="does not show it; ") as caught:
                await esx.networks.define(XML)

    assert ("may stand yet: the switch 'new'" in str(caught.value)) == refuses
    assert ("nothing was left behind" in str(caught.value)) != refuses
    assert ("new" in held(simulator)) == refuses
