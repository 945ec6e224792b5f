"""Whatever the bytes: a network or one sentence, soon and in little memory."""

import os
import resource
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.files import ReadError, read_network
from sim.network import Network, NetworkError

ENDINGS = (".txt", ".csv", ".gml", ".graphml", ".mtx")
WHOLE = {
    ".txt": b"# From To\n6 4 9\n0 1 1\r\n1\t2 .5\n\n5 2 0\n2 0 1e-3\n",
    ".csv": '\ufeff账号,to,p\n1,"2",.5\nx,3,1\n'.encode(),
    ".gml": b'graph [ directed 1 node [ id 1 label "a" value 0 ] node [ id 2 ] edge [ source 1 target 2 p .5 ] ]\n',
    ".graphml": b'<?xml version="1.0"?><graphml><key id="k" for="edge" attr.name="p"><default>1</default></key>'
    b'<graph edgedefault="directed"><node id="1"/><node id="b"><data key="q">1</data></node>'
    b'<edge source="1" target="b"><data key="k">.5</data></edge></graph></graphml>',
    ".mtx": b"%%MatrixMarket matrix coordinate real general\n% x\n4 4 3\n1 2 .5\n2 4 1\n4 1 0.25\n",
}
VALUES = {".txt": 3, ".csv": 3, ".gml": "p", ".graphml": "p", ".mtx": 3}
PIECES = (
    b"-",
    b"9" * 19,
    b"nan",
    b"\0",
    b"\xff",
    b"\n",
    b"\r",
    b" ",
    b",",
    b'"',
    b"[",
    b"]",
    b"<",
    b"&a;",
    b"<!DOCTYPE x>",
    b"1000000000000",
    b"%",
    b"#",
)


@st.composite
def mutated(draw):
    """A good file with some of its bytes cut, doubled, replaced or added, perhaps packed and then cut."""
    ending = draw(st.sampled_from(ENDINGS))
    data = bytearray(
        draw(st.sampled_from([WHOLE[ending], WHOLE[ending] * 3, draw(st.sampled_from(list(WHOLE.values())))]))
    )
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 12))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
        data[at : at + draw(st.sampled_from([0, length]))] = piece
    if draw(st.booleans()):
        packed = bytearray(zlib.compress(bytes(data), wbits=31))
        if draw(st.booleans()):
            at = draw(st.integers(0, len(packed) - 1))
            packed[at] ^= draw(st.integers(0, 255))
            del packed[draw(st.integers(0, len(packed))) :]
        return ending + ".gz", bytes(packed)
    return ending, bytes(data)


def network_or_sentence(path, **options):
    """Read it; the error, if there is one, must be ours and one line. Whether it is a network."""
    started = time.monotonic()
    sentence, network = "", None
    try:
        network = read_network(path, **options)
    except (ReadError, NetworkError) as error:
        sentence = str(error)
    assert time.monotonic() - started < 20
    if network is None:
        assert sentence
        assert "\n" not in sentence
        assert len(sentence) < 1000
        return False
    assert isinstance(network, Network)
    assert len(network) > 0
    assert network.audience_offsets[-1] == len(network.audience)
    return True


def options_of(ending, with_value):
    return {"edge_means": "influences", **({"value": VALUES[ending.removesuffix(".gz")]} if with_value else {})}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_good_files_are_good(folder, ending):
    path = folder / f"good{ending}"
    path.write_bytes(WHOLE[ending])
    assert network_or_sentence(path, **{**options_of(ending, False), **({"ids": "text"} if ending == ".csv" else {})})


SMALL = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
LARGE = settings(max_examples=int(os.environ.get("SEEDCAST_FUZZ", "50000")), suppress_health_check=list(HealthCheck))


def check_mutated(folder, case, with_value):
    ending, data = case
    path = folder / f"mutated{ending}"
    path.write_bytes(data)
    network_or_sentence(path, **options_of(ending, with_value))


def check_random(folder, ending, data):
    path = folder / f"random{ending}"
    path.write_bytes(data)
    network_or_sentence(path, edge_means="follows")


@SMALL
@given(case=mutated(), with_value=st.booleans())
def test_mutated_files(folder, case, with_value):
    check_mutated(folder, case, with_value)


@SMALL
@given(ending=st.sampled_from([*ENDINGS, ".txt.gz"]), data=st.binary(max_size=200))
def test_random_bytes(folder, ending, data):
    check_random(folder, ending, data)


@pytest.mark.verify
@LARGE
@given(case=mutated(), with_value=st.booleans())
def test_many_mutated_files(folder, case, with_value):
    check_mutated(folder, case, with_value)


@pytest.mark.verify
@LARGE
@given(ending=st.sampled_from([*ENDINGS, ".txt.gz"]), data=st.binary(max_size=400))
def test_many_random_bytes(folder, ending, data):
    check_random(folder, ending, data)


@st.composite
def damaged_folders(draw):
    """The files of a saved network, one of them changed."""
    network = Network.from_edges([0, 1, 1, 2], [1, 2, 0, 0], 3, values=[0.5, 1, 0, 0.25])
    return network, draw(st.integers(0, 5)), draw(st.integers(0, 400)), draw(st.binary(max_size=8)), draw(st.booleans())


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_folders())
def test_mutated_saved_networks(tmp_path_factory, case):
    network, file, at, piece, cut = case
    folder = network.save(tmp_path_factory.mktemp("saved") / "network")
    path = sorted(folder.iterdir())[file]
    data = bytearray(path.read_bytes())
    at = min(at, len(data))
    data[at : len(data) if cut else at + len(piece)] = piece
    path.write_bytes(data)
    network_or_sentence(folder)


def test_claims_cost_no_memory(folder):
    """Files that claim more than they hold are refused without taking what they claim."""
    claims = {
        "a.mtx": b"%%MatrixMarket matrix coordinate pattern general\n" + b" ".join([b"1" + b"0" * 15] * 3) + b"\n1 1\n",
        "b.mtx": b"%%MatrixMarket matrix coordinate pattern general\n2147483647 2147483647 1\n1 1\n",
        "c.txt": b"2147483647 2\n0 1\n1 2\n",
        "d.txt": b"0 9223372036854775807\n",
        "e.csv": b"a,b\n0,9223372036854775807\n",
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, data in claims.items():
        (folder / name).write_bytes(data)
        network_or_sentence(folder / name, edge_means="follows")
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # kilobytes on Linux, bytes on a Mac
    assert taken < 200_000 * (1024 if os.uname().sysname == "Darwin" else 1)
