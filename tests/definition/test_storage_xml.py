"""Pools and volumes as XML: written as libvirt writes them, and read back as the same values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx import errors
from aioesx.definition.pool import PoolDefinition, PoolHost, format_pool_xml, parse_pool_xml
from aioesx.definition.selection import select_xml
from aioesx.definition.volume import (
    VolumeDefinition,
    format_volume_xml,
    format_wish,
    parse_volume_xml,
    renamed,
)

ISCSI = """\
<pool type='iscsi'>
  <name>iqn.x</name>
  <uuid>d1e9461a-cac9-ceaf-cb2a-96a8f6c34ad2</uuid>
  <capacity unit='bytes'>0</capacity>
  <allocation unit='bytes'>0</allocation>
  <available unit='bytes'>0</available>
  <source>
    <host name='192.0.2.60' port='3260'/>
    <initiator>
      <iqn name='iqn.x'/>
    </initiator>
  </source>
  <target>
    <permissions>
      <mode>00</mode>
      <owner>0</owner>
      <group>0</group>
    </permissions>
  </target>
</pool>
"""
DIR = """\
<pool type='dir'>
  <name>a&amp;b</name>
  <source>
  </source>
  <target>
    <path>/vmfs/volumes/x</path>
  </target>
</pool>
"""
RIGHTS = (
    "<pool type='dir'><name>a</name><target><permissions><owner>0</owner></permissions></target>"
    "</pool>"
)
VOLUME = """\
<volume type='file'>
  <name>a/b.vmdk</name>
  <key>6000c29e-042f-814b-b338-c62ba6f41b42</key>
  <capacity unit='bytes'>10</capacity>
  <allocation unit='bytes'>5</allocation>
  <target>
    <path>[ds] a/b.vmdk</path>
    <format type='vmdk'/>
  </target>
</volume>
"""


@pytest.mark.parametrize("text", [ISCSI, DIR])
def test_a_pool_is_written_as_it_was_read(text: str) -> None:
    assert format_pool_xml(parse_pool_xml(text)) == text


def test_a_volume_is_written_as_it_was_read() -> None:
    assert format_volume_xml(parse_volume_xml(VOLUME)) == VOLUME


def test_what_a_pool_says() -> None:
    pool = parse_pool_xml(ISCSI.encode())

    assert pool == PoolDefinition(
        type="iscsi",
        name="iqn.x",
        uuid=UUID("d1e9461a-cac9-ceaf-cb2a-96a8f6c34ad2"),
        capacity=0,
        allocation=0,
        available=0,
        hosts=(PoolHost("192.0.2.60", 3260),),
        initiator="iqn.x",
        mode="00",
        owner=0,
        group=0,
    )


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("", 1), (" unit='k'", 1024), (" unit='MiB'", 1024**2), (" unit='GB'", 1000**3)],
)
def test_sizes_have_libvirts_units(unit: str, factor: int) -> None:
    text = f"<volume><name>a</name><capacity{unit}> 3 </capacity></volume>"

    assert parse_volume_xml(text).capacity == 3 * factor


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("<pool type='dir'/>", "name"),
        ("<pool><name>a</name></pool>", "@type"),
        ("<pool type='dir'><name>a</name><uuid>1</uuid></pool>", "uuid"),
        ("<pool type='dir'><name>a</name><capacity>-1</capacity></pool>", "capacity"),
        ("<pool type='dir'><name>a</name><source><host/></source></pool>", "source/host[1]/@name"),
        (RIGHTS.replace(">0<", ">x<"), "target/permissions/owner"),
    ],
)
def test_a_pool_that_cannot_be_read_says_where(text: str, path: str) -> None:
    with pytest.raises(errors.DomainXmlError) as caught:
        parse_pool_xml(text)

    assert caught.value.path == path


@pytest.mark.parametrize(
    ("inside", "path"),
    [
        ("", "name"),
        ("<name/>", "name"),
        ("<name>a</name><capacity unit='x'>1</capacity>", "capacity/@unit"),
        ("<name>a</name><capacity>1.5</capacity>", "capacity"),
        ("<name>a</name><allocation unit='E'>99</allocation>", "allocation"),
        ("<name>a</name><capacity>" + "9" * 30 + "</capacity>", "capacity"),
    ],
)
def test_a_volume_that_cannot_be_read_says_where(inside: str, path: str) -> None:
    with pytest.raises(errors.DomainXmlError) as caught:
        parse_volume_xml(f"<volume>{inside}</volume>")

    assert caught.value.path == path


@pytest.mark.parametrize("parse", [parse_pool_xml, parse_volume_xml])
def test_a_document_type_is_refused(parse: Any) -> None:
    with pytest.raises(errors.DomainXmlError, match="not allowed"):
        parse('<!DOCTYPE x [<!ENTITY a "b">]><volume><name>&a;</name></volume>')


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
)


@given(_TEXT, _TEXT, st.integers(0, 2**63 - 1))
def test_whatever_a_volume_is_called(name: str, path: str, size: int) -> None:
    volume = VolumeDefinition(
        name=name, type="file", key=path, capacity=size, allocation=0, path=path, format="iso"
    )

    assert parse_volume_xml(format_volume_xml(volume)) == volume
    assert parse_volume_xml(renamed(format_volume_xml(volume), path)).name == path


@given(_TEXT, _TEXT)
def test_whatever_a_pool_is_called(name: str, path: str) -> None:
    pool = PoolDefinition(
        type="netfs", name=name, hosts=(PoolHost(path),), directory=path, format="nfs", path=path
    )

    assert parse_pool_xml(format_pool_xml(pool)) == pool


def test_a_wish_says_no_more_than_was_wished() -> None:
    wish = VolumeDefinition(name="a<b", capacity=1, backing_path="[ds] x", backing_format="vmdk")

    text = format_wish(wish)

    assert parse_volume_xml(text) == wish
    assert select_xml(text, "//target") == ""
