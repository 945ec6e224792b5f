"""One experiment from the first world to the verdict, in parts that a killed run finds again."""

import contextlib
import os
import platform
import time
from importlib.metadata import version
from typing import Any

from sim.experiment.added import added_reach
from sim.experiment.attribution_table import attribution
from sim.experiment.code import model_of
from sim.experiment.judging import Judge
from sim.experiment.making import Workshop
from sim.experiment.point import Point
from sim.experiment.priced import buys_nobody, not_bought
from sim.experiment.progress import Progress
from sim.experiment.recipe import inputs_of, recipe_hash
from sim.experiment.sentences import headline
from sim.experiment.sources import sources_digest
from sim.experiment.verdicts import effects_of_sweep
from sim.experiment.waiting import waiting_remarks
from sim.results import ENGINE, Result, RunFolder
from sim.scenario import explain

KEYS = ("experiment", "plan", "design_point", "realisation", "replicate", "draw", "seed")
"""Columns of `runs` that say which row it is; the others are metrics and uncertain parameters."""

MOST_ATTENTION = 0.01
"""A plan that takes more of all looks than this is warned of."""
TAKES = "warning: takes"


def run(
    scenario: Any,
    *,
    folder: RunFolder | None,
    threads: int,
    progress: Progress,
    points: list[int] | None = None,
    replicates: list[int] | None = None,
) -> Result:
    """Judge all plans in all worlds and say what was found.

    Args:
        scenario: a resolved scenario.
        folder: where finished parts are kept and looked for; None keeps nothing.
        threads: how many threads judge; the result is the same for any number.
        progress: who listens.
        points: design points of a sweep to judge (a shard); None judges all.
        replicates: only these replicates, without a verdict's stopping rule (to check a stored run).
    """
    started = time.perf_counter()
    all_points = scenario.design_points()
    chosen = range(len(all_points)) if points is None else points
    workshop = Workshop(threads)
    judge = Judge(workshop, threads)
    try:
        limit = scenario.compare.until.max_replicates if scenario.compare.until else scenario.compare.replicates
        progress.total(len(chosen) * limit * len(scenario.plans))
        tables, verdicts, choices, described, shares = [], [], [], [], []
        logged: list[Any] = []
        for place, number in enumerate(chosen):
            point = scenario.with_values(all_points[number]) if all_points[number] else scenario
            following = scenario.with_values(all_points[chosen[1]]) if place == 0 and len(chosen) > 1 else None
            found = Point(point, number, len(chosen) - place, judge, folder, progress, replicates, following)
            judged, verdict = found.judge()
            tables.append(judged)
            logged += found.logged
            verdicts.append(verdict)
            size = workshop.size(point)
            plans = with_warnings(plans_of(point, workshop), point, judged["runs"], size["accounts"])
            described.append({"values": all_points[number], **size, "plans": plans})
            if replicates is None:
                choices.append(added_reach(point, number, workshop, threads))
                shares.append(attribution(point, number, workshop, threads, progress))
        import pandas

        whole = {name: pandas.concat([t[name] for t in tables], ignore_index=True) for name in tables[0]}
        runs = whole.pop("runs")
        seeded = pandas.concat(choices, ignore_index=True) if choices else pandas.DataFrame()
        first = scenario.with_values(all_points[chosen[0]]) if all_points[chosen[0]] else scenario
        manifest = {
            **manifest_of(scenario, workshop, threads),
            "plans": described[0]["plans"],
            "points": described,
            "metrics": [c for c in runs.columns if c not in KEYS and c not in scenario.uncertain],
            "design_points": [all_points[n] for n in chosen],
            "point_numbers": list(chosen),
            "verdict": verdicts[0],
            "verdicts": verdicts,
            "headline": headline([all_points[n] for n in chosen], verdicts) if replicates is None else "",
            "effects": effects_of_sweep(scenario, runs) if len(chosen) > 1 else [],
            "replicates": int(runs.groupby(["design_point", "plan"]).size().max()),
            "seconds": round(time.perf_counter() - started, 3),
        }
        shares = [table for table in shares if table is not None]
        reached = whole.get("reached")
        return Result(
            manifest,
            runs,
            whole["timeseries"],
            seeded,
            judge.cascades(first),
            workshop.network(first, 0),
            accounts=None if reached is None else accounts_of(reached, runs),
            recorded=whole.get("events", logged or None),
            attribution=pandas.concat(shares, ignore_index=True) if shares else None,
        )
    finally:
        judge.close()


