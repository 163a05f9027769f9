"""`aioesx doctor` names the right culprit, claims nothing wrong, changes nothing, never hangs."""

from __future__ import annotations

import dataclasses
import inspect
import math
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
import trustme
from support.command import invoke
from support.data import validated
from support.proxy import Proxy
from support.run import Outcome
from support.scripted import Peer, ScriptedServer, answer, unused_port

from aioesx import vim
from aioesx.cli.certificate_facts import fingerprint
from aioesx.cli.doctor.examine import examine
from aioesx.cli.doctor.finding import Finding, Verdict
from aioesx.cli.doctor.patient import Patient
from aioesx.cli.doctor.steps import STEPS, Step
from aioesx.cli.status import ExitStatus
from aioesx.cli.target import Target
from aioesx.simulator import Clock, Options, Simulator, presets
from aioesx.simulator.profile import (
    ESX_3_5,
    ESXI_6_5,
    ESXI_8_0,
    ESXI_8_0_FREE,
    GSX_2_0,
    VCENTER_8_0,
    Profile,
)
from aioesx.simulator.site import Site
from aioesx.simulator.state.sessions import User
from aioesx.simulator.state.world import World
from aioesx.simulator.vcenter import VCenter

_LINE: Final = re.compile(r"(?P<verdict>ok|warning|fault) +(?P<step>\w+) +(?P<text>.*)")
_DOCS: Final = Path(__file__).parents[2] / "docs"
NAMES: Final = [step.name for step in STEPS]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@dataclasses.dataclass(frozen=True)
class Ward:
    """What sick hosts are made of."""

    enter: Callable[[AbstractContextManager[Any]], Any]
    authority: trustme.CA
    ca_file: Path

    def simulator(self, profile: Profile = ESXI_6_5, **details: Any) -> Simulator:
        clock, options = details.pop("clock", None), details.pop("options", None)
        host = presets.small_host(profile=profile, clock=clock, options=options)
        simulator: Simulator = self.enter(Simulator(host, password="secret", **details))
        return simulator

    def vcenter(self, host_name: str = "127.0.0.11") -> Site:
        world = World(None)
        host = presets.empty_host(
            profile=ESXI_8_0, name="esx1", number=1, address="127.0.0.11", shared=world
        )
        vcenter = VCenter(profile=VCENTER_8_0, world=world, options=Options())
        vcenter.add_host(host, vcenter.add_datacenter("dc1"), name=host_name, address="127.0.0.11")
        site: Site = self.enter(
            Site(
                {"esx1": host},
                vcenter=vcenter,
                addresses={"esx1": "127.0.0.11"},
                password="secret",
            )
        )
        return site

    def presenting(self, *names: str, **times: Any) -> str:
        """Return the URI of a host with a certificate of the authority that is trusted."""
        issued = self.authority.issue_cert(*names, **times)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(context)
        return f"{self.simulator(tls=context).uri}?cacert={self.ca_file}"


def trusting(simulator: Simulator, user: str = "root", scheme: str = "", more: str = "") -> str:
    """Return the URI of a host whose certificate is trusted."""
    scheme = scheme or simulator.state.profile.scheme
    query = f"cacert={simulator.ca_file}{more}"
    return f"{scheme}://{user}@127.0.0.1:{simulator.port}/?{query}"


def of_vcenter(site: Site, scheme: str = "vpx", path: str = "") -> str:
    assert site.vcenter is not None
    return f"{scheme}://root@127.0.0.10:{site.port}/{path}?cacert={site.vcenter.ca_file}"


# --- what is wrong -------------------------------------------------------------------------------


def wrong_uri(sick: Ward) -> str:
    return "esxi://root@127.0.0.1/"


def wrong_name(sick: Ward) -> str:
    return "esx://root@esx1.invalid/"


def closed_port(sick: Ward) -> str:
    return f"esx://root@127.0.0.1:{sick.enter(unused_port())}/"


def proxy_down(sick: Ward) -> str:
    return trusting(sick.simulator(), more=f"&proxy=http://127.0.0.1:{sick.enter(unused_port())}")


def proxy_unknown(sick: Ward) -> str:
    return trusting(sick.simulator(), more="&proxy=socks5://proxy.invalid:1080")


def proxy_refuses(sick: Ward) -> str:
    proxy = sick.enter(Proxy("http", {}))
    return trusting(sick.simulator(), more=f"&proxy=http://127.0.0.1:{proxy.port}")


