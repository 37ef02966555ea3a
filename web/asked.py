"""A form as it is shown again: what was written, and what is wrong with it, field by field."""

from collections.abc import Mapping

from engine.core.text import Frozen


class Asked(Frozen, frozen=True, kw_only=True):
    """What stands in the fields, and what is said at those that have to be put right.

    `whole` is wrong with all of them together: it stands above, and every field is tied to it.
    """

    values: Mapping[str, str] = {}
    problems: Mapping[str, str] = {}
    whole: str = ""

    @property
    def first(self) -> str:
        """The field to begin with; empty where nothing is wrong."""
        return next(iter(self.problems), "")


UNTOUCHED = Asked()
