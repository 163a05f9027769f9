"""Who may do what: the privilege that each method asks for, roles, and accounts' permissions.

Names are those of the API. The tests hold the privileges of methods against pyVmomi's tables,
which leave open what a server decides by the arguments: there the one stands that matters most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aioesx import vim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.state.sessions import User

__all__ = ["ANONYMOUS", "PRIVILEGES", "ROLES", "Role", "permission", "privilege_of", "role_of"]

ANONYMOUS: Final = "System.Anonymous"
"""What everybody has, before login, too."""

_VIEW: Final = "System.View"

_METHODS: Final = {
    ANONYMOUS: (
        "AcquireGenericServiceTicket CloneSession Fetch Login RetrieveProductComponents "
        "RetrieveProperties RetrievePropertiesEx RetrieveServiceContent"
    ),
    "System.Read": (
        "QueryDateTime QueryNetConfig RefreshDatastore RefreshDatastoreStorageInfo "
        "RefreshStorageInfo Reload RetrieveHardwareUptime"
    ),
    "Datastore.Browse": "SearchDatastoreSubFolders_Task SearchDatastore_Task",
    "Datastore.FileManagement": (
        "CopyDatastoreFile_Task CopyVirtualDisk_Task CreateVirtualDisk_Task "
        "DeleteDatastoreFile_Task DeleteVirtualDisk_Task ExtendVirtualDisk_Task "
        "InflateVirtualDisk_Task MakeDirectory MoveDatastoreFile_Task MoveVirtualDisk_Task "
        "SetVirtualDiskUuid ShrinkVirtualDisk_Task ZeroFillVirtualDisk_Task"
    ),
    "Datastore.Rename": "RenameDatastore",
    "Folder.Create": "CreateFolder",
    "Global.CancelTask": "CancelTask",
    "Host.Config.AdvancedConfig": "UpdateOptions",
    "Host.Config.AutoStart": "AutoStartPowerOff AutoStartPowerOn ReconfigureAutostart",
    "Host.Config.Connection": "DisconnectHost_Task ReconnectHost_Task",
    "Host.Config.DateTime": "UpdateDateTimeConfig",
    "Host.Config.Maintenance": (
        "EnterMaintenanceMode_Task ExitMaintenanceMode_Task RebootHost_Task ShutdownHost_Task"
    ),
    "Host.Config.Network": (
        "AddPortGroup AddVirtualSwitch DeselectVnicForNicType RefreshNetworkSystem "
        "RemovePortGroup RemoveVirtualSwitch SelectVnicForNicType UpdatePortGroup "
        "UpdateVirtualSwitch"
    ),
    "Host.Config.NetService": (
        "DisableRuleset EnableRuleset RestartService StartService StopService UpdateRuleset "
        "UpdateServicePolicy"
    ),
    "Host.Config.Storage": (
        "CreateLocalDatastore CreateNasDatastore RefreshStorageSystem RemoveDatastore "
        "RescanAllHba RescanHba RescanVmfs"
    ),
    "Resource.AssignVMToPool": "MoveIntoResourcePool",
    "Resource.ColdMigrate": "RelocateVM_Task",
    "Resource.CreatePool": "CreateResourcePool",
    "Resource.EditPool": "UpdateConfig",
    "Resource.HotMigrate": "MigrateVM_Task",
    "Resource.QueryVMotion": "QueryVMotionCompatibility",
    "Sessions.TerminateSession": "TerminateSession",
    "Sessions.ValidateSession": "SessionIsActive",
    "VApp.Export": (
        "ExportSnapshot ExportVm HttpNfcLeaseAbort HttpNfcLeaseComplete HttpNfcLeaseGetManifest "
        "HttpNfcLeaseProgress HttpNfcLeaseSetManifestChecksumType"
    ),
    "VApp.Import": "ImportVApp",
    "VirtualMachine.Config.Rename": "Rename_Task",
    "VirtualMachine.Config.Settings": "ReconfigVM_Task",
    "VirtualMachine.GuestOperations.Execute": "StartProgramInGuest TerminateProcessInGuest",
    "VirtualMachine.GuestOperations.Modify": (
        "ChangeFileAttributesInGuest CreateTemporaryDirectoryInGuest CreateTemporaryFileInGuest "
        "DeleteDirectoryInGuest DeleteFileInGuest InitiateFileTransferToGuest MakeDirectoryInGuest "
        "MoveDirectoryInGuest MoveFileInGuest"
    ),
    "VirtualMachine.GuestOperations.Query": (
        "InitiateFileTransferFromGuest ListFilesInGuest ListProcessesInGuest "
        "ReadEnvironmentVariableInGuest ValidateCredentialsInGuest"
    ),
    "VirtualMachine.Interact.AnswerQuestion": "AnswerVM",
    "VirtualMachine.Interact.ConsoleInteract": "AcquireMksTicket AcquireTicket",
    "VirtualMachine.Interact.CreateScreenshot": "CreateScreenshot_Task",
    "VirtualMachine.Interact.PowerOff": "PowerOffVM_Task ShutdownGuest",
    "VirtualMachine.Interact.PowerOn": "PowerOnVM_Task",
    "VirtualMachine.Interact.PutUsbScanCodes": "PutUsbScanCodes",
    "VirtualMachine.Interact.Reset": "RebootGuest ResetVM_Task",
    "VirtualMachine.Interact.Suspend": "StandbyGuest SuspendVM_Task",
    "VirtualMachine.Interact.ToolsInstall": "MountToolsInstaller UnmountToolsInstaller",
    "VirtualMachine.Inventory.Create": "CreateVM_Task",
    "VirtualMachine.Inventory.Delete": "Destroy_Task",
    "VirtualMachine.Inventory.Move": "MoveIntoFolder_Task",
    "VirtualMachine.Inventory.Register": "RegisterVM_Task",
    "VirtualMachine.Inventory.Unregister": "UnregisterVM",
    "VirtualMachine.Provisioning.Clone": "CloneVM_Task",
    "VirtualMachine.Provisioning.DiskRandomRead": "QueryChangedDiskAreas",
    "VirtualMachine.Provisioning.MarkAsTemplate": "MarkAsTemplate",
    "VirtualMachine.Provisioning.MarkAsVM": "MarkAsVirtualMachine",
    "VirtualMachine.State.CreateSnapshot": "CreateSnapshot_Task",
    "VirtualMachine.State.RemoveSnapshot": (
        "ConsolidateVMDisks_Task RemoveAllSnapshots_Task RemoveSnapshot_Task"
    ),
    "VirtualMachine.State.RenameSnapshot": "RenameSnapshot",
    "VirtualMachine.State.RevertToSnapshot": "RevertToCurrentSnapshot_Task RevertToSnapshot_Task",
}
"""Privilege to the methods that ask for it; the others ask for `_VIEW`."""

_MORE: Final = {
    # group: what else there is in it
    "Authorization": "ModifyPermissions ModifyRoles ReassignRolePermissions",
    "Datastore": "AllocateSpace Config Delete DeleteFile Move UpdateVirtualMachineFiles",
    "Folder": "Delete Move Rename",
    "Global": "Diagnostics Health Licenses LogEvent ManageCustomFields SetCustomField Settings",
    "Host.Config": "AuthenticationStore Firmware Power Settings",
    "Host.Local": "CreateVM DeleteVM InstallAgent ManageUserGroups ReconfigVM",
    "Network": "Assign Config Delete Move",
    "Performance": "ModifyIntervals",
    "Resource": "DeletePool MovePool RenamePool",
    "ScheduledTask": "Create Delete Edit Run",
    "Sessions": "GlobalMessage ImpersonateUser",
    "Task": "Create Update",
    "VApp": "Export Import",
    "VirtualMachine.Config": (
        "AddExistingDisk AddNewDisk AddRemoveDevice AdvancedConfig Annotation CPUCount "
        "ChangeTracking DiskExtend EditDevice Memory RawDevice RemoveDisk Resource SwapPlacement "
        "UpgradeVirtualHardware"
    ),
    "VirtualMachine.Interact": "DeviceConnection SetCDMedia SetFloppyMedia",
    "VirtualMachine.Inventory": "CreateFromExisting",
    "VirtualMachine.Provisioning": ("DiskRandomAccess FileRandomAccess GetVmFiles PutVmFiles"),
}

PRIVILEGES: Final = tuple(
    sorted(
        {
            *_METHODS,
            _VIEW,
            *(f"{group}.{word}" for group, words in _MORE.items() for word in words.split()),
        }
    )
)
"""Every privilege that there is here."""

_OF_METHOD: Final = {name: p for p, names in _METHODS.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Role:
    """A set of privileges, of those that every server has."""

    id: int
    name: str
    label: str
    summary: str
    privileges: tuple[str, ...]

    def shown(self) -> vim.AuthorizationRole:
        """Return it as the API shows it."""
        return vim.AuthorizationRole(
            role_id=self.id,
            system=True,
            name=self.name,
            info=vim.Description(label=self.label, summary=self.summary),
            privilege=list(self.privileges),
        )


ROLES: Final = {
    role.id: role
    for role in (
        Role(-5, "NoAccess", "No access", "Used for restricting granted access", ()),
        Role(-4, "Anonymous", "Anonymous", "Not logged-in user", (ANONYMOUS,)),
        Role(-3, "View", "View", "Visibility access", (ANONYMOUS, _VIEW)),
        Role(
            -2,
            "ReadOnly",
            "Read-only",
            "See details of objects, but not make changes",
            (ANONYMOUS, "System.Read", _VIEW),
        ),
        Role(-1, "Admin", "Administrator", "Full access rights", PRIVILEGES),
    )
}
"""Every role, by its number."""


def privilege_of(method: str) -> str:
    """Return the privilege that a method asks for, by its wire name."""
    return _OF_METHOD.get(method, _VIEW)


def role_of(user: User | None) -> Role:
    """Return the role that an account has everywhere; the least one for nobody."""
    if user is None or user.no_access:
        return ROLES[-5]
    return ROLES[-2 if user.read_only else -1]


def permission(users: Iterable[User], root: vim.ManagedObjectReference) -> list[vim.Permission]:
    """Return the permissions of accounts: each has its role at the root and all below."""
    return [
        vim.Permission(
            entity=root,
            principal=user.name,
            group=False,
            role_id=role_of(user).id,
            propagate=True,
        )
        for user in users
    ]
