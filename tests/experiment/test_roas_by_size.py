"""The same campaign on a network four times as large that stands for as many people brings as much for its money.

One account then stands for a quarter of the people. Ads are bought by impressions in people, KOLs are chosen and priced
by followers in people, orders are in people: ROAS and costs are equal but for chance. Worlds of one network and one
draw of KOLs are alike, so each network gives one number, the median over its worlds of log ROAS, and the error is that
of their mean. Appeal and sharing are at the lower ends of their plausible ranges: a rare cascade decides less then, and
fewer worlds tell as much.

KOCs are shown to strangers more than anybody beside their followers, so it is they who tell whether recommendations are
the same in people.
"""

import functools

import numpy as np
import pytest

from sim.experiment import compare, networks
from sim.experiment.making import Workshop
from sim.scenario import from_text

HEAD = """\
name: the same on any size
seed: 12
currency: CNY
model: {{campaign: {{appeal_item: .4, appeal_post: .4, share_level: -7.5}}}}
horizon: 4 days
network: {{generator: kol_communities, accounts: {accounts}, represents: {people}, realisations: {networks}}}
platform: {{preset: x_2026}}
product: {{order_value: 100, orders_a_day: .01, margin: 50%, lead_rate: .5, order_rate: .3}}
prices: {{per_follower: .02, currency: CNY}}
content: {{post: {{utility: .6}}}}
"""
PLANS = """\
plans:
  ads: {{actions: [{{ads: {{spend: 8000, cpm: 20, item: post, at: day 1..3}}}}]}}
  KOLs: {{actions: [{{pay: {{choose: at_random, tier: {tier}, count: {count}, item: post, at: day 1 09:00}}}}]}}
  both:
    actions:
      - {{pay: {{choose: at_random, tier: {tier}, count: {count}, item: post, at: day 1 09:00}}}}
      - {{ads: {{spend: 8000, cpm: 20, item: post, at: day 1..3}}}}
compare: {{metrics: [incremental_roas], replicates: {worlds}, added_reach: 0}}
"""
OF_KOCS = """\
plans:
  KOCs: {{actions: [{{pay: {{choose: at_random, tier: {tier}, count: {count}, item: post, at: day 1 09:00}}}}]}}
compare: {{metrics: [incremental_roas], replicates: {worlds}, added_reach: 0}}
"""
FEW, MANY = 100_000, 400_000
WAIST = {"people": 4_000_000, "tier": "waist", "count": 16, "networks": 12, "worlds": 24}
KOC = {"people": 4_000_000, "tier": "koc", "count": 100, "networks": 16, "worlds": 64}
TAIL = {"people": 1_000_000, "tier": "tail", "count": 20, "networks": 8, "worlds": 8}
PRECISE = {"ads": 0.03, "KOLs": 0.13, "both": 0.09, "KOCs": 0.06, "cost": 0.07}
ERRORS = 3
"""Above this standard error of the logarithm of a ratio nothing is said; below it, equal is within so many of them. So
a ratio beyond 1.09 of ads, 1.48 of KOLs, 1.31 of both, 1.20 of KOCs or 1.23 of costs never passes; one that is nearer
to 1 may, and paid KOLs of the waist are told least well: they are few, and their cascades differ."""


def scenario_of(accounts, size, plans=PLANS):
    return from_text((HEAD + plans).format(accounts=accounts, **size))


def ratio(few, many, precise):
    """The log of what the larger networks give by what the smaller ones do, and its standard error."""
    few, many = np.asarray(few), np.asarray(many)
    error = np.sqrt(few.var(ddof=1) / len(few) + many.var(ddof=1) / len(many))
    assert error < precise
    return many.mean() - few.mean(), error


@functools.cache
def log_roas(accounts):
    """Log ROAS of each plan on each network."""
    return by_network(scenario_of(accounts, WAIST))


@functools.cache
def log_roas_of_kocs(accounts):
    """The same of many small KOLs."""
    return by_network(scenario_of(accounts, KOC, OF_KOCS))


def by_network(scenario):
    """Log ROAS, a row for each plan: on each network the median over its worlds."""
    runs = compare(scenario, out=None).runs
    logs = np.log(runs["incremental_roas"].clip(lower=1e-3))
    return logs.groupby([runs["plan"], runs["realisation"]]).median().unstack()


def log_costs(accounts, size):
    """Log of what the KOLs cost on each network."""
    scenario, workshop = scenario_of(accounts, size), Workshop(1)
    return np.log([workshop.plan(scenario, number, "KOLs").spent for number in range(size["networks"])])


@pytest.fixture
def tiers_by_rank(monkeypatch):
    monkeypatch.setattr(networks, "in_people", lambda network, represents, bound: network)


@pytest.mark.verify
@pytest.mark.parametrize("plan", ["ads", "KOLs", "both", "KOCs"])
def test_roas_is_that_of_a_network_four_times_as_large(plan):
    found = log_roas_of_kocs if plan == "KOCs" else log_roas
    difference, error = ratio(found(FEW).loc[plan], found(MANY).loc[plan], PRECISE[plan])
    print(f"{plan}: ROAS on {MANY:,} by that on {FEW:,} accounts {np.exp(difference):.3f} (log error {error:.3f})")
    assert abs(difference) < ERRORS * error


def test_kols_of_a_tier_cost_as_much_on_a_network_four_times_as_large():
    difference, error = ratio(log_costs(20_000, TAIL), log_costs(80_000, TAIL), PRECISE["cost"])
    assert abs(difference) < ERRORS * error


def test_by_rank_they_would_not(tiers_by_rank):
    """Negative control: a tier that is a share of the accounts has smaller KOLs where there are more accounts."""
    difference, error = ratio(log_costs(20_000, TAIL), log_costs(80_000, TAIL), 2 * PRECISE["cost"])
    assert difference < -0.7
    assert abs(difference) > 3 * ERRORS * error
