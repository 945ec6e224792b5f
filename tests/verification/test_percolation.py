"""Facts A13, A14 and A16: large outbreaks on large random networks, with and without directions.

Measured world by world as the components of the giant strongly connected component of the live edges (whom it reaches,
who reaches it): far less noisy than cascades, one value a network, and the error is taken over networks. In the same
worlds the engine's own walks, forward and backward from one account of that component, must give exactly these sets.
"""

from typing import NamedTuple

import numpy as np
import pytest
from judging import agrees, keys
from live_edges import giant, live_links, live_matrix, mean_component_without_the_largest
from test_branching import STEP, cut, one_cascade_an_account, seeds_of

from sim import theory
from sim.generators import generate
from sim.models import independent_cascade
from sim.network import Network
from sim.randomness import NETWORK, world_key

GRAPHS = 20
LARGE = 0.05
"""A cascade that reaches this share of all accounts is a large outbreak."""


class Family(NamedTuple):
    """A generator and the law that its networks have in the limit: of degrees, or jointly of follows and followers."""

    name: str
    generator: str
    parameters: dict
    law: np.ndarray

    def network(self, accounts, number):
        return generate(self.generator, {"accounts": accounts, **self.parameters}, world_key(11, NETWORK, number))

    def giant(self, p):
        """What theory says, in both kinds of network."""
        if self.law.ndim == 2:
            return theory.directed_giant(self.law, p)
        share = theory.giant_share(self.law, p)
        return theory.Giant(share, share, np.nan)

    @property
    def critical(self):
        return theory.critical_probability(self.law)


def of_power_law(exponent, smallest, largest):
    law = {"power_law": {"exponent": exponent, "smallest": smallest, "largest": largest}}
    name = f"power law k^-{exponent} on {smallest} .. {largest}"
    return Family(name, "configuration", {"degrees": law}, theory.power_law(exponent, smallest, largest))


def regular(k):
    return Family(f"random {k}-regular", "random_regular", {"degree": k}, np.eye(k + 1)[k])


POISSON = Family("Poisson, 4 followers", "erdos_renyi", {"mean_followers": 4}, theory.poisson_law(4.0))
HEAVY = of_power_law(2.5, 3, 100)
HEAVIER = of_power_law(2.5, 1, 1000)
STUBS = Family("4-regular by stubs", "configuration", {"degrees": {"one_of": (4,)}}, np.eye(5)[4])
DIRECTED = Family(
    "follows Poisson(2), followers 0 or 4",
    "configuration",
    {"follows": {"poisson": 2.0}, "followers": {"one_of": (0, 4)}},
    theory.independent_laws(theory.poisson_law(2.0), [0.5, 0, 0, 0, 0.5]),
)
OTHER_WAY = Family(
    "follows 0, 3 or 6, followers Poisson(3)",
    "configuration",
    {"follows": {"one_of": (0, 3, 6)}, "followers": {"poisson": 3.0}},
    theory.independent_laws([1 / 3, 0, 0, 1 / 3, 0, 0, 1 / 3], theory.poisson_law(3.0)),
)


class Found(NamedTuple):
    """One value a network, as shares of the accounts."""

    reach: np.ndarray
    chance: np.ndarray


def measured(family, accounts, probabilities, graphs=GRAPHS, turned=False):
    """Components of the giant in one world of each of many networks, for each probability.

    In the first networks the engine's walks from one account of the giant are held to the same sets.
    """
    shares = np.empty((2, len(probabilities), graphs))
    for number, key in enumerate(keys(graphs, seed=12).tolist()):
        network = family.network(accounts, number)
        if turned:
            network = Network(network.following_offsets, network.following)
        for i, p in enumerate(probabilities):
            component = giant(live_matrix(network, p, key))
            shares[:, i, number] = len(component.reached), len(component.leading)
            if number < 2:
                engine_agrees(network, p, key, component)
    return [Found(*shares[:, i] / accounts) for i in range(len(probabilities))]


def engine_agrees(network, p, key, component):
    """The engine reaches, and walks back to, exactly the accounts that the live edges say."""
    world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=p))
    work = independent_cascade.workspace(world)
    outcome = independent_cascade.simulate(world, seeds_of(component.member), key, work)
    assert np.array_equal(np.sort(outcome.reached), component.reached)
    assert np.array_equal(np.sort(independent_cascade.reverse(world, component.member, key, work)), component.leading)


