"""A byte order mark before what a person wrote is passed over, by every reader of such files.

VMX is VMware's format, and libvirt refuses the mark there: see tests/vmx.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
import trustme

from aioesx.auth import read_auth_file
from aioesx.cli.credentials import read_password
from aioesx.definition import parse_domain_xml
from aioesx.definition.snapshot import parse_snapshot_xml
from aioesx.simulator.rules import load_rules

MARK: Final = "\ufeff"
AUTH = "[auth-esx-default]\ncredentials=a\n[credentials-a]\npassword=p\n"
DOMAIN = """\
<domain type='vmware'>
  <name>web</name>
  <uuid>564d9bef-acd9-b4e0-c8f0-aea8b9103515</uuid>
  <memory>4096</memory>
  <os><type>hvm</type></os>
</domain>
"""
SNAPSHOT = "<domainsnapshot><name>before</name></domainsnapshot>"
RULES = '[[fault]]\nmethod = "PowerOnVM_Task"\nfault = "InvalidState"\n'
AUTHORITY = trustme.CA().cert_pem.bytes().decode()


def _authorities(path: Path) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=path)  # as aioesx._transport.tls does
    return len(context.get_ca_certs())


READERS: Final[dict[str, tuple[Callable[[Path], Any], str]]] = {
    "auth file": (lambda path: read_auth_file([path], "host"), AUTH),
    "password file": (lambda path: anyio.run(read_password, path), "secret\n"),
    "domain XML": (lambda path: parse_domain_xml(path.read_bytes()), DOMAIN),
    "domain XML as text": (lambda path: parse_domain_xml(path.read_text("utf-8")), DOMAIN),
    "snapshot XML": (lambda path: parse_snapshot_xml(path.read_bytes()), SNAPSHOT),
    "the simulator's TOML": (lambda path: repr(load_rules(path)), RULES),
    "authorities": (_authorities, AUTHORITY),
}


@pytest.mark.parametrize("name", READERS)
def test_it_is_passed_over(name: str, tmp_path: Path) -> None:
    read, text = READERS[name]
    plain, marked = tmp_path / "plain", tmp_path / "marked"
    plain.write_text(text, "utf-8")
    marked.write_text(MARK + text, "utf-8")

    assert read(marked) == read(plain)
