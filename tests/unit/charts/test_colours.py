"""Contrast by WCAG 2.2, measured on the style sheets themselves."""

import itertools
import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[3] / "pmkb" / "render" / "assets"
CSS = "".join((ASSETS / name).read_text("utf-8") for name in ("pmkb.css", "charts.css"))


def _variables(dark: bool) -> dict[str, str]:
    """The custom properties that are plain colours; those for screens in the dark come second."""
    form = re.compile(r"--(pmkb-[\w-]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?);")
    light: dict[str, str] = {}
    for block in re.findall(r"^:root \{(.*?)\}", CSS, re.DOTALL | re.MULTILINE):
        light.update(form.findall(block))
    if not dark:
        return light
    for block in re.findall(r':root\[data-scheme="dark"\],.*?\{(.*?)\}', CSS, re.DOTALL):
        light.update(form.findall(block))
    return light


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(text: str) -> tuple[float, ...]:
    digits = text[1:] if len(text) == 7 else "".join(each * 2 for each in text[1:])
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


both_schemes = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@both_schemes
@pytest.mark.parametrize(
    "name", ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "frame", "act", "watch", "good", "unknown"]
)
def test_marks_stand_out_from_the_page(dark: bool, name: str) -> None:
    colours = _variables(dark)
    assert _contrast(_rgb(colours[f"pmkb-{name}"]), _rgb(colours["pmkb-paper"])) >= 3


@both_schemes
def test_neighbours_in_the_palette_differ_in_lightness(dark: bool) -> None:
    colours = _variables(dark)
    shades = [_rgb(colours[f"pmkb-c{at}"]) for at in range(1, 7)]
    for one, other in itertools.pairwise(shades):
        assert _contrast(one, other) >= 1.2


@both_schemes
def test_words_in_cells_can_be_read(dark: bool) -> None:
    colours = {name: _rgb(value) for name, value in _variables(dark).items()}
    hue, paper, ink = colours["pmkb-c1"], colours["pmkb-paper"], colours["pmkb-ink"]
    depths = [int(each) / 100 for each in re.findall(r"var\(--pmkb-c1\) (\d+)%", CSS)]
    assert len(depths) == 4
    for depth in depths:
        cell = tuple(a * depth + b * (1 - depth) for a, b in zip(hue, paper, strict=True))
        assert _contrast(cell, ink) >= 4.5
    assert _contrast(hue, paper) >= 4.5
    for level in ("act", "watch", "good", "unknown"):
        assert _contrast(colours[f"pmkb-{level}"], colours[f"pmkb-{level}-wash"]) >= 4.5


MATERIAL = {False: ("#ffffff", "#4051b5"), True: ("#1e2129", "#5488e8")}
"""Material's page and link in its light scheme and in slate, which take the place of ours."""


@both_schemes
@pytest.mark.parametrize("theme", ["pmkb", "material"])
def test_words_can_be_read_on_the_page_and_on_grey(dark: bool, theme: str) -> None:
    colours = _variables(dark)
    if theme == "material":
        colours["pmkb-paper"], colours["pmkb-link"] = MATERIAL[dark]
    names = ("ink", "soft", "link", "act", "watch", "good", "unknown")
    low = {
        (name, ground): round(found, 2)
        for name in names
        for ground in ("paper", "wash")
        if (found := _contrast(_rgb(colours[f"pmkb-{name}"]), _rgb(colours[f"pmkb-{ground}"])))
        < 4.5
    }
    assert low == {}


@both_schemes
def test_signs_that_stand_on_their_colour_and_findings_can_be_read(dark: bool) -> None:
    colours = {name: _rgb(value) for name, value in _variables(dark).items()}
    for level in ("act", "watch", "good", "unknown"):
        wash = colours[f"pmkb-{level}-wash"]
        assert _contrast(colours["pmkb-paper"], colours[f"pmkb-{level}"]) >= 4.5
        assert _contrast(colours["pmkb-ink"], wash) >= 4.5


@both_schemes
def test_edges_of_fields_and_the_focus_stand_out(dark: bool) -> None:
    colours = {name: _rgb(value) for name, value in _variables(dark).items()}
    for name in ("soft", "frame", "link"):
        for ground in ("paper", "wash"):
            assert _contrast(colours[f"pmkb-{name}"], colours[f"pmkb-{ground}"]) >= 3
