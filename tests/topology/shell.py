"""Programs that end by themselves."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with these settings on top of the environment."""
    environment: Mapping[str, str] = os.environ | settings  # noqa: TID251  # handed on
    return subprocess.run(  # noqa: S603  # our own words
        [str(word) for word in words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
