"""libvirt's flags for what a change affects, held against a machine's one configuration. No I/O."""

from __future__ import annotations

from aioesx.domain.values import DomainState
from aioesx.errors import InvalidStateError, NotSupportedError

__all__ = ["require_effect", "require_live"]


def require_effect(name: str, state: DomainState, *, live: bool, config: bool) -> None:
    """Refuse what the flags ask for and a machine with one configuration cannot have.

    Args:
        name: of the domain.
        state: the domain's; what a suspended one cannot have depends on the change.
        live: VIR_DOMAIN_AFFECT_LIVE.
        config: VIR_DOMAIN_AFFECT_CONFIG; neither is: as it is now.

    Raises:
        InvalidStateError: `live`, and it does not run.
        NotSupportedError: `config` alone, and it does.
    """
    require_live(name, state, live=live)
    if config and not live and state is DomainState.RUNNING:
        raise NotSupportedError(
            "NotSupported",
            f"domain '{name}' runs, and has one configuration: what changes at its next start"
            " changes now, too (live)",
        )


def require_live(name: str, state: DomainState, *, live: bool) -> None:
    """Refuse the flag for what runs, of a domain that is off.

    Raises:
        InvalidStateError: it is off; a suspended one is told to be just that, if it matters.
    """
    if live and not state.is_active:
        raise InvalidStateError("InvalidPowerState", f"domain '{name}' is not running")
