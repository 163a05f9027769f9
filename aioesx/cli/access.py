"""How a host is let into and used: a `Target` and the options before the command, as `connect`'s.

Every command that opens a connection, by whatever way, has it from here.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from aioesx.cli.answering import policy_of
from aioesx.cli.credentials import PASSWORD_VARIABLE, stated_password
from aioesx.cli.settings import Settings
from aioesx.cli.target import Target

if TYPE_CHECKING:
    import aioesx

__all__ = ["entry_of", "keywords_of", "password_of"]


async def keywords_of(
    target: Target,
    settings: Settings,
    *,
    ask: aioesx.Policy | None,
    asks: bool = True,
    variable: str = PASSWORD_VARIABLE,
) -> dict[str, Any]:
    """Return what `aioesx.connect` is told besides the URI.

    Args:
        target: where to, and what is set of it.
        settings: the options before the command, which count before that.
        ask: asks a person what the host wants to know; None where nobody can be asked.
        asks: whether anything may be asked on the way.
        variable: of the environment, that may have the password.

    Raises:
        UriError: a person shall be asked, and there is none.
        AuthenticationError: a file or a command that has the password does not give it.
    """
    policy = policy_of(
        settings.on_question or target.on_question,
        ask,
        answers=target.answers,
        stated=bool(settings.on_question),
    )
    seconds = settings.timeout or target.timeout
    times = {} if seconds is None else {"timeout": seconds, "task_timeout": seconds}
    return {
        "username": target.username,
        "password": await password_of(target, settings, asks=asks, variable=variable),
        "on_question": policy,
        "read_only": settings.read_only or target.read_only,
        **times,
    }


async def password_of(
    target: Target,
    settings: Settings,
    *,
    asks: bool = True,
    variable: str = PASSWORD_VARIABLE,
) -> str | None:
    """Return the password that is stated anywhere but in libvirt's auth file; None if it is not.

    Args:
        target: its file or command comes last.
        settings: the file of these comes first, then the environment.
        asks: whether the command may be run: it has our terminal, to ask there.
        variable: the environment's.

    Raises:
        AuthenticationError: see `stated_password`.
    """
    stated = await stated_password(settings.password_file, variable=variable)
    if stated is not None:
        return stated
    command = target.password_command if asks else ()
    return await stated_password(target.password_file, {}, command=command)


def entry_of(target: Target) -> aioesx.HostEntry:
    """Return a host that is named on the command line as one of a fleet."""
    import aioesx

    command, file = target.password_command, target.password_file
    (plain,) = aioesx.Inventory.of(target.uri)
    return dataclasses.replace(
        plain,
        user=target.username,
        password=aioesx.PasswordSource(command, file) if command or file else None,
        on_question=target.on_question,
        read_only=target.read_only,
    )
