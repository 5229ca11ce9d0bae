"""Gradient descent in its usual forms, over all parameters of all runs at once. The arithmetic is PyTorch's."""

import numpy as np


class _Optimizer:
    """What the optimizers share: a rate for each run, weight decay, and the work arrays.

    Parameters
    ----------
    rate : float or sequence of float
        Learning rate: one for all runs, or one a run.
    weight_decay : float or pair of float
        Times the parameter, added to its gradient: for all parameters, or (for weights, for all others).
    """

    def __init__(self, rate, weight_decay=0.0):
        self.rate, self.weight_decay = np.array(rate, np.float64), weight_decay
        if self.rate.ndim > 1 or not (self.rate >= 0).all():
            raise ValueError(f"rate is {rate!r}; it must be a number of at least 0, or one a run")
        if np.shape(weight_decay) not in ((), (2,)):
            raise ValueError(f"weight_decay is {weight_decay!r}; it must be a number, or (for weights, for the others)")
        self._state = None

    def step(self, net):
        """Move the parameters of a network that has just computed its gradients.

        Parameters
        ----------
        net : MLP
            Always the same one: what momentum there is belongs to it.
        """
        parameters, gradients = net.learning()
        if self._state is None:
            if self.rate.ndim and len(self.rate) != net.runs:
                raise ValueError(f"rate has {len(self.rate)} numbers for {net.runs} runs; it needs one each")
            self._rates = self.rate.astype(parameters.dtype).reshape(-1, 1)
            weights, others = np.broadcast_to(self.weight_decay, 2)
            self._decays = np.where(net.is_weight(), weights, others).astype(parameters.dtype)
            self._state = self._start(parameters)
        if self._state[0].shape != parameters.shape:
            raise ValueError(f"the optimizer was used for {self._state[0].shape} parameters, now {parameters.shape}")
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):  # a run that diverges is a result
            self._update(parameters, gradients, *self._state)

    def _decayed(self, parameters, gradients):
        return gradients + self._decays * parameters if self._decays.any() else gradients


class SGD(_Optimizer):
    """Gradient descent, plain or with momentum.

    Parameters
    ----------
    rate, weight_decay
        Learning rate: one for all runs, or one a run. Decay: for all parameters, or (for weights, for the others).
    momentum : float
        What is kept of the last step.
    nesterov : bool
        Whether the gradient counts as if the momentum had been applied already.

    Examples
    --------
    >>> from actlib.networks import MLP
    >>> net = MLP([1, 1], init=(0.0, 0.0))
    >>> net.gradients[...] = 1
    >>> optimizer = SGD(0.5, momentum=0.9)
    >>> for _ in range(2):
    ...     optimizer.step(net)
    >>> net.parameters.round(6)  # 0.5, then 0.5 (1 + 0.9)
    array([[-1.45, -1.45]], dtype=float32)
    """

    def __init__(self, rate, momentum=0.0, *, nesterov=False, weight_decay=0.0):
        super().__init__(rate, weight_decay)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum is {momentum!r}; it must be at least 0 and below 1")
        self.momentum, self.nesterov = momentum, nesterov

    def _start(self, parameters):
        return np.empty_like(parameters), np.zeros_like(parameters)

    def _update(self, parameters, gradients, work, velocity):
        gradients = self._decayed(parameters, gradients)
        if self.momentum:
            velocity *= velocity.dtype.type(self.momentum)
            velocity += gradients
            if self.nesterov:
                gradients = gradients + velocity.dtype.type(self.momentum) * velocity
            else:
                gradients = velocity
        np.multiply(gradients, self._rates, out=work)
        parameters -= work


class Adam(_Optimizer):
    """Adam (Kingma and Ba, 2015), and with ``decoupled=True`` AdamW (Loshchilov and Hutter, 2019).

    Parameters
    ----------
    rate, weight_decay
        Learning rate: one for all runs, or one a run. Decay: for all parameters, or (for weights, for the others).
    betas : pair of float
        What is kept of the running means of gradient and squared gradient.
    epsilon : float
        Added to the root of the latter.
    decoupled : bool
        Whether weight decay acts on the parameters, times the rate, instead of on the gradient.

    Examples
    --------
    >>> from actlib.networks import MLP
    >>> net = MLP([1, 1], init=(0.0, 0.0))
    >>> net.gradients[...] = 100, -0.01  # the first step is as long as the rate, whatever the gradient
    >>> Adam(0.5).step(net)
    >>> net.parameters.round(4)
    array([[-0.5,  0.5]], dtype=float32)
    """

    def __init__(self, rate=1e-3, betas=(0.9, 0.999), epsilon=1e-8, *, weight_decay=0.0, decoupled=False):
        super().__init__(rate, weight_decay)
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas are {betas!r}; each must be at least 0 and below 1")
        self.betas, self.epsilon, self.decoupled = betas, epsilon, decoupled

    def _start(self, parameters):
        self._count = 0
        return tuple(np.zeros_like(parameters) for _ in range(3))

    def _update(self, parameters, gradients, work, mean, square):
        self._count += 1
        kind, (first, second) = parameters.dtype.type, self.betas
        if self.decoupled:
            parameters -= self._rates * self._decays * parameters
        else:
            gradients = self._decayed(parameters, gradients)
        mean += kind(1 - first) * (gradients - mean)
        np.multiply(gradients, gradients, out=work)
        square *= kind(second)
        work *= kind(1 - second)
        square += work
        np.sqrt(square, out=work)
        work *= kind((1 - second**self._count) ** -0.5)
        work += kind(self.epsilon)
        np.divide(mean, work, out=work)
        work *= self._rates * kind(1 / (1 - first**self._count))
        parameters -= work
