"""Programs in a guest: what they are given, what they give, and that nothing is left of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import anyio
import pytest
from support.guests import LINUX, PASSWORD, Inside

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

ODD = [
    "",
    "a b",
    "$HOME `id` \\",
    "'\"'",
    "*?[x]",
    "a\nb",
    "-n",
    "é\u202e",
    "%PATH%",
    "!x! ^&|<>;()",
]
GIT = "C:\\Program Files\\Git\\usr\\bin\\"


async def test_a_run_gives_status_and_both_outputs(guest: aioesx.Guest) -> None:
    done = await guest.run("sh", ["-c", "echo out; echo err >&2; exit 3"])

    assert (done.status, done.stdout, done.stderr) == (3, b"out\n", b"err\n")
    assert (done.ok, done.text, done.error_text, done.left) == (False, "out\n", "err\n", None)


@pytest.mark.parametrize("program", ["cat", "/bin/cat"])
async def test_a_program_reads_its_input(guest: aioesx.Guest, program: str) -> None:
    data = bytes(range(256)) * 100
    assert (await guest.run(program, input=data)).stdout == data


async def test_a_program_without_input_reads_nothing(guest: aioesx.Guest) -> None:
    assert (await guest.run("cat")).stdout == b""
    assert (await guest.run("cat", input=b"")).stdout == b""


async def test_input_may_come_from_a_file_here(guest: aioesx.Guest, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"of a file")
    assert (await guest.run("cat", input=tmp_path / "in")).stdout == b"of a file"


async def test_output_may_go_to_files_here(guest: aioesx.Guest, tmp_path: Path) -> None:
    there = BytesIO()
    done = await guest.run("sh", ["-c", "echo o; echo e >&2"], stdout=tmp_path / "o", stderr=there)

    assert ((tmp_path / "o").read_bytes(), there.getvalue()) == (b"o\n", b"e\n")
    assert (done.stdout, done.stderr) == (b"", b"")


async def test_a_list_of_arguments_arrives_exactly(guest: aioesx.Guest) -> None:
    done = await guest.run("printf", ["<%s>", *ODD])
    assert done.text == "".join(f"<{word}>" for word in ODD)


async def test_so_it_does_in_a_windows_guest(wguest: aioesx.Guest) -> None:
    words = [word for word in ODD if "\n" not in word] + ["c:\\dir\\", 'a\\"b', "\\\\"]
    done = await wguest.run(f"{GIT}printf.exe", ["<%s>", *words])
    assert (done.status, done.error_text) == (0, "")
    assert done.text == "".join(f"<{word}>" for word in words)


async def test_one_text_of_arguments_is_read_by_the_shell(
    guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    assert (await guest.run("echo", "$HOME 'a  b'; echo two")).text == "/root a  b\ntwo\n"
    assert (await wguest.run("echo", "%USERNAME%& echo two")).text == "Administrator\ntwo\n"


async def test_the_environment_is_all_that_is_given(guest: aioesx.Guest) -> None:
    assert (await guest.run("env", env={"A": "1 2", "B": "="})).text == "A=1 2\nB==\n"
    assert "HOME=/root\n" in (await guest.run("env")).text


async def test_a_program_is_started_in_a_directory(guest: aioesx.Guest) -> None:
    assert (await guest.run("pwd", cwd="/etc")).text == "/etc\n"
    with pytest.raises(errors.NotFoundError):
        await guest.run("pwd", cwd="/nowhere")


async def test_a_program_that_there_is_not_has_the_shells_status(
    guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    assert (await guest.run("nonesuch")).status == 127
    done = await wguest.run("nonesuch")
    assert (done.status, "not recognized" in done.error_text) == (1, True)


@pytest.mark.parametrize(
    ("program", "arguments", "more"),
    [
        ("", [], {}),
        ("a\0b", [], {}),
        ("echo", ["\0"], {}),
        ("echo", [], {"cwd": "tmp"}),
        ("echo", [], {"env": {"": "x"}}),
        ("echo", [], {"env": {"A=B": "x"}}),
    ],
)
async def test_what_cannot_be_told_is_refused_before_anything_is_sent(
    plain: Simulator, guest: aioesx.Guest, program: str, arguments: list[str], more: dict[str, str]
) -> None:
    plain.forget_calls()
    with pytest.raises(errors.InvalidArgumentError):
        await guest.run(program, arguments, **more)  # type: ignore[arg-type]
    assert not plain.calls


@pytest.mark.parametrize(
    ("program", "word"), [("echo", "a\nb"), ("x.bat", "a&b"), ("X.CMD ", "%PATH%")]
)
async def test_windows_cannot_be_told_everything(
    plain: Simulator, wguest: aioesx.Guest, program: str, word: str
) -> None:
    plain.forget_calls()
    with pytest.raises(errors.InvalidArgumentError):
        await wguest.run(program, [word])
    assert not plain.calls


async def test_nothing_is_left_of_a_run(
    plain: Simulator, linux: Inside, windows: Inside, guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    before = linux.files, windows.files
    await guest.run("cat", input=b"x")
    await wguest.run("more", input=b"x")

    assert (linux.files, windows.files) == before
    assert plain.open_filters == 0


@pytest.mark.parametrize("system", ["linux", "windows"])
async def test_a_program_that_is_too_slow_is_ended(
    system: str, linux: Inside, windows: Inside, guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    inside, entered = (linux, guest) if system == "linux" else (windows, wguest)
    program = "sleep" if system == "linux" else f"{GIT}sleep.exe"
    before = inside.files

    with pytest.raises(errors.GuestTimeoutError, match=r"within 0\.3 s; it was ended$") as caught:
        await entered.run(program, ["infinity"], timeout=0.3)

    assert (caught.value.pid is None, caught.value.runs_on) == (False, False)
    assert (caught.value.kind, caught.value.name) == ("domain", entered.name)
    assert (inside.running, inside.files) == ([], before)


async def test_one_that_is_cancelled_is_ended(linux: Inside, guest: aioesx.Guest) -> None:
    before = linux.files
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(guest.run, "sleep", ["infinity"])
        with anyio.fail_after(20):
            while not linux.running:  # noqa: ASYNC110 - the simulator is in another thread
                await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()
    assert (linux.running, linux.files) == ([], before)


async def test_one_may_be_left_to_go_on(linux: Inside, guest: aioesx.Guest) -> None:
    with pytest.raises(errors.GuestTimeoutError) as caught:
        await guest.run("sleep", ["infinity"], leave_running=True, timeout=0.3)

    assert caught.value.runs_on
    assert len(linux.running) == 1
    left = [path for path in linux.files if "aioesx-" in path and path.count("/") == 2]
    assert len(left) == 1
    assert left[0] in str(caught.value)
    assert caught.value.pid is not None
    await guest.kill(caught.value.pid)
    assert linux.running == []


async def test_start_leaves_a_program_alone(linux: Inside, guest: aioesx.Guest) -> None:
    pid = await guest.start("sleep", ["infinity"])
    (one,) = await guest.processes([pid])

    assert (one.runs, one.name, one.owner, one.status) == (True, "sleep", "root", None)
    await guest.kill(pid)
    (one,) = await guest.processes([pid])
    assert (one.runs, linux.running) == (False, [])
    with pytest.raises(errors.NotFoundError):
        await guest.kill(pid)


async def test_a_user_may_not_end_another_ones_program(
    guest: aioesx.Guest, user: aioesx.Guest
) -> None:
    pid = await guest.start("sleep", ["infinity"])
    with pytest.raises(errors.GuestPermissionError, match=f"{pid} in the guest of '{LINUX}'"):
        await user.kill(pid)


@pytest.mark.parametrize("system", ["linux", "windows"])
async def test_what_does_not_run_cannot_be_ended(
    system: str, guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    entered = guest if system == "linux" else wguest
    pid = await entered.start("sleep" if system == "linux" else f"{GIT}sleep.exe", ["infinity"])
    await entered.kill(pid)
    for gone in (pid, 99999):
        with pytest.raises(errors.NotFoundError):
            await entered.kill(gone)


async def test_a_run_whose_guest_is_left_before_its_end_is_ended(
    plain: Simulator, linux: Inside
) -> None:
    before = linux.files

    async def run(guest: aioesx.Guest) -> None:
        with pytest.raises(errors.ClosedError, match=f"guest of '{LINUX}' was left$"):
            await guest.run("sleep", ["infinity"])

    async with (
        aioesx.connect(plain.uri, password="secret") as esx,
        anyio.create_task_group() as tasks,
        (await esx.domains.lookup(LINUX)).guest("root", PASSWORD) as guest,
    ):
        tasks.start_soon(run, guest)
        with anyio.fail_after(20):
            while not linux.running:  # noqa: ASYNC110 - the simulator is in another thread
                await anyio.sleep(0.01)
    assert (linux.running, linux.files) == ([], before)


async def test_an_input_that_cannot_be_sent_is_refused_before_anything_is(
    plain: Simulator, guest: aioesx.Guest
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"x"

    plain.forget_calls()
    for source in (pieces(), "/nonexistent"):
        with pytest.raises(errors.TransferError):
            await guest.run("cat", input=source)
    assert not plain.calls


async def test_the_processes_of_the_system_are_told(
    guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    assert "systemd" in {one.name for one in await guest.processes()}
    assert "vmtoolsd.exe" in {one.name for one in await wguest.processes()}


async def test_the_environment_of_the_user_is_told(
    guest: aioesx.Guest, wguest: aioesx.Guest
) -> None:
    assert (await guest.environment())["HOME"] == "/root"
    assert await wguest.environment(["comspec", "none"]) == {
        "ComSpec": "C:\\Windows\\System32\\cmd.exe"
    }
