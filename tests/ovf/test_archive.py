"""Archives, held against Python's own reader and writer of them."""

from __future__ import annotations

import io
import random
import tarfile
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aioesx.errors import OvfError
from aioesx.ovf import ARCHIVE_END, ArchiveEntry, ArchiveReader, archive_header, archive_padding

LONG = "ü" * 60 + " (1).vmdk"  # 129 bytes
FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


def ours(files: dict[str, bytes]) -> bytes:
    parts = [
        archive_header(name, len(data)) + data + bytes(archive_padding(len(data)))
        for name, data in files.items()
    ]
    return b"".join(parts) + ARCHIVE_END


def theirs(files: dict[str, bytes], kind: str = "ustar") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=FORMATS[kind]) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def made_of(change: Callable[[tarfile.TarInfo], None]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.vmdk")
        change(info)
        archive.addfile(info)
    return out.getvalue()


def read(pieces: Iterable[bytes]) -> dict[str, bytes]:
    reader = ArchiveReader()
    found: dict[str, bytearray] = {}
    name = ""
    for piece in pieces:
        for event in reader.feed(piece):
            if isinstance(event, ArchiveEntry):
                name = event.name
                found[name] = bytearray()
            else:
                found[name] += event
    reader.finish()
    return {key: bytes(data) for key, data in found.items()}


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


FILES = {"a.ovf": b"<x/>", "a.mf": b"", "a-disk1.vmdk": b"d" * 512, "a-disk2.vmdk": b"e" * 700}


def test_python_reads_what_is_written_here() -> None:
    files = FILES | {LONG: b"long"}

    with tarfile.open(fileobj=io.BytesIO(ours(files))) as archive:
        found = {info.name: archive.extractfile(info) for info in archive}

        assert {name: file.read() for name, file in found.items() if file is not None} == files


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [1, 500, 512, 10_000_000])
def test_what_python_writes_is_read_here(kind: str, size: int) -> None:
    files = FILES | ({} if kind == "ustar" else {LONG: b"long"})

    assert read(cut(theirs(files, kind), size)) == files


NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"),
    min_size=1,
    max_size=80,
).filter(lambda name: name not in (".", ".."))


@settings(max_examples=50)
@given(st.dictionaries(NAMES, st.binary(max_size=1100), min_size=1), st.integers(1, 2000))
def test_what_is_written_is_read_again(files: dict[str, bytes], size: int) -> None:
    assert read(cut(ours(files), size)) == files


@pytest.mark.parametrize("size", [0, 8**11 - 1, 8**11, 5 * 2**40])
def test_a_header_has_one_length_whatever_the_size(size: int) -> None:
    header = archive_header("a.vmdk", size)

    assert len(header) == 512
    assert list(ArchiveReader().feed(header)) == [ArchiveEntry("a.vmdk", size)]
    assert tarfile.TarInfo.frombuf(header, "utf-8", "strict").size == size


def test_a_size_of_pax_beyond_8_gib_is_read() -> None:
    info = tarfile.TarInfo("a.vmdk")
    info.size = 10 * 2**30

    events = list(ArchiveReader().feed(info.tobuf(tarfile.PAX_FORMAT)))

    assert events == [ArchiveEntry("a.vmdk", 10 * 2**30)]


def test_the_bytes_of_a_file_may_be_skipped() -> None:
    data = theirs(FILES)
    reader = ArchiveReader()
    at, found = 0, []
    while not reader.ended:
        found += list(reader.feed(data[at : at + 512]))
        at += 512 + reader.skip()

    assert found == [ArchiveEntry(name, len(content)) for name, content in FILES.items()]


def test_a_prefix_of_ustar_belongs_to_the_name() -> None:
    name = "d" * 90 + "/" + "f" * 90

    assert read([theirs({name: b"x"})]) == {name: b"x"}


def test_directories_and_a_dot_before_names_are_passed_over() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        top = tarfile.TarInfo("./")
        top.type = tarfile.DIRTYPE
        archive.addfile(top)
        archive.addfile(tarfile.TarInfo("./a.ovf"))

    assert read([out.getvalue()]) == {"a.ovf": b""}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda info: setattr(info, "type", tarfile.SYMTYPE), "a link"),
        (lambda info: setattr(info, "type", tarfile.LNKTYPE), "a link"),
        (lambda info: setattr(info, "type", tarfile.CHRTYPE), "a device"),
        (lambda info: setattr(info, "type", tarfile.FIFOTYPE), "a pipe"),
        (lambda info: setattr(info, "type", tarfile.GNUTYPE_SPARSE), "holes"),
        (lambda info: setattr(info, "type", b"?"), "kind"),
        (lambda info: setattr(info, "name", "../a"), "leads out"),
        (lambda info: setattr(info, "name", "/etc/passwd"), "leads out"),
        (lambda info: setattr(info, "name", "a/../../b"), "leads out"),
        (lambda info: setattr(info, "name", "a\\b"), "backslash"),
        (lambda info: info.pax_headers.update({"size": "-1"}), "a size that is none"),
        (lambda info: info.pax_headers.update({"path": "../" + LONG}), "leads out"),
        (lambda info: info.pax_headers.update({"linkpath": "/etc"}), "no package has"),
        (lambda info: info.pax_headers.update({"GNU.sparse.major": "1"}), "no package has"),
        (lambda info: info.pax_headers.update({"comment": "x" * 70_000}), "of 70"),
    ],
)  # fmt: skip
def test_what_no_package_has_is_refused(
    change: Callable[[tarfile.TarInfo], None], said: str
) -> None:
    with pytest.raises(OvfError, match=said):
        read([made_of(change)])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no files"),
        (ARCHIVE_END, "no files"),
        (b"hello", "cut off"),
        (b"h" * 512, "no archive"),
        (ours(FILES)[:1000], "cut off"),
        (ours({"a": b""}) [:512] * 2, "twice"),
        (archive_header("a", 2**63), "a size that is none"),
    ],
)  # fmt: skip
def test_what_is_no_archive_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(OvfError, match=said):
        read([data])


def test_a_global_header_may_not_name_all_files() -> None:
    out = io.BytesIO()
    with tarfile.open(
        fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"path": "x"}
    ) as archive:
        archive.addfile(tarfile.TarInfo("a"))

    with pytest.raises(OvfError, match="one path of all"):
        read([out.getvalue()])


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_archives_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    bodies = [theirs(FILES | {LONG: b""}, "gnu"), theirs(FILES | {LONG: b""}, "pax"), ours(FILES)]
    refused = 0
    for _ in range(250):
        data = bytearray(chance.choice(bodies))
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 12))] = chance.randbytes(chance.choice((0, 1, 12)))
        if chance.random() < 0.5:  # a right sum, so that the rest of the header is looked at
            block = data[:512].ljust(512, b"\0")
            block[148:156] = b" " * 8
            block[148:156] = b"%06o\0 " % sum(block)
            data[:512] = block
        try:
            read(cut(bytes(data), 3000))
        except OvfError:
            refused += 1

    assert refused
