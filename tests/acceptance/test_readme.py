"""The session in the README is run as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def session() -> list[tuple[str, str]]:
    """The commands of the README's console block, each with the output it promises."""
    (block,) = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    steps = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        more = [line[2:] for line in lines[1:] if line.startswith("> ")]
        promised = [line for line in lines[1:] if not line.startswith("> ")]
        steps.append(("\n".join([lines[0], *more]), "\n".join(promised)))
    return steps


def test_the_session_says_what_the_readme_promises(tmp_path: Path) -> None:
    (tmp_path / "sop_definitions").symlink_to(ROOT / "sop_definitions")
    steps = session()
    marked = "".join(f"{command}\nprintf '\\036'\n" for command, _ in steps[1:])
    programs = Path(sys.executable).parent

    run = subprocess.run(  # noqa: S603  # our own README
        ["/bin/sh", "-c", marked],
        cwd=tmp_path,
        env={
            "PATH": f"{programs}:{os.environ['PATH']}",  # noqa: TID251  # a shell needs one
            "ALUR_DATABASE_URL": "sqlite:///session.db",
            "COLUMNS": "250",
            "LC_ALL": "C.UTF-8",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    said = run.stdout.split("\036")
    assert len(steps) > 5
    for (command, promised), output in zip(steps[1:], said, strict=False):
        pattern = re.escape(promised.strip()).replace("…", ".*")
        assert re.fullmatch(pattern, output.strip(), re.DOTALL), f"$ {command}\n{output}"
