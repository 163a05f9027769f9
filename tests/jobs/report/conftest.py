"""A site made for reports, and the report of its fleet, of which no test changes anything."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest
from support.report_site import report_of, report_site

from aioesx.jobs.report import Report
from aioesx.simulator import Site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Two hosts with eight machines each, the first of which has a hostile name."""
    with report_site(2, 8) as site:
        yield site


@pytest.fixture(scope="session")
def report(site: Site) -> Report:
    """The report of both hosts, and of a third one that is dead."""
    return anyio.run(lambda: report_of(site, dead=("esx03",)))
