"""What stands on the page in words and tables: verdict, tiles, assumptions, methods."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from sim.plots import naming, stored, writing
from sim.plots.campaigns import is_campaign
from sim.plots.funnel import people_an_account
from sim.plots.texts import counted, say, short_metric_name
from sim.plots.worlds import viral_at
from sim.plots.writing import number, percent, signed
from sim.report.remarks import remarks
from sim.report.shares import methods_of


@dataclass(frozen=True)
class Tile:
    """One number of the first screen.

    Attributes:
        name: the tile's name, for its class and its ``data-`` attributes.
        label: what it is.
        value: the number, as text.
        note: what belongs to it: the interval, the plans.
        exact: the exact numbers behind it.
    """

    name: str
    label: str
    value: str
    note: str
    exact: dict[str, Any]


def headline(result: Any, language: str) -> str:
    """The verdict in a sentence; for a single plan what it reaches."""
    verdict = result.manifest.get("verdict") or {}
    told = result.manifest.get("headline") or verdict.get("sentence")
    if told:
        return naming.in_words(result, language, str(told))
    plan = stored.best(result)
    if plan is None:
        return say(language, "nothing_ran")
    metric = stored.decide_by(result)
    row = stored.means(result, metric).set_index("plan").loc[plan]
    return say(
        language,
        "no_verdict",
        plan=plan,
        metric=short_metric_name(language, metric),
        mean=naming.amount(result, metric, row["mean"]),
    )


def tiles(result: Any, language: str, settings: list[dict[str, Any]]) -> list[Tile]:
    """The numbers of the first screen: difference, cost, worlds won, turning point, weak sources."""
    if stored.best(result) is None:
        return []
    pair = stored.leading_pair(result)
    first = [_difference(result, pair, language), _won(pair, language)] if pair else _alone(result, language)
    return [*first, _cost(result, pair, language), _turning(result, language), _weak(settings, language)]


def _difference(result: Any, pair: dict, language: str) -> Tile:
    name = short_metric_name(language, pair["metric"])
    metric = naming.inside(name) if is_campaign(result) else name.lower()
    unit = naming.unit(result, pair["metric"])
    over = say(language, "tile_over", a=pair["a"], b=pair["b"])
    inside = say(
        language,
        "interval",
        confidence=percent(stored.confidence(result)),
        low=number(pair["low"]),
        high=number(pair["high"]),
    )
    label = say(language, "tile_difference", metric=f"{metric} ({unit})" if unit else metric)
    return Tile("difference", label, signed(pair["difference"]), f"{inside} · {over}", pair)


def _won(pair: dict, language: str) -> Tile:
    ties = percent(pair["share_tied"])
    note = say(language, "tile_won_note", a=pair["a"], b=pair["b"], ties=ties)
    return Tile("won", say(language, "tile_won"), percent(pair["share_of_worlds_won"]), note, pair)


def _alone(result: Any, language: str) -> list[Tile]:
    metric = stored.decide_by(result)
    row = stored.means(result, metric).set_index("plan").loc[stored.best(result)]
    tell = partial(naming.amount, result, metric)
    level = percent(stored.confidence(result))
    inside = say(language, "interval", confidence=level, low=tell(row["low"]), high=tell(row["high"]))
    label = say(language, "tile_mean", metric=short_metric_name(language, metric))
    spread = say(language, "tile_worlds_note", low=tell(row["lower_decile"]), high=tell(row["upper_decile"]))
    exact = {key: float(row[key]) for key in ("mean", "low", "high", "lower_decile", "upper_decile")}
    worlds = Tile(
        "worlds", say(language, "tile_worlds"), f"{int(row['worlds']):,}", spread, {"worlds": int(row["worlds"])}
    )
    return [Tile("mean", label, tell(row["mean"]), inside, exact), worlds]


def _cost(result: Any, pair: dict | None, language: str) -> Tile:
    told = result.manifest.get("plans", {})
    shown = [pair["a"], pair["b"]] if pair else [str(stored.best(result))]
    costs = [naming.spent(result, plan) for plan in shown]
    aside = [naming.set_aside(result, plan) for plan in shown]
    unit = naming.currency(result)
    what = "account" if is_campaign(result) else "seed"
    counts = [counted(language, what, int((told.get(plan) or {}).get("seeds") or 0)) for plan in shown]
    label = naming.said(result, language, "tile_cost")
    exact: dict[str, Any] = {plan: {"spent": cost, "currency": unit} for plan, cost in zip(shown, costs, strict=True)}
    if is_campaign(result):
        exact = {plan: {**told, "set_aside": most} for (plan, told), most in zip(exact.items(), aside, strict=True)}
    if not any(naming.set_aside(result, plan) for plan in told):
        note = " · ".join(f"{plan}: {count}" for plan, count in zip(shown, counts, strict=True))
        return Tile("cost", label, say(language, "tile_no_prices"), note, exact)
    if len(set(costs)) == 1 and len(costs) > 1 and costs == aside:
        return Tile("cost", label, naming.money(costs[0], unit), say(language, "each"), exact)
    of = [
        "" if round(cost) == round(most) else " " + say(language, "tile_set_aside", amount=naming.money(most, unit))
        for cost, most in zip(costs, aside, strict=True)
    ]
    others = zip(shown[1:], costs[1:], of[1:], strict=True)
    notes = [f"{shown[0]}{of[0]}", *(f"{plan}: {naming.money(cost, unit)}{rest}" for plan, cost, rest in others)]
    return Tile("cost", label, naming.money(costs[0], unit), " · ".join(notes), exact)


def _turning(result: Any, language: str) -> Tile:
    crossings = (result.manifest.get("verdict") or {}).get("crossings") or []
    label = say(language, "tile_turns")
    if crossings:
        first = crossings[0]
        places = [number(turn["at"]) for turn in crossings if turn["path"] == first["path"]]
        value = f"{first['path'].rsplit('/', 1)[-1]} = {', '.join(places)}"
        note = say(language, "tile_turns_note", low=number(first["low"]), high=number(first["high"]))
        return Tile("turning", label, value, note, {"crossings": crossings})
    key = "none" if stored.uncertain_paths(result) else "untried"
    value = say(language, f"tile_turns_{key}")
    return Tile("turning", label, value, say(language, f"tile_turns_{key}_note"), {"crossings": []})


def _weak(settings: list[dict[str, Any]], language: str) -> Tile:
    weak = sum(row["mark"] == "weak" for row in settings)
    value = say(language, "tile_weak_value", weak=weak, total=len(settings)) if weak else "0"
    note = say(language, "tile_weak_note" if weak else "tile_weak_none")
    return Tile("weak", say(language, "tile_weak"), value, note, {"weak": weak, "settings": len(settings)})


def methods(result: Any, language: str) -> list[str]:
    """The methods paragraph, a sentence each."""
    manifest = result.manifest
    scenario = manifest.get("scenario", {})
    verdict = manifest.get("verdict") or {}
    networks = manifest.get("networks") or []
    realisations = int(result.runs["realisation"].nunique()) if len(result.runs) else len(networks)
    one = realisations <= 1
    count = len(stored.plans(result))
    replicates = int(manifest.get("replicates") or (result.runs["replicate"].nunique() if len(result.runs) else 0))
    sentences = [
        say(
            language,
            "m_worlds",
            plans=say(language, "m_one_plan") if count == 1 else say(language, "m_plans", count=count),
            worlds=counted(language, "world", replicates),
            realisations=say(language, "m_one_network") if one else say(language, "m_networks", count=realisations),
            seed=scenario.get("seed", "–"),
        )
    ]
    sentences += _picked(result, language, one)
    if networks:
        accounts, edges = ([int(network[key]) for network in networks] for key in ("accounts", "edges"))
        alike = len(set(accounts)) == 1  # a sweep may change the size
        size = say(
            language,
            "m_network_size" if alike else "m_network_sizes",
            accounts=counted(language, "account", accounts[0] if alike else max(accounts)),
            edges=counted(language, "edge", edges[0] if alike else max(edges)),
            low=f"{min(accounts):,}",
            few=f"{min(edges):,}",
        )
        sentences.append(say(language, "m_network", description=size))
    model = scenario.get("model")
    if model:
        name = model if isinstance(model, str) else ", ".join(map(str, model))
        sentences.append(say(language, "m_model", model=name.replace("_", " ")))
    if verdict.get("method"):
        level = percent(stored.confidence(result))
        sentences.append(say(language, "m_method", method=str(verdict["method"]).rstrip("."), confidence=level))
    if manifest.get("stopped"):
        sentences.append(say(language, "m_stopped", stopped=str(manifest["stopped"]).rstrip(".")))
    if one:
        sentences.append(say(language, "m_one_network_warning"))
    sentences.append(say(language, "m_odd"))
    return sentences


def _picked(result: Any, language: str, one: bool) -> list[str]:
    """How often accounts at random were picked, where any were."""
    picking = stored.picking_plans(result)
    if not picking:
        return []
    runs = result.runs[(result.runs["plan"] == picking[0]) & (result.runs["draw"] >= 0)]
    sizes = runs.groupby(["design_point", "draw"]).size()
    picks = int(sizes.groupby("design_point").size().max())
    if picks == 1:
        return [say(language, "m_picked_once", plans=", ".join(picking))]
    each = counted(language, "world", int(sizes.max()))
    clustered = say(language, "m_clustered") if one else ""
    return [say(language, "m_picked", plans=", ".join(picking), picks=f"{picks:,}", each=each, clustered=clustered)]


def citation(result: Any, language: str) -> str:
    """How to cite this result."""
    manifest = result.manifest
    return say(
        language,
        "cite",
        version=manifest.get("engine", "–"),
        name=manifest.get("name", "–"),
        hash=manifest.get("hash", "–"),
    )


def shown_plan(result: Any) -> str | None:
    """The plan whose cascade is drawn: the best one that has a recorded cascade."""
    cascades = result.cascades or {}
    best = stored.best(result)
    return best if cascades.get(best) is not None else next(iter(cascades), None)


def shown_point(result: Any, language: str) -> str:
    """At which point of a sweep the numbers of the first screen are; "" where there is no sweep."""
    points = stored.design_points(result)
    point = points.get(stored.first_point(result))
    if not point:
        return ""
    said = ", ".join(f"{path} = {writing.value(value)}" for path, value in point.items())
    return say(language, "p_point" if len(points) > 1 else "p_point_alone", point=said, count=f"{len(points):,}")


def more_than_impressions(result: Any) -> list[str]:
    """Plans under which more accounts count as reached than there were impressions."""
    means = {name: stored.means(result, name).set_index("plan")["mean"] for name in ("reach", "impressions")}
    return [plan for plan in stored.plans(result) if means["reach"][plan] > means["impressions"][plan]]


def _and(names: list[str]) -> str:
    """Names in a sentence.

    >>> _and(["a", "b", "c"]), _and(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def leads(result: Any, language: str, section: str) -> list[str]:
    """The sentences under a section's title."""
    worlds = counted(language, "world", int(stored.runs_at(result)["replicate"].nunique()))
    if section == "plans":
        one = len(stored.plans(result)) == 1
        pairs = len((result.manifest.get("verdict") or {}).get("pairs") or ())
        together = f" {say(language, 'p_plans_together', pairs=pairs)}" if pairs > 1 else ""
        found = [say(language, "p_plans_one" if one else "p_plans", worlds=worlds) + together]
        return [*found, *filter(None, [shown_point(result, language)]), *(f"{remark}." for remark in remarks(result))]
    if section == "luck":
        viral = viral_at(result)
        found = [naming.said(result, language, "p_luck")]
        if "reach" in result.runs.columns and viral is not None and not is_campaign(result):
            found.append(say(language, "p_viral", viral=number(np.ceil(viral))))
        return found
    if section == "shares":
        return methods_of(result, language)
    picking = stored.picking_plans(result, stored.first_point(result))
    if section == "funnel":
        each = people_an_account(result)
        found = [say(language, "p_funnel", worlds=worlds)]
        found += [] if each == 1 else [say(language, "p_funnel_people", each=number(each))]
        more = more_than_impressions(result)
        return [*found, say(language, "p_funnel_authors", plans=_and(more))] if more else found
    if section == "network" and is_campaign(result):
        return [say(language, "p_network_campaign")]
    if section == "network":
        found = [say(language, "p_network", replicate=int(stored.runs_at(result)["replicate"].min()))]
        return [*found, say(language, "p_network_pick")] if shown_plan(result) in picking else found
    if section == "added" and picking:
        return [naming.said(result, language, "p_added"), say(language, "p_added_pick", plans=", ".join(picking))]
    if section == "unsure":
        verdict = result.manifest.get("verdict") or {}
        luck, ignorance = verdict.get("luck_sd"), verdict.get("ignorance_sd")
        found = [say(language, "p_unsure")]
        if luck is not None and ignorance is not None:
            found.append(say(language, "p_ignorance", luck=number(luck), ignorance=number(ignorance)))
        return found
    return [naming.said(result, language, f"p_{section}")]
