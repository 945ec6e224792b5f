"""Figures: each one takes axes and gives them back, leaves no state, and draws the numbers that its data holds."""

import io
import subprocess
import sys

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from report_results import communities, compare

from sim import plots
from sim.network import Network
from sim.plots import stored
from sim.plots.comparison import on_front
from sim.plots.style import PALETTE
from sim.plots.texts import TEXTS, UnknownLanguage, say
from sim.plots.writing import number, text_width, wrapped

PATH = "model/independent_cascade/probability"
OF_CAMPAIGNS = {"funnel", "funnel_data"}


@pytest.fixture(scope="module")
def network():
    return communities(400, 5)


@pytest.fixture(scope="module")
def priced(network):
    plans = {"one star": [0], "five ordinary": [100, 150, 200, 250, 300], "春季 many": [1, 2, 3], "nobody": []}
    return compare(network, plans, spent={"one star": 100.0, "five ordinary": 20.0, "春季 many": 90.0}, replicates=50)


@pytest.fixture(scope="module")
def uncertain(network):
    return compare(network, {"a": [0], "b": [5, 6, 7]}, uncertain={PATH: (0.0, 0.3)}, replicates=60, added=2)


@pytest.fixture(scope="module")
def swept(network):
    return compare(network, {"a": [0], "b": [5, 6, 7]}, sweep=[0.01, 0.1, 0.2], replicates=20, added=2, against="b")


def drawings(priced, uncertain, swept):
    return [
        (plots.intervals, plots.intervals_data, (priced, "depth")),
        (plots.differences, plots.differences_data, (priced,)),
        (plots.distribution, plots.distribution_data, (priced,)),
        (plots.over_time, plots.over_time_data, (priced,)),
        (plots.by_community, plots.by_community_data, (priced,)),
        (plots.by_tier, plots.by_tier_data, (priced,)),
        (plots.cost_against_result, plots.cost_against_result_data, (priced,)),
        (plots.added_reach, plots.added_reach_data, (priced, "five ordinary")),
        (plots.network_with_cascade, plots.network_with_cascade_data, (priced.network, priced.cascades["one star"])),
        (plots.portrait_degrees, plots.portrait_degrees_data, (priced.network,)),
        (plots.tornado, plots.tornado_data, (uncertain,)),
        (plots.sweep_effect, plots.sweep_effect_data, (swept, PATH)),
    ]


def test_every_figure_takes_axes_gives_them_back_and_changes_no_setting(priced, uncertain, swept):
    before = dict(matplotlib.rcParams)
    for draw, data, arguments in drawings(priced, uncertain, swept):
        own = Figure().add_subplot()
        assert draw(*arguments, ax=own) is own
        made = draw(*arguments)
        assert made.figure is not own.figure
        assert made.has_data(), draw.__name__
        assert isinstance(data(*arguments), pd.DataFrame)
        assert len(data(*arguments)), draw.__name__
    assert dict(matplotlib.rcParams) == before


def test_every_public_figure_is_drawn_here(priced, uncertain, swept):
    drawn = {function.__name__ for entry in drawings(priced, uncertain, swept) for function in entry[:2]}
    assert drawn == set(plots.__all__) - {"MissingResult", "fates", "has_prices", "swept_paths", *OF_CAMPAIGNS}


