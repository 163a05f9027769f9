"""Snapshot XML, in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from aioesx import errors
from aioesx.definition.snapshot import (
    SnapshotDefinition,
    format_snapshot_xml,
    parse_snapshot_xml,
)


def test_everything_is_written_in_libvirts_order() -> None:
    text = format_snapshot_xml(
        SnapshotDefinition(
            name="a<b",
            description="",
            state="shutoff",
            parent="p",
            created=datetime(2026, 1, 2, 3, 4, 5, 900_000, tzinfo=UTC),
            domain_uuid=UUID(int=7),
        )
    )

    assert text == (
        "<domainsnapshot>\n"
        "  <name>a&lt;b</name>\n"
        "  <description></description>\n"
        "  <state>shutoff</state>\n"
        "  <parent>\n"
        "    <name>p</name>\n"
        "  </parent>\n"
        "  <creationTime>1767323045</creationTime>\n"
        "  <domain>\n"
        "    <uuid>00000000-0000-0000-0000-000000000007</uuid>\n"
        "  </domain>\n"
        "</domainsnapshot>\n"
    )


@pytest.mark.parametrize(
    ("xml", "wish"),
    [
        ("<domainsnapshot/>", SnapshotDefinition()),
        ("<domainsnapshot><name/></domainsnapshot>", SnapshotDefinition()),
        (
            "<domainsnapshot><name>n</name><description>d</description></domainsnapshot>",
            SnapshotDefinition(name="n", description="d"),
        ),
        ("<domainsnapshot><disks/></domainsnapshot>", SnapshotDefinition()),
    ],
)
def test_a_wish_is_read(xml: str, wish: SnapshotDefinition) -> None:
    assert parse_snapshot_xml(xml) == wish


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        ("<domainsnapshot><disks><disk name='sda'/></disks></domainsnapshot>", "Unsupported"),
        ("<domainsnapshot><memory file='/x'/></domainsnapshot>", "Unsupported"),
        ("<domain/>", "DomainXml"),
        ("<domainsnapshot>", "DomainXml"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><domainsnapshot/>", "DomainXml"),
    ],
)
def test_what_cannot_be_is_refused(xml: str, kind: str) -> None:
    with pytest.raises(errors.DocumentError) as caught:
        parse_snapshot_xml(xml)

    assert type(caught.value).__name__ == f"{kind}Error"
