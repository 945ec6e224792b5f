"""What a scenario will do, in sentences: for the reader before a run, and for the report after it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim.scenario import explain_campaign
from sim.scenario.choices import CodeReference, PlanChoice, SeedGroup, Uncertain
from sim.scenario.code import functions_of
from sim.scenario.errors import listed, shown
from sim.scenario.explain_budget import set_aside
from sim.scenario.explain_parameters import remarks
from sim.scenario.explain_rules import rule_remarks
from sim.scenario.scenario import Scenario
from sim.scenario.sources import weak_defaults

MOST_PAIRS = 6
"""How many pairs of plans are named in warnings; the rest are counted."""
MOST_PARAMETERS = 6
"""A model with more parameters is told by those that differ from their defaults."""
MOST_ASSUMPTIONS = 15
"""How many settings that rest on assumptions or weak sources are named; more are counted by the part of the file."""


def explain(scenario: Scenario) -> list[str]:
    """The sentences: what is compared, on which network, how content spreads, who is seeded, how it is decided;
    in what the plans differ, with a warning where two things differ at once; and what was assumed.
    """
    return [
        *_task(scenario),
        *_network(scenario),
        *_spreading(scenario),
        *explain_campaign.surroundings(scenario),
        *(sentence for name, plan in scenario.plans.items() for sentence in _plan(scenario, name, plan)),
        *_differences(scenario),
        *_deciding(scenario),
        *_varying(scenario),
        *_assumed(scenario),
        *remarks(scenario),
        *rule_remarks(scenario),
    ]


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")


def _worlds(scenario: Scenario) -> str:
    until = scenario.compare.until
    return f"at most {until.max_replicates:,}" if until else f"{scenario.compare.replicates or 0:,}"


def _task(scenario: Scenario) -> list[str]:
    plans = len(scenario.plans)
    seed = "" if scenario.seed_given else ", which was drawn because none was given"
    doing = "are judged in the same worlds" if plans > 1 else "is judged in worlds"
    size = f"{_counted(plans, 'plan')} {doing}, {_worlds(scenario)} of them"
    return [f"{size}; the random seed is {scenario.seed}{seed}."]


def _network(scenario: Scenario) -> list[str]:
    network = scenario.network
    accounts = network.parameters.get("accounts")
    if network.file is not None:
        means = network.reader_options.get("edge_means")
        how = {"follows": "a follows b", "influences": "a influences b"}.get(str(means), "both follow each other")
        sentence = f"The network is read from {network.file.name}, in which a line `a b` means that {how}"
    elif network.realisations > 1:
        sentence = f"{network.realisations:,} networks are drawn by {network.generator}"
    else:
        sentence = f"One network is drawn by {network.generator}"
    each = ", each" if network.realisations > 1 else ""
    sentence += f"{each} with {accounts:,} accounts" if accounts else ""
    sentence += f" (preset {network.preset})." if network.preset else "."
    found = [sentence]
    if network.realisations == 1:
        found.append("Whatever is found holds on this one network.")
    else:
        found.append("The worlds are spread evenly over the networks; the intervals hold for networks of this kind.")
    if network.represents is not None:
        people = f"; one account stands for {network.represents / accounts:g}" if accounts else ""
        found.append(f"The network stands for {network.represents:,.0f} people{people}.")
    return found


def _spreading(scenario: Scenario) -> list[str]:
    parameters = scenario.full["model"][scenario.model.name]
    told = list(parameters)
    if len(parameters) > MOST_PARAMETERS:
        usual = _defaults(type(scenario.model.parameters))
        told = [key for key in parameters if key not in usual or parameters[key] != usual[key]]
        parameters = {key: _unlike(value, usual.get(key)) for key, value in parameters.items()}
    said = [f"{key} {shown(parameters[key])}" for key in told]
    if len(told) < len(parameters):
        said.append(f"{len(parameters) - len(told)} parameters as by default")
    found = [f"Content spreads by {scenario.model.name}" + (f" ({', '.join(said)})." if said else ".")]
    if scenario.code:
        found.append(f"Code of your own is run: {listed(scenario.code)}.")
    return found


def _defaults(parameters: Any) -> dict[str, Any]:
    """The defaults of a model's parameters as plain data."""
    return {
        name: field.default.model_dump(mode="json") if hasattr(field.default, "model_dump") else field.default
        for name, field in getattr(parameters, "model_fields", {}).items()
    }


