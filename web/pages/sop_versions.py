"""The versions of one SOP, and what differs between two: `/sops/{sop}/versions`, `/diff`."""

import re

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_date
from api.identity import Known
from api.reach import InReach
from engine.core.directory import Directory
from engine.core.errors import NotFound
from engine.core.ids import PersonId, SopId
from engine.core.text import Frozen
from engine.service import sop_library
from engine.service.sop_library import VersionLine
from web.door import AtDoor, Door
from web.pages.sop_changes import changes_told

router = APIRouter()

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
_LONGEST_NUMBER = 4


class Version(Frozen, frozen=True, kw_only=True):
    """A version, in words. `older` is the one before it; 0: it is the first.

    `is_known`: whoever published it is in the directory; else they are told by their id.
    """

    number: int
    title: str
    sop_number: str
    steps: int
    in_force: bool
    effective: str
    author: str
    published: str
    published_by: str
    is_known: bool
    hash: str
    cases: int | None
    running: int | None
    older: int


def sop_named(said: str) -> SopId:
    """The SOP that an address names.

    Raises:
        NotFound: no SOP is named like that.
    """
    if _SLUG.fullmatch(said) is None:
        raise NotFound("published SOP", said)
    return SopId(said)


@router.get("/sops/{sop}/versions", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_versions(door: AtDoor, sop: str, seen: InReach, directory: Known) -> Response:
    """Show every version: who wrote it, who put it in force, and the cases that run under it."""
    found = sop_library.versions(door.database, sop_named(sop), reach=seen)
    numbers = [one.summary.version for one in found]
    below = dict(zip(numbers, [*numbers[1:], 0], strict=True))
    return door.show(
        "sop_versions.html",
        sop=sop,
        title=found[0].summary.title.in_language(door.language),
        versions=tuple(_version(one, below, door, directory) for one in found),
    )


def _version(line: VersionLine, below: dict[int, int], door: Door, directory: Directory) -> Version:
    one, language = line.summary, door.language
    known = directory.people.get(one.published_by)
    return Version(
        number=one.version,
        title=one.title.in_language(language),
        sop_number=one.number,
        steps=one.steps,
        in_force=one.in_force,
        effective=written_date(line.effective, language),
        author="" if one.author is None else _name(directory, one.author),
        published=door.instant(one.published_at),
        published_by=known.name if known else one.published_by,
        is_known=known is not None,
        hash=one.hash,
        cases=line.cases,
        running=line.running,
        older=below[one.version],
    )


def _name(directory: Directory, person: PersonId) -> str:
    found = directory.people.get(person)
    return person if found is None else found.name


@router.get("/sops/{sop}/diff", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_diff(door: AtDoor, sop: str) -> Response:
    """Show what changed from one version to another: in words, and on the matrix.

    Raises:
        NotFound: no such SOP, or one of the versions is not published.
    """
    name = sop_named(sop)
    listed = sop_library.published(door.database, name)
    newest = listed[0].version
    new = _number(door.asked("to")) or newest
    old = _number(door.asked("from")) or max(new - 1, listed[-1].version)
    told = sop_library.difference(door.database, name, old, new)
    return door.show(
        "sop_diff.html",
        sop=sop,
        title=told.new.title.in_language(door.language),
        numbers=tuple(one.version for one in listed),
        old=old,
        new=new,
        told=changes_told(told, door.language),
    )


def _number(said: str) -> int:
    """The number that an address asks for; 0: none."""
    is_one = said.isascii() and said.isdecimal() and len(said) <= _LONGEST_NUMBER
    return int(said) if is_one else 0
