"""Who is named in what somebody writes: `@person.id`."""

import re

from engine.core.ids import PersonId

MOST_MENTIONED = 20
"""Of one text: who names more, names a list and not people."""

_MENTION = re.compile(r"(?<![\w@.])@([A-Za-z0-9][A-Za-z0-9._@-]{0,79})")
_NOT_LAST = "._@-"
"""Such signs at the end belong to the sentence."""


def mentioned(text: str) -> tuple[PersonId, ...]:
    """The ids that are named, each once, in the order of the text; who they are is not known here.

    What stands in an address of mail (`ayu@kantor.id`) names nobody.
    """
    found = (PersonId(one.rstrip(_NOT_LAST)) for one in _MENTION.findall(text))
    return tuple(dict.fromkeys(found))[:MOST_MENTIONED]
