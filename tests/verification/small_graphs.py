"""Edges of small families."""

import itertools


def path(n):
    return [(i, i + 1) for i in range(n - 1)]


def cycle(n):
    return [(i, (i + 1) % n) for i in range(n)]


def star(leaves):
    return [(0, leaf) for leaf in range(1, leaves + 1)]


def complete(n):
    return list(itertools.combinations(range(n), 2))


def complete_tree(branching, depth):
    edges, layer, following = [], [0], 1
    for _ in range(depth):
        children = list(range(following, following + branching * len(layer)))
        edges += [(layer[i // branching], child) for i, child in enumerate(children)]
        layer, following = children, following + len(children)
    return edges, following
