"""The multilayer perceptron, batched over runs."""

import copy

import numpy as np

from actlib.networks.initialization import as_init
from actlib.networks.parts import Activate, BatchNorm, Dense, Residual, flattened, in_turn


class MLP:
    """As many networks of one shape as there are seeds, which compute and learn together.

    Parameters
    ----------
    widths : sequence of int
        Inputs, units of each hidden layer, outputs. The last layer is linear.
    activation : str, Activation, object, pair, or list of these
        Of all hidden layers, or one for each. Besides those of the catalogue: any object with
        ``value_and_derivative(z)``, or a pair ``(value, derivative)`` of callables, whose derivative need not be the
        true one (straight-through). It is called on arrays (runs, examples, units), so that units may differ.
    seeds : int or sequence of int
        One for each run. A seed decides its run's weights and batches, whatever the other runs are; the same seed draws
        the same numbers for every activation, so that comparisons are paired.
    init : str, Init or pair of float
        "lecun", "glorot", "he", "orthogonal", "matched" (the gain of the activation before the layer),
        "matched_orthogonal", "standard"; an `Init`; or ``(sigma_w, sigma_b)``.
    norm : None, "before" or "after"
        Batch normalisation before or after each activation.
    residual : None, "original" or "preactivation"
        Connections past `block` layers: as in He et al. (2016a), the activation behind the sum; or as in He et al.
        (2016b), before the weights. The first hidden layer leads to the common width and has none.
    block : int
        Layers in a residual block.
    bias : bool
        Whether there are biases; without, they are 0 and stay so.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    parameters, gradients : ndarray, (runs, parameters)
        All of them; `weights`, `biases` and their gradients are views into these.
    hidden : list of Activate
        The hidden layers' activations; after `forward` each has `z`, `value` and `slope`, after `backward` also
        `delta`, the gradient of the loss at z.

    Examples
    --------
    >>> net = MLP([2, 16, 16, 1], "tanh", seeds=range(20))
    >>> [w.shape for w in net.weights]
    [(20, 2, 16), (20, 16, 16), (20, 16, 1)]
    >>> net(np.zeros((5, 2))).shape
    (20, 5, 1)
    """

    def __init__(
        self,
        widths,
        activation="relu",
        *,
        seeds=0,
        init="matched",
        norm=None,
        residual=None,
        block=2,
        bias=True,
        dtype=np.float32,
    ):
        self.widths = tuple(_whole("widths", width) for width in widths)
        if len(self.widths) < 2:
            raise ValueError(f"widths are {widths!r}; give inputs, units of the hidden layers and outputs")
        self.depth = len(self.widths) - 2
        self.seeds = tuple(_whole("seeds", seed, least=0) for seed in np.atleast_1d(seeds).tolist())
        self.runs = len(self.seeds)
        if not self.runs:
            raise ValueError("seeds is empty; give one for each run")
        self.activations = self._one_each(activation)
        self.init, self.norm, self.dtype = as_init(init), _among("norm", norm, "before", "after"), np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise ValueError(f"dtype is {dtype!r}; it must be float32 or float64")
        self.residual, self.block = _among("residual", residual, "original", "preactivation"), _whole("block", block)
        self.bias = bool(bias)
        self._parts = self._assembled()
        self._all = flattened(self._parts)
        self.dense, self.hidden = self._of(Dense), self._of(Activate)
        self._allocate()
        self.frozen = 0
        self._draw()

    def _one_each(self, activation):
        if not isinstance(activation, list):
            return [activation] * self.depth
        if len(activation) != self.depth:
            raise ValueError(f"activation has {len(activation)} entries for {self.depth} hidden layers")
        return activation

    def _of(self, kind):
        return [part for part in self._all if isinstance(part, kind)]

    def _assembled(self):
        """The parts in order. Hidden layer k has the weights k before it; `bend(k)` is what follows them."""
        pairs = zip(self.widths, self.widths[1:], strict=False)
        dense = [Dense(*pair, first=not k, bias=self.bias) for k, pair in enumerate(pairs)]

        def bend(k):
            before = [BatchNorm(self.widths[k + 1])] if self.norm == "before" else []
            after = [BatchNorm(self.widths[k + 1])] if self.norm == "after" else []
            return [*before, Activate(self.activations[k]), *after]

        if self.residual is None:
            inner = [part for k in range(self.depth) for part in (dense[k], *bend(k))]
            return [*inner, dense[-1]]
        hidden, starts = self.widths[1:-1], range(1, self.depth, self.block)
        if self.depth < 1 or (self.depth - 1) % self.block or len(set(hidden)) > 1:
            raise ValueError(
                f"hidden widths are {hidden}; residual blocks of {self.block} need one layer, then whole blocks, all "
                "of the same width"
            )
        parts = [dense[0], *(bend(0) if self.residual == "original" else [])]
        for start in starts:
            block, end = [], start + self.block - 1
            for k in range(start, start + self.block):
                if self.residual == "preactivation":
                    block += [*bend(k - 1), dense[k]]
                else:
                    block += [dense[k], *(bend(k) if k < end else [])]
            if self.residual == "preactivation":
                parts.append(Residual(block))
            else:  # the sum is taken behind the normalisation and before the activation
                tail = bend(end)
                cut = 1 if self.norm == "before" else 0
                parts += [Residual(block + tail[:cut]), *tail[cut:]]
        return [*parts, *(bend(self.depth - 1) if self.residual == "preactivation" else []), dense[-1]]

    def _allocate(self):
        """Make the two arrays of all parameters and gradients, and hand out views."""
        shapes = [shape for part in self._all for shape in part.shapes]
        sizes = [rows * columns for rows, columns in shapes]
        ends = np.cumsum(sizes)
        self.parameters, self.gradients = (np.zeros((self.runs, ends[-1]), self.dtype) for _ in range(2))
        spans = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
        views = [
            [whole[:, span].reshape(-1, *shape) for span, shape in zip(spans, shapes, strict=True)]
            for whole in (self.parameters, self.gradients)
        ]
        self._start = {}  # of each part, where its parameters begin
        self._weight_spans, place = [], 0
        for part in self._all:
            count = len(part.shapes)
            part.bind(*(of[place : place + count] for of in views))
            if count:
                self._start[id(part)] = spans[place].start
            if isinstance(part, Dense):
                self._weight_spans.append(spans[place])
            place += count

    def _draw(self):
        behind = [None, *self.activations]
        for run, seed in enumerate(self.seeds):
            rng = np.random.default_rng([0, seed])
            for part, f in zip(self.dense, behind, strict=True):
                part.weights[run], biases = self.init.draw(rng, part.inputs, part.outputs, f)
                part.biases[run] = biases if self.bias else 0

    @property
    def weights(self):
        """The weights of every layer, (runs, inputs, outputs), as views."""
        return [part.weights for part in self.dense]

    @property
    def biases(self):
        """The biases of every layer, (runs, 1, outputs), as views."""
        return [part.biases for part in self.dense]

    def __call__(self, x):
        """Return the logits (runs, examples, outputs) for examples (examples, inputs); nothing is remembered."""
        with np.errstate(over="ignore", invalid="ignore"):
            return in_turn("predict", self._parts, self._checked(x))

    def forward(self, x):
        """Return the logits for a batch to learn from, and keep what `backward` and `statistics` need.

        Parameters
        ----------
        x : array_like
            (examples, inputs), or (runs, examples, inputs) if every run has examples of its own.

        Returns
        -------
        ndarray, (runs, examples, outputs)

        Examples
        --------
        >>> net = MLP([2, 8, 1], "tanh", seeds=range(3))
        >>> net.forward(np.ones((5, 2))).shape, net.hidden[0].slope.shape
        ((3, 5, 1), (3, 5, 8))
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return in_turn("forward", self._parts, self._checked(x))

    def backward(self, delta):
        """Fill `gradients` from the gradient at the logits of the last `forward`.

        Parameters
        ----------
        delta : ndarray, (runs, examples, outputs)

        Examples
        --------
        >>> net = MLP([1, 1], seeds=0)
        >>> _ = net.forward([[2.0], [3.0]])
        >>> net.backward(np.ones((1, 2, 1), np.float32))
        >>> net.gradients  # of the weight, the sum of the inputs; of the bias, their number
        array([[5., 2.]], dtype=float32)
        """
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            in_turn("backward", self._parts[::-1], delta)

    def statistics(self, flat=0.01):
        """Return what the hidden layers did in the last `forward`, and `backward` if there was one.

        Parameters
        ----------
        flat : float
            Slopes below this count as flat: saturated.

        Returns
        -------
        dict of str to ndarray, (layers, runs)
            "mean" and "variance" of the activation's values; "zeros", the share of values that are 0; "flat", the share
            of slopes below `flat` in size; "dead", the share of units whose slope is 0 on every example, and "shut", of
            those where it is flat on every example; "gradient", the norm of the gradient of the layer's weights, and
            "delta", the rms of the gradient at its pre-activations, both nan before `backward`.

        Examples
        --------
        >>> net = MLP([2, 8, 8, 1], "relu", seeds=range(3))
        >>> _ = net.forward(np.ones((5, 2)))
        >>> {name: values.shape for name, values in net.statistics().items()}["dead"]
        (2, 3)
        """
        rows = [self._layer_statistics(*layer, flat) for layer in zip(self.dense, self.hidden, strict=False)]
        return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}

    def _layer_statistics(self, dense, layer, flat):
        size = np.abs(layer.slope)
        over, nothing = (-2, -1), np.full(self.runs, np.nan)
        delta = getattr(layer, "delta", None)
        with np.errstate(over="ignore", invalid="ignore"):
            return {
                "mean": layer.value.mean(over, np.float64),
                "variance": layer.value.var(over, np.float64),
                "zeros": (layer.value == 0).mean(over),
                "flat": (size < flat).mean(over),
                "dead": (size == 0).all(-2).mean(-1),
                "shut": (size < flat).all(-2).mean(-1),
                "gradient": nothing if delta is None else np.sqrt(_squares(dense.weights_gradient).sum(over)),
                "delta": nothing if delta is None else np.sqrt(_squares(delta).mean(over)),
            }

    def learning(self):
        """Return the parameters and gradients that an optimizer may touch: all but those of the first `frozen` layers.

        Returns
        -------
        tuple of ndarray, (runs, those parameters)

        Examples
        --------
        >>> net = MLP([2, 3, 1], seeds=range(4))
        >>> net.learning()[0].shape
        (4, 13)
        >>> net.frozen = 1
        >>> net.learning()[0].shape
        (4, 4)
        """
        start = self._first_learning()
        return self.parameters[:, start:], self.gradients[:, start:]

    def is_weight(self):
        """Return for each parameter of `learning` whether it is a weight, and not a bias or a part of a norm.

        Returns
        -------
        ndarray of bool

        Examples
        --------
        >>> MLP([2, 1, 1]).is_weight()
        array([ True,  True, False,  True, False])
        """
        mask = np.zeros(self.parameters.shape[1], bool)
        for span in self._weight_spans:
            mask[span] = True
        return mask[self._first_learning() :]

    def _first_learning(self):
        return self._start[id(self.dense[_whole("frozen", self.frozen, least=0)])] if self.frozen else 0

    def copy(self):
        """Return the same networks with parameters of their own.

        Returns
        -------
        MLP

        Examples
        --------
        >>> net = MLP([2, 1])
        >>> twin = net.copy()
        >>> twin.weights[0][...] = 0
        >>> bool((net.weights[0] != 0).all())
        True
        """
        twin = copy.copy(self)
        twin.__init__(
            self.widths,
            self.activations,
            seeds=self.seeds,
            init=self.init,
            norm=self.norm,
            residual=self.residual,
            block=self.block,
            bias=self.bias,
            dtype=self.dtype,
        )
        twin.parameters[...] = self.parameters
        twin.frozen = self.frozen
        for mine, other in zip(self._of(BatchNorm), twin._of(BatchNorm), strict=True):
            other.running_mean[...], other.running_variance[...] = mine.running_mean, mine.running_variance
        return twin

    def _checked(self, x):
        x = np.asarray(x, self.dtype)
        if x.ndim not in (2, 3) or x.shape[-1] != self.widths[0] or (x.ndim == 3 and len(x) != self.runs):
            raise ValueError(
                f"x has shape {x.shape}; it must be (examples, {self.widths[0]}), or ({self.runs}, examples, "
                f"{self.widths[0]})"
            )
        return x

    def __repr__(self):
        """Shape and activation."""
        return f"MLP({list(self.widths)}, {self.activations!r}, runs={self.runs})"


def _squares(array):
    return np.square(array, dtype=np.float64)


def _whole(name, value, least=1):
    if isinstance(value, bool) or value != int(value) or value < least:
        raise ValueError(f"{name} holds {value!r}; it must be an integer of at least {least}")
    return int(value)


def _among(name, value, *allowed):
    if value is not None and value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be None, {' or '.join(map(repr, allowed))}")
    return value
