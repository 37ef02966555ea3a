"""An action that takes its time, brought by a package of its own as anybody's would be.

Each time that it runs it writes a line at its beginning and at its end into the file that the
environment names, so that a test sees what was run, whatever was put on record.
"""

import os
import time
from pathlib import Path

from engine.actions.action import Action, ActionRun, Outcome, Outside
from engine.core.action_spec import ActionSpec, Parameter
from engine.core.text import Text

STAMPS = "SLOW_STAMPS"
ENTRY_POINT = "[alur.actions]\nslow_stamp = slow_stamp:ACTION\n"


def stamp(run: ActionRun, _: Outside) -> Outcome:
    _note("begun", run)
    time.sleep(float(run.said("seconds")))
    _note("ended", run)
    return Outcome(result={"mark": f"cap-{run.key}"})


def _note(word: str, run: ActionRun) -> None:
    line = f"{word} {run.case} {run.activation} {run.attempt}\n"
    with Path(os.environ[STAMPS]).open("a") as stamps:  # noqa: TID251  # not a setting of Alur
        stamps.write(line)


ACTION = Action(
    spec=ActionSpec(
        name="slow_stamp",
        title=Text(id="Mencap pelan-pelan", en="Stamp slowly"),
        parameters=(Parameter(id="seconds", title=Text(id="Detik"), required=True),),
        results=("mark",),
    ),
    run=stamp,
    simulate=stamp,
)


def install(folder: Path) -> None:
    """Lay the package into a folder as an installer would; the folder then goes on the path."""
    about = folder / "slow_stamp-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-stamp\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINT)
    (folder / "slow_stamp.py").write_text(Path(__file__).read_text())
