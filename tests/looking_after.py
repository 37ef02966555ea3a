"""Pages by which people, units and calendars are looked after: who there is, and how they read."""

import re
from datetime import timedelta

from front_desk import FrontDesk, join, open_accounts
from page_reading import Page
from serving import MORNING

from engine.core.ids import PersonId

DIAN = PersonId("dian.lestari")
"""An administrator of the whole office."""


def appoint_dian(desk: FrontDesk) -> None:
    join(desk.database, DIAN, "Dian Lestari", "alur:administrator")
    open_accounts(desk.database, DIAN)


def newcomer(desk: FrontDesk, person: str, name: str, role: str = "loket") -> PersonId:
    join(desk.database, PersonId(person), name, role)
    return PersonId(person)


def fields_of(answer) -> dict[str, str | None]:
    """What stands in the fields of a page."""
    return {str(one.get("name")): one.get("value") for one in Page(answer.text).all("input")}


def text(answer) -> str:
    assert answer.status_code == 200, Page(answer.text).text
    return Page(answer.text).text


def problem(answer, name: str) -> str:
    """What is said at a field, which is tied to it."""
    page = Page(answer.text)
    fields = [*page.all("input"), *page.all("select"), *page.all("textarea")]
    (field,) = [one for one in fields if one.get("id") == name]
    assert field["aria-invalid"] == "true"
    assert f"{name}-wrong" in str(field["aria-describedby"])
    return re.search(rf'id="{re.escape(name)}-wrong".*?<span>(.*?)</span>', answer.text)[1]


def day(days: int) -> str:
    """A day as a field of a form has it, so many from the day that it is in the tests."""
    return (MORNING + timedelta(days=days)).date().isoformat()
