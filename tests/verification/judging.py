"""What every check of a simulated law uses: many worlds at once, and when a sample agrees with what theory says."""

import math

import numpy as np
from scipy.special import chdtrc

from sim.models import model
from sim.network import Network
from sim.randomness import JUDGING, child_int
from sim.world import plan_of_seeds

ERRORS = 4
"""An estimate agrees with theory within so many standard errors."""


def keys(count, seed=20261122):
    """The keys of this many worlds (uint64)."""
    key = child_int(seed, JUDGING)
    return np.array([child_int(key, replicate) for replicate in range(count)], np.uint64)


def network_of(edges, accounts, *, both_ways=False, values=None):
    """A network from pairs (u, v): v follows u."""
    pairs = np.array(edges, np.int32).reshape(-1, 2)
    if both_ways:
        pairs = np.concatenate([pairs, pairs[:, ::-1]])
    return Network.from_edges(pairs[:, 0].copy(), pairs[:, 1].copy(), accounts, values=values)


def sizes_of(network, seeds, count, *, name="independent_cascade", **parameters):
    """Reach in `count` worlds (int64)."""
    module = model(name)
    world = module.prepare(network, module.Parameters(**parameters))
    sizes = np.empty(count, np.int64)
    module.spread_sizes(world, plan_of_seeds(seeds, network), keys(count), module.workspace(world), sizes)
    return sizes


def chances_of(network, seeds, count, *, name="independent_cascade", **parameters):
    """How often each account is reached in `count` worlds (float64[n])."""
    module = model(name)
    world = module.prepare(network, module.Parameters(**parameters))
    work = module.workspace(world)
    plan = plan_of_seeds(seeds, network)
    times = np.zeros(len(network))
    for key in keys(count).tolist():
        times[module.simulate(world, plan, key, work).reached] += 1
    return times / count


def agrees(sample, expected, precise=0.01):
    """Is the mean of the sample the expected one? First of all the sample must be able to tell: its standard error is
    at most the share `precise` of the expected value."""
    error = np.std(sample, ddof=1) / np.sqrt(len(sample))
    assert error <= precise * expected, f"standard error {error:.3g} of {expected:.6g}: too few worlds to tell"
    return bool(abs(np.mean(sample) - expected) <= ERRORS * error)


LEAST = 1e-4
"""A sample agrees with a law if chi-square finds at least this probability."""


def law_fits(sample, law):
    """Does a sample of whole numbers follow this law (probability of k at place k)?"""
    return law_probability(sample, law)[0] > LEAST


def law_probability(sample, law):
    """Chi-square of a sample of whole numbers against a law: (its probability, number of classes). Sizes that are
    expected less than five times are taken together with their neighbours. 0 for what the law excludes."""
    law = np.asarray(law, np.float64)
    counts = np.bincount(sample, minlength=len(law))
    if len(counts) > len(law) or counts[law == 0].sum():
        return 0.0, 0
    observed, expected, pool = [], [], np.zeros(2)
    for c, p in zip(counts, law, strict=True):
        pool += c, p * len(sample)
        if pool[1] >= 5:
            observed.append(pool[0])
            expected.append(pool[1])
            pool = np.zeros(2)
    observed[-1] += pool[0]
    expected[-1] += pool[1]
    assert len(expected) >= 2, "the law has one class: nothing to tell"
    statistic = sum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))
    return float(chdtrc(len(expected) - 1, statistic)), len(expected)


def same_law(one, other):
    """Do two samples of whole numbers come from one law?"""
    return same_probability(one, other)[0] > LEAST


def same_probability(one, other):
    """Chi-square of the two-row table of two samples, small classes pooled: (its probability, number of classes)."""
    length = max(one.max(), other.max()) + 1
    table = np.array([np.bincount(one, minlength=length), np.bincount(other, minlength=length)], np.float64)
    columns, pool = [], np.zeros(2)
    for column in table.T:
        pool = pool + column
        if pool.sum() >= 20:
            columns.append(pool)
            pool = np.zeros(2)
    columns[-1] = columns[-1] + pool
    table = np.array(columns).T
    assert table.shape[1] >= 2, "the samples have one class: nothing to tell"
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    return float(chdtrc(table.shape[1] - 1, ((table - expected) ** 2 / expected).sum())), table.shape[1]


