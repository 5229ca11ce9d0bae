"""What the library can do only with more packages says which extra brings them."""

from contextlib import contextmanager


@contextmanager
def extra(name: str):
    """Name the extra of this library in the error of an import that fails in this block.

    Parameters
    ----------
    name : str
        As in ``pip install 'actlib[widgets]'``.

    Raises
    ------
    ModuleNotFoundError
        If a package of that extra is not installed.

    Examples
    --------
    >>> with extra("widgets"):
    ...     import no_such_package
    Traceback (most recent call last):
    ModuleNotFoundError: no_such_package is not installed; pip install 'actlib[widgets]' brings it
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if not error.name or error.name.split(".")[0] == "actlib":
            raise
        words = f"{error.name} is not installed; pip install 'actlib[{name}]' brings it"
        raise ModuleNotFoundError(words, name=error.name) from error
