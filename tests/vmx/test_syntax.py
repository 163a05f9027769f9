"""The grammar of VMX files, without regard to what any key means."""

from __future__ import annotations

import pytest

from aioesx.errors import DocumentError, UnsupportedError, VmxSyntaxError
from aioesx.vmx import MAX_VMX_BYTES, Settings, format_vmx, parse_vmx
from aioesx.vmx.syntax import escape_percent, escape_pipe, unescape


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        pytest.param("", {}, id="empty"),
        pytest.param("\n \t\r\n", {}, id="blank"),
        pytest.param('a = "1"', {"a": "1"}, id="no line end"),
        pytest.param('\t a\t=\t"1" \t\n', {"a": "1"}, id="blanks"),
        pytest.param('a="1"\r\nb="2"\r\n', {"a": "1", "b": "2"}, id="crlf"),
        pytest.param('a="1"\rb="2"', {"a": "1", "b": "2"}, id="cr"),
        pytest.param('a="1"; b="2";\nc="3"', {"a": "1", "b": "2", "c": "3"}, id="semicolons"),
        pytest.param('#!/usr/bin/vmware\n# a="0"\na="1"#x\n', {"a": "1"}, id="comments"),
        pytest.param('a="1" # ; b="2"', {"a": "1"}, id="semicolon in a comment"),
        pytest.param("a='say \"x\"'", {"a": 'say "x"'}, id="single quotes"),
        pytest.param('a="""x\ny "z"\n"""\nb="2"', {"a": 'x\ny "z"\n', "b": "2"}, id="triple"),
        pytest.param('a="\\"', {"a": "\\"}, id="no backslash escapes"),
        pytest.param('.x-y:z_0.b="1"', {".x-y:z_0.b": "1"}, id="every key character"),
        pytest.param('a="|22%41"', {"a": "|22%41"}, id="escapes are not for the grammar"),
        pytest.param('a=""', {"a": ""}, id="empty value"),
    ],
)
def test_what_the_grammar_allows(text: str, settings: dict[str, str]) -> None:
    assert dict(parse_vmx(text)) == settings
    assert dict(parse_vmx(text.encode())) == settings


@pytest.mark.fault("V1")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param('\na\n="1"', 2, "expected '='", id="no ="),
        pytest.param('a="1"\nb="2', 2, "unterminated", id="open quote"),
        pytest.param("a='1", 1, "unterminated", id="open single quote"),
        pytest.param('a="""1\n\n2 and no end', 1, "unterminated", id="open triple quote"),
        pytest.param('a="""1""" b="""2"""', 1, "end of the line", id="two triple quoted"),
        pytest.param('a=""""""', 1, "end of the line", id="triple quotes at the very end"),
        pytest.param("a=", 1, "expected a value", id="no value"),
        pytest.param('a=\n"1"', 1, "expected a value", id="value in the next line"),
        pytest.param('a="1" b="2"', 1, "end of the line", id="no separator"),
        pytest.param(";", 1, "expected a key", id="only a separator"),
        pytest.param('a="1";;', 1, "expected a key", id="two separators"),
        pytest.param('1a="1"', 1, "expected a key", id="key begins with a digit"),
        pytest.param("a=1", 1, "numbers", id="number"),
        pytest.param('a=["1"]', 1, "lists", id="list"),
        pytest.param('é="1"', 1, "expected a key", id="key is not ASCII"),
        pytest.param('\ufeffa="1"', 1, "byte order mark", id="byte order mark"),
        pytest.param('a="1"\n\nb="\0"', 3, "NUL", id="NUL"),
        pytest.param("#" + "x" * 1_000_000 + "\n" * 9 + "=", 10, "expected a key", id="1 MB line"),
    ],
)
def test_an_error_names_the_line(text: str, line: int, message: str) -> None:
    with pytest.raises(VmxSyntaxError, match=message) as caught:
        parse_vmx(text)

    assert caught.value.line == line
    assert len(str(caught.value)) < 200


@pytest.mark.fault("V1")
def test_keys_have_no_case_and_of_two_the_first_counts() -> None:
    settings = parse_vmx('MemSize = "1"\nmemsize = "2"\nscsi0:0.x = "3"\n')

    assert list(settings) == ["MemSize", "scsi0:0.x"]
    assert settings["MEMSIZE"] == settings["memsize"] == "1"
    assert "SCSI0:0.X" in settings
    assert len(settings) == 2


