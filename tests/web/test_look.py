"""The colours of the pages can be read, in the light and in the dark."""

import re
from pathlib import Path

import pytest

import web

CSS = (Path(web.__file__).parent / "static/alur.css").read_text()

TEXT = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "sunk"),
    ("ink", "soft"),
    ("ink2", "paper"),
    ("ink2", "sunk"),
    ("ink2", "soft"),
    ("ink3", "paper"),
    ("ink3", "ground"),
    ("ink3", "sunk"),
    ("ink3", "soft"),
    ("pri", "paper"),
    ("pri", "ground"),
    ("pri", "sunk"),
    ("pri-hover", "paper"),
    ("on-pri", "pri"),
    ("on-bar", "bar"),
    ("bar2", "bar"),
    ("on-late", "late"),
    ("warn-ink", "warn-bg"),
    ("ok-ink", "paper"),
    ("hold", "paper"),
]
SHAPES = [
    ("line2", "paper"),
    ("pri", "paper"),
    ("ok", "paper"),
    ("late", "paper"),
    ("warn", "paper"),
    ("hold", "paper"),
    ("on-ok", "ok"),
    ("mark", "bar"),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", block))


LIGHT = tokens(re.search(r":root \{(.*?)\n\}", CSS, re.DOTALL)[1])
DARK = LIGHT | tokens(re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", CSS, re.DOTALL)[1])


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out_from_their_ground(theme, shape, ground):
    assert contrast(theme[shape], theme[ground]) >= 3


def test_nothing_is_fetched_from_elsewhere():
    assert all(one.startswith('"vendor/') for one in re.findall(r"url\(([^)]*)\)", CSS))
    assert "@import" not in CSS


def test_every_token_that_is_used_is_there():
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(LIGHT) | {"head", "body", "mono"}
