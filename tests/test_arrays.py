"""Evaluation in blocks: the same bits however the work is cut, laid out and shared; errors reach the caller."""

import multiprocessing
import threading
import warnings

import numpy as np
import pytest

import actlib as act
from actlib import _arrays

FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
SIZE = 70_001  # a few blocks of every dtype, the last one not full


@pytest.fixture
def shared(monkeypatch):
    """The helper thread takes part however small the work is."""
    monkeypatch.setattr(_arrays, "THREADS", 2)
    monkeypatch.setattr(_arrays, "WORTH_SHARING", 0.0)
    monkeypatch.setattr(_arrays, "_pool", None)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(_arrays, "BLOCK", 512)


def bits(array):
    return np.ascontiguousarray(array).view(f"u{array.dtype.itemsize}")


def sample(dtype, size=SIZE):
    return np.linspace(-30, 30, size).astype(dtype)


def who_computes(patience=5):
    """The threads that a kernel runs on; from its second block on, one waits for the other that long."""
    seen, started, both = set(), threading.Event(), threading.Event()

    def watched(block):
        seen.add(threading.get_ident())
        if len(seen) > 1:
            both.set()
        elif started.is_set():
            both.wait(patience)
        started.set()
        return block

    x = np.arange(40_000.0)
    _arrays.evaluate(watched, x, [np.empty_like(x)])
    return seen


@FUNCTIONS
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_two_threads_give_the_bits_of_one(f, dtype, shared, monkeypatch):  # noqa: ARG001
    x = sample(dtype)
    two = f.value_and_derivative(x)
    monkeypatch.setattr(_arrays, "THREADS", 1)
    for a, b in zip(two, f.value_and_derivative(x), strict=True):
        np.testing.assert_array_equal(bits(a), bits(b))


@FUNCTIONS
def test_the_length_of_the_blocks_does_not_change_a_bit(f, monkeypatch):
    x = sample(np.float64, 5_003)
    whole = bits(f(x))
    for block in (8, 1000, 8192):
        monkeypatch.setattr(_arrays, "BLOCK", block)
        np.testing.assert_array_equal(bits(f(x)), whole)


def test_the_helper_takes_part_where_it_shall(shared, monkeypatch):  # noqa: ARG001
    assert len(who_computes()) == 2
    monkeypatch.setattr(_arrays, "THREADS", 1)
    assert who_computes(patience=0.2) == {threading.get_ident()}


def test_little_work_stays_on_one_thread(monkeypatch):
    monkeypatch.setattr(_arrays, "_helper", None)  # calling it would raise
    act.relu(np.zeros(50_000, np.float32))


@pytest.mark.usefixtures("small_blocks", "shared")
@pytest.mark.parametrize(
    "layout",
    [
        lambda a: a[::2, ::-3],
        lambda a: a.T,
        lambda a: np.asfortranarray(a),
        lambda a: np.broadcast_to(a[:1], a.shape),
        lambda a: a[:, 1:],
        lambda a: a[:0],
    ],
    ids=["strided", "transposed", "fortran", "broadcast", "offset", "empty"],
)
def test_layout_changes_nothing(layout):
    x = layout(sample(np.float64, 6000).reshape(60, 100))
    expected = np.array([act.silu(v) for v in x.ravel()]).reshape(x.shape)
    np.testing.assert_array_equal(act.silu(x), expected)
    out = np.full((2 * x.shape[0], x.shape[1]), np.nan)
    act.silu(x, out=out[::2])
    np.testing.assert_array_equal(out[::2], expected)
    assert np.isnan(out[1::2]).all()


def test_a_fortran_array_keeps_its_order():
    assert act.silu(np.asfortranarray(sample(np.float32, 600).reshape(20, 30))).flags.f_contiguous


@pytest.mark.usefixtures("small_blocks", "shared")
def test_outs_that_overlap_input_or_each_other_are_safe():
    x = sample(np.float64, 5001)
    value, slope = act.tanh.value_and_derivative(x)
    both = np.empty(5002)
    act.tanh.value_and_derivative(x, out=(both[:-1], both[1:]))
    np.testing.assert_array_equal(both[1:], slope)
    assert both[0] == value[0]
    here = x.copy()
    act.tanh.value_and_derivative(here[:-1], out=(here[1:], np.empty(5000)))
    np.testing.assert_array_equal(here[1:], value[:-1])


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("guilty", ["caller", "helper"])
def test_an_error_on_either_thread_reaches_the_caller(guilty):
    caller, met = threading.get_ident(), threading.Event()
    first = iter([True])

    def kernel(block):
        if next(first, False):  # before the helper is called
            return block
        mine = threading.get_ident() == caller
        if mine == (guilty == "caller"):
            met.set()
            raise ArithmeticError(guilty)
        met.wait(5)
        return block

    x = np.zeros(200_000)
    with pytest.raises(ArithmeticError, match=guilty):
        _arrays.evaluate(kernel, x, [np.empty_like(x)])
    np.testing.assert_array_equal(act.relu(x + 1), 1)  # the pool still works


