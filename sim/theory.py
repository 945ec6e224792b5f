"""What must come out: closed forms that the tests hold the engines to, with their sources.

Everything here is exact arithmetic in double precision, for small networks or for families with a formula; nothing is
drawn. ``p`` is the probability of an edge, spreads count the seeds. Sources:

- KKT: Kempe, Kleinberg and Tardos 2003, "Maximizing the spread of influence through a social network" (KDD).
- Newman 2002, "Spread of epidemic disease on networks" (Physical Review E 66:016128).
- Chen, Yuan and Zhang 2010, "Scalable influence maximization in social networks under the linear threshold model".
- Goel, Anderson, Hofman and Watts 2016, "The structural virality of online diffusion" (Management Science 62:180).
"""

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np

Edge = tuple[int, int]

# -- independent cascade, one seed, one probability for all edges


def path_sizes(accounts: int, p: float) -> np.ndarray:
    """Law of the reach on a path from its end: P(k) = p**(k - 1) (1 - p) for k < n, P(n) = p**(n - 1).

    Returns:
        float64[accounts + 1], P(k) at place k.

    >>> round(float(path_sizes(10, .5) @ np.arange(11)), 6)
    1.998047
    """
    law = np.zeros(accounts + 1)
    law[1:] = p ** np.arange(accounts) * (1 - p)
    law[accounts] = p ** (accounts - 1)
    return law


def cycle_spread(accounts: int, p: float) -> float:
    """Mean reach on an undirected cycle: 1 + 2 p (1 - p**(n - 1)) / (1 - p) - (n - 1) p**n, for p < 1.

    >>> round(cycle_spread(10, .5), 6)
    2.987305
    """
    return 1 + 2 * p * (1 - p ** (accounts - 1)) / (1 - p) - (accounts - 1) * p**accounts


def star_spread(leaves: int, p: float, *, from_hub: bool = True) -> float:
    """Mean reach on a star: 1 + L p from the hub, 1 + p (1 + (L - 1) p) from a leaf.

    >>> star_spread(100, .05), star_spread(100, .05, from_hub=False)
    (6.0, 1.2975)
    """
    return 1 + leaves * p if from_hub else 1 + p * (1 + (leaves - 1) * p)


def star_deviation(leaves: int, p: float) -> float:
    """Standard deviation of the reach on a star from the hub: sqrt(L p (1 - p)).

    >>> round(star_deviation(100, .05), 3)
    2.179
    """
    return math.sqrt(leaves * p * (1 - p))


def tree_spread(branching: int, depth: int, p: float) -> float:
    """Mean reach from the root of a complete tree: the sum of (b p)**d over the depths d.

    >>> round(tree_spread(3, 5, .3), 5), tree_spread(2, 6, .5)
    (4.68559, 7.0)
    """
    return sum((branching * p) ** d for d in range(depth + 1))


def complete_sizes(accounts: int, p: float) -> np.ndarray:
    """Law of the reach on a complete undirected network: the component of one account in G(n, p).

    With C_m the probability that G(m, p) is connected and q = 1 - p (Gilbert 1959, Annals of Mathematical Statistics
    30:1141): C_m = 1 - sum_{k < m} binom(m - 1, k - 1) C_k q**(k (m - k)) and
    P(k) = binom(n - 1, k - 1) C_k q**(k (n - k)).

    >>> round(float(complete_sizes(10, .2) @ np.arange(11)), 6)
    6.784458
    """
    q = 1 - p
    connected = [0.0]
    for m in range(1, accounts + 1):
        below = sum(math.comb(m - 1, k - 1) * connected[k] * q ** (k * (m - k)) for k in range(1, m))
        connected.append(1 - below)
    law = [math.comb(accounts - 1, k - 1) * connected[k] * q ** (k * (accounts - k)) for k in range(1, accounts + 1)]
    return np.array([0.0, *law])


def diamond_chance(p: float, *, model: str) -> float:
    """Chance that s -> {a, b} -> t reaches t: 1 - (1 - p**2)**2 by independent cascade, 2 p**2 by linear threshold.

    >>> diamond_chance(.5, model="independent_cascade"), diamond_chance(.5, model="linear_threshold")
    (0.4375, 0.5)
    """
    return 1 - (1 - p * p) ** 2 if model == "independent_cascade" else 2 * p * p


# -- any small network, by listing all its worlds of live edges


def reachable(edges: Iterable[Edge], seeds: Iterable[int]) -> set[int]:
    """The accounts that the seeds reach if every one of these edges is live.

    >>> sorted(reachable([(0, 1), (1, 2), (3, 2)], [0]))
    [0, 1, 2]
    """
    edges = list(edges)
    found = set(seeds)
    before = -1
    while len(found) > before:
        before = len(found)
        found |= {v for u, v in edges if u in found}
    return found


def cascade_sizes(edges: Sequence[Edge], probabilities: Sequence[float], seeds: Sequence[int]) -> dict[int, float]:
    """Law of the reach of an independent cascade: all 2**m worlds (KKT, claim 2.3); for up to about 16 edges.

    >>> law = cascade_sizes([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (1, 2)], [.4] * 6, [0])
    >>> round(sum(size * chance for size, chance in law.items()), 6)
    2.340416
    """
    law: dict[int, float] = {}
    for world in itertools.product((False, True), repeat=len(edges)):
        chance = math.prod(p if live else 1 - p for p, live in zip(probabilities, world, strict=True))
        size = len(reachable(itertools.compress(edges, world), seeds))
        law[size] = law.get(size, 0.0) + chance
    return dict(sorted(law.items()))


