"""faults.md and a part of wire.md: which test covers which row of the fault catalogue.

A test says so by a mark, ``@pytest.mark.fault("N6")``; the marks are read from the source.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["DIRECT_ONLY", "NO_LOOP", "WIRE_ROWS", "covered", "page", "page_of_the_wire"]

_ROOT: Final = Path(__file__).resolve().parents[2]
_DOCS: Final = _ROOT / "docs"
_TESTS: Final = _ROOT / "tests"
_LAST_RUN: Final = _DOCS / "torture-last-run.txt"
_WORST: Final = _DOCS / "worst-documents-last-run.txt"
_KINDS: Final = _DOCS / "pages" / "kinds.md"  # by hand
_BEGIN: Final = "<!-- rows begin -->\n"
_END: Final = "<!-- rows end -->"

_NOTES: Final = {
    "N1": "the reason is the proxy's to tell; that it is told is tried through both",
    "N5-N9": "through both; the cut at every offset directly only, for time",
    "H11": "what the client makes of a header; one row of it through both",
    "X12, X14, X15": "through both; what is above the transport directly only",
    "S10": "through SOCKS5 with credentials",
    "C1": "every step of every way: directly, SOCKS5, HTTP; plain HTTP by an HTTP proxy goes in"
    " absolute form, as libvirt's does, since many proxies let CONNECT through to port 443 only:"
    " so there CONNECT is tried with TLS only",
}
DIRECT_ONLY: Final = {
    "N2": "behind a proxy it is the proxy's connection: P2",
    "N10": "a relay stalls and cuts; a proxy that does so is P14",
    "N11": "the proxy resolves: P13",
    "N12": "the proxy chooses the address",
    "N19": "the descriptor is missing before any proxy is spoken to",
    "H12": "two hosts; the cookie is kept above the transport",
    "X13": "decoding; X12 and X14 through both",
    "X16, X17": "above the transport",
    "S1-S12": "above the transport; the proxies' password in S10",
    "C4-C8": "above the way to the host",
    "D1-D13": "what is on either end of the way; D6 and D7 are the lane's, whatever it leads over",
}
NO_LOOP: Final = {"P5, P6, P11": "refused before anything is awaited"}
WIRE_ROWS: Final = {
    "X1": "a DOCTYPE of any kind",
    "X2": "external entities",
    "X3": "entities that blow up",
    "X4": "depth",
    "X5": "millions of elements",
    "X6": "very many attributes, very many namespaces",
    "X7": "very long texts and names",
    "X8": "other encodings, bytes that are no text",
    "X9": "cut at every byte of every recorded answer",
    "X10": "random mutations of recorded answers",
    "X11": "no envelope, wrong namespace, two bodies, fault and result",
    "X14": "faults that say little; a hundred causes",
    "X18": "our own text: markup, control characters, surrogates",
}
"""Rows that the tests of `tests/soap` cover, and what they say."""


# --- marks ---------------------------------------------------------------------------------------


def covered(directory: Path = _TESTS) -> dict[str, list[str]]:
    """Return each row's tests, ``"file.py::test"`` by their place below a directory."""
    tests: dict[str, list[str]] = defaultdict(list)
    for path in sorted(directory.rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        general = [
            row for node in tree.body if isinstance(node, ast.Assign) for row in _of_all(node)
        ]
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if not node.name.startswith("test_"):
                continue
            for row in [*general, *(row for each in node.decorator_list for row in _row(each))]:
                tests[row].append(f"{path.relative_to(directory)}::{node.name}")
    return tests


def _of_all(node: ast.stmt) -> Iterator[str]:
    """Yield the rows of a ``pytestmark = ...``."""
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
        for each in ast.walk(node.value):
            yield from _row(each)


def _row(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pytest.mark.fault", "row"):
        yield from (str(row.value) for row in node.args if isinstance(row, ast.Constant))


# --- pages ---------------------------------------------------------------------------------------


def page() -> str:
    """Return the whole of faults.md."""
    return "\n".join(_lines(covered()))


def _order(row: str) -> tuple[str, int]:
    return row[0], int(row[1:])


def _lines(tests: dict[str, list[str]]) -> Iterator[str]:
    yield "# Fault rows and their tests"
    yield ""
    yield "Written by `docs/generate.py`. Each test runs on asyncio and trio where"
    yield "it is asynchronous; `make adversity` runs them all and prints the results."
    yield ""
    yield "| row | tests |"
    yield "|---|---|"
    for row in sorted(tests, key=_order):
        names = ", ".join(f"`{name}`" for name in sorted({*tests[row]}))
        yield f"| {row} | {names} |"
    yield ""
    yield "Not through proxies, and why:"
    yield ""
    for row, why in DIRECT_ONLY.items():
        yield f"* {row}: {why}"
    yield ""
    yield "Without an event loop, and why:"
    yield ""
    for row, why in NO_LOOP.items():
        yield f"* {row}: {why}"
    yield ""
    yield "In part, or otherwise than the rest:"
    yield ""
    for row, note in _NOTES.items():
        yield f"* {row}: {note}"
    yield ""
    if _LAST_RUN.exists():
        yield "The last run of everything (`make torture`: every step, 10,000 timeouts a way):"
        yield ""
        yield "```"
        yield _LAST_RUN.read_text().rstrip()
        yield "```"
        yield ""
    yield from _KINDS.read_text("utf-8").splitlines()
    yield from _worst_documents()


def _worst_documents() -> Iterator[str]:
    yield "## The worst documents"
    yield ""
    yield "What is refused takes at most 64 MiB, what is taken at most 14 times its bytes (16 MiB"
    yield "are allowed to a small one); its own bytes are not counted. Reading an answer stops"
    yield "after 50 ms, so the longest step is how long the event loop is held. Each document was"
    yield "read in a process of its own, by `python tests/adversity/worst_documents.py --write`."
    yield ""
    yield _WORST.read_text("utf-8")


def page_of_the_wire() -> str:
    """Return wire.md with its table of rows as the marks say now."""
    tests = covered(_TESTS / "soap")
    lines = ["| row | what | tests in `tests/soap` |", "|---|---|---|"]
    for row, what in WIRE_ROWS.items():
        names = "<br>".join(f"`{name.replace('::', ': ')}`" for name in tests[row])
        lines.append(f"| {row} | {what} | {names} |")
    table = "\n".join(lines) + "\n"
    text = (_DOCS / "wire.md").read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{_BEGIN}{table}{_END}{rest.partition(_END)[2]}"
