"""`WebConfig`: TLS and users, in the file that Prometheus and its exporters have for that.

The form is that of ``--web.config.file`` (prometheus/exporter-toolkit, "web configuration"):

    tls_server_config:
      cert_file: exporter.pem
      key_file: exporter.key
    basic_auth_users:
      prometheus: $2y$10$...      # htpasswd -nBC 10 prometheus

Whatever else that form has, and is not served here, is refused: nobody should think that it holds.
"""

from __future__ import annotations

import dataclasses
import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from aioesx.errors import DocumentError

__all__ = ["TlsFiles", "WebConfig", "read_web_config"]

_MOST: Final = 1 << 20
_HASH: Final = re.compile(r"\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}")
_VERSIONS: Final = {"TLS12": ssl.TLSVersion.TLSv1_2, "TLS13": ssl.TLSVersion.TLSv1_3}
_CLIENTS: Final = {
    "NoClientCert": ssl.CERT_NONE,
    "VerifyClientCertIfGiven": ssl.CERT_OPTIONAL,
    "RequireAndVerifyClientCert": ssl.CERT_REQUIRED,
}


@dataclasses.dataclass(frozen=True, slots=True)
class TlsFiles:
    """How TLS is spoken.

    Attributes:
        cert_file: PEM file of the certificate, with its chain.
        key_file: PEM file of its key.
        client_ca_file: PEM file of who signs certificates of clients, or None.
        clients: whether a client needs one.
        oldest: the oldest version of TLS.
    """

    cert_file: Path
    key_file: Path
    client_ca_file: Path | None = None
    clients: ssl.VerifyMode = ssl.CERT_NONE
    oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2

    def context(self) -> ssl.SSLContext:
        """Read the files.

        Raises:
            DocumentError: one cannot be read, or they do not belong together.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = self.oldest
        context.set_alpn_protocols(["http/1.1"])
        for file in (self.cert_file, self.key_file, self.client_ca_file):
            if file is not None:
                _bytes_of(file)
        try:
            context.load_cert_chain(self.cert_file, self.key_file, password=_no_password)
            if self.client_ca_file is not None:
                context.load_verify_locations(self.client_ca_file)
        except (ssl.SSLError, ValueError) as error:
            files = f"{self.cert_file}, {self.key_file}"
            raise DocumentError(f"{files}: no certificate with its key: {error}") from None
        context.verify_mode = self.clients
        return context


def _no_password() -> str:
    raise ValueError("the key is encrypted")


@dataclasses.dataclass(frozen=True, slots=True)
class WebConfig:
    """Who is let in, and how.

    Attributes:
        tls: None for plain HTTP.
        users: bcrypt hashes of passwords by user's name; nobody is asked where it is empty.
    """

    tls: TlsFiles | None = None
    users: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)


def read_web_config(file: Path) -> WebConfig:
    """Read the file; paths in it begin at its directory.

    Raises:
        DocumentError: it cannot be read or used; names file and key, and no hash.
    """
    try:
        found: Any = yaml.safe_load(_bytes_of(file))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise DocumentError(f"{file}{where}: is no YAML") from None
    if found is None:  # all comments, as packages bring it: Prometheus takes that, too
        return WebConfig()
    table = _Table(str(file), found)
    tls, users = table.table("tls_server_config"), table.table("basic_auth_users")
    table.end()
    return WebConfig(_tls(tls, file.parent) if tls is not None else None, _users(users))


class _Table:
    """A mapping whose keys are taken one by one; what is left is refused, and what is empty.

    An empty one would be taken for what it does not bring: nobody would be asked for a password.
    """

    def __init__(self, where: str, found: Any) -> None:
        if found in (None, {}):
            raise DocumentError(f"{where}: is empty")
        if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
            raise DocumentError(f"{where}: should be a mapping with names as keys")
        self.where = where
        self.left: dict[str, Any] = dict(found)

    def table(self, key: str) -> _Table | None:
        return _Table(f"{self.where}: {key}", self.left.pop(key)) if key in self.left else None

    def text(self, key: str) -> str | None:
        if key not in self.left:
            return None
        found = self.left.pop(key)
        if not isinstance(found, str) or not found:
            raise DocumentError(f"{self.where}: {key} should be a text")
        return found

    def one_of(self, key: str, words: Mapping[str, Any], usual: str) -> Any:
        word = self.text(key) or usual
        if word not in words:
            raise DocumentError(f"{self.where}: {key} should be one of {', '.join(words)}")
        return words[word]

    def end(self) -> None:
        for key in self.left:
            raise DocumentError(f"{self.where}: '{key}' is not served here")


def _tls(table: _Table, directory: Path) -> TlsFiles:
    names = [table.text(key) for key in ("cert_file", "key_file", "client_ca_file")]
    cert, key, authority = (directory / name if name else None for name in names)
    clients = table.one_of("client_auth_type", _CLIENTS, "NoClientCert")
    oldest = table.one_of("min_version", _VERSIONS, "TLS12")
    table.end()
    if cert is None or key is None:
        raise DocumentError(f"{table.where}: names no cert_file, or no key_file")
    if clients is not ssl.CERT_NONE and authority is None:
        raise DocumentError(f"{table.where}: client_auth_type needs a client_ca_file")
    if clients is ssl.CERT_NONE and authority is not None:
        raise DocumentError(f"{table.where}: client_ca_file needs a client_auth_type")
    return TlsFiles(cert, key, authority, clients, oldest)


def _users(table: _Table | None) -> dict[str, str]:
    if table is None:
        return {}
    for name, hashed in table.left.items():
        if not isinstance(hashed, str) or not _HASH.fullmatch(hashed):
            what = "should be the bcrypt hash of a password: htpasswd -nB makes one"
            raise DocumentError(f"{table.where}: {name} {what}")
        if ":" in name:
            raise DocumentError(f"{table.where}: a user's name has no colon: '{name}'")
    return dict(table.left)


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST + 1)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read: {error.strerror}") from None
    if len(data) > _MOST:
        raise DocumentError(f"{file}: is longer than {_MOST} bytes")
    return data
