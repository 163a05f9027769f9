"""Steps inside: rights, licence, lockdown, clock, how busy it is, and the vCenter beside a host.

None of them ends another, and what one of them cannot be told is no fault of the connection.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import aioesx
from aioesx import vim
from aioesx.cli.credentials import prompting
from aioesx.cli.doctor.finding import Finding, fault, fine, warning
from aioesx.cli.status import ExitStatus, status_of
from aioesx.errors import EsxError

if TYPE_CHECKING:
    from aioesx import HostDetails
    from aioesx.cli.doctor.patient import Patient

__all__ = [
    "PRIVILEGES",
    "look_at_clock",
    "look_at_licence",
    "look_at_load",
    "look_at_lockdown",
    "look_at_rights",
    "look_at_vcenter",
]

_READ: Final = "System.Read"
PRIVILEGES: Final = (
    _READ,
    "VirtualMachine.Interact.PowerOn",
    "VirtualMachine.Interact.PowerOff",
    "VirtualMachine.Config.Settings",
    "VirtualMachine.Inventory.Create",
    "VirtualMachine.Inventory.Delete",
    "VirtualMachine.State.CreateSnapshot",
    "Datastore.Browse",
    "Datastore.FileManagement",
    "Host.Config.Network",
)
"""What commands ask for: the first to look, the others to change."""
_PRIVILEGES_SINCE: Final = (5, 0)
_SESSION: Final = "currentSession"
_ROLE: Final = "effectiveRole"
_ADMINISTRATOR: Final = -1
_READ_ONLY: Final = -2

_DRIFT: Final = timedelta(minutes=1)
_SOON: Final = timedelta(days=14)
_SLOW: Final = 2.0


async def look_at_rights(patient: Patient) -> Finding:
    """Ask which privileges the user has on what the connection is over."""
    esx, who = patient.connection, patient.credentials.username
    manager = esx.content.authorization_manager
    if manager is None:
        return fine("rights", "the host has none to tell of")
    if tuple(map(int, esx.api_version.split(".")[:2])) < _PRIVILEGES_SINCE:
        return await _judge_role(esx, who)
    properties = await esx.properties(esx.content.session_manager or manager, _SESSION)
    ask = vim.HasPrivilegeOnEntity(
        this=manager,
        entity=await _top(esx),
        session_id=properties.require(_SESSION).key,
        priv_id=list(PRIVILEGES),
    )
    granted = await esx.call(ask)
    missing = [name for name, has in zip(PRIVILEGES, granted, strict=False) if not has]
    return _judge_rights(who, missing)


async def _top(esx: aioesx.Connection) -> vim.ManagedObjectReference:
    """Return the object that a user needs rights on: the datacenter of one host, else the top."""
    scope = esx._server.scope
    top: vim.ManagedObjectReference | None = getattr(scope, "top", None)
    return top or (await scope.places())[0].datacenter


def _judge_rights(who: str, missing: list[str]) -> Finding:
    if _READ in missing:
        advice = "give the user a role: Read-only to look, Administrator for everything"
        raise fault("rights", f"{who} may not even look", advice, ExitStatus.FAILED)
    if len(missing) == len(PRIVILEGES) - 1:
        advice = "that will do for looking; for changes give the user another role"
        return warning("rights", f"{who} may look, and change nothing", advice)
    if missing:
        advice = "add these privileges to the user's role where they are needed"
        return warning("rights", f"{who} lacks {', '.join(missing)}", advice)
    return fine("rights", f"{who} may do everything that commands need")


async def _judge_role(esx: aioesx.Connection, who: str) -> Finding:
    """Go by the role of hosts that cannot be asked for privileges."""
    roles = (await esx.properties(esx.content.root_folder, _ROLE)).require(_ROLE)
    if _ADMINISTRATOR in roles:
        return _judge_rights(who, [])
    if roles == [_READ_ONLY]:
        return _judge_rights(who, list(PRIVILEGES[1:]))
    return fine("rights", f"{who} has a role of its own")


async def look_at_licence(patient: Patient) -> Finding:
    """Look whether the licence allows changes, and how long."""
    details = await _details(patient)
    if details is None:
        return fine("licence", "each host has its own: examine one of them by its own URI")
    licence = details.licence
    if licence is None:
        return fine("licence", "the host tells of none")
    if licence.free:
        advice = (
            "with the free licence a host refuses every change by the API: looking works; for the"
            " rest it needs a licence that is paid for"
        )
        return warning("licence", f"{licence.name} is free", advice)
    if licence.expires is None:
        return fine("licence", licence.name)
    left, day = licence.expires - _now(details), f"{licence.expires:%Y-%m-%d}"
    if left <= timedelta():
        advice = "assign a licence: machines that are off cannot be started"
        return warning("licence", f"{licence.name} has expired on {day}", advice)
    if left < _SOON:
        return warning("licence", f"{licence.name} ends on {day}", "assign a licence before that")
    return fine("licence", f"{licence.name}, until {day}")


def _now(details: HostDetails) -> datetime:
    """Return the time by the host's own clock, which its licence goes by."""
    now = details.clock.now if details.clock is not None else None
    return now or datetime.now(UTC)


