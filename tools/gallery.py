"""The gallery's pictures and numbers: run every shipped scenario, draw what shows its lesson, keep its verdict.

Run by `make gallery`, or with names for some scenarios only: python tools/gallery.py first karate_club

For each scenario it writes docs/gallery/<name>.svg and docs/gallery/<name>.json (the verdict, and what is needed to say
what was found), and it sets the verdict into docs/gallery.md. A scenario whose published network file is not there
(SEEDCAST_DATA) keeps what it has, and that is said.
"""

import html
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS = ROOT / "scenarios"
PICTURES = ROOT / "docs" / "gallery"
PAGE = ROOT / "docs" / "gallery.md"
SCALE = 1.5
"""Screen pixels a point of the picture."""
ABOVE = 28
"""Points above the figure for the headline."""

LESSONS = {
    "first": ("Ten ordinary beat one star, but not every time", "distribution-reach"),
    "karate_club": ("Two leaders reach both camps, two of one camp do not", "by_community", "network"),
    "equal_count": ("As many of each: heads reach most, and cost most", "cost"),
    "equal_budget": ("As much money for each: KOCs reach most", "intervals-reach"),
    "unknown_contagion": ("KOCs win where sharing is rare, heads where it is not", "tornado"),
    "tipping_point": ("Better content: slow at first, then it takes off", "sweep-content/post/quality"),
    "community_bridge": ("Few bridges: seed every crowd. Many: no matter", "sweep-network/chance_between"),
    "persuasion": ("With persuasion, seeding every crowd gains less", "distribution-reach"),
    "ego_facebook": ("A star of each crowd wins, if people share readily", "tornado"),
    "wiki_vote": ("A real network: a simple rule comes close to a search", "intervals-reach"),
    "weibo": ("A large network: the most followed come close, too", "intervals-reach"),
    "feed": ("Recommendations take most of the stars' lead", "sweep-platform/out_of_network/share"),
    "star_or_many": ("Two stars reach more than many KOCs, on either feed", "sweep-platform/ranking"),
    "algorithm_change": ("A change on day 3 hardly touches what came before", "sweep-platform/changes/ranking"),
    "more_ads": ("More money for ads: each yuan reaches fewer people", "cost"),
    "looks_like_an_ad": ("What looks like an ad gets fewer engagements", "sweep-content/post/authenticity"),
    "hype": ("Promise sells, even for a poor product", "sweep-product/quality"),
    "star_price": ("Who wins turns with what a star's follower costs", "sweep-prices/exponent", "tornado"),
    "competitor": ("A rival at the same hour costs stars a larger part", "sweep-occasions/competitors/0/accounts"),
    "crisis": ("Answer a true rumour soon, and with empathy", "differences-lost_orders"),
    "care": ("Answer soon, and complaints do not become public", "intervals-detractors"),
    "opting_out": ("Opting out costs ads clicks, targeted or not", "sweep-opt_out"),
    "private_community": ("Few join a community, so ads sell more", "differences-order_lift"),
    "friends_or_kols": ("Prizes are a gamble, friends bring almost nothing", "differences-order_lift"),
    "pilot": ("Trying both films first beats betting on one", "differences-clicks"),
    "two_platforms": ("The second platform reaches more, with all or half", "differences-reach"),
    "only_if_it_lags": ("A yuan does more where a post does well", "cost"),
}
"""For each scenario, in the order of the page: its lesson, which stands above its picture, and the figures of its
report that show it, the first one above all."""

QUOTED = {"more_ads": ("cost_per_reach", "incremental_orders")}
"""Metrics whose means are quoted beside the verdict."""


def run(name: str) -> Any:
    """The scenario's result: a sweep where it has design points, else a comparison."""
    import sim

    scenario = sim.load(SCENARIOS / f"{name}.yaml")
    start = sim.sweep if scenario.sweep is not None else sim.compare
    return start(scenario, out=None, progress=False)


def told(result: Any, name: str = "") -> dict[str, Any]:
    """What the page says of a result: the verdict in sentences, and each plan's numbers at each design point.

    Numbers are told as the tables tell them, so that they are the same on every machine.
    """
    from sim.face import verdict_for_people
    from sim.plots import stored
    from sim.plots.writing import number

    asked = result.manifest["scenario"]["compare"]["metrics"]
    plans = []
    for point, values in stored.design_points(result).items():
        for column in [c for c in result.runs.columns if c.split("/")[0] in asked]:
            for row in stored.means(result, column, point).itertuples():
                middle = {"mean": row.mean, "low": row.low, "high": row.high, "median": row.median}
                middle |= {"bad luck": row.lower_decile, "good luck": row.upper_decile}
                about = {**({"at": values} if values else {}), "plan": row.plan, "metric": column}
                plans.append(about | {key: number(value) for key, value in middle.items()})
    costs = {name: number(plan["spent"]) for name, plan in result.manifest["plans"].items() if plan["spent"]}
    seeds = {name: number(plan["seeds"]) for name, plan in result.manifest["plans"].items()}
    network = result.manifest["networks"][0]
    beside = [*against_the_first(result), *against_the_named(result), *of_each_plan(plans, QUOTED.get(name, ()))]
    return {
        "name": result.manifest["scenario"]["name"],
        "verdict": verdict_for_people(result).split("\n"),
        **({"beside": beside} if beside else {}),
        "network": {"accounts": number(network["accounts"]), "edges": number(network["edges"])},
        "seeds": seeds,
        **({"cost": costs} if costs else {}),
        "plans": plans,
    }


