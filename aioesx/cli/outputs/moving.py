"""What commands of machines that move hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.shapes import Field, Shape, record, records

__all__ = ["ARRIVED", "EXPORTED", "STATUS"]

_HOST: Final = Field("host", "string?", "Name of its host in the inventory; null without --job.")
_DOMAIN: Final = Field("domain", "string", "The domain's name.")
_TARGET: Final = Field("target", "string", "Where its files go.")
_MOVED: Final = Field("moved", "integer", "What came over the line.", "bytes")
_SECONDS: Final = Field("seconds", "number", "How long it took.", "s")
_CAPACITY: Final = Field("capacity", "integer", "Of all its disks.", "bytes")
_SHA: Final = Field(
    "sha256", "string?", "Over the digests of its chunks; null where nothing was hashed."
)
_LABEL: Final = Field("label", "string", "What the host calls it.")
_FILE: Final = Field("file", "string", "Name of the file that is made of it.")
_WARNINGS: Final = Field("warnings", "string[]", "What is to be known, a sentence each.")
_JOB_WARNINGS: Final = Field(
    "job_warnings", "string[]", "Of --job: what is to be known of it, in each record; else none."
)
_DISK_CAPACITY: Final = Field("capacity", "integer", "Its size.", "bytes")

EXPORTED: Final = Shape(
    2,
    "A domain that has left its host, or could not.",
    (
        _HOST,
        _DOMAIN,
        Field("uuid", "string?", "Its UUID, where the host tells one."),
        Field("outcome", "string", "exported, refused, failed, interrupted or not begun."),
        Field("ok", "boolean", "Whether it has left."),
        Field("why", "string", "Why it has not; else empty."),
        _TARGET,
        Field("format", "string", "What was made; empty where nothing was."),
        Field("way", "string", "How the bytes came: folder, lease or snapshot; likewise."),
        _CAPACITY,
        _MOVED,
        _SECONDS,
        Field("rate", "number?", "What came a second; null where nothing did.", "bytes/s"),
        Field("downtime", "number?", "Of a warm one: how long it was off.", "s"),
        Field("moved_off", "integer?", "Of a warm one: what was copied meanwhile.", "bytes"),
        Field(
            "disks",
            "object[]",
            "Its disks.",
            fields=(
                _LABEL,
                _FILE,
                _DISK_CAPACITY,
                _MOVED,
                Field("resumed", "integer", "What an earlier run had brought.", "bytes"),
                _SHA,
            ),
        ),
        Field("files", "string[]", "Everything that was made."),
        _WARNINGS,
        _JOB_WARNINGS,
        Field("next_step", "string", "The command line that finishes the guest; or empty."),
    ),
    many=True,
    option="dry-run",
    others=(
        _HOST,
        _DOMAIN,
        _TARGET,
        Field("ok", "boolean", "Whether nothing is in its way."),
        Field("done", "boolean", "Whether it has left already, by the state file of a job."),
        Field("format", "string?", "What would be made; null where that could not be found out."),
        Field("way", "string?", "How the bytes would come; likewise."),
        Field("reason", "string?", "Why that way; likewise."),
        Field("capacity", "integer?", "Of all its disks; likewise.", "bytes"),
        Field("needed", "integer?", "What the target takes at most; likewise.", "bytes"),
        Field("free", "integer?", "What the target has; null where nobody can tell.", "bytes"),
        Field(
            "disks",
            "object[]",
            "Its disks.",
            fields=(
                _LABEL,
                Field("source", "string", "Datastore path of its newest descriptor."),
                Field("links", "integer", "How many links its chain has."),
                _DISK_CAPACITY,
                Field("allocated", "integer?", "What it takes at the host.", "bytes"),
                _FILE,
            ),
        ),
        Field("files", "string[]", "Everything that would be made."),
        Field(
            "refusals",
            "object[]",
            "What is in its way.",
            fields=(
                Field("kind", "string", "A word: running, snapshots, space, ..."),
                Field("text", "string", "A sentence."),
            ),
        ),
        _WARNINGS,
        _JOB_WARNINGS,
    ),
)

ARRIVED: Final = record(
    2,
    "A domain that has arrived.",
    Field("name", "string", "Its name there."),
    Field("uuid", "uuid?", "Its UUID, where the host tells one."),
    _MOVED,
    _SECONDS,
    _WARNINGS,
)

STATUS: Final = records(
    1,
    "An earlier export, as its record here says.",
    Field("domain", "string", "The domain's name; empty where the record cannot be read."),
    Field("record", "string", "The file that tells of it."),
    Field("state", "string", "copying, verifying, finishing, done; unknown likewise."),
    Field("complete", "boolean", "Whether it is done, and all its files are here."),
    Field("resumable", "boolean", "Whether it is half, and the same export goes on with it."),
    Field("format", "string?", "What is made."),
    Field("way", "string?", "How the bytes come."),
    Field("done", "integer?", "What of its disks is safe here.", "bytes"),
    Field("capacity", "integer?", "Of all its disks.", "bytes"),
    Field("began", "string?", "When, ISO 8601."),
    Field("ended", "string?", "When it was done; null before."),
    Field("proved", "string?", "How it was proved then: read or full; else empty."),
    Field("verified", "boolean?", "By --verify: whether it is what came; null without."),
    Field(
        "disks",
        "object[]",
        "By --verify: its disks.",
        fields=(
            _LABEL,
            Field("file", "string", "The file that holds it."),
            _DISK_CAPACITY,
            Field("chunks", "integer", "How many were held against their digests."),
            _SHA,
        ),
    ),
    Field("restarts", "string[]", "Why disks were begun anew, a sentence each."),
    Field("warnings", "string[]", "What was warned of, a sentence each."),
    Field("why", "string", "What is wrong with it; else empty."),
)
