"""The table of all checks, filled: whoever needs it whole imports it from here."""

from __future__ import annotations

from support import (
    contract_domain,
    contract_files,
    contract_host,
    contract_more,
    contract_network,
    contract_overview,
    contract_storage,
    contract_vcenter,
)
from support.contract import CHECKS

__all__ = ["CHECKS", "FILLED_BY"]

FILLED_BY = (
    contract_domain,
    contract_files,
    contract_host,
    contract_more,
    contract_overview,
    contract_network,
    contract_storage,
    contract_vcenter,
)
"""A further room is a further module here."""
