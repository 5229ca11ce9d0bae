"""The record of an activation function: its value, its derivative, both at once, and what is known of it."""

import functools
import inspect
from dataclasses import dataclass, field, replace

import numpy as np

from actlib import _arrays, _broadcast, _docstrings, properties

REGISTRY = {}  # name -> Activation, in order of definition


@dataclass(eq=False, repr=False)
class Activation:
    """An activation function with its derivative and its facts; call it like a function.

    Made by the decorator `activation`; users find instances as ``actlib.relu`` and so on.

    Parameters
    ----------
    name, family : str
        The catalogue's name and the family file it is defined in.
    kernel : callable
        ``kernel(block, **parameters)``: the value on a one-dimensional float32 or float64 block.
    parameters : dict of str to Parameter
        In the order in which they may be given by position.
    formula, derivative_formula : str
        In LaTeX, of the variable x.
    references : tuple of str
        Keys of the book's bibliography.
    aliases : tuple of str
        Other names in use.
    torch, keras, jax : str
        The function's name in that framework, or "".
    declared : callable
        ``declared(**parameters)``: the `Facts` known in closed form or to full precision, or None where only
        measurement can tell (parameters for which nothing is tabulated).
    wide : bool
        Whether float32 is computed in float64, where float32 alone would lose digits.
    derivative_kernel, joint_kernel : callable
        Like `kernel`: the derivative, and the pair of both, if computing them together saves work. The decorators
        `derivative_of` and `jointly_of` set them.

    Notes
    -----
    In a call, a parameter may be an array, which is broadcast against the argument: see `prelu`.

    Examples
    --------
    >>> import actlib as act
    >>> act.elu([-1.0, 0.0, 2.0])
    array([-0.63212056,  0.        ,  2.        ])
    >>> act.elu.with_parameters(alpha=0.5)
    elu(x, alpha=0.5)
    """

    name: str
    family: str
    kernel: object
    parameters: dict = field(default_factory=dict)
    formula: str = ""
    derivative_formula: str = ""
    references: tuple = ()
    aliases: tuple = ()
    torch: str = ""
    keras: str = ""
    jax: str = ""
    declared: object = None
    wide: bool = False
    derivative_kernel: object = None
    joint_kernel: object = None

    def __post_init__(self):
        """Give the instance the signature and the docstring of the function that it is."""
        position, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
        named = [inspect.Parameter(n, position, default=p.default) for n, p in self.parameters.items()]
        x, out = inspect.Parameter("x", position), inspect.Parameter("out", keyword, default=None)
        self.__name__ = self.name
        self.__signature__ = inspect.Signature([x, *named, out])
        self.__doc__ = _docstrings.of_activation(self)

    def __call__(self, x, *args, out=None, **kwargs):
        """Return f(x), in the dtype and shape of `x`; the instance's own docstring says what f is."""
        return self._evaluated(self.kernel, x, (out,), args, kwargs)

    def derivative(self, x, *args, out=None, **kwargs):
        """Return f'(x), in the dtype and shape of `x`.

        At a kink, the value is that of PyTorch's gradient where PyTorch has the function.

        Parameters
        ----------
        x : array_like
            As for the function itself.
        *args, **kwargs
            The function's own parameters, by position or name.
        out : ndarray, optional
            Where to put the result.

        Returns
        -------
        ndarray or scalar

        Raises
        ------
        TypeError, ValueError
            As the function itself.

        Examples
        --------
        >>> import actlib as act
        >>> act.relu.derivative([-1.0, 0.0, 2.0])
        array([0., 0., 1.])
        """
        return self._evaluated(self.derivative_kernel, x, (out,), args, kwargs)

    def value_and_derivative(self, x, *args, out=(None, None), **kwargs):
        """Return the pair (f(x), f'(x)), sharing work between the two.

        Parameters
        ----------
        x : array_like
            As for the function itself.
        *args, **kwargs
            The function's own parameters, by position or name.
        out : pair of ndarray, optional
            Where to put the results.

        Returns
        -------
        tuple of ndarray or scalar

        Raises
        ------
        TypeError, ValueError
            As the function itself.

        Examples
        --------
        >>> import actlib as act
        >>> act.silu.value_and_derivative(0.0)
        (np.float64(0.0), np.float64(0.5))
        """
        return self._evaluated(self.joint_kernel or self._both, x, out, args, kwargs)

    def with_parameters(self, *args, **kwargs):
        """Return the same function with other defaults.

        Parameters
        ----------
        *args, **kwargs
            The function's parameters, by position or name.

        Returns
        -------
        Activation

        Raises
        ------
        TypeError, ValueError
            If a parameter is unknown or outside its domain.

        Examples
        --------
        >>> import actlib as act
        >>> act.leaky_relu.with_parameters(negative_slope=0.2)(-1.0)
        np.float64(-0.2)
        """
        values = self._bound(args, kwargs)
        twins = [f for f in REGISTRY.values() if f.kernel is self.kernel and f._defaults == values]
        written = {name: getattr(f, name) for f in twins[:1] for name in ("formula", "derivative_formula")}
        return self._changed(parameters=self._with_defaults(values), **written)

    @functools.cached_property
    def facts(self):
        """What is known of the function at its present parameters; measured where nothing is declared."""
        declared = self.declared(**self._defaults) if self.declared else None
        return declared or properties.describe(self)

    @functools.cached_property
    def _defaults(self):
        return {name: parameter.default for name, parameter in self.parameters.items()}

    def _with_defaults(self, values):
        return {name: replace(p, default=values[name]) for name, p in self.parameters.items()}

    def _changed(self, **changes):
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return type(self)(**{**fields, **changes})

    def _bound(self, args, kwargs, arrays=False):
        """The parameters' checked values, from what the caller gave by position and by name."""
        if len(args) > len(self.parameters):
            raise TypeError(f"{self!r} takes {len(self.parameters)} parameters after x; {len(args)} were given")
        given = dict(zip(self.parameters, args, strict=False))
        twice, unknown = given.keys() & kwargs.keys(), kwargs.keys() - self.parameters.keys()
        if twice or unknown:
            word = "given twice" if twice else "unknown"
            raise TypeError(f"{min(twice or unknown)!r} is {word}; {self!r} takes {', '.join(self.parameters) or 'x'}")
        values = {**self._defaults, **given, **kwargs}
        return {name: parameter.checked(name, values[name], arrays) for name, parameter in self.parameters.items()}

    def _evaluated(self, kernel, x, outs, args, kwargs):
        values = self._bound(args, kwargs, arrays=True) if args or kwargs else self._defaults
        x = _arrays.as_floating(x)
        if (args or kwargs) and any(isinstance(value, np.ndarray) for value in values.values()):
            return _broadcast.evaluated(kernel, values, x, outs, self.wide)
        if values:
            kernel = functools.partial(kernel, **values)
        if outs[0] is None and outs[-1] is None and _arrays.is_brief(x, self.wide):
            answers = _arrays.at_once(kernel, x, self.wide)
            if not x.ndim:
                answers = tuple([answer[()] for answer in answers])
        else:
            results = [_arrays.checked_out(out, x) for out in outs]
            _arrays.evaluate(kernel, x, results, wide=self.wide)
            pairs = zip(results, outs, strict=True)
            answers = tuple([result if given is not None else result[()] for result, given in pairs])
        return answers[0] if len(answers) == 1 else answers

    def _both(self, block, **values):
        return self.kernel(block, **values), self.derivative_kernel(block, **values)

    def __repr__(self):
        """Name and parameters, as one would call it."""
        return f"{self.name}({', '.join(['x', *(f'{n}={v!r}' for n, v in self._defaults.items())])})"

    def __reduce__(self):
        """Pickle by name, so that a worker process finds its own copy."""
        return _restored, (self.name, self._defaults)