def test_no_figure_imports_pyplot():
    code = (
        "import sys, sim.plots as plots\n"
        "from sim.network import Network\n"
        "plots.portrait_degrees(Network.from_edges([0, 1], [1, 2], 3)).figure.savefig('/dev/null', format='svg')\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60)


def test_means_are_those_of_the_runs_and_intervals_those_of_the_verdict(priced):
    data = plots.intervals_data(priced).set_index("plan")
    told = priced.manifest["verdict"]["means"]
    for plan, rows in priced.runs.groupby("plan"):
        assert data.loc[plan, "mean"] == pytest.approx(rows["reach"].mean())
        assert data.loc[plan, "median"] == rows["reach"].median()
        assert (data.loc[plan, "low"], data.loc[plan, "high"]) == (told[plan]["low"], told[plan]["high"])
    other = plots.intervals_data(priced, "depth").set_index("plan")
    assert (other["low"] <= other["mean"]).all()
    assert (other["mean"] <= other["high"]).all()


def test_differences_are_paired_by_world_even_if_the_rows_are_shuffled(priced):
    shuffled = priced.runs.sample(frac=1, random_state=1)
    mixed = type(priced)(**{**vars(priced), "runs": shuffled})
    plain = priced.runs.pivot(index="replicate", columns="plan", values="depth")
    best = stored.best(priced, "depth")
    for row in plots.differences_data(mixed, "depth").itertuples():
        gap = plain[row.a] - plain[row.b]
        assert row.a == best
        assert row.difference == pytest.approx(gap.mean())
        assert row.share_of_worlds_won == pytest.approx((gap > 0).mean())


def test_differences_go_against_the_plan_that_the_scenario_names(swept):
    (row,) = plots.differences_data(swept).itertuples()
    assert (row.a, row.b) == ("a", "b")
    at_first = swept.runs[swept.runs["design_point"] == 0].pivot(index="replicate", columns="plan", values="reach")
    assert row.difference == pytest.approx((at_first["a"] - at_first["b"]).mean())


def tiny(values, **manifest):
    """A result of one plan per entry with these reaches, and a time series of two steps."""
    rows, series = [], []
    for plan, sample in values.items():
        for replicate, value in enumerate(sample):
            row = {"plan": plan, "design_point": 0, "realisation": 0, "replicate": replicate, "draw": -1}
            rows.append({**row, "reach": float(value)})
            series += [(plan, 0, replicate, 0.0, 1.0), (plan, 0, replicate, float(replicate + 1), float(value))]
    told = {"plans": {plan: {"seeds": 1} for plan in values}, "networks": [{"accounts": 100, "edges": 1}], **manifest}
    names = ["plan", "design_point", "replicate", "time", "reach"]
    tables = {"runs": pd.DataFrame(rows), "timeseries": pd.DataFrame(series, columns=names), "choices": None}
    return type("Result", (), {"manifest": told, "cascades": {}, "network": None, "folder": None, **tables})()


def test_distribution_counts_worlds_with_at_least_so_much():
    data = plots.distribution_data(tiny({"a": [1, 1, 5, 10]}))
    assert data["at_least"].tolist() == [1, 5, 10]
    assert data["share_of_worlds"].tolist() == [1.0, 0.5, 0.25]


def test_a_distribution_of_many_values_is_thinned_without_moving():
    sample = np.arange(1, 5001) ** 2
    data = plots.distribution_data(tiny({"a": sample}))
    assert len(data) <= 241
    assert data["at_least"].iloc[[0, -1]].tolist() == [1, 5000**2]
    share = [(sample >= value).mean() for value in data["at_least"]]
    np.testing.assert_allclose(data["share_of_worlds"], share)


def test_fates_of_a_plan_follow_their_definition():
    row = plots.fates(tiny({"a": [1, 2, 3, 10, 50]})).iloc[0]  # 1 seed, 100 accounts
    assert (row["dies_early"], row["goes_viral"]) == (0.4, 0.4)


def test_what_was_reached_stays_reached_in_the_curve():
    data = plots.over_time_data(tiny({"a": [4, 8, 16]})).set_index("time")
    assert data["median"].to_dict() == {0.0: 1.0, 1.0: 1.0, 2.0: 4.0, 3.0: 8.0}


def test_the_last_median_of_the_curve_is_the_median_of_the_runs(priced):
    data = plots.over_time_data(priced)
    for plan, part in data.groupby("plan"):
        assert part["median"].iloc[-1] == priced.runs.loc[priced.runs["plan"] == plan, "reach"].median()
    assert (data["lower_decile"] <= data["median"]).all()
    assert (data["median"] <= data["upper_decile"]).all()


def test_groups_add_up_to_the_reach(priced):
    means = plots.intervals_data(priced).set_index("plan")["mean"]
    for data in (plots.by_tier_data(priced), plots.by_community_data(priced)):
        np.testing.assert_allclose(data.groupby("plan")["mean"].sum()[means.index], means)
        assert data.groupby("plan")["accounts"].sum().unique().tolist() == [400]


def test_on_front_keeps_what_nothing_beats(priced):
    cost, gain = np.array([1.0, 1.0, 2.0, 3.0]), np.array([5.0, 5.0, 5.0, 6.0])
    assert on_front(cost, gain).tolist() == [True, True, False, True]
    data = plots.cost_against_result_data(priced).set_index("plan")
    assert data.loc["nobody", "on_front"]  # nothing is cheaper
    cheaper = data[(data["spent"] < data.loc["one star", "spent"]) & (data["mean"] > data.loc["one star", "mean"])]
    assert data.loc["one star", "on_front"] == cheaper.empty


def test_added_reach_stands_in_its_order_beside_the_followers(priced):
    data = plots.added_reach_data(priced, "five ordinary")
    assert data["added_reach"].is_monotonic_decreasing
    assert data["followers"].tolist() == priced.network.followers[data["account"]].tolist()


def test_the_tornado_compares_the_ends_of_the_range(uncertain):
    (row,) = plots.tornado_data(uncertain).itertuples()
    wide = uncertain.runs.pivot(index="replicate", columns="plan", values=["reach", PATH])
    pair = stored.leading_pair(uncertain)
    gap = wide["reach"][pair["a"]] - wide["reach"][pair["b"]]
    value = wide[PATH]["a"]
    assert row.at_low == pytest.approx(gap[value <= value.quantile(0.2)].mean())
    assert row.at_high == pytest.approx(gap[value >= value.quantile(0.8)].mean())


def test_sweep_effect_gives_the_mean_at_each_value(swept):
    data = plots.sweep_effect_data(swept, PATH).set_index(["plan", "value"])
    for number_, value in enumerate((0.01, 0.1, 0.2)):
        rows = swept.runs[(swept.runs["design_point"] == number_) & (swept.runs["plan"] == "a")]
        assert data.loc[("a", value), "mean"] == pytest.approx(rows["reach"].mean())
    assert plots.swept_paths(swept) == [PATH]


def test_a_swept_plan_is_drawn_and_the_axis_names_the_whole_path(swept):
    runs, manifest = swept.runs, dict(swept.manifest)
    values = [{"seeds": []}, {"seeds": {"choose": "at_random", "count": 2}}, {"seeds": [[3], {"accounts": ["a"]}]}]
    manifest["design_points"] = [{"plans/a": value} for value in values]
    found = type(swept)(**{**vars(swept), "runs": runs, "manifest": manifest})
    ax = plots.sweep_effect(found, "plans/a")
    assert len(ax.get_xticks()) == 3
    assert ax.get_xticklabels()[0].get_text().replace("\n", "") == '{"seeds": []}'
    assert "at_random" in ax.get_xticklabels()[1].get_text(), "long values are told apart"
    assert ax.get_xlabel() == "plans: a"
    assert plots.sweep_effect(swept, PATH).get_xlabel().replace("\n", " ") == PATH.replace("_", " ").replace("/", ": ")
    assert list(plots.sweep_effect_data(found, "plans/a")["value"][:1]) == [{"seeds": []}]


def test_a_setting_that_some_points_leave_alone_is_drawn(swept):
    manifest = dict(swept.manifest)
    manifest["design_points"] = [{"network/preset": "weibo"}, {PATH: 0.1}, {PATH: 0.2}]
    found = type(swept)(**{**vars(swept), "manifest": manifest})
    ax = plots.sweep_effect(found, PATH)
    assert [label.get_text().replace("\n", " ") for label in ax.get_xticklabels()] == [
        "as in the scenario",
        "0.1",
        "0.2",
    ]
    assert all(np.isfinite(line.get_xdata()).all() for line in ax.get_lines())
    assert np.isfinite(ax.get_xlim()).all()


def test_the_axis_says_where_it_averages_over_other_settings(swept):
    manifest = dict(swept.manifest)
    manifest["design_points"] = [{PATH: 0.01, "seed": 1}, {PATH: 0.01, "seed": 2}, {PATH: 0.2, "seed": 1}]
    found = type(swept)(**{**vars(swept), "manifest": manifest})
    assert plots.sweep_effect(found, PATH).get_xlabel().replace("\n", " ").endswith("(mean over the other settings)")
    assert "other settings" not in plots.sweep_effect(swept, PATH).get_xlabel()


def test_a_long_standing_title_stays_within_the_picture(swept, monkeypatch):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    monkeypatch.setattr("sim.plots.naming.title", lambda *_: "Order lift (incremental less lost orders, of people)")
    ax = plots.sweep_effect(swept, PATH)
    FigureCanvasAgg(ax.figure).draw()
    box, whole = ax.yaxis.label.get_window_extent(), ax.figure.bbox
    assert box.y1 <= whole.y1
    assert box.x0 >= whole.x0
    assert box.y0 >= whole.y0


def test_the_axis_names_the_plan_that_the_others_are_held_against(swept, priced):
    assert plots.differences(swept).get_xlabel().startswith("Against b: ")
    assert plots.differences(priced).get_xlabel().startswith("Difference: ")


def test_uncertain_parameters_of_one_name_are_told_apart(uncertain):
    other = "model/linear_threshold/probability"
    manifest = {
        **uncertain.manifest,
        "scenario": {**uncertain.manifest["scenario"], "uncertain": {PATH: {}, other: {}}},
    }
    runs = uncertain.runs.assign(**{other: uncertain.runs[PATH]})
    ax = plots.tornado(type(uncertain)(**{**vars(uncertain), "runs": runs, "manifest": manifest}))
    told = " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    assert "independent cascade" in told
    assert "linear threshold" in told


def test_portrait_ends_at_the_largest_account(network):
    data = plots.portrait_degrees_data(network)
    assert data["followers"].iloc[-1] == network.followers.max()
    at = data["followers"].iloc[3]
    assert data["share_of_accounts"].iloc[3] == pytest.approx((network.followers >= at).mean())


def is_drawn(ax):
    """Whether the picture can be written and shows something beside its axes, at places that are numbers."""
    text = io.StringIO()
    ax.figure.savefig(text, format="svg")
    return (
        bool(ax.lines or ax.collections or ax.patches) and "<svg" in text.getvalue() and '"nan' not in text.getvalue()
    )


def test_empty_axes_are_not_taken_for_a_picture():
    assert not is_drawn(Figure().add_subplot())


@pytest.mark.parametrize("sample", [[7, 7, 7], [0, 0, 0], [1], [float("nan"), 3, 3]])
def test_constant_single_and_missing_values_are_drawn(sample):
    result = tiny({"a": sample, "b": [7] * len(sample)})
    for draw in (plots.intervals, plots.differences, plots.distribution):
        assert is_drawn(draw(result))


def test_what_is_missing_is_said():
    result = tiny({"a": [1, 2]})
    for draw, word in (
        (plots.differences, "two plans"),
        (plots.cost_against_result, "price"),
        (plots.by_tier, "reach_by_tier"),
        (plots.added_reach, "added reach"),
        (plots.tornado, "uncertain"),
    ):
        with pytest.raises(plots.MissingResult, match=word):
            draw(result)
    with pytest.raises(plots.MissingResult, match="swept: nothing"):
        plots.sweep_effect(result, PATH)
    with pytest.raises(plots.MissingResult, match="has no metric 'orders'; it has: reach"):
        plots.intervals(result, "orders")
    with pytest.raises(UnknownLanguage, match="allowed: en"):
        say("xx", "seed")


def test_names_are_wrapped_by_their_width():
    name = wrapped("很多普通人" * 8, 20)
    assert [text_width(line) <= 20 for line in name.split("\n")] == [True, True]
    assert name.endswith("…")
    assert wrapped("a $b$ c").count("\\$") == 2
    assert wrapped("") == ""


def test_colours_differ_for_every_kind_of_colour_vision():
    # Brettel, Vienot and Mollon's simulation in its linear form (Vienot et al. 1999), for protanopes and deuteranopes.
    def linear(tint):
        part = np.array([int(tint[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)

    protan = np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]])
    deutan = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])
    for matrix in (np.eye(3), protan, deutan):
        seen = [np.cbrt((matrix @ linear(tint)).clip(0)) for tint in PALETTE]
        gaps = [np.abs(a - b).max() for i, a in enumerate(seen) for b in seen[i + 1 :]]
        assert min(gaps) > 0.07


