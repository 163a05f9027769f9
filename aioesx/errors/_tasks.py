"""Tasks and transfers that did not come to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx.errors._base import EsxError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aioesx.errors._faults import FaultError

__all__ = [
    "QuestionPendingError",
    "TaskCancelledError",
    "TaskError",
    "TaskFailedError",
    "TaskLostError",
    "TaskTimeoutError",
    "TransferError",
    "TransferIncompleteError",
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


class TaskFailedError(TaskError):
    """The task ended with an error. `fault` says which, typed, as an exception would."""

    def __init__(
        self, message: str, *, task: Any = None, info: Any = None, fault: FaultError | None = None
    ) -> None:
        super().__init__(message, task=task, info=info)
        self.fault = fault


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


class TransferError(EsxError):
    """A file transfer failed."""


class TransferIncompleteError(TransferError):
    """A transfer ended before all bytes had come through."""
