"""``--xpath`` and ``--wrap`` of the commands that print a document."""

from __future__ import annotations

from typing import Final

from aioesx.cli.declare import Flag, Word

__all__ = ["XPATH", "selected"]

XPATH: Final = (
    Word("xpath", "Only what this XPath selects.", False, False),
    Flag("wrap", "With --xpath: in one element, so that it is a document again."),
)


def selected(xml: str, xpath: str | None, wrap: bool) -> str:
    """Return what is to be printed of a document.

    Raises:
        ValueError: that is no XPath, or selects no nodes.
    """
    if xpath is None:
        return xml
    from aioesx.definition.selection import select_xml  # loads the documents

    return select_xml(xml, xpath, wrap=wrap)