def hold(check, fact, family, accounts, probabilities, *, graphs=GRAPHS, expected=(), precise=0.02):
    """Reach and chance against theory, at each probability; the values that the fact states are held to theory too."""
    for p, found in zip(probabilities, measured(family, accounts, probabilities, graphs), strict=True):
        law = family.giant(p)
        told = f"{family.name}, p = {p:g}, {graphs} networks of {accounts:,}"
        check.mean(fact, f"{told}: reach of an outbreak", found.reach, law.reach, precise=precise)
        check.mean(fact, f"{told}: chance of one", found.chance, law.chance, precise=precise)
    for p, stated in zip(probabilities, expected, strict=bool(expected)):
        got = family.giant(p)
        got = (got.reach, got.chance) if isinstance(stated, tuple) else got.reach
        assert got == pytest.approx(stated, abs=5e-5 if isinstance(stated, tuple) else 1e-6)


# -- large outbreaks: a small part, and all


def test_large_outbreaks_in_small(check):
    hold(check, "A13a", POISSON, 20_000, [0.5], expected=[0.796812])
    hold(check, "A13d", STUBS, 20_000, [0.5], expected=[0.854102])
    hold(check, "A13e", HEAVY, 50_000, [0.2], expected=[0.467755])
    hold(check, "A14", DIRECTED, 20_000, [0.8], expected=[(0.6420, 0.3857)])


@pytest.mark.verify
def test_poisson(check):
    hold(check, "A13a", POISSON, 100_000, [0.3, 0.375, 0.5, 0.75], expected=[0.313698, 0.582812, 0.796812, 0.940480])


@pytest.mark.verify
@pytest.mark.parametrize(
    ("fact", "k", "probabilities", "expected"),
    [("A13c", 3, [0.6, 0.75], [0.703704, 0.962963]), ("A13d", 4, [0.4, 0.5], [None, 0.854102])],
)
def test_regular(check, fact, k, probabilities, expected):
    family = regular(k)
    check.exact(fact, "critical probability", family.critical, 1 / (k - 1), tolerance=1e-12)
    for p, stated in zip(probabilities, expected, strict=True):
        assert stated is None or family.giant(p).reach == pytest.approx(stated, abs=1e-6)
    hold(check, fact, family, 40_000, probabilities)


@pytest.mark.verify
def test_heavy_tail(check):
    check.exact("A13e", "mean k", HEAVY.law @ np.arange(101), 6.4573, tolerance=5e-5)
    check.exact("A13e", "critical probability", HEAVY.critical, 0.066947, tolerance=1e-6)
    hold(check, "A13e", HEAVY, 100_000, [0.1, 0.2, 0.3, 0.5], expected=[0.142304, 0.467755, 0.688669, 0.913097])


@pytest.mark.verify
def test_heavier_tail(check):
    k = np.arange(1001)
    check.exact("A13f", "mean k", HEAVIER.law @ k, 1.9003, tolerance=5e-5)
    check.exact("A13f", "mean k^2", HEAVIER.law @ k**2, 46.07, tolerance=5e-3)
    check.exact("A13f", "critical probability", HEAVIER.critical, 0.043022, tolerance=1e-6)
    hold(check, "A13f", HEAVIER, 1_000_000, [0.1, 0.3])


@pytest.mark.verify
def test_directed(check):
    stated = [(0.7968, 0.4563), (0.6420, 0.3857), (0.3137, 0.2008)]
    hold(check, "A14", DIRECTED, 300_000, [1.0, 0.8, 0.6], expected=stated)
    hold(check, "A14", OTHER_WAY, 100_000, [1.0, 0.5])


# -- the same by cascades of the engine


def cascades(family, accounts, p, graphs, count):
    """(share of large outbreaks, mean share that a large one reaches), one value a network."""
    chance, reach = np.empty(graphs), np.empty(graphs)
    for number in range(graphs):
        network = family.network(accounts, number)
        sizes = one_cascade_an_account(network, p, count, first=number * count)
        large = sizes > LARGE * accounts
        chance[number], reach[number] = large.mean(), sizes[large].mean() / accounts
    return Found(reach, chance)


def backward(family, accounts, p, graphs, count):
    """The same by the engine's walks backwards: (mean share that lead to an account, share of accounts so led to)."""
    chance, reach = np.empty(graphs), np.empty(graphs)
    for number in range(graphs):
        network = family.network(accounts, number)
        world = independent_cascade.prepare(network, independent_cascade.Parameters(probability=p))
        work = independent_cascade.workspace(world)
        roots = (np.arange(count) + number * count) * STEP % accounts
        walks = zip(roots.tolist(), keys(count, seed=57 + number).tolist(), strict=True)
        sizes = np.array([len(independent_cascade.reverse(world, root, key, work)) for root, key in walks])
        large = sizes > LARGE * accounts
        reach[number], chance[number] = large.mean(), sizes[large].mean() / accounts
    return Found(reach, chance)


