"""Who brought what, as a table: a row a plan, metric and group, with intervals over the worlds."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from sim.border import counted
from sim.estimates import mean_interval
from sim.estimates.shapley import MOST_EXACT
from sim.experiment.added import added_metrics, people_each
from sim.experiment.attributing import Asked, Brought, brought
from sim.experiment.making import Workshop
from sim.experiment.plan_groups import CHANNEL, CHANNELS, KOL, grouping_of
from sim.experiment.progress import Progress
from sim.metrics import METRICS
from sim.metrics.attribution import RULES

COLUMNS: Final = (
    *("plan", "design_point", "by", "metric", "kind", "group", "worlds", "exact"),
    *(f"{what}{end}" for what in ("shapley", "alone", "added") for end in ("", "_low", "_high")),
    *(*RULES, "spent", "cost_per_added"),
)
"""``kind``: "group"; "together" (what all bring, which is what is missing without all; the sum of the other columns);
"synergy" (what all bring less what each brings alone, under ``shapley``); "nobody" (credits of no group, and money that
belongs to none)."""
OF_PEOPLE: Final = ("people", "orders", "currency")
"""Units that count people; the others count accounts."""


def attribution(scenario: Any, point: int, workshop: Workshop, threads: int, progress: Progress) -> Any:
    """The table of one design point, or None if the scenario does not ask for it.

    ``compare.shapley`` asks for all of it, ``compare.removal`` for what each channel adds. By channel the worlds are
    those of all networks; KOLs are those of the first network. Uncertain parameters stand at their given values, and of
    accounts that are picked at random again and again the first pick is shown.
    """
    import pandas

    rows: list[dict[str, Any]] = []
    for plan, by, asked, worlds in wanted(scenario):
        progress.say(f"who brought what of {plan}, by {by}: {counted(worlds, 'world')} again without parts of it")
        found = _of_plan(scenario, workshop, plan, by, asked, worlds, threads)
        place = {"plan": plan, "design_point": point, "by": by}
        people = people_each(scenario, workshop.network(scenario, 0))
        if found[0].names:
            rows += [{**place, **row} for row in _rows(found[0], asked, found[1], scenario.compare.confidence, people)]
    return pandas.DataFrame(rows, columns=COLUMNS) if rows else None


def wanted(scenario: Any) -> Iterator[tuple[str, str, Asked, int]]:
    """What is asked for: (plan, by what, which metrics, how many worlds)."""
    asked = scenario.compare.shapley
    for plan in scenario.plans:
        told = asked is not None and plan in (asked.plans or scenario.plans)
        if told:
            yield plan, asked.by, Asked(asked.metrics), asked.worlds
        if scenario.compare.removal and not (told and asked.by == CHANNEL):
            yield plan, CHANNEL, Asked(added_metrics(scenario), shares=False), scenario.compare.removal


def _of_plan(
    scenario: Any, workshop: Workshop, plan: str, by: str, asked: Asked, worlds: int, threads: int
) -> tuple[Brought, np.ndarray | None]:
    """What the groups of a plan brought in all worlds, and the network of each world where there are several."""
    stride = scenario.network.realisations
    realisations = range(1) if by == KOL else range(min(stride, worlds))
    parts = []
    for realisation in realisations:
        made = workshop.plan(scenario, realisation, plan)
        world = workshop.world(scenario, realisation, workshop.item(scenario, plan))
        count = len(range(realisation, worlds, len(realisations)))
        replicates = [realisation + stride * turn for turn in range(count)]
        quotes = workshop.quotes(scenario, realisation)[0]
        which = {"seed": scenario.seed, "replicates": replicates, "threads": threads}
        parts.append(brought(asked, world, made, grouping_of(by, made.plan, world), quotes, **which))
    if len(parts) == 1:
        return parts[0], None
    return together(parts), np.repeat(np.arange(len(parts)), [len(part.spent) for part in parts])


def together(parts: list[Brought]) -> Brought:
    """The worlds of several networks; a channel that the plan does not have on one of them brought nothing there."""
    names = tuple(name for name in CHANNELS if any(name in part.names for part in parts))

    def spread(array: np.ndarray, part: Brought) -> np.ndarray:
        count = len(names) + array.shape[-1] - len(part.names)  # behind the groups there may be one for nobody
        whole = np.zeros((*array.shape[:-1], count))
        whole[..., [names.index(name) for name in part.names]] = array[..., : len(part.names)]
        whole[..., len(names) :] = array[..., len(part.names) :]
        return whole

    def joined(field: str) -> np.ndarray:
        return np.concatenate([spread(getattr(part, field), part) for part in parts])

    whole = np.concatenate([part.together for part in parts])
    each = {field: joined(field) for field in ("shapley", "alone", "added", "touched", "spent")}
    return Brought(names, together=whole, **each)


def _rows(
    found: Brought, asked: Asked, networks: np.ndarray | None, confidence: float, people: float
) -> Iterator[dict[str, Any]]:
    def told(name: str, worlds: np.ndarray) -> dict[str, float]:
        if not np.isfinite(worlds).all():
            return {}
        interval = mean_interval(worlds, networks, confidence)
        return {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}

    spent = found.spent.mean(axis=0)
    for place, metric in enumerate(asked.metrics):
        each = 1.0 if METRICS[metric].unit in OF_PEOPLE else people
        same = {"metric": metric, "worlds": len(found.spent), "exact": asked.shares and len(found.names) <= MOST_EXACT}
        credits = found.touched[:, place].mean(axis=0)
        for group, name in enumerate(found.names):
            added = told("added", found.added[:, place, group])
            yield {
                **same,
                **{"kind": "group", "group": name},
                **told("shapley", found.shapley[:, place, group]),
                **told("alone", found.alone[:, place, group]),
                **added,
                **dict(zip(RULES, credits[:, group].tolist(), strict=True)),
                **{"spent": spent[group], "cost_per_added": _ratio(spent[group], added["added"] * each)},
            }
        whole, sums = found.together[:, place], found.alone[:, place].sum(axis=1)
        yield {
            **same,
            **{"kind": "nobody", "group": "no group", "spent": spent[-1]},
            **dict(zip(RULES, credits[:, -1].tolist(), strict=True)),
        }
        yield {
            **same,
            **{"kind": "together", "group": "together"},
            **(told("shapley", whole) if asked.shares else {}),
            **told("alone", sums),
            **told("added", whole),
            **dict(zip(RULES, credits.sum(axis=1).tolist(), strict=True)),
            **{"spent": spent.sum(), "cost_per_added": _ratio(spent.sum(), whole.mean() * each)},
        }
        if asked.shares:
            yield {**same, "kind": "synergy", "group": "synergy", **told("shapley", whole - sums)}


def _ratio(spent: float, added: float) -> float:
    return float(spent / added) if added > 0 else np.nan
