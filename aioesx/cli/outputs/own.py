"""What `doctor` and `top --once` hand over: commands that open their connections themselves."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, records

__all__ = ["FIGURES", "FINDINGS"]

FINDINGS: Final = records(
    1,
    "What a step of the examination found; without a URI, a version that this is built on.",
    Field("step", "string", "The step: uri, name, ...; docs/doctor.md has all; or version."),
    Field("verdict", "string", "ok, warning, fault, or unexamined."),
    Field("text", "string", "What was seen; empty if it was not examined."),
    Field("advice", "string", "What to do; empty for nothing."),
)

FIGURES: Final = records(
    1,
    "A host, or a domain on it.",
    Field("host", "string", "Name of the host."),
    Field("domain", "string?", "Name of the domain; null for the host itself."),
    Field("state", "string", "up, down, maintenance, ... of a host; virsh's word of a domain."),
    Field("cpu", "integer?", "Processor time in use, in MHz.", "MHz"),
    Field("cpu", "number?", "Likewise, of what it could use, in percent.", "%", take="share"),
    Field("memory", "integer?", "Memory in use, in MiB.", "MiB"),
    Field("memory_most", "integer?", "Memory that there is, in MiB.", "MiB"),
    Field("disk", "integer?", "Read and written, in KiB/s.", "KiB/s"),
    Field("net", "integer?", "Received and sent, in KiB/s.", "KiB/s"),
    Field("uptime", "integer?", "Seconds since its start.", "s"),
    Field("asking", "integer?", "Domains of the host that wait for a person; null of a domain."),
    Field("question", "string?", "What the domain waits for a person to answer."),
)
