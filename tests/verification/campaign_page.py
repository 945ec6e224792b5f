"""The second part of docs/validation.md: the campaign's published facts, from what the tests left."""

import itertools
import math

from campaign_facts import (
    ABLATED,
    ABLATIONS,
    EXPERIMENTS,
    FORMULAS,
    NOT_HERE,
    NOT_TRIED,
    ORDER_WHY,
    ORDERS,
    PUBLISHED,
    ROWS,
    SLOPES,
    WORLDS,
    Row,
    chance_of_order,
    experiment_of,
    in_band,
    interval,
    is_open,
    needs,
    slope_of,
)
from campaign_whys import why_of

from sim.ranking.fitted import fits

MAIN = "x_2026"
OUT, UNTOLD = "out of its band", "cannot be told"
"""In place of the mechanisms that a row needs."""
PLACES = {fact: place for place, fact in enumerate([*FORMULAS, *PUBLISHED, "campaign"])}
"""The order of facts among the rows that tests leave."""
RELATIONS = (
    "Relations: in a shop of 5,000 accounts, 28 days; two plans meet the same worlds. **A forum**: 128 accounts with",
    "six others each, on a ring or at random; one and those about it begin; sharing is as likely as makes 54% share on",
    "the ring. **Praise**: posts of stance .5 by ordinary accounts, with half and twice the impressions that ads for",
    "5% of sales would buy; a rating is 3 + 2 x stance. **A rumour**: by 300 accounts. **Complaints**: a product of",
    "quality .2, answered at once, after 12 hours or never; the same accounts are compared. **A community**: two",
    "months, a push every three days; half-life of opening between the first four pushes and four 18 days later.",
    "**Streams** of two hours. **Refer a friend**: told of accounts that the campaign met. **A crisis**: a rumour by",
    "30 of 20,000 accounts, as stirring as can be; half-reach where it met a tenth of all. **Opting out**: the same",
    "ads for all. A row that asks for a sign asks for a hundredth of it.",
    "",
    "B19 is an input: sessions go with inflow, up to `most_sessions` (48 a day, three in a waking hour), for what its",
    "paper says; so is the order of half-lives (B17), by which the presets' discounts by age were put in order, and so",
    "is D21, whose two signs are in how expectations and awareness work. **B14 and B17 on X** are called emergent, but",
    "the discount by age that decides much of them (.7 hours) is this project's value, chosen in its first model",
    "together with the half-life: they are weak evidence. A row that *counts as neither* is shown with the reason. An",
    "order of presets has its chance, by draws of each figure as wide as its error (*open*: between 2.5 and 97.5%).",
)


def is_campaign(row):
    """Is this row of the campaign's part?"""
    return row.get("part") == "campaign"


def missing(rows):
    """What was not measured, of all that the part needs."""
    there = {row.get("world") or row["fact"] for row in rows if is_campaign(row)}
    return [name for name in (*FORMULAS, *WORLDS, *EXPERIMENTS, *ABLATED) if name not in there]


def number(value):
    """A figure in three digits."""
    return "nothing to tell it from" if math.isnan(value) else f"{value:.3g}"


def told(figure, posts):
    """A figure with its interval."""
    value, error = figure
    low, high = interval(figure, posts)
    if value == 0.0 and error == 0.0:
        return f"0 (up to {high:.1g})"
    return number(value) + (f" ({number(low)} to {number(high)})" if error else " (the same in all)")


def band(row):
    """The band in words."""
    return f"{row.low:g} to {row.high:g}"


def verdict(passes, open_to_doubt=False):
    return ("pass" if passes else "**fail**") + (", open" if open_to_doubt else "")


def orderings(worlds):
    """Rows for facts that are an order of presets or a slope over them, and how each came out."""
    for fact, what, figure, kind, names in ORDERS:
        figures, posts = zip(*((worlds[name]["figures"][figure], worlds[name]["posts"]) for name in names), strict=True)
        passes = all(a[0] < b[0] for a, b in itertools.pairwise(figures))
        chance = chance_of_order(figures, posts)
        got = ", ".join(f"{name} {told(*of)}" for name, *of in zip(names, figures, posts, strict=True))
        shown = [fact, experiment_of(names[0])[0], "each its own", what, kind, " < ".join(names)]
        doubtful = 0.025 < chance < 0.975
        yield [*shown, f"{got}; chance of this order {chance:.2g}", verdict(passes, doubtful)], passes, doubtful
    for fact, what, figure, kind, names, low, high in SLOPES:
        row = Row(fact, what, figure, kind, low, high)
        figures, at = ([worlds[name]["figures"][one] for name in names] for one in (figure, "people by post"))
        slope, posts = slope_of(figures, [value for value, _ in at]), worlds[names[0]]["posts"]
        passes, doubtful = in_band(row, slope[0]), is_open(row, slope, posts)
        shown = [fact, "creators' posts", experiment_of(names[0])[1], f"slope of {what}", kind, band(row)]
        yield [*shown, told(slope, posts), verdict(passes, doubtful)], passes, doubtful


