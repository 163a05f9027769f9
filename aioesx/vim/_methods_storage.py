"""Methods of managed objects, of the area ``storage``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._host_storage import HostDiskDimensionsChs
    from aioesx.vim._machine_specs import VirtualMachineProfileSpec
    from aioesx.vim._storage import (
        HostDatastoreBrowserSearchSpec,
        HostNasVolumeSpec,
        VirtualDiskSpec,
    )
    from aioesx.vim.base import ManagedObjectReference


class RefreshDatastore(Method["None"]):
    """Have the host look again at name, size and free space. Faults: NotFound, HostConfigFault.
    """

    managed_type = "Datastore"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshDatastoreStorageInfo(Method["None"]):
    """Refresh datastore storage info. Since API 4.0."""

    managed_type = "Datastore"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RenameDatastore(Method["None"]):
    """Rename datastore. Faults: DuplicateName, InvalidName."""

    managed_type = "Datastore"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    new_name: str = element("newName", "xsd:string")


class RescanHba(Method["None"]):
    """Look for new storage on one adapter. Faults: NotFound, HostConfigFault."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    hba_device: str = element("hbaDevice", "xsd:string")


class RescanAllHba(Method["None"]):
    """Rescan all hba. Faults: HostConfigFault."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RescanVmfs(Method["None"]):
    """Rescan vmfs. Faults: HostConfigFault."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshStorageSystem(Method["None"]):
    """Refresh storage system."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CreateLocalDatastore(Method["ManagedObjectReference"]):
    """Create local datastore. Faults: DuplicateName, HostConfigFault, FileNotFound, InvalidName.
    """

    managed_type = "HostDatastoreSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    path: str = element("path", "xsd:string")


class CreateNasDatastore(Method["ManagedObjectReference"]):
    """Create nas datastore. Faults: DuplicateName, AlreadyExists, HostConfigFault."""

    managed_type = "HostDatastoreSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: HostNasVolumeSpec = element("spec", "HostNasVolumeSpec")


class RemoveDatastore(Method["None"]):
    """Remove datastore. Faults: NotFound, HostConfigFault, ResourceInUse.

    Parameters:
        datastore: refers to Datastore.
    """

    managed_type = "HostDatastoreSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")


class SearchDatastore_Task(Method["ManagedObjectReference"]):
    """Search datastore. Faults: InvalidDatastore, FileFault."""

    managed_type = "HostDatastoreBrowser"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datastore_path: str = element("datastorePath", "xsd:string")
    search_spec: HostDatastoreBrowserSearchSpec | None = element("searchSpec", "HostDatastoreBrowserSearchSpec", default=None)


class SearchDatastoreSubFolders_Task(Method["ManagedObjectReference | None"]):
    """Search datastore sub folders. Faults: InvalidDatastore, FileFault."""

    managed_type = "HostDatastoreBrowser"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datastore_path: str = element("datastorePath", "xsd:string")
    search_spec: HostDatastoreBrowserSearchSpec | None = element("searchSpec", "HostDatastoreBrowserSearchSpec", default=None)


class MakeDirectory(Method["None"]):
    """Make directory. Faults: InvalidDatastore, FileFault.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    create_parent_directories: bool | None = element("createParentDirectories", "xsd:boolean", default=None)


class DeleteDatastoreFile_Task(Method["ManagedObjectReference"]):
    """Delete datastore file. Faults: InvalidDatastore, FileFault.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class MoveDatastoreFile_Task(Method["ManagedObjectReference"]):
    """Move datastore file. Faults: InvalidDatastore, FileFault.

    Parameters:
        source_datacenter: refers to Datacenter.
        destination_datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    destination_name: str = element("destinationName", "xsd:string")
    destination_datacenter: ManagedObjectReference | None = element("destinationDatacenter", "ManagedObjectReference", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)


class CopyDatastoreFile_Task(Method["ManagedObjectReference"]):
    """Copy datastore file. Faults: InvalidDatastore, FileFault.

    Parameters:
        source_datacenter: refers to Datacenter.
        destination_datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    destination_name: str = element("destinationName", "xsd:string")
    destination_datacenter: ManagedObjectReference | None = element("destinationDatacenter", "ManagedObjectReference", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)


class CreateVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Create virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    spec: VirtualDiskSpec = element("spec", "VirtualDiskSpec")


class DeleteVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Delete virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class CopyVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Copy virtual disk. Faults: FileFault, InvalidDiskFormat, InvalidDatastore.

    Parameters:
        source_datacenter: refers to Datacenter.
        dest_datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    dest_name: str = element("destName", "xsd:string")
    dest_datacenter: ManagedObjectReference | None = element("destDatacenter", "ManagedObjectReference", default=None)
    dest_spec: VirtualDiskSpec | None = element("destSpec", "VirtualDiskSpec", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)


class MoveVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Move virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        source_datacenter: refers to Datacenter.
        dest_datacenter: refers to Datacenter.
        profile: since API 5.5.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    dest_name: str = element("destName", "xsd:string")
    dest_datacenter: ManagedObjectReference | None = element("destDatacenter", "ManagedObjectReference", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)
    profile: list[VirtualMachineProfileSpec] = element("profile", "VirtualMachineProfileSpec", default_factory=list)


class ExtendVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Extend virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
        new_capacity_kb: KB.
        eager_zero: since API 4.0.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    new_capacity_kb: int = element("newCapacityKb", "xsd:long")
    eager_zero: bool | None = element("eagerZero", "xsd:boolean", default=None)


class ZeroFillVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Overwrite a disk with zeros. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class InflateVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Inflate virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class ShrinkVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Shrink virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    copy: bool | None = element("copy", "xsd:boolean", default=None)


class QueryVirtualDiskUuid(Method["str"]):
    """Query virtual disk uuid. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = False
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class SetVirtualDiskUuid(Method["None"]):
    """Set virtual disk uuid. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    uuid: str = element("uuid", "xsd:string")


class QueryVirtualDiskGeometry(Method["HostDiskDimensionsChs"]):
    """Query virtual disk geometry. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = False
    wire_result = result("HostDiskDimensionsChs")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
