"""What stands on the page in words and tables: verdict, tiles, assumptions, methods."""

from dataclasses import dataclass
from typing import Any

from sim.plots import stored
from sim.plots.style import number, percent, signed
from sim.plots.texts import metric_name, say, short_metric_name


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
    if verdict.get("sentence"):
        return str(verdict["sentence"])
    plan = stored.best(result)
    if plan is None:
        return say(language, "nothing_ran")
    metric = stored.decide_by(result)
    row = stored.means(result, metric).set_index("plan").loc[plan]
    return say(
        language, "no_verdict", plan=plan, metric=short_metric_name(language, metric), mean=number(row["mean"])
    )


def chosen_pair(result: Any) -> Any:
    """The pair that the first screen shows: the best plan against the one named, or against the next best; or None."""
    metric = stored.decide_by(result)
    means = stored.means(result, metric).dropna(subset="mean")
    if len(means) < 2:
        return None
    a = stored.best(result, metric)
    anchor, named = stored.reference(result, metric)
    lower = _lower_is_better(metric)
    others = means[means["plan"] != a].sort_values("mean", ascending=lower, kind="stable")
    b = anchor if named and anchor != a else str(others.iloc[0]["plan"])
    return stored.one_difference(result, metric, str(a), str(b))


def _lower_is_better(metric: str) -> bool:
    from sim.metrics import METRICS

    return metric in METRICS and METRICS[metric].better == "lower"


def tiles(result: Any, language: str, weak: int) -> list[Tile]:
    """The numbers of the first screen: difference, cost, worlds won, turning point, weak sources."""
    if stored.best(result) is None:
        return []
    pair = chosen_pair(result)
    first = [_difference(result, pair, language), _won(pair, language)] if pair else _alone(result, language)
    return [*first, _cost(result, pair, language), _turning(result, language), _weak(weak, language)]


def _difference(result: Any, pair: dict, language: str) -> Tile:
    metric = short_metric_name(language, pair["metric"]).lower()
    over = say(language, "tile_over", a=pair["a"], b=pair["b"])
    inside = say(
        language,
        "interval",
        confidence=percent(stored.confidence(result)),
        low=number(pair["low"]),
        high=number(pair["high"]),
    )
    label = say(language, "tile_difference", metric=metric)
    return Tile("difference", label, signed(pair["difference"]), f"{inside} · {over}", pair)


def _won(pair: dict, language: str) -> Tile:
    ties = percent(pair["share_tied"])
    note = say(language, "tile_won_note", a=pair["a"], b=pair["b"], ties=ties)
    return Tile("won", say(language, "tile_won"), percent(pair["share_of_worlds_won"]), note, pair)


def _alone(result: Any, language: str) -> list[Tile]:
    metric = stored.decide_by(result)
    row = stored.means(result, metric).set_index("plan").loc[stored.best(result)]
    level = percent(stored.confidence(result))
    inside = say(language, "interval", confidence=level, low=number(row["low"]), high=number(row["high"]))
    label = say(language, "tile_mean", metric=short_metric_name(language, metric))
    spread = say(language, "tile_worlds_note", low=number(row["lower_decile"]), high=number(row["upper_decile"]))
    exact = {key: float(row[key]) for key in ("mean", "low", "high", "lower_decile", "upper_decile")}
    worlds = Tile("worlds", say(language, "tile_worlds"), f"{int(row['worlds']):,}", spread, {"worlds": int(row["worlds"])})
    return [Tile("mean", label, number(row["mean"]), inside, exact), worlds]


def money(amount: float, currency: str | None) -> str:
    """An amount with its currency.

    >>> money(500000.0, "CNY"), money(80.0, None)
    ('CNY 500,000', '80')
    """
    return f"{currency} {amount:,.0f}" if currency else f"{amount:,.0f}"


