"""What a watch tells of each kind, with every property taken away one by one. No I/O."""

from __future__ import annotations

from typing import Final

import pytest

from aioesx import DomainState, HostState, ToolsState, vim
from aioesx._server.collector import Properties
from aioesx._watching import KINDS
from aioesx.storage import PoolState
from aioesx.watch.aspects import Aspect, Kind
from aioesx.watch.values import Hidden

ASPECTS: Final = [(kind, aspect) for kind in KINDS.values() for aspect in kind.aspects]
IDS: Final = [f"{kind.word}-{aspect.name}" for kind, aspect in ASPECTS]
EMPTY: Final = {"snapshots", "addresses", "alarms"}
"""Of these a host leaves unset what it has none of."""


@pytest.mark.parametrize(("kind", "aspect"), ASPECTS, ids=IDS)
def test_what_is_hidden_says_so(kind: Kind, aspect: Aspect) -> None:
    ref = vim.ManagedObjectReference(kind.type, "1")
    for path in aspect.paths:
        lacking = vim.NoPermission(object=ref, privilege_id="System.Read")
        value = aspect.value(Properties(ref, {}, {path: lacking}))
        assert isinstance(value, Hidden)
        assert value.privilege == "System.Read"


@pytest.mark.parametrize(("kind", "aspect"), ASPECTS, ids=IDS)
def test_nothing_stands_in_for_what_is_not_set(kind: Kind, aspect: Aspect) -> None:
    value = aspect.value(Properties(vim.ManagedObjectReference(kind.type, "1")))
    unknown = (DomainState.NOSTATE, ToolsState.UNKNOWN, HostState.UNKNOWN, PoolState.UNKNOWN)
    if aspect.name == kind.naming:
        assert isinstance(value, Hidden)
    elif aspect.name in EMPTY:
        assert not list(value)
    else:
        assert value is None or value in unknown
