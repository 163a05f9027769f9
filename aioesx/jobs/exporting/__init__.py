"""A fleet leaves ESX: which machines, to where, when, in which order; gone on with after a crash.

`job_file` reads what `wishes` says; `matching` holds it against the machines that `survey` found;
`queue` says who may begin, by `windows` and limits; `run` has them leave, and `record` knows what
has become of each. `report` tells it at the end, `outline` beforehand.
"""

from __future__ import annotations

from aioesx.jobs.exporting.job import ExportJob
from aioesx.jobs.exporting.outline import ExportOutline, OutlinedExport
from aioesx.jobs.exporting.report import DiskExport, ExportReport, ExportStep, MachineExport

__all__ = [
    "DiskExport",
    "ExportJob",
    "ExportOutline",
    "ExportReport",
    "ExportStep",
    "MachineExport",
    "OutlinedExport",
]
