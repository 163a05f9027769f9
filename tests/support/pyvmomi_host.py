"""What checks with pyVmomi share; it is imported when first needed, so that tests can skip."""

from __future__ import annotations

import importlib
from typing import Any

from support.waiting import until_blocking

__all__ = ["VmomiSupport", "done", "failed", "finish", "vim", "vmodl"]


class _Late:
    """A part of pyVmomi, imported when it is first looked at."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        part: Any = importlib.import_module("pyVmomi")
        for step in (*self._names, name):
            part = getattr(part, step)
        return part


vim: Any = _Late("vim")
vmodl: Any = _Late("vmodl")
VmomiSupport: Any = _Late("VmomiSupport")


def finish(task: Any) -> Any:
    """Wait for a task and return its info."""
    until_blocking(lambda: task.info.state in {"success", "error"})
    return task.info


def done(task: Any) -> Any:
    info = finish(task)
    assert info.state == "success", info.error
    return info.result


def failed(task: Any) -> Any:
    info = finish(task)
    assert info.state == "error", info
    return info.error
