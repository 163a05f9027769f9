"""How what the host tells of a domain becomes the values of `aioesx.domain.values`. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.tasks.answers import QUESTION
from aioesx._server.tasks.questions import Question
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainInfo, DomainStatus, StateReason
from aioesx.units import mib_to_kib

__all__ = ["INFO_PATHS", "STATUS_PATHS", "domain_info", "domain_status", "kib_of"]

_MEMORY: Final = "config.hardware.memoryMB"
_VCPUS: Final = "config.hardware.numCPU"
_LIMIT: Final = "config.memoryAllocation.limit"
_CONNECTION: Final = "runtime.connectionState"
_BOOT: Final = "runtime.bootTime"

INFO_PATHS: Final = (STATE_PATH, _MEMORY, _VCPUS, _LIMIT)
STATUS_PATHS: Final = (STATE_PATH, QUESTION, _CONNECTION, _BOOT)

_REASONS: Final = {
    "disconnected": StateReason.DISCONNECTED,
    "orphaned": StateReason.ORPHANED,
    "inaccessible": StateReason.INACCESSIBLE,
    "invalid": StateReason.INVALID,
}


def domain_info(values: Mapping[str, Any]) -> DomainInfo:
    """Make it of the properties `INFO_PATHS`; what the host does not tell is None."""
    max_memory = kib_of(values.get(_MEMORY))
    limit: int | None = values.get(_LIMIT)
    return DomainInfo(
        state=domain_state(values),
        max_memory=max_memory,
        memory=max_memory if limit is not None and limit < 0 else kib_of(limit),
        vcpus=values.get(_VCPUS),
    )


def kib_of(mib: int | None) -> int | None:
    """Return a size in KiB, or None if it is not known."""
    return None if mib is None else mib_to_kib(mib)


def domain_status(values: Mapping[str, Any], ref: vim.ManagedObjectReference) -> DomainStatus:
    """Make it of the properties `STATUS_PATHS`."""
    info = values.get(QUESTION)
    question = None
    if isinstance(info, vim.VirtualMachineQuestionInfo):
        question = Question.of(info, ref)
    reason = _REASONS.get(str(values.get(_CONNECTION)), StateReason.UNKNOWN)
    if question is not None and reason is StateReason.UNKNOWN:
        reason = StateReason.QUESTION
    return DomainStatus(domain_state(values), reason, question, values.get(_BOOT))
