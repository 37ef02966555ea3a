"""What an automated step's action takes and gives, as far as an SOP can be checked against it.

Parameters are written as text in a definition (`with:`). What kind of text, the check of the
definition holds them to, so that no case ever meets a parameter that cannot be used.
"""

from enum import StrEnum

from engine.core.text import Frozen, Text


class ParameterKind(StrEnum):
    """What the text of a parameter must be."""

    LINE = "line"
    """Words of one line, taken as they are."""
    MESSAGE = "message"
    """Words in which `{form.usaha}`, `{result.nomor.number}` and the like stand for facts."""
    JSON = "json"
    """JSON text; facts may stand within its strings: `{"nama": "{form.nama}"}`."""
    FACT = "fact"
    """The name of one fact: `form.usaha`, `result.nomor.number`, `applicant.contact`."""
    ROLE = "role"
    """A role of the SOP."""
    CHOICE = "choice"
    """One of the choices."""
    NUMBER_FORMAT = "number_format"
    """How a register writes its numbers: `{number:03}/KEC/{month}/{year}`."""
    ADDRESS = "address"
    """An https (or http) address; after its host it may hold facts, as a message does."""
    TEMPLATE = "template"
    """The name of a document template of the library."""
    KEY = "key"
    """A name in lower case letters, digits and hyphens, such as that of a register."""


class Parameter(Frozen, frozen=True, kw_only=True):
    """One parameter; `choices` where its kind is a choice; `default` where it may be left out."""

    id: str
    title: Text
    kind: ParameterKind = ParameterKind.LINE
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""


class ActionSpec(Frozen, frozen=True, kw_only=True):
    """An action by name: what it is for, the parameters it takes, the results it gives.

    `outward`: it reaches other systems or people, so training never runs it, only its twin.
    """

    name: str
    title: Text
    parameters: tuple[Parameter, ...] = ()
    results: tuple[str, ...] = ()
    outward: bool = False

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((one for one in self.parameters if one.id == name), None)
