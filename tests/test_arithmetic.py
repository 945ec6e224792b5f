"""exp, log, power and their kin: close to the C library, and the same bits when Python runs the same text."""

import math
from collections import Counter
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

import sim.arithmetic
from sim.arithmetic import exp, expm1, log, log1p, logistic, power
from sim.arithmetic.bits import mantissa_and_exponent
from sim.arithmetic.normal import normal_quantile
from sim.arithmetic.rows import exps, logs, normal_quantiles, powers, total
from sim.jit import jit
from sim.randomness import U, fill_uniform


@pytest.fixture(scope="module")
def in_python():
    """The same files, run without the compiler."""
    names: dict = {"__name__": "sim_arithmetic_in_python"}
    folder = Path(sim.arithmetic.__file__).parent
    for path in (folder / "__init__.py", folder / "normal.py"):
        source = path.read_text(encoding="utf-8").replace("from sim.jit import jit", "jit = lambda function: function")
        source = source.replace("from sim.arithmetic import log\n", "")
        exec(compile(source, str(path), "exec"), names)
    return names


def spread(low, high, count, key):
    out = np.empty(count)
    fill_uniform(U(key), out)
    return low + (high - low) * out


def units_apart(a, b):
    """How many doubles lie between two positive numbers, or two negative ones."""
    return abs(int(np.float64(a).view(np.int64)) - int(np.float64(b).view(np.int64)))


def power_in_c(x, y):
    try:
        return math.pow(x, y)
    except OverflowError:
        return math.inf


COUNT = 20_000


def cases(count):
    """name, kernel, reference, arguments."""
    near, far = spread(-3, 3, count, 1), spread(-744, 709, count, 2)
    positive = np.exp(spread(-700, 700, count, 3))
    about_one = spread(0.5, 2, count, 4)
    yield "exp", exp, math.exp, [(x,) for x in np.concatenate([near, far]).tolist()]
    yield "log", log, math.log, [(x,) for x in np.concatenate([positive, about_one]).tolist()]
    base = np.concatenate([spread(0, 1, count, 5), spread(0, 100, count, 6), np.exp(spread(-300, 300, count, 7))])
    exponent = np.concatenate([spread(-5, 5, count, 8), spread(-100, 100, count, 9), spread(-2, 2, count, 10)])
    yield "power", power, power_in_c, list(zip(base.tolist(), exponent.tolist(), strict=True))


@pytest.mark.parametrize("count", [COUNT, pytest.param(500_000, marks=pytest.mark.verify)])
def test_within_one_unit_of_the_c_library(count):
    for name, kernel, reference, arguments in cases(count):
        apart = Counter(units_apart(kernel(*a), reference(*a)) for a in arguments)
        assert set(apart) <= {0, 1}, (name, apart)
        assert apart[0] > 0.8 * len(arguments), (name, apart)


@pytest.mark.parametrize("count", [COUNT, pytest.param(500_000, marks=pytest.mark.verify)])
def test_the_same_bits_in_python(in_python, count):
    arguments = {name: (kernel, args) for name, kernel, _, args in cases(count)}
    arguments["logistic"] = logistic, arguments["exp"][1]
    for name, (kernel, args) in arguments.items():
        assert sum(kernel(*a) != in_python[name](*a) for a in args) == 0, name


def test_logistic_is_close_to_its_formula():
    for x in spread(-30, 30, 2000, 11).tolist():
        exact = 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
        assert units_apart(logistic(x), exact) <= 2


def test_log1p_and_expm1_keep_all_digits_of_small_numbers(in_python):
    tiny = np.exp(spread(-700, 0, 5000, 12))
    for x in np.concatenate([tiny, -tiny, spread(-0.99, 50, 5000, 13)]).tolist():
        assert log1p(x) == in_python["log1p"](x)
        assert expm1(x) == in_python["expm1"](x)
        assert units_apart(log1p(x), math.log1p(x)) <= 3, x
        assert units_apart(expm1(x), math.expm1(x)) <= 3, x
    assert units_apart(log(1.0 + 1e-10), math.log1p(1e-10)) > 1000  # what they are for
    assert log1p(math.inf) == expm1(math.inf) == math.inf
    assert log1p(-1.0) == -math.inf
    assert math.isnan(log1p(-1.5))
    assert math.isnan(log1p(math.nan))
    assert math.isnan(expm1(math.nan))
    assert expm1(-math.inf) == -1


