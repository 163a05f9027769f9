"""A small estate: a vCenter with a cluster of two hosts and a host that stands alone."""

from __future__ import annotations

from typing import Any, Final

from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.simulator import Clock, HostState, ManualClock, Options, presets
from aioesx.simulator.profile import ESXI_6_5, VCENTER_8_0, Profile
from aioesx.simulator.site import Site
from aioesx.simulator.state.world import World
from aioesx.simulator.vcenter import VCenter

__all__ = [
    "ADDRESSES",
    "PAIRS",
    "VCENTER",
    "Estate",
    "VCenterCaller",
    "at_rest",
    "hosts_with",
    "quick",
    "uri_of_host",
    "uri_of_vcenter",
]

PAIRS: Final = {
    # vCenter: hosts of its time
    "vcenter-2.5": "esx-3.5",
    "vcenter-4.1": "esx-4.1",
    "vcenter-5.5": "esxi-5.5",
    "vcenter-6.7": "esxi-6.5",
    "vcenter-8.0": "esxi-8.0",
}
VCENTER: Final = "127.0.0.10"
ADDRESSES: Final = {"esx1": "127.0.0.11", "esx2": "127.0.0.12", "esx3": "127.0.0.13"}


def quick(task_seconds: float = 0.01) -> Options:
    """Return options of servers that do at once what they are told."""
    return Options(task_seconds=task_seconds, queue_seconds=0.0, tools_seconds=0.0)


class Estate:
    """The hosts, and the vCenter above them.

    ``eu/west/dc1`` has the cluster ``c1`` with esx1 and esx2, which share their datastores, and
    esx3 with datastores of its own, whose names vCenter has changed. ``dc2`` is empty. The five
    machines of `presets.small_host` are on esx1; ``spare01`` is on esx3.
    """

    def __init__(
        self,
        *,
        profile: Profile = VCENTER_8_0,
        host_profile: Profile = ESXI_6_5,
        clock: Clock | None = None,
        options: Options | None = None,
    ) -> None:
        options = options or Options(task_seconds=10.0, queue_seconds=1.0, tools_seconds=5.0)
        self.world = World(clock)
        self.esx1, self.esx2, self.esx3 = (
            self._host(number, host_profile, options) for number in (1, 2, 3)
        )
        for store in list(self.esx2.datastores.values()):
            store.unmount()
        for store in self.esx1.datastores.values():
            store.mounted_on(self.esx2)
        for number in range(5):
            presets.add_machine(self.esx1, presets.kind_of(number))
        presets.add_machine(self.esx3, presets.MachineKind("spare01"))
        self.vcenter = VCenter(profile=profile, world=self.world, options=options)
        self.dc1 = self.vcenter.add_datacenter("dc1", folder="eu/west")
        self.dc2 = self.vcenter.add_datacenter("dc2")
        self.cluster = self.vcenter.add_cluster(self.dc1, "c1")
        for name, where in (("esx1", self.cluster), ("esx2", self.cluster), ("esx3", self.dc1)):
            host = getattr(self, name)
            self.vcenter.add_host(host, where, name=f"{name}.example", address=ADDRESSES[name])

        self._profile, self._options = host_profile, options

    def _host(
        self, number: int, profile: Profile, options: Options, address: str = ""
    ) -> HostState:
        return presets.empty_host(
            profile=profile,
            options=options,
            name=f"esx{number}",
            number=number,
            address=address or ADDRESSES[f"esx{number}"],
            shared=self.world,
        )

    def more(self, number: int, address: str) -> HostState:
        """Make another host of the same product, which the vCenter does not know."""
        return self._host(number, self._profile, self._options, address)

    def site(self, **details: Any) -> Site:
        """Return all of them behind sockets, not started."""
        hosts = {name: getattr(self, name) for name in ADDRESSES}
        details = {"password": "secret", "addresses": ADDRESSES, **details}
        return Site(hosts, vcenter=self.vcenter, **details)


def uri_of_vcenter(site: Site, path: str = "", user: str = "root") -> str:
    """Return where a site's vCenter is reached without TLS."""
    return f"vpx://{user}@{VCENTER}:{site.port}/{path}?transport=http"


def uri_of_host(site: Site, name: str = "esx1", more: str = "&vcenter=*") -> str:
    """Return where a host is reached without TLS, and its vCenter beside it."""
    return f"esx://root@{ADDRESSES[name]}:{site.port}/?transport=http{more}"


def hosts_with(site: Site, name: str) -> list[str]:
    """Return the hosts that have a machine of a name, as the vCenter calls them."""
    assert site.vcenter is not None
    found: list[str] = site.vcenter.change(
        lambda vcenter: [
            vcenter.members[m.host].name for m in vcenter.machines() if m.plain_name == name
        ]
    )
    return found


def at_rest(site: Site) -> bool:
    """Tell whether no task is at work, at the vCenter or at a host."""
    agents = [agent for agent in (*site.hosts.values(), site.vcenter) if agent is not None]
    return all(
        agent.change(lambda state: all(task.ended for task in state.tasks.by_moid.values()))
        for agent in agents
    )


class VCenterCaller(Caller):
    """Calls the vCenter of a site in the process."""

    manager = ref("SessionManager", "SessionManager")
    collector = ref("PropertyCollector", "propertyCollector")
    search = ref("SearchIndex", "SearchIndex")
    views = ref("ViewManager", "ViewManager")

    def __init__(self, site: Site, estate: Estate) -> None:
        super().__init__(site, VCENTER)
        self.estate = estate
        self.action = '"urn:vim25/8.0.3.0"'

    def machine(self, name: str) -> vim.ManagedObjectReference:
        """Return the vCenter's reference of a machine."""
        with self.estate.vcenter.looking():
            return self.estate.vcenter.ref(self.estate.vcenter.find(name))

    def host(self, name: str) -> vim.ManagedObjectReference:
        """Return the vCenter's reference of a host."""
        with self.estate.vcenter.looking():
            return self.estate.vcenter.ref(getattr(self.estate, name))

    async def info(self, task: vim.ManagedObjectReference) -> vim.TaskInfo:
        """Return what is known of a task."""
        value: vim.TaskInfo = (await self.read(task, "info"))["info"]
        return value

    async def finish(self, task: vim.ManagedObjectReference) -> vim.TaskInfo:
        """Let time pass until a task has ended, and return its info."""
        clock = self.estate.world.clock
        assert isinstance(clock, ManualClock)
        clock.advance(200)
        return await self.info(task)

    async def done(self, method: vim.Method[vim.ManagedObjectReference]) -> Any:
        """Call a method that starts a task, have it succeed, and return its result."""
        info = await self.finish(await self(method))
        assert info.state == "success", info.error
        return info.result

    async def fault(self, method: vim.Method[vim.ManagedObjectReference]) -> Any:
        """Call a method that starts a task, have it fail, and return the fault."""
        info = await self.finish(await self(method))
        assert info.error is not None, info
        return info.error.fault
