"""Differences against known derivatives, the residuals of the catalogue, and wrong derivatives that must be seen."""

import dataclasses
import math

import numpy as np
import pytest

import actlib as act
from actlib import _differences as differences

FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
X = np.linspace(-3, 3, 41)


@pytest.mark.parametrize(
    ("f", "slope", "curvature"),
    [
        (np.sin, np.cos, lambda x: -np.sin(x)),
        (np.exp, np.exp, np.exp),
        (lambda x: x**7, lambda x: 7 * x**6, lambda x: 42 * x**5),
    ],
    ids=["sin", "exp", "seventh power"],
)
def test_differences_are_the_derivatives(f, slope, curvature):
    np.testing.assert_allclose(differences.first(f, X), slope(X), rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(differences.second(f, X), curvature(X), rtol=1e-7, atol=1e-7)


def test_extrapolation_is_exact_for_polynomials_of_the_degree_that_it_removes():
    x = np.array([0.0, 0.5, 1.0])
    np.testing.assert_allclose(differences.first(lambda t: t**8, x), 8 * x**7, rtol=0, atol=1e-11)


@FUNCTIONS
def test_the_grid_keeps_its_distance_from_kinks(f):
    x = differences.grid(f)
    assert x.size >= 200
    assert all(np.abs(x - kink).min() > differences.STEPS[0] for kink in f.facts.kinks)


@FUNCTIONS
def test_formulas_agree_with_differences(f):
    slope, curvature = differences.residuals(f, differences.grid(f))
    assert slope.max() < differences.AGREEMENT
    assert curvature.max() < differences.CURVATURE_AGREEMENT


@FUNCTIONS
def test_a_derivative_that_is_wrong_in_the_eighth_digit_is_seen(f):
    def tilted(x, **parameters):
        return f.derivative_kernel(x, **parameters) + 1e-8 * np.cos(x)

    wrong = dataclasses.replace(f, derivative_kernel=tilted, joint_kernel=None)
    slope, _ = differences.residuals(wrong, differences.grid(f))
    assert slope.max() > differences.AGREEMENT


def test_a_second_derivative_that_is_wrong_is_seen():
    def waved(x):
        return act.tanh.derivative_kernel(x) + 1e-6 * np.sin(x)

    wrong = dataclasses.replace(act.tanh, derivative_kernel=waved, joint_kernel=None)
    assert differences.residuals(wrong, differences.grid(wrong))[1].max() > differences.CURVATURE_AGREEMENT


def test_a_wrong_derivative_is_told_in_the_table():
    wrong = dataclasses.replace(act.relu, derivative_kernel=lambda x: np.where(x > 0, 1.0, 0.25), joint_kernel=None)
    table = differences.derivative_table([wrong])
    row = dict(zip([column.title for column in table.columns], table.rows()[0], strict=True))
    assert row["Residual of f'"] == "2.5e-01"
    assert row["Residual of f''"] == "below 1e-07"


@FUNCTIONS
def test_the_second_derivative_has_the_sign_that_convexity_asks_for(f):
    curvature = differences.first(f.derivative, differences.grid(f))
    signs = {"affine": (0, 0), "convex": (0, math.inf), "concave": (-math.inf, 0), "neither": (-math.inf, math.inf)}
    low, high = signs[f.facts.convexity]
    assert low - 1e-9 <= curvature.min()
    assert curvature.max() <= high + 1e-9
