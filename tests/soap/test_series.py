"""Samples of counters are read without a tree, and give what the tree would give."""

from __future__ import annotations

import random
from typing import Any, Final

import pytest

from aioesx import vim
from aioesx._soap import decode_response, encode_request, encode_response
from aioesx._soap.document import Document
from aioesx._soap.series import cut_series
from aioesx.errors import ProtocolError

PLAIN: Final = (
    '<returnval xsi:type="PerfEntityMetricCSV"><entity type="VirtualMachine">vm-1</entity>'
    "<sampleInfoCSV>20,2026-01-02T03:04:00Z</sampleInfoCSV>"
    "<value><id><counterId>2</counterId><instance></instance></id><value>7</value></value>"
    "</returnval>"
)
NORMAL: Final = (
    '<returnval xsi:type="PerfEntityMetric"><entity type="VirtualMachine">vm-2</entity></returnval>'
)


def metric(number: int) -> vim.PerfEntityMetricCSV:
    """Return something of a thing with that many counters."""
    return vim.PerfEntityMetricCSV(
        entity=vim.Ref("VirtualMachine", f"vm-{number}"),
        sample_info_csv="20,2026-01-02T03:04:00Z,20,2026-01-02T03:04:20Z",
        value=[
            vim.PerfMetricSeriesCSV(
                id=vim.PerfMetricId(counter_id=65536 * key, instance=("", "vmnic0", "ß")[key % 3]),
                value=f"{key},-1",
            )
            for key in range(number)
        ],
    )


def body_of(*things: str) -> bytes:
    """Return an envelope with these results."""
    empty = encode_response(vim.QueryPerf, [])
    head, tail = empty.split(b"</QueryPerfResponse>")
    return b"".join([head, "".join(things).encode(), b"</QueryPerfResponse>", tail])


def outcome(body: bytes) -> Any:
    """Return the values, or what is wrong; where XML is broken the place does not count."""
    try:
        return decode_response(body, vim.QueryPerf)
    except ProtocolError as error:
        broken = "not well-formed" in str(error)
        return "not well-formed" if broken else (str(error), error.path)


def by_the_tree(body: bytes) -> Any:
    """Return the outcome of the same body when it is not in the form that is cut."""
    return outcome(body.replace(b"<returnval ", b"<!-- --><returnval ", 1))


def cut(body: bytes) -> tuple[list[Any], bytes | bytearray]:
    """Return what is cut out of an answer, and what is left of it."""
    document = Document(body)
    steps = cut_series(document)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return done.value, document.body


def test_series_are_cut_and_equal_what_was_sent() -> None:
    sent = [metric(number) for number in range(25)]
    body = encode_response(vim.QueryPerf, sent)

    found, rest = cut(body)

    assert len(found) == 25
    assert b"returnval" not in rest
    assert outcome(body) == sent == by_the_tree(body)


def test_a_long_answer_is_cut_in_steps() -> None:
    sent = [metric(200) for _ in range(40)]
    body = encode_response(vim.QueryPerf, sent)

    steps = sum(1 for _ in cut_series(Document(body)))

    assert steps > 1
    assert outcome(body) == sent


