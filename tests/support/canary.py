"""No secret in any log at DEBUG, report or traceback, over the whole suite: a pytest plugin.

Passwords that tests use begin with `WORDS`; session cookies are known by their name. Whatever
aioesx logs during any test is formatted and searched, whoever listens or not.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterator
from typing import Any, Final

import pytest

__all__ = ["WORDS", "find_secret"]

WORDS: Final = ("canary-password", "canary-proxy")
_SECRET: Final = re.compile("|".join([*WORDS, r"vmware_soap_session=\"?\w"]))


def find_secret(text: str) -> str | None:
    """Return what surrounds the first secret in a text, or None."""
    match = _SECRET.search(text)
    return None if match is None else text[max(0, match.start() - 60) : match.end() + 20]


class _Listener(logging.Handler):
    """Searches records as they come, and keeps what it finds."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        secret = find_secret(self.format(record))
        if secret is not None:
            self.found.append(secret)


@pytest.fixture(autouse=True)
def _no_secret_is_logged() -> Iterator[None]:
    logger = logging.getLogger("aioesx")
    listener, level = _Listener(), logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    yield
    logger.setLevel(level)
    logger.removeHandler(listener)
    assert listener.found == [], "a secret was logged"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Search what a failing test shows: its traceback's last line and what it printed."""
    report = yield
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        shown = [getattr(crash, "message", ""), report.capstdout, report.capstderr]
        if find_secret("\n".join(map(str, shown))) is not None:
            report.sections.append(("canary", "the failure shows a secret"))
    return report
