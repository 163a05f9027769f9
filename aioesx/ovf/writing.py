"""`Envelope` -> the text of an OVF descriptor, always the same for the same.

It is of OVF 1.x, with the prefixes, the order and the attributes that hosts write and take. What
is text for people only (each section's ``Info``) is filled in. Characters that XML does not have
are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from aioesx.ovf._items import FIELDS, ItemField
from aioesx.ovf._namespaces import OVF, PREFIXES
from aioesx.ovf.envelope import (
    Disk,
    Envelope,
    File,
    Hardware,
    Item,
    OperatingSystem,
    Product,
    Property,
    Setting,
    System,
)
from aioesx.ovf.units import byte_units

__all__ = ["format_ovf"]

_DROPPED: Final = dict.fromkeys([*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "")
_TEXT: Final = (
    _DROPPED
    | {ord("\n"): "\n", ord("\t"): "\t", ord("\r"): "&#13;"}
    | str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
)
_ATTRIBUTE: Final = _TEXT | {ord("\n"): "&#10;", ord("\t"): "&#9;", ord('"'): "&quot;"}

_Value = str | int | bool | None


def format_ovf(envelope: Envelope) -> str:
    """Write a descriptor; `parse_ovf` makes the same envelope of it."""
    writer = _Writer()
    spaces = {f"xmlns:{prefix}": uri for prefix, uri in PREFIXES.items()}
    with writer.element("Envelope", xmlns=OVF, **spaces):
        with writer.element("References"):
            for file in envelope.files:
                _file(writer, file)
        if envelope.disks:
            with writer.section("DiskSection", "Virtual disk information"):
                for disk in envelope.disks:
                    _disk(writer, disk)
        if envelope.networks:
            with writer.section("NetworkSection", "The list of logical networks"):
                for network in envelope.networks:
                    with writer.element("Network", ovf_name=network.name):
                        writer.leaf("Description", network.description)
        if envelope.configurations:
            _configurations(writer, envelope)
        _system(writer, envelope.system)
    return str(writer)


class _Writer:
    """Collects the lines of a document. An attribute that is None is left out."""

    def __init__(self) -> None:
        self._lines = ['<?xml version="1.0" encoding="UTF-8"?>\n']
        self._indent = ""

    def leaf(self, name: str, text: _Value = None, /, **attributes: _Value) -> None:
        """Add an element without elements in it."""
        head = self._head(name, attributes)
        if text is None:
            self._lines.append(f"{head}/>\n")
        else:
            self._lines.append(f"{head}>{_worded(text).translate(_TEXT)}</{name}>\n")

    def maybe(self, name: str, text: str, /) -> None:
        """Add an element with a text, unless there is none."""
        if text:
            self.leaf(name, text)

    @contextmanager
    def element(self, name: str, /, **attributes: _Value) -> Iterator[None]:
        """Add an element around those that the block adds."""
        self._lines.append(f"{self._head(name, attributes)}>\n")
        outer, self._indent = self._indent, self._indent + "  "
        yield
        self._indent = outer
        self._lines.append(f"{outer}</{name}>\n")

    @contextmanager
    def section(self, name: str, info: str, /, **attributes: _Value) -> Iterator[None]:
        """Add a section, which says what it is."""
        with self.element(name, **attributes):
            self.leaf("Info", info)
            yield

    def _head(self, name: str, attributes: dict[str, _Value]) -> str:
        parts = [f"{self._indent}<{name}"]
        for attribute, value in attributes.items():
            if value is not None:
                word = attribute.replace("_", ":", 1)
                parts.append(f' {word}="{_worded(value).translate(_ATTRIBUTE)}"')
        return "".join(parts)

    def __str__(self) -> str:
        return "".join(self._lines)


def _worded(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _file(writer: _Writer, file: File) -> None:
    writer.leaf(
        "File",
        ovf_chunkSize=file.chunk_size,
        ovf_compression=file.compression,
        ovf_href=file.href,
        ovf_id=file.id,
        ovf_size=file.size,
    )


def _disk(writer: _Writer, disk: Disk) -> None:
    capacity, units = byte_units(disk.capacity)
    writer.leaf(
        "Disk",
        ovf_capacity=capacity,
        ovf_capacityAllocationUnits=units,
        ovf_diskId=disk.id,
        ovf_fileRef=disk.file,
        ovf_format=disk.format,
        ovf_parentRef=disk.parent,
        ovf_populatedSize=disk.populated_size,
    )


def _configurations(writer: _Writer, envelope: Envelope) -> None:
    with writer.section("DeploymentOptionSection", "The configurations to choose from"):
        for one in envelope.configurations:
            default = True if one.default else None
            with writer.element("Configuration", ovf_default=default, ovf_id=one.id):
                writer.leaf("Label", one.label)
                writer.leaf("Description", one.description)


def _system(writer: _Writer, system: System) -> None:
    with writer.section("VirtualSystem", "A virtual machine", ovf_id=system.id):
        writer.maybe("Name", system.name)
        if system.annotation:
            with writer.section("AnnotationSection", "A human-readable annotation"):
                writer.leaf("Annotation", system.annotation)
        for product in system.products:
            _product(writer, product)
        for license_ in system.eulas:
            with writer.section("EulaSection", "An end-user license agreement"):
                writer.leaf("License", license_)
        if system.os is not None:
            _os(writer, system.os)
        _hardware(writer, system.hardware, system.name or system.id)
        for one in system.boot:
            with writer.section(
                "vmw:BootOrderSection",
                "Virtual hardware device boot order",
                ovf_required=False,
                vmw_instanceId=one.item,
                vmw_type=one.type,
            ):
                pass


def _os(writer: _Writer, os: OperatingSystem) -> None:
    with writer.section(
        "OperatingSystemSection",
        "The kind of installed guest operating system",
        ovf_id=os.id,
        ovf_version=os.version,
        vmw_osType=os.type,
    ):
        writer.maybe("Description", os.description)


def _product(writer: _Writer, product: Product) -> None:
    with writer.section(
        "ProductSection",
        "Information about the installed software",
        ovf_class=product.class_ or None,
        ovf_instance=product.instance or None,
    ):
        writer.maybe("Product", product.name)
        writer.maybe("Vendor", product.vendor)
        writer.maybe("Version", product.version)
        writer.maybe("FullVersion", product.full_version)
        writer.maybe("ProductUrl", product.product_url)
        writer.maybe("VendorUrl", product.vendor_url)
        writer.maybe("AppUrl", product.app_url)
        category = ""
        for one in product.properties:
            if one.category != category:
                category = one.category
                writer.leaf("Category", category)
            _property(writer, one)


def _property(writer: _Writer, one: Property) -> None:
    with writer.element(
        "Property",
        ovf_key=one.key,
        ovf_password=True if one.password else None,
        ovf_qualifiers=one.qualifiers,
        ovf_type=one.type,
        ovf_userConfigurable=one.user_configurable,
        ovf_value=one.value,
        vmw_qualifiers=one.vmw_qualifiers,
    ):
        writer.maybe("Label", one.label)
        writer.maybe("Description", one.description)
        for value in one.values:
            writer.leaf("Value", ovf_value=value.value, ovf_configuration=value.configuration)


def _hardware(writer: _Writer, hardware: Hardware, name: str) -> None:
    with writer.section(
        "VirtualHardwareSection",
        "Virtual hardware requirements",
        ovf_transport=" ".join(hardware.transport) or None,
    ):
        with writer.element("System"):
            writer.leaf("vssd:ElementName", "Virtual Hardware Family")
            writer.leaf("vssd:InstanceID", 0)
            writer.leaf("vssd:VirtualSystemIdentifier", name)
            writer.leaf("vssd:VirtualSystemType", hardware.type)
        for item in hardware.items:
            _item(writer, item)
        for setting in hardware.config:
            _setting(writer, "vmw:Config", setting)
        for setting in hardware.extra_config:
            _setting(writer, "vmw:ExtraConfig", setting)


def _item(writer: _Writer, item: Item) -> None:
    with writer.element(
        "Item",
        ovf_bound=item.bound,
        ovf_configuration=" ".join(item.configurations) or None,
        ovf_required=None if item.required else False,
    ):
        for field in FIELDS:
            for value in _values(field, getattr(item, field.attribute)):
                writer.leaf(f"rasd:{field.element}", value)
        for setting in item.config:
            _setting(writer, "vmw:Config", setting)
        if item.cores_per_socket is not None:
            writer.leaf("vmw:CoresPerSocket", item.cores_per_socket, ovf_required=False)


def _values(field: ItemField, value: Any) -> tuple[_Value, ...]:
    """Return what the elements of a field say, one after the other."""
    if isinstance(value, tuple):
        return value
    if field.kind == "number":
        return () if value is None else (int(value),)  # not the name of a `ResourceType`
    return () if value is None else (value,)


def _setting(writer: _Writer, name: str, setting: Setting) -> None:
    writer.leaf(name, ovf_required=setting.required, vmw_key=setting.key, vmw_value=setting.value)
