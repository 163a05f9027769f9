"""Conversions of the documentation's Fedora11 machine a second, beside lxml's bare parse.

    python tests/benchmarks/bench_vmx.py [--write]

Prints Markdown; ``--write`` puts it into docs/vmx.md, between the markers there. Rounds of all
three take turns, so that a busy machine slows each of them; the best round of each counts. The
profile is of the same conversions.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import platform
import pstats
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lxml import etree

from aioesx.definition import format_domain_xml, parse_domain_xml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.page import write_part

from aioesx.vmx import format_domain, parse_domain

DATA: Final = Path(__file__).parent.parent / "data" / "vmx" / "fedora11"
DATASTORES: Final = {"local-storage": "/vmfs/volumes/498076b2-02796c1a-ef5b-000ae484a6a3"}
ROUNDS: Final = 15
CALLS: Final = 300
PROFILE_ROWS: Final = 8

VMX: Final = (DATA / "demo.vmx").read_bytes()
XML: Final = (DATA / "demo.xml").read_bytes()


def vmx_to_xml() -> str:
    return format_domain_xml(parse_domain(VMX, datastores=DATASTORES))


def xml_to_vmx() -> str:
    return format_domain(parse_domain_xml(XML), hardware_version=4, datastores=DATASTORES)


RESULT: Final = vmx_to_xml().encode()


def bare_parse() -> None:
    etree.fromstring(RESULT)


SUBJECTS: Final[dict[str, Callable[[], object]]] = {
    "VMX to XML": vmx_to_xml,
    "XML to VMX": xml_to_vmx,
    "lxml parses the XML": bare_parse,
}


def best_seconds() -> dict[str, float]:
    """Return the seconds of a call, of the best round."""
    best = dict.fromkeys(SUBJECTS, float("inf"))
    for _ in range(ROUNDS):
        for name, work in SUBJECTS.items():
            started = time.process_time()
            for _ in range(CALLS):
                work()
            best[name] = min(best[name], (time.process_time() - started) / CALLS)
    return best


def profile(work: Callable[[], object]) -> list[tuple[str, float]]:
    """Return the functions with the most time of their own, and their share in percent."""
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(CALLS):
        work()
    profiler.disable()
    stats = pstats.Stats(profiler, stream=io.StringIO())
    rows = [
        (where, own)
        for where, (_, _, own, _, _) in stats.stats.items()  # type: ignore[attr-defined]
    ]
    total = sum(own for _, own in rows)
    top = sorted(rows, key=lambda row: -row[1])[:PROFILE_ROWS]
    return [(readable(where), 100 * own / total) for where, own in top]


def readable(where: tuple[str, int, str]) -> str:
    file, _, function = where
    if file == "~":
        return re.sub(r"<(?:built-in method |method )?'?([^'>]*?)'?(?: of .*)?>", r"\1", function)
    return f"{Path(file).stem}.{function}"


def report() -> str:
    """Measure; return the result as Markdown."""
    best = best_seconds()
    base = best["lxml parses the XML"]
    lines = [
        f"Python {platform.python_version()}, {platform.machine()}, lxml {etree.__version__}.",
        "",
        "| | conversions/s | µs each | times lxml's parse |",
        "|---|---:|---:|---:|",
    ]
    for name, seconds in best.items():
        lines.append(
            f"| {name} | {1 / seconds:,.0f} | {seconds * 1e6:.0f} | {seconds / base:.1f} |"
        )
    for name in ("VMX to XML", "XML to VMX"):
        lines += ["", f"{name}, the functions with the most time of their own:", ""]
        lines += ["| function | % |", "|---|---:|"]
        lines += [f"| `{function}` | {share:.0f} |" for function, share in profile(SUBJECTS[name])]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put it into docs/vmx.md")
    text = report()
    sys.stdout.write(text)
    if parser.parse_args().write:
        write_part("bench_vmx", text, "vmx.md")


if __name__ == "__main__":
    main()
