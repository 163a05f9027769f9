"""`Host`: the machine that the domains run on.

Its coroutines are thin: how things are read and done stands in the modules that they call, one
for each idea.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aioesx import vim
from aioesx._server import hostfacts
from aioesx._server.collector import Properties, read_one
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.seconds import DEFAULT
from aioesx._words import apart, listed
from aioesx.errors import NotSupportedError, ProtocolError
from aioesx.host.capabilities import CAPABILITY_PATHS, format_capabilities
from aioesx.host.certificate import (
    CERTIFICATE,
    CERTIFICATE_MANAGER,
    HostCertificate,
    certificate_of,
)
from aioesx.host.clock import CLOCK_MANAGER, DATE_TIME, HostClock, clock_of, look_at_clock
from aioesx.host.details import HostDetails, read_details
from aioesx.host.firewall import HostFirewall
from aioesx.host.health import HEALTH, HostHealth, health_of
from aioesx.host.maintenance import HostMaintenance
from aioesx.host.services import HostServices
from aioesx.host.stopping import stop_host
from aioesx.host.syslog import SYSLOG_MANAGER, no_setting, read_syslog, write_syslog
from aioesx.host.values import (
    NODE_PATHS,
    USAGE_PATHS,
    HostUsage,
    NodeInfo,
    host_usage,
    node_info,
)
from aioesx.units import mib_to_bytes

__all__ = ["Host"]

_MEMORY: Final = "hardware.memorySize"
_USED_MIB: Final = "summary.quickStats.overallMemoryUsage"

_HOST_NAME: Final = "config.network.dnsConfig.hostName"
_DOMAIN_NAME: Final = "config.network.dnsConfig.domainName"


class Host:
    """The connected host, or one of those that a connection to a vCenter is over."""

    __slots__ = ("_ref", "_server")

    def __init__(self, server: Server, ref: vim.ManagedObjectReference | None = None) -> None:
        self._server = server
        self._ref = ref

    def __repr__(self) -> str:
        return f"<Host {self._server.scope.name if self._ref is None else self._ref.value}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Host):
            return NotImplemented
        return self._server is other._server and self._which() == other._which()

    def __hash__(self) -> int:
        return hash(self._which())

    def _which(self) -> vim.ManagedObjectReference | None:
        """Return the reference; None where there are several hosts and none is meant."""
        try:
            return self.ref
        except NotSupportedError:
            return None

    @property
    def ref(self) -> vim.ManagedObjectReference:
        """Reference of the managed object.

        Raises:
            NotSupportedError: the connection is over several hosts, and this is none of them:
                `Hosts.lookup` gives one.
        """
        return self._server.scope.host if self._ref is None else self._ref

    @property
    def _thing(self) -> Thing:
        return thing_of(self.ref)

    @property
    def services(self) -> HostServices:
        """The programs that it runs beside its domains, SSH among them."""
        return HostServices(self._server, self.ref)

    @property
    def firewall(self) -> HostFirewall:
        """Which of its ports are open, and to whom."""
        return HostFirewall(self._server, self.ref)

    @property
    def maintenance(self) -> HostMaintenance:
        """Taking it out of use for a while."""
        return HostMaintenance(self._server, self.ref)

    # --- facts ------------------------------------------------------------------------------------

    @operation("call")
    async def details(self, *, timeout: float | None = DEFAULT) -> HostDetails:
        """Read all that is to be known about the host, in four calls at most.

        What is hidden or refused is None and a problem; what the product has not, None.

        Source: vSphere API, HostSystem, HostDateTimeSystem.QueryDateTime,
        OptionManager.QueryOptions, HostCertificateManager.certificateInfo.
        """
        return await read_details(self._server, self.ref)

    @operation("call")
    async def properties(
        self, paths: str | Sequence[str], *, timeout: float | None = DEFAULT
    ) -> Properties:
        """Read any properties of the host; as `Connection.properties`.

        Args:
            paths: such as ``"summary.quickStats"``, or several.
            timeout: seconds in all.
        """
        return await self._read(listed(paths))

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> NodeInfo:
        """Read processors and memory, in one call.

        Source: libvirt, esxNodeGetInfo.
        """
        return node_info(await self._read(NODE_PATHS))

    @operation("call")
    async def hostname(self, *, timeout: float | None = DEFAULT) -> str:
        """Read the host's own name, with its domain if it has one.

        Raises:
            NotSupportedError: the host does not tell its name.
            ProtocolError: the name is empty.

        Source: libvirt, esxConnectGetHostname.
        """
        values = await self._read((_HOST_NAME, _DOMAIN_NAME))
        name: str = values.require(_HOST_NAME)
        if not name:
            raise ProtocolError("empty 'hostName' property")
        domain: str | None = values.get(_DOMAIN_NAME)
        return f"{name}.{domain}" if domain else name

    @operation("call")
    async def capabilities(self, *, timeout: float | None = DEFAULT) -> str:
        """Describe what the host can run, as libvirt's ``<capabilities>`` document.

        Source: libvirt, esxConnectGetCapabilities.
        """
        return format_capabilities(await self._read(CAPABILITY_PATHS))

    @operation("call")
    async def free_memory(self, *, timeout: float | None = DEFAULT) -> int:
        """Read the memory that is left, in bytes.

        Raises:
            NotSupportedError: the host does not tell how much it has, or how much is used.

        Source: libvirt, esxNodeGetFreeMemory.
        """
        values = await self._read((_MEMORY, _USED_MIB))
        free: int = values.require(_MEMORY) - mib_to_bytes(values.require(_USED_MIB))
        return max(0, free)

    @operation("call")
    async def usage(self, *, timeout: float | None = DEFAULT) -> HostUsage:
        """Read how much of processors and memory is in use, in one call.

        Source: vSphere API, HostSystem.summary.quickStats.
        """
        return host_usage(await self._read(USAGE_PATHS))

    @operation("call")
    async def max_vcpus(self, *, timeout: float | None = DEFAULT) -> int:
        """Read how many virtual processors a domain of this host can have.

        Raises:
            NotSupportedError: the host does not tell.
        """
        return await hostfacts.max_vcpus(self._server.session, self.ref)

    @operation("call")
    async def health(self, *, timeout: float | None = DEFAULT) -> HostHealth:
        """Read what the hardware reports, in one call.

        Raises:
            NotSupportedError: the host does not look after its hardware.

        Source: vSphere API, HostSystem.runtime.healthSystemRuntime.
        """
        found = health_of((await self._read((HEALTH,))).require(HEALTH))
        assert found is not None  # noqa: S101  # it was required
        return found

    # --- settings ---------------------------------------------------------------------------------

    @operation("call")
    async def clock(self, *, timeout: float | None = DEFAULT) -> HostClock:
        """Ask what time it is there, in two calls, and how far that is from ours.

        Raises:
            NotSupportedError: the host does not tell.

        Source: vSphere API, HostDateTimeSystem.QueryDateTime.
        """
        values = await self._read((DATE_TIME, CLOCK_MANAGER))
        look = await look_at_clock(self._server.session, values.require(CLOCK_MANAGER))
        found = clock_of(values.get(DATE_TIME), look)
        assert found is not None  # noqa: S101  # there is a look
        return found

    @operation("call")
    async def set_ntp_servers(
        self, servers: Sequence[str], *, timeout: float | None = DEFAULT
    ) -> None:
        """Say who tells the host the time, in place of whoever did; the service is another thing.

        Args:
            servers: names or addresses; none for nobody.
            timeout: seconds in all.

        Raises:
            ValueError: one is empty, or has a blank or a comma in it; nothing was sent.
            NotSupportedError: the host has no such setting.
            FaultError: the host takes no such name.

        Source: vSphere API, HostDateTimeSystem.UpdateDateTimeConfig.
        """
        names = list(apart(servers, what="name of a time server"))
        manager = (await self._read((CLOCK_MANAGER,))).require(CLOCK_MANAGER)
        config = vim.HostDateTimeConfig(ntp_config=vim.HostNtpConfig(server=names))
        await self._server.session.call(vim.UpdateDateTimeConfig(this=manager, config=config))

    @operation("call")
    async def syslog(self, *, timeout: float | None = DEFAULT) -> tuple[str, ...]:
        """Read where the host's log goes, in two calls; empty for nowhere but its own disk.

        Raises:
            NotSupportedError: the host has no such setting: none had before 5.0.

        Source: vSphere API, OptionManager.QueryOptions.
        """
        manager = (await self._read((SYSLOG_MANAGER,))).require(SYSLOG_MANAGER)
        targets = await read_syslog(self._server.session, manager)
        if targets is None:
            raise no_setting()
        return targets

    @operation("call")
    async def set_syslog(self, targets: Sequence[str], *, timeout: float | None = DEFAULT) -> None:
        """Say where the host's log goes besides its own disk.

        Args:
            targets: such as ``"udp://log.example.com:514"``, ``"ssl://log.example.com:1514"``;
                none for nowhere.
            timeout: seconds in all.

        Raises:
            ValueError: one is empty, or has a blank or a comma in it; nothing was sent.
            NotSupportedError: the host has no such setting: none had before 5.0.

        Source: vSphere API, OptionManager.UpdateOptions.
        """
        wanted = apart(targets, what="target of a log")
        manager = (await self._read((SYSLOG_MANAGER,))).require(SYSLOG_MANAGER)
        await write_syslog(self._server.session, manager, wanted)

    @operation("call")
    async def certificate(self, *, timeout: float | None = DEFAULT) -> HostCertificate:
        """Read the host's certificate, in two calls.

        Raises:
            NotSupportedError: the host does not tell: none did before 6.0.

        Source: vSphere API, HostCertificateManager.certificateInfo.
        """
        session = self._server.session
        if not session.has_api(6, 0):
            raise NotSupportedError("", "a host before 6.0 does not tell of its certificate")
        manager = (await self._read((CERTIFICATE_MANAGER,))).require(CERTIFICATE_MANAGER)
        values = await read_one(session, manager, (CERTIFICATE,))
        found = certificate_of(values.require(CERTIFICATE))
        assert found is not None  # noqa: S101  # it was required
        return found

    # --- the end ----------------------------------------------------------------------------------

    @operation("task")
    async def reboot(self, *, force: bool = False, timeout: float | None = DEFAULT) -> None:
        """Restart the host; returns when it has taken that, and goes down.

        The connection ends with it: what is called from then on fails, until the host is back.

        Args:
            force: even if it is not in maintenance mode: whatever runs there is cut off.
            timeout: seconds in all.

        Raises:
            InvalidStateError: it is not in maintenance mode; nothing was sent.
            NotSupportedError: the product cannot.
            TaskFailedError: the host refuses.
            OutcomeUnknownError: the answer was lost; it may go down.

        Source: vSphere API, HostSystem.RebootHost_Task.
        """
        method = vim.RebootHost_Task(this=self.ref, force=force)
        await stop_host(self._server, self.ref, method, "restarted", force=force)

    @operation("task")
    async def shutdown(self, *, force: bool = False, timeout: float | None = DEFAULT) -> None:
        """Turn the host off; returns when it has taken that. Nothing here turns it on again.

        Args:
            force: even if it is not in maintenance mode: whatever runs there is cut off.
            timeout: seconds in all.

        Raises:
            InvalidStateError, NotSupportedError, TaskFailedError, OutcomeUnknownError: as for
                `reboot`.

        Source: vSphere API, HostSystem.ShutdownHost_Task.
        """
        method = vim.ShutdownHost_Task(this=self.ref, force=force)
        await stop_host(self._server, self.ref, method, "turned off", force=force)

    async def _read(self, paths: Sequence[str]) -> Properties:
        return await read_one(self._server.session, self.ref, paths)
