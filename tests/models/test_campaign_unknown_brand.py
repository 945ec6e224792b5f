"""A bad word costs orders of who knew the brand, and makes it known to who did not (Berger and others 2010)."""

import math

import numpy as np
import pytest

import sim
from sim.models import campaign
from sim.models.campaign import places
from sim.models.campaign.occasions import Occasions, Rumour
from sim.randomness import JUDGING, child_int
from sim.world import OWNED, Item, Plan, PlannedPost

NOBODY = np.zeros(0, np.int32)
PLAIN = (Item("post"),)
ACCOUNTS, REPLICATES = 3_000, 6


def changed(items=PLAIN, posts=(), rumours=(), relations=None, **product):
    """Change in the orders of contacts, with its error: (of who knew the brand, of who did not)."""
    network = sim.generate("kol_communities", accounts=ACCOUNTS, preset="twitter", seed=2)
    product = {"orders_a_day": 0.03, "lead_rate": 0.0, **product}
    given = {"days": 14, "platform": {"preset": "x_2026"}, "product": product, "occasions": Occasions(rumours=rumours)}
    given["relations"] = relations or {}
    of = campaign.prepare(network, campaign.Parameters(**given), items, 7)
    plan, work, rows = Plan(NOBODY, posts), campaign.workspace(of), []
    knew = of.kernel.on(0).person[:, places.KNOWS] != 0.0
    for replicate in range(REPLICATES):
        events = campaign.simulate(of, plan, child_int(child_int(20261125, JUDGING), replicate), work).events
        met = np.zeros(ACCOUNTS, np.bool_)
        met[events["contact_account"]] = True
        brought = events["order_incremental"] == 1
        row = []
        for group in (knew, ~knew):
            mine, lost = group[events["order_account"]], group[events["lost_account"]].sum()
            anyway = (mine & ~brought & met[events["order_account"]]).sum() + lost
            row += [(mine & brought).sum() - lost, anyway]
        rows.append(row)
    rows = np.array(rows, np.float64)
    found = []
    for place in (0, 2):
        share = rows[:, place].sum() / rows[:, place + 1].sum()
        left = rows.sum(axis=0) - rows
        found.append((share, math.sqrt((len(rows) - 1) * (left[:, place] / left[:, place + 1]).var())))
    return found


RUMOUR = (Rumour(at=1.0, accounts=200),)


def test_the_sign_of_a_bad_word_turns_with_what_was_known():
    (knew, error), (new, error_new) = changed(rumours=RUMOUR)
    assert max(error, error_new) < 0.02
    assert knew < -4 * error
    assert new > 4 * error_new


def test_without_being_noticed_it_brings_nothing():
    """The control: what a bad word brings of who did not know the brand is that it is noticed, nothing else."""
    _, (new, error) = changed(rumours=RUMOUR, awareness=0.0)
    assert new <= 0.0 + 2 * error
    assert new > -0.05, "only the attitude falls, and little"


def test_what_is_promised_too_low_costs_only_of_who_knew():
    """Of items alike in all but their promise: a low one lowers, a high one raises; the unknown brand only gains."""
    authors = np.arange(0, 600, 3)
    posts = tuple(PlannedPost(int(a), 0, OWNED, 3600.0 * i) for i, a in enumerate(authors))
    plain = {"awareness": 0.0, "goodwill_effect": 0.0, "relations": {"attitude_demand": 0.0, "praise_rate": 0.0}}
    low, high = (changed((Item("one", promise=p, stance=0.0),), posts, **plain) for p in (0.0, 1.0))
    assert low[0][0] < -4 * low[0][1]
    assert low[1][0] == pytest.approx(0.0, abs=1e-12)
    assert all(value > 4 * error for value, error in high)
