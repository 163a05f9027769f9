"""Read the XSD and WSDL files into plain records; knows the notation, not the Python side.

The notation is XSD and WSDL 1.1 plus attributes and elements of the namespace
``urn:aioesx:wsdl``, which README.md lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DataType", "EnumType", "Managed", "Member", "Operation", "Property", "Schema", "load"]

T = TypeVar("T")

XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
WSDL: Final = "{http://schemas.xmlsoap.org/wsdl/}"
OURS: Final = "{urn:aioesx:wsdl}"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A field, parameter or result."""

    name: str
    type: str
    many: bool
    optional: bool
    secret: bool
    ref: str
    key: str
    since: str
    doc: str


@dataclass(frozen=True, kw_only=True)
class DataType:
    """A complex type.

    Attributes:
        area: name of the file that holds it.
    """

    name: str
    base: str
    members: tuple[Member, ...]
    area: str
    since: str
    doc: str


@dataclass(frozen=True, kw_only=True)
class EnumType:
    """A simple type: words, each with its documentation; the rest as in `DataType`."""

    name: str
    words: tuple[tuple[str, str], ...]
    area: str
    since: str
    doc: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A method of a managed type.

    Attributes:
        area: what it is for, and the part of ``aioesx.vim`` that has it.
    """

    name: str
    managed: str
    parameters: tuple[Member, ...]
    result: Member | None
    faults: tuple[str, ...]
    changes: bool
    area: str
    since: str
    doc: str


@dataclass(frozen=True, kw_only=True)
class Property:
    """A property of a managed type."""

    name: str
    type: str
    many: bool
    optional: bool
    ref: str
    since: str


@dataclass(frozen=True, kw_only=True)
class Managed:
    """A managed type: its own properties, without those of `extends`."""

    name: str
    extends: str
    properties: tuple[Property, ...]
    since: str
    doc: str


@dataclass
class Schema:
    """All that ``wsdl/`` says."""

    types: dict[str, DataType] = field(default_factory=dict)
    enums: dict[str, EnumType] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    managed: dict[str, Managed] = field(default_factory=dict)


def load(types: Path, wsdl: Path) -> Schema:
    """Read the root XSD with all that it includes, then the WSDL.

    Raises:
        ValueError: a name is used and not defined, or defined twice.
    """
    schema = Schema()
    requests: dict[str, DataType] = {}
    elements: dict[str, ET.Element] = {}
    root = ET.parse(types).getroot()  # noqa: S314 - our own files
    parts = [
        types.parent / include.attrib["schemaLocation"] for include in root.iter(f"{XSD}include")
    ]
    for part in (types, *parts):
        _read_part(schema, requests, elements, ET.parse(part).getroot())  # noqa: S314 - ours
    _read_wsdl(schema, requests, elements, ET.parse(wsdl).getroot())  # noqa: S314 - ours
    _check(schema)
    return schema


def _read_part(
    schema: Schema, requests: dict[str, DataType], elements: dict[str, ET.Element], root: ET.Element
) -> None:
    area = root.get(f"{OURS}area", "")
    for node in root.findall(f"{XSD}simpleType"):
        enum = _enum(node, area)
        _add(schema.enums, enum.name, enum)
    for node in root.findall(f"{XSD}complexType"):
        name = node.attrib["name"]
        if name == "ManagedObjectReference" or name.startswith("ArrayOf"):
            continue
        target = requests if name.endswith("RequestType") else schema.types
        _add(target, name, _data_type(node, area))
    for node in root.findall(f"{XSD}element"):
        _add(elements, node.attrib["name"], node)


def _add(table: dict[str, T], name: str, value: T) -> None:
    if name in table:
        raise ValueError(f"{name} is defined twice")
    table[name] = value


def _doc(node: ET.Element) -> str:
    found = node.find(f"{XSD}annotation/{XSD}documentation")
    return " ".join((found.text or "").split()) if found is not None else ""


def _local(name: str) -> str:
    return name.removeprefix("vim25:")


def _enum(node: ET.Element, area: str) -> EnumType:
    words = node.findall(f"{XSD}restriction/{XSD}enumeration")
    return EnumType(
        name=node.attrib["name"],
        words=tuple((word.attrib["value"], _doc(word)) for word in words),
        area=area,
        since=node.get(f"{OURS}since", ""),
        doc=_doc(node),
    )


def _data_type(node: ET.Element, area: str) -> DataType:
    extension = node.find(f"{XSD}complexContent/{XSD}extension")
    base = _local(extension.attrib["base"]) if extension is not None else ""
    holder = extension if extension is not None else node
    return DataType(
        name=node.attrib["name"],
        base=base,
        members=_members(holder),
        area=area,
        since=node.get(f"{OURS}since", ""),
        doc=_doc(node),
    )


def _members(holder: ET.Element) -> tuple[Member, ...]:
    return tuple(_member(node) for node in holder.findall(f"{XSD}sequence/{XSD}element"))


def _member(node: ET.Element) -> Member:
    return Member(
        name=node.attrib["name"],
        type=_local(node.attrib["type"]),
        many=node.get("maxOccurs") == "unbounded",
        optional=node.get("minOccurs") == "0",
        secret=node.get(f"{OURS}secret") == "true",
        ref=node.get(f"{OURS}ref", ""),
        key=node.get(f"{OURS}key", ""),
        since=node.get(f"{OURS}since", ""),
        doc=_doc(node),
    )


def _read_wsdl(
    schema: Schema, requests: dict[str, DataType], elements: dict[str, ET.Element], root: ET.Element
) -> None:
    for port in root.findall(f"{WSDL}portType"):
        managed = _managed(port)
        _add(schema.managed, managed.name, managed)
        for node in port.findall(f"{WSDL}operation"):
            name = node.attrib["name"]
            request = requests.get(_local(elements[name].attrib["type"]))
            if request is None:
                raise ValueError(f"{name} has no request type")
            if f"{OURS}area" not in node.attrib:
                raise ValueError(f"{name} has no area")
            response = elements[f"{name}Response"].find(f"{XSD}complexType")
            results = _members(response) if response is not None else ()
            schema.operations[name] = Operation(
                name=name,
                managed=managed.name,
                parameters=request.members,
                result=results[0] if results else None,
                faults=tuple(fault.attrib["type"] for fault in node.findall(f"{OURS}fault")),
                changes=node.get(f"{OURS}changes") == "true",
                area=node.attrib[f"{OURS}area"],
                since=node.get(f"{OURS}since", ""),
                doc=request.doc,
            )


def _managed(port: ET.Element) -> Managed:
    doc = port.find(f"{WSDL}documentation")
    return Managed(
        name=port.attrib["name"],
        extends=port.get(f"{OURS}extends", ""),
        properties=tuple(
            Property(
                name=node.attrib["name"],
                type=_local(node.attrib["type"]),
                many=node.get("many") == "true",
                optional=node.get("optional") == "true",
                ref=node.get("ref", ""),
                since=node.get("since", ""),
            )
            for node in port.findall(f"{OURS}property")
        ),
        since=port.get(f"{OURS}since", ""),
        doc=" ".join((doc.text or "").split()) if doc is not None else "",
    )


def _check(schema: Schema) -> None:
    known = {*schema.types, *schema.enums, "ManagedObjectReference"}
    used = {member.type for data in schema.types.values() for member in data.members}
    used |= {data.base for data in schema.types.values() if data.base}
    for operation in schema.operations.values():
        used |= {member.type for member in operation.parameters} | set(operation.faults)
        used |= {operation.result.type} if operation.result else set()
    for managed in schema.managed.values():
        used |= {item.type for item in managed.properties}
    missing = sorted(name for name in used - known if not name.startswith("xsd:"))
    if missing:
        raise ValueError(f"used and not defined: {', '.join(missing)}")
