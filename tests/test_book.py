"""The book: every page is in it, nothing in it comes from elsewhere, and a dead link ends it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from support.judges import ROOT

from docs import book


def test_every_page_is_in_the_navigation() -> None:
    pages = {str(path.relative_to(ROOT)) for pattern in book.LAID for path in ROOT.glob(pattern)}
    named = [
        page
        for part in book.navigation()
        for held in part.values()
        for page in ([held] if isinstance(held, str) else held)
    ]

    assert pages - set(named) == set(), "a page needs a row in docs/index.md"
    assert sorted(named) == sorted(set(named)), "a page stands in one place"


def test_every_page_is_of_the_pages_that_are_laid_out() -> None:
    templates = set((ROOT / "docs" / "pages").glob("*.md"))
    laid = {path for pattern in book.LAID for path in ROOT.glob(pattern)}

    assert set((ROOT / "docs").rglob("*.md")) - templates - laid == set()


PROGRAMS = sorted(
    path for path in (ROOT / "examples").iterdir() if path.suffix in (".py", ".ipynb")
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_a_program_says_how_it_is_run_is_told_and_tried(program: Path) -> None:
    cookbook = (ROOT / "docs" / "cookbook.md").read_text("utf-8")
    tests = [*(ROOT / "tests" / "examples").glob("*.py"), ROOT / "tests" / "test_examples.py"]

    assert f"](../examples/{program.name})" in cookbook
    assert any(program.stem in path.read_text("utf-8") for path in tests)
    ways = (f"examples/{program.name}", f"examples.{program.stem}:", "Copy it to", "run it with")
    assert any(way in program.read_text("utf-8") for way in ways)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("book")
    assert book.build(output) == 0
    return output / "site"


@pytest.mark.long
@pytest.mark.timeout(240)  # a book is built
def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loads = re.compile(
        r"""<(?:script|img|iframe|source)[^>]*\ssrc=["']?(?:https?:)?//[^"'>]+"""
        r"""|<link[^>]*\shref=["']?(?:https?:)?//[^"'>]+"""
        r"""|url\(["']?(?:https?:)?//[^)]+|@import[^;]+//[^;]+"""
    )
    found = {
        match
        for path in site.rglob("*")
        if path.suffix in (".html", ".css")
        for match in loads.findall(path.read_text("utf-8"))
    }

    assert found == set()


@pytest.mark.long
@pytest.mark.timeout(240)  # a book is built
def test_a_page_has_the_navigation_its_code_and_a_search(site: Path) -> None:
    page = (site / "docs" / "guide.html").read_text("utf-8")

    assert 'href="cookbook.html"' in page
    assert '<div class="codehilite">' in page
    assert (site / "search" / "search_index.json").stat().st_size > 100_000


@pytest.mark.long
@pytest.mark.timeout(240)  # a book is built
def test_no_markdown_is_left_over(site: Path) -> None:
    """What one reader of Markdown takes for a list or a table, another may take for text."""
    marks = re.compile(r"\]\(|\*\*|^\s*\|.*\||`|^\* |^#+ ", re.MULTILINE)
    found = {}
    for path in site.rglob("*.html"):
        page = html.parse(str(path)).getroot()
        for code in page.xpath("//pre|//code|//nav|//script"):
            code.drop_tree()
        for cell in page.xpath('//td[starts-with(normalize-space(.), "# ")]'):
            cell.drop_tree()  # titles of columns, as in RVTools: "# CPUs"
        text = "".join(part.text_content() for part in page.xpath('//div[@role="main"]'))
        if left := marks.findall(text):
            found[path.name] = left

    assert found == {}


@pytest.mark.long
@pytest.mark.timeout(240)  # a book is built
def test_links_that_lead_nowhere_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out = book.lay_out
    gone = ("docs/nowhere.md", "docs/guide.md#no-such-heading", "examples/nothing.py")

    def with_links(pages: Path) -> None:
        lay_out(pages)
        with (pages / "README.md").open("a") as page:
            page.writelines(f"\n[gone]({link})\n" for link in gone)

    monkeypatch.setattr(book, "lay_out", with_links)

    assert book.build(tmp_path) == len(gone)
    told = capsys.readouterr().err
    assert [link for link in gone if link not in told] == []
