"""All that is to be known about a host, in at most four calls.

The host and what it has come in one read, with the licences; its clock, its log's target and its
certificate are asked for, each by a call. What is hidden, or could not be asked, is a problem.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_many, read_one
from aioesx._server.names import called
from aioesx._server.reach import REACH, HostState, host_state
from aioesx._server.server import Server
from aioesx._server.traversal import from_host, object_spec
from aioesx.errors import FaultError, NotSupportedError
from aioesx.host.certificate import (
    CERTIFICATE,
    CERTIFICATE_MANAGER,
    HostCertificate,
    certificate_of,
)
from aioesx.host.clock import CLOCK_MANAGER, DATE_TIME, HostClock, Look, clock_of, look_at_clock
from aioesx.host.firewall import FIREWALL, FirewallRuleset, rulesets_of
from aioesx.host.health import HEALTH, HostHealth, health_of
from aioesx.host.licence import ASSIGNMENTS, EVALUATION, LICENCES, HostLicence, licence_of
from aioesx.host.maintenance import MACHINE_PATHS, MAINTENANCE, running
from aioesx.host.services import SERVICES, HostService, services_of
from aioesx.host.syslog import OPTIONS, SYSLOG_MANAGER, read_syslog, targets_in
from aioesx.host.values import NODE_PATHS, NodeInfo, if_told, node_info
from aioesx.units import mib_to_kib

__all__ = ["HostDetails", "HostPool", "LockdownMode", "read_details"]

T = TypeVar("T")
Ref = vim.ManagedObjectReference

_NAME: Final = "name"
_BOOTED: Final = "runtime.bootTime"
_CPU_USED: Final = "summary.quickStats.overallCpuUsage"
_MEMORY_USED: Final = "summary.quickStats.overallMemoryUsage"
_UPTIME: Final = "summary.quickStats.uptime"
_RESTART: Final = "summary.rebootRequired"
_VCENTER: Final = "summary.managementServerIp"
_PRODUCT: Final = "config.product"
_SYSTEM: Final = "hardware.systemInfo"
_BIOS: Final = "hardware.biosInfo"
_LOCKDOWN: Final = "config.lockdownMode"
_LOCKED: Final = "config.adminDisabled"

_MODES: Final = (6, 0)
"""API version that brought modes of lockdown; before, users are locked out or not."""

_SINCE: Final[Mapping[str, tuple[int, int]]] = {
    _UPTIME: (4, 1),
    _LOCKDOWN: _MODES,
    CERTIFICATE_MANAGER: (6, 0),
    LICENCES: (4, 0),
    EVALUATION: (4, 0),
    ASSIGNMENTS: (4, 0),
}
"""What a server before that version of the API would refuse the whole read for."""

_PATHS: Final = (
    _NAME, REACH, _BOOTED, MAINTENANCE, _CPU_USED, _MEMORY_USED, _UPTIME, _RESTART, _VCENTER,
    _PRODUCT, _SYSTEM, _BIOS, _LOCKDOWN, _LOCKED, HEALTH, SERVICES, FIREWALL, DATE_TIME,
    CLOCK_MANAGER, SYSLOG_MANAGER, CERTIFICATE_MANAGER, *NODE_PATHS,
)  # fmt: skip
_OWN_LICENCES: Final = (LICENCES, EVALUATION)
_ASSIGNED_LICENCES: Final = (ASSIGNMENTS,)
"""What is read of a host's licences; a vCenter has its own, and a trial of its own."""

_POOL_PATHS: Final = ("name", "summary.type", "summary.capacity", "summary.freeSpace")
_HAS: Final[Mapping[str, Sequence[str]]] = {
    "Datastore": _POOL_PATHS,
    "Network": (_NAME,),
    "VirtualMachine": MACHINE_PATHS,
}
_SERIALS: Final = ("SerialNumberTag", "ServiceTag")
"""Under which words a system's number is found where it has no field of its own."""


class LockdownMode(enum.StrEnum):
    """Whether a host lets anybody in but its vCenter."""

    DISABLED = "disabled"
    NORMAL = "normal"
    """Its vCenter, and the console."""
    STRICT = "strict"
    """Its vCenter alone."""


_LOCKDOWN_WORDS: Final = {
    "lockdownDisabled": LockdownMode.DISABLED,
    "lockdownNormal": LockdownMode.NORMAL,
    "lockdownStrict": LockdownMode.STRICT,
}


