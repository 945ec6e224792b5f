"""The campaign beside published facts: what ordinary posts meet, in the preset's world and with mechanisms off.

These are measurements: a row that has never been in its band is written down as it is. What fails a test is a row that
was in its band when it was recorded and is not any more.
"""

import math

import campaign_customers
import campaign_market
import campaign_others
import campaign_talk
import numpy as np
import ordinary_posts
import pytest
from campaign_facts import (
    ABLATED,
    EXPERIMENTS,
    ROWS,
    WORLDS,
    Row,
    chance_of_order,
    in_band,
    interval,
    is_open,
    is_outside,
    needs,
    slope_of,
)


def lost(figures, world, posts):
    """Rows that left their band: the whole interval is out of it, and no sentence says why."""
    mine = [row for row in ROWS if world == row.worlds[0] and not row.why and not row.neither]
    return [row for row in mine if is_outside(row, figures[row.figure], posts)]


def of_the_network():
    """What was put in: who posts how much. Errors are those of a bootstrap over accounts."""
    rates = ordinary_posts.network().attributes["activity"].astype(np.float64)
    drawn = np.random.default_rng(1).integers(len(rates), size=(campaign_others.RESAMPLES, len(rates)))
    others = [posting(rates[places]) for places in drawn]
    return {name: (value, float(np.std([one[name] for one in others]))) for name, value in posting(rates).items()}


