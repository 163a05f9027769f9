"""Inventories: every form of file, what counts where several tables speak, and their errors."""

# ruff: noqa: E501 - a row of a table is a line

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx import Inventory, PasswordSource, errors
from aioesx.cli.config import HOST
from aioesx.fleet.tables import KEYS
from aioesx.simulator import make_farm
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

PIN: Final = "ab" * 32
TOML: Final = f"""
[defaults]
user = "root"
cacert = "lab.pem"
password_env = "ALL"

[groups.eu]
tags = ["europe"]
groups = ["berlin"]
user = "ops"

[groups.berlin]
tags = ["prod"]
hosts = ["esx1"]
password_command = ["pass", "show", "{{name}}"]

[hosts.esx1]
uri = "esx://esx1.example.com/?timeout=5"
tags = ["ssd"]
thumbprint = "{PIN}"
timeout = 9
facts = {{ rack = 7 }}

[hosts."esx2.example.com"]
groups = ["oslo"]
no_verify = true
readonly = true
on_question = ["default"]

[[host]]
name = "three"
uri = "esx://me@[::1]:8443/"
password_file = "three.secret"
user = "another"
"""
JSON: Final = """
{"_meta": {"hostvars": {
   "esx1": {"ansible_host": "10.0.0.1", "ansible_port": 8443, "rack": 7, "aioesx_tags": ["ssd"]},
   "esx2": {"aioesx_uri": "esx://esx2.example.com/", "aioesx_no_verify": true}}},
 "all": {"children": ["ungrouped", "eu"]},
 "eu": {"children": ["berlin"], "vars": {"ansible_user": "ops"}},
 "berlin": {"hosts": ["esx1"], "vars": {"aioesx_password_env": "BERLIN"}},
 "ungrouped": {"hosts": ["esx2"]}}
"""
YAML: Final = """
all:
  children:
    eu:
      vars: {ansible_user: ops}
      children:
        berlin:
          hosts:
            esx1: {ansible_host: 10.0.0.1, ansible_port: 8443, rack: 7, aioesx_tags: [ssd]}
          vars: {aioesx_password_env: BERLIN}
    ungrouped:
      hosts:
        esx2: {aioesx_uri: 'esx://esx2.example.com/', aioesx_no_verify: true}
"""
INI: Final = """
# as Ansible reads it
esx2 aioesx_uri=esx://esx2.example.com/ aioesx_no_verify=true

[eu:children]
berlin

[eu:vars]
ansible_user=ops

[berlin]
esx1 ansible_host=10.0.0.1 ansible_port=8443 rack=7 aioesx_tags="ssd"   ; no comment of Ansible's

[berlin:vars]
aioesx_password_env = BERLIN
""".replace("   ; no comment of Ansible's", "  # a comment")
CSV: Final = """name,uri,tags,groups,user,password_env,no_verify,facts.rack
esx1,esx://10.0.0.1:8443/,ssd,berlin eu,ops,BERLIN,,7
esx2,esx://esx2.example.com/,,,,,1,
"""


def read(tmp_path: Path, name: str, text: str, **options: Any) -> Inventory:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return Inventory.read(file, **options)


def test_in_toml_the_nearest_table_counts_and_the_uri_most(tmp_path: Path) -> None:
    one, two, three = read(tmp_path, "fleet.toml", TOML)

    assert one.name == "esx1"
    assert one.uri == f"esx://esx1.example.com/?timeout=5&thumbprint={PIN}", "trust is one setting"
    assert one.user == "ops"
    assert one.tags == {"ssd", "prod", "europe"}
    assert one.groups == {"berlin", "eu"}
    assert one.password == PasswordSource(command=("pass", "show", "{name}"))
    assert one.facts == {"rack": 7}
    assert two.uri == "esx://esx2.example.com/?no_verify=1"
    assert two.user == "root"
    assert two.groups == {"oslo"}
    assert (two.read_only, two.on_question) == (True, ("default",))
    assert two.password == PasswordSource(env="ALL")
    assert three.uri == f"esx://me@[::1]:8443/?cacert={tmp_path}/lab.pem"
    assert (three.user, three.password) == (None, None), "a password is of the user beside it"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", JSON), ("a.yaml", YAML), ("a.ini", INI), ("hosts", INI), ("a.csv", CSV)],
)
def test_the_other_forms_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    found = {entry.name: entry for entry in read(tmp_path, name, text)}

    assert found.keys() == {"esx1", "esx2"}
    one, two = found["esx1"], found["esx2"]
    assert one.uri == "esx://10.0.0.1:8443/"
    assert one.user == "ops"
    assert one.tags == {"ssd"}
    assert one.groups == {"berlin", "eu"}
    assert one.password == PasswordSource(env="BERLIN")
    assert {key: str(value) for key, value in one.facts.items()} == {"rack": "7"}
    assert two.uri == "esx://esx2.example.com/?no_verify=1"
    assert (two.user, two.password) == (None, None)
    assert not two.groups


