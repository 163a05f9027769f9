"""`aioesx exporter`: started as a program, asked as Prometheus asks, ended by a signal."""

from __future__ import annotations

import base64
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bcrypt
import pytest
from support.command import invoke
from support.process import ServerProcess, serve
from support.scraped import Scraped

from aioesx.simulator import Simulator, Site, make_farm

COMMAND = Path(sys.executable).with_name("aioesx")
SECRET = {"AIOESX_PASSWORD": "secret"}
HASH = bcrypt.hashpw(b"sesame", b"$2b$04$" + b"a" * 21 + b"u").decode()
WORDS = ("exporter", "--listen", "127.0.0.1:0")


@pytest.fixture(scope="module")
def farm() -> Iterator[Site]:
    with make_farm(2, machines=1, password="secret", tls=False) as site:
        yield site


@pytest.fixture
def inventory(farm: Site, tmp_path: Path) -> Path:
    file = tmp_path / "inventory.toml"
    gone = '\n[[host]]\nname = "gone"\ntags = ["down"]\nuri = "esx://root@127.0.0.1:9/"\n'
    file.write_text(farm.inventory_toml() + gone)
    return file


@contextmanager
def exporter(*words: str | Path) -> Iterator[ServerProcess]:
    with serve([COMMAND, *WORDS, *words], env=SECRET) as process:
        yield process


def get(url: str, context: ssl.SSLContext | None = None, **headers: str) -> str:
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, context=context, timeout=20) as response:
        return str(response.read().decode())


def test_it_serves_a_fleet_until_it_is_told_to_end(inventory: Path, farm: Site) -> None:
    with exporter("--inventory", inventory) as process:
        scraped = Scraped(get(process.first_line))
        get(process.first_line)
        process.terminate()
        status = process.wait()
        said = process.stderr

    assert process.first_line.startswith("http://127.0.0.1:")
    assert process.first_line.endswith("/metrics")
    assert scraped.of("aioesx_up") == {"esx0001": 1, "esx0002": 1, "gone": 0}
    assert status == 0
    assert said.startswith("warning: gone is down: 127.0.0.1:9: ")
    assert said.count("\n") == 1
    assert not any(host.open_sessions for host in farm.hosts.values())


@pytest.mark.long
def test_hosts_are_chosen(inventory: Path) -> None:
    with exporter("--inventory", inventory, "--select", "not tag:down") as process:
        scraped = Scraped(get(process.first_line))

    assert scraped.of("aioesx_up") == {"esx0001": 1, "esx0002": 1}


@pytest.mark.long
def test_one_host_is_enough(plain: Simulator) -> None:
    with serve([COMMAND, "-c", plain.uri, *WORDS], env=SECRET) as process:
        scraped = Scraped(get(process.first_line))

    assert list(scraped.of("aioesx_up").values()) == [1]


@pytest.mark.long
def test_tls_and_users_are_those_of_the_file(
    plain: Simulator, tmp_path: Path, certificate_files: tuple[Path, Path], ca_file: Path
) -> None:
    chain, key = certificate_files
    config = tmp_path / "web.yml"
    config.write_text(
        f"tls_server_config:\n  cert_file: {chain}\n  key_file: {key}\n"
        f"basic_auth_users:\n  prometheus: {HASH}\n"
    )
    context = ssl.create_default_context(cafile=str(ca_file))
    stated = base64.b64encode(b"prometheus:sesame").decode()

    with exporter("--uri", plain.uri, "--web-config", config) as process:
        url = process.first_line
        text = get(url, context, Authorization=f"Basic {stated}")
        with pytest.raises(urllib.error.HTTPError, match="401"):
            get(url, context)
        with pytest.raises(urllib.error.HTTPError, match="401"):
            get(url.replace("/metrics", "/-/healthy"), context)

    assert url.startswith("https://127.0.0.1:")
    assert list(Scraped(text).of("aioesx_up").values()) == [1]


@pytest.mark.long
@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ("", "may read names and sizes of all hosts and domains: --web-config names users and TLS"),
        (f"basic_auth_users: {{it: {HASH}}}", "passwords are not encrypted on the way"),
    ],
)
def test_it_says_who_may_read_it_beyond_this_machine(
    plain: Simulator, tmp_path: Path, config: str, complaint: str
) -> None:
    web = tmp_path / "web.yml"
    web.write_text(config)
    words = ["exporter", "--listen", "0.0.0.0:0", "--uri", plain.uri, "--web-config", str(web)]
    with serve([COMMAND, *words], env=SECRET) as process:
        said = process.stderr

    assert complaint in said
    assert process.first_line.startswith("http://0.0.0.0:")


@pytest.mark.long
def test_counters_are_told_where_they_are_wanted(plain: Simulator) -> None:
    with exporter("--uri", plain.uri, "--counters") as process:
        scraped = Scraped(get(process.first_line))

    assert scraped.labels("vmware_vm_cpu_usage_average")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--listen", "9272"], "'9272' should be address:port, as 127.0.0.1:9272 or [::1]:9272"),
        (["--web-config", "gone.yml"], "gone.yml: cannot be read: No such file or directory"),
        (["--inventory", "gone.toml"], "gone.toml: cannot be read: No such file or directory"),
        (["--select", "elsewhere"], "there is no host 'elsewhere'"),
        (["--timeout", "0"], "0.0 is not in the range x>0"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_served(
    words: list[str], complaint: str, inventory: Path
) -> None:
    if "--inventory" not in words:
        words = ["--inventory", str(inventory), *words]

    outcome = invoke("exporter", *words)

    assert outcome.status != 0
    assert outcome.stdout == ""
    assert complaint in outcome.stderr


def test_a_port_that_is_taken_is_said(plain: Simulator) -> None:
    place = f"127.0.0.1:{plain.port}"

    outcome = invoke("exporter", "--uri", plain.uri, "--listen", place, env=SECRET)

    assert outcome.status != 0
    assert f"cannot listen on {place}: " in outcome.stderr
    assert "Address already in use" in outcome.stderr
