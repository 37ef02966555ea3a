"""The words of `scripts/spread.py`. That it works, the tests beside this one show."""

import sys

import pytest
from topology.shell import ROOT, run

SCRIPT = ROOT / "scripts" / "spread.py"


@pytest.mark.parametrize("words", [[], ["down"], ["up", "--workers", "0"], ["up", "--webs", "17"]])
def test_words_that_cannot_be_meant_are_refused(words):
    done = run(sys.executable, SCRIPT, *words)

    assert done.returncode == 2
    assert done.stderr.startswith("usage: ")


def test_it_says_what_it_is_for():
    done = run(sys.executable, SCRIPT, "up", "--help")

    assert done.returncode == 0
    assert "--workers" in done.stdout
