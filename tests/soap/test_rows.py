"""Every row of the fault catalogue that docs/wire.md tells of has a test in this folder."""

from __future__ import annotations

from pathlib import Path

from docs.pages.fault_rows import WIRE_ROWS, covered


def test_every_row_has_a_test() -> None:
    assert covered(Path(__file__).parent).keys() == WIRE_ROWS.keys()
