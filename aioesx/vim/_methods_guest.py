"""Methods of managed objects, of the area ``guest``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._guest import (
        FileTransferInformation,
        GuestAuthentication,
        GuestFileAttributes,
        GuestListFileInfo,
        GuestProcessInfo,
        GuestProgramSpec,
    )
    from aioesx.vim.base import ManagedObjectReference


class ValidateCredentialsInGuest(Method["None"]):
    """Validate credentials in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress.
    Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestAuthManager"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")


class StartProgramInGuest(Method["int"]):
    """Returns the pid at once. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestProcessManager"
    changes = True
    wire_result = result("xsd:long")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    spec: GuestProgramSpec = element("spec", "GuestProgramSpec")


class ListProcessesInGuest(Method["list[GuestProcessInfo]"]):
    """Those that there are; without pids all of them. Faults: GuestOperationsFault, InvalidState,
    TaskInProgress. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestProcessManager"
    changes = False
    wire_result = result("GuestProcessInfo", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    pids: list[int] = element("pids", "xsd:long", default_factory=list)


class TerminateProcessInGuest(Method["None"]):
    """Terminate process in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress.
    Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestProcessManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    pid: int = element("pid", "xsd:long")


class ReadEnvironmentVariableInGuest(Method["list[str]"]):
    """NAME=VALUE of those that there are; without names all of them. Faults: GuestOperationsFault,
    InvalidState, TaskInProgress. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestProcessManager"
    changes = False
    wire_result = result("xsd:string", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    names: list[str] = element("names", "xsd:string", default_factory=list)


class MakeDirectoryInGuest(Method["None"]):
    """Make directory in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    directory_path: str = element("directoryPath", "xsd:string")
    create_parent_directories: bool = element("createParentDirectories", "xsd:boolean")


class DeleteFileInGuest(Method["None"]):
    """Delete file in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress, FileFault.
    Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    file_path: str = element("filePath", "xsd:string")


class DeleteDirectoryInGuest(Method["None"]):
    """Delete directory in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    directory_path: str = element("directoryPath", "xsd:string")
    recursive: bool = element("recursive", "xsd:boolean")


class MoveDirectoryInGuest(Method["None"]):
    """Move directory in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    src_directory_path: str = element("srcDirectoryPath", "xsd:string")
    dst_directory_path: str = element("dstDirectoryPath", "xsd:string")


class MoveFileInGuest(Method["None"]):
    """Move file in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress, FileFault.
    Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    src_file_path: str = element("srcFilePath", "xsd:string")
    dst_file_path: str = element("dstFilePath", "xsd:string")
    overwrite: bool = element("overwrite", "xsd:boolean")


class CreateTemporaryFileInGuest(Method["str"]):
    """Create temporary file in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    prefix: str = element("prefix", "xsd:string")
    suffix: str = element("suffix", "xsd:string")
    directory_path: str | None = element("directoryPath", "xsd:string", default=None)


class CreateTemporaryDirectoryInGuest(Method["str"]):
    """Create temporary directory in guest. Faults: GuestOperationsFault, InvalidState,
    TaskInProgress, FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    prefix: str = element("prefix", "xsd:string")
    suffix: str = element("suffix", "xsd:string")
    directory_path: str | None = element("directoryPath", "xsd:string", default=None)


class ListFilesInGuest(Method["GuestListFileInfo"]):
    """Entries of a directory, or one file. Faults: GuestOperationsFault, InvalidState,
    TaskInProgress, FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = False
    wire_result = result("GuestListFileInfo")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    file_path: str = element("filePath", "xsd:string")
    index: int | None = element("index", "xsd:int", default=None)
    max_results: int | None = element("maxResults", "xsd:int", default=None)
    match_pattern: str | None = element("matchPattern", "xsd:string", default=None)


class ChangeFileAttributesInGuest(Method["None"]):
    """Change file attributes in guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    guest_file_path: str = element("guestFilePath", "xsd:string")
    file_attributes: GuestFileAttributes = element("fileAttributes", "GuestFileAttributes")


class InitiateFileTransferFromGuest(Method["FileTransferInformation"]):
    """Initiate file transfer from guest. Faults: GuestOperationsFault, InvalidState,
    TaskInProgress, FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = False
    wire_result = result("FileTransferInformation")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    guest_file_path: str = element("guestFilePath", "xsd:string")


class InitiateFileTransferToGuest(Method["str"]):
    """Initiate file transfer to guest. Faults: GuestOperationsFault, InvalidState, TaskInProgress,
    FileFault. Since API 5.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "GuestFileManager"
    changes = True
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    auth: GuestAuthentication = element("auth", "GuestAuthentication")
    guest_file_path: str = element("guestFilePath", "xsd:string")
    file_attributes: GuestFileAttributes = element("fileAttributes", "GuestFileAttributes")
    file_size: int = element("fileSize", "xsd:long")
    overwrite: bool = element("overwrite", "xsd:boolean")
