"""Every address that is served, and whom it is for: walked for the description, docs and tests."""

from collections.abc import Iterable, Iterator
from typing import Literal

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from api.access import Access, access_of
from api.deps import case_desk, incident_desk
from api.reach import guarded, reach_of, watched
from engine.core.text import Frozen

_ONE = ("{case}", "{notice}")


Limit = Literal["", "cases", "incidents", "personal"]


class Address(Frozen, frozen=True, kw_only=True):
    """A route, or whatever is mounted. `access` None: it declares no rule.

    `limit`: what is shown of cases is limited to those that one reads (`cases`), or keeps watch
    over (`incidents`), or answers for the data of (`personal`). `is_single`: the address names the
    one thing that it is about.
    """

    path: str
    method: str
    name: str
    access: Access | None
    limit: Limit = ""
    is_single: bool = False
    is_mount: bool = False

    @property
    def is_page(self) -> bool:
        """Whether people see it in a browser; programs use the interface."""
        return not self.path.startswith("/api/")


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """These routes and those of the routers included among them."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from routes_of(included.routes)


def surface(routes: Iterable[BaseRoute], *, under: str = "") -> Iterator[Address]:
    """Every address of an application, also of applications mounted in it.

    What is mounted and has no routes of its own (files, Prefect) is one address.
    """
    for route in routes_of(routes):
        if isinstance(route, Mount):
            below = getattr(route.app, "routes", None)
            if below is None:
                yield _mount(under + route.path)
            else:
                yield from surface(below, under=under + route.path)
        else:
            yield from _of_route(route, under)


def _mount(path: str) -> Address:
    return Address(path=path, method="*", name=path, access=None, is_mount=True)


def _of_route(route: BaseRoute, under: str) -> Iterator[Address]:
    path = getattr(route, "path", "")
    declared = access_of(route.dependencies) if isinstance(route, APIRoute) else ()
    methods = route.methods or () if isinstance(route, Route) else ("*",)
    for method in sorted(set(methods) - {"HEAD"} or methods):
        yield Address(
            path=under + path,
            method=method,
            name=getattr(route, "name", path),
            access=declared[0] if len(declared) == 1 else None,
            limit=_limit_of(route.dependant) if isinstance(route, APIRoute) else "",
            is_single=any(part in path for part in _ONE),
        )


def _limit_of(dependant: Dependant) -> Limit:
    needed = set(_needed(dependant))
    if guarded in needed:
        return "personal"
    if needed & {watched, incident_desk}:
        return "incidents"
    return "cases" if needed & {reach_of, case_desk} else ""


def _needed(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from _needed(one)
