"""Which objects the path of a vpx:// URI names; no server."""

from __future__ import annotations

from typing import Any

import pytest

from aioesx import errors, vim
from aioesx._server.collector import ObjectProperties, Properties
from aioesx._server.place_path import PathEnd, locate

Ref = vim.ManagedObjectReference
ROOT = Ref("Folder", "root")


def entry(type_: str, value: str, parent: Ref, name: str, **more: Any) -> ObjectProperties:
    ref = Ref(type_, value)
    return ObjectProperties(ref, Properties(ref, {"name": name, "parent": parent, **more}), {})


def datacenter(value: str, parent: Ref, name: str) -> ObjectProperties:
    folder = Ref("Folder", f"{value}-hosts")
    return entry("Datacenter", value, parent, name, hostFolder=folder)


PLAIN, INNER, ODD = Ref("Folder", "dc1-hosts"), Ref("Folder", "dc2-hosts"), Ref("Folder", "f1")
RACK = Ref("Folder", "rack")
INVENTORY = [
    datacenter("dc1", ROOT, "dc"),
    entry("Folder", "f1", ROOT, "europe"),
    datacenter("dc2", ODD, "dc"),
    datacenter("dc3", ODD, "a%2fb"),
    entry("ComputeResource", "c1", PLAIN, "esx1"),
    entry("ClusterComputeResource", "c2", PLAIN, "cluster"),
    entry("Folder", "rack", PLAIN, "rack"),
    entry("ComputeResource", "c3", RACK, "esx1"),
    entry("ComputeResource", "c4", INNER, "esx4"),
    entry("ComputeResource", "c5", Ref("Folder", "dc3-hosts"), "esx5"),
]


def found(*path: str) -> PathEnd:
    return locate(INVENTORY, ROOT, path)


@pytest.mark.parametrize(
    ("path", "top", "noun", "host"),
    [
        ("dc/esx1", "c1", "compute resource", "esx1"),
        ("dc/cluster/esx2", "c2", "cluster", "esx2"),
        ("dc/rack/esx1", "c3", "compute resource", "esx1"),
        ("europe/dc/esx4", "c4", "compute resource", "esx4"),
        ("europe/a%2fb/esx5", "c5", "compute resource", "esx5"),
        ("europe", "f1", "folder", None),
        ("dc", "dc1", "datacenter", None),
        ("dc/rack", "rack", "folder", None),
        ("dc/cluster", "c2", "cluster", None),
    ],
)
def test_a_path_leads_to_a_host_or_ends_above(
    path: str, top: str, noun: str, host: str | None
) -> None:
    end = found(*path.split("/"))

    assert (end.top.value, end.noun, end.host) == (top, noun, host)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("dc/esx1/esx1", "ends with an excess item, 'esx1'"),
        ("dc/cluster/esx2/a/b", "ends with an excess item, 'a/b'"),
    ],
)
def test_a_path_that_goes_on_below_a_host_is_refused(path: str, message: str) -> None:
    with pytest.raises(errors.UriError, match=message) as caught:
        found(*path.split("/"))

    assert caught.value.parameter == "path"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("dx/esx1", "datacenter 'dx' of the path 'dx/esx1'; what is there: dc, europe"),
        ("europe/dx/esx1", r"datacenter 'dx' .*; what is there: a%2fb, dc"),
        ("europe/skipped/dc/esx4", "datacenter 'skipped'"),
        ("DC/esx1", "datacenter 'DC'"),
        ("dc/esx9", "compute resource 'esx9' .*; what is there: cluster, esx1, rack"),
        ("dc/rack/esx9", "compute resource 'esx9' .*; what is there: esx1"),
        ("europe/a/b/esx5", "datacenter 'a'"),
    ],
)
def test_a_part_that_names_nothing_is_told_with_what_there_is(path: str, message: str) -> None:
    with pytest.raises(errors.LookupFailedError, match=message):
        found(*path.split("/"))


def test_a_folder_counts_before_what_has_its_name() -> None:
    twin = entry("Folder", "f2", ROOT, "dc")
    inner = datacenter("dc6", twin.ref, "dc")
    host = entry("ComputeResource", "c6", Ref("Folder", "dc6-hosts"), "esx1")

    assert locate([*INVENTORY, twin, inner, host], ROOT, ["dc", "dc", "esx1"]).top == host.ref


def test_a_datacenter_that_does_not_show_its_hosts_is_told() -> None:
    hidden = entry("Datacenter", "dc1", ROOT, "dc")

    with pytest.raises(errors.ProtocolError, match="could not read 'hostFolder' of"):
        locate([hidden], ROOT, ["dc", "esx1"])
