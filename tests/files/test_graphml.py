"""GraphML files."""

import networkx
import pytest

from sim.files import read_network
from sim.network import Network

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="edge" attr.name="p" attr.type="double"><default>0.5</default></key>
<key id="d1" for="node" attr.name="camp" attr.type="string"/>
<graph id="G" edgedefault="directed">
<node id="zoe"><data key="d1">right</data></node>
<node id="ann"><data key="d1">left</data></node>
<edge source="zoe" target="ann"><data key="d0"> 0.25 </data></edge>
<edge source="ann" target="zoe"/>
</graph>
</graphml>
"""


def test_what_is_read(write):
    network = read_network(write("a.graphml", TEXT), edge_means="influences", value="p", community="camp")
    assert network.labels == ["zoe", "ann"]  # in the order of the file
    assert network.values.tolist() == [0.25, 0.5]
    assert network.attributes["community"].tolist() == [1, 0]
    assert network.about["source"]["communities"] == ["left", "right"]
    wide = write("b.graphml", TEXT.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert read_network(wide, edge_means="influences", value="p").fingerprint() != network.fingerprint()  # no community
    assert read_network(wide, edge_means="influences").labels == ["zoe", "ann"]


@pytest.mark.parametrize("directed", [True, False])
def test_it_reads_what_networkx_writes(tmp_path, directed):
    graph = networkx.gnp_random_graph(60, 0.06, seed=3, directed=directed)
    for i, (_, _, data) in enumerate(graph.edges(data=True)):
        data["probability"] = (i % 7) / 8
    networkx.write_graphml(graph, tmp_path / "a.graphml")
    network = read_network(tmp_path / "a.graphml", edge_means="influences", value="probability")
    assert network.labels is None
    assert network.fingerprint() == Network.from_networkx(graph).fingerprint()
    named = networkx.relabel_nodes(graph, {i: f"name {59 - i}" for i in graph})
    networkx.write_graphml(named, tmp_path / "b.graphml")
    network = read_network(tmp_path / "b.graphml", edge_means="influences", value="probability")
    assert network.labels == list(named)
    assert network.fingerprint() == Network.from_networkx(named).fingerprint()


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<graphml><graph edgedefault="directed"><node id="&b;"/></graph></graphml>"""
FETCH = """<?xml version="1.0"?>
<!DOCTYPE g SYSTEM "file:///etc/passwd">
<graphml><graph edgedefault="directed"><node id="1"/></graph></graphml>"""


@pytest.mark.parametrize("text", [BOMB, FETCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(write, refused, text, encoding):
    refused(["document type declaration (DOCTYPE); remove it"], write("a.graphml", text.encode(encoding)))


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('edgedefault="directed"', "", ["line 5", "edgedefault is ''; allowed: directed, undirected"]),
        ('edgedefault="directed"', 'edgedefault="both"', ["line 5", "'both'"]),
        ('id="zoe"', "", ["line 6", "an element has no id"]),
        ('<node id="ann"', '<node id="zoe"', ["line 7", "'zoe' stands there twice"]),
        ('source="zoe"', 'source="zo"', ["line 8", "an edge names 'zo', which is no account"]),
        ('target="zoe"', "", ["line 9", "an element has no target"]),
        ("0.25", "1.25", ["line 8", "the value '1.25' is not allowed"]),
        ("0.25", "nan", ["line 8", "the value 'nan' is not allowed"]),
        ('attr.name="p"', 'attr.name="q"', ["line 8", "no attribute 'p', which value asks for"]),
        ('<data key="d1">left</data>', "", ["line 7", "no attribute 'camp', which community asks for"]),
        ('target="zoe"/>', 'target="zoe" directed="false"/>', ["mixes directed and undirected edges"]),
        ('target="zoe"/>', 'target="zoe" directed="no"/>', ["line 9", "directed is 'no'; allowed: true, false"]),
        ('target="zoe"/>', 'target="zoe"><node id="x"/></edge>', ["line 9", "a node stands inside another one"]),
        ("</graph>", '</graph><graph edgedefault="directed"/>', ["line 10", "second graph"]),
        ("</graph>", "<hyperedge/></graph>", ["line 10", "has a hyperedge"]),
        ("</graph>", "<a>" * 200, ["line 10", "nested more than 100 deep"]),
        ("</graph>", "", ["line 11", "not well-formed XML: mismatched tag"]),
        ("left", "&left;", ["line 7", "not well-formed XML: undefined entity"]),
        ("left", "le\x00ft", ["line 7", "not well-formed XML"]),
        ('encoding="UTF-8"', 'encoding="klingon"', ["not well-formed XML: unknown encoding"]),
    ],
)
def test_faults_are_named(write, refused, old, new, parts):
    assert old in TEXT
    refused(parts, write("a.graphml", TEXT.replace(old, new, 1)), value="p", community="camp")


def test_other_faults(write, refused):
    refused(["not well-formed XML: no element found"], write("a.graphml", TEXT[:-20].split("</graph>")[0]))
    refused(["holds no graph"], write("a.graphml", "<graphml/>"))
    refused(["holds no account"], write("a.graphml", '<graphml><graph edgedefault="directed"/></graphml>'))
    text = TEXT.replace('source="ann" target="zoe"', 'source="zoe" target="ann"')
    refused(["line 9", "'zoe' 'ann' stands a second time"], write("a.graphml", text), duplicates="refuse")
