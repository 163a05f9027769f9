"""What Prometheus makes of the exporter: its own checker, and itself."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bcrypt
import httpx
import pytest
from support.every_command import EVIL, OFF, ON, SNAPSHOT, evil_host, prepare
from support.held import PASSWORD
from support.judges import PROMETHEUS, PROMTOOL, ROOT
from support.process import serve
from support.scraped import Scraped

from aioesx import Fleet
from aioesx.jobs.exporter import application
from aioesx.simulator import Site, make_farm
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

COMMAND = Path(sys.executable).with_name("aioesx")
SNAPSHOTS = "vmware_vm_snapshot_timestamp_seconds"
PAGE = ROOT / "docs" / "exporter.md"


@pytest.fixture(scope="module")
def managed() -> Iterator[Site]:
    with make_farm(
        3, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        yield site


def promtool(*words: str | Path, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([PROMTOOL, *words], input=text, capture_output=True, timeout=30)


@pytest.mark.anyio
@pytest.mark.peer("promtool")
@pytest.mark.parametrize("counters", [False, True])
async def test_its_checker_has_nothing_to_say_of_the_metrics(managed: Site, counters: bool) -> None:
    targets = {**managed.uris, "vc": managed.uri, "gone": "esx://root@127.0.0.1:9/"}
    app = application(Fleet(targets, password=PASSWORD), counters=counters)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://it") as client,
    ):
        body = (await client.get("/metrics")).content

    found = promtool("check", "metrics", text=body)

    assert b"vmware_vm_power_state" in body
    said = [line for line in found.stderr.splitlines() if b"not 'camelCase'" not in line]
    assert (said, found.stdout) == ([], b"")
    assert (found.returncode == 0) is not counters, "some counters have names in camelCase"


@pytest.mark.anyio
@pytest.mark.peer("promtool")
async def test_names_that_somebody_chose_to_harm_are_labels_and_no_more() -> None:
    with evil_host() as simulator:
        await prepare(simulator)
        app = application(Fleet({f"host {EVIL[:5]!a}": simulator.uri}, password="secret"))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://it") as client,
        ):
            body = (await client.get("/metrics")).content

    scraped = Scraped(body.decode())
    found = promtool("check", "metrics", text=body)
    assert {labels["vm_name"] for labels in scraped.labels("vmware_vm_power_state")} >= {ON, OFF}
    assert [labels["vm_snapshot_name"] for labels in scraped.labels(SNAPSHOTS)].count(SNAPSHOT) == 1
    assert (found.returncode, found.stderr) == (0, b"")


def blocks(begin: str) -> list[str]:
    """Return the pieces of YAML on the page that begin with a word."""
    found = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [block for block in found if block.startswith(begin)]


@pytest.mark.peer("promtool")
@pytest.mark.parametrize(("begin", "kind"), [("scrape_configs:", "config"), ("groups:", "rules")])
def test_what_the_page_says_is_what_it_takes(begin: str, kind: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.yml" for number, _ in enumerate(blocks(begin))]
    for file, text in zip(files, blocks(begin), strict=True):
        file.write_text(text)

    found = (
        promtool("check", kind, "--syntax-only", *files)
        if kind == "config"
        else promtool("check", kind, *files)
    )

    assert files
    assert found.returncode == 0, found.stderr + found.stdout


@contextmanager
def prometheus(config: str, directory: Path) -> Iterator[Callable[[str], Any]]:
    """Run Prometheus; gives what asks it."""
    file = directory / "prometheus.yml"
    file.write_text(config)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    words = [
        str(PROMETHEUS),
        f"--config.file={file}",
        f"--storage.tsdb.path={directory / 'data'}",
        f"--web.listen-address={place}",
    ]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)

    def ask(query: str) -> Any:
        url = f"http://{place}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
        with urllib.request.urlopen(url, timeout=10) as response:
            return json.load(response)["data"]["result"]

    try:
        yield ask
    finally:
        process.terminate()
        assert process.wait(20) == 0, (directory / "log").read_text()


def values(ask: Callable[[str], Any], query: str, label: str) -> dict[str, float]:
    with contextlib.suppress(OSError):  # it begins
        return {each["metric"][label]: float(each["value"][1]) for each in ask(query)}
    return {}


def becomes(look: Callable[[], Any], wanted: Any) -> None:
    """Wait until Prometheus says so."""
    end = time.monotonic() + 30
    while (found := look()) != wanted:
        assert time.monotonic() < end, f"{found} is not {wanted}"
        time.sleep(0.2)


CONFIG = """
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
  - job_name: esx
    scheme: https
    tls_config: {{ca_file: {ca_file}}}
    basic_auth: {{username: prometheus, password: sesame}}
    static_configs: [{{targets: ["{place}"]}}]
  - job_name: probe
    metrics_path: /probe
    scheme: https
    tls_config: {{ca_file: {ca_file}}}
    basic_auth: {{username: prometheus, password: sesame}}
    static_configs: [{{targets: [esx0001, esx0003]}}]
    relabel_configs:
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "{place}"}}
"""


@pytest.mark.peer("prometheus")
def test_prometheus_scrapes_it(
    tmp_path: Path, managed: Site, certificate_files: tuple[Path, Path], ca_file: Path
) -> None:
    chain, key = certificate_files
    hashed = bcrypt.hashpw(b"sesame", bcrypt.gensalt(10)).decode()
    web, inventory = tmp_path / "web.yml", tmp_path / "inventory.toml"
    web.write_text(
        f"tls_server_config:\n  cert_file: {chain}\n  key_file: {key}\n"
        f"basic_auth_users:\n  prometheus: {hashed}\n"
    )
    hosts = {**managed.uris, "gone": "esx://root@127.0.0.1:9/"}
    rows = "\n".join(f'[hosts.{name}]\nuri = "{uri}"' for name, uri in hosts.items())
    inventory.write_text(rows)
    words = ["--listen", "127.0.0.1:0", "--inventory", str(inventory), "--web-config", str(web)]

    with serve([COMMAND, "exporter", *words], env={"AIOESX_PASSWORD": PASSWORD}) as exporter:
        place = exporter.first_line.removeprefix("https://").removesuffix("/metrics")
        with prometheus(CONFIG.format(ca_file=ca_file, place=place), tmp_path) as ask:

            def up() -> dict[str, float]:
                return values(ask, 'aioesx_up{job="esx"}', "host")

            everybody = {"esx0001": 1, "esx0002": 1, "esx0003": 1, "gone": 0}
            becomes(up, everybody)
            becomes(lambda: values(ask, 'up{job="esx"}', "instance"), {place: 1})
            becomes(lambda: values(ask, 'aioesx_up{job="probe"}', "instance"),
                    {"esx0001": 1, "esx0003": 1})  # fmt: skip
            machines = values(ask, 'vmware_vm_power_state{job="esx"}', "vm_name")
            lost = managed.hosts["esx0002"]
            lost.change(lambda state: setattr(state, "away", True))
            try:
                becomes(up, {**everybody, "esx0002": 0})
                cores = values(ask, 'vmware_host_num_cpu{job="esx"}', "host")
            finally:
                lost.power_on()
            becomes(up, everybody)

    assert machines == {f"esx000{n}-{name}": on for n in (1, 2, 3)
                        for name, on in (("web01", 1), ("db01", 0))}  # fmt: skip
    assert set(cores) == {"esx0001", "esx0003"}, "what was read before is not repeated"
