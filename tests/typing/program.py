"""A program as a user writes it: whatever the face gives is typed, and the checkers agree.

Held by mypy and pyright in strict mode, and run against a simulated host, by `test_as_a_user`.
"""

from __future__ import annotations

import sys
from ipaddress import IPv4Address, IPv6Address

import anyio

import aioesx
from aioesx import errors, vim


async def policy(question: aioesx.Question) -> aioesx.Choice | None:
    """Choose the last answer of those that the host knows."""
    return question.choices[-1] if question.choices else None


def watch(event: aioesx.Event) -> None:
    """Tell what goes over the wire."""
    match event:
        case aioesx.ResponseReceived(error=str() as error):
            print(f"{event.method}: {error}")
        case aioesx.LoggedIn():
            print(f"logged in as {event.username}")
        case _:
            pass


async def survey(esx: aioesx.Connection) -> dict[str, int]:
    """Sum the memory of all domains by state, in KiB."""
    total: dict[str, int] = {}
    summaries: list[aioesx.DomainSummary] = await esx.domains.list(active=None)
    for entry in summaries:
        state: aioesx.DomainState = entry.state
        total[state.value] = total.get(state.value, 0) + (entry.max_memory or 0)
    return total


async def cycle(esx: aioesx.Connection, name: str) -> None:
    """Start a domain, look at it, keep a snapshot, stop it."""
    domain: aioesx.Domain = await esx.domains.lookup(name)
    heard: list[int] = []
    try:
        await domain.start(on_question=policy, on_progress=heard.append, timeout=60)
    except errors.InvalidStateError as error:
        print(error.fault_type)
    info: aioesx.DomainInfo = await domain.info()
    print(domain.name, info.state, info.memory, info.vcpus)
    snapshot: aioesx.Snapshot = await domain.snapshots.create("typed", memory=False)
    tree: aioesx.SnapshotTree = await domain.snapshots.tree()
    print([found.name for found in tree], (await snapshot.info()).created.isoformat())
    await snapshot.delete()
    parameters: aioesx.SchedulerParameters = await domain.scheduler()
    print(parameters.shares)
    for disk in await domain.disks():
        print(disk.target, disk.source)
    for card in await domain.interfaces():
        print(card.mac)
    usage: aioesx.CpuUsage = await domain.cpu_usage(samples=2)
    print(usage.time + usage.load)
    await domain.destroy(on_cancel="leave")
    await domain.wait_for(aioesx.DomainState.SHUTOFF, timeout=None)


async def addresses(domain: aioesx.Domain) -> list[IPv4Address | IPv6Address]:
    """Return every address of a guest."""
    cards: list[aioesx.GuestInterface] = await domain.interface_addresses()
    return [one.address for card in cards for one in card.addresses]


async def by_hand(esx: aioesx.Connection) -> vim.ServiceContent:
    """Use the API below the face."""
    instance = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
    now = await esx.call(vim.CurrentTime(this=instance))
    print(now.year)
    values = await esx.properties(esx.content.root_folder, ["name"])
    print(values["name"])
    return await esx.call(vim.RetrieveServiceContent(this=instance), timeout=10.0)


async def main(uri: str, password: str) -> None:
    """Do all of it."""
    async with aioesx.connect(uri, password=password, on_event=watch) as esx:
        print(await survey(esx))
        await cycle(esx, "db01")
        print((await by_hand(esx)).about.full_name)
        node: aioesx.NodeInfo = await esx.host.info()
        print(node.model, node.memory, await esx.host.hostname())
        running = await esx.domains.lookup("web01")
        print(await addresses(running))
    other: aioesx.Connection = await aioesx.connect(uri, password=password, timeout=20)
    try:
        print(other.product.full_name, other.api_version)
    except (errors.FaultError, errors.TransportError) as error:
        print(error)
    finally:
        await other.aclose()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], sys.argv[2])