def manifest_of(scenario: Any, workshop: Workshop, threads: int) -> dict[str, Any]:
    """The recipe and the circumstances of a run."""
    return {
        "name": scenario.name,
        "hash": recipe_hash(scenario),
        "engine": ENGINE,
        "sources": sources_digest(),
        "scenario": scenario.resolved(),
        "scenario_text": scenario.resolved_yaml(),
        "inputs": inputs_of(scenario),
        "explained": explain(scenario),
        "time_unit": getattr(model_of(scenario), "TIME_UNIT", "steps"),
        "networks": list(workshop.networks.described.values()),
        **bindings_of(scenario, workshop),
        "threads": threads,
        "processor": processor(),
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in ("seedcast", "numpy", "numba", "pandas", "pyarrow")},
        "python": platform.python_version(),
    }


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    with contextlib.suppress(OSError), open("/proc/cpuinfo", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def accounts_of(reached: Any, runs: Any) -> Any:
    """How often each account was reached: a row a plan, design point, realisation and account that ever was.

    Columns: worlds (in how many it was reached), share (of the worlds of that realisation), mean_reached_at.
    """
    world = ["plan", "design_point", "replicate"]
    named = reached.merge(runs[[*world, "realisation"]], on=world, how="left", sort=False)
    where = ["plan", "design_point", "realisation"]
    grouped = named.groupby([*where, "account"], sort=True)["reached_at"]
    found = grouped.agg(worlds="size", mean_reached_at="mean").reset_index()
    total = runs.groupby(where, sort=False).size().rename("total").reset_index()
    found = found.merge(total, on=where, how="left")
    found["share"] = found["worlds"] / found["total"]
    return found[[*where, "account", "worlds", "share", "mean_reached_at"]]


def plans_of(scenario: Any, workshop: Workshop) -> dict[str, dict[str, Any]]:
    """What each plan costs and how many accounts it seeds (on the first realisation)."""
    found = {}
    for name in scenario.plans:
        made = workshop.plan(scenario, 0, name)
        found[name] = {
            "spent": made.spent if made.prices is not None or has_money(scenario) else None,
            "left_over": made.left_over,
            "currency": scenario.currency,
            "seeds": made.authors,
            "least_reach": len(made.plan.seeds),
            "strategies": [strategy for strategy, _ in made.groups],
            "remarks": [*buys_nobody(scenario, name, made), *remarks_of(scenario, made, workshop)],
            **({"ledger": made.ledger.table()} if made.ledger is not None else {}),
        }
    return found


def with_warnings(plans: dict[str, Any], scenario: Any, runs: Any, accounts: int) -> dict[str, Any]:
    """The plans, with a remark on each that takes so much of all attention that others' posts would have given way:
    what stands for them was found without it; and on its rules and answers, in how many worlds they came true.
    """
    if scenario.campaign is None:
        return plans
    world = scenario.model.parameters
    there = 1.0 + sum(platform.members for platform in scenario.campaign.further.values())
    looks = accounts * there * world.sessions_a_day * world.looks * scenario.campaign.days
    for name, told in plans.items():
        share = float(runs.loc[runs["plan"] == name, "impressions"].mean()) / looks
        if share > MOST_ATTENTION:
            of = f"{TAKES} {100 * share:.2g}% of all attention: others' posts do not give way to it"
            told["remarks"].insert(0, of)
        told["remarks"] += waiting_remarks(scenario, name, runs)
    return plans


def has_money(scenario: Any) -> bool:
    """Whether a campaign's plans can cost something."""
    return scenario.campaign is not None and scenario.currency is not None


def remarks_of(scenario: Any, made: Any, workshop: Workshop) -> list[str]:
    """What the strategies remark on, who of a campaign's accounts was too dear, and what is not told of a plan."""
    named = {"too_dear_count", "too_dear", "unused"} if scenario.campaign is not None else set()
    found = [
        f"{strategy}, {name.replace('_', ' ')}: {remark}"
        for strategy, choice in made.groups
        for name, remark in choice.about.items()
        if name not in named
    ]
    if named:
        found += not_bought(made, workshop.quotes(scenario, 0))
    if made.acts and scenario.compare.added_reach and not scenario.compare.removal:
        found.append("added reach is told of a plan with actions only where compare asks for removal")
    return found


def bindings_of(scenario: Any, workshop: Workshop) -> dict[str, list[str]]:
    """Which account acts for each candidate, in sentences (on the first realisation); nothing without candidates."""
    if scenario.campaign is None or scenario.campaign.candidates is None:
        return {}
    found = [one.sentence + quotes.where for quotes in workshop.quotes(scenario, 0) for one in quotes.bound]
    return {"candidates": found}
