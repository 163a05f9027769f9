"""Chromium without a screen, led by a pair of pipes: what it makes of pages that are files.

It speaks the DevTools protocol: JSON with a NUL behind each message.
"""

from __future__ import annotations

import base64
import json
import os
import shlex
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

__all__ = ["Page", "opened"]

_COMMAND: Final = (
    "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
    "--force-color-profile=srgb", "--disable-extensions", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--remote-debugging-pipe",
)  # fmt: skip
_PATIENCE: Final = 50
_SETTLED: Final = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))"


class Page:
    """A page in a browser.

    Attributes:
        fetched: what it has asked for, by URL.
    """

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = os.fdopen(commands, "wb", buffering=0)
        self._answers = os.fdopen(answers, "rb")
        self.fetched: list[str] = []
        self._count = 0
        self._session: str | None = None
        self._buffer = b""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._call("Page.enable")
        self._call("Network.enable")

    def close(self) -> None:
        """Let go of the pipes."""
        self._commands.close()
        self._answers.close()

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """Be a screen of so many pixels; one that is narrow is a phone's."""
        phone = width < 600
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[theme])

    def go(self, file: Path, fragment: str = "") -> None:
        """Open a file, and wait until it is loaded."""
        self._call("Page.navigate", url="about:blank")
        self._until("Page.loadEventFired")
        self._call("Page.navigate", url=f"{file.as_uri()}{fragment}")
        self._until("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """Return what an asynchronous script returns; ``await settled()`` waits for a drawing."""
        body = f"(async () => {{ const settled = () => {_SETTLED}; {script} }})()"
        done = self._call(
            "Runtime.evaluate", expression=body, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in done:
            raise AssertionError(done["exceptionDetails"])
        return done["result"].get("value")

    def picture(self, target: Path) -> None:
        """Keep what is seen as a PNG."""
        data = self._call("Page.captureScreenshot", format="png")["data"]
        target.write_bytes(base64.b64decode(data))

    def printed(self) -> bytes:
        """Return what a printer would be given, as PDF."""
        told = self._call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(told["data"])

    def _call(self, method: str, **params: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]

    def _until(self, event: str) -> None:
        while self._read().get("method") != event:
            pass

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = self._answers.read1(1 << 20)
            assert piece, "the browser has ended"
            self._buffer += piece
        message, self._buffer = self._buffer.split(b"\0", 1)
        told: dict[str, Any] = json.loads(message)
        if told.get("method") == "Network.requestWillBeSent":
            self.fetched.append(told["params"]["request"]["url"])
        return told


@contextmanager
def opened() -> Iterator[Page]:
    """Run a browser; end it, whatever it does, after a while."""
    there, ours = os.pipe()
    theirs, back = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = shlex.join([*_COMMAND, f"--user-data-dir={profile}", "about:blank"])
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command} 3<&{there} 4>&{back}"],
            pass_fds=(there, back),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(there)
        os.close(back)
        alarm = threading.Timer(_PATIENCE, process.kill)
        alarm.start()
        try:
            page = Page(ours, theirs)
            try:
                yield page
            finally:
                page.close()
        finally:
            alarm.cancel()
            process.kill()
            process.wait()
