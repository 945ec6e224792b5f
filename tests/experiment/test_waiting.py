"""In how many worlds a plan's rules held and its answers to a crisis came out: stored, and told below the table."""

import pytest

from sim.experiment import compare
from sim.report.remarks import remarks
from sim.report.terminal import tables
from sim.scenario import from_text

TEXT = """\
name: t
seed: 4
currency: CNY
model: campaign
horizon: 4 days
network: {generator: kol_communities, accounts: 400}
platform: {preset: x_2026}
occasions: {rumours: [{at: day 1 12:00, accounts: 60, stance: -1, arousal: 1}]}
plans:
  nothing: {actions: []}
  never:
    actions:
      - post: {account: 3, at: day 1}
      - when: {if: negative_mentions >= 100000, at: day 2, then: [{crisis: {threshold: 1, delay: 1h, kind: empathy}}]}
  always: {actions: [{when: {if: reach < 100000, at: day 2, then: [{ads: {spend: 1, cpm: 10}}]}}]}
  sometimes: {actions: [{when: {if: negative_mentions > 60, at: day 4, then: [{ads: {spend: 1, cpm: 10}}]}}]}
  soon: {actions: [{crisis: {threshold: 1, delay: 1h, kind: empathy}}]}
  late: {actions: [{crisis: {threshold: 1, delay: 10 days, kind: empathy}}]}
compare: {metrics: [negative_mentions, went_on], replicates: 12, added_reach: 0}
"""


@pytest.fixture(scope="module")
def result():
    return compare(from_text(TEXT), out=None, threads=1)


def share(result, plan, group):
    own = result.runs[result.runs["plan"] == plan]
    return own[f"went_on/{group}"]


def test_what_never_held_and_what_always_did(result):
    assert (share(result, "never", "2 rule") == 0).all()
    assert (share(result, "never", "2 answer") == 0).all()  # it waits inside a rule
    assert (share(result, "always", "1 rule") == 1).all()
    assert (share(result, "soon", "1 answer") == 1).all()
    assert (share(result, "late", "1 answer") == 0).all()  # out after the end
    assert share(result, "nothing", "1 rule").isna().all()


def test_it_held_where_money_was_spent(result):
    own = result.runs[result.runs["plan"] == "sometimes"]
    held = own["went_on/1 rule"] == 1
    assert 0 < held.sum() < 12
    assert ((own["spent"] > 0) == held).all()


def test_it_is_told_below_the_table(result):
    told = remarks(result)
    assert "never, action 2, if negative_mentions >= 100000 on day 2 00:00, held in 0 of 12 worlds" in told
    assert "never, the answer to a crisis of action 2 came out in 0 of 12 worlds" in told
    assert "always, action 1, if reach < 100000 on day 2 00:00, held in 12 of 12 worlds" in told
    assert "soon, the answer to a crisis of action 1 came out in 12 of 12 worlds" in told
    held = int(share(result, "sometimes", "1 rule").sum())
    assert f"sometimes, action 1, if negative_mentions > 60 on day 4 00:00, held in {held} of 12 worlds" in told
    assert "held in 0 of 12 worlds" in tables(result)
    assert not any(one.startswith("nothing") for one in told)
