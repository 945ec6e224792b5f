"""Whatever the bytes: a network or one sentence, soon and in little memory."""

import gzip
import os
import random
import resource
import time
import zlib

import numpy as np
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
NUMBERS = b"from,to,p\n1,2,.5\n3,1,1\n\n2,3,0\n 4 ,1,0.25\n"
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
LARGE = settings(max_examples=4000, suppress_health_check=list(HealthCheck))
BATCH = 50
MANY = int(os.environ.get("SEEDCAST_FUZZ", "100000"))
"""Cases for each reader, in batches of one example each: hypothesis itself takes longer than reading a damaged file."""


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


def damaged(luck, ending):
    """A good file with up to four changes, or now and then bytes of no meaning; the bytes."""
    if luck.random() < 0.1:
        return luck.randbytes(luck.randrange(300))
    good = NUMBERS if ending == ".csv" and luck.random() < 0.5 else WHOLE[ending]
    return changed(luck, luck.choice([good, good, good * 3, luck.choice(list(WHOLE.values()))]))


def changed(luck, data):
    """Up to four places cut, doubled, replaced or added to."""
    data = bytearray(data)
    for _ in range(luck.randrange(5)):
        at = luck.randrange(len(data) + 1)
        piece = luck.choice([luck.choice(PIECES), luck.randbytes(luck.randrange(5)), bytes(data[at : at + 30])])
        data[at : at + luck.choice([0, luck.randrange(13)])] = piece
    if luck.random() < 0.05:
        del data[luck.randrange(len(data) + 1) :]
    return bytes(data)


