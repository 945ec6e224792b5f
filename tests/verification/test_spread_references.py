"""Spread of the 50 most followed accounts of real networks, against what another library published as its result.

References: CyNetDiff 0.1.18; simple networks, self-loops removed, undirected ones as two edges; ties to the smaller
id; the seeds count. (mean, standard error).
"""

import numpy as np
import pytest
from judging import sizes_of

from sim.files import read_network

FILES = {
    "NetHEPT": ("nethept.txt.gz", {"directed": False}),
    "wiki-Vote": ("wiki_vote.txt.gz", {"edge_means": "influences"}),
    "ego-Facebook": ("ego_facebook.txt.gz", {"directed": False}),
    "LastFM": ("lastfm/edges.csv", {"directed": False}),
}

REFERENCES = [
    ("NetHEPT", 0.01, 72.2, 0.12),
    ("NetHEPT", 0.1, 798.7, 2.6),
    ("NetHEPT", "weighted_cascade", 850.4, 2.0),
    ("wiki-Vote", 0.01, 270.6, 0.42),
    ("wiki-Vote", 0.1, 1762.6, 0.9),
    ("wiki-Vote", "weighted_cascade", 639.3, 0.9),
    ("ego-Facebook", 0.01, 377.7, 0.76),
    ("ego-Facebook", 0.1, 2950.1, 2.8),
    ("ego-Facebook", "weighted_cascade", 1001.3, 1.8),
    ("LastFM", 0.01, 102.4, 0.19),
    ("LastFM", 0.1, 1646.0, 2.7),
    ("LastFM", "weighted_cascade", 1674.2, 2.6),
]


@pytest.fixture(scope="module")
def networks(data_file):
    """Reads each network once."""
    read = {}

    def get(name):
        if name not in read:
            file, options = FILES[name]
            read[name] = read_network(data_file(file), **options)
        return read[name]

    return get


def most_followed(network):
    return np.argsort(-network.followers, kind="stable")[:50]


def error_of(sizes, error):
    """Standard error of the difference from a reference with this standard error."""
    return float(np.hypot(np.std(sizes, ddof=1) / np.sqrt(len(sizes)), error))


def hold(check, name, network, probability, mean, error, count):
    sizes = sizes_of(network, most_followed(network), count, probability=probability)
    told = f"{name}, {probability if isinstance(probability, str) else f'p = {probability}'}, {count:,} worlds"
    check.value("spread", told, sizes.mean(), mean, error_of(sizes, error))


@pytest.mark.parametrize(("name", "probability", "mean", "error"), REFERENCES)
def test_reference(check, networks, name, probability, mean, error):
    hold(check, name, networks(name), probability, mean, error, 800)


@pytest.mark.verify
@pytest.mark.parametrize(("name", "probability", "mean", "error"), REFERENCES)
def test_reference_in_many_worlds(check, networks, name, probability, mean, error):
    hold(check, name, networks(name), probability, mean, error, 20_000)


def test_the_other_direction_fails(check, data_file):
    """The negative control: the same file, its edges read the other way."""
    network = read_network(data_file("wiki_vote.txt.gz"), edge_means="follows")
    sizes = sizes_of(network, most_followed(network), 400, probability="weighted_cascade")
    off = (sizes.mean() - 639.3) / error_of(sizes, 0.9)
    saw = f"{sizes.mean():.0f}, not 639, {off:+.0f} standard errors"
    check.control("spread", "wiki-Vote, weighted_cascade, read the other way round", saw, abs(off) > 20)
