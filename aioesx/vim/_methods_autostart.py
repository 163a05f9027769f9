"""Methods of managed objects, of the area ``autostart``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element

if TYPE_CHECKING:
    from aioesx.vim._host import HostAutoStartManagerConfig
    from aioesx.vim.base import ManagedObjectReference


class ReconfigureAutostart(Method["None"]):
    """Reconfigure autostart."""

    managed_type = "HostAutoStartManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: HostAutoStartManagerConfig = element("spec", "HostAutoStartManagerConfig")


class AutoStartPowerOn(Method["None"]):
    """Auto start power on."""

    managed_type = "HostAutoStartManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class AutoStartPowerOff(Method["None"]):
    """Auto start power off."""

    managed_type = "HostAutoStartManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
