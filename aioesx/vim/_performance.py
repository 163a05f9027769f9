"""Data objects of the area ``performance``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import ElementDescription
    from aioesx.vim._enums import PerfStatsType, PerfSummaryType
    from aioesx.vim.base import ManagedObjectReference


class PerfInterval(DynamicData):
    """Perf interval."""

    key: int = element("key", "xsd:int")
    sampling_period: int = element("samplingPeriod", "xsd:int")
    name: str = element("name", "xsd:string")
    length: int = element("length", "xsd:int")
    level: int | None = element("level", "xsd:int", default=None)
    enabled: bool = element("enabled", "xsd:boolean")


class PerformanceDescription(DynamicData):
    """Performance description."""

    counter_type: list[ElementDescription] = element("counterType", "ElementDescription", default_factory=list, required=True)
    stats_type: list[ElementDescription] = element("statsType", "ElementDescription", default_factory=list, required=True)


class PerfProviderSummary(DynamicData):
    """Perf provider summary."""

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    current_supported: bool = element("currentSupported", "xsd:boolean")
    summary_supported: bool = element("summarySupported", "xsd:boolean")
    refresh_rate: int | None = element("refreshRate", "xsd:int", default=None)


class PerfCounterInfo(DynamicData):
    """Perf counter info.

    Attributes:
        rollup_type: How samples become one.
        per_device_level: since API 4.1.
    """

    key: int = element("key", "xsd:int")
    name_info: ElementDescription = element("nameInfo", "ElementDescription")
    group_info: ElementDescription = element("groupInfo", "ElementDescription")
    unit_info: ElementDescription = element("unitInfo", "ElementDescription")
    rollup_type: PerfSummaryType | str = element("rollupType", "PerfSummaryType")
    stats_type: PerfStatsType | str = element("statsType", "PerfStatsType")
    level: int | None = element("level", "xsd:int", default=None)
    per_device_level: int | None = element("perDeviceLevel", "xsd:int", default=None)
    associated_counter_id: list[int] = element("associatedCounterId", "xsd:int", default_factory=list)


class PerfMetricId(DynamicData):
    """Perf metric id.

    Attributes:
        instance: Device or processor; empty for the sum.
    """

    counter_id: int = element("counterId", "xsd:int")
    instance: str = element("instance", "xsd:string")


class PerfQuerySpec(DynamicData):
    """Perf query spec.

    Attributes:
        max_sample: Newest samples only.
        interval_id: Seconds of a sample; 20 is real time on a host.
    """

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    start_time: datetime | None = element("startTime", "xsd:dateTime", default=None)
    end_time: datetime | None = element("endTime", "xsd:dateTime", default=None)
    max_sample: int | None = element("maxSample", "xsd:int", default=None)
    metric_id: list[PerfMetricId] = element("metricId", "PerfMetricId", default_factory=list)
    interval_id: int | None = element("intervalId", "xsd:int", default=None)
    format: str | None = element("format", "xsd:string", default=None)


class PerfSampleInfo(DynamicData):
    """Perf sample info.

    Attributes:
        interval: Seconds.
    """

    timestamp: datetime = element("timestamp", "xsd:dateTime")
    interval: int = element("interval", "xsd:int")


class PerfMetricSeries(DynamicData):
    """Perf metric series."""

    id: PerfMetricId = element("id", "PerfMetricId")


class PerfMetricIntSeries(PerfMetricSeries):
    """Perf metric int series.

    Attributes:
        value: One for each sample; -1 is none.
    """

    value: list[int] = element("value", "xsd:long", default_factory=list)


class PerfMetricSeriesCSV(PerfMetricSeries):
    """Perf metric series csv."""

    value: str | None = element("value", "xsd:string", default=None)


class PerfEntityMetricBase(DynamicData):
    """Perf entity metric base."""

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")


class PerfEntityMetric(PerfEntityMetricBase):
    """Perf entity metric."""

    sample_info: list[PerfSampleInfo] = element("sampleInfo", "PerfSampleInfo", default_factory=list)
    value: list[PerfMetricSeries] = element("value", "PerfMetricSeries", default_factory=list)


class PerfEntityMetricCSV(PerfEntityMetricBase):
    """Perf entity metric csv."""

    sample_info_csv: str = element("sampleInfoCSV", "xsd:string")
    value: list[PerfMetricSeriesCSV] = element("value", "PerfMetricSeriesCSV", default_factory=list)
