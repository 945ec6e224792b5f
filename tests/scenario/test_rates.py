"""Money in another currency: a dated rate in either order of the pair gives the same prices."""

import pytest

from sim.scenario import from_text

TEXT = """
name: t
currency: USD
model: independent_cascade
network: {generator: kol_communities, accounts: 500}
plans: {a: {seeds: {choose: top_followers, count: 1}}}
prices: {per_follower: 1, currency: CNY}
rates: {RATE}
compare: {metrics: [reach], replicates: 10}
"""


@pytest.mark.parametrize(
    ("rate", "worth"),
    [("USD/CNY: {rate: 8, date: 2026-01-31}", 0.125), ("CNY/USD: {rate: .125, date: 2026-01-31}", 0.125)],
)
def test_a_rate_may_be_given_in_either_order(rate: str, worth: float) -> None:
    assert from_text(TEXT.replace("RATE", rate)).prices.exchange.rate == worth
