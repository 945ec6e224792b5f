"""The cascade models once more, written to be read: networkx, sets and Python integers, no kernel of the engine.

A graph is a networkx DiGraph over the accounts 0 .. n - 1 (u -> v: v follows u; an edge may have a ``probability``,
an account its ``interests``). Fed the same draws (``draw_int``), the models must give the same accounts, in the same
order, at the same step, through the same sharers. ``reverse`` and ``added`` are their definitions, written down.
"""

import math

import networkx

from sim.arithmetic import exp, power
from sim.randomness import COIN, EDGES, LIVE_EDGE, THRESHOLD, TRIVALENCY, coin_threshold, draw_int, world_key

ONE = 2**53
SLACK = ONE // 10**9


# -- the graph and its probabilities


def merged_graph(n, edges):
    """The graph of (u, v, p): nobody follows himself, and edges that stand twice are independent chances of one."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(n))
    for u, v, p in edges:
        if graph.has_edge(u, v):
            graph[u][v]["missed"] *= 1 - p
            graph[u][v]["probability"] = 1 - graph[u][v]["missed"]
        elif u != v:
            graph.add_edge(u, v, probability=p, missed=1 - p)
    return graph


def probabilities(graph, setting, seed=0):
    """The probability of each edge, by (u, v); a dict is one already."""
    if isinstance(setting, dict):
        return setting
    if setting == "edge":
        return {(u, v): data["probability"] for u, v, data in graph.edges(data=True)}
    if setting == "weighted_cascade":
        return {(u, v): 1 / graph.in_degree(v) for u, v in graph.edges}
    if setting == "trivalency":
        key = draw_int(world_key(seed, EDGES), TRIVALENCY)
        return {(u, v): (0.1, 0.01, 0.001)[(draw_int(key, u, v) >> 32) * 3 >> 32] for u, v in graph.edges}
    return dict.fromkeys(graph.edges, setting)


# -- content


def hazard_ratios(graph, quality, wanted, quality_effect, interest_effect):
    """How readily each account takes the item up; None if the item changes nothing. ``wanted``: numbers of topics."""
    if not wanted or interest_effect == 0:
        ratio = exp(quality_effect * (quality - 0.5))
        return None if ratio == 1 else dict.fromkeys(graph, ratio)
    cosine = {}
    for v, interests in graph.nodes(data="interests"):
        length = math.sqrt(left_to_right(x * x for x in interests))
        cosine[v] = left_to_right(interests[t] for t in sorted(wanted)) / length if length > 0 else 0.0
    mean = left_to_right(cosine.values()) / len(graph)
    deviation = math.sqrt(left_to_right((c - mean) * (c - mean) for c in cosine.values()) / len(graph))
    match = {v: (c - mean) / deviation if deviation > 0 else 0.0 for v, c in cosine.items()}
    return {v: exp(quality_effect * (quality - 0.5) + interest_effect * match[v]) for v in graph}


def left_to_right(numbers):
    """A plain sum (Python's own ``sum`` makes up for rounding from version 3.12 on)."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def with_content(probability, ratio):
    """A proportional hazard: to miss a share becomes (1 - p) to the power of the follower's ratio."""
    if ratio is None:
        return probability
    return {(u, v): 1 - power(1 - float(p), ratio[v]) for (u, v), p in probability.items()}


# -- cascades


def spread_in_steps(graph, seeds, reaches):
    """Walk in steps from the seeds: account -> (step, by whom), in the order of reaching.

    ``reaches(u, v)`` is asked once for each share that meets an account not yet reached.
    """
    reached = dict.fromkeys(sorted(seeds), (0, -1))
    sharers, step = list(reached), 0
    while sharers:
        step += 1
        new = []
        for sharer in sharers:
            for follower in sorted(graph.successors(sharer)):
                if follower not in reached and reaches(sharer, follower):
                    reached[follower] = (step, sharer)
                    new.append(follower)
        sharers = new
    return reached


def is_live(probability, key, u, v):
    """The coin of (world, u, v)."""
    p = probability[u, v]
    return p > 0 and draw_int(key, COIN, u, v) >> 32 <= coin_threshold(p)


def live_graph(graph, probability, key):
    """A world of the independent cascade: the edges whose coin succeeds."""
    return networkx.restricted_view(graph, [], [edge for edge in graph.edges if not is_live(probability, key, *edge)])


def independent_cascade(graph, probability, seeds, key):
    """Every share of u to his follower v tries once."""
    return spread_in_steps(graph, seeds, lambda u, v: is_live(probability, key, u, v))


def whole_weights(graph, weight, ratio=None):
    """Weights in units of 2**-53; where a row misses 1 only by rounding, its (first) largest weight makes up for it."""
    whole = {edge: round(w * ONE) for edge, w in weight.items()}
    for v in graph:
        row = sorted((u, v) for u in graph.predecessors(v))
        missing = ONE - sum(whole[edge] for edge in row)
        if row and abs(missing) <= SLACK:
            whole[max(row, key=lambda edge: (whole[edge], -edge[0]))] += missing
    if ratio is None:
        return whole
    return {(u, v): min(ONE, int(w * ratio[v] + 0.5)) for (u, v), w in whole.items()}


def linear_threshold(graph, whole, seeds, key):
    """Every share adds its weight; an account is reached when the sum comes above its draw."""
    influence = dict.fromkeys(graph, 0)

    def reaches(u, v):
        influence[v] += whole[u, v]
        return influence[v] > draw_int(key, THRESHOLD, v) >> 11

    return spread_in_steps(graph, seeds, reaches)


# -- by definition


def added(model, graph, chances, seeds, key):
    """What each seed adds: the reach of all, minus the reach of all the others."""
    whole = len(model(graph, chances, seeds, key))
    return [whole - len(model(graph, chances, [s for s in seeds if s != k], key)) for k in sorted(seeds)]


def reverse(graph, probability, root, key):
    """The accounts that would have reached ``root`` if they alone had been seeded."""
    return {u for u in graph if root in independent_cascade(graph, probability, [u], key)}


def reverse_picks(graph, whole, root, key):
    """Linear threshold backwards: each account picks at most one whom it follows, by weight; the walk from ``root``."""
    walk = [root]
    while True:
        draw, upto = draw_int(key, LIVE_EDGE, walk[-1]) >> 11, 0
        for u in sorted(graph.predecessors(walk[-1])):
            upto += whole[u, walk[-1]]
            if upto > draw:
                break
        else:
            return walk
        if u in walk:
            return walk
        walk.append(u)
