"""Questions, what a policy may answer, and what is said when nobody does."""

from __future__ import annotations

import pytest

from aioesx import Choice, Question, answer_default, refuse, vim

pytestmark = pytest.mark.anyio

MACHINE = vim.ManagedObjectReference("VirtualMachine", "vm-1")
APPEND, REPLACE = Choice("0", "Append"), Choice("1", "Replace")


def question(default: Choice | None = REPLACE, *choices: Choice) -> Question:
    return Question("7", MACHINE, "The file exists.", choices or (APPEND, REPLACE), default)


@pytest.mark.parametrize("answer", [APPEND, "Append", "0"])
def test_a_choice_is_named_by_itself_its_label_or_its_key(answer: Choice | str) -> None:
    assert question().pick(answer) is APPEND


def test_a_wrong_answer_is_refused_with_the_right_ones() -> None:
    with pytest.raises(ValueError, match="'Append', 'Replace'"):
        question().pick("Overwrite")


async def test_the_default_policy_answers_nothing() -> None:
    assert await refuse(question()) is None  # type: ignore[func-returns-value]


async def test_the_other_policy_gives_the_hosts_default() -> None:
    assert await answer_default(question()) is REPLACE
    assert await answer_default(question(None)) is None


def test_the_error_of_a_pending_question_tells_text_choices_and_default() -> None:
    error = question().pending(task=None)

    assert str(error) == (
        "pending question blocks virtual machine execution, question is 'The file exists.',"
        " possible answers are 'Append', 'Replace'"
    )
    assert (error.choices, error.default) == (("Append", "Replace"), "Replace")


def test_the_error_says_where_there_is_no_default() -> None:
    assert str(question(None).pending(task=None)).endswith("but no default answer is specified")


def test_the_error_says_where_there_is_no_answer() -> None:
    bare = Question("7", MACHINE, "Well?", (), None)

    assert str(bare.pending(task=None)).endswith("no possible answers")


def test_a_default_out_of_range_is_no_default() -> None:
    options = [vim.ElementDescription(label="Yes", summary="", key="0")]
    info = vim.VirtualMachineQuestionInfo(
        id="1", text="Well?", choice=vim.ChoiceOption(choice_info=options, default_index=5)
    )

    assert Question.of(info, MACHINE).default is None
