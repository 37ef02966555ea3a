"""`alur watch` notices what is due; once, or until it is stopped."""

import json
import signal
import subprocess
import sys

from terminal import Terminal


def test_what_is_due_is_looked_at_once(terminal: Terminal) -> None:
    told = terminal.do("watch", "--once")
    facts = json.loads(terminal.do("watch", "--once", "--json"))

    assert "cases looked at" in told
    assert (facts["looked"], facts["recorded"], facts["unjudged"]) == (0, 0, 0)


def heed_ctrl_c() -> None:
    """Of tests in the background it is ignored, and what they start would ignore it as well."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_it_watches_until_it_is_stopped_and_then_says_what_it_did(terminal: Terminal) -> None:
    line = [sys.executable, "-m", "api.cli", "watch"]
    watching = subprocess.Popen(  # noqa: S603  # ourselves
        line,
        env={"ALUR_DATABASE_URL": terminal.url},
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509  # it only sets a signal
    )
    assert watching.stdout is not None
    first = watching.stdout.readline()

    watching.send_signal(signal.SIGINT)
    rest = watching.stdout.read()
    code = watching.wait(20)
    watching.stdout.close()

    assert "Watching" in first
    assert "cases looked at" in rest
    assert code == 0
