"""Methods of managed objects, of the area ``performance``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._performance import (
        PerfCounterInfo,
        PerfEntityMetricBase,
        PerfMetricId,
        PerfProviderSummary,
        PerfQuerySpec,
    )
    from aioesx.vim.base import ManagedObjectReference


class QueryPerfProviderSummary(Method["PerfProviderSummary"]):
    """Query perf provider summary."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfProviderSummary")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")


class QueryAvailablePerfMetric(Method["list[PerfMetricId]"]):
    """Query available perf metric."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfMetricId", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    begin_time: datetime | None = element("beginTime", "xsd:dateTime", default=None)
    end_time: datetime | None = element("endTime", "xsd:dateTime", default=None)
    interval_id: int | None = element("intervalId", "xsd:int", default=None)


class QueryPerfCounter(Method["list[PerfCounterInfo]"]):
    """Query perf counter."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfCounterInfo", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    counter_id: list[int] = element("counterId", "xsd:int", default_factory=list, required=True)


class QueryPerf(Method["list[PerfEntityMetricBase]"]):
    """Query perf."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfEntityMetricBase", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    query_spec: list[PerfQuerySpec] = element("querySpec", "PerfQuerySpec", default_factory=list, required=True)
