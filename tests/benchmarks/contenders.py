"""What the programs of a contest have in common: the job that they are given, the cost they tell.

Each contender is a process of its own. It reads its job, as JSON, from standard input, and writes
what the job cost it, as JSON, to standard output.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import logging
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

__all__ = ["requests_of", "serve"]

J = TypeVar("J")


def requests_of(work: Callable[[], object]) -> int:
    """Return how many requests the standard library's client sends in the course of something."""
    count, usual = 0, http.client.HTTPConnection.putrequest

    def counting(*args: Any, **options: Any) -> None:
        nonlocal count
        count += 1
        usual(*args, **options)

    http.client.HTTPConnection.putrequest = counting  # type: ignore[method-assign]
    try:
        work()
    finally:
        http.client.HTTPConnection.putrequest = usual  # type: ignore[method-assign]
    return count


def serve(runners: Mapping[str, Callable[[J], Any]], job: Callable[..., J]) -> None:
    """Do the job that standard input tells, as the contender that the command line names."""
    logging.getLogger("aioesx").setLevel(logging.WARNING)
    done = runners[sys.argv[1]](job(**json.load(sys.stdin)))
    print(json.dumps(dataclasses.asdict(done)))  # noqa: T201
