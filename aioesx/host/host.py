"""`Host`: the machine that the domains run on."""

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
from aioesx._words import listed
from aioesx.errors import NotSupportedError, ProtocolError
from aioesx.host.capabilities import CAPABILITY_PATHS, format_capabilities
from aioesx.host.values import NODE_PATHS, NodeInfo, node_info
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
        return self._server.scope.home.host if self._ref is None else self._ref

    @property
    def _thing(self) -> Thing:
        return thing_of(self.ref)

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
    async def max_vcpus(self, *, timeout: float | None = DEFAULT) -> int:
        """Read how many virtual processors a domain of this host can have.

        Raises:
            NotSupportedError: the host does not tell.
        """
        return await hostfacts.max_vcpus(self._server.session, self.ref)

    async def _read(self, paths: Sequence[str]) -> Properties:
        return await read_one(self._server.session, self.ref, paths)
