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
    ticket: aioesx.ConsoleTicket = await domain.console("webmks")
    print(ticket.expires, domain.vmrc_link)
    pressed: int = await domain.send_keys("root\n", aioesx.Chord("ctrl", 46, codeset="linux"))
    print(pressed)
    async with domain.screenshots(interval=0.5, only_changed=True) as pictures:
        async for picture in pictures:
            print(len(picture))
            break
    usage: aioesx.CpuUsage = await domain.cpu_usage(samples=2)
    print(usage.time + usage.load)
    await domain.destroy(on_cancel="leave")
    await domain.wait_for(aioesx.DomainState.SHUTOFF, timeout=None)


async def addresses(domain: aioesx.Domain) -> list[IPv4Address | IPv6Address]:
    """Return every address of a guest."""
    cards: list[aioesx.GuestInterface] = await domain.interface_addresses()
    return [one.address for card in cards for one in card.addresses]


async def inside(domain: aioesx.Domain) -> bytes:
    """Run a program in a guest, and move files."""
    async with domain.guest("root", lambda request: request.username or "") as guest:
        done: aioesx.GuestResult = await guest.run("cat", ["-"], input=b"x", timeout=10)
        files: list[aioesx.GuestFile] = await guest.list("/tmp")
        processes: list[aioesx.GuestProcess] = await guest.processes()
        print(done.status, done.text, len(files), [one.pid for one in processes])
        await guest.write("/tmp/x", "text", mode=0o600)
        return await guest.read("/tmp/x", limit=100)


async def by_hand(esx: aioesx.Connection) -> vim.ServiceContent:
    """Use the API below the face."""
    instance = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
    now = await esx.call(vim.CurrentTime(this=instance))
    print(now.year)
    values = await esx.properties(esx.content.root_folder, ["name"])
    print(values["name"])
    several: list[aioesx.ObjectProperties] = await esx.read({"HostSystem": "name"})
    print(len(several), len(await esx.read("VirtualMachine", ["name", "runtime.powerState"])))
    return await esx.call(vim.RetrieveServiceContent(this=instance), timeout=10.0)


async def follow(esx: aioesx.Connection) -> None:
    """Watch everything until a domain is off, and read what has happened."""
    async with esx.watch(["domain", "host"], timeout=None) as changes:
        async for change in changes:
            match change:
                case aioesx.Appeared(name=name, values=values):
                    print(name, values["state"])
                case aioesx.Changed(property="state", value=aioesx.DomainState.SHUTOFF):
                    break
                case aioesx.Changed() | aioesx.Vanished():
                    print(change.ref.value, change.folded)
    async with esx.events(vim.VmEvent, user="root") as events:
        async for event in events:
            if isinstance(event, aioesx.EventGap):
                print(event.after, event.before)
            else:
                print(event.created_time, event.full_formatted_message)
    last: list[vim.Event] = await esx.events.history(10)
    print(len(last))


async def measure(esx: aioesx.Connection, web: aioesx.Domain) -> None:
    """Read counters, and follow one."""
    found: list[aioesx.MetricSeries] = await esx.metrics.read(
        [web, esx.host], "cpu.usage.average", last=3, instances=["", "0"]
    )
    print([(each.name, each.latest, each.unit, each.raw) for each in found])
    print(len(await esx.metrics.counters("cpu.*")), await esx.metrics.available(web))
    async with esx.metrics.follow("domain", "cpu.usage.average", timeout=60) as samples:
        async for series in samples:
            for moment, value in series.samples:
                print(series.name, moment, value)


async def how_many(esx: aioesx.Connection) -> int:
    """Count the domains of a host."""
    return len(await esx.domains.list())


async def at_many(uri: str, password: str) -> None:
    """Do one thing at many hosts."""
    async with aioesx.Fleet({"one": uri}, password=password) as fleet:
        async with fleet.run(how_many, select="one", timeout=20) as results:
            async for result in results:
                number: int | None = result.value
                print(result.host, number, result.error, result.unwrap() + 1)
        job = aioesx.MetricsJob("domain", ("cpu.usage.average",))
        used: aioesx.FleetResults[list[aioesx.MetricSeries]] = await fleet.gather(job)
        print(len(used.values))
        counts: aioesx.FleetResults[int] = await fleet.gather(how_many)
        print(sum(counts.values.values()), list(counts.failed), [each.to_dict() for each in counts])
        planned = await fleet.gather(how_many, dry_run=True)
        print([change.method for found in planned.values.values() for change in found.changes])
        async with fleet.watch("domain", ["state"], timeout=20) as happening:
            told = (await anext(happening)).value
            if isinstance(told, aioesx.HostDown):
                print(told.error, happening.down)
            elif isinstance(told, aioesx.Changed):
                print(told.before, told.value)
        async with fleet.events("VmEvent") as listening:
            said: aioesx.FleetEntry[aioesx.HostEvent | aioesx.HostDown | aioesx.HostUp]
            said = await anext(listening)
            print(said.host)
        async for entry in fleet.domains():
            print(entry.host, entry.value.name)
        async with fleet.search("web*") as found:
            async for entry in found:
                print((await entry.value.domain.info()).vcpus)
        print([entry.tags for entry in fleet.inventory], fleet.resting)


async def main(uri: str, password: str) -> None:
    """Do all of it."""
    await at_many(uri, password)
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
