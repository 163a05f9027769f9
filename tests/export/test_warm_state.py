"""What a record keeps of a warm move comes back as it was, or is refused; where a move goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from aioesx.errors import ExportStateError
from aioesx.export.warm.changed import Area, Changed
from aioesx.export.warm.judging import Found, judge
from aioesx.export.warm.snapshots import Taken
from aioesx.export.warm.state import EXTRA, WarmState, unfinished

MOMENT: Final = {
    "power": "poweredOff",
    "change_version": "7",
    "booted": None,
    "snapshot": "12-snapshot-2",
    "disks": [[2000, "[ds] a/a-000002.vmdk", "fffffffe", 1024]],
}
STATE: Final = WarmState(
    mark=UUID("0f7a5f5e-5a3c-4a57-8f4f-7f0d0c5e1a11"),
    step="changes",
    tracking=True,
    asked_off=True,
    off_since=1.5,
    ids={2000: "52 aa/7"},
    lease="ha-lease-3",
    changed={2000: Changed((Area(0, 65_536), Area(131_072, 65_536)), whole="why")},
    moment=MOMENT,
    told=["once"],
)
PATH: Final = Path("x.export.json")


def test_a_state_comes_back_as_it_was() -> None:
    told = json.loads(json.dumps(STATE.to_dict()))

    assert unfinished({EXTRA: told}, PATH) == STATE
    assert told["downtime_bytes"] == 131_072


@pytest.mark.parametrize("step", ["done", "rolled back"])
def test_what_is_over_is_not_unfinished(step: Any) -> None:
    assert unfinished({EXTRA: {**STATE.to_dict(), "step": step}}, PATH) is None
    assert unfinished({}, PATH) is None


@pytest.mark.parametrize("junk", [None, 7, "x", [[1]], {"a": 1}, -1.5])
@pytest.mark.parametrize("key", ["mark", "step", "ids", "changed", "moment", "told"])
def test_anything_else_is_refused(key: str, junk: Any) -> None:
    with pytest.raises(ExportStateError, match="to believe"):
        unfinished({EXTRA: {**STATE.to_dict(), key: junk}}, PATH)


@pytest.mark.parametrize(
    "areas", [[[5, 10], [0, 5]], [[0, 10], [5, 10]], [[0, 0]], [[0]], [[-1, 5]]]
)
def test_areas_that_cannot_be_are_refused(areas: Any) -> None:
    told = {**STATE.to_dict(), "changed": {"2000": {"areas": areas, "whole": ""}}}
    with pytest.raises(ExportStateError):
        unfinished({EXTRA: told}, PATH)


FIRST: Final[Any] = object()


@pytest.mark.parametrize(
    ("step", "first", "is_off", "unchanged", "goes_on"),
    [
        ("begun", True, False, False, None),
        ("first snapshot", True, False, False, None),
        ("pre-copy", True, False, False, "pre-copy"),
        ("pre-copy", False, False, False, None),
        ("cut-over", True, True, False, "cut-over"),
        ("cut-over", False, True, False, None),
        ("last snapshot", True, True, False, "cut-over"),
        ("changes", True, False, False, "cut-over"),
        ("proof", True, True, False, "cut-over"),
        ("proof", False, True, True, None),
        ("finishing", True, True, True, "finishing"),
        ("finishing", True, False, True, None),
        ("removal", False, False, False, "removal"),
    ],
)
def test_where_a_move_goes_on(
    step: Any, first: bool, is_off: bool, unchanged: bool, goes_on: str | None
) -> None:
    state = WarmState(mark=STATE.mark, step=step)
    found = Found(Taken(FIRST if first else None, None), is_off, unchanged)

    assert judge(state, found).step == goes_on
