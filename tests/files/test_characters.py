"""Names of files that must not reach a terminal, a picture or XML; and texts that are not what they should be."""

import json

import numpy as np
import pytest

from sim.files import read_network
from sim.files.characters import refused_character
from sim.network import Network

BAD = [
    "\0", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069",
    "\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff", "\U0010ffff",
]  # fmt: skip
GOOD = "aé春季🎉👩‍👩‍👧 \u00a0\u200dعربي\ue000-'\"<&"


@pytest.mark.parametrize("character", BAD, ids=ascii)
def test_characters_that_no_name_may_hold(character):
    assert refused_character(f"{GOOD}{character}{GOOD}") == ascii(character)
    assert refused_character(f"a{character}", allowed=character) is None


def test_other_characters_are_let_in():
    assert refused_character(GOOD) is None


GML = (
    'graph [ directed 1 node [ id 1 label "a" x "v" ]\n node [ id 2 label "b%s" x "w%s" ] edge [ source 1 target 2 ] ]'
)
GRAPHML = (
    '<graphml><graph edgedefault="directed"><node id="a"/>\n<node id="b%s"/><edge source="a" target="b%s"/></graph>'
    "</graphml>"
)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.csv", "who,whom\na,b\nb,c%sd\n", "line 3"),
        ("a.csv", "who,who%sm\na,b\n", "line 1"),
        ("a.gml", GML % ("%s", ""), "line 2"),
        ("a.graphml", GRAPHML % ("%s", "%s"), "line 2"),
    ],
)
@pytest.mark.parametrize("character", ["\x85", "\u202e", "\u2028"], ids=ascii)
def test_names_of_a_file(write, refused, name, text, place, character):
    refused([place, f"holds the character {character!a}"], write(name, text.replace("%s", character)))
    read_network(write("good-" + name, text.replace("%s", "é")), edge_means="influences")


def test_communities_of_a_file(write, refused):
    refused(["line 2", "community", r"'\x1b'"], write("a.gml", GML % ("", "\x1b")), community="x")


def test_names_of_a_saved_network(tmp_path, refused):
    path = Network.from_edges([0], [1], 2, labels=["a", "b"]).save(tmp_path / "saved")
    told = json.loads((path / "network.json").read_text())
    (path / "network.json").write_text(json.dumps(told).replace('"b"', '"b\\u202e"'))
    refused(["holds the character '\\u202e'"], path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "10 20\n20 30\n"), ("a.mtx", "%%MatrixMarket matrix coordinate pattern general\n")]
)
def test_utf16_is_told(write, refused, name, text, encoding):
    refused(["looks like UTF-16; save it as UTF-8"], write(name, text.encode(encoding)))


def test_a_zero_byte_is_told(write, refused):
    refused(["line 2", "holds a zero byte"], write("a.txt", b"0 1\n\0\0\n"))
    refused(["line 2", "holds a zero byte"], write("b.txt", b"0 1\n1\0002\n"))


@pytest.mark.parametrize("encoding", ["utf-7", "rot13", "idna", "unicode_escape", "cp037", "utf_8_sig", 8])
def test_encodings_that_are_refused(write, refused, encoding):
    refused(["is not allowed; allowed: utf-8, utf-8-sig, gb18030"], write("a.csv", "a,b\n"), encoding=encoding)


def test_nothing_can_spread(write, refused):
    refused(["all 2 lines are self-loops; nothing can spread"], write("a.txt", "1 1\n2 2\n"))
    refused(["all 2 lines are self-loops; nothing can spread"], write("b.txt", "1 1\n2 2\n"), directed=False)
    refused(["the only line is a self-loop"], write("c.csv", "a,a\n"), header=False)
    refused(["source and target are both column 1"], write("d.csv", "a,b\n1,2\n"), source="a", target="a")
    refused(["source and target are both column 2"], write("d.csv", "a,b\n1,2\n"), source="b")
    assert read_network(write("e.txt", "1 1\n1 2\n"), edge_means="follows").edge_count == 1


def test_a_folder_is_named_once(tmp_path):
    from sim.files import ReadError

    path = Network.from_edges([0], [1], 2).save(tmp_path / "saved")
    (path / "audience.npy").unlink()
    with pytest.raises(ReadError, match=r"it has no audience\.npy") as caught:
        read_network(path)
    assert str(caught.value).count(str(path)) == 1


def test_objects_are_refused_with_what_is_allowed(tmp_path, refused):
    np.save(tmp_path / "source.npy", np.array([None]), allow_pickle=True)
    np.save(tmp_path / "target.npy", np.array([1]))
    refused(["source.npy holds object", "allowed: numbers"], tmp_path)


# -- counts that a comment states


@pytest.mark.parametrize(
    ("stated", "parts"),
    [
        ("# Nodes: 3 Edges: 999", ["line 2", "declares 999 edges, but the file has 2"]),
        ("# Nodes: 10 Edges: 2", ["line 2", "declares 10 accounts, but the file has 3"]),
        ("%Nodes: 2\tEdges: 2\r", ["line 2", "declares 2 accounts, but the file has 3"]),
    ],
)
def test_stated_counts_are_checked(write, refused, stated, parts):
    path = write("a.txt", f"# title\n{stated}\n# From To\n7 8\n8 9\n")
    refused(parts, path)
    assert len(read_network(path, edge_means="follows", header="none")) == 3


def test_stated_counts_that_are_right(write):
    path = write("a.txt", "# Nodes: 3 Edges: 2\n7 8\n8 9\n# Nodes: 9 Edges: 9\n")
    about = read_network(path, edge_means="follows").about["source"]
    assert about["declared"] == {"accounts": 3, "edges": 2}
    for other in ("# Nodes: 9 Edges: 9 or so", "# Nodes 9 Edges 9"):
        assert read_network(write("b.txt", f"{other}\n7 8\n"), edge_means="follows").edge_count == 1
