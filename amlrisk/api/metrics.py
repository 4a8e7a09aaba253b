"""``/metrics``: how the installation does, in the words of Prometheus; and what every request adds to it."""

from __future__ import annotations

import time
from ipaddress import ip_address

from flask import Flask, Response, abort, g, request
from prometheus_client.exposition import choose_encoder

from amlrisk.api.endpoint import Resource
from amlrisk.services.api_keys import Scope
from amlrisk.services.meter import Meter
from amlrisk.services.metrics import Exposition
from amlrisk.services.system import System

#: What a request carries that somebody forwarded: it then comes from elsewhere, whatever its address says.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")
_NOWHERE = "none"
_LOCAL = "localhost"


def metrics_resource(system: System) -> Resource:
    resource = Resource("metrics", "For Prometheus", system, prefix="")
    figures = Exposition(system)
    who = system.settings.metrics

    @resource.endpoint(
        "GET",
        "/metrics",
        scope=Scope.METRICS,
        answers={200: ("Every figure, as Prometheus or OpenMetrics", {"type": "string"})},
        problems=(404,),
        media_type="text/plain",
        known_without_key=lambda: who == "off" or (who == "loopback" and _is_of_this_machine()),
    )
    def metrics() -> Response:
        """How the installation does.

        Figures of the whole, none of one customer. Who may ask is a setting, `AMLRISK_METRICS`: with `off` this
        address is 404. What part of it could not be read is said in `amlrisk_figures_failed`.
        """
        if who == "off":
            abort(404)
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(figures), content_type=content_type, headers={"Cache-Control": "no-store"})

    return resource


def measure_requests(app: Flask, meter: Meter) -> None:
    """Count every request by its endpoint (never by its address, which may name a customer), and its time."""

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        if (began := g.pop("began", None)) is not None:
            meter.request(request.endpoint or _NOWHERE, response.status_code, time.perf_counter() - began)
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(end)


def _is_of_this_machine() -> bool:
    """Asked directly, by a process of this machine: by its address, and by the name it asked for, which a page in a
    browser cannot choose."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    return _is_loopback(request.remote_addr or "") and _is_loopback(_host())


def _host() -> str:
    host = request.host
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _is_loopback(host: str) -> bool:
    try:
        return host == _LOCAL or ip_address(host).is_loopback
    except ValueError:
        return False
