"""How often an account was shown a thing: a table of (thing, account) pairs that grows with what is shown.

Open addressing with linear probing (Knuth, The Art of Computer Programming, volume 3, section 6.4): a pair costs one or
two steps while the table is at most half full.
"""

import numpy as np

from sim.jit import inner_leaf, jit, leaf
from sim.models.campaign.places import (
    PAIRS,
)
from sim.randomness import U, child


@leaf
def pair_of(thing, account):
    """The word of a pair; never 0, which marks an empty place."""
    return (U(thing + 1) << U(32)) | U(account)


@leaf
def place_of(words, word):
    """Where the pair stands, or the empty place where it would."""
    last = U(words.shape[0] - 1)
    place = child(word, U(0)) & last
    while words[place] != U(0) and words[place] != word:
        place = (place + U(1)) & last
    return np.int64(place)


@inner_leaf
def times_shown(work, thing, account):
    """How often this account was shown this thing."""
    place = place_of(work.pair, pair_of(thing, account))
    return np.int64(work.pair_count[place, 0]) if work.pair[place] != U(0) else 0


@inner_leaf
def room_for_pairs(work, count):
    """Is there room for so many new pairs, with half of the table empty?"""
    return 2 * (work.counter[PAIRS] + count) <= work.pair.shape[0]


@inner_leaf
def show_again(work, thing, account):
    """Count one more time; there must be room."""
    word = pair_of(thing, account)
    place = place_of(work.pair, word)
    if work.pair[place] == U(0):
        work.pair[place] = word
        work.pair_count[place, 0] = 0
        work.pair_count[work.counter[PAIRS], 1] = place
        work.counter[PAIRS] += 1
    work.pair_count[place, 0] += 1


@inner_leaf
def forget_pairs(work):
    """Empty the table, pair by pair."""
    for i in range(work.counter[PAIRS]):
        work.pair[work.pair_count[i, 1]] = U(0)
    work.counter[PAIRS] = 0


@jit
def enter_again(old_words, old_counts, words, counts):
    """Put the pairs of a smaller table into a larger, empty one."""
    count = 0
    for i in range(old_words.shape[0]):
        if old_words[i] != U(0):
            place = place_of(words, old_words[i])
            words[place] = old_words[i]
            counts[place, 0] = old_counts[i, 0]
            counts[count, 1] = place
            count += 1
