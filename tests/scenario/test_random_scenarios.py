"""Whatever a file holds, reading it ends soon, with a ScenarioError or with a scenario that the schema takes too."""

import copy
import random
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sim.scenario import ScenarioError, explain, from_dict, from_text, load
from sim.scenario.draft7 import json_schema

FOLDER = Path(__file__).parent.parent / "scenarios" / "valid"
TEXTS = [file.read_text(encoding="utf-8-sig") for file in sorted(FOLDER.glob("*.yaml"))]
# fmt: off
WORDS = [
    "name", "seed", "model", "network", "plans", "compare", "sweep", "uncertain", "content", "prices", "currency",
    "rates", "extends", "seeds", "choose", "count", "budget", "accounts", "item", "generator", "file", "grid",
    "zip", "list", "table", "lhs", "sobol", "ranges", "low", "high", "source", "until", "matters", "replicates",
    "metrics", "independent_cascade", "kol_communities", "at_random", "top_followers", "listed", "reach",
    "reach_by_tier", "files/follows.csv", "model/independent_cascade/probability", "plans/one/seeds/count",
    "content/post/quality", "$SEEDCAST_DATA/x", "../x", "/etc/passwd", "3%", "1e-3", ".nan", "200_000", "-1", "0",
    "1", "2", "99999999999", "1e308", "true", "~", "on", "12:30", "CNY", "USD/CNY", "2026-01-01", "春季", "!!int",
    "&a", "*a", "<<", "''", "1000000000000000", "1_0", "0x1F", "0o17", "1e400", "-.inf", "1,000", "１２", "sequence/0",
    "realisations", "represents", "star", "complete", "max_replicates", "subject_to", "reach >= 1", "\u202e", "\x07",
    "campaign", "horizon", "platform", "preset", "x_2026", "ranking", "hot", "platform_fee", "changes", "at", "product",
    "order_value", "audience", "share", "interests", "brand", "candidates", "files/kols.csv", "starts", "actions",
    "post", "pay", "boost", "ads", "spend", "cpm", "target", "retargeting", "frequency_cap", "every", "day 1",
    "day 2 20:00",
    "day 1..3", "day 1..2 20:00", "7 days", "36 hours", "6h", "10%", "lookalike", "community", "interest", "utility",
    "platform/ranking", "product/quality", "y" * 300,
    "occasions", "rumours", "failures", "competitors", "until", "opt_out", "stance", "quality", "push", "care", "staff",
    "wage", "automatic", "insight", "delay", "gain", "crisis", "threshold", "kind", "empathy", "challenge", "prize",
    "lottery", "winners", "action", "referral", "reward", "live", "offer", "discount", "pilot", "items", "by", "then",
    "when", "if", "orders < 8", "impressions > 3", "best 2 by likes", "click_rate", "every 2 days", "30 min", "posts",
]
SIGNS = ["\n", "\n  ", "\n    ", ": ", ", ", "- ", "{", "}", "[", "]", '"', "'", "#", "|", ">", "?", "\t", "\\", "\0"]
SIGNS += ["\ud800", "\x85", "---", "%YAML 1.1\n"]
# fmt: on
PIECES = WORDS + SIGNS
SCHEMA = Draft7Validator(json_schema())
SECONDS = 5
"""Far above what a small text takes (some milliseconds), far below what would hang a user."""


def settles(make) -> bool:
    """Whether a scenario came out; anything but a ScenarioError fails the test."""
    started = time.process_time()
    refused = None
    try:
        scenario = make()
    except ScenarioError as error:
        refused = error
    if refused is None:  # outside of the try: what was taken once may not be refused when it is written out
        assert explain(scenario)
        assert from_text(scenario.resolved_yaml(), scenario.folder) == scenario
        assert SCHEMA.is_valid(scenario.resolved())
        assert SCHEMA.is_valid(dict(scenario.source.data))
    assert time.process_time() - started < SECONDS
    if refused is not None:
        assert refused.faults
        assert all(line.isprintable() and len(line) < 3000 for line in str(refused).split("\n"))
    return refused is None


def mutated(text: str, chance: random.Random) -> str:
    """A valid text with some pieces cut out, put in, doubled or exchanged."""
    for _ in range(chance.randint(1, 4)):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + chance.choice((0, 1, 5, 30)))
        piece = chance.choice((text[a:b] * 2, "", chance.choice(PIECES), chance.choice(PIECES) + chance.choice(PIECES)))
        text = text[:a] + piece + text[b:]
    return text


def value(chance: random.Random, depth: int = 0):
    """Any value that a file may hold."""
    kind = chance.randrange(8 if depth < 3 else 6)
    if kind == 6:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    if kind == 7:
        return {chance.choice(WORDS): value(chance, depth + 1) for _ in range(chance.randrange(4))}
    return (None, True, chance.choice(WORDS), chance.randint(-3, 12), chance.choice((0.0, -0.5, 0.3, 1e300)), 10**30)[
        kind
    ]


def places(data):
    """Every value that stands somewhere in plain data."""
    found = [data]
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        found += places(inner)
    return found


def changed(data, chance: random.Random):
    """Plain data in which one place holds something else, or nothing."""
    data = copy.deepcopy(data)
    inner, way = data, []
    while True:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not keys:
            return data
        key = chance.choice(keys)
        way.append(key)
        if not isinstance(inner[key], dict | list) or chance.random() < 0.3:
            break
        inner = inner[key]
    odds = chance.random()
    if odds < 0.25:
        del inner[key]
    elif odds < 0.4:  # what stands elsewhere, of whatever kind
        inner[key] = copy.deepcopy(chance.choice(places(data)))
    elif odds < 0.5:  # a list or a map around it
        inner[key] = [inner[key]] * chance.randint(1, 2) if chance.random() < 0.5 else {str(key): inner[key]}
    elif odds < 0.65 and isinstance(inner, dict):
        inner[chance.choice(WORDS)] = inner.pop(key)
    elif odds < 0.75 and isinstance(inner, dict):  # the same under a second key
        inner[chance.choice(WORDS)] = copy.deepcopy(inner[key])
    else:
        inner[key] = value(chance)
    return data


RESOLVED = [load(file).resolved() for file in sorted(FOLDER.glob("*.yaml"))]


def one_of_each(number: int) -> int:
    """One random text, one mutated text, one changed scenario; how many of them were scenarios."""
    chance = random.Random(number)
    text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(60)))
    found = settles(lambda: from_text(text, FOLDER))
    text = mutated(chance.choice(TEXTS), chance)
    found += settles(lambda: from_text(text, FOLDER))
    data = changed(chance.choice(RESOLVED), chance)
    return found + settles(lambda: from_dict(data, FOLDER))


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_texts_of_yaml_pieces(text):
    settles(lambda: from_text(text, FOLDER))


@given(st.text(max_size=300))
def test_any_text(text):
    settles(lambda: from_text(text, FOLDER))


@given(st.integers(0, 2**32))
@example(8772)  # choose: null beside a list of accounts
@example(1517306)  # prices: null where no plan needs them
def test_mutated_scenarios(number):
    one_of_each(number)


def test_mutations_are_neither_all_good_nor_all_bad():
    found = sum(one_of_each(number) for number in range(40))
    assert 5 < found < 80


@pytest.mark.verify
@settings(max_examples=33_334)
@given(st.integers(0, 2**63))
def test_a_hundred_thousand_mutations(number):
    one_of_each(number)
