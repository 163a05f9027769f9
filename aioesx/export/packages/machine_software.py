"""Software in a machine, and what it wants to be told, as a package has it. No I/O.

A host keeps of an appliance's package what its descriptor said: products, properties and their
values. That goes back into a package; the value of a secret does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from aioesx import vim
from aioesx.ovf import Product, Property

__all__ = ["licenses_of", "products_of", "transport_of"]


def transport_of(config: vim.VirtualMachineConfigInfo) -> tuple[str, ...]:
    """Return how what software is told reaches the guest."""
    vapp = config.v_app_config
    return tuple(vapp.ovf_environment_transport) if vapp is not None else ()


def licenses_of(config: vim.VirtualMachineConfigInfo) -> tuple[str, ...]:
    """Return licenses that whoever installs the machine has to accept."""
    vapp = config.v_app_config
    return tuple(vapp.eula) if vapp is not None else ()


def products_of(config: vim.VirtualMachineConfigInfo) -> Iterator[Product]:
    """Yield software in the machine, each with what it wants to be told."""
    vapp = config.v_app_config
    if vapp is None:
        return
    products = {(one.class_id or "", one.instance_id or ""): one for one in vapp.product}
    properties: dict[tuple[str, str], list[Property]] = {which: [] for which in products}
    for one in vapp.property:
        which = (one.class_id or "", one.instance_id or "")
        if one.id:
            properties.setdefault(which, []).append(_property(one, one.id))
    for which, wanted in properties.items():
        told = products.get(which)
        yield Product(
            class_=which[0],
            instance=which[1],
            name=_text(told, "name"),
            vendor=_text(told, "vendor"),
            version=_text(told, "version"),
            full_version=_text(told, "full_version"),
            product_url=_text(told, "product_url"),
            vendor_url=_text(told, "vendor_url"),
            app_url=_text(told, "app_url"),
            properties=tuple(wanted),
        )


def _text(told: Any, name: str) -> str:
    return getattr(told, name, None) or ""


_TYPES: Final = {"int": "sint32", "real": "real64", "boolean": "boolean"}
_BOUNDED: Final = re.compile(r"(?:string|password)\(([0-9]*)\.\.([0-9]*)\)")
_CHOICE: Final = re.compile(r"string(\[.*\])")


def _property(one: vim.VAppPropertyInfo, key: str) -> Property:
    """Return a property; the value of a secret stays here."""
    kind = one.type or "string"
    secret = kind.startswith("password")
    return Property(
        key=key,
        type=_TYPES.get(kind.partition("(")[0], "string"),
        value=None if secret else (one.value or one.default_value),
        user_configurable=one.user_configurable is True,
        password=secret,
        qualifiers=_qualifiers(kind),
        vmw_qualifiers="Ip" if kind == "ip" or kind.startswith("ip:") else None,
        label=one.label or "",
        description=one.description or "",
        category=one.category or "",
    )


def _qualifiers(kind: str) -> str | None:
    """Return the bounds that a type of the API has, as a package writes them."""
    if (choice := _CHOICE.fullmatch(kind)) is not None:
        return f"ValueMap{{{choice[1][1:-1]}}}"
    if (bounds := _BOUNDED.fullmatch(kind)) is not None:
        low, high = (f"MinLen({bounds[1]})" if bounds[1] else "", f"MaxLen({bounds[2]})")
        return f"{low} {high if bounds[2] else ''}".strip() or None
    return None
