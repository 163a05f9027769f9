"""`Simulator`: a simulated host on a socket or in the process, for tests and people.

Concurrency: the server's event loop runs in a thread of its own. Every public method
and property takes the host's lock, so any thread, on any event loop or none, may use
them at any time.
"""

from __future__ import annotations

import secrets
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import anyio
import anyio.to_thread

from aioesx.simulator.app import make_app
from aioesx.simulator.rules import FaultRule, load_rules
from aioesx.simulator.server import Server, listen
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.questions import Rule, Template
from aioesx.simulator.state.sessions import User
from aioesx.simulator.tls import Authority

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from starlette.types import ASGIApp

__all__ = ["Simulator"]


class Simulator:
    """A simulated ESX host.

    Use it with ``async with`` on asyncio and trio, with ``with``, or by `start` and `stop`;
    the application alone, without a socket, is `asgi`.

    Args:
        host: a preset, such as `aioesx.simulator.presets.small_host()`.
        username: account with every right.
        password: its password; a random one when left out.
        tls: True for a certificate by an authority of its own, False for plain HTTP, or
            a server's `ssl.SSLContext`.
        address: where to listen. Other than loopback addresses need `exposed`.
        port: TCP port; 0 picks one.
        exposed: allow an address that others can reach.
        read_only_users: further accounts that may change nothing, name to password.
    """

    def __init__(
        self,
        host: HostState,
        *,
        username: str = "root",
        password: str | None = None,
        tls: bool | ssl.SSLContext = True,
        address: str = "127.0.0.1",
        port: int = 0,
        exposed: bool = False,
        read_only_users: dict[str, str] | None = None,
    ) -> None:
        if not exposed and not _is_loopback(address):
            raise ValueError(f"{address} is no loopback address; say exposed=True if you mean it")
        self.username = username
        self.password = password if password is not None else secrets.token_urlsafe(12)
        self.address = address
        self.port = port
        self.thumbprint = ""
        self._tls = tls
        self._authority: Authority | None = None
        self._server: Server | None = None
        self._host = host
        host.users[username] = User(username, self.password, "Administrator")
        for name, secret in (read_only_users or {}).items():
            host.users[name] = User(name, secret, read_only=True)
        self.asgi: ASGIApp = make_app(host)

    def __repr__(self) -> str:
        state = f"at {self.uri}" if self._server is not None else "not started"
        return f"<Simulator of {self._host.profile.name} {state}>"

    @property
    def state(self) -> HostState:
        """The host's state, for tests that look inside; hold `HostState.looking` meanwhile."""
        return self._host

    @property
    def uri(self) -> str:
        """The connection URI, ``esx://root@127.0.0.1:PORT/``."""
        at = f"[{self.address}]" if ":" in self.address else self.address
        suffix = "" if self._tls else "?transport=http"
        return f"esx://{self.username}@{at}:{self.port}/{suffix}"

    @property
    def url(self) -> str:
        """The URL of the web service, ``https://127.0.0.1:PORT/sdk``."""
        at = f"[{self.address}]" if ":" in self.address else self.address
        return f"{'https' if self._tls else 'http'}://{at}:{self.port}/sdk"

    @property
    def ca_file(self) -> str:
        """PEM file of the authority that signed the certificate; empty without one."""
        return str(self._authority.ca_file) if self._authority is not None else ""

    def start(self) -> None:
        """Listen and serve; returns once connections are accepted."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        listener = listen(self.address, self.port)
        self.port = listener.getsockname()[1]
        try:
            context = self._context()
        except BaseException:
            listener.close()
            raise
        self._host.world.closing = False
        server = Server(self.asgi, [listener], context)
        server.start()
        self._server = server

    def _context(self) -> ssl.SSLContext | None:
        """Return what the server speaks TLS with, or None for plain HTTP."""
        if isinstance(self._tls, bool):
            if not self._tls:
                return None
            self._authority = Authority()
            names = {"localhost", "127.0.0.1", "::1", self.address}
            context, self.thumbprint = self._authority.server_context(*sorted(names))
            return context
        return self._tls

    def stop(self) -> None:
        """Close every connection and forget temporary files."""
        with self._host.lock:
            self._host.world.closing = True
            self._host.changes.announce()
        if self._server is not None:
            self._server.stop()
            self._server = None
        self._host.close()
        if self._authority is not None:
            self._authority.close()
            self._authority = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        await anyio.to_thread.run_sync(self.start)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.stop)

    @property
    def open_sessions(self) -> int:
        """Sessions that are logged in."""
        with self._host.looking():
            return len(self._host.sessions.all())

    @property
    def open_filters(self) -> int:
        """Property filters that exist, of all sessions."""
        with self._host.looking():
            return sum(
                len(collector.filters)
                for session in self._host.sessions.all()
                for collector in session.collectors.values()
            )

    @property
    def calls(self) -> list[tuple[str, str]]:
        """(method, object) of every call served, oldest first."""
        with self._host.lock:
            return list(self._host.calls)

    @property
    def call_count(self) -> Counter[str]:
        """How often each method was called."""
        with self._host.lock:
            return self._host.call_count.copy()

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(domain, choice) of every question answered, oldest first."""
        with self._host.looking():
            return list(self._host.answers)

    def forget_calls(self) -> None:
        """Begin to count calls anew."""
        with self._host.lock:
            self._host.calls.clear()
            self._host.call_count.clear()

    def domain_state(self, name: str) -> str:
        """Return ``poweredOn``, ``poweredOff`` or ``suspended``."""
        with self._host.looking():
            return self._host.find(name).power

    def ask_on(
        self,
        method: str,
        name: str,
        *,
        text: str = "The simulator asks: how shall it go on?",
        choices: Sequence[str] = ("Yes", "No"),
        default: int | None = 0,
        times: int | None = 1,
        message_id: str = "msg.simulator.question",
    ) -> None:
        """Ask a question when `method` is next called on a domain.

        Args:
            method: wire name of a method that starts a task, such as ``PowerOnVM_Task``.
            name: name of the domain, or ``*``.
            text: the question.
            choices: labels. ``Cancel``, ``No`` and ``Abort`` make the task fail.
            default: position of the default choice, or None.
            times: how often it is asked; None is always.
            message_id: what stands before the text, as ESX's own questions have it.
        """
        plain = text.replace("{", "{{").replace("}", "}}")
        template = Template(message_id, plain, tuple(choices), default)
        with self._host.looking():
            self._host.question_rules.append(Rule(method, name, template, times))

    def answer(self, name: str, label: str) -> None:
        """Answer a domain's pending question, as another client would.

        Raises:
            LookupError: no such domain, no question, or no such choice.
        """
        with self._host.looking(changing=True):
            machine = self._host.find(name)
            question = machine.question
            if question is None or label not in question.choices:
                raise LookupError(f"{name} asks no question with the choice {label!r}")
            machine.answer(question.id, str(question.choices.index(label)))

    def fault_on(self, method: str, fault: str = "", **details: Any) -> FaultRule:
        """Have calls go wrong; returns the rule, whose `applied` counts.

        Args:
            method: wire name of a method, or ``GET``, ``PUT``, ... for files; may hold ``*``.
            fault: wire name of a fault.
            details: further attributes of `FaultRule`: `object`, `times`, `delay`, ...
        """
        rule = FaultRule(method=method, fault=fault, **details)
        with self._host.lock:
            self._host.rules.rules.append(rule)
        return rule

    def load_faults(self, path: str | Path) -> None:
        """Add the rules of a TOML file.

        Raises:
            ValueError: the file says what no rule can.
        """
        rules = load_rules(Path(path))
        with self._host.lock:
            self._host.rules.rules.extend(rules)

    def expire_sessions(self) -> None:
        """End every session, as an idle timeout or a restart of the agent does."""
        with self._host.looking(changing=True):
            self._host.sessions.end_all()

    def change(self, action: Callable[[HostState], Any]) -> Any:
        """Run `action` on the state under the lock, and announce a change."""
        with self._host.looking(changing=True):
            return action(self._host)


def _is_loopback(address: str) -> bool:
    return address in {"localhost", "::1"} or address.startswith("127.")
