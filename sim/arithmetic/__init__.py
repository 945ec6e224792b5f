"""exp, log, power and their kin in plain + - * / : the same bits on every machine, in kernels and in Python.

The C library's versions differ between machines, numpy's array versions from both. What decides an event must not, so
the functions here use nothing that IEEE 754 leaves open: no fused multiply-add, no library call; mantissa and exponent
are read off the bits. The same text run by Python, without the compiler, gives the same bits (a test does so). ``rows``
has them for rows of numbers, ``normal`` the quantiles of the normal law.

Methods: argument reduction in two parts (Cody and Waite 1980, "Software Manual for the Elementary Functions"), Taylor
series; log by 2 artanh((m - 1) / (m + 1)); power through a logarithm of twice the precision with the error-free sum of
Knuth and product of Dekker (Dekker 1971, Numerische Mathematik 18:224). Within 1 unit in the last place of the C
library (logistic: 2 of the exact value). log1p and expm1 divide the rounding of 1 + x out again (Higham 2002, "Accuracy
and Stability of Numerical Algorithms", section 1.14.1).
"""

import math
from typing import Final

import numpy as np

from sim.arithmetic.bits import mantissa_and_exponent
from sim.jit import jit

INVERSE_LN2: Final = float.fromhex("0x1.71547652b82fep+0")
LN2_HIGH: Final = float.fromhex("0x1.62e42feep-1")
"""The first 32 bits of ln 2: its product with a binary exponent is exact."""
LN2_LOW: Final = float.fromhex("0x1.a39ef35793c76p-33")
LN2_LOWEST: Final = float.fromhex("0x1.cc01f97b57a08p-87")
SQRT_HALF: Final = float.fromhex("0x1.6a09e667f3bcdp-1")
TWO_THIRDS_LOW: Final = 2.0 / 3.0 * 2.0**-54
"""2/3 minus its nearest double: the bits of 2/3 repeat in pairs, so what is cut off is 2/3 of 2**-54."""

SMALLEST_POWER: Final = -540
POWERS_OF_TWO: Final = np.array([2.0**k for k in range(SMALLEST_POWER, 541)])
SPLITTER: Final = 134217729.0
"""2**27 + 1 cuts a double into two halves of 26 bits (Dekker)."""

C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13 = (1.0 / math.factorial(i) for i in range(2, 14))
"""Coefficients of exp's Taylor series."""
A5, A7, A9, A11, A13, A15, A17, A19, A21, A23 = (2.0 / i for i in range(5, 24, 2))
"""Coefficients of the series of 2 artanh, from the fifth power on."""


@jit
def _exp_of_sum(x, low):
    """exp(x + low) for |low| far below |x|."""
    if x != x:
        return x
    if x > 709.782712893384:
        return math.inf
    if x < -745.1332191019412:
        return 0.0
    k = int(x * INVERSE_LN2 + (0.5 if x >= 0.0 else -0.5))
    high = x - k * LN2_HIGH
    rest = k * LN2_LOW - low
    r = high - rest
    tail = C9 + r * (C10 + r * (C11 + r * (C12 + r * C13)))
    tail = C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * (C7 + r * (C8 + r * tail))))))
    half = k >> 1
    value = 1.0 + (high + (r * r * tail - rest))
    return value * POWERS_OF_TWO[half - SMALLEST_POWER] * POWERS_OF_TWO[k - half - SMALLEST_POWER]


@jit
def exp(x):
    """e to the power x; inf above 709.78, 0 below -745.13.

    >>> exp(0.0), exp(-1000.0), exp(1000.0)
    (1.0, 0.0, inf)
    """
    return _exp_of_sum(x, 0.0)


@jit
def log(x):
    """Natural logarithm; -inf at 0, nan below.

    >>> log(1.0), log(0.0), log(10.0) == math.log(10)
    (0.0, -inf, True)
    """
    if x != x or x < 0.0:
        return math.nan
    if x == 0.0:
        return -math.inf
    if x == math.inf:
        return x
    m, k = mantissa_and_exponent(x)
    if m < SQRT_HALF:
        m = m + m
        k = k - 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    tail = A13 + z * (A15 + z * (A17 + z * (A19 + z * (A21 + z * A23))))
    tail = z * (2.0 / 3.0 + z * (A5 + z * (A7 + z * (A9 + z * (A11 + z * tail)))))
    half_square = 0.5 * f * f
    return k * LN2_HIGH - ((half_square - (s * (half_square + tail) + k * LN2_LOW)) - f)


