"""What a report is written as, read back by those whose formats they are."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import pickle
from datetime import UTC, datetime
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from support.report_site import EVIL

from aioesx import _extras
from aioesx.jobs.report import TABLES, Cell, FailedHost, Report
from aioesx.jobs.report.columns import joined

# fmt: off
FORMULAS: Final = (
    "=1+1", '=HYPERLINK("http://example.com")', "+1", "-1", "@SUM(A1)", "007", "1e5", "TRUE",
    "{=1}", "http://example.com", "\ttext", "_x0041_", " room ", "Ä\U0001f40d",
)
# fmt: on


def _with_names(report: Report, names: tuple[str, ...]) -> Report:
    """Return a report whose machines are called so."""
    row = report.rows["vInfo"][0]
    rows = tuple((name, *row[1:]) for name in names)
    return dataclasses.replace(report, rows={**report.rows, "vInfo": rows})


# --- XLSX ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(report: Report) -> Any:
    return openpyxl.load_workbook(io.BytesIO(report.to_xlsx()))


def test_there_is_a_sheet_for_each_table_and_one_for_hosts_that_failed(
    report: Report, book: Any
) -> None:
    assert book.sheetnames == ["Failed hosts", *TABLES]
    failed = [tuple(cell.value for cell in row) for row in book["Failed hosts"].iter_rows()]
    assert failed[0] == ("Host", "Error", "Message")
    assert [row[0] for row in failed[1:]] == [each.host for each in report.failed] == ["esx03"]


def _as_in_a_sheet(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    if isinstance(cell, tuple):
        return joined(cell) or None
    return None if cell == "" else cell


@pytest.mark.parametrize("name", TABLES)
def test_a_sheet_read_back_is_the_table(report: Report, book: Any, name: str) -> None:
    head, *rows = book[name].iter_rows(values_only=True)

    assert list(head) == [column.title for column in TABLES[name].columns]
    assert [list(row) for row in rows] == [
        [_as_in_a_sheet(cell) for cell in row] for row in report.rows[name]
    ]


def test_texts_stay_texts_whatever_they_begin_with(report: Report) -> None:
    data = _with_names(report, (*FORMULAS, EVIL)).only(["vInfo"]).to_xlsx()

    sheet = openpyxl.load_workbook(io.BytesIO(data))["vInfo"]

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [unescape(str(cell.value)) for cell in cells] == [*FORMULAS, EVIL]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_what_a_cell_cannot_hold_is_cut_and_not_lost(report: Report) -> None:
    data = _with_names(report, ("x" * 40_000,)).only(["vInfo"]).to_xlsx()

    text = openpyxl.load_workbook(io.BytesIO(data))["vInfo"]["A2"].value

    assert text == "x" * 32_766 + "…"


def test_moments_before_a_sheets_time_and_numbers_too_large_for_it_are_texts(
    report: Report,
) -> None:
    table = TABLES["vHost"]
    row = list(report.rows["vHost"][0])
    row[table.index("BIOS Date")] = datetime(1, 1, 1, tzinfo=UTC)
    row[table.index("Speed")] = 2**60 + 1
    changed = dataclasses.replace(report, rows={"vHost": (tuple(row),)})

    sheet = openpyxl.load_workbook(io.BytesIO(changed.to_xlsx()))["vHost"]

    assert sheet.cell(2, table.index("BIOS Date") + 1).value == "0001-01-01 00:00:00"
    assert sheet.cell(2, table.index("Speed") + 1).value == str(2**60 + 1)


def test_without_the_extra_a_workbook_says_what_it_needs(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_extras.PACKAGES, "report", ("no_such_package",))

    with pytest.raises(ImportError, match=r"a workbook needs .* pip install 'aioesx\[report\]'"):
        report.to_xlsx()


# --- JSON and CSV --------------------------------------------------------------------------------


def test_json_has_records_by_table_and_what_failed(report: Report) -> None:
    told = json.loads(report.to_json())

    assert told["hosts"] == 3
    assert [each["host"] for each in told["failed"]] == ["esx03"]
    assert list(told["tables"]) == list(TABLES)
    first = told["tables"]["vInfo"][0]
    assert first["vm"] == EVIL
    assert list(first) == list(TABLES["vInfo"].keys)
    assert datetime.fromisoformat(first["poweron"]).tzinfo is not None


def test_csv_read_back_is_the_table(report: Report) -> None:
    head, *rows = csv.reader(io.StringIO(report.to_csv("vDatastore"), newline=""))

    assert head == [column.title for column in TABLES["vDatastore"].columns]
    assert rows == [[joined(cell) for cell in row] for row in report.rows["vDatastore"]]


def test_csv_files_begin_with_what_failed(report: Report) -> None:
    files = report.to_csv_files()

    assert list(files) == ["failed.csv", *(f"{name}.csv" for name in TABLES)]
    assert "esx03,ConnectError" in files["failed.csv"]
    assert "failed.csv" not in dataclasses.replace(report, failed=()).to_csv_files()


def test_a_report_can_be_pickled_with_its_errors(report: Report) -> None:
    again = pickle.loads(pickle.dumps(report))

    assert again == report
    assert again.failed == (FailedHost("esx03", "ConnectError", report.failed[0].message),)
    assert str(again.failed[0].cause) == str(report.failed[0].cause)