def _unlike(value: Any, usual: Any) -> Any:
    """Of a map what is not as by default; everything else whole."""
    if not isinstance(value, dict) or not isinstance(usual, dict):
        return value
    return {key: inner for key, inner in value.items() if inner != usual.get(key)}


def _size(group: SeedGroup, currency: str | None) -> str:
    if group.accounts is not None:
        return f"{_counted(len(group.accounts), 'listed account')}"
    if group.count is not None:
        return f"{_counted(group.count, 'account')} chosen by {group.choose}"
    return f"as many accounts as {group.budget:,.10g} {currency} buys, chosen by {group.choose}"


def _group(scenario: Scenario, group: SeedGroup) -> str:
    parameters = {key: value for key, value in _parameters(group).items() if value is not None}
    with_what = f" ({', '.join(f'{key} {shown(value)}' for key, value in parameters.items())})" if parameters else ""
    anew = ", drawn anew as the worlds go on" if _is_random(group) else ""
    if isinstance(group.choose, CodeReference) and "is_random" in functions_of(group.choose):
        anew = f", drawn anew as the worlds go on where is_random of {group.choose.file.name} says so"
    return _size(group, scenario.currency) + with_what + anew


def _is_random(group: SeedGroup) -> bool:
    """Whether another key chooses other accounts; code of one's own is not run to be explained."""
    from sim.strategies import strategy

    if not isinstance(group.choose, str):
        return False
    decide = getattr(strategy(group.choose), "is_random", None)
    return decide is not None and bool(decide(group.parameters))


def _plan(scenario: Scenario, name: str, plan: PlanChoice) -> list[str]:
    if scenario.campaign is not None:
        return explain_campaign.plan_sentences(scenario, name, plan, _group)
    if not plan.seeds:
        return [f"Plan {name}: nobody is seeded."]
    items = sorted({group.item for group in plan.seeds})
    groups = "; ".join(_group(scenario, group) for group in plan.seeds)
    publishing = "it publishes" if [group.count for group in plan.seeds] == [1] else "they publish"
    return [f"Plan {name}: {groups}; {publishing} {listed(items)}."]


def _parameters(group: SeedGroup) -> dict[str, Any]:
    if isinstance(group.parameters, Mapping):
        return dict(group.parameters)
    return {key: value for key, value in group.parameters.model_dump(mode="json").items() if key != "accounts"}


def aspects(plan: PlanChoice) -> dict[str, Any]:
    """What can differ between two plans, each by its name."""
    counts = [group.count for group in plan.groups if group.count is not None]
    spends = [group.budget for group in plan.groups if group.budget is not None]
    spend = sum(spends) if spends else None
    return {
        "strategy": [str(group.choose) for group in plan.groups],
        "strategy's parameters": [_parameters(group) for group in plan.groups],
        "listed accounts": [group.accounts for group in plan.groups],
        "count": sum(counts) if counts else None,
        "budget": spend if plan.budget is None else plan.budget,
        "spending on accounts": None if plan.budget is None else spend,
        "content": list(plan.items),
        **explain_campaign.aspects(plan),
    }


def differing(one: PlanChoice, other: PlanChoice) -> list[str]:
    """Names of what differs between two plans; what follows from another difference is not named again."""
    a, b = aspects(one), aspects(other)
    found = _themselves([name for name in a if a[name] != b[name]])
    if {"count", "budget"} <= set(found) and None in (a["count"], b["count"]):
        found = ["size (count against budget)" if name == "count" else name for name in found if name != "budget"]
    return found


def _themselves(names: list[str]) -> list[str]:
    """Differences without those that follow from another one."""
    follow = set()
    if "strategy" in names:  # another strategy has other parameters, and a list is a strategy
        follow |= {"strategy's parameters", "listed accounts"}
    if "seeds or paid posts" in names:  # who is not paid has no time of it
        follow |= {"time of paid posts", "platforms of paid posts"}
    return [name for name in names if name not in follow]


