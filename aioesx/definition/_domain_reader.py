"""Domain XML -> `DomainDefinition`: the elements outside ``<devices>``.

What libvirt fills in is filled in here: units, defaults, a random UUID.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4

from aioesx.definition._device_readers import read_devices
from aioesx.definition._leaves import LEAVES, Leaf
from aioesx.definition._reader import Node, parse_root, to_integer, unsupported
from aioesx.definition.domain import Cpu, DomainDefinition, Topology
from aioesx.definition.scalars import parse_uuid
from aioesx.errors import DomainXmlError
from aioesx.units import bytes_in_unit, whole_number

__all__ = ["parse_domain_xml", "random_mac"]

_UUID: Final = Leaf("uuid", "uuid", "a UUID", parse_uuid)
_MAX_CPUS: Final = 16384
_MAX_SHARES: Final = 262144
_MAX_KIB: Final = 2**54 - 1


def random_mac() -> str:
    """Make up a MAC address in 00:0c:29, VMware's range for generated addresses."""
    return "00:0c:29:" + secrets.token_bytes(3).hex(":")


def parse_domain_xml(
    text: str | bytes,
    *,
    make_uuid: Callable[[], UUID] = uuid4,
    make_mac: Callable[[], str] = random_mac,
) -> DomainDefinition:
    """Read a domain XML.

    Elements that the ESX driver ignores are skipped.

    Args:
        text: the document; bytes must be UTF-8.
        make_uuid: called for the UUID of a domain that has none.
        make_mac: called for the MAC address of each interface that has none.

    Raises:
        DomainXmlError: the document is not well-formed, too large or has a document type, or an
            element is missing or malformed.
        UnsupportedError: an element says what no VMware domain can be, such as another
            hypervisor's type.
    """
    root = parse_root(text, "domain")
    kind = root.need("type")
    if kind != "vmware":
        raise unsupported(f"the domain type must be 'vmware', not {kind!r}", "@type", kind)
    memory_kib = _memory(root, "memory")
    if not memory_kib:
        raise DomainXmlError("the memory size is missing", path="memory")
    if root.child("maxMemory") is not None:
        raise unsupported("VMware has no memory slots", "maxMemory")
    current_kib = _memory(root, "currentMemory")
    return DomainDefinition(
        name=_name(root),
        uuid=_leaf(root, _UUID) or make_uuid(),
        memory_kib=memory_kib,
        current_memory_kib=min(current_kib or memory_kib, memory_kib),
        min_guarantee_kib=_memory(root, "memtune", "min_guarantee"),
        shares=_shares(root),
        cpu=_cpu(root),
        **{leaf.attribute: _leaf(root, leaf) for leaf in LEAVES},
        **_vcpus(root),
        **_os(root),
        **read_devices(root.child("devices"), make_mac),
    )


def _text(root: Node, *names: str) -> str | None:
    node = root.find(*names)
    return (node.text or None) if node is not None else None


def _name(root: Node) -> str:
    name = _text(root, "name")
    if name is None:
        raise DomainXmlError("the domain needs a name", path="name")
    return name


def _leaf(root: Node, leaf: Leaf) -> Any:
    text = _text(root, leaf.element)
    try:
        return leaf.read(text) if text is not None else None
    except ValueError:
        raise DomainXmlError(f"{text!r} is not {leaf.what}", path=leaf.element) from None


def _memory(root: Node, *names: str) -> int:
    """Return a size in KiB, rounded up; 0 if the element is not there."""
    node = root.find(*names)
    if node is None:
        return 0
    unit = node.get("unit") or "KiB"
    scale = bytes_in_unit(unit)
    if scale is None:
        raise unsupported(f"unknown unit {unit!r}", node.at("@unit"), unit)
    kib = -(-to_integer(node.text, node.path) * scale // 1024)
    if kib > _MAX_KIB:
        raise DomainXmlError("the size is too large", path=node.path)
    return kib


def _shares(root: Node) -> int | None:
    node = root.find("cputune", "shares")
    if node is None:
        return None
    shares = to_integer(node.text, node.path)
    if shares and not 2 <= shares <= _MAX_SHARES:
        reason = f"shares must be between 2 and {_MAX_SHARES}"
        raise unsupported(reason, node.path, str(shares))
    return shares


def _vcpus(root: Node) -> dict[str, Any]:
    node = root.child("vcpu")
    if node is None:
        return {}
    vcpus = to_integer(node.text, node.path, 1, 2**32 - 1) if node.text.strip() else 1
    current = node.integer("current", low=1, high=vcpus)
    return {
        "vcpus": vcpus,
        "vcpus_current": current if current != vcpus else None,
        "cpuset": node.convert("cpuset", _parse_cpuset),
    }


def _parse_cpuset(text: str) -> tuple[int, ...]:
    """Read ``0-3,^2,7``: processors, ranges of them, and ``^`` for those that are not meant."""
    mask = 0
    for item in text.split(","):
        word = item.strip()
        first, _, last = word.removeprefix("^").partition("-")
        low = _cpu_number(first)
        high = _cpu_number(last) if last else low
        bits = (1 << (high + 1)) - (1 << low)
        if high < low or ("^" in word and (last or not mask & bits)):
            raise ValueError(text)
        mask = mask & ~bits if "^" in word else mask | bits
    if not mask:
        raise ValueError(text)
    return tuple(number for number in range(mask.bit_length()) if mask >> number & 1)


def _cpu_number(text: str) -> int:
    number = whole_number(text.strip())
    if number is None or number >= _MAX_CPUS:
        raise ValueError(text)
    return number


def _os(root: Node) -> dict[str, Any]:
    os = root.child("os")
    kind = os.child("type") if os is not None else None
    if os is None or kind is None or not kind.text:
        raise DomainXmlError("the type of operating system is missing", path="os/type")
    smbios = os.child("smbios")
    loader = os.child("firmware")
    features = loader.children("feature") if loader is not None else ()
    return {
        "os_type": kind.text,
        "arch": kind.get("arch") or "i686",
        "firmware": os.one_of("firmware", ("bios", "efi")),
        "smbios": _smbios(smbios) if smbios else None,
        "nvram": _text(os, "nvram"),
        "secure_boot": any(
            feature.get("name") == "secure-boot" and feature.get("enabled") == "yes"
            for feature in features
        ),
    }


def _smbios(node: Node) -> str | None:
    mode = node.one_of("mode", ("none", "emulate", "host", "sysinfo"))
    return None if mode == "none" else mode


def _cpu(root: Node) -> Cpu | None:
    cpu = root.child("cpu")
    if cpu is None:
        return None
    topology = cpu.child("topology")
    return Cpu(mode=cpu.get("mode"), topology=_topology(topology) if topology else None)


def _topology(node: Node) -> Topology:
    def count(attribute: str) -> int | None:
        return node.integer(attribute, low=1)

    for attribute in ("sockets", "cores", "threads"):
        node.need(attribute)
    return Topology(
        sockets=count("sockets") or 1,
        dies=count("dies") or 1,
        clusters=count("clusters"),
        cores=count("cores") or 1,
        threads=count("threads") or 1,
    )
