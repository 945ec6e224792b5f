"""Bad input as people write it, through `validate` and through `compare`: one clear sentence, nothing written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 5 days
network: {generator: kol_communities, accounts: 300, represents: 3000}
platform: {preset: x_2026}
prices: {per_follower: 1, currency: CNY}
product: {order_value: 100}
audience: {young: {share: 30%}}
content: {diary: {cost: 50}}
plans:
  a:
    budget: 5000
    actions:
      - pay: {accounts: [3], item: diary, at: day 1 09:00}
      - ads: {spend: 300, cpm: 20, item: diary, at: day 1..2}
  b: {actions: [{post: {item: diary, at: day 2, account: 7}}]}
compare: {metrics: [reach], replicates: 10}
"""
KOLS = "name,platform,followers,quote_image\nann,x,1200,800\nbob,%s,900\ncy,x,500,300\n"

CANDIDATES = "content:", "candidates: {file: kols.csv, starts: 2026-03-01}\ncontent:"

WITH_KOL = (
    "plans:",
    "candidates: {file: kols.csv, starts: 2026-03-01}\nplans:\n  c: {actions: [{pay: {accounts: [%s], at: day 1}}]}",
)

CASES = {
    "over budget": ("budget: 5000", "budget: 300", 14, "plans/a/budget", "300.00 CNY; ledger:"),
    "unknown policy": (
        "preset: x_2026",
        "ranking: magic",
        7,
        "names no ranking policy: magic",
        "allowed: chronological",
    ),
    "unknown action": ("- ads:", "- giveaway:", 17, "names no action: giveaway", "allowed: post, pay"),
    "unknown topic": (
        "{cost: 50}",
        "{topics: [food, foood]}",
        11,
        "topics/1 names no topic of the network: foood",
        "allowed: ",
    ),
    "unknown item": (
        "20, item: diary",
        "20, item: dairy",
        17,
        "names no item of content: dairy",
        "allowed: diary",
    ),
    "negative price": ("per_follower: 1", "per_follower: -1", 8, "prices/per_follower is -1", "above 0"),
    "quote in another currency": (*CANDIDATES, 11, "line 3: quote_image: '$900' is not", "currency, CNY"),
    "action after the horizon": ("at: day 2,", "at: day 9,", 18, "actions/0/post/at is day 9", "5 days"),
    "KOL not on the platform": (*CANDIDATES, 11, "kols.csv, in which line 3 has bob on myspace", "allowed: twitter"),
    "audience of nobody": (
        "20, item: diary",
        "20, item: diary, target: []",
        17,
        "ads/target is empty, an audience of nobody",
        "name at least one",
    ),
    "zero accounts": ("accounts: 300", "accounts: 0", 6, "network/accounts is 0", "at least 1"),
    "low above high": (
        "compare:",
        "uncertain: {product/quality: {low: .8, high: .2, source: x}}\ncompare:",
        19,
        "has low 0.8 above high 0.2",
        "low must be at most high",
    ),
    "a lever listed as uncertain": (
        "compare:",
        "uncertain: {plans/a/actions/1/ads/spend: {low: 1, high: 2, source: x}}\ncompare:",
        19,
        "is chosen by the marketer",
        "only parameters of the world",
    ),
    "push without community": (
        "- ads: {spend: 300, cpm: 20, item: diary, at: day 1..2}",
        "- push: {item: diary, at: day 2}",
        17,
        "plans/a/actions/1/push",
        "community",
    ),
    "when on an unknown metric": (
        "- ads: {spend: 300, cpm: 20, item: diary, at: day 1..2}",
        "- when: {if: reech > 10, at: day 2, then: [{ads: {spend: 3, cpm: 2, item: diary}}]}",
        17,
        "names no metric: reech",
        "allowed: ",
    ),
    "return rate above 1": ("order_value: 100", "returns: 1.2", 9, "product/returns is 1.2", "at most 1"),
    "tick not dividing the day": ("x_2026}", "x_2026, tick_minutes: 7}", 7, "tick_minutes is 7", "divide"),
    "the same KOL twice in an hour": (
        "- ads: {spend: 300, cpm: 20, item: diary, at: day 1..2}",
        "- pay: {accounts: [3], item: diary, at: day 1 09:30}",
        17,
        "has the account 3 post twice within an hour",
        "an hour at least",
    ),
    "a misspelt KOL": (
        WITH_KOL[0],
        WITH_KOL[1] % "bobb",
        14,
        "plans/c/actions/0/pay/accounts/0 is bobb, who is no KOL of kols.csv (did you mean bob?)",
        "allowed: ann, bob, cy, or a number of an account, 0 to 299",
    ),
    "a KOL who is not yet available": (
        WITH_KOL[0],
        WITH_KOL[1] % "bob",
        14,
        "accounts/0 is bob, who is not available yet at day 1 00:00",
        "allowed: day 3 or later",
    ),
    "follower count 0": (*CANDIDATES, 11, "line 3: followers: '0' is not allowed", "a whole number from 1"),
    "a bad row in the middle": (*CANDIDATES, 11, "line 3: quote_image: 'cheap' is not allowed", "a sum above 0"),
}
"""What is wrong -> (the text, in its place, the line, the place with its value, what is allowed)."""

