"""However a file is built to be costly, reading it takes seconds and some memory, and ends with one sentence."""

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from sim.scenario import ScenarioError, explain, from_dict, from_text
from sim.scenario.load import LARGEST
from sim.scenario.schema import MOST_GROUPS, MOST_ITEMS, MOST_PLANS

TEXT = """\
name: t
seed: 1
model: independent_cascade
network: {generator: kol_communities, accounts: 100}
plans: {a: {seeds: {choose: at_random, count: 1}}}
"""
SECONDS = 15
"""Processor time; the worst of these takes 3 seconds where nobody else is at work."""
SPARE = 400_000_000
"""Bytes that reading one file may take beside what Python and the libraries have."""
WHOLE = ", ".join(str(number) for number in range(1, 1001))
SHARES = ", ".join(f"{number / 1001:.6f}" for number in range(1, 1001))
GRID = f"grid: {{model/independent_cascade/probability: [{SHARES}], content/post/quality: [{SHARES}], "
LEVELS = ", ".join(f"{number / 40_000:.6f}" for number in range(1, 40_000))


def aliases(value: str, rounds: int) -> str:
    """Lists of ten aliases of the list before: ``10**rounds`` values in a few lines."""
    lines = [f"a0: &a0 {value}"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, rounds + 1)]
    return "\n".join(lines)


# what is written, and what the one sentence says of it
REFUSED = {
    "accounts": (TEXT.replace("accounts: 100", "accounts: 1000000000000000"), "network/accounts is 1000000000000000"),
    "accounts in another base": (TEXT.replace("100", "0xfffffffffff"), "network/accounts is 17592186044415"),
    "a star": (TEXT.replace("kol_communities, accounts: 100", "star, accounts: 1000000000000"), "at most 2147483647"),
    "replicates": (TEXT + "compare: {replicates: 1000000000000}\n", "compare/replicates is 1000000000000"),
    "realisations": (TEXT.replace("100}", "100, realisations: 1000000000}"), "network/realisations is 1000000000"),
    "a grid": (TEXT + f"sweep: {{{GRID}network/mean_followers: [{WHOLE}]}}}}\n", "1000000000 design points; at most"),
    "a hypercube": (
        TEXT + "sweep: {lhs: {count: 1000000000, ranges: {content/post/quality: [0, 1]}}}\n",
        "at most 100000",
    ),
    "aliases": (aliases("[1]", 9), "more than 50000 values when its aliases are written out"),
    "aliases of a long text": (aliases(f'"{"x" * 300_000}"', 5), "more than 50000 values when its aliases"),
    "nested lists": ("a: " + "[" * 400_000, "lies inside 40 maps and lists"),
    "nested maps": ("{a: " * 200_000, "lies inside 40 maps and lists"),
    "nested blocks": ("\n".join(" " * depth + "a:" for depth in range(1300)), "lies inside 40 maps and lists"),
    "dashes": ("- " * 400_000, "lies inside 40 maps and lists"),
    "a tag": ("!" * 900_000, "a word with ! of over 10000 characters"),
    "an encoded tag": ("!a" + "%41" * 290_000 + " x", "a word with ! of over 10000 characters"),
    "an alias": ("*" * 900_000, "no complete anchor of it stands before"),
    "colons": (":" * 900_000, "is not YAML"),
    "digits": (f"seed: {'9' * 900_000}", "a whole number must fit in 64 bits"),
    "a number": (f"seed: {'9' * 900_000}.5", "a number must be finite"),
    "a name": (TEXT.replace("name: t", f"name: {'x' * 900_000}"), "of at most 200 characters"),
    "commas": ("[1" + ", 1" * 300_000 + "]", "beyond the 50,000 values that a scenario may hold"),
    "too long": ("#" * (LARGEST + 1), "at most 1000000 are read"),
    "plans": (
        TEXT.replace("{a:", "{" + ", ".join(f"p{n}: {{seeds: []}}" for n in range(MOST_PLANS)) + ", a:"),
        f"at most {MOST_PLANS} entries",
    ),
    "items": (
        TEXT + f"content: {{{', '.join(f'i{n}: {{}}' for n in range(MOST_ITEMS + 1))}}}\n",
        "at most 1000 entries",
    ),
    "groups": (
        TEXT.replace(
            "{choose: at_random, count: 1}", f"[{', '.join(['{choose: pagerank, count: 1}'] * (MOST_GROUPS + 1))}]"
        ),
        "at most 1000 entries",
    ),
    "a long text in each point": (
        TEXT
        + f'rates: {{USD/CNY: {{rate: 1, date: &a "{"x" * 300_000}"}}}}\n'
        + f"sweep: {{list: [{', '.join(f'{{content/post/topics: [*a, {n}]}}' for n in range(2000))}]}}\n",
        "more than 50000 values when its aliases",
    ),
}
LONG = ("commas", "aliases of a long text", "items", "groups", "an alias", "a number", "a name")
# what is written, and in how many sentences `explain` tells it
TAKEN = {
    "a list of points": TEXT + f"sweep: {{zip: {{content/post/quality: [{LEVELS}]}}}}\n",
    "a long list of levels": TEXT + f"sweep: {{grid: {{content/post/quality: [{LEVELS}]}}}}\n",
    "a large hypercube": TEXT + "sweep: {lhs: {count: 100000, ranges: {content/post/quality: [0, 1]}}}\n",
    "many plans": TEXT.replace(
        "{a:",
        "{"
        + ", ".join(f"p{n}: {{seeds: {{choose: pagerank, count: {n % 90 + 1}}}}}" for n in range(MOST_PLANS - 1))
        + ", a:",
    ),
    "many conditions": TEXT + f"compare: {{subject_to: [{', '.join(['reach >= 1'] * 20_000)}]}}\n",
    "comments": "#\n" * 300_000 + TEXT,
}


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.verify) if n in LONG else n for n in REFUSED])
def test_costly_files_are_refused_in_one_sentence(name):
    text, expected = REFUSED[name]
    started = time.process_time()
    with pytest.raises(ScenarioError) as raised:
        from_text(text)
    assert time.process_time() - started < SECONDS
    sentence = str(raised.value)
    assert expected in sentence
    assert "\n" not in sentence
    assert len(sentence) < 600


