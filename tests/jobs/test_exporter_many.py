"""A scrape of a hundred hosts, a tenth of them dead: it ends in time and says which are down."""

from __future__ import annotations

import socket
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.farming import running_farm
from support.process import serve
from support.scraped import Scraped

pytestmark = pytest.mark.long

COMMAND = Path(sys.executable).with_name("aioesx")
HOSTS = 100
SECONDS = 20.0


def scrape(url: str) -> tuple[float, Scraped]:
    """Ask as Prometheus does; return how long it took, too."""
    headers = {"X-Prometheus-Scrape-Timeout-Seconds": str(SECONDS)}
    request, began = urllib.request.Request(url, headers=headers), time.monotonic()
    with urllib.request.urlopen(request, timeout=60) as response:
        text = response.read()
    took = time.monotonic() - began
    return took, Scraped(text.decode())


def test_a_hundred_hosts_of_which_ten_are_dead(tmp_path: Path) -> None:
    file = tmp_path / "inventory.toml"
    with running_farm("--farm", str(HOSTS), "--machines", "3") as farm, ExitStack() as stack:
        rows = farm.inventory["host"]
        names = [row["name"] for row in rows]
        uris = {row["name"]: f"{row['uri']}?cacert={farm.inventory['authority']}" for row in rows}
        for name in names[: HOSTS // 10]:  # they take connections, and say nothing
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            uris[name] = f"esx://root@127.0.0.1:{listener.getsockname()[1]}/"
        file.write_text("".join(f'[hosts.{name}]\nuri = "{uri}"\n' for name, uri in uris.items()))
        words: list[str | Path] = [COMMAND, "exporter", "--listen", "127.0.0.1:0", "--inventory"]
        exporter = stack.enter_context(
            serve([*words, file], env={"AIOESX_PASSWORD": farm.password})
        )
        scrapes = [scrape(exporter.first_line) for _ in range(3)]

    dead, healthy = names[: HOSTS // 10], names[HOSTS // 10 :]
    took = [seconds for seconds, _ in scrapes]
    reading = [found.value("aioesx_scrape_duration_seconds") for _, found in scrapes]
    first = scrapes[0][1]
    up = {**dict.fromkeys(healthy, 1), **dict.fromkeys(dead, 0)}
    assert [found.of("aioesx_up") for _, found in scrapes] == [up] * 3
    assert set(first.of("vmware_host_num_cpu")) == set(healthy)
    assert len(first.labels("vmware_vm_power_state")) == 3 * len(healthy)
    assert max(took) < SECONDS, f"{took}, of which reading {reading}"
    assert reading[0] >= 0.8 * SECONDS, "nobody knew yet that they are dead"
    assert max(reading[1:]) < 0.8 * SECONDS, "hosts that are known to be dead are not waited for"
