"""What is to be told, compared with what was: no I/O."""

from __future__ import annotations

import gc
import pickle
from typing import Any

import pytest

from aioesx import to_dict, vim
from aioesx.watch.aspects import plain_kind
from aioesx.watch.ledger import Ledger
from aioesx.watch.values import Appeared, Change, Changed, Hidden, Vanished

Ref = vim.ManagedObjectReference
WEB, DB = Ref("VirtualMachine", "1"), Ref("VirtualMachine", "2")
STATE, NOTE = "runtime.powerState", "config.annotation"


class Said:
    """A ledger, and a host that says things to it."""

    def __init__(self) -> None:
        self.late = False
        kind = plain_kind("VirtualMachine", ["name", STATE, NOTE])
        self.ledger = Ledger((kind,), lambda: self.late)

    def enter(self, ref: Ref, **values: Any) -> None:
        self._say(vim.ObjectUpdateKind.ENTER, ref, {"name": f"m{ref.value}", **values})

    def modify(self, ref: Ref, **values: Any) -> None:
        self._say(vim.ObjectUpdateKind.MODIFY, ref, values)

    def leave(self, ref: Ref) -> None:
        self._say(vim.ObjectUpdateKind.LEAVE, ref, {})

    def hide(self, ref: Ref, path: str) -> None:
        lacking = vim.NoPermission(object=ref, privilege_id="System.Read")
        fault = vim.LocalizedMethodFault(fault=lacking)
        missing = [vim.MissingProperty(path=path, fault=fault)]
        kind = vim.ObjectUpdateKind.MODIFY
        self.ledger.put(vim.ObjectUpdate(kind=kind, obj=ref, missing_set=missing))

    def _say(self, kind: vim.ObjectUpdateKind, ref: Ref, values: dict[str, Any]) -> None:
        paths = {"state": STATE, "note": NOTE}
        changes = [
            vim.PropertyChange(name=paths.get(k, k), op=vim.PropertyChangeOp.ASSIGN, val=v)
            for k, v in values.items()
        ]
        self.ledger.put(vim.ObjectUpdate(kind=kind, obj=ref, change_set=changes))

    def told(self) -> list[Change]:
        found = []
        while self.ledger:
            found.append(self.ledger.take())
        return found


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def known(said: Said) -> Said:
    """A ledger of two machines that were told of."""
    said.ledger.begin()
    for ref in (WEB, DB):
        said.enter(ref, state="poweredOff", note="")
    said.ledger.complete()
    said.told()
    return said


def changed(ref: Ref, path: str, value: object, before: object, folded: object = 0) -> Changed:
    return Changed("VirtualMachine", ref, f"m{ref.value}", path, value, before, folded)  # type: ignore[arg-type]


def test_first_is_what_there_is(said: Said) -> None:
    said.ledger.begin()
    said.enter(WEB, state="poweredOn")
    said.ledger.complete()
    values = {"name": "m1", STATE: "poweredOn", NOTE: None}
    assert said.told() == [Appeared("VirtualMachine", WEB, "m1", values, initial=True)]


def test_who_comes_later_was_not_there_at_first(known: Said) -> None:
    known.enter(Ref("VirtualMachine", "3"))
    (appeared,) = known.told()
    assert isinstance(appeared, Appeared)
    assert not appeared.initial


def test_a_change_says_what_was_before(known: Said) -> None:
    known.modify(WEB, state="poweredOn")
    assert known.told() == [changed(WEB, STATE, "poweredOn", "poweredOff")]


def test_what_is_said_again_is_not_told_again(known: Said) -> None:
    known.modify(WEB, state="poweredOff")
    assert known.told() == []


def test_changes_of_one_property_fold_into_the_last_and_it_says_so(known: Said) -> None:
    known.modify(WEB, note="1")
    known.modify(DB, note="x")
    known.modify(WEB, note="2")
    known.modify(WEB, note="3")
    assert known.told() == [changed(DB, NOTE, "x", ""), changed(WEB, NOTE, "3", "", 2)]


def test_a_change_there_and_back_is_told(known: Said) -> None:
    known.modify(WEB, state="poweredOn")
    known.modify(WEB, state="poweredOff")
    assert known.told() == [changed(WEB, STATE, "poweredOff", "poweredOff", 1)]


