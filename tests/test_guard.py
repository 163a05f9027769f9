"""The tests' own walls: network, environment, judges."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from support import guard, judges

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_connection_beyond_loopback_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock, pytest.raises(guard.ForbiddenAddressError):
        sock.connect((host, 443))
    guard.forbidden.clear()


@pytest.mark.parametrize("host", ["esx1.example.com", "192.0.2.1", "test.example.com", "com"])
def test_a_foreign_name_is_not_asked_for(host: str) -> None:
    with pytest.raises(guard.ForbiddenAddressError):
        socket.getaddrinfo(host, 443)
    guard.forbidden.clear()


def test_a_swallowed_refusal_is_remembered() -> None:
    with socket.socket() as sock, pytest.raises(guard.ForbiddenAddressError):
        sock.connect(("192.0.2.1", 443))

    assert guard.forbidden == ["socket.connect ('192.0.2.1', 443)"]
    guard.forbidden.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost"])
def test_loopback_is_reached(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        sock.settimeout(5)
        try:
            sock.connect((host, server.getsockname()[1]))
        except ConnectionRefusedError:
            assert host == "127.8.9.10"  # reached, though nobody listens there


def test_home_is_empty_and_the_environment_clean(home: Path) -> None:
    assert Path.home() == home
    assert list(home.iterdir()) == []
    assert [name for name in os.environ if name.upper().endswith("_PROXY")] == []


_JUDGED = """
    import pytest

    @pytest.mark.peer("virsh")
    def test_that_skips():
        pytest.skip("no reason")

    @pytest.mark.peer("vcsim")
    def test_without_its_judge(): ...

    def test_that_skips_by_itself():
        pytest.skip("allowed")
"""


@pytest.mark.parametrize(
    ("require", "outcomes"),
    [("", {"skipped": 3}), ("0", {"skipped": 3}), ("1", {"failed": 1, "errors": 1, "skipped": 1})],
)
def test_a_judge_that_skips_fails_where_judges_are_required(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    require: str,
    outcomes: dict[str, int],
) -> None:
    monkeypatch.setenv("AIOESX_REQUIRE_PEERS", require)
    monkeypatch.setitem(judges.JUDGES, "vcsim", lambda: False)
    monkeypatch.setitem(judges.JUDGES, "virsh", lambda: True)
    pytester.makepyfile(_JUDGED)

    result = pytester.runpytest_inprocess("-p", "support.judges", "-W", "ignore")

    result.assert_outcomes(**outcomes)


def test_an_unknown_judge_is_an_error() -> None:
    with pytest.raises(KeyError):
        judges.missing(["govcc"])
