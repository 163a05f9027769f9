"""The steps of an examination, in their order."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Final

from aioesx.cli.doctor import (
    file_steps,
    host_steps,
    inner_steps,
    line_steps,
    login_steps,
    tls_steps,
)
from aioesx.cli.doctor.finding import Finding
from aioesx.cli.doctor.patient import Patient

__all__ = ["STEPS", "Step"]


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: for the report.
        run: looks; returns what it finds, or raises `Culprit` or an error of the library.
        seconds: that it may take in all.
        needs: name of the step that it builds on; empty for the first.
        inner: whether a failure is a warning only: the connection works.
    """

    name: str
    run: Callable[[Patient], Awaitable[Finding]]
    seconds: float
    needs: str
    inner: bool = False


# fmt: off
STEPS: Final = (
    #    name        what looks                      seconds  builds on
    Step("uri",      line_steps.look_at_uri,         5,       ""),
    Step("name",     line_steps.look_at_name,        15,      "uri"),
    Step("proxy",    line_steps.look_at_proxy,       20,      "name"),
    Step("tcp",      line_steps.look_at_port,        20,      "proxy"),
    Step("tls",      tls_steps.look_at_tls,          40,      "tcp"),
    Step("http",     host_steps.look_at_http,        30,      "tls"),
    Step("host",     host_steps.look_at_host,        30,      "http"),
    Step("product",  host_steps.look_at_product,     5,       "host"),
    Step("password", login_steps.look_at_password,   300,     "product"),  # a person may be asked
    Step("login",    login_steps.look_at_login,      60,      "password"),
    Step("place",    login_steps.look_at_place,      30,      "login"),
    Step("load",     inner_steps.look_at_load,       30,      "login",     inner=True),
    Step("rights",   inner_steps.look_at_rights,     30,      "place",     inner=True),
    Step("licence",  inner_steps.look_at_licence,    30,      "place",     inner=True),
    Step("lockdown", inner_steps.look_at_lockdown,   30,      "place",     inner=True),
    Step("clock",    inner_steps.look_at_clock,      30,      "place",     inner=True),
    Step("files",    file_steps.look_at_files,       30,      "place",     inner=True),
    Step("vcenter",  inner_steps.look_at_vcenter,    300,     "place"),  # likewise
)
# fmt: on
