"""What `import sim` offers, as the documents show it."""

import math
from pathlib import Path

import networkx
import numpy as np
import pytest
import scipy.sparse
from matplotlib.figure import Figure

import sim

FIRST = Path(__file__).parents[1] / "scenarios" / "first.yaml"


@pytest.fixture(scope="module")
def network() -> sim.Network:
    return sim.generate("kol_communities", accounts=800, seed=1)


def test_every_public_name_is_there_and_stays_what_it_is() -> None:
    import sim.spreading

    for name in sim.__all__:
        assert getattr(sim, name) is not None
        assert name in dir(sim)
    assert callable(sim.spread)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        sim.nonsense  # noqa: B018


def test_a_comparison_in_memory(network: sim.Network) -> None:
    result = sim.compare(sim.load(FIRST), out=None, progress=False)
    assert result.folder is None
    table = result.table()
    assert set(table["plan"]) == {"one star", "ten ordinary"}
    assert set(table["metric"]) == {"reach", "depth"}
    assert ((table["low"] <= table["mean"]) & (table["mean"] <= table["high"])).all()
    ax = Figure().subplots()
    assert result.plot("reach", ax=ax) is ax
    assert "one star" in repr(result) or "ten ordinary" in repr(result)


def test_one_cascade_is_in_arrays_of_its_own_and_carries_its_recipe(network: sim.Network) -> None:
    first = sim.simulate(network, seeds=[3, 17], model="independent_cascade", probability=0.05, seed=0)
    kept = first.reached.copy()
    second = sim.simulate(network, seeds=[5], probability=0.9, seed=1)
    np.testing.assert_array_equal(first.reached, kept)
    assert first.reach == len(first.reached) == len(first.reached_at) == len(first.reached_by)
    assert (first.reached_by[:2] == -1).all()
    assert second.reach > 1
    again = sim.simulate(network, **{k: v for k, v in first.recipe.items() if k != "parameters"}, probability=0.05)
    np.testing.assert_array_equal(first.reached, again.reached)
    assert f"{first.reach:,} accounts reached" in repr(first)


def test_a_seed_that_nobody_gave_is_drawn_once_and_recorded(network: sim.Network) -> None:
    one, two = (sim.simulate(network, [0], probability=0.3) for _ in range(2))
    assert one.recipe["seed"] != two.recipe["seed"]
    again = sim.simulate(network, [0], probability=0.3, seed=one.recipe["seed"])
    np.testing.assert_array_equal(one.reached, again.reached)
    drawn = sim.generate("kol_communities", accounts=50)
    same = sim.generate("kol_communities", accounts=50, seed=drawn.about["seed"])
    assert drawn.fingerprint() == same.fingerprint()


def test_spread_and_its_doubt(network: sim.Network) -> None:
    options = {"model": "independent_cascade", "probability": "weighted_cascade", "seed": 1}
    one, two = (sim.spread(network, [0, 1], replicates=400, threads=t, **options) for t in (1, 2))
    np.testing.assert_array_equal(one.sizes, two.sizes)
    assert one.mean == pytest.approx(one.sizes.mean())
    assert one.interval[0] < one.mean < one.interval[1]
    assert one.standard_error == pytest.approx(one.sizes.std(ddof=1) / 20)
    single = sim.spread(network, [0, 1], replicates=1, **options)
    assert math.isnan(single.standard_error)
    assert "one replicate" in repr(single)
    assert sim.simulate(network, [0, 1], probability="weighted_cascade", seed=1).reach == one.sizes[0]


def test_probabilities_by_edge_and_by_array() -> None:
    matrix = scipy.sparse.csr_array([[0, 0.5, 0], [0, 0, 1.0], [0, 0, 0]])
    network = sim.Network.from_scipy(matrix)
    by_edge = sim.spread(network, [0], probability="edge", replicates=2000, seed=1)
    by_array = sim.spread(network, [0], probability=np.array([0.5, 1.0]), replicates=2000, seed=1)
    np.testing.assert_array_equal(by_edge.sizes, by_array.sizes)
    assert abs(by_edge.mean - 2.0) < 4 * by_edge.standard_error
    assert (network.to_scipy() != matrix).nnz == 0


def test_names_and_networkx() -> None:
    graph = networkx.DiGraph([("Mr Hi", "Officer"), ("Officer", "Bea")])
    network = sim.Network.from_networkx(graph)
    assert network.label(network.id("Officer")) == "Officer"
    assert sim.simulate(network, [network.id("Mr Hi")], probability=1.0, seed=0).reach == 3
    assert sim.simulate(network, [network.id("Bea")], probability=1.0, seed=0).reach == 1
    turned = sim.Network.from_networkx(graph, edge_means="follows")
    assert sim.simulate(turned, [turned.id("Bea")], probability=1.0, seed=0).reach == 3
    assert set(network.to_networkx().edges) == set(graph.edges)


