"""The programs in examples/ as modules, and how they reach a simulated host."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

from support.judges import ROOT
from support.virsh import write_auth_file

from aioesx.simulator import Simulator

__all__ = ["EXAMPLES", "environment", "load", "uri_of"]

EXAMPLES: Final = ROOT / "examples"


def load(name: str) -> ModuleType:
    """Import a program without running it; each call gives a module of its own."""
    spec = importlib.util.spec_from_file_location(f"examples_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


def uri_of(host: Simulator) -> str:
    """Return the URI with which a program finds a host and its certificate."""
    return f"{host.uri}?cacert={host.ca_file}"


def environment(tmp_path: Path) -> dict[str, str]:
    """Return where a program finds the password: in libvirt's auth file, as its header says."""
    auth = write_auth_file(
        tmp_path / "auth.conf", host="127.0.0.1", username="root", password="secret"
    )
    return {"LIBVIRT_AUTH_FILE": str(auth)}
