"""Edges as the cascade kernels read them: one 64-bit word an edge, the coin's threshold above, the account below."""

import itertools
from typing import NamedTuple

import numpy as np

from sim.csr import accumulate
from sim.jit import jit
from sim.lanes import LANES
from sim.models.probabilities import (
    ContentEffects,
    ProbabilitySetting,
    changed_by,
    checked_setting,
    content_ratio,
    rows_of_probabilities,
)
from sim.network import Network, frozen
from sim.randomness import U
from sim.world import Item

SLICE_EDGES = 1 << 20
"""So many probabilities exist at a time (8 bytes each) while words are made."""

HITS = 1024
"""Successful coins that a walk collects before it asks which of them meet an account not yet reached."""


class LiveEdges(NamedTuple):
    """Rows of words; 8 bytes an edge. Only edges that can fire are there."""

    offsets: np.ndarray  # int64[n + 1]
    words: np.ndarray  # uint64[edges + LANES]; the last LANES are only there to be read with others


def live_edges(
    network: Network, setting: ProbabilitySetting, item: Item, effects: ContentEffects, seed: int
) -> LiveEdges:
    """The words of this network, content and probability setting, made slice by slice."""
    checked = checked_setting(network, setting)
    ratio = content_ratio(network, item, effects)
    offsets = np.zeros(len(network) + 1, np.int64)
    words = np.empty(network.edge_count + LANES, np.uint64)
    kept = 0
    for first, last in _slices(network.audience_offsets):
        probability = rows_of_probabilities(network, checked, seed, first, last)
        if not (isinstance(ratio, float) and ratio == 1.0):
            start, stop = network.audience_offsets[first], network.audience_offsets[last]
            probability = changed_by(ratio, probability, network.audience[start:stop])
        probability = frozen(probability, np.float64)
        kept = _pack(network.audience_offsets, network.audience, probability, first, last, kept, offsets, words)
    if kept < network.edge_count:
        words = words[: kept + LANES].copy()
    else:
        offsets = network.audience_offsets
    words[kept:] = 0
    return LiveEdges(frozen(offsets, np.int64), frozen(words, np.uint64))


def _slices(offsets: np.ndarray) -> list[tuple[int, int]]:
    """Accounts in slices of about ``SLICE_EDGES`` edges; one account's row is never cut."""
    wanted = np.arange(SLICE_EDGES, int(offsets[-1]), SLICE_EDGES)
    cuts = [0, *np.unique(np.searchsorted(offsets, wanted)).tolist(), len(offsets) - 1]
    return list(itertools.pairwise(cuts))


@jit
def _pack(offsets, audience, probability, first, last, kept, out_offsets, words):
    start = offsets[first]
    for u in range(first, last):
        for e in range(offsets[u], offsets[u + 1]):
            p = probability[e - start]
            if p > 0.0:  # an edge that can never fire is left out
                threshold = U(np.int64(np.ceil(p * 4294967296.0)) - 1)  # as randomness.coin_threshold
                words[kept] = (threshold << U(32)) | U(audience[e])
                kept += 1
        out_offsets[u + 1] = kept
    return kept


def turned_around(edges: LiveEdges) -> LiveEdges:
    """The same edges by follower: the threshold above, the followed account's id below."""
    offsets = np.zeros(len(edges.offsets) + 1, np.int64)
    words = np.zeros(len(edges.words), np.uint64)
    _count_followings(edges.words, edges.offsets[-1], offsets)
    accumulate(offsets)
    _turn(edges.offsets, edges.words, offsets, words)
    return LiveEdges(frozen(offsets[:-1].copy(), np.int64), frozen(words, np.uint64))


@jit
def _count_followings(words, count, offsets):
    """Two longer than the accounts, so that :func:`_turn` needs no cursor beside the offsets."""
    for e in range(count):
        offsets[(words[e] & U(0xFFFFFFFF)) + U(2)] += 1


@jit
def _turn(offsets, words, out_offsets, out_words):
    for u in range(offsets.shape[0] - 1):
        for e in range(offsets[u], offsets[u + 1]):
            v = words[e] & U(0xFFFFFFFF)
            place = out_offsets[v + U(1)]
            out_offsets[v + U(1)] = place + 1
            out_words[place] = (words[e] & U(0xFFFFFFFF00000000)) | U(u)