def _differences(scenario: Scenario) -> list[str]:
    seeding = {name: plan for name, plan in scenario.plans.items() if plan.seeds or plan.actions}
    if len(seeding) < 2:
        return []
    all_aspects = [aspects(plan) for plan in seeding.values()]
    found = []
    names = [name for name in all_aspects[0] if any(one[name] != all_aspects[0][name] for one in all_aspects[1:])]
    names = _themselves(names)
    found.append(f"The plans differ in: {listed(names)}." if names else "The plans do not differ: they are the same.")
    for key, word in (("count", "equal-count"), ("budget", "equal-budget")):
        values = {one[key] for one in all_aspects}
        if len(values) == 1 and None not in values:
            money = f"{values.pop():,.10g} {scenario.currency}" if key == "budget" else ""
            each = money or _counted(all_aspects[0][key], "account")
            aside = set_aside(scenario, seeding) if key == "budget" else ""
            found.append(f"This is an {word} comparison: each plan has {each}{aside}.")
    found += _warnings(seeding)
    return found


def _warnings(plans: Mapping[str, PlanChoice]) -> Iterable[str]:
    names = list(plans)
    pairs = [
        (a, b, what)
        for place, a in enumerate(names)
        for b in names[place + 1 :]
        if len(what := differing(plans[a], plans[b])) > 1
    ]
    for a, b, what in pairs[:MOST_PAIRS]:
        yield (
            f"Warning: {a} and {b} differ in {len(what)} things at once ({', '.join(what)}), "
            "so a difference in the result cannot be laid to one of them."
        )
    if len(pairs) > MOST_PAIRS:
        yield f"Warning: {len(pairs) - MOST_PAIRS} more pairs of plans differ in two or more things at once."


def _deciding(scenario: Scenario) -> list[str]:
    compare = scenario.compare
    found = [f"Measured: {listed(compare.metrics)}; {compare.decide_by} decides."]
    if compare.against is not None:
        found.append(f"All plans are compared with {compare.against}.")
    percent = f"{100 * compare.confidence:.10g}%"
    if compare.until is not None:
        smallest = compare.until.matters
        size = f"{smallest.absolute:g}" if smallest.relative is None else f"{100 * smallest.relative:.10g}%"
        found.append(f"It stops when it is decided with {percent} confidence, or no difference above {size} is left.")
    else:
        found.append(f"The intervals hold together with {percent} confidence.")
    if compare.shapley is not None:
        asked = compare.shapley
        whose = listed(asked.plans) if asked.plans else "all plans"
        worlds = _counted(asked.worlds, "world")
        found.append(f"Who brought what: {listed(asked.metrics)} by {asked.by}, in {worlds}, of {whose}.")
    for wanted in compare.subject_to:
        found.append(f"A plan is considered only if its mean {wanted.metric} {wanted.op} {wanted.value:g}.")
    return found


def _varying(scenario: Scenario) -> list[str]:
    by_default = {path: one for path, one in scenario.uncertain.items() if f"uncertain/{path}" in scenario.defaults}
    found = [
        f"Not known: {path}, {spread.low:g} to {spread.high:g} ({spread.distribution}; source: {spread.source})."
        for path, spread in scenario.uncertain.items()
        if path not in by_default
    ]
    if by_default:
        ranges = ", ".join(_range(path, one) for path, one in by_default.items())
        found.append(f"Not known, each drawn evenly from its plausible range ({len(by_default)}): {ranges}.")
    if scenario.sweep is not None:
        points = len(scenario.sweep.rows)
        paths = list(dict.fromkeys(path for row in scenario.sweep.rows for path in row))
        found.append(
            f"The sweep does all of this at {_counted(points, 'point')} ({scenario.sweep.kind}) over {listed(paths)}; "
            "the points meet the same worlds."
        )
    return found


def _range(path: str, spread: Uncertain) -> str:
    left = f" (what {spread.keeps_total_with} leaves)" if spread.keeps_total_with else ""
    return f"{path} {round(spread.low, 5):,.10g} to {round(spread.high, 5):,.10g}{left}"


def _assumed(scenario: Scenario) -> list[str]:
    weak = weak_defaults(scenario)
    if len(weak) <= MOST_ASSUMPTIONS:
        return [f"These rest on assumptions or weak sources ({len(weak)}): {listed(weak)}."] if weak else []
    parts: dict[str, int] = {}
    for path in weak:
        part = path.partition("/")[0]
        parts[part] = parts.get(part, 0) + 1
    counts = ", ".join(f"{part} {count}" for part, count in parts.items())
    where = "seedcast validate --resolved writes them out, each with its source; the report lists them"
    return [f"These rest on assumptions or weak sources ({len(weak)}): {counts}. {where}."]
