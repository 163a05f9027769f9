"""libvirt's real driver on the example site: each host by itself, and below the vCenter."""

from __future__ import annotations

import pytest
from support.judges import ROOT
from support.virsh import Virsh

from aioesx.simulator import Site

pytestmark = pytest.mark.peer("virsh")

MACHINES = {
    "esx1.example": ["db01", "web01"],
    "esx2.example": ["build01"],
    "old1.example": ["payroll"],
}


def test_virsh_lists_every_host_by_itself_and_below_the_vcenter(virsh: Virsh) -> None:
    with Site.load(ROOT / "examples" / "site.toml", password="secret") as site:
        assert site.vcenter is not None
        found: dict[str, list[list[str]]] = {}
        for name, host in site.hosts.items():
            path = site.vcenter.path_of(host.state)
            uris = {
                host.address: f"esx://root@{host.address}:{site.port}/?no_verify=1",
                site.vcenter.address: f"{site.vcenter.uri}{path}?no_verify=1",
            }
            outcomes = [
                virsh(uri, "list", "--all", "--name", host=address) for address, uri in uris.items()
            ]
            found[name] = [sorted(outcome.stdout.split()) for outcome in outcomes]

    assert found == {name: [machines, machines] for name, machines in MACHINES.items()}
