"""The table of all checks, filled: whoever needs it whole imports it from here."""

from __future__ import annotations

from support import (
    contract_arriving,
    contract_devices,
    contract_domain,
    contract_export,
    contract_files,
    contract_fleet,
    contract_guest,
    contract_host,
    contract_more,
    contract_network,
    contract_overview,
    contract_perf,
    contract_plans,
    contract_storage,
    contract_vcenter,
    contract_watch,
)
from support.contract import CHECKS

__all__ = ["CHECKS", "FILLED_BY"]

FILLED_BY = (
    contract_arriving,
    contract_devices,
    contract_domain,
    contract_export,
    contract_files,
    contract_guest,
    contract_fleet,
    contract_host,
    contract_more,
    contract_overview,
    contract_plans,
    contract_network,
    contract_perf,
    contract_storage,
    contract_vcenter,
    contract_watch,
)
"""A further room is a further module here."""
