"""What a scenario of the campaign model will do, in sentences: its time, its platform, what is sold, and each plan."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.scenario.action_choices import LiveAction, PayAction, PilotAction, PostAction, PushAction, WhenAction
from sim.scenario.choices import PlanChoice, SeedGroup
from sim.scenario.errors import listed, shown
from sim.scenario.explain_ads import ads_nowhere, changes_of
from sim.scenario.explain_budget import ledger_sentences
from sim.scenario.explain_further import ALONE, FEEDS, THE_FIRST, further_sentences, on
from sim.scenario.explain_gifts import gifts_for_nobody
from sim.scenario.explain_levers import lever_phrase
from sim.scenario.explain_occasions import occasions_sentences
from sim.scenario.explain_prices import prices_sentences, usual_prices
from sim.scenario.explain_product import product_sentences
from sim.scenario.scenario import Scenario
from sim.scenario.times import DAY, HOUR, length_text, moment_text

TOLD: Final = {
    "boost": "boosts",
    "ads": "ads",
    "community": "community",
    "push": "posts to members",
    "care": "care",
    "insight": "insight",
    "crisis": "answer to a crisis",
    "challenge": "challenges",
    "lottery": "lotteries",
    "referral": "referral",
    "live": "live streams",
    "offer": "offers",
    "pilot": "pilots",
}
"""How what plans differ in is named, by action."""
OF_ACCOUNTS: Final = (
    "accounts",
    "impressions",
    "engagements",
    "clicks",
    "likes",
    "comments",
    "saves",
    "hides",
    "joins",
)
"""Units of metrics that count accounts, or what each of them does once."""


def surroundings(scenario: Scenario) -> list[str]:
    """How long it lasts, what the feed does, who the audience is, what is sold and what accounts cost."""
    if scenario.campaign is None:
        return []
    return [
        f"The campaign lasts {scenario.full['horizon']}; days count from 1.",
        *_platform(scenario.full["platform"], ALONE if not scenario.campaign.further else THE_FIRST),
        *further_sentences(scenario, _platform),
        *_audience(scenario),
        *product_sentences(scenario),
        *occasions_sentences(scenario),
        *prices_sentences(scenario),
        *usual_prices(scenario),
        *ads_nowhere(scenario),
        *gifts_for_nobody(scenario),
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.10g}%"


def _platform(platform: Mapping[str, Any], called: str) -> list[str]:
    """What a platform does; ``called`` is how it is spoken of at the beginning of a sentence."""
    from sim.ranking.presets import preset

    found = []
    name = platform.get("preset")
    if name is not None:
        known = preset(name)
        found.append(f"{called} is the preset {name} of {known.date} ({known.mark}). Source: {known.source}.")
        if known.inherits is not None:
            found.append(f"The preset {name} has no target of its own: it takes that of {known.inherits}.")
    else:
        found.append(f"{called} has no preset: what is not given is a chronological feed without recommendations.")
    outside, ads = platform.get("out_of_network", {}).get("share"), platform.get("ad_load")
    ranking = platform.get("ranking")
    if ranking is not None and outside is not None and ads is not None:
        rest = f"{_percent(outside)} of looks go to authors not followed, {_percent(ads)} to ads"
        feed = "The feed" if called == ALONE else f"{called}: the feed"
        found.append(f"{feed} {FEEDS.get(str(ranking), f'ranks by {ranking}')}; {rest}.")
    for change in changes_of(platform):
        what = ", ".join(f"{key} {shown(value)}" for key, value in change.items() if key != "at")
        inside = called if called != ALONE and called != THE_FIRST else called[0].lower() + called[1:]
        found.append(f"From {change['at']} on {inside} has {what}.")
    return found


def _audience(scenario: Scenario) -> list[str]:
    assert scenario.campaign is not None
    segments = scenario.campaign.segments
    if not segments:
        return []
    parts = [f"{name} ({_percent(segment.share)})" for name, segment in segments.items()]
    return [f"Of the accounts, these are told apart: {listed(parts)}."]


def plan_sentences(
    scenario: Scenario, name: str, plan: PlanChoice, told: Callable[[Scenario, SeedGroup], str]
) -> list[str]:
    """What one plan does, and what of its costs is known. ``told`` says whom a group seeds."""
    if not plan.seeds and not plan.actions:
        return [f"Plan {name}: nothing is done."]
    unit = f" {scenario.currency}" if scenario.currency else ""
    first = "in the first second"
    seeds = [f"{told(scenario, group)}, posting {group.item}{on(group.platform)} {first}" for group in plan.seeds]
    actions = [_action(scenario, action, told, unit) for action in plan.actions]
    budget = "" if plan.budget is None else f" (budget {plan.budget:,.10g}{unit})"
    found = [f"Plan {name}{budget}: {'; '.join([*seeds, *actions])}."]
    return found + ledger_sentences(scenario, name, plan, _beside(scenario, plan))


def _action(scenario: Scenario, action: Any, told: Callable[[Scenario, SeedGroup], str], unit: str) -> str:
    phrase = lever_phrase(scenario, action, unit)
    if phrase is not None:
        return phrase
    if isinstance(action, LiveAction):
        hours = length_text(scenario.content[action.item].lasts_hours * HOUR)
        whose = f"the brand's account {action.account}{on(action.platform)}"
        gets = _commission(action.commission, "its host")
        return f"a live stream of {action.item} for {hours} on {whose}, {action.at.text}{gets}"
    if isinstance(action, PostAction):
        count = len(action.moments())
        many = f"{count} posts of {action.item}" if count > 1 else f"a post of {action.item}"
        return f"{many} on the brand's account {action.account}{on(action.platform)}, {action.at.text}"
    if isinstance(action, PayAction):
        spread = "" if action.at.is_moment else ", evenly over it"
        paid = f"paid for {action.item}{on(action.platform)}, {action.at.text}{spread}"
        return f"{told(scenario, action.group)}, {paid}{_commission(action.commission, 'who posts')}"
    if isinstance(action, PilotAction):
        trials = " and ".join(_push(scenario, one, unit) for one in action.trial)
        then = action.then[0]
        more = f"{then.spend:,.10g}{unit} for ads{on(then.platform)} of the one with the higher {action.by}"
        return f"a pilot: {trials}; then {more}{_terms(scenario, then, unit)}"
    if isinstance(action, WhenAction):
        wanted = action.condition
        inner = " and ".join(_action(scenario, one, told, unit) for one in action.then)
        number = f"{wanted.value:g} ({_counted_in(scenario, wanted.metric)})"
        return f"if {wanted.metric} {wanted.op} {number} on {moment_text(action.at.start)}: {inner}"
    assert isinstance(action, PushAction)
    return _push(scenario, action, unit)


def _counted_in(scenario: Scenario, metric: str) -> str:
    """In what a metric counts: its unit, and for how many people an account stands where it counts accounts."""
    from sim.metrics import METRICS

    unit, of, represents = METRICS[metric].unit, METRICS[metric].denominator, scenario.network.represents
    if of:
        return f"{unit}, of {of}"
    accounts, each = scenario.network.parameters.get("accounts"), ""
    if represents is not None and accounts is not None:
        each = f", each of {represents / accounts:,.4g} people"
    if unit in OF_ACCOUNTS:
        return ("accounts" if unit == "accounts" else "of accounts") + each
    return {"currency": scenario.currency or unit, "orders": "of people"}.get(unit, unit)


def _commission(share: float | None, who: str) -> str:
    """What is paid beside the budget on orders, behind a phrase."""
    return "" if share is None else f" ({who} gets {_percent(share)} of the value of the orders through it)"


def _beside(scenario: Scenario, plan: PlanChoice) -> str:
    """What is paid beside the budget, behind the plan's ledger."""
    usual, told = (scenario.full.get("product") or {}).get("commission", 0.0), []
    for one in plan.placed:
        if isinstance(one.action, PayAction | LiveAction):
            own = one.action.commission
            share = own if own is not None else usual if isinstance(one.action, PayAction) else 0.0
            told += [f"{_percent(share)} of the value of the orders through {one.label}"] if share else []
    return f"; beside the budget, commission of {listed(told)}" if told else ""


