import pytest

from actlib.widgets import Choice, Slider


def test_a_slider_reaches_both_ends_and_its_default():
    slider = Slider("alpha", 0.1, 3.0, default=1.0, step=0.05)
    assert (slider.values[0], slider.values[-1]) == (0.1, 3.0)
    assert slider.values[slider.default_index] == 1.0
    assert len(slider.values) == 59


def test_stops_are_the_numbers_that_the_reader_sees():
    assert 0.3 in Slider("a", 0, 1, step=0.1).values  # 0.1 + 0.1 + 0.1 is not


def test_a_step_is_found():
    assert Slider("alpha", 0.1, 3.0, default=1.0).step == pytest.approx(0.05)
    assert Slider("w", 0, 10).step == pytest.approx(0.1)


def test_integers_stay_integers():
    values = Slider("layers", 1, 5, step=2).values
    assert values == (1, 3, 5)
    assert all(isinstance(value, int) for value in values)
    assert all(isinstance(value, float) for value in Slider("a", 1.0, 5.0, step=2).values)


def test_a_logarithmic_slider_is_even_in_the_exponent():
    assert Slider("rate", 1e-3, 1e1, scale="log", step=1).values == (0.001, 0.01, 0.1, 1.0, 10.0)


def test_texts_have_as_many_decimals_as_the_step_needs_and_a_true_minus():
    assert Slider("a", -0.5, 0.5, step=0.25).texts == ("−0.50", "−0.25", "0.00", "0.25", "0.50")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("not a name", 0, 1), "not a name"),
        (("a", 1, 0), "low < high"),
        (("a", 0, float("nan")), "low < high"),
        (("a", 0, 1, 0.33, 0.25), "the nearest is 0.25"),
        (("a", 0, 1, 0, 0.3), "step=0.3"),
        (("a", 0, 1, 0, -0.1), "step=-0.1"),
        (("a", 0, 1, 0, 1e-6), "1000 whole steps"),
        (("a", 0, 1, 0, None, None, "log"), "low > 0"),
        (("a", 0, 1, 0, None, None, "cubic"), "'cubic'"),
        (("a", 0, 1, 0.123456), "give step="),
    ],
)
def test_a_wrong_slider_says_what_is_wrong(arguments, words):
    with pytest.raises(ValueError, match=words):
        Slider(*arguments)


@pytest.mark.parametrize(
    ("options", "default", "words"),
    [
        ([], None, "at least one"),
        (["a", "a"], None, "different"),
        (["a", "b"], "c", "default='c'"),
        ("ab", None, "list"),
        ([None], None, "list"),
    ],
)
def test_a_wrong_choice_says_what_is_wrong(options, default, words):
    with pytest.raises(ValueError, match=words):
        Choice("f", options, default)


def test_a_choice_may_have_numbers():
    choice = Choice("layers", [1, 2, 10], default=2)
    assert (choice.values, choice.texts, choice.default_index) == ((1, 2, 10), ("1", "2", "10"), 1)
