"""Numbers and coins that depend on a key and words alone: whoever asks, however often, gets the same."""

from sim.arithmetic.normal import normal_quantile
from sim.randomness import coin_threshold, draw_int, uniform_int

PLATFORM_BIT = 40


def uniform(key: int, *words: int) -> float:
    """A number from 0 to 1 that depends on the key and the words alone."""
    return uniform_int(draw_int(key, *words))


def normal(key: int, *words: int) -> float:
    """A standard normal number of the same kind."""
    return normal_quantile(max(uniform(key, *words), 1e-16))


def succeeds(draw: int, probability: float) -> bool:
    """Whether a coin of this probability falls on the good side."""
    return draw >> 32 <= coin_threshold(probability)


def word_on(platform: int, word: int) -> int:
    """What stands in keys for an account (by its own word) on a platform; on the first one it is that word alone.

    >>> word_on(0, 7), word_on(1, 7) - 2**40
    (7, 7)
    """
    return word + (platform << PLATFORM_BIT)
