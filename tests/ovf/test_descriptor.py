"""OVF descriptors: what is read of every dialect, and written again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from aioesx.ovf import format_ovf, parse_ovf

SAMPLES: Final = sorted((Path(__file__).parents[1] / "data" / "ovf").glob("*.ovf"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_is_written_of_a_descriptor_says_the_same(path: Path) -> None:
    envelope = parse_ovf(path.read_bytes())

    assert parse_ovf(format_ovf(envelope)) == envelope