def proxy_wants_a_password(sick: Ward) -> str:
    proxy = sick.enter(Proxy("socks5", {}, login=("me", "pass")))
    return trusting(sick.simulator(), more=f"&proxy=socks5://127.0.0.1:{proxy.port}")


def untrusted(sick: Ward) -> str:
    return sick.simulator().uri


def named_otherwise(sick: Ward) -> str:
    return sick.presenting("esx1.test")


def expired(sick: Ward) -> str:
    now = datetime.now(UTC)
    times = {"not_before": now - timedelta(days=30), "not_after": now - timedelta(days=2)}
    return sick.presenting("127.0.0.1", **times)


def ends_soon(sick: Ward) -> str:
    return sick.presenting("127.0.0.1", not_after=datetime.now(UTC) + timedelta(days=5))


def pinned_to_another(sick: Ward) -> str:
    return f"{sick.simulator().uri}?thumbprint={'ab' * 32}"


def unverified(sick: Ward) -> str:
    return f"{sick.simulator().uri}?no_verify=1"


def old_tls(sick: Ward) -> str:
    return trusting(sick.simulator(ESX_3_5, tls="legacy"))


def http_on_its_port(sick: Ward) -> str:
    return f"esx://root@127.0.0.1:{sick.simulator(tls=False).port}/"


def without_tls(sick: Ward) -> str:
    return sick.simulator(tls=False).uri


def ssh(sick: Ward) -> str:
    def greet(peer: Peer) -> None:
        peer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        peer.read_some()

    return f"esx://root@127.0.0.1:{sick.enter(ScriptedServer(greet)).port}/?transport=http"


def _answering(sick: Ward, status: str) -> str:
    page = answer(b"<html>hello</html>", status=status, headers=["Content-Type: text/html"])

    def serve(peer: Peer) -> None:
        while True:
            peer.read_request()
            peer.write(page)

    return f"esx://root@127.0.0.1:{sick.enter(ScriptedServer(serve)).port}/?transport=http"


def web_server(sick: Ward) -> str:
    return _answering(sick, "404 Not Found")


def gateway(sick: Ward) -> str:
    return _answering(sick, "502 Bad Gateway")


def busy(sick: Ward) -> str:
    return _answering(sick, "503 Service Unavailable")


def busy_within(sick: Ward) -> str:
    simulator = sick.simulator()
    simulator.fault_on("RetrieveServiceContent", body="busy", status=503)
    return trusting(simulator)


def busy_at_login(sick: Ward) -> str:
    simulator = sick.simulator()
    simulator.fault_on("Login", body="busy", status=503)
    return trusting(simulator)


def session_limit(sick: Ward) -> str:
    return trusting(sick.simulator(options=Options(session_limit=0)))


def esx_for_vcenter(sick: Ward) -> str:
    return trusting(sick.simulator(), scheme="vpx")


def vcenter_for_esx(sick: Ward) -> str:
    return of_vcenter(sick.vcenter(), "esx")


def wrong_password(sick: Ward) -> str:
    simulator = sick.simulator()
    simulator.change(lambda host: host.users.update(root=User("root", "another")))
    return trusting(simulator)


def lockdown(sick: Ward) -> str:
    simulator = sick.simulator(ESXI_8_0)
    simulator.change(lambda host: setattr(host.upkeep, "lockdown", "lockdownNormal"))
    return trusting(simulator)


def lockdown_of_5(sick: Ward) -> str:
    simulator = sick.simulator()
    simulator.fault_on("Login", "AdminDisabled")
    return trusting(simulator)


def only_by_vcenter(sick: Ward) -> str:
    simulator = sick.simulator()
    simulator.fault_on("Login", "HostAccessRestrictedToManagementServer")
    return trusting(simulator, user="somebody")


def let_in_despite_lockdown(sick: Ward) -> str:
    simulator = sick.simulator(ESXI_8_0)
    simulator.change(lambda host: host.upkeep.exempt.add("root"))
    simulator.change(lambda host: setattr(host.upkeep, "lockdown", "lockdownNormal"))
    return trusting(simulator)


def no_rights(sick: Ward) -> str:
    simulator = sick.simulator()
    nobody = User("nobody", "secret", no_access=True)
    simulator.change(lambda host: host.users.update(nobody=nobody))
    return trusting(simulator, user="nobody")


def read_only(sick: Ward) -> str:
    return trusting(sick.simulator(read_only_users={"reader": "secret"}), user="reader")


def no_such_path(sick: Ward) -> str:
    return of_vcenter(sick.vcenter(), path="dc9")


