"""A world as the set of its live edges, drawn with plain numpy beside the engine, and the components that they make.

The coin of the edge u -> v is the word that ``sim.randomness`` gives for (world, u, v); everything else here is scipy's
own walk over the live edges. What the engine reaches in the same world must be the same set of accounts.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from sim.randomness import COIN, GOLDEN, child_int, coin_threshold

U = np.uint64


def child(key, word):
    """Output number ``word`` of SplitMix64 from state ``key``, for arrays."""
    z = key + (word + U(1)) * U(GOLDEN)
    z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
    return z ^ (z >> U(31))


def coins(network, key):
    """The 32-bit coin of every edge in the order of ``audience`` (uint64[m])."""
    row = child(np.full(len(network), child_int(key, COIN), U), np.arange(len(network), dtype=U))
    return child(np.repeat(row, network.followers), network.audience.astype(U)) >> U(32)


def matrix_of(source, target, accounts):
    """The live edges as a matrix."""
    return csr_array((np.ones(len(source), np.int8), (source, target)), shape=(accounts, accounts))


def live_matrix(network, p, key):
    """The edges that are live in the world of ``key``, as a matrix (row u, column v: content flows u -> v)."""
    live = coins(network, key) <= U(coin_threshold(p))
    source = np.repeat(np.arange(len(network), dtype=np.int32), network.followers)
    return matrix_of(source[live], network.audience[live], len(network))


class Giant(NamedTuple):
    """The giant strongly connected component of live edges."""

    member: int  # an account of it
    reached: np.ndarray  # the accounts that it reaches, sorted
    leading: np.ndarray  # the accounts that reach it, sorted
    core: int  # its size


def giant(matrix):
    """The largest strongly connected component of a matrix of live edges, whom it reaches and who reaches it."""
    _, label = connected_components(matrix, directed=True, connection="strong")
    sizes = np.bincount(label)
    member = int(np.flatnonzero(label == sizes.argmax())[0])
    reached = breadth_first_order(matrix, member, return_predecessors=False)
    leading = breadth_first_order(matrix.T.tocsr(), member, return_predecessors=False)
    return Giant(member, np.sort(reached), np.sort(leading), int(sizes.max()))


def live_links(network, p, key):
    """The links that are live when one coin decides for both directions, that of the smaller id, as a matrix."""
    source = np.repeat(np.arange(len(network), dtype=np.int32), network.followers)
    live = (source < network.audience) & (coins(network, key) <= U(coin_threshold(p)))
    return matrix_of(source[live], network.audience[live], len(network))


def mean_component_without_the_largest(matrix):
    """Mean size of the component of a random account outside the largest component (the susceptibility)."""
    _, label = connected_components(matrix, directed=False)
    sizes = np.sort(np.bincount(label))[:-1].astype(np.float64)
    return float((sizes @ sizes) / sizes.sum())
