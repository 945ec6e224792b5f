"""Design points and uncertain draws: what they cover, and that they hang on the seed and on names alone."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import qmc

from sim.randomness import SWEEPING, UNCERTAIN
from sim.scenario import ScenarioError, Uncertain, from_text, load
from sim.scenario.points import latin_hypercube, quantile, sobol

FILES = Path(__file__).parent.parent / "scenarios" / "valid"
PROBABILITY = "model/independent_cascade/probability"

TEXT = """\
name: t
seed: 1
model: independent_cascade
network: {generator: kol_communities, accounts: 100}
plans:
  a: {seeds: {choose: at_random, count: 1}}
  A/B: {seeds: [{choose: at_random, count: 1}]}
"""


def points_of(name):
    return load(FILES / name).design_points()


def test_grid_is_the_product_in_order():
    points = points_of("sweep_grid.yaml")
    assert len(points) == 6
    assert [p["content/post/quality"] for p in points] == [0.2, 0.2, 0.5, 0.5, 0.8, 0.8]
    assert [p["model"] for p in points[:2]] == ["independent_cascade", "linear_threshold"]


def test_zip_pairs_list_lists_and_table_reads():
    assert points_of("sweep_zip.yaml") == [
        {"content/post/quality": 0.2, "network/accounts": 100},
        {"content/post/quality": 0.8, "network/accounts": 200},
    ]
    assert points_of("sweep_list.yaml") == [
        {"plans/a/seeds/count": 2},
        {"plans/a/seeds/0/choose": "at_random", "network/preset": "weibo"},
    ]
    assert points_of("sweep_table.yaml")[2] == {"content/post/quality": 0.5, "network/accounts": 200}


def test_latin_hypercube_meets_every_stratum_once():
    cube = latin_hypercube(7, SWEEPING, ["a", "b", "c"], 50)
    assert cube.shape == (50, 3)
    for column in np.floor(cube * 50).T:
        assert sorted(column) == list(range(50))
    order = np.argsort(cube, axis=0)
    assert not np.array_equal(order[:, 0], order[:, 1])


def test_a_dimension_more_changes_no_other():
    one = latin_hypercube(7, SWEEPING, ["a"], 20)
    assert np.array_equal(latin_hypercube(7, SWEEPING, ["b", "a"], 20)[:, 1], one[:, 0])
    assert not np.array_equal(latin_hypercube(8, SWEEPING, ["a"], 20), one)
    assert not np.array_equal(latin_hypercube(7, UNCERTAIN, ["a"], 20), one)


def test_latin_hypercubes_are_uniform_over_seeds():
    """The mean of the first point over many seeds is that of a uniform number, within four standard errors."""
    firsts = np.array([latin_hypercube(seed, SWEEPING, ["a", "b"], 5)[0] for seed in range(4000)])
    error = 1 / np.sqrt(12 * len(firsts))
    assert error < 0.005
    assert np.all(np.abs(firsts.mean(axis=0) - 0.5) < 4 * error)
    assert abs(np.corrcoef(firsts.T)[0, 1]) < 4 / np.sqrt(len(firsts))


@pytest.mark.parametrize("count", [1, 2, 3, 64, 100])
def test_sobol_points_are_scipys_with_a_shift(count):
    points = sobol(3, SWEEPING, ["a", "b"], count)
    assert points.shape == (count, 2)
    assert np.all((points > 0) & (points < 1))
    plain = qmc.Sobol(2, scramble=False, bits=30).random_base2(7)[:count]
    word = lambda values: np.floor(values * 2**30).astype(np.int64)  # noqa: E731
    shift = word(points) ^ word(plain)
    assert np.all(shift == shift[0])  # one shift for all points of a dimension
    assert shift[0, 0] != shift[0, 1]


def test_sobol_points_stay_even():
    """Every dyadic box of an (0, 5, 2)-net holds one point; as many at random leave many boxes empty."""
    points = sobol(3, SWEEPING, ["a", "b"], 32)
    for across in (1, 2, 4, 8, 16, 32):
        boxes = np.floor(points * [across, 32 // across]).astype(int)
        assert len({tuple(box) for box in boxes}) == 32
    random = latin_hypercube(3, SWEEPING, ["a", "b"], 32)
    assert len({tuple(box) for box in np.floor(random * [4, 8]).astype(int)}) < 32


def test_whole_numbers_stay_whole():
    for point in points_of("sweep_lhs.yaml"):
        assert isinstance(point["network/accounts"], int)
        assert 100 <= point["network/accounts"] <= 900
    assert all(isinstance(p["plans/a/seeds/count"], int) for p in points_of("sweep_sobol.yaml"))


def test_uncertain_draws():
    scenario = load(FILES / "uncertain.yaml")
    draws = scenario.uncertain_draws(400)
    assert draws == scenario.uncertain_draws(400)
    assert len(draws) == 400
    values = np.array([draw[PROBABILITY] for draw in draws])
    assert values.min() >= 1e-3
    assert values.max() <= 0.1
    # one point in each of 400 strata of the log: the mean of the logs is the middle to well within a stratum
    assert abs(np.log(values).mean() - np.log(1e-2)) < np.log(100) / 400
    assert scenario.with_values(draws[0]).model.parameters.probability == draws[0][PROBABILITY]
    assert scenario.with_values({"seed": 99}).uncertain_draws(400) != draws
    assert scenario.uncertain_draws(0) == []
    assert from_text(TEXT).uncertain_draws(3) == [{}, {}, {}]


def test_distributions_have_their_moments():
    u = (np.arange(100_000) + 0.5) / 100_000
    triangle = quantile(Uncertain(0, 10, "triangular", "s", mode=2), u)
    assert triangle.mean() == pytest.approx(4, abs=1e-3)  # (low + mode + high) / 3
    assert triangle.var() == pytest.approx((100 + 4 - 20) / 18, abs=1e-2)
    flat = quantile(Uncertain(-1, 3, "uniform", "s"), u)
    assert flat.mean() == pytest.approx(1, abs=1e-6)
    assert quantile(Uncertain(5, 5, "triangular", "s"), u).max() == 5
    log = quantile(Uncertain(1, np.e, "loguniform", "s"), u)
    assert log.mean() == pytest.approx(np.e - 1, abs=1e-4)


# -- values put into a scenario


def test_with_values_changes_only_what_it_names():
    scenario = from_text(TEXT)
    changed = scenario.with_values({PROBABILITY: 0.5})
    assert changed.model.parameters.probability == 0.5
    assert scenario.model.parameters.probability == 0.05
    expected = scenario.resolved()
    expected["model"]["independent_cascade"]["probability"] = 0.5
    assert changed.resolved() == expected
    assert scenario.with_values({}) == scenario
    assert from_text(changed.resolved_yaml()) == changed


def test_places_that_the_file_left_out_can_be_set():
    scenario = from_text(TEXT)
    assert scenario.with_values({"content/post/quality": 0.9}).content["post"].quality == 0.9
    assert scenario.with_values({"network/represents": 1000}).network.represents == 1000
    assert scenario.with_values({"plans/A/B/seeds/count": 7}).plans["A/B"].seeds[0].count == 7
    assert scenario.with_values({"plans/a/seeds/0/tier": "koc"}).plans["a"].seeds[0].parameters.tier == "koc"
    assert scenario.with_values({"model": "linear_threshold"}).model.name == "linear_threshold"
    assert scenario.with_values({"compare/replicates": 7}).compare.replicates == 7
    weibo = scenario.with_values({"network/preset": "weibo"}).network.parameters
    assert weibo["preset"] == "weibo"
    assert weibo["largest_hub"] != scenario.network.parameters["largest_hub"]  # the preset's own values follow it


NOWHERE = [
    "/", "model/", "modle", "model/linear_threshold/weight", "plans/c/seeds/count", "plans/a/seeds/1/count",
    "plans/a/seeds/0", "network/acounts", "content/video/quality", "name/x", "sweep/grid", "", "a/" * 600,
]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
def test_places_that_are_not_there(path):
    with pytest.raises(ScenarioError):
        from_text(TEXT).with_values({path: 1})


def test_values_are_checked_again():
    with pytest.raises(ScenarioError, match="it must be at most 1"):
        from_text(TEXT).with_values({PROBABILITY: 2})
    with pytest.raises(ScenarioError, match="at most 100, the accounts"):
        from_text(TEXT).with_values({"plans/a/seeds/count": 101})


def test_a_design_point_is_a_scenario_without_a_sweep():
    scenario = load(FILES / "sweep_grid.yaml")
    point = scenario.with_values(scenario.design_points()[3])
    assert point.sweep is None
    assert point.seed == scenario.seed
    assert point.model.name == "linear_threshold"


def test_many_points_are_made_quickly_and_each_value_is_checked():
    values = ", ".join(str(i / 200) for i in range(200))
    inner = f"{PROBABILITY}: [.1, .2, .3, .4, .5, .6, .7, .8]"
    text = TEXT + f"sweep: {{grid: {{content/post/quality: [{values}], {inner}}}}}\n"
    assert len(from_text(text).design_points()) == 1600
    with pytest.raises(ScenarioError, match="probability is 7"):  # not among the points that are checked at any rate
        from_text(text.replace(" .4, ", " 7, "))


def test_a_table_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbfcontent/post/quality\r\n.25\r\n\r\n.75\r\n")
    scenario = from_text(TEXT + "sweep: {table: t.csv}\n", tmp_path)
    assert scenario.design_points() == [{"content/post/quality": 0.25}, {"content/post/quality": 0.75}]
    (tmp_path / "t.csv").unlink()  # the resolved form holds the points themselves
    assert from_text(scenario.resolved_yaml(), tmp_path) == scenario
