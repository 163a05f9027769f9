"""What a person can do about an error, where its own message does not say.

Of every class of errors it is decided whether advice is given: by a row of `ADVICE`, or by its
name in `SAYS_IT`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast

import anyio

from aioesx import errors
from aioesx.cli.credentials import GUEST_ADVICE, PASSWORD_ADVICE, TO_ADVICE

if TYPE_CHECKING:
    import aioesx

__all__ = ["ADVICE", "SAYS_IT", "explained", "name_object"]

_NAMING_SECONDS: Final = 5.0

# Where VMware Tools do not run, the same can be had without them.
_WITHOUT_TOOLS: Final = {
    "shutdown": "`destroy` powers it off without them",
    "reboot": "`reset` does it without them",
    "snapshot-create": "without --quiesce they are not needed",
    "snapshot-create-as": "without --quiesce they are not needed",
}

_PLAIN: Final = "transport=http"

_OF_THE_HOST: Final = ("Manager", "System")
"""How the names of the types end that are parts of a host, and have no name of their own."""


def _lacking(error: errors.EsxError, _: str, uri: str | None) -> str:
    """Say which right is missing, on what, and who can give it."""
    fault: Any = getattr(error, "fault", None)
    server = getattr(fault, "management_server", None)
    if server:
        return (
            f"the vCenter {server} manages this host and allows no change but its own: connect to"
            f" vpx://{server}/ instead, or have an administrator take the host out of lockdown mode"
        )
    if uri is not None:
        return (
            "the host lets this user not in: in lockdown mode it takes logins by its vCenter only"
            " (vpx://), and from the exception users that are named there; or the user has no role"
            " on this host"
        )
    privilege = getattr(fault, "privilege_id", None)
    missing = f"the privilege {privilege}" if privilege else "a privilege for it"
    return (
        f"the user lacks {missing} on {_object(error, fault)}: an administrator can give a role"
        " that has it, or log in as somebody who has"
    )


def _object(error: errors.EsxError, fault: Any) -> str:
    """Return the object that a right is missing on, which may be another than the error's."""
    ref = getattr(fault, "object", None)
    if ref is not None and ref.type.endswith(_OF_THE_HOST):
        return "the host"
    if error.name and (ref is None or ref.value == error.id):
        return f"{error.kind} '{error.name}'"
    return str(ref) if ref is not None else "that object"


def _without_tools(_: errors.EsxError, command: str, uri: str | None) -> str:
    other = _WITHOUT_TOOLS.get(command)
    return "VMware Tools have to run in the guest" + (f"; {other}" if other else "")


def _without_password(error: errors.EsxError, command: str, uri: str | None) -> str:
    if uri is not None:
        return PASSWORD_ADVICE
    if command == "copy":  # the first host has let it in
        return TO_ADVICE
    return GUEST_ADVICE if command.startswith("guest-") else PASSWORD_ADVICE


def _begun_anew(_: errors.EsxError, command: str, uri: str | None) -> str:
    return "--no-resume begins anew" if command == "export" else ""


Advice = str | Callable[[errors.EsxError, str, "str | None"], str]

# The first row that fits counts.
ADVICE: Final[tuple[tuple[type[errors.EsxError], Advice], ...]] = (
    (
        errors.QuestionPendingError,
        (
            "auto_answer=1 in the URI, or --on-question default, gives the host's default answer;"
            " `answer` gives another"
        ),
    ),
    (errors.ToolsUnavailableError, _without_tools),
    (errors.GuestPermissionError, "another user of the guest may be allowed to"),
    (errors.NotPermittedError, _lacking),
    (
        errors.RestrictedLicenseError,
        (
            "the host's licence (that of the free ESXi, say) lets programs read and change nothing:"
            " changes need a licence that is paid for, or the 60 days of evaluation; by hand the"
            " host's own web page makes them"
        ),
    ),
    (errors.LoginError, "check the user name and the password"),
    (errors.GuestLoginError, "check the name and the password of the guest's own user"),
    (errors.NotAuthenticatedError, "somebody may have ended the session; try again"),
    (errors.AuthenticationError, _without_password),
    (errors.MigrationRefusedError, "--datastore takes the disks along, too"),
    (errors.FileLockedError, "somebody uses it: a running domain, a copy, or another host"),
    (errors.HostBusyError, "try again when what goes on there is done"),
    (errors.ConnectError, "check host, port and transport= of the URI"),
    (errors.TaskTimeoutError, "--timeout gives it more time"),
    (errors.TransportTimeout, "--timeout gives it more time"),
    (errors.ExportStateError, _begun_anew),
    (errors.OutcomeUnknownError, "look how things are before you try again"),
)

