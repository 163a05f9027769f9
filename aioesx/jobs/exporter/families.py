"""What a scrape has brought, as prometheus-client takes it. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from aioesx._version import VERSION
from aioesx.jobs.exporter.counters import COUNTERS
from aioesx.jobs.exporter.exporter import HostScrape, Scrape
from aioesx.jobs.exporter.metrics import (
    DATASTORES,
    DOMAINS,
    HOST,
    HOSTS,
    LICENCES,
    Metric,
    Of,
    Sample,
    labels_of,
)

__all__ = ["METRICS", "OWN", "families", "registry_of"]


def _up(scrape: Scrape) -> Iterator[Sample]:
    for each in scrape.hosts:
        yield (each.host,), float(each.reading is not None)


def _seconds(scrape: Scrape) -> Iterator[Sample]:
    for each in scrape.hosts:
        yield (each.host,), each.seconds


def _errors(scrape: Scrape) -> Iterator[Sample]:
    for each in scrape.hosts:
        if each.error is not None:
            yield (each.host, type(each.error).__name__), 1.0


def _in_all(scrape: Scrape) -> Iterator[Sample]:
    yield (), scrape.seconds


def _build(scrape: Scrape) -> Iterator[Sample]:
    yield (VERSION,), 1.0


OWN: Final = (
    Metric("aioesx_up", "Whether the host has answered this scrape; of a vCenter likewise.",
           Of.EXPORTER, _up, labels=(HOST,)),
    Metric("aioesx_host_scrape_duration_seconds",
           "How long the read of the host took; of one that has not answered, takes until now.",
           Of.EXPORTER, _seconds, labels=(HOST,)),
    Metric("aioesx_host_error_info", "1, labelled with the kind of error by which a host is down.",
           Of.EXPORTER, _errors, labels=(HOST, "error")),
    Metric("aioesx_scrape_duration_seconds", "How long the reads of this scrape took in all.",
           Of.EXPORTER, _in_all),
    Metric("aioesx_exporter_build_info", "1, labelled with the version of aioesx.",
           Of.EXPORTER, _build, labels=("version",)),
)  # fmt: skip
"""What is told of the scrape itself."""

METRICS: Final[Sequence[Metric]] = (
    *OWN, *HOSTS, *DOMAINS, *DATASTORES, *LICENCES, *COUNTERS
)  # fmt: skip
"""All metrics, in the order in which they are told."""


def families(scrape: Scrape) -> Iterator[GaugeMetricFamily]:
    """Yield each metric that has samples; of two samples with the same labels the first counts."""
    for metric in METRICS:
        if metric.of is Of.EXPORTER:
            labels, samples = labels_of(metric), list(metric.read(scrape))
        else:
            labels, samples = (HOST, *labels_of(metric)), list(_of_hosts(metric, scrape.hosts))
        if samples:
            yield _family(metric, labels, samples)


def _of_hosts(metric: Metric, hosts: Iterable[HostScrape]) -> Iterator[Sample]:
    for each in hosts:
        if each.reading is not None:
            for labels, value in each.reading.samples.get(metric.name, ()):
                yield (each.host, *labels), value


def _family(metric: Metric, labels: Sequence[str], samples: Iterable[Sample]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(metric.name, metric.help, labels=labels)
    known: set[tuple[str, ...]] = set()
    for values, value in samples:
        if values not in known:
            known.add(values)
            family.add_metric(values, value)
    return family


class _Scraped(Collector):
    def __init__(self, scrape: Scrape) -> None:
        self._scrape = scrape

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return families(self._scrape)


def registry_of(scrape: Scrape) -> CollectorRegistry:
    """Return what prometheus-client's encoders write."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Scraped(scrape))
    return registry