@pytest.mark.verify
@pytest.mark.parametrize("name", TAKEN)
def test_large_files_are_read_and_explained_in_seconds(name):
    started = time.process_time()
    scenario = from_text(TAKEN[name])
    assert explain(scenario)
    assert len(scenario.resolved_yaml()) <= LARGEST
    assert time.process_time() - started < SECONDS


@pytest.mark.verify
def test_what_would_be_too_long_when_written_out_is_refused():
    data = {"name": "t", "model": "independent_cascade", "network": {"generator": "star", "accounts": 9000}}
    groups = [{"choose": "community_spread", "count": number} for number in range(1, MOST_GROUPS + 1)]
    data["plans"] = {"p": {"seeds": groups[:10]}}
    assert len(from_dict(data).resolved_yaml()) < LARGEST
    data["plans"] = {f"p{number}": {"seeds": groups} for number in range(10)}
    with pytest.raises(ScenarioError, match="characters once every default is filled in; at most 1,000,000"):
        from_dict(data)


@pytest.mark.verify
def test_a_design_point_is_not_as_costly_as_all_of_them():
    def seconds(count):
        levels = ", ".join(f"{number / 40_000:.6f}" for number in range(1, count))
        started = time.process_time()
        from_text(TEXT + f"sweep: {{zip: {{content/post/quality: [{levels}]}}}}\n")
        return time.process_time() - started

    seconds(10)
    assert seconds(20_000) < 10 * seconds(5000) + 1


def shared(rounds):
    value: list = [1]
    for _ in range(rounds):
        value = [value] * 10
    return value


def nested(depth):
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


def endless():
    value: list = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [shared(12), nested(41), nested(500), endless(), "x" * 10**8 + "\n"], ids=range(5))
@pytest.mark.parametrize("place", ["name", "network"])
def test_plain_data_without_bounds_is_refused_before_it_is_copied(value, place):
    data = {"name": "t", "model": "independent_cascade", "network": {"generator": "star", "accounts": 9}, "plans": {}}
    data["plans"] = {"a": {"seeds": []}}
    from_dict(data)
    data[place] = {**data["network"], "extra": value} if place == "network" else value
    started = time.process_time()
    with pytest.raises(ScenarioError) as raised:
        from_dict(data)
    assert time.process_time() - started < SECONDS
    assert len(str(raised.value)) < 600


# -- memory, in a process of its own that may not take more

LIMITED = """
    import json, resource, sys
    from sim.scenario import ScenarioError, explain, from_text
    from tests.scenario import test_bounds as cases, test_random_scenarios as random_ones
    explain(from_text(cases.TEXT))
    for text in random_ones.TEXTS:
        explain(from_text(text, random_ones.FOLDER))
    random_ones.one_of_each(1)
    have = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (have + {spare}, -1))
    found = {{}}
    for name, text in {{**{{n: t for n, (t, _) in cases.REFUSED.items()}}, **cases.TAKEN}}.items():
        try:
            found[name] = len(explain(from_text(text)))
        except ScenarioError:
            found[name] = 0
        except MemoryError:
            found[name] = "too little memory"
    for number in range({cases}):
        random_ones.one_of_each(number)
    print(json.dumps(found))
"""


def in_limited_memory(spare, cases):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(LIMITED.format(spare=spare, cases=cases))],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.verify
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_memory_is_bounded():
    found = in_limited_memory(SPARE, 300)
    assert {name for name, count in found.items() if count == 0} == set(REFUSED)
    assert all(found[name] > 3 for name in TAKEN)


@pytest.mark.verify
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_too_little_memory_would_be_seen():
    assert "too little memory" in in_limited_memory(8_000_000, 0).values()
