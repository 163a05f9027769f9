"""The text of an OVF descriptor -> `Envelope`, strictly.

What has to be understood is, or the package is refused by the name of what is not: sections and
elements are required unless they say otherwise. What may be passed over is told by the envelope's
warnings. Every reference within the descriptor is followed: no file, disk, network, controller or
configuration is named that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from operator import attrgetter
from typing import Final, TypeVar

from aioesx.errors import OvfError
from aioesx.ovf._hardware import Known, read_hardware
from aioesx.ovf._namespaces import OLD_OVF
from aioesx.ovf._reader import Node, root_of, shown
from aioesx.ovf.envelope import (
    BootDevice,
    Configuration,
    Disk,
    Envelope,
    File,
    Hardware,
    Network,
    OperatingSystem,
    Product,
    Property,
    PropertyValue,
    System,
)
from aioesx.ovf.names import why_not
from aioesx.ovf.units import multiple_of

__all__ = ["parse_ovf"]

T = TypeVar("T")

_MAX_CAPACITY: Final = 2**60
_MAX_PIECES: Final = 100_000
_COMPRESSIONS: Final = {"": None, "identity": None, "gzip": "gzip"}
_OF_BOTH: Final = frozenset({"Info", "ProductSection", "EulaSection", "AnnotationSection"})
_OF_ENVELOPE: Final = _OF_BOTH | {
    *("References", "DiskSection", "NetworkSection", "DeploymentOptionSection", "Strings"),
    *("VirtualSystem", "VirtualSystemCollection"),
}
_OF_SYSTEM: Final = _OF_BOTH | {"Name", "OperatingSystemSection", "VirtualHardwareSection"}
_OF_VMW: Final = frozenset({"BootOrderSection"})


def parse_ovf(text: str | bytes) -> Envelope:
    """Read a descriptor.

    Raises:
        OvfError: it cannot be read, describes no machine or several, names what is not there, or
            demands what is not known here; the error tells the line and the thing.

    Source: DMTF, DSP0243.
    """
    root = root_of(text)
    if root.namespace == OLD_OVF:
        raise OvfError("the descriptor is of OVF 0.9, which is not read; ovftool makes 1.x of it")
    if not root.is_ovf or root.name != "Envelope":
        raise OvfError(f"this is no OVF descriptor: its root element is {shown(root.name)}")
    warnings: list[str] = []
    warnings += _passed_over(root, _OF_ENVELOPE)
    files = _each(root, "References", "File", _file, "id")
    known = Known(files=frozenset(one.id for one in files))
    disks = _each(root, "DiskSection", "Disk", lambda node: _disk(node, known), "id")
    _check_parents(root, disks)
    networks = _each(root, "NetworkSection", "Network", _network, "name")
    configurations = _each(root, "DeploymentOptionSection", "Configuration", _configuration, "id")
    known = Known(
        files=known.files,
        disks=frozenset(one.id for one in disks),
        networks=frozenset(one.name for one in networks),
        configurations=frozenset(one.id for one in configurations),
    )
    return Envelope(
        system=_system(root, known, warnings),
        files=files,
        disks=disks,
        networks=networks,
        configurations=configurations,
        warnings=tuple(warnings),
    )


def _passed_over(parent: Node, known: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each section that is not known here.

    Raises:
        OvfError: one is required.
    """
    for node in parent:
        if (node.is_ovf and node.name in known) or (node.is_vmw and node.name in _OF_VMW):
            continue
        if node.required:
            raise node.wrong("it is required, and not known here")
        yield f"line {node.line}: {node.title} is passed over: it is not known here"


def _each(
    root: Node, section: str, element: str, read: Callable[[Node], T], key: str
) -> tuple[T, ...]:
    """Read what a section of the envelope lists; no two have one name."""
    parent = root.child(section)
    found: dict[str, T] = {}
    for node in parent.children(element) if parent is not None else ():
        value = read(node)
        name: str = attrgetter(key)(value)
        if name in found:
            raise node.wrong("there is another one of this name")
        found[name] = value
    return tuple(found.values())


def _file(node: Node) -> File:
    href = node.need("href")
    if (why := why_not(href)) is not None:
        raise node.wrong(f"no file of a package is called {shown(href)}: {why}")
    compression = node.get("compression") or ""
    if compression not in _COMPRESSIONS:
        raise node.wrong(f"its compression {shown(compression)} is not known")
    size, chunk = node.number("size"), node.number("chunkSize")
    if chunk is not None and (not chunk or size is None or size > chunk * _MAX_PIECES):
        raise node.wrong(f"it cannot come in pieces of {chunk} bytes")
    return File(
        id=node.need("id"),
        href=href,
        size=size,
        compression=_COMPRESSIONS[compression],
        chunk_size=chunk,
    )


def _disk(node: Node, known: Known) -> Disk:
    file = node.get("fileRef") or None
    if file is not None and file not in known.files:
        raise node.wrong(f"its file {shown(file)} is not among the References")
    return Disk(
        id=node.need("diskId"),
        capacity=_capacity(node),
        file=file,
        format=node.get("format") or "",
        populated_size=node.number("populatedSize"),
        parent=node.get("parentRef") or None,
    )


def _capacity(node: Node) -> int:
    """Return the capacity of a disk, in bytes."""
    text, units = node.need("capacity"), node.get("capacityAllocationUnits")
    if text.startswith("${"):
        raise node.wrong(f"its capacity is to be set by the property {shown(text)}: not known here")
    multiple = multiple_of(units)
    if multiple is None:
        raise node.wrong(f"units of capacity that are not known: {shown(units or '')}")
    capacity = node.to_number(text, "capacity") * multiple
    if capacity > _MAX_CAPACITY:
        raise node.wrong(f"its capacity of {capacity} bytes is more than any disk has")
    return capacity


