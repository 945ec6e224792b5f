"""On large random networks a cascade is a branching process, and above the threshold it finds the giant component."""

import networkx
import numpy as np
import pytest
from judging import agrees, keys, law_fits

from sim import theory
from sim.models import independent_cascade
from sim.network import Network
from sim.world import plan_of_seeds

ACCOUNTS = 20_000


def one_cascade_an_account(network, p, count):
    """Reach of each of `count` accounts alone, each in a world of its own."""
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=p))
    work = independent_cascade.workspace(world)
    chosen = np.arange(count) * 7919 % len(network)
    return np.array(
        [
            independent_cascade.simulate(world, plan_of_seeds([account], network), key, work).reach
            for account, key in zip(chosen.tolist(), keys(count).tolist(), strict=True)
        ]
    )


@pytest.fixture(scope="module")
def directed():
    """Poisson(10) followers an account."""
    return Network.from_networkx(networkx.fast_gnp_random_graph(ACCOUNTS, 10 / ACCOUNTS, seed=1, directed=True))


def test_sizes_below_the_threshold_follow_borel(directed):
    mean = 0.8 * directed.edge_count / ACCOUNTS / 10  # of this one network
    assert mean == pytest.approx(0.8, abs=0.01)
    law = theory.total_progeny(mean, 60)
    sizes = one_cascade_an_account(directed, 0.08, ACCOUNTS)
    law = np.append(law, 1 - law.sum())  # all larger sizes together
    assert law_fits(np.minimum(sizes, 61), law)
    assert agrees(sizes, 1 / (1 - mean), precise=0.02)
    other = theory.total_progeny(mean + 0.05, 60)
    assert not law_fits(np.minimum(sizes, 61), np.append(other, 1 - other.sum()))


@pytest.mark.parametrize(("p", "expected"), [(0.3, 0.313698), (0.5, 0.796812)])
def test_large_outbreaks_are_the_giant_component(p, expected):
    """Undirected, mean degree 4: the share that an outbreak reaches, and the chance of one, are both S."""
    network = Network.from_networkx(networkx.fast_gnp_random_graph(ACCOUNTS, 4 / ACCOUNTS, seed=2))
    assert theory.giant_share_poisson(4 * p) == pytest.approx(expected, abs=1e-6)
    law = np.bincount(network.followers) / ACCOUNTS
    here = theory.giant_share(law, p)  # for the degrees of this one network
    assert here == pytest.approx(expected, abs=0.02)
    sizes = one_cascade_an_account(network, p, 700)
    large = sizes > ACCOUNTS // 20
    assert sizes[large].mean() / ACCOUNTS == pytest.approx(here, abs=0.01)
    error = np.sqrt(here * (1 - here) / len(sizes))
    assert error < 0.018
    assert abs(large.mean() - here) < 4 * error


@pytest.mark.parametrize(
    ("mean", "sizes", "expected"), [(0.5, 10, 0.013616), (0.8, 100, 1.4252e-3), (0.9, 100, 0.017420)]
)
def test_the_tail_of_borel(mean, sizes, expected):
    assert 1 - theory.total_progeny(mean, sizes - 1).sum() == pytest.approx(expected, rel=1e-3)


def test_many_seeds_are_many_trees():
    law = theory.total_progeny(0.5, 400, seeds=3)
    n = np.arange(401)
    assert law.sum() == pytest.approx(1)
    assert law @ n == pytest.approx(6)
    assert law @ (n - 6) ** 2 == pytest.approx(12)


def test_the_threshold_of_a_power_law():
    k = np.arange(101)
    law = np.where(k >= 3, 1.0, 0.0) * np.maximum(k, 1) ** -2.5
    law /= law.sum()
    assert theory.critical_probability(law) == pytest.approx(0.066947, abs=1e-6)
    assert theory.giant_share(law, 0.1) == pytest.approx(0.142304, abs=1e-6)
    assert theory.giant_share(law, 0.3) == pytest.approx(0.688669, abs=1e-6)
