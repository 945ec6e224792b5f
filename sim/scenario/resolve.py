"""From a file's data to a scenario: every part checked, every default filled in."""

import dataclasses
import secrets
from dataclasses import dataclass
from typing import Any

from sim.files.characters import NO_SUCH, refused_character
from sim.scenario.campaign_parts import TOP_KEYS, topics_of, with_campaign, without_fits
from sim.scenario.checking import Report, check
from sim.scenario.choices import PlanChoice, Uncertain
from sim.scenario.compare_parts import Measurable, comparison
from sim.scenario.errors import shown
from sim.scenario.filling import Making
from sim.scenario.further_parts import prices_by_platform, unfilled
from sim.scenario.group_parts import Surroundings, is_numbered
from sim.scenario.plan_parts import PlanMaker, content_items
from sim.scenario.platform_parts import without_preset
from sim.scenario.rule_actions import check_conditions
from sim.scenario.scenario import Scenario, Source
from sim.scenario.schema import DEFAULTS, ScenarioFile
from sim.scenario.short_forms import expand
from sim.scenario.tree import Path
from sim.scenario.world_parts import check_edge_values, model_choice, network_choice, price_setting, without_scaled


def resolve(source: Source, seed: int | None = None) -> Scenario:
    """The scenario of this source. ``seed``: used if the file gives none; else it is drawn from the system."""
    making = Making(source, Report(source.tree))
    data, by_default, file = _read(source, making)
    world = _world(file, data, making)
    plans, planned, measurable = _plans(file, data, world, making)
    compare, compared = comparison(file.compare, data["compare"], plans, measurable, making)
    _default_parts(source.data, making)
    making.report.stop()
    assert world.model is not None
    assert world.network is not None
    seed_given = file.seed is not None
    the_seed = file.seed if file.seed is not None else secrets.randbits(63) if seed is None else seed
    _other_defaults(file, seed_given, world.currency, making)
    full = _full(file, the_seed, world, planned, compared)
    scenario = Scenario(
        name=file.name,
        seed=the_seed,
        currency=world.currency,
        model=world.model[0],
        network=world.network[0],
        content=world.items,
        prices=world.prices,
        plans=plans,
        uncertain={},
        sweep=None,
        compare=compare,
        campaign=world.campaign,
        rates=full.get("rates", {}),
        full=full,
        seed_given=seed_given,
        source=dataclasses.replace(
            source,
            code=tuple(making.code.values()),
            defaults=making.defaults,
            optional=frozenset(making.optional),
        ),
    )
    return _with_design(scenario, file, data, making, by_default)


@dataclass(frozen=True)
class _World:
    """What stands in a file beside its plans and its comparison; a part with a fault is None.

    Attributes:
        model, network: each the choice, and what is written of it in full.
        items, content: the items by name, and what is written of them in full.
        prices, priced, currency: of posts, what is written of them in full, and the currency of the plans.
        campaign, top, segments: what only a campaign has: its choices, its parts at the top of the file, its audience.
    """

    model: tuple[Any, Any] | None
    network: tuple[Any, Any] | None
    items: dict[str, Any]
    content: Any
    prices: Any
    priced: Any
    currency: str | None
    campaign: Any
    top: dict[str, Any]
    segments: Any


def _read(source: Source, making: Making) -> tuple[dict[str, Any], bool, ScenarioFile]:
    """The data with short forms written out, whether it asks for default ranges, and the same checked by the schema."""
    data = expand(dict(source.data))
    _refuse_characters(data, (), making.report)
    making.report.stop()
    by_default = _without_defaults(data, making)
    file = check(ScenarioFile, data, (), making.report, ("extends",))
    making.report.stop()
    assert file is not None
    return data, by_default, file


def _world(file: ScenarioFile, data: dict[str, Any], making: Making) -> _World:
    """Model, network, prices, a campaign's parts and content: what every plan meets."""
    model = model_choice(file.model, making)
    network = network_choice(file.network, data["network"], making)
    if model and network:
        check_edge_values(model[0], network[0], making)
    prices, priced, currency = price_setting(file, making)
    chosen, campaign, top, segments = with_campaign(
        model, network[0] if network else None, file, (prices, currency), making
    )
    classic = chosen.name if chosen and campaign is None else None
    topics = topics_of(network[0] if network and campaign else None)  # a classic world says so when it is made
    items, content = content_items(file.content, data["content"], classic, topics, making)
    written = None if model is None or chosen is None else (chosen, model[1])
    return _World(written, network, items, content, prices, priced, currency, campaign, top, segments)


def _plans(
    file: ScenarioFile, data: dict[str, Any], world: _World, making: Making
) -> tuple[dict[str, PlanChoice], Any, Measurable]:
    """The plans, what is written of them in full, and what can be measured of them."""
    campaign, topics = world.campaign, topics_of(world.network[0] if world.network and world.campaign else None)
    accounts = world.network[0].parameters.get("accounts") if world.network else None
    chosen = world.model[0] if world.model else None
    has_prices = prices_by_platform(file, campaign)
    on_further = None if campaign is None else dict(zip(campaign.further, has_prices[1:], strict=True))
    numbered = is_numbered(world.network[0] if world.network else None)
    known = None if campaign is None else campaign.candidates
    numbered = numbered and (known is not None or file.candidates is None)  # whom a faulty table names is not known
    around = Surroundings(world.items, accounts, has_prices[0], world.currency, on_further, numbered, known)
    sells = world.top.get("product") is not None or (file.product is not None and (chosen is None or bool(campaign)))
    maker = PlanMaker(around, campaign, chosen.name if chosen else None, world.segments, topics, making, sells)
    plans, planned = maker.all(file.plans, data["plans"])
    has_costs = any(has_prices) or (campaign is not None and world.currency is not None and not _pays(plans))
    has_costs = has_costs or chosen is None  # what a model with a fault of its own would have is not told as missing
    if chosen is None or chosen.code is not None:  # nobody knows what a model of one's own records
        measurable = Measurable(has_costs)
    else:
        there = () if campaign is None else campaign.platforms
        measurable = Measurable(has_costs, campaign is not None, sells, bool(file.audience), there)
    check_conditions({name: plans[name] for name in plans if name in maker.whole}, measurable, making)
    return plans, planned, measurable


