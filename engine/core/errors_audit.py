"""Refusals about proofs of the history: a branch of the tree in `engine.core.errors`.

Import them from there.
"""

from engine.core.errors_base import AlurError, Conflict, InputRefused


class NoteRefused(InputRefused):
    """The text is no signed note. `line` counts from 1, `why` goes on from "it"."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.why = line, why
        self.hint = "Copy it whole, as it was published: https://c2sp.org/tlog-checkpoint."
        super().__init__({f"line {line}": why})


class TreeNotExtended(AlurError):
    """The history does not go on from the checkpoint that was published.

    `published` and `size` are numbers of entries.
    """

    def __init__(self, *, published: int, size: int) -> None:
        self.published, self.size = published, size
        self.hint = (
            "Touch nothing and keep the published file: docs/checkpoints.md says what to do."
        )
        if size < published:
            found = f"here there are only {size}"
        else:
            found = f"the first {published} of the {size} here are others"
        super().__init__(f"A checkpoint over {published} entries was published; {found}.")


class SigningKeyRetired(Conflict):
    """The signing key here is not the one that is published, which `known` verifies."""

    def __init__(self, known: str) -> None:
        self.known = known
        self.hint = (
            "Give it the key that is published; where that is lost, `alur checkpoint rotate --lost`"
            " begins with another."
        )
        super().__init__(f"The signing key here is not that of {known}, which is published.")
