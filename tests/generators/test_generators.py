"""Every generator of the registry keeps the contract; a new one needs an example here."""

import concurrent.futures

import numpy as np
import pytest

from sim.generators import GENERATORS, UnknownGenerator, generate, generator
from sim.network import NetworkError

RANDOM = {
    "kol_communities": {"accounts": 3000},
    "erdos_renyi": {"accounts": 500, "mean_followers": 6, "directed": True},
    "configuration": {"accounts": 500, "followers": {"one_of": [0, 4]}, "follows": {"poisson": 2}},
    "planted_partition": {"communities": 3, "community_size": 60},
    "barabasi_albert": {"accounts": 300},
    "holme_kim": {"accounts": 300},
    "watts_strogatz": {"accounts": 300},
    "random_regular": {"accounts": 300},
}
FIXED = {
    "ring": {"accounts": 30},
    "grid": {"rows": 5, "columns": 6},
    "complete": {"accounts": 12},
    "star": {"accounts": 12},
    "path": {"accounts": 12},
    "cycle": {"accounts": 12},
    "tree": {"branching": 3, "depth": 3},
    "shipped": {"name": "karate_club"},
}
EXAMPLES = {**RANDOM, **FIXED}
ONE_WAY = {"kol_communities", "erdos_renyi", "configuration"}


def problems(network):
    """What is wrong with the rows of a network; nothing if it is simple, sorted and the same in both directions."""
    found = []
    owner = np.repeat(np.arange(len(network)), network.followers)
    code = owner * len(network) + network.audience
    if (owner == network.audience).any():
        found.append("someone follows himself")
    if (np.diff(code) <= 0).any():
        found.append("a row is not sorted, or an edge stands twice")
    follower = np.repeat(np.arange(len(network)), network.followings)
    if not np.array_equal(np.sort(network.following * np.int64(len(network)) + follower), code):
        found.append("the two tables differ")
    if (np.diff(follower * np.int64(len(network)) + network.following) <= 0).any():
        found.append("a row of followed accounts is not sorted")
    return found


def mutual(network):
    owner = np.repeat(np.arange(len(network)), network.followers)
    edges = set(zip(owner.tolist(), network.audience.tolist(), strict=True))
    return all((v, u) in edges for u, v in edges)


def test_every_generator_has_an_example():
    assert set(EXAMPLES) == set(GENERATORS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_rows_are_simple_and_sorted(name):
    network = generate(name, EXAMPLES[name], key=5)
    assert network.edge_count > 0
    assert problems(network) == []
    assert mutual(network) != (name in ONE_WAY)
    for array in (network.audience, network.following, *network.attributes.values()):
        assert not array.flags.writeable
        assert array.flags.c_contiguous


def test_broken_rows_are_noticed():
    network = generate("path", {"accounts": 4}, key=1)
    broken = type(network)(network.audience_offsets, network.audience[::-1])
    assert problems(broken)
    broken = type(network)(network.audience_offsets, network.audience, following_offsets=network.following_offsets,
                           following=np.roll(network.following, 1))  # fmt: skip
    assert "the two tables differ" in problems(broken)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_key_gives_the_same_bytes_and_another_key_another_network(name):
    first = generate(name, EXAMPLES[name], key=5)
    assert generate(name, EXAMPLES[name], key=5).fingerprint() == first.fingerprint()
    assert (generate(name, EXAMPLES[name], key=6).fingerprint() == first.fingerprint()) == (name in FIXED)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_network_tells_how_it_was_made_and_can_be_made_again(name):
    network = generate(name, EXAMPLES[name], key=5)
    assert network.about["generator"] == name
    again = generate(name, network.about["parameters"], network.about.get("key", 0))
    assert again.fingerprint() == network.fingerprint()


@pytest.mark.parametrize("name", RANDOM)
def test_threads_side_by_side_change_nothing(name):
    expected = [generate(name, RANDOM[name], key=key).fingerprint() for key in range(4)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda key: generate(name, RANDOM[name], key=key).fingerprint(), range(4)))
    assert found == expected


