"""The conversation about a task, fed by hand."""

from __future__ import annotations

from typing import Any

from aioesx import vim
from aioesx._server.tasks.events import Asked, Finished, Progressed, TaskEvent, TaskWatch, Vanished

TASK = vim.ManagedObjectReference("Task", "task-1")
MACHINE = vim.ManagedObjectReference("VirtualMachine", "vm-1")


def update(ref: vim.ManagedObjectReference, **changes: Any) -> vim.ObjectUpdate:
    return vim.ObjectUpdate(
        kind=vim.ObjectUpdateKind.MODIFY,
        obj=ref,
        change_set=[
            vim.PropertyChange(
                name=name.replace("_", "."), op=vim.PropertyChangeOp.ASSIGN, val=value
            )
            for name, value in changes.items()
        ],
    )


def question(identifier: str) -> vim.VirtualMachineQuestionInfo:
    labels = ("Append", "Replace", "Cancel")
    options = [
        vim.ElementDescription(label=label, summary=label, key=str(index))
        for index, label in enumerate(labels)
    ]
    return vim.VirtualMachineQuestionInfo(
        id=identifier,
        text="The file exists.",
        choice=vim.ChoiceOption(choice_info=options, default_index=1),
    )


def feed(watch: TaskWatch, *updates: vim.ObjectUpdate) -> list[TaskEvent]:
    return [event for each in updates for event in watch.feed(each)]


def test_progress_and_success_are_told_in_order() -> None:
    watch = TaskWatch(TASK, None)

    events = feed(
        watch,
        update(TASK, info_state="running"),
        update(TASK, info_progress=40),
        update(TASK, info_state="success", info_result="done"),
    )

    assert events == [
        Progressed(40),
        Finished(succeeded=True, cancelled=False, result="done", error=None),
    ]
    assert watch.done


def test_a_question_is_told_once_however_often_it_is_sent() -> None:
    watch = TaskWatch(TASK, MACHINE)

    events = feed(
        watch,
        update(MACHINE, runtime_question=question("7")),
        update(MACHINE, runtime_question=question("7")),
    )

    assert [type(event) for event in events] == [Asked]
    asked = events[0]
    assert isinstance(asked, Asked)
    assert asked.question.default is not None
    assert asked.question.default.label == "Replace"


def test_a_second_question_after_the_first_is_told_too() -> None:
    watch = TaskWatch(TASK, MACHINE)

    events = feed(
        watch,
        update(MACHINE, runtime_question=question("7")),
        update(MACHINE, runtime_question=None),
        update(MACHINE, runtime_question=question("8")),
    )

    assert [event.question.id for event in events if isinstance(event, Asked)] == ["7", "8"]


def test_an_answered_question_is_open_no_more() -> None:
    watch = TaskWatch(TASK, MACHINE)
    feed(watch, update(MACHINE, runtime_question=question("7")))

    feed(watch, update(MACHINE, runtime_question=None))

    assert watch.open_question is None


def test_a_task_that_leaves_has_vanished() -> None:
    watch = TaskWatch(TASK, None)

    events = feed(watch, vim.ObjectUpdate(kind=vim.ObjectUpdateKind.LEAVE, obj=TASK))

    assert events == [Vanished()]
    assert watch.done


def test_nothing_is_told_after_the_end() -> None:
    watch = TaskWatch(TASK, None)
    feed(watch, update(TASK, info_state="success"))

    assert feed(watch, update(TASK, info_state="success")) == []


def test_the_filter_names_task_and_machine() -> None:
    spec = TaskWatch(TASK, MACHINE).spec

    assert [entry.obj for entry in spec.object_set] == [TASK, MACHINE]
    assert "runtime.question" in spec.prop_set[1].path_set
