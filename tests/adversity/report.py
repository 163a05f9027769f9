"""The table of fault rows and of the tests that cover them.

    python tests/adversity/report.py            run the tests of the rows, print rows and results
    python tests/adversity/report.py --check    only collect, and complain

Rows of the network, HTTP, SOAP and concurrency are tried through SOCKS5 and HTTP proxies, too,
or `DIRECT_ONLY` says why not; each row on asyncio and on trio. What lacks is complained of.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from docs.pages.fault_rows import DIRECT_ONLY, NO_LOOP  # noqa: E402 - a tool of the repository

WANTED: Final = {
    **dict.fromkeys((f"N{n}" for n in range(1, 20)), "network"),
    **dict.fromkeys((f"P{n}" for n in range(1, 16)), "proxy"),
    **dict.fromkeys((f"H{n}" for n in range(1, 14)), "HTTP"),
    **dict.fromkeys((f"S{n}" for n in range(1, 13)), "session"),
    **dict.fromkeys((f"X{n}" for n in range(12, 18)), "SOAP"),
    **dict.fromkeys((f"C{n}" for n in range(1, 9)), "concurrency"),
}
LOOPS: Final = ("asyncio", "trio")
PROXIES: Final = ("socks5", "http")


def _rows(key: str) -> Iterator[str]:
    """Yield the rows that a key such as ``"N5-N9"`` or ``"C4, C6"`` stands for."""
    for part in key.split(", "):
        first, _, last = part.partition("-")
        for number in range(int(first[1:]), int((last or first)[1:]) + 1):
            yield f"{first[0]}{number}"


def _order(row: str) -> tuple[str, int]:
    return row[0], int(row[1:])


class _Collector:
    """Remembers which test covers which row, in which way, and how it ended."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.ways: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.results: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._rows: dict[str, list[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            rows = [row for mark in item.iter_markers("fault") for row in mark.args]
            self._rows[item.nodeid] = rows
            params = (
                item.callspec.params
                if isinstance(item, pytest.Function) and hasattr(item, "callspec")
                else {}
            )
            ways = {params.get(name) for name in ("anyio_backend", "reach", "way", "kind")}
            for row in rows:
                self.tests[row].add(item.nodeid.partition("[")[0])
                for way in ways & {*LOOPS, *PROXIES}:
                    self.ways[row][str(way)] += 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            for row in self._rows.get(report.nodeid, ()):
                self.results[row][report.outcome] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    collector = _Collector()
    arguments = ["-q", "-m", "fault", "--no-header", "-p", "no:cacheprovider", str(ROOT / "tests")]
    if options.check:
        pytest.main([*arguments, "--collect-only", "-qq"], plugins=[collector])
        return _complain(collector)
    status = int(pytest.main(arguments, plugins=[collector]))
    words = (*LOOPS, *PROXIES, "passed", "failed", "skipped")
    lines = [f"\n{'row':5} {'of':12} tests" + "".join(f"{word:>8}" for word in words)]
    for row in sorted({*WANTED, *collector.tests}, key=_order):
        counted = {**collector.ways[row], **collector.results[row]}
        counts = "".join(f"{counted.get(word, 0):8}" for word in words)
        lines.append(f"{row:5} {WANTED.get(row, ''):12} {len(collector.tests[row]):5}{counts}")
    print("\n".join(lines))  # noqa: T201  # a report is what it is for
    return status or _complain(collector)


def _lacking(collector: _Collector) -> Iterator[str]:
    """Yield what each wanted row still lacks."""
    direct_only = {row for key in DIRECT_ONLY for row in _rows(key)}
    no_loop = {row for key in NO_LOOP for row in _rows(key)}
    for row in sorted(WANTED, key=_order):
        if row not in collector.tests:
            yield f"{row}: a test"
            continue
        wanted = set() if row in no_loop else {*LOOPS}
        if row not in direct_only and WANTED[row] != "proxy":
            wanted |= {*PROXIES}
        yield from (f"{row}: {way}" for way in sorted(wanted - collector.ways[row].keys()))


def _complain(collector: _Collector) -> int:
    lacking = list(_lacking(collector))
    if lacking:
        print(f"lacking: {', '.join(lacking)}", file=sys.stderr)  # noqa: T201
    return bool(lacking)


if __name__ == "__main__":
    sys.exit(main())
