"""Names that a terminal cannot show, or shows wider than others: the same table as virsh's.

virsh 9.0 writes each byte of a character that it does not show as ``\\xff``, whatever it is; we
write the byte, so that names are told apart. It is as wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from support.run import aioesx
from support.virsh import Virsh

from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.peer("virsh")

NAMES: Final = {
    "CJK": "サーバ一号",
    "half and full width": "ｱＢ",
    "Hangul, joined": "\u1112\u1161\u11ab글",
    "accent on a letter": "e\u0301e\u0302",
    "emoji": "web😀",
    "joiner": "a\u200db",
    "no-break space": "a\xa0b",
    "wide space": "a\u3000b",
    "soft hyphen": "a\xadb",
    "private use": "a\ue000b",
    "colour": "a\x1b[31mb",
    "line end and tab": "a\nb\tc",
    "delete": "a\x7fb",
    "8-bit control": "a\x9b31mb",
    "line separator": "a\u2028b",
    "not assigned": "a\u0378b",
    "an escape of its own": "a\\x1bb",
    "backslash": "a\\b",
    "Latin": "Büro",
}
_BYTE: Final = re.compile(r"\\x[89a-f][0-9a-f]")


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    state = presets.small_host(machines=1)
    for number, name in enumerate(NAMES.values()):
        escaped = "".join(c if " " < c != "\\" else f"%{ord(c):02x}" for c in name)
        machine = presets.add_machine(state, presets.MachineKind(f"m{number}"))
        machine.change({"displayName": escaped.replace("\x7f", "%7f")})
    with Simulator(state, username="root", password="secret", tls=False) as simulator:
        yield simulator.uri


@pytest.mark.parametrize("words", [["list", "--all"], ["-q", "list", "--all"]], ids=" ".join)
@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_the_same_table(
    virsh: Virsh, uri: str, monkeypatch: pytest.MonkeyPatch, locale: str, words: list[str]
) -> None:
    monkeypatch.setattr("support.run.LOCALE", locale)

    expected = virsh(uri, *words)
    outcome = aioesx("-c", uri, *words, env={"AIOESX_PASSWORD": "secret"})

    assert (expected.status, outcome.status, outcome.stderr) == (0, 0, "")
    assert _BYTE.sub(r"\\xff", outcome.stdout) == expected.stdout


def test_names_are_told_apart(uri: str) -> None:
    outcome = aioesx("-c", uri, "list", "--all", env={"AIOESX_PASSWORD": "secret", "LC_ALL": "C"})

    rows = [line for line in outcome.stdout.splitlines() if "shut off" in line]
    assert len(set(rows)) == len(NAMES)
