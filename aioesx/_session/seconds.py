"""`Seconds`: how long everything may take, in one value that is handed in. No I/O.

A caller's ``timeout=`` is one bound over a whole coroutine (`operation`). What stands here are the
bounds that exist besides: clean-up that a cancellation must not cut short, pauses between
attempts, the length of a poll, and the silence that ends what has no other end.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

__all__ = ["DEFAULT", "USUAL", "Seconds", "current"]


class _Default(float):
    """Stands for "the usual time" in signatures: a number that is equal to none."""

    def __repr__(self) -> str:
        return "DEFAULT"


DEFAULT: Final = _Default("nan")
"""The default of every ``timeout=``: the connection's time for a call, or for a task."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seconds:
    """Bounds and pauses, in seconds.

    Attributes:
        call: a coroutine that reads, where its caller names no time.
        task: one that starts a task, where its caller names no time.
        endless: one that has no end of its own, where its caller names no time: a transfer, a wait.
        silence: nothing is heard of the host: this ends what has no time of its own.
        login: logging in, for all that wait for it together.
        grace: how long a cancelled change may still take, so that its outcome is known.
        release: letting go of what is held on the host: a filter, a wait.
        logout: logging out.
        close: closing as a whole, logging out included.
        cancel: asking the host to cancel a task, and looking how it ended.
        undo: putting things back after a change went wrong.
        slice: one wait for updates, at most.
        shortest_slice: one wait for updates, at least.
        margin: how much later than its slice the answer to a wait may come.
        fresh: how long a new filter may stay unheard before the wait in flight is cut short.
        pace: between two polls, or two looks at a task, that bring no news.
        reconnecting: how long polls may fail to connect before the waiters are told why.
        backoff: before a poll is sent again, after one, two, ... failures in a row.
        repeats: before a read is sent again, for the first, second, ... time.
        busy: before a part of a file is asked for again after each "too busy" in a row; the
            server may want longer, up to `busy_longest`.
        busy_longest: as long as a server's Retry-After is believed.
        looks: before each look for a task whose reference was lost.
        look: how long a registration of unknown outcome is looked for.
        look_again: between two such looks.
        look_for_questions: between two looks whether a machine that is being registered asks.
        login_pause: after a login that failed, before the next attempt.
        guest_look: before the first look whether a program in a guest has ended; then longer.
        guest_look_longest: between two such looks, at most.
        lease_beat: between two heartbeats of a lease, at most.
        lease_lost: how long a lease whose reference was lost may keep others out: as long as hosts
            let one live that nobody reports progress of, and a little more.
        crowded: before a part of a machine that leaves is asked for again after each refusal or
            cut in a row, in which nothing came.
        sample: how long the 20 seconds of a host's sample last here; less beside a hasty clock.
        patience: how long a host of a fleet may be silent before another takes its turn.
        attempts: before a host of a fleet is tried again, for the first, second, ... time; about.
    """

    call: float | None = 30.0
    task: float | None = 900.0
    endless: float | None = None
    silence: float = 60.0
    login: float = 30.0
    grace: float = 5.0
    release: float = 5.0
    logout: float = 5.0
    close: float = 10.0
    cancel: float = 10.0
    undo: float = 10.0
    slice: float = 30.0
    shortest_slice: float = 1.0
    margin: float = 15.0
    fresh: float = 1.0
    pace: float = 0.1
    reconnecting: float = 10.0
    backoff: tuple[float, ...] = (0.1, 0.3, 1.0, 2.0, 5.0)
    repeats: tuple[float, ...] = (0.0, 0.2, 1.0)
    busy: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0, 10.0)
    busy_longest: float = 30.0
    looks: tuple[float, ...] = (0.0, 0.5, 0.5, 1.0)
    look: float = 4.0
    look_again: float = 0.25
    look_for_questions: float = 2.0
    login_pause: float = 5.0
    guest_look: float = 0.2
    guest_look_longest: float = 2.0
    lease_beat: float = 2.0
    lease_lost: float = 330.0
    crowded: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0)
    sample: float = 20.0
    patience: float = 1.0
    attempts: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)


USUAL = Seconds()
"""What connections are opened with. Tests put hastier ones in its place."""


def current(**changes: Any) -> Seconds:
    """Return the bounds for a new connection, with some of them changed."""
    return dataclasses.replace(USUAL, **changes) if changes else USUAL
