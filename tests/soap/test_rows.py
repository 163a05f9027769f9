"""The table of fault rows in docs/wire.md is what the tests of this folder are marked with.

python tests/soap/test_rows.py     writes the table
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "wire.md"
BEGIN, END = "<!-- rows begin -->\n", "<!-- rows end -->"
ROWS = {
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


def marked() -> Iterator[tuple[str, str]]:
    """Yield row and test for every mark."""
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for decorator in node.decorator_list:
                    found = re.fullmatch(r"pytest\.mark\.fault\('(\w+)'\)", ast.unparse(decorator))
                    if found:
                        yield found[1], f"{path.name}: {node.name}"


def table() -> str:
    tests: dict[str, list[str]] = {}
    for row, test in marked():
        tests.setdefault(row, []).append(f"`{test}`")
    lines = ["| row | what | tests in `tests/soap` |", "|---|---|---|"]
    lines += [
        f"| {row} | {what} | {'<br>'.join(tests.get(row, ()))} |" for row, what in ROWS.items()
    ]
    return "\n".join(lines) + "\n"


def page() -> str:
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


def test_every_row_has_a_test() -> None:
    assert {row for row, _ in marked()} == set(ROWS)


def test_the_table_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
