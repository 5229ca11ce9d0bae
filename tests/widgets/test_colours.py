"""Colours: what stands in one panel can be told apart without them, or by readers who lack a kind of cone."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from actlib.explorables import all_scenes
from actlib.widgets import picture
from actlib.widgets.marks import Area, Line, Map, Points, Rule

CSS = Path(picture.__file__).with_name("explorable.css").read_text(encoding="utf-8")
PAPERS = dict(zip(("light", "dark"), re.findall(r"--paper: (#\w+)", CSS)[:2], strict=True))
HUES = {
    scheme: re.findall(r"--c\d: (#[0-9a-f]{6})", block)
    for scheme, block in zip(PAPERS, re.findall(r"(?:--c\d: #[0-9a-f]{6};? ?)+", CSS)[:2], strict=True)
}
SIGHTS = [None, "protanomaly", "deuteranomaly", "tritanomaly"]
NOTICED = 10
"""A difference in CAM02-UCS, where 1 is about the least that can be noticed side by side."""


def seen(hue, sight):
    """Return a colour as seen with one kind of cone missing, by Machado, Oliveira and Fernandes (2009)."""
    digits = hue[1:] if len(hue) == 7 else "".join(2 * digit for digit in hue[1:])
    colour = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
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


@pytest.mark.parametrize("panel", panels(Line, Rule, Points))
def test_marks_of_a_panel_differ_without_their_colours(panel):
    """Marks of one colour and dash are parts of one thing; the others differ in dashes, shape or fill."""
    looks = {}
    for mark in panel.marks:
        if isinstance(mark, Area | Map):
            continue
        hollow = mark.dash if isinstance(mark, Points) else None
        key = isinstance(mark, Points), panel.pattern_of(mark), hollow
        assert looks.setdefault(key, (panel.color_of(mark), mark.dash)) == (panel.color_of(mark), mark.dash)


@pytest.mark.parametrize("scheme", HUES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("panel", panels(Area))
def test_areas_of_a_panel_differ_for_every_sight(panel, sight, scheme):
    hues = {HUES[scheme][panel.color_of(mark)] for mark in panel.marks if isinstance(mark, Area)}
    for one, other in combinations(hues, 2):
        assert apart(one, other, sight) > NOTICED


@pytest.mark.parametrize("scheme", HUES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_hue_stands_out_from_the_paper(scheme, sight):
    for hue in HUES[scheme]:
        assert apart(hue, PAPERS[scheme], sight) > 3 * NOTICED


@pytest.mark.parametrize("scheme", HUES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_the_ends_of_a_map_differ_from_each_other_and_from_the_paper(scheme, sight):
    paper = np.array(seen(PAPERS[scheme], None))
    low, high = (paper + picture.TINT * (np.array(seen(hue, None)) - paper) for hue in HUES[scheme][:2])
    ends = [seen("#" + "".join(f"{round(255 * part):02x}" for part in end), sight) for end in (low, high, paper)]
    for one, other in combinations(ends, 2):
        assert deltaE(one, other, input_space="sRGB1") > 2 * NOTICED


def test_both_front_ends_tint_a_map_alike():
    assert f"fill-opacity: calc({picture.TINT} * var(--tint))" in CSS
