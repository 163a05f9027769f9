"""`--output`: what commands hand over for programs fits their schemas, in every format.

A new command is tried here as soon as it has a row, which a test demands to be decided: it hands
something over, or only acts.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from unittest import mock

import anyio
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.command import command, invoke
from support.data import cells_of, validated
from support.every_command import OF_A_VCENTER, OF_TWO_HOSTS, SAMPLES, evil_host, prepare, sample
from support.option_rows import BASE, PREPARED, make_files, new_host
from support.run import Outcome
from support.run import run as run_process
from support.vcenter import Estate, quick, uri_of_vcenter

from aioesx.cli import schema
from aioesx.cli.console import Console
from aioesx.cli.main import run
from aioesx.cli.output import Gathered
from aioesx.cli.program import cli
from aioesx.cli.shapes import SUFFIXES, Field, Shape, record, records
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import may_all_be_shown
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES
from docs.pages.schemas import command_rows, files, shapes

_SETS: Final = "sets what another command tells"
_CONTENT: Final = "moves bytes; virsh writes nothing either"
_ENDS: Final = "takes away what it names"
ONLY_ACTS: Final = {
    "answer": "chooses",
    "detach-device": _ENDS,
    "detach-device-alias": _ENDS,
    "cp": "its words are the whole result",
    "edit": "a person's, in an editor",
    "event": "virsh's text: `events` hands over",
    "guest-kill": _ENDS,
    "iface-edit": "a person's, in an editor",
    "managedsave-remove": "there is nothing to remove",
    "net-edit": "a person's, in an editor",
    "pool-edit": "a person's, in an editor",
    "host-reboot": "the host goes down",
    "host-shutdown": "the host goes down",
    "migrate": "moves what keeps its name",
    "mkdir": "its word is the whole result",
    "mv": "its words are the whole result",
    "net-autostart": "changes nothing, or is refused",
    "net-portgroup-add": "its words are the whole result",
    "net-portgroup-remove": _ENDS,
    "net-undefine": _ENDS,
    "pool-autostart": "changes nothing, or is refused",
    "pool-refresh": "the host looks again",
    "setmaxmem": _SETS,
    "setmem": _SETS,
    "setvcpus": _SETS,
    "snapshot-delete": _ENDS,
    "snapshot-revert": "the domain goes back",
    "template": "marks what keeps its name",
    "vol-delete": _ENDS,
    "vol-download": _CONTENT,
    "vol-resize": _SETS,
    "vol-upload": _CONTENT,
    "vol-wipe": _ENDS,
    "wait-for": "its end is the result",
}
"""Commands that hand nothing over, and why."""

HANDS_OVER: Final = sorted(shapes().keys() & SAMPLES.keys())


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with evil_host() as simulator:
        anyio.run(prepare, simulator)
        yield simulator


# --- the tables ----------------------------------------------------------------------------------


def test_every_command_hands_something_over_or_only_acts() -> None:
    names = {row.name for row in command_rows()}

    assert names <= cli.commands.keys()
    assert shapes().keys() | ONLY_ACTS.keys() == names
    assert shapes().keys() & ONLY_ACTS.keys() == set()
    assert shapes().keys() <= SAMPLES.keys() | OF_A_VCENTER | OF_TWO_HOSTS


def every_field(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from every_field(field.fields)


@pytest.mark.parametrize("name", sorted(shapes()))
def test_fields_are_declared_whole(name: str) -> None:
    shape = shapes()[name]

    for field in every_field(shape.fields + shape.others):
        assert field.key.isidentifier()
        assert field.key == field.key.lower()
        assert field.help.endswith((".", "?"))
        assert (field.kind == "object") == bool(field.fields)
        assert not field.unit or field.kind in ("integer", "number")
        assert not field.unit or field.key.endswith(SUFFIXES[field.unit])
    assert bool(shape.option) == bool(shape.others)


# --- the schemas and their lock ------------------------------------------------------------------


def test_the_package_has_the_schemas_of_the_shapes_by_the_versions_of_the_lock() -> None:
    there = {path.name: path.read_text("utf-8") for path in schema.DIRECTORY.glob("*.json")}

    assert there == files()


@pytest.mark.parametrize("name", ["list", "host-info"])
def test_a_schema_that_changes_without_its_version_is_refused(name: str) -> None:
    found = shapes()
    locked = schema.lock_of(found)
    more = (*found[name].fields, Field("more", "string", "Another."))
    changed = {**found, name: found[name]._replace(fields=more)}
    counted = {**found, name: changed[name]._replace(version=found[name].version + 1)}

    assert schema.unlocked(locked, schema.lock_of(found)) == []
    assert schema.unlocked(locked, schema.lock_of(changed)) == [name]
    assert schema.unlocked(locked, schema.lock_of(counted)) == []


def test_the_generator_leaves_the_lock_of_a_changed_schema_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = schema.lock_of(shapes())
    locked["list"]["sha256"] = "another"
    (tmp_path / schema.LOCK).write_text(json.dumps(locked), "utf-8")
    monkeypatch.setattr(schema, "DIRECTORY", tmp_path)

    with pytest.raises(ValueError, match=r"^list: the schema changed, its version did not$"):
        files()


def test_words_of_a_schema_are_no_change() -> None:
    shape = record(1, "A thing.", Field("description", "string", "Its text."))
    said_better = record(1, "One thing.", Field("description", "string", "What it says."))

    assert schema.lock_of({"x": shape}) == schema.lock_of({"x": said_better})


def test_schema_prints_one_or_all() -> None:
    one, every = invoke("schema", "list"), invoke("schema")

    assert json.loads(one.stdout)["$id"] == f"aioesx:list:{shapes()['list'].version}"
    assert json.loads(every.stdout).keys() == shapes().keys()
    assert invoke("schema", "setmem").status == ExitStatus.USAGE


# --- every command, on a host with hostile names -------------------------------------------------


@pytest.mark.parametrize("name", HANDS_OVER)
def test_json_fits_the_schema(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    outcome = command(simulator.uri, "--output", "json", *sample(name, tmp_path))

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert outcome.stdout.replace("\n", "").isprintable()
    value = validated(name, outcome.stdout)
    assert isinstance(value, list) == shapes()[name].many


@pytest.mark.long
@pytest.mark.parametrize("name", HANDS_OVER)
def test_csv_and_yaml_have_the_records_of_the_schema(
    simulator: Simulator, tmp_path: Path, name: str
) -> None:
    words = sample(name, tmp_path)
    required = fields_of(name)

    in_csv = command(simulator.uri, "-o", "csv", *words)
    with evil_host() as other:
        anyio.run(prepare, other)
        in_yaml = command(other.uri, "-o", "yaml", *words)

    assert in_csv.status == in_yaml.status == ExitStatus.OK, in_csv.stderr + in_yaml.stderr
    assert in_csv.stdout.replace("\n", "").isprintable()
    assert in_yaml.stdout.replace("\n", "").isprintable()
    heads = in_csv.stdout.partition("\n")[0].split(",")
    assert list(dict.fromkeys(head.partition(".")[0] for head in heads)) == required
    in_both = yaml.safe_load(in_yaml.stdout)
    each_alone = in_both if shapes()[name].lines else [in_both]
    validated(name, "\n".join(map(json.dumps, each_alone)))
    records = in_both if shapes()[name].many else [in_both]
    assert len(cells_of(in_csv.stdout)) == sum(lines_of(name, each) for each in records)


def lines_of(name: str, record: dict[str, Any]) -> int:
    """Return how many lines of CSV a record is: one of `fleet` has its host's records in it."""
    inside = record["data"] if name == "fleet" else None
    return max(1, len(inside)) if isinstance(inside, list) else 1


