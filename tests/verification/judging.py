"""What every check of a simulated law uses: many worlds at once, and when a sample agrees with what theory says."""

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


def law_fits(sample, law, least=1e-4):
    """Does a sample of whole numbers follow this law (probability of k at place k)? Chi-square; sizes that are
    expected less than five times are taken together with their neighbours. False also for what the law excludes."""
    law = np.asarray(law, np.float64)
    counts = np.bincount(sample, minlength=len(law))
    if len(counts) > len(law) or counts[law == 0].sum():
        return False
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
    return bool(chdtrc(len(expected) - 1, statistic) > least)


def same_law(one, other, least=1e-4):
    """Do two samples of whole numbers come from one law? Chi-square of the two-row table, small classes pooled."""
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
    return bool(chdtrc(table.shape[1] - 1, ((table - expected) ** 2 / expected).sum()) > least)


def law_of(sizes):
    """A dict size -> probability as an array."""
    law = np.zeros(max(sizes) + 1)
    law[list(sizes)] = list(sizes.values())
    return law
