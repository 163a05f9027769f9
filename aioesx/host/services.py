"""`HostServices`: the programs that a host runs beside its machines, SSH among them."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import Properties, read_one
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.seconds import DEFAULT
from aioesx._words import advice, one_of
from aioesx.errors import InvalidStateError, LookupFailedError

__all__ = ["SERVICES", "HostService", "HostServices", "ServicePolicy", "services_of"]

Ref = vim.ManagedObjectReference

SERVICES: Final = "config.service"
"""The property of a host that `services_of` reads."""

_MANAGER: Final = "configManager.serviceSystem"

_PLAIN: Final = {
    # what people say: the keys by which hosts of some age call it
    "ssh": ("TSM-SSH", "sshd"),
    "shell": ("TSM",),
    "ntp": ("ntpd",),
    "ptp": ("ptpd",),
    "snmp": ("snmpd",),
    "syslog": ("vmsyslogd",),
    "console": ("DCUI",),
    "vcenter": ("vpxa", "vmware-vpxa"),
    "health": ("sfcbd-watchdog",),
}
_WORDS: Final = {key: word for word, keys in _PLAIN.items() for key in keys}


class ServicePolicy(enum.StrEnum):
    """When a host starts a service by itself."""

    ON = "on"
    """With the host."""
    OFF = "off"
    """Never."""
    AUTOMATIC = "automatic"
    """When the firewall opens one of its ports, and stops it with the last of them."""


@dataclasses.dataclass(frozen=True, slots=True)
class HostService:
    """A service of a host.

    Attributes:
        key: the host's own name of it, such as ``"TSM-SSH"``.
        word: a plain name, such as ``"ssh"``; the key where there is none.
        label: what the host calls it for people.
        running: whether it runs.
        policy: when the host starts it: a `ServicePolicy`, or a word that hosts to come may have.
        required: whether the host cannot do without.
        rulesets: keys of the firewall's rulesets that it needs.
    """

    key: str
    word: str
    label: str
    running: bool
    policy: ServicePolicy | str
    required: bool
    rulesets: tuple[str, ...]


def services_of(info: vim.HostServiceInfo | None) -> tuple[HostService, ...] | None:
    """Make them of the property `SERVICES`; None where the host does not tell."""
    return None if info is None else tuple(map(_service, info.service))


def _service(service: vim.HostService) -> HostService:
    policy: Any = service.policy
    return HostService(
        key=service.key,
        word=_WORDS.get(service.key, service.key),
        label=service.label,
        running=service.running,
        policy=ServicePolicy(policy) if policy in set(ServicePolicy) else policy,
        required=service.required,
        rulesets=tuple(service.ruleset),
    )


def _found(services: Iterable[HostService], name: str) -> HostService:
    """Return the service of a name: its key, its plain name or its label, in whatever case.

    Raises:
        LookupFailedError: there is none; the text says which there are.
    """
    wanted, known = name.casefold(), list(services)
    for field in ("key", "word", "label"):
        for service in known:
            if getattr(service, field).casefold() == wanted:
                return service
    words = sorted({service.word for service in known})
    there = ", ".join(words) or "none"
    raise LookupFailedError(
        f"service '{name}'; there are {there}{advice(name, words)}", kind="service", name=name
    )


class HostServices:
    """The services of one host.

    A service is named by its key (``"TSM-SSH"``), its plain name (``"ssh"``, ``"shell"``,
    ``"ntp"``, ``"snmp"``, ``"syslog"``, ``"console"``) or its label. Each verb looks first: one
    read and one call.
    """

    __slots__ = ("_ref", "_server")

    def __init__(self, server: Server, ref: Ref) -> None:
        self._server = server
        self._ref = ref

    def __repr__(self) -> str:
        return f"<HostServices of {self._ref.value}>"

    @property
    def _thing(self) -> Thing:
        return thing_of(self._ref)

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[HostService]:
        """Read all services, in one call.

        Raises:
            NotSupportedError: the host does not tell of its services.

        Source: vSphere API, HostServiceSystem.serviceInfo.
        """
        values = await self._read((SERVICES,))
        return list(services_of(values.require(SERVICES)) or ())

    @operation("call")
    async def start(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Start a service; it runs when this returns, until it is stopped or the host restarts.

        Raises:
            LookupFailedError: there is no such service; the text says which there are.
            InvalidStateError: it runs already.
            FaultError: the host could not start it.

        Source: vSphere API, HostServiceSystem.StartService.
        """
        manager, service = await self._find(name)
        if service.running:
            raise InvalidStateError("", f"service '{service.key}' is running already")
        await self._server.session.call(vim.StartService(this=manager, id=service.key))

    @operation("call")
    async def stop(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Stop a service; it does not run when this returns.

        Raises:
            LookupFailedError: there is no such service.
            InvalidStateError: it does not run.

        Source: vSphere API, HostServiceSystem.StopService.
        """
        manager, service = await self._find(name)
        self._require_running(service)
        await self._server.session.call(vim.StopService(this=manager, id=service.key))

    @operation("call")
    async def restart(self, name: str, *, timeout: float | None = DEFAULT) -> None:
        """Stop a service and start it again.

        Raises:
            LookupFailedError: there is no such service.
            InvalidStateError: it does not run.

        Source: vSphere API, HostServiceSystem.RestartService.
        """
        manager, service = await self._find(name)
        self._require_running(service)
        await self._server.session.call(vim.RestartService(this=manager, id=service.key))

    @operation("call")
    async def set_policy(
        self, name: str, policy: ServicePolicy | str, *, timeout: float | None = DEFAULT
    ) -> None:
        """Say when the host starts a service by itself; whether it runs now stays as it is.

        Args:
            name: of the service.
            policy: a `ServicePolicy` or its word: ``"on"``, ``"off"`` or ``"automatic"``.
            timeout: seconds in all.

        Raises:
            ValueError: there is no such policy; nothing was sent.
            LookupFailedError: there is no such service.

        Source: vSphere API, HostServiceSystem.UpdateServicePolicy.
        """
        wanted = one_of(policy, ServicePolicy, what="policy")
        manager, service = await self._find(name)
        method = vim.UpdateServicePolicy(this=manager, id=service.key, policy=str(wanted))
        await self._server.session.call(method)

    def _require_running(self, service: HostService) -> None:
        if not service.running:
            raise InvalidStateError("", f"service '{service.key}' is not running")

    async def _find(self, name: str) -> tuple[Ref, HostService]:
        """Return the manager and the service of a name."""
        values = await self._read((SERVICES, _MANAGER))
        manager: Ref = values.require(_MANAGER)
        return manager, _found(services_of(values.require(SERVICES)) or (), name)

    async def _read(self, paths: tuple[str, ...]) -> Properties:
        return await read_one(self._server.session, self._ref, paths)
