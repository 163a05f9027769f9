"""What a site's TOML file says of a vCenter's tree: pools, vApps, templates, folders, states."""

from __future__ import annotations

from pathlib import Path

import pytest

from aioesx.errors import DocumentError
from aioesx.simulator import Site

TREE = """\
[vcenter]
[[datacenter]]
name = "dc"
[[cluster]]
name = "c1"
datacenter = "dc"
[[cluster]]
name = "c2"
datacenter = "dc"
[[host]]
name = "a"
cluster = "c1"
[[host]]
name = "b"
cluster = "c2"
[[host]]
name = "alone"
[[pool]]
name = "gold"
cluster = "c1"
"""
MACHINES = """\
[[pool]]
name = "inner"
cluster = "c1"
above = "gold"
[[machine]]
host = "a"
name = "web"
pool = "inner"
folder = "teams/web"
[[machine]]
host = "a"
name = "golden"
template = true
[[machine]]
host = "a"
name = "shop01"
[[vapp]]
name = "shop"
cluster = "c1"
folder = "teams"
machines = ["shop01"]
"""


def load(directory: Path, text: str) -> Site:
    path = directory / "site.toml"
    path.write_text(text)
    return Site.load(path)


def test_machines_are_where_the_file_says(tmp_path: Path) -> None:
    site = load(tmp_path, TREE + MACHINES)
    assert site.vcenter is not None
    vcenter = site.vcenter.state
    web, golden, shop = (vcenter.find(name) for name in ("web", "golden", "shop01"))
    pool, vapp = vcenter.places.pool_of(web), vcenter.places.vapp_of(shop)

    assert pool is not None
    assert pool.path == "dc/host/c1/Resources/gold/inner"
    assert vcenter.folder_of(web).path == "dc/vm/teams/web"
    assert (golden.template, vcenter.places.pool_of(golden)) == (True, None)
    assert golden.place.name == "golden.vmtx"
    assert vapp is not None
    assert (vapp.name, vapp.folder.path) == ("shop", "dc/vm/teams")


@pytest.mark.parametrize("state", ["disconnected", "notResponding"])
def test_a_host_is_in_the_state_that_the_file_says(tmp_path: Path, state: str) -> None:
    text = TREE.replace('name = "b"', f'name = "b"\nstate = "{state}"')
    text = text.replace('name = "a"', 'name = "a"\nmaintenance = true')

    site = load(tmp_path, text)

    assert site.vcenter is not None
    found = {m.name: m.connection for m in site.vcenter.state.members.values()}
    assert found == {"a": "connected", "b": state}
    assert site.hosts["a"].state.maintenance is True


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[host]]\nname='a'\n[[pool]]\nname='p'\ncluster='c'", r"pool\]\] 1 \(p\): there is no"),
        ("[[host]]\nname='a'\n[[vapp]]\nname='v'\ncluster='c'", r"vapp\]\] 1 \(v\): there is no"),
        ("[[host]]\nname='a'\nstate='disconnected'", r"need a \[vcenter\]"),
        ("[[host]]\nname='a'\n[[machine]]\nhost='a'\nname='m'\npool='p'", r"pool need a \[vcent"),
        (TREE + "[[pool]]\nname='gold'\ncluster='c1'", r"pool\]\] 2 \(gold\): name: 'gold' is tak"),
        (TREE + "[[pool]]\nname='p'\ncluster='c3'", "cluster: there is no cluster 'c3'"),
        (TREE + "[[pool]]\nname='p'\ncluster='c1'\nabove='q'", "pool: there is no pool 'q'"),
        (TREE + "[[pool]]\nname='p'\ncluster='c2'\nabove='gold'", "above: 'gold' is of another"),
        (TREE + "[[machine]]\nhost='a'\nname='m'\npool='q'", "pool: there is no pool 'q'"),
        (TREE + "[[machine]]\nhost='b'\nname='m'\npool='gold'", "pool: 'gold' is not for"),
        (
            TREE + "[[machine]]\nhost='a'\nname='m'\npool='gold'\ntemplate=true",
            "pool: 'gold' is not for",
        ),
        (TREE + "[[machine]]\nhost='alone'\nname='m'\nfolder='x'", "'alone' is outside"),
        (
            TREE + "[[machine]]\nhost='a'\nname='m'\npower='on'\ntemplate=true",
            r"machine\]\] 1 \(m\): .*Powered on",
        ),
        (TREE + "[[vapp]]\nname='v'\ncluster='c1'\nmachines=['m']", "no machine is called 'm'"),
        (TREE.replace('name = "alone"', 'name = "alone"\nstate="disconnected"'), "state: the host"),
        (TREE.replace('name = "b"', 'name = "b"\nstate="asleep"'), "state is one of"),
    ],
)
def test_a_mistake_is_named_with_file_table_and_key(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(DocumentError, match=message):
        load(tmp_path, text)
