"""The host's refusals: a fault of the VI API with the sentence that ESX says with it.

State and handlers raise `Refused`; a call that is answered at once turns it into a
SOAP fault, a task into its error. This file knows no state.
"""

from __future__ import annotations

from typing import Final

from aioesx import vim

__all__ = ["Refused"]


class Refused(Exception):  # noqa: N818  # it is the host that refuses; no error of ours
    """The host says no.

    Attributes:
        fault: the fault value that goes over the wire.
        message: the host's sentence.
    """

    def __init__(self, fault: vim.MethodFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message

    def localized(self) -> vim.LocalizedMethodFault:
        """Return the refusal as it stands in `TaskInfo.error`."""
        return vim.LocalizedMethodFault(fault=self.fault, localized_message=self.message)


STATE_WORDS: Final = {
    "poweredOn": "Powered on",
    "poweredOff": "Powered off",
    "suspended": "Suspended",
}


def invalid_login() -> Refused:
    """Wrong user name or password."""
    return Refused(
        vim.InvalidLogin(), "Cannot complete login due to an incorrect user name or password."
    )


def too_many_sessions() -> Refused:
    """The host's session limit is reached."""
    return Refused(
        vim.SystemError(reason="session limit"), "The maximum number of sessions has been exceeded."
    )


def not_authenticated(ref: vim.Ref, privilege: str = "System.View") -> Refused:
    """No session, or one that has expired."""
    fault = vim.NotAuthenticated(object=ref, privilege_id=privilege)
    return Refused(fault, "The session is not authenticated.")


def no_permission(ref: vim.Ref, privilege: str) -> Refused:
    """The user may not do that."""
    fault = vim.NoPermission(object=ref, privilege_id=privilege)
    return Refused(fault, "Permission to perform this operation was denied.")


def restricted_version() -> Refused:
    """The licence forbids every change."""
    text = "Current license or ESXi version prohibits execution of the requested operation."
    return Refused(vim.RestrictedVersion(), text)


def managed_object_not_found(ref: vim.Ref) -> Refused:
    """There is no such object, or no longer."""
    text = (
        f"The object 'vim.{ref.type}:{ref.value}' has already been deleted "
        "or has not been completely created"
    )
    return Refused(vim.ManagedObjectNotFound(obj=ref), text)


def method_not_found(ref: vim.Ref, method: str) -> Refused:
    """The object has no such method."""
    fault = vim.MethodNotFound(receiver=ref, method=method)
    return Refused(fault, f"The method {method} is not found on {ref.type}.")


def invalid_request(message: str) -> Refused:
    """The request is not what the schema says."""
    return Refused(vim.InvalidRequest(), message)


def invalid_type(argument: str) -> Refused:
    """A type name that the API does not know."""
    return Refused(vim.InvalidType(argument=argument), f"Unknown type {argument}.")


def invalid_property(name: str) -> Refused:
    """A property path that leads nowhere."""
    return Refused(vim.InvalidProperty(name=name), f"The property {name} is invalid.")


def invalid_argument(name: str, message: str = "") -> Refused:
    """A parameter with a value that the host does not take."""
    text = message or f"A specified parameter was not correct: {name}"
    return Refused(vim.InvalidArgument(invalid_property=name), text)


def invalid_power_state(existing: str, requested: str | None = None) -> Refused:
    """The machine is on, off or suspended, and must not be."""
    fault = vim.InvalidPowerState(requested_state=requested, existing_state=existing)
    word = STATE_WORDS[existing]
    text = f"The attempted operation cannot be performed in the current state ({word})."
    return Refused(fault, text)


def invalid_state(message: str) -> Refused:
    """Something is in a state that forbids the call."""
    return Refused(vim.InvalidState(), message)


def task_in_progress(task: vim.Ref) -> Refused:
    """The machine is busy with another task."""
    return Refused(
        vim.TaskInProgress(task=task),
        "The operation is not allowed in the current state: another task is already in progress.",
    )


def tools_unavailable() -> Refused:
    """VMware Tools does not run in the guest."""
    return Refused(
        vim.ToolsUnavailable(),
        "Cannot complete operation because VMware Tools is not running in this virtual machine.",
    )


def duplicate_name(name: str, ref: vim.Ref) -> Refused:
    """The name is taken."""
    fault = vim.DuplicateName(name=name, object=ref)
    return Refused(fault, f"The name '{name}' already exists.")


def already_exists(name: str) -> Refused:
    """The thing to be made is there already."""
    fault = vim.AlreadyExists(name=name)
    return Refused(fault, f"The specified key, name, or identifier '{name}' already exists.")


def not_found(what: str) -> Refused:
    """The thing named is not there."""
    return Refused(vim.NotFound(), f"The object or item referred to could not be found: {what}")


def resource_in_use(name: str, kind: str) -> Refused:
    """The thing to be taken away is in use."""
    fault = vim.ResourceInUse(name=name, type=kind)
    return Refused(fault, f"The resource '{name}' is in use.")


def not_supported(message: str = "The operation is not supported on the object.") -> Refused:
    """The host cannot do that."""
    return Refused(vim.NotSupported(), message)


def timed_out() -> Refused:
    """It took longer than was allowed for."""
    return Refused(vim.Timedout(), "Operation timed out.")


def host_config(message: str) -> Refused:
    """The host's configuration cannot be changed so."""
    return Refused(vim.HostConfigFault(), message)


def request_canceled() -> Refused:
    """Somebody cancelled it."""
    return Refused(vim.RequestCanceled(), "The task was canceled by a user.")


def invalid_datastore_path(path: str) -> Refused:
    """The text is no datastore path."""
    fault = vim.InvalidDatastorePath(datastore_path=path)
    return Refused(fault, f"Invalid datastore path '{path}'.")


def file_not_found(path: str) -> Refused:
    """There is no such file."""
    return Refused(vim.FileNotFound(file=path), f"File {path} was not found")


def file_already_exists(path: str) -> Refused:
    """There is such a file already."""
    fault = vim.FileAlreadyExists(file=path)
    return Refused(fault, f"Cannot complete the operation because the file {path} already exists.")


def file_locked(path: str) -> Refused:
    """A machine that is on holds the file."""
    return Refused(vim.FileLocked(file=path), f"Unable to access file {path} since it is locked")


def part_of_chain(path: str) -> Refused:
    """The disk stands on another, or another on it, and so cannot be changed as a whole."""
    text = f"The disk {path} is part of a chain of snapshots or linked clones."
    return Refused(vim.FileFault(file=path), text)


def not_a_directory(path: str) -> Refused:
    """A file stands where a folder is meant."""
    return Refused(vim.NotADirectory(file=path), f"{path} is not a directory.")


def inaccessible_datastore(name: str, ref: vim.Ref) -> Refused:
    """The host has lost the datastore, for now."""
    fault = vim.InaccessibleDatastore(name=name, datastore=ref)
    return Refused(fault, f"The datastore '{name}' is not accessible.")


def no_disk_space(datastore: str) -> Refused:
    """The datastore is full."""
    fault = vim.NoDiskSpace(file=f"[{datastore}]", datastore=datastore)
    text = f"Insufficient disk space on datastore '{datastore}'."
    return Refused(fault, text)


def cannot_access_file(path: str) -> Refused:
    """The file is there and not what the call needs."""
    return Refused(vim.CannotAccessFile(file=path), f"Unable to access file {path}")


def answered_no(message_id: str) -> Refused:
    """A person answered a question with no."""
    fault = vim.GenericVmConfigFault(reason=message_id)
    return Refused(fault, "The operation was canceled by the answer to a question.")


def concurrent_answer() -> Refused:
    """The question has been answered already, or was never asked."""
    return Refused(vim.ConcurrentAccess(), "The question has already been answered.")


def invalid_datastore(name: str) -> Refused:
    """There is no such datastore."""
    fault = vim.InvalidDatastorePath(datastore_path=f"[{name}]", name=name)
    return Refused(fault, f"Invalid datastore path '[{name}]'.")


def invalid_vmx(path: str, reason: str) -> Refused:
    """The file is no configuration of a machine."""
    fault = vim.InvalidVmConfig(property=path)
    return Refused(fault, f"Invalid virtual machine configuration. {reason}")


def invalid_collector_version() -> Refused:
    """The client names a version that the collector does not know."""
    return Refused(vim.InvalidCollectorVersion(), "The version of the collector is not valid.")


def not_enough_cpus(available: int, wanted: int) -> Refused:
    """The machine has more CPUs than the host."""
    fault = vim.NotEnoughLogicalCpus(num_cpu_dest=available, num_cpu_vm=wanted)
    return Refused(fault, "There are insufficient logical processors on the host.")


def hardware_version(version: str) -> Refused:
    """The host does not know the machine's virtual hardware."""
    fault = vim.VirtualHardwareVersionNotSupported(host_name="localhost", host=_HOST)
    return Refused(fault, f"The virtual hardware version {version} is not supported by the host.")


def insufficient_memory(free: int, wanted: int) -> Refused:
    """Not enough memory; both in MiB."""
    fault = vim.InsufficientMemoryResourcesFault(unreserved=free, requested=wanted)
    return Refused(fault, "The host does not have sufficient memory resources.")


def insufficient_cpu(free: int, wanted: int) -> Refused:
    """Not enough CPU; both in MHz."""
    fault = vim.InsufficientCpuResourcesFault(unreserved=free, requested=wanted)
    return Refused(fault, "The host does not have sufficient CPU resources.")


_HOST: Final = vim.ManagedObjectReference("HostSystem", "ha-host")


def system_error(reason: str) -> Refused:
    """The host itself has failed."""
    return Refused(vim.SystemError(reason=reason), f"A general system error occurred: {reason}")


def concurrent_change() -> Refused:
    """Somebody else has changed the configuration meanwhile."""
    return Refused(vim.ConcurrentAccess(), "The configuration was changed by another user.")


def cpu_hot_plug_not_supported() -> Refused:
    """The number of CPUs cannot change while the machine is on."""
    fault = vim.CpuHotPlugNotSupported()
    return Refused(fault, "CPU hot plug is not supported for this virtual machine.")


def memory_hot_plug_not_supported() -> Refused:
    """The memory cannot change while the machine is on."""
    fault = vim.MemoryHotPlugNotSupported()
    return Refused(fault, "Memory hot plug is not supported for this virtual machine.")


def memory_size(wanted: int, most: int) -> Refused:
    """Too much or too little memory, or no multiple of 4 MiB; both in MiB."""
    fault = vim.MemorySizeNotSupported(
        memory_size_mb=wanted, min_memory_size_mb=4, max_memory_size_mb=most
    )
    return Refused(fault, f"The memory size of {wanted} MB is not supported.")


def invalid_name(name: str) -> Refused:
    """The name is no name."""
    return Refused(vim.InvalidName(name=name), f"The name '{name}' is not valid.")


def cannot_quiesce() -> Refused:
    """The guest's file systems cannot be brought to rest without VMware Tools."""
    fault = vim.ApplicationQuiesceFault()
    return Refused(fault, "An error occurred while quiescing the virtual machine.")


def too_many_snapshots(most: int = 32) -> Refused:
    """The chain of snapshots is as long as it may be."""
    if most == 1:
        text = "The virtual machine supports one snapshot only."
        return Refused(vim.MultipleSnapshotsNotSupported(), text)
    return Refused(vim.TooManySnapshotLevels(), "The snapshot level limit has been reached.")
