"""Descriptors: what is read of them, what is refused, and that what is written is read again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.disk import NO_PARENT, Descriptor, Extent, format_descriptor, parse_descriptor
from aioesx.errors import DiskFormatError

HOSTS = """\
# Disk DescriptorFile
version=1
encoding="UTF-8"
CID=fb183c20
parentCID=ffffffff
isNativeSnapshot="no"
createType="vmfs"

# Extent description
RW 16777216 VMFS "web01-flat.vmdk"

# The Disk Data Base
#DDB

ddb.adapterType = "lsilogic"
ddb.thinProvisioned = "1"
ddb.uuid = "60 00 C2 9a 1e 2e"
"""
CHILD = """\
# Disk DescriptorFile
version=1
CID=0123abcd
parentCID=fb183c20
createType="seSparse"
parentFileNameHint="web01.vmdk"
# Extent description
RW 16777216 SESPARSE "web01-000001-sesparse.vmdk"

# Change Tracking File
changeTrackPath="web01-000001-ctk.vmdk"
"""


def test_a_disk_of_a_host_is_read() -> None:
    assert parse_descriptor(HOSTS) == Descriptor(
        cid=0xFB183C20,
        create_type="vmfs",
        extents=(Extent("RW", 16777216, "VMFS", "web01-flat.vmdk"),),
        ddb={"adapterType": "lsilogic", "thinProvisioned": "1", "uuid": "60 00 C2 9a 1e 2e"},
        settings={"isNativeSnapshot": "no"},
    )


def test_a_snapshot_knows_its_parent() -> None:
    child = parse_descriptor(CHILD.encode())

    assert (child.parent_cid, child.parent_hint) == (0xFB183C20, "web01.vmdk")
    assert child.capacity == 8 * 2**30
    assert child.settings == {"changeTrackPath": "web01-000001-ctk.vmdk"}


@pytest.mark.parametrize(
    "odd",
    [
        HOSTS.replace("\n", "\r\n"),
        "\ufeff" + HOSTS,
        HOSTS + "\0" * 500,
        HOSTS.replace("CID=fb183c20", "cid = FB183C20", 1),
        HOSTS.replace('createType="vmfs"', "CREATETYPE=vmfs"),
        HOSTS.replace("RW 16777216", "RW\t16777216 "),
        HOSTS + "CID=00000000\nversion=2\n",
        HOSTS.replace("parentCID=ffffffff\n", ""),
    ],
    ids=["CRLF", "byte order mark", "padding", "case", "quotes", "tab", "twice", "no parentCID"],
)
def test_other_forms_say_the_same(odd: str) -> None:
    assert parse_descriptor(odd.encode()) == parse_descriptor(HOSTS)


@pytest.mark.parametrize(
    ("line", "extent"),
    [
        ('RW 9 FLAT "a b.vmdk" 17', Extent("RW", 9, "FLAT", "a b.vmdk", 17)),
        ("RDONLY 9 ZERO", Extent("RDONLY", 9, "ZERO")),
        (r'RW 9 VMFSRDM "x-rdm.vmdk"', Extent("RW", 9, "VMFSRDM", "x-rdm.vmdk")),
        (r'RW 9 FLAT "\\.\PhysicalDrive0" 0 partitionUUID x',
         Extent("RW", 9, "FLAT", r"\\.\PhysicalDrive0")),
        ('RW 9 VMFS "vsan://52a-3"', Extent("RW", 9, "VMFS", "vsan://52a-3")),
    ],
)  # fmt: skip
def test_extents_of_every_kind_are_read(line: str, extent: Extent) -> None:
    text = HOSTS.replace('RW 16777216 VMFS "web01-flat.vmdk"', line)

    assert parse_descriptor(text).extents == (extent,)


def test_another_encoding_is_read_as_it_is_named() -> None:
    data = HOSTS.replace("UTF-8", "GBK").replace("web01", "网站").encode("gbk")

    assert parse_descriptor(data).extents[0].file == "网站-flat.vmdk"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "does not say version"),
        (HOSTS.replace("CID=fb183c20\n", "").encode(), "does not say CID"),
        (HOSTS.replace("createType", "type").encode(), "does not say createType"),
        (HOSTS.replace("CID=fb183c20", "CID=web", 1).encode(), "line 4: CID cannot be 'web'"),
        (HOSTS.replace("version=1", "version=9").encode(), "line 2: version cannot be '9'"),
        (HOSTS.replace("16777216", "0").encode(), "line 10: an extent of 0 sectors"),
        (HOSTS.replace("16777216", "9" * 19).encode(), "line 10: an extent of 9999"),
        (HOSTS.replace("RW 16", "XX 16").encode(), "line 10: expected a setting or an extent"),
        (HOSTS.replace("RW 16", "#RW 16").encode(), "has 0 extents"),
        ((HOSTS + 'RW 1 VMFS "a"\n' * 1024).encode(), "has 1025 extents"),
        (HOSTS.replace("web01", "w\0b01").encode(), "NUL characters"),
        (HOSTS.replace("web01", "wäb").encode("latin-1"), "not in utf-8, as it says"),
        (HOSTS.replace("UTF-8", "zlib").encode() + b"# \xff", "names 'zlib'"),
        (b"KDMV" + bytes(508), "a sparse disk with its descriptor inside"),
        (b"COWD" + bytes(508), r"a snapshot \(COWD\)"),
        (b"\xbe\xba\xfe\xca" + bytes(508), r"a snapshot \(seSparse\)"),
        (b"KDMV" + bytes(70_000), "65536 bytes, this file has 70004: a sparse disk"),
        (bytes(70_000), "this file has 70000: it is none"),
    ],
)
def test_what_is_no_descriptor_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DiskFormatError, match=reason):
        parse_descriptor(data)


@pytest.mark.parametrize(
    "long",
    ["a = " + "x " * 30_000, "a" * 65_000, "RW 1 VMFS " + '"' * 60_000, "a" + " " * 60_000 + "b"],
)
def test_the_worst_line_costs_no_time(long: str) -> None:
    began = time.process_time()
    try:
        parse_descriptor(long)
    except DiskFormatError:
        assert time.process_time() - began < 0.5


# --- writing -------------------------------------------------------------------------------------

SAYABLE = st.text(st.characters(exclude_characters='\0\r\n"', exclude_categories=["Cs"]))
KEYS = st.from_regex(r"[a-z][\w.]{0,20}", fullmatch=True).filter(
    lambda key: key.lower() not in {"version", "encoding", "cid"} and not key.startswith("ddb.")
)
SECTORS = st.integers(1, 2**50)
EXTENTS = st.one_of(
    st.builds(Extent, st.just("RW"), SECTORS, st.sampled_from(["VMFS", "SESPARSE"]),
              SAYABLE.filter(bool)),
    st.builds(Extent, st.just("RDONLY"), SECTORS, st.just("FLAT"), SAYABLE.filter(bool),
              st.integers(0, 2**40)),
)  # fmt: skip


@given(
    st.builds(
        Descriptor,
        cid=st.integers(0, NO_PARENT),
        create_type=st.from_regex(r"[A-Za-z]{1,20}", fullmatch=True),
        extents=st.lists(EXTENTS, min_size=1, max_size=5).map(tuple),
        parent_cid=st.integers(0, NO_PARENT),
        parent_hint=st.none() | SAYABLE.filter(bool),
        ddb=st.dictionaries(KEYS, SAYABLE, max_size=4),
        settings=st.dictionaries(KEYS, SAYABLE, max_size=4),
    )
)
def test_what_is_written_is_read_again(descriptor: Descriptor) -> None:
    assert parse_descriptor(format_descriptor(descriptor).encode()) == descriptor


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    try:
        parse_descriptor(HOSTS.encode()[:200] + noise + HOSTS.encode()[200:])
    except DiskFormatError:
        return


@pytest.mark.parametrize("name", ['a"b', "a\nb", "a\0b", "a\rb"])
def test_what_cannot_be_said_is_not_written(name: str) -> None:
    descriptor = Descriptor(1, "vmfs", (Extent("RW", 1, "VMFS", name),))

    with pytest.raises(ValueError, match="cannot say"):
        format_descriptor(descriptor)
