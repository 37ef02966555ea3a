"""Who was let in is told by the rule of the route: where no rule looked, nobody is told of."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.access import Access, Rule, allow
from api.app import NOUNS
from api.deps import acting
from api.identity import Identified, directory, identified
from api.reach import InReach, guarded, reach_of, watched
from api.reads import Reading, reader
from api.surface import routes_of
from web.app import BARE, PAGES

TELLS = {acting, directory, guarded, identified, reach_of, reader, watched}
"""What says who asks, as the rule of the route left it on the request."""


def named(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from named(one)


def telling() -> Iterator[APIRoute]:
    for module in (*NOUNS, *PAGES, *BARE):
        for route in routes_of(module.router.routes):
            if isinstance(route, APIRoute) and TELLS & set(named(route.dependant)):
                yield route


def test_every_route_that_hangs_on_who_asks_has_a_rule_that_looks_who_does() -> None:
    routes = list(telling())

    assert len(routes) > len(NOUNS)
    for route in routes:
        rules = [one for one in route.dependencies if isinstance(one.dependency, Rule)]
        assert len(rules) == 1, route.path


@pytest.mark.parametrize("path", ["/identity", "/reach", "/reading"])
def test_without_such_a_rule_the_request_fails_and_says_nothing(path: str) -> None:
    app = FastAPI()

    @app.get("/identity", dependencies=[allow(Access.PUBLIC)])
    def told_who(identity: Identified) -> str:
        return identity.person

    @app.get("/reach", dependencies=[allow(Access.PUBLIC)])
    def told_how_far(seen: InReach) -> bool:
        return seen.everything

    @app.get("/reading", dependencies=[allow(Access.PUBLIC)])
    def told_reader(reading: Reading) -> str:
        return reading.person

    with pytest.raises(LookupError, match="who may come"):
        TestClient(app).get(path)
