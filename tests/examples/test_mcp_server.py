"""examples/mcp_server.py, as a client of the protocol sees it: what it offers, does and refuses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.adapters import EXAMPLES, environment, load, uri_of
from support.run import run

from aioesx.simulator import Simulator

if TYPE_CHECKING:  # half a second of each worker, else
    from mcp.types import CallToolResult

pytestmark = pytest.mark.anyio
Serve = Callable[..., Any]

READS: Final = ("list_domains", "show_domain", "list_pools", "list_questions", "list_events")
CHANGES: Final = ("start", "shutdown", "power_off", "create_snapshot", "answer_question")


@pytest.fixture(scope="module")
def mcp_server() -> Any:
    return load("mcp_server")


@pytest.fixture
def serve(simulator: Simulator, mcp_server: Any) -> Serve:
    """`serve("start=web*")`: a client of the server that allows this, in the same process."""
    from mcp import Client

    def client(*allow: str) -> Client:
        policy = mcp_server.policy(list(allow))
        return Client(mcp_server.serve(uri_of(simulator), policy, password="secret"))

    return client


def told(result: CallToolResult) -> Any:
    """Return what a tool told, or the text of its error."""
    text = "".join(getattr(part, "text", "") for part in result.content)
    return text if result.is_error else json.loads(text)


async def test_without_options_it_offers_what_reads_and_nothing_else(serve: Serve) -> None:
    async with serve() as client:
        tools = (await client.list_tools()).tools

    assert {tool.name for tool in tools} == set(READS)
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert all("Effect: none, it reads." in (tool.description or "") for tool in tools)


@pytest.mark.parametrize("name", CHANGES)
async def test_what_is_not_allowed_does_not_exist(
    serve: Serve, simulator: Simulator, name: str
) -> None:
    async with serve() as client:
        result = await client.call_tool(name, {"domain": "web01", "name": "a", "choice": "b"})

    assert result.is_error
    assert simulator.domain_state("web01") == "poweredOn"
    assert {method for method in simulator.call_count if method.endswith("_Task")} == set()


@pytest.mark.parametrize("name", CHANGES)
async def test_what_is_allowed_says_what_it_does(serve: Serve, mcp_server: Any, name: str) -> None:
    async with serve(name) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}

    effect, tool = mcp_server.EFFECTS[name], tools[name]
    assert set(tools) == {*READS, name}
    assert f"Effect: {effect.says}." in tool.description
    assert tool.annotations.read_only_hint is False
    assert tool.annotations.destructive_hint is effect.destructive


async def test_a_policy_holds_for_domains_by_name(serve: Serve, simulator: Simulator) -> None:
    async with serve("power_off=web*", "start=db*") as client:
        done = await client.call_tool("power_off", {"domain": "web01"})
        refused = await client.call_tool("start", {"domain": "web01"})

    assert told(done) is None
    assert told(refused).endswith("this server may do that to 'db*' only, not to 'web01'")
    assert simulator.domain_state("web01") == "poweredOff"


@pytest.mark.parametrize("name", READS)
async def test_what_it_tells_holds_no_secret(serve: Serve, name: str) -> None:
    async with serve() as client:
        result = await client.call_tool(name, {"domain": "web01"} if name == "show_domain" else {})

    assert not result.is_error, told(result)
    assert "secret" not in result.model_dump_json()


async def test_an_error_is_a_sentence_for_the_model(serve: Serve) -> None:
    async with serve() as client:
        result = await client.call_tool("show_domain", {"domain": "nobody"})

    assert result.is_error
    assert "nobody" in told(result)


@pytest.mark.long
async def test_the_program_speaks_over_its_standard_streams(
    simulator: Simulator, tmp_path: Path
) -> None:
    from mcp import Client, StdioServerParameters

    program = StdioServerParameters(
        command=sys.executable,
        args=[str(EXAMPLES / "mcp_server.py"), uri_of(simulator)],
        env=environment(tmp_path),
    )
    async with Client(program) as client:
        found = told(await client.call_tool("list_domains"))

    assert len(found) == 5
    assert simulator.open_sessions == 0


def test_a_tool_that_nobody_has_cannot_be_allowed(mcp_server: Any) -> None:
    with pytest.raises(ValueError, match="no tool format to allow; there are start, shutdown,"):
        mcp_server.policy(["start", "format=web*"])
    assert tuple(mcp_server.EFFECTS) == CHANGES, "what is tried above is all that there is"


@pytest.mark.long
def test_the_program_says_so_in_one_line() -> None:
    outcome = run([sys.executable, EXAMPLES / "mcp_server.py", "esx://h/", "--allow", "format"])

    assert outcome.status == 1
    assert outcome.stderr.startswith("no tool format to allow;")
