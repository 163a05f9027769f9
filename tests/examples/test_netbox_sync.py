"""examples/netbox_sync.py: NetBox becomes what the host is, by as few writes as that takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import pytest
from support.adapters import EXAMPLES, environment, uri_of
from support.netbox import TOKEN, NetBox, netbox
from support.run import Outcome, run

import aioesx
from aioesx.simulator import Simulator

pytestmark = pytest.mark.long  # programs that start anew each time
Sync = Callable[..., Outcome]


@pytest.fixture
def box() -> Iterator[NetBox]:
    with netbox() as box:
        yield box


@pytest.fixture
def sync(simulator: Simulator, box: NetBox, tmp_path: Path) -> Sync:
    """`sync("--dry-run")`: run the program on a simulated host and that NetBox."""
    env = {**environment(tmp_path), "NETBOX_URL": box.url, "NETBOX_TOKEN": TOKEN}
    program: list[str | Path] = [
        sys.executable,
        "-W",
        "error",
        EXAMPLES / "netbox_sync.py",
        uri_of(simulator),
    ]
    return lambda *words: run([*program, *words], env=env)


def test_a_dry_run_tells_and_writes_nothing(sync: Sync, box: NetBox) -> None:
    outcome = sync("--dry-run")

    assert (outcome.status, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert len(lines) == 7
    assert lines[0] == "would create cluster type VMware"
    assert "would create web01" in lines
    assert box.writes == []


def test_a_second_run_writes_nothing(sync: Sync, box: NetBox) -> None:
    first, second = sync(), sync()

    assert (first.status, first.stderr) == (0, "")
    assert len(box.writes) == 7
    assert second.stdout == "nothing to do\n"
    machines = box.machines()
    assert {each["status"] for each in machines.values()} == {"active", "offline"}
    assert machines["db01"]["memory"] == 8192


def test_what_changed_is_changed_and_what_has_gone_is_kept(
    sync: Sync, box: NetBox, simulator: Simulator
) -> None:
    sync()
    box.machines()["web01"]["comments"] = "ask Ada first"
    anyio.run(_rename_one_and_remove_another, simulator)

    outcome = sync()

    assert sorted(outcome.stdout.splitlines()) == [
        "change db01: status offline -> decommissioning",
        "change web01: name web01 -> www",
    ]
    assert box.machines()["www"]["comments"] == "ask Ada first"
    assert [method for method, _, _ in box.writes[7:]] == ["PATCH", "PATCH"]


async def _rename_one_and_remove_another(simulator: Simulator) -> None:
    async with aioesx.connect(uri_of(simulator), password="secret") as esx:
        await (await esx.domains.lookup("web01")).rename("www")
        await (await esx.domains.lookup("db01")).undefine()


def test_what_netbox_refuses_is_told_with_its_reason(
    sync: Sync, box: NetBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(box.objects["cluster-types"], 1, {"name": "VMware", "slug": "other"})
    monkeypatch.setattr(box, "complaints", lambda *_: {"name": ["must be unique"]})

    outcome = sync()

    assert outcome.status == 1
    assert "must be unique" in outcome.stderr
