"""What a person can do about an error, where its own message does not say."""

from __future__ import annotations

from typing import Final

from aioesx import errors
from aioesx.cli.credentials import PASSWORD_VARIABLE

__all__ = ["explained"]

_ADVICE: Final[tuple[tuple[type[errors.EsxError], str], ...]] = (
    (errors.QuestionPendingError, "auto_answer=1 in the URI gives the host's default answer"),
    (errors.LoginError, "check the user name and the password"),
    (
        errors.AuthenticationError,
        f"set {PASSWORD_VARIABLE}, pass --password-file, or write a libvirt auth file",
    ),
    (errors.MigrationRefusedError, "--datastore takes the disks along, too"),
    (errors.ConnectError, "check host, port and transport= of the URI"),
)

# Where VMware Tools do not run, the same can be had without them.
_WITHOUT_TOOLS: Final = {
    "shutdown": "`destroy` powers it off without them",
    "reboot": "`reset` does it without them",
    "snapshot-create": "without --quiesce they are not needed",
    "snapshot-create-as": "without --quiesce they are not needed",
}

_PLAIN: Final = "transport=http"


def explained(error: errors.EsxError, command: str = "", uri: str | None = None) -> str:
    """Return an error's message with advice.

    Args:
        error: what went wrong.
        command: name of the command that met it.
        uri: where it was about to connect to; None once it was let in.
    """
    advice = _advice(error, command, uri)
    return f"{error}; {advice}" if advice else str(error)


def _advice(error: errors.EsxError, command: str, uri: str | None) -> str | None:
    if isinstance(error, errors.ToolsUnavailableError):
        other = _WITHOUT_TOOLS.get(command)
        return "VMware Tools have to run in the guest" + (f"; {other}" if other else "")
    if _speaks_tls(error, uri):
        return f"if that port speaks TLS, leave {_PLAIN} out of the URI"
    return next((text for cls, text in _ADVICE if isinstance(error, cls)), None)


def _speaks_tls(error: errors.EsxError, uri: str | None) -> bool:
    """Tell whether it looks as if plain HTTP was spoken to a port that wants TLS."""
    broken = (errors.ConnectionLostError, errors.ProtocolError, errors.HttpStatusError)
    return uri is not None and _PLAIN in uri.lower() and isinstance(error, broken)
