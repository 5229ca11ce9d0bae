"""Finding activations by any name they go under, and all of them in order."""

import difflib
import re

from actlib.activations import REGISTRY

_PREFIXES = {
    "torch": ("torch.nn.functional.", "torch.nn.", "torch.", "nn.", "f."),
    "keras": ("tf.keras.activations.", "keras.activations.", "keras.ops.", "keras.layers.", "tf.nn."),
    "jax": ("jax.nn.", "flax.linen.", "flax.nnx.", "nnx."),
}


def catalogue():
    """Return every activation, in a fixed order: family by family, as the families define them.

    Returns
    -------
    tuple of Activation

    Examples
    --------
    >>> [f.name for f in catalogue()][:3]
    ['identity', 'binary_step', 'sign']
    """
    return tuple(REGISTRY.values())


def get(name):
    """Return the activation that goes under a name, an alias or a framework's spelling.

    Case, spaces, hyphens and underscores do not matter. A framework's prefix picks that framework's function:
    ``jax.nn.gelu`` is the tanh approximation, ``nn.GELU`` is exact.

    Parameters
    ----------
    name : str
        For instance "silu", "Swish", "nn.SiLU", "jax.nn.silu".

    Returns
    -------
    Activation

    Raises
    ------
    TypeError
        If `name` is not a string.
    KeyError
        If no function goes under it; the message names the nearest ones.

    Examples
    --------
    >>> get("nn.SiLU")
    silu(x)
    >>> get("sigmod")
    Traceback (most recent call last):
    ...
    KeyError: "no activation is called 'sigmod'; near it: sigmoid"
    """
    if not isinstance(name, str):
        raise TypeError(f"name is {name!r}; use a string such as 'relu'")
    known = _spellings()
    key = _normal(name)
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=3, cutoff=0.6)
    names = ", ".join(dict.fromkeys(known[word].name for word in near))
    hint = f"near it: {names}" if names else "see actlib.catalogue()"
    raise KeyError(f"no activation is called {name!r}; {hint}")


def table(fields=("name", "family", "formula")):
    """Return the catalogue as rows of text.

    Parameters
    ----------
    fields : sequence of str
        Attributes of `Activation`.

    Returns
    -------
    list of tuple of str

    Examples
    --------
    >>> table(("name", "torch"))[3]
    ('sigmoid', 'Sigmoid')
    """
    return [tuple(str(getattr(f, name)) for name in fields) for f in catalogue()]


def _spellings():
    """Every normalised name in use, and the function behind it; the catalogue's own names win over aliases."""
    own = {_normal(f.name): f for f in catalogue()}
    aliases = {_normal(alias): f for f in catalogue() for alias in f.aliases}
    return {**_framework_spellings(), **aliases, **own}


def _framework_spellings():
    return {
        prefix + _normal(getattr(f, framework)): f
        for f in catalogue()
        for framework, prefixes in _PREFIXES.items()
        for prefix in prefixes
        if getattr(f, framework)
    }


def _normal(name):
    return re.sub(r"[\s_-]+", "", name.lower()).replace("()", "")
