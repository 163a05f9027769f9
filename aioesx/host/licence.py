"""What a host is licensed for, and how long. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from aioesx import vim
from aioesx._server.licence import is_free

__all__ = ["ASSIGNMENTS", "EVALUATION", "LICENCES", "HostLicence", "licence_of"]

LICENCES: Final = "licenses"
EVALUATION: Final = "evaluation"
ASSIGNMENTS: Final = "licenseAssignmentManager"
"""Properties of a licence manager."""

_EXPIRY: Final = "expirationDate"
_TRIAL: Final = "eval"


@dataclasses.dataclass(frozen=True, slots=True)
class HostLicence:
    """The licence of a host.

    Attributes:
        name: such as ``"VMware vSphere 8 Enterprise Plus"``, ``"Evaluation Mode"``.
        edition: the edition's key, such as ``"esx.enterprisePlus.cpuPackage"``, ``"eval"``.
        expires: when it ends; None for one that the host tells no end of, as of one without.
        evaluation: it is the trial that each host begins with.
        free: it is the free one, with which a host refuses every change by the API.
    """

    name: str
    edition: str
    expires: datetime | None
    evaluation: bool
    free: bool


def licence_of(
    licences: Iterable[Any] | None, trial: vim.LicenseManagerEvaluationInfo | None
) -> HostLicence | None:
    """Make it of the licences that a host holds; None where it tells of none.

    Args:
        licences: `LICENCES` of the host itself, or those that its vCenter assigned to it.
        trial: `EVALUATION`, which tells when the trial ends.
    """
    held = [one for one in licences or () if isinstance(one, vim.LicenseManagerLicenseInfo)]
    if not held:
        return None
    one = held[0]
    evaluation = one.edition_key == _TRIAL
    told: Sequence[vim.KeyAnyValue] = one.properties
    if evaluation and trial is not None:
        told = [*told, *trial.properties]
    return HostLicence(
        name=one.name,
        edition=one.edition_key,
        expires=next((end for end in map(_moment, told) if end is not None), None),
        evaluation=evaluation,
        free=is_free(one),
    )


def _moment(entry: vim.KeyAnyValue) -> datetime | None:
    if entry.key != _EXPIRY:
        return None
    value = getattr(entry.value, "value", entry.value)
    return value if isinstance(value, datetime) else None
