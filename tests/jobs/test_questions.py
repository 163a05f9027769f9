"""Questions answered by rules: what no rule means is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import aioesx
from aioesx import errors, jobs
from aioesx.simulator import Simulator
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.questions import QUESTIONS

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

MOVED = QUESTIONS["moved-or-copied"]


@pytest.fixture
def asking(simulator: Simulator) -> Simulator:
    """Two machines that have put the same question."""

    def ask(host: HostState) -> None:
        for name in ("db01", "console01"):
            host.find(name).ask(MOVED.ask())

    simulator.change(ask)
    return simulator


def rule(text: str, tmp_path: Path) -> tuple[jobs.QuestionRule, ...]:
    file = tmp_path / "rules.toml"
    file.write_text(text, "utf-8")
    return jobs.read_rules(file)


async def test_a_rule_answers_what_it_means(
    asking: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    rules = rule('[[rule]]\ntext = "*MOVED*"\ndomain = "db*"\nanswer = "default"\n', tmp_path)

    results = {each.domain: each for each in await jobs.answer_questions(esx, rules)}

    assert results["db01"].answered
    assert (results["db01"].rule, results["db01"].answer) == (1, dict(asking.answers)["db01"])
    assert (results["console01"].rule, results["console01"].answered) == (None, False)
    assert [name for name, _ in asking.answers] == ["db01"]


async def test_the_first_rule_that_fits_counts(
    asking: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    labels = [
        choice.label for choice in (await esx.domains.pending_questions())[0].question.choices
    ]
    text = "".join(f'[[rule]]\ntext = "*"\nanswer = "{label}"\n' for label in labels)

    results = await jobs.answer_questions(esx, rule(text, tmp_path))

    assert {each.answer for each in results} == {labels[0]}


async def test_an_answer_that_the_question_does_not_know_answers_nothing(
    asking: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    rules = rule('[[rule]]\ntext = "*"\nanswer = "Perhaps"\n', tmp_path)

    results = await jobs.answer_questions(esx, rules)

    assert [(each.rule, each.answer, each.answered) for each in results] == [(1, None, False)] * 2
    assert asking.answers == []


async def test_a_dry_run_tells_what_would_be_answered(
    asking: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    rules = rule('[[rule]]\ntext = "*"\nanswer = "default"\n', tmp_path)

    results = await jobs.answer_questions(esx, rules, dry_run=True)

    assert all(each.answer is not None and not each.answered for each in results)
    assert asking.answers == []


async def test_what_the_host_refuses_is_told_and_spoils_no_other(
    asking: Simulator, esx: aioesx.Connection, tmp_path: Path
) -> None:
    asking.fault_on("AnswerVM", fault="SystemError", times=1)
    rules = rule('[[rule]]\ntext = "*"\nanswer = "default"\n', tmp_path)

    first, second = await jobs.answer_questions(esx, rules)

    assert isinstance(first.error, errors.FaultError)
    assert not first.answered
    assert second.answered


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[rule]]\nanswer = "Yes"\n', "rule 1: a rule needs 'id' or 'text'"),
        ('[[rule]]\ntext = "*"\n', "rule 1: 'answer' is missing"),
        ('[[rule]]\ntxet = "*"\nanswer = "Yes"\n', "there is no key 'txet'; did you mean 'text'?"),
        ('[[rule]]\ntext = 5\nanswer = "Yes"\n', "rule 1: text: should be a text"),
        ('[rule]\ntext = "*"\n', r"write \[\[rule\]\]"),
        ("", r"there is no \[\[rule\]\]"),
        ("[[rule", "rules.toml"),
        ("other = 1\n", "no key 'other'"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=told):
        rule(text, tmp_path)


@pytest.mark.parametrize(("name", "told"), [("", "Is a directory"), ("none.toml", "No such file")])
def test_a_file_that_cannot_be_read_says_why(name: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=told):
        jobs.read_rules(tmp_path / name)


def test_the_id_of_a_message_is_what_stands_before_its_text() -> None:
    ref = aioesx.vim.ManagedObjectReference("VirtualMachine", "1")
    text = "msg.uuid.altered:This virtual machine might have been moved or copied."
    question = aioesx.Question("1", ref, text, (), None)

    assert jobs.QuestionRule("x", ids=("msg.uuid.*",)).fits("web01", question)
    assert not jobs.QuestionRule("x", ids=("msg.uuid",)).fits("web01", question)
    assert not jobs.QuestionRule("x", ids=("*",), domains=("db*",)).fits("web01", question)