def posting(rates):
    """How much of all the busiest post, and how many hardly do."""
    busiest = np.sort(rates)[::-1][: len(rates) // 10].sum() / rates.sum()
    return {"posts by the busiest tenth": float(busiest), "silent accounts": float((rates < 1 / 30).mean())}


@pytest.mark.verify
@pytest.mark.parametrize("world", WORLDS)
def test_ordinary_posts(world, check):
    runs, parameters = WORLDS[world]
    group = world.rpartition(" ")[2]
    group = group if group in ordinary_posts.GROUPS else None
    features = ordinary_posts.SELLS if group == "brands" else None
    lives = ordinary_posts.Lives(runs, group, features, **parameters)
    figures = ordinary_posts.figures(lives.runs) | of_the_network()
    posts = runs * ordinary_posts.POSTS
    check.rows.append({"part": "campaign", "fact": "campaign", "world": world, "posts": posts, "figures": figures})
    assert figures["impressions"][0] > 1, "posts that nobody sees tell nothing"
    refuse_lost(figures, world, posts)


def refuse_lost(figures, world, posts):
    gone = [f"{row.fact}, {row.what}: {figures[row.figure][0]:.4g}" for row in lost(figures, world, posts)]
    assert not gone, f"left their bands, and nothing says why: {'; '.join(gone)}"


X = {"platform": {"preset": "x_2026"}}


def shop(replicates):
    figures = of_the_shop(replicates)
    figures["elasticity"] = campaign_market.elasticity(campaign_market.world("x_2026"))
    assert figures["elasticity"][1] < 0.01, "too few orders to tell"
    return figures


def of_the_shop(replicates, **given):
    of = campaign_market.world("x_2026", **given)
    return campaign_market.naive_and_true(of) | {"disclosure": campaign_market.disclosure(of)}


def two_weeks(replicates):
    flat, _ = campaign_others.cycle(replicates, rhythm="flat", **X)
    assert not 23 < flat < 25, "the cycle of a day is there without the day's rhythm"
    return {"cycle": campaign_others.cycle(replicates, **X)}


def crisis(replicates):
    figures = campaign_talk.crisis(replicates)
    assert figures["crises"][0] >= campaign_talk.LEAST, "too few rumours go far to tell"
    return figures


def catchier(posts, **given):
    return campaign_others.catchier(posts // 1000, **given)


MEASURES = {
    "catchier": lambda posts: catchier(posts, **X),
    "two weeks": two_weeks,
    "a story": lambda replicates: {"persistence": campaign_others.persistence(replicates, **X)},
    "shop": shop,
    "contagion": campaign_talk.contagion,
    "praised": campaign_customers.praised,
    "ill spoken of": campaign_customers.ill_spoken_of,
    "cared for": campaign_customers.cared_for,
    "members": campaign_customers.members,
    "streamed": campaign_customers.streamed,
    "invited": campaign_customers.invited,
    "crisis": crisis,
    "not aimed at": campaign_customers.not_aimed_at,
    "in pools": campaign_others.in_pools,
}


@pytest.mark.verify
@pytest.mark.parametrize("world", EXPERIMENTS)
def test_other_experiments(world, check):
    posts = EXPERIMENTS[world][2]
    figures = MEASURES[world](posts)
    check.rows.append({"part": "campaign", "fact": "campaign", "world": world, "posts": posts, "figures": figures})
    refuse_lost(figures, world, posts)


WITHOUT = {
    "catchier": catchier,
    "shop": of_the_shop,
    "praised": campaign_customers.praised,
    "crisis": campaign_talk.crisis,
}


@pytest.mark.verify
@pytest.mark.parametrize("world", ABLATED)
def test_experiments_with_one_mechanism_off(world, check):
    experiment, off, posts = ABLATED[world]
    figures = WITHOUT[experiment](posts, **WORLDS[off][1])
    check.rows.append({"part": "campaign", "fact": "campaign", "world": world, "posts": posts, "figures": figures})


# -- the measuring itself


def test_a_row_that_leaves_its_band_is_noticed():
    figures = {row.figure: ((row.low + row.high) / 2, 0.0) for row in ROWS if row.worlds[0] == "x_2026"}
    assert lost(figures, "x_2026", 1000) == []
    figures["P(size 1)"] = (0.5, 0.0)
    assert [row.figure for row in lost(figures, "x_2026", 1000)] == ["P(size 1)"]
    figures["P(size 1)"] = (0.89, 0.01)  # cannot be told from .90
    assert lost(figures, "x_2026", 1000) == []
    rare = Row("B2", "", "", "fit", 5e-5, 1e-3)
    assert not is_outside(rare, (0.0, 0.0), 40_000)  # none of 40,000: 75 in a million cannot be excluded
    assert is_outside(rare, (0.0, 0.0), 100_000)
    assert not in_band(Row("B1", "", "", "fit", 0.0, 1.0), math.nan)


def test_errors_are_over_runs():
    runs = [dict.fromkeys(names(), 1.0) | {f"inflow {k}": 2.0**k for k in range(4)} for _ in range(4)]
    for run, alone in zip(runs, (1, 2, 3, 4), strict=True):
        run |= {"alone": float(alone), "posts": 10.0}
    value, error = ordinary_posts.figures(runs)["P(size 1)"]
    assert value == 0.25
    assert error == pytest.approx(np.std([0.1, 0.2, 0.3, 0.4], ddof=1) / 2)


def names():
    """All sums that figures are made of."""
    kinds = ["answers", "offers", "inflow"]
    return [f"{kind} {place}" for kind in kinds for place in range(4)] + [
        *("posts", "alone", "shallow", "deep", "large", "shared", "reshares", "one", "half-life", "early", "timed"),
        *("within an hour", "within a day", "delays", "engagement half-life", "novel", "novel by weak ties"),
        *("recommended", "usual impressions", "impressions", "shares", "shares of the readiest"),
        *("reactions", "followers", "people", "unknown", "given unknown"),
        *(f"{what} of {tier}" for what in ("reach", "followers") for tier in ("koc", "tail", "waist")),
    ]


def test_few_replicates_say_little():
    """Student's t: 4 replicates tell 3.18 standard errors, 6 runs 2.57, many 1.96."""
    assert interval((1.0, 0.1), 3000) == pytest.approx((1 - 0.257, 1 + 0.257), abs=1e-3)
    assert interval((1.0, 0.1), 4) == pytest.approx((1 - 0.318, 1 + 0.318), abs=1e-3)
    assert interval((1.0, 0.1), 400_000) == pytest.approx((1 - 0.196, 1 + 0.196), abs=1e-3)
    row = Row("B1", "", "", "emergent", 0.0, 1.15)
    assert is_open(row, (1.0, 0.1), 40_000)
    assert not is_open(row, (1.0, 0.05), 40_000)


def test_a_mechanism_is_needed_only_where_that_can_be_told():
    row = Row("B2", "", "", "fit", 5e-5, 1e-3)
    assert needs(row, (0.01, 0.001), 10_000)
    assert not needs(row, (0.0, 0.0), 10_000)  # none of 10,000 posts: three in 10,000 cannot be excluded
    assert not needs(row, (math.nan, math.nan), 10_000)  # nothing to tell it from
    assert not needs(row, (2e-3, 1e-3), 10_000)


def test_an_order_that_cannot_be_told_is_open():
    posts = (3000, 3000, 3000)
    assert chance_of_order([(1.0, 0.1), (2.0, 0.1), (3.0, 0.1)], posts) > 0.99
    assert chance_of_order([(3.0, 0.1), (2.0, 0.1), (1.0, 0.1)], posts) < 0.01
    assert 0.3 < chance_of_order([(1.0, 0.1), (2.0, 0.1), (2.01, 0.1)], posts) < 0.7


def test_a_slope_has_the_error_of_its_points():
    at = [1e3, 1e4, 1e5]
    slope, error = slope_of([(x**-0.2, 0.1 * x**-0.2) for x in at], at)
    assert slope == pytest.approx(-0.2)
    assert error == pytest.approx(0.1 / (math.sqrt(2.0) * math.log(10.0)))
    assert math.isnan(slope_of([(1.0, 0.1), (1.0, 0.1)], [5.0, 5.0])[0])