_ABOVE = """[lab]
esx1
[lab:vars]
{variable}={value}
[site:children]
lab
"""


@pytest.mark.parametrize(
    ("variable", "value", "uri"),
    [
        ("ansible_port", "8443", "esx://esx1:8443/"),
        ("ansible_ssh_port", "8443", "esx://esx1:8443/"),
        ("ansible_host", "10.0.0.1", "esx://10.0.0.1/"),
        ("ansible_ssh_host", "10.0.0.1", "esx://10.0.0.1/"),
        ("aioesx_port", "8443", "esx://esx1:8443/"),
        ("aioesx_no_verify", "true", "esx://esx1/?no_verify=1"),
    ],
)
@pytest.mark.parametrize("group", ["lab", "site", "all"])
def test_what_ansible_says_of_a_group_counts_for_its_hosts(
    tmp_path: Path, group: str, variable: str, value: str, uri: str
) -> None:
    text = _ABOVE.format(variable=variable, value=value)

    (found,) = read(tmp_path, "a.ini", text.replace("[lab:vars]", f"[{group}:vars]"))

    assert found.uri == uri


@pytest.mark.parametrize("group", ["lab", "site", "all"])
def test_tags_users_and_facts_of_ansibles_groups_are_its_hosts(tmp_path: Path, group: str) -> None:
    text = f"[lab]\nesx1 rack=7\n[site:children]\nlab\n[{group}:vars]\n"

    (found,) = read(
        tmp_path, "a.ini", f"{text}aioesx_tags=prod\nansible_ssh_user=ops\nrack=1\nrow=2\n"
    )

    assert found.tags == {"prod"}
    assert found.user == "ops"
    assert found.facts == {"rack": "7", "row": "2"}


def test_a_port_behind_a_name_of_ansibles_is_none_of_the_name(tmp_path: Path) -> None:
    text = "[lab]\nesx1:8443\nrack[1:2]:444\nesx2:8443 ansible_port=9443\n"

    found = {entry.name: entry.uri for entry in read(tmp_path, "a.ini", text)}

    assert found == {
        "esx1": "esx://esx1:8443/",
        "rack1": "esx://rack1:444/",
        "rack2": "esx://rack2:444/",
        "esx2": "esx://esx2:9443/",
    }


def test_secrets_that_somebody_has_among_the_facts_are_not_shown(tmp_path: Path) -> None:
    variables = "ansible_become_password=hunter2 ansible_ssh_pass=hunter2 ansible_password=hunter2"

    (found,) = read(tmp_path, "a.ini", f"[lab]\nesx1 {variables}\n")

    assert found.password is None
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("name", ["", "a\nb", "a\x1bb"])
def test_a_name_that_cannot_be_shown_is_none(name: str) -> None:
    with pytest.raises(errors.InventoryError, match="should be a text that can be printed"):
        Inventory.of({name: "esx://a/"})


def test_ranges_of_ansible_are_hosts(tmp_path: Path) -> None:
    found = read(tmp_path, "a.ini", "[lab]\nesx[08:10].example.com\nrack-[a:b]\n")

    assert [entry.name for entry in found] == [
        "esx08.example.com",
        "esx09.example.com",
        "esx10.example.com",
        "rack-a",
        "rack-b",
    ]


@pytest.mark.parametrize("managed", [False, True])
def test_what_a_farm_says_of_itself_is_one(tmp_path: Path, managed: bool) -> None:
    kind: dict[str, Any] = {"vcenter": VCENTER_8_0, "profile": ESXI_8_0} if managed else {}
    site = make_farm(3, machines=1, password="hunter2", **kind)
    with site:
        plain = read(tmp_path, "farm.toml", site.inventory_toml())
        full = site.inventory_toml(with_password=True)

    assert [entry.name for entry in plain] == list(site.hosts)
    assert all("thumbprint=" in entry.uri and entry.password is None for entry in plain)
    assert plain[0].facts["address"] == site.hosts["esx0001"].address
    with pytest.raises(errors.InventoryError, match=r"farm.toml: line 2: password: a password is"):
        read(tmp_path, "farm.toml", full)
    trusted = read(tmp_path, "farm.toml", full, passwords=True)
    assert trusted[0].password == PasswordSource(value="hunter2")
    assert "hunter2" not in repr(trusted[0])


def test_the_words_are_those_of_the_commands_settings() -> None:
    assert {key.name for key in HOST} <= KEYS.keys()


