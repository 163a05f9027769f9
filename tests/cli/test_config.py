"""Where the command connects to, and how: options, environment, config.toml, libvirt.conf."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import invoke

from aioesx.cli import libvirt_conf
from aioesx.cli.config import DEFAULTS, HOST
from aioesx.cli.target import Target, resolved
from aioesx.simulator import Simulator
from aioesx.uri import PARAMETERS, TRUST, parse_uri

Write = Callable[[str], Path]
SECRET = {"AIOESX_PASSWORD": "secret"}


@pytest.fixture
def config(home: Path) -> Write:
    """`config(text)`: the person's config.toml."""

    def write(text: str) -> Path:
        path = home / ".config" / "aioesx" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def libvirt(home: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """`libvirt(text)`: the person's libvirt.conf; the system's is none of the test's."""
    monkeypatch.setattr(libvirt_conf, "SYSTEM", home / "etc" / "libvirt.conf")

    def write(text: str) -> Path:
        path = home / ".config" / "libvirt" / "libvirt.conf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


# --- which host ----------------------------------------------------------------------------------

A, B, C, D, E = (f"esx://{name}.example.com/" for name in "abcde")


def test_what_comes_first_says_where(config: Write, libvirt: Write) -> None:
    every = {"AIOESX_URI": B, "LIBVIRT_DEFAULT_URI": C}
    config(f'[defaults]\nuri = "{D}"\n')
    libvirt(f'uri_default = "{E}"\n')

    assert resolved(A, every).uri == A
    assert resolved(None, every).uri == B
    assert resolved(None, {"AIOESX_URI": "", "LIBVIRT_DEFAULT_URI": C}).uri == C
    assert resolved(None, {}).uri == D
    config("")
    assert resolved(None, {}).uri == E


@pytest.mark.parametrize("variable", ["AIOESX_URI", "LIBVIRT_DEFAULT_URI"])
def test_an_alias_may_stand_wherever_a_uri_may(
    config: Write, libvirt: Write, variable: str
) -> None:
    config(f'[aliases]\nlab = "{A}"\n[defaults]\nuri = "old"\n')
    libvirt(f'uri_aliases = [\n  "old={B}", # a comment\n  "lab={C}"\n]\n')

    assert resolved("lab", {}).uri == A
    assert resolved(None, {variable: "old"}).uri == B
    assert resolved(None, {}).uri == B


def test_libvirts_default_of_another_hypervisor_is_none_of_ours(libvirt: Write) -> None:
    libvirt('uri_default = "qemu:///system"\n')

    outcome = invoke("list", env=SECRET)

    assert outcome.status == 2
    assert "no connection URI: pass -c" in outcome.stderr


def test_an_alias_that_there_is_not_gets_a_suggestion(config: Write) -> None:
    config(f'[aliases]\ncellar = "{A}"\n')

    outcome = invoke("-c", "celler", "list", env=SECRET)

    assert (outcome.status, outcome.stdout.strip()) == (2, "")
    assert outcome.stderr == "error: there is no alias 'celler'; did you mean 'cellar'?\n"


def test_the_command_connects_by_an_alias(simulator: Simulator, config: Write) -> None:
    config(
        f'[aliases]\nlab = "{simulator.uri}"\n[hosts."127.0.0.1"]\ncacert = "{simulator.ca_file}"\n'
    )

    outcome = invoke("-c", "lab", "domid", "web01", env=SECRET)

    assert (outcome.status, outcome.stdout, outcome.stderr) == (0, "1\n\n", "")


@pytest.mark.parametrize("words", [["top", "--once", "lab"], ["top", "--once"], ["doctor", "lab"]])
def test_commands_that_take_uris_take_aliases_and_the_environment(
    simulator: Simulator, config: Write, words: list[str]
) -> None:
    config(
        f'[aliases]\nlab = "{simulator.uri}"\n[hosts."127.0.0.1"]\ncacert = "{simulator.ca_file}"\n'
    )

    outcome = invoke(*words, env={**SECRET, "AIOESX_URI": "lab"})

    assert (outcome.status, outcome.stderr) == (0, "")


# --- what is set of a host -----------------------------------------------------------------------


def test_tables_of_the_host_its_port_and_the_alias_add_up(config: Write) -> None:
    config(
        '[aliases]\nlab = "esx://a.example.com:4430/"\n'
        '[hosts."a.example.com"]\ntimeout = 1\nproxy = "socks5://p"\nlegacy_tls = true\n'
        '[hosts."a.example.com:4430"]\ntimeout = 2\n'
        "[hosts.lab]\ntimeout = 3\n"
    )

    assert resolved("esx://a.example.com/", {}).uri.endswith(
        "/?timeout=1&proxy=socks5://p&legacy_tls=1"
    )
    assert "timeout=2" in resolved("esx://a.example.com:4430/", {}).uri
    assert "timeout=3" in resolved("lab", {}).uri


def _told(config: Write, general: str, special: str) -> Target:
    config(
        '[aliases]\nlab = "esx://a.example.com:4430/"\n'
        f'[hosts."a.example.com"]\n{general}\n[hosts.lab]\n{special}\n'
    )
    return resolved("lab", {})


@pytest.mark.parametrize("names", [TRUST, tuple(f"vcenter_{name}" for name in TRUST)])
def test_whom_to_trust_is_one_setting(config: Write, names: tuple[str, ...]) -> None:
    values = dict(zip(names, ("true", '"/ca.pem"', f'"{"ab" * 32}"'), strict=True))
    beside = 'vcenter = "*"\ntimeout = 7\n'
    for name, value in values.items():
        others = [f"{other} = {values[other]}" for other in names if other != name]
        target = _told(config, beside + "\n".join(others), f"{name} = {value}")

        stated = parse_uri(target.uri).stated
        assert stated == {"vcenter", "timeout", name}


@pytest.mark.parametrize(
    ("general", "special"),
    [
        ('password_file = "a"', 'password_command = "b"'),
        ('password_command = "a"', 'password_file = "b"'),
    ],
)
def test_where_the_password_is_is_one_setting(config: Write, general: str, special: str) -> None:
    target = _told(config, general, special)

    assert (target.password_file is None) is ("command" in special)
    assert (target.password_command == ()) is ("file" in special)


def test_a_password_is_not_tried_for_another_user(config: Write) -> None:
    eves = 'user = "eve"\npassword_command = "pass eve"'

    assert _told(config, eves, 'user = "bob"').password_command == ()
    assert _told(config, eves, 'user = "eve"').password_command == ("pass", "eve")
    assert _told(config, 'password_command = "pass"', 'user = "bob"').password_command == ("pass",)


def test_what_becomes_of_questions_is_one_setting(config: Write) -> None:
    asks = _told(config, "auto_answer = true", 'on_question = "ask"')
    answers = _told(config, 'on_question = "ask"', "auto_answer = true")

    assert (asks.answers, asks.on_question, "auto_answer" in asks.uri) == (False, ("ask",), False)
    assert (answers.answers, answers.on_question) == (True, ())


def test_a_parameter_is_stated_however_it_is_spelled(config: Write) -> None:
    config('[hosts.a]\nthumbprint = "%s"\ntimeout = 5\n' % ("ab" * 32))

    for query in ("no%5Fverify=1&Timeout=9", "timeout=9;No_Verify=1"):
        assert resolved(f"esx://a/?{query}", {}).uri == f"esx://a/?{query}"


def test_what_the_uri_says_itself_counts(config: Write) -> None:
    config('[hosts."a.example.com"]\ntimeout = 1\ncacert = "ca.pem"\nno_verify = false\n')

    assert resolved("esx://a.example.com?timeout=9&no_verify=1", {}).uri == (
        "esx://a.example.com?timeout=9&no_verify=1"
    )
    assert resolved("esx://a.example.com?transport=http#x", {}).uri == (
        "esx://a.example.com?transport=http&timeout=1&no_verify=0#x"
    )


def test_paths_begin_at_the_file_or_at_home(config: Write, home: Path) -> None:
    file = config('[hosts.a]\ncacert = "a b.pem"\npassword_file = "~/secret"\n')

    target = resolved("esx://a/", {})

    assert target.uri == f"esx://a/?cacert={file.parent}/a%20b.pem"
    assert target.password_file == home / "secret"


def test_a_password_belongs_to_the_user_that_it_is_of(config: Write) -> None:
    config('[hosts.a]\nuser = "eve"\npassword_command = "pass show eve"\n')

    assert resolved("esx://a/", {}).username == "eve"
    assert resolved("esx://a/", {}).password_command == ("pass", "show", "eve")
    assert resolved("esx://eve@a/", {}).password_command == ("pass", "show", "eve")
    assert resolved("esx://bob@a/", {}).password_command == ()


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("""["printf", 'secret\\nmore\\n']""", 0, ""),
        ('"false"', 4, "the password command 'false' failed, with status 1"),
        ('"true"', 4, "the first line of the password command 'true' is empty"),
        ('["/nowhere/pass", "hunter2"]', 4, "the password command 'pass' cannot be run"),
    ],
)
def test_a_command_that_prints_the_password(
    plain: Simulator, config: Write, command: str, status: int, said: str
) -> None:
    config(f'[hosts."127.0.0.1"]\npassword_command = {command}\n')

    outcome = invoke("-c", plain.uri, "domid", "web01", env={"AIOESX_PASSWORD": ""})

    assert outcome.status == status
    assert said in outcome.stderr
    assert "hunter2" not in outcome.stderr


