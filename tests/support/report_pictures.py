"""Takes the pictures of docs/images, and measures how fast a page of a thousand machines is there.

PYTHONPATH=tests python tests/support/report_pictures.py
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import anyio
from support.browser import Page, opened
from support.judges import ROOT
from support.report_site import report_of, report_site

IMAGES: Final = ROOT / "docs" / "images"
_TABLES: Final = 'document.querySelector(".tables").scrollIntoView(); await settled();'
_LOADS: Final = 9


def main() -> None:
    """Make the page, take the pictures, print the figures."""
    with report_site(40, 25) as site, TemporaryDirectory() as directory:
        began = time.perf_counter()
        report = anyio.run(lambda: report_of(site, dead=("esx41", "esx42")))
        gathered = time.perf_counter()
        file = Path(directory) / "inventory.html"
        file.write_text(report.to_html("Inventory"), "utf-8")
        written = time.perf_counter()
        report.to_xlsx()
        _say(f"gathered {gathered - began:.1f} s, page {written - gathered:.2f} s,"
              f" workbook {time.perf_counter() - written:.1f} s")  # fmt: skip
        _say(f"{len(report.rows['vInfo'])} machines: {file.stat().st_size / 2**20:.2f} MiB")
        with opened() as page:
            _pictures(page, file)
            page.look(1440, 900)
            _say(f"ready after {_ready(page, file)} ms")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _pictures(page: Page, file: Path) -> None:
    page.look(1440, 1500)
    page.go(file)
    page.picture(IMAGES / "report.png")
    page.look(1440, 900, dark=True)
    page.go(file, "#vDatastore")
    page.run(_TABLES)
    page.picture(IMAGES / "report-dark.png")
    page.look(390, 844)
    page.go(file)
    page.picture(IMAGES / "report-phone.png")
    page.run(_TABLES)
    page.picture(IMAGES / "report-phone-rows.png")


def _ready(page: Page, file: Path) -> int:
    """Return the median of how long it takes until the rows are there."""
    found = []
    for _ in range(_LOADS):
        page.go(file)
        found.append(int(page.run("return document.documentElement.dataset.ready")))
    return round(statistics.median(found))


if __name__ == "__main__":
    main()
