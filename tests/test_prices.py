"""Prices: the tables, rules of one's own, people behind accounts, and currencies."""

import numpy as np
import pytest

from sim.network import Network
from sim.prices import PRICE_TABLES, PriceError, PriceSetting, account_prices, table_prices

STAR = Network.from_edges([0] * 99, range(1, 100), 100)
"""One account with 99 followers."""


@pytest.mark.parametrize("name", PRICE_TABLES)
def test_tables_are_dated_sourced_and_ascending(name):
    table = PRICE_TABLES[name]
    assert table.name == name
    assert name.startswith(table.platform)
    assert name.endswith(table.date[:4])
    assert len(table.currency) == 3
    assert "Source: " in table.source
    assert (np.diff(table.followers) > 0).all()
    assert (np.diff(table.prices) > 0).all()


@pytest.mark.parametrize("name", PRICE_TABLES)
def test_a_table_gives_its_own_points_and_grows_between_and_beyond(name):
    table = PRICE_TABLES[name]
    assert table_prices(table, np.array(table.followers)) == pytest.approx(np.array(table.prices))
    dense = table_prices(table, np.geomspace(1, 1e8, 400))
    assert (np.diff(dense) > 0).all()
    middle = np.sqrt(table.followers[0] * table.followers[1])
    assert table_prices(table, np.array([middle]))[0] == pytest.approx(np.sqrt(table.prices[0] * table.prices[1]))


def test_instagram_prices_are_near_a_cent_a_follower():
    """Fact D4: .01 x followers ^ (.9 to 1) fits within a factor of 3."""
    followers = np.geomspace(1_000, 1e6, 50)
    for name in ("instagram_2022", "instagram_2024"):
        ratio = table_prices(PRICE_TABLES[name], followers) / (0.01 * followers)
        assert ((ratio > 1 / 3) & (ratio < 5.5)).all()
    early = table_prices(PRICE_TABLES["instagram_2022"], followers) / (0.01 * followers)
    assert early == pytest.approx(np.ones(50))


def test_followers_are_counted_in_people():
    alone = account_prices(STAR, "instagram_2022")
    scaled = account_prices(STAR, "instagram_2022", represents=100_000)  # one account is 1,000 people
    assert alone.prices[0] == pytest.approx(0.99)
    assert scaled.prices[0] == pytest.approx(990.0)
    assert (scaled.currency, scaled.date) == ("USD", "2022")
    with pytest.raises(PriceError, match="represents: 99 people are fewer than the 100 accounts"):
        account_prices(STAR, "instagram_2022", represents=99)


def test_a_rule_of_ones_own():
    found = account_prices(STAR, {"per_follower": 0.03, "exponent": 0.5, "currency": "CNY", "minimum": 0.1})
    assert found.prices[0] == 0.30  # .03 x sqrt(99) = .2985, in cents
    assert found.prices[1] == 0.1
    assert account_prices(STAR, {"per_follower": 3, "exponent": 0.5, "currency": "CNY"}).prices[1] == 3.0
    assert not found.prices.flags.writeable


def test_nobody_is_had_for_nothing():
    same = account_prices(STAR, {"per_follower": 5, "exponent": 0, "currency": "CNY"})
    assert same.prices[:2].tolist() == [5, 5], "without followers as with one"
    cheap = account_prices(STAR, {"per_follower": 0.0001, "currency": "CNY"})
    assert cheap.prices[:2].tolist() == [0.01, 0.01]
    with pytest.raises(PriceError, match="per_follower"):
        account_prices(STAR, {"per_follower": 0, "currency": "CNY"})


def test_another_currency_needs_a_dated_rate():
    rate = {"rate": 7.1, "date": "2026-01-05"}
    with pytest.raises(PriceError, match=r"instagram_2022 is in USD and the scenario in CNY; give exchange"):
        account_prices(STAR, "instagram_2022", currency="CNY")
    dollars = account_prices(STAR, "instagram_2022", represents=100_000)
    yuan = account_prices(STAR, {"table": "instagram_2022", "exchange": rate}, represents=100_000, currency="CNY")
    assert yuan.prices == pytest.approx(np.rint(dollars.prices * 710) / 100, abs=0.05)
    assert (yuan.currency, yuan.exchange.date) == ("CNY", "2026-01-05")
    same = account_prices(STAR, {"table": "instagram_2022", "exchange": rate}, currency="USD")
    assert same.exchange is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("douyin_1999", "no price table 'douyin_1999'; allowed: instagram_2022"),
        ({}, "give either a table or per_follower, not both and not neither"),
        ({"table": "tiktok_2022", "per_follower": 1}, "give either a table or per_follower"),
        ({"table": "tiktok_2022", "exponent": 0.9}, "exponent belongs to per_follower"),
        ({"table": "tiktok_2022", "currency": "CNY"}, "currency belongs to per_follower; a table has its own"),
        ({"per_follower": 1}, "per_follower needs a currency"),
        ({"per_follower": -1, "currency": "CNY"}, "prices/per_follower: .* greater than 0"),
        ({"per_follower": 1, "currency": "yuan"}, "prices/currency"),
        ({"table": "tiktok_2022", "exchange": {"rate": 7}}, "prices/exchange/date"),
        ({"tabel": "tiktok_2022"}, "prices/tabel"),
    ],
)
def test_bad_prices_are_refused(given, message):
    with pytest.raises(PriceError, match=message):
        account_prices(STAR, given)


def test_a_setting_survives_its_own_dump():
    setting = PriceSetting(per_follower=0.01, exponent=0.95, currency="USD", minimum=10)
    assert PriceSetting(**setting.model_dump()) == setting
    table = PriceSetting(table="tiktok_2022", minimum=3)
    assert PriceSetting(**table.model_dump()) == table


def test_a_video_costs_more_where_the_source_of_the_table_says_so():
    """A video costs 30 to 50% more than a note with pictures (practitioners' pages on Xiaohongshu)."""
    from sim.prices import PRICE_TABLES, PriceSetting, price_of_format

    assert {name: table.video for name, table in PRICE_TABLES.items() if table.video != 1} == {"xiaohongshu_2026": 1.4}
    table = PriceSetting(table="xiaohongshu_2026")
    assert [price_of_format(table, one) for one in ("text", "image", "video", "live")] == [1, 1, 1.4, 1]
    assert price_of_format(PriceSetting(table="xiaohongshu_2026", video=1.3), "video") == 1.3
    own = {"per_follower": 0.1, "currency": "CNY"}
    assert price_of_format(PriceSetting(**own), "video") == 1
    assert price_of_format(PriceSetting(**own, video=2), "video") == 2
