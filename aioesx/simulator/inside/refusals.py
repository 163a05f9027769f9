"""What a guest refuses: the faults of guest operations, with the sentences of real hosts."""

from __future__ import annotations

from aioesx import vim
from aioesx.simulator.faults import Refused

__all__ = [
    "component_missing",
    "directory_not_empty",
    "invalid_login",
    "not_a_file",
    "not_supported",
    "permission_denied",
    "process_not_found",
    "unavailable",
]


def unavailable() -> Refused:
    """VMware Tools do not answer."""
    text = "The guest operations agent could not be contacted."
    return Refused(vim.GuestOperationsUnavailable(), text)


def invalid_login() -> Refused:
    """The guest has no such user, or another password for it."""
    text = "Failed to authenticate with the guest operating system using the supplied credentials."
    return Refused(vim.InvalidGuestLogin(), text)


def not_supported() -> Refused:
    """The guest cannot do that."""
    text = "The operation is not supported by the guest."
    return Refused(vim.OperationNotSupportedByGuest(), text)


def component_missing() -> Refused:
    """The guest's VMware Tools are too old for that."""
    text = "A component of the guest is out of date."
    return Refused(vim.GuestComponentsOutOfDate(), text)


def permission_denied() -> Refused:
    """The guest's user may not do that."""
    text = "Insufficient permissions in the guest operating system."
    return Refused(vim.GuestPermissionDenied(), text)


def process_not_found(pid: int) -> Refused:
    """There is no such process."""
    return Refused(vim.GuestProcessNotFound(pid=pid), f"The process {pid} was not found.")


def not_a_file(path: str) -> Refused:
    """A directory stands where a file is meant."""
    return Refused(vim.NotAFile(file=path), f"{path} is not a file.")


def directory_not_empty(path: str) -> Refused:
    """A directory holds something."""
    return Refused(vim.DirectoryNotEmpty(file=path), f"The directory {path} is not empty.")
