"""Opening the connection for a command: settings of all kinds in, a connection out.

What may be asked on the way is asked here: the password, and whether a certificate is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import aioesx
from aioesx import errors
from aioesx.cli.access import keywords_of
from aioesx.cli.console import Console
from aioesx.cli.credentials import PASSWORD_VARIABLE, Remembering, prompting
from aioesx.cli.dialogue import asked_at, can_ask
from aioesx.cli.progress import bars_on
from aioesx.cli.settings import Settings
from aioesx.cli.target import Target

__all__ = ["open_connection"]

_SERVERS: Final = 2
"""Certificates that may be asked about: the host's, and its vCenter's."""


async def open_connection(
    target: Target,
    settings: Settings,
    console: Console,
    *,
    asks: bool = True,
    note: Callable[[aioesx.Event], object],
    variable: str = PASSWORD_VARIABLE,
    transfers: int | None = None,
) -> aioesx.Connection:
    """Open a connection; whoever called closes it.

    Args:
        target: where to and how.
        settings: the options before the command.
        console: where a person is asked, and bars are drawn.
        asks: whether a person may be asked.
        note: is told what happens.
        variable: of the environment, that may have the password.
        transfers: files on their way at once; None for the usual.

    Raises:
        UriError, AuthenticationError, LoginError, WrongProductError, TransportError.
    """
    bars = bars_on(console)

    def tell(event: aioesx.Event) -> None:
        note(event)
        if bars is not None:
            bars.note(event)

    ask = asked_at(console) if asks and can_ask(console) else None
    keywords = await keywords_of(target, settings, ask=ask, asks=asks, variable=variable)
    if transfers is not None:
        keywords["transfers"] = transfers
    prompt = prompting() if asks else None
    auth = Remembering(prompt) if prompt is not None else None
    for attempt in range(_SERVERS + 1):
        connecting = aioesx.connect(target.uri, auth=auth, on_event=tell, **keywords)
        try:
            esx = await connecting
        except errors.TlsError as error:
            from aioesx.cli.certificates import judged  # where one is not trusted

            target = await judged(
                connecting, error, target, console, asks=asks and attempt < _SERVERS
            )
        else:
            if auth is not None:
                auth.forget()
            return esx
    raise AssertionError("a refusal raises")
