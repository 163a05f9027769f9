"""`Site`: several simulated hosts, and perhaps a vCenter above them, in one process.

One server, one thread and one port serve them all; what tells them apart is the address
that a client calls, each host having a loopback address of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from aioesx.simulator.app import make_app
from aioesx.simulator.handle import SimulatedHost, SimulatedVCenter
from aioesx.simulator.inventory_file import format_inventory
from aioesx.simulator.line import Line
from aioesx.simulator.service import Door, Service, Startable
from aioesx.simulator.simulator import new_password
from aioesx.simulator.site_file import read_site
from aioesx.simulator.sockets import VCENTER_ADDRESS, loopback_addresses, places
from aioesx.simulator.state.sessions import User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from starlette.types import ASGIApp, Scope

    from aioesx.simulator.handle import Handle
    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.service import Tls
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.vcenter import VCenter

__all__ = ["Site"]

_FIRST_BEHIND = "127.77.0.1"  # for hosts whose own address is a line's


class Site(Startable):
    """Simulated hosts that one program serves.

    Use it with ``async with`` on asyncio and trio, with ``with``, or by `start` and `stop`.

    Args:
        hosts: the hosts' states by name; those that know each other share a world.
        vcenter: the vCenter that manages them, if there is one.
        addresses: where hosts listen, by name; the others get addresses of their own,
            from 127.0.0.11 on.
        vcenter_address: where the vCenter listens.
        username: account with every right, everywhere.
        password: its password; a random one when left out.
        tls: what is spoken; as for `Simulator`.
        tls_of: what single hosts speak instead, by name.
        lines: hosts that are reached over a line with trouble: arguments of `Line`, by name.
        port: TCP port, the same at every address; 0 picks one that is free at all of them.
        exposed: allow addresses that others can reach.

    Attributes:
        hosts: what can be done with each host, by name.
        vcenter: the same for the vCenter, or None.
        password_made_up: whether nobody has given one, so that somebody has to be told.
        asgi: the application, which tells hosts apart by ``scope["server"]``.
    """

    def __init__(
        self,
        hosts: Mapping[str, HostState],
        *,
        vcenter: VCenter | None = None,
        addresses: Mapping[str, str] | None = None,
        vcenter_address: str = VCENTER_ADDRESS,
        username: str = "root",
        password: str | None = None,
        tls: Tls = True,
        tls_of: Mapping[str, Tls] | None = None,
        lines: Mapping[str, Mapping[str, Any]] | None = None,
        port: int = 0,
        exposed: bool = False,
    ) -> None:
        self.username = username
        self.password_made_up = password is None
        self.password = password if password is not None else new_password()
        own = "" if vcenter is None else vcenter_address
        where = places(list(hosts), addresses or {}, own)
        kinds = tls_of or {}
        self.hosts = {
            name: SimulatedHost(
                host,
                Door(where[name], tls=kinds.get(name, tls), name=_dns_name(name)),
                name=name,
                username=username,
                password=self.password,
            )
            for name, host in hosts.items()
        }
        self.vcenter: SimulatedVCenter | None = None
        if vcenter is not None:
            vcenter.address = own
            self.vcenter = SimulatedVCenter(
                vcenter,
                Door(own, tls=kinds.get("vcenter", tls)),
                name="vcenter",
                username=username,
                password=self.password,
            )
        if not self.handles:
            raise ValueError("a site has at least one host")
        for handle in self.handles:
            handle.state.users[username] = User(username, self.password, "Administrator")
        self._lines = dict(lines or {})
        for name in (*self._lines, *kinds):
            if name not in {*hosts, "vcenter"}:
                raise ValueError(f"there is no host {name!r}")
        behind = loopback_addresses(len(self._lines), _FIRST_BEHIND)
        for name, address in zip(self._lines, behind, strict=True):
            self.hosts[name].door.behind = address
        self.asgi: ASGIApp = make_app(_picking(self.handles))
        self._service = Service(
            self.asgi,
            [handle.state for handle in self.handles],
            [handle.door for handle in self.handles],
            port=port,
            exposed=exposed,
        )

    @classmethod
    def load(
        cls, path: str | Path, *, password: str | None = None, port: int | None = None
    ) -> Self:
        """Build the site that a TOML file describes.

        Args:
            path: the file; see docs/simulator.md.
            password: root's password, instead of the file's.
            port: the TCP port, instead of the file's.

        Raises:
            TableError: the file says what no site can; names the file, the table and the key.
            OSError: it, or a file that it names, cannot be read.
        """
        file = read_site(path, password=password, port=port)
        with file.blaming():
            site = cls(**file.arguments)
        file.prepare(site.hosts, site.handles)
        return site

    def __repr__(self) -> str:
        above = " below a vCenter" if self.vcenter is not None else ""
        state = f"on port {self.port}" if self._service.running else "not started"
        return f"<Site of {len(self.hosts)} hosts{above} {state}>"

    @property
    def handles(self) -> Sequence[Handle[Any]]:
        """The vCenter, if there is one, and all hosts."""
        above = [] if self.vcenter is None else [self.vcenter]
        return [*above, *self.hosts.values()]

    @property
    def port(self) -> int:
        """The TCP port of all addresses; 0 before one is picked."""
        return self.handles[0].port

    @property
    def uri(self) -> str:
        """The connection URI of the vCenter, or of the first host where there is none."""
        return self.handles[0].uri

    @property
    def uris(self) -> dict[str, str]:
        """The connection URI of each host, by name."""
        return {name: host.uri for name, host in self.hosts.items()}

    @property
    def ca_file(self) -> str:
        """PEM file of the authority that signed the certificates; empty without one."""
        return next((h.ca_file for h in self.handles if h.ca_file), "")

    def inventory_toml(self, *, with_password: bool = False) -> str:
        """Return what there is, and how it is reached, as a TOML document.

        Args:
            with_password: whether it tells the password, too.
        """
        return format_inventory(
            list(self.hosts.values()), self.vcenter, with_password=with_password
        )

    def add_faults(self, rules: Sequence[FaultRule]) -> None:
        """Hand rules out to the hosts, and the vCenter, that they are meant for."""
        for handle in self.handles:
            handle.add_faults(rules)

    def start(self) -> None:
        """Listen and serve; returns once connections are accepted.

        Raises:
            OSError: an address or the port cannot be had, or too few files may be open.
        """
        try:
            self._service.start()
            for name, trouble in self._lines.items():
                host = self.hosts[name]
                at = (host.address, host.port)
                host.line = Line(host.door.behind, host.port, at=at, **trouble)
                host.line.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Close every connection and forget temporary files."""
        for host in self.hosts.values():
            if host.line is not None:
                host.line.stop()
                host.line = None
        self._service.stop()


def _picking(handles: Sequence[Handle[Any]]) -> Callable[[Scope], Agent]:
    """Return a function that tells whom a request means; the first for an unknown address."""
    agents: dict[str, Agent] = {h.door.listens_at: h.state for h in handles}
    first: Agent = handles[0].state

    def pick(scope: Scope) -> Agent:
        server = scope.get("server") or ("",)
        return agents.get(str(server[0]), first)

    return pick


def _dns_name(name: str) -> str:
    """Return the name if a certificate can hold it."""
    plain = name.replace("-", "").replace(".", "")
    return name if "." in name.strip(".") and plain.isascii() and plain.isalnum() else ""
