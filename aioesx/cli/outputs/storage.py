"""What commands about pools, volumes and files hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.outputs.common import NAME, PROBLEMS, UUID
from aioesx.cli.shapes import Field, Shape, record, records

__all__ = [
    "FILES", "FILES_DONE", "IMAGES", "KEY", "ORPHANS", "POOL", "POOLS", "SPACE", "TRANSFER",
    "VOLUME", "VOLUMES", "VOLUME_MADE", "VOLUME_NAME",
]  # fmt: skip

_CAPACITY: Final = Field("capacity", "integer?", "What it holds, in bytes.", "bytes")
_ALLOCATION: Final = Field("allocation", "integer?", "What is taken, in bytes.", "bytes")
_AVAILABLE: Final = Field("available", "integer?", "What is left, in bytes.", "bytes")
_STATE: Final = Field("state", "string", "running, or why it is not to be had.")
_MODIFIED: Final = Field("modified", "moment?", "When it was last written.")
_PATH: Final = Field("path", "path", "As '[datastore1] iso/debian.iso'.")

POOLS: Final = records(
    1,
    "A storage pool.",
    NAME,
    UUID,
    _STATE,
    Field("kind", "string", "dir, fs, netfs: libvirt's word."),
    Field("type", "string?", "VMFS, NFS, ...: the host's word."),
    _CAPACITY,
    _ALLOCATION,
    _AVAILABLE,
    Field("accessible", "boolean?", "Whether it can be reached."),
    Field("maintenance", "string?", "Whether it is in maintenance mode: the host's word."),
    Field("datacenter", "string?", "Its datacenter."),
    Field("hosts", "string[]", "Hosts that have it."),
    Field("path", "string?", "Its inventory path, by which commands find it, too."),
    PROBLEMS,
)
POOL: Final = record(1, "A storage pool.", NAME, UUID, _STATE, _CAPACITY, _ALLOCATION, _AVAILABLE)

# --- volumes -------------------------------------------------------------------------------------

_TYPE: Final = Field("type", "string", "file, dir, ...: libvirt's word.")

VOLUMES: Final = records(
    1,
    "A volume.",
    NAME,
    _PATH,
    Field("pool", "string", "Its pool."),
    _TYPE,
    Field("format", "string?", "vmdk, raw, iso, ..."),
    _CAPACITY,
    _ALLOCATION,
    Field("thin", "boolean?", "Whether a virtual disk takes its room as it is written."),
    _MODIFIED,
)
VOLUME: Final = record(1, "A volume.", NAME, _PATH, _TYPE, _CAPACITY, _ALLOCATION)
VOLUME_NAME: Final = record(1, "What a volume is called.", NAME, _PATH)
KEY: Final = record(
    1, "What a volume is called.", NAME, _PATH, Field("key", "string", "A disk's UUID, or a path.")
)
VOLUME_MADE: Final = record(1, "The volume that was made.", NAME, _PATH)

# --- files ---------------------------------------------------------------------------------------

FILES: Final = records(
    1,
    "A file or directory of a datastore.",
    _PATH,
    NAME,
    Field("kind", "string", "file, directory, ..."),
    Field("size", "integer?", "In bytes.", "bytes"),
    _MODIFIED,
    Field("owner", "string?", "Whose it is."),
)
FILES_DONE: Final = records(1, "A file that was deleted.", _PATH)
TRANSFER: Final = record(
    1,
    "What went over.",
    _PATH,
    Field("file", "string", "The file here."),
    Field("bytes", "integer", "Length of the file.", "bytes", take="done.bytes"),
    Field("sha256", "string?", "Its sum, by --sha256.", take="done.sha256"),
    Field("resumed_from", "integer", "Where --resume went on.", "bytes", take="done.resumed_from"),
)

# --- storage as a whole --------------------------------------------------------------------------

_USED: Final = Field("used", "integer", "What its files take up, in bytes.", "bytes")
_DOMAIN: Final = (
    NAME,
    _USED,
    Field("more", "integer", "What its thin files may come to take, in bytes.", "bytes"),
    Field("snapshots", "integer", "What of it is there for snapshots, in bytes.", "bytes"),
)
SPACE: Final = Shape(
    1,
    "A pool; by --snapshots a snapshot of a domain.",
    (
        NAME,
        _CAPACITY,
        _USED._replace(type="integer?", help="What is taken, in bytes."),
        Field("free", "integer?", "What is left, in bytes.", "bytes"),
        Field(
            "provisioned", "integer?", "What is taken if all thin files grow, in bytes.", "bytes"
        ),
        Field("snapshots", "integer", "What is there for snapshots, in bytes.", "bytes"),
        Field("domains", "object[]", "The domains that have files there.", fields=_DOMAIN),
        PROBLEMS,
    ),
    many=True,
    option="snapshots",
    others=(
        Field("domain", "string", "Its domain."),
        NAME,
        Field("created", "moment", "When it was taken."),
        Field("memory", "integer?", "What its memory takes, in bytes.", "bytes"),
        Field("delta", "integer?", "What disks have grown by since, in bytes.", "bytes"),
    ),
)
IMAGES: Final = records(
    1,
    "An image of a CD-ROM or floppy.",
    _PATH,
    Field("kind", "string", "iso or floppy."),
    Field("size", "integer", "In bytes.", "bytes"),
    _MODIFIED,
    Field("domains", "string[]", "Domains that have it inserted."),
    Field("missing", "boolean", "Whether it is inserted but not there."),
)
ORPHANS: Final = records(
    1,
    "A pool, and its files that no domain claims.",
    Field("pool", "string", "Its name."),
    Field("certain", "boolean", "Whether all who may claim files were asked."),
    Field("reasons", "string[]", "Why that is not certain."),
    Field(
        "files",
        "object[]",
        "The files: orphans; by --unclaimed those that nobody claims so far.",
        fields=(
            _PATH,
            Field("kind", "string", "What it is."),
            Field("size", "integer", "In bytes.", "bytes"),
            _MODIFIED,
            Field("domain", "string?", "The domain that it seems to have been of."),
        ),
    ),
    Field("passed_over", "string[]", "Directories that others than domains keep."),
)