def _cost(result: Any, pair: dict | None, language: str) -> Tile:
    told = result.manifest.get("plans", {})
    shown = [pair["a"], pair["b"]] if pair else [str(stored.best(result))]
    costs = [float((told.get(plan) or {}).get("spent") or 0.0) for plan in shown]
    currency = next((t["currency"] for t in told.values() if t and t.get("currency")), None)
    counts = [_seeds(int((told.get(plan) or {}).get("seeds") or 0), language) for plan in shown]
    label = say(language, "tile_cost")
    exact = {plan: {"spent": cost, "currency": currency} for plan, cost in zip(shown, costs, strict=True)}
    if not any(float((t or {}).get("spent") or 0.0) for t in told.values()):
        note = " · ".join(f"{plan}: {count}" for plan, count in zip(shown, counts, strict=True))
        return Tile("cost", label, say(language, "tile_no_prices"), note, exact)
    if len(set(costs)) == 1 and len(costs) > 1:
        return Tile("cost", label, money(costs[0], currency), say(language, "each"), exact)
    note = " · ".join(f"{plan}: {money(cost, currency)}" for plan, cost in zip(shown[1:], costs[1:], strict=True))
    return Tile("cost", label, money(costs[0], currency), f"{shown[0]}" + (f" · {note}" if note else ""), exact)


def _seeds(count: int, language: str) -> str:
    return say(language, "seed_count") if count == 1 else say(language, "seeds_count", count=f"{count:,}")


def _turning(result: Any, language: str) -> Tile:
    crossings = (result.manifest.get("verdict") or {}).get("crossings") or []
    label = say(language, "tile_turns")
    if crossings:
        first = crossings[0]
        value = f"{first['path'].rsplit('/', 1)[-1]} = {number(first['at'])}"
        note = say(language, "tile_turns_note", low=number(first["low"]), high=number(first["high"]))
        return Tile("turning", label, value, note, {"crossings": crossings})
    key = "none" if stored.uncertain_paths(result) else "untried"
    value = say(language, f"tile_turns_{key}")
    return Tile("turning", label, value, say(language, f"tile_turns_{key}_note"), {"crossings": []})


def _weak(weak: int, language: str) -> Tile:
    note = say(language, "tile_weak_note" if weak else "tile_weak_none")
    return Tile("weak", say(language, "tile_weak"), str(weak), note, {"count": weak})


def plans_table(result: Any, language: str) -> list[dict]:
    """A row a plan for the metric that decides: every number as (text, exact)."""
    metric = stored.decide_by(result)
    verdict = result.manifest.get("verdict") or {}
    chances = verdict.get("probability_of_highest_mean") or {}
    told = result.manifest.get("plans", {})
    rows = []
    for item in stored.means(result, metric).itertuples():
        plan = told.get(item.plan) or {}
        spent = float(plan.get("spent") or 0.0)
        bad = ((verdict.get("means") or {}).get(item.plan) or {}).get("bad_luck_decile", item.lower_decile)
        chance = chances.get(item.plan)
        rows.append(
            {
                "plan": item.plan,
                "mean": (number(item.mean), item.mean),
                "interval": (say(language, "range", low=number(item.low), high=number(item.high)), [item.low, item.high]),
                "median": (number(item.median), item.median),
                "bad": (number(bad), bad),
                "chance": ("–", None) if chance is None else (percent(chance), chance),
                "seeds": (f"{int(plan.get('seeds') or 0):,}", int(plan.get("seeds") or 0)),
                "cost": (money(spent, plan.get("currency")) if spent else "–", spent),
            }
        )
    return rows


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
            replicates=f"{replicates:,}",
            realisations=say(language, "m_one_network") if one else say(language, "m_networks", count=realisations),
            seed=scenario.get("seed", "–"),
        )
    ]
    if networks:
        size = say(
            language,
            "m_network_size",
            accounts=f"{int(networks[0]['accounts']):,}",
            edges=f"{int(networks[0]['edges']):,}",
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


def columns(language: str, result: Any) -> list[tuple[str, str]]:
    """The columns of :func:`plans_table` that have anything to say: (key, title)."""
    verdict = result.manifest.get("verdict") or {}
    keys = ["mean", "interval", "median", "bad"]
    keys += ["chance"] if verdict.get("probability_of_highest_mean") else []
    keys += ["seeds", "cost"]
    titles = {"chance": "t_best"}
    return [(key, say(language, titles.get(key, f"t_{key}"))) for key in keys]


def metric_title(result: Any, language: str) -> str:
    """The metric that decides, with its unit."""
    return metric_name(language, stored.decide_by(result))


def leads(result: Any, language: str, section: str) -> list[str]:
    """The sentences under a section's title."""
    replicates = f"{int(stored.runs_at(result)['replicate'].nunique()):,}"
    if section == "plans":
        one = len(stored.plans(result)) == 1
        return [say(language, "p_plans_one" if one else "p_plans", replicates=replicates)]
    return []