FILES = {
    "quote in another currency": (KOLS % "x,900").replace("900,900", "900,$900"),
    "KOL not on the platform": KOLS % "myspace,900",
    "a misspelt KOL": KOLS % "x,900",
    "a KOL who is not yet available": "name,followers,quote_image,available_from\nbob,900,900,day 3\n",
    "follower count 0": KOLS % "x,0",
    "a bad row in the middle": (KOLS % "x,900").replace("900,900", "900,cheap"),
}


@pytest.mark.parametrize("command", ["validate", "compare"])
@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_one_sentence_and_leaves_nothing(name, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    old, new, line, *told = CASES[name]
    assert TEXT.count(old) == 1
    Path("bad.yaml").write_text(TEXT.replace(old, new), encoding="utf-8")
    if name in FILES:
        Path("kols.csv").write_text(FILES[name], encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    found = CliRunner().invoke(app, [command, "bad.yaml"])
    assert found.exit_code == 2
    (sentence,) = found.output.splitlines()
    assert sentence.startswith(f"seedcast: bad.yaml, line {line}, column ")
    for words in told:
        assert words in sentence
    assert sorted(tmp_path.iterdir()) == before


def test_the_same_without_its_fault_is_good(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("kols.csv").write_text(KOLS % "x,900", encoding="utf-8")
    for text in (TEXT, TEXT.replace(*CANDIDATES)):
        Path("good.yaml").write_text(text, encoding="utf-8")
        found = CliRunner().invoke(app, ["validate", "good.yaml"])
        assert found.exit_code == 0, found.output


MANY = ", ".join("{post: {item: diary, at: day 2, account: 7}}" for _ in range(10_000))
NONSENSE = {
    "less than a cent": ("spend: 300", "spend: .001", "spend is 0.001; it must be at least 0.01"),
    "a tick of a millionth": ("x_2026}", "x_2026, tick_minutes: 1e-6}", "tick_minutes is 1e-06; allowed: at least 1"),
    "a million years": ("horizon: 5 days", "horizon: 365000000 days", "it must be above 0 and at most 3650 days"),
    "10,000 posts": (
        "{post: {item: diary, at: day 2, account: 7}}",
        MANY,
        "is beyond the 50,000 values that",
    ),
    "a table that is empty": (*CANDIDATES, "candidates/file is kols.csv, which is empty"),
    "a table of another kind": (*CANDIDATES, "candidates/file is kols.csv, in which line 1: has no column followers"),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_in_a_sentence(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    old, new, told = NONSENSE[name]
    Path("bad.yaml").write_text(TEXT.replace(old, new), encoding="utf-8")
    Path("kols.csv").write_text("name,price\nann,3\n" if "another" in name else "", encoding="utf-8")
    found = CliRunner().invoke(app, ["validate", "bad.yaml"])
    assert found.exit_code == 2
    (sentence,) = found.output.splitlines()
    assert sentence.startswith("seedcast: bad.yaml, line ")
    assert told in sentence
    assert str(tmp_path) not in sentence
