"""The cascade models once more, written to be read: networkx, sets and Python integers, no kernel of the engine.

Fed the same draws (``draw_int``), they must give the same accounts, in the same order, at the same step, through the
same sharers.
"""

from sim.randomness import COIN, NETWORK, THRESHOLD, TRIVALENCY, coin_threshold, draw_int, world_key

ONE = 2**53


def probabilities(graph, setting, seed=0):
    """The probability of each edge of a networkx DiGraph (u -> v: v follows u), by (u, v)."""
    if setting == "edge":
        return {(u, v): data["probability"] for u, v, data in graph.edges(data=True)}
    if setting == "weighted_cascade":
        return {(u, v): 1 / graph.in_degree(v) for u, v in graph.edges}
    if setting == "trivalency":
        key = draw_int(world_key(seed, NETWORK), TRIVALENCY)
        return {(u, v): (0.1, 0.01, 0.001)[(draw_int(key, u, v) >> 32) * 3 >> 32] for u, v in graph.edges}
    return dict.fromkeys(graph.edges, setting)


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


def independent_cascade(graph, probability, seeds, key):
    """Every share of u to his follower v tries once: the coin of (world, u, v)."""

    def reaches(u, v):
        p = probability[u, v]
        return p > 0 and draw_int(key, COIN, u, v) >> 32 <= coin_threshold(p)

    return spread_in_steps(graph, seeds, reaches)


def whole_weights(graph, weight):
    """Weights in units of 2**-53; where a row misses 1 only by rounding, its (first) largest weight makes up for it."""
    whole = {edge: round(w * ONE) for edge, w in weight.items()}
    for v in graph:
        row = sorted((u, v) for u in graph.predecessors(v))
        missing = ONE - sum(whole[edge] for edge in row)
        if row and abs(missing) <= ONE // 10**9:
            whole[max(row, key=lambda edge: (whole[edge], -edge[0]))] += missing
    return whole


def linear_threshold(graph, weight, seeds, key):
    """Every share adds its weight; an account is reached when the sum comes above its draw."""
    whole = whole_weights(graph, weight)
    influence = dict.fromkeys(graph, 0)

    def reaches(u, v):
        influence[v] += whole[u, v]
        return influence[v] > draw_int(key, THRESHOLD, v) >> 11

    return spread_in_steps(graph, seeds, reaches)
