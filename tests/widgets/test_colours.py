"""Colours: what stands in one panel can be told apart without them, or by readers who lack a kind of cone."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from actlib.explorables import all_scenes
from actlib.widgets import picture
from actlib.widgets.marks import PATTERNS, Area, Line, Map, Points, Rule

CSS, SCRIPT = (Path(picture.__file__).with_name(f"explorable.{kind}").read_text("utf-8") for kind in ("css", "mjs"))
PAPERS = dict(zip(("light", "dark"), re.findall(r"--paper: (#\w+)", CSS)[:2], strict=True))
HUES = {
    scheme: re.findall(r"--c\d: (#[0-9a-f]{6})", block)
    for scheme, block in zip(PAPERS, re.findall(r"(?:--c\d: #[0-9a-f]{6};? ?)+", CSS)[:2], strict=True)
}
SIGHTS = [None, "protanomaly", "deuteranomaly", "tritanomaly"]
(FILL,) = map(float, re.findall(r"fill-opacity: ([\d.]+)", CSS))
NOTICED = 10
"""A difference in CAM02-UCS, where 1 is about the least that can be noticed side by side."""


def numbers(hue):
    """Return red, green and blue of a hexadecimal colour, from 0 to 1."""
    digits = hue[1:] if len(hue) == 7 else "".join(2 * digit for digit in hue[1:])
    return np.array([int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)])


def seen(colour, sight):
    """Return a colour as seen with one kind of cone missing, by Machado, Oliveira and Fernandes (2009)."""
    if sight:
        space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
        colour = np.clip(cspace_convert(colour, space, "sRGB1"), 0, 1)
    return colour


def apart(one, other, sight):
    return deltaE(seen(one, sight), seen(other, sight), input_space="sRGB1")


def panels(*kinds):
    """Return the panels of the book that have several marks of these kinds."""
    scenes = [make().scene for make in all_scenes()]
    places = [(f"{scene.name}-{i}", panel) for scene in scenes for i, panel in enumerate(scene.panels)]
    return [
        pytest.param(panel, id=name) for name, panel in places if sum(isinstance(m, kinds) for m in panel.marks) > 1
    ]


def test_both_front_ends_have_the_same_hues_and_one_for_each_number():
    assert tuple(HUES["light"]) == picture.PALETTE
    assert len(HUES["dark"]) == len(HUES["light"])


def test_no_two_patterns_look_alike_in_either_front_end():
    dashes = re.findall(r"explorable-pattern-\d \{ --d: ([^;]+);", CSS)
    dots = re.findall(r'"(m[^"]+)"', re.search(r"const DOTS = \[(.*?)\];", SCRIPT, re.DOTALL)[1])
    for looks in (dashes, dots, picture.DASHES, picture.DOTS):
        assert len(looks) == len(set(looks)) == PATTERNS


@pytest.mark.parametrize("panel", panels(Line, Rule, Points, Area))
def test_marks_of_a_panel_differ_without_their_colours(panel):
    """Marks of one colour and dash are parts of one thing; the others differ in kind, dashes, shape or fill."""
    looks = {}
    for mark in panel.marks:
        if isinstance(mark, Map):
            continue
        hollow = mark.dash if isinstance(mark, Points) else None
        kind = Line if isinstance(mark, Rule) else type(mark)
        key = kind, panel.pattern_of(mark), hollow
        assert looks.setdefault(key, (panel.color_of(mark), mark.dash)) == (panel.color_of(mark), mark.dash)


@pytest.mark.parametrize("scheme", HUES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("panel", panels(Area))
def test_areas_of_a_panel_differ_for_every_sight(panel, sight, scheme):
    hues = {HUES[scheme][panel.color_of(mark)] for mark in panel.marks if isinstance(mark, Area)}
    fills = [FILL * numbers(hue) + (1 - FILL) * numbers(PAPERS[scheme]) for hue in hues]
    for one, other in combinations(fills, 2):
        assert apart(one, other, sight) > NOTICED


@pytest.mark.parametrize("scheme", HUES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_hue_stands_out_from_the_paper(scheme, sight):
    for hue in HUES[scheme]:
        assert apart(numbers(hue), numbers(PAPERS[scheme]), sight) > 3 * NOTICED


@pytest.mark.parametrize("scheme", HUES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_ends_of_a_map_differ_from_each_other_and_from_the_paper(scheme, sight):
    paper = numbers(PAPERS[scheme])
    ends = [paper + picture.TINT * (numbers(hue) - paper) for hue in HUES[scheme][:2]]
    for one, other in combinations([*ends, paper], 2):
        assert apart(one, other, sight) > 2 * NOTICED


def test_both_front_ends_tint_a_map_alike():
    assert f"fill-opacity: calc({picture.TINT} * var(--tint))" in CSS
