"""Finding activations by any name they go under, and all of them in order."""

import difflib
import functools
import re

from actlib import gates, learned, link, simplex
from actlib.activations import REGISTRY

_PREFIXES = {
    "torch": ("torch.nn.functional.", "torch.nn.", "torch.", "nn.functional.", "functional.", "nn.", "f."),
    "keras": ("tf.keras.activations.", "keras.activations.", "keras.ops.", "keras.layers.", "layers.", "tf.nn."),
    "jax": ("jax.nn.", "flax.linen.", "flax.nnx.", "nnx."),
}
_REMARK = re.compile(r"(, | \(| = ).*")


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


def relatives():
    """Return what is an activation in a wider sense, and has modules of its own.

    Learned curves (`actlib.learned`), link functions (`actlib.link`), gated and other maps along an axis
    (`actlib.gates`), maps to the simplex (`actlib.simplex`).

    Returns
    -------
    tuple of callable
        Each has a `name`, a `formula`, `references`, `aliases`, and the names it has in `torch`, `keras` and `jax`.

    Examples
    --------
    >>> [f.name for f in relatives()][:5]
    ['apl', 'pau', 'kan_spline', 'logit', 'probit']
    """
    return (*learned.LEARNED, *link.LINKS, *gates.GATES, *simplex.MAPS, simplex.gumbel_softmax)


def get(name):
    """Return the activation that goes under a name, an alias or a framework's spelling.

    Case, spaces, hyphens and underscores do not matter, nor does a remark after a comma or in brackets. A framework's
    prefix picks that framework's function: ``jax.nn.gelu`` is the tanh approximation, ``nn.GELU`` is exact.

    Parameters
    ----------
    name : str
        For instance "silu", "Swish", "nn.SiLU", "jax.nn.silu", "swiglu".

    Returns
    -------
    Activation or another callable
        One of `catalogue`, or one of `relatives`.

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
    known = _spellings((*catalogue(), *relatives()))
    key, short = _normal(name), _normal(_REMARK.sub("", name))
    for way in (key, _without_prefix(key), short, _without_prefix(short)):
        if way in known:
            return known[way]
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


@functools.lru_cache(maxsize=1)
def _spellings(every):
    """Every normalised name in use, and the function behind it; own names win over aliases, these over frameworks'."""
    own = {_normal(f.name): f for f in every}
    aliases = {_normal(alias): f for f in every for alias in f.aliases}
    frameworks = {
        prefix + _normal(getattr(f, framework)): f
        for f in every
        for framework, prefixes in _PREFIXES.items()
        for prefix in prefixes
        if getattr(f, framework)
    }
    return {**frameworks, **aliases, **own}


def _without_prefix(key):
    """The name without its framework: under that, most go everywhere by the same aliases."""
    prefixes = [prefix for several in _PREFIXES.values() for prefix in several if key.startswith(prefix)]
    return key.removeprefix(max(prefixes, key=len, default=""))


def _normal(name):
    return re.sub(r"[\s_-]+", "", name.lower()).replace("()", "")
