"""The search of `make calibrate` on a made-up world whose answer is known, and the file that it left."""

import math

import pytest
from campaign_fit import AUDIENCES, CASCADES, LIMITS, SALES, SEED, START, STEPS, Fit, loss, misfit, parameters_of

from sim.ranking.fitted import fits

HIDDEN = {"share_level": -7.5, "appeal": 1.35, "delayed_shares": 0.2, "delay_hours": 19.0}


class MadeUp(Fit):
    """Figures that meet every target at the hidden values, and are off by as much as a value is off."""

    def _cascades_of(self, values):
        off = {key: (values[key] - HIDDEN[key]) / STEPS[key] for key in HIDDEN if key != "delay_hours"}
        off["delay_hours"] = math.log(values["delay_hours"] / HIDDEN["delay_hours"]) / math.log(STEPS["delay_hours"])
        figures = [moved(target, 0.4 * one) for target, one in zip(CASCADES, off.values(), strict=True)]
        self._say("x_2026", values, list(zip(CASCADES, figures, strict=True)))
        return list(zip(CASCADES, figures, strict=True))

    def _audiences_of(self, name, values):
        off = values["like_level"] + 5.0
        return [(target, target.value * math.exp(off)) for target in AUDIENCES[name]]

    def sales(self):
        self.met["x_2026"].append((SALES, SALES.value))


def moved(target, misfits):
    """The figure that misses the target by so many half widths."""
    if target.fact in ("B1", "B15"):
        ends = [math.log(p / (1 - p)) for p in (target.low, target.value, target.high)]
        return 1 / (1 + math.exp(-(ends[1] + misfits * (ends[2] - ends[0]) / 2)))
    return target.value * math.exp(misfits * math.log(target.high / target.low) / 2)


def test_misfits_count_half_widths():
    for target in (*CASCADES, SALES):
        assert misfit(target, target.value) == 0.0
        assert misfit(target, target.low) == pytest.approx(misfit(target, target.high) - 2.0)
        assert misfit(target, moved(target, 0.7)) == pytest.approx(0.7)
    assert loss([(SALES, SALES.value), (CASCADES[0], moved(CASCADES[0], 2.0))]) == pytest.approx(4.0)


def test_the_search_comes_near_what_is_hidden():
    fit = MadeUp(say=lambda line: None)
    before = loss(fit._cascades_of(dict(START)))
    fit.run()
    after = loss(fit._cascades_of(fit.values["x_2026"]))
    assert before > 1.0
    assert after < 0.15 * before
    for name in AUDIENCES:
        assert fit.values[name]["like_level"] == pytest.approx(-5.0)
        assert fit.values[name]["share_level"] == fit.values["x_2026"]["share_level"]
    assert fit.evaluations < 30


def test_values_stay_in_their_limits():
    fit = MadeUp(say=lambda line: None)
    assert fit._within("trust_slope", 0.3) == 0.0
    assert fit._moved("appeal", 1.5, 0.15) == 1.5
    assert fit._moved("delay_hours", 12.0, -1.4) == pytest.approx(12 / 1.4, abs=1e-4)


def test_the_spread_of_appeal_is_split_evenly():
    found = parameters_of({"appeal": 1.2, "share_level": -7.0, "goodwill_effect": 1.0})
    assert math.hypot(found["appeal_item"], found["appeal_post"]) == pytest.approx(1.2, abs=1e-3)
    assert "goodwill_effect" not in found
    assert "appeal" not in found


def test_what_is_stored_was_fitted_to_the_facts_that_may_be_fitted():
    stored = fits()
    assert stored["seed"] == SEED
    assert {target["fact"] for target in stored["target"]} == {"B1", "B2", "B15", "D8", "D9", "D16"}
    assert set(stored["preset"]) == set(AUDIENCES)
    for values in stored["preset"].values():
        appeal = math.hypot(values["appeal_item"], values["appeal_post"])
        flat = {**values, "appeal": round(appeal, 3), "goodwill_effect": values["product"]["goodwill_effect"]}
        for name, (low, high) in LIMITS.items():
            assert low - 1e-3 <= flat[name] <= high + 1e-3, name
    told = {(target["preset"], target["what"]) for target in stored["target"]}
    assert {(name, target.what) for name, targets in AUDIENCES.items() for target in targets} <= told
