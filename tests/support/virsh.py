"""libvirt's own client, as a judge of our simulator and of our command."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from support.run import Outcome, run

__all__ = ["Virsh", "write_auth_file"]

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
        auth = write_auth_file(
            self._directory / "auth.conf", host=host, username=username, password=password
        )
        environment = {"LIBVIRT_AUTH_FILE": str(auth), "LIBVIRT_LOG_OUTPUTS": _NO_LOG}
        return run(["virsh", "-c", uri, *words], env=environment, timeout=timeout)
