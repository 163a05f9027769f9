"""Build the book: the pages of this folder, README and its like, as a site to read in a browser.

python docs/book.py            builds it into build/book/site; open index.html there
python docs/book.py --check    builds it elsewhere, and keeps nothing

A link, an anchor or a page that nothing leads to ends it with status 1. The navigation is
docs/index.md: its headings are the parts, its rows the pages; behind them comes the reference.
Needs mkdocs (the extra `book`).
"""

from __future__ import annotations

import argparse
import logging
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
OUTPUT: Final = ROOT / "build" / "book"
LAID: Final = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "wsdl/README.md",
    "docs/*.md",
    "docs/reference/*.md",
)
"""The pages; they lie in the book as they lie here, so that a link in one is right in both."""
BESIDE: Final = ("docs/images/*", "docs/*-last-run.txt", "examples/*")
"""What pages link to besides."""
START: Final = {"Start": "README.md"}
_HEADING: Final = re.compile(r"## (.*)")
_ROW: Final = re.compile(r"\| .* \| \[[^]]*\]\(([^)#]+)\) \|")
_TABLE: Final = re.compile(r"^\|.*\\\|.*$", re.MULTILINE)
_CODE: Final = re.compile(r"`([^`]*\\\|[^`]*)`")
_ENTRY: Final = re.compile(r"\]\((reference/\w+\.md)#")


def navigation() -> list[dict[str, Any]]:
    """Return the parts of the book and their pages: of the index, and of the reference's."""
    parts: list[dict[str, Any]] = [START, {"Questions and pages": "docs/index.md"}]
    for line in (HERE / "index.md").read_text("utf-8").splitlines():
        if heading := _HEADING.fullmatch(line):
            parts.append({heading[1]: []})
        elif row := _ROW.fullmatch(line):
            ((_, pages),) = parts[-1].items()
            pages.append(str((HERE / row[1]).resolve().relative_to(ROOT)))
    named = _ENTRY.findall((HERE / "reference.md").read_text("utf-8"))
    pages = ["reference.md", *dict.fromkeys([*named, "reference/vim.md"])]
    return [*parts, {"Reference": [f"docs/{page}" for page in pages]}]


def lay_out(pages: Path) -> None:
    """Copy everything that the book is made of."""
    for source in _sources():
        target = pages / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            target.write_text(_TABLE.sub(_bars, source.read_text("utf-8")), "utf-8")
        else:
            shutil.copyfile(source, target)
    (pages / "book.css").write_text(_style(), "utf-8")


def _bars(row: re.Match[str]) -> str:
    """Return a row of a table, with bars in code as both readers of Markdown take them."""
    return _CODE.sub(
        lambda code: f"<code>{escape(code[1], quote=False)}</code>".replace("\\|", "&#124;"), row[0]
    )


def _sources() -> Iterator[Path]:
    for pattern in (*LAID, *BESIDE):
        yield from (path for path in sorted(ROOT.glob(pattern)) if path.is_file())


def _style() -> str:
    """Return the colours of code, and what makes wide tables scroll by themselves."""
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

    colours: str = HtmlFormatter().get_style_defs(".codehilite")
    return f"{colours}\n.rst-content table td {{ white-space: normal !important; }}\n"


class _Complaints(logging.Handler):
    """Counts what mkdocs warns of, and says it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
        sys.stderr.write(f"{record.getMessage()}\n")


def build(output: Path) -> int:
    """Build the book beneath a folder; return how many complaints there were."""
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config

    complaints = _Complaints()
    logging.getLogger("mkdocs").addHandler(complaints)
    shutil.rmtree(output, ignore_errors=True)
    lay_out(output / "pages")
    config = load_config(
        str(HERE / "mkdocs.yml"),
        docs_dir=str(output / "pages"),
        site_dir=str(output / "site"),
        nav=navigation(),
    )
    try:
        build_site(config)
    finally:
        logging.getLogger("mkdocs").removeHandler(complaints)
    return complaints.count


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="keep nothing")
    if parser.parse_args(arguments).check:
        with tempfile.TemporaryDirectory() as folder:
            return int(build(Path(folder)) > 0)
    return int(build(OUTPUT) > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
