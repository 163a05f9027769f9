"""`--output wire` and `--trace`: what a host said, in its own words, and nothing secret of it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from support.command import command
from support.every_command import SAMPLES, evil_host, prepare, sample
from support.hosts import connected
from support.option_rows import new_host
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import vim
from aioesx._session import hearing
from aioesx._wire import Overheard
from aioesx.cli.records import spread
from aioesx.cli.status import ExitStatus
from aioesx.simulator import Simulator
from aioesx.simulator.state.sessions import User

PASSWORD: Final = "secret"
KEY_BYTES: Final = 15
"""The least that a session's key has; what is shorter tells one filter from another."""
VNC: Final = "shown"
"""The password of the display of vnc01."""


@pytest.fixture
def host() -> Iterator[Simulator]:
    with new_host() as host:
        yield host


def heard(host: Simulator, *words: str) -> list[dict[str, Any]]:
    outcome = command(host.uri, "--output", "wire", *words)
    assert (outcome.status, outcome.stderr) == (ExitStatus.OK, "")
    found: list[dict[str, Any]] = json.loads(outcome.stdout)
    return found


def noted_secrets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the keys and cookies that sessions of simulated hosts get from now on."""
    keys: list[str] = []
    make = secrets.token_hex

    def noted(size: int) -> str:
        made = make(size)
        if size >= KEY_BYTES:
            keys.append(made)
        return made

    monkeypatch.setattr(secrets, "token_hex", noted)
    return keys


# --- wire ----------------------------------------------------------------------------------------


def test_properties_are_told_by_the_names_of_the_host(host: Simulator) -> None:
    entry = next(e for e in heard(host, "list", "--all") if e["properties"]["name"] == "db01")

    assert (entry["type"], entry["ref"]) == ("VirtualMachine", "2")
    assert entry["properties"]["runtime.powerState"] == "poweredOff"
    assert entry["properties"]["config.hardware.memoryMB"] == 8192
    assert "runtime.question" not in entry["properties"]


def test_values_keep_the_names_of_their_types_and_fields(host: Simulator) -> None:
    found = heard(host, "domif-getlink", "web01", "00:0c:29:00:01:01")

    devices = next(e["properties"]["config.hardware.device"] for e in found if e["ref"] == "1")
    card = next(each for each in devices if each.get("macAddress") == "00:0c:29:00:01:01")
    assert card["_type"] in ("VirtualE1000", "VirtualVmxnet3", "VirtualPCNet32")
    assert card["connectable"]["startConnected"] is True
    assert "unitNumber" in card
    assert None not in card.values()


def test_other_calls_that_read_are_told_by_their_names(host: Simulator) -> None:
    calls = [each for each in heard(host, "host-ntp") if "method" in each]

    assert [each["method"] for each in calls] == ["QueryDateTime"]
    assert calls[0]["type"] == "HostDateTimeSystem"
    assert calls[0]["result"].startswith("20")


def test_calls_that_change_are_not_told(host: Simulator) -> None:
    found = heard(host, "start", "db01")

    assert not [each for each in found if each.get("method") == "PowerOnVM_Task"]
    task = next(each for each in found if each["type"] == "Task")
    assert task["properties"]["info.state"] == "success"


def test_what_a_host_hides_is_named() -> None:
    estate = Estate(options=quick())
    estate.vcenter.users["ann"] = User("ann", PASSWORD)
    folder = estate.vcenter.add_folder(estate.dc1, "team")
    estate.vcenter.place(estate.esx1.find("web01"), folder)
    estate.vcenter.grant("ann", folder, ("VirtualMachine.Interact.PowerOn",))
    with estate.site(tls=False) as site:
        outcome = command(uri_of_vcenter(site, user="ann"), "-o", "wire", "dominfo", "web01")

    hidden = {
        (each["type"], path, fault)
        for each in json.loads(outcome.stdout)
        for path, fault in each.get("missing", {}).items()
    }
    assert ("HostSystem", "name", "NoPermission") in hidden


@pytest.mark.long
# Many hosts' words mix, and what has no end refuses.
@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"fleet", "events", "watch"}))
def test_every_command_can_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    with evil_host() as simulator:
        anyio.run(prepare, simulator)
        outcome = command(simulator.uri, "-o", "wire", *sample(name, tmp_path))

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert outcome.stdout.replace("\n", "").isprintable()
    for each in json.loads(outcome.stdout):
        assert each.keys() <= {"type", "ref", "properties", "missing", "method", "result"}


NAMES: Final = {
    field.wire
    for name in vim.__all__
    if hasattr(getattr(vim, name), "wire_fields")
    for field in getattr(vim, name).wire_fields.values()
}
OURS: Final = {"_type", "type", "value", "_text"}


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from names_in(each)


def test_every_name_is_one_of_the_api(host: Simulator) -> None:
    lines = ("host-info", "net-list --details", "dominfo web01", "pool-list", "domiflist web01")

    for line in lines:
        for each in heard(host, *line.split()):
            told = [*each.get("properties", {}).values(), each.get("result", "")]
            assert set(names_in(told)) <= NAMES | OURS


def test_nobody_hears_what_nobody_listens_to() -> None:
    assert hearing.HEARD.get() is None


def test_what_we_read_by_is_not_told(host: Simulator) -> None:
    assert {each.get("method") for each in heard(host, "start", "db01")} <= {
        None, "RetrieveServiceContent"
    }  # fmt: skip


def test_no_call_by_which_we_only_read_is_told() -> None:
    overheard = Overheard()
    classes = [cls for name in vim.__all__ if isinstance(cls := getattr(vim, name), type)]
    reads = [cls for cls in classes if issubclass(cls, vim.Method) and not cls.changes]
    with overheard.listening():
        hear = hearing.HEARD.get()
        assert hear is not None
        for cls in reads:
            hear(cls.__new__(cls), None)

    told = {each["method"] for each in overheard.records()}
    gear = re.compile("Collector|Filter$|View|^Log|Session|Page|Update|^RetrieveProperties")
    assert {name for name in told if gear.search(name)} == set()
    assert told > {"CurrentTime", "QueryEvents", "ReadNextEvents", "FindByUuid", "QueryPerf"}


def test_sessions_are_not_told() -> None:
    async def listen(uri: str) -> tuple[list[dict[str, Any]], str]:
        overheard = Overheard()
        async with aioesx.connect(uri, password=PASSWORD) as esx:
            manager = esx.content.session_manager
            assert manager is not None
            with overheard.listening():
                session = (await esx.properties(manager, ["currentSession"]))["currentSession"]
                await esx.call(vim.AcquireCloneTicket(this=manager))
        return overheard.records(), session.key

    with Estate(options=quick()).site(tls=False) as site:
        records, key = anyio.run(listen, uri_of_vcenter(site))

    text = json.dumps(records)
    assert "AcquireCloneTicket" not in text  # it changes something
    assert '"userName": "root"' in text
    assert key not in text
    assert text.count('"***"') == 1


@pytest.mark.parametrize("line", ["start db01", "list"])
def test_no_name_of_what_is_a_sessions_tells_its_key(
    host: Simulator, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    keys = noted_secrets(monkeypatch)

    shown = json.dumps(heard(host, *line.split()))

    assert keys
    assert [key for key in keys if key in shown] == []


def test_passwords_of_settings_are_not_told(host: Simulator) -> None:
    async def listen() -> list[dict[str, Any]]:
        overheard = Overheard()
        async with connected(host) as esx:
            domain = await esx.domains.lookup("vnc01")
            with overheard.listening():
                await esx.properties(domain.ref, ["config.extraConfig"])
        return overheard.records()

    settings = anyio.run(listen)[0]["properties"]["config.extraConfig"]

    values = {each["key"]: each["value"] for each in settings}
    assert values["RemoteDisplay.vnc.port"] == "5907"
    assert values["RemoteDisplay.vnc.password"] == "***"


WEB: Final = vim.ManagedObjectReference("VirtualMachine", "1")
COLLECTOR: Final = vim.ManagedObjectReference("PropertyCollector", "collector")
DENIED: Final = vim.LocalizedMethodFault(fault=vim.NoPermission(object=WEB, privilege_id="x"))


def content(*, missing: Any = (), **values: Any) -> vim.ObjectContent:
    return vim.ObjectContent(
        obj=WEB,
        prop_set=[vim.DynamicProperty(name=name, val=value) for name, value in values.items()],
        missing_set=[vim.MissingProperty(path=path, fault=DENIED) for path in missing],
    )


def update(kind: str = "modify", missing: tuple[str, ...] = (), **values: Any) -> vim.UpdateSet:
    changes = [vim.PropertyChange(name=n, op="assign", val=v) for n, v in values.items()]
    hidden = [vim.MissingProperty(path=path, fault=DENIED) for path in missing]
    one = vim.ObjectUpdate(kind=kind, obj=WEB, change_set=changes, missing_set=hidden)
    ref = vim.ManagedObjectReference("PropertyFilter", "filter")
    return vim.UpdateSet(
        version="1", filter_set=[vim.PropertyFilterUpdate(filter=ref, object_set=[one])]
    )


def read(*paths: str) -> vim.RetrievePropertiesEx:
    spec = vim.PropertySpec(type=WEB.type, all=False, path_set=list(paths))
    return vim.RetrievePropertiesEx(
        this=COLLECTOR,
        spec_set=[vim.PropertyFilterSpec(prop_set=[spec], object_set=[])],
        options=vim.RetrieveOptions(),
    )


def retold(
    *answers: vim.ObjectContent | vim.UpdateSet, paths: tuple[str, ...] = ("name", "x")
) -> Any:
    """Return what is told after these answers."""
    overheard = Overheard()
    with overheard.listening():
        hear = hearing.HEARD.get()
        assert hear is not None
        for answer in answers:
            if isinstance(answer, vim.UpdateSet):
                hear(vim.WaitForUpdatesEx(this=COLLECTOR), answer)
            else:
                hear(read(*paths), vim.RetrieveResult(objects=[answer]))
    return [(each["properties"], each.get("missing")) for each in overheard.records()]


def test_the_latest_value_is_told() -> None:
    assert retold(content(name="a"), update(name="b")) == [({"name": "b"}, None)]
    assert retold(update(name="b"), content(name="a")) == [({"name": "a"}, None)]


def test_what_is_not_set_any_more_is_not_told() -> None:
    assert retold(content(name="a", x=1), update(x=None)) == [({"name": "a"}, None)]
    assert retold(content(name="a", x=1), content(name="a")) == [({"name": "a"}, None)]


def test_what_was_not_asked_for_again_is_told() -> None:
    again = content(name="b")
    assert retold(content(name="a", y=1), again) == [({"name": "b", "y": 1}, None)]


def test_a_value_and_why_there_is_none_are_not_told_together() -> None:
    hidden = {"x": "NoPermission"}
    assert retold(content(x=1), content(missing=("x",))) == [({}, hidden)]
    assert retold(content(x=1), update(missing=("x",))) == [({}, hidden)]
    assert retold(content(missing=("x",)), content(x=1)) == [({"x": 1}, None)]
    assert retold(update(missing=("x",)), update(x=1)) == [({"x": 1}, None)]


def test_an_object_that_is_gone_is_not_told() -> None:
    assert retold(content(x=1), update("leave")) == []


@pytest.mark.parametrize(
    "path",
    [
        'config.extraConfig["RemoteDisplay.vnc.password"].value',
        "config.extraConfig[guestinfo.userdata].value",
        "config.vAppConfig.property[3].value",
        "config.vAppConfig.property[3].defaultValue",
        "spec.password.value",
        "currentSession.ticket",
    ],
)
def test_a_path_into_a_secret_is_not_told(path: str) -> None:
    assert retold(content(**{path: "Tr0ub4dor"})) == [({path: "***"}, None)]


@pytest.mark.parametrize(
    "path",
    [
        'config.extraConfig["RemoteDisplay.vnc.port"].value',
        'config.extraConfig["RemoteDisplay.vnc.password"].key',
        "config.vAppConfig.property[3].id",
        "config.hardware.device[4000].key",
    ],
)
def test_any_other_path_is_told(path: str) -> None:
    assert retold(content(**{path: "5907"})) == [({path: "5907"}, None)]


def test_an_option_that_is_asked_for_by_its_key_is_not_told() -> None:
    key = "RemoteDisplay.vnc.password"
    option = vim.OptionValue(key=key, value="Tr0ub4dor")
    path = f'config.extraConfig["{key}"]'

    ((properties, _),) = retold(content(**{path: option}))

    assert properties[path] == {"_type": "OptionValue", "key": key, "value": "***"}


# --- trace ---------------------------------------------------------------------------------------


def test_requests_and_answers_go_to_standard_error(host: Simulator) -> None:
    outcome = command(host.uri, "--trace", "hostname")

    assert outcome.stdout == "esx-sim.localdomain\n\n"
    lines = outcome.stderr.splitlines()
    assert "        <userName>root</userName>" in lines
    assert "        <password>***</password>" in lines
    assert [line for line in lines if line.startswith("<- ") and " Login: 200" in line]
    assert "DEBUG" not in outcome.stderr


def test_with_a_log_they_go_there(host: Simulator, tmp_path: Path) -> None:
    log = tmp_path / "log"

    outcome = command(host.uri, "--trace", "--log", str(log), "hostname")

    assert outcome.stderr == ""
    assert "\n        <password>***</password>\n" in log.read_text("utf-8")


def test_without_it_nothing_is_traced(host: Simulator) -> None:
    assert command(host.uri, "hostname").stderr == ""


@pytest.mark.parametrize(
    "line",
    ["dumpxml vnc01", "domdisplay vnc01 --include-password", "edit db01", "host-info", "list",
     "start db01", "screenshot web01 PNG", "get REMOTE PNG"],
)  # fmt: skip
def test_nothing_secret_is_traced(
    host: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    words = [
        {"PNG": str(tmp_path / "x"), "REMOTE": "[datastore1] iso/tools.iso"}.get(word, word)
        for word in line.split()
    ]
    keys = noted_secrets(monkeypatch)

    outcome = command(host.uri, "--trace", *words)

    assert outcome.status == ExitStatus.OK
    assert len(outcome.stderr) > 1000
    assert f">{PASSWORD}<" not in outcome.stderr
    assert f">{VNC}<" not in outcome.stderr
    assert len(keys) >= 2  # the session's key and cookie
    assert [each for each in keys if each in outcome.stderr] == []


def test_an_envelope_is_spread_over_lines() -> None:
    text = '-> host Call: <?xml version="1.0"?><a x="1"><b>1</b><c/><d><e>2</e></d></a>'

    assert spread(text).splitlines() == [
        "-> host Call:",
        '  <?xml version="1.0"?>',
        '  <a x="1">',
        "    <b>1</b>",
        "    <c/>",
        "    <d>",
        "      <e>2</e>",
        "    </d>",
        "  </a>",
    ]


@pytest.mark.parametrize("text", ["-> host GET /x: 0 bytes", "<- host GET /x: 200", "a < b", ""])
def test_what_is_no_envelope_stays_a_line(text: str) -> None:
    assert spread(text) == text


def test_what_was_cut_is_shown_to_its_end() -> None:
    assert spread("<- h M: 200 <a><b>1</b><c... (9 bytes more)").endswith("<c... (9 bytes more)")
