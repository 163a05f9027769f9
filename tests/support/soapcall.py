"""One SOAP call after the other to a simulated host, without any client of ours above `_soap`."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

import httpx

from aioesx import vim
from aioesx._soap import decode_response, encode_request

__all__ = ["Caller", "ref"]

R = TypeVar("R")


class Served(Protocol):
    """A simulator or a site."""

    asgi: Any


def ref(type_: str, value: str) -> vim.ManagedObjectReference:
    return vim.ManagedObjectReference(type_, value)


class Caller:
    """Calls a simulator's application in the process; keeps the cookie.

    Args:
        simulator: what is called.
        address: whom of a site.
    """

    manager = ref("SessionManager", "ha-sessionmgr")
    collector = ref("PropertyCollector", "ha-property-collector")

    def __init__(self, simulator: Served, address: str = "simulator") -> None:
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(simulator.asgi), base_url=f"http://{address}"
        )
        self.cookie = ""
        self.action = '"urn:vim25/6.5"'

    async def __call__(self, method: vim.Method[R]) -> R:
        answer = await self.post(encode_request(method))
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return decode_response(answer.content, method)

    async def post(self, body: bytes) -> httpx.Response:
        headers = {"SOAPAction": self.action} if self.action else {}
        if self.cookie:
            headers["cookie"] = self.cookie
        return await self.http.post("/sdk", content=body, headers=headers)

    async def login(self, username: str = "root", password: str = "secret") -> vim.UserSession:
        return await self(vim.Login(this=self.manager, user_name=username, password=password))

    async def read(self, object_: vim.ManagedObjectReference, *paths: str) -> dict[str, Any]:
        """Return properties of one object by path."""
        spec = vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type=object_.type, path_set=list(paths))],
            object_set=[vim.ObjectSpec(obj=object_)],
        )
        found = await self(vim.RetrieveProperties(this=self.collector, spec_set=[spec]))
        return {item.name: item.val for item in found[0].prop_set}

    async def aclose(self) -> None:
        await self.http.aclose()
