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
from campaign_facts import EXPERIMENTS, ROWS, WORLDS, Row, in_band, interval, is_open, is_outside, needs


def lost(figures, world, posts):
    """Rows that left their band: the whole interval is out of it, and no sentence says why."""
    mine = [row for row in ROWS if world == row.worlds[0] and not row.why]
    return [row for row in mine if is_outside(row, figures[row.figure], posts)]


def of_the_network():
    """What was put in: who posts how much."""
    rates = np.sort(ordinary_posts.network().attributes["activity"].astype(np.float64))[::-1]
    busiest = rates[: len(rates) // 10].sum() / rates.sum()
    return {
        "posts by the busiest tenth": (float(busiest), 0.0),
        "silent accounts": (float((rates < 1 / 30).mean()), 0.0),
    }


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
    of = campaign_market.world("x_2026")
    figures = campaign_market.naive_and_true(of)
    figures |= {"elasticity": campaign_market.elasticity(of), "disclosure": campaign_market.disclosure(of)}
    assert figures["elasticity"][1] < 0.01, "too few orders to tell"
    return figures


def two_weeks(replicates):
    flat = campaign_others.cycle(rhythm="flat", **X)
    assert not 23 < flat < 25, "the cycle of a day is there without the day's rhythm"
    return {"cycle": (campaign_others.cycle(**X), 0.0)}


def crisis(replicates):
    figures = campaign_talk.crisis(replicates)
    assert figures["crises"][0] >= 5, "too few rumours go far to tell"
    return figures


MEASURES = {
    "catchier": lambda posts: campaign_others.catchier(posts // 1000, **X),
    "two weeks": two_weeks,
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
        *("reactions", "followers", "unknown", "given unknown"),
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
