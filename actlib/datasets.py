"""Small data to train on: spirals, blobs, circles, XOR, and the handwritten digits that scikit-learn ships.

Each function returns ``x, y``: float64 examples of mean 0 and variance 1, and their integer classes. Nothing is
fetched.

>>> x, y = spirals(100, seed=0)
>>> x.shape, y.shape, x.var(axis=0).round(6)
((100, 2), (100,), array([1., 1.]))
"""

import numpy as np

from actlib._extras import extra

__all__ = ["blobs", "circles", "digits", "spirals", "split", "xor"]


def spirals(n=200, *, turns=1.5, noise=0.1, seed=0):
    """Two spirals, one inside the other: classes 0 and 1 in turn.

    Parameters
    ----------
    n : int
        How many points.
    turns : float
        How often each arm goes round.
    noise : float
        Standard deviation of what is added to each coordinate; the arms reach out to 2 π turns.
    seed : int
        Decides the points.

    Returns
    -------
    tuple of ndarray
        x of shape (n, 2), y of shape (n,).

    Examples
    --------
    >>> x, y = spirals(4)
    >>> x.shape, y
    ((4, 2), array([0, 1, 0, 1]))
    """
    rng, y = np.random.default_rng(seed), np.arange(_count(n)) % 2
    angle = 2 * np.pi * turns * np.sqrt(rng.uniform(size=n))  # evenly spread along the arm
    arm = angle * np.stack([np.cos(angle + np.pi * y), np.sin(angle + np.pi * y)])
    return _standardised(arm.T + noise * rng.standard_normal((n, 2))), y


def blobs(n=300, *, centers=3, dimensions=2, spread=1.0, seed=0):
    """Gaussian clouds round random centres, by scikit-learn's `make_blobs`.

    Parameters
    ----------
    n : int
        How many points.
    centers : int
        How many clouds: the classes.
    dimensions : int
        Coordinates of a point.
    spread : float
        Standard deviation of a cloud; the centres are drawn from a cube of side 20.
    seed : int
        Decides the points.

    Returns
    -------
    tuple of ndarray
        x of shape (n, dimensions), y of shape (n,).

    Examples
    --------
    >>> x, y = blobs(6, centers=2, dimensions=3)
    >>> x.shape, np.bincount(y)
    ((6, 3), array([3, 3]))
    """
    with extra("experiments"):
        from sklearn.datasets import make_blobs

    x, y = make_blobs(_count(n), dimensions, centers=centers, cluster_std=spread, random_state=seed)
    return _standardised(x), y


def circles(n=200, *, noise=0.1, factor=0.5, seed=0):
    """A circle (class 0) round a smaller one (class 1), by scikit-learn's `make_circles`.

    Parameters
    ----------
    n : int
        How many points.
    noise : float
        Standard deviation of what is added to each coordinate; the outer radius is 1.
    factor : float
        The inner radius.
    seed : int
        Decides the points.

    Returns
    -------
    tuple of ndarray
        x of shape (n, 2), y of shape (n,).

    Examples
    --------
    >>> x, y = circles(100, noise=0.0)
    >>> radius = np.hypot(*x.T)
    >>> round(float(radius[y == 1].mean() / radius[y == 0].mean()), 6)
    0.5
    """
    with extra("experiments"):
        from sklearn.datasets import make_circles

    x, y = make_circles(_count(n), noise=noise, factor=factor, random_state=seed)
    return _standardised(x), y


def xor(n=200, *, noise=0.3, seed=0):
    """Four clouds at the corners of a square; opposite corners are of one class.

    Parameters
    ----------
    n : int
        How many points; with ``n=4`` and no noise, the four corners themselves.
    noise : float
        Standard deviation of a cloud; the square's side is 2.
    seed : int
        Decides the points.

    Returns
    -------
    tuple of ndarray
        x of shape (n, 2), y of shape (n,).

    Examples
    --------
    >>> x, y = xor(4, noise=0)
    >>> x.tolist(), y.tolist()
    ([[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]], [0, 1, 1, 0])
    """
    corner = np.arange(_count(n)) % 4
    bits = np.stack([corner % 2, corner // 2], axis=1)
    x = 2 * bits - 1 + noise * np.random.default_rng(seed).standard_normal((n, 2))
    return _standardised(x), bits.sum(axis=1) % 2


def digits():
    """The 1797 handwritten digits of 8 × 8 pixels of the UCI repository, from scikit-learn's own files.

    All pixels are shifted and scaled together, so that the image stays an image and pixels that are always white stay
    equal.

    Returns
    -------
    tuple of ndarray
        x of shape (1797, 64), y of shape (1797,) with classes 0 to 9.

    Examples
    --------
    >>> x, y = digits()
    >>> x.shape, y[:10]
    ((1797, 64), array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    """
    with extra("experiments"):
        from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return (x - x.mean()) / x.std(), y


def split(x, y, *, test=0.25, seed=0):
    """Deal examples out at random into some to learn from and some to be tested on.

    Parameters
    ----------
    x, y : ndarray
        Examples and classes, along axis 0.
    test : float
        The share, between 0 and 1, that is kept for the test.
    seed : int
        Decides who goes where.

    Returns
    -------
    tuple of tuple of ndarray
        ``(x, y)`` to learn from and ``(x, y)`` to be tested on.

    Examples
    --------
    >>> (x, y), (x_test, y_test) = split(*spirals(100))
    >>> len(x), len(x_test)
    (75, 25)
    """
    if not 0 < test < 1:
        raise ValueError(f"test is {test!r}; it must be a share between 0 and 1")
    order = np.random.default_rng(seed).permutation(len(x))
    kept, shown = np.split(order, [round(test * len(x))])
    return (x[shown], y[shown]), (x[kept], y[kept])


def _count(n):
    if n != int(n) or n < 2:
        raise ValueError(f"n is {n!r}; it must be an integer of at least 2")
    return int(n)


def _standardised(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)