@pytest.mark.usefixtures("shared")
def test_no_thread_warns_and_the_callers_settings_stay():
    x = np.full(200_000, 1e300)
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isinf(_evaluated(np.square, x)).all()
        with pytest.raises(FloatingPointError):
            np.square(x)


def _evaluated(kernel, x):
    out = np.empty_like(x)
    _arrays.evaluate(kernel, x, [out])
    return out


@pytest.mark.usefixtures("shared")
def test_a_call_from_within_a_call_does_not_wait_for_itself():
    x = np.ones(100_000)
    np.testing.assert_array_equal(_evaluated(lambda block: _evaluated(np.square, np.ones(50_000))[: len(block)], x), 1)


@pytest.mark.usefixtures("shared")
def test_many_callers_at_once_each_get_their_own_result():
    results = {}

    def caller(i):
        results[i] = _evaluated(lambda block: block + i, np.zeros(200_000))

    threads = [threading.Thread(target=caller, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((results[i] == i).all() for i in range(8))


@pytest.mark.usefixtures("shared")
def test_where_no_thread_can_be_had_the_caller_does_it_all(monkeypatch):
    def refuse(*_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_arrays, "ThreadPoolExecutor", refuse)
    np.testing.assert_array_equal(_evaluated(np.square, np.full(200_000, 3.0)), 9)


@pytest.mark.usefixtures("shared")
@pytest.mark.skipif(not hasattr(_arrays.os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_makes_its_own_thread():
    assert len(who_computes()) == 2
    child = multiprocessing.get_context("fork").Process(target=_exit_with_number_of_threads)
    child.start()
    child.join(30)
    assert child.exitcode == 2


def _exit_with_number_of_threads():
    raise SystemExit(len(who_computes()))


def test_a_kernel_cannot_change_the_callers_array():
    x = np.ones(100_000)
    with pytest.raises(ValueError, match="read-only"):
        _arrays.evaluate(lambda block: np.negative(block, out=block), x, [np.empty_like(x)])
    np.testing.assert_array_equal(x, 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=lambda d: d.__name__)
def test_select_is_where_to_the_bit(dtype):
    rng = np.random.default_rng(0)
    a, b = (rng.integers(0, 256, 4096 * dtype().itemsize, np.uint8).view(dtype) for _ in range(2))
    condition = rng.random(4096) < 0.5
    for one, other in ((a, b), (a, 0), (1.5, b), (dtype(-0.0), dtype(np.nan)), (a, np.inf)):
        chosen = _arrays.select(condition, one, other)
        assert chosen.dtype == dtype
        np.testing.assert_array_equal(bits(chosen), bits(np.where(condition, one, other)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=lambda d: d.__name__)
@pytest.mark.parametrize("size", [100, 10_000])
def test_with_sign_is_copysign_to_the_bit(dtype, size):
    rng = np.random.default_rng(0)
    sizes = np.abs(rng.normal(size=size)).astype(dtype)
    sizes[:4] = 0, np.inf, np.nan, 0
    x = rng.choice([-1.5, -0.0, 0.0, np.inf, -np.inf], size).astype(dtype)
    np.testing.assert_array_equal(bits(_arrays.with_sign(sizes.copy(), x)), bits(np.copysign(sizes, x)))


@FUNCTIONS
@pytest.mark.parametrize("size", [50, SIZE], ids=["at once", "in blocks"])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_results_are_the_callers_own(f, dtype, size):
    x = sample(dtype, size)
    kept = x.copy()
    results = [x, f(x), f.derivative(x), *f.value_and_derivative(x)]
    assert all(result.dtype == dtype and result.flags.writeable for result in results)
    assert not any(np.shares_memory(a, b) for i, a in enumerate(results) for b in results[:i])
    np.testing.assert_array_equal(bits(x), bits(kept))


@FUNCTIONS
def test_at_once_and_in_blocks_give_the_same_bits(f, monkeypatch):
    x = np.concatenate([sample(np.float32, 5_001), [np.nan, np.inf, -np.inf, -0.0, -800, 3e38]]).astype(np.float32)
    x[:40] = np.linspace(-120, -80, 40)  # where exponentials leave the range of float32
    whole = f.value_and_derivative(x)
    monkeypatch.setattr(_arrays, "BLOCK", 2048)
    for a, b in zip(whole, f.value_and_derivative(x), strict=True):
        np.testing.assert_array_equal(bits(a[~np.isnan(x)]), bits(b[~np.isnan(x)]))
        assert np.array_equal(np.isnan(a), np.isnan(b))


def test_an_evaluation_within_a_kernel_is_as_quiet_as_the_kernel():
    with np.errstate(all="raise"):
        nested = _arrays.at_once(lambda block: _arrays.at_once(np.exp, block * 1e3)[0], np.full(3, 1e3))
        assert np.isinf(nested[0]).all()
        with pytest.raises(FloatingPointError):
            np.exp(np.full(3, 1e3))


def test_after_an_error_in_a_kernel_the_next_is_quiet_too():
    with pytest.raises(ZeroDivisionError):
        _arrays.at_once(lambda _: 1 // 0, np.ones(3))
    with np.errstate(all="raise"):
        assert np.isinf(_arrays.at_once(np.exp, np.full(3, 1e3))[0]).all()
