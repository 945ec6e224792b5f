"""What a scenario will do, in sentences."""

from pathlib import Path

from sim.scenario import explain, from_text, load

FILES = Path(__file__).parent.parent / "scenarios" / "valid"
TEXT = """\
name: t
seed: 1
model: independent_cascade
network: {generator: kol_communities, accounts: 100}
"""


def said(plans, rest=""):
    return explain(from_text(TEXT + "plans:\n" + "".join(f"  {p}\n" for p in plans) + rest))


def warnings(sentences):
    return [sentence for sentence in sentences if sentence.startswith("Warning")]


def test_two_things_at_once_are_warned_of():
    sentences = explain(load(FILES / "student_classic.yaml"))
    assert "The plans differ in: strategy, count." in sentences
    (warning,) = warnings(sentences)
    assert "one star and ten ordinary differ in 2 things at once (strategy, count)" in warning
    assert not any("equal-count" in sentence for sentence in sentences)


def test_equal_count_is_named_and_not_warned_of():
    sentences = said(
        ["a: {seeds: {choose: at_random, count: 3}}", "b: {seeds: {choose: top_followers, count: 3}}"],
        "currency: CNY\n",
    )
    assert "The plans differ in: strategy." in sentences
    assert "This is an equal-count comparison: each plan has 3 accounts." in sentences
    assert warnings(sentences) == []


def test_equal_budget_is_named():
    sentences = explain(load(FILES / "chinese.yaml"))
    assert "This is an equal-budget comparison: each plan has 50,000 CNY." in sentences
    assert warnings(sentences) == []


def test_one_thing_each():
    same = "a: {seeds: {choose: at_random, count: 3}}"
    assert "The plans do not differ: they are the same." in said([same, same.replace("a:", "b:", 1)])
    content = "content: {x: {}, y: {quality: .9}}\n"
    plans = ["a: {seeds: {choose: at_random, count: 3}}", "b: {seeds: {choose: at_random, count: 3, item: y}}"]
    assert "The plans differ in: content." in said(plans, content)
    assert warnings(said(plans, content)) == []
    tiers = ["a: {seeds: {choose: at_random, count: 3}}", "b: {seeds: {choose: at_random, count: 3, tier: koc}}"]
    assert "The plans differ in: strategy's parameters." in said(tiers)
    lists = ["a: {seeds: {accounts: [1, 2]}}", "b: {seeds: {accounts: [3, 4]}}"]
    assert "The plans differ in: listed accounts." in said(lists)


def test_count_against_budget_is_one_difference_and_named():
    plans = ["a: {seeds: {choose: at_random, count: 3}}", "b: {seeds: {choose: at_random, budget: 3}}"]
    sentences = said(plans, "prices: {per_follower: 1, currency: CNY}\n")
    assert warnings(sentences) == []
    plans[1] = plans[1].replace("at_random", "top_followers")
    (warning,) = warnings(said(plans, "prices: {per_follower: 1, currency: CNY}\n"))
    assert "size (count against budget)" in warning


def test_nobody_is_a_baseline_and_no_difference():
    sentences = said(["nobody: {seeds: []}", "a: {seeds: {choose: at_random, count: 3}}"])
    assert "Plan nobody: nobody is seeded." in sentences
    assert not any("differ" in sentence for sentence in sentences)


def test_many_pairs_are_counted():
    strategies = ("at_random", "top_followers")
    plans = [f"p{n}: {{seeds: {{choose: {strategies[n % 2]}, count: {n + 1}}}}}" for n in range(6)]
    found = warnings(said(plans))
    assert len(found) == 7  # nine pairs of unlike strategies and counts
    assert found[-1].startswith("Warning: 3 more pairs")


def test_one_network_or_many():
    assert "Whatever is found holds on this one network." in explain(load(FILES / "shortest.yaml"))
    many = explain(load(FILES / "groups_and_nobody.yaml"))
    assert not any("this one network" in sentence for sentence in many)
    assert any("spread evenly" in sentence for sentence in many)


def test_weak_sources_are_listed():
    (weak,) = [
        s for s in explain(load(FILES / "shortest.yaml")) if s.startswith("These rest on assumptions or weak sources")
    ]
    assert "model/independent_cascade/interest_effect" in weak
    given = load(FILES / "shortest.yaml").with_values({"model/independent_cascade/interest_effect": 0.5})
    (weak,) = [s for s in explain(given) if s.startswith("These rest on assumptions or weak sources")]
    assert "model/independent_cascade/interest_effect" not in weak


def test_what_varies_and_when_it_stops():
    text = " ".join(explain(load(FILES / "uncertain.yaml")))
    assert "Not known: model/independent_cascade/probability, 0.001 to 0.1 (loguniform; source: assumption)." in text
    text = " ".join(explain(load(FILES / "sweep_grid.yaml")))
    assert "at 6 points (grid) over content/post/quality, model" in text
    text = " ".join(explain(load(FILES / "chinese.yaml")))
    assert "It stops when it is decided with 95% confidence, or no difference above 3% is left." in text
    assert "one account stands for 600" in text
    text = " ".join(explain(load(FILES / "file_csv.yaml")))
    assert "read from follows.csv, in which a line `a b` means that a follows b" in text
