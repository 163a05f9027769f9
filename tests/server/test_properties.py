"""What was read of an object: there, not set, and hidden are three things."""

from __future__ import annotations

import pytest

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.watch import Watch
from aioesx.errors import NotPermittedError, NotSupportedError, ProtocolError
from aioesx.vim.loose import Array

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


def test_an_update_is_held_against_the_type_too() -> None:
    task = vim.ManagedObjectReference("Task", "task-1")
    watch: Watch[object] = Watch(vim.PropertyFilterSpec(), lambda update: [update])
    odd = vim.PropertyChange(name="info.state", op="assign", val=Array("xsd:string", ["success"]))
    gone = vim.PropertyChange(name="info.progress", op="assign", val=None)

    assert watch.deliver([vim.ObjectUpdate(obj=task, kind="modify", change_set=[gone])])
    assert not watch.deliver([vim.ObjectUpdate(obj=task, kind="modify", change_set=[odd])])

    watch.take()
    with pytest.raises(ProtocolError, match=r"info\.state"):
        watch.take()