def test_changes_of_two_properties_keep_their_order(known: Said) -> None:
    known.modify(WEB, note="1")
    known.modify(WEB, state="poweredOn")
    assert [c.property for c in known.told() if isinstance(c, Changed)] == [NOTE, STATE]


def test_what_came_while_nobody_listened_says_so(known: Said) -> None:
    known.late = True
    known.modify(WEB, note="9")
    assert known.told() == [changed(WEB, NOTE, "9", "", True)]


def test_told_again_from_the_beginning_only_differences_are_told(known: Said) -> None:
    known.ledger.begin()
    known.enter(WEB, state="poweredOn", note="")
    known.enter(DB, state="poweredOff", note="")
    assert known.told() == [changed(WEB, STATE, "poweredOn", "poweredOff", True)]
    assert not known.ledger.complete()


def test_who_is_not_told_of_again_has_gone(known: Said) -> None:
    known.ledger.begin()
    known.enter(DB, state="poweredOff", note="")
    assert known.told() == []
    assert known.ledger.complete()
    assert known.told() == [Vanished("VirtualMachine", WEB, "m1")]


def test_a_beginning_that_was_cut_short_takes_nobody_away(known: Said) -> None:
    known.ledger.begin()
    known.enter(DB, state="poweredOff", note="")
    known.ledger.begin()
    known.enter(WEB, state="poweredOff", note="")
    known.enter(DB, state="poweredOff", note="")
    known.ledger.complete()
    assert known.told() == []


def test_unset_hidden_and_zero_are_three_things(known: Said) -> None:
    known.modify(WEB, note=None)
    known.hide(WEB, STATE)
    unset, hidden = known.told()
    assert unset == changed(WEB, NOTE, None, "")
    assert isinstance(hidden, Changed)
    assert isinstance(hidden.value, Hidden)
    assert hidden.value.privilege == "System.Read"
    known.modify(WEB, state="poweredOff")
    assert known.told() == [changed(WEB, STATE, "poweredOff", hidden.value)]


def test_a_value_that_none_can_be_is_hidden_and_spoils_nothing(known: Said) -> None:
    known.modify(WEB, state=vim.ManagedObjectReference("X", "1"), note="1")
    odd, note = known.told()
    assert isinstance(odd, Changed)
    assert "cannot be" in odd.value.reason
    assert note == changed(WEB, NOTE, "1", "")


def test_who_goes_takes_its_changes_along_and_says_how_many(known: Said) -> None:
    known.modify(WEB, note="1")
    known.modify(WEB, note="2")
    known.modify(WEB, state="poweredOn")
    known.leave(WEB)
    assert known.told() == [Vanished("VirtualMachine", WEB, "m1", 3)]


def test_who_came_again_before_it_was_missed_is_told_whole(known: Said) -> None:
    known.leave(WEB)
    known.enter(WEB, state="poweredOn")
    values = {"name": "m1", STATE: "poweredOn", NOTE: None}
    assert known.told() == [Appeared("VirtualMachine", WEB, "m1", values, folded=1)]


def test_who_came_and_went_unheard_of_is_not_told_of(known: Said) -> None:
    third = Ref("VirtualMachine", "3")
    known.enter(third)
    known.leave(third)
    known.leave(third)
    assert known.told() == []


def test_ten_thousand_changes_take_the_memory_of_their_objects(known: Said) -> None:
    known.modify(WEB, note="00000")
    known.modify(DB, note="00000")
    gc.collect()
    before = len(gc.get_objects())
    for number in range(1, 10_001):
        known.modify(WEB, note=f"{number:05}")
        known.modify(DB, note=f"{number:05}")
    gc.collect()
    assert len(gc.get_objects()) - before < 50
    folded = [change.folded for change in known.told()]
    assert folded == [10_000, 10_000]


def test_changes_are_values(known: Said) -> None:
    known.modify(WEB, note="1")
    known.hide(WEB, STATE)
    known.enter(Ref("VirtualMachine", "3"))
    known.leave(DB)
    told = known.told()
    assert pickle.loads(pickle.dumps(told)) == told
    assert [each["event"] for each in to_dict(told)] == [
        "changed", "changed", "appeared", "vanished",
    ]  # fmt: skip
    assert to_dict(told)[1]["value"]["privilege"] == "System.Read"
