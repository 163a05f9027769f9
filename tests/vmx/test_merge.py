"""Bringing a change into a VMX file that says more than libvirt has words for."""

from __future__ import annotations

import pytest

from aioesx.vmx import Settings
from aioesx.vmx.merge import merge_settings


def merged(old: dict[str, str], before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return dict(merge_settings(Settings(old), Settings(before), Settings(after)))


@pytest.mark.parametrize(
    ("old", "before", "after", "result"),
    [
        ({"a": "old"}, {"a": "1"}, {"a": "1"}, {"a": "old"}),
        ({"A": "old"}, {"a": "1"}, {"a": "2"}, {"A": "2"}),
        ({"a": "old", "b": "x"}, {"a": "1"}, {}, {"b": "x"}),
        ({"b": "x"}, {}, {"a": "1"}, {"b": "x", "a": "1"}),
        ({"b": "x"}, {"a": "1"}, {"a": "1"}, {"b": "x"}),
        (
            {"ide1:0.present": "TRUE", "ide1:0.clientDevice": "TRUE", "ide1:1.x": "y"},
            {},
            {"ide1:0.present": "true", "ide1:0.fileName": "a.iso"},
            {"ide1:0.present": "true", "ide1:1.x": "y", "ide1:0.fileName": "a.iso"},
        ),
        (
            {"scsi0:1.present": "TRUE", "scsi0:1.redo": "", "scsi0:10.redo": ""},
            {"scsi0:1.present": "true"},
            {},
            {"scsi0:10.redo": ""},
        ),
    ],
)
def test_the_file_keeps_what_the_change_says_nothing_of(
    old: dict[str, str], before: dict[str, str], after: dict[str, str], result: dict[str, str]
) -> None:
    assert merged(old, before, after) == result
