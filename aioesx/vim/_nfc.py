"""Data objects of the area ``nfc``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from aioesx.vim.base import ManagedObjectReference


class HttpNfcLeaseHostInfo(DynamicData):
    """Http nfc lease host info. Since API 4.1."""

    url: str = element("url", "xsd:string")
    ssl_thumbprint: str = element("sslThumbprint", "xsd:string")


class HttpNfcLeaseDatastoreLeaseInfo(DynamicData):
    """Http nfc lease datastore lease info. Since API 4.1."""

    datastore_key: str = element("datastoreKey", "xsd:string")
    hosts: list[HttpNfcLeaseHostInfo] = element("hosts", "HttpNfcLeaseHostInfo", default_factory=list, required=True)


class HttpNfcLeaseDeviceUrl(DynamicData):
    """A file of a lease. The URL has the token that whoever asks is let in by. Since API 4.0.

    Attributes:
        ssl_certificate: since API 9.0.0.0.
        disk: since API 4.1.
        target_id: since API 4.1.
        datastore_key: since API 4.1.
        file_size: since API 4.1.
    """

    key: str = element("key", "xsd:string")
    import_key: str = element("importKey", "xsd:string")
    url: str = element("url", "xsd:string", secret=True)
    ssl_thumbprint: str = element("sslThumbprint", "xsd:string")
    ssl_certificate: str | None = element("sslCertificate", "xsd:string", default=None)
    disk: bool | None = element("disk", "xsd:boolean", default=None)
    target_id: str | None = element("targetId", "xsd:string", default=None)
    datastore_key: str | None = element("datastoreKey", "xsd:string", default=None)
    file_size: int | None = element("fileSize", "xsd:long", default=None)


class HttpNfcLeaseInfo(DynamicData):
    """Http nfc lease info. Since API 4.0.

    Attributes:
        lease: refers to HttpNfcLease.
        entity: refers to ManagedEntity.
        host_map: since API 4.1.
    """

    lease: ManagedObjectReference = element("lease", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    device_url: list[HttpNfcLeaseDeviceUrl] = element("deviceUrl", "HttpNfcLeaseDeviceUrl", default_factory=list)
    total_disk_capacity_in_kb: int = element("totalDiskCapacityInKB", "xsd:long")
    lease_timeout: int = element("leaseTimeout", "xsd:int")
    host_map: list[HttpNfcLeaseDatastoreLeaseInfo] = element("hostMap", "HttpNfcLeaseDatastoreLeaseInfo", default_factory=list)


class HttpNfcLeaseManifestEntry(DynamicData):
    """Http nfc lease manifest entry. Since API 4.1.

    Attributes:
        checksum: since API 6.7.
        checksum_type: since API 6.7.
    """

    key: str = element("key", "xsd:string")
    sha1: str = element("sha1", "xsd:string")
    checksum: str | None = element("checksum", "xsd:string", default=None)
    checksum_type: str | None = element("checksumType", "xsd:string", default=None)
    size: int = element("size", "xsd:long")
    disk: bool = element("disk", "xsd:boolean")
    capacity: int | None = element("capacity", "xsd:long", default=None)
    populated_size: int | None = element("populatedSize", "xsd:long", default=None)


class HttpNfcLeaseCapabilities(DynamicData):
    """Http nfc lease capabilities. Since API 6.7."""

    pull_mode_supported: bool = element("pullModeSupported", "xsd:boolean")
    cors_supported: bool = element("corsSupported", "xsd:boolean")


class DiskChangeExtent(DynamicData):
    """Disk change extent. Since API 4.0."""

    start: int = element("start", "xsd:long")
    length: int = element("length", "xsd:long")


class DiskChangeInfo(DynamicData):
    """What changed in a part of a disk; all of it in bytes. Since API 4.0."""

    start_offset: int = element("startOffset", "xsd:long")
    length: int = element("length", "xsd:long")
    changed_area: list[DiskChangeExtent] = element("changedArea", "DiskChangeExtent", default_factory=list)
