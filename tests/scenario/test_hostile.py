"""What no good file holds: characters that must not reach a terminal, thousands of faults, sizes without meaning."""

import time

import pytest

from sim.scenario import ScenarioError, explain, from_dict, from_text

TEXT = """\
name: t
seed: 1
model: independent_cascade
network: {generator: kol_communities, accounts: 100}
plans: {a: {seeds: {choose: at_random, count: 1}}}
"""
PRICES = "prices: {per_follower: 1, currency: CNY}\n"
EDGE = TEXT.replace("model: independent_cascade", "model: {independent_cascade: {probability: edge}}")


def said(text, folder="."):
    with pytest.raises(ScenarioError) as raised:
        from_text(text, folder)
    return str(raised.value).splitlines()


def only(text, folder="."):
    (sentence,) = said(text, folder)
    return sentence


@pytest.mark.parametrize(
    "escape", ["\\e", "\\a", "\\x7f", "\\x85", "\\u2028", "\\u202e", "\\u2066", "\\ufdd0", "\\uffff"]
)
@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("name: t", 'name: "a%sb"', "name holds"),
        ("{a:", '{"a%sb":', "plans/a"),
        ("plans:", 'content: {"a%sb": {}}\nplans:', "content/a"),
        ("plans:", 'content: {x: {topics: ["a%sb"]}}\nplans:', "content/x/topics/0 holds"),
        ("plans:", 'prices: {per_follower: 1, currency: CNY, source: "a%sb"}\nplans:', "prices/source holds"),
    ],
)
def test_characters_that_are_refused(old, new, place, escape):
    sentence = only(TEXT.replace(old, new % escape, 1))
    assert place in sentence
    assert "holds the character '\\" in sentence
    assert sentence.isprintable()
    from_text(TEXT.replace(old, new % "é", 1))


def test_tabs_are_no_part_of_names_but_of_other_texts():
    assert "'\\t'" in only(TEXT.replace("name: t", 'name: "a\\tb"'))
    assert "'\\t'" in only(TEXT.replace("{a:", '{"a\\tb":'))
    from_text(TEXT + 'prices: {per_follower: 1, currency: CNY, source: "a\\tb\\nc"}\n')


@pytest.mark.parametrize(
    "place", [("extra",), ("network", "extra"), ("plans", "a", "seeds", "extra")], ids=lambda place: "/".join(place)
)
def test_thousands_of_unknown_keys(place):
    data = {
        "name": "t",
        "model": "independent_cascade",
        "network": {"generator": "kol_communities", "accounts": 100},
        "plans": {"a": {"seeds": {"choose": "at_random", "count": 1}}},
    }
    from_dict(data)
    inner = data
    for part in place[:-1]:
        inner = inner[part]
    inner.update({f"k{number}": 1 for number in range(20_000)})
    started = time.process_time()
    with pytest.raises(ScenarioError) as raised:
        from_dict(data)
    assert time.process_time() - started < 1
    lines = str(raised.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 19980 more faults"
    assert str(raised.value).count("allowed here") == 1


def test_thousands_of_faults_of_other_kinds():
    data = {"name": "t", "model": "independent_cascade", "network": {"generator": "star", "accounts": 9}}
    data["plans"] = {f"p{number}": {"sedes": 1} for number in range(10_000)}
    started = time.process_time()
    with pytest.raises(ScenarioError, match="and 9980 more faults"):
        from_dict(data)
    assert time.process_time() - started < 3


def test_long_keys_and_paths_are_cut():
    assert len(only(TEXT + f"{'k' * 5000}: 1\n")) < 500
    assert len(only(TEXT + f"extends: {'x/' * 3000}\n")) < 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT.replace("accounts: 100", "accounts: 1,000"), "write accounts: 1000"),
        (TEXT.replace("count: 1", "count: 12,050"), "write count: 12050"),
        (TEXT.replace("accounts: 100", "accounts: １００"), "a whole number, in the digits 0 to 9"),
        (TEXT.replace("count: 1", "budget: 1e300") + PRICES, "seeds/0/budget is 1e+300; it must be below 1e+15"),
        (TEXT.replace("count: 1", "budget: 9") + PRICES.replace("1,", "1, exponent: 7,"), "exponent is 7; it must be"),
        (TEXT + PRICES.replace("1,", "-1,") + "compare: {metrics: [cost_per_reach]}\n", "per_follower is -1"),
        (TEXT + "compare: {until: {matters: 1e300}}\n", "matters is 1e+300; it must be at most 1e+15"),
        (TEXT + "compare: {until: {confidence: .999999999}}\n", "it must be at most 0.9999"),
        (TEXT + "compare: {confidence: .999999999}\n", "it must be at most 0.9999"),
        (TEXT + 'uncertain: {"": {low: 1, high: 2, source: x}}\n', "names no place: write keys joined by /"),
        (TEXT + "uncertain: {/: {low: 1, high: 2, source: x}}\n", "names no place: write keys joined by /"),
        (TEXT + "sweep: {grid: {/: [1]}}\n", "names no place: write keys joined by /"),
        (TEXT + "sweep: {grid: {content/post/quality: [.1, .1]}}\n", "quality/1 is 0.1 for the second time"),
        (TEXT + "sweep: {grid: {content/post/quality: [1, .5, 1.0]}}\n", "quality/2 is 1.0 for the second time"),
        (TEXT + "sweep: {zip: {content/post/quality: [.1, .1]}}\n", "point {content/post/quality: 0.1} twice"),
        (TEXT + "sweep: {list: [{network/accounts: 9}, {network/accounts: 9}]}\n", "sweep/list/1 has the design point"),
        (
            TEXT + "sweep: {list: [{model: independent_cascade, model/independent_cascade/probability: .1}]}\n",
            "sets model and model/independent_cascade/probability, which is inside of it",
        ),
        (
            TEXT + "sweep: {grid: {model/independent_cascade/probability: [.1], model: [linear_threshold]}}\n",
            "sets model and model/independent_cascade/probability, which is inside of it",
        ),
        (EDGE, "probability is edge: each edge's own value, which the networks of the generator kol_communities"),
        (
            TEXT.replace("kol_communities, accounts: 100", "star, accounts: 9, realisations: 2"),
            "network/realisations is 2; the generator star makes one network, so it must be 1",
        ),
    ],
)  # fmt: skip
def test_one_fault_is_said_in_one_sentence(text, expected):
    assert expected in only(text)


