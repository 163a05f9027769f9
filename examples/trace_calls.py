"""Trace every call to a host with OpenTelemetry: one span each, with fault and size.

    python examples/trace_calls.py 'esx://root@esx1.example.com/?no_verify=1'

`tracer_hook` is all that a program needs; the exporter here writes to the terminal. The
password is read from libvirt's auth file. Needs opentelemetry-sdk.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import anyio
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

import aioesx


def tracer_hook(tracer: trace.Tracer) -> Callable[[aioesx.Event], None]:
    """Make a hook for `connect(on_event=...)` that turns requests and responses into spans."""
    open_spans: dict[int, trace.Span] = {}

    def hook(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.RequestSent):
            attributes = {
                "server.address": event.host,
                "rpc.system": "soap",
                "rpc.method": event.method,
                "aioesx.object": str(event.ref),
            }
            open_spans[event.number] = tracer.start_span(event.method, attributes=attributes)
        elif isinstance(event, aioesx.ResponseReceived):
            span = open_spans.pop(event.number)
            span.set_attribute("aioesx.answer_size", event.size)
            if event.error is not None:
                span.set_attribute("error.type", event.fault_type or event.error)
                span.set_status(trace.StatusCode.ERROR)
            span.end()
        else:
            trace.get_current_span().add_event(type(event).__name__)

    return hook


async def main(uri: str) -> None:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
    hook = tracer_hook(provider.get_tracer("aioesx"))
    async with aioesx.connect(uri, on_event=hook) as esx:
        await esx.domains.list()
    provider.shutdown()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