def _restored(name, values):
    return REGISTRY[name].with_parameters(**values) if values else REGISTRY[name]


def activation(*, family, **fields):
    """Define an activation: the decorated kernel becomes an `Activation` in the registry.

    Parameters
    ----------
    family : str
        The family's name.
    **fields
        The other fields of `Activation`.

    Returns
    -------
    callable
        The decorator.

    Examples
    --------
    >>> @activation(family="example", formula="2 x")
    ... def twice(x):
    ...     return 2 * x
    >>> twice([1.0, 2.0])
    array([2., 4.])
    >>> REGISTRY.pop("twice")  # only an example
    twice(x)
    """

    def define(kernel):
        record = Activation(kernel.__name__, family, kernel, **fields)
        return REGISTRY.setdefault(record.name, record)

    return define


def derivative_of(record, formula):
    """Give an activation its derivative.

    Parameters
    ----------
    record : Activation
        The function.
    formula : str
        The derivative in LaTeX.

    Returns
    -------
    callable
        The decorator of the derivative's kernel.

    Examples
    --------
    >>> double = Activation("double", "example", lambda x: 2 * x)
    >>> @derivative_of(double, "2")
    ... def _(x):
    ...     return np.full_like(x, 2)
    >>> double.derivative([1.0, 2.0])
    array([2., 2.])
    """

    def define(kernel):
        record.derivative_kernel, record.derivative_formula = kernel, formula
        return kernel

    return define


def jointly_of(record):
    """Give an activation a kernel that returns value and derivative at once, sharing work.

    Parameters
    ----------
    record : Activation
        The function.

    Returns
    -------
    callable
        The decorator of the joint kernel.

    Examples
    --------
    >>> square = Activation("square", "example", lambda x: x * x)
    >>> @jointly_of(square)
    ... def _(x):
    ...     return x * x, 2 * x
    >>> square.value_and_derivative(3.0)
    (np.float64(9.0), np.float64(6.0))
    """

    def define(kernel):
        record.joint_kernel = kernel
        return kernel

    return define


def variant(
    record, name, *, formulas=(), references=(), declared=None, aliases=(), torch="", keras="", jax="", **values
):
    """Enter a function with other parameters in the registry under a name of its own.

    Parameters
    ----------
    record : Activation
        The function.
    name : str
        The catalogue's name for the variant.
    formulas : pair of str
        The function's and its derivative's formula, where those of `record` do not show the parameters.
    references, declared, aliases, torch, keras, jax
        As for `Activation`; references and declared facts, if none are given, are those of `record`.
    **values
        The parameters.

    Returns
    -------
    Activation

    Examples
    --------
    >>> import actlib as act
    >>> variant(act.leaky_relu, "very_leaky_relu", negative_slope=0.5)(-1.0)
    np.float64(-0.5)
    >>> REGISTRY.pop("very_leaky_relu")  # only an example
    very_leaky_relu(x, negative_slope=0.5)
    """
    fields = {"name": name, "aliases": aliases, "torch": torch, "keras": keras, "jax": jax}
    fields |= dict(zip(("formula", "derivative_formula"), formulas, strict=False))
    fields |= {"references": references or record.references, "declared": declared or record.declared}
    parameters = record._with_defaults(record._bound((), values))
    return REGISTRY.setdefault(name, record._changed(parameters=parameters, **fields))
