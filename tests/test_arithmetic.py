"""exp, log, logistic and power: close to the C library, and the same bits when Python runs the same text."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import sim.arithmetic
from sim.arithmetic import exp, log, logistic, power
from sim.jit import jit
from sim.randomness import U, fill_uniform


@pytest.fixture(scope="module")
def in_python():
    """The same file, run without the compiler."""
    path = Path(sim.arithmetic.__file__)
    source = path.read_text(encoding="utf-8").replace("from sim.jit import jit", "jit = lambda function: function")
    names: dict = {"__name__": "sim_arithmetic_in_python"}
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