def test_an_inventory_is_pickled(tmp_path: Path) -> None:
    hosts = read(tmp_path, "fleet.toml", TOML)

    again = pickle.loads(pickle.dumps(hosts))

    assert list(again) == list(hosts)


@pytest.mark.parametrize(
    ("targets", "names"),
    [
        ("esx://root@esx1/", ["esx1"]),
        (["esx://esx1/", "esx://esx1:8443/", "vpx://vc/dc1/esx2"], ["esx1", "esx1:8443", "vc/dc1/esx2"]),
        ({"a": "esx://esx1/", "b": "esx://esx2/"}, ["a", "b"]),
        ([("a", "esx://esx1/"), "esx://esx2/"], ["a", "esx2"]),
    ],
    ids=str,
)  # fmt: skip
def test_uris_are_an_inventory(targets: Any, names: list[str]) -> None:
    assert [entry.name for entry in Inventory.of(targets)] == names


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.toml", "[hosts.a]\nuser = 1\n", "a.toml: line 2: a: user: should be a text"),
        ("a.toml", "[hosts.a]\nusr = 'x'\n", "line 2: a: usr: there is no such key; did you mean 'user'?"),
        ("a.toml", "[hosts.a]\npassword = 'x'\n", "line 2: a: password: a password is not taken"),
        ("a.toml", "[hosts.a]\nuri = 'http://a/'\n", "line 2: a: uri: "),
        ("a.toml", "[hosts.a]\nthumbprint = 'x'\n", "line 2: a: thumbprint: unexpected value"),
        ("a.toml", "[[host]]\nname='a'\n[[host]]\nname='b'\ncacrt='x'\n", "line 5: b: cacrt: "),
        ("a.toml", "[[host]]\nuri='esx://a/'\n", "line 1: name: should be the host's name"),
        ("a.toml", "[host]\nname='a'\n", "write [[host]]"),
        ("a.toml", "[groups.x]\nhosts=['b']\n[hosts.a]\n", "line 2: x: hosts: there is no host 'b'"),
        ("a.toml", "[groups.x]\ngroups=['y']\n[groups.y]\ngroups=['x']\n[hosts.a]\ngroups=['x']\n", "in a circle"),
        ("a.toml", "[host", "a.toml: "),
        ("a.toml", "", "there is no host in it"),
        ("a.toml", "[hosts.a]\npassword_env='A'\npassword_file='b'\n", "there is a password_env, too"),
        ("a.toml", "[hosts.a]\n[[host]]\nname='a'\n", "a: there are two hosts of this name"),
        ("a.csv", "name,uri\na,esx://a/,x\n", "line 2: a: there are more cells than columns"),
        ("a.csv", "name,usr\na,x\n", "line 2: a: usr: there is no such key"),
        ("a.csv", "host\na\n", "line 1: the first line should name the columns"),
        ("a.csv", "name,name\na,b\n", "line 1: name: is there twice"),
        ("a.csv", "name,readonly\na,perhaps\n", "line 2: a: readonly: should be true or false"),
        ("a.csv", "uri\nesx://a:hunter2@b/c\n", "line 2: uri: "),
        ("a.json", "{", "a.json: line 1: "),
        ("a.json", "[]", "should be a table of names"),
        ("a.json", '{"g": {"hosts": "a"}}', "g: should be a list of names"),
        ("a.json", '{"_meta": {"hostvars": {"a": {"aioesx_usr": "x"}}}}', "a: aioesx_usr: there is no such key"),
        ("a.json", '{"_meta": {"hostvars": {"a": {"ansible_user": "{{ x }}"}}}}', "a: ansible_user: is a template"),
        ("a.yaml", "all: [", "a.yaml: line "),
        ("a.yaml", "all:\n  hosts:\n    a: {aioesx_user: !vault x}\n", "line 3: could not determine"),
        ("a.ini", "[lab]\na user\n", "line 2: 'user' should be name=value"),
        ("a.ini", "[lab:vars]\nx\n", "line 2: should be name=value"),
        ("a.ini", "[lab]\nesx[9:1]\n", "line 2: the range [9:1] is none"),
        ("a.ini", "[lab]\na aioesx_password=x\n", "line 2: a: password: a password is not taken"),
        ("a.ini", "[lab]\na\n[lab:vars]\naioesx_uri=esx://a/\n", "lab: aioesx_uri: is for a host"),
        ("a.xml", "", "its form is told by its name"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_host_and_key(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(errors.InventoryError) as caught:
        read(tmp_path, name, text)

    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/{name}: ")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(errors.InventoryError, match="cannot be read: No such file"):
        Inventory.of(tmp_path / "none.toml")
