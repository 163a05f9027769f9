"""Each program in examples/ does what it says, on a simulated host."""

from __future__ import annotations

import json
import runpy
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from support.judges import ROOT
from support.run import Outcome, run
from support.virsh import write_auth_file

from aioesx import Connection, Fleet
from aioesx.simulator import Simulator, make_farm

Example = Callable[[str], Outcome]


@pytest.fixture
def example(simulator: Simulator, tmp_path: Path) -> Example:
    """`example("list_domains")`: runs one with the host's URI; the password is in an auth file."""
    auth = write_auth_file(
        tmp_path / "auth.conf", host="127.0.0.1", username="root", password="secret"
    )

    def run_example(name: str) -> Outcome:
        path = ROOT / "examples" / f"{name}.py"
        return run(
            [sys.executable, "-W", "error", path, f"{simulator.uri}?cacert={simulator.ca_file}"],
            env={"LIBVIRT_AUTH_FILE": str(auth)},
        )

    return run_example


def test_list_domains(example: Example) -> None:
    outcome = example("list_domains")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.count("\n") == 5
    assert "web01 " in outcome.stdout


def test_whole_host(example: Example) -> None:
    outcome = example("whole_host")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "switch vSwitch0: vmnic0" in outcome.stdout
    assert "pool datastore1: " in outcome.stdout
    assert "  db01 takes 16 GiB\n" in outcome.stdout


def test_start_everything(example: Example, simulator: Simulator) -> None:
    outcome = example("start_everything")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "db01 runs\n" in outcome.stdout
    assert "asked: " in outcome.stdout
    assert len(simulator.answers) == 1


def test_with_pytest_plugin() -> None:
    path = ROOT / "examples" / "test_with_pytest_plugin.py"

    outcome = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path])

    assert outcome.status == 0, outcome.stdout
    assert " passed" in outcome.stdout


def test_trace_calls(example: Example) -> None:
    outcome = example("trace_calls")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert '"name": "RetrievePropertiesEx"' in outcome.stdout
    assert '"name": "Login"' in outcome.stdout
    assert '"name": "rpc.client.duration"' in outcome.stdout
    assert "secret" not in outcome.stdout


@pytest.mark.anyio
async def test_each_call_of_a_fleet_is_a_span_below_its_callers_and_is_measured_once() -> None:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    spans = TracerProvider()
    spans.add_span_processor(SimpleSpanProcessor(exporter))
    tracer, meter = spans.get_tracer("it"), MeterProvider([reader]).get_meter("it")
    hook = runpy.run_path(str(ROOT / "examples" / "trace_calls.py"))["telemetry_hook"]
    with make_farm(3, machines=2, password="secret", tls=False) as site:
        targets = {**site.uris, "gone": "esx://root@127.0.0.1:9/"}
        async with Fleet(targets, password="secret", on_event=hook(tracer, meter)) as fleet:
            with tracer.start_as_current_span("all of it") as above:
                results = await fleet.gather(_listed, retries=0)
        counted = {name: dict(host.call_count) for name, host in site.hosts.items()}
        places = {name: f"{host.address}:{host.port}" for name, host in site.hosts.items()}

    calls = [span for span in exporter.get_finished_spans() if span.name != "all of it"]
    told = [(span.name, dict(span.attributes or {}), span.parent) for span in calls]
    seen = Counter((attributes["server.address"], name) for name, attributes, _ in told)
    assert results.failed.keys() == {"gone"}
    assert {
        name: {method: seen[places[name], method] for method in methods}
        for name, methods in counted.items()
    } == counted
    assert {parent and parent.span_id for name, _, parent in told if "Retrieve" in name} == {
        above.get_span_context().span_id
    }
    errors = [attributes.get("error.type") for _, attributes, _ in told]
    assert [error for error in errors if error] == ["ConnectError"]
    assert _measured(reader) == len(calls)


async def _listed(esx: Connection) -> list[str]:
    return [entry.name for entry in await esx.domains.list()]


def _measured(reader: InMemoryMetricReader) -> int:
    """Return how many calls the histogram has."""
    data = reader.get_metrics_data()
    assert data is not None
    (resource,) = json.loads(data.to_json())["resource_metrics"]
    (histogram,) = resource["scope_metrics"][0]["metrics"]
    return sum(point["count"] for point in histogram["data"]["data_points"])


def test_many_hosts(tmp_path: Path) -> None:
    with make_farm(3, machines=2, password="secret") as site:
        inventory = tmp_path / "inventory.toml"
        gone = '\n[[host]]\nname = "gone"\nuri = "esx://127.0.0.1:9/"\n'
        text = 'defaults.password_env = "OF_THE_FARM"\n' + site.inventory_toml() + gone
        inventory.write_text(text)
        outcome = run(
            [sys.executable, "-W", "error", ROOT / "examples" / "many_hosts.py", inventory, "all"],
            env={"OF_THE_FARM": "secret"},
        )

    assert outcome.status == 1
    assert sorted(outcome.stdout.splitlines()) == [
        f"esx000{number}: esx000{number}-web01" for number in (1, 2, 3)
    ]
    assert outcome.stderr.startswith("gone: 127.0.0.1:9: ")
