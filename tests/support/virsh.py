"""libvirt's own client, as a judge of our simulator and of our command."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from support.run import LOCALE, Outcome, run

__all__ = ["Handed", "Virsh", "write_auth_file"]

# The driver logs each property that it does not know, and real hosts have many; errors do come.
_NO_LOG: Final = "4:file:/dev/null"

_CREDENTIALS: Final = """\
[credentials-test]
username={username}
password={password}
"""

_HOST: Final = """
[auth-esx-{host}]
credentials=test
"""


def write_auth_file(path: Path, *, host: str, username: str, password: str) -> Path:
    """Write a libvirt auth file with one credential for `host`, and return its path.

    Args:
        path: the file.
        host: as the URI names it; several are separated by spaces.
        username: whom the credential is for.
        password: the secret.
    """
    hosts = "".join(_HOST.format(host=name) for name in host.split())
    path.write_text(_CREDENTIALS.format(username=username, password=password) + hosts)
    path.chmod(0o600)
    return path


_HANDED: Final = re.compile(
    r"debug : (virDomain(?:Attach|Detach|Update)Device\w*):\d+ : dom=[^\n]*?, xml=(.*?)"
    r"(?:, flags=(0x[0-9a-f]+))?\n(?=\d{4}-)",
    re.DOTALL,
)


class Handed(NamedTuple):
    """A device that virsh handed to libvirt: by which function, its XML and libvirt's flags."""

    function: str
    xml: str
    flags: int


class Virsh:
    """Runs `virsh -c URI ...` with a password from an auth file and a time limit.

    libvirt's driver crashes or hangs on an answer it dislikes: a negative exit status is its
    signal, and the limit ends it.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __call__(
        self,
        uri: str,
        *words: str,
        username: str = "root",
        password: str = "secret",
        host: str = "127.0.0.1",
        timeout: float = 30,
    ) -> Outcome:
        """Run one command to its end."""
        environment = self._environment(host, username, password)
        return run(["virsh", "-c", uri, *words], env=environment, timeout=timeout)

    def told_the_driver(self, uri: str, *words: str) -> list[Handed]:
        """Run one command; return the devices that libvirt was given, whatever came of them."""
        log = self._directory / "libvirt.log"
        environment = self._environment("127.0.0.1", "root", "secret")
        environment |= {"LIBVIRT_DEBUG": "1", "LIBVIRT_LOG_OUTPUTS": f"1:file:{log}"}
        run(["virsh", "-c", uri, *words], env=environment)
        text = log.read_text("utf-8", "replace")
        log.unlink()
        return [Handed(m[1], m[2], int(m[3] or "0", 16)) for m in _HANDED.finditer(text)]

    def at_terminal(self, uri: str, *words: str) -> Outcome:
        """Run one command whose standard input is a terminal."""
        environment = self._environment("127.0.0.1", "root", "secret")
        line, terminal = pty.openpty()
        try:
            done = subprocess.run(
                ["virsh", "-c", uri, *words],
                stdin=terminal,
                capture_output=True,
                env={**os.environ, "LC_ALL": LOCALE, **environment},
                text=True,
                timeout=30,
                check=False,
            )
        finally:
            os.close(terminal)
            os.close(line)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def _environment(self, host: str, username: str, password: str) -> dict[str, str]:
        auth = write_auth_file(
            self._directory / "auth.conf", host=host, username=username, password=password
        )
        return {"LIBVIRT_AUTH_FILE": str(auth), "LIBVIRT_LOG_OUTPUTS": _NO_LOG}
