"""GML files."""

import networkx
import numpy as np
import pytest

from sim.files import read_network
from sim.network import Network

TEXT = """Creator "someone # else"
# a comment [ not a list
graph
[
  directed 1
  node [ id 30 label "ann &#8482; &amp; co" value 1 graphics [ x 1.5 y [ z 2 ] ] ]
  node
  [
    id 4
    label "bob"
    value 0
  ]
  edge [ source 30 target 4 weight 0.25 ]
  edge [ source 4 target 30 weight 1 label "]" ]
]
"""


def test_what_is_read(write):
    network = read_network(write("a.gml", TEXT), edge_means="influences", value="weight", community="value")
    assert network.labels == ["bob", "ann ™ & co"]  # in the order of the ids
    assert network.values.tolist() == [1.0, 0.25]
    assert network.attributes["community"].tolist() == [0, 1]
    assert network.attributes["community"].dtype == np.int32


def test_names(write):
    same = TEXT.replace('"bob"', '"ann &#8482; &amp; co"')
    assert read_network(write("a.gml", same), edge_means="follows").labels == [4, 30]
    one = TEXT.replace('label "bob"', "")
    assert read_network(write("a.gml", one), edge_means="follows").labels == [4, 30]
    numbers = TEXT.replace('"bob"', '"12"').replace('"ann &#8482; &amp; co"', '"9"')
    assert read_network(write("a.gml", numbers), edge_means="follows").labels == [9, 12]


def test_communities_may_be_words(write):
    text = TEXT.replace("value 1", 'camp "left"').replace("value 0", 'camp "right"')
    network = read_network(write("a.gml", text), edge_means="follows", community="camp")
    assert network.attributes["community"].tolist() == [1, 0]
    assert network.about["source"]["communities"] == ["left", "right"]


@pytest.mark.parametrize("directed", [True, False])
def test_it_reads_what_networkx_writes(tmp_path, directed):
    graph = networkx.gnp_random_graph(60, 0.06, seed=3, directed=directed)
    networkx.write_gml(graph, tmp_path / "a.gml")
    network = read_network(tmp_path / "a.gml", edge_means="influences")
    expected = Network.from_networkx(graph)
    assert network.labels is None
    assert network.fingerprint() == expected.fingerprint()
    named = networkx.relabel_nodes(graph, {i: f"name {59 - i}" for i in graph})
    networkx.write_gml(named, tmp_path / "b.gml")
    network = read_network(tmp_path / "b.gml", edge_means="influences")
    assert network.labels == list(named)
    assert network.fingerprint() == Network.from_networkx(named).fingerprint()


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("directed 1", "directed 2", ["line 5", "directed is '2'; allowed: 0, 1"]),
        ("id 4", "id x", ["line 7", "'x' is not the id of a node"]),
        ("id 4", "id 4.5", ["line 7", "'4.5' is not the id"]),
        ("id 4", "id " + "9" * 30, ["line 7", "is not the id"]),
        ("id 4", "", ["line 7", "a node has no id"]),
        ("id 4", "id 30", ["line 7", "'30' stands there twice"]),
        ("source 30", "source 31", ["line 13", "an edge names '31', which is no account"]),
        ("source 30", "", ["line 13", "an edge has no source"]),
        ("target 30", "", ["line 14", "an edge has no target"]),
        ('label "bob"', "label bob extra", ["line 11", "'0' is not a key"]),
        ('label "bob"', "7 bob", ["line 10", "'7' is not a key"]),
        ('label "bob"', '"bob"', ["line 10", "'bob' has no key"]),
        ('label "bob"', "[ ]", ["line 10", "no key before its '['"]),
        ('label "]"', 'label "]', ["line 14", "has no end"]),
        ("edge [ source 4", "] ] edge [ source 4", ["a ']' closes nothing"]),
        ("graphics [", "graphics " + "[ g " * 200, ["line 6", "nested more than 100 deep"]),
        ("graph\n", "grape\n", ["holds no graph"]),
        ("weight 1 ", "", ["line 14", "no attribute 'weight', which value asks for"]),
        ("weight 1 ", "weight 1.5 ", ["line 14", "the value '1.5' is not allowed"]),
        ("weight 1 ", "weight NAN ", ["line 14", "the value 'NAN' is not allowed"]),
        ("value 0", "value -3", ["line 7", "an account's value is '-3'; allowed: whole numbers 0 to 2147483647"]),
        ("value 0", "value .5", ["line 7", "an account's value is '.5'"]),
        ("value 0", "", ["line 7", "no attribute 'value', which community asks for"]),
    ],
)
def test_faults_are_named(write, refused, old, new, parts):
    assert old in TEXT
    refused(parts, write("a.gml", TEXT.replace(old, new, 1)), value="weight", community="value")


def test_other_faults(write, refused):
    refused(["ends inside 'graph'"], write("a.gml", TEXT.rstrip()[:-1]))
    refused(["ends inside 'weight'"], write("a.gml", TEXT[: TEXT.index(" 0.25")]))
    refused(["second graph"], write("a.gml", TEXT + TEXT))
    refused(["holds no account"], write("a.gml", "graph [ directed 1 ]"))
    refused(["value: 3 is not allowed; allowed: the name of an attribute"], write("a.gml", TEXT), value=3)
    refused(["is not UTF-8 text"], write("a.gml", TEXT.replace("bob", "b\xf6b").encode("latin-1")))
    assert (
        "böb"
        in read_network(
            write("a.gml", TEXT.replace("bob", "b\xf6b").encode("latin-1")), edge_means="follows", encoding="latin-1"
        ).labels
    )


def test_self_loops_and_duplicates_with_their_lines(write, refused):
    text = TEXT.replace("edge [ source 4 target 30", "edge [ source 4 target 4")
    refused(["line 14", "account 'bob'"], write("a.gml", text), self_loops="refuse")
    text = TEXT.replace("edge [ source 4 target 30", "edge [ source 30 target 4")
    refused(["line 14", "second time"], write("a.gml", text), duplicates="refuse")
