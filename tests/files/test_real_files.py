"""Published networks, read from their files: the counts that their collectors state."""

import numpy as np
import pytest

from sim.files import read_network

# file: (options, accounts, edges in the file, in the network, self-loops, lines that stood twice, isolated accounts)
KNOWN = {
    "nethept.txt.gz": ({"directed": False}, 15_233, 58_891, 2 * 31_376, 39, 27_476, 4),
    "wiki_vote.txt.gz": ({"edge_means": "follows"}, 7_115, 103_689, 103_689, 0, 0, 0),
    "ego_facebook.txt.gz": ({"directed": False}, 4_039, 88_234, 2 * 88_234, 0, 0, 0),
    "email_eu_core.txt.gz": ({"edge_means": "influences"}, 1_005, 25_571, 25_571 - 642, 642, 0, 19),
    "collegemsg.txt.gz": ({"edge_means": "influences"}, 1_899, 59_835, 20_296, 0, 59_835 - 20_296, 0),
    "polblogs.gml.gz": ({"edge_means": "follows"}, 1_490, 19_015, 19_012, 3, 0, 1_490 - 1_224),
    "lastfm/edges.csv": ({"directed": False}, 7_624, 27_806, 2 * 27_806, 0, 0, 0),
    "twitch_ptbr/edges.csv": ({"directed": False}, 1_912, 31_299, 2 * 31_299, 0, 0, 0),
    "twitch_engb/edges.csv": ({"directed": False}, 7_126, 35_324, 2 * 35_324, 0, 0, 0),
    "christianity/edges.txt": ({"edge_means": "influences"}, 2_897, 35_624, 35_624, 0, 0, 0),
}


@pytest.mark.parametrize("name", KNOWN)
def test_counts(data_file, name):
    options, accounts, lines, edges, loops, again, alone = KNOWN[name]
    network = read_network(data_file(name), **options)
    assert len(network) == accounts
    assert network.about["source"]["edges_in_file"] == lines
    assert network.edge_count == edges
    assert network.about["border"] == {
        "self_loops_dropped": loops,
        "duplicates_merged": again,
        "isolated_accounts": alone,
    }


def test_directions_of_wiki_vote(data_file):
    """The first line is "30 1412": 30 votes for 1412, which as `follows` is content from 1412 to 30."""
    path = data_file("wiki_vote.txt.gz")
    as_it_stands = read_network(path, edge_means="influences")
    turned = read_network(path, edge_means="follows")
    assert as_it_stands.id(1412) in as_it_stands.audience_of(as_it_stands.id(30))
    assert turned.id(30) in turned.audience_of(turned.id(1412))
    assert turned.id(1412) not in turned.audience_of(turned.id(30))
    assert as_it_stands.followers.tolist() == turned.followings.tolist()


def test_camps_of_polblogs(data_file):
    network = read_network(data_file("polblogs.gml.gz"), edge_means="follows", community="value")
    assert sorted(set(network.attributes["community"].tolist())) == [0, 1]
    assert network.id("100monkeystyping.com") == 0


def test_multigraph_convention_of_nethept(data_file):
    network = read_network(data_file("nethept.txt.gz"), directed=False, each_value=0.01)
    assert network.values.min() == 0.01
    lines = 58_891 - 39
    copies = np.log1p(-network.values) / np.log1p(-0.01)
    assert abs(copies.sum() - 2 * lines) < 1e-6 * lines
