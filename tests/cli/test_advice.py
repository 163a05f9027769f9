"""What is said of an error besides its message, and that this was decided for each class."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator

import pytest
from support.command import invoke
from support.run import Outcome

from aioesx import errors
from aioesx.cli.advice import ADVICE, SAYS_IT, explained
from aioesx.simulator import HostState, Simulator

CLASSES = [
    cls
    for _, cls in inspect.getmembers(errors, inspect.isclass)
    if issubclass(cls, errors.EsxError)
]


@pytest.fixture
def command(plain: Simulator) -> Callable[..., Outcome]:
    """`command("start", "db01")`: on the simulated host."""
    return lambda *words: invoke("-c", plain.uri, *words, env={"AIOESX_PASSWORD": "secret"})


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_of_each_class_it_is_decided(cls: type[errors.EsxError]) -> None:
    has_row = cls in [row for row, _ in ADVICE]

    assert has_row != (cls in SAYS_IT)


def test_a_row_stands_before_those_of_the_classes_above_it() -> None:
    rows = [cls for cls, _ in ADVICE]

    hidden = [low for at, low in enumerate(rows) for high in rows[:at] if issubclass(low, high)]

    assert hidden == []


@pytest.fixture
def viewer(simulated: HostState) -> Iterator[Callable[..., Outcome]]:
    """`viewer("start", "db01")`: somebody who may look only."""
    users = {"viewer": "secret"}
    with Simulator(simulated, tls=False, read_only_users=users) as simulator:
        uri = simulator.uri.replace("root@", "viewer@")
        yield lambda *words: invoke("-c", uri, *words, env={"AIOESX_PASSWORD": "secret"})


@pytest.mark.parametrize(
    ("line", "privilege", "where"),
    [
        ("start db01", "VirtualMachine.Interact.PowerOn", "domain 'db01'"),
        ("undefine db01", "VirtualMachine.Inventory.Unregister", "domain 'db01'"),
        ("autostart db01", "Host.Config.AutoStart", "the host"),
        ("host-syslog udp://a:1", "Host.Config.AdvancedConfig", "the host"),
    ],
)
def test_a_right_that_lacks_is_named_with_its_object(
    viewer: Callable[..., Outcome], line: str, privilege: str, where: str
) -> None:
    outcome = viewer(*line.split())

    assert outcome.status == 1
    assert f"the user lacks the privilege {privilege}" in outcome.stderr
    assert f" on {where}: an administrator can give a role that has it" in outcome.stderr


def test_where_the_host_names_no_privilege_it_is_said_of_what(
    command: Callable[..., Outcome], plain: Simulator
) -> None:
    plain.fault_on("PowerOnVM_Task", "NoPermission", in_task=True)

    assert "lacks a privilege for it on domain 'db01'" in command("start", "db01").stderr


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("RestrictedVersion", "licence (that of the free ESXi, say) lets programs read"),
        ("NotEnoughLicenses", "licence (that of the free ESXi, say) lets programs read"),
        ("TaskInProgress", "try again when what goes on there is done"),
    ],
)
def test_a_refusal_says_what_to_do(
    command: Callable[..., Outcome], plain: Simulator, fault: str, said: str
) -> None:
    plain.fault_on("PowerOnVM_Task", fault)

    outcome = command("start", "db01")

    assert outcome.status == 1
    assert said in outcome.stderr


def test_who_may_not_log_in_hears_of_lockdown(
    command: Callable[..., Outcome], plain: Simulator
) -> None:
    plain.fault_on("Login", "NoPermission")

    outcome = command("list")

    assert "in lockdown mode it takes logins by its vCenter only (vpx://)" in outcome.stderr


def test_a_host_that_a_vcenter_keeps_to_itself_names_that() -> None:
    from aioesx import vim

    fault = vim.HostAccessRestrictedToManagementServer(management_server="vc.example.com")
    error = errors.NotPermittedError(fault.wire_name, "Access is restricted.", fault)

    assert "connect to vpx://vc.example.com/ instead" in explained(error)
