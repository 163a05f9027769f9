"""What was read of an object: there, not set, and hidden are three things."""

from __future__ import annotations

import pytest

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.errors import NotPermittedError, NotSupportedError

REF = vim.ManagedObjectReference("VirtualMachine", "1")
DENIED = vim.NoPermission(object=REF, privilege_id="VirtualMachine.Config.Reading")


@pytest.fixture
def guarded() -> Properties:
    """A name, and a configuration that is hidden as a whole."""
    return Properties(REF, {"name": "web01"}, {"config": DENIED})


@pytest.mark.parametrize(
    "path", ["config", "config.hardware", 'config.extraConfig["a"]', "config[1]"]
)
def test_what_is_hidden_is_an_error_whole_or_in_part(guarded: Properties, path: str) -> None:
    with pytest.raises(NotPermittedError, match=r"VirtualMachine\.Config\.Reading"):
        guarded.get(path)
    with pytest.raises(NotPermittedError):
        guarded[path]
    assert guarded.if_shown(path) is None


@pytest.mark.parametrize("path", ["guest", "configIssue", "summary.config"])
def test_what_is_not_set_is_none_beside_something_hidden(guarded: Properties, path: str) -> None:
    assert guarded.get(path) is None
    with pytest.raises(KeyError):
        guarded[path]
    with pytest.raises(NotSupportedError, match=f"'{path}'"):
        guarded.require(path)


def test_what_is_there_is_there_beside_something_hidden(guarded: Properties) -> None:
    assert guarded.get("name") == guarded.require("name") == guarded["name"] == "web01"