SAYS_IT: Final[frozenset[type[errors.EsxError]]] = frozenset(
    {
        # parents, whose children have more to say
        errors.EsxError,
        errors.FaultError,
        errors.TaskError,
        errors.TransferError,
        errors.TransportError,
        errors.DiskError,
        errors.LookupFailedError,
        # the message names the parameter, key, line or element, and what it should be
        errors.UriError,
        errors.InventoryError,
        errors.PlanError,
        errors.ExportJobError,
        errors.SelectorError,
        errors.DocumentError,
        errors.VmxSyntaxError,
        errors.DomainXmlError,
        errors.UnsupportedError,
        errors.DiskFormatError,
        errors.DiskKindError,
        errors.ChainError,
        # it names what was looked for, and what it may have been
        errors.AmbiguousNameError,
        errors.NoSuchDomainError,
        errors.NoSuchSnapshotError,
        errors.NoSuchPoolError,
        errors.NoSuchVolumeError,
        errors.NoSuchNetworkError,
        errors.NoSuchInterfaceError,
        # it says what is wrong, and what to do is plain
        errors.ReadOnlyError,
        errors.DryRunError,
        errors.FleetError,
        errors.PlanStateError,
        errors.ExportRefusedError,
        errors.LeaseError,
        errors.ProofError,
        errors.OvfError,
        errors.HostSkippedError,
        errors.HostStoppedError,
        errors.HostRestingError,
        errors.ShippingError,
        errors.WorkerLostError,
        errors.ClosedError,
        errors.WaitTimeoutError,
        errors.GuestTimeoutError,
        errors.WrongProductError,
        errors.DiskChangedError,
        errors.FileChangedError,
        errors.TransferIncompleteError,
        # it names the culprit and the remedy: certificate, proxy, status
        errors.TlsError,
        errors.ProxyError,
        errors.HttpStatusError,
        errors.ConnectionLostError,
        errors.ProtocolError,
        # the host's own words, with all fields of its fault
        errors.NotFoundError,
        errors.AlreadyExistsError,
        errors.InvalidStateError,
        errors.InvalidArgumentError,
        errors.NotSupportedError,
        errors.GuestUnsupportedError,
        errors.TaskFailedError,
        errors.TaskCancelledError,
        errors.TaskLostError,
    }
)
"""Classes whose message needs no advice."""


def explained(error: errors.EsxError, command: str = "", uri: str | None = None) -> str:
    """Return an error's message with advice.

    Args:
        error: what went wrong.
        command: name of the command that met it.
        uri: where it was about to connect to; None once it was let in.
    """
    advice, told = _advice(error, command, uri), _told(error)
    return f"{told}; {advice}" if advice else told


def _told(error: errors.EsxError) -> str:
    """Return an error's message; what answers a refusal is called as it is here."""
    text = str(error)
    if isinstance(error, errors.ExportRefusedError):
        from aioesx.cli.moving.words import ANSWERED_BY

        for refusal in error.refusals:
            text = text.replace(str(refusal), refusal.said(ANSWERED_BY))
    return text


def _advice(error: errors.EsxError, command: str, uri: str | None) -> str | None:
    if _speaks_tls(error, uri):
        return f"if that port speaks TLS, leave {_PLAIN} out of the URI"
    text = next((text for cls, text in ADVICE if isinstance(error, cls)), None)
    return text(error, command, uri) if callable(text) else text


def _speaks_tls(error: errors.EsxError, uri: str | None) -> bool:
    """Tell whether it looks as if plain HTTP was spoken to a port that wants TLS."""
    broken = (errors.ConnectionLostError, errors.ProtocolError, errors.HttpStatusError)
    return uri is not None and _PLAIN in uri.lower() and isinstance(error, broken)


async def name_object(esx: aioesx.Connection | None, error: errors.EsxError) -> None:
    """Have an error name the object that a right is missing on, where it knows its id only.

    That may be another than what the command is about: a folder, a datastore, a network.
    """
    if esx is None or not isinstance(error, errors.NotPermittedError):
        return
    ref = getattr(error.fault, "object", None)
    if ref is None or (error.id == ref.value and error.name):
        return
    if ref.type.endswith(_OF_THE_HOST):
        return
    with anyio.move_on_after(_NAMING_SECONDS):
        try:
            name = (await esx.properties(ref, ["name"])).get("name")
        except errors.EsxError:  # it may not even be looked at
            return
        if isinstance(name, str):
            error.about(ref.type, name, cast("str", ref.value))