@dataclasses.dataclass(frozen=True, slots=True)
class HostPool:
    """A datastore that a host has mounted; None is what is not told.

    Attributes:
        name: of the pool.
        kind: of its file system, such as ``"VMFS"``, ``"NFS"``.
        capacity: in bytes, as of all pools.
        available: what is left, in bytes.
    """

    name: str
    kind: str | None
    capacity: int | None
    available: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class HostDetails:
    """A host as a whole; None is what it does not tell, or hides, which `problems` says.

    Attributes:
        name: what the server calls it; its reference where that is hidden.
        state: whether a vCenter reaches it; what else is told of one that it does not is old.
        maintenance: whether it is in maintenance mode.
        product: name, version and build, such as ``"VMware ESXi 8.0.3 build-24022510"``.
        version: such as ``"8.0.3"``.
        build: such as ``"24022510"``.
        api_version: of the API that it speaks.
        vendor: who made the machine.
        model: which one it is.
        serial: its serial number or service tag.
        uuid: of its BIOS, as the host writes it.
        bios: the BIOS's version.
        bios_date: when that was released.
        node: processors and memory.
        cpu_used: MHz in use.
        memory_used: KiB in use.
        booted: when it was started.
        uptime: seconds since.
        restart_required: whether a change waits for a restart.
        vcenter: address of the vCenter that manages it.
        lockdown: whether anybody but that may log in.
        licence: what it is licensed for, and how long.
        health: what its hardware reports.
        clock: what time it has, and of whom.
        services: the programs that it runs beside its machines.
        firewall: which ports are open.
        syslog: where its log goes; empty for nowhere.
        certificate: by which it is known; hosts before 6.0 do not tell.
        pools: its datastores.
        networks: names of its networks.
        domains: how many it has.
        running: names of those that run, or whose state is not told.
        problems: what could not be read or asked, and why, a sentence each.
    """

    name: str
    state: HostState
    maintenance: bool | None
    product: str | None
    version: str | None
    build: str | None
    api_version: str | None
    vendor: str | None
    model: str | None
    serial: str | None
    uuid: str | None
    bios: str | None
    bios_date: datetime | None
    node: NodeInfo
    cpu_used: int | None
    memory_used: int | None
    booted: datetime | None
    uptime: int | None
    restart_required: bool | None
    vcenter: str | None
    lockdown: LockdownMode | None
    licence: HostLicence | None
    health: HostHealth | None
    clock: HostClock | None
    services: tuple[HostService, ...] | None
    firewall: tuple[FirewallRuleset, ...] | None
    syslog: tuple[str, ...] | None
    certificate: HostCertificate | None
    pools: tuple[HostPool, ...]
    networks: tuple[str, ...]
    domains: int
    running: tuple[str, ...]
    problems: tuple[str, ...] = ()


