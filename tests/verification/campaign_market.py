"""Experiments with a product: what ads, disclosure and the way of measuring do to orders, in the same worlds.

A campaign of 28 days on X's preset, among the accounts of :func:`ordinary_posts.network`. Replicates take the same
keys under every plan, so what differs between plans is the plan.
"""

import math

import numpy as np
from ordinary_posts import network, people_of

from sim.models import campaign
from sim.models.campaign.days import DAY
from sim.randomness import JUDGING, child_int
from sim.world import PAID, Item, Plan, PlannedPost, Push

DAYS = 28
ORDERS_A_DAY = 0.002
ORDER_VALUE = 10.0
"""Orders are ten times the default and cheap, so that ratios of them are precise; who orders is still rare."""
SHARE_OF_SALES = 0.05
"""The usual budget of the ads, of what is sold without them (assumption; most consumer brands spend 2 to 10%)."""
CPM_CENTS = 700
"""A thousand impressions in a feed: 6.46 to 10 dollars in trade tables."""
REPLICATES = 12


def world(preset, **parameters):
    """The world, and its items: an ad, and a paid post that says so or not."""
    items = (
        Item("ad", stance=0.5, commerciality=0.8, authenticity=0.3),
        Item("told", stance=0.5, commerciality=0.5, disclosed=True),
        Item("untold", stance=0.5, commerciality=0.5),
    )
    product = {"orders_a_day": ORDERS_A_DAY, "order_value": ORDER_VALUE, **parameters.pop("product", {})}
    given = campaign.Parameters(**{"days": DAYS, "platform": {"preset": preset}, "product": product, **parameters})
    return campaign.prepare(network(), given, items, 7)


def sold_without():
    """What is sold in the time without any plan, on average (currency)."""
    return ORDERS_A_DAY * DAYS * len(network()) * ORDER_VALUE * math.exp(0.5 * 0.5**2)


def ads(budget_share):
    """Ads to everybody for the whole time, for this share of what is sold without them."""
    cents = int(100 * budget_share * sold_without())
    push = Push("ads", 0, 0.0, DAYS * DAY, cents, CPM_CENTS)
    return Plan(np.zeros(0, np.int64), pushes=(push,))


def paid_posts(item):
    """A post of the item by each of a hundred accounts of 10,000 to 100,000 followers in people, four a day."""
    people = people_of()
    chosen = np.flatnonzero((people >= 10_000) & (people < 100_000))[::23][:100]
    at = [DAY * (1 + k / 4) for k in range(len(chosen))]
    posts = tuple(PlannedPost(int(a), item, PAID, t) for a, t in zip(chosen, at, strict=True))
    return Plan(np.zeros(0, np.int64), posts=posts)


def outcomes(of, plan, replicates=REPLICATES):
    """The outcome of each replicate, one after the other; each holds until the next."""
    work = campaign.workspace(of)
    for replicate in range(replicates):
        yield campaign.simulate(of, plan, child_int(child_int(20261123, JUDGING), replicate), work)


def orders(of, plan, replicates=REPLICATES):
    """Orders in each replicate, with and without the plan (float64[replicates, 2])."""
    found = []
    for outcome in outcomes(of, plan, replicates):
        events = outcome.events
        baseline = float(events["baseline_orders"][0])
        found.append((baseline + events["order_incremental"].sum(), baseline))
    return np.array(found)


def jackknife(of, rows):
    """A figure of the sum of all rows with its standard error over them."""
    total = rows.sum(axis=0)
    without = np.array([of(total - row) for row in rows])
    return float(of(total)), float(math.sqrt((len(rows) - 1) * without.var()))


def elasticity(of, replicates=REPLICATES):
    """How sales change with money for ads between half and twice the usual budget: the slope on logarithmic scales."""
    low, high = (orders(of, ads(share * SHARE_OF_SALES), replicates) for share in (0.5, 2.0))
    rows = np.stack([low[:, 0], high[:, 0]], axis=1)
    return jackknife(lambda s: math.log(s[1] / s[0]) / math.log(4.0), rows)


def disclosure(of):
    """Orders by who met posts that say that they are paid for, beside the same posts that do not, less 1.

    Per account that met one: how many do is another matter.
    """
    found = []
    for item in (1, 2):
        told = ((o.events["order_account"], o.events["contact_account"]) for o in outcomes(of, paid_posts(item)))
        found.append([(len(orders), len(contacts)) for orders, contacts in told])
    rows = np.concatenate(np.array(found, np.float64), axis=1)
    return jackknife(lambda s: s[0] / s[1] / (s[2] / s[3]) - 1.0, rows)


def naive_and_true(of, budget_share=SHARE_OF_SALES):
    """What ads brought to those who had seen them: told by those who had not, and by the same worlds without ads.

    Orders a day of an account from the day on which it first saw an ad, beside orders a day of accounts before that day
    (the naive lift), and beside what the same accounts would have ordered on the same days (the true lift).
    """
    rows, n = [], len(network())
    for outcome in outcomes(of, ads(budget_share)):
        events = outcome.events
        first = np.full(n, DAYS * 24.0)
        np.minimum.at(first, events["seen_account"], events["seen_at"])
        saw = float((DAYS - np.floor(first / 24.0)).sum())
        brought = float(events["order_incremental"].sum())
        anyway = len(events["order_account"]) - brought
        rows.append((saw, n * DAYS - saw, brought, anyway, float(events["baseline_orders"][0]) - anyway))
    rows = np.array(rows)

    def true(s):
        return s[2] / s[3]

    def naive(s):
        return (s[2] + s[3]) / s[0] / (s[4] / s[1]) - 1.0

    return {
        "naive lift": jackknife(naive, rows),
        "true lift": jackknife(true, rows),
        "naive lift is off by": jackknife(lambda s: abs(naive(s) / true(s) - 1.0), rows),
    }
