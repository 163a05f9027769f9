"""The table of fault rows and of the tests that cover them.

    python tests/adversity/report.py            run the tests of the rows, print rows and results
    python tests/adversity/report.py --write    only collect, and write docs/faults.md
    python tests/adversity/report.py --check    only collect; fail if docs/faults.md is another

Rows that no proxy changes are tried without one; `DIRECT_ONLY` says why.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
DOCUMENT: Final = ROOT / "docs" / "faults.md"
WANTED: Final = {
    **dict.fromkeys((f"N{n}" for n in range(1, 20)), "network"),
    **dict.fromkeys((f"P{n}" for n in range(1, 16)), "proxy"),
    **dict.fromkeys((f"H{n}" for n in range(1, 14)), "HTTP"),
    **dict.fromkeys((f"S{n}" for n in range(1, 13)), "session"),
    **dict.fromkeys((f"X{n}" for n in range(12, 18)), "SOAP"),
    **dict.fromkeys(("C1", "C2", "C3", "C4", "C6", "C7"), "concurrency"),
}
DIRECT_ONLY: Final = {
    "N1": "the reason is the proxy's to tell; that it is told is tried through both",
    "N2": "behind a proxy it is the proxy's connection: P2",
    "N5-N9": "through both; the cut at every offset directly only, for time",
    "N10": "a relay stalls and cuts; a proxy that does so is P14",
    "N11": "the proxy resolves: P13",
    "N12": "the proxy chooses the address",
    "N19": "the descriptor is missing before any proxy is spoken to",
    "H11": "what the client makes of a header; one row of it through both",
    "H12": "two hosts; the cookie is kept above the transport",
    "X13": "decoding; X12 and X14 through both",
    "X15-X17": "X15 through both; X16 and X17 are above the transport",
    "S1-S12": "above the transport; S10 through SOCKS5 with credentials",
    "C1": "every step directly; every third by SOCKS5 and HTTP proxy; all by `make torture`",
    "C4, C6, C7": "above the way to the host",
}


def _order(row: str) -> tuple[str, int]:
    return row[0], int(row[1:])


class _Collector:
    """Remembers which test covers which row, and how it ended."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.results: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._rows: dict[str, list[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            rows = [mark.args[0] for mark in item.iter_markers("fault")]
            self._rows[item.nodeid] = rows
            for row in rows:
                self.tests[row].add(item.nodeid.partition("[")[0])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            for row in self._rows.get(report.nodeid, ()):
                self.results[row][report.outcome] += 1


def _table(tests: dict[str, set[str]]) -> Iterator[str]:
    yield "# Fault rows and their tests"
    yield ""
    yield "Written by `tests/adversity/report.py --write`. Each test runs on asyncio and trio where"
    yield "it is asynchronous; `make adversity` runs them all and prints the results."
    yield ""
    yield "| row | tests |"
    yield "|---|---|"
    for row in sorted(tests, key=_order):
        names = ", ".join(f"`{re.sub(r'^tests/', '', name)}`" for name in sorted(tests[row]))
        yield f"| {row} | {names} |"
    yield ""
    yield "Not through proxies, and why:"
    yield ""
    for row, why in DIRECT_ONLY.items():
        yield f"* {row}: {why}"
    yield ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    collector = _Collector()
    arguments = ["-q", "-m", "fault", "--no-header", "-p", "no:cacheprovider", str(ROOT / "tests")]
    if options.write or options.check:
        pytest.main([*arguments, "--collect-only", "-qq"], plugins=[collector])
        text = "\n".join(_table(collector.tests))
        if options.write:
            DOCUMENT.write_text(text)
        elif DOCUMENT.read_text() != text:
            print("docs/faults.md is stale: run tests/adversity/report.py --write", file=sys.stderr)  # noqa: T201
            return 1
        return _complain(collector)
    status = int(pytest.main(arguments, plugins=[collector]))
    lines = [f"\n{'row':5} {'of':12} tests  passed  failed  skipped"]
    for row in sorted({*WANTED, *collector.tests}, key=_order):
        ended, count = collector.results[row], len(collector.tests[row])
        counts = "".join(f"{ended[word]:8}" for word in ("passed", "failed", "skipped"))
        lines.append(f"{row:5} {WANTED.get(row, ''):12} {count:5}{counts}")
    print("\n".join(lines))  # noqa: T201  # a report is what it is for
    return status or _complain(collector)


def _complain(collector: _Collector) -> int:
    missing = sorted(WANTED.keys() - collector.tests.keys(), key=_order)
    if missing:
        print(f"rows without a test: {', '.join(missing)}", file=sys.stderr)  # noqa: T201
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
