"""Matrix Market files."""

import numpy as np
import pytest
import scipy.io
import scipy.sparse

from sim.files import read_network
from sim.network import Network

TEXT = "%%MatrixMarket matrix coordinate real general\n% a comment\n\n4 4 3\n1 2 .5\n2 4 1\n4 1 0.25\n"


def test_what_is_read(write):
    network = read_network(write("a.mtx", TEXT), edge_means="influences", value=3)
    assert network.labels == [1, 2, 3, 4]
    assert network.audience_of(network.id(1)).tolist() == [network.id(2)]  # row 1, column 2: 2 is in the audience of 1
    assert network.values.tolist() == [0.5, 1.0, 0.25]
    assert network.about["border"]["isolated_accounts"] == 1
    assert read_network(write("a.mtx", TEXT), edge_means="influences").values is None
    last = read_network(write("b.mtx", TEXT.replace("4 4 3", "6 6 3")), edge_means="influences")
    assert last.labels == [1, 2, 3, 4, 5, 6]
    assert last.audience.tolist() == network.audience.tolist()


@pytest.mark.parametrize("field", ["real", "integer", "pattern"])
@pytest.mark.parametrize("symmetry", ["general", "symmetric"])
def test_it_reads_what_scipy_writes(tmp_path, field, symmetry):
    matrix = scipy.sparse.random_array((50, 50), density=0.06, rng=np.random.default_rng(2)).tocoo()
    if field != "real":
        matrix.data[:] = 1
    if symmetry == "symmetric":
        matrix = matrix.maximum(matrix.T)
    scipy.io.mmwrite(
        tmp_path / "a.mtx", matrix.astype(int) if field == "integer" else matrix, field=field, symmetry=symmetry
    )
    value = None if field == "pattern" else 3
    means = None if symmetry == "symmetric" else "influences"
    network = read_network(tmp_path / "a.mtx", edge_means=means, value=value)
    expected = Network.from_scipy(matrix)
    assert len(network) == 50
    assert np.array_equal(network.audience_offsets, expected.audience_offsets)
    assert np.array_equal(network.audience, expected.audience)
    if value:
        assert np.allclose(network.values, expected.values, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("%%MatrixMarket", "%%Matrix", ["line 1", "is not a Matrix Market file"]),
        ("coordinate", "array", ["line 1", "'array' is not read; allowed: coordinate"]),
        ("real", "complex", ["line 1", "'complex' is not read; allowed: pattern, real, double, integer"]),
        ("general", "skew-symmetric", ["line 1", "'skew-symmetric' is not read; allowed: general, symmetric"]),
        ("4 4 3", "4 5 3", ["line 4", "the matrix is 4 by 5; allowed: square"]),
        ("4 4 3", "4 4", ["line 4", "'4 4' is no size"]),
        ("4 4 3", "4 4 -3", ["line 4", "'4 4 -3' is no size"]),
        ("4 4 3", "4 4 4", ["line 4", "declares 4 entries, but 3 follow"]),
        ("4 4 3", "4 4 2", ["line 4", "declares 2 entries, but 3 follow"]),
        ("4 4 3", "3 3 3", ["line 6", "'2 4' is no place in the matrix; allowed: 1 to 3"]),
        ("1 2 .5", "0 2 .5", ["line 5", "'0 2' is no place in the matrix; allowed: 1 to 4"]),
        ("1 2 .5", "1 2 nan", ["line 5", "the value 'nan' is not allowed"]),
        ("1 2 .5", "1 2 -1", ["line 5", "the value '-1' is not allowed"]),
        ("1 2 .5", "1 2 2", ["line 5", "the value '2' is not allowed"]),
        ("1 2 .5", "1 x .5", ["line 5", "'x' is not an account id"]),
        ("1 2 .5", "1 2", ["line 5", "needed: 3 columns"]),
    ],
)
def test_faults_are_named(write, refused, old, new, parts):
    refused(parts, write("a.mtx", TEXT.replace(old, new, 1)), value=3)


def test_huge_declared_sizes_are_refused_at_once(write, refused):
    refused(
        ["line 4", "declares 1,000,000,000,000,000 entries, more than fit"],
        write("a.mtx", TEXT.replace(" 3\n", " 1000000000000000\n", 1)),
    )
    packed = write("a.mtx.gz", TEXT.replace(" 3\n", " 1000000000000000\n", 1))
    refused(["line 4", "declares 1,000,000,000,000,000 entries, more than fit"], packed)
    for n in (10**15, 2**31 - 1, 2_000_000_000):
        refused([f"declares {n:,} accounts"], write("a.mtx", TEXT.replace("4 4 3", f"{n} {n} 3")))


def test_other_faults(write, refused):
    refused(["has no line with its sizes"], write("a.mtx", "%%MatrixMarket matrix coordinate real general\n% x\n"))
    refused(["holds no edge"], write("a.mtx", "%%MatrixMarket matrix coordinate real general\n3 3 0\n"))
    refused(["value: 4 is not allowed; allowed: 3"], write("a.mtx", TEXT), value=4)
    refused(["a pattern without them"], write("a.mtx", TEXT.replace("real", "pattern")), value=3)
    refused(["line 6", "account 2"], write("a.mtx", TEXT.replace("2 4 1", "2 2 1")), self_loops="refuse")
