"""How plans are compared: metrics, conditions, and when to stop."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.code import is_reference
from sim.scenario.compare_choices import Compare, Condition, Matters, Sharing, Until
from sim.scenario.errors import shown, unknown
from sim.scenario.filling import Making
from sim.scenario.schema import LARGEST, CompareSetting, SharingSetting, UntilSetting
from sim.scenario.times import HOUR, seconds

REPLICATES = 1000
"""How many worlds, if the scenario does not say."""
SHARED_OUT = (
    *("reach", "reach_people", "impressions", "engagements", "clicks", "mentions", "follower_growth", "leads"),
    *("customers", "orders", "incremental_orders", "order_lift", "lost_orders"),
    *("revenue", "incremental_revenue", "net_revenue", "incremental_net_revenue", "profit", "incremental_profit"),
)
"""Metrics that can be shared out among the groups of a plan: sums that are there whatever happens."""
TICK = "tick"
SHORTEST = 60.0
"""Times of a series are at least so far apart (seconds)."""

_CONDITION = re.compile(r"\s*([^\s<>=]+)\s*(<=|>=|<|>)\s*(\S+)\s*")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def _number(text: str) -> float:
    """A number, or a share such as 3%; ValueError if it is neither."""
    digits = text[:-1] if text.endswith("%") else text
    if len(text) > 40 or not _NUMBER.fullmatch(digits) or not math.isfinite(float(digits)):
        raise ValueError(f"{shown(text)} is no number")
    return float(digits) / 100 if text.endswith("%") else float(digits)


def condition(text: str) -> Condition:
    """A condition on the mean of a metric; ValueError if it cannot be read.

    >>> condition("reach >= 100"), condition("probability_of_loss<=20%").value
    (Condition(metric='reach', op='>=', value=100.0), 0.2)
    """
    match = _CONDITION.fullmatch(text)
    if not match:
        raise ValueError(f"is {shown(text)}; a condition is written as: reach >= 100 (with <, <=, > or >=)")
    try:
        return Condition(match[1], match[2], _number(match[3]))
    except ValueError as error:
        raise ValueError(f"is {shown(text)}, in which {error}; write it as: reach >= 100") from None


def matters(value: Any) -> Matters:
    """The smallest difference that matters; ValueError if it is neither a number nor a share.

    >>> matters("3%"), matters(50)
    (Matters(relative=0.03, absolute=None), Matters(relative=None, absolute=50.0))
    """
    fault = f"is {shown(value)}; it must be a number above 0, or a share as 3%"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(fault)
    if not isinstance(value, str):
        found = Matters(absolute=float(value))
    else:
        try:
            if not value.endswith("%"):
                raise ValueError(fault)
            found = Matters(relative=_number(value))
        except ValueError:
            raise ValueError(fault) from None
    size = found.absolute if found.relative is None else found.relative
    if not size or not size > 0 or (found.relative is not None and size >= 1):
        raise ValueError(fault + (" below 100%" if found.relative is not None and size else ""))
    if found.absolute is not None and found.absolute > LARGEST:
        raise ValueError(f"is {shown(value)}; it must be at most {LARGEST:g}, or a share as 3%")
    return found


@dataclass(frozen=True)
class Measurable:
    """What a scenario has that metrics may need: costs of its plans, and what only a campaign records or has.

    ``platforms``: their names, by which a metric may count; none of a classic model.
    """

    costs: bool
    events: bool = True
    product: bool = True
    segments: bool = True
    platforms: tuple[str, ...] = ()

    def lacks(self, metric: Any) -> str | None:
        """What is missing for this metric, in words; None if nothing is."""
        if metric.needs_events and not self.events:
            return "which only the campaign model records; leave it out or use model: campaign"
        if metric.needs_product and not self.product:
            return "which needs a product; give the scenario one, as product: {order_value: 100}"
        if metric.needs_segments and not self.segments:
            return "which needs segments; give the scenario an audience, as audience: {young: {share: .2}}"
        if metric.needs_cost and not self.costs:
            return "which needs what a plan costs; give the scenario prices"
        return None


def comparison(
    setting: CompareSetting, data: Mapping[str, Any], plans: Iterable[str], given: Measurable, making: Making
) -> tuple[Compare, dict[str, Any]]:
    """How plans are compared, and the same written out. ``given``: what the scenario has that metrics may need."""
    add = making.report.add
    metrics = _metrics(setting.metrics, given, making)
    decide_by = setting.decide_by or setting.metrics[0]
    plans = list(plans)
    if setting.against is not None and setting.against not in plans:
        add(("compare", "against"), unknown("plan", setting.against, plans))
    if setting.decide_by is not None:
        _check_among(setting.decide_by, setting.metrics, ("compare", "decide_by"), making)
    if decide_by in metrics and metrics[decide_by] is not None and metrics[decide_by].by_group:
        problem = f"is {decide_by}, which gives a number for each group; one number must decide, as reach"
        add(("compare", "decide_by" if setting.decide_by else "metrics"), problem)
    for key in ("removal", "shapley"):
        if getattr(setting, key) is not None and not given.events:
            problem = "belongs to the campaign model; what each seed adds is told by added_reach"
            add(("compare", key), problem, key=True)
    sharing = None if setting.shapley is None else _sharing(setting.shapley, plans, given, making)
    conditions = []
    for number, text in enumerate(setting.subject_to):
        here = ("compare", "subject_to", number)
        try:
            wanted = condition(text)
        except ValueError as error:
            add(here, str(error))
            continue
        if wanted.metric.partition("/")[0] not in setting.metrics:
            add(here, unknown("metric of this comparison", wanted.metric, setting.metrics))
        elif wrong := _wrong_group(wanted.metric, metrics, given):
            add(here, wrong)
        conditions.append(wanted)
    if setting.record_worlds is not None and "events" not in setting.record:
        add(("compare", "record_worlds"), "is of recorded events; give record: [events] beside it", key=True)
    every = _series_every(setting, given, making)
    until = None
    if setting.until is not None:
        if setting.replicates is not None:
            add(
                ("compare", "replicates"),
                "is given beside until; give one of them",
                key=True,
            )
        until = _until(setting.until, making)
    replicates = None if until else setting.replicates or REPLICATES
    confidence = setting.confidence or (until.confidence if until else 0.95)
    if until and setting.confidence is not None and setting.confidence != until.confidence:
        problem = f"is {setting.confidence}, and until says {until.confidence}; they must be equal (leave one out)"
        add(("compare", "confidence"), problem)
    found = Compare(
        metrics=tuple(setting.metrics),
        decide_by=decide_by,
        against=setting.against,
        replicates=replicates,
        until=until,
        subject_to=tuple(conditions),
        confidence=confidence,
        added_reach=setting.added_reach,
        record=tuple(dict.fromkeys(setting.record)),
        removal=setting.removal or 0,
        shapley=sharing,
        record_worlds=setting.record_worlds,
        series_every=every,
    )
    full = making.written_out(setting, data, ("compare",))
    fields = CompareSetting.model_fields
    for key, value in (("decide_by", decide_by), ("replicates", replicates), ("confidence", confidence)):
        if value is not None and key not in full:
            making.default(("compare", key), fields[key].description)
            full[key] = value
    if sharing is not None and setting.shapley is not None and setting.shapley.metric is None:
        making.default(("compare", "shapley", "metric"), SharingSetting.model_fields["metric"].description)
    if sharing is not None:
        told = {"by": sharing.by, "metric": list(sharing.metrics), "plans": list(sharing.plans)}
        full["shapley"] = {**{key: value for key, value in told.items() if value}, "worlds": sharing.worlds}
    return found, {key: full[key] for key in fields if key in full}


def _series_every(setting: CompareSetting, given: Measurable, making: Making) -> float | str | None:
    """Hours between the times of a series, "tick", or None."""
    text, here = setting.series_every, ("compare", "series_every")
    if text is None:
        return None
    if not given.platforms:
        making.report.add(here, "belongs to the campaign model; other models tell of every step", key=True)
        return None
    if text == TICK:
        return TICK
    try:
        apart = seconds(text)
    except ValueError:
        making.report.add(here, f"is {shown(text)}; it must be a length of time, as 1h or 10 min, or tick")
        return None
    if apart < SHORTEST:
        making.report.add(here, f"is {shown(text)}; it must be at least 1 min")
    return apart / HOUR


def _until(setting: UntilSetting, making: Making) -> Until | None:
    try:
        return Until(setting.confidence, matters(setting.matters), setting.max_replicates)
    except ValueError as error:
        making.report.add(("compare", "until", "matters"), str(error))
        return None


def _sharing(setting: SharingSetting, plans: list[str], given: Measurable, making: Making) -> Sharing:
    """Who brought what: names of metrics and plans are checked, and what is shared out is filled in."""
    from sim.metrics import METRICS

    here = ("compare", "shapley")
    for number, plan in enumerate(setting.plans or ()):
        if plan not in plans:
            making.report.add((*here, "plans", number), unknown("plan", plan, plans))
    chosen = setting.metric or (["reach", "orders"] if given.product else ["reach"])
    for number, name in enumerate(setting.metric or ()):
        if name not in METRICS or name not in SHARED_OUT:
            told = [metric for metric in SHARED_OUT if metric in METRICS]
            making.report.add((*here, "metric", number), unknown("metric that can be shared out", name, told))
        elif lacking := given.lacks(METRICS[name]):
            making.report.add((*here, "metric", number), f"is {name}, {lacking}")
    chosen, named = list(dict.fromkeys(chosen)), tuple(dict.fromkeys(setting.plans or ()))
    return Sharing(setting.by, tuple(chosen), named, setting.worlds)


def _wrong_group(named: str, metrics: Mapping[str, Any], given: Measurable) -> str | None:
    """What is wrong with the group in a condition ("reach_by_platform/douyin"); None if nothing is known to be.

    Which communities, KOLs or channels there are is known only when the plans are judged.
    """
    name, slash, group = named.partition("/")
    metric = metrics.get(name)
    if metric is None:
        return None
    if not metric.by_group:
        return f"is of {named}, but {name} gives one number; write {name} alone" if slash else None
    if not group:
        example = f"{name}/first" if "_by_platform" in name else f"{name}/ and a group"
        return f"is of {named}, which gives a number for each group; name one, as {example}"
    if name.endswith("_by_platform") and given.platforms and group not in given.platforms:
        return f"is of {named}, which {unknown('platform', group, given.platforms)}"
    return None


def _metrics(names: list[str], given: Measurable, making: Making) -> dict[str, Any]:
    from sim.metrics import METRICS, not_by

    found: dict[str, Any] = {}
    for number, name in enumerate(names):
        here = ("compare", "metrics", number)
        if name in found:
            making.report.add(here, f"names the metric {name} twice; name each once")
        elif is_reference(name):
            making.own_code(name, here)
            found[name] = None
        elif name not in METRICS:
            making.report.add(here, unknown("metric", name, METRICS) + not_by(name).replace(": ", "; ", 1))
        else:
            found[name] = METRICS[name]
            if lacking := given.lacks(METRICS[name]):
                making.report.add(here, f"is {name}, {lacking}")
    return found


def _check_among(name: str, metrics: list[str], path: tuple[str, ...], making: Making) -> None:
    if name not in metrics:
        making.report.add(path, unknown("metric of this comparison", name, metrics))
