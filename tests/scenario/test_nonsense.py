"""Faults that a user makes with a table of KOLs and with commas: one sentence each, and none that is not so."""

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.experiment import priced
from sim.prices import PriceError
from sim.scenario import ScenarioError, explain, from_text
from sim.world import PlanError

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 3 days
network: {generator: kol_communities, accounts: 200, represents: 100000}
platform: {preset: xiaohongshu_ces_folklore}
candidates: {file: k.csv}
content: {film: {format: video}}
plans: {p: {actions: [{pay: {accounts: [Ann, Bob], item: film}}]}}
"""
HEADER = "name,platform,followers,quote_video\n"


def refused(text, folder="."):
    with pytest.raises(ScenarioError) as error:
        from_text(text, folder, name="t.yaml")
    return str(error.value).splitlines()


def test_who_is_named_from_a_table_that_cannot_be_read_is_no_fault_of_his(tmp_path):
    (tmp_path / "k.csv").write_text(HEADER + "Ann,,1000,500\nBob,,many,500\n")
    assert len(refused(TEXT, tmp_path)) == 1


def test_a_kol_stands_once_a_platform_by_whatever_name(tmp_path):
    (tmp_path / "k.csv").write_text(HEADER + "Ann,xiaohongshu,1000,500\nBob,,900,500\nAnn,,2000,700\n")
    (told,) = refused(TEXT, tmp_path)
    assert told.endswith("line 4 has Ann on the platform of line 2 once more; allowed: each KOL once a platform")


@pytest.mark.parametrize(("wrong", "right"), [("0,7", "0.7"), ("1,000", "1000"), ("1,20", "1.20"), ("0,05", "0.05")])
def test_a_comma_in_a_number(wrong, right):
    (told,) = refused(TEXT.replace("seed: 1", f"product: {{quality: {wrong}}}"))
    assert told.endswith(f"write quality: {right}")


TABLE = "name,followers,quote_video,currency\nAnn,1000,500,{}\nBob,900,500,\n"


@pytest.mark.parametrize("word", ["USD", "美元", "us$", "JPY", "欧元", "shells"])
def test_quotes_in_another_currency_are_refused(tmp_path, word):
    (tmp_path / "k.csv").write_text(TABLE.format(word))
    (told,) = refused(TEXT, tmp_path)
    assert f"line 2: currency: '{word}' is not allowed; allowed: the scenario's currency, CNY" in told


@pytest.mark.parametrize("word", ["CNY", "元", "RMB", "¥", "人民币", "￥", ""])
def test_quotes_in_the_scenarios_own_currency_are_read(tmp_path, word):
    (tmp_path / "k.csv").write_text(TABLE.format(word))
    rows = from_text(TEXT, tmp_path).campaign.candidates.rows
    assert [row.video_cents for row in rows] == [50_000, 50_000]


def test_the_currency_of_the_prices_is_the_scenarios(tmp_path):
    (tmp_path / "k.csv").write_text(TABLE.format("¥"))
    text = TEXT.replace("currency: CNY", "prices: {per_follower: 1, currency: CNY}")
    assert from_text(text, tmp_path).currency == "CNY"


def test_validate_names_the_columns_that_are_not_read(tmp_path):
    (tmp_path / "k.csv").write_text("name,followers,quote_video,quote_image_usd\nAnn,1000,500,80\nBob,900,500,90\n")
    (tmp_path / "t.yaml").write_text(TEXT)
    said = CliRunner().invoke(app, ["validate", str(tmp_path / "t.yaml")])
    assert said.exit_code == 0, said.output
    assert said.output.endswith("Columns of k.csv that mean nothing here were not read: quote_image_usd.\n")


def test_a_brand_from_a_table_that_cannot_be_read_is_no_fault(tmp_path):
    (tmp_path / "k.csv").write_text(HEADER + "Ann,,1000,500\nBob,,many,500\n")
    (told,) = refused(TEXT.replace("model: campaign", "model: campaign\nbrand: Ann"), tmp_path)
    assert "line 3: followers: 'many'" in told


PRICED = TEXT.replace("candidates: {file: k.csv}\n", "prices: PRICES\n").replace("[Ann, Bob]", "[1, 2]")


@pytest.mark.parametrize("key", ["per_follower: 1e300", "per_follower: 1, minimum: 1e17", "per_follower: 1e15"])
def test_a_price_that_no_cents_can_count_is_refused(key):
    (told,) = refused(PRICED.replace("PRICES", f"{{{key}, currency: CNY}}"))
    assert told.endswith("it must be below 1e+15")


@pytest.mark.parametrize("rate", ["1e300", "1e-300"])
def test_a_rate_that_can_be_none_is_refused(rate):
    rates = f"prices: instagram_2024\nrates: {{USD/CNY: {{rate: {rate}, date: 2026-01-31}}}}"
    (told,) = refused(PRICED.replace("prices: PRICES", rates))
    assert "rates/USD/CNY/rate is " in told


def test_what_grows_too_dear_with_followers_is_told_with_its_price():
    text = PRICED.replace("PRICES", "{per_follower: 1e14, exponent: 2, currency: CNY}")
    with pytest.raises(PriceError, match=r"a price of 1.225e\+21 CNY; allowed: below 1e\+15"):
        priced(from_text(text))


@pytest.mark.parametrize("price", ["9.5e14", "9.9e14, video: 100"])
def test_a_fee_and_a_factor_do_not_overflow(price):
    text = PRICED.replace("PRICES", f"{{per_follower: {price}, exponent: 0, currency: CNY}}")
    text = text.replace("preset: xiaohongshu_ces_folklore", "preset: xiaohongshu_ces_folklore, platform_fee: .1")
    with pytest.raises(PlanError, match=r"account 0 has the price [1-9].*; allowed: 0 to 1e15"):
        priced(from_text(text))


RULE = PRICED.replace("PRICES", "{per_follower: 1, currency: CNY}").replace(
    "actions: [{", "actions: [{when: {if: IF, at: day 2, then: [{ads: {item: film, spend: 5, cpm: 30}}]}}, {"
)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("reach < -5", "reach < -5 never holds (reach is never below 0)"),
        ("reach < 0", "reach < 0 never holds"),
        ("reach >= 0", "reach >= 0 holds wherever there is a value (reach is never below 0), so it decides nothing"),
        ("completion_rate > 5", "completion_rate > 5 never holds (completion_rate is a share, 0 to 1)"),
        ("completion_rate <= 1", "completion_rate <= 1 holds wherever"),
    ],
)
def test_a_rule_that_decides_nothing_is_remarked_on(wanted, told):
    (remark,) = [one for one in explain(from_text(RULE.replace("IF", wanted))) if "plans/p/actions/0/when: " in one]
    assert remark.startswith("Remark: ")
    assert told in remark


@pytest.mark.parametrize("wanted", ["reach < 1", "reach > 0", "mean_attitude < 0", "completion_rate >= 1"])
def test_a_rule_that_may_decide_is_not_remarked_on(wanted):
    assert not [one for one in explain(from_text(RULE.replace("IF", wanted))) if "plans/p/actions/0/when: " in one]


@pytest.mark.parametrize(
    ("wanted", "instead"), [("goes_viral > .5", "largest_cascade >= 100"), ("probability_of_loss > .1", "profit < 0")]
)
def test_a_rule_on_a_share_of_worlds_is_refused(wanted, instead):
    (told,) = refused(RULE.replace("IF", wanted).replace("horizon", "product: {order_value: 50}\nhorizon"))
    assert told.endswith(f"a share of worlds, and a rule sees one world; write it as {instead}")
