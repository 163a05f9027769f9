"""Methods of managed objects, of the area ``nfc``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._core import LocalizedMethodFault
    from aioesx.vim._inventory import KeyValue
    from aioesx.vim._nfc import DiskChangeInfo, HttpNfcLeaseManifestEntry
    from aioesx.vim._ovf import ImportSpec
    from aioesx.vim.base import ManagedObjectReference


class ImportVApp(Method["ManagedObjectReference"]):
    """Import v app. Faults: VmConfigFault, FileFault, OutOfBounds, DuplicateName, InvalidName,
    InvalidDatastore, InsufficientResourcesFault. Since API 4.0.

    Parameters:
        folder: refers to Folder.
        host: refers to HostSystem.
    """

    managed_type = "ResourcePool"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: ImportSpec = element("spec", "ImportSpec")
    folder: ManagedObjectReference | None = element("folder", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class ExportVm(Method["ManagedObjectReference"]):
    """Export vm. Faults: InvalidPowerState, TaskInProgress, InvalidState, FileFault. Since API
    4.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class QueryChangedDiskAreas(Method["DiskChangeInfo"]):
    """Query changed disk areas. Faults: FileFault, NotFound. Since API 4.0.

    Parameters:
        snapshot: refers to VirtualMachineSnapshot.
    """

    managed_type = "VirtualMachine"
    changes = False
    wire_result = result("DiskChangeInfo")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    snapshot: ManagedObjectReference | None = element("snapshot", "ManagedObjectReference", default=None)
    device_key: int = element("deviceKey", "xsd:int")
    start_offset: int = element("startOffset", "xsd:long")
    change_id: str = element("changeId", "xsd:string")


class ExportSnapshot(Method["ManagedObjectReference"]):
    """Export snapshot. Faults: TaskInProgress, InvalidState, FileFault. Since API 5.5."""

    managed_type = "VirtualMachineSnapshot"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class HttpNfcLeaseGetManifest(Method["list[HttpNfcLeaseManifestEntry]"]):
    """Http nfc lease get manifest. Faults: Timedout, InvalidState. Since API 4.1."""

    managed_type = "HttpNfcLease"
    changes = False
    wire_result = result("HttpNfcLeaseManifestEntry", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class HttpNfcLeaseSetManifestChecksumType(Method["None"]):
    """Http nfc lease set manifest checksum type. Faults: InvalidState. Since API 6.7."""

    managed_type = "HttpNfcLease"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    device_urls_to_checksum_types: list[KeyValue] = element("deviceUrlsToChecksumTypes", "KeyValue", default_factory=list)


class HttpNfcLeaseComplete(Method["None"]):
    """Http nfc lease complete. Faults: Timedout, InvalidState. Since API 4.0."""

    managed_type = "HttpNfcLease"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class HttpNfcLeaseAbort(Method["None"]):
    """Http nfc lease abort. Faults: Timedout, InvalidState. Since API 4.0."""

    managed_type = "HttpNfcLease"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    fault: LocalizedMethodFault | None = element("fault", "LocalizedMethodFault", default=None)


class HttpNfcLeaseProgress(Method["None"]):
    """Http nfc lease progress. Faults: Timedout. Since API 4.0."""

    managed_type = "HttpNfcLease"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    percent: int = element("percent", "xsd:int")