def free_licence(sick: Ward) -> str:
    return trusting(sick.simulator(ESXI_8_0_FREE))


def licence_ended(sick: Ward) -> str:
    simulator = sick.simulator()
    ended = datetime.now(UTC) - timedelta(days=3)
    simulator.change(lambda host: setattr(host.upkeep, "licence_ends", ended))
    return trusting(simulator)


def day_ahead(sick: Ward) -> str:
    return trusting(sick.simulator(clock=Clock(86_400)))


def day_behind(sick: Ward) -> str:
    return trusting(sick.simulator(clock=Clock(-86_400)))


def day_ahead_of_old(sick: Ward) -> str:
    simulator = sick.simulator(GSX_2_0, tls="legacy", clock=Clock(86_400))
    return trusting(simulator, more="&legacy_tls=1")


def files_nowhere(sick: Ward) -> str:
    return of_vcenter(sick.vcenter("esx1.invalid"))


def vcenter_without_password(sick: Ward) -> str:
    return trusting(sick.simulator(), more="&vcenter=vc.invalid")


Sick = Callable[[Ward], str]
_LINE_DOWN: Final = ExitStatus.NO_CONNECTION
_KEPT_OUT: Final = ExitStatus.NO_LOGIN
CASES: Final[list[tuple[Sick, str, ExitStatus, str, str]]] = [
    # what is wrong        step       status      what is said                what helps
    (wrong_uri,            "uri",     ExitStatus.USAGE, "unknown scheme",     "esx://root@host/"),
    (wrong_name,           "name",    _LINE_DOWN, "cannot be resolved",       "name server"),
    (closed_port,          "tcp",     _LINE_DOWN, "refused",                  "port"),
    (proxy_down,           "proxy",   _LINE_DOWN, "proxy .*refused",          "whether it runs"),
    (proxy_unknown,        "proxy",   _LINE_DOWN, "cannot be resolved",       "proxy="),
    (proxy_refuses,        "proxy",   _LINE_DOWN, "does not lead to .* 502",  "runs the proxy"),
    (proxy_wants_a_password, "proxy", _LINE_DOWN, "wants a user name",        "password"),
    (untrusted,            "tls",     _LINE_DOWN, "authority|SHA-256",        "thumbprint=THUMB"),
    (named_otherwise,      "tls",     _LINE_DOWN, "another .*esx1.test",      r"\(esx1\.test\)"),
    (expired,              "tls",     _LINE_DOWN, "expired",                  "renew"),
    (pinned_to_another,    "tls",     _LINE_DOWN, "SHA-256 is .* not the",    "new certificate"),
    (old_tls,              "tls",     _LINE_DOWN, "too old.*TLSv1;",          "legacy_tls=1"),
    (http_on_its_port,     "tls",     _LINE_DOWN, "does not speak TLS",       "transport=http"),
    (ssh,                  "http",    _LINE_DOWN, "no HTTP",                  "port"),
    (gateway,              "http",    _LINE_DOWN, "gateway.* 502",            "management agents"),
    (web_server,           "host",    _LINE_DOWN, "no VMware host",           "host and port"),
    (busy,                 "load",    _LINE_DOWN, "503",                      "try again"),
    (busy_within,          "load",    _LINE_DOWN, "503",                      "try again"),
    (busy_at_login,        "load",    _LINE_DOWN, "503",                      "try again"),
    (session_limit,        "load",    _LINE_DOWN, "as many sessions",         "idle"),
    (esx_for_vcenter,      "product", _LINE_DOWN, "VMware ESXi",              "use esx://"),
    (vcenter_for_esx,      "product", _LINE_DOWN, "VMware vCenter",           "use vpx://"),
    (wrong_password,       "login",   _KEPT_OUT,  "InvalidLogin|incorrect",   "password"),
    (lockdown,             "lockdown", _KEPT_OUT, "lockdown mode",            "vpx://"),
    (lockdown_of_5,        "lockdown", _KEPT_OUT, "lockdown mode",            "vpx://"),
    (only_by_vcenter,      "lockdown", _KEPT_OUT, "lockdown mode",            "vpx://"),
    (no_rights,            "rights",  _KEPT_OUT,  "nobody has no rights",     "role"),
    (no_such_path,         "place",   ExitStatus.NOT_FOUND, "dc9",            "path"),
    (vcenter_without_password, "vcenter", _KEPT_OUT, "no password.*vc.invalid", "vpx://"),
]  # fmt: skip
WARNINGS: Final[list[tuple[Sick, str, str, str]]] = [
    (ends_soon,               "tls",      "ends soon",                "renew"),
    (unverified,              "tls",      "no_verify=1",              "thumbprint=THUMB"),
    (without_tls,             "tls",      "password goes over",       "HTTPS"),
    (let_in_despite_lockdown, "lockdown", "normal",                   "other users"),
    (read_only,               "rights",   "change nothing",           "role"),
    (free_licence,            "licence",  "is free",                  "refuses every change"),
    (licence_ended,           "licence",  "has expired",              "assign"),
    (day_ahead,               "clock",    "1 day ahead",              "NTP"),
    (day_behind,              "clock",    "1 day behind",             "NTP"),
    (day_ahead_of_old,        "clock",    "1 day ahead",              "NTP"),
    (files_nowhere,           "files",    r"esx1\.invalid.*resolved", "name server"),
]  # fmt: skip


