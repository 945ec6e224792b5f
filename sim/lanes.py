"""Eight draws at once: the draw of :mod:`sim.randomness` in vector instructions, and prefetch.

numba has no words for vectors, so these few operations are written in LLVM's. LLVM makes them legal on every processor
(AVX-512: one instruction each; AVX2, NEON, plain: several), and they are whole-number arithmetic only, so they give the
same bits everywhere: ``tests/test_lanes.py`` holds each of them to the scalar draw.

An edge is one 64-bit word, as the cascade kernels pack it: the coin's threshold above, the account's id below. The coin
succeeds if draw >> 32 <= threshold, which is draw <= (word | 0xFFFFFFFF). Coins are thrown before it is known whether
the account was reached already: a coin is a pure function of who and whom, so one too many changes nothing, and it
costs less than the random access that would save it.

Rows of words are read eight at a time, so arrays of words are ``LANES`` longer than their edges.
"""

from typing import Any, Final

from llvmlite import ir
from numba import extending, types
from numba.core import cgutils

from sim.randomness import GOLDEN

LANES: Final = 8
"""Draws at once, and how many words an array of words is longer than its edges."""

_BIT, _I8, _I32, _I64 = (ir.IntType(bits) for bits in (1, 8, 32, 64))
_WORDS = ir.VectorType(_I64, LANES)
_IDS = ir.VectorType(_I32, LANES)
_LOW = 0xFFFFFFFF


def intrinsic(function: Any) -> Any:
    """An operation for kernels, written in LLVM's instructions."""
    return extending.intrinsic(function)


@intrinsic
def stay_apart(typing: Any) -> Any:
    """The kernel in which this stands (one of ``sim.jit.apart``) is never put into one that calls it."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), build


@intrinsic
def asked_at(typing: Any, address: Any, record: Any) -> Any:
    """What the hook (:func:`sim.jit.hook`) that lies at this address in memory gives for a record (float64).

    So a hook can be handed on as a whole number in an array: kernels that only pass it on need not know of it.
    """

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(ir.DoubleType(), [context.get_value_type(signature.args[1])])
        return builder.call(builder.inttoptr(arguments[0], kind.as_pointer()), [arguments[1]])

    return types.float64(types.int64, record), build


def _all(value: int) -> Any:
    """The same number in every lane."""
    return ir.Constant(_WORDS, [value] * LANES)


def _splat(builder: Any, value: Any) -> Any:
    """One value in every lane."""
    kind = ir.VectorType(value.type, LANES)
    nothing = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(_I32, 0))
    return builder.shuffle_vector(first, nothing, ir.Constant(_IDS, [0] * LANES))


def _mix(b: Any, z: Any) -> Any:
    """The finaliser of SplitMix64 in every lane, as in :func:`sim.randomness.child`."""
    z = b.mul(b.xor(z, b.lshr(z, _all(30))), _all(0xBF58476D1CE4E5B9))
    z = b.mul(b.xor(z, b.lshr(z, _all(27))), _all(0x94D049BB133111EB))
    return b.xor(z, b.lshr(z, _all(31)))


def _step(builder: Any, word: Any) -> Any:
    """(word + 1) * GOLDEN for one word."""
    return builder.mul(builder.add(word, ir.Constant(_I64, 1)), ir.Constant(_I64, GOLDEN))


def _pointer(context: Any, builder: Any, kind: Any, array: Any, place: Any, vector: Any) -> Any:
    """Where ``vector`` lies in an array from ``place`` on."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [place]), vector.as_pointer())


def _load(context: Any, builder: Any, kind: Any, array: Any, place: Any) -> Any:
    """Eight words of an array from ``place`` on."""
    loaded = builder.load(_pointer(context, builder, kind, array, place, _WORDS))
    loaded.align = 8
    return loaded


def _store(context: Any, builder: Any, kind: Any, array: Any, place: Any, value: Any, align: int) -> None:
    builder.store(value, _pointer(context, builder, kind, array, place, value.type)).align = align


