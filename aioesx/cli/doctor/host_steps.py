"""Steps that need no login: does HTTP come back, is it a VMware host, which product is it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx._session.product import identify
from aioesx._transport import HttpCall
from aioesx.cli.doctor.finding import Culprit, Finding, fault, fine
from aioesx.cli.status import ExitStatus
from aioesx.errors import (
    EsxError,
    FaultError,
    HttpStatusError,
    ProtocolError,
    TransportError,
    WrongProductError,
)

if TYPE_CHECKING:
    from aioesx._transport import HttpAnswer
    from aioesx.cli.doctor.patient import Patient

__all__ = ["BUSY", "busy", "look_at_host", "look_at_http", "look_at_product"]

_VERSIONS: Final = b"/sdk/vimServiceVersions.xml"
_MOST: Final = 1024 * 1024
_SHOWN: Final = 80
BUSY: Final = frozenset({429, 503})
_GATEWAY: Final = frozenset({502, 504})
_NO_HOST: Final = (
    "check host and port of the URI; a web server, a portal or a proxy may answer in the host's"
    " place"
)


async def look_at_http(patient: Patient) -> Finding:
    """Ask for the list of API versions; which answer it is, is no matter but for a few."""
    uri = patient.uri
    headers = ((b"Host", uri.authority.encode()), (b"Accept", b"*/*"))
    try:
        call = HttpCall(b"GET", _VERSIONS, headers, repeatable=True)
        answer = await patient.transport.carry(call, _MOST)
    except ProtocolError as error:
        advice = f"{_NO_HOST}; transport=http and transport=https have ports of their own"
        raise fault("http", f"no HTTP: {error}", advice, ExitStatus.NO_CONNECTION) from None
    except TransportError as error:
        advice = "see whether the host's management agents run; its console can restart them"
        raise fault("http", f"no answer: {error}", advice, ExitStatus.NO_CONNECTION) from None
    if answer.status in BUSY:
        raise busy(f"{uri.authority} answers with HTTP status {answer.status}")
    if answer.status in _GATEWAY:
        text = f"a gateway answers for {uri.authority}: HTTP status {answer.status}"
        advice = "what stands behind it is down: see whether the host's management agents run"
        raise fault("http", text, advice, ExitStatus.NO_CONNECTION)
    return fine("http", f"status {answer.status}{_by(answer)}")


def _by(answer: HttpAnswer) -> str:
    server = next(iter(answer.values(b"server")), b"")[:_SHOWN].decode("latin-1")
    return f" from {server}" if server else ""


def busy(text: str) -> Culprit:
    """Make what is raised for a host that has no room for us."""
    advice = (
        "the host is busy, starting, or has as many connections or sessions as it takes: try again"
        " in a minute, close clients that are idle; if it lasts, restart its management agents"
    )
    return fault("load", text, advice, ExitStatus.NO_CONNECTION)


async def look_at_host(patient: Patient) -> Finding:
    """Ask what it is, as any client of VMware's API does."""
    try:
        patient.known_about = about = await patient.stranger().greet()
    except HttpStatusError as error:
        if error.status in BUSY:
            raise busy(str(error)) from None
        raise _stranger(patient, error) from None
    except (ProtocolError, FaultError) as error:
        raise _stranger(patient, error) from None
    return fine("host", f"{about.vendor}, API {about.api_version} ({about.api_type})")


def _stranger(patient: Patient, error: EsxError) -> Culprit:
    text = f"what answers at {patient.uri.authority} is no VMware host: {error}"
    return fault("host", text, _NO_HOST, ExitStatus.NO_CONNECTION)


async def look_at_product(patient: Patient) -> Finding:
    """Hold the product against the URI's scheme."""
    uri, about = patient.uri, patient.about
    try:
        identify(about, uri.scheme, uri.authority)
    except (WrongProductError, ProtocolError) as error:
        text, _, remedy = str(error).partition("; ")
        advice = f"{remedy} in the URI" if remedy else "this program cannot work with it"
        text = f"{text} ({about.full_name})"
        raise fault("product", text, advice, ExitStatus.NO_CONNECTION) from None
    return fine("product", about.full_name)
