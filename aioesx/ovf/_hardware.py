"""The hardware section of a descriptor -> `Hardware`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from aioesx.errors import OvfError
from aioesx.ovf._items import FIELDS, ItemField
from aioesx.ovf._namespaces import CIM
from aioesx.ovf._reader import Node, shown
from aioesx.ovf.envelope import Hardware, Item, ResourceType, Setting
from aioesx.ovf.units import multiple_of

__all__ = ["Known", "read_hardware"]

_FIELDS: Final = {field.element: field for field in FIELDS}
_ITEMS: Final = frozenset({"Item", "StorageItem", "EthernetPortItem"})
_SETTINGS: Final = frozenset({"Config", "ExtraConfig"})
_KNOWN: Final = _ITEMS | {"Info", "System"}
_BOUNDS: Final = ("normal", "min", "max")
_MOST_TYPES: Final = 65_535


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is in a package that hardware may name."""

    files: frozenset[str] = frozenset()
    disks: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    configurations: frozenset[str] = frozenset()


def read_hardware(section: Node, known: Known, warnings: list[str]) -> Hardware:
    """Read what a machine consists of.

    Args:
        section: the element.
        known: what its items may name.
        warnings: gets a sentence for each thing that is passed over.

    Raises:
        OvfError: an item is wrong, names what is not there, or something required is not known.
    """
    pairs = []
    settings: dict[str, list[Setting]] = {name: [] for name in _SETTINGS}
    for node in section:
        if node.is_ovf and node.name in _ITEMS:
            pairs.append((node, _item(node, known, warnings)))
        elif node.is_vmw and node.name in _SETTINGS:
            settings[node.name].append(_setting(node, known))
        elif not (node.is_ovf and node.name in _KNOWN):
            warnings.append(_passed_over(node))
    _check_items(pairs)
    return Hardware(
        type=_type(section),
        items=tuple(item for _, item in pairs),
        config=tuple(settings["Config"]),
        extra_config=tuple(settings["ExtraConfig"]),
        transport=tuple((section.get("transport") or "").split()),
    )


def _type(section: Node) -> str:
    """Return for what kind of hypervisor it is: its System says so."""
    system = section.child("System")
    for node in system if system is not None else ():
        if node.name == "VirtualSystemType":
            return node.word
    return ""


def _passed_over(node: Node) -> str:
    if node.required:
        raise node.wrong("it is required, and not known here")
    return f"line {node.line}: {node.title} is passed over: it is not known here"


def _setting(node: Node, known: Known) -> Setting:
    key = node.vmw("key")
    if not key:
        raise node.wrong("its attribute 'key' is missing")
    setting = Setting(key=key, value=node.vmw("value") or "", required=node.required)
    file = setting.value.removeprefix("ovf:")
    if key == "nvram" and file.startswith("/file/"):
        _check_resource(node, setting.value, known)
    return setting


def _item(node: Node, known: Known, warnings: list[str]) -> Item:
    texts: dict[str, list[Node]] = {}
    config: list[Setting] = []
    more: dict[str, Any] = {}
    for child in node:
        if child.namespace.startswith(CIM):
            if child.name in _FIELDS:
                texts.setdefault(child.name, []).append(child)
        elif child.is_vmw and child.name in _SETTINGS:
            config.append(_setting(child, known))
        elif child.is_vmw and child.name == "CoresPerSocket":
            more["cores_per_socket"] = child.to_number(child.word, "number", high=65_535)
        else:
            warnings.append(_passed_over(child))
    for name, field in _FIELDS.items():
        if name in texts:
            more[field.attribute] = _value(node, field, texts[name], known)
    return Item(
        **_checked(node, more),
        required=node.required,
        configurations=tuple(_configurations(node, known)),
        bound=_bound(node),
        config=tuple(config),
    )


def _value(item: Node, field: ItemField, nodes: list[Node], known: Known) -> Any:
    """Return what an item's elements of one name say."""
    if field.kind == "texts":
        return tuple(_network(node, known) for node in nodes)
    if field.kind == "words":
        return tuple(_check_resource(node, node.word, known) for node in nodes)
    first, *more = nodes
    if more:
        raise more[0].wrong(f"a second one in an {item.name}")
    if field.kind == "text":
        return first.text
    if not (word := first.word):
        return None
    if field.kind == "number":
        return first.to_number(word, "number", high=2**64 - 1)
    return first.to_flag(word, "text") if field.kind == "flag" else word


def _network(node: Node, known: Known) -> str:
    for name in (node.text, node.word):
        if name in known.networks:
            return name
    raise node.wrong(f"there is no network {shown(node.word)} in the NetworkSection")


def _check_resource(node: Node, resource: str, known: Known) -> str:
    """Return what holds an item's bytes, which must be there."""
    path = resource.removeprefix("ovf:")
    for kind, names in (("/disk/", known.disks), ("/file/", known.files)):
        if path.startswith(kind) and path.removeprefix(kind) in names:
            return resource
    if path != resource or path.startswith(("/disk/", "/file/")):
        raise node.wrong(f"there is no such thing in the package: {shown(resource)}")
    return resource


def _checked(node: Node, found: dict[str, Any]) -> dict[str, Any]:
    """Return what an item says of itself, which must be enough."""
    if not found.get("id"):
        raise node.wrong("it has no InstanceID")
    if found.get("type") is None:
        raise node.wrong(f"the one with InstanceID {shown(found['id'])} has no ResourceType")
    if found["type"] > _MOST_TYPES:
        raise node.wrong(f"there is no ResourceType {found['type']}")
    _check_kind(node, found)
    found["name"] = found.get("name") or ""
    return found


def _check_kind(node: Node, found: dict[str, Any]) -> None:
    """See to it that a disk is one, and that a memory has a size."""
    name = shown(found.get("name") or found["id"])
    paths = [each.removeprefix("ovf:") for each in found.get("host_resources", ())]
    has_disk = any(path.startswith("/disk/") for path in paths)
    if found["type"] == ResourceType.DISK and node.required and not has_disk:
        raise node.wrong(f"{name} names no disk of the package")
    if found["type"] == ResourceType.MEMORY and multiple_of(found.get("units")) is None:
        raise node.wrong(f"{name} has units that are not known: {shown(found['units'])}")


def _configurations(node: Node, known: Known) -> Iterator[str]:
    for name in (node.get("configuration") or "").split():
        if name not in known.configurations:
            raise node.wrong(f"there is no configuration {shown(name)}")
        yield name


def _bound(node: Node) -> str | None:
    bound = node.get("bound") or None
    if bound is not None and bound not in _BOUNDS:
        raise node.wrong(f"its bound is none: {shown(bound)}")
    return bound


def _check_items(pairs: list[tuple[Node, Item]]) -> None:
    """See to it that each item has an id of its own, and a parent if it names one.

    In other configurations, and as a bound, the same item may come again.
    """
    ids = {item.id for _, item in pairs}
    seen: set[tuple[str, tuple[str, ...], str | None]] = set()
    for node, item in pairs:
        which = (item.id, item.configurations, item.bound)
        if which in seen:
            raise _of_item(node, item, "there is another one with this InstanceID")
        seen.add(which)
        if item.parent is not None and (item.parent not in ids or item.parent == item.id):
            raise _of_item(node, item, f"its Parent {shown(item.parent)} is no other item")


def _of_item(node: Node, item: Item, message: str) -> OvfError:
    return node.wrong(f"{shown(item.name or item.id)}: {message}")