def test_every_parameter_of_a_uri_may_be_set() -> None:
    names = {row.name for row in PARAMETERS} - {"legacy_uuid"}

    assert names - {key.name for key in HOST} == set()
    assert len({key.name for key in DEFAULTS}) == len(DEFAULTS)


# --- files that cannot be used -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "config.toml: "),
        ("\nx = =", "line 2"),
        ("[aliass]\n", "line 1: aliass: there is no such key; did you mean 'aliases'?"),
        ("[defaults]\n\ntimout = 3\n", "line 3: defaults.timout: there is no such key; did you me"),
        ("[defaults]\ntimeout = -3\n", "line 2: defaults.timeout: should be seconds above 0"),
        ("[defaults]\noutput = 'xml'\n", "defaults.output: should be one of table, json, csv"),
        ('[hosts."a.b"]\ncacret = "x"\n', 'line 2: hosts."a.b".cacret: there is no such key; did'),
        ("[hosts]\na = 1\n", "line 2: hosts.a: should be a table"),
        ("[hosts.a]\nno_verify = 7\n", "line 2: hosts.a.no_verify: unexpected value"),
        ("[hosts.a]\nthumbprint = 'x'\n", "hosts.a.thumbprint: unexpected value"),
        ("[hosts.a]\npassword = 'x'\n", "line 2: hosts.a.password: a password is never kept here"),
        ("hosts.a = {cacert = 5}\n", "hosts.a.cacert: "),
        ("[hosts.a]\npassword_command = []\n", "hosts.a.password_command: should be a command"),
        ("[aliases]\nlab = 'esx1'\n", "line 2: aliases.lab: should be a connection URI"),
        ("[aliases]\n'a b' = 'esx://a/'\n", 'line 2: aliases."a b": an alias is made of'),
        ("[defaults]\non_question = [1]\n", "defaults.on_question: should be a text or a list"),
    ],
)
def test_a_file_that_is_wrong_names_line_and_key(config: Write, text: str, said: str) -> None:
    file = config(text)

    outcome = invoke("-c", "esx://a/", "list", env=SECRET)

    assert (outcome.status, outcome.stdout.strip()) == (2, "")
    assert outcome.stderr.startswith(f"error: {file}")
    assert said in outcome.stderr


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_can_write_is_refused(config: Write, mode: int) -> None:
    file = config("")
    file.chmod(mode)

    outcome = invoke("-c", "esx://a/", "list", env=SECRET)

    assert outcome.status == 2
    assert outcome.stderr == f"error: others can write {file}; chmod go-w {file}\n"


