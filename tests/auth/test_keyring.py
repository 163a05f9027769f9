"""`keyring_credentials`: the system's keyring as `auth=`; the backend is one of ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.credentials
import keyring.errors
import pytest

from aioesx.auth import AuthRequest, Credentials, keyring_credentials, resolve
from aioesx.errors import AuthenticationError

pytestmark = pytest.mark.anyio
HOST = "esx1.example.com"


class Backend(keyring.backend.KeyringBackend):
    """Keeps passwords by service and user name; None in their place is a locked keyring."""

    priority = 1

    def __init__(self, passwords: dict[tuple[str, str], str] | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own is not annotated
        self.passwords = passwords

    def get_password(self, service: str, username: str) -> str | None:
        if self.passwords is None:
            raise keyring.errors.KeyringLocked("locked")
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def get_credential(
        self, service: str, username: str | None
    ) -> keyring.credentials.Credential | None:
        if self.passwords is None:
            raise keyring.errors.KeyringLocked("locked")
        for (known, name), password in self.passwords.items():
            if known == service and username in (None, name):
                return keyring.credentials.SimpleCredential(name, password)
        return None


@pytest.fixture
def _kept() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(
        Backend(
            {(f"esx://{HOST}", "admin"): "canary-password", ("lab", "root"): "canary-password2"}
        )
    )
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("_kept")
async def test_user_name_and_password_come_from_the_keyring() -> None:
    found = await resolve(host=HOST, product="esx", auth=keyring_credentials(), environ={})
    assert found == Credentials("admin", "canary-password")


@pytest.mark.usefixtures("_kept")
async def test_the_uris_user_has_a_password_of_his_own() -> None:
    with pytest.raises(AuthenticationError, match=f"no password for root at {HOST}"):
        await resolve(
            host=HOST, product="esx", username="root", auth=keyring_credentials(), environ={}
        )


@pytest.mark.usefixtures("_kept")
async def test_the_service_may_have_another_name() -> None:
    found = await resolve(host=HOST, product="esx", auth=keyring_credentials("lab"), environ={})
    assert found == Credentials("root", "canary-password2")


@pytest.mark.usefixtures("_kept")
async def test_what_the_keyring_does_not_know_is_asked_for_elsewhere() -> None:
    asked: list[AuthRequest] = []

    def ask(request: AuthRequest) -> str:
        asked.append(request)
        return "told"

    auth = keyring_credentials(otherwise=ask)
    found = await resolve(host="esx2.example.com", product="esx", auth=auth, environ={})
    assert found == Credentials("told", "told")
    assert [request.asked for request in asked] == ["username", "password"]


@pytest.mark.usefixtures("_kept")
async def test_a_locked_keyring_is_told() -> None:
    keyring.set_keyring(Backend(None))
    with pytest.raises(AuthenticationError, match="the keyring does not answer: locked"):
        await resolve(host=HOST, product="esx", auth=keyring_credentials(), environ={})


async def test_without_the_package_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "keyring"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(AuthenticationError, match=r"pip install 'aioesx\[keyring\]'"):
        keyring_credentials()