def test_every_text_has_its_values_and_is_used():
    import pathlib

    package = pathlib.Path(plots.__file__).parents[1]
    source = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("plots", "report")
        for path in (package / folder).iterdir()
        if path.suffix in (".py", ".j2") and not path.name.endswith("texts.py")
    )
    built = ("tier_", "metric_", "h_", "p_", "t_", "mark_", "stage_", "group_", "tile_turns_", "title_by_", "alt_by_")
    unused = [
        key
        for key in TEXTS["en"]
        if f'"{key.removesuffix("_campaign")}"' not in source
        and not key.startswith(built)
        and not key.endswith("_count")
    ]
    assert unused == []
    assert number(float("inf")) == "∞"


def test_a_network_of_one_account_has_a_portrait_and_a_picture():
    alone = Network.from_edges([], [], 1)
    cascade = {"reached": np.array([0]), "reached_at": np.zeros(1), "reached_by": np.array([-1])}
    for ax in (plots.portrait_degrees(alone), plots.network_with_cascade(alone, cascade)):
        assert is_drawn(ax)


def test_the_leading_pair_is_the_one_that_the_sentence_tells():
    verdict = {"decide_by": "reach", "best": ["a", "b"], "decided": True, "pairs": [], "means": {}}
    samples = {"b": [8, 8, 8], "a": [9, 9, 9], "c": [5, 5, 5], "d": [1, 1, 1]}
    pair = stored.leading_pair(tiny(samples, verdict=verdict))
    assert (pair["a"], pair["b"], pair["difference"]) == ("a", "c", 4.0)
    pair = stored.leading_pair(tiny(samples, verdict={**verdict, "best": [], "decided": False}))
    assert (pair["a"], pair["b"], pair["difference"]) == ("a", "b", 1.0)
    pair = stored.leading_pair(tiny(samples, verdict=verdict, scenario={"compare": {"against": "a"}}))
    assert (pair["a"], pair["b"], pair["difference"]) == ("b", "a", -1.0)


def test_a_metric_of_which_less_is_better_has_the_lowest_as_its_best():
    result = tiny({"a": [9, 9], "b": [4, 4]})
    result.runs = result.runs.rename(columns={"reach": "cost_per_reach"})
    assert stored.best(result, "cost_per_reach") == "b"
    (row,) = plots.differences_data(result, "cost_per_reach").itertuples()
    assert (row.a, row.difference, row.share_of_worlds_won) == ("b", -5.0, 1.0)
