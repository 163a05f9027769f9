"""Fleets of hosts that are not ours: vcsim processes, and a vCenter of vcsim's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.hasty import Hasty
from support.vcsim import Vcsim, vcsim

from aioesx import Connection, Fleet, connect, errors

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

HOSTS = 4


@pytest.fixture(scope="module")
def servers(certificate_files: tuple[Path, Path]) -> Iterator[dict[str, Vcsim]]:
    with ExitStack() as stack:
        yield {
            f"host{number}": stack.enter_context(
                vcsim(model="esx", tls=True, vms=number, certificate=certificate_files)
            )
            for number in range(1, HOSTS + 1)
        }


@pytest.fixture
def targets(servers: dict[str, Vcsim], ca_file: Path) -> dict[str, str]:
    return {name: server.uri(f"cacert={ca_file}") for name, server in servers.items()}


async def names(esx: Connection) -> list[str]:
    return [entry.name for entry in await esx.domains.list()]


async def test_every_host_answers_for_itself(targets: dict[str, str]) -> None:
    async with Fleet(targets, password="secret") as fleet:
        results = await fleet.gather(names)
        entries = [entry async for entry in fleet.search("*_VM0")]

    results.raise_for_errors()
    assert {host: len(found) for host, found in results.values.items()} == {
        f"host{number}": number for number in range(1, HOSTS + 1)
    }
    assert sorted(entry.host for entry in entries) == list(targets)


async def test_a_dead_one_among_them_is_told(targets: dict[str, str], hasty: Hasty) -> None:
    hasty(attempts=(0.01,))
    some_gone: dict[str, str] = {"gone": "esx://root@127.0.0.1:9/", **targets}
    async with Fleet(some_gone, password="secret") as fleet:
        results = await fleet.gather(names)

    assert list(results.values) == list(targets)
    assert isinstance(results.failed["gone"], errors.ConnectError)


async def test_a_change_is_done_everywhere_and_by_a_dry_run_nowhere(
    targets: dict[str, str],
) -> None:
    async def stop(esx: Connection) -> None:
        domain = await esx.domains.lookup("ha-host_VM0")
        await domain.destroy()

    async def start(esx: Connection) -> None:
        await (await esx.domains.lookup("ha-host_VM0")).start()

    async with Fleet(targets, password="secret") as fleet:
        planned = await fleet.gather(stop, dry_run=True)
        done = await fleet.gather(stop)
        undone = await fleet.gather(start)

    planned.raise_for_errors()
    done.raise_for_errors()
    undone.raise_for_errors()
    changes = {str(change) for found in planned.values.values() for change in found.changes}
    assert changes == {"PowerOffVM_Task on ha-host_VM0"}


async def test_a_vcenter_counts_as_its_hosts(
    vcsim: Callable[..., Vcsim], certificate_files: tuple[Path, Path], ca_file: Path
) -> None:
    server = vcsim(model="vpx", tls=True, vms=2, certificate=certificate_files)
    uri = server.uri(f"cacert={ca_file}", scheme="vpx")

    async with Fleet({"vc": uri}, password="secret") as fleet:
        results = await fleet.gather(names)
    async with connect(uri, password="secret") as whole:
        everything = await names(whole)

    results.raise_for_errors()
    assert "vc/DC0_H0" in results.values
    assert len(results.values) == 4
    assert sorted(name for found in results.values.values() for name in found) == sorted(everything)
