"""What commands about domains and snapshots hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.outputs.common import NAME, PROBLEMS, UUID
from aioesx.cli.shapes import Field, record, records

__all__ = [
    "ADDRESSES", "BLOCKS", "BLOCK_RATES", "CARDS", "CARD_RATES", "CONSOLE", "CPU_TIME",
    "CURRENT", "DESCRIPTION", "DISKS", "DISPLAY", "DISPLAY_URI", "DOMAINS_DONE", "GUARANTEE",
    "GUEST_NAME", "IDENTITY", "INFO", "LINK", "LIST", "MEMORY", "PARENT", "PICTURE",
    "QUESTIONS", "SCHEDULER", "SNAPSHOT", "SNAPSHOTS", "SNAPSHOT_TAKEN", "STATE", "STATISTICS",
    "TYPED", "VCPUS",
]  # fmt: skip

_ID: Final = Field("id", "integer?", "Its number while it is active.")
_STATE: Final = Field("state", "string", "running, paused, shut off, ...: virsh's words.")
_MAX_MEMORY: Final = Field("max_memory", "integer?", "Memory that it sees, in KiB.", "KiB")

LIST: Final = records(
    1,
    "A domain.",
    _ID,
    NAME,
    UUID,
    _STATE,
    _MAX_MEMORY,
    Field("vcpus", "integer?", "Virtual processors."),
    Field("host", "string?", "Name of the host that it is on."),
    Field("datacenter", "string?", "Datacenter of the vCenter."),
    Field("folder", "string?", "Its folder there."),
    Field("pool", "string?", "Its resource pool."),
    Field("path", "string?", "Its inventory path, by which commands find it, too."),
    Field("template", "boolean", "Whether it is a template."),
    PROBLEMS,
)
DOMAINS_DONE: Final = records(1, "A domain for which it was done.", NAME, UUID)
INFO: Final = records(
    1,
    "A domain.",
    _ID,
    NAME,
    UUID,
    Field("os_type", "string", "hvm: it is virtualized."),
    _STATE,
    Field("vcpus", "integer?", "Virtual processors."),
    _MAX_MEMORY,
    Field("memory", "integer?", "Memory that it may use, in KiB.", "KiB"),
    Field("persistent", "boolean", "Whether it has a definition; all have."),
    Field("autostart", "boolean?", "Whether the host starts it; null where it starts none."),
)
IDENTITY: Final = record(1, "What a domain is called.", NAME, UUID, _ID)
STATE: Final = record(
    1,
    "A domain's state.",
    _STATE,
    Field("reason", "string", "Why it is in that state: virsh's words."),
    Field("booted", "moment?", "When it was powered on."),
    Field("question", "string?", "What the host asks about it.", take="question.text"),
)
GUEST_NAME: Final = record(1, "A guest.", Field("hostname", "string", "Its own name."))
ADDRESSES: Final = records(
    1,
    "A network card, as the guest knows it.",
    Field("name", "string", "Its name in the guest."),
    Field("mac", "string?", "Hardware address."),
    Field(
        "addresses",
        "object[]",
        "Its addresses.",
        fields=(
            Field("address", "string", "IPv4 or IPv6 address."),
            Field("prefix", "integer?", "Bits of the network's part."),
        ),
    ),
)
CPU_TIME: Final = record(
    1,
    "Processor time in the host's latest interval.",
    Field("time", "number", "Processor time, in seconds.", "s"),
    Field("interval", "number", "Length of the interval, in seconds.", "s"),
)
STATISTICS: Final = records(
    1,
    "Statistics of a domain.",
    NAME,
    UUID,
    Field("statistics", "any", "By libvirt's names, as state.state or net.0.rx.bytes.rate."),
)
MEMORY: Final = record(
    1,
    "Memory of a running domain.",
    Field("actual", "integer?", "What it is given.", "KiB"),
    Field("rss", "integer?", "What it takes up of the host's.", "KiB"),
)


def _rate(name: str, what: str) -> Field:
    return Field(f"{name}_rate", "integer?", f"{what} per second.", take=f"rates.{name}_rate")


BLOCK_RATES: Final = records(
    1,
    "What goes through a disk.",
    NAME,
    _rate("rd_req", "Read operations"),
    _rate("rd_bytes", "Bytes read"),
    _rate("wr_req", "Write operations"),
    _rate("wr_bytes", "Bytes written"),
)
CARD_RATES: Final = record(
    1,
    "What goes through a network card.",
    Field("name", "string", "Its MAC address."),
    _rate("rx_bytes", "Bytes received"),
    _rate("rx_packets", "Packets received"),
    _rate("rx_drop", "Packets received and dropped"),
    _rate("tx_bytes", "Bytes sent"),
    _rate("tx_packets", "Packets sent"),
    _rate("tx_drop", "Packets to be sent and dropped"),
)
PICTURE: Final = record(1, "A picture.", Field("file", "string", "The file that it was saved to."))
DESCRIPTION: Final = record(
    1,
    "A domain's description, or its title.",
    Field("description", "string?", "Its text; null where --title asks for the title."),
    Field("title", "string?", "Its title, by --title; else null."),
)

# --- devices -------------------------------------------------------------------------------------

DISKS: Final = records(
    1,
    "A disk or drive.",
    Field("type", "string", "What it is made of: file, block, ...: libvirt's words."),
    Field("device", "string", "disk, cdrom, floppy, ..."),
    Field("target", "string", "Its name in the XML, such as sda."),
    Field("source", "string?", "The image; null for an empty drive."),
)
BLOCKS: Final = records(
    1,
    "The size of a disk or of a medium.",
    Field("target", "string", "Its name in the XML, such as sda."),
    Field("capacity", "integer?", "What the guest sees; null for an empty drive.", "bytes"),
    Field("allocation", "integer?", "Its files, with those that they lie on.", "bytes"),
    Field("physical", "integer?", "Its files without those.", "bytes"),
)
CARDS: Final = records(
    1,
    "A network card.",
    Field("target", "string?", "Its name at the host: a VMware host has none."),
    Field("type", "string", "bridge, network, ...: libvirt's words."),
    Field("source", "string?", "The network that it is plugged into."),
    Field("model", "string?", "What card the guest sees."),
    Field("mac", "string?", "Hardware address."),
)
LINK: Final = record(
    1,
    "A card's link.",
    Field("interface", "string", "The card, as it was named."),
    Field("connected", "boolean", "Whether it is plugged in, or will be."),
)
DISPLAY: Final = record(
    1,
    "Where the console is served by VNC.",
    Field("listen", "string?", "Address; null for the host's own."),
    Field("port", "integer", "TCP port; VNC's display number is less by 5900."),
    Field("websocket", "integer?", "TCP port for browsers."),
)
DISPLAY_URI: Final = record(1, "Where the console is served.", Field("uri", "string", "Its URI."))
CONSOLE: Final = record(
    1,
    "Admission to a domain's screen.",
    Field("kind", "string", "webmks, a WebSocket; or vmrc, for VMware Remote Console."),
    Field("url", "string", "Where the screen is; whoever has it, with a ticket, is let in."),
    Field("host", "string?", "The server that takes the ticket."),
    Field("port", "integer?", "Its TCP port."),
    Field("thumbprint", "string?", "SHA-1 of its certificate, in hexadecimal digits."),
    Field("sha256", "string?", "SHA-256 of its certificate, where the host tells it."),
    Field("issued", "moment?", "When the ticket was asked for, by the clock here."),
    Field("expires", "moment?", "When it is good no longer, unused; null: with the session."),
    Field("cfg_file", "string?", "The domain's VMX file."),
)
TYPED: Final = record(
    1, "What was typed.", Field("typed", "integer", "Keys that the host has pressed.")
)

# --- resources -----------------------------------------------------------------------------------

GUARANTEE: Final = record(
    1,
    "What the host keeps ready.",
    Field("min_guarantee", "integer", "Memory, in KiB.", "KiB"),
)
VCPUS: Final = record(
    1,
    "Virtual processors.",
    Field("maximum", "integer?", "How many the host can give."),
    Field("current", "integer?", "How many there are."),
)
SCHEDULER: Final = record(
    1,
    "How a domain shares the host's processors.",
    Field("reservation", "integer?", "What is guaranteed, in MHz.", "MHz"),
    Field("limit", "integer?", "What it gets at most, in MHz; -1: no limit.", "MHz"),
    Field("shares", "integer?", "Its weight; -1 low, -2 normal, -3 high."),
)
QUESTIONS: Final = records(
    1,
    "A question that waits for a person.",
    Field("domain", "string", "The domain that waits.", take="name"),
    Field("text", "string", "What is asked.", take="question.text"),
    Field(
        "choices",
        "object[]",
        "The answers.",
        fields=(
            Field("key", "string", "What the host knows it by."),
            Field("label", "string", "Its text."),
        ),
        take="question.choices",
    ),
    Field("default", "string?", "Key of the host's proposal.", take="question.default.key"),
)

# --- snapshots -----------------------------------------------------------------------------------

_PARENT: Final = Field("parent", "string?", "Name of the one that it was taken on from.")
_TAKEN_STATE: Final = Field("state", "string", "The domain's then: virsh's words.")

SNAPSHOTS: Final = records(
    1,
    "A snapshot.",
    NAME,
    Field("description", "string", "Free text."),
    Field("created", "moment", "When it was taken."),
    _TAKEN_STATE._replace(take="state_word"),
    Field("quiesced", "boolean", "Whether the guest's file systems were at rest."),
    Field("is_current", "boolean", "Whether the domain runs on from it."),
    _PARENT,
)
SNAPSHOT: Final = record(
    1,
    "A snapshot.",
    NAME,
    Field("domain", "string", "Its domain."),
    Field("description", "string", "Free text."),
    Field("created", "moment", "When it was taken."),
    _TAKEN_STATE,
    Field("quiesced", "boolean", "Whether the guest's file systems were at rest."),
    Field("is_current", "boolean", "Whether the domain runs on from it."),
    _PARENT,
    Field("children", "integer", "How many were taken on from it."),
    Field("descendants", "integer", "They, theirs, and so on."),
)
CURRENT: Final = record(
    1,
    "The current snapshot.",
    Field("name", "string?", "Its name, by --name."),
    Field("xml", "string?", "Its XML, without."),
)
PARENT: Final = record(1, "The parent of a snapshot.", NAME)
SNAPSHOT_TAKEN: Final = record(1, "The snapshot that was taken.", NAME)
