"""JSON, CSV and YAML of records, such that they can be parsed whatever texts are in them.

What a terminal should not see is written by the escapes of the format; CSV has none, so there it is
written as virsh's tables write it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from aioesx.cli.text import json_escaped, may_all_be_shown, safe_cell

__all__ = ["WRITERS", "as_csv", "as_json"]


def as_json(value: Any, encoding: str) -> str:
    r"""Write JSON; what may not be shown is written ``\uNNNN``, so it stays what it is."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return f"{json_escaped(text, encoding)}\n"


def as_csv(value: Any, encoding: str) -> str:
    """Write a head and a line for each record; what is nested is JSON in its cell."""
    import csv
    import io

    rows = value if isinstance(value, list) else [value]
    if not rows:
        return ""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_cell(held, encoding) for held in row.values()] for row in rows)
    return page.getvalue()


def _cell(value: Any, encoding: str) -> str:
    import json

    if value is None:
        return ""
    if isinstance(value, str):
        return safe_cell(value, encoding)
    return json_escaped(json.dumps(value, ensure_ascii=False), encoding)


def _as_yaml(value: Any, encoding: str) -> str:
    import json

    import yaml

    everything = json.dumps(value, ensure_ascii=False)
    text: str = yaml.safe_dump(
        value,
        sort_keys=False,
        allow_unicode=may_all_be_shown(everything, encoding),
        default_flow_style=False,
    )
    return text


WRITERS: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "json": as_json,
    "csv": as_csv,
    "yaml": _as_yaml,
}
"""By the name of a format, what writes it in an encoding."""
