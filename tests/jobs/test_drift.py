"""Configurations: read in one call, kept as JSON, and held against each other field by field."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aioesx
from aioesx import jobs
from aioesx.fleet import current_host
from aioesx.simulator import Simulator, presets

Document = dict[str, Any]


def plain(drifts: jobs.Drifts) -> list[tuple[str, str, str, str | None, Any, Any]]:
    return [(d.kind, d.name, d.change, d.field, d.before, d.after) for d in drifts.entries]


def key_of(document: Document, name: str) -> str:
    rows: dict[str, Any] = document["domains"]
    return next(key for key, row in rows.items() if row["name"] == name)


@pytest.fixture
async def saved(esx: aioesx.Connection) -> Document:
    """What a host is like, as a file keeps it."""
    document = await jobs.take_configuration(esx)
    return jobs.parse_configuration(json.dumps(document))


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_configuration_is_one_read_and_survives_json(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    await esx.domains.list()
    simulator.forget_calls()

    document = await jobs.take_configuration(esx)

    assert sum(simulator.call_count.values()) == 1
    assert jobs.parse_configuration(json.dumps(document)) == document
    web = document["domains"][key_of(document, "web01")]
    assert (web["vcpus"], web["memory_mib"], web["power"]) == (2, 2048, "running")
    assert next(iter(web["disks"].values()))["capacity_kib"] == 16 * 1024**2
    assert next(iter(web["cards"].values()))["network"] == "VM Network"
    assert {row["name"] for row in document["datastores"].values()} == {"datastore1", "nfs1"}


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_what_is_the_same_has_no_drift(saved: Document, esx: aioesx.Connection) -> None:
    assert jobs.compare(saved, await jobs.take_configuration(esx)).entries == ()


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_each_change_is_told_with_its_field(
    saved: Document, simulator: Simulator, esx: aioesx.Connection
) -> None:
    db = await esx.domains.lookup("db01")
    await db.set_vcpus(2)
    await db.configure(description="changed")
    await (await esx.domains.lookup("console01")).undefine()
    kind = presets.MachineKind("new01")
    simulator.change(lambda host: presets.add_machine(host, kind))

    found = plain(jobs.compare(saved, await jobs.take_configuration(esx)))

    assert sorted(found, key=str) == sorted(
        [
            ("domain", "db01", "changed", "vcpus", 4, 2),
            ("domain", "db01", "changed", "description", "", "changed"),
            ("domain", "console01", "gone", None, None, None),
            ("domain", "new01", "added", None, None, None),
        ],
        key=str,
    )


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_what_changes_by_itself_does_not_count_unless_asked_for(
    saved: Document, esx: aioesx.Connection
) -> None:
    await (await esx.domains.lookup("web01")).destroy()
    now = await jobs.take_configuration(esx)

    assert jobs.compare(saved, now).entries == ()
    found = plain(jobs.compare(saved, now, ignore=()))
    assert ("domain", "web01", "changed", "power", "running", "shut off") in found


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_snapshot_gives_no_disk_another_path(
    saved: Document, esx: aioesx.Connection
) -> None:
    await (await esx.domains.lookup("db01")).snapshots.create("s")

    assert jobs.compare(saved, await jobs.take_configuration(esx)).entries == ()


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_networks_are_compared_too(saved: Document, esx: aioesx.Connection) -> None:
    await esx.networks.define("<network><name>lab</name></network>")

    found = plain(jobs.compare(saved, await jobs.take_configuration(esx)))

    assert ("switch", "lab", "added", None, None, None) in found


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_fleet_is_one_document_and_who_does_not_answer_is_no_loss(
    inventory: tuple[Simulator, Path],
) -> None:
    _, file = inventory

    async def take(esx: aioesx.Connection) -> Document:
        return await jobs.take_configuration(esx, current_host().name)

    async with aioesx.Fleet(str(file), username="root", password="secret") as fleet:
        whole = await fleet.gather(take)
    before = jobs.join(whole.values.values())
    assert sorted(before["hosts"]) == ["first", "second"]
    assert len(before["domains"]) == 10

    after = jobs.join([whole.values["first"]], unknown=["second"])
    drifts = jobs.compare(before, after)
    assert (drifts.entries, drifts.unknown) == ((), ("second",))


def test_of_domains_that_share_a_uuid_each_has_a_record() -> None:
    one = {**_empty(), "domains": {"u": {"name": "a", "host": "h1"}}}
    two = {**_empty(), "domains": {"u": {"name": "a", "host": "h2"}}}

    whole = jobs.join([one, two])

    assert sorted(row["host"] for row in whole["domains"].values()) == ["h1", "h2"]


def _empty() -> Document:
    return jobs.join([])


_VALUES = st.none() | st.integers(0, 3) | st.sampled_from(["a", "b"])
_ROWS = st.dictionaries(st.sampled_from(["name", "x", "y"]), _VALUES, max_size=3)
_TABLES = st.dictionaries(st.sampled_from(["k1", "k2", "k3"]), _ROWS, max_size=3)


@given(before=_TABLES, after=_TABLES)
def test_a_comparison_is_turned_about_by_turning_its_sides(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    one, two = {**_empty(), "domains": before}, {**_empty(), "domains": after}
    turned = {"added": "gone", "gone": "added", "changed": "changed"}

    there = jobs.compare(one, two).entries
    back = jobs.compare(two, one).entries

    assert sorted(
        (d.key, turned[d.change], d.field or "", str((d.after, d.before))) for d in there
    ) == sorted((d.key, d.change, d.field or "", str((d.before, d.after))) for d in back)
    assert jobs.compare(one, copy.deepcopy(one)).entries == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is no JSON"),
        ("[]", "is no configuration"),
        ('{"format": "aioesx-configuration", "version": 9}', "of version 9, not 1"),
        ('{"format": "aioesx-configuration", "version": 1, "domains": []}', "domains: should be"),
        ('{"format": "aioesx-configuration", "version": 1, "unknown": 1}', "unknown: should be"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_a_document_of_another_kind_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        jobs.parse_configuration(text)
