"""Losses of logits: for every run its mean over the examples, and its gradient at the logits."""

import numpy as np

from actlib.activations.exponential import softplus
from actlib.activations.sigmoidal import sigmoid
from actlib.simplex import log_softmax


def squared(logits, y):
    """Half the squared distance to the targets, summed over the outputs.

    Parameters
    ----------
    logits : ndarray, (runs, examples, outputs)
        What the network puts out.
    y : ndarray, (examples, outputs) or (runs, examples, outputs)
        As `targets` makes them.

    Returns
    -------
    tuple of ndarray
        The losses (runs,), and their gradients at the logits.

    Examples
    --------
    >>> squared(np.array([[[3.0, 1.0]]]), np.array([[1.0, 1.0]]))
    (array([2.]), array([[[2., 0.]]]))
    """
    error = logits - y
    return _mean((error * error).sum(axis=-1) / 2), error / logits.dtype.type(logits.shape[-2])


def binary(logits, y):
    """Cross-entropy of independent yes-or-no outputs, whose probability is the sigmoid of the logit.

    Parameters
    ----------
    logits, y : ndarray
        As in `squared`.

    Returns
    -------
    tuple of ndarray
        As of `squared`.

    Examples
    --------
    >>> binary(np.array([[[0.0]]]), np.array([[1.0]]))
    (array([0.69314718]), array([[[-0.5]]]))
    """
    losses = (softplus(logits) - y * logits).sum(axis=-1)
    return _mean(losses), (sigmoid(logits) - y) / logits.dtype.type(logits.shape[-2])


def softmax(logits, y):
    """Cross-entropy of one choice among the outputs, whose probabilities are the softmax of the logits.

    Parameters
    ----------
    logits, y : ndarray
        As in `squared`.

    Returns
    -------
    tuple of ndarray
        As of `squared`.

    Examples
    --------
    >>> softmax(np.array([[[0.0, 0.0]]]), np.array([[0.0, 1.0]]))
    (array([0.69314718]), array([[[ 0.5, -0.5]]]))
    """
    logs = log_softmax(logits)
    return _mean(-(y * logs).sum(axis=-1)), (np.exp(logs) - y) / logits.dtype.type(logits.shape[-2])


LOSSES = {"squared": squared, "binary": binary, "softmax": softmax}
"""The losses by name."""


def targets(loss, y, outputs, dtype):
    """Return targets as a loss wants them: (examples, outputs).

    Parameters
    ----------
    loss : str
        A name of `LOSSES`.
    y : array_like
        For "squared" and "binary": numbers, (examples, outputs), or (examples,) if there is one output. For "softmax":
        integer classes (examples,), or probabilities (examples, outputs).
    outputs : int
        Of the network.
    dtype : dtype
        Of the result.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        If the loss has no such name, or the targets do not fit.

    Examples
    --------
    >>> targets("softmax", [1, 0], 3, np.float32)
    array([[0., 1., 0.],
           [1., 0., 0.]], dtype=float32)
    >>> targets("binary", [1, 0], 1, np.float64)
    array([[1.],
           [0.]])
    """
    if loss not in LOSSES:
        raise ValueError(f"loss is {loss!r}; it must be one of {', '.join(LOSSES)}")
    y = np.asarray(y)
    if loss == "softmax" and y.dtype.kind in "iu":
        if y.size and not (0 <= y.min() and y.max() < outputs):
            raise ValueError(
                f"y has classes from {y.min()} to {y.max()}; with {outputs} outputs, use 0 to {outputs - 1}"
            )
        return np.eye(outputs, dtype=dtype)[y]
    if outputs == 1 and y.ndim == 1:
        y = y[:, np.newaxis]
    if y.ndim != 2 or y.shape[1] != outputs:
        raise ValueError(f"y has shape {y.shape}; it must be (examples, {outputs})")
    return y.astype(dtype)


def accuracy(loss, logits, y):
    """Return for each run the share of examples that are classified as the targets say.

    Parameters
    ----------
    loss : str
        Which of `LOSSES`: with "softmax" the largest logit decides, else the nearer of 0 and 1.
    logits, y : ndarray
        As that loss has them.

    Returns
    -------
    ndarray, (runs,)

    Examples
    --------
    >>> accuracy("binary", np.array([[[-2.0], [3.0]]]), np.array([[0.0], [0.0]]))
    array([0.5])
    """
    if loss == "softmax":
        right = logits.argmax(axis=-1) == y.argmax(axis=-1)
    else:
        right = ((logits > (0 if loss == "binary" else 0.5)) == (y > 0.5)).all(axis=-1)
    return right.mean(axis=-1)


def _mean(losses):
    return losses.mean(axis=-1, dtype=np.float64)