def part(rows):
    """The lines of the part."""
    formulas = [row for row in rows if is_campaign(row) and "world" not in row]
    worlds = {row["world"]: row for row in rows if is_campaign(row) and "world" in row}
    sources = [[fact, *told_of] for fact, told_of in (FORMULAS | PUBLISHED).items()]
    cells = [
        [row["fact"], "on its inputs", row["preset"], row["what"], "formula", row["expected"], row["got"], "pass"]
        for row in formulas
    ]
    outside, counted, fine, sure = [], 0, 0, 0
    for row in ROWS:
        for name in row.worlds:
            of = worlds[name]
            value = of["figures"][row.figure]
            passes = in_band(row, value[0])
            shown = [row.fact, *experiment_of(name), row.what, row.kind, band(row), told(value, of["posts"])]
            doubtful = is_open(row, value, of["posts"])
            if row.neither:
                cells.append([*shown, f"counts as neither: {row.neither}"])
                continue
            cells.append([*shown, verdict(passes, doubtful)])
            if name == row.worlds[0] and row.kind == "emergent":
                counted, fine, sure = counted + 1, fine + passes, sure + (passes and not doubtful)
            if not passes:
                outside.append(f"- {row.fact}, {row.what} ({row.kind}), {name}: {why_of(row, name)}")
    for shown, passes, doubtful in orderings(worlds):
        cells.append(shown)
        if shown[4] == "emergent":
            counted, fine, sure = counted + 1, fine + passes, sure + (passes and not doubtful)
        if not passes:
            outside.append(f"- {shown[0]}, {shown[3]} ({shown[4]}): {ORDER_WHY[shown[0]]}")
    posts = worlds[MAIN]["posts"]
    return [
        "",
        "## The campaign: published facts",
        "",
        "*formula* rows must be met exactly; *input* rows were put in and *fit* rows are what parameters are set by,",
        "so neither is evidence; *emergent* rows are. A row that fails is shown as failing: it is a measurement, and",
        "nothing was set to make it pass. Bands are the published number, widened for sampling and for what the model",
        "leaves out.",
        "",
        table(["fact", "what was published", "source"], sources),
        "",
        f"**Ordinary posts**: {posts:,} posts on {MAIN}, fewer elsewhere, of authors drawn by how much they post, each",
        "in a world of its own and on its author's main interest, in 50,000 accounts of the network preset `twitter`,",
        "five days; all parameters as they ship, on the platform's preset (*chronological*: no preset). Intervals hold",
        "95%, by the jackknife over runs of 500 worlds. From B17 on only cascades under 100 are counted, as for B15; a",
        "half-life of engagement is a post's with at least 3 reactions.",
        "",
        "**Brands' posts, creators' posts**: the same of accounts of 100 followers and more that post what sells",
        "(commerciality .8, authenticity .3), and of accounts by followers in people, each posting as often.",
        "**Catchier posts**: ordinary ones to which everybody reacts with 1.7 times the odds, beside usual ones; the",
        "largest hundredth of cascades that were shared at all. **A story**: one item posted by 400 accounts in two",
        "weeks. **A shop**: 28 days, ads for 5% of what is sold without them (for D16 half and twice that) at 7 a",
        "thousand; 12 replicates. D18 compares who saw an ad with who had not yet, as one would without an experiment.",
        "",
        *RELATIONS,
        "",
        *fitted_lines(),
        "",
        table(["fact", "experiment", "preset", "what", "kind", "band", "simulator", "in its band"], cells),
        "",
        f"**{fine} of {counted} emergent rows ({fine / counted:.0%}) are in their band**, {sure} of them with all of",
        "their interval (*open*: the interval reaches over an edge of the band). Each is counted once: where a fact",
        "stands on two presets, on the first.",
        "",
        *tried(worlds, counted),
        "",
        "What is not in its band, on any preset, and why:",
        "",
        *(outside or ["- nothing"]),
        "",
        "Counted as neither, beside the rows that say so: "
        + "; ".join(f"{fact}: {why}" for fact, why in NOT_HERE.items())
        + ".",
        "",
        *ablations(worlds),
    ]


