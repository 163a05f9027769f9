"""What commands that change devices hand over: a device as it is now."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, record

__all__ = ["DETACHED", "DEVICE"]

DEVICE: Final = record(
    1,
    "A device as it is now; or by --print-xml the document that describes it, and all else null.",
    Field("kind", "string?", "disk, cdrom, floppy, interface, serial, ..."),
    Field("label", "string?", "What the host calls it."),
    Field("target", "string?", "Name of a disk or drive in the XML, such as sdb."),
    Field("bus", "string?", "What a disk or drive is plugged into: scsi, sata, ide, ..."),
    Field("mac", "string?", "Hardware address of a card."),
    Field("model", "string?", "What card or controller the guest sees."),
    Field("source", "string?", "The image, network, ... behind it."),
    Field("capacity", "integer?", "Size of a disk.", "bytes"),
    Field("connected", "boolean?", "Whether it is plugged in now."),
    Field("start_connected", "boolean?", "Whether it will be when the domain starts."),
    Field("xml", "string?", "The document, by --print-xml."),
)
DETACHED: Final = record(
    1,
    "The device that was taken away, or by --print-xml the document that describes it.",
    Field("name", "string?", "Target of a disk or drive, MAC address of a card."),
    Field("xml", "string?", "The document, by --print-xml."),
)
