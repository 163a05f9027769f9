"""Who is let into a guest, and what each refusal is; nothing is left of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.canary import find_secret
from support.guests import LINUX, PASSWORD, TOKEN, guest_host

import aioesx
from aioesx import errors, vim
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]


async def entered(plain: Simulator, *args: Any, name: str = LINUX, **options: Any) -> str:
    """Enter a guest, and return who that is there."""
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(name)
        async with domain.guest(*args, **options) as guest:
            assert find_secret(repr(guest)) is None
            return (await guest.run("whoami")).text.strip()


async def test_a_name_and_a_password_let_in(plain: Simulator) -> None:
    assert await entered(plain, "user", PASSWORD) == "user"


async def test_the_password_may_be_asked_for(plain: Simulator) -> None:
    asked: list[aioesx.AuthRequest] = []

    async def tell(request: aioesx.AuthRequest) -> str:
        asked.append(request)
        return PASSWORD

    assert await entered(plain, "user", tell) == "user"
    assert [one.prompt for one in asked] == [f"Enter user's password for {LINUX}"]
    assert await entered(plain, "user", lambda _: PASSWORD) == "user"


async def test_so_may_a_saml_token(plain: Simulator) -> None:
    assert await entered(plain, token=TOKEN) == "root"
    with pytest.raises(errors.GuestLoginError):
        await entered(plain, token="canary-password-unknown")


@pytest.mark.parametrize("who", ["root", "nobody"])
async def test_a_wrong_password_has_an_error_of_its_own(plain: Simulator, who: str) -> None:
    with pytest.raises(errors.GuestLoginError) as caught:
        await entered(plain, who, "canary-password-wrong")

    assert (caught.value.kind, caught.value.name) == ("domain", LINUX)
    assert not isinstance(caught.value, errors.LoginError)


@pytest.mark.parametrize("password", [None, lambda _: None])
async def test_without_a_password_nothing_is_sent(plain: Simulator, password: Any) -> None:
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(LINUX)
        plain.forget_calls()
        with pytest.raises(errors.AuthenticationError, match=f"root in the guest of '{LINUX}'"):
            await domain.guest("root", password).__aenter__()
        assert not plain.calls


async def test_a_guest_without_tools_has_an_error_of_its_own(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.find(LINUX), "tools_running", False))
    with pytest.raises(errors.ToolsUnavailableError, match=f"guest of '{LINUX}'"):
        await entered(plain, "root", PASSWORD)


async def test_tools_that_stop_are_told_in_the_hosts_words(plain: Simulator) -> None:
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(LINUX)
        async with domain.guest("root", PASSWORD) as guest:
            plain.change(lambda host: setattr(host.find(LINUX), "tools_running", False))
            with pytest.raises(errors.ToolsUnavailableError, match="could not be contacted"):
                await guest.run("true")


async def test_a_machine_that_is_off_has_one_too(plain: Simulator) -> None:
    plain.change(lambda host: host.find(LINUX).set_power("poweredOff"))
    with pytest.raises(errors.InvalidStateError):
        await entered(plain, "root", PASSWORD)


async def test_a_guest_that_does_not_answer_has_one_too(plain: Simulator) -> None:
    plain.fault_on("ValidateCredentialsInGuest", delay=5)
    with pytest.raises(errors.GuestTimeoutError, match=f"the guest of '{LINUX}' did not answer"):
        await entered(plain, "root", PASSWORD, timeout=0.3)


async def test_one_that_stops_to_answer_too(plain: Simulator) -> None:
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(LINUX)
        async with domain.guest("root", PASSWORD) as guest:
            plain.fault_on("ListFilesInGuest", delay=5)
            with pytest.raises(errors.GuestTimeoutError, match="ListFilesInGuest within"):
                await guest.list("/etc", timeout=0.3)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("InvalidGuestLogin", errors.GuestLoginError),
        ("TooManyGuestLogons", errors.GuestLoginError),
        ("GuestOperationsUnavailable", errors.ToolsUnavailableError),
        ("GuestComponentsOutOfDate", errors.GuestUnsupportedError),
        ("OperationNotSupportedByGuest", errors.GuestUnsupportedError),
        ("OperationDisabledByGuest", errors.GuestUnsupportedError),
        ("GuestPermissionDenied", errors.GuestPermissionError),
        ("GuestOperationsFault", errors.FaultError),
        ("TaskInProgress", errors.HostBusyError),
    ],
)
async def test_each_fault_has_its_error(
    plain: Simulator, fault: str, error: type[errors.EsxError]
) -> None:
    plain.fault_on("ValidateCredentialsInGuest", fault)
    with pytest.raises(error) as caught:
        await entered(plain, "root", PASSWORD)
    assert caught.value.fault_type == fault  # type: ignore[attr-defined]


async def test_an_interactive_session_is_refused(plain: Simulator) -> None:
    auth = vim.NamePasswordAuthentication(
        interactive_session=True, username="root", password=PASSWORD
    )
    assert find_secret(repr(auth)) is None
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(LINUX)
        manager = esx.content.guest_operations_manager
        assert manager is not None
        managers = await esx.properties(manager, ["authManager"])
        method = vim.ValidateCredentialsInGuest(
            this=managers["authManager"], vm=domain.ref, auth=auth
        )
        with pytest.raises(errors.ToolsUnavailableError):
            await esx.call(method)


async def test_a_guest_that_was_left_is_not_entered_by_what_is_kept_of_it(
    plain: Simulator,
) -> None:
    async with aioesx.connect(plain.uri, password="secret") as esx:
        domain = await esx.domains.lookup(LINUX)
        async with domain.guest("root", PASSWORD) as guest:
            pass
        with pytest.raises(errors.ClosedError, match=f"guest of '{LINUX}' was left"):
            await guest.run("true")


async def test_a_token_is_refused_where_the_api_knows_none() -> None:
    host = guest_host()
    host.profile = replace(host.profile, api_version="5.5", prior_versions=("5.1",))
    with (
        Simulator(host, password="secret", tls=False) as plain,
        pytest.raises(errors.NotSupportedError, match="SAML"),
    ):
        await entered(plain, token=TOKEN)


async def test_a_read_only_connection_runs_nothing(plain: Simulator) -> None:
    async with aioesx.connect(plain.uri, password="secret", read_only=True) as esx:
        domain = await esx.domains.lookup(LINUX)
        async with domain.guest("root", PASSWORD) as guest:
            assert await guest.exists("/etc/hostname")
            plain.forget_calls()
            with pytest.raises(errors.ReadOnlyError):
                await guest.run("true")
            with pytest.raises(errors.ReadOnlyError):
                await guest.write("/tmp/x", b"")
            assert not plain.calls
