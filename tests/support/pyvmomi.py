"""VMware's own Python client, as a judge. It blocks: async tests call it in a thread."""

from __future__ import annotations

import gc
import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

__all__ = ["pyvmomi"]


@contextmanager
def pyvmomi(url: str, *, username: str = "root", password: str = "secret") -> Iterator[Any]:
    """Give a logged-in `ServiceInstance` of the server at `url` (any path); certificates unchecked.

    It comes from PyPI's pyvmomi, which the `pyvmomi` judge stands for; hence the late import.
    """
    connect: Any = importlib.import_module("pyVim.connect")
    parts = urlsplit(url)
    service = None
    try:
        service = connect.SmartConnect(
            protocol="http" if parts.scheme == "http" else "https",
            host=parts.hostname,
            port=parts.port,
            user=username,
            pwd=password,
            disableSslCertValidation=True,
        )
        yield service
        connect.Disconnect(service)
    finally:
        if service is not None:
            service._stub.DropConnections()
        _collect_sockets()


def _collect_sockets() -> None:
    """Let go of the sockets that pyVmomi leaves to the garbage collector, without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
