"""A fleet's metrics for Prometheus, as an ASGI application. Needs the extra ``exporter``.

    from aioesx import Fleet
    from aioesx.jobs.exporter import application

    app = application(Fleet("inventory.toml"))

`metrics` is the table of what is told, `reading` reads one host, `flights` and `exporter` say who
waits for whom, `families` and `asgi` hand it over; `webconfig`, `basic_auth` and `serving` are for
the command ``aioesx exporter``.
"""

from __future__ import annotations

from aioesx import _extras

_extras.require("exporter", "aioesx.jobs.exporter")

from aioesx.jobs.exporter.asgi import application
from aioesx.jobs.exporter.exporter import Exporter, HostScrape, Scrape
from aioesx.jobs.exporter.metrics import Metric
from aioesx.jobs.exporter.reading import Reading, read_host

__all__ = [
    "Exporter",
    "HostScrape",
    "Metric",
    "Reading",
    "Scrape",
    "application",
    "read_host",
]