def against_the_first(result: Any) -> list[str]:
    """For a sweep of the campaign: what each plan gains at each design point over the first one, in the same worlds."""
    from sim.plots import stored
    from sim.plots.writing import number, signed

    def named(values: dict[str, Any]) -> str:
        return ", ".join(f"{path} = {value}" for path, value in values.items())

    points, metric = stored.design_points(result), stored.decide_by(result)
    if "campaign" not in result.manifest["scenario"]["model"] or len(points) < 2:
        return []
    first, *others = points
    before = stored.worlds(result, metric, first)
    lines = []
    for point in others:
        after = stored.worlds(result, metric, point)
        new = {path: value for path, value in points[point].items() if value != points[first][path]}
        for plan in before.columns:
            change = (after[plan] - before[plan]).to_numpy(float)
            mean, low, high = stored.interval(change, stored.clusters(before), stored.confidence(result))
            at = f"with {named(new)} instead of {named({path: points[first][path] for path in new})}"
            lines.append(f"*{plan}* {at}: {signed(mean)} {metric} (95%: {number(low)} to {number(high)})")
    return lines


def against_the_named(result: Any) -> list[str]:
    """For a campaign whose plans are held against one: what each of them gains over it, by every metric that can."""
    from sim.plots import stored
    from sim.plots.writing import number, signed

    manifest = result.manifest
    _, named = stored.reference(result)
    if not named or "campaign" not in manifest["scenario"]["model"] or len(stored.design_points(result)) > 1:
        return []
    lines: dict[str, list[str]] = {}
    for metric in stored.metrics(result):
        for row in stored.paired_differences(result, metric).dropna().itertuples():
            said = f"{signed(row.difference)} {metric} (95%: {number(row.low)} to {number(row.high)})"
            lines.setdefault(f"*{row.a}* against *{row.b}*", []).append(said)
    return [f"{pair}: {', '.join(said)}" for pair, said in lines.items()]


def of_each_plan(plans: list[dict[str, Any]], metrics: tuple[str, ...]) -> list[str]:
    """The means of these metrics with their intervals, a line a plan."""
    lines = []
    for plan in dict.fromkeys(row["plan"] for row in plans):
        rows = {row["metric"]: row for row in plans if row["plan"] == plan}
        said = [f"{m} {rows[m]['mean']} (95%: {rows[m]['low']} to {rows[m]['high']})" for m in metrics]
        lines += [f"*{plan}*: {', '.join(said)}"] if said else []
    return lines


def draw(name: str, result: Any) -> None:
    """Write the pictures of a scenario."""
    from sim.report.figures import figures
    from sim.report.svg import to_svg

    made = {figure.name: figure for figure in figures(result)}
    lesson, *wanted = LESSONS[name]
    for place, each in enumerate(wanted):
        figure = made[each]
        file = PICTURES / (f"{name}.svg" if place == 0 else f"{name}-{each}.svg")
        text = to_svg(figure.draw(), file.stem, figure.title, figure.description)
        file.write_text(alone(text, lesson if place == 0 else figure.title), encoding="utf-8", newline="\n")


def alone(svg: str, headline: str) -> str:
    """The picture so that it can stand alone: a headline, on white, at a size of its own."""
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    place = f'x="0" y="{-ABOVE}" width="{width:g}" height="{height + ABOVE:g}"'
    letters = 'font-size="12" font-weight="bold" fill="#1f2933"'
    words = f'<text x="12" y="{-ABOVE + 18}" {letters}>{html.escape(headline)}</text>'
    svg = re.sub(r'viewBox="[^"]*"', f'viewBox="0 {-ABOVE} {width:g} {height + ABOVE:g}"', svg, count=1)
    size = f'width="{SCALE * width:g}" height="{SCALE * (height + ABOVE):g}"'
    svg = svg.replace('width="100%"', size, 1)
    return svg.replace("</desc>", f'</desc><rect {place} fill="#ffffff"/>{words}', 1) + "\n"


def quoted(found: dict[str, Any]) -> str:
    """The verdict as a quotation of the page; of a comparison that is told beside it with more metrics, only that."""
    beside = found.get("beside", ())
    fuller = tuple(line.split(":")[0] + ":" for line in beside if " against " in line)
    lines = [*(line for line in found["verdict"] if not line.startswith(fuller or "\0")), *beside]
    return "\n".join(f"> {line}  " if len(lines) > 1 else f"> {line}" for line in lines) + "\n"


def page_with(page: str, name: str, found: dict[str, Any]) -> str:
    """The page with the verdict of this scenario set between its two marks."""
    start, end = f"<!-- verdict of {name} -->\n", "<!-- end -->"
    if start not in page:
        return page
    before, rest = page.split(start, 1)
    return before + start + quoted(found) + end + rest.split(end, 1)[1]


def main(names: list[str]) -> int:
    """Run the scenarios; 1 if one of them failed."""
    PICTURES.mkdir(exist_ok=True)
    for name in names or LESSONS:
        with_data = "$SEEDCAST_DATA" in (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
        if with_data and not os.environ.get("SEEDCAST_DATA"):
            print(f"{name}: kept as it is, for its network needs SEEDCAST_DATA")
            continue
        print(name, flush=True)
        result = run(name)
        found = told(result, name)
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        (PICTURES / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
        draw(name, result)
        if PAGE.exists():
            page = page_with(PAGE.read_text(encoding="utf-8"), name, found)
            PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
