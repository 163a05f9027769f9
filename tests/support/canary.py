"""No secret in any log at DEBUG, output, report or traceback, over the whole suite: a plugin.

Passwords that tests use begin with `WORDS` or are the word "secret" (not virsh's "failed to get
secret", which is a thing of libvirt's); session cookies are known by their name, and the keys of
sessions by the names that they are in (``session[52b5...]``). Whatever aioesx logs during any test
is formatted and searched, whoever listens or not; so is what tests print, and what a command that
they run says (`support.run.Outcome`). Tickets for consoles are what one command prints, so they are
searched for in logs only.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterator
from typing import Any, Final

import pytest

__all__ = ["WORDS", "find_secret", "find_ticket", "said"]

WORDS: Final = ("canary-password", "canary-proxy")
_SECRET: Final = re.compile(
    "|".join(
        [
            *WORDS,
            r"(?<![\w./-])(?<!failed to get )secret(?![\w./-])",
            r"vmware_soap_session=\"?\w",
            r"session\[\w",
            r"guestFile\?id=\w+&(?:amp;)?token=\w",
        ]
    )
)
_TICKET: Final = re.compile(r"/ticket/\w|clone:\w|\bcst-|<ticket>(?!\*)|<usbHidCode>")
_said: Final[list[str]] = []


def find_secret(text: str) -> str | None:
    """Return what surrounds the first secret in a text, or None."""
    match = _SECRET.search(text)
    return None if match is None else text[max(0, match.start() - 60) : match.end() + 20]


def find_ticket(text: str) -> str | None:
    """Return the first ticket of a log, or the first key that was typed, or None."""
    match = _TICKET.search(text)
    return None if match is None else text[match.start() : match.end() + 20]


def said(text: str) -> None:
    """Search what a command printed; the test that ran it fails at its end if it is a secret."""
    secret = find_secret(text)
    if secret is not None:
        _said.append(secret)


class _Listener(logging.Handler):
    """Searches records as they come, and keeps what it finds."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        secret = find_secret(text) or find_ticket(text)
        if secret is not None:
            self.found.append(secret)


@pytest.fixture(autouse=True)
def _no_secret_is_logged() -> Iterator[None]:
    logger = logging.getLogger("aioesx")
    listener, level = _Listener(), logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    _said.clear()
    yield
    logger.setLevel(level)
    logger.removeHandler(listener)
    assert listener.found == [], "a secret was logged"
    assert _said == [], "a command printed a secret"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Search what a test printed, and what a failing one shows: its traceback's last line."""
    report = yield
    shown = [getattr(getattr(report.longrepr, "reprcrash", None), "message", "")]
    if report.when == "teardown":  # knows what was printed in all phases
        shown += [report.capstdout, report.capstderr]
    if find_secret("\n".join(map(str, shown))) is not None:
        report.sections.append(("canary", "what the test shows or printed has a secret in it"))
        if report.passed:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} printed a secret"
    return report
