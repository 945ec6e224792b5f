"""Every scenario that is shipped: an editor finds its schema, it is valid, its resolved form is current, and what the
gallery says of it is what it gives.

`make gallery` writes the schema, the resolved forms, the pictures and the verdicts again.
"""

import itertools
import json
import re
import sys
from pathlib import Path

import pytest

from sim.scenario import json_schema, load

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scenarios"
PAGE = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")

sys.path.insert(0, str(ROOT / "tools"))
import gallery  # noqa: E402

sys.path.pop(0)

QUICK = {"first", "karate_club", "equal_count", "equal_budget", "tipping_point", "community_bridge"}
SCENARIOS = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.endswith(".resolved.yaml"))


def loaded(path, data_file):
    """The scenario, or a skip if it reads a published file that is not here."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if "$SEEDCAST_DATA/" in line:
            data_file(line.split("$SEEDCAST_DATA/")[1].split(",")[0].strip(" }"))
    return load(path)


def test_there_is_a_gallery():
    assert len(SCENARIOS) >= 6


def test_the_schema_beside_the_scenarios_is_current():
    stored = json.loads((FOLDER / "seedcast.schema.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(json_schema()))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_first_line_names_the_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=seedcast.schema.json"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_resolved_form_is_current(path, data_file):
    scenario = loaded(path, data_file)
    assert scenario.seed_given, "a shipped scenario must give the same numbers to everyone"
    beside = path.with_suffix(".resolved.yaml")
    assert beside.read_text(encoding="utf-8") == scenario.resolved_yaml()
    assert load(beside) == scenario


# -- the page


def stored(name):
    return json.loads((ROOT / "docs" / "gallery" / f"{name}.json").read_text(encoding="utf-8"))


def section(name):
    """The part of the page that is about a scenario: the one that tells its command."""
    found = [part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE) if f"scenarios/{name}.yaml`" in part]
    assert len(found) == 1, f"docs/gallery.md has {len(found)} sections with the command of {name}"
    return found[0]


def numbers(text):
    """The numbers of a text as they are written, without commas: {"1200", "0.05"}.

    >>> sorted(numbers("1,200 of 5e-05, (0.3 to 7)."))
    ['0.3', '1200', '5e-05', '7']
    """
    return {n.replace(",", "") for n in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e-?\d+)?(?![\d])", text)}


def words_of(name):
    """What a section says in its own words: without the verdict, pictures, links and code."""
    own = re.sub(r"<!-- verdict of.*?<!-- end -->", "", section(name), flags=re.DOTALL)
    return re.sub(r"!?\[[^\]]*\]\([^)]*\)|`[^`]*`", "", own)


def known_numbers(name):
    """The numbers that a section may name: those of the run, of the resolved scenario, and years of references."""
    resolved = (FOLDER / f"{name}.resolved.yaml").read_text(encoding="utf-8")
    settings = {f"{float(n):g}" for n in re.findall(r"(?<![\w.])\.?\d[\d.]*(?:e-?\d+)?", resolved) if n.count(".") < 2}
    references = set(re.findall(r"(?:[A-Z][a-z]+) (\d{4})\)", section(name)))
    return numbers(json.dumps(stored(name), ensure_ascii=False)) | settings | references


def test_every_scenario_has_its_lesson():
    assert set(gallery.LESSONS) == {path.stem for path in SCENARIOS}


def test_the_page_counts_its_scenarios():
    said = {26: "Twenty-six", 27: "Twenty-seven", 28: "Twenty-eight", 29: "Twenty-nine"}[len(SCENARIOS)]
    campaigns = sum("\nmodel: campaign\n" in path.read_text(encoding="utf-8") for path in SCENARIOS)
    last = {15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen"}[campaigns]
    assert f"{said} scenarios" in PAGE
    assert f"the last {last} are" in PAGE


@pytest.mark.parametrize("name", gallery.LESSONS)
def test_a_section_shows_its_pictures_and_quotes_its_verdict(name):
    told = section(name)
    pictures = re.findall(r"!\[([^\]]+)\]\((gallery/[^)]+)\)", told)
    lesson, *wanted = gallery.LESSONS[name]
    assert len(lesson) <= 54, "the headline would not fit its picture"
    assert len(pictures) == len(wanted)
    assert pictures[0][1] == f"gallery/{name}.svg"
    for _, file in pictures:
        assert (ROOT / "docs" / file).read_text(encoding="utf-8").startswith("<svg ")
    assert f"<!-- verdict of {name} -->\n{gallery.quoted(stored(name))}<!-- end -->" in told
    command = "sweep" if "at" in stored(name)["plans"][0] else "compare"
    assert f"`seedcast {command} scenarios/{name}.yaml`" in told


@pytest.mark.parametrize("name", gallery.LESSONS)
def test_every_number_of_a_section_is_one_of_the_run(name):
    said = numbers(words_of(name))
    assert said, "a section that names no number says nothing"
    assert said <= known_numbers(name), sorted(said - known_numbers(name))


@pytest.mark.parametrize(
    "name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.verify) for n in gallery.LESSONS]
)
def test_a_fresh_run_gives_what_is_stored(name, data_file):
    loaded(FOLDER / f"{name}.yaml", data_file)
    assert gallery.told(gallery.run(name), name) == stored(name)


def mean(name, plan, metric="reach", at=None):
    """A stored mean as a number."""
    for row in stored(name)["plans"]:
        if row["plan"] == plan and row["metric"] == metric and (at is None or at in row["at"].values()):
            return float(row["mean"].replace(",", ""))
    raise LookupError(f"{name} has no {metric} of {plan}")


def test_what_the_page_says_in_words():
    """Comparisons that the page makes without naming a number."""
    paid = {plan: float(count) for plan, count in stored("equal_budget")["seeds"].items()}
    unpaid = {plan: mean("equal_budget", plan) - count for plan, count in paid.items()}
    assert unpaid["heads"] > 1.5 * unpaid["KOCs"]
    gain_above = mean("community_bridge", "one in each crowd", at=0.0001) - mean(
        "community_bridge", "eight in one crowd", at=0.0001
    )
    gain = mean("persuasion", "one in each crowd") - mean("persuasion", "eight in one crowd")
    assert 0 < gain < gain_above / 10
    assert mean("community_bridge", "one in each crowd", at=0.001) < 1.01 * mean(
        "community_bridge", "eight in one crowd", at=0.001
    )
    stars = [mean("tipping_point", "ten stars", at=quality) for quality in (0, 0.2, 0.4, 0.6, 0.8, 0.9, 1)]
    ordinary = [mean("tipping_point", "ten ordinary", at=quality) for quality in (0, 0.2, 0.4, 0.6, 0.8, 0.9, 1)]
    times = [many / few for many, few in zip(stars, ordinary)]
    assert times[4] > 2 * max(times[0], times[-1]), "stars matter most near the tipping point"
    assert ordinary[-1] > stars[0]
    assert mean("weibo", "greedy") < 1.05 * mean("weibo", "most followed")


def gain(name, plan, *changes):
    """(low, high) of what a plan gains over the first design point by these changes."""
    sought = f"*{plan}* with {', '.join(changes)} instead of"
    (line,) = [line for line in stored(name)["beside"] if line.startswith(sought)]
    return tuple(float(n.replace(",", "")) for n in re.findall(r"95%: (\S+) to (\S+)\)", line)[0])


def luck(name, plan, at):
    """How many times its worst tenth of worlds the best tenth of a plan is, at least."""
    (row,) = [
        r for r in stored(name)["plans"] if (r["plan"], r["metric"]) == (plan, "reach") and at in r["at"].values()
    ]
    return float(row["good luck"].replace(",", "")) / float(row["bad luck"].replace(",", ""))


def open_to_both(interval):
    return interval[0] < 0 < interval[1]


def test_what_the_page_says_of_feeds():
    share, ranked = "platform/out_of_network/share = 0.5", "platform/ranking = ranked"
    for plan, sign in (("ten stars", -1), ("100 ordinary", 1)):
        assert min(sign * end for end in gain("feed", plan, share) + gain("feed", plan, ranked, share)) > 0
    for plan in ("ten stars", "100 ordinary"):
        assert open_to_both(gain("feed", plan, ranked)), "the order alone is not told apart"
    verdict = stored("feed")["verdict"][:4]
    assert all("*ten stars* gains" in line for line in verdict)
    ends = [re.findall(r"95%: (\S+) to (\S+)\)", line)[0] for line in verdict]
    leads = [[float(end.replace(",", "")) for end in pair] for pair in ends]
    for without, with_strangers in (leads[:2], leads[2:]):
        assert with_strangers[1] < without[0] / 2, "most of the lead is gone"


def test_what_the_page_says_of_the_star_or_the_many():
    ranked = "platform/ranking = ranked"
    assert all("*stars* gains" in line for line in stored("star_or_many")["verdict"][:2])
    few, many = gain("star_or_many", "stars", ranked), gain("star_or_many", "many KOCs", ranked)
    assert few[0] > many[1] > many[0] > 0
    assert luck("star_or_many", "stars", "ranked") > 2 * luck("star_or_many", "many KOCs", "ranked")
    rows = {
        r["plan"]: r for r in stored("star_or_many")["plans"] if r["metric"] == "reach" and "ranked" in r["at"].values()
    }
    assert float(rows["many KOCs"]["good luck"]) < float(rows["stars"]["good luck"]) / 2


def test_what_the_page_says_of_a_change():
    chronological, hot = (f"platform/changes/ranking = {name}" for name in ("chronological", "hot"))
    before, spread, late = (stored("algorithm_change")["plans"][place]["plan"] for place in (0, 1, 2))
    assert open_to_both(gain("algorithm_change", before, chronological))
    assert gain("algorithm_change", before, hot)[0] > 0
    for change in (chronological, hot):
        assert max(map(abs, gain("algorithm_change", before, change))) < 0.01 * mean("algorithm_change", before)
        assert gain("algorithm_change", spread, change)[0] > 0
    assert open_to_both(gain("algorithm_change", late, chronological))
    assert gain("algorithm_change", late, hot)[0] > 0
    orders = ("chronological", "ranked", "hot")
    by_time, as_before, by_votes = (luck("algorithm_change", late, order) for order in orders)
    assert by_time < 1.15 < 1.3 < as_before < by_votes / 1.5
    assert all(f"*{spread}* gains" in line for line in stored("algorithm_change")["verdict"][:3])


def test_what_the_page_says_of_ads():
    rows = {(row["plan"], row["metric"]): row for row in stored("more_ads")["plans"]}
    plans = list(dict.fromkeys(plan for plan, _ in rows))
    for less, more in itertools.pairwise(plans):
        assert float(rows[less, "cost_per_reach"]["high"]) < float(rows[more, "cost_per_reach"]["low"])
    assert 0.85 * 500_000 < mean("more_ads", plans[-1], "reach_people") < 0.95 * 500_000
    sold = [[_for_each_yuan(rows, plan, end) for end in ("low", "high")] for plan in plans]
    assert sold[-1][1] < sold[0][0]


def test_what_the_page_says_of_platforms():
    here, there, half = (float(stored("two_platforms")["plans"][i]["median"].replace(",", "")) for i in (0, 1, 2))
    assert 4 * here < half < there
    assert stored("two_platforms")["verdict"][0].startswith("*douyin only* gains")
    assert "wins in 100% of worlds" in stored("two_platforms")["verdict"][0]
    (both,) = [line for line in stored("two_platforms")["beside"] if line.startswith("*half each* against *here only*")]
    assert float(re.findall(r"reach \(95%: (\S+) to", both)[0].replace(",", "")) > 0
    by_platform = {row["plan"]: row for row in stored("two_platforms")["plans"] if "platform/first" in row["metric"]}
    assert float(by_platform["douyin only"]["mean"]) < 1


def _for_each_yuan(rows, plan, end):
    """Of the money that was spent: some of what was set aside found nobody."""
    spent = float(rows[plan, "cost_per_reach"]["mean"]) * mean("more_ads", plan, "reach_people")
    return float(rows[plan, "incremental_orders"][end].replace(",", "")) / spent


def test_what_the_page_says_of_content():
    ad_like, told = "content/post/authenticity = 0.1", "content/post/disclosed = True"
    engaged = gain("looks_like_an_ad", "twenty KOLs", ad_like)
    disclosed = gain("looks_like_an_ad", "twenty KOLs", told)
    assert engaged[1] < disclosed[0] < disclosed[1] < 0, "what costs more is told, for the intervals do not touch"
    means = [row for row in stored("looks_like_an_ad")["plans"] if row["metric"] == "engagements"]
    assert float(means[2]["high"]) > float(means[0]["low"])


@pytest.mark.verify
def test_what_the_page_says_of_who_was_chosen(data_file):
    loaded(FOLDER / "wiki_vote.yaml", data_file)
    choices = gallery.run("wiki_vote").choices
    chosen = {plan: set(part["account"]) for plan, part in choices.groupby("plan")}
    assert chosen["degree discount"] == chosen["most followed"]
    assert len(chosen["greedy"] & chosen["most followed"]) == len(chosen["greedy"]) - 1
    loaded(FOLDER / "ego_facebook.yaml", data_file)
    result = gallery.run("ego_facebook")
    network, choices = result.network, result.choices
    told = {
        plan: set().union(*(network.audience[slice(*network.audience_offsets[a : a + 2])] for a in part["account"]))
        for plan, part in choices.groupby("plan")
    }
    assert len(told["across the crowds"]) > len(told["most followed"])


def test_the_numbers_of_a_text():
    assert numbers("1,200 of 5e-05, (0.3 to 7). In 67% of x9") == {"1200", "5e-05", "0.3", "7", "67"}
