"""The licences of a host, or of the hosts of a vCenter: a call, or two. Keys are not looked at."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.errors import FaultError
from aioesx.host.licence import ASSIGNMENTS, EVALUATION, LICENCES, HostLicence, licence_of

if TYPE_CHECKING:
    from aioesx.connection import Connection

__all__ = ["read_licences"]

_log = logging.getLogger("aioesx.jobs.exporter")

_HELD = (LICENCES, EVALUATION)
_ASSIGNED = (ASSIGNMENTS, EVALUATION)


async def read_licences(esx: Connection) -> list[HostLicence]:
    """Read the licences that a host holds, or that a vCenter has assigned, each once.

    Returns:
        none where the server has no such thing (before API 4.0), or does not show it.

    Source: vSphere API, LicenseManager.licenses, LicenseAssignmentManager.QueryAssignedLicenses.
    """
    manager = esx.content.license_manager
    if manager is None or not esx._server.session.has_api(4, 0):
        return []
    at_vcenter = esx.product.line == "vpx"
    try:
        values = await esx.properties(manager, _ASSIGNED if at_vcenter else _HELD)
        trial = values.get(EVALUATION)
        held = values.get(LICENCES) or []
        if at_vcenter and (assignments := values.get(ASSIGNMENTS)) is not None:
            found = await esx.call(vim.QueryAssignedLicenses(this=assignments))
            by_key = {one.assigned_license.license_key: one.assigned_license for one in found}
            held = list(by_key.values())
    except FaultError as error:
        _log.info("licences of %s: %s", esx.uri, error)
        return []
    licences = (licence_of([one], trial) for one in held)
    return [licence for licence in licences if licence is not None]
