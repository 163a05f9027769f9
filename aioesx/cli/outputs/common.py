"""What several areas hand over alike."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, record

__all__ = ["DOCUMENT", "NAME", "NAMED", "PROBLEMS", "TAKEN", "UUID", "VMX"]

NAME: Final = Field("name", "string", "Its name.")
UUID: Final = Field("uuid", "uuid?", "Its UUID, where the host tells one.")
PROBLEMS: Final = Field("problems", "string[]", "What could not be read and why, a sentence each.")
_XML: Final = "The document, with nothing escaped but what XML escapes."

DOCUMENT: Final = record(1, "A document.", Field("xml", "string", _XML))
VMX: Final = record(1, "A VMX file.", Field("vmx", "string", "Its text.", take="file"))
NAMED: Final = record(1, "What has this name and UUID.", NAME, UUID)
TAKEN: Final = record(
    1,
    "What was made, or the document that it would be made of.",
    Field("name", "string?", "Its name; null where --print-xml makes nothing."),
    Field("xml", "string?", "The document, by --print-xml."),
)
