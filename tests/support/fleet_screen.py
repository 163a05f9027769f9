"""What `aioesx fleet` shows at work, in a real terminal: the picture in docs/fleet-command.md.

Run as a program it draws that anew: python tests/support/fleet_screen.py
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from support.tmux import Screen

from aioesx.simulator import Simulator, presets

PICTURE: Final = Path(__file__).resolve().parents[2] / "docs" / "images" / "fleet.svg"

_SLOW: Final = {"build03", "build07", "lab02"}
_HOSTS: Final = [*(f"build{n:02}" for n in range(1, 9)), "lab01", "lab02", "lab03", "lab04"]
_DEAD: Final = '[hosts.attic]\nuri = "esx://root@127.0.0.1:1/"\n'


def picture() -> str:
    """Return the terminal's text, with its colours, while three of thirteen hosts are at work."""
    with ExitStack() as stack:
        tables = []
        for number, name in enumerate(_HOSTS):
            host = presets.small_host(machines=3, name=name, number=number)
            simulator = Simulator(host, username="root", password="secret", tls=False)
            stack.enter_context(simulator)
            if name in _SLOW:
                simulator.fault_on("PowerOnVM_Task", delay=60.0)
            if name == "lab03":
                simulator.fault_on("Login", fault="InvalidLogin")
            tables.append(f'[hosts.{name}]\nuri = "{simulator.uri}"\n')
        file = Path(stack.enter_context(TemporaryDirectory())) / "inventory.toml"
        file.write_text("".join([*tables, _DEAD]), "utf-8")
        words = ["fleet", "--inventory", str(file), "--retries", "0", "start", "db01"]
        screen = Screen(
            *(sys.executable, "-m", "aioesx", "-q", *words), env={"AIOESX_PASSWORD": "secret"}
        )
        stack.callback(screen.close)
        screen.see("8 done", "3 running", "Connection refused")
        return screen.coloured


def draw(text: str) -> None:
    """Write the picture of a terminal's text."""
    from rich.console import Console
    from rich.text import Text

    lines = Text.from_ansi(text.rstrip("\n"))
    terminal = Console(record=True, width=120, file=sys.stderr)
    terminal.print(lines)
    PICTURE.parent.mkdir(exist_ok=True)
    terminal.save_svg(str(PICTURE), title="aioesx fleet start db01")


if __name__ == "__main__":
    draw(picture())
