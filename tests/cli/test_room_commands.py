"""Where the room went, what is left over, which images: told in tables and by exit statuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.command import command
from support.vcenter import Estate, quick, uri_of_host, uri_of_vcenter

from aioesx.cli.sizes import shown_size
from aioesx.simulator.site import Site


@pytest.fixture
def estate() -> Estate:
    return Estate(options=quick())


@pytest.fixture
def site(estate: Estate) -> Iterator[Site]:
    store = next(iter(estate.esx1.datastores.values()))
    store.put_text("iso/debian.iso", "x" * 2048)
    store.put_text("gone/gone.nvram", "x" * 100)
    with estate.site(tls=False) as site:
        yield site


def well(uri: str, *words: str) -> str:
    outcome = command(uri, *words)
    assert (outcome.status, outcome.stderr) == (0, "")
    return outcome.stdout


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, "-"),
        (0, "0.00 B"),
        (1023, "1023.00 B"),
        (1024, "1.00 KiB"),
        (1024**2 - 1, "1024.00 KiB"),
        (500_000_000_000, "465.66 GiB"),
        (2**63 - 1, "8.00 EiB"),
    ],
)
def test_sizes_are_written_as_virsh_does(size: int | None, text: str) -> None:
    assert shown_size(size, exact=False) == text
    assert shown_size(size, exact=True) == ("-" if size is None else str(size))


def test_df_shows_pools_domains_and_snapshots(site: Site) -> None:
    uri = uri_of_vcenter(site)
    pools = well(uri, "df")
    row = next(line.split() for line in pools.splitlines() if line.startswith(" datastore1 "))
    assert row[1:3] == ["500.00", "GiB"]

    domains = well(uri, "df", "datastore1", "--domains", "--bytes")
    names = [line.split()[1] for line in domains.splitlines()[2:] if line]
    assert sorted(names) == ["build01", "console01", "db01", "web01", "win01"]

    assert command(uri, "snapshot-create-as", "db01", "first").status == 0
    snapshots = well(uri, "df", "--snapshots")
    assert [line.split()[:2] for line in snapshots.splitlines()[2:] if line] == [["db01", "first"]]


def test_df_of_a_pool_that_there_is_not(site: Site) -> None:
    assert command(uri_of_vcenter(site), "df", "nowhere").status == 5


def test_images_are_listed_with_their_domains(site: Site) -> None:
    rows = well(uri_of_vcenter(site), "images").splitlines()[2:]

    assert rows[0].split() == ["[datastore1]", "iso/debian.iso", "cdrom", "2.00", "KiB", "-"]


def test_orphans_are_listed_and_deleted_by_name(site: Site) -> None:
    uri = uri_of_vcenter(site)
    listed = well(uri, "orphans")
    assert "[datastore1] gone/gone.nvram" in listed

    assert "deleted" in well(uri, "orphans", "--delete", "[datastore1] gone/gone.nvram")
    assert "gone.nvram" not in well(uri, "orphans")


def test_a_host_that_cannot_tell_says_so_and_fails(site: Site) -> None:
    outcome = command(uri_of_host(site, "esx1", ""), "orphans", "datastore1")

    assert outcome.status == 1
    assert "cannot tell of the pool 'datastore1': other hosts may have the pool" in outcome.stderr
    assert "gone.nvram" not in outcome.stdout
    outcome = command(uri_of_host(site, "esx1", ""), "orphans", "datastore1", "--unclaimed")
    assert outcome.status == 0
    assert "warning: cannot tell" in outcome.stderr
    assert "gone.nvram" in outcome.stdout
