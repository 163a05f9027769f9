"""Row X10: mutated answers give values or an error of ours, and never take long.

The length of the run is ``AIOESX_FUZZ_SECONDS``; without it 20 s where CI is set, else 3 s. The
seed is fixed, or taken from ``AIOESX_FUZZ_SEED``, so a failure can be had again.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any

import pytest
from support.mutations import mutated

from aioesx import vim
from aioesx._soap import decode_request, decode_response, encode_request, parse_service_versions
from aioesx.errors import EsxError

SECONDS = float(os.environ.get("AIOESX_FUZZ_SECONDS", "20" if os.environ.get("CI") else "3"))
SEED = os.environ.get("AIOESX_FUZZ_SEED", "vim25")
LIMIT = 1.0
"""Seconds of CPU for a megabyte, and for anything smaller."""


def tried(read: Any, body: bytes) -> str:
    """Read; tell what is wrong with how that ended, empty if nothing."""
    before = time.process_time()
    try:
        read(body)
    except EsxError:
        pass
    except Exception as error:
        return repr(error)
    spent = time.process_time() - before
    return f"{spent:.1f} s" if spent > LIMIT * max(1, len(body) / 1e6) else ""


@pytest.mark.fault("X10")
@pytest.mark.long
@pytest.mark.timeout(SECONDS + 60)
def test_mutated_answers_give_values_or_errors_of_ours(answers: Any) -> None:
    chance = random.Random(SEED)
    recorded = list(answers.values())
    request = encode_request(vim.Login(this=vim.Ref("S", "s"), user_name="u", password="p"))
    end = time.monotonic() + SECONDS
    bad: list[tuple[str, bytes]] = []
    while time.monotonic() < end and not bad:
        for answer in recorded:
            body = mutated(chance, answer.body)
            bad += [(tried(lambda raw, one=answer: decode_response(raw, one.method), body), body)]
        body = mutated(chance, request)
        bad += [(tried(decode_request, body), body), (tried(parse_service_versions, body), body)]
        bad = [(problem, body) for problem, body in bad if problem]

    assert not bad, (SEED, bad)