async def look_at_lockdown(patient: Patient) -> Finding:
    """Look whether the host lets in its vCenter only; us, it did."""
    details = await _details(patient)
    mode = details.lockdown if details is not None else None
    if details is None or mode is None:
        return fine("lockdown", "nothing of the kind is told")
    if mode is aioesx.LockdownMode.DISABLED:
        return fine("lockdown", "off")
    if patient.connection.product.line == "vpx":
        return fine("lockdown", f"{mode}: the host is reached by its vCenter only, as we do")
    advice = "other users are refused: connect to its vCenter (vpx://), or end lockdown mode"
    return warning("lockdown", f"{mode}: this user is an exception", advice)


async def look_at_clock(patient: Patient) -> Finding:
    """Hold the host's clock against ours."""
    esx, details = patient.connection, await _details(patient)
    clock = details.clock if details is not None else None
    if clock is not None and clock.now is not None and clock.drift is not None:
        now, drift = clock.now, clock.drift
    else:
        asked, begin = datetime.now(UTC), time.monotonic()
        now = await esx.call(vim.CurrentTime(this=_SERVICE))
        now = now if now.tzinfo is not None else now.replace(tzinfo=UTC)
        half = timedelta(seconds=(time.monotonic() - begin) / 2)
        drift = (now - asked - half).total_seconds()
    told = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if abs(drift) <= _DRIFT.total_seconds():
        return fine("clock", f"{told}, within a minute of ours")
    way = "ahead of" if drift > 0 else "behind"
    advice = (
        "set whichever of the two is wrong, and give the host an NTP server; until then times of"
        " tasks and events, and of certificates, are off"
    )
    text = f"the host says {told}: {_span(abs(drift))} {way} this machine's clock"
    return warning("clock", text, advice)


_SERVICE: Final = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
_UNITS: Final = ((86400, "day"), (3600, "hour"), (60, "minute"))


def _span(seconds: float) -> str:
    """Write a length of time in the largest unit of which there is one."""
    size, name = next(unit for unit in _UNITS if round(seconds / unit[0], 1) >= 1)
    number = round(seconds / size, 1)
    return f"{number:g} {name}{'' if number == 1 else 's'}"


async def look_at_load(patient: Patient) -> Finding:
    """See how long a small call takes."""
    begin = time.monotonic()
    await patient.connection.call(vim.CurrentTime(this=_SERVICE))
    took = time.monotonic() - begin
    if took > _SLOW:
        advice = "the line is slow, or the host is busy: see its load and who else is logged in"
        return warning("load", f"a small call takes {took:.1f} s", advice)
    return fine("load", f"a small call takes {took * 1000:.0f} ms")


async def look_at_vcenter(patient: Patient) -> Finding:
    """Open the connection as the URI has it, with the vCenter of ``vcenter=``."""
    uri, who = patient.uri, patient.credentials
    if uri.vcenter is None or uri.scheme == "vpx":
        return fine("vcenter", "none is asked for beside the host")
    connecting = aioesx.connect(
        patient.target.uri,
        username=who.username,
        password=who.password,
        auth=prompting(),
        read_only=True,
    )
    try:
        async with connecting as esx:
            there = esx._server.second
            if there is None:
                advice = "leave vcenter=* out of the URI, or name the vCenter"
                return warning("vcenter", "the host is managed by none", advice)
            return fine("vcenter", there.session.product.full_name)
    except EsxError as error:
        advice = "examine it by a URI of its own: doctor vpx://USER@VCENTER/"
        raise fault("vcenter", str(error), advice, status_of(error)) from None


async def _details(patient: Patient) -> HostDetails | None:
    """Read the host, once; None where there are several."""
    if patient.details is None and len(patient.hosts) == 1:
        patient.details = await patient.hosts[0].host.details()
    return patient.details
