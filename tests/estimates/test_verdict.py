import numpy as np

from sim.estimates import Matters, compare_plans
from sim.estimates.verdict import number

LUCK = np.random.default_rng(1).standard_normal(2000)


def said(gain, spread, names=("hubs", "random"), **options):
    values = [[1000 + gain + spread * LUCK], [np.full(2000, 1000.0)]]
    return compare_plans(np.concatenate(values), names, **options).sentence(options.pop("unit", None))


def test_a_winner():
    values = np.array([3000 + 1240 + 900 * LUCK, np.full(2000, 3000.0)])
    verdict = compare_plans(values, ["many KOCs", "star first"], metric="orders")
    pair = verdict.pairs[0]
    inside = f"(95%: {pair.low:,.0f} to {pair.high:,.0f})"
    assert verdict.sentence() == (
        f"*many KOCs* gains {pair.difference:,.0f} orders over *star first* {inside}, "
        f"wins in {100 * pair.share_of_worlds_won:.0f}% of worlds"
    )
    assert "gains 1,2" in verdict.sentence()
    assert "accounts over" in verdict.sentence("accounts")


def test_the_winner_is_told_first_whatever_the_order_of_plans():
    values = np.array([np.full(2000, 10.0), 20.5 + 0.1 * LUCK])
    assert compare_plans(values, ["a", "b"]).sentence().startswith("*b* gains 10.5 reach over *a* (95%: 10.5 to 10.5)")


def test_less_is_saved():
    values = np.array([np.full(2000, 30.0), 20 + LUCK])
    text = compare_plans(values, ["dear", "cheap"], metric="cost per reach", higher_is_better=False).sentence()
    assert text.startswith("*cheap* saves ")
    assert "cost per reach over *dear* (95%: 9." in text
    assert "wins in 100% of worlds" in text


def test_undecided():
    text = said(0.1, 30.0)
    assert text.startswith("undecided after 2,000 worlds: *")
    assert "% of worlds" in text


def test_no_difference_that_matters():
    text = said(0.1, 3.0, matters=Matters(relative=0.03))
    assert text.startswith("no difference that matters between *")
    assert "up to 30" in text


def test_two_equals_ahead_of_a_third():
    values = np.array([100 + LUCK, 100.05 + LUCK[::-1], 50 + LUCK])
    text = compare_plans(values, ["a", "b", "c"], matters=1.0).sentence()
    assert text.startswith("no difference that matters between *")
    assert "; *" in text
    assert "over *c*" in text


def test_of_a_third_that_is_too_uncertain_to_tell_nothing_is_claimed():
    """The best mean beats the second; the third is so lucky or unlucky that it may be better than both."""
    values = np.array([500 + 20 * LUCK, 350 + 20 * LUCK[::-1], 340 + 9000 * LUCK])
    text = compare_plans(values, ["a", "b", "c"]).sentence()
    assert text.startswith("undecided after 2,000 worlds between *a* and *c*; *a* gains 1")
    assert "over *b*" in text


def test_against_a_plan_that_is_better():
    values = np.array([np.full(2000, 5.0), 20 + LUCK])
    text = compare_plans(values, ["hubs", "nobody"], against="nobody").sentence()
    assert text.startswith("*hubs* has 1")
    assert "less than *nobody*" in text


def test_one_plan():
    assert compare_plans([20 + LUCK], ["only"]).sentence().startswith("*only*: ")


def test_numbers_for_people():
    assert [number(x) for x in (0.0, 1234.5, 999.4, 12.345, -0.00012, 1e6)] == [
        *("0", "1,234", "999", "12.3", "-0.00012", "1,000,000")
    ]


def test_the_method_counts_pairs_where_there_are_several():
    values = np.array([[1.0, 2.0, 3.0], [2.0, 3.0, 5.0], [4.0, 4.0, 6.0]])
    assert "pair" not in compare_plans(values[:1], ["a"]).method
    assert compare_plans(values[:2], ["a", "b"]).method.endswith("paired")
    assert "Bonferroni over 3 pairs" in compare_plans(values, ["a", "b", "c"]).method