def _call(builder: Any, name: str, result: Any, arguments: list[Any]) -> Any:
    """An operation that LLVM has under a name of its own."""
    kind = ir.FunctionType(result, [argument.type for argument in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


def _successes(builder: Any, draws: Any, words: Any, e: Any, stop: Any) -> tuple[Any, Any]:
    """Ids of the successful lanes before ``stop``, moved to the front, and how many there are."""
    success = builder.icmp_unsigned("<=", draws, builder.or_(words, _all(_LOW)))
    lane = ir.Constant(_WORDS, list(range(LANES)))
    success = builder.and_(success, builder.icmp_signed("<", lane, _splat(builder, builder.sub(stop, e))))
    ids = builder.trunc(builder.and_(words, _all(_LOW)), _IDS)
    nothing = ir.Constant(_IDS, ir.Undefined)
    front = _call(builder, f"llvm.experimental.vector.compress.v{LANES}i32", _IDS, [ids, success, nothing])
    count = _call(builder, f"llvm.ctpop.i{LANES}", _I8, [builder.bitcast(success, _I8)])
    return front, builder.zext(count, _I64)


@intrinsic
def followers_hit(typingctx, words, e, stop, row, found, count, found_by, sharer):
    """The coins of ``words[e:min(e + LANES, stop)]``: followers whose coin succeeds are put into ``found[count:]``.

    ``row`` is the key of the sharer's coins, ``child(coins, sharer)``; ``found_by`` gets the int32 ``sharer`` beside
    each. Returns the new count. Both arrays must have ``LANES`` places more than are used.
    """
    signature = types.int64(words, types.int64, types.int64, types.uint64, found, types.int64, found_by, types.int32)

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        words, e, stop, row, found, count, found_by, sharer = args
        kinds = sig.args
        loaded = _load(context, builder, kinds[0], words, e)
        ids = builder.and_(loaded, _all(_LOW))
        start = _splat(builder, builder.add(row, ir.Constant(_I64, GOLDEN)))
        draws = _mix(builder, builder.add(start, builder.mul(ids, _all(GOLDEN))))
        front, more = _successes(builder, draws, loaded, e, stop)
        _store(context, builder, kinds[4], found, count, front, 4)
        _store(context, builder, kinds[6], found_by, count, _splat(builder, sharer), 4)
        return builder.add(count, more)

    return signature, codegen


@intrinsic
def sharers_hit(typingctx, words, e, stop, coins, follower, found, count):
    """As :func:`followers_hit`, for the accounts that ``follower`` follows.

    ``coins`` is the key of all coins of the world; the draw is ``child(child(coins, id), follower)``.
    """
    signature = types.int64(words, types.int64, types.int64, types.uint64, types.uint64, found, types.int64)

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        words, e, stop, coins, follower, found, count = args
        kinds = sig.args
        loaded = _load(context, builder, kinds[0], words, e)
        ids = builder.and_(loaded, _all(_LOW))
        start = _splat(builder, builder.add(coins, ir.Constant(_I64, GOLDEN)))
        rows = _mix(builder, builder.add(start, builder.mul(ids, _all(GOLDEN))))
        draws = _mix(builder, builder.add(rows, _splat(builder, _step(builder, follower))))
        front, more = _successes(builder, draws, loaded, e, stop)
        _store(context, builder, kinds[5], found, count, front, 4)
        return builder.add(count, more)

    return signature, codegen


@intrinsic
def children(typingctx, keys, i, word, out):
    """``out[i:i + LANES]`` becomes ``child(keys[i:i + LANES], word)``: one word under eight keys."""
    signature = types.void(keys, types.int64, types.uint64, out)

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        keys, i, word, out = args
        loaded = _load(context, builder, sig.args[0], keys, i)
        made = _mix(builder, builder.add(loaded, _splat(builder, _step(builder, word))))
        _store(context, builder, sig.args[3], out, i, made, 8)
        return context.get_dummy_value()

    return signature, codegen


@intrinsic
def worlds_hit(typingctx, rows, i, word):
    """In which of the worlds of ``rows[i:i + LANES]`` does the coin of this edge succeed?

    Bit b stands for ``rows[i + b]``, the key of the sharer's coins in one world.
    """
    signature = types.uint64(rows, types.int64, types.uint64)

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        rows, i, word = args
        loaded = _load(context, builder, sig.args[0], rows, i)
        low = ir.Constant(_I64, _LOW)
        step = _splat(builder, _step(builder, builder.and_(word, low)))
        draws = _mix(builder, builder.add(loaded, step))
        success = builder.icmp_unsigned("<=", draws, _splat(builder, builder.or_(word, low)))
        return builder.zext(builder.bitcast(success, _I8), _I64)

    return signature, codegen


@intrinsic
def lowest_bit(typingctx, bits):
    """The number of the lowest bit that is set (0 to 63); 64 if none is."""

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _call(builder, "llvm.cttz.i64", _I64, [args[0], ir.Constant(_BIT, 0)])

    return types.uint64(types.uint64), codegen


@intrinsic
def prefetch(typingctx, array, place):
    """Ask for the cache line of ``array[place]``, which will soon be read. It changes nothing but time."""

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        where = _pointer(context, builder, sig.args[0], args[0], args[1], _I8)
        hints = [ir.Constant(_I32, hint) for hint in (0, 3, 1)]  # to read, keep in all caches, data
        _call(builder, "llvm.prefetch.p0", ir.VoidType(), [where, *hints])
        return context.get_dummy_value()

    return types.void(array, types.int64), codegen


@intrinsic
def borrowed(typingctx, array):
    """The same array, but nobody counts who holds it: the caller keeps it alive.

    A kernel that hands many arrays to others pays two atomic operations for each of them at each call; with borrowed
    ones it pays none.
    """

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        held = context.make_array(sig.args[0])(context, builder, args[0])
        free = context.make_array(sig.return_type)(context, builder, args[0])
        free.meminfo = cgutils.get_null_value(held.meminfo.type)
        free.parent = cgutils.get_null_value(held.parent.type)
        return free._getvalue()

    return array(array), codegen
