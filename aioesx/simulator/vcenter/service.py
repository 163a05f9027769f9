"""Handlers of a vCenter: where everything is, and what it is licensed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator.vcenter.dispatch import own, vcenter_of
from aioesx.simulator.vcenter.properties import service_content

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call

__all__: list[str] = []


@own("RetrieveServiceContent")
def _content(call: Call) -> vim.ServiceContent:
    return service_content(vcenter_of(call))


@own("QueryAssignedLicenses")
def _assigned(call: Call) -> list[vim.LicenseAssignmentManagerLicenseAssignment]:
    """Tell the licence of a host, or of each of them."""
    wanted, vcenter = call.method.entity_id, vcenter_of(call)
    return [
        vim.LicenseAssignmentManagerLicenseAssignment(
            entity_id=member.moid,
            scope="",
            entity_display_name=member.name,
            assigned_license=host.upkeep.shown_licence(),
        )
        for host, member in vcenter.members.items()
        if wanted is None or wanted == member.moid
    ]
