"""The exporter as an ASGI application: its pages, what Prometheus asks for, and its lifespan."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from support.held import PASSWORD
from support.scraped import Scraped

from aioesx import Fleet
from aioesx.jobs.exporter import application
from aioesx.jobs.exporter.asgi import SCRAPE_SECONDS, seconds_of
from aioesx.simulator import Site

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds"
OPENMETRICS = "application/openmetrics-text; version=1.0.0"


def client_of(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://exporter")


@asynccontextmanager
async def serving(targets: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    app = application(Fleet(targets, password=PASSWORD))
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


@pytest.fixture
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"esx://root@127.0.0.1:{listener.getsockname()[1]}/?transport=http"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/plain; version=0.0.4"),
        ("text/plain;version=0.0.4", "text/plain; version=0.0.4"),
        (OPENMETRICS, "application/openmetrics-text; version=1.0.0"),
    ],
)
async def test_metrics_are_what_prometheus_reads(farm: Site, accept: str, kind: str) -> None:
    async with serving({**farm.uris, "gone": "esx://root@127.0.0.1:9/"}) as client:
        response = await client.get("/metrics", headers={"Accept": accept})

    scraped = Scraped(response.text)
    assert response.headers["Content-Type"].startswith(kind)
    assert scraped.of("aioesx_up") == {**dict.fromkeys(farm.uris, 1), "gone": 0}
    assert scraped.value("aioesx_host_error_info", host="gone", error="ConnectError") == 1
    assert scraped.value("vmware_vm_power_state", vm_name="esx0003-web01") == 1
    assert scraped.labels("vmware_vm_num_cpu", vm_name="esx0003-db01") == [
        {
            "vm_name": "esx0003-db01",
            "ds_name": "datastore1",
            "host_name": "esx0003.localdomain",
            "dc_name": "ha-datacenter",
            "cluster_name": "",
            "host": "esx0003",
        }
    ]
    assert scraped.value("aioesx_scrape_duration_seconds") > 0
    assert "process_resident_memory_bytes" in scraped.names


async def test_an_answer_is_small_for_who_takes_it_so(farm: Site) -> None:
    async with serving(farm.uris) as client:
        plain = await client.get("/metrics", headers={"Accept-Encoding": "identity"})
        small = await client.get("/metrics", headers={"Accept-Encoding": "gzip"})

    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert int(small.headers["Content-Length"]) < len(plain.content) / 5
    assert Scraped(small.text).of("aioesx_up") == Scraped(plain.text).of("aioesx_up")


async def test_it_answers_before_prometheus_gives_it_up(farm: Site, silent: str) -> None:
    async with serving({**farm.uris, "silent": silent}) as client:
        response = await client.get("/metrics", headers={TIMEOUT: "3"})

    scraped = Scraped(response.text)
    assert scraped.of("aioesx_up") == {**dict.fromkeys(farm.uris, 1), "silent": 0}
    assert 1.5 <= scraped.value("aioesx_scrape_duration_seconds") < 3
    assert set(scraped.of("vmware_host_num_cpu")) == set(farm.uris)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("15", 15), ("0.25", 0.25), (None, SCRAPE_SECONDS)]
    + [(odd, SCRAPE_SECONDS) for odd in ("", "soon", "-1", "0", "nan", "inf", "1e999")],
)
def test_the_time_of_a_scrape_is_what_prometheus_says(header: str | None, seconds: float) -> None:
    assert seconds_of(header) == seconds


async def test_a_probe_is_of_one_host(farm: Site) -> None:
    async with serving(farm.uris) as client:
        response = await client.get("/probe", params={"target": "esx0002"})

    scraped = Scraped(response.text)
    assert scraped.of("aioesx_up") == {"esx0002": 1}
    assert set(scraped.of("vmware_host_num_cpu")) == {"esx0002"}
    assert "process_resident_memory_bytes" not in scraped.names


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/-/healthy", 200, "aioesx exporter is healthy.\n"),
        ("/probe", 400, "say which host: /probe?target=NAME\n"),
        ("/probe?target=", 400, "say which host: /probe?target=NAME\n"),
        ("/probe?target=127.0.0.1", 404, "the inventory has no host of this name\n"),
        ("/probe?target=esx://root@127.0.0.1/", 404, "the inventory has no host of this name\n"),
        ("/other", 404, "Not Found"),
    ],
)
async def test_other_pages(path: str, status: int, text: str) -> None:
    async with serving({"gone": "esx://root@127.0.0.1:9/"}) as client:
        response = await client.get(path)

    assert (response.status_code, response.text) == (status, text)


async def test_the_first_page_leads_to_the_others() -> None:
    async with serving({}) as client:
        response = await client.get("/")

    assert 'href="metrics"' in response.text


async def test_without_a_lifespan_it_says_so(farm: Site) -> None:
    async with client_of(application(Fleet(farm.uris, password=PASSWORD))) as client:
        response = await client.get("/metrics")

    assert (response.status_code, response.text) == (
        503,
        "the exporter is not open: no lifespan was run\n",
    )


async def test_below_another_application_that_one_opens_it(farm: Site) -> None:
    async with Fleet(farm.uris, password=PASSWORD) as fleet:
        exporter = application(fleet)
        app = Starlette(routes=[Mount("/esx", exporter)])
        async with exporter.state.exporter, client_of(app) as client:
            response = await client.get("/esx/metrics")
        assert fleet.is_open

    assert Scraped(response.text).of("aioesx_up") == dict.fromkeys(farm.uris, 1)
