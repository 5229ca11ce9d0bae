"""Where slopes turn from rising to falling; and how features that bend in different ways carry on beyond the data."""

import numpy as np

import actlib as act

FAR = np.linspace(-20, 20, 20001)
NOISE = 1e-12
"""Steps of a slope below this, relative where slopes exceed 1, are rounding."""


def turns(f, z=FAR):
    """Return where the derivative of f turns along z, and +1 for each maximum, −1 for each minimum of it."""
    slope = f.derivative(z)
    step = np.diff(slope)
    moving = np.abs(step) > NOISE * np.maximum(1, np.abs(slope[1:]))
    place, sign = z[1:][moving], np.sign(step[moving])
    last = np.flatnonzero(np.diff(sign))
    return place[last], sign[last]


def never_turns(f):
    """Return whether the derivative of f only rises, or only falls, along `FAR`."""
    return turns(f)[0].size == 0


def bends_one_way(f):
    """Return whether f lies nowhere above, or nowhere below, its chords; told from values alone."""
    z, h = np.linspace(-20, 20, 2001), 0.03
    bend = f(z + h) - 2 * f(z) + f(z - h)
    noise = NOISE * np.maximum(1, np.abs(f(z)))
    return not ((bend > noise).any() and (bend < -noise).any())


def smooth(f):
    """Return whether f is continuously differentiable."""
    return f.facts.smoothness not in ("discontinuous", "C0")


def error_beyond(name, target, seeds=4, units=100, ridge=1e-3):
    """Fit random features to a target between −2 and 2; return the rms error from 2 to 4 in size, over all seeds."""
    f, near = act.get(name), np.linspace(-2, 2, 41)
    far = np.concatenate([-np.linspace(2, 4, 41), np.linspace(2, 4, 41)])
    squares = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        w, b = rng.normal(size=units), rng.uniform(-2, 2, size=units)
        seen, beyond = f(np.outer(near, w) + b), f(np.outer(far, w) + b)
        weights = np.linalg.solve(seen.T @ seen + ridge * np.eye(units), seen.T @ target(near))
        squares.append(np.mean((beyond @ weights - target(far)) ** 2))
    return float(np.sqrt(np.mean(squares)))