def _check_parents(root: Node, disks: tuple[Disk, ...]) -> None:
    """Hold the disks that others are differences to against those that there are."""
    parents = {disk.id: disk.parent for disk in disks}
    right: set[str | None] = {None}
    for disk in disks:
        chain: dict[str | None, None] = {}
        at: str | None = disk.id
        while at not in right:
            if at in chain or at not in parents:
                section = root.child("DiskSection") or root
                raise section.wrong(f"Disk {shown(disk.id)} is a difference to no other of them")
            chain[at] = None
            at = parents[at]
        right.update(chain)


def _network(node: Node) -> Network:
    return Network(name=node.need("name"), description=node.text_of("Description"))


def _configuration(node: Node) -> Configuration:
    return Configuration(
        id=_plain_id(node, "id"),
        label=node.text_of("Label"),
        description=node.text_of("Description"),
        default=node.flag("default") is True,
    )


def _plain_id(node: Node, attribute: str) -> str:
    """Return an id that stands in lists of them."""
    text = node.need(attribute)
    if len(text.split()) != 1:
        raise node.wrong(f"no list can have {shown(text)} in it")
    return text.strip()


# --- the machine ---------------------------------------------------------------------------------


def _system(root: Node, known: Known, warnings: list[str]) -> System:
    many = root.child("VirtualSystemCollection")
    if many is not None:
        raise many.wrong("it describes several machines (a vApp); packages of one are read")
    node = root.child("VirtualSystem")
    if node is None:
        raise OvfError("the descriptor describes no machine: it has no VirtualSystem")
    warnings += _passed_over(node, _OF_SYSTEM)
    annotation = node.child("AnnotationSection") or root.child("AnnotationSection")
    return System(
        id=node.need("id"),
        name=node.text_of("Name"),
        annotation=annotation.text_of("Annotation") if annotation is not None else "",
        os=_os(node.child("OperatingSystemSection")),
        hardware=_hardware(node, known, warnings),
        products=tuple(_of_both(root, node, "ProductSection", lambda one: _product(one, known))),
        eulas=tuple(_of_both(root, node, "EulaSection", lambda one: one.text_of("License"))),
        boot=tuple(_boot(one) for one in node if one.is_vmw and one.name == "BootOrderSection"),
    )


def _of_both(root: Node, system: Node, name: str, read: Callable[[Node], T]) -> Iterator[T]:
    """Read sections that a package has, or its machine."""
    for parent in (root, system):
        for node in parent.children(name):
            yield read(node)


def _os(node: Node | None) -> OperatingSystem | None:
    if node is None:
        return None
    return OperatingSystem(
        id=node.number("id", high=65_535) or 0,
        type=node.vmw("osType") or None,
        version=node.get("version") or None,
        description=node.text_of("Description"),
    )


def _hardware(system: Node, known: Known, warnings: list[str]) -> Hardware:
    """Read the hardware of a machine: the first that VMware's machines may have, or the first."""
    sections = list(system.children("VirtualHardwareSection"))
    if not sections:
        raise system.wrong("it has no VirtualHardwareSection")
    told: list[tuple[Hardware, list[str]]] = []
    for section in sections:
        passed_over: list[str] = []
        told.append((read_hardware(section, known, passed_over), passed_over))
    ours = next((one for one in told if "vmx-" in one[0].type), told[0])
    warnings += ours[1]
    if len(sections) > 1:
        warnings.append(
            f"of {len(sections)} kinds of hardware {shown(ours[0].type)} is taken, no other"
        )
    return ours[0]


def _boot(node: Node) -> BootDevice:
    return BootDevice(item=node.vmw("instanceId") or "", type=node.vmw("type") or "")


# --- software and what it wants to be told -------------------------------------------------------


def _product(node: Node, known: Known) -> Product:
    return Product(
        class_=node.get("class") or "",
        instance=node.get("instance") or "",
        name=node.text_of("Product"),
        vendor=node.text_of("Vendor"),
        version=node.text_of("Version"),
        full_version=node.text_of("FullVersion"),
        product_url=node.text_of("ProductUrl"),
        vendor_url=node.text_of("VendorUrl"),
        app_url=node.text_of("AppUrl"),
        properties=tuple(_properties(node, known)),
    )


def _properties(product: Node, known: Known) -> Iterator[Property]:
    """Yield the properties of a product, each under the heading before it."""
    category = ""
    keys: set[str] = set()
    for node in product:
        if node.is_ovf and node.name == "Category":
            category = node.text
        elif node.is_ovf and node.name == "Property":
            one = _property(node, category, known)
            if one.key in keys:
                raise node.wrong("there is another one of this name")
            keys.add(one.key)
            yield one


def _property(node: Node, category: str, known: Known) -> Property:
    return Property(
        key=node.need("key"),
        type=node.get("type") or "string",
        value=node.get("value"),
        user_configurable=node.flag("userConfigurable") is True,
        password=node.flag("password") is True,
        qualifiers=node.get("qualifiers"),
        vmw_qualifiers=node.vmw_only("qualifiers"),
        label=node.text_of("Label"),
        description=node.text_of("Description"),
        category=category,
        values=tuple(_value(one, known) for one in node.children("Value")),
    )


def _value(node: Node, known: Known) -> PropertyValue:
    configuration = node.get("configuration") or None
    if configuration is not None and configuration not in known.configurations:
        raise node.wrong(f"there is no configuration {shown(configuration)}")
    return PropertyValue(value=node.get("value") or "", configuration=configuration)
