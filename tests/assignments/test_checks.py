"""The checks of *sigmoid*, the first assignment, in full; `test_all.py` has what holds for each assignment."""

import json

import numpy as np
import pytest

from actlib.assignments.checking import UNREADABLE, caller_of, cases, definition, judge, names, replies
from tests.assignments.answers import NAIVE, RIGHT, namespace

CHECKS = definition("sigmoid").CHECKS


def failed(answers, seed):
    """Return the names of the checks that some answers fail."""
    return {v.check.name for v in judge(CHECKS, caller_of(namespace(answers)), seed) if not v.passed}


def test_naive_answer_is_told_where_and_why():
    """The overflow is named with the input, the value returned and the true one."""
    verdicts = {v.check.name: v for v in judge(CHECKS, caller_of(namespace(NAIVE)), 0)}
    assert verdicts["sigmoid/left tail"].visible.startswith("for z = -720 you return 0; the value is 2.03")
    told = verdicts["log_sigmoid/left tail"].visible
    assert told.startswith("for z = -1000 you return -inf; the value is -1000: which term overflows")
    assert "for z = -1000, y = 1 you return inf; the value is 1000" in verdicts["bce_with_logits/far out"].visible
    assert sum(v.points for v in verdicts.values()) < 10


def test_nan_is_told_as_nan():
    """An inf - inf comes out as nan, and is shown so."""
    answers = {"log_sigmoid": "log_sigmoid = lambda z: z - np.log((1 + np.exp(-z)) / np.exp(-z))"}
    verdicts = {v.check.name: v for v in judge(CHECKS, caller_of(namespace(answers)), 0)}
    assert verdicts["log_sigmoid/left tail"].visible.startswith("for z = -1000 you return nan; the value is -1000:")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("sigmoid = 3.0", "sigmoid is a float, where a function is expected"),
        ("sigmoid = lambda z: None", "the result is of type object"),
        ("sigmoid = lambda z: z > 0", "you return bool"),
        ("sigmoid = lambda z: z + 0j", "the result is of type complex128"),
        ("sigmoid = lambda z: np.float64(1)", "for an argument of shape (5,) you return shape ()"),
        ("def sigmoid(z): raise NotImplementedError", "the call raised NotImplementedError"),
        ("sigmoid = lambda z: np.longdouble('nan') * z", "for z = -25 you return nan"),
    ],
)
def test_what_is_no_answer_is_told_in_words(source, told):
    """Odd results fail with a message about them."""
    verdicts = judge(CHECKS[:1], caller_of(namespace({"sigmoid": source})), 0)
    assert verdicts[0].visible.startswith(told)


def test_nan_without_a_warning_is_not_roughly_right():
    answers = {"sigmoid": "sigmoid = lambda z: np.full_like(z, np.nan)"}
    assert {"sigmoid/no warnings", "sigmoid/manners"} <= failed(answers, 0)


def test_true_to_everything_is_not_true():
    """An object that claims to equal anything becomes plain numbers, or an error, on its way."""
    answer = "class Yes(float):\n    __eq__ = __le__ = __ge__ = lambda *_: True\nsigmoid = lambda z: [Yes(7)] * z.size"
    assert "sigmoid/middle" in failed({"sigmoid": answer}, 0)


def forged(dtype, shape, data):
    """Write a reply with an array as the student's process might claim it."""
    value = {"dtype": dtype, "shape": shape, "data": data}
    return json.dumps([{"value": value, "arguments": [], "warnings": []}])


@pytest.mark.parametrize(
    "text",
    [
        *["", "{", "[]", "[1]", "null", '[{"value": 1}]', "[" * 100_000],
        forged("O", [1], "AAAAAAAAAAA="),
        forged("<f8", [10**12], "AAAAAAAAAAA="),
        forged("<f8", [10**30], ""),
        forged("<f8", [1], "A"),
        forged("f8,f8", [1], ""),
        forged("nonsense", [1], ""),
    ],
    ids=range(13),
)
def test_forged_replies_are_errors_of_the_student(text):
    """Whatever text comes back, it is read as data or not at all."""
    assert replies(text, 1)[0].error == UNREADABLE


def test_fresh_inputs_depend_on_the_seed_alone():
    """The same seed draws the same inputs, another draws others."""

    def drawn(seed):
        return [array.tobytes() for check in CHECKS for case in cases(check, seed) for array in case]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_an_unknown_assignment_is_named():
    """A wrong name tells the right ones."""
    with pytest.raises(ValueError, match=f"assignment='sigmiod' is not one of {', '.join(names())}"):
        definition("sigmiod")


def test_verdicts_do_not_hang_on_mpmaths_global_precision():
    """Another's setting of the precision changes no oracle."""
    import mpmath

    with mpmath.workdps(3):
        assert failed(RIGHT, 0) == set()
    assert np.isfinite(float(mpmath.pi))
