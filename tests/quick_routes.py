"""What FastAPI makes of a route, made once a process and not anew for each app of each test.

Every app includes the same routers in the same way, so the same comes of it: the checks of what a
request carries, the order of what it depends on. Only whose replacements count
(`dependency_overrides`) is each app's own, and the handler, which knows that.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from types import FunctionType

from fastapi import routing
from fastapi.dependencies import utils
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, request_response

_Context = routing._EffectiveRouteContext
_Included = routing._RouterIncludeContext

_KEPT: dict[int, list[tuple[APIRoute, _Included, _Context]]] = {}
"""By the identity of the route, which stays alive in here, so that no other gets it."""


def make_routes_once() -> None:
    """From here on in this process."""
    _make_routes_once()
    _look_at_functions_once()


def _look_at_functions_once() -> None:
    """Where anything is replaced, FastAPI looks at all that a request depends on anew each time."""
    usual: Callable[..., Dependant] = utils.get_dependant
    kept: dict[object, Dependant] = {}

    def looked(*, path: str, call: Callable[..., object], **more: object) -> Dependant:
        if not isinstance(call, FunctionType) or call.__closure__:
            return usual(path=path, call=call, **more)  # a test's own: there may be many
        key = (path, call, *((name, repr(one)) for name, one in sorted(more.items())))
        if key not in kept:
            kept[key] = usual(path=path, call=call, **more)
        return kept[key]

    utils.get_dependant = looked


def _make_routes_once() -> None:
    usual: Callable[..., _Context] = _Context.from_api_route

    def made(*, original_route: APIRoute, include_context: _Included) -> _Context:
        anybodys = replace(include_context, dependency_overrides_provider=None)
        kept = _KEPT.setdefault(id(original_route), [])
        for _, how, context in kept:
            if how == anybodys:
                return _for(include_context.dependency_overrides_provider, context)
        first = usual(original_route=original_route, include_context=anybodys)
        kept.append((original_route, anybodys, first))
        return _for(include_context.dependency_overrides_provider, first)

    _Context.from_api_route = staticmethod(made)


def _for(provider: object, context: _Context) -> _Context:
    """The same for another app."""
    own = copy(context)
    own.dependant = copy(context.dependant)
    own.dependency_overrides_provider = provider
    token = routing._effective_route_context_var.set(own)
    try:
        own.app = request_response(context.original_route.get_route_handler())
    finally:
        routing._effective_route_context_var.reset(token)
    return own
