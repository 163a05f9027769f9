"""The page: what is in it, that it fetches nothing, that no name harms it, what a browser draws."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, NamedTuple

import anyio
import pytest
from support.browser import Page, opened
from support.report_site import EVIL, report_of, report_site

from aioesx.jobs.report import TABLES, FailedHost, Report

_MIB: Final = 2**20
_FETCHING: Final = {"src", "href", "srcset", "data", "action", "poster", "background"}


class Parsed(HTMLParser):
    """The elements of a page, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        elif self._in != "style":
            self.text += data


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return report.to_html(f"Machines of {EVIL}")


@pytest.fixture(scope="module")
def page(html: str) -> Parsed:
    return Parsed(html)


@pytest.fixture(scope="module")
def data(page: Parsed) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page.scripts[0])
    return found


def test_nothing_is_fetched(html: str, page: Parsed) -> None:
    wanted = [
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in _FETCHING and value is not None and not value.startswith(("#", "data:"))
    ]

    assert wanted == []
    assert "url(" not in html
    assert "@import" not in html
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none';")


def test_only_the_pages_own_script_may_run(page: Parsed) -> None:
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv"))

    assert f"script-src 'sha256-{digest}'" in str(policy)
    assert len(page.scripts) == 2


def test_a_name_is_text_wherever_it_stands(html: str, page: Parsed, data: Any) -> None:
    assert "<img" not in html
    assert EVIL in page.text
    assert "img" not in {name for name, _ in page.elements}
    names = _column(data, "vInfo", "VM")
    assert names[0] == EVIL


def _column(data: list[dict[str, Any]], name: str, title: str) -> list[Any]:
    table = next(each for each in data if each["name"] == name)
    number = [column["t"] for column in table["columns"]].index(title)
    held = table["data"][number]
    return held if isinstance(held, list) else [held["d"][at] for at in held["i"]]


def test_the_pages_data_are_the_rows(report: Report, data: Any) -> None:
    assert [table["name"] for table in data] == list(TABLES)
    assert [table["count"] for table in data] == [len(rows) for rows in report.rows.values()]
    for name, title in (("vInfo", "Host"), ("vDisk", "Capacity MiB"), ("vSnapshot", "Age")):
        assert _column(data, name, title) == report.column(name, title)
    moments = [
        round(each.timestamp()) if isinstance(each, datetime) else None
        for each in report.column("vInfo", "PowerOn")
    ]
    assert _column(data, "vInfo", "PowerOn") == moments


def test_hosts_that_failed_stand_before_everything_else(html: str) -> None:
    assert "1 host is not in this report" in html
    assert html.index("esx03") < html.index('class="tiles"')


def test_many_failed_hosts_are_all_there(report: Report) -> None:
    failed = tuple(FailedHost(f"gone<{n}>", "ConnectError", "refused & gone") for n in range(40))

    html = dataclasses.replace(report, failed=failed, hosts=42).to_html()

    assert "40 hosts are not in this report" in html
    assert all(f"gone&lt;{number}&gt;" in html for number in range(40))
    assert "2 of 42 servers answered" in html


def test_what_is_hidden_or_old_is_told(report: Report) -> None:
    html = dataclasses.replace(report, problems=("esx<1> hides it",)).to_html()

    assert "esx&lt;1&gt; hides it" in html


def test_an_empty_report_is_a_page_too(report: Report) -> None:
    empty = dataclasses.replace(report, rows=dict.fromkeys(TABLES, ()), failed=())

    assert "Inventory" in empty.to_html()
    assert "Inventory" in report.only(["vLicense"]).to_html()


# --- in a browser --------------------------------------------------------------------------------

in_a_browser = pytest.mark.peer("chromium")


@pytest.fixture(scope="module")
def thousand() -> Report:
    with report_site(20, 50) as site:
        return anyio.run(report_of, site)


