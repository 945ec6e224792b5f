"""What a portrait counts: the kernels that walk all edges, or a keyed sample of pairs."""

import numpy as np

from sim.jit import jit
from sim.randomness import U, below, child


@jit
def one_step(offsets, following, everyone, seen, front, after):
    """One step of the walks of all starts at once; how many accounts were met for the first time, over starts."""
    new = 0
    for v in range(seen.shape[0]):
        word = U(0)
        wanted = everyone & ~seen[v]
        if wanted:
            for e in range(offsets[v], offsets[v + 1]):
                word |= front[following[e]]
                if word & wanted == wanted:
                    break
            word &= wanted
        after[v] = word
        seen[v] |= word
        while word:
            word &= word - U(1)
            new += 1
    return new


@jit
def reciprocated(offsets, audience, following_offsets, following):
    """How many of an account's followers it follows itself, over all accounts: two sorted rows are merged."""
    count = 0
    for u in range(offsets.shape[0] - 1):
        i, j = offsets[u], following_offsets[u]
        while i < offsets[u + 1] and j < following_offsets[u + 1]:
            a, b = audience[i], following[j]
            count += a == b
            i += a <= b
            j += b <= a
    return count


@jit
def stands_in(row, low, high, account):
    """Does an account stand in ``row[low:high]``, which is sorted?"""
    end = high
    while low < high:
        middle = (low + high) >> 1
        if row[middle] < account:
            low = middle + 1
        else:
            high = middle
    return low < end and row[low] == account


@jit
def _neighbour(offsets, audience, following_offsets, following, u, key):
    """One neighbour of u at random, each with the same chance, by rejection of every second mutual one."""
    first = offsets[u + 1] - offsets[u]
    both = first + following_offsets[u + 1] - following_offsets[u]
    attempt = 0
    while True:
        place = below(child(key, U(attempt)), both)
        if place < first:
            return np.int64(audience[offsets[u] + place])
        other = np.int64(following[following_offsets[u] + place - first])
        if not stands_in(audience, offsets[u], offsets[u + 1], other):
            return other
        attempt += 1


@jit
def closed_pairs(offsets, audience, following_offsets, following, key, pairs):
    """Random accounts, two random neighbours each: (pairs that are neighbours, pairs looked at).

    An account whose only neighbour is mutual looks like one with two; it is passed over after some attempts.
    """
    n = offsets.shape[0] - 1
    hits = tries = 0
    for i in range(pairs):
        own = child(key, U(i))
        u = below(child(own, U(0)), n)
        if offsets[u + 1] - offsets[u] + following_offsets[u + 1] - following_offsets[u] < 2:
            continue
        v = _neighbour(offsets, audience, following_offsets, following, u, child(own, U(1)))
        for attempt in range(2, 64):
            w = _neighbour(offsets, audience, following_offsets, following, u, child(own, U(attempt)))
            if w != v:
                tries += 1
                linked = stands_in(audience, offsets[v], offsets[v + 1], w)
                hits += linked or stands_in(audience, offsets[w], offsets[w + 1], v)
                break
    return hits, tries


@jit
def correlation(offsets, audience):
    """Correlation, over edges u -> v, of the followers of u and the followers of v."""
    m = np.float64(audience.shape[0])
    sums_x = sums_y = sums_xx = sums_yy = sums_xy = 0.0
    for u in range(offsets.shape[0] - 1):
        x = np.float64(offsets[u + 1] - offsets[u])
        for e in range(offsets[u], offsets[u + 1]):
            v = np.int64(audience[e])
            y = np.float64(offsets[v + 1] - offsets[v])
            sums_x += x
            sums_y += y
            sums_xx += x * x
            sums_yy += y * y
            sums_xy += x * y
    spread = (sums_xx - sums_x * sums_x / m) * (sums_yy - sums_y * sums_y / m)
    if spread <= 1e-9 * sums_xx * sums_yy:
        return np.nan
    return (sums_xy - sums_x * sums_y / m) / np.sqrt(spread)


@jit
def inside(offsets, audience, community, audience_of, following_of):
    """Edges inside communities; and, counted up in the last two arguments, each community's edges out and in."""
    inside = 0
    for u in range(offsets.shape[0] - 1):
        c = community[u]
        audience_of[c] += offsets[u + 1] - offsets[u]
        for e in range(offsets[u], offsets[u + 1]):
            d = community[audience[e]]
            following_of[d] += 1
            inside += c == d
    return inside