def fields_of(name: str) -> list[str]:
    return [field.key for field in shapes()[name].fields]


@pytest.mark.parametrize("name", sorted(ONLY_ACTS.keys() & SAMPLES.keys()))
def test_what_only_acts_writes_nothing(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    outcome = command(simulator.uri, "--output", "json", *sample(name, tmp_path))

    assert (outcome.status, outcome.stdout) == (ExitStatus.OK, "")


# --- what there is besides the usual line --------------------------------------------------------


@pytest.fixture
def host() -> Iterator[Simulator]:
    with new_host() as host:
        yield host


# Of virsh's line for it nothing comes; `SAMPLES` has ours.
_REFUSED: Final = {"console"}


@pytest.mark.parametrize("name", sorted((shapes().keys() & BASE.keys()) - _REFUSED))
def test_what_virsh_has_too_fits_the_schema(
    host: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    for words in PREPARED:
        command(host.uri, *words)
    files_here = make_files(tmp_path)
    line = [name, *(files_here.get(word, word) for word in BASE[name].split())]

    outcome = command(host.uri, "-o", "json", *line)

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert validated(name, outcome.stdout) not in ([], {})


@pytest.mark.parametrize(
    "line",
    [
        "df --snapshots",
        "desc db01 --title",
        "snapshot-current db01",
        "snapshot-current db01 --name",
        "snapshot-create-as db01 --print-xml",
        "vol-clone off01/off01.vmdk x/y.vmdk datastore1 --print-xml",
        "vol-create-as datastore1 x/y.vmdk 4096 --print-xml",
        "dumpxml web01 --xpath //disk --wrap",
        "list --name",
        "snapshot-list db01 --tree",
        "net-list --uuid",
        "iface-list",
        "pool-list --uuid --name",
        "ls [datastore1] --name",
        "vncdisplay vnc01",
        "domdisplay vnc01 --include-password",
        "vcpucount web01 --maximum",
        "freecell --all",
    ],
)
def test_options_that_choose_text_leave_the_data_whole(host: Simulator, line: str) -> None:
    command(host.uri, "snapshot-create-as", "db01", "s1")

    outcome = command(host.uri, "-o", "json", *line.split())

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert validated(line.split()[0], outcome.stdout) not in ([], {})


def test_the_head_of_nothing_is_that_of_what_was_asked_for(plain: Simulator) -> None:
    outcome = command(plain.uri, "-o", "csv", "df", "--snapshots")

    fields = shapes()["df"].others
    assert outcome == Outcome(0, ",".join(field.key for field in fields) + "\n", "")


def test_of_several_those_that_succeeded_are_there(host: Simulator) -> None:
    told = command(host.uri, "-o", "json", "dominfo", "web01", "nosuch", "db01")
    done = command(host.uri, "-o", "json", "start", "web01", "nosuch", "db01")

    assert [each["name"] for each in validated("dominfo", told.stdout)] == ["web01", "db01"]
    assert [each["name"] for each in validated("start", done.stdout)] == ["db01"]
    assert told.status == done.status == ExitStatus.SOME_FAILED
    assert told.stderr.startswith("error: cannot tell about domain 'nosuch': ")


def test_each_command_of_a_line_writes_its_own(host: Simulator) -> None:
    outcome = command(host.uri, "-o", "json", "domstate nosuch; domid web01; start db01; uri")

    decode = json.JSONDecoder().raw_decode
    texts, rest = [], outcome.stdout
    while rest:
        value, end = decode(rest)
        texts.append(value)
        rest = rest[end:].lstrip()
    assert [sorted(value) for value in texts[::2]] == [["id", "name", "uuid"], ["uri"]]
    assert [value[0]["name"] for value in texts[1:2]] == ["db01"]


_LOAD: Final = "import sys; from aioesx.cli.program import cli; cli.commands['list']"


def test_text_needs_nothing_of_what_data_need() -> None:
    loaded = run_process(
        [
            sys.executable,
            "-c",
            f"{_LOAD}; print(*sys.modules)",
        ]
    ).stdout.split()

    assert "aioesx.cli.domain_commands" in loaded
    assert {"csv", "yaml", "aioesx.cli.output", "aioesx.cli.schema", "aioesx._wire"}.isdisjoint(
        loaded
    )


def test_a_record_that_failed_is_not_there(host: Simulator) -> None:
    outcome = command(host.uri, "-o", "json", "domstate", "nosuch")

    assert (outcome.status, outcome.stdout) == (ExitStatus.NOT_FOUND, "")


def test_what_changes_and_tells_tells_only_when_it_does_not_change(host: Simulator) -> None:
    changed = command(host.uri, "-o", "json", "desc", "db01", "new", "words")
    told = command(host.uri, "-o", "json", "desc", "db01")

    assert (changed.status, changed.stdout) == (ExitStatus.OK, "")
    assert json.loads(told.stdout) == {"description": "new words", "title": None}


def test_timing_and_quiet_are_nothing_to_programs(host: Simulator) -> None:
    plain = command(host.uri, "-o", "json", "list", "--all").stdout

    assert command(host.uri, "-q", "-t", "-o", "json", "list", "--all").stdout == plain


def test_a_file_on_standard_output_is_not_followed_by_data(host: Simulator) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    console = Console(out, io.StringIO())
    words = ["-c", host.uri, "-o", "json", "get", "[datastore1] iso/tools.iso", "-"]

    with mock.patch.dict(os.environ, {"AIOESX_PASSWORD": "secret"}):
        status = console.settle(run(words, console))

    out.seek(0)
    assert (status, out.read()) == (ExitStatus.OK, "x")


# --- products ------------------------------------------------------------------------------------

COMMON: Final = (
    "capabilities", "df", "domblklist db01", "domiflist db01", "dominfo web01 db01",
    "domstate web01", "dumpxml db01", "freecell", "host-firewall", "host-info", "host-ntp",
    "host-services", "hostname", "hosts", "iface-list --details", "iface-vmkernel", "images",
    "list --all", "ls [STORE]", "maintenance", "maxvcpus", "net-list --details", "nodeinfo",
    "orphans --unclaimed", "pool-info STORE", "pool-list", "questions", "schedinfo db01",
    "snapshot-list db01", "uri", "vcpucount web01", "version", "vol-list STORE",
)  # fmt: skip
OLDEST_AND_NEWEST: Final = ["gsx-2.0", "esx-3.5", "esx-4.1", "esxi-8.0"]


@pytest.mark.long
@pytest.mark.parametrize("name", OLDEST_AND_NEWEST)
def test_every_product_fits_the_schemas(name: str) -> None:
    state = presets.small_host(profile=PROFILES[name])
    store = next(iter(state.datastores.values())).name
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        for line in COMMON:
            words = line.replace("STORE", store).split()
            outcome = command(simulator.uri, "-o", "json", *words)
            assert outcome.status == command(simulator.uri, *words).status, outcome.stderr
            if outcome.status == ExitStatus.OK:
                validated(words[0], outcome.stdout)
            else:
                assert outcome.stdout in ("", "[]\n"), line


OF_ONE_HOST: Final = (
    "capabilities", "freecell", "host-firewall", "host-info", "host-ntp", "host-services",
    "hostname", "iface-list --details", "iface-vmkernel", "maintenance", "maxvcpus",
    "net-list --details", "net-users vSwitch0", "nodeinfo",
)  # fmt: skip
OF_ALL: Final = (
    "clone db01 copy01 --host esx1.example", "df", "domblklist db01", "dominfo web01 db01",
    "dumpxml db01", "hosts", "iface-list --details", "images", "list --all", "net-list --details",
    "orphans --unclaimed", "pool-list", "questions", "snapshot-list db01", "uri", "version",
)  # fmt: skip


def test_a_vcenter_fits_the_schemas() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        uri = uri_of_vcenter(site)
        for line in (*OF_ALL, *(f"{line} --host esx1.example" for line in OF_ONE_HOST)):
            outcome = command(uri, "-o", "json", *line.split())
            assert outcome.status == ExitStatus.OK, f"{line}: {outcome.stderr}"
            assert validated(line.split()[0], outcome.stdout) is not None


# --- the formats ---------------------------------------------------------------------------------

_TEXT: Final = st.text(st.characters())  # lone surrogates, too
_SHAPE: Final = records(
    1,
    "A thing.",
    Field("text", "string", "A text."),
    Field("size", "integer?", "A size.", "bytes"),
    Field("on", "boolean", "Whether."),
    Field("words", "string[]", "Texts."),
    Field("parts", "object[]?", "Parts.", fields=(Field("name", "string", "A text."),)),
)
_THING: Final = st.fixed_dictionaries(
    {
        "text": _TEXT,
        "size": st.none() | st.integers(),
        "on": st.booleans(),
        "words": st.lists(_TEXT, max_size=3),
        "parts": st.none() | st.lists(st.fixed_dictionaries({"name": _TEXT}), max_size=2),
    }
)


def written(shape: Shape, form: str, things: list[dict[str, Any]], encoding: str = "utf-8") -> str:
    gathered = Gathered(shape, form)
    gathered.add(things)
    return gathered.text(encoding)


def of_a_cell(text: str) -> str:
    """Read a cell as virsh's tables write it."""
    raw = text.encode("utf-8")
    parts = raw.split(b"\\x")
    data = parts[0] + b"".join(bytes.fromhex(p[:2].decode()) + p[2:] for p in parts[1:])
    return data.decode("utf-8", "surrogatepass")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@given(things=st.lists(_THING, max_size=3))
def test_every_format_has_the_same_records(encoding: str, things: list[dict[str, Any]]) -> None:
    wanted = [_SHAPE.plain(thing) for thing in things]

    in_json = written(_SHAPE, "json", things, encoding)
    in_yaml = written(_SHAPE, "yaml", things, encoding)
    in_csv = written(_SHAPE, "csv", things, encoding)

    assert json.loads(in_json) == wanted
    assert yaml.safe_load(in_yaml) == wanted
    rows = cells_of(in_csv)
    assert [of_a_cell(row["text"]) for row in rows] == [each["text"] for each in wanted]
    for key in ("size_bytes", "on", "words", "parts"):
        assert [json.loads(row[key] or "null") for row in rows] == [each[key] for each in wanted]
    for text in (in_json, in_yaml, in_csv):
        assert may_all_be_shown(text, encoding)


def test_text_is_left_out_where_data_are_wanted() -> None:
    out = io.StringIO()
    console = Console(out, io.StringIO())
    with console.telling(Gathered(_SHAPE, "json")):
        console.say("text")
        console.table(("Head",), [("cell",)])
        console.tell_all(())
    console.say("after")

    assert console.settle(0) == 0
    assert out.getvalue() == "[]\nafter\n"
