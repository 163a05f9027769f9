"""A fact that two rooms need is written down once, in the room below both."""

from __future__ import annotations

import re
from typing import Final

import pytest
from support.source import modules

CLIENT: Final = re.compile(r"aioesx\.(?!simulator|vim)")
ANYBODY: Final = re.compile(r"aioesx\.(?!vim\._(?!newest))")

FACTS: Final = [
    # owner                       who else might write it down, and how it is written
    ("aioesx.datastore_path",     ANYBODY, re.escape(r"\[([^\[\]]+)\]")),
    ("aioesx.units",              ANYBODY, r"\"kmgtpe"),
    ("aioesx.definition.targets", ANYBODY, r"(?i)(host|reserved)\w*: Final = 7$"),
    ("aioesx.vim._newest",        ANYBODY, r"NEWEST_API\w*: Final"),
    ("aioesx._soap.names",        ANYBODY, r"OLDEST_?\w*: Final = \""),
    ("aioesx._server.hostfacts",  CLIENT,  r"hardware\.cpuFeature\""),
    ("aioesx._server.hostfacts",  CLIENT,  r"maxSupportedVcpus"),
    ("aioesx.domain.inventory",   CLIENT,  r"server\.scope\.objects\(_MACHINE"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "rooms", "form"), FACTS)
def test_a_fact_is_written_down_once(owner: str, rooms: re.Pattern[str], form: str) -> None:
    owners = [
        module.name
        for module in modules()
        if rooms.match(module.name)
        and re.search(form, module.path.read_text("utf-8"), re.MULTILINE)
    ]

    assert owners == [owner]