def hold_backward(check, family, accounts, p, graphs, count, precise):
    """Walked against the content, reach and chance change places: a second look at both."""
    law = family.giant(p)
    found = backward(family, accounts, p, graphs, count)
    told = f"{family.name}, p = {p:g}, {count} backward walks on each of {graphs} networks of {accounts:,}"
    check.mean("A14", f"{told}: share of large ones", found.reach, law.reach, precise=precise)
    check.mean("A14", f"{told}: share that a large one finds", found.chance, law.chance, precise=0.02)


def hold_cascades(check, fact, family, accounts, p, graphs, count, precise):
    law = family.giant(p)
    found = cascades(family, accounts, p, graphs, count)
    told = f"{family.name}, p = {p:g}, {count} cascades on each of {graphs} networks of {accounts:,}"
    check.mean(fact, f"{told}: reach of a large one", found.reach, law.reach, precise=0.02)
    check.mean(fact, f"{told}: share of large ones", found.chance, law.chance, precise=precise)
    return found, law


def test_directed_by_cascades_in_small(check):
    found, law = hold_cascades(check, "A14", DIRECTED, 20_000, 0.8, 20, 100, 0.04)
    refused = not agrees(found.chance, law.reach, precise=0.04)
    saw = f"share of large cascades {found.chance.mean():.3f}, reach {found.reach.mean():.3f}"
    check.control("A14", "the chance of an outbreak taken for its reach", saw, refused)
    hold_backward(check, DIRECTED, 20_000, 0.8, 20, 100, 0.03)


@pytest.mark.verify
@pytest.mark.parametrize("p", [1.0, 0.8, 0.6])
def test_directed_by_cascades(check, p):
    hold_cascades(check, "A14", DIRECTED, 100_000, p, 20, 1000, 0.02)
    hold_backward(check, DIRECTED, 100_000, p, 20, 500, 0.02)


@pytest.mark.verify
@pytest.mark.parametrize(("fact", "family", "p"), [("A13a", POISSON, 0.375), ("A13e", HEAVY, 0.2)])
def test_links_by_cascades(check, fact, family, p):
    hold_cascades(check, fact, family, 100_000, p, 20, 400, 0.02)


# -- below the threshold


def sizes_on_each(family, accounts, p, graphs, count):
    """Sizes of `count` cascades on each of many networks, a row each."""
    return np.array(
        [one_cascade_an_account(family.network(accounts, i), p, count, first=i * count) for i in range(graphs)]
    )


def hold_below(check, accounts, graphs, count, precise):
    p = 0.125
    sizes = sizes_on_each(POISSON, accounts, p, graphs, count)
    told = f"{POISSON.name}, p = {p}, {count} cascades on each of {graphs} networks of {accounts:,}"
    mean = theory.mean_outbreak(POISSON.law, p)
    assert mean == pytest.approx(2.0)
    check.mean("A13b", f"{told}: mean size", sizes.mean(axis=1), mean, precise=precise)
    law = theory.outbreak_sizes(theory.thinned(POISSON.law, p), theory.thinned(theory.excess_law(POISSON.law), p), 40)
    assert law == pytest.approx(theory.total_progeny(0.5, 40))
    law, pooled = cut(law, sizes.ravel())
    check.law("A13b", f"{told}: sizes 1 .. 40 and larger", pooled, law)
    refused = not agrees(sizes.mean(axis=1), theory.mean_outbreak(POISSON.law, p + 0.01), precise=precise)
    check.control("A13b", f"{told}: p is .125 and not .135", f"mean {sizes.mean():.3f}, not 2.174", refused)


def test_below_the_threshold_in_small(check):
    hold_below(check, 20_000, 20, 1000, 0.01)


@pytest.mark.verify
def test_below_the_threshold(check):
    hold_below(check, 100_000, 20, 5000, 0.005)


@pytest.mark.verify
def test_heavy_tail_below_the_threshold(check):
    p, accounts, count = 0.03, 100_000, 2000
    sizes = sizes_on_each(HEAVY, accounts, p, GRAPHS, count)
    told = f"{HEAVY.name}, p = {p}, {count} cascades on each of {GRAPHS} networks of {accounts:,}: mean size"
    check.mean("A13e", told, sizes.mean(axis=1), theory.mean_outbreak(HEAVY.law, p), precise=0.01)


