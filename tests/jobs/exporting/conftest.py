"""A site of two hosts with two machines each, one on and one off, and what is left there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.exports import Leaving, leaving_site


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Leaving]:
    with leaving_site(tmp_path) as made:
        yield made
        assert made.left_behind() == {}
