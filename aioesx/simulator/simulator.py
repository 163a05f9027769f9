"""`Simulator`: a simulated host on a socket or in the process, for tests and people.

Concurrency: the server's event loop runs in a thread of its own; see `handle` for who
may call what.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aioesx.simulator.app import make_app
from aioesx.simulator.handle import SimulatedHost
from aioesx.simulator.inventory_file import format_inventory
from aioesx.simulator.service import Door, Service, Startable
from aioesx.simulator.state.sessions import User

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from aioesx.simulator.service import Tls
    from aioesx.simulator.state.host import HostState

__all__ = ["Simulator", "new_password"]


def new_password() -> str:
    """Return a random password."""
    return secrets.token_urlsafe(12)


class Simulator(SimulatedHost, Startable):
    """A simulated ESX host.

    Use it with ``async with`` on asyncio and trio, with ``with``, or by `start` and `stop`;
    the application alone, without a socket, is `asgi`. `Site` has several hosts.

    Args:
        host: a preset, such as `aioesx.simulator.presets.small_host()`.
        username: account with every right.
        password: its password; a random one when left out.
        tls: True for a certificate by an authority of its own, ``"legacy"`` for TLS 1.0 with
            a weak key, False for plain HTTP, or a server's `ssl.SSLContext`.
        address: where to listen. Other than loopback addresses need `exposed`.
        port: TCP port; 0 picks one.
        exposed: allow an address that others can reach.
        read_only_users: further accounts that may change nothing, name to password.

    Attributes:
        password_made_up: whether nobody has given one, so that somebody has to be told.
    """

    def __init__(
        self,
        host: HostState,
        *,
        username: str = "root",
        password: str | None = None,
        tls: Tls = True,
        address: str = "127.0.0.1",
        port: int = 0,
        exposed: bool = False,
        read_only_users: dict[str, str] | None = None,
    ) -> None:
        self.password_made_up = password is None
        password = password if password is not None else new_password()
        door = Door(address, tls=tls)
        super().__init__(
            host, door, name=host.network.host_name, username=username, password=password
        )
        self.asgi: ASGIApp = make_app(host)
        self._service = Service(self.asgi, [host], [door], port=port, exposed=exposed)
        host.users[username] = User(username, password, "Administrator")
        for name, secret in (read_only_users or {}).items():
            host.users[name] = User(name, secret, read_only=True)

    def __repr__(self) -> str:
        state = f"at {self.uri}" if self._service.running else "not started"
        return f"<Simulator of {self._agent.profile.name} {state}>"

    def inventory_toml(self, *, with_password: bool = False) -> str:
        """Return how the host is reached, as a TOML document; see `Site.inventory_toml`."""
        return format_inventory([self], with_password=with_password)

    def start(self) -> None:
        """Listen and serve; returns once connections are accepted."""
        self._service.start()

    def stop(self) -> None:
        """Close every connection and forget temporary files."""
        self._service.stop()
