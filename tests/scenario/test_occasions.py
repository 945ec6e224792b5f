"""What happens in a campaign's world: times in words become days, every place can vary, and the sentences say it."""

import pytest
from jsonschema import Draft7Validator

from sim.models.campaign.occasions import Competitor, Failure, Rumour
from sim.scenario import explain, from_dict, from_text, json_schema

TEXT = """\
name: t
seed: 1
currency: CNY
model: {campaign: {relations: {praise_rate: .2}}}
horizon: 10 days
network: {generator: kol_communities, accounts: 600}
product: {order_value: 100}
content: {show: {format: live, promise: 80%, lasts_hours: 2}}
opt_out: 30%
occasions:
  rumours: [{at: day 3 12:00, accounts: 1, stance: -.5, real: false}, {at: 2.5, topics: [food, news]}]
  failures: [{at: day 3..6}, {at: day 2, until: day 3 12:00, quality: 5%}, {at: 9}]
  competitors: [{at: day 2..4 20:00, after: 5}, {at: day 1}]
plans: {a: {actions: []}}
"""


@pytest.fixture(scope="module")
def scenario():
    return from_text(TEXT)


def test_times_in_words_become_days(scenario):
    found = scenario.model.parameters.occasions
    assert found.rumours == (
        Rumour(at=2.5, accounts=1, stance=-0.5, real=False),
        Rumour(at=2.5, topics=("food", "news")),
    )
    assert found.failures == (Failure(at=2, until=6), Failure(at=1, until=2.5, quality=0.05), Failure(at=9))
    assert found.competitors == (Competitor(at=0), Competitor(at=44 / 24, until=92 / 24, after=5))  # by time
    assert scenario.model.parameters.opt_out == 0.3
    assert scenario.model.parameters.relations.praise_rate == 0.2


def test_what_an_item_promises_and_how_long_it_lasts(scenario):
    assert (scenario.content["show"].promise, scenario.content["show"].lasts_hours) == (0.8, 2)


def test_nothing_happens_and_nobody_opts_out_unless_it_is_said():
    plain = from_text(TEXT[: TEXT.index("opt_out")] + "plans: {a: {actions: []}}\n")
    assert plain.model.parameters.occasions.model_dump() == {"rumours": (), "failures": (), "competitors": ()}
    assert plain.model.parameters.opt_out == plain.full["opt_out"] == 0
    assert "occasions" not in plain.full
    assert "opt_out" in plain.defaults


def test_it_is_written_out_as_it_was_given_and_reads_back(scenario):
    assert scenario.full["occasions"]["failures"][0] == {"at": "day 3..6", "quality": 0.1}
    assert scenario.full["occasions"]["failures"][1]["until"] == "day 3 12:00"
    assert from_dict(scenario.resolved()) == scenario
    assert from_text(scenario.resolved_yaml()).resolved() == scenario.resolved()
    valid = Draft7Validator(json_schema())
    assert valid.is_valid(scenario.resolved())
    assert valid.is_valid(dict(scenario.source.data))
    for broken in ({"strikes": []}, {"rumours": {}}, {"rumours": [{"at": "soon"}]}, {"failures": [{"until": 3}]}):
        assert not valid.is_valid({**scenario.resolved(), "occasions": broken})


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("occasions/rumours/0/accounts", 40, lambda found: found.occasions.rumours[0].accounts),
        ("occasions/rumours/1/at", 4.0, lambda found: found.occasions.rumours[1].at),
        ("occasions/failures/1/quality", 0.3, lambda found: found.occasions.failures[1].quality),
        ("opt_out", 0.6, lambda found: found.opt_out),
        ("model/campaign/relations/open_rate", 0.2, lambda found: found.relations.open_rate),
        ("model/campaign/untargeted_effect", 0.2, lambda found: found.untargeted_effect),
    ],
)
def test_every_number_can_be_varied_and_be_uncertain(scenario, path, value, read):
    changed = scenario.with_values({path: value})
    assert read(changed.model.parameters) == value != read(scenario.model.parameters)
    low, high = sorted((value, read(scenario.model.parameters)))
    rest = f"uncertain:\n  {path}: {{low: {low}, high: {high}, source: assumption}}\n"
    drawn = {draw[path] for draw in from_text(TEXT + rest).uncertain_draws(5)}
    assert len(drawn) == 5
    assert all(low <= one <= high for one in drawn)


def test_each_default_of_an_inner_part_is_told_with_its_source(scenario):
    assert "Source: assumption" in scenario.defaults["model/campaign/relations/complaint_rate"]
    assert "model/campaign/relations/praise_rate" not in scenario.defaults
    assert "occasions/rumours/1/stance" in scenario.defaults
    plain = from_text(TEXT.replace("{campaign: {relations: {praise_rate: .2}}}", "campaign"))
    assert "Source: assumption" in plain.defaults["model/campaign/relations/praise_rate"]


def test_the_sentences_say_what_happens(scenario):
    text = "\n".join(explain(scenario))
    assert "Content spreads by campaign (relations {praise_rate: 0.2}, 39 parameters as by default)." in text
    assert "On day 3 12:00 1 account spreads a rumour, which is not true (stance -0.5)." in text
    assert "On day 3 12:00 10 accounts spread a rumour about food, news, which is true (stance -0.8)." in text
    assert "From day 3 00:00 to day 7 00:00 the product fails: its quality is then 0.1." in text
    assert "From day 10 00:00 to the end the product fails" in text
    assert (
        "From day 2 20:00 to day 4 20:00 a competitor pays the 10 accounts with most followers after the 5 largest "
        "for a post." in text
    )
    assert "30% of the accounts opted out: they cannot be targeted" in text