@pytest.fixture
def sick(stack: ExitStack, authority: trustme.CA, ca_file: Path) -> Ward:
    return Ward(stack.enter_context, authority, ca_file)


def doctor(uri: str) -> Outcome:
    return invoke("doctor", uri, env={"AIOESX_PASSWORD": "secret"})


def findings(outcome: Outcome) -> list[Finding]:
    """Read a report."""
    found: list[Finding] = []
    for line in outcome.stdout.splitlines():
        if match := _LINE.fullmatch(line):
            found.append(Finding(match["step"], Verdict(match["verdict"]), match["text"]))
        elif line.lstrip().startswith("-> "):
            found[-1] = dataclasses.replace(found[-1], advice=line.lstrip()[3:])
    return found


def unexamined(outcome: Outcome) -> list[str]:
    last = outcome.stdout.splitlines()[-1]
    return last.removeprefix("not examined: ").split(", ") if "not examined" in last else []


def _fits(pattern: str, text: str) -> bool:
    return re.search(pattern.replace("THUMB", "[0-9a-f]{64}"), text) is not None


@pytest.mark.parametrize(
    ("make", "step", "status", "said", "helps"), CASES, ids=[case[0].__name__ for case in CASES]
)
def test_the_culprit_is_named(
    sick: Ward, make: Sick, step: str, status: ExitStatus, said: str, helps: str
) -> None:
    uri = make(sick)
    outcome = doctor(uri)
    found = findings(outcome)
    no_tls = {"tls"} if "transport=http" in uri else set()
    *before, last = found

    assert (outcome.status, "error" in outcome.stderr) == (status, False)
    assert (last.step, last.verdict) == (step, Verdict.FAULT), outcome.stdout
    assert _fits(said, last.text), last.text
    assert _fits(helps, last.advice), last.advice
    assert {each.step for each in before if each.verdict is not Verdict.OK} <= no_tls


@pytest.mark.parametrize("make", [case[0] for case in CASES], ids=lambda make: make.__name__)
def test_each_step_is_told_once_or_said_not_to_have_been_taken(sick: Ward, make: Sick) -> None:
    outcome = doctor(make(sick))
    told = [each.step for each in findings(outcome)]
    left = unexamined(outcome)
    taken_instead = set(NAMES) - set(told) - set(left)

    assert len(set(told)) == len(told)
    assert not set(told) & set(left)
    assert len(taken_instead) <= 1  # the step that found the culprit in another's place


@pytest.mark.parametrize(
    ("make", "step", "said", "helps"), WARNINGS, ids=[case[0].__name__ for case in WARNINGS]
)
def test_what_works_and_will_not_for_all_is_a_warning(
    sick: Ward, make: Sick, step: str, said: str, helps: str
) -> None:
    outcome = doctor(make(sick))
    told = {each.step: each for each in findings(outcome)}

    assert (outcome.status, outcome.stderr, unexamined(outcome)) == (0, "", [])
    assert [name for name in told if told[name].verdict is not Verdict.OK] == [step]
    assert told[step].verdict is Verdict.WARNING
    assert _fits(said, told[step].text), told[step].text
    assert _fits(helps, told[step].advice), told[step].advice


# --- all well ------------------------------------------------------------------------------------


def _legacy(profile: Profile) -> Sick:
    return lambda sick: trusting(sick.simulator(profile, tls="legacy"), more="&legacy_tls=1")


def _through(sick: Ward) -> str:
    simulator = sick.simulator()
    target = ("127.0.0.1", simulator.port)
    proxy = sick.enter(Proxy("http", {target: target}))
    return trusting(simulator, more=f"&proxy=http://127.0.0.1:{proxy.port}")


