"""The host said no: one class for each kind of fault, chosen by wire name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from aioesx._hidden import without_session
from aioesx.errors._base import EsxError
from aioesx.errors._telling import fault_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AlreadyExistsError",
    "FaultError",
    "FileLockedError",
    "GuestLoginError",
    "GuestPermissionError",
    "GuestUnsupportedError",
    "HostBusyError",
    "InvalidArgumentError",
    "InvalidStateError",
    "LoginError",
    "NotAuthenticatedError",
    "NotFoundError",
    "NotPermittedError",
    "NotSupportedError",
    "RestrictedLicenseError",
    "ToolsUnavailableError",
    "fault_error",
]


class FaultError(EsxError):
    """The host answered a call with a fault.

    The text has the message and what the fault's fields say besides: privilege, reason, property,
    file, the messages and causes within it.

    Attributes:
        fault_type: wire name of the fault, such as ``"InvalidPowerState"``; empty if it had none.
        message: the host's own text, in the session's locale, but for keys of sessions; may be
            empty.
        fault: the fault as an `aioesx.vim` value (a subclass of ``vim.MethodFault``), a
            ``vim.Unknown`` for a type that the subset does not know, or None without detail.
    """

    wire_names: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, fault_type: str, message: str, fault: Any = None) -> None:
        super().__init__(without_session(fault_text(fault_type, message, fault)))
        self.fault_type = fault_type
        self.message = without_session(message)
        self.fault = fault


class LoginError(FaultError):
    """User name or password are wrong, or the account is locked."""

    wire_names = frozenset(
        {"InvalidLogin", "InvalidLocale", "PasswordExpired", "NoClientCertificate"}
    )


class NotAuthenticatedError(FaultError):
    """There is no session, and logging in again did not help."""

    wire_names = frozenset({"NotAuthenticated"})


class NotPermittedError(FaultError):
    """The user lacks a privilege."""

    wire_names = frozenset({"NoPermission", "HostAccessRestrictedToManagementServer"})


class RestrictedLicenseError(FaultError):
    """The host's license (free ESXi, say) allows reading only; every change is refused."""

    wire_names = frozenset({"RestrictedVersion", "NotEnoughLicenses", "LicenseRestricted"})


class NotFoundError(FaultError):
    """The object, file or entry does not exist on the host (any more)."""

    wire_names = frozenset(
        {"ManagedObjectNotFound", "NotFound", "FileNotFound", "GuestProcessNotFound"}
    )


class AlreadyExistsError(FaultError):
    """The name, file or identifier is taken."""

    wire_names = frozenset({"AlreadyExists", "DuplicateName", "FileAlreadyExists"})


class InvalidStateError(FaultError):
    """The object is in a state that forbids the call; a domain is powered off, say."""

    wire_names = frozenset({"InvalidState", "InvalidPowerState", "DirectoryNotEmpty"})


class InvalidArgumentError(FaultError):
    """The host refused a value."""

    wire_names = frozenset({"InvalidArgument", "InvalidRequest", "InvalidName", "InvalidProperty"})


class NotSupportedError(FaultError):
    """The host does not have the method, or not for this object."""

    wire_names = frozenset({"NotSupported", "NotImplemented", "MethodNotFound"})


class ToolsUnavailableError(FaultError):
    """VMware Tools are not running in the guest, or not ready yet, and the call needs them."""

    wire_names = frozenset({"ToolsUnavailable", "GuestOperationsUnavailable"})


class GuestLoginError(FaultError):
    """The guest does not let the user in: name, password or token are wrong, or too many are in."""

    wire_names = frozenset(
        {
            "InvalidGuestLogin",
            "GuestAuthenticationChallenge",
            "GuestMultipleMappings",
            "TooManyGuestLogons",
        }
    )


class GuestPermissionError(NotPermittedError):
    """The guest's user may not do that in the guest."""

    wire_names = frozenset({"GuestPermissionDenied"})


class GuestUnsupportedError(NotSupportedError):
    """The guest, or its VMware Tools, cannot do that: too old, another system, or switched off."""

    wire_names = frozenset(
        {"OperationNotSupportedByGuest", "OperationDisabledByGuest", "GuestComponentsOutOfDate"}
    )


class HostBusyError(FaultError):
    """The object or the host is occupied; the same call may succeed later."""

    wire_names = frozenset(
        {"TaskInProgress", "ConcurrentAccess", "ResourceInUse", "HostCommunication"}
    )


class FileLockedError(HostBusyError):
    """The file is in use: a running machine's disk, or one that a lease or another host reads."""

    wire_names = frozenset({"FileLocked"})


def _fault_classes(root: type[FaultError]) -> dict[str, type[FaultError]]:
    found = dict.fromkeys(root.wire_names, root)
    for cls in root.__subclasses__():
        found |= _fault_classes(cls)
    return found


_FAULT_CLASSES = _fault_classes(FaultError)


def fault_error(lineage: Iterable[str], message: str, fault: Any = None) -> FaultError:
    """Make the error of the nearest class for a fault.

    Args:
        lineage: wire names of the fault's type and its bases, nearest first; may be empty.
        message: the host's own text.
        fault: the fault as an `aioesx.vim` value.
    """
    names = tuple(lineage)
    cls = next((_FAULT_CLASSES[name] for name in names if name in _FAULT_CLASSES), FaultError)
    return cls(names[0] if names else "", message, fault)
