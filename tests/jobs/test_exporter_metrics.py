"""The table of metrics: the names that people have dashboards for, and ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from aioesx.jobs.exporter.distinct import distinct
from aioesx.jobs.exporter.families import METRICS
from aioesx.jobs.exporter.metrics import HOST, Metric, labels_of

THEIRS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "vmware_exporter.json").read_text("utf-8")
)


def labels_by_name() -> dict[str, list[str]]:
    """Return the labels of vmware_exporter's metrics, by name."""
    found: dict[str, list[str]] = {}
    for prefix in ("vmware_host_", "vmware_vm_", "vmware_datastore_"):
        table = dict(THEIRS[prefix])
        labels = table.pop("labels")
        counters = dict.fromkeys(table.pop("counters", ()), ())
        for name, further in {**table, **counters}.items():
            found[f"{prefix}{name.replace('.', '_')}"] = [*labels, *further]
    return found


def test_every_metric_of_vmware_exporter_is_there_with_its_labels() -> None:
    ours = {metric.name: list(labels_of(metric)) for metric in METRICS}

    assert {name: ours.get(name) for name in labels_by_name()} == labels_by_name()


def test_what_is_called_as_theirs_is_theirs() -> None:
    ours = {metric.name for metric in METRICS if metric.name.startswith("vmware_")}

    assert ours == labels_by_name().keys()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_one_that_prometheus_takes(metric: Metric) -> None:
    labels = labels_of(metric)

    assert re.fullmatch(r"vmware_[a-zA-Z_]+|aioesx_[a-z_]+", metric.name)
    assert metric.help.endswith(".")
    assert len({HOST, *labels}) == len(labels) + (HOST not in labels)


def test_names_are_those_of_one_metric_each() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)


def test_alike_labels_are_told_apart_and_the_others_left_alone() -> None:
    found = distinct([(("web", "ds1"), "vm-1"), (("db", "ds1"), "vm-2"), (("web", "ds1"), "vm-3")])

    assert found == [("web [vm-1]", "ds1"), ("db", "ds1"), ("web [vm-3]", "ds1")]
