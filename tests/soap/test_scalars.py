"""XSD scalars are read exactly or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from aioesx._soap.scalars import READERS, write_datetime, write_float


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2010-04-08T05:45:11-07:00", 1270730711),
        ("2010-04-08T12:45:11Z", 1270730711),
        ("2010-04-08T12:45:11", 1270730711),
        ("2010-04-09T01:30:11+12:45", 1270730711),
        ("1984-10-27T14:33:45+02:00", 467728425),
        ("-2010-04-08T05:45:11-07:00", 0),
        ("2038-01-19T03:14:08Z", 2147483648),
    ],
)
def test_date_times_are_the_moments_that_libvirt_reads(text: str, seconds: int) -> None:
    assert READERS["xsd:dateTime"][text].timestamp() == seconds


def test_a_date_time_keeps_its_zone_and_six_digits_of_its_fraction() -> None:
    found = READERS["xsd:dateTime"]["2010-04-08T14:45:11.529576999+02:00"]

    assert found == datetime(2010, 4, 8, 12, 45, 11, 529576, tzinfo=UTC)
    assert found.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    "text",
    ["", "now", "2010-04-08", "2010-04-08 12:45:11", "20100408T124511", "2010-02-30T00:00:00Z",
     "0000-01-01T00:00:00Z", "12010-01-01T00:00:00Z", "2010-04-08T12:45:11+25:00"],
)  # fmt: skip
def test_other_text_is_no_date_time(text: str) -> None:
    with pytest.raises(ValueError, match="dateTime"):
        READERS["xsd:dateTime"][text]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("xsd:byte", "-128", -128),
        ("xsd:short", "32767", 32767),
        ("xsd:int", " +7\n", 7),
        ("xsd:long", "-9223372036854775808", -(2**63)),
        ("xsd:boolean", "1", True),
        ("xsd:boolean", "false", False),
        ("xsd:float", "-INF", float("-inf")),
        ("xsd:double", "1e3", 1000.0),
        ("xsd:base64Binary", " aGk=\n", b"hi"),
        ("xsd:string", "  kept ", "  kept "),
        ("xsd:string", None, ""),
    ],
)
def test_scalars_are_read(name: str, text: str | None, value: object) -> None:
    assert READERS[name][text] == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("xsd:byte", "128"),
        ("xsd:short", "-32769"),
        ("xsd:int", "2147483648"),
        ("xsd:long", "9223372036854775808"),
        ("xsd:int", "1_000"),
        ("xsd:int", "\u0661"),
        ("xsd:int", "1.0"),
        ("xsd:int", None),
        ("xsd:long", "9" * 5000),
        ("xsd:boolean", "True"),
        ("xsd:double", "nan"),
        ("xsd:double", "0x1p3"),
        ("xsd:base64Binary", "a"),
    ],
)
def test_what_is_no_scalar_of_its_type_is_refused(name: str, text: str | None) -> None:
    with pytest.raises(ValueError, match=r"expected|out of range|not base64"):
        READERS[name][text]


def test_a_memo_stays_small() -> None:
    memo = READERS["xsd:string"]

    for number in range(20_000):
        memo[f"unique {number}"]
    memo["x" * 1000]

    assert len(memo) <= 8192
    assert "x" * 1000 not in memo


def test_a_moment_is_written_with_its_zone() -> None:
    east = timezone(timedelta(hours=5, minutes=45))

    assert write_datetime(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05Z"
    assert write_datetime(datetime(2026, 1, 2, tzinfo=east)) == "2026-01-02T00:00:00+05:45"


@pytest.mark.parametrize("zone", [None, timezone(timedelta(seconds=30))])
def test_a_moment_without_a_usable_zone_is_not_written(zone: timezone | None) -> None:
    with pytest.raises(ValueError, match="zone"):
        write_datetime(datetime(2026, 1, 2, tzinfo=zone))


def test_numbers_that_are_none_have_words() -> None:
    words = [write_float(value) for value in (float("nan"), float("inf"), float("-inf"), 0.5)]

    assert words == ["NaN", "INF", "-INF", "0.5"]
