"""Whether a host's licence allows reading only: that of the free ESXi."""

from __future__ import annotations

from typing import Final

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._session.session import Session
from aioesx.errors import EsxError

__all__ = ["is_free", "reading_only"]

_LICENCES: Final = "licenses"
_FREE: Final = ("esxbasic", "esx.hypervisor")
"""How the free edition's key begins: until 6.x, and since."""


def is_free(licence: vim.LicenseManagerLicenseInfo) -> bool:
    """Tell whether a licence is the free edition's, which allows reading only."""
    return licence.edition_key.lower().startswith(_FREE)


async def reading_only(session: Session) -> str | None:
    """Return the name of a licence that allows reading only; None if there is none to be seen.

    The free ESXi refuses calls by a fault that says so, and uploads by a bare HTTP status 403.

    Source: vSphere API, LicenseManager.licenses.
    """
    manager = session.content.license_manager
    if manager is None:
        return None
    try:
        found = (await read_one(session, manager, [_LICENCES])).if_shown(_LICENCES)
    except EsxError:  # it is asked to explain a refusal, which is told in any case
        return None
    for licence in found or ():
        if isinstance(licence, vim.LicenseManagerLicenseInfo) and is_free(licence):
            return licence.name
    return None
