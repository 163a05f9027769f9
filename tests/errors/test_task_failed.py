"""A failed task is told by one error that is of its fault's class, too."""

from __future__ import annotations

import pytest

from aioesx import errors, vim


def failed(*lineage: str, fault: vim.MethodFault | None = None) -> errors.TaskFailedError:
    cause = errors.fault_error(lineage, "Not now.", fault)
    return errors.task_failed_error(cause, task="task-1", info="info")


@pytest.mark.parametrize("kind", [errors.TaskFailedError, errors.TaskError, errors.FaultError])
@pytest.mark.parametrize("lineage", [("InvalidPowerState", "InvalidState"), ("Unheard",), ()])
def test_it_is_caught_as_a_task_and_as_a_fault(kind: type[Exception], lineage: list[str]) -> None:
    assert isinstance(failed(*lineage), kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("InvalidPowerState", errors.InvalidStateError),
        ("FileNotFound", errors.NotFoundError),
        ("TaskInProgress", errors.HostBusyError),
        ("NoPermission", errors.NotPermittedError),
    ],
)
def test_it_is_caught_by_its_fault(name: str, kind: type[errors.FaultError]) -> None:
    error = failed(name)

    assert isinstance(error, kind)
    assert type(error).__name__ == f"TaskFailedError[{kind.__name__}]"


def test_it_tells_task_and_fault() -> None:
    fault = vim.TaskInProgress(task=vim.ManagedObjectReference("Task", "task-0"))

    error = failed("TaskInProgress", "RuntimeFault", fault=fault)

    assert (error.task, error.info) == ("task-1", "info")
    assert (error.fault_type, error.message, error.fault) == ("TaskInProgress", "Not now.", fault)
    assert str(error) == "Not now. (TaskInProgress: task Task:task-0)"


def test_one_class_serves_all_failures_of_a_kind() -> None:
    assert type(failed("InvalidPowerState")) is type(failed("InvalidState"))
    assert type(failed("Unheard")) is errors.TaskFailedError


def test_a_task_may_fail_without_a_fault() -> None:
    error = errors.task_failed_error(None, task="task-1")

    assert (error.fault_type, error.fault, error.task) == ("", None, "task-1")
    assert str(error) == "the host gives no reason"
