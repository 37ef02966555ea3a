"""Whether the server is up, whether it can work, and what it has counted."""

from fastapi import APIRouter, Response

from api.answers import Health, answer
from api.deps import Db
from api.openapi import reads
from engine.service import catalogue, queries
from engine.service.views import Tally

router = APIRouter(tags=["health"])


@router.get("/livez", **reads(Health, "The server answers."))
def livez() -> Response:
    """Say that the server runs, whatever the database does."""
    return answer(Health(status="ok"))


@router.get("/readyz", **reads(Health, "The database answers."))
def readyz(database: Db) -> Response:
    """Say that the server can work: it has just read from its database."""
    catalogue.list_sops(database)
    return answer(Health(status="ok"))


@router.get("/tally", **reads(Tally, "The cases, counted."))
def tally(database: Db) -> Response:
    """Count the cases by SOP and by how they stand."""
    return answer(queries.tally(database))
