"""Manifests: what their lines may look like, and what is none."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aioesx.errors import OvfError
from aioesx.ovf import FileDigest, format_manifest, parse_manifest

ONE = hashlib.sha1(b"one").hexdigest()
TWO = hashlib.sha256(b"two").hexdigest()
THREE = hashlib.sha512(b"three").hexdigest()
NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"),
    min_size=1,
    max_size=40,
).filter(lambda name: name not in (".", ".."))


def test_every_algorithm_and_way_of_writing_is_read() -> None:
    text = (
        f"SHA1(web 01 (old).ovf)= {ONE}\r\n"
        f"\r\n"
        f"SHA256(a)= (b).vmdk)= {TWO.upper()}\r\n"
        f"SHA512 (ü.iso) = {THREE}"
    )

    assert parse_manifest("\ufeff".encode() + text.encode()) == (
        FileDigest("web 01 (old).ovf", "SHA1", ONE),
        FileDigest("a)= (b).vmdk", "SHA256", TWO),
        FileDigest("ü.iso", "SHA512", THREE),
    )


@given(st.dictionaries(NAMES, st.binary(max_size=9)))
def test_what_is_written_is_read_again(files: dict[str, bytes]) -> None:
    digests = tuple(
        FileDigest(name, "SHA256", hashlib.sha256(data).hexdigest()) for name, data in files.items()
    )

    assert parse_manifest(format_manifest(digests)) == digests


def test_a_digest_knows_what_computes_it() -> None:
    (one,) = parse_manifest(f"SHA512(x)= {THREE}")
    digest = one.new()
    digest.update(b"three")

    assert digest.hexdigest() == one.hex


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hello", "expected ALGORITHM"),
        (f"SHA256(x)= {ONE}", "no digest of SHA256"),
        ("SHA1(x)= ", "no digest of SHA1"),
        (f"MD5(x)= {ONE}", "'MD5' is not known"),
        (f"SHA1(../x)= {ONE}", "leads out"),
        (f"SHA1(/etc/passwd)= {ONE}", "leads out"),
        (f"SHA1()= {ONE}", "it is empty"),
        (f"SHA1(a)= {ONE}", "another one of 'a'"),
        (f"SHA1(x)= {ONE}\x0b\x85", "expected ALGORITHM"),
        (f"SHA1({')= a' * 1000})= {ONE}", "expected ALGORITHM"),
    ],
)
def test_what_is_no_line_of_a_manifest_is_refused(line: str, said: str) -> None:
    with pytest.raises(OvfError, match=said) as caught:
        parse_manifest(f"SHA1(a)= {ONE}\n{line}\n")

    assert caught.value.line == 2


@pytest.mark.parametrize("data", [b"\xff\xfe", b" " * (4 * 2**20 + 1)])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(OvfError):
        parse_manifest(data)
