"""reports.md: the inventory report, with the tables and columns as they are declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aioesx.jobs.report import TABLES
from aioesx.jobs.report.writing.netbox import MODELS

__all__ = ["page"]

_HERE: Final = Path(__file__).resolve().parent


def page() -> str:
    """Return the whole page."""
    text = (_HERE / "reports.md").read_text("utf-8")
    return text.replace("NETBOX\n", _netbox()).replace("COLUMNS\n", "\n".join(_tables()))


def _tables() -> Iterator[str]:
    for table in TABLES.values():
        yield f"### `{table.name}`: {table.title}\n"
        yield f"{table.help}\n"
        yield "| Column | In JSON | Type | Unit |\n|---|---|---|---|"
        for column in table.columns:
            title = f"**{column.title}**" if column.main else column.title
            yield f"| {title} | `{column.key}` | {column.type} | {column.unit} |"
        yield ""


def _netbox() -> str:
    lines = ["| File | NetBox's form | Required | Besides |", "|---|---|---|---|"]
    for model in MODELS:
        required = ", ".join(f"`{field.name}`" for field in model.fields if field.required)
        others = ", ".join(f"`{field.name}`" for field in model.fields if not field.required)
        lines.append(f"| `{model.file}` | {model.form} | {required} | {others or '-'} |")
    return "\n".join(lines) + "\n"