def fitted_lines():
    """What ``make calibrate`` found, by preset; all other parameters are their priors."""
    found = fits()
    if not found:
        return ["Nothing is fitted: all parameters are their priors.", ""]
    names = list(dict.fromkeys(key for values in found["preset"].values() for key in flat(values)))
    cells = [[name, *(f"{flat(values).get(key, '')}" for key in names)] for name, values in found["preset"].items()]
    return [
        f"Fitted by `make calibrate` ({found['date']}, seed {found['seed']}, loss {found['loss']:g}) on B1, D9, B2,",
        "B15, D8, D16 alone; a preset that is not here takes its parent's, else `x_2026`'s. All else is at its prior.",
        "",
        table(["preset", *names], cells),
        "",
    ]


def flat(values):
    """Nested tables with their names joined by dots."""
    return {
        key if not isinstance(value, dict) else f"{key}.{inner}": part
        for key, value in values.items()
        for inner, part in (value.items() if isinstance(value, dict) else [("", value)])
    }


def without(worlds):
    """Each row that was tried with one mechanism off: (row, its figures, which mechanisms it needs).

    In place of these: OUT of a row that is out of its band with everything on, UNTOLD of one that needs none of those
    without which it can be told, while without others there is nothing to tell it from.
    """
    for row in ROWS:
        first = row.worlds[0]
        if row.kind in ("emergent", "fit") and not row.neither and MAIN in row.worlds:
            names = ABLATIONS
        elif row.kind == "emergent" and f"{first}, {ABLATIONS[0]}" in ABLATED:
            names = tuple(f"{first}, {off}" for off in ABLATIONS)
        else:
            continue
        figures = [worlds[name]["figures"][row.figure] for name in (MAIN if MAIN in row.worlds else first, *names)]
        posts = worlds[names[0]]["posts"]
        off = [name for name, found in zip(ABLATIONS, figures[1:], strict=True) if needs(row, found, posts)]
        if not in_band(row, figures[0][0]):
            yield row, figures, OUT
        else:
            yield row, figures, UNTOLD if not off and any(math.isnan(value) for value, _ in figures) else off


def tried(worlds, counted):
    """How many emergent rows were tried with one mechanism off, and how many of them need one."""
    found = [off for row, _, off in without(worlds) if row.kind == "emergent"]
    out, untold, none = found.count(OUT), found.count(UNTOLD), found.count([])
    need = len(found) - out - untold - none
    rest = f", {untold} cannot be told (without a mechanism there is nothing to tell them from)" if untold else ""
    rest += f", {out} are out of their band as it is" if out else ""
    return [
        f"**Of these {counted} rows {len(found)} were tried with one mechanism off at a time (below): {need} need at",
        f"least one of them, {none} need none{rest}.** A row that needs none proves nothing about these mechanisms: it",
        "would be in its band without any one of them. The other rows were not tried: " + NOT_TRIED + ".",
    ]


def ablations(worlds):
    """What each emergent row becomes with one mechanism off, and which it therefore needs."""
    cells = []
    for row, figures, off in without(worlds):
        needed = off if off in (OUT, UNTOLD) else ", ".join(name.removesuffix(" off") for name in off) or "none"
        cells.append([row.fact, row.what, row.kind, *(number(value) for value, _ in figures), needed])
    return [
        "### One mechanism off at a time",
        "",
        f"Preset `{MAIN}`, {worlds[ABLATIONS[0]]['posts']:,} posts each, but for the first column (B9: 20,000; D15 to",
        "D31 as many replicates as with all on). *needs*: without it the row leaves its band with all of its interval;",
        "a row that needs none of them says little of any.",
        "Attention off: more looks than posts, and no posts of others (so nothing is recommended); feedback off:",
        "counters hardly move predictions.",
        "",
        table(["fact", "what", "kind", "all on", *ABLATIONS, "needs"], cells),
    ]


def table(head, rows):
    """A table in Markdown."""
    cells = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)