def _push(scenario: Scenario, action: PushAction, unit: str) -> str:
    what = f"ads of {action.item}" if action.name == "ads" else f"a paid push of the posts of {action.item}"
    if action.posts is not None:
        of = "" if action.item is None else f" of {action.item}"
        what = f"a paid push of the best {action.posts.count} posts{of} by {action.posts.metric} so far"
    return f"{action.spend:,.10g}{unit} for {what}{on(action.platform)}{_terms(scenario, action, unit)}"


def _terms(scenario: Scenario, action: PushAction, unit: str) -> str:
    assert scenario.campaign is not None
    when = action.at.text if action.at else f"day 1 to {moment_text(scenario.campaign.days * DAY)}"
    to = f" to {', '.join(map(str, action.target))}" if action.target else ""
    to += ", only who clicked before" if action.retarget else ""
    cap = f", at most {action.frequency_cap} an account" if action.frequency_cap else ""
    return f"{to} at {action.cpm:,.10g}{unit} a thousand{cap}, {when}"


def aspects(plan: PlanChoice) -> dict[str, Any]:
    """What can differ between two plans of a campaign beside groups of accounts, each by its name."""
    actions = [one.action for one in plan.placed]
    found = {
        "seeds or paid posts": [bool(plan.seeds), any(isinstance(action, PayAction) for action in actions)],
        "time of paid posts": [action.at.text for action in actions if isinstance(action, PayAction)],
        "platforms of paid posts": [action.platform for action in actions if isinstance(action, PayAction)],
        "commissions": [share for one in actions if (share := getattr(one, "commission", None)) is not None],
        "own posts": [action for action in actions if action.name == "post"],
    }
    for name, told in TOLD.items():
        found[told] = [action for action in actions if action.name == name]
    rules = [(action.condition, action.at.start) for action in plan.actions if isinstance(action, WhenAction)]
    return {**found, "conditions": rules}
