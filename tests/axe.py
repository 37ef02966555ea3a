"""The accessibility checker that npm brings (axe-core), run on a page that a browser shows.

Its source is given to the page by the browser itself, so that the page's own policy, which allows
no foreign script, stays as it is.
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

import web

SOURCE = Path(web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""What a swap of colours can break; every other rule reads what is the same in both themes."""
_RUN = """async ([type, values]) => {
  const asked = {runOnly: {type, values}, resultTypes: ['violations']};
  const found = (await axe.run(document, asked)).violations;
  const told = node => [node.target.join(' '), node.html.slice(0, 160), node.failureSummary];
  return found.map(one => [one.id, one.help, one.nodes.slice(0, 4).map(told)]);
}"""


@cache
def _source() -> str:
    return SOURCE.read_text("utf-8")


def violations(page: Page, *, only_colours: bool = False) -> list[object]:
    """What the page does wrong, by rule: the rule, what it asks, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    asked = ["rule", list(OF_COLOURS)] if only_colours else ["tag", list(RULES)]
    found: list[object] = page.evaluate(_RUN, asked)
    return found
