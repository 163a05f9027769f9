"""Steps that let us in: whose password, the login, what the URI's path names.

What a refused login means is told by the fault's name, and for want of permission by the user's:
a host in lockdown mode says to everybody what it says to somebody without a role. Root has one.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final

from aioesx._session.events import LoggedIn
from aioesx._words import few
from aioesx.auth import DEFAULT_USERS, resolve
from aioesx.cli.access import password_of
from aioesx.cli.advice import explained
from aioesx.cli.credentials import PASSWORD_ADVICE, prompting
from aioesx.cli.doctor.finding import Culprit, Finding, fault, fine, warning
from aioesx.cli.doctor.host_steps import BUSY, busy
from aioesx.cli.doctor.patient import options
from aioesx.cli.status import ExitStatus, status_of
from aioesx.connection import Connecting
from aioesx.errors import (
    AuthenticationError,
    EsxError,
    FaultError,
    HttpStatusError,
    LoginError,
    LookupFailedError,
    NotPermittedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx import HostSummary
    from aioesx._session.events import Event
    from aioesx.cli.doctor.patient import Patient

__all__ = ["look_at_login", "look_at_password", "look_at_place"]

_FULL: Final = re.compile(r"session", re.IGNORECASE)
_LOCKED: Final = frozenset({"AdminDisabled", "HostAccessRestrictedToManagementServer"})
_LOCKDOWN_ADVICE: Final = (
    "connect to its vCenter (vpx://), end lockdown mode there or at the host's console, or make the"
    " user one of its exceptions"
)
_ROLE_ADVICE: Final = (
    "give the user a role on the host, or on the vCenter's root folder (Read-only to look,"
    " Administrator for everything)"
)


async def look_at_password(patient: Patient) -> Finding:
    """Find user name and password where every command does; perhaps a person is asked."""
    uri = patient.uri
    try:
        patient.known_credentials = found = await resolve(
            host=uri.host,
            product=uri.scheme,
            username=patient.target.username or uri.user,
            password=await password_of(patient.target, patient.settings),
            auth=prompting(),
            authfile=uri.authfile,
        )
    except AuthenticationError as error:
        raise fault("password", str(error), PASSWORD_ADVICE, ExitStatus.NO_LOGIN) from None
    return fine("password", f"there is one for {found.username}")


async def look_at_login(patient: Patient) -> Finding:
    """Log in, by a connection on which every change is refused."""
    uri, who = dataclasses.replace(patient.uri, vcenter=None), patient.credentials
    entered = False

    def note(event: Event) -> None:
        nonlocal entered
        entered = entered or isinstance(event, LoggedIn)

    try:
        patient.known_connection = await Connecting(uri, options(who, on_event=note))
    except EsxError as error:
        raise _misplaced(error) if entered else _refused(patient, error) from None
    return fine("login", f"{who.username} is let in")


def _refused(patient: Patient, error: EsxError) -> Culprit:
    """Tell why a login was refused."""
    who = patient.credentials.username
    if isinstance(error, LoginError):
        advice = (
            "check user name and password; after some wrong ones a host locks the account for a"
            " while (15 minutes mostly)"
        )
        return fault("login", str(error), advice, ExitStatus.NO_LOGIN)
    if isinstance(error, HttpStatusError) and error.status in BUSY:
        return busy(f"no session is to be had: {error}")
    if isinstance(error, FaultError):
        return _fault(patient, error, who)
    return fault("login", str(error), "try again", status_of(error))


def _fault(patient: Patient, error: FaultError, who: str) -> Culprit:
    scheme = patient.uri.scheme
    locked = error.fault_type in _LOCKED
    if locked or (scheme == "esx" and who == DEFAULT_USERS["esx"] and _unpermitted(error)):
        text = f"the host is in lockdown mode: it does not let in {who}, but its vCenter: {error}"
        return fault("lockdown", text, _LOCKDOWN_ADVICE, ExitStatus.NO_LOGIN)
    if _unpermitted(error):
        advice = _ROLE_ADVICE
        if scheme == "esx":
            advice += f"; a host in lockdown mode says the same: then {_LOCKDOWN_ADVICE}"
        text = f"{who} has no rights there: {error}"
        return fault("rights", text, advice, ExitStatus.NO_LOGIN)
    if _FULL.search(str(error)):
        return busy(f"there are as many sessions as the host takes: {error}")
    return fault("login", str(error), "see the host's log (hostd.log, vpxd.log)", status_of(error))


def _unpermitted(error: FaultError) -> bool:
    return isinstance(error, NotPermittedError)


def _misplaced(error: EsxError) -> Culprit:
    """Tell why a session that was made could not be used."""
    if isinstance(error, NotPermittedError):
        return fault("rights", str(error), _ROLE_ADVICE, status_of(error))
    if isinstance(error, LookupFailedError):
        advice = "check the path of the URI: vpx://vcenter/folder/datacenter/cluster/host"
        return fault("place", str(error), advice, status_of(error))
    return fault("place", explained(error), "try again", status_of(error))


async def look_at_place(patient: Patient) -> Finding:
    """Tell what the connection is over."""
    patient.hosts = found = tuple(await patient.connection.hosts.list())
    if not found:
        advice = "give the user a role on the hosts, or check the path of the URI"
        return warning("place", "there is no host to be seen", advice)
    return fine("place", f"{len(found)} host{'s' if len(found) > 1 else ''}: {few(names(found))}")


def names(hosts: Iterable[HostSummary]) -> list[str]:
    """Return what hosts are called."""
    return [host.name for host in hosts]
