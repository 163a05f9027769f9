"""Snapshots on a simulated host, and the values that tell of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import aioesx
from aioesx import DomainState, errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

ON = "web01"
OFF = "db01"


@pytest.fixture
async def domain(esx: aioesx.Connection) -> aioesx.Domain:
    """A running domain with a tree: a - (b - c, d), d current."""
    found = await esx.domains.lookup(ON)
    a = await found.snapshots.create("a", description="first")
    await found.snapshots.create("b", memory=False)
    await found.snapshots.create("c")
    await a.revert()
    await found.snapshots.create("d")
    return found


async def test_the_tree(domain: aioesx.Domain) -> None:
    tree = await domain.snapshots.tree()

    assert [info.name for info in tree] == ["a", "b", "c", "d"]
    assert [info.name for info in tree.roots] == ["a"]
    assert [info.parent for info in tree] == [None, "a", "b", "a"]
    assert tree.current is not None
    assert tree.current.name == "d"
    assert tree.by_name("a").description == "first"
    assert (tree.by_name("b").state, tree.by_name("c").state) == (
        DomainState.SHUTOFF,
        DomainState.RUNNING,
    )


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        ({}, ["a", "b", "c", "d"]),
        ({"roots": True}, ["a"]),
        ({"leaves": True}, ["c", "d"]),
        ({"leaves": False}, ["a", "b"]),
        ({"roots": True, "leaves": True}, []),
    ],
    ids=str,
)
async def test_lists(domain: aioesx.Domain, criteria: dict[str, bool], names: list[str]) -> None:
    assert [info.name for info in await domain.snapshots.list(**criteria)] == names


async def test_relatives(domain: aioesx.Domain) -> None:
    a, c = await domain.snapshots.lookup("a"), await domain.snapshots.lookup("c")

    assert await a.parent() is None
    parent = await c.parent()
    assert parent is not None
    assert parent.name == "b"
    assert [child.name for child in await a.children()] == ["b", "d"]
    assert [child.name for child in await a.children(descendants=True)] == ["b", "c", "d"]
    assert not await a.is_current()
    current = await domain.snapshots.current()
    assert current is not None
    assert current == await domain.snapshots.lookup("d")


async def test_revert_brings_the_state_back(domain: aioesx.Domain) -> None:
    await (await domain.snapshots.lookup("b")).revert()

    assert await domain.state() is DomainState.SHUTOFF
    assert await (await domain.snapshots.lookup("b")).is_current()


async def test_delete_alone_and_with_children(domain: aioesx.Domain) -> None:
    await (await domain.snapshots.lookup("b")).delete()
    assert [info.name for info in await domain.snapshots.list()] == ["a", "c", "d"]

    await (await domain.snapshots.lookup("a")).delete(children=True)
    assert await domain.snapshots.list() == []
    assert await domain.snapshots.current() is None


async def test_quiesced(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(ON)

    snapshot = await domain.snapshots.create("calm", quiesce=True)

    assert (await snapshot.info()).quiesced


async def test_names_are_unique(domain: aioesx.Domain, simulator: Simulator) -> None:
    before = simulator.call_count["CreateSnapshot_Task"]

    with pytest.raises(errors.AlreadyExistsError, match="'b' already exists"):
        await domain.snapshots.create("b")

    assert simulator.call_count["CreateSnapshot_Task"] == before


async def test_a_snapshot_that_there_is_not(domain: aioesx.Domain) -> None:
    snapshot = await domain.snapshots.lookup("c")
    await snapshot.delete()

    with pytest.raises(errors.NoSuchSnapshotError, match="'nope'"):
        await domain.snapshots.lookup("nope")
    with pytest.raises(errors.NoSuchSnapshotError, match="'c' was deleted"):
        await snapshot.info()


async def test_without_a_name_it_is_called_by_the_time(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup(OFF)

    snapshot = await domain.snapshots.create()

    assert snapshot.name.isdecimal()


async def test_xml_out_and_in(domain: aioesx.Domain) -> None:
    snapshot = await domain.snapshots.create_from_xml(
        "<domainsnapshot><name>x &amp; y</name><description>d</description></domainsnapshot>"
    )

    xml = await snapshot.xml()

    assert snapshot.name == "x & y"
    assert "<name>x &amp; y</name>" in xml
    assert "<description>d</description>" in xml
    assert f"<uuid>{domain.uuid}</uuid>" in xml


async def test_delete_older_than(domain: aioesx.Domain, simulator: Simulator) -> None:
    def age(host: object) -> None:
        for snapshot in host.find(ON).snapshots.all():  # type: ignore[attr-defined]
            if snapshot.name in ("a", "b"):
                snapshot.created -= timedelta(days=30)

    simulator.change(age)

    gone = await domain.snapshots.delete_older_than(datetime.now(UTC) - timedelta(days=7))

    assert gone == ["a", "b"]
    assert [info.name for info in await domain.snapshots.list()] == ["c", "d"]


async def test_delete_older_than_wants_a_zone(domain: aioesx.Domain) -> None:
    with pytest.raises(ValueError, match="time zone"):
        await domain.snapshots.delete_older_than(datetime(2026, 1, 1))


async def test_a_question_while_a_snapshot_is_taken(
    domain: aioesx.Domain, simulator: Simulator
) -> None:
    simulator.ask_on("CreateSnapshot_Task", ON, choices=("Yes", "No"))

    await domain.snapshots.create("asked", on_question=aioesx.answer_default)

    assert simulator.answers == [(ON, "Yes")]


async def test_snapshots_are_hashable_and_readable(domain: aioesx.Domain) -> None:
    one = await domain.snapshots.lookup("a")

    assert {one, await domain.snapshots.lookup("a")} == {one}
    assert repr(one) == f"<Snapshot 'a' of '{ON}'>"
    assert repr(domain.snapshots) == f"<Snapshots of '{ON}'>"
