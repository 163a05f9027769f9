"""The system's keyring as a callback."""

from __future__ import annotations

import anyio.to_thread

from aioesx._extras import MissingExtraError, require
from aioesx.auth._resolve import Auth, AuthRequest, ask
from aioesx.errors import AuthenticationError

__all__ = ["keyring_credentials"]


def keyring_credentials(
    service: str = "{product}://{host}", *, otherwise: Auth | None = None
) -> Auth:
    """Make an `auth=` that asks the system's keyring; ``pip install 'aioesx[keyring]'``.

    A password is put there by ``keyring set esx://esx1.example.com root``, say. A user name that
    the URI leaves out is asked for, too, where the keyring can tell whom it knows.

    Args:
        service: under which name the keyring keeps it; may hold ``{product}`` and ``{host}``.
        otherwise: asked for what the keyring does not know.

    Raises:
        AuthenticationError: the package is not installed; later, on asking: the keyring is
            locked, or there is none.
    """
    try:
        require("keyring", "aioesx.keyring_credentials")
    except MissingExtraError as error:
        raise AuthenticationError(str(error)) from None
    import keyring.errors  # slow to import

    def look_up(request: AuthRequest) -> str | None:
        name = service.format(product=request.product, host=request.host)
        try:
            if request.asked == "password":
                return keyring.get_password(name, request.username or "")
            found = keyring.get_credential(name, None)
        except keyring.errors.KeyringError as error:
            raise AuthenticationError(
                f"the keyring does not answer: {error or type(error).__name__}"
            ) from None
        return found.username if found is not None else None

    async def answer(request: AuthRequest) -> str | None:
        found = await anyio.to_thread.run_sync(look_up, request)
        return found if found is not None else await ask(otherwise, request)

    return answer
