"""``/folder`` and ``/screen``: ranges, uploads, listings, both encodings, who may."""

from __future__ import annotations

import httpx
import pytest
from support.soapcall import Caller

from aioesx import vim
from aioesx.simulator import ManualClock, Simulator

pytestmark = pytest.mark.anyio

AUTH = ("root", "secret")
QUERY = "?dcPath=ha-datacenter&dsName=datastore1"


@pytest.fixture
def http(caller: Caller) -> httpx.AsyncClient:
    caller.http.auth = httpx.BasicAuth(*AUTH)
    return caller.http


@pytest.mark.parametrize(
    "path",
    [
        "/folder/web01/web01.vmx" + QUERY,
        "/folder/web01%2Fweb01.vmx" + QUERY,
        "/folder/web01%2fweb01.vmx?dcPath=ha%252ddatacenter&dsName=datastore%2531",
        "/folder/web01/web01.vmx?dcPath=/ha-datacenter&dsName=datastore1",
        "/folder/web01/web01.vmx?dcPath=%2Fha-datacenter%2F&dsName=datastore1",
    ],
)
async def test_a_file_by_both_encodings(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 200
    assert 'displayName = "web01"' in answer.text


@pytest.mark.parametrize(
    ("asked", "status", "text", "content_range"),
    [
        ("bytes=0-3", 206, "0123", "bytes 0-3/10"),
        ("bytes=7-", 206, "789", "bytes 7-9/10"),
        ("bytes=-2", 206, "89", "bytes 8-9/10"),
        ("bytes=3-99", 206, "3456789", "bytes 3-9/10"),
        ("bytes=10-", 416, "", "bytes */10"),
        ("lines=1-2", 200, "0123456789", None),
    ],
)
async def test_ranges(
    http: httpx.AsyncClient, asked: str, status: int, text: str, content_range: str | None
) -> None:
    await http.put(f"/folder/web01/digits{QUERY}", content=b"0123456789")
    answer = await http.get(f"/folder/web01/digits{QUERY}", headers={"range": asked})
    assert (answer.status_code, answer.text) == (status, text)
    assert answer.headers.get("content-range") == content_range


async def test_head_tells_the_size(http: httpx.AsyncClient) -> None:
    answer = await http.head(f"/folder/db01/db01-flat.vmdk{QUERY}")
    assert answer.headers["content-length"] == str(64 * 1024**3)
    assert answer.content == b""


async def test_a_disk_reads_as_zeros(http: httpx.AsyncClient) -> None:
    headers = {"range": f"bytes={2**35}-{2**35 + 9}"}
    answer = await http.get(f"/folder/db01/db01-flat.vmdk{QUERY}", headers=headers)
    assert answer.content == bytes(10)


async def test_uploads_create_and_replace(http: httpx.AsyncClient) -> None:
    first = await http.put(f"/folder/new/deep/a.txt{QUERY}", content=b"one")
    second = await http.put(f"/folder/new/deep/a.txt{QUERY}", content=b"two")
    assert (first.status_code, second.status_code) == (201, 200)
    assert (await http.get(f"/folder/new/deep/a.txt{QUERY}")).text == "two"


async def test_a_large_upload_keeps_its_holes(http: httpx.AsyncClient) -> None:
    data = b"\1" * 5000 + bytes(3_000_000) + b"\2" * 5000
    await http.put(f"/folder/web01/large.bin{QUERY}", content=data)
    assert (await http.get(f"/folder/web01/large.bin{QUERY}")).content == data


async def test_an_uploaded_descriptor_makes_a_disk(
    http: httpx.AsyncClient, simulator: Simulator
) -> None:
    text = (await http.get(f"/folder/db01/db01.vmdk{QUERY}")).text
    await http.put(f"/folder/up/x.vmdk{QUERY}", content=text.encode())
    disk = simulator.change(lambda host: host.datastore("datastore1").disk("up/x.vmdk"))
    assert disk.capacity_kb == 64 * 1024**2


async def test_deleting(http: httpx.AsyncClient) -> None:
    await http.put(f"/folder/web01/x{QUERY}", content=b"x")
    assert (await http.delete(f"/folder/web01/x{QUERY}")).status_code == 204
    assert (await http.delete(f"/folder/web01/x{QUERY}")).status_code == 404


async def test_a_file_in_use_is_kept(http: httpx.AsyncClient) -> None:
    assert (await http.delete(f"/folder/web01/web01.vmdk{QUERY}")).status_code == 500


async def test_listings_lead_to_files(http: httpx.AsyncClient) -> None:
    stores = await http.get("/folder?dcPath=ha-datacenter")
    assert "datastore1" in stores.text
    root = await http.get(f"/folder{QUERY}")
    assert "web01/" in root.text
    folder = await http.get(f"/folder/web01{QUERY}")
    assert "/folder/web01/web01.vmx?dcPath=ha-datacenter&amp;dsName=datastore1" in folder.text


@pytest.mark.parametrize(
    "path",
    [
        f"/folder/web01/none{QUERY}",
        "/folder/web01/web01.vmx?dcPath=ha-datacenter&dsName=nowhere",
        "/folder/web01/web01.vmx?dcPath=elsewhere&dsName=datastore1",
    ],
)
async def test_what_is_not_there_is_a_404(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_the_session_cookie_is_enough(call: Caller) -> None:
    answer = await call.http.get(f"/folder/web01/web01.vmx{QUERY}", headers={"cookie": call.cookie})
    assert answer.status_code == 200


async def test_without_either_there_is_nothing(caller: Caller) -> None:
    answer = await caller.http.get(f"/folder/web01/web01.vmx{QUERY}")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")


async def test_screenshots(http: httpx.AsyncClient) -> None:
    picture = await http.get("/screen?id=1")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG\r\n")
    assert picture.content != (await http.get("/screen?id=5")).content
    assert (await http.get("/screen?id=2")).status_code == 503
    assert (await http.get("/screen?id=99")).status_code == 404


async def test_a_descriptor_that_was_uploaded_by_another_name_is_a_disk_once_it_has_its_own(
    http: httpx.AsyncClient, call: Caller, simulator: Simulator, clock: ManualClock
) -> None:
    text = (await http.get(f"/folder/db01/db01.vmdk{QUERY}")).text
    await http.put(f"/folder/up/.x.part{QUERY}", content=text.encode())
    await call(
        vim.MoveDatastoreFile_Task(
            this=vim.ManagedObjectReference("FileManager", "ha-nfc-file-manager"),
            source_name="[datastore1] up/.x.part",
            destination_name="[datastore1] up/x.vmdk",
        )
    )
    clock.advance(60)
    disk = simulator.change(lambda host: host.datastore("datastore1").disk("up/x.vmdk"))
    assert disk.capacity_kb == 64 * 1024**2
