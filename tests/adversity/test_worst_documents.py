"""The worst documents, each in a process of its own: what it takes, against the bounds."""

from __future__ import annotations

import pytest
from support.worst import DOCUMENTS, measure

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]  # a slow machine takes half a minute


@pytest.mark.fault("X5")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_takes_no_more_memory_than_it_may(name: str) -> None:
    figures = measure(name)

    assert figures.peak_mib <= figures.bound_mib, figures
