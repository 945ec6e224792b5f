"""What holds for every format: direction on two accounts, the border, the guess of the format, refusals."""

import gzip
import hashlib
import json
import zlib

import numpy as np
import pytest

from sim.files import ENDINGS, READERS, ReadError, guess_format, opening, read_network, reader
from sim.files.opening import BLOCK, LONGEST_LINE
from sim.network import Network

GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="{kind}">
<node id="1"/><node id="2"/><edge source="1" target="2"/></graph></graphml>"""

ONE_EDGE = {
    "snap": ("two.txt", "1\t2\n"),
    "csv": ("two.csv", "a,b\n1,2\n"),
    "gml": ("two.gml", "graph [ directed 1 node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]"),
    "graphml": ("two.graphml", GRAPHML.format(kind="directed")),
    "matrix_market": ("two.mtx", "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 2\n"),
}
ONE_UNDIRECTED_EDGE = {
    "gml": ("both.gml", ONE_EDGE["gml"][1].replace("directed 1", "directed 0")),
    "graphml": ("both.graphml", GRAPHML.format(kind="undirected")),
    "matrix_market": ("both.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n2 1\n"),
}


def arrows(network):
    """The edges, source to target in the direction in which content flows, by label."""
    return [(network.label(u), network.label(int(v))) for u in range(len(network)) for v in network.audience_of(u)]


@pytest.fixture
def one_edge(write, tmp_path):
    def make(name):
        if name == "npy":
            np.save(tmp_path / "source.npy", np.array([1]))
            np.save(tmp_path / "target.npy", np.array([2]))
            return tmp_path
        return write(*ONE_EDGE[name])

    return make


@pytest.mark.parametrize("name", READERS)
def test_direction_on_two_accounts(name, one_edge):
    path = one_edge(name)
    influences = read_network(path, edge_means="influences")
    assert influences.labels == [1, 2]
    assert arrows(influences) == [(1, 2)]  # "1 2": content flows from 1 to 2, so 2 is in the audience of 1
    assert influences.followers.tolist() == [1, 0]
    follows = read_network(path, edge_means="follows")
    assert arrows(follows) == [(2, 1)]  # "1 2": 1 follows 2, so content flows from 2 to 1
    both = read_network(path, directed=False)
    assert arrows(both) == [(1, 2), (2, 1)]
    assert (both.about["source"]["edge_means"], both.about["source"]["directed"]) == (None, False)


@pytest.mark.parametrize("name", READERS)
def test_the_meaning_of_an_edge_is_asked_for(name, one_edge, refused):
    refused(
        ["does not say what an edge means", "follows", "influences", "directed: false"], one_edge(name), edge_means=None
    )


@pytest.mark.parametrize("name", ONE_UNDIRECTED_EDGE)
def test_a_file_that_is_undirected_needs_no_meaning(name, write, refused):
    path = write(*ONE_UNDIRECTED_EDGE[name])
    assert arrows(read_network(path)) == [(1, 2), (2, 1)]
    refused(["undirected", "directed is true"], path, directed=True)


@pytest.mark.parametrize("name", ONE_EDGE)
def test_packed_with_gzip_it_is_the_same_network(name, write):
    plain = read_network(write(*ONE_EDGE[name]), edge_means="follows")
    packed = read_network(write(ONE_EDGE[name][0] + ".gz", ONE_EDGE[name][1]), edge_means="follows")
    assert packed.fingerprint() == plain.fingerprint()
    assert packed.labels == plain.labels


@pytest.mark.parametrize("name", READERS)
def test_every_format_has_the_same_names(name):
    module = reader(name)
    assert callable(module.read)
    assert isinstance(module.OPTIONS, tuple)


def test_the_format_is_guessed_by_the_name(tmp_path):
    for ending, name in ENDINGS.items():
        assert guess_format(f"x{ending}") == guess_format(f"X.Y{ending.upper()}.gz") == name
    assert guess_format(tmp_path) == "npy"


def test_a_text_file_with_commas_is_csv(write):
    network = read_network(write("edges.txt", "# a comment, with a comma\n5,7\n7,9\n"), edge_means="influences")
    assert arrows(network) == [(5, 7), (7, 9)]
    assert network.about["source"]["format"] == "csv"
    spaced = read_network(write("spaced.txt", "5 7 a,b\n"), edge_means="influences")
    assert spaced.about["source"]["format"] == "snap"


# -- account ids and labels


def test_ids_from_zero_without_a_gap_need_no_labels(write):
    network = read_network(write("a.txt", "2 0\n1 0\n"), edge_means="influences")
    assert network.labels is None
    assert arrows(network) == [(1, 0), (2, 0)]


@pytest.mark.parametrize("largest", [40, 9_000_000_000, 2**63 - 1])
def test_other_ids_become_labels_in_ascending_order(write, largest):
    network = read_network(write("a.txt", f"{largest} 7\n7 30\n12 30\n"), edge_means="influences")
    assert network.labels == [7, 12, 30, largest]
    assert arrows(network) == [(7, 30), (12, 30), (largest, 7)]
    assert network.id(largest) == 3


# -- what changes at the border is counted, or refused


def test_the_border_is_counted_in_the_edges_of_the_file(write):
    text = "0 1\n1 0\n1 1\n0 1\n2 2\n3 3\n"
    directed = read_network(write("a.txt", text), edge_means="influences")
    assert directed.about["border"] == {"self_loops_dropped": 3, "duplicates_merged": 1, "isolated_accounts": 2}
    both = read_network(write("a.txt", text), directed=False)
    assert both.about["border"] == {"self_loops_dropped": 3, "duplicates_merged": 2, "isolated_accounts": 2}
    assert both.edge_count == 2
    assert both.about["source"]["edges_in_file"] == 6


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_self_loops_and_duplicates_can_be_refused(write, refused, name):
    mark = " " if name == "a.txt" else ","
    text = "# one\n10 20\n20 30\n30 30\n20 10\n10 20\n".replace(" ", mark).replace("#,", "# ")
    path = write(name, text)
    refused(["line 4", "account 30", "self_loops is 'refuse'"], path, self_loops="refuse")
    refused(["line 6", "10 20", "second time", "duplicates is 'refuse'"], path, duplicates="refuse")
    refused(["line 5", "20 10", "second time"], path, duplicates="refuse", directed=False)


def test_each_value_counts_parallel_edges(write):
    network = read_network(write("a.txt", "0 1\n0 1\n1 2\n"), edge_means="influences", each_value=0.5)
    assert network.values.tolist() == [0.75, 0.5]
    both = read_network(write("a.txt", "0 1\n1 0\n"), directed=False, each_value=0.5)
    assert both.values.tolist() == [0.75, 0.75]


def test_the_network_says_where_it_came_from(write):
    path = write("a.txt.gz", "0 1\n")
    about = read_network(path, edge_means="follows").about["source"]
    assert about == {
        "file": "a.txt.gz",
        "format": "snap",
        "edge_means": "follows",
        "directed": True,
        "edges_in_file": 1,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    json.dumps(about)


# -- refusals that do not depend on the format


@pytest.mark.parametrize(
    ("choice", "parts"),
    [
        ({"edge_means": "likes"}, ["edge_means: 'likes'", "follows, influences"]),
        ({"directed": "yes"}, ["directed: 'yes'", "true, false"]),
        ({"self_loops": "keep"}, ["self_loops: 'keep'", "drop, refuse"]),
        ({"duplicates": "sum"}, ["duplicates: 'sum'", "merge, refuse"]),
        ({"each_value": 1.5}, ["each_value: 1.5", "0 to 1"]),
        ({"each_value": float("nan")}, ["each_value: nan"]),
        ({"each_value": 0.5, "value": 3}, ["value and each_value are both given"]),
        ({"colour": "red"}, ["colour is not an option of the format snap", "allowed: header"]),
    ],
)
def test_wrong_choices(write, refused, choice, parts):
    refused(parts, write("a.txt", "0 1\n"), **choice)


def test_unknown_format(write):
    with pytest.raises(ReadError, match="no format 'xls'; allowed: snap, csv, gml, graphml, matrix_market, npy"):
        read_network(write("a.txt", "0 1\n"), format="xls", edge_means="follows")


def test_missing_files_and_folders(tmp_path, refused, write):
    refused(["there is no such file"], tmp_path / "none.txt")
    refused(["there is no such file"], tmp_path / "none")
    refused(["there is no such file"], write("a.txt", "0 1\n") / "below.txt")
    refused(["there is no such folder"], tmp_path / "none", format="npy")
    refused(["is not a folder"], write("a.txt", "0 1\n"), format="npy")
    refused(["is a folder; allowed: a file"], tmp_path, format="snap")
    refused(["is not a regular file"], "/dev/zero", format="snap")
    refused(["does not say its format"], write("a.dat", "0 1\n"))
    refused(["cannot be read"], tmp_path / ("x" * 5000 + ".txt"))
    with pytest.raises(ReadError, match="is not a path"):
        read_network("a\0b.txt", edge_means="follows")


def test_a_file_without_permission(write, refused, monkeypatch):
    path = write("a.txt", "0 1\n")

    def denied(self, *_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", denied)
    refused(["cannot be read: Permission denied"], path)


@pytest.mark.parametrize("name", ONE_EDGE)
@pytest.mark.parametrize("content", [b"", b"\n", b"  \n\n", b"\xef\xbb\xbf"])
def test_files_without_content(write, name, content):
    with pytest.raises(ReadError):
        read_network(write(ONE_EDGE[name][0], content), edge_means="follows")


def test_empty_and_only_comments(write, refused):
    refused(["is empty"], write("a.txt", ""))
    refused(["holds no edge"], write("a.txt", "# nothing\n\n# here\n"))
    refused(["holds no line but comments"], write("a.csv", "# nothing\n\n# here\n"))


# -- gzip


def test_truncated_gzip(write, refused):
    path = write("a.txt.gz", "".join(f"{i} {i * 7919 % 5000}\n" for i in range(5000)))
    whole = path.read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 12, 2):
        path.write_bytes(whole[:length])
        refused(["is a truncated gzip file"], path)


def test_damaged_gzip(write, refused):
    path = write("a.txt.gz", "".join(f"{i} {i * 7919 % 5000}\n" for i in range(5000)))
    data = bytearray(path.read_bytes())
    data[-5] ^= 255  # the checksum
    path.write_bytes(data)
    refused(["is a damaged gzip file"], path)
    path.write_bytes(gzip.compress(b"0 1\n") + b"rubbish behind it")
    refused(["is a damaged gzip file"], path)


def test_gzip_files_in_a_row_and_zeros_behind_them(write):
    path = write("a.txt.gz", "")
    path.write_bytes(gzip.compress(b"0 1\n1 ") + gzip.compress(b"2\n") + b"\0" * 300)
    assert read_network(path, edge_means="influences").edge_count == 2


def test_other_files_by_their_first_bytes(write, refused, tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(b"0 1\n")
    refused(["is called .gz but is not a gzip file", "'0 1"], path)
    refused(["is a zip file; allowed: text, plain or packed with gzip"], write("a.txt", b"PK\x03\x04...."))
    packed = tmp_path / "b.txt"
    packed.write_bytes(gzip.compress(b"0 1\n"))  # gzip without saying so is no harm
    assert read_network(packed, edge_means="follows").edge_count == 1


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(refused, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "BOMB_FROM", 1 << 22)
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    path = tmp_path / "a.txt.gz"
    piece = b"0 1\n" * (1 << 18)
    path.write_bytes(b"".join(pack.compress(piece) for _ in range(16)) + pack.flush())
    refused(["unpacks to more than 100 times its size"], path)


def test_the_bound_on_the_text(write, refused):
    path = write("a.txt.gz", "".join(f"{i} {i + 1}\n" for i in range(1000)))
    assert read_network(path, edge_means="follows", maximum_bytes=10_000).edge_count == 1000
    refused(["holds more than 5,000 bytes of text", "maximum_bytes"], path, maximum_bytes=5000)
    refused(["holds more than 20 bytes"], write(*ONE_EDGE["gml"]), maximum_bytes=20)


# -- blocks


def test_lines_across_blocks(write):
    count = 4 * BLOCK // 14
    text = "".join(f"{i} {(i * 7919) % count}\n" for i in range(count))
    assert len(text) > 2 * BLOCK
    network = read_network(write("a.txt", text.rstrip("\n")), edge_means="influences")
    expected = Network.from_edges(np.arange(count), np.arange(count) * 7919 % count, count)
    assert network.labels is None
    assert network.fingerprint() == expected.fingerprint()


def test_the_line_of_a_fault_far_down(write, refused):
    rows = 3 * BLOCK // 14
    text = "".join(f"{i:07d} {i + 1:05d}\n" for i in range(rows)) + "1 x\n"
    refused([f"line {rows + 1:,}", "'x' is not an account id"], write("a.txt", text))
    refused([f"line {rows + 1:,}", "account 5"], write("a.txt", text.replace("1 x", "5 5")), self_loops="refuse")


def test_a_line_without_an_end(write, refused):
    refused(["line longer than 1,048,576 bytes"], write("a.txt", b"7" * (LONGEST_LINE + BLOCK + 1)))
