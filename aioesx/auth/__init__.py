"""Where user name and password come from: given values, libvirt's auth file, a callback.

The order is libvirt's: the user name of the URI, then what the auth file holds, then the
callback; `keyring_credentials` is one that asks the system's keyring. Nothing here logs in, and
no error quotes what it read: any line of a file may be a password.
"""

from __future__ import annotations

from aioesx.auth._file import auth_file_candidates, read_auth_file
from aioesx.auth._keyring import keyring_credentials
from aioesx.auth._resolve import DEFAULT_USERS, Auth, AuthRequest, Credentials, resolve
from aioesx.auth._stated import first_line, printed_password, written_password

__all__ = [
    "DEFAULT_USERS",
    "Auth",
    "AuthRequest",
    "Credentials",
    "auth_file_candidates",
    "first_line",
    "keyring_credentials",
    "printed_password",
    "read_auth_file",
    "resolve",
    "written_password",
]