def law_of(sizes):
    """A dict size -> probability as an array."""
    law = np.zeros(max(sizes) + 1)
    law[list(sizes)] = list(sizes.values())
    return law


def number(x):
    """A number as the page shows it."""
    return f"{x:,}" if isinstance(x, (int, np.integer)) else f"{x:.6g}"


class Checks:
    """Judges measurements one by one, fails the test where one is off, and keeps what the page shows of them.

    ``fact`` is the name of the fact that ``sources.py`` explains, ``what`` a few words on this measurement.
    """

    def __init__(self):
        self.rows = []

    def _row(self, fact, what, expected, got, off, passed):
        assert passed, f"{fact}, {what}: expected {expected}, got {got} ({off})"
        self.rows.append({"fact": fact, "what": what, "expected": expected, "got": got, "off": off})

    def value(self, fact, what, got, expected, error, *, precise=0.01):
        """An estimate with its standard error, which must be at most the share ``precise`` of the expected value."""
        assert error <= precise * expected, f"{what}: standard error {error:.3g} of {expected:.6g}: too few to tell"
        off = (got - expected) / error if error else (0.0 if got == expected else math.inf)
        told = f"{number(got)} ± {error:.2g}"
        self._row(fact, what, number(expected), told, f"{off:+.1f} of {ERRORS}", abs(off) <= ERRORS)

    def mean(self, fact, what, sample, expected, *, precise=0.01):
        """The mean of independent values: one a world, or one a network where worlds share networks."""
        error = float(np.std(sample, ddof=1) / np.sqrt(len(sample)))
        self.value(fact, what, float(np.mean(sample)), expected, error, precise=precise)

    def law(self, fact, what, sample, law):
        """A sample of whole numbers against a law."""
        probability, classes = law_probability(sample, law)
        told = f"{len(sample):,} worlds in {classes} classes"
        off = f"chi-square, p = {probability:.2g} > {LEAST:g}"
        self._row(fact, what, "the law", told, off, probability > LEAST)

    def same(self, fact, what, one, other):
        """Two samples of whole numbers against one another."""
        probability, classes = same_probability(one, other)
        told = f"{len(one):,} and {len(other):,} worlds in {classes} classes"
        self._row(fact, what, "one law", told, f"chi-square, p = {probability:.2g} > {LEAST:g}", probability > LEAST)

    def exact(self, fact, what, got, expected, *, tolerance=0.0):
        """No chance in it: equal, or equal up to rounding."""
        if isinstance(expected, (int, float)):
            passed = abs(got - expected) <= tolerance
            off = f"exact, to {tolerance:g}" if tolerance else "exact"
            self._row(fact, what, number(expected), number(got), off, passed)
        else:
            self._row(fact, what, str(expected), str(got), "exact", got == expected)

    def at_least(self, fact, what, got, bound):
        """No chance in it: a bound that is proven."""
        self._row(fact, what, f"at least {number(bound)}", number(got), "exact", got >= bound)

    def within(self, fact, what, sample, expected, share, *, precise, step):
        """The mean of a sample taken on a grid lies within a share of the expected value; its error is far smaller.

        What lies between two points of the grid cannot be seen: that adds step / sqrt(12) to the error.
        """
        error = float(np.hypot(np.std(sample, ddof=1) / np.sqrt(len(sample)), step / np.sqrt(12)))
        assert error <= precise * expected, f"{what}: standard error {error:.3g} of {expected:.6g}: too few to tell"
        got = float(np.mean(sample))
        off = f"{got / expected - 1:+.1%} of {share:.0%}"
        self._row(fact, what, number(expected), f"{number(got)} ± {error:.2g}", off, abs(got / expected - 1) <= share)

    def control(self, fact, broken, saw, refused):
        """What is broken on purpose must be refused."""
        assert refused, f"{fact}: {broken} was not noticed ({saw})"
        self.rows.append({"fact": fact, "control": broken, "saw": saw})
