"""A docstring as Markdown: paragraphs as they are, sections as lists, names as links."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any, Final

from docs.pages.names import anchor

__all__ = ["first_sentence", "text_of"]

_TIMEOUT: Final = re.compile(r"\n+``timeout=`` is seconds in all: .*\Z", re.DOTALL)
_TIMEOUT_LINE: Final = re.compile(r"    timeout: seconds in all\.")
_SECTION: Final = re.compile(
    r"(Args|Attributes|Class attributes|Raises|Returns|Yields|On opening, besides):"
)
_ENTRY: Final = re.compile(r"    ([\w*, ]+): (.*)")
_NAMES: Final = re.compile(r"^(    [\w*, ]+,)\n +(?=[\w*, ]+: )", re.MULTILINE)
"""Names of one entry that stand in two lines."""
_REFERENCE: Final = re.compile(r"(?<!`)`((?:aioesx\.)?([A-Za-z_][\w.]*))`(?!`)")

Known = Mapping[str, tuple[str, str]]


def text_of(
    thing: Any, page: str, known: Known, types: Mapping[str, str] | None = None, cls: str = ""
) -> str:
    """Return the docstring of something.

    Args:
        thing: it, or the text itself.
        page: on which it stands: links to other pages name these.
        known: page and heading of each name that may be a link.
        types: of attributes, by name.
        cls: the class whose member it is: its other members are named without it.
    """
    doc = inspect.cleandoc(thing) if isinstance(thing, str) else inspect.getdoc(thing) or ""
    lines: list[str] = []
    section = ""
    for line in _NAMES.sub(r"\1 ", _TIMEOUT.sub("", doc)).splitlines():
        last = lines[-1] if lines else ""
        if _TIMEOUT_LINE.fullmatch(line):
            continue
        if match := _SECTION.fullmatch(line):
            section = match[1]
            lines.append(f"{line}\n")
        elif section in ("Returns", "Yields") and line.startswith("    "):
            lines.append(line.strip())
        elif section and (match := _ENTRY.fullmatch(line)):
            kind = (types or {}).get(match[1], "") if section == "Attributes" else ""
            lines.append(f"* `{match[1]}`{f' (`{kind}`)' if kind else ''}: {match[2]}")
        elif section and line.startswith("        ") and last.startswith(("* ", "  ")):
            lines.append(f"  {line.strip()}")
        elif section and line.startswith("    ") and last.startswith(("* ", "  ")):
            lines += ["", line.strip()]
        else:
            section = section if not line.strip() or line.startswith(" ") else ""
            lines.append(line)
    linked = [
        line if line.startswith("    ") else _linked(line, page, known, cls) for line in lines
    ]
    return "\n".join(linked).replace("``", "`").rstrip() + "\n"


def _linked(line: str, page: str, known: Known, cls: str) -> str:
    def link(match: re.Match[str]) -> str:
        found = known.get(f"{cls}.{match[2]}") or known.get(match[2])
        if found is None:
            return match[0]
        where = "" if found[0] == page else f"{found[0]}.md"
        return f"[`{match[2]}`]({where}#{anchor(found[1])})"

    return _REFERENCE.sub(link, line)


def first_sentence(thing: Any) -> str:
    """Return what a docstring begins with, for a table."""
    doc = thing if isinstance(thing, str) else inspect.getdoc(thing) or ""
    line = doc.strip().split("\n\n")[0].replace("\n", " ").replace("``", "`").replace("|", "\\|")
    return re.split(r"(?<=[.:;])\s", line)[0].rstrip(":;")
