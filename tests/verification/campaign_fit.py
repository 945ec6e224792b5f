"""What ``make calibrate`` does: the few parameters that are fitted, to the few facts that they may be fitted to.

Share level, like level, spread of appeal, delay of shares, trust slope and the effect of goodwill; on B1, D9, B2, B15,
D8 and D16, and on nothing else. B1, B2 and B15 were measured on Twitter, so they fit ``x_2026``, and the other
presets take its values; D9 (accounts of brands) fits the like level of each platform of which it tells, D8 (creators)
likewise, and the trust slope; D16 fits the effect of goodwill.

All evaluations take the same keys, so they differ by the parameters alone. The search goes along one parameter after
the other, by steps that are halved; levels, on which a rate depends almost in proportion, go straight to their place.
"""

import math
from typing import NamedTuple

import campaign_market
import ordinary_posts

FITTED = ("x_2026", "facebook", "instagram", "tiktok")
"""Presets with a target of their own."""
SEED = 20261123
RUNS = 60
"""Runs of 500 ordinary posts in an evaluation of the cascades."""
GROUP_RUNS = 4
REPLICATES = 3
ROUNDS = 2
STEPS = {"share_level": 0.3, "appeal": 0.15, "delayed_shares": 0.1, "delay_hours": 1.4}
"""First steps; of the delay as a factor."""
LIMITS = {"share_level": (-9.0, -5.5), "appeal": (1.0, 1.5), "delayed_shares": (0.1, 0.6), "delay_hours": (4.0, 48.0)}
LIMITS |= {"like_level": (-7.0, -2.0), "trust_slope": (-0.2, 0.0), "goodwill_effect": (0.05, 3.0)}
"""Where a value may lie; the spread of appeal and the trust slope have the ranges of the model's description."""
MIDDLE = math.log(100.0)
"""Followers (accounts) of a middling creator, as a logarithm."""
START = {"share_level": -7.0, "appeal": 1.2, "delayed_shares": 0.3, "delay_hours": 12.0}
START |= {"like_level": -4.0, "trust_slope": -0.1, "goodwill_effect": 0.5}


class Target(NamedTuple):
    """A published number and its band: ``value`` of ``figure``, in posts of ``group`` (None: of all accounts)."""

    fact: str
    what: str
    figure: str
    low: float
    value: float
    high: float
    group: str | None = None


CASCADES = (
    Target("B1", "posts that nobody shares", "P(size 1)", 0.90, 0.95, 0.98),
    Target("B2", "cascades of 100 or more", "P(size >= 100)", 5e-5, 2.5e-4, 1e-3),
    Target("B15", "shares within 1 h", "shares within 1 h", 0.40, 0.55, 0.65),
    Target("B15", "shares within 24 h", "shares within 24 h", 0.70, 0.75, 0.90),
)
SALES = Target("D16", "sales by ads, slope on logarithmic scales", "elasticity", 0.05, 0.12, 0.20)
BY_FOLLOWER, BY_IMPRESSION = "engagement by followers", "engagement by impressions"
APART = {BY_FOLLOWER: 3.4, BY_IMPRESSION: 1.5}
"""How far a brand's figure may be off: two publishers' medians by follower differ by up to 3.4 times (X's)."""


def _brand(figure, value):
    apart = APART[figure]
    what = figure.replace("engagement", "reactions") + ", brands"
    return Target("D9", what, figure, value / apart, value, value * apart, "brands")


def _creator(figure, group, low, high):
    return Target("D8", f"reactions of {group} creators", figure, low, math.sqrt(low * high), high, group)


AUDIENCES = {
    "x_2026": (_brand(BY_FOLLOWER, 0.00065), _brand(BY_IMPRESSION, 0.0231)),
    "facebook": (_brand(BY_FOLLOWER, 0.00095), _brand(BY_IMPRESSION, 0.0507)),
    "instagram": (
        _brand(BY_FOLLOWER, 0.00475),
        _brand(BY_IMPRESSION, 0.0116),
        _creator(BY_FOLLOWER, "nano", 0.03, 0.05),
        _creator(BY_FOLLOWER, "micro", 0.02, 0.035),
        _creator(BY_FOLLOWER, "mid", 0.015, 0.025),
    ),
    "tiktok": (
        _brand(BY_FOLLOWER, 0.0312),
        _brand(BY_IMPRESSION, 0.0486),
        _creator(BY_IMPRESSION, "nano", 0.06, 0.10),
        _creator(BY_IMPRESSION, "micro", 0.04, 0.07),
        _creator(BY_IMPRESSION, "mid", 0.03, 0.05),
    ),
}
"""D9 by follower: the geometric mean of Rival IQ 2023 and Socialinsider 2026; by impression: Buffer. D8: the first of
the two published sets, by follower or by view, as published."""


def scaled(target, value):
    """A figure where equal steps mean as much: log-odds of what is mostly near 1, else the logarithm."""
    if target.fact in ("B1", "B15"):
        value = min(max(value, 1e-6), 1 - 1e-6)
        return math.log(value / (1.0 - value))
    return math.log(max(value, 1e-6))


def misfit(target, value):
    """How far a figure is from the published number, in half widths of its band.

    >>> misfit(CASCADES[0], 0.95), misfit(SALES, 0.12)
    (0.0, 0.0)
    """
    width = 0.5 * (scaled(target, target.high) - scaled(target, target.low))
    return (scaled(target, value) - scaled(target, target.value)) / width


def loss(values):
    """The sum of squared misfits of pairs (target, figure)."""
    return sum(misfit(target, value) ** 2 for target, value in values)


