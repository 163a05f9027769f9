"""virsh judges our reading of connection URIs: what it takes and prints, we take and print."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.virsh import Virsh

from aioesx.errors import UriError
from aioesx.simulator import Simulator, presets
from aioesx.uri import parse_uri

pytestmark = pytest.mark.peer("virsh")


@pytest.fixture(scope="module")
def host() -> Iterator[Simulator]:
    with Simulator(presets.small_host(), password="secret", tls=False) as simulator:
        yield simulator


@pytest.mark.parametrize(
    "text",
    [
        "esx://{0}/?{1}",
        "esx://{0}?{1}",
        "esx://root@{0}/foo/bar?{1}",
        "esx://ro%6ft@{0}/a%20b?{1}",
        "esx://{0}//?{1}",
        "esx://{0}/?auto_answer=1&{1};foo=3",
        "esx://{0}/?{1}&auto_answer=01",
        "esx://{0}/?{1}&auto_answer=%2B1",
        "esx://{0}/?{1}&auto_answer=%201",
        "esx://{0}/?{1}&auto_answer=-0",
        "esx://{0}/?{1}&AUTO_ANSWER=0",
        "esx://{0}/?{1}&=4&&x",
        "esx://{0}/?{1}&proxy=",
        "esx://{0}/?{1}&foo=%41#frag",
    ],
)
def test_virsh_takes_and_prints_it_as_we_do(host: Simulator, virsh: Virsh, text: str) -> None:
    uri = text.format(f"127.0.0.1:{host.port}", "transport=http")

    outcome = virsh(uri, "uri")

    assert outcome.status == 0, outcome.stderr
    assert outcome.stdout.strip() == str(parse_uri(uri))


@pytest.mark.parametrize(
    "text",
    [
        "esx:///?{1}",
        "esx://root@/?{1}",
        "esx://{0}/?{1}&foo=%zz",
        "esx://{0}/?{1}&auto_answer=2",
        "esx://{0}/?{1}&auto_answer=",
        "esx://{0}/?{1}&auto_answer=1%20",
        "esx://{0}/?{1}&auto_answer=2&auto_answer=1",
        "esx://{0}/?{1};auto_answer=2",
        "esx://{0}/?transport=HTTP",
        "esx://{0}/?{1}&proxy=ftp://x",
        "esx://{0}/?{1}&proxy=:80",
        "esx://{0}/?{1}&proxy=h:0",
        "esx://{0}/?{1}&proxy=h:1:2",
        "esx://{0}/?{1}&proxy=SOCKS://h",
    ],
)
def test_virsh_refuses_it_as_we_do(host: Simulator, virsh: Virsh, text: str) -> None:
    """libvirt 9.0 dies of a wrong parameter by a signal; that counts."""
    uri = text.format(f"127.0.0.1:{host.port}", "transport=http")

    assert virsh(uri, "uri").status != 0
    with pytest.raises(UriError):
        parse_uri(uri)
