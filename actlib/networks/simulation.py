"""Random networks as they are before training: the finite width beside the theory of `actlib.meanfield`."""

import numpy as np

from actlib.networks.mlp import MLP


def random_networks(f, sigma_w, sigma_b=0.0, depth=10, *, width=100, networks=20, samples=10, seed=0):
    """Return random networks after a forward pass of unit Gaussian inputs, and their layers' pre-activations.

    Parameters
    ----------
    f
        The activation, as `MLP` takes it.
    sigma_w, sigma_b : float
        Spread of the weights, times the root of the width, and of the biases.
    depth : int
        Layers of weights; the last has no activation behind it.
    width, networks, samples : int
        Units of every layer, how many networks, and how many inputs for each.
    seed : int
        Decides the inputs, and the weights.

    Returns
    -------
    tuple
        The `MLP`, and `depth` arrays of shape (networks, samples, width).

    Examples
    --------
    >>> net, pre_activations = random_networks("tanh", 1.5, depth=3, width=50)
    >>> len(pre_activations), pre_activations[-1].shape
    (3, (20, 10, 50))
    """
    seeds = range(seed * networks, (seed + 1) * networks)
    net = MLP([width] * (depth + 1), f, seeds=seeds, init=(sigma_w, sigma_b), dtype=np.float64)
    top = net.forward(np.random.default_rng([2, seed]).standard_normal((networks, samples, width)))
    return net, [*(layer.z for layer in net.hidden), top]


def simulated_profile(f, sigma_w, sigma_b=0.0, depth=10, *, seed=0, **options):
    """Return what `actlib.meanfield.expected_profile` does, by backpropagation through random networks.

    Parameters
    ----------
    f, sigma_w, sigma_b, depth, seed, **options
        As in `random_networks`. A Gaussian gradient comes from above; the mean square is taken over all networks and
        inputs.

    Returns
    -------
    ndarray, (depth,)
        The rms of the gradient at the pre-activations of every layer, that of the last being 1.

    Examples
    --------
    >>> simulated_profile("identity", 0.5, depth=3, width=500).round(2)
    array([0.25, 0.5 , 1.  ])
    """
    net, pre_activations = random_networks(f, sigma_w, sigma_b, depth, seed=seed, **options)
    top = np.random.default_rng([3, seed]).standard_normal(pre_activations[-1].shape)
    net.backward(top)
    rms = np.sqrt([np.mean(np.square(delta)) for delta in (*(layer.delta for layer in net.hidden), top)])
    return rms / rms[-1]
