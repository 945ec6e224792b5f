"""The community of each account: the network's attribute, else found by label propagation.

Label propagation (Raghavan, Albert and Kumara 2007, Physical Review E 76:036106): everyone starts with a label of his
own; in each sweep, in a random order, everyone takes the label that most of his followers and followings have (a mutual
link counts twice); it ends when nobody changes. A label that is among the most frequent is kept; other ties go to the
smallest draw. Order and ties are drawn by account, so the result is the same everywhere.
Cost: O(sweeps x (n log n + edges)).
"""

import numpy as np

from sim.jit import jit
from sim.network import Network
from sim.randomness import LABELLING, U, child, draw_int, fill_uniform

SWEEPS = 30
"""Label propagation ends after so many sweeps even if some still change; the paper finds 5 enough for 95%."""


def communities_of(network: Network, key: int) -> np.ndarray:
    """The community of each account (int64[n], numbers without meaning).

    >>> two = Network.from_edges([0, 1, 2, 3, 4, 5], [1, 2, 0, 4, 5, 3], 6)  # two triangles
    >>> found = communities_of(two, key=1)
    >>> len(set(found[:3].tolist())), len(set(found[3:].tolist())), found[0] == found[3]
    (1, 1, np.False_)
    """
    given = network.attributes.get("community")
    return propagated_labels(network, key) if given is None else given.astype(np.int64)


def propagated_labels(network: Network, key: int, sweeps: int = SWEEPS) -> np.ndarray:
    """Labels found by label propagation (int64[n])."""
    n = len(network)
    labels = np.arange(n)
    votes = np.zeros(n, np.int64)
    draws = np.empty(n)
    rows = (network.audience_offsets, network.audience, network.following_offsets, network.following)
    for sweep in range(sweeps):
        at = draw_int(key, LABELLING, sweep)
        fill_uniform(U(at), draws)
        if _sweep(*rows, np.argsort(draws, kind="stable"), U(at), labels, votes) == 0:
            break
    return labels


@jit
def _vote(offsets, neighbours, account, labels, votes):
    most = np.int64(0)
    for e in range(offsets[account], offsets[account + 1]):
        label = labels[neighbours[e]]
        votes[label] += 1
        most = max(most, votes[label])
    return most


@jit
def _lowest(offsets, neighbours, account, labels, votes, most, ties, best, lowest):
    """Of the labels with most votes the one with the lowest draw."""
    for e in range(offsets[account], offsets[account + 1]):
        label = labels[neighbours[e]]
        if votes[label] == most:
            draw = child(ties, U(label))
            if best < 0 or draw < lowest:
                best, lowest = label, draw
    return best, lowest


@jit
def _clear(offsets, neighbours, account, labels, votes):
    for e in range(offsets[account], offsets[account + 1]):
        votes[labels[neighbours[e]]] = 0


@jit
def _sweep(audience_offsets, audience, following_offsets, following, order, key, labels, votes):
    """One sweep in place; ``votes`` is all zero before and after. Returns how many changed their label."""
    changed = 0
    for account in order:
        first = _vote(audience_offsets, audience, account, labels, votes)
        most = max(first, _vote(following_offsets, following, account, labels, votes))
        best = labels[account]
        if most > 0 and votes[best] < most:
            ties = child(key, U(account))
            best, lowest = _lowest(audience_offsets, audience, account, labels, votes, most, ties, np.int64(-1), U(0))
            best, _ = _lowest(following_offsets, following, account, labels, votes, most, ties, best, lowest)
        _clear(audience_offsets, audience, account, labels, votes)
        _clear(following_offsets, following, account, labels, votes)
        if best != labels[account]:
            labels[account] = best
            changed += 1
    return changed