def test_values_of_edges_are_asked_for_where_they_are_missing(tmp_path):
    (tmp_path / "a.csv").write_text("a,b,p\n1,2,.5\n")
    text = EDGE.replace("{generator: kol_communities, accounts: 100}", "{file: a.csv, edge_means: follows%s}")
    assert "but network names no value (the column or attribute of a.csv" in only(text % "", tmp_path)
    assert "line 3, column 44: model/independent_cascade/probability" in only(text % "", tmp_path)
    for option in (", value: p", ", value: 3", ", each_value: .1"):
        from_text(text % option, tmp_path)
    (tmp_path / "saved").mkdir()  # a folder may hold a network that was saved with its values
    from_text(text.replace("a.csv", "saved") % "", tmp_path)


@pytest.mark.parametrize("name", ["complete", "star", "path", "cycle", "ring"])
def test_a_generator_of_one_network_makes_one(name):
    text = TEXT.replace("kol_communities, accounts: 100", f"{name}, accounts: 9, realisations: 2")
    assert f"the generator {name} makes one network" in only(text)
    from_text(text.replace("realisations: 2", "realisations: 1"))


def test_equal_words_of_unlike_kinds_are_different_levels():
    assert len(from_text(TEXT + "sweep: {grid: {network/preset: [weibo, twitter]}}\n").design_points()) == 2


# -- sentences


def sentence(group, rest=""):
    text = TEXT.replace("{choose: at_random, count: 1}", group) + rest
    return next(one for one in explain(from_text(text)) if one.startswith("Plan a"))


def test_one_account_is_one():
    assert sentence("{accounts: [3]}") == "Plan a: 1 listed account; it publishes post."
    assert sentence("{accounts: [3, 4]}") == "Plan a: 2 listed accounts; they publish post."
    assert sentence("{choose: top_followers, count: 1}").endswith("it publishes post.")
    assert sentence("[{accounts: [3]}, {accounts: [4]}]").endswith("they publish post.")


def test_random_accounts_are_said_to_be_drawn_anew():
    assert "drawn anew as the worlds go on" in sentence("{choose: at_random, count: 2}")
    assert "drawn anew as the worlds go on" in sentence("{choose: by_tier, tier: koc, count: 2}")
    for fixed in ("{choose: by_tier, tier: koc, pick: top_followers, count: 2}", "{choose: top_followers, count: 2}"):
        assert "drawn anew" not in sentence(fixed)