@pytest.mark.parametrize("name", EXAMPLES)
def test_parameters_have_a_unit_and_a_source(name):
    for field, info in generator(name).Parameters.model_fields.items():
        assert info.description, field
        if not info.is_required() and info.default is not None and field not in ("preset", "communities"):
            assert "Source:" in info.description, field
            assert "(" in info.description, field


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("nobody", {}, "there is no generator 'nobody'; allowed: kol_communities, erdos_renyi"),
        ("ring", {}, "ring: accounts is missing"),
        ("ring", {"accounts": 9, "size": 4}, "ring has no parameter 'size'; allowed: accounts, neighbours"),
        ("ring", {"accounts": 4, "neighbours": 6}, "neighbours: 6 is too many for 4 accounts; allowed: at most 3"),
        ("ring", {"accounts": 0}, "ring: accounts is 0; it must be at least 1"),
        ("watts_strogatz", {"accounts": 4, "neighbours": 4}, "neighbours: 4 is too many"),
        ("barabasi_albert", {"accounts": 4, "links": 4}, "links: 4 is too many"),
        ("holme_kim", {"accounts": 4, "links": 4}, "links: 4 is too many"),
        ("random_regular", {"accounts": 5, "degree": 3}, "must be even"),
        ("erdos_renyi", {"accounts": 5}, "give either mean_followers or chance"),
        ("erdos_renyi", {"accounts": 5, "mean_followers": 5}, "mean_followers: 5 is too many"),
        ("planted_partition", {"communities": 10**6, "community_size": 10**6}, "accounts are too many"),
        ("tree", {"branching": 3, "depth": 30}, "3 children and 30 levels are too many"),
        ("grid", {"rows": 10**6, "columns": 10**6}, "accounts are too many"),
        ("configuration", {"accounts": 3}, "give either degrees, or followers and follows"),
        ("configuration", {"accounts": 3, "degrees": {"each": [1, 1]}}, "degrees/each: 2 degrees for 3 accounts"),
        ("configuration", {"accounts": 3, "degrees": {"one_of": [-1]}}, "a degree must not be negative"),
        ("configuration", {"accounts": 3, "degrees": {"one_of": [1], "poisson": 2}}, "not poisson, one_of"),
        ("kol_communities", {"accounts": 20, "preset": "myspace"}, "preset is 'myspace'; it must be twitter, "),
        ("kol_communities", {"accounts": 2.5}, "accounts is 2.5; it must be a whole number"),
        ("star", {"accounts": True}, "star: accounts is True; true and false are not allowed here"),
        ("star", {"accounts": "many"}, "star: accounts is 'many'; it must be a whole number"),
        ("star", {"accounts": 10**30}, "it must be at most 2147483647"),
        ("watts_strogatz", {"accounts": 9, "neighbours": 3}, "neighbours is 3; it must be a multiple of 2"),
        ("configuration", {"accounts": 3, "degrees": 4}, "configuration: degrees is 4; it must be a map"),
        ("configuration", {"accounts": 3, "degrees": {"power_law": {"exponent": 0}}},
         "configuration: degrees/power_law/exponent is 0; it must be above 0"),
        ("kol_communities", {"accounts": 20, "mean_followers": 15}, "at most a quarter of the others, 4.75"),
        ("kol_communities", {"accounts": 20, "topics": ["food", "food"]}, "each named once"),
        ("kol_communities", {"accounts": 20, "mixing": float("nan")}, "mixing is nan, which is not a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_in_one_sentence(name, parameters, words):
    with pytest.raises(NetworkError) as caught:
        generate(name, parameters, key=1)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, UnknownGenerator) == (name == "nobody")


@pytest.mark.parametrize("name", ["kol_communities", "complete", "erdos_renyi", "barabasi_albert", "configuration"])
def test_memory_is_asked_for_before_it_is_taken(name, monkeypatch):
    parameters = {**EXAMPLES[name], "accounts": 40_000}
    if name == "erdos_renyi":
        parameters["mean_followers"] = 10_000
    monkeypatch.setattr("sim.generators.memory.free_memory", lambda: 4_000_000)
    monkeypatch.setattr(np, "empty", lambda *a, **k: pytest.fail("memory was taken"))
    with pytest.raises(NetworkError, match=r"40,000 accounts and .* edges needs about .* GB of memory"):
        generate(name, parameters, key=1)
