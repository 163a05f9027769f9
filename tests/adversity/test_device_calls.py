"""Every call of a change of devices: refused, hidden, cut before and after, odd, cancelled.

A clean run tells the calls, so that none is forgotten, and what the machine is afterwards. Whatever
becomes of a call, the machine is as it was, or as was asked: never with two disks where one was
asked, and never with a file less. A coroutine that returns has done it; an error that does not say
that it may have been done, or was, is of a machine where nothing was.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

import anyio
import httpx
import pytest
from support.cutting import CuttingTransport
from support.hasty import Hasty
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx.definition import CharacterDevice, Disk, Interface
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.properties.devices import devices
from aioesx.simulator.state.disks import Disk as SimulatedDisk
from aioesx.simulator.state.disks import make_uuid

pytestmark = [pytest.mark.anyio, pytest.mark.long]

ON, OFF = "web01", "db01"
SPARE = "[datastore1] spare/spare.vmdk"
MAC = "00:50:56:01:02:03"
GIB = 2**30


class Story(NamedTuple):
    """A change of a machine.

    Attributes:
        domain: its name.
        run: makes it.
        said: what an error says where the change was made, and could not be looked at.
    """

    domain: str
    run: Callable[[aioesx.Domain], Awaitable[object]]
    said: str


# fmt: off
STORIES: Final = {
    "create": Story(ON, lambda it: it.attach(Disk(), create=GIB), "was attached"),
    "create on a new controller": Story(
        OFF, lambda it: it.attach(Disk(target="sdq"), create=GIB), "was attached"),
    "attach": Story(ON, lambda it: it.attach(Disk(source=SPARE)), "was attached"),
    "card": Story(ON, lambda it: it.attach(Interface(source="VM Network", mac=MAC)),
                  "was attached"),
    "port": Story(OFF, lambda it: it.attach(CharacterDevice(type="pipe", path="p")),
                  "was attached"),
    "detach": Story(OFF, lambda it: it.detach("sda"), "was detached"),
    "delete": Story(OFF, lambda it: it.detach("sda", delete_files=True), "was detached"),
    "grow": Story(ON, lambda it: it.grow("sda", 2**40), "has grown"),
    "link": Story(ON, lambda it: _unplug(it), "the link is down"),
    "update": Story(ON, lambda it: it.update(
        Disk(target="hdc", bus="ide", device="cdrom", source="[datastore1] iso/a.iso")),
        "was changed"),
    "configure": Story(ON, lambda it: it.configure(
        description="new", disk_limits={"sda": 100}, extra_config={"a.b": "c"}), "were set"),
    "rename": Story(ON, lambda it: it.rename("new"), "was renamed"),
    "vcpus": Story(OFF, lambda it: it.set_vcpus(3), "-"),
}
# fmt: on

CUTS: Final = ("refuse", "lose", "die", "cancel-before", "cancel-after")
RULES: Final[dict[str, dict[str, Any]]] = {
    "refused": {"fault": "HostCommunication"},
    "overtaken": {"fault": "ConcurrentAccess"},
    "hidden": {"fault": "NoPermission"},
    "busy": {"body": "busy", "status": 503},
    "odd": {"body": "<html>Welcome</html>"},
    "expired": {"expire": True},
}
MAY_BE: Final = (errors.OutcomeUnknownError, errors.TaskTimeoutError, errors.TaskLostError)


async def _unplug(domain: aioesx.Domain) -> object:
    card = (await domain.interfaces())[0]
    assert card.mac is not None
    return await domain.set_link(card.mac, False, live=True)


def make_simulator() -> Simulator:
    options = Options(task_seconds=0.0, queue_seconds=0.0)
    # Nobody starts it: it is called within the process.
    simulator = Simulator(presets.small_host(options=options), username="root", tls=False)

    def prepare(host: Any) -> None:
        store = host.datastore("datastore1")
        host.find(OFF)
        store.make_folder("spare", parents=True, exist_ok=True)
        store.make_disk("spare/spare.vmdk", SimulatedDisk(1024, thin=True, uuid=make_uuid("spare")))
        store.put_text("iso/a.iso", "x")

    simulator.change(prepare)
    return simulator


def look(simulator: Simulator) -> Any:
    """Return what can be told of all machines, and all files."""

    def see(host: Any) -> Any:
        machines = {
            machine.moid: (
                sorted(map(_told, devices(machine))),
                machine.config.get("annotation"),
                machine.config.get("a.b"),
                machine.config.get("displayName"),
                machine.config.vcpus,
                machine.power,
            )
            for machine in host.machines.values()
        }
        files = {store.name: sorted(store.files) for store in host.datastores.values()}
        return machines, files

    return simulator.change(see)


def _told(device: Any) -> tuple[str, ...]:
    plug, backing = device.connectable, device.backing
    facts = (
        type(device).__name__,
        device.key,
        plug and (plug.connected, plug.start_connected),
        getattr(backing, "file_name", None) or getattr(backing, "device_name", None),
        getattr(device, "capacity_in_kb", None),
        getattr(getattr(device, "storage_io_allocation", None), "limit", None),
        getattr(device, "mac_address", None),
    )
    return tuple(map(str, facts))


async def tell(
    simulator: Simulator,
    story: Story,
    transport: CuttingTransport,
    arm: Callable[[], object],
    seconds: float = 2.0,
) -> BaseException | None:
    """Make the change, with what goes wrong armed when the domain is known."""
    failure: BaseException | None = None
    uri, password = "esx://root@host.example/?transport=http", simulator.password
    connecting = aioesx.connect(uri, password=password, transport=transport, task_timeout=seconds)
    async with connecting as esx:
        domain = await esx.domains.lookup(story.domain)
        arm()
        with anyio.CancelScope() as transport.scope:
            try:
                await story.run(domain)
            except errors.EsxError as error:
                failure = error
        if transport.scope.cancelled_caught:
            failure = errors.OutcomeUnknownError("cancelled", method="", ref=None)
        transport.disarm()
    return failure


async def clean(story: Story) -> tuple[dict[str, int], Any]:
    """Return the calls of a clean run, how often each comes by, and what there is afterwards."""
    simulator = make_simulator()
    transport = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    assert await tell(simulator, story, transport, transport.seen.clear, 50.0) is None
    seen = {name: count for name, count in transport.seen.items() if name != "Logout"}
    return seen, look(simulator)


async def settled(simulator: Simulator) -> None:
    """Return when no task is under way."""

    def at_rest() -> bool:
        tasks = simulator.change(lambda host: list(host.tasks.by_moid.values()))
        return all(task.ended for task in tasks)

    await until(at_rest, 5.0)


THOROUGH: Final = ("create", "delete")
"""One of each kind; of the others the way to the wire is the same, what is looked for is not."""

CASES: Final = [
    (loop, name, trouble)
    for loop in ("asyncio", "trio")
    for name in STORIES
    for trouble in (*CUTS, *RULES)
    if (loop == "asyncio" and (name in THOROUGH or trouble == "lose"))
    or (name == THOROUGH[0] and trouble in CUTS)
]


@pytest.mark.parametrize(("anyio_backend", "name", "trouble"), CASES)
async def test_whatever_becomes_of_a_call(name: str, trouble: str, hasty: Hasty) -> None:
    hasty(
        repeats=(0.0, 0.01), looks=(0.0, 0.02), look=0.1, look_again=0.02, backoff=(0.01,),
        reconnecting=0.1, silence=5.0, login_pause=0.0, close=1.0, logout=0.2, grace=0.2,
        release=0.2,
    )  # fmt: skip
    story = STORIES[name]
    calls, new = await clean(story)
    assert calls["ReconfigVM_Task"] == 1
    for call, turn in [(call, turn + 1) for call, often in calls.items() for turn in range(often)]:
        simulator = make_simulator()
        old = look(simulator)
        transport = CuttingTransport(httpx.ASGITransport(simulator.asgi))

        def arm(
            call: str = call,
            turn: int = turn,
            simulator: Simulator = simulator,
            transport: CuttingTransport = transport,
        ) -> None:
            if trouble in CUTS:
                transport.arm(call, trouble, turn)  # type: ignore[arg-type]
            elif turn == 1:
                simulator.fault_on(call, times=1, **RULES[trouble])

        failure = await tell(simulator, story, transport, arm)
        await settled(simulator)
        now = look(simulator)

        where = f"{trouble} {call} {turn}: {failure!r}"
        assert now in (old, new), where
        if failure is None:
            assert now == new, where
        elif not isinstance(failure, MAY_BE) and "goes on" not in str(failure):
            assert now == (new if story.said in str(failure) else old), where
