"""What a scenario of the campaign model will do, in sentences: its time, its platform, what is sold, and each plan."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.scenario.action_choices import LiveAction, PayAction, PilotAction, PostAction, PushAction, WhenAction
from sim.scenario.choices import PlanChoice, SeedGroup
from sim.scenario.errors import listed, shown
from sim.scenario.explain_ads import ads_nowhere, changes_of
from sim.scenario.explain_further import ALONE, THE_FIRST, further_sentences, on
from sim.scenario.explain_gifts import gifts_for_nobody
from sim.scenario.explain_levers import lever_phrase
from sim.scenario.explain_occasions import occasions_sentences
from sim.scenario.explain_product import product_sentences
from sim.scenario.known_costs import known_costs
from sim.scenario.ledger import cents_of, money
from sim.scenario.scenario import Scenario
from sim.scenario.times import DAY, HOUR, length_text, moment_text
from sim.scenario.tree import value_at, ways

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
MOST_ASIDE: Final = 6
"""Of so many plans it is said what they set aside of an equal budget."""


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
        *_prices(scenario),
        *_usual_prices(scenario),
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
        found.append(f"{feed} ranks by {ranking}; {rest}.")
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


def _prices(scenario: Scenario) -> list[str]:
    from sim.prices import PRICE_TABLES, price_of_format

    assert scenario.campaign is not None
    prices, candidates = scenario.prices, scenario.campaign.candidates
    found = []
    if candidates is not None:
        quoted = f"Who can be paid is told by {candidates.file.name}: {len(candidates.rows):,} KOLs with their quotes"
        rest = "all others cost what follows" if prices is not None else "nobody else is paid"
        found.append(f"{quoted}, each bound to an account of the network; {rest}.")
        if candidates.unknown:
            found.append(f"Columns of it that mean nothing here were not read: {listed(candidates.unknown)}.")
    if prices is None:
        return found
    fee = scenario.campaign.platform_fee
    beside = f"; the platform takes {_percent(fee)} on top" if fee else ""
    factor = price_of_format(prices, "video")
    beside = f"{'' if factor == 1 else f', a video {factor:g} times as much'}{beside}"
    if prices.table is not None:
        table = PRICE_TABLES[prices.table]
        told = f"A paid post costs what the table {table.name} of {table.date} says{beside}"
        return [*found, f"{told}. Source: {table.source}."]
    rule = f"{prices.per_follower:g} {prices.currency} x followers ^ {prices.exponent:g}"
    return [*found, f"A paid post costs {rule}{beside}."]


def _usual_prices(scenario: Scenario) -> list[str]:
    """What bought impressions cost where the file does not say it."""
    told: dict[str, str] = {}
    for path, text in scenario.defaults.items():
        if path.startswith("plans/") and path.endswith("/cpm"):
            price = value_at(scenario.full, next(ways(scenario.full, path)))
            what, _, source = text.partition("Source: ")
            told[text] = f"Where no cpm is given, the {what.rstrip('. ').replace('(currency)', 'is')}"
            told[text] += f" {price:,.10g} {scenario.currency}. Source: {source}."
    return list(told.values())


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
    ledger = known_costs(plan, scenario.content, scenario.currency)
    counted = [group for group in plan.groups if group.budget is None and _priced(scenario)]
    if ledger.total or counted:
        lines = ", ".join(f"{entry.what} {money(entry.cents)}" for entry in ledger.entries)
        known = f"{money(ledger.total)}{unit} are set aside" + (f" ({lines})" if lines else "")
        rest = "; accounts that are counted cost what they are quoted on the network" if counted else ""
        left = ""
        if plan.budget is not None and not counted:
            left = f"; at least {money(cents_of(plan.budget) - ledger.total)}{unit} of the budget stay unspent"
        found.append(f"Ledger of {name}: {known}{rest}{left}{_beside(scenario, plan)}.")
    return found


def set_aside(scenario: Scenario, plans: Mapping[str, PlanChoice]) -> str:
    """What a campaign's plans set aside of an equal budget, in words behind it; "" where all of them set all aside."""
    if scenario.campaign is None:
        return ""
    told = []
    for name, plan in plans.items():
        counted = any(group.budget is None for group in plan.groups) and _priced(scenario)
        cents = known_costs(plan, scenario.content, scenario.currency).total
        if counted or plan.budget is None or cents < cents_of(plan.budget):
            told.append(f"{name} {'at least ' if counted else ''}{money(cents)}")
    rest = f", and {len(told) - MOST_ASIDE:,} more plans less than all of it" if len(told) > MOST_ASIDE else ""
    others = ", the others all of it" if len(told) < len(plans) else ""
    return f"; of that are set aside by {', '.join(told[:MOST_ASIDE])}{rest or others}" if told else ""


def _priced(scenario: Scenario) -> bool:
    assert scenario.campaign is not None
    return scenario.prices is not None or scenario.campaign.candidates is not None


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
