"""exporter.md: the exporter by question, with the table of its metrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from aioesx.jobs.exporter.counters import COUNTERS, DOMAIN_COUNTERS, HOST_COUNTERS
from aioesx.jobs.exporter.families import METRICS
from aioesx.jobs.exporter.metrics import HOST, Metric, Of, labels_of

__all__ = ["page"]

_HERE: Final = Path(__file__).resolve().parent
_ABOUT: Final = {
    Of.EXPORTER: "The scrape",
    Of.HOST: "Hosts",
    Of.DOMAIN: "Domains",
    Of.DATASTORE: "Datastores",
    Of.LICENCE: "Licences",
}


def _table(of: Of, title: str, metrics: Sequence[Metric]) -> Iterator[str]:
    shared = [] if of is Of.EXPORTER else [HOST]
    shared += labels_of(metrics[0])[: len(labels_of(metrics[0])) - len(metrics[0].labels)]
    names = ", ".join(f"`{name}`" for name in shared)
    yield f"{title}{f', all with {names}' if names else ''}:\n"
    yield "| Metric | Means | Further labels |"
    yield "|---|---|---|"
    for metric in metrics:
        labels = ", ".join(f"`{name}`" for name in metric.labels)
        yield f"| `{metric.name}` | {metric.help.removesuffix('.')} | {labels} |"
    yield ""


def page() -> str:
    """Return the whole page."""
    text = (_HERE / "exporter.md").read_text("utf-8")
    lines: list[str] = []
    for of, title in _ABOUT.items():
        plain = [metric for metric in METRICS if metric.of is of and metric not in COUNTERS]
        lines += _table(of, title, plain)
    lines += _table(Of.HOST, "Counters of hosts, with `--counters`", HOST_COUNTERS)
    lines += _table(Of.DOMAIN, "Counters of domains, with `--counters`", DOMAIN_COUNTERS)
    return text.replace("METRICS\n", "\n".join(lines).rstrip("\n") + "\n")
