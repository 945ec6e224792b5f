"""Folders of .npy files."""

import numpy as np
import pytest

from sim.files import read_network
from sim.network import Network


@pytest.fixture
def folder(tmp_path):
    def make(**arrays):
        path = tmp_path / "edges"
        path.mkdir(exist_ok=True)
        for name, array in arrays.items():
            np.save(path / f"{name}.npy", np.asarray(array))
        return path

    return make


def test_bare_arrays(folder):
    path = folder(source=np.array([7, 9], np.uint64), target=[9, 30], p=np.array([0.5, 1], np.float32))
    network = read_network(path, edge_means="influences", value="p")
    assert network.labels == [7, 9, 30]
    assert network.audience.tolist() == [1, 2]
    assert network.values.tolist() == [0.5, 1.0]
    assert len(network.about["source"]["sha256"]) == 64
    before = network.about["source"]["sha256"]
    path = folder(p=np.array([0.25, 1], np.float32))
    assert read_network(path, edge_means="influences", value="p").about["source"]["sha256"] != before


def test_a_saved_network(tmp_path, refused):
    network = Network.from_edges([0, 1], [1, 2], 3, values=[0.5, 0.25], labels=["a", "b", "c"], about={"made": "here"})
    path = network.save(tmp_path / "saved")
    again = read_network(path)
    assert again.fingerprint() == network.fingerprint()
    assert again.labels == ["a", "b", "c"]
    assert again.about["made"] == "here"
    assert again.about["opened"]["file"] == "saved"
    assert read_network(path, edge_means="influences").fingerprint() == network.fingerprint()
    refused(["knows its direction; leave edge_means"], path, edge_means="follows")
    refused(["knows its direction"], path, directed=False)
    refused(["leave each_value out"], path, each_value=0.5)
    bare = Network.from_edges([0], [1], 2).save(tmp_path / "bare")
    refused(["has no values"], bare, value="values")


@pytest.mark.parametrize(
    ("arrays", "parts"),
    [
        ({}, ["has no source.npy; needed: network.json, or source.npy and target.npy"]),
        ({"source": [1]}, ["has no target.npy"]),
        ({"source": [1, 2], "target": [1]}, ["has 2 sources for 1 targets"]),
        ({"source": np.empty(0, int), "target": np.empty(0, int)}, ["holds no edge"]),
        (
            {"source": [1.0], "target": [1]},
            ["source.npy", "holds float64 of the shape (1,); allowed: one row of whole numbers"],
        ),
        ({"source": [[1]], "target": [1]}, ["source.npy", "of the shape (1, 1)"]),
        ({"source": [1], "target": ["x"]}, ["target.npy", "holds <U1"]),
        ({"source": [1, -2], "target": [3, 4]}, ["source.npy", "entry 1 is -2; allowed: account ids"]),
        ({"source": [1], "target": np.array([2**63], np.uint64)}, ["target.npy", "entry 0 is 9223372036854775808"]),
    ],
)
def test_faults_are_named(folder, refused, arrays, parts):
    refused(parts, folder(**arrays))


def test_values_that_are_no_probability(folder, refused):
    path = folder(source=[1, 2], target=[2, 3], p=[0.5, np.nan], q=[0.5], r=[1, 2])
    refused(["p.npy", "entry 1 is nan"], path, value="p")
    refused(["q.npy", "has 1 values for 2 edges"], path, value="q")
    refused(["r.npy", "entry 1 is 2.0"], path, value="r")
    refused(["has no s.npy, which value asks for"], path, value="s")
    refused(["value: '../p' is not allowed"], path, value="../p")


def test_damaged_arrays(folder, refused):
    path = folder(source=[1, 2], target=[2, 3])
    file = path / "source.npy"
    whole = file.read_bytes()
    for data, parts in (
        (b"", ["source.npy", "is not a .npy file"]),
        (whole[:50], ["source.npy", "is not a .npy file"]),
        (whole[:-1], ["source.npy", "declares 2 entries, but holds 1"]),
        (whole.replace(b"(2,)", b"(9999999999999,)".ljust(4)), ["source.npy"]),
        (whole.replace(b"'<i8'", b"'|O'  "), ["source.npy"]),
        (b"PK\x03\x04" + whole, ["source.npy", "is not a .npy file"]),
        (whole.replace(b"\x01\x00v", b"\x03\x00v"), ["source.npy", "version (3, 0)"]),
    ):
        if data == whole:
            continue
        file.write_bytes(data)
        refused(parts, path)


def test_a_huge_declared_size_is_refused_before_memory_is_taken(folder, refused):
    path = folder(source=[1, 2], target=[2, 3])
    file = path / "source.npy"
    header = b"{'descr': '<i8', 'fortran_order': False, 'shape': (1000000000000000,), }"
    padded = header.ljust(117) + b"\n"
    file.write_bytes(b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded + b"\0" * 16)
    refused(["source.npy", "declares 1,000,000,000,000,000 entries, but holds 2"], path)


def test_damaged_saved_networks(tmp_path, refused):
    path = Network.from_edges([0, 1, 1], [1, 2, 0], 3).save(tmp_path / "saved")
    files = {file.name: file.read_bytes() for file in path.iterdir()}

    def damaged(name, data):
        for other, content in files.items():
            (path / other).write_bytes(content)
        (path / name).write_bytes(data)

    for data in (
        b"",
        b"{",
        b"[1]",
        b'{"labels": 3, "about": {}}',
        b'{"labels": null, "about": 3}',
        b"\xff\xfe",
        b"[" * 100000,
    ):
        damaged("network.json", data)
        refused(["is damaged"], path)
    for name in ("audience.npy", "audience_offsets.npy", "following.npy", "following_offsets.npy"):
        for wrong in (-1, 7):
            array = np.load(path / name).copy() if files[name] else None
            damaged(name, files[name])
            array = np.load(path / name)
            array = np.array(array)
            array[1] = wrong
            np.save(path / name, array)
            refused(["is damaged"], path)
        damaged(name, files[name][:-1])
        refused(["is damaged"], path)
        np.save(path / name, np.zeros((3, 2)))
        refused(["is damaged"], path)
