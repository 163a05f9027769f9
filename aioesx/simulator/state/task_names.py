"""What servers call the tasks that methods start: the method, by the API's own type names.

`TaskInfo.descriptionId` is one of these, and the value of a host's task reference holds it.
The tests hold the table against pyVmomi's.
"""

from __future__ import annotations

from typing import Final

__all__ = ["DESCRIPTIONS", "description_of"]

DESCRIPTIONS: Final = {
    "CheckCompatibility_Task": "vm.check.CompatibilityChecker.checkCompatibility",
    "CheckMigrate_Task": "vm.check.ProvisioningChecker.checkMigrate",
    "CheckRelocate_Task": "vm.check.ProvisioningChecker.checkRelocate",
    "CloneVM_Task": "VirtualMachine.clone",
    "ConsolidateVMDisks_Task": "VirtualMachine.consolidateDisks",
    "CopyDatastoreFile_Task": "FileManager.copyFile",
    "CopyVirtualDisk_Task": "VirtualDiskManager.copyVirtualDisk",
    "CreateScreenshot_Task": "VirtualMachine.createScreenshot",
    "CreateSnapshot_Task": "VirtualMachine.createSnapshot",
    "CreateVM_Task": "Folder.createVm",
    "CreateVirtualDisk_Task": "VirtualDiskManager.createVirtualDisk",
    "DeleteDatastoreFile_Task": "FileManager.deleteFile",
    "DeleteVirtualDisk_Task": "VirtualDiskManager.deleteVirtualDisk",
    "Destroy_Task": "{}.destroy",
    "DisconnectHost_Task": "HostSystem.disconnect",
    "EnterMaintenanceMode_Task": "HostSystem.enterMaintenanceMode",
    "ExitMaintenanceMode_Task": "HostSystem.exitMaintenanceMode",
    "ExtendVirtualDisk_Task": "VirtualDiskManager.extendVirtualDisk",
    "InflateVirtualDisk_Task": "VirtualDiskManager.inflateVirtualDisk",
    "MigrateVM_Task": "VirtualMachine.migrate",
    "MoveDatastoreFile_Task": "FileManager.moveFile",
    "MoveIntoFolder_Task": "Folder.moveInto",
    "MoveVirtualDisk_Task": "VirtualDiskManager.moveVirtualDisk",
    "PowerOffVM_Task": "VirtualMachine.powerOff",
    "PowerOnVM_Task": "VirtualMachine.powerOn",
    "QueryVMotionCompatibilityEx_Task": "vm.check.ProvisioningChecker.queryVMotionCompatibilityEx",
    "QueryVirtualDiskInfo_Task": "VirtualDiskManager.queryVirtualDiskInfo",
    "RebootHost_Task": "HostSystem.reboot",
    "ReconnectHost_Task": "HostSystem.reconnect",
    "ReconfigVM_Task": "VirtualMachine.reconfigure",
    "RegisterVM_Task": "Folder.registerVm",
    "RelocateVM_Task": "VirtualMachine.relocate",
    "RemoveAllSnapshots_Task": "VirtualMachine.removeAllSnapshots",
    "RemoveSnapshot_Task": "vm.Snapshot.remove",
    "Rename_Task": "{}.rename",
    "ResetVM_Task": "VirtualMachine.reset",
    "RevertToCurrentSnapshot_Task": "VirtualMachine.revertToCurrentSnapshot",
    "RevertToSnapshot_Task": "vm.Snapshot.revert",
    "SearchDatastoreSubFolders_Task": "host.DatastoreBrowser.searchSubFolders",
    "SearchDatastore_Task": "host.DatastoreBrowser.search",
    "ShrinkVirtualDisk_Task": "VirtualDiskManager.shrinkVirtualDisk",
    "ShutdownHost_Task": "HostSystem.shutdown",
    "SuspendVM_Task": "VirtualMachine.suspend",
    "ZeroFillVirtualDisk_Task": "VirtualDiskManager.zeroFillVirtualDisk",
}
"""Wire name of the method to the name of its tasks; ``{}`` is the type of what it is called on."""


def description_of(method: str, managed_type: str) -> str:
    """Return what the tasks of a method are called.

    Args:
        method: its wire name.
        managed_type: wire name of the type of the object that it is called on.
    """
    return DESCRIPTIONS[method].format(managed_type)
