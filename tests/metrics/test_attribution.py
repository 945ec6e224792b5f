"""Attribution: each rule against its definition order by order; what it cannot see is shown too."""

from fractions import Fraction

import numpy as np
import pytest
from campaign_outcomes import ADS, FEED, RECOMMENDED, Order, Post, Seen, campaigns, origins, outcome_of, world_of
from hypothesis import given

from sim.metrics import measure
from sim.metrics.attribution import RULES, credited, first_seen, touches
from sim.metrics.events import FOREIGN, campaign_seen


def is_ours(lists, one):
    return lists["posts"][origins(lists["posts"])[one.post]].kind not in FOREIGN


def readable(lists, rule, groups):
    """Credits of the channels, order by order, as fractions; last those that nothing touched."""
    credit = [Fraction(0)] * (groups + 1)
    ours = [one for one in lists["seen"] if is_ours(lists, one)]
    for order in lists["orders"]:
        met = [one.channel for one in ours if one.account == order.account and one.at <= order.at]
        if not met:
            credit[groups] += 1
        elif rule == "linear":
            for channel in set(met):
                credit[channel] += Fraction(1, len(set(met)))
        else:
            credit[met[0] if rule == "first_touch" else met[-1]] += 1
    return credit


@given(campaigns())
def test_every_rule_against_its_definition(lists):
    outcome = outcome_of(**lists)
    for rule in RULES:
        found = credited(outcome, outcome.events["seen_channel"], 6, rule, campaign_seen(outcome))
        assert found == pytest.approx([float(part) for part in readable(lists, rule, 6)], abs=1e-12)
        assert found.sum() == pytest.approx(len(lists["orders"]))
        if rule != "linear":
            assert found.sum() == len(lists["orders"])


@given(campaigns())
def test_touches_are_those_before_the_order(lists):
    outcome = outcome_of(**lists)
    found = touches(outcome)
    for order, first, end in zip(lists["orders"], found.first, found.end, strict=True):
        rows = found.seen[first:end].tolist()
        before = [i for i, one in enumerate(lists["seen"]) if one.account == order.account and one.at <= order.at]
        assert rows == before


def test_an_impression_at_the_moment_of_the_order_touches_it_and_one_after_does_not():
    posts = [Post(3, 1)]
    for at, touched in ((1.0, 1), (2.0, 1), (2.0000001, 0)):
        outcome = outcome_of(posts, [Seen(0, 0, at)], orders=[Order(0, 2.0, 100)])
        assert credited(outcome, np.zeros(1, np.int64), 1, "last_touch").tolist() == [touched, 1 - touched]


def test_the_same_pair_counts_once_in_linear():
    seen = [Seen(0, 0, 1.0, FEED), Seen(0, 0, 2.0, FEED), Seen(0, 0, 3.0, FEED), Seen(0, 0, 4.0, ADS)]
    outcome = outcome_of([Post(3, 1)], seen, orders=[Order(0, 9.0, 100), Order(0, 3.5, 100)])
    assert credited(outcome, outcome.events["seen_channel"], 4, "linear").tolist() == [1.5, 0, 0, 0.5, 0]


def test_an_unknown_rule_lists_the_known():
    with pytest.raises(ValueError, match="no attribution rule 'u_shaped'; allowed: last_touch, first_touch, linear"):
        credited(outcome_of(), np.zeros(0, np.int64), 4, "u_shaped")


def test_attribution_credits_what_would_have_happened_anyway():
    """Negative control: an ad shown only to people who order in any case brings nothing, and gets all the credit."""
    buyers = range(6)
    seen = [Seen(account, 1, 1.0, ADS) for account in buyers] + [Seen(7, 0, 1.0, RECOMMENDED)]
    orders = [Order(account, 2.0, 100, incremental=0) for account in buyers] + [Order(7, 2.0, 100)]
    outcome = outcome_of([Post(3, 1), Post(-1, 4)], seen, orders=orders, baseline=(6, 600))
    world = world_of()
    for rule in RULES:
        claimed = measure(f"orders_by_channel_{rule}", world, outcome)
        others = {"community": 0, "referral": 0, "untouched": 0}
        assert claimed == {"feed": 0, "recommended": 1, "boost": 0, "ad": 6, **others}
    assert measure("incremental_orders", world, outcome) == 1


@given(campaigns())
def test_who_was_first(lists):
    outcome = outcome_of(**lists)
    first = {}
    for row, one in enumerate(lists["seen"]):
        if is_ours(lists, one):
            first.setdefault(one.account, row)
    assert first_seen(outcome, campaign_seen(outcome)).tolist() == [first[account] for account in sorted(first)]


def test_work_grows_with_events_and_not_with_accounts():
    """A large account id costs nothing: no table over all accounts is made."""
    outcome = outcome_of([Post(3, 1)], [Seen(0, 0, 1.0)], orders=[Order(0, 2.0, 100)])
    huge = {name: values + np.int32(2**30) for name, values in outcome.events.items() if name.endswith("_account")}
    outcome.events.update(huge)
    assert credited(outcome, np.zeros(1, np.int64), 1, "linear").tolist() == [1, 0]
    assert first_seen(outcome, np.arange(1)).tolist() == [0]
