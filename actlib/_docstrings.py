"""The docstrings of activations, put together from their records: said once, so that they cannot disagree."""

import inspect

_X = """x : array_like
    Real numbers; float16, float32 and float64 keep their dtype, integers and booleans become float64."""
_OUT = """out : ndarray, optional
    Where to put the result: of the shape and dtype of the result; may be `x` itself."""
_AXIS = """axis : int, default -1
    The axis along which the map acts."""
_AXIS_RAISES = """TypeError
    If `x` has a dtype that is not kept, `axis` is not an integer, or a parameter is unknown or of a wrong type.
ValueError
    If there is no such axis, its length does not fit, or a parameter is outside its domain."""
_RETURNS = """ndarray or scalar
    Of the shape and dtype of `x`, broadcast against parameters that are arrays; nan where `x` is nan."""


def of_activation(record):
    """Return the numpydoc text of an activation.

    Parameters
    ----------
    record : Activation
        Its kernel's docstring gives the summary, the notes and the example; its fields give the rest.

    Returns
    -------
    str
    """
    summary, notes, examples = _parts(inspect.getdoc(record.kernel) or record.name)
    parameters = "\n".join([_X, *(_parameter(*item, "float or array") for item in record.parameters.items()), _OUT])
    sections = [("Parameters", parameters), ("Returns", _RETURNS), ("Raises", _raises(record)), ("Notes", notes)]
    sections += [_source(record), ("Examples", examples)]
    return _joined(summary, f"f(x) = {record.formula}", sections)


def of_axis_map(record):
    """Return the numpydoc text of a map along an axis.

    Parameters
    ----------
    record : AxisMap
        Its kernel's docstring gives the summary, the notes and the example; its fields give the rest.

    Returns
    -------
    str
    """
    summary, notes, examples = _parts(inspect.getdoc(record.kernel))
    parameters = "\n".join([_X, _AXIS, *(_parameter(*item) for item in record.parameters.items())])
    sections = [("Parameters", parameters), ("Returns", f"ndarray\n    {record.returns} Of the dtype of `x`.")]
    sections += [("Raises", _AXIS_RAISES), ("Notes", notes), _source(record), ("Examples", examples)]
    return _joined(summary, record.formula, sections)


def formula(text):
    """Return the LaTeX of a docstring's first displayed formula.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> formula("Square.\\n\\n.. math:: x^2,\\n    x > 0\\n\\nOf a number.")
    'x^2, x > 0'
    """
    return " ".join(text.partition(".. math:: ")[2].partition("\n\n")[0].split())


def references(text):
    """Return the keys in a docstring's section References, which are words with commas between.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> references("Square.\\n\\nReferences\\n----------\\neuclid, newton1687\\n")
    ('euclid', 'newton1687')
    """
    return tuple(text.partition("References\n----------\n")[2].partition("\n\n")[0].replace(",", " ").split())


def _source(record):
    return "References", ", ".join(record.references)


def _joined(summary, formula, sections):
    body = "\n\n".join(f"{title}\n{'-' * len(title)}\n{text}" for title, text in sections if text)
    return f"{summary}\n\n.. math:: {formula}\n\n{body}\n"


def _parts(text):
    """Split a kernel's docstring into summary, notes and examples."""
    prose, _, examples = text.partition(">>> ")
    summary, _, notes = prose.strip().partition("\n\n")
    return summary, notes.strip(), f">>> import actlib as act\n>>> {examples}".strip() if examples else ""


def _parameter(name, parameter, number="float"):
    kind = "str" if parameter.choices else "tuple of float" if isinstance(parameter.default, tuple) else number
    domain = parameter.domain[0].upper() + parameter.domain[1:]
    return f"{name} : {kind}, default {parameter.default!r}\n    {domain}."


def _raises(record):
    text = "TypeError\n    If `x` or `out` has a dtype that is not kept"
    text += ", or a parameter is not a number." if record.parameters else "."
    outside = ", or a parameter is outside its domain." if record.parameters else "."
    return f"{text}\nValueError\n    If `out` has the wrong shape or is read-only{outside}"
