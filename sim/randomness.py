"""Every random draw is a pure function of what it decides.

A draw is reached by walking down from the scenario's seed, one word at a time::

    key = child(child(child(seed, purpose), replicate), what)     then  child(child(key, who), whom) ...

and ``child(key, word)`` is output number ``word`` of the SplitMix64 generator whose state is ``key`` (Steele, Lea and
Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA, with Stafford's mixer 13): a published
counter-based function with known answers. No generator is ever advanced, so the order of events, the number of threads
and whatever else was drawn cannot change a draw. One draw costs three 64-bit multiplications and three shifts: half a
nanosecond in a row of independent draws, seven where each waits for the one before (measured on an AMD EPYC).

What a key may hold: account ids, the identity of a post, a time. Never: a place in memory, a running number, an order
of events.

Two forms of the same function: :func:`child` for kernels (64-bit words) and :func:`child_int` for Python integers (for
keys made outside kernels and for the readable twins). Tests hold them to the same known answers.
"""

import hashlib
from typing import Final

import numpy as np

from sim.jit import jit

U = np.uint64

# Purposes: what a world is drawn for. Worlds of different purposes share nothing.
NETWORK: Final = 1
"""Networks are drawn; the replicate is the realisation."""
CHOOSING: Final = 2
"""A strategy looks at worlds in order to choose accounts."""
JUDGING: Final = 3
"""Plans are judged."""
UNCERTAIN: Final = 4
"""Values of uncertain parameters; the replicate is the number of the joint draw."""
ESTIMATING: Final = 5
"""Resampling inside an estimate."""
SWEEPING: Final = 6
"""Design points of a sweep (Latin hypercube, Sobol scrambling)."""
PICKING: Final = 7
"""A strategy's own draws (accounts at random); the replicate is the realisation, below it the number of the pick."""
EDGES: Final = 8
"""What a model draws once for each edge of the network, whatever the world."""
PEOPLE: Final = 9
"""What accounts are like, whatever the world: how often they are there, how readily they react."""
FURTHER: Final = 10
"""Networks of further platforms are drawn; the replicate is the realisation, below it the platform's name."""

# What is decided, inside one world.
COIN: Final = 1
"""Does the share of `who` activate his follower `whom`?"""
THRESHOLD: Final = 2
"""How much influence `who` needs before he shares."""
LIVE_EDGE: Final = 3
"""Which one of his incoming edges is live for `who` (linear threshold, walked backwards)."""
TRIVALENCY: Final = 4
"""Which of the three probabilities the edge `who` -> `whom` has."""
PICK: Final = 5
"""The rank of `who` when accounts are picked at random."""
ROOT: Final = 6
"""Which account reverse walk number `who` starts from."""
LABELLING: Final = 7
"""In which order communities are looked for, and how ties are broken."""
SESSIONS: Final = 8
"""How many sessions `who` has on a day."""
LOOKS: Final = 10
"""How many posts `who` looks at in a session."""
OTHERS: Final = 11
"""How many posts of others have come for `who` before a session."""
OTHERS_RANK: Final = 12
"""How good the best of them are, one after the other."""
APPEAL: Final = 13
"""The hidden appeal of an item, or of an item by `who`."""
POST: Final = 14
"""Below it a post's own key: item, author, kind and ordinal."""
READINESS: Final = 15
"""How readily `who` reacts, and how often he is there (under PEOPLE)."""

PREDICTION: Final = 16
"""How wrong a feed's prediction is for `who`, below a post's own key."""
AD_SLOTS: Final = 17
"""How many of a session's looks ads take, and how many go to authors who are not followed (below it)."""
GRANT: Final = 18
"""To whom a post is shown that the platform recommends or that is paid for, in a tick (below a post's own key)."""
DEMAND: Final = 19
"""Would `who` buy on a day?"""
ORDER: Final = 20
"""What `who` orders, and whether he sends it back."""
ORDINARY: Final = 21
"""Who publishes an ordinary post, and when."""
OPTING: Final = 22
"""Below PEOPLE: may the account be targeted?"""
KNOWING: Final = 23
"""Below PEOPLE: did the account know the brand before?"""
TALKING: Final = 24
"""Below PEOPLE: would the account talk in a community?"""
OCCASION: Final = 25
"""Who begins a rumour."""
SATISFACTION: Final = 26
"""What a customer makes of an order."""
MEMBERS: Final = 27
"""What a member does with a push."""
FRIENDS: Final = 28
"""Whom a customer brings."""

_MASK = (1 << 64) - 1
GOLDEN: Final = 0x9E3779B97F4A7C15


def child_int(key: int, word: int) -> int:
    """Output number ``word`` of SplitMix64 from state ``key``, in Python integers.

    >>> [child_int(1234567, i) for i in range(2)]
    [6457827717110365317, 3203168211198807973]
    """
    z = (key + (word + 1) * GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


@jit
def child(key, word):
    """Output number ``word`` of SplitMix64 from state ``key``; both are taken as 64-bit words."""
    z = U(key) + (U(word) + U(1)) * U(0x9E3779B97F4A7C15)
    z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
    return z ^ (z >> U(31))


@jit
def uniform(bits):
    """A number in [0, 1) from the upper 53 bits of a draw."""
    return np.float64(bits >> U(11)) * (1.0 / 9007199254740992.0)


def uniform_int(bits: int) -> float:
    """The same number as :func:`uniform`, from a Python integer."""
    return float(bits >> 11) * (1.0 / 9007199254740992.0)


@jit
def below(bits, bound):
    """A whole number in 0 .. bound - 1 from the upper 32 bits of a draw; bias below bound / 2**32."""
    return np.int64(((bits >> U(32)) * U(bound)) >> U(32))


@jit
def fill_uniform(key, out):
    """``out[i]`` becomes the uniform draw of word ``i`` under ``key``."""
    for i in range(out.shape[0]):
        out[i] = uniform(child(key, U(i)))


def world_key(seed: int, purpose: int, replicate: int = 0) -> int:
    """The key of one world: everything that happens in it is drawn below this key.

    >>> world_key(1, JUDGING, 0) != world_key(1, CHOOSING, 0)
    True
    """
    return child_int(child_int(seed, purpose), replicate)


def draw_int(key: int, *words: int) -> int:
    """The draw at the end of a chain of words: ``draw_int(k, a, b)`` is ``child_int(child_int(k, a), b)``."""
    for word in words:
        key = child_int(key, word)
    return key


def name_word(name: str) -> int:
    """What stands for a name in keys: 48 bits of its hash."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest(), "big")


def coin_threshold(probability: float) -> int:
    """The 32-bit word T for which ``draw32 <= T`` has this probability; -1 if the coin can never succeed.

    A coin is an integer comparison: T = ceil(p * 2**32) - 1, so p = 1 always succeeds.

    >>> coin_threshold(1.0) == 2**32 - 1, coin_threshold(0.5) == 2**31 - 1, coin_threshold(0.0)
    (True, True, -1)
    """
    return int(np.ceil(probability * 4294967296.0)) - 1


def coin_thresholds(probabilities: np.ndarray) -> np.ndarray:
    """As :func:`coin_threshold`, for an array; uint32. All probabilities must be in (0, 1]."""
    return (np.ceil(np.asarray(probabilities, dtype=np.float64) * 4294967296.0) - 1.0).astype(np.uint32)
