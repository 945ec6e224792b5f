"""``uncertain: defaults``: what is drawn from the ranges of the model's table, and what is not."""

import math

import pytest

from sim.models.campaign.table import table
from sim.scenario import ScenarioError, explain, from_text
from sim.scenario.uncertain_defaults import ITEM, POST

TEXT = """\
name: t
seed: 1
currency: CNY
model: {campaign: {looks: 8}}
network: {generator: kol_communities, accounts: 300}
platform: {preset: x_2026}
product: {quality: .7}
plans: {a: {actions: [{ads: {spend: 500, cpm: 40}}]}, b: {actions: []}}
uncertain: defaults
"""
BETA = "platform/out_of_network/beta"


def drawn(text=TEXT):
    return from_text(text).uncertain


def rows(scenario_text=TEXT):
    named = {path: path.removeprefix("model/campaign/") for path in drawn(scenario_text)}
    return {path: table()[name] for path, name in named.items()}


def test_what_was_neither_fitted_nor_chosen_is_drawn_from_its_plausible_range():
    found = drawn()
    for path, row in rows().items():
        assert row.ground.mark != "input"
        assert row.ground.mark != "fitted" or path in (ITEM, POST, "model/campaign/trust_slope")
        if path not in (ITEM, POST):
            assert (found[path].low, found[path].high) == (row.ground.low, row.ground.high)
            assert found[path].distribution == "uniform"
    wanted = {ITEM, POST, BETA, "model/campaign/proof_effect", "model/campaign/trust_slope", "product/lead_rate"}
    assert wanted <= set(found)
    assert "model/campaign/looks" not in found, "the file sets it"
    assert "platform/recency_hours" not in found, "the preset says it"
    assert not {"model/campaign/share_level", "product/goodwill_effect"} & set(found), "they were fitted"


def test_no_lever_of_a_plan_and_nothing_that_is_chosen_is_drawn():
    assert {path.split("/")[0] for path in drawn()} == {"model", "platform", "product"}
    chosen = {"product/quality", "product/order_value", "product/margin", "product/commission", "opt_out"}
    assert not chosen & set(drawn())


def test_only_what_matters_here_is_drawn():
    every = set(drawn())
    assert not {path for path in every if path.endswith(("open_rate", "refer_rate", "live_effect"))}
    unsold = set(drawn(TEXT.replace("product: {quality: .7}\n", "")))
    assert {path.split("/")[0] for path in unsold} == {"model", "platform"}
    assert "model/campaign/relations/complaint_rate" in every - unsold
    plain = set(drawn(TEXT.replace("platform: {preset: x_2026}", "platform: {ad_load: .1}")))
    assert {"platform/noise", BETA} <= every - plain
    community = "[{community: {push: 2 days}}]}, b"
    members = set(drawn(TEXT.replace("[{ads: {spend: 500, cpm: 40}}]}, b", community)))
    assert "model/campaign/relations/open_rate" in members
    assert "model/campaign/trust_banner" in every - members


def test_the_file_may_say_more_and_its_own_ranges_win():
    own = f"uncertain: {{defaults: true, {BETA}: {{low: 0, high: 3, source: my own}}}}"
    found = drawn(TEXT.replace("uncertain: defaults", own))
    assert (found[BETA].high, found[BETA].source) == (3, "my own")
    assert set(found) == set(drawn())
    assert set(drawn(TEXT.replace("uncertain: defaults", own.replace("true", "false")))) == {BETA}
    swept = TEXT + f"sweep: {{grid: {{{BETA}: [0, 1]}}}}\n"
    assert set(drawn()) - set(drawn(swept)) == {BETA}


def test_the_split_of_appeal_is_drawn_and_the_total_kept():
    scenario = from_text(TEXT)
    total = math.hypot(*(scenario.full["model"]["campaign"][path.rsplit("/", 1)[1]] for path in (ITEM, POST)))
    draws = scenario.uncertain_draws(40)
    assert {round(math.hypot(one[ITEM], one[POST]), 9) for one in draws} == {round(total, 9)}
    share = [one[ITEM] ** 2 / total**2 for one in draws]
    assert min(share) < 0.2
    assert max(share) > 0.8
    changed = scenario.with_values(draws[0]).model.parameters
    assert math.hypot(changed.appeal_item, changed.appeal_post) == pytest.approx(total)
    alone = from_text(TEXT.replace("{looks: 8}", "{appeal_item: .5}"))
    assert not {ITEM, POST} & set(alone.uncertain)


def test_it_is_written_out_and_told():
    scenario = from_text(TEXT)
    again = from_text(scenario.resolved_yaml())
    assert again.uncertain == scenario.uncertain
    assert again.uncertain_draws(5) == scenario.uncertain_draws(5)
    (told,) = [one for one in explain(scenario) if one.startswith("Not known")]
    assert told.startswith(f"Not known, each drawn evenly from its plausible range ({len(scenario.uncertain)}): ")
    assert f"{BETA} 0 to 2, " in told
    assert f"{POST} 0.39999 to 1.13133 (what {ITEM} leaves)" in told


def test_a_range_that_the_file_leaves_no_room_for_is_told():
    with pytest.raises(ScenarioError, match="sessions_a_day is 25; it must be at most most_sessions"):
        from_text(TEXT.replace("{looks: 8}", "{most_sessions: 20}"))
