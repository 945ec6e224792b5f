"""A verdict that rests on little says so: in its sentence, in the terminal, in the report, at every design point."""

import pytest

import sim
from sim.face import verdict_for_people
from sim.report import report_html
from sim.scenario import from_text

TEXT = """\
name: few
seed: 3
model: independent_cascade
network: {generator: kol_communities, accounts: 300%(more)s}
plans: {one: {seeds: {choose: %(choose)s, count: 1}}, star: {seeds: {choose: top_followers, count: 1}}}
compare: {replicates: %(worlds)s}
"""
UNCERTAIN = "uncertain: {model/independent_cascade/probability: {low: .01, high: .1, source: guess}}\n"
SWEEP = "sweep: {grid: {model/independent_cascade/probability: [.02, .08]}}\n"


def judged(worlds, choose="degree_discount", more="", after=""):
    scenario = from_text(TEXT % {"worlds": worlds, "choose": choose, "more": more} + after)
    return (sim.compare if scenario.sweep is None else sim.sweep)(scenario, out=None)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ({"worlds": 9}, "only 9 worlds"),
        ({"worlds": 90, "choose": "at_random"}, "only 9 draws of accounts"),
        ({"worlds": 6, "choose": "at_random"}, "only 1 draw of accounts"),
        ({"worlds": 40, "more": ", realisations: 4"}, "only 4 networks"),
        ({"worlds": 40, "after": UNCERTAIN}, "only 4 draws of what is uncertain"),
        (
            {"worlds": 40, "choose": "at_random", "after": UNCERTAIN},
            "only 4 draws of accounts and of what is uncertain",
        ),
    ],
)
def test_a_verdict_on_few_says_so_and_on_what(case, told):
    result = judged(**case)
    assert f"; it rests on {told}, and fewer than 10 tell little" in result.verdict["sentence"]
    assert told in verdict_for_people(result)
    assert told in report_html(result).partition("</h1>")[0]


@pytest.mark.parametrize(
    "case",
    [
        {"worlds": 10},
        {"worlds": 91, "choose": "at_random"},
        {"worlds": 10, "more": ", realisations: 10"},
        {"worlds": 100, "after": UNCERTAIN},
    ],
)
def test_a_verdict_on_enough_says_nothing_of_it(case):
    result = judged(**case)
    assert result.verdict["rests_on_few"] == ""
    assert "rests on" not in result.verdict["sentence"]


def test_a_sweep_says_it_once_more_at_its_end():
    result = judged(40, "at_random", after=SWEEP)
    said = "rests on only 4 draws of accounts, and fewer than 10 tell little"
    assert verdict_for_people(result).count(said) == 3
    assert result.manifest["headline"].endswith(f"; each {said}")
    assert said in report_html(result).partition("</h1>")[0]