@pytest.fixture(scope="module")
def browser(thousand: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The page of a thousand machines, in a browser."""
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(thousand.to_html(), "utf-8")
    with opened() as page:
        yield Browser(page, file)


class Browser(NamedTuple):
    page: Page
    file: Path

    def at(self, width: int = 1440, script: str = "", fragment: str = "") -> Any:
        self.page.look(width, 900)
        self.page.go(self.file, fragment)
        return self.page.run(script)


@pytest.mark.long
def test_the_page_of_a_thousand_machines_is_small(thousand: Report) -> None:
    assert len(thousand.rows["vInfo"]) == 1000
    assert len(thousand.to_html().encode()) < 3 * _MIB


@in_a_browser
def test_a_browser_fetches_the_page_and_nothing_else(browser: Browser) -> None:
    browser.at(script="document.querySelectorAll('nav a').forEach((tab) => tab.click())")

    assert {url.partition("#")[0] for url in browser.page.fetched} <= {
        browser.file.as_uri(),
        "about:blank",
        "data:,",
    }


@in_a_browser
def test_rows_are_drawn_on_demand(browser: Browser) -> None:
    drawn, later, before, last = browser.at(
        script="""
        const lines = () => document.querySelectorAll("tr.line");
        const last = () => lines()[lines().length - 1].querySelector(".value").textContent;
        document.querySelector(".tables").scrollIntoView();
        await settled();
        const [drawn, before] = [lines().length, last()];
        document.querySelector("#frame").scrollTop = 1e9;
        await settled();
        return [drawn, lines().length, before, last()];
        """
    )

    assert 20 < drawn < 100
    assert 20 < later < 100
    assert not before.endswith("-1000")
    assert last.endswith("-1000")


@in_a_browser
def test_on_a_phone_cards_are_drawn_on_demand(browser: Browser) -> None:
    drawn, last = browser.at(
        390,
        """
        scrollTo(0, document.documentElement.scrollHeight);
        await settled();
        const lines = document.querySelectorAll("tr.line");
        return [lines.length, lines[lines.length - 1].querySelector(".value").textContent];
        """,
    )

    assert drawn < 100
    assert last.endswith("-1000")


@in_a_browser
def test_rows_are_searched(browser: Browser) -> None:
    found = browser.at(
        script="""
        const search = document.querySelector("#search");
        return ["WEB-prod", "host:esx07 powerstate:on", "nobody at all", ""].map((text) => {
            search.value = text;
            search.dispatchEvent(new Event("input"));
            return document.querySelector("#count").textContent;
        });
        """
    )

    assert re.fullmatch(r"[1-9]\d* of 1,000 rows", found[0])
    assert re.fullmatch(r"[1-9]\d? of 1,000 rows", found[1])
    assert found[2:] == ["0 of 1,000 rows", "1,000 rows"]


@in_a_browser
def test_rows_are_sorted_by_value_and_not_by_their_texts(
    browser: Browser, thousand: Report
) -> None:
    largest, smallest = browser.at(
        script="""
        const sorted = () => {
            document.querySelectorAll("thead button")[3].click();
            return document.querySelector("tr.line").cells[3].querySelector(".value").textContent;
        };
        return [sorted(), sorted()];
        """
    )

    sizes = thousand.column("vInfo", "Memory")
    assert largest == f"{max(sizes) // 1024} GiB"  # type: ignore[type-var,operator]
    assert smallest == f"{min(sizes) // 1024} GiB"  # type: ignore[type-var,operator]


@in_a_browser
@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(browser: Browser, width: int) -> None:
    widest = browser.at(
        width,
        """
        const wide = [];
        for (const name of ["vInfo", "vHost", "vHealth"]) {
            location.hash = name;
            await settled();
            wide.push(document.documentElement.scrollWidth);
        }
        return Math.max(...wide);
        """,
    )

    assert widest <= width


@in_a_browser
def test_a_row_is_shown_whole_and_its_name_is_text(browser: Browser) -> None:
    is_open, name, facts, images = browser.at(
        script="""
        document.querySelector("tr.line").click();
        const dialog = document.querySelector("dialog");
        const count = (name) => document.querySelectorAll(name).length;
        return [dialog.open, dialog.querySelector("h2").textContent, count("dt"), count("img")];
        """
    )

    assert (is_open, name, images) == (True, EVIL, 0)
    assert facts > 40


@in_a_browser
def test_a_row_is_opened_by_the_keyboard_too(browser: Browser) -> None:
    name = browser.at(
        script="""
        const line = document.querySelectorAll("tr.line")[1];
        line.focus();
        line.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        return document.querySelector("dialog h2").textContent;
        """
    )

    assert name.endswith("-0002")


@in_a_browser
def test_all_rows_are_printed(browser: Browser) -> None:
    printed, shown = browser.at(
        script="""
        const count = () => document.querySelectorAll("tr.line").length;
        dispatchEvent(new Event("beforeprint"));
        const printed = count();
        dispatchEvent(new Event("afterprint"));
        return [printed, count()];
        """
    )

    assert printed == 1000
    assert shown < 100