WELL: Final[dict[str, Sick]] = {
    "ESX 3.5": _legacy(ESX_3_5),
    "ESXi 6.5": lambda sick: trusting(sick.simulator(ESXI_6_5)),
    "ESXi 8.0": lambda sick: trusting(sick.simulator(ESXI_8_0)),
    "GSX": _legacy(GSX_2_0),
    "vCenter": lambda sick: of_vcenter(sick.vcenter()),
    "a host of a vCenter": lambda sick: of_vcenter(sick.vcenter(), path="dc1/127.0.0.11"),
    "by name": lambda sick: trusting(sick.simulator()).replace("127.0.0.1", "localhost", 1),
    "by a proxy": _through,
}


@pytest.mark.parametrize("make", WELL.values(), ids=WELL)
def test_nothing_wrong_is_claimed_of_what_is_well(sick: Ward, make: Sick) -> None:
    outcome = doctor(make(sick))

    assert (outcome.status, outcome.stderr) == (0, "")
    assert [each.step for each in findings(outcome)] == NAMES
    assert {each.verdict for each in findings(outcome)} == {Verdict.OK}, outcome.stdout


def test_the_fingerprint_that_is_shown_is_the_certificates(sick: Ward) -> None:
    simulator = sick.simulator()

    assert fingerprint(simulator.thumbprint) in doctor(trusting(simulator)).stdout


# --- what it does to a host ----------------------------------------------------------------------


@pytest.mark.parametrize("profile", [ESX_3_5, ESXI_8_0])
def test_nothing_is_changed_and_no_session_left(sick: Ward, profile: Profile) -> None:
    simulator = sick.simulator(profile, tls=False)

    assert doctor(simulator.uri).status == 0

    changing = {name for name, _ in simulator.calls if getattr(vim, name).changes}
    assert changing <= {"Login", "Logout"}
    assert simulator.call_count["Login"] == simulator.call_count["Logout"] == 1
    assert simulator.open_sessions == simulator.open_filters == 0


def test_what_a_host_says_moves_no_cursor(sick: Ward) -> None:
    profile = dataclasses.replace(ESXI_6_5, product="VMware \x1b[2J")

    assert "\x1b" not in doctor(trusting(sick.simulator(profile))).stdout


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [closed_port, lockdown, read_only])
def test_data_have_no_step_twice(sick: Ward, make: Sick) -> None:
    outcome = invoke("-o", "json", "doctor", make(sick), env={"AIOESX_PASSWORD": "secret"})
    found = validated("doctor", outcome.stdout)

    steps = [each["step"] for each in found]
    assert sorted(set(steps)) == sorted(steps)
    assert set(steps) <= set(NAMES)
    assert {each["verdict"] for each in found} <= {str(verdict) for verdict in Verdict}
    assert any(each["verdict"] == "fault" for each in found) is bool(outcome.status)


def test_each_step_has_a_time_of_its_own() -> None:
    assert all(0 < step.seconds < math.inf for step in STEPS)


def test_each_step_builds_on_an_earlier_one() -> None:
    known = [""]
    for step in STEPS:
        assert step.needs in known
        known.append(step.name)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "at", [step.name for step in STEPS if step.name in ("tls", "http", "host")]
)
async def test_a_host_that_says_nothing_holds_nobody(at: str) -> None:
    def silent(peer: Peer) -> None:
        while True:
            peer.read_some()

    with ScriptedServer(silent) as server:
        plain = "" if at == "tls" else "?transport=http"
        patient = Patient(Target(f"esx://root@127.0.0.1:{server.port}/{plain}", ""))
        hasty = [dataclasses.replace(s, seconds=0.3 if s.name == at else 5.0) for s in STEPS]
        with anyio.fail_after(15):
            found = await examine(patient, steps=[s for s in hasty if at != "host" or _past(s)])

    last = found.findings[-1]
    assert (last.step, last.verdict) == (at, Verdict.FAULT)
    assert "within 0.3 s" in last.text
    assert found.status is ExitStatus.NO_CONNECTION
    assert found.unexamined[-1] == "vcenter"


def _past(step: Step) -> bool:
    """Leave out what a silent host would hold up before."""
    return step.name != "http"


# --- the page ------------------------------------------------------------------------------------


def test_the_page_tells_of_every_step_in_order() -> None:
    page = (_DOCS / "doctor.md").read_text("utf-8")

    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == NAMES


def test_each_step_says_what_it_does() -> None:
    assert all(inspect.getdoc(step.run) for step in STEPS)
