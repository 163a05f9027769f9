"""A certificate that is not trusted: what it is, why it is not, and the ways on.

The library refuses it before anything is sent. The command then looks at the certificate in a
second handshake, over which nothing is sent either, and says what it saw; at a terminal it asks.
A certificate that is another than the pinned one is said to have CHANGED, and nobody is asked.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from aioesx import errors
from aioesx._toml_lines import spelled
from aioesx.cli.certificate_facts import facts_of, fingerprint
from aioesx.cli.config import name_of_file
from aioesx.cli.config_edit import add_host_key
from aioesx.cli.console import Console
from aioesx.cli.dialogue import can_ask, choice_of
from aioesx.cli.target import Target, with_parameters

if TYPE_CHECKING:
    import aioesx

__all__ = ["judged"]

_CHOICES: Final = ("trust it this once", "trust it from now on: pin it in {file}", "no")
_ONCE, _PIN, _NO = range(3)


async def judged(
    connecting: aioesx.Connecting,
    error: errors.TlsError,
    target: Target,
    console: Console,
    *,
    asks: bool,
) -> Target:
    """Say what is wrong with a certificate; return where to try again, if a person trusts it.

    Args:
        connecting: what failed.
        error: how it failed; raised again, with more to read, where nobody trusts it.
        target: where it went.
        console: where a person is asked.
        asks: whether one may be.
    """
    if error.reason is None:
        raise error
    try:
        seen = await connecting.peer_certificate()
    except errors.EsxError:
        raise error from None
    key = "vcenter_thumbprint" if seen.is_vcenter else "thumbprint"
    what = f"{fingerprint(seen.thumbprint)}, subject {facts_of(seen.der).subject or 'unknown'}"
    if error.pinned is not None:
        raise _changed(error, seen, target, key, what) from None
    if asks and can_ask(console):
        lines = (
            f"The certificate of {seen.host} port {seen.port} is not trusted: {error.reason}.",
            what,
            "Whoever can change what goes over the line could be behind it. Compare the SHA-256",
            "with what the host itself shows, at its console say.",
        )
        choices = [each.format(file=name_of_file()) for each in _CHOICES]
        chosen = await choice_of(console, lines, choices, _NO)
        if chosen == _PIN:
            add_host_key(target.table, key, seen.thumbprint)
        if chosen in (_ONCE, _PIN):
            return _trusting(target, key, seen.thumbprint)
    place = spelled(("hosts", target.table))
    raise errors.TlsError(
        f"{error}; the certificate: {what}; {key}={seen.thumbprint} in the URI, or {key} under"
        f" [{place}] in {name_of_file()}, trusts it",
        reason=error.reason,
        thumbprint=seen.thumbprint,
    ) from None


def _trusting(target: Target, key: str, thumbprint: str) -> Target:
    return dataclasses.replace(target, uri=with_parameters(target.uri, {key: thumbprint}))


def _changed(
    error: errors.TlsError, seen: aioesx.PeerCertificate, target: Target, key: str, what: str
) -> errors.TlsError:
    """Return the error for a certificate that is another than the pinned one."""
    return errors.TlsError(
        f"the certificate of {seen.host} port {seen.port} has CHANGED: somebody may be listening"
        f" on the line, or the host got a new one. Pinned is {fingerprint(error.pinned or '')};"
        f" now it is {what}. If whoever runs the host confirms the new one, set {key}= in the URI,"
        f" or {spelled(('hosts', target.table, key))} in {name_of_file()}, to it",
        reason=error.reason,
        thumbprint=seen.thumbprint,
        pinned=error.pinned,
    )
