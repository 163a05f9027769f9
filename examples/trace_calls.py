"""Trace and measure every call to hosts with OpenTelemetry: a span and a duration each.

    python examples/trace_calls.py 'esx://root@esx1.example.com/?no_verify=1' ...

`telemetry_hook` is all that a program needs, for one connection or for a fleet; the exporters here
write to the terminal. Passwords are read from libvirt's auth file. Needs opentelemetry-sdk.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

import anyio
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import ConsoleMetricExporter, PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

import aioesx


def telemetry_hook(
    tracer: trace.Tracer, meter: metrics.Meter | None = None
) -> Callable[[aioesx.Event], None]:
    """Make a hook for ``on_event=`` of `connect` and `Fleet`.

    A call becomes a span when it has ended, below the span that its caller is in; what else
    happens (a login, a question, a task that went on) is an event of that one.
    """
    durations: metrics.Histogram | None = None
    if meter is not None:
        durations = meter.create_histogram("rpc.client.duration", "s", "Calls to hosts")

    def hook(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.ResponseReceived):
            attributes: dict[str, str | int] = {
                "rpc.system": "soap",
                "rpc.method": event.method,
                "server.address": event.host,
            }
            if event.error is not None:
                attributes["error.type"] = event.fault_type or event.error
            if durations is not None:
                durations.record(event.seconds, attributes)
            end = time.time_ns()
            span = tracer.start_span(
                event.method,
                kind=trace.SpanKind.CLIENT,
                attributes={**attributes, "aioesx.answer_size": event.size},
                start_time=end - round(event.seconds * 1e9),
            )
            if event.error is not None:
                span.set_status(trace.StatusCode.ERROR, event.error)
            span.end(end)
        elif not isinstance(event, aioesx.RequestSent):
            trace.get_current_span().add_event(type(event).__name__)

    return hook


async def main(uris: Sequence[str]) -> None:
    spans = TracerProvider()
    spans.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
    figures = MeterProvider([PeriodicExportingMetricReader(ConsoleMetricExporter())])
    tracer = spans.get_tracer("aioesx")
    hook = telemetry_hook(tracer, figures.get_meter("aioesx"))
    async with aioesx.Fleet(uris, on_event=hook) as fleet:
        with tracer.start_as_current_span("list"):
            async for entry in fleet.domains():
                print(entry.host, entry.value.name)
    figures.shutdown()
    spans.shutdown()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1:])
