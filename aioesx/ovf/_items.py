"""Which elements of a hardware item are which attribute of `Item`: one table for both ways."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal

__all__ = ["FIELDS", "ItemField", "Kind"]

Kind = Literal["text", "word", "number", "flag", "texts", "words"]


@dataclasses.dataclass(frozen=True, slots=True)
class ItemField:
    """An element of CIM's in an item.

    Attributes:
        element: its name.
        attribute: of `Item`.
        kind: what it holds; ``"texts"`` and ``"words"`` may come several times.
        always: whether it is written although empty.
    """

    element: str
    attribute: str
    kind: Kind
    always: bool = False


# fmt: off
FIELDS: Final = (  # by the alphabet, as CIM's schema demands
    ItemField("Address",               "address",                "word"),
    ItemField("AddressOnParent",       "address_on_parent",      "word"),
    ItemField("AllocationUnits",       "units",                  "word"),
    ItemField("AutomaticAllocation",   "automatic_allocation",   "flag"),
    ItemField("AutomaticDeallocation", "automatic_deallocation", "flag"),
    ItemField("Caption",               "caption",                "text"),
    ItemField("Connection",            "connections",            "texts"),
    ItemField("Description",           "description",            "text"),
    ItemField("ElementName",           "name",                   "text", always=True),
    ItemField("HostResource",          "host_resources",         "words"),
    ItemField("InstanceID",            "id",                     "word", always=True),
    ItemField("Limit",                 "limit",                  "number"),
    ItemField("OtherResourceType",     "other_type",             "word"),
    ItemField("Parent",                "parent",                 "word"),
    ItemField("Reservation",           "reservation",            "number"),
    ItemField("ResourceSubType",       "subtype",                "word"),
    ItemField("ResourceType",          "type",                   "number", always=True),
    ItemField("VirtualQuantity",       "quantity",               "number"),
    ItemField("Weight",                "weight",                 "number"),
)
# fmt: on
