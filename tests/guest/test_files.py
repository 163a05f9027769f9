"""Files of a guest: read, written, listed, moved; whole, or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from support.guests import LINUX, PASSWORD, Inside

import aioesx
from aioesx import GuestFileKind, errors
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


async def test_what_is_written_is_read(guest: aioesx.Guest, linux: Inside) -> None:
    await guest.write("/tmp/x", "tëxt")
    assert await guest.read("/tmp/x") == "tëxt".encode()
    await guest.write("/tmp/x", b"", mode=0o600)
    assert (await guest.read("/tmp/x"), (await guest.stat("/tmp/x")).mode) == (b"", 0o600)
    assert [path for path in linux.files if path.endswith(".part")] == []


async def test_a_read_may_be_bounded(guest: aioesx.Guest) -> None:
    await guest.write("/tmp/x", b"12345")
    assert await guest.read("/tmp/x", limit=5) == b"12345"
    with pytest.raises(errors.ProtocolError, match="over 4 bytes"):
        await guest.read("/tmp/x", limit=4)


async def test_copies_tell_how_far_they_are(guest: aioesx.Guest, tmp_path: Path) -> None:
    data = bytes(3 << 20)
    (tmp_path / "in").write_bytes(data)
    told: list[tuple[int, int | None]] = []

    def note(done: int, total: int | None) -> None:
        told.append((done, total))

    assert await guest.copy_in(tmp_path / "in", "/tmp/x", on_progress=note) == len(data)
    assert told[-1] == (len(data), len(data))
    told.clear()
    assert await guest.copy_out("/tmp/x", tmp_path / "out", on_progress=note) == len(data)
    assert told[-1] == (len(data), len(data))
    assert (tmp_path / "out").read_bytes() == data


async def test_a_file_that_grows_meanwhile_is_taken_as_it_is_then(
    plain: Simulator, guest: aioesx.Guest
) -> None:
    await guest.write("/tmp/log", b"one\n")
    plain.fault_on("GET", body="one\ntwo\n", status=200, times=1)
    assert await guest.read("/tmp/log") == b"one\ntwo\n"
    plain.fault_on("GET", body="one", status=200)
    with pytest.raises(errors.TransferIncompleteError, match="came to 3 bytes, 4 were announced"):
        await guest.read("/tmp/log")


async def test_a_file_can_be_taken_piece_by_piece(guest: aioesx.Guest) -> None:
    await guest.write("/tmp/x", b"pieces")
    async with guest.pieces("/tmp/x") as pieces:
        assert b"".join([piece async for piece in pieces]) == b"pieces"


async def test_what_stands_in_the_way_of_a_copy_is_named(
    guest: aioesx.Guest, user: aioesx.Guest, wguest: aioesx.Guest, plain: Simulator
) -> None:
    with pytest.raises(errors.NotFoundError, match="no /nodir in the guest"):
        await guest.copy_in(b"x", "/nodir/x")
    with pytest.raises(errors.GuestPermissionError, match="; /root in the guest of"):
        await user.copy_in(b"x", "/root/x")
    plain.forget_calls()
    with pytest.raises(errors.InvalidArgumentError, match="have no mode"):
        await wguest.copy_in(b"x", "C:\\x", mode=0o644)
    assert not plain.calls


async def test_a_stream_needs_its_size(
    guest: aioesx.Guest, linux: Inside, plain: Simulator
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"ab"
        yield b"c"

    assert await guest.copy_in(pieces(), "/tmp/x", size=3) == 3
    before = linux.files
    plain.forget_calls()
    with pytest.raises(errors.TransferIncompleteError, match="size="):
        await guest.copy_in(pieces(), "/tmp/y")
    assert not plain.calls
    with pytest.raises(errors.TransferIncompleteError):
        await guest.copy_in(pieces(), "/tmp/y", size=4)
    assert linux.files == before


async def test_no_file_is_written_over_unless_told_to(guest: aioesx.Guest, linux: Inside) -> None:
    await guest.write("/tmp/x", b"old")
    before = linux.files
    with pytest.raises(errors.AlreadyExistsError, match="/tmp/x"):
        await guest.copy_in(b"new", "/tmp/x")
    assert linux.files == before
    await guest.copy_in(b"new", "/tmp/x", overwrite=True)
    assert await guest.read("/tmp/x") == b"new"


async def test_a_directory_is_no_file(guest: aioesx.Guest, linux: Inside) -> None:
    before = linux.files
    with pytest.raises(errors.InvalidArgumentError, match="is a directory"):
        await guest.write("/tmp", b"")
    with pytest.raises(errors.FaultError, match="is not a file"):
        await guest.read("/tmp")
    assert linux.files == before


@pytest.mark.parametrize("path", ["tmp/x", "", "C:\\x", "~/x", "/a\0b"])
async def test_a_path_that_is_none_is_refused_before_anything_is_sent(
    plain: Simulator, guest: aioesx.Guest, path: str
) -> None:
    plain.forget_calls()
    acts = (
        lambda: guest.read(path),
        lambda: guest.write(path, b""),
        lambda: guest.list(path),
        lambda: guest.stat(path),
        lambda: guest.mkdir(path),
        lambda: guest.remove(path),
        lambda: guest.move(path, "/tmp/y"),
        lambda: guest.move("/tmp/y", path),
        lambda: guest.set_attributes(path, mode=0),
    )
    for act in acts:
        with pytest.raises(errors.InvalidArgumentError):
            await act()
    assert not plain.calls


async def test_a_directory_of_any_length_is_listed(guest: aioesx.Guest, linux: Inside) -> None:
    who = linux.system.who("root")
    for number in range(1203):
        linux.system.files.add(f"/tmp/f{number:04}", "file", who, 0o644)

    found = await guest.list("/tmp")

    assert [one.name for one in found] == [f"f{number:04}" for number in range(1203)]
    assert [one.name for one in await guest.list("/tmp", match="^f000[0-1]$")] == ["f0000", "f0001"]


async def test_each_kind_of_entry_is_told(guest: aioesx.Guest, linux: Inside) -> None:
    linux.system.files.add("/tmp/l", "symlink", linux.system.who("root"), 0o777, target="/etc/none")
    await guest.mkdir("/tmp/d")
    await guest.write("/tmp/f", b"123")
    kinds = {one.name: (one.kind, one.target) for one in await guest.list("/tmp")}

    assert kinds == {
        "d": (GuestFileKind.DIRECTORY, None),
        "f": (GuestFileKind.FILE, None),
        "l": (GuestFileKind.SYMLINK, "/etc/none"),
    }
    assert (await guest.stat("/tmp/l")).kind is GuestFileKind.SYMLINK
    assert await guest.exists("/tmp/l")
    assert (await guest.stat("/")).kind is GuestFileKind.DIRECTORY
    with pytest.raises(errors.NotFoundError):
        await guest.stat("/tmp/none")
    assert not await guest.exists("/none/below")


async def test_names_that_look_like_patterns_are_names(guest: aioesx.Guest) -> None:
    for name in ("a.b", "axb", "a+(b)*[c]", "a b"):
        await guest.write(f"/tmp/{name}", name)
    for name in ("a.b", "a+(b)*[c]", "a b"):
        assert (await guest.stat(f"/tmp/{name}")).size == len(name)
    assert not await guest.exists("/tmp/a?b")


async def test_directories_are_made_and_removed(guest: aioesx.Guest, linux: Inside) -> None:
    before = linux.files
    with pytest.raises(errors.NotFoundError):
        await guest.mkdir("/tmp/a/b")
    await guest.mkdir("/tmp/a/b", parents=True)
    with pytest.raises(errors.AlreadyExistsError):
        await guest.mkdir("/tmp/a")
    with pytest.raises(errors.InvalidStateError, match="not empty"):
        await guest.remove("/tmp/a")
    await guest.remove("/tmp/a", recursive=True)
    assert linux.files == before
    with pytest.raises(errors.NotFoundError):
        await guest.remove("/tmp/a")
    with pytest.raises(errors.InvalidArgumentError):
        await guest.remove("/", recursive=True)


async def test_files_and_directories_are_moved(guest: aioesx.Guest) -> None:
    await guest.mkdir("/tmp/a")
    await guest.write("/tmp/a/f", b"f")
    await guest.move("/tmp/a", "/tmp/b")
    assert await guest.read("/tmp/b/f") == b"f"
    await guest.write("/tmp/g", b"g")
    with pytest.raises(errors.AlreadyExistsError):
        await guest.move("/tmp/b/f", "/tmp/g")
    with pytest.raises(errors.AlreadyExistsError):
        await guest.move("/tmp/b", "/tmp/g")
    await guest.move("/tmp/b/f", "/tmp/g", overwrite=True)
    assert await guest.read("/tmp/g") == b"f"


async def test_attributes_are_changed(guest: aioesx.Guest, wguest: aioesx.Guest) -> None:
    when = datetime(2001, 2, 3, tzinfo=UTC)
    await guest.write("/tmp/x", b"")
    await guest.set_attributes("/tmp/x", mode=0o750, owner=5, group=6, modified=when)
    found = await guest.stat("/tmp/x")
    assert (found.mode, found.owner, found.group, found.modified) == (0o750, 5, 6, when)
    await wguest.write("C:\\Temp\\x", b"")
    await wguest.set_attributes("C:\\Temp\\x", hidden=True)
    shown = await wguest.stat("c:/temp/X")
    assert (shown.hidden, shown.read_only, shown.mode) == (True, False, None)


async def test_a_kind_of_guest_has_its_own_attributes(
    plain: Simulator, guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    plain.forget_calls()
    with pytest.raises(errors.InvalidArgumentError, match="Windows guest"):
        await wguest.set_attributes("C:\\x", mode=0o600)
    with pytest.raises(errors.InvalidArgumentError, match="POSIX guest"):
        await guest.set_attributes("/x", hidden=True)
    assert not plain.calls


async def test_a_user_may_do_with_his_own(user: aioesx.Guest, linux: Inside) -> None:
    await user.write("/home/user/x", b"mine")
    assert await user.read("/home/user/x") == b"mine"
    before = linux.files
    for act in (
        user.read("/etc/shadow"),
        user.write("/etc/x", b""),
        user.mkdir("/etc/x"),
        user.remove("/etc/hostname"),
        user.list("/root"),
        user.set_attributes("/etc/hostname", mode=0o777),
    ):
        with pytest.raises(errors.GuestPermissionError):
            await act
    assert linux.files == before


async def test_a_file_comes_whole_or_not_at_all(
    plain: Simulator, guest: aioesx.Guest, tmp_path: Path
) -> None:
    await guest.write("/tmp/x", b"new")
    (tmp_path / "out").write_bytes(b"old")
    plain.fault_on("GET", body="no", status=500)
    with pytest.raises(errors.EsxError):
        await guest.copy_out("/tmp/x", tmp_path / "out")
    assert [name for _, _, names in os.walk(tmp_path) for name in names] == ["out"]
    assert (tmp_path / "out").read_bytes() == b"old"


async def test_the_url_of_a_transfer_is_good_once(plain: Simulator) -> None:
    """What somebody learns of it afterwards is of no use; nor is a guess."""
    import httpx

    from aioesx import vim

    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(LINUX)
        manager = esx.content.guest_operations_manager
        assert manager is not None
        managers = await esx.properties(manager, ["fileManager"])
        auth = vim.NamePasswordAuthentication(
            interactive_session=False, username="root", password=PASSWORD
        )
        method = vim.InitiateFileTransferFromGuest(
            this=managers["fileManager"], vm=domain.ref, auth=auth, guest_file_path="/etc/hostname"
        )
        info = await esx.call(method)
    assert info.url.startswith("https://*:443/guestFile?id=")
    assert "token=" not in repr(info)
    target = info.url.replace("https://*:443", f"http://127.0.0.1:{plain.port}")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(plain.asgi)) as client:
        wrong = await client.get(target[:-1] + ("0" if target[-1] != "0" else "1"))
        first = await client.get(target)
        second = await client.get(target)
    assert (wrong.status_code, first.status_code, second.status_code) == (404, 200, 404)


async def test_an_open_file_takes_what_comes(guest: aioesx.Guest) -> None:
    await guest.write("/tmp/x", b"bytes", mode=0o4755)
    there = BytesIO()
    await guest.copy_out("/tmp/x", there)
    assert there.getvalue() == b"bytes"
    assert stat.filemode((await guest.stat("/tmp/x")).mode or 0) == "?rwsr-xr-x"
