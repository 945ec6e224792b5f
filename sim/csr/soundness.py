"""Whether the tables of a network, as they were read, can be walked and hold the same edges."""

from typing import Any

import numpy as np

from sim.border import NetworkError, checked_probabilities
from sim.csr import count_targets


def check_tables(network: Any) -> None:
    """An error if the two tables could lead a kernel out of their bounds, or do not agree."""
    for word, offsets, ids in (
        ("audience", network.audience_offsets, network.audience),
        ("following", network.following_offsets, network.following),
    ):
        if len(offsets) != len(network) + 1 or offsets[0] != 0 or offsets[-1] != len(ids):
            raise NetworkError(f"{word}_offsets do not span the {len(ids):,} ids of {word}")
        if (offsets[1:] < offsets[:-1]).any():
            raise NetworkError(f"{word}_offsets go down at account {(offsets[1:] < offsets[:-1]).argmax()}")
        if len(ids) and not 0 <= ids.min() <= ids.max() < len(network):
            raise NetworkError(f"{word} names an account outside 0 to {len(network) - 1}")
    counts = np.zeros(len(network) + 2, np.int64)
    count_targets(network.audience, counts)
    if not np.array_equal(counts[2:], np.diff(network.following_offsets)):
        raise NetworkError("audience and following do not hold the same edges")
    if network.values is not None:
        checked_probabilities(network.values, network.edge_count)
