"""Tasks and transfers that did not come to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from aioesx.errors._base import EsxError, blank
from aioesx.errors._faults import FaultError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FileChangedError",
    "MigrationRefusedError",
    "QuestionPendingError",
    "TaskCancelledError",
    "TaskError",
    "TaskFailedError",
    "TaskLostError",
    "TaskTimeoutError",
    "TransferError",
    "TransferIncompleteError",
    "task_failed_error",
]


class TaskError(EsxError):
    """A task on the host did not succeed.

    Attributes:
        task: reference of the task (``vim.ManagedObjectReference``), or None before it began.
        info: the task's last known ``vim.TaskInfo``, or None.
    """

    def __init__(self, message: str, *, task: Any = None, info: Any = None) -> None:
        super().__init__(message)
        self.task = task
        self.info = info


class TaskFailedError(TaskError, FaultError):
    """The task ended with a fault.

    What is raised is of the fault's class, too: ``except InvalidStateError`` catches a domain's
    wrong state whether the host refused the call or its task failed. `fault_type`, `message` and
    `fault` are those of the fault, empty if the host gave none.
    """

    fault_class: ClassVar[type[FaultError]] = FaultError

    def __init__(
        self,
        fault_type: str,
        message: str,
        fault: Any = None,
        *,
        task: Any = None,
        info: Any = None,
    ) -> None:
        FaultError.__init__(self, fault_type, message, fault)
        self.task = task
        self.info = info

    def __reduce__(self) -> tuple[Any, ...]:
        """Name the class by that of its fault: it was made here and stands in no module."""
        _, (_, args), state = super().__reduce__()
        return _blank_failure, (self.fault_class, args), state


def _blank_failure(kind: type[FaultError], args: tuple[Any, ...]) -> TaskFailedError:
    """Make an error that has its arguments and no fields, for pickle to fill."""
    return blank(_failed_by(kind), args)


def task_failed_error(
    fault: FaultError | None, *, task: Any = None, info: Any = None
) -> TaskFailedError:
    """Make the error of a failed task: a `TaskFailedError` and of the class of `fault`, in one."""
    if fault is None:
        return TaskFailedError("", "the host gives no reason", task=task, info=info)
    cls = _failed_by(type(fault))
    return cls(fault.fault_type, fault.message, fault.fault, task=task, info=info)


_FAILED_BY: dict[type[FaultError], type[TaskFailedError]] = {FaultError: TaskFailedError}


def _failed_by(kind: type[FaultError]) -> type[TaskFailedError]:
    """Return the class for a kind of fault; it is made once."""
    if kind not in _FAILED_BY:
        name = f"TaskFailedError[{kind.__name__}]"
        fields = {
            "__module__": "aioesx.errors",
            "__doc__": f"A task failed. {kind.__doc__}",
            "fault_class": kind,
        }
        _FAILED_BY[kind] = cast(
            "type[TaskFailedError]", type(name, (TaskFailedError, kind), fields)
        )
    return _FAILED_BY[kind]


class TaskCancelledError(TaskError):
    """The task was cancelled on the host, by us or by somebody else."""


class TaskLostError(TaskError):
    """The host no longer knows the task (it restarted, say): its outcome is unknown."""


class TaskTimeoutError(TaskError, TimeoutError):
    """The task was not done in time; it goes on on the host, `task` is its reference."""


class QuestionPendingError(TaskError):
    """The host asks a question that the answer policy leaves to a person.

    Attributes:
        question: the host's text.
        choices: labels of the possible answers, in the host's order.
        default: label of the default answer, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        question: str,
        choices: Sequence[str],
        default: str | None = None,
        task: Any = None,
        info: Any = None,
    ) -> None:
        super().__init__(message, task=task, info=info)
        self.question = question
        self.choices = tuple(choices)
        self.default = default


class MigrationRefusedError(EsxError):
    """Something is in the way of a migration; nothing was begun. The text has all of it.

    Attributes:
        problems: what is in the way, a sentence each.
        faults: the same as the vCenter tells it: ``vim.MethodFault``, or ``vim.Event`` before 4.0.
    """

    def __init__(self, message: str, problems: Sequence[str], faults: Sequence[Any] = ()) -> None:
        super().__init__(f"{message}: {'; '.join(problems)}")
        self.problems = tuple(problems)
        self.faults = tuple(faults)


class TransferError(EsxError):
    """A file transfer failed."""


class FileChangedError(TransferError):
    """The file on the host is another one than at the transfer's beginning."""


class TransferIncompleteError(TransferError):
    """A transfer ended before all bytes had come through."""
