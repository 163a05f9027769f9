"""Data objects of the area ``ovf``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from aioesx.vim._core import LocalizableMessage, LocalizedMethodFault
    from aioesx.vim._inventory import (
        KeyValue,
        ResourceConfigSpec,
        VAppConfigSpec,
        VAppEntityConfigInfo,
        VAppProductInfo,
        VAppPropertyInfo,
    )
    from aioesx.vim._machine_specs import VirtualMachineConfigSpec
    from aioesx.vim.base import ManagedObjectReference


class OvfOptionInfo(DynamicData):
    """Ovf option info. Since API 5.1."""

    option: str = element("option", "xsd:string")
    description: LocalizableMessage = element("description", "LocalizableMessage")


class OvfManagerCommonParams(DynamicData):
    """Ovf manager common params. Since API 4.0.

    Attributes:
        import_option: since API 5.1.
    """

    locale: str = element("locale", "xsd:string")
    deployment_option: str = element("deploymentOption", "xsd:string")
    msg_bundle: list[KeyValue] = element("msgBundle", "KeyValue", default_factory=list)
    import_option: list[str] = element("importOption", "xsd:string", default_factory=list)


class OvfValidateHostParams(OvfManagerCommonParams):
    """Ovf validate host params. Since API 4.0."""


class OvfValidateHostResult(DynamicData):
    """Ovf validate host result. Since API 4.0.

    Attributes:
        supported_disk_provisioning: since API 4.1.
    """

    download_size: int | None = element("downloadSize", "xsd:long", default=None)
    flat_deployment_size: int | None = element("flatDeploymentSize", "xsd:long", default=None)
    sparse_deployment_size: int | None = element("sparseDeploymentSize", "xsd:long", default=None)
    error: list[LocalizedMethodFault] = element("error", "LocalizedMethodFault", default_factory=list)
    warning: list[LocalizedMethodFault] = element("warning", "LocalizedMethodFault", default_factory=list)
    supported_disk_provisioning: list[str] = element("supportedDiskProvisioning", "xsd:string", default_factory=list)


class OvfParseDescriptorParams(OvfManagerCommonParams):
    """Ovf parse descriptor params. Since API 4.0."""


class OvfParseDescriptorResult(DynamicData):
    """Ovf parse descriptor result. Since API 4.0.

    Attributes:
        entity_name: since API 4.1.
        annotated_ost: since API 5.0.
    """

    eula: list[str] = element("eula", "xsd:string", default_factory=list)
    network: list[OvfNetworkInfo] = element("network", "OvfNetworkInfo", default_factory=list)
    ip_allocation_scheme: list[str] = element("ipAllocationScheme", "xsd:string", default_factory=list)
    ip_protocols: list[str] = element("ipProtocols", "xsd:string", default_factory=list)
    property: list[VAppPropertyInfo] = element("property", "VAppPropertyInfo", default_factory=list)
    product_info: VAppProductInfo | None = element("productInfo", "VAppProductInfo", default=None)
    annotation: str = element("annotation", "xsd:string")
    approximate_download_size: int | None = element("approximateDownloadSize", "xsd:long", default=None)
    approximate_flat_deployment_size: int | None = element("approximateFlatDeploymentSize", "xsd:long", default=None)
    approximate_sparse_deployment_size: int | None = element("approximateSparseDeploymentSize", "xsd:long", default=None)
    default_entity_name: str = element("defaultEntityName", "xsd:string")
    virtual_app: bool = element("virtualApp", "xsd:boolean")
    deployment_option: list[OvfDeploymentOption] = element("deploymentOption", "OvfDeploymentOption", default_factory=list)
    default_deployment_option: str = element("defaultDeploymentOption", "xsd:string")
    entity_name: list[KeyValue] = element("entityName", "KeyValue", default_factory=list)
    annotated_ost: OvfConsumerOstNode | None = element("annotatedOst", "OvfConsumerOstNode", default=None)
    error: list[LocalizedMethodFault] = element("error", "LocalizedMethodFault", default_factory=list)
    warning: list[LocalizedMethodFault] = element("warning", "LocalizedMethodFault", default_factory=list)


class OvfNetworkInfo(DynamicData):
    """Ovf network info. Since API 4.0."""

    name: str = element("name", "xsd:string")
    description: str = element("description", "xsd:string")


class OvfDeploymentOption(DynamicData):
    """Ovf deployment option. Since API 4.0."""

    key: str = element("key", "xsd:string")
    label: str = element("label", "xsd:string")
    description: str = element("description", "xsd:string")


class OvfCreateImportSpecParams(OvfManagerCommonParams):
    """Ovf create import spec params. Since API 4.0.

    Attributes:
        host_system: refers to HostSystem.
        resource_mapping: since API 4.1.
        disk_provisioning: since API 4.1.
        instantiation_ost: since API 5.0.
    """

    entity_name: str = element("entityName", "xsd:string")
    host_system: ManagedObjectReference | None = element("hostSystem", "ManagedObjectReference", default=None)
    network_mapping: list[OvfNetworkMapping] = element("networkMapping", "OvfNetworkMapping", default_factory=list)
    ip_allocation_policy: str | None = element("ipAllocationPolicy", "xsd:string", default=None)
    ip_protocol: str | None = element("ipProtocol", "xsd:string", default=None)
    property_mapping: list[KeyValue] = element("propertyMapping", "KeyValue", default_factory=list, secret=True)
    resource_mapping: list[OvfResourceMap] = element("resourceMapping", "OvfResourceMap", default_factory=list)
    disk_provisioning: str | None = element("diskProvisioning", "xsd:string", default=None)
    instantiation_ost: OvfConsumerOstNode | None = element("instantiationOst", "OvfConsumerOstNode", default=None)


class OvfResourceMap(DynamicData):
    """Ovf resource map. Since API 4.1.

    Attributes:
        parent: refers to ResourcePool.
        datastore: refers to Datastore.
    """

    source: str = element("source", "xsd:string")
    parent: ManagedObjectReference | None = element("parent", "ManagedObjectReference", default=None)
    resource_spec: ResourceConfigSpec | None = element("resourceSpec", "ResourceConfigSpec", default=None)
    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)


class OvfNetworkMapping(DynamicData):
    """Ovf network mapping. Since API 4.0.

    Attributes:
        network: refers to Network.
    """

    name: str = element("name", "xsd:string")
    network: ManagedObjectReference = element("network", "ManagedObjectReference")


class OvfCreateImportSpecResult(DynamicData):
    """Ovf create import spec result. Since API 4.0."""

    import_spec: ImportSpec | None = element("importSpec", "ImportSpec", default=None)
    file_item: list[OvfFileItem] = element("fileItem", "OvfFileItem", default_factory=list)
    warning: list[LocalizedMethodFault] = element("warning", "LocalizedMethodFault", default_factory=list)
    error: list[LocalizedMethodFault] = element("error", "LocalizedMethodFault", default_factory=list)


class OvfFileItem(DynamicData):
    """Ovf file item. Since API 4.0."""

    device_id: str = element("deviceId", "xsd:string")
    path: str = element("path", "xsd:string")
    compression_method: str | None = element("compressionMethod", "xsd:string", default=None)
    chunk_size: int | None = element("chunkSize", "xsd:long", default=None)
    size: int | None = element("size", "xsd:long", default=None)
    cim_type: int = element("cimType", "xsd:int")
    create: bool = element("create", "xsd:boolean")


class OvfCreateDescriptorParams(DynamicData):
    """Ovf create descriptor params. Since API 4.0.

    Attributes:
        include_image_files: since API 4.1.
        export_option: since API 5.1.
        snapshot: refers to VirtualMachineSnapshot; since API 5.5.
    """

    ovf_files: list[OvfFile] = element("ovfFiles", "OvfFile", default_factory=list)
    name: str | None = element("name", "xsd:string", default=None)
    description: str | None = element("description", "xsd:string", default=None)
    include_image_files: bool | None = element("includeImageFiles", "xsd:boolean", default=None)
    export_option: list[str] = element("exportOption", "xsd:string", default_factory=list)
    snapshot: ManagedObjectReference | None = element("snapshot", "ManagedObjectReference", default=None)


class OvfCreateDescriptorResult(DynamicData):
    """Ovf create descriptor result. Since API 4.0.

    Attributes:
        include_image_files: since API 4.1.
    """

    ovf_descriptor: str = element("ovfDescriptor", "xsd:string")
    error: list[LocalizedMethodFault] = element("error", "LocalizedMethodFault", default_factory=list)
    warning: list[LocalizedMethodFault] = element("warning", "LocalizedMethodFault", default_factory=list)
    include_image_files: bool | None = element("includeImageFiles", "xsd:boolean", default=None)


class OvfFile(DynamicData):
    """Ovf file. Since API 4.0.

    Attributes:
        capacity: since API 4.1.
        populated_size: since API 4.1.
    """

    device_id: str = element("deviceId", "xsd:string")
    path: str = element("path", "xsd:string")
    compression_method: str | None = element("compressionMethod", "xsd:string", default=None)
    chunk_size: int | None = element("chunkSize", "xsd:long", default=None)
    size: int = element("size", "xsd:long")
    capacity: int | None = element("capacity", "xsd:long", default=None)
    populated_size: int | None = element("populatedSize", "xsd:long", default=None)


class OvfConsumerOvfSection(DynamicData):
    """Ovf consumer ovf section. Since API 5.0."""

    line_number: int = element("lineNumber", "xsd:int")
    xml: str = element("xml", "xsd:string")


class OvfConsumerOstNode(DynamicData):
    """Ovf consumer ost node. Since API 5.0.

    Attributes:
        entity: refers to ManagedEntity.
    """

    id: str = element("id", "xsd:string")
    type: str = element("type", "xsd:string")
    section: list[OvfConsumerOvfSection] = element("section", "OvfConsumerOvfSection", default_factory=list)
    child: list[OvfConsumerOstNode] = element("child", "OvfConsumerOstNode", default_factory=list)
    entity: ManagedObjectReference | None = element("entity", "ManagedObjectReference", default=None)


class ImportSpec(DynamicData):
    """Import spec. Since API 4.0.

    Attributes:
        instantiation_ost: since API 5.0.
    """

    entity_config: VAppEntityConfigInfo | None = element("entityConfig", "VAppEntityConfigInfo", default=None)
    instantiation_ost: OvfConsumerOstNode | None = element("instantiationOst", "OvfConsumerOstNode", default=None)


class VirtualMachineImportSpec(ImportSpec):
    """Virtual machine import spec. Since API 4.0.

    Attributes:
        res_pool_entity: refers to ResourcePool; since API 4.1.
    """

    config_spec: VirtualMachineConfigSpec = element("configSpec", "VirtualMachineConfigSpec")
    res_pool_entity: ManagedObjectReference | None = element("resPoolEntity", "ManagedObjectReference", default=None)


class VirtualAppImportSpec(ImportSpec):
    """Virtual app import spec. Since API 4.0."""

    name: str = element("name", "xsd:string")
    v_app_config_spec: VAppConfigSpec = element("vAppConfigSpec", "VAppConfigSpec")
    resource_pool_spec: ResourceConfigSpec = element("resourcePoolSpec", "ResourceConfigSpec")
    child: list[ImportSpec] = element("child", "ImportSpec", default_factory=list)