def threshold_sizes(edges: Sequence[Edge], weights: Sequence[float], seeds: Sequence[int]) -> dict[int, float]:
    """Law of the reach under linear threshold: each account keeps at most one incoming edge (KKT, claim 2.6).

    >>> threshold_sizes([(0, 1), (0, 2), (1, 3), (2, 3)], [1, 1, .5, .25], [0])
    {3: 0.25, 4: 0.75}
    """
    rows: dict[int, list[tuple[Edge | None, float]]] = {}
    for edge, weight in zip(edges, weights, strict=True):
        rows.setdefault(edge[1], []).append((edge, float(weight)))
    for row in rows.values():
        row.append((None, 1.0 - sum(weight for _, weight in row)))
    law: dict[int, float] = {}
    for world in itertools.product(*rows.values()):
        chance = math.prod(weight for _, weight in world)
        if chance > 0:
            size = len(reachable([edge for edge, _ in world if edge is not None], seeds))
            law[size] = law.get(size, 0.0) + chance
    return dict(sorted(law.items()))


def threshold_chances(
    accounts: int, edges: Sequence[Edge], weights: Sequence[float], seeds: Sequence[int]
) -> np.ndarray:
    """Chance of each account to be reached under linear threshold where no chain of edges returns to its start.

    P(v) = sum_u w(u, v) P(u) (Chen, Yuan and Zhang 2010). Every edge must go from a smaller id to a larger.

    >>> threshold_chances(4, [(0, 1), (0, 2), (1, 3), (2, 3)], [.5, .5, .5, .5], [0])
    array([1. , 0.5, 0.5, 0.5])
    """
    chances = np.zeros(accounts)
    chances[list(seeds)] = 1.0
    for (u, v), weight in sorted(zip(edges, weights, strict=True)):
        if u >= v:
            raise ValueError(f"the edge {u} -> {v} does not go from a smaller id to a larger one")
        if v not in seeds:
            chances[v] += weight * chances[u]
    return chances


# -- large random networks


def giant_share(followers_law: Sequence[float], p: float) -> float:
    """Share of the giant component when each edge of an undirected random network is live with probability p.

    Newman 2002: u = 1 - p + p G1(u), S = 1 - G0(u); ``followers_law[k]`` = P(degree k).

    >>> round(giant_share([0, 0, 0, 1], .6), 6)
    0.703704
    """
    law = np.asarray(followers_law, np.float64)
    k = np.arange(len(law))
    excess = (k * law)[1:] / (k @ law)
    u = 0.0
    for _ in range(100_000):
        following = 1 - p + p * float(excess @ u ** k[:-1])
        if abs(following - u) < 1e-14:
            break
        u = following
    return float(1 - law @ u**k)


def critical_probability(followers_law: Sequence[float]) -> float:
    """Where the giant component appears: mean k / (mean k**2 - mean k) (Newman 2002).

    >>> round(critical_probability([0, 0, 0, 0, 1]), 6)
    0.333333
    """
    law = np.asarray(followers_law, np.float64)
    k = np.arange(len(law))
    return float(k @ law / (k**2 @ law - k @ law))


def giant_share_poisson(mean: float) -> float:
    """Giant component of a Poisson network with ``mean`` live edges an account: S = 1 - exp(-mean S).

    >>> round(giant_share_poisson(2.), 6)
    0.796812
    """
    share = 1.0
    for _ in range(100_000):
        following = 1 - math.exp(-mean * share)
        if abs(following - share) < 1e-15:
            break
        share = following
    return share


def total_progeny(mean: float, largest: int, seeds: int = 1) -> np.ndarray:
    """Law of the size of a branching process with Poisson children, from some seeds (Borel and Tanner):
    P(n) = s / n exp(-mean n) (mean n)**(n - s) / (n - s)!.

    Returns:
        float64[largest + 1], P(n) at place n.

    >>> total_progeny(.5, 2).round(5)
    array([0.     , 0.60653, 0.18394])
    """
    law = np.zeros(largest + 1)
    for n in range(seeds, largest + 1):
        log_chance = -mean * n + (n - seeds) * math.log(mean * n) - math.lgamma(n - seeds + 1)
        law[n] = seeds / n * math.exp(log_chance)
    return law


# -- shapes


def star_virality(accounts: int) -> float:
    """Structural virality of a star: 2 (n - 1) / n (Goel et al. 2016).

    >>> star_virality(100)
    1.98
    """
    return 2 * (accounts - 1) / accounts


def path_virality(accounts: int) -> float:
    """Structural virality of a path: (n + 1) / 3.

    >>> round(path_virality(100), 3)
    33.667
    """
    return (accounts + 1) / 3


def mean_followers_of_followed(degrees: Sequence[int]) -> float:
    """The friendship paradox in an undirected network: the mean degree at the end of a random edge is
    mean k**2 / mean k (Feld 1991, American Journal of Sociology 96:1464).

    >>> mean_followers_of_followed([3, 1, 1, 1])
    2.0
    """
    k = np.asarray(degrees, np.float64)
    return float((k * k).mean() / k.mean())
