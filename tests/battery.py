"""A battery of tests for streams of 64-bit draws: each gives p-values that are uniform if the draws are sound.

Both ends count against a stream: too even is as bad as too uneven.
"""

import numpy as np
from scipy.special import chdtrc, kolmogorov, ndtr, pdtr, pdtrc


def two_sided(p):
    return 2 * min(p, 1 - p)


def chi_square(counts, expected):
    """Upper tail of the chi-square statistic of counts that have these expectations."""
    counts = np.asarray(counts, np.float64).ravel()
    expected = np.broadcast_to(expected, counts.shape)
    return float(chdtrc(len(counts) - 1, ((counts - expected) ** 2 / expected).sum()))


def bit(draws, place):
    return ((draws >> np.uint64(place)) & np.uint64(1)).astype(np.int64)


def single_bits(draws):
    """Each of the 64 bits is set in half of the draws."""
    n = len(draws)
    return [float(ndtr((bit(draws, place).sum() - n / 2) / np.sqrt(n / 4))) for place in range(64)]


def byte_counts(draws):
    """Each of the eight bytes takes its 256 values equally often."""
    columns = draws.astype("<u8").view(np.uint8).reshape(-1, 8)
    return [chi_square(np.bincount(columns[:, i], minlength=256), len(draws) / 256) for i in range(8)]


def neighbours(draws):
    """Four high, middle or low bits of a draw tell nothing of the same bits of the next draw, or of the one after."""
    found = []
    for place in (0, 1, 30, 60):
        bits = ((draws >> np.uint64(place)) & np.uint64(15)).astype(np.int64)
        for lag in (1, 2):
            pairs = bits[:: 2 * lag] * 16 + bits[lag :: 2 * lag]
            found.append(chi_square(np.bincount(pairs, minlength=256), len(pairs) / 256))
    return found


def serial_correlation(draws):
    """Uniforms of neighbouring draws are not correlated, nor are those two or 64 apart."""
    x = draws.astype(np.float64) / 2.0**64 - 0.5
    return [float(ndtr((x[:-lag] * x[lag:]).sum() * 12 / np.sqrt(len(x) - lag))) for lag in (1, 2, 64)]


def runs(draws):
    """The highest, a middle and the lowest bits change from draw to draw half of the time."""
    n = len(draws) - 1
    return [
        float(ndtr((np.count_nonzero(np.diff(bit(draws, place))) - n / 2) / np.sqrt(n / 4)))
        for place in (0, 1, 2, 3, 31, 32, 62, 63)
    ]


def differences(draws):
    """A draw and the next differ in a binomial number of bits."""
    weights = np.bitwise_count(draws[1:] ^ draws[:-1])[::2].astype(np.int64)
    chances = np.array([1.0])
    for _ in range(64):
        chances = (np.append(chances, 0) + np.append(0, chances)) / 2
    inner = slice(20, 45)
    counts = np.bincount(weights, minlength=65)
    return [
        chi_square(
            [*counts[inner], counts.sum() - counts[inner].sum()],
            np.array([*chances[inner], 1 - chances[inner].sum()]) * len(weights),
        )
    ]


def collisions(draws):
    """Equal draws, in all 64 bits, in the upper 32 and in the lower 32: a Poisson number of them."""
    found = []
    for words, space in ((draws, 2.0**64), (draws >> np.uint64(32), 2.0**32), (draws & np.uint64(2**32 - 1), 2.0**32)):
        repeated = len(words) - len(np.unique(words))
        mean = len(words) ** 2 / 2 / space
        found.append(poisson(repeated, mean))
    return found


def birthday_spacings(draws):
    """Marsaglia: of 2048 birthdays in 2**30 days, the sorted gaps repeat a Poisson(2) number of times; summed over
    blocks, for the upper and for the lower bits of the draws."""
    found = []
    for shift in (34, 0):
        days = ((draws >> np.uint64(shift)) & np.uint64(2**30 - 1)).astype(np.int64)
        blocks = np.sort(days[: len(days) // 2048 * 2048].reshape(-1, 2048), axis=1)
        gaps = np.sort(np.diff(blocks, axis=1), axis=1)
        repeated = int((np.diff(gaps, axis=1) == 0).sum())
        found.append(poisson(repeated, len(blocks) * 2048**3 / 4 / 2.0**30))
    return found


def poisson(count, mean):
    """Middle of the two tails: small if there are too many, near 1 if there are too few."""
    return float((pdtrc(count, mean) + (pdtrc(count - 1, mean) if count else 1.0)) / 2) if pdtr(count, mean) else 0.0


TESTS = (
    single_bits,
    byte_counts,
    neighbours,
    serial_correlation,
    runs,
    differences,
    collisions,
    birthday_spacings,
)


def battery(draws):
    """name -> p-values."""
    return {test.__name__: test(draws) for test in TESTS}


def worst(results):
    """The smallest two-sided p-value of each test; the 64-bit collisions count on their upper side only."""
    found = {}
    for name, values in results.items():
        sides = [two_sided(p) for p in values]
        if name == "collisions":
            sides[0] = values[0]  # none is what is expected
        found[name] = min(sides)
    return found


def evenness(values):
    """Kolmogorov's test that p-values are uniform (asymptotic)."""
    values = np.sort(values)
    n = len(values)
    gap = max((np.arange(1, n + 1) / n - values).max(), (values - np.arange(n) / n).max())
    return float(kolmogorov(gap * (np.sqrt(n) + 0.12 + 0.11 / np.sqrt(n))))
