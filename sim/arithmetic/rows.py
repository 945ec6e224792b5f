"""The functions of :mod:`sim.arithmetic` on rows of numbers: one number after the other, whatever a processor can take
at once."""

from typing import Any

import numpy as np

from sim.arithmetic import exp, log, power
from sim.arithmetic.normal import normal_quantile
from sim.jit import jit


@jit
def _fill_exp(x, out):
    for i in range(out.shape[0]):
        out[i] = exp(x[i])


@jit
def _fill_log(x, out):
    for i in range(out.shape[0]):
        out[i] = log(x[i])


@jit
def _fill_power(x, y, out):
    for i in range(out.shape[0]):
        out[i] = power(x[i], y)


@jit
def _fill_normal(p, out):
    for i in range(out.shape[0]):
        out[i] = normal_quantile(p[i])


@jit
def _add(x):
    sum_so_far = 0.0
    for i in range(x.shape[0]):
        sum_so_far += x[i]
    return sum_so_far


def _numbers(x: Any) -> np.ndarray:
    """As float64[n], in one type for the kernels."""
    view = np.ascontiguousarray(x, np.float64).view()
    view.flags.writeable = False
    return view


def exps(x: Any) -> np.ndarray:
    """:func:`exp` of each number of a row (float64[n]).

    >>> exps([0.0, -1000.0])
    array([1., 0.])
    """
    out = np.empty(len(x))
    _fill_exp(_numbers(x), out)
    return out


def logs(x: Any) -> np.ndarray:
    """:func:`log` of each number of a row (float64[n]).

    >>> logs([1.0, 0.0])
    array([  0., -inf])
    """
    out = np.empty(len(x))
    _fill_log(_numbers(x), out)
    return out


def powers(x: Any, y: float) -> np.ndarray:
    """Each number of a row to the power y (float64[n]); see :func:`power`.

    >>> powers([4, 9], 0.5)
    array([2., 3.])
    """
    out = np.empty(len(x))
    _fill_power(_numbers(x), float(y), out)
    return out


def normal_quantiles(p: Any) -> np.ndarray:
    """:func:`normal_quantile` of each probability of a row (float64[n]).

    >>> normal_quantiles([0.5, 0.975]).round(6)
    array([0.      , 1.959964])
    """
    out = np.empty(len(p))
    _fill_normal(_numbers(p), out)
    return out


def total(x: Any) -> float:
    """Sum of a row from its first number to its last; numpy's sum takes them in an order of its own.

    >>> total([0.1, 0.2, 0.3]) == 0.1 + 0.2 + 0.3
    True
    """
    return float(_add(_numbers(x)))
