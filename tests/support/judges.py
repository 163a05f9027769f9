"""Which judges `@pytest.mark.peer("virsh", "vcsim")` may name, and whether they are here.

A judge is a program or a library by somebody else that tells whether aioesx is right. `make peers`
installs them all. Without one its tests skip; with `AIOESX_REQUIRE_PEERS=1` they fail. This file is
a pytest plugin that sees to that.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, Final

import pytest

__all__ = [
    "GUEST_CLIENT",
    "IMPORT_CLIENT",
    "JUDGES",
    "OVF_READER",
    "PROMETHEUS",
    "PROMTOOL",
    "ROOT",
    "VCSIM",
    "missing",
    "required",
]

ROOT: Final = Path(__file__).resolve().parents[2]
VCSIM: Final = ROOT / ".peers" / "bin" / "vcsim"
GUEST_CLIENT: Final = ROOT / ".peers" / "bin" / "govmomi-guest"
OVF_READER: Final = ROOT / ".peers" / "bin" / "govmomi-ovf"
IMPORT_CLIENT: Final = ROOT / ".peers" / "bin" / "govmomi-import"
PROMETHEUS: Final = ROOT / ".peers" / "bin" / "prometheus"
PROMTOOL: Final = ROOT / ".peers" / "bin" / "promtool"


def _program(name: str) -> Callable[[], bool]:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
    return lambda: shutil.which(name, path=path) is not None


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


JUDGES: Final[dict[str, Callable[[], bool]]] = {
    "ansible": _module("ansible"),
    "chromium": _program("chromium"),
    "danted": _program("danted"),
    "domain.rng": Path("/usr/share/libvirt/schemas/domain.rng").is_file,
    "fish": _program("fish"),
    "go": _program("go"),
    "govmomi": Path("/usr/share/gocode/src/github.com/vmware/govmomi/simulator").is_dir,
    "govmomi-guest": GUEST_CLIENT.is_file,
    "govmomi-import": IMPORT_CLIENT.is_file,
    "govmomi-ovf": OVF_READER.is_file,
    "libvirt": Path("/usr/lib/python3/dist-packages/libvirt.py").is_file,
    "man": _program("man"),
    "microsocks": _program("microsocks"),
    "nagiosplugin": _module("nagiosplugin"),
    "nbdcopy": _program("nbdcopy"),
    "nbdkit": _program("nbdkit"),
    "pproxy": _module("pproxy"),
    "prometheus": PROMETHEUS.is_file,
    "promtool": PROMTOOL.is_file,
    "pytest-asyncio": _module("pytest_asyncio"),
    "pyvmomi": _module("pyVmomi"),
    "qemu-img": _program("qemu-img"),
    "tinyproxy": _program("tinyproxy"),
    "tmux": _program("tmux"),
    "vcsim": VCSIM.is_file,
    "virsh": _program("virsh"),
    "virt-v2v": _program("virt-v2v"),
    "zsh": _program("zsh"),
}


def required() -> bool:
    """Tell whether a missing judge is a failure."""
    return os.environ.get("AIOESX_REQUIRE_PEERS", "") not in ("", "0")


def missing(names: Iterable[str]) -> list[str]:
    """Return those of the named judges that are not installed.

    Raises:
        KeyError: a judge that nobody knows.
    """
    return [name for name in names if not JUDGES[name]()]


def _judges_of(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("peer") for name in mark.args]


@pytest.hookimpl(tryfirst=True)  # before -m is looked at
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count judges' tests as long; refuse a judge that nobody knows: it would never be missed."""
    for item in filter(_judges_of, items):
        item.add_marker("long")
    unknown = {name for item in items for name in _judges_of(item)} - JUDGES.keys()
    if unknown:
        raise pytest.UsageError(f"no such judge: {', '.join(sorted(unknown))}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose judge is not installed."""
    absent = missing(_judges_of(item))
    if absent:
        pytest.skip(f"needs {', '.join(absent)}: run `make peers`")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Where judges are required, whatever skips a judge's test fails it."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _judges_of(item) and required():
        report.outcome = "failed"
        report.longrepr = f"AIOESX_REQUIRE_PEERS is set, but: {report.longrepr[2]}"
    return report