def _other_defaults(file: ScenarioFile, seed_given: bool, currency: str | None, making: Making) -> None:
    """What was filled in for the seed and the currency."""
    if not seed_given:
        making.default(("seed",), "drawn once from the system, because none was given")
    if currency and not file.currency:
        making.default(("currency",), "the currency of the prices")
    elif not currency:
        making.optional.add("currency")


def _full(file: ScenarioFile, seed: int, world: _World, planned: Any, compared: Any) -> dict[str, Any]:
    """The scenario written in full, its parts in the order of a file."""
    assert world.model is not None
    assert world.network is not None
    full: dict[str, Any] = {
        "name": file.name,
        "seed": seed,
        "currency": world.currency,
        "rates": {pair: rate.model_dump(mode="json") for pair, rate in file.rates.items()} or None,
        "model": world.model[1],
        "horizon": world.top.get("horizon"),
        "network": world.network[1],
        **{key: world.top.get(key) for key in TOP_KEYS if key != "horizon"},
        "content": world.content,
        "prices": world.priced,
        "plans": planned,
        "uncertain": None,
        "sweep": None,
        "compare": compared,
    }
    return {key: value for key, value in full.items() if value is not None}


def _pays(plans: dict[str, PlanChoice]) -> bool:
    """Whether accounts are chosen that would cost something if they had prices."""
    return any(plan.groups for plan in plans.values())


def _refuse_characters(data: Any, path: Path, report: Report) -> None:
    """Faults for texts with characters that may not reach a terminal, a picture or XML. Several lines and tabs are
    allowed here; names are checked more strictly by the schema.
    """
    if isinstance(data, str):
        if (bad := refused_character(data, "\n\t")) is not None:
            report.add(path, f"holds the character {bad}; {NO_SUCH}")
    elif isinstance(data, dict):
        for key, inner in data.items():
            if (bad := refused_character(key)) is not None:
                report.add((*path, key), f"is a key that holds the character {bad}; {NO_SUCH}", key=True)
            _refuse_characters(inner, (*path, key), report)
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            _refuse_characters(inner, (*path, number), report)


def _default_parts(data: Any, making: Making) -> None:
    if "content" not in data:
        making.default(("content",), "one ordinary item")
    if "compare" not in data:
        making.default(("compare",), "as comparisons are made if nothing is said")


def _without_defaults(data: dict[str, Any], making: Making) -> bool:
    """Whether ``uncertain`` asks for the ranges of the model's table; the key is taken out of it."""
    given = data.get("uncertain")
    if not isinstance(given, dict) or DEFAULTS not in given:
        return False
    asked = given[DEFAULTS]
    data["uncertain"] = {path: one for path, one in given.items() if path != DEFAULTS}
    if not isinstance(asked, bool):
        making.report.add(("uncertain", DEFAULTS), f"is {shown(asked)}; it must be true or false")
    return asked is True


def _with_design(
    scenario: Scenario, file: ScenarioFile, data: dict[str, Any], making: Making, by_default: bool
) -> Scenario:
    """The scenario with its uncertain parameters and its sweep, which can only be checked on a scenario."""
    from sim.scenario.design import sweep_rows, uncertain_ranges
    from sim.scenario.uncertain_defaults import default_uncertain

    order = list(ScenarioFile.model_fields)
    full = dict(scenario.full)
    uncertain: dict[str, Uncertain] = {}
    sweep = None
    if file.uncertain:
        uncertain = uncertain_ranges(scenario, file.uncertain, making.report)
        full["uncertain"] = {
            name: making.written_out(setting, data["uncertain"][name], ("uncertain", name))
            for name, setting in file.uncertain.items()
        }
    if file.sweep is not None:
        sweep = sweep_rows(scenario, file.sweep, uncertain, making.report)
        full["sweep"] = (
            {"list": [dict(row) for row in sweep.rows]} if sweep and sweep.kind == "table" else dict(data["sweep"])
        )
    making.report.stop()
    varied = {path for row in sweep.rows for path in row} if sweep is not None else set()
    varied.update(uncertain)
    if by_default:
        more, written = default_uncertain(scenario, varied, making)
        uncertain, full["uncertain"] = {**uncertain, **more}, {**full.get("uncertain", {}), **written}
        making.report.stop()
        varied.update(more)
    if varied & {"network/preset", "network/accounts"}:
        full["network"] = without_scaled(full["network"], data["network"], making)
    if "platform/preset" in varied:
        full["platform"] = without_preset(full["platform"], data.get("platform", {}), making)
        without_fits(full, making)
    if scenario.campaign is not None and scenario.campaign.further:
        full["also_on"] = unfilled(full["also_on"], data["also_on"], varied, making)
    full = {key: full[key] for key in order if key in full}
    source = dataclasses.replace(scenario.source, defaults=making.defaults, optional=frozenset(making.optional))
    return dataclasses.replace(scenario, uncertain=uncertain, sweep=sweep, full=full, source=source)
