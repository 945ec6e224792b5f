"""Quantiles of the normal law, the same bits on every machine: in plain + - * /, our own log and the square root, which
IEEE 754 rounds correctly. Wichura (1988, Applied Statistics 37:477), algorithm AS 241."""

import math
from typing import Final

from sim.arithmetic import log
from sim.jit import jit

MIDDLE_ABOVE: Final = (
    3.3871328727963665,
    133.14166789178438,
    1971.5909503065513,
    13731.69376550946,
    45921.95393154987,
    67265.7709270087,
    33430.57558358813,
    2509.0809287301227,
)
MIDDLE_BELOW: Final = (
    1.0,
    42.31333070160091,
    687.1870074920579,
    5394.196021424751,
    21213.794301586597,
    39307.89580009271,
    28729.085735721943,
    5226.495278852854,
)
TAIL_ABOVE: Final = (
    1.4234371107496835,
    4.630337846156546,
    5.769497221460691,
    3.6478483247632045,
    1.2704582524523684,
    0.2417807251774506,
    0.022723844989269184,
    0.0007745450142783414,
)
TAIL_BELOW: Final = (
    1.0,
    2.053191626637759,
    1.6763848301838038,
    0.6897673349851,
    0.14810397642748008,
    0.015198666563616457,
    0.0005475938084995345,
    1.0507500716444169e-09,
)
FAR_ABOVE: Final = (
    6.657904643501103,
    5.463784911164114,
    1.7848265399172913,
    0.29656057182850487,
    0.026532189526576124,
    0.0012426609473880784,
    2.7115555687434876e-05,
    2.0103343992922881e-07,
)
FAR_BELOW: Final = (
    1.0,
    0.599832206555888,
    0.1369298809227358,
    0.014875361290850615,
    0.0007868691311456133,
    1.8463183175100548e-05,
    1.421511758316446e-07,
    2.0442631033899397e-15,
)
"""Wichura's rational functions for normal quantiles: coefficients above and below the line, from the constant on."""


@jit
def _ratio(above, below, x):
    a = above[7]
    b = below[7]
    for i in range(6, -1, -1):
        a = a * x + above[i]
        b = b * x + below[i]
    return a / b


@jit
def normal_quantile(p):
    """The standard normal quantile of a probability; -inf at 0, inf at 1, nan beyond. About 15 digits.

    >>> normal_quantile(0.5), normal_quantile(0.0), round(normal_quantile(0.975), 9)
    (0.0, -inf, 1.959963985)
    """
    q = p - 0.5
    if -0.425 <= q <= 0.425:
        return q * _ratio(MIDDLE_ABOVE, MIDDLE_BELOW, 0.180625 - q * q)
    tail = p if q < 0.0 else 1.0 - p
    if not tail > 0.0:
        return (-math.inf if q < 0.0 else math.inf) if tail == 0.0 else math.nan
    r = math.sqrt(-log(tail))
    if r <= 5.0:
        value = _ratio(TAIL_ABOVE, TAIL_BELOW, r - 1.6)
    else:
        value = _ratio(FAR_ABOVE, FAR_BELOW, r - 5.0)
    return -value if q < 0.0 else value
