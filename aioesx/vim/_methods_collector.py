"""Methods of managed objects, of the area ``collector``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from aioesx.vim._core import (
        ObjectContent,
        PropertyFilterSpec,
        RetrieveOptions,
        RetrieveResult,
        UpdateSet,
        WaitOptions,
    )
    from aioesx.vim.base import ManagedObjectReference


class CreateFilter(Method["ManagedObjectReference"]):
    """Watch properties of objects. Faults: InvalidProperty."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: PropertyFilterSpec = element("spec", "PropertyFilterSpec")
    partial_updates: bool = element("partialUpdates", "xsd:boolean")


class RetrieveProperties(Method["list[ObjectContent]"]):
    """Retrieve properties. Faults: InvalidProperty."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("ObjectContent", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec_set: list[PropertyFilterSpec] = element("specSet", "PropertyFilterSpec", default_factory=list, required=True)


class CheckForUpdates(Method["UpdateSet | None"]):
    """Check for updates. Faults: InvalidCollectorVersion."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("UpdateSet", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    version: str | None = element("version", "xsd:string", default=None)


class WaitForUpdates(Method["UpdateSet"]):
    """Wait for changes of what filters watch, however long. Faults: InvalidCollectorVersion."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("UpdateSet")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    version: str | None = element("version", "xsd:string", default=None)


class CancelWaitForUpdates(Method["None"]):
    """Cancel wait for updates."""

    managed_type = "PropertyCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class WaitForUpdatesEx(Method["UpdateSet | None"]):
    """Wait for changes of what filters watch, for so long at most. Faults:
    InvalidCollectorVersion. Since API 4.1.
    """

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("UpdateSet", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    version: str | None = element("version", "xsd:string", default=None)
    options: WaitOptions | None = element("options", "WaitOptions", default=None)


class RetrievePropertiesEx(Method["RetrieveResult | None"]):
    """Read properties of many objects, in pages. Faults: InvalidProperty. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("RetrieveResult", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec_set: list[PropertyFilterSpec] = element("specSet", "PropertyFilterSpec", default_factory=list, required=True)
    options: RetrieveOptions = element("options", "RetrieveOptions")


class ContinueRetrievePropertiesEx(Method["RetrieveResult"]):
    """Read the next page. Faults: InvalidProperty. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("RetrieveResult")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    token: str = element("token", "xsd:string")


class CancelRetrievePropertiesEx(Method["None"]):
    """Cancel retrieve properties ex. Faults: InvalidProperty. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    token: str = element("token", "xsd:string")


class CreatePropertyCollector(Method["ManagedObjectReference"]):
    """Create property collector. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class DestroyPropertyCollector(Method["None"]):
    """Destroy property collector. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class DestroyPropertyFilter(Method["None"]):
    """Destroy property filter."""

    managed_type = "PropertyFilter"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CreateContainerView(Method["ManagedObjectReference"]):
    """Create container view.

    Parameters:
        container: refers to ManagedEntity.
    """

    managed_type = "ViewManager"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    container: ManagedObjectReference = element("container", "ManagedObjectReference")
    type: list[str] = element("type", "xsd:string", default_factory=list)
    recursive: bool = element("recursive", "xsd:boolean")


class CreateListView(Method["ManagedObjectReference"]):
    """Create list view."""

    managed_type = "ViewManager"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    obj: list[ManagedObjectReference] = element("obj", "ManagedObjectReference", default_factory=list)


class DestroyView(Method["None"]):
    """Destroy view."""

    managed_type = "View"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ModifyListView(Method["list[ManagedObjectReference]"]):
    """Add and take away objects; returns those to be added that are not there."""

    managed_type = "ListView"
    changes = False
    wire_result = result("ManagedObjectReference", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    add: list[ManagedObjectReference] = element("add", "ManagedObjectReference", default_factory=list)
    remove: list[ManagedObjectReference] = element("remove", "ManagedObjectReference", default_factory=list)


class ResetListView(Method["list[ManagedObjectReference]"]):
    """Have a list hold other objects; returns those that are not there."""

    managed_type = "ListView"
    changes = False
    wire_result = result("ManagedObjectReference", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    obj: list[ManagedObjectReference] = element("obj", "ManagedObjectReference", default_factory=list)


class ResetListViewFromView(Method["None"]):
    """Have a list hold what another view shows.

    Parameters:
        view: refers to View.
    """

    managed_type = "ListView"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    view: ManagedObjectReference = element("view", "ManagedObjectReference")
