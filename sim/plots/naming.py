"""How a result's metrics and amounts are called: money with its currency, campaigns in words of their own."""

import re
from typing import Any

from sim.plots import stored, writing
from sim.plots.campaigns import is_campaign
from sim.plots.texts import TEXTS, metric_name, say, short_metric_name
from sim.plots.writing import number


def word(result: Any, key: str) -> str:
    """The key of a text; that of its wording for campaigns where the result is one and there is such a wording."""
    other = f"{key}_campaign"
    return other if is_campaign(result) and other in TEXTS["en"] else key


def said(result: Any, language: str, key: str, **values: object) -> str:
    """A text in the wording that fits the result."""
    return say(language, word(result, key), **values)


def currency(result: Any) -> str | None:
    """The currency of the plans' costs, or None."""
    told = result.manifest.get("plans", {}).values()
    return next((plan["currency"] for plan in told if plan and plan.get("currency")), None)


def is_money(metric: str) -> bool:
    """Whether the metric is an amount of money."""
    from sim.metrics import METRICS

    known = METRICS.get(metric.split("/")[0])
    return known is not None and known.unit == "currency"


def unit(result: Any, metric: str) -> str | None:
    """The currency of a campaign's metric that is an amount of money; None for any other."""
    return currency(result) if is_campaign(result) and is_money(metric) else None


def in_words(result: Any, language: str, sentence: str) -> str:
    """A verdict in which a campaign's metric stands in words and with its currency; plans' names stay as they are."""
    if not is_campaign(result):
        return sentence
    metric = stored.decide_by(result)
    words = inside(short_metric_name(language, metric))
    before = f"{unit(result, metric)} " if unit(result, metric) else ""
    marks = sorted((re.escape(f"*{plan}*") for plan in stored.plans(result)), key=len, reverse=True)
    pieces = re.split("(" + "|".join(marks) + ")", sentence)
    told = re.compile(rf"([\d.,]+(?:e[+-]?\d+)?) {re.escape(metric)}\b")
    pieces[::2] = [told.sub(lambda found: f"{before}{found[1]} {words}", piece) for piece in pieces[::2]]
    return "".join(pieces)


def title(result: Any, language: str, metric: str) -> str:
    """The metric on an axis; of a campaign's money with the currency."""
    name = metric_name(language, metric)
    money_of = unit(result, metric)
    if money_of is None:
        return name
    said = writing.shown(money_of)
    return f"{name[:-1]}, {said})" if name.endswith(")") else f"{name} ({said})"


def by_group(language: str, metric: str) -> str:
    """The title of a table of a metric by group; it says whether accounts or the people behind them are counted.

    >>> by_group("en", "orders_by_kol_last_touch"), by_group("en", "impressions_by_channel")
    ('Orders by KOL, last touch', 'Impressions by channel')
    >>> by_group("en", "reach_by_platform")
    'Reach by platform (accounts)'
    >>> by_group("en", "stages")
    'Accounts by their last stage'
    """
    from sim.metrics import METRICS

    if "_by_" not in metric:
        return metric_name(language, metric)
    counted, _, group = metric.partition("_by_")
    kind, _, rule = group.partition("_")
    name = say(
        language, "by_group", metric=metric_name(language, counted).split(" (")[0], kind=say(language, f"group_{kind}")
    )
    of = METRICS[metric].unit if metric in METRICS else ""
    told = f"{name}, {rule.replace('_', ' ')}" if rule else name
    return f"{told} ({say(language, of).lower()})" if of in ("accounts", "people") else told


def inside(name: str) -> str:
    """A metric's name inside a sentence: abbreviations stay as they are.

    >>> inside("Net ROAS"), inside("Cost per order")
    ('net ROAS', 'cost per order')
    """
    return " ".join(word if word.isupper() else word.lower() for word in name.split(" "))


def setting(path: str) -> str:
    """A setting of the scenario by its path, as a reader says it; places in a list count from 1.

    >>> setting("platform/ad_load"), setting("occasions/competitors/0/accounts")
    ('platform: ad load', 'occasions: competitors 1: accounts')
    """
    said: list[str] = []
    for part in path.replace("_", " ").split("/"):
        if part.isdecimal() and said:
            said[-1] += f" {int(part) + 1}"
        else:
            said.append(part)
    return ": ".join(said)


def money(cost: float, of: str | None) -> str:
    """A cost with its currency.

    >>> money(500000.0, "CNY"), money(80.0, None)
    ('CNY 500,000', '80')
    """
    return f"{of} {cost:,.0f}" if of else f"{cost:,.0f}"


def priced(value: float, of: str | None) -> str:
    """Any amount of money with its currency: what is small keeps three digits, what is below 0 its sign in front.

    >>> priced(-1234.5, "CNY"), priced(3.456, "CNY"), priced(-0.5, None)
    ('-CNY 1,234', 'CNY 3.46', '-0.5')
    """
    if not abs(value) < float("inf"):
        return number(value)
    size = money(abs(value), of) if abs(value) >= 100 else " ".join(filter(None, (of, number(abs(value)))))
    return ("-" if value < 0 else "") + size


def amount(result: Any, metric: str, value: float) -> str:
    """A value of the metric; of a campaign's money with the currency."""
    return priced(value, currency(result)) if is_campaign(result) and is_money(metric) else number(value)


def signed_amount(result: Any, metric: str, value: float) -> str:
    """A difference in the metric, with its sign."""
    return ("+" if value > 0 else "") + amount(result, metric, value)


def spent(result: Any, plan: str) -> float:
    """What a plan cost: of a campaign what was really spent, on average over the worlds."""
    runs = stored.runs_at(result) if is_campaign(result) else None
    if runs is not None and "spent" in runs.columns:
        return float(runs.loc[runs["plan"] == plan, "spent"].mean())
    return set_aside(result, plan)


def set_aside(result: Any, plan: str) -> float:
    """What was set aside for a plan; 0 without prices."""
    return float((result.manifest.get("plans", {}).get(plan) or {}).get("spent") or 0.0)
