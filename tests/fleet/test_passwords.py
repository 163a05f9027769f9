"""Passwords by reference: where each comes from, how often it is asked for, and that none shows."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import keyring
import keyring.backend
import pytest
from support.held import PASSWORD

from aioesx import Connection, Fleet, Inventory, errors
from aioesx.simulator import Site

pytestmark = pytest.mark.anyio


async def who(esx: Connection) -> str:
    return esx.uri


def inventory(tmp_path: Path, farm: Site, how: str) -> Inventory:
    """Write an inventory of the farm whose hosts have their passwords in one way."""
    hosts = "".join(f'[hosts.{name}]\nuri = "{uri}"\n' for name, uri in farm.uris.items())
    file = tmp_path / "fleet.toml"
    file.write_text(f"[defaults]\n{how}\n{hosts}", "utf-8")
    return Inventory.read(file)


def counting(tmp_path: Path) -> str:
    """Return a command, as TOML, that prints the password and notes that it was run."""
    script = tmp_path / "tell.py"
    script.write_text(
        "import sys\n"
        f"with open({str(tmp_path / 'runs')!r}, 'a') as runs: print(*sys.argv[1:], file=runs)\n"
        f"print({PASSWORD!r})\n"
    )
    return f'"{sys.executable}", "{script}"'


async def test_of_a_file(tmp_path: Path, farm: Site) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\nsecond line\n")

    async with Fleet(inventory(tmp_path, farm, 'password_file = "secret"')) as fleet:
        results = await fleet.gather(who)

    results.raise_for_errors()


async def test_of_the_environment(
    tmp_path: Path, farm: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("esx0001", "esx0002"):
        monkeypatch.setenv(f"OF_{name}", PASSWORD)

    async with Fleet(inventory(tmp_path, farm, 'password_env = "OF_{name}"')) as fleet:
        results = await fleet.gather(who, limit=3)

    assert list(results.values) == ["esx0001", "esx0002"]
    error = results.failed["esx0003"]
    assert isinstance(error, errors.AuthenticationError)
    assert str(error) == "the environment has no OF_esx0003, which has the password"
    assert (error.kind, error.name) == ("host", "esx0003")


async def test_a_command_that_is_the_same_for_all_is_run_once(tmp_path: Path, farm: Site) -> None:
    how = f"password_command = [{counting(tmp_path)}]"

    async with Fleet(inventory(tmp_path, farm, how), keep=0) as fleet:
        for _ in range(2):
            (await fleet.gather(who)).raise_for_errors()

    assert (tmp_path / "runs").read_text().splitlines() == [""]


async def test_a_command_may_be_told_which_host(tmp_path: Path, farm: Site) -> None:
    how = f'password_command = [{counting(tmp_path)}, "{{name}}", "{{user}}", "{{host}}"]'

    async with Fleet(inventory(tmp_path, farm, how)) as fleet:
        (await fleet.gather(who, limit=2)).raise_for_errors()

    assert sorted((tmp_path / "runs").read_text().splitlines()) == [
        "esx0001 root 127.0.0.11",
        "esx0002 root 127.0.0.12",
    ]


async def test_a_command_that_fails_is_the_error_of_its_hosts(tmp_path: Path, farm: Site) -> None:
    command = tmp_path / "command"
    command.write_text(f"#!/bin/sh\necho >> {tmp_path}/runs\nexit 3\n")
    command.chmod(0o700)

    async with Fleet(inventory(tmp_path, farm, f'password_command = "{command}"')) as fleet:
        results = await fleet.gather(who, limit=4)

    assert len(results.failed) == 4
    for host, error in results.failed.items():
        assert isinstance(error, errors.AuthenticationError)
        assert "failed, with status 3" in str(error)
        assert error.name == host
    assert (tmp_path / "runs").read_text() == "\n", "four hosts, one command"
    assert fleet.resting == (), "no host is to blame"


class _Ring(keyring.backend.KeyringBackend):
    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        known = {("lab/esx0001", "root"), ("lab/esx0002", "root")}
        return PASSWORD if (service, username) in known else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


async def test_of_the_systems_keyring(tmp_path: Path, farm: Site) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Ring())  # type: ignore[no-untyped-call]  # its base has no types
    try:
        async with Fleet(inventory(tmp_path, farm, 'password_keyring = "lab/{name}"')) as fleet:
            results = await fleet.gather(who, limit=3)
    finally:
        keyring.set_keyring(before)

    assert list(results.values) == ["esx0001", "esx0002"]
    assert "the keyring has no 'lab/esx0003' for root" in str(results.failed["esx0003"])


async def test_no_password_is_shown(
    tmp_path: Path, farm: Site, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "secret").write_text("hunter2\n")
    hosts = inventory(tmp_path, farm, 'password_file = "secret"')

    async with Fleet(hosts) as fleet:
        results = await fleet.gather(who, limit=1)
        shown = f"{fleet!r} {hosts!r} {list(hosts)!r} {results!r} {list(results)!r}"

    assert isinstance(results[0].error, errors.LoginError)
    assert "hunter2" not in shown + str(results.to_dict()) + caplog.text