@pytest.mark.parametrize(
    ("this", "instead"),
    [
        ("<value>7</value>", "<value>7<!-- --></value>"),
        ("<value>7</value>", "<value><![CDATA[7]]></value>"),
        ("<value>7</value>", "<value>&#55;</value>"),
        ("<value>7</value>", "<value>7\r\n</value>"),
        ("<value>7</value>", "<value>]]></value>"),
        ("<value>7</value>", ""),
        ("<value>7</value>", "<value>7</value><more>1</more>"),
        ("<counterId>2<", "<counterId> 2 <"),
        ("<counterId>2<", "<counterId>-2<"),
        ("<counterId>2<", "<counterId>99999999999<"),
        ("<counterId>2<", "<counterId>\N{ARABIC-INDIC DIGIT TWO}<"),
        ("<counterId>2</counterId>", ""),
        ("<instance></instance>", "<instance/>"),
        ("<instance></instance>", ""),
        ("<value><id>", '<value xsi:type="PerfMetricSeriesCSV"><id>'),
        ("<value><id>", '<value xsi:type="PerfMetricIntSeries"><id>'),
        ("<value><id>", '<value xmlns:xsi="urn:other"><id>'),
        ('"PerfEntityMetricCSV"', '"PerfEntityMetric"'),
        ('"PerfEntityMetricCSV"', '"PerfEntityMetricOfTomorrow"'),
        ('"PerfEntityMetricCSV"', '"xsd:string"'),
        ('<entity type="VirtualMachine">', "<entity>"),
        ("</returnval>", ""),
        ("</sampleInfoCSV>", "</sampleInfo>"),
    ],
)
def test_what_is_odd_is_read_by_the_tree(this: str, instead: str) -> None:
    assert this in PLAIN
    odd = PLAIN.replace(this, instead, 1)
    for body in (body_of(odd), body_of(PLAIN, odd, PLAIN), body_of(PLAIN, NORMAL, odd)):
        assert outcome(body) == by_the_tree(body)


@pytest.mark.parametrize(
    ("this", "instead"),
    [
        (b"XMLSchema-instance", b"XMLSchema-instances"),
        (b'xmlns="urn:vim25"', b'xmlns="urn:vim25" xmlns:xsi="urn:other"'),
        (b'xmlns="urn:vim25"', b'xmlns="urn:vim25" xmlns:xsi = "urn:other"'),
        (b"<soapenv:Body>", b"<soapenv:Body xmlns:xsi='urn:other'>"),
        (b'xmlns="urn:vim25"', b'xmlns="urn:other"'),
    ],
)
def test_what_types_mean_is_left_to_the_tree_where_it_is_odd(this: bytes, instead: bytes) -> None:
    body = body_of(PLAIN)
    assert this in body
    body = body.replace(this, instead, 1)

    assert cut(body) == ([], body)


def test_mutated_answers_read_as_by_the_tree() -> None:
    randomly = random.Random(20)
    body = body_of(PLAIN, PLAIN)
    begin = body.index(b"<returnval ") + len("<returnval ")
    for _ in range(1500):
        spoilt = bytearray(body)
        for _ in range(randomly.randint(1, 3)):
            spoilt[randomly.randrange(begin, len(spoilt))] = randomly.choice(b"<>&/'\" 7-\r\xc3x")
        assert outcome(bytes(spoilt)) == by_the_tree(bytes(spoilt)), bytes(spoilt)


# --- questions ----------------------------------------------------------------------------------


def test_counters_that_all_things_share_are_written_as_if_each_had_its_own() -> None:
    def ids() -> list[vim.PerfMetricId]:
        return [vim.PerfMetricId(counter_id=key, instance="&") for key in range(20)]

    def question(*lists: list[vim.PerfMetricId]) -> bytes:
        specs = [
            vim.PerfQuerySpec(entity=vim.Ref("VirtualMachine", f"vm-{number}"), metric_id=each)
            for number, each in enumerate(lists)
        ]
        manager = vim.Ref("PerformanceManager", "PerfMgr")
        return encode_request(vim.QueryPerf(this=manager, query_spec=specs))

    shared, other = ids(), ids()[:9]

    assert question(*[shared] * 5) == question(*[ids() for _ in range(5)])
    assert question(shared, other, shared) == question(ids(), ids()[:9], ids())


def test_a_list_that_grows_between_two_messages_is_written_as_it_is() -> None:
    ids = [vim.PerfMetricId(counter_id=key, instance="") for key in range(20)]
    spec = vim.PerfQuerySpec(entity=vim.Ref("VirtualMachine", "vm-1"), metric_id=ids)
    question = vim.QueryPerf(this=vim.Ref("PerformanceManager", "P"), query_spec=[spec, spec])
    encode_request(question)

    ids.append(vim.PerfMetricId(counter_id=99, instance=""))

    assert encode_request(question).count(b"<counterId>99</counterId>") == 2
