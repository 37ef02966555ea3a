"""Which tests one worker runs together: what they share is made once, not by each worker."""

from collections.abc import Iterable

import pytest

_WIDER = {"class", "module", "package"}
_DEMONSTRATION = "stage"


def keep_together(items: Iterable[pytest.Item]) -> None:
    """Those of a file that share a fixture, and all that look at the demonstration played."""
    for item in items:
        if next(item.iter_markers("xdist_group"), None) is not None:
            continue
        shared = item._fixtureinfo.name2fixturedefs
        if _DEMONSTRATION in shared:
            item.add_marker(pytest.mark.xdist_group(_DEMONSTRATION))
        elif any(one.scope in _WIDER for all_of in shared.values() for one in all_of):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