@jit
def logistic(x):
    """1 / (1 + exp(-x)), without overflow.

    >>> logistic(0.0), logistic(-1000.0), logistic(1000.0)
    (0.5, 0.0, 1.0)
    """
    if x >= 0.0:
        return 1.0 / (1.0 + _exp_of_sum(-x, 0.0))
    e = _exp_of_sum(x, 0.0)
    return e / (1.0 + e)


@jit
def _sum(a, b):
    """a + b as a double and what it lost (Knuth)."""
    s = a + b
    c = s - a
    return s, (a - (s - c)) + (b - c)


@jit
def _product(a, b):
    """a * b as a double and what it lost (Dekker)."""
    t = SPLITTER * a
    a_high = t - (t - a)
    a_low = a - a_high
    t = SPLITTER * b
    b_high = t - (t - b)
    b_low = b - b_high
    p = a * b
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


@jit
def _log_pair(x):
    """The logarithm of a positive finite x as the sum of two doubles, good to about 2**-64 of it."""
    m, k = mantissa_and_exponent(x)
    if m < SQRT_HALF:
        m = m + m
        k = k - 1
    f = m - 1.0
    d, d_low = _sum(2.0, f)
    s = f / d
    p, p_low = _product(s, d)
    s_low = (((f - p) - p_low) - s * d_low) / d
    z, z_low = _product(s, s)
    z_low = z_low + 2.0 * s * s_low
    tail = A15 + z * (A17 + z * (A19 + z * (A21 + z * A23)))
    tail = z * (A5 + z * (A7 + z * (A9 + z * (A11 + z * (A13 + z * tail)))))
    c, c_low = _sum(2.0 / 3.0, tail)
    c_low = c_low + TWO_THIRDS_LOW
    u, u_low = _product(c, z)
    u_low = u_low + (c * z_low + c_low * z)
    v, v_low = _product(u, s)
    v_low = v_low + (u * s_low + u_low * s)
    high, low = _sum(k * LN2_HIGH, 2.0 * s)
    again, more = _sum(k * LN2_LOW, v)
    low = low + (more + (2.0 * s_low + v_low + k * LN2_LOWEST))
    high, rest = _sum(high, again)
    return _sum(high, rest + low)


@jit
def power(x, y):
    """x to the power y for x >= 0 (nan below).

    >>> power(2.0, 10.0), power(0.0, 0.0), power(0.25, 0.5)
    (1024.0, 1.0, 0.5)
    """
    if y == 0.0 or x == 1.0:
        return 1.0
    if x != x or y != y or x < 0.0:
        return math.nan
    if x == 0.0 or x == math.inf:
        return 0.0 if (x == 0.0) == (y > 0.0) else math.inf
    high, low = _log_pair(x)
    if not -1e30 < y < 1e30:  # so far out that the halves of y could overflow; the result is 0 or infinite
        return 0.0 if (high < 0.0) == (y > 0.0) else math.inf
    w, w_low = _product(y, high)
    if not -800.0 < w < 800.0:
        return 0.0 if w < 0.0 else math.inf
    return _exp_of_sum(w, w_low + y * low)


@jit
def log1p(x):
    """log(1 + x), with all its digits for small x too; -inf at -1, nan below.

    >>> log1p(1e-300), log1p(-1.0), log1p(1.0) == log(2.0)
    (1e-300, -inf, True)
    """
    whole = 1.0 + x
    if whole == 1.0 or whole == math.inf:
        return x
    return log(whole) if whole <= 0.0 else log(whole) * (x / (whole - 1.0))


@jit
def expm1(x):
    """exp(x) - 1, with all its digits for small x too.

    >>> expm1(1e-300), expm1(-1000.0), expm1(1000.0)
    (1e-300, -1.0, inf)
    """
    whole = exp(x)
    if whole == 1.0:
        return x
    if whole == math.inf or x < -40.0:
        return whole - 1.0
    return (whole - 1.0) * (x / log(whole))