def test_settings_compare_without_case_and_keep_values_out_of_their_repr() -> None:
    one, other = Settings({"A": "secret"}), Settings([("a", "secret"), ("A", "lost")])

    assert one == other
    assert hash(one) == hash(other)
    assert one != Settings({"A": "Secret"})
    assert one != "A"
    assert repr(one) == "<Settings: 1 keys>"


@pytest.mark.fault("V2")
@pytest.mark.parametrize(
    ("encoding", "value", "data"),
    [
        ("windows-1252", "café €", b"caf\xe9 \x80"),
        ("ISO-8859-1", "é", b"\xe9"),
        ("UTF8", "é", b"\xc3\xa9"),
        ("utf-8", "é", b"\xc3\xa9"),
        ("Shift_JIS", "表|", b"\x95\x5c|"),
        ("GBK", "你", b"\xc4\xe3"),
        ("Big5", "你", b"\xa7\x41"),
        ("EUC-KR", "가", b"\xb0\xa1"),
        ("US-ASCII", "e", b"e"),
    ],
)
def test_encoding_names_the_character_set(encoding: str, value: str, data: bytes) -> None:
    settings = parse_vmx(b'a = "%b"\n.Encoding = "%b"\n' % (data, encoding.encode()))

    assert settings["a"] == value


@pytest.mark.fault("V2")
@pytest.mark.parametrize(
    "name", ["klingon", "", "hex", "rot13", "idna", "utf-7", "utf-16", "x" * 99]
)
def test_an_unknown_character_set_is_refused(name: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        parse_vmx(f'.encoding = "{name}"\n'.encode())

    assert (caught.value.key, caught.value.value) == (".encoding", name)


@pytest.mark.fault("V2")
@pytest.mark.parametrize("head", [b"", b'.encoding = "UTF-8"\n', b'.encoding = "GB18030"\n'])
def test_bytes_that_are_not_in_the_character_set_are_refused(head: bytes) -> None:
    with pytest.raises(VmxSyntaxError, match="is not") as caught:
        parse_vmx(head + b'a = "1"\nb = "\xff"\n')

    assert caught.value.line == head.count(b"\n") + 2


def test_a_file_has_a_limit() -> None:
    with pytest.raises(DocumentError, match="bytes"):
        parse_vmx(b"#" * (MAX_VMX_BYTES + 1))


def test_what_is_written_is_one_line_for_each_setting() -> None:
    settings = [("a", "1"), ("b.c", "d|e'f\t")]

    assert format_vmx(settings) == 'a = "1"\nb.c = "d|e\'f\t"\n'
    assert format_vmx(dict(settings)) == format_vmx(settings)


@pytest.mark.fault("V6")
@pytest.mark.parametrize(
    "settings",
    [
        [("a", 'x"')],
        [("a", "x\ny")],
        [("a", "x\ry")],
        [("a", "\0")],
        [("a", "\ud800")],
        [("a b", "x")],
        [("", "x")],
        [("a\n", "x")],
        [("1", "x")],
        [("a", "x"), ("A", "y")],
    ],
)
def test_what_cannot_be_written_is_refused(settings: list[tuple[str, str]]) -> None:
    with pytest.raises(UnsupportedError):
        format_vmx(settings)


def test_a_password_that_cannot_be_written_is_not_in_the_error() -> None:
    with pytest.raises(UnsupportedError) as caught:
        format_vmx({"RemoteDisplay.vnc.password": 'hunter2"'})

    assert caught.value.value is None
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "marks", "plain"),
    [
        ("a|22b|0A", "|", 'a"b\n'),
        ("|C3|A9", "|", "é"),
        ("50%25", "|", "50%25"),
        ("50%25", "%|", "50%"),
        ("%7C41", "%|", "A"),
    ],
)
def test_escapes_work_on_bytes(text: str, marks: str, plain: str) -> None:
    assert unescape(text, marks) == plain


@pytest.mark.parametrize("text", ["|", "|2", "a|zz", "|00", "|C3", "|é"])
def test_a_bad_escape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\||utf-8"):
        unescape(text, "|")


@pytest.mark.parametrize("text", ['"|\r\n', "a/b\\c%d", "plain", "|22", "é€"])
def test_what_was_escaped_comes_back(text: str) -> None:
    assert unescape(escape_pipe(text), "|") == text
    assert unescape(escape_percent(escape_pipe(text)), "%|") == text