def parameters_of(values):
    """The model's parameters from the fitted ones: the spread of appeal is half of the item, half of the author."""
    found = {key: value for key, value in values.items() if key not in ("appeal", "goodwill_effect")}
    if "appeal" in values:
        found["appeal_item"] = found["appeal_post"] = round(values["appeal"] / math.sqrt(2.0), 4)
    return {key: round(value, 4) for key, value in found.items()}


class Fit:
    """One calibration; ``say`` is told what is done.

    Attributes:
        values: fitted values by preset.
        met: by preset, pairs of target and figure.
    """

    def __init__(self, say=print, runs=RUNS):
        self.say, self.runs, self.evaluations = say, runs, 0
        self.values = {name: dict(START) for name in FITTED}
        self.met = {name: [] for name in FITTED}

    def run(self):
        """All of it, in the order in which one thing depends on another."""
        self.levels("x_2026")
        self.cascades()
        for name in FITTED:
            self.values[name] |= {key: self.values["x_2026"][key] for key in STEPS}
            self.levels(name)
        self.sales()
        return self

    def cascades(self):
        """Share level, spread of appeal and delay, along one after the other."""
        values = self.values["x_2026"]
        best = self._cascades_of(values)
        steps = dict(STEPS)
        for _ in range(ROUNDS):
            for name in STEPS:
                for way in (1, -1):
                    tried = {**values, name: self._moved(name, values[name], way * steps[name])}
                    if tried[name] == values[name]:
                        continue
                    found = self._cascades_of(tried)
                    if loss(found) < loss(best):
                        values, best = tried, found
                        break
            steps = {name: math.sqrt(step) if name == "delay_hours" else step / 2 for name, step in steps.items()}
        self.values["x_2026"], self.met["x_2026"] = values, best

    @staticmethod
    def _moved(name, value, step):
        moved = value * step if name == "delay_hours" and step > 0 else value + step
        if name == "delay_hours" and step < 0:
            moved = value / -step
        low, high = LIMITS[name]
        return round(min(max(moved, low), high), 4)

    def _cascades_of(self, values):
        parameters = parameters_of(values)
        lives = ordinary_posts.Lives(self.runs, platform={"preset": "x_2026"}, **parameters)
        figures = ordinary_posts.figures(lives.runs)
        met = [(target, figures[target.figure][0]) for target in CASCADES]
        self._say("x_2026", {key: values[key] for key in STEPS}, met)
        return met

    def _say(self, name, values, met):
        self.evaluations += 1
        told = ", ".join(f"{target.fact} {value:.3g}" for target, value in met)
        self.say(f"{name} {', '.join(f'{key} {value:.4g}' for key, value in values.items())}: {told}; {loss(met):.3f}")

    def levels(self, name):
        """The like level, and where creators of several sizes are told of the trust slope."""
        values, targets = self.values[name], AUDIENCES[name]
        sizes = {"nano": math.log(3_200), "micro": math.log(22_000), "mid": math.log(158_000)}
        for _ in range(3):
            met = self._audiences_of(name, values)
            off = [(scaled(target, value) - scaled(target, target.value), target) for target, value in met]
            by_size = [(sizes[target.group], distance) for distance, target in off if target.fact == "D8"]
            if by_size:
                mean = sum(size for size, _ in by_size) / len(by_size)
                slope = sum((size - mean) * distance for size, distance in by_size)
                slope /= sum((size - mean) ** 2 for size, _ in by_size)
                turned = self._within("trust_slope", values["trust_slope"] - slope)
                level = values["like_level"] - (turned - values["trust_slope"]) * MIDDLE  # it turns about the middle
                values = {**values, "trust_slope": turned, "like_level": level}
            weights = [(0.5 * (scaled(t, t.high) - scaled(t, t.low))) ** -2 for t in targets]
            mean = sum(w * distance for w, (distance, _) in zip(weights, off, strict=True)) / sum(weights)
            values = {**values, "like_level": self._within("like_level", values["like_level"] - mean)}
        best = self._audiences_of(name, values)
        self.values[name] = values
        self.met[name] = [pair for pair in self.met[name] if pair[0].fact not in ("D8", "D9")] + best

    @staticmethod
    def _within(name, value):
        low, high = LIMITS[name]
        return round(min(max(value, low), high), 4)

    def _audiences_of(self, name, values):
        figures = {}
        for group in dict.fromkeys(target.group for target in AUDIENCES[name]):
            features = ordinary_posts.SELLS if group == "brands" else None
            lives = ordinary_posts.Lives(
                GROUP_RUNS, group, features, platform={"preset": name}, **parameters_of(values)
            )
            figures[group] = ordinary_posts.figures(lives.runs)
        met = [(target, figures[target.group][target.figure][0]) for target in AUDIENCES[name]]
        self._say(name, {key: values[key] for key in ("like_level", "trust_slope")}, met)
        return met

    def sales(self):
        """The effect of goodwill, on which the slope depends almost in proportion."""
        values, effect = parameters_of(self.values["x_2026"]), self.values["x_2026"]["goodwill_effect"]
        for last in (False, False, True):
            of = campaign_market.world("x_2026", product={"goodwill_effect": effect}, **values)
            found = campaign_market.elasticity(of, REPLICATES)[0]
            self._say("x_2026", {"goodwill_effect": effect}, [(SALES, found)])
            if not last:
                effect = self._within("goodwill_effect", effect * SALES.value / max(found, 1e-3))
        for name in FITTED:
            self.values[name]["goodwill_effect"] = effect
        self.met["x_2026"].append((SALES, found))
