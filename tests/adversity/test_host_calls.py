"""Every call of the host's changes: refused, hidden, cut before and after, odd, cancelled.

A clean run tells the calls, so that none is forgotten. Whatever becomes of one, the host is as it
was, or as was asked; a coroutine that returns has done it; and one that fails for any reason but
that nobody knows, or that a task goes on, has changed nothing.
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
from aioesx.simulator import HostState, Options, Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.long]


class Story(NamedTuple):
    """A change of a host.

    Attributes:
        run: makes it.
        look: returns what it changes.
        new: what that is afterwards.
        prepare: makes the host ready for it.
    """

    run: Callable[[aioesx.Host], Awaitable[None]]
    look: Callable[[HostState], Any]
    new: Any
    prepare: Callable[[HostState], object] = lambda host: None


def _service(key: str) -> Callable[[HostState], Any]:
    return lambda host: (host.upkeep.services[key].running, host.upkeep.services[key].policy)


# fmt: off
STORIES: Final = {
    "start": Story(lambda host: host.services.start("ssh"), _service("TSM-SSH"), (True, "off")),
    "stop": Story(lambda host: host.services.stop("console"), _service("DCUI"), (False, "on")),
    "policy": Story(lambda host: host.services.set_policy("ssh", "on"),
                    _service("TSM-SSH"), (False, "on")),
    "enable": Story(lambda host: host.firewall.enable("ntpClient"),
                    lambda host: host.upkeep.rulesets["ntpClient"].enabled, True),
    "allow": Story(lambda host: host.firewall.allow("sshServer", []),
                   lambda host: host.upkeep.rulesets["sshServer"].allowed is None, False),
    "ntp": Story(lambda host: host.set_ntp_servers(["ntp.example"]),
                 lambda host: host.upkeep.ntp_servers, ["ntp.example"]),
    "syslog": Story(lambda host: host.set_syslog("udp://log.example"),
                    lambda host: host.settings["Syslog.global.logHost"][1], "udp://log.example"),
    "enter": Story(lambda host: host.maintenance.enter(timeout=1.0),
                   lambda host: host.maintenance, True),
    "leave": Story(lambda host: host.maintenance.leave(timeout=1.0),
                   lambda host: host.maintenance, False,
                   lambda host: setattr(host, "maintenance", True)),
    "reboot": Story(lambda host: host.reboot(), lambda host: host.boots, 1,
                    lambda host: setattr(host, "maintenance", True)),
    "shutdown": Story(lambda host: host.shutdown(), lambda host: host.away, True,
                      lambda host: setattr(host, "maintenance", True)),
}
# fmt: on

CUTS: Final = ("refuse", "lose", "die", "cancel-before", "cancel-after")
RULES: Final[dict[str, dict[str, Any]]] = {
    "refused": {"fault": "HostCommunication"},
    "hidden": {"fault": "NoPermission"},
    "busy": {"body": "busy", "status": 503},
    "odd": {"body": "<html>Welcome</html>"},
    "expired": {"expire": True},
}
MAY_BE: Final = (errors.OutcomeUnknownError, errors.TaskTimeoutError, errors.TaskLostError)
"""What says that the host may have done it, or will."""


def make_simulator(story: Story) -> Simulator:
    options = Options(task_seconds=0.0, queue_seconds=0.0, boot_seconds=60.0)
    # Nobody starts it: it is called within the process.
    simulator = Simulator(presets.empty_host(options=options), username="root", tls=False)
    simulator.change(story.prepare)
    return simulator


async def tell(
    simulator: Simulator, story: Story, transport: CuttingTransport, arm: Callable[[], object]
) -> BaseException | None:
    """Make the change, with what goes wrong armed when the connection is open."""
    failure: BaseException | None = None
    uri, password = "esx://root@host.example/?transport=http", simulator.password
    async with aioesx.connect(uri, password=password, transport=transport) as esx:
        arm()
        with anyio.CancelScope() as transport.scope:
            try:
                await story.run(esx.host)
            except errors.EsxError as error:
                failure = error
        if transport.scope.cancelled_caught:
            failure = errors.OutcomeUnknownError("cancelled", method="", ref=None)
        transport.disarm()
    return failure


async def calls_of(story: Story) -> list[str]:
    """Return the methods that a clean run calls, each once."""
    simulator = make_simulator(story)
    transport = CuttingTransport(httpx.ASGITransport(simulator.asgi))
    assert await tell(simulator, story, transport, transport.seen.clear) is None
    assert simulator.change(story.look) == story.new
    return [name for name in transport.seen if name != "Logout"]


async def settled(simulator: Simulator) -> None:
    """Return when no task is under way."""

    def at_rest() -> bool:
        tasks = simulator.change(lambda host: list(host.tasks.by_moid.values()))
        return all(task.ended for task in tasks)

    await until(at_rest, 5.0)


ON_BOTH_LOOPS: Final = ("start", "enter", "reboot")
"""One of each kind; of the others the way to the wire is the same."""

CASES: Final = [
    (loop, name, trouble)
    for loop in ("asyncio", "trio")
    for name in STORIES
    for trouble in (*CUTS, *RULES)
    if loop == "asyncio" or name in ON_BOTH_LOOPS
]


@pytest.mark.parametrize(("anyio_backend", "name", "trouble"), CASES)
async def test_whatever_becomes_of_a_call(name: str, trouble: str, hasty: Hasty) -> None:
    hasty(
        repeats=(0.0, 0.01),
        looks=(0.0, 0.02),
        backoff=(0.01,),
        reconnecting=0.1,
        silence=5.0,
        login_pause=0.0,
        close=1.0,
        logout=0.2,
        grace=0.2,
        release=0.2,
    )
    story = STORIES[name]
    for call in await calls_of(story):
        simulator = make_simulator(story)
        old = simulator.change(story.look)
        transport = CuttingTransport(httpx.ASGITransport(simulator.asgi))

        def arm(
            call: str = call,
            simulator: Simulator = simulator,
            transport: CuttingTransport = transport,
        ) -> None:
            if trouble in RULES:
                simulator.fault_on(call, times=1, **RULES[trouble])
            else:
                transport.arm(call, trouble)  # type: ignore[arg-type]

        failure = await tell(simulator, story, transport, arm)
        await settled(simulator)
        now = simulator.change(story.look)

        where = f"{trouble} {call}: {failure!r}, {old} became {now}"
        assert now in (old, story.new), where
        if failure is None:
            assert now == story.new, where
        elif not isinstance(failure, MAY_BE) and "goes on" not in str(failure):
            assert now == old, where
