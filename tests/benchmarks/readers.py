"""The contenders of bench_wire.py, each a process that reads on demand and says what it cost.

    python tests/benchmarks/readers.py NAME URL

One line of standard input is a comma-separated list of property paths, or ``@where`` for what a
list shows of the machines of a vCenter and of all that they are in; the answer is one line:
number of machines, seconds of CPU of this process, its peak memory in MB. Importing is not
counted; every contender has read once before it is measured.
"""

from __future__ import annotations

import gc
import http.client
import logging
import re
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

__all__ = ["RawReader"]

Reply = tuple[int, float]

WHERE: Final = "@where"
SHOWN: Final = [
    "name",
    "config.uuid",
    "runtime.powerState",
    "config.hardware.memoryMB",
    "config.hardware.numCPU",
    "runtime.host",
    "parent",
    "resourcePool",
    "config.template",
]


def answer(count: int, seconds: float) -> None:
    """Print one reply."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(count, f"{seconds:.6f}", f"{peak:.1f}", flush=True)  # noqa: T201


def serve(read: Callable[[list[str]], Reply]) -> None:
    """Answer the lines of standard input."""
    answer(0, 0.0)
    for line in sys.stdin:
        gc.collect()
        answer(*read(line.strip().split(",")))


def timed(read: Callable[[], int]) -> Reply:
    """Return what `read` returns, and the CPU that it took."""
    before = time.process_time()
    count = read()
    return count, time.process_time() - before


def run_aioesx(url: str) -> None:
    """The whole client: a connection, one call of its public interface per read."""
    import anyio

    import aioesx

    parts = urlsplit(url)
    scheme = "vpx" if parts.fragment else "esx"
    uri = f"{scheme}://{parts.username}@{parts.hostname}:{parts.port}/?transport=http"

    async def main() -> None:
        async with aioesx.connect(uri, password=parts.password) as esx:
            answer(0, 0.0)
            while line := await anyio.to_thread.run_sync(sys.stdin.readline):
                gc.collect()
                answer(*await read(esx, line.strip().split(",")))

    async def read(esx: Any, paths: list[str]) -> Reply:
        before = time.process_time()
        whole = paths == [WHERE]
        found = await esx.domains.list() if whole else await esx.domains.properties(paths)
        return len(found), time.process_time() - before

    anyio.run(main)


def run_pyvmomi(url: str) -> None:
    """A container view and RetrievePropertiesEx, as its own samples read."""
    import importlib

    from support.pyvmomi import pyvmomi

    package: Any = importlib.import_module("pyVmomi")
    vim, query = package.vim, package.vmodl.query.PropertyCollector
    parts = urlsplit(url)
    with pyvmomi(url, username=parts.username or "", password=parts.password or "") as service:
        content = service.RetrieveContent()
        view = content.viewManager.CreateContainerView(
            content.rootFolder, [vim.VirtualMachine], True
        )
        step = query.TraversalSpec(path="view", skip=False, type=vim.view.ContainerView)
        around = [
            vim.HostSystem,
            vim.Folder,
            vim.Datacenter,
            vim.ComputeResource,
            vim.ResourcePool,
        ]
        everything = content.viewManager.CreateContainerView(
            content.rootFolder, [vim.VirtualMachine, *around], True
        )

        def read(paths: list[str]) -> Reply:
            wide = paths == [WHERE]
            start = everything if wide else view
            wanted = [
                query.PropertySpec(type=vim.VirtualMachine, pathSet=SHOWN if wide else paths),
                *(
                    query.PropertySpec(type=kind, pathSet=["name", "parent"])
                    for kind in (around if wide else ())
                ),
            ]
            spec = query.FilterSpec(
                objectSet=[query.ObjectSpec(obj=start, skip=True, selectSet=[step])],
                propSet=wanted,
            )
            return timed(lambda: whole([spec]))

        def whole(specs: list[Any]) -> int:
            collector = content.propertyCollector
            page = collector.RetrievePropertiesEx(specs, query.RetrieveOptions())
            found = list(page.objects)
            while page.token:
                page = collector.ContinueRetrievePropertiesEx(page.token)
                found += page.objects
            return len(found)

        serve(read)


class RawReader:
    """The bytes of an answer, without any library of ours."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._http = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self._cookie = ""
        about = self._call("RetrieveServiceContent", "ServiceInstance", "ServiceInstance", "")
        self._names = dict(re.findall(r"<(\w+) type=\"\w+\">([^<]+)<", about.decode()))
        login = f"<userName>{parts.username}</userName><password>{parts.password}</password>"
        self._call("Login", "SessionManager", self._names["sessionManager"], login)
        self._views: dict[str, str] = {}

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _view(self, type_: str) -> str:
        if type_ not in self._views:
            container = (
                f'<container type="Folder">{self._names["rootFolder"]}</container>'
                f"<type>{type_}</type><recursive>true</recursive>"
            )
            manager = self._names["viewManager"]
            made = self._call("CreateContainerView", "ViewManager", manager, container)
            self._views[type_] = re.findall(r"<returnval[^>]*>([^<]+)<", made.decode())[0]
        return self._views[type_]

    def read(self, paths: list[str], type_: str = "VirtualMachine") -> bytes:
        """Return the answer to RetrievePropertiesEx for all objects of a type."""
        wanted = "".join(f"<pathSet>{path}</pathSet>" for path in paths)
        spec = (
            f"<specSet><propSet><type>{type_}</type>{wanted}</propSet><objectSet>"
            f'<obj type="ContainerView">{self._view(type_)}</obj><skip>true</skip>'
            '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path>'
            "</selectSet></objectSet></specSet><options></options>"
        )
        collector = self._names["propertyCollector"]
        return self._call("RetrievePropertiesEx", "PropertyCollector", collector, spec)

    def _call(self, method: str, type_: str, value: str, parameters: str) -> bytes:
        body = (
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>'
            f'<{method} xmlns="urn:vim25"><_this type="{type_}">{value}</_this>{parameters}'
            f"</{method}></s:Body></s:Envelope>"
        )
        headers = {"Content-Type": "text/xml", "SOAPAction": "urn:vim25/6.5"}
        self._http.request("POST", "/sdk", body, headers | {"Cookie": self._cookie})
        response = self._http.getresponse()
        answer = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(answer.decode())
        self._cookie = (response.getheader("Set-Cookie") or self._cookie).partition(";")[0]
        return answer


def run_lxml(url: str) -> None:
    """The floor: lxml's parser on the same bytes, without walking what it made."""
    from lxml import etree

    raw = RawReader(url)

    def read(paths: list[str]) -> Reply:
        body = raw.read(paths)
        return timed(lambda: len(etree.fromstring(body, etree.XMLParser(resolve_entities=False))))

    serve(read)


def run_codec(url: str) -> None:
    """aioesx without its transport: bytes to values."""
    from aioesx import vim
    from aioesx._soap import decode_response

    raw = RawReader(url)

    def read(paths: list[str]) -> Reply:
        body = raw.read(paths)
        return timed(lambda: len(decoded(body).objects))

    def decoded(body: bytes) -> vim.RetrieveResult:
        found = decode_response(body, vim.RetrievePropertiesEx)
        assert found is not None
        return found

    serve(read)


RUNNERS: Final[dict[str, Callable[[str], Awaitable[None] | None]]] = {
    "aioesx": run_aioesx,
    "codec": run_codec,
    "lxml": run_lxml,
    "pyvmomi": run_pyvmomi,
}

if __name__ == "__main__":
    logging.getLogger("aioesx").setLevel(logging.WARNING)
    RUNNERS[sys.argv[1]](sys.argv[2])