class _Asking:
    """Calls that may be refused: what they bring, or None and a problem."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    async def ask(self, what: str, call: Callable[[], Awaitable[T]]) -> T | None:
        """Return what a call brings; a product that has nothing of the kind is no problem."""
        try:
            return await call()
        except NotSupportedError:
            return None
        except FaultError as error:
            self.problems.append(f"{what}: {error}")
            return None


async def read_details(server: Server, ref: Ref) -> HostDetails:
    """Read a host: one read, and three calls at most."""
    session, asking = server.session, _Asking()
    found = await _read(server, ref)
    values = next((each.values for each in found if each.ref == ref), Properties(ref))
    manager = session.content.license_manager
    licences = next((each.values for each in found if each.ref == manager), None)

    look: Look | None = None
    clock_manager = values.if_shown(CLOCK_MANAGER)
    if clock_manager is not None:
        look = await asking.ask("clock", lambda: look_at_clock(session, clock_manager))
    certificates, settings = values.if_shown(CERTIFICATE_MANAGER), values.if_shown(SYSLOG_MANAGER)
    shown: Properties | None = None
    if certificates is not None:
        shown = await asking.ask(
            "certificate", lambda: read_one(session, certificates, (CERTIFICATE,))
        )
        asking.problems += shown.problems((CERTIFICATE,)) if shown is not None else ()
    assigned: Any = licences.if_shown(LICENCES) if licences is not None else None
    if _at_vcenter(server):  # which tells of licences by host, and of settings in its first read
        syslog = targets_in(values.if_shown(OPTIONS))
        assigned = await asking.ask("licence", lambda: _assigned(server, ref, licences))
    else:
        syslog = None
        if settings is not None:
            syslog = await asking.ask("syslog", lambda: read_syslog(session, settings))
    trial = licences.if_shown(EVALUATION) if licences is not None else None

    problems = [text for each in found for text in each.values.problems(_asked(server, each.ref))]
    return dataclasses.replace(
        _plain(values, found),
        licence=licence_of(assigned, trial),
        clock=clock_of(values.if_shown(DATE_TIME), look),
        syslog=syslog,
        certificate=certificate_of(shown.if_shown(CERTIFICATE) if shown is not None else None),
        problems=(*problems, *asking.problems),
    )


def _at_vcenter(server: Server) -> bool:
    return server.session.product.line == "vpx"


def _asked(server: Server, ref: Ref) -> tuple[str, ...]:
    """Return the paths that are read of an object."""
    if ref.type == "HostSystem":
        paths: Sequence[str] = (*_PATHS, OPTIONS) if _at_vcenter(server) else _PATHS
    elif ref.type == "LicenseManager":
        paths = _ASSIGNED_LICENCES if _at_vcenter(server) else _OWN_LICENCES
    else:
        paths = _HAS.get(ref.type, _HAS["Network"])
    has_api = server.session.has_api
    return tuple(
        path
        for path in paths
        if has_api(*_SINCE.get(path, (2, 0))) and not (path == _LOCKED and has_api(*_MODES))
    )


async def _read(server: Server, ref: Ref) -> list[ObjectProperties]:
    """Read the host, what it has, and the licences, in one call a page."""
    way = [step for type_ in _HAS for step in from_host(type_)]
    objects = [object_spec(ref, way, itself=True)]
    paths: dict[str, Sequence[str]] = {ref.type: _asked(server, ref), **_HAS}
    manager = server.session.content.license_manager
    if manager is not None and (asked := _asked(server, manager)):
        objects.append(object_spec(manager))
        paths[manager.type] = asked
    return await read_many(server.session, objects, paths)


async def _assigned(
    server: Server, ref: Ref, licences: Properties | None
) -> list[vim.LicenseManagerLicenseInfo] | None:
    """Ask a vCenter for the licences that it has assigned to a host."""
    manager = licences.if_shown(ASSIGNMENTS) if licences is not None else None
    if manager is None:
        return None
    method = vim.QueryAssignedLicenses(this=manager, entity_id=ref.value)
    return [one.assigned_license for one in await server.session.call(method)]


def _plain(values: Properties, found: Iterable[ObjectProperties]) -> HostDetails:
    """Make it of what needs no further call."""
    tell = values.if_shown
    product, system, bios = tell(_PRODUCT), tell(_SYSTEM), tell(_BIOS)
    machines = [each for each in found if each.ref.type == "VirtualMachine"]
    stores = [each for each in found if each.ref.type == "Datastore"]
    others = {"HostSystem", "LicenseManager", "VirtualMachine", "Datastore"}
    networks = [each for each in found if each.ref.type not in others]
    return HostDetails(
        name=called(values),
        state=host_state(tell(REACH)),
        maintenance=tell(MAINTENANCE),
        product=product and product.full_name,
        version=product and product.version,
        build=product and product.build,
        api_version=product and product.api_version,
        vendor=system and system.vendor,
        model=system and system.model,
        serial=system and _serial(system),
        uuid=system and system.uuid,
        bios=bios and bios.bios_version,
        bios_date=bios and bios.release_date,
        node=node_info({path: tell(path) for path in NODE_PATHS}),
        cpu_used=tell(_CPU_USED),
        memory_used=if_told(mib_to_kib, tell(_MEMORY_USED)),
        booted=tell(_BOOTED),
        uptime=tell(_UPTIME),
        restart_required=tell(_RESTART),
        vcenter=tell(_VCENTER) or None,
        lockdown=_lockdown(tell(_LOCKDOWN), tell(_LOCKED)),
        licence=None,
        health=health_of(tell(HEALTH)),
        clock=None,
        services=services_of(tell(SERVICES)),
        firewall=rulesets_of(tell(FIREWALL)),
        syslog=None,
        certificate=None,
        pools=tuple(_pool(each.values) for each in stores),
        networks=tuple(called(each.values) for each in networks),
        domains=len(machines),
        running=running(machines),
    )


def _pool(values: Properties) -> HostPool:
    kind, capacity, free = (values.if_shown(path) for path in _POOL_PATHS[1:])
    return HostPool(called(values), kind, capacity, free)


def _serial(system: vim.HostSystemInfo) -> str | None:
    if system.serial_number:
        return system.serial_number
    known = {
        entry.identifier_type.key: entry.identifier_value.strip()
        for entry in system.other_identifying_info
    }
    return next((known[word] for word in _SERIALS if known.get(word)), None)


def _lockdown(mode: Any, locked: bool | None) -> LockdownMode | None:
    """Read the mode of 6.0 on; of an older host, whether users are locked out."""
    if mode is not None:
        return _LOCKDOWN_WORDS.get(str(mode))
    if locked is None:
        return None
    return LockdownMode.NORMAL if locked else LockdownMode.DISABLED