def test_normal_quantiles_are_those_of_the_standard_library(in_python):
    reference = NormalDist().inv_cdf
    tiny = np.exp(spread(-700, -1, 2000, 14))
    for p in np.concatenate([spread(0, 1, 5000, 15), tiny, 1 - tiny[tiny > 1e-16]]).tolist():
        assert normal_quantile(p) == in_python["normal_quantile"](p)
        assert normal_quantile(p) == pytest.approx(reference(p), rel=4e-15, abs=1e-16), p
        assert NormalDist().cdf(normal_quantile(p)) == pytest.approx(p, rel=1e-11, abs=1e-15)
    assert normal_quantile(0.0) == -math.inf
    assert normal_quantile(1.0) == math.inf
    for p in (-0.1, 1.1, math.nan):
        assert math.isnan(normal_quantile(p))


def test_a_row_of_numbers_is_each_of_them():
    x = spread(0.01, 0.99, 500, 16)
    x.flags.writeable = False
    for row, one in ((exps, exp), (logs, log), (normal_quantiles, normal_quantile)):
        assert row(x).tolist() == [one(v) for v in x.tolist()]
        assert row(x[::2]).tolist() == row(x).tolist()[::2]
        assert len(row([])) == 0
    assert powers(x, -1.3).tolist() == [power(v, -1.3) for v in x.tolist()]
    assert powers(np.arange(5), 1).tolist() == [0, 1, 2, 3, 4]


def test_total_adds_from_the_first_to_the_last():
    x = spread(-1, 1, 10_001, 17)
    in_order = 0.0
    for v in x.tolist():
        in_order += v
    assert total(x) == in_order
    assert total(x) != total(x[::-1])  # so the order shows
    assert total([]) == 0


EXTREMES = [0.0, 5e-324, 1e-310, 1e-300, 0.5, 1 - 2**-53, 1.0, 1 + 2**-52, 2.0, 1e300, 1.7976931348623157e308, math.inf]


def test_extreme_arguments_of_exp_and_log(in_python):
    for x in EXTREMES:
        assert exp(-x) == in_python["exp"](-x)
        assert units_apart(exp(-x), math.exp(-x)) <= 1
        assert log(x) == in_python["log"](x)
        assert log(x) == (-math.inf if x == 0 else math.log(x)) or units_apart(log(x), math.log(x)) <= 1
    assert exp(math.inf) == exp(710.0) == math.inf
    assert exp(-746.0) == 0
    assert math.isnan(exp(math.nan))
    assert math.isnan(log(-1.0))
    assert math.isnan(log(math.nan))
    assert logistic(-800.0) == 0
    assert logistic(800.0) == 1


@pytest.mark.parametrize("x", EXTREMES)
def test_extreme_arguments_of_power(in_python, x):
    for y in [*EXTREMES, *(-v for v in EXTREMES), 3.0, -3.0, 1e31]:
        try:
            reference = math.pow(x, y)
        except OverflowError:
            reference = math.inf
        except ValueError:  # 0 to a negative power
            reference = math.inf
        assert power(x, y) == in_python["power"](x, y)
        assert y != 1 or power(x, y) == x
        assert power(x, y) == reference or units_apart(power(x, y), reference) <= 1, (x, y)
    assert math.isnan(power(-1.0, 2.0))
    assert math.isnan(power(math.nan, 2.0))


@jit
def fused(a, b, c):
    return a * b + c


def test_the_compiler_does_not_fuse_a_product_and_a_sum():
    """What the equality rests on: two roundings, as IEEE 754 has it for * and +."""
    a = 1.0 + 2.0**-30
    assert fused(a, a, -(a * a)) == 0.0


def test_mantissa_and_exponent_in_kernels_are_those_of_the_library():
    @jit
    def compiled(x):
        return mantissa_and_exponent(x)

    rng = np.random.default_rng(5)
    drawn = rng.random(2000) * 10.0 ** rng.integers(-322, 308, 2000)
    edges = (5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 0.5, 1.0, 1.7976931348623157e308)
    for x in (*edges, *drawn.tolist()):
        if x > 0.0:
            assert compiled(x) == math.frexp(x) == mantissa_and_exponent(x)
