"""What automated steps can do: names, parameters and results, known when an SOP is compiled.

The handlers themselves live in `engine.runtime.actions`, one file each; a test holds the two
lists equal.
"""

from collections.abc import Mapping

from engine.core.text import Text
from engine.sop.registers import ActionEntry

ACTIONS: Mapping[str, ActionEntry] = {
    "issue_number": ActionEntry(
        title=Text(id="Memberi nomor dari register", en="Issue a number from a register"),
        parameters={"register": True, "format": False},
        results=("number",),
    ),
}
