"""What reading the worst documents takes: a table, and a complaint for each that is beyond a bound.

    python tests/adversity/worst_documents.py [--write] [NAME ...]

``--write`` puts the table where docs/generate.py takes it into docs/faults.md from.
"""

from __future__ import annotations

import argparse
import platform
import pyexpat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.worst import DOCUMENTS, HOSTILE_MIB, TIMES, Figures, measure  # noqa: E402 - a program

LAST_RUN: Final = ROOT / "docs" / "worst-documents-last-run.txt"
_MOST_HELD: Final = 0.2


def _table(rows: list[Figures]) -> Iterator[str]:
    expat = pyexpat.EXPAT_VERSION.replace("_", " ")
    yield f"Python {platform.python_version()}, {expat}."
    yield ""
    yield "| document | MiB | peak, MiB | of | s | longest step, s | what becomes of it |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        outcome = row.outcome.replace("|", r"\|")
        yield (
            f"| {row.name} | {row.mib:.1f} | {row.peak_mib:.0f} | {row.bound_mib:.0f}"
            f" | {row.seconds:.2f} | {row.longest:.2f} | {outcome} |"
        )


def main(arguments: list[str]) -> int:
    """Measure; return 1 if a document takes more memory than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME", default=DOCUMENTS)
    options = parser.parse_args(arguments)
    rows = []
    for name in options.names:
        rows.append(row := measure(name))
        sys.stderr.write(f"{row}\n")
    text = "\n".join(_table(rows)) + "\n"
    sys.stdout.write(text)
    if options.write:
        LAST_RUN.write_text(text, "utf-8")
    bad = [row for row in rows if row.peak_mib > row.bound_mib]
    for row in bad:
        sys.stderr.write(f"{row.name}: {row.peak_mib:.0f} MiB of {row.bound_mib:.0f}\n")
    sys.stderr.write(f"refused within {HOSTILE_MIB} MiB, taken within {TIMES} times: {not bad}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
