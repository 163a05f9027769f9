"""A lock that is a file: one has it, the dead keep nobody out, and who ends takes it away."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aioesx._lock_file import lock_file, unlock_file

HOLDER = """
import os, signal, sys
from pathlib import Path
from aioesx._lock_file import lock_file
lock_file(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_is_gone_when_its_owner_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    unlock_file(path, lock_file(path))

    assert list(tmp_path.iterdir()) == []


def test_one_at_a_time_has_it_and_whoever_has_not_takes_nothing_away(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = lock_file(path)

    with pytest.raises(BlockingIOError):
        lock_file(path)

    assert path.exists()
    unlock_file(path, held)
    unlock_file(path, lock_file(path))
    assert not path.exists()


def test_one_whose_owner_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    done = subprocess.run([sys.executable, "-c", HOLDER, path], check=False, timeout=30)
    assert done.returncode == -signal.SIGKILL
    assert path.exists()

    unlock_file(path, lock_file(path))

    assert not path.exists()


def test_who_has_opened_it_when_it_is_taken_away_takes_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two would each have a lock on a file of that name."""
    path = tmp_path / "lock"
    first = lock_file(path)
    real: Callable[..., Any] = fcntl.flock
    tries: list[int] = []

    def flock(descriptor: int, flags: int) -> None:
        if not tries:
            unlock_file(path, first)
        tries.append(descriptor)
        real(descriptor, flags)

    monkeypatch.setattr(fcntl, "flock", flock)
    second = lock_file(path)

    assert len(tries) == 2
    assert os.path.samestat(os.fstat(second), path.stat())
    unlock_file(path, second)


def test_threads_that_take_turns_are_never_in_it_together(tmp_path: Path) -> None:
    path, inside, most, turns = tmp_path / "lock", [0], [0], [0]

    def work() -> None:
        done = 0
        while done < 50:
            try:
                held = lock_file(path)
            except BlockingIOError:
                continue
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            turns[0] += 1
            inside[0] -= 1
            unlock_file(path, held)
            done += 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (most[0], turns[0]) == (1, 200)
    assert not path.exists()