def test_what_is_no_file_is_refused_at_once(config: Write) -> None:
    path = config("")
    path.unlink()
    os.mkfifo(path)

    assert "is no file" in invoke("-c", "esx://a/", "list", env=SECRET).stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("uri_aliases = [ 'a=b'\n 'c=d' ]\n", "line 2: expected , or ]"),
        ("# fine\nuri_default esx\n", "line 2: expected 'name = value'"),
        ("uri_aliases = [ 'nonsense' ]\n", "'nonsense' should be 'alias=URI'"),
        ("uri_default = `x`\n", "line 1: this is no setting"),
    ],
)
def test_a_libvirt_conf_that_is_wrong_names_the_line(libvirt: Write, text: str, said: str) -> None:
    file = libvirt(text)

    outcome = invoke("-c", "lab", "list", env=SECRET)

    assert outcome.status == 2
    assert outcome.stderr.startswith(f"error: {file}: ")
    assert said in outcome.stderr


def test_libvirt_conf_has_texts_of_three_kinds_numbers_and_lists(libvirt: Write) -> None:
    file = libvirt(
        'a = 5\nb = """two\nlines"""; c = \'x\'\nd = []\nuri_aliases = ["l=esx://h/",]\n'
    )

    assert libvirt_conf.read_libvirt_conf([file]).aliases == {"l": "esx://h/"}


def test_libvirt_conf_is_not_read_for_a_uri(libvirt: Write, plain: Simulator) -> None:
    libvirt("nonsense\n")

    assert invoke("-c", plain.uri, "domid", "web01", env=SECRET).status == 0


# --- defaults that are no host's -----------------------------------------------------------------


def test_readonly_of_the_file_refuses_changes(plain: Simulator, config: Write) -> None:
    config("[defaults]\nreadonly = true\n")

    assert invoke("-c", plain.uri, "start", "db01", env=SECRET).status == 2
    assert plain.call_count["PowerOnVM_Task"] == 0


def test_a_timeout_bounds_tasks(plain: Simulator, config: Write) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    config("[defaults]\ntimeout = 0.5\n")

    by_file = invoke("-c", plain.uri, "start", "db01", env=SECRET)
    by_option = invoke("-c", plain.uri, "--timeout", "0.3", "destroy", "web01", env=SECRET)

    assert "not done in 0.5 s" in by_file.stderr
    assert "not done in 0.3 s" in by_option.stderr
    assert "goes on on the host" in by_option.stderr


def test_output_and_quiet_of_the_file_are_what_the_command_line_does_not_say(
    plain: Simulator, config: Write
) -> None:
    config('[defaults]\noutput = "json"\nquiet = true\n')

    assert invoke("-c", plain.uri, "list", env=SECRET).stdout.startswith("[")
    by_option = invoke("-c", plain.uri, "--output", "table", "list", env=SECRET)
    assert "web01" in by_option.stdout
    assert "Name" not in by_option.stdout
