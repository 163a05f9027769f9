"""What an exporter says, read by Prometheus' own client library."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as plain
from prometheus_client.samples import Sample

__all__ = ["Scraped"]


class Scraped:
    """The samples of a scrape.

    Attributes:
        names: of all metrics.
    """

    def __init__(self, text: str) -> None:
        read = openmetrics if text.endswith("# EOF\n") else plain
        families = list(read(text))
        self.names = [family.name for family in families]
        self.samples = [sample for family in families for sample in family.samples]

    def of(self, name: str, **labels: str) -> dict[str, float]:
        """Return the values of a metric by the host's name, of one sample each."""
        found = [(sample.labels["host"], sample.value) for sample in self._with(name, labels)]
        assert len(found) == len(dict(found)), f"several samples of a host: {found}"
        return dict(found)

    def value(self, name: str, **labels: str) -> float:
        """Return the value of the one sample with these labels."""
        (value,) = [sample.value for sample in self._with(name, labels)]
        return value

    def labels(self, name: str, **labels: str) -> list[dict[str, str]]:
        """Return the labels of all samples of a metric."""
        return [sample.labels for sample in self._with(name, labels)]

    def _with(self, name: str, labels: dict[str, str]) -> Iterator[Sample]:
        for sample in self.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                yield sample