def most_memory():
    """The highest resident memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if os.uname().sysname == "Darwin" else 1e3)


def check_batch(folder, ending, seed):
    """A batch of damaged files of one format, a quarter of them packed and then perhaps damaged again."""
    luck = random.Random(seed)
    read = 0
    for _ in range(BATCH):
        data, name = damaged(luck, ending), f"batch{ending}"
        if luck.random() < 0.25:
            name += ".gz"
            data = zlib.compress(data, wbits=31)
            data = changed(luck, data) if luck.random() < 0.5 else data
        path = folder / name
        path.write_bytes(data)
        try:
            read += network_or_sentence(path, **options_of(ending, luck.random() < 0.5))
        except Exception as error:
            raise AssertionError(f"{name} with the bytes {data!r}") from error
    return read


@pytest.mark.parametrize("ending", ENDINGS)
def test_batches_hold_good_and_bad_files(folder, ending):
    read = sum(check_batch(folder, ending, seed) for seed in range(4))
    assert 0.02 * 4 * BATCH < read < 0.9 * 4 * BATCH


@pytest.mark.verify
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_hundred_thousand_files(folder, ending):
    check_batch(folder, ending, -1)
    before = most_memory()

    @settings(max_examples=MANY // BATCH, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**64 - 1))
    def check(seed):
        check_batch(folder, ending, seed)

    check()
    assert most_memory() - before < 200


@pytest.fixture(scope="module")
def saved_folders(tmp_path_factory):
    """A saved network and a folder of bare arrays."""
    top = tmp_path_factory.mktemp("folders")
    network = Network.from_edges(
        [0, 1, 1, 2], [1, 2, 0, 0], 3, values=[0.5, 1, 0, 0.25], attributes={"tier": np.arange(3)}, labels=["a", 1, "c"]
    )
    bare = top / "bare"
    bare.mkdir()
    np.save(bare / "source.npy", np.array([0, 1, 7]))
    np.save(bare / "target.npy", np.array([1, 2, 2**40]))
    np.save(bare / "p.npy", np.array([0.5, 1, 0]))
    return network.save(top / "saved"), bare


def check_folders(folders, seed):
    """A batch of damaged folders: one file is changed, read, and put back."""
    luck = random.Random(seed)
    read = 0
    for _ in range(BATCH):
        folder = luck.choice(folders)
        path = luck.choice(sorted(folder.iterdir()))
        good = path.read_bytes()
        bad = changed(luck, good) if luck.random() < 0.9 else luck.randbytes(luck.randrange(300))
        path.write_bytes(bad)
        options = {} if folder.name == "saved" else {"edge_means": "influences"}
        if luck.random() < 0.3:
            options["value"] = "p"
        try:
            read += network_or_sentence(folder, **options)
        except Exception as error:
            raise AssertionError(f"{path.name} of {folder.name} with the bytes {bad!r}") from error
        finally:
            path.write_bytes(good)
    return read


def test_batches_hold_good_and_bad_folders(saved_folders):
    read = sum(check_folders(saved_folders, seed) for seed in range(4))
    assert 0.02 * 4 * BATCH < read < 0.9 * 4 * BATCH


@pytest.mark.verify
def test_a_hundred_thousand_folders(saved_folders):
    check_folders(saved_folders, -1)
    before = most_memory()

    @settings(max_examples=MANY // BATCH, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**64 - 1))
    def check(seed):
        check_folders(saved_folders, seed)

    check()
    assert most_memory() - before < 200


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


def header(shape, dtype="<i8"):
    """The beginning of a .npy file of any claim."""
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


def test_claims_cost_no_memory(folder):
    """Files that claim more than they hold are refused without taking what they claim."""
    pattern = b"%%MatrixMarket matrix coordinate pattern general\n"
    nines = b"9" * 500_000
    claims = {
        "a.mtx": pattern + b" ".join([b"1" + b"0" * 15] * 3) + b"\n1 1\n",
        "b.mtx": pattern + b"2147483647 2147483647 1\n1 1\n",
        "c.mtx": pattern + b"1000000000000000000 1000000000000000000 1\n1 2\n",
        "d.mtx": pattern + b"5 5 1000000000000000000\n1 2\n",
        "e.mtx": pattern + nines + b" 5 1\n1 2\n",
        "f.mtx": pattern + b"90000000 90000000 20000\n" + b"1 2\n" * 20_000,
        "c.txt": b"2147483647 2\n0 1\n1 2\n",
        "d.txt": b"0 9223372036854775807\n",
        "e.txt": b"# Nodes: 1000000000000000 Edges: 1\n1 2\n",
        "f.txt": b"1" * 3_000_000,
        "e.csv": b"a,b\n0,9223372036854775807\n",
        "f.csv": b"a,b\n0,4611686018427387904\n",
        "g.csv": b"a,b\n0," + nines + b"\n",
        "h.csv": b'a,b\nu,"' + b"x\n" * 900_000,
        "a.gml": b"graph [ node [ id " + nines + b" ] ]",
        "b.gml": b"graph [ node [ id 9223372036854775808 ] node [ id 1 ] ]",
        "c.gml": b"graph " + b"[ a " * 100_000,
        "a.graphml": b'<graphml><graph edgedefault="directed"><node id="' + nines + b'"/></graph></graphml>',
        "b.graphml": b'<graphml><graph edgedefault="directed">' + b"<a>" * 100_000,
    }
    for shape in ("(1000000000000000000,)", "(9223372036854775807, 2)", "(-1,)", "(99**9**9,)", "(" * 2000):
        place = folder / f"claims{len(claims)}"
        place.mkdir()
        (place / "source.npy").write_bytes(header(shape))
        (place / "target.npy").write_bytes(header(shape))
        claims[place.name] = None
    before = most_memory()
    for name, data in claims.items():
        if data is not None:
            (folder / name).write_bytes(data)
        network_or_sentence(folder / name, edge_means="follows")
    assert most_memory() - before < 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_unpacks_without_end_is_refused(folder, ending):
    """200 MB of blanks or of one word in 200 kB: refused at 64 MiB, and nothing of that size is held."""
    before = most_memory()
    for fill in (b"\n", b"0"):
        path = folder / f"bomb{ending}.gz"
        with gzip.open(path, "wb", compresslevel=1) as file:
            file.write(WHOLE[ending][: WHOLE[ending].rfind(b"\n", 0, -1) + 1] or WHOLE[ending][:20])
            for _ in range(100):
                file.write(fill * (1 << 20))
        assert not network_or_sentence(path, **options_of(ending, False))
    assert most_memory() - before < 400