def test_save_and_load(network: sim.Network, tmp_path: Path) -> None:
    opened = sim.Network.load(network.save(tmp_path / "saved"))
    assert opened.fingerprint() == network.fingerprint()
    options = {"probability": 0.1, "seed": 3}
    np.testing.assert_array_equal(
        sim.simulate(network, [1], **options).reached, sim.simulate(opened, [1], **options).reached
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda n: sim.simulate(n, [-1], seed=0), "seed -1 is not in the network; allowed: 0 to 799"),
        (lambda n: sim.simulate(n, [800], seed=0), "seed 800"),
        (lambda n: sim.simulate(n, [1, 1], seed=0), "named twice"),
        (lambda n: sim.simulate(n, ["a"], seed=0), "list of account ids"),
        (lambda n: sim.simulate(n, [1.5], seed=0), "list of account ids"),
        (lambda n: sim.simulate(n, [1], seed=-1), "seed=-1"),
        (lambda n: sim.simulate(n, [1], seed=2**63), "allowed: a whole number"),
        (lambda n: sim.simulate(n, [1], model="nonsense"), "independent_cascade"),
        (lambda n: sim.simulate(n, [1], nonsense=1, seed=0), "allowed: .*probability"),
        (lambda n: sim.simulate(n, [1], probability=1.5, seed=0), "1.5"),
        (lambda n: sim.simulate(n, [1], probability=float("nan"), seed=0), "nan"),
        (lambda n: sim.simulate(n, [1], probability="edge", seed=0), "values of their own"),
        (lambda n: sim.spread(n, [1], replicates=0, seed=0), "replicates=0"),
        (lambda n: sim.spread(n, [1], threads=0, seed=0), "^threads=0 .*from 1 to 1,024$"),
        (lambda n: sim.spread(n, [1], replicates=1.5), r"^replicates=1\.5 .*from 1 to 100,000,000"),
        (lambda n: sim.spread(n, [1], replicates=True), "^replicates=True"),
        (lambda n: sim.spread(n, [1], replicates="5"), "^replicates='5'"),
        (lambda n: sim.spread(n, [1], replicates=None), "^replicates=None"),
        (lambda n: sim.spread(n, [1], replicates=2**39), "^replicates=549755813888"),
        (lambda n: sim.spread(n, [1], threads="2"), "^threads='2'"),
        (lambda n: sim.spread(n, [1], threads=1.5), r"^threads=1\.5"),
        (lambda n: sim.simulate(n, [1], replicate="x"), "^replicate='x'"),
        (lambda n: sim.simulate(n, [1], replicate=1.5), r"^replicate=1\.5"),
        (lambda n: sim.simulate(n, [1], replicate=-1), r"^replicate=-1 .*from 0 to 2\*\*63 - 1"),
        (lambda n: sim.simulate(n, [1], replicate=2**63), "^replicate=9223372036854775808"),
        (lambda n: sim.simulate(n, [1], probability=True), "probability is True"),
        (lambda n: sim.simulate(n, [1], probability=[0.5]), "^1 value for [0-9,]+ edges"),
        (lambda n: sim.simulate(n, [1], probability=["a"]), "probability is .* numbers alone"),
        (
            lambda n: sim.simulate(n, [1], probability=np.ones((n.edge_count, 1))),
            "shape .*, 1.; allowed: one row",
        ),
        (lambda n: sim.simulate(n, [1], probability="nope"), "weighted_cascade or trivalency"),
        (lambda n: sim.simulate(n, [1], quality_effect=99), "quality_effect is 99; it must be at most 10$"),
        (lambda n: sim.simulate(n, [1], model=["a"]), "there is no model"),
        (lambda n: sim.simulate(None, [1]), "^None is no sim.Network"),
        (lambda n: sim.simulate(networkx.path_graph(3), [1]), "make one with Network.from_networkx"),
        (lambda n: sim.spread(scipy.sparse.eye_array(3), [1]), "make one with Network.from_scipy"),
        (lambda n: sim.simulate(n, np.zeros(800, bool)), "flatnonzero"),
        (lambda n: sim.simulate(n, None), "list of account ids"),
        (lambda n: sim.simulate(n, [[1], [2, 3]]), "list of account ids"),
        (lambda n: sim.compare(None), "^None is no scenario"),
        (lambda n: sim.compare(3), "^3 is no scenario"),
        (lambda n: sim.compare(FIRST, out=3), "^out=3"),
        (lambda n: sim.compare(FIRST, out=None, threads=0), "^threads=0"),
        (lambda n: sim.compare(FIRST, out=None, threads="2"), "^threads='2'"),
        (lambda n: sim.generate("star", accounts="5"), "accounts"),
        (lambda n: sim.generate(3), "3 is no generator"),
        (lambda n: sim.generate("nonsense", accounts=3), "kol_communities"),
        (lambda n: sim.generate("kol_communities", accounts=0), "0"),
        (lambda n: sim.Network.from_scipy(scipy.sparse.csr_array([[0, 1.5], [0, 0]])), "row 0, column 1 is 1.5"),
    ],
)
def test_wrong_calls_get_one_clear_sentence(network: sim.Network, call: object, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        call(network)  # type: ignore[operator]
    assert type(caught.value).__module__.startswith("sim."), "an error of the user's has a class of ours"
    assert "\n" not in str(caught.value)
    assert "Input should" not in str(caught.value)
    assert "--" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_one_is_one_in_what_is_told() -> None:
    chain = sim.Network.from_edges([0, 1], [1, 2], 3)
    told = repr(sim.simulate(chain, [0], probability=1.0, seed=0))
    assert told == "Outcome: 3 accounts reached from 1 seed, the last at 2"
    assert repr(sim.simulate(chain, [2], seed=0)) == "Outcome: 1 account reached from 1 seed, the last at 0"


def test_a_list_is_an_array_and_plain_data_a_scenario() -> None:
    chain = sim.Network.from_edges([0, 1], [1, 2], 3)
    assert sim.simulate(chain, [0], probability=[1, 0], seed=0).reach == 2
    scenario = sim.load(FIRST)
    data = scenario.resolved()
    data["compare"]["replicates"] = 20
    found = sim.compare(data, out=None, progress=False)
    assert found.manifest["name"] == scenario.name


@pytest.mark.parametrize("path", [None, 3, ["a.yaml"]])
def test_load_takes_a_path(path) -> None:
    with pytest.raises(ValueError, match="load takes the path of a file"):
        sim.load(path)
