"""The search for secrets finds them; otherwise its silence would mean nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.canary import find_secret, find_ticket

STORY = """
import logging
from support.run import Outcome

PASSWORD = "canary" + "-password"


def test_logs() -> None:
    logging.getLogger("aioesx.session").debug("it is %s", PASSWORD)


def test_prints() -> None:
    print(PASSWORD)


def test_runs_a_command_that_prints() -> None:
    Outcome(0, "", f"wrong password: {PASSWORD}")


def test_keeps_it() -> None:
    print("***")
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the password is canary-password", True),
        ("canary-proxy-password", True),
        ('Set-Cookie: vmware_soap_session="52a"', True),
        ("user root, password secret", True),
        ("PropertyFilter:session[52ab]52cd", True),
        ("GET /guestFile?id=7&token=52ab", True),
        ("<url>https://*:443/guestFile?id=7&amp;token=52ab</url>", True),
        ("PropertyFilter:session[***]52cd", False),
        ("docs/secret.md, secrets, vmware_soap_session=***", False),
    ],
)
def test_secrets_are_known(text: str, found: bool) -> None:
    assert (find_secret(text) is not None) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<ticket>52ab</ticket>", True),
        ("<ticket>***</ticket>", False),
        ("wss://esx/ticket/52ab", True),
        ("vmrc://clone:cst-52ab@esx/", True),
        ("<keyEvents><usbHidCode>262151", True),
        ("<keyEvents>***</keyEvents>", False),
        ("AcquireTicket, /ticket/", False),
    ],
)
def test_tickets_are_known(text: str, found: bool) -> None:
    assert (find_ticket(text) is not None) is found


def test_a_test_that_logs_or_prints_a_secret_fails(tmp_path: Path) -> None:
    (tmp_path / "test_story.py").write_text(STORY)
    support = Path(__file__).parent
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "support.canary",
            "-p",
            "no:cacheprovider",
            ".",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(support), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    ended = {line.split("::")[1].split(" ")[0] for line in done.stdout.splitlines() if "::" in line}
    assert ended == {"test_logs", "test_prints", "test_runs_a_command_that_prints"}
    assert "4 passed, 3 errors" in done.stdout