@pytest.mark.verify
def test_directed_below_the_threshold(check):
    p, accounts, count = 0.3, 100_000, 2000
    sizes = sizes_on_each(DIRECTED, accounts, p, GRAPHS, count)
    told = f"{DIRECTED.name}, p = {p}, {count} cascades on each of {GRAPHS} networks of {accounts:,}: mean size"
    check.mean("A14", told, sizes.mean(axis=1), theory.directed_mean_outbreak(DIRECTED.law, p), precise=0.01)


# -- where outbreaks begin


STEP_OF_GRID = 0.05
GRID = np.arange(0.7, 1.3001, STEP_OF_GRID)


def peaks(family, accounts, graphs, worlds=1, coins=live_links):
    """Where the mean component outside the largest is largest, as a share of the critical probability; a value each."""
    found = []
    for number, key in enumerate(keys(graphs, seed=13).tolist()):
        network = family.network(accounts, number)
        curve = np.zeros(len(GRID))
        for other in range(worlds):
            for i, share in enumerate(GRID):
                links = coins(network, family.critical * share, key ^ other)
                curve[i] += mean_component_without_the_largest(links)
        assert 0 < curve.argmax() < len(GRID) - 1, "the peak is at the end of the grid"
        found.append(GRID[curve.argmax()])
    return np.array(found)


def twice(network, p, key):
    """An engine that tries a failed link again."""
    return live_links(network, 1 - (1 - p) ** 2, key)


@pytest.mark.verify
@pytest.mark.parametrize("family", [POISSON, HEAVY, STUBS], ids=lambda family: family.name)
def test_outbreaks_begin_at_the_critical_probability(check, family):
    found = peaks(family, 100_000, GRAPHS, worlds=2) * family.critical
    told = f"{family.name}, {GRAPHS} networks of 100,000: where the peak is"
    check.within("A16", told, found, family.critical, 0.1, precise=0.02, step=STEP_OF_GRID * family.critical)


def hold_peak_control(check, accounts, graphs):
    p = STUBS.critical * GRID
    curve = np.zeros(len(GRID))
    for number, key in enumerate(keys(graphs, seed=13).tolist()):
        network = STUBS.network(accounts, number)
        curve += [mean_component_without_the_largest(twice(network, value, key)) for value in p]
    refused = abs(GRID[curve.argmax()] - 1) > 0.1
    saw = f"largest at {GRID[curve.argmax()]:.3f} of the critical probability, the lower end of the grid"
    check.control("A16", "a failed link is tried again", saw, refused)


def test_outbreaks_begin_in_small(check):
    told, critical = f"{STUBS.name}, 8 networks of 20,000: where the peak is", STUBS.critical
    found = peaks(STUBS, 20_000, 8) * critical
    check.within("A16", told, found, critical, 0.1, precise=0.03, step=STEP_OF_GRID * critical)
    hold_peak_control(check, 20_000, 2)


# -- negative controls


def test_reversed_edges_fail(check):
    """Turned around, reach and chance change places: only a directed network whose laws differ can show it."""
    (found,) = measured(DIRECTED, 20_000, [0.8], turned=True)
    law = DIRECTED.giant(0.8)
    assert agrees(found.reach, law.chance, precise=0.02)
    assert agrees(found.chance, law.reach, precise=0.02)
    refused = not agrees(found.reach, law.reach, precise=0.02) and not agrees(found.chance, law.chance, precise=0.02)
    got, stated = (f"reach {x:.3f} and chance {y:.3f}" for x, y in (np.mean(found, axis=1), (law.reach, law.chance)))
    check.control("A14", "the edges are reversed", f"{got}, not {stated}", refused)


def test_applying_p_twice_fails(check):
    """The easy slip in the formula, 1 - G0(1 - p + p u), is refused by the measurement."""
    (found,) = measured(POISSON, 20_000, [0.5])
    u = 1 - 0.5 * theory.giant_share(POISSON.law, 0.5)  # 1 - p + p G1(u), and G1 = G0 for Poisson
    k = np.arange(len(POISSON.law))
    assert 1 - POISSON.law @ u**k == pytest.approx(0.796812, abs=1e-6)
    slip = float(1 - POISSON.law @ (0.5 + 0.5 * u) ** k)
    assert slip == pytest.approx(0.549, abs=5e-4)
    saw = f"reach {found.reach.mean():.3f}, not {slip:.3f}"
    check.control("A13a", "the formula applies p twice", saw, not agrees(found.reach, slip, precise=0.02))


def test_a_failed_edge_tried_again_fails(check):
    (found,) = measured(HEAVY, 20_000, [1 - 0.9**2])
    law = HEAVY.giant(0.1)
    saw = f"reach {found.reach.mean():.3f}, not {law.reach:.3f}"
    check.control("A13e", "a failed edge is tried again", saw, not agrees(found.reach, law.reach, precise=0.05))
