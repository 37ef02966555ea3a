"""What a page's form is acted on with: who sent it, what it says, and the desk it comes to.

A form carries `csrf` (judged before the route) and `key`, made anew for each form shown: sent
twice, it is done once.
"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends
from msgspec.structs import replace
from starlette.responses import RedirectResponse

from api.deps import AtCase, Desk
from engine.core.commands import AnyCommand
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.views import Receipt
from engine.settings import Settings
from web.door import AtDoor, Door
from web.forms import Form, Sent
from web.visitor import Me, Visitor

KEY_FIELD = "key"
_LONGEST_KEY = 80


class FormAct(Frozen, frozen=True, kw_only=True):
    """A form on its way to become an act. `desk` acts in the sender's name, within their reach."""

    door: Door
    me: Visitor
    form: Form
    desk: Desk

    @property
    def database(self) -> Database:
        """Where the cases live."""
        return self.door.database

    @property
    def settings(self) -> Settings:
        """The installation's."""
        return self.door.settings

    @property
    def at(self) -> datetime:
        """When it is acted; aware UTC."""
        return self.desk.at

    @property
    def key(self) -> str | None:
        """What tells one form from another, so that it is done once; None where it carries none."""
        said = self.form.one(KEY_FIELD)
        return f"form {self.me.person} {said}" if 0 < len(said) <= _LONGEST_KEY else None

    def carry_out(self, command: AnyCommand) -> Receipt:
        """The command done, once, however often the form is sent.

        Raises:
            NotFound: there is no such case within reach.
            CommandRefused: a rule says no.
        """
        return replace(self.desk, key=self.key).carry_out(command)

    def go(self, path: str, **asked: object) -> RedirectResponse:
        """On to another page of ours, in the reader's language."""
        return self.door.go(self.door.links.at(path, **asked))


def form_act(door: AtDoor, me: Me, form: Sent, desk: AtCase) -> FormAct:
    """A form that somebody who is signed in has sent."""
    return FormAct(door=door, me=me, form=form, desk=desk)


AtForm = Annotated[FormAct, Depends(form_act)]
