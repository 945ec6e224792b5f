"""The bits of a double: its mantissa and exponent, in kernels without a call; in Python by ``math.frexp``."""

import math
from typing import Any, Final

from llvmlite import ir
from numba import extending, types

HIDDEN: Final = (1 << 52) - 1
"""Bits of the mantissa."""
HALF: Final = 1022 << 52
"""The exponent of numbers from 1/2 up to 1, in its place."""
LARGER: Final = 54


def mantissa_and_exponent(x: float) -> tuple[float, int]:
    """(m, k) with x = m 2**k and 1/2 <= m < 1, for a finite x above 0.

    >>> mantissa_and_exponent(10.0)
    (0.625, 4)
    """
    return math.frexp(x)


def intrinsic(function: Any) -> Any:
    """An operation for kernels, written in LLVM's instructions."""
    return extending.intrinsic(function)


@intrinsic
def _to_bits(typingctx: Any, x: Any) -> Any:
    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.IntType(64))

    return types.int64(types.float64), codegen


@intrinsic
def _from_bits(typingctx: Any, bits: Any) -> Any:
    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), codegen


@extending.overload(mantissa_and_exponent, inline="always")
def _compiled_mantissa_and_exponent(x):
    def found(x):
        bits, less = _to_bits(x), 0
        if bits <= HIDDEN:  # so small that the leading bit is not hidden
            bits, less = _to_bits(x * 18014398509481984.0), LARGER
        return _from_bits((bits & HIDDEN) | HALF), (bits >> 52) - 1022 - less

    return found
