"""What stands at the top of a campaign's file beside the model: horizon, platform, product, audience, occasions, brand.

They are parameters of the model; the file gives them places of their own. For every other model they are refused.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from sim.border import sentence_of
from sim.ranking.presets import preset
from sim.scenario.candidates_part import candidates
from sim.scenario.checking import check
from sim.scenario.choices import CampaignChoice, CandidatesChoice, ModelChoice, NetworkChoice
from sim.scenario.code import is_reference
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.further_parts import further_choices, lists_by_platform, platform_names
from sim.scenario.group_parts import Surroundings, is_numbered
from sim.scenario.occasion_parts import occasions_choice
from sim.scenario.platform_parts import platform_choice
from sim.scenario.schema import ScenarioFile
from sim.scenario.target_parts import RETARGETING
from sim.scenario.times import DAY, seconds
from sim.scenario.tree import Path

CAMPAIGN = "campaign"
TOP_KEYS = ("horizon", "platform", "also_on", "product", "audience", "occasions", "opt_out", "brand", "candidates")
MERGED = {
    "days": "the horizon stands at the top of the file, as horizon: 7 days",
    "platform": "it stands at the top of the file, as platform: {preset: x_2026}",
    "also_on": "they stand at the top of the file, as also_on: {douyin: {preset: douyin_2025}}",
    "product": "it stands at the top of the file, as product: {quality: .7}",
    "audience": "it stands at the top of the file, as audience: {young: {share: .2}}",
    "occasions": "they stand at the top of the file, as occasions: {rumours: [{at: day 3}]}",
    "opt_out": "it stands at the top of the file, as opt_out: 30%",
    "represents": "it stands in the network, as network: {represents: 600000}",
}
"""The model's parameters that have a place of their own."""
PRESET_SAYS = "fitted for the platform's preset, or its own, docs/calibration.md"
DEFAULT_PRODUCT = "one as by default, because orders are counted and the file names none"

Parts = tuple[ModelChoice | None, CampaignChoice | None, dict[str, Any], Mapping[str, Any]]


def with_campaign(
    model: tuple[ModelChoice, dict[str, Any]] | None,
    network: NetworkChoice | None,
    file: ScenarioFile,
    prices: tuple[Any, str | None],
    making: Making,
) -> Parts:
    """The model with what the top of the file says: (model, campaign, these parts written out, segments).

    The model's own part, written out, loses what stands elsewhere. ``prices``: the scenario's, and its currency.
    """
    if model is None:
        return None, None, {}, {}
    choice, written = model
    if choice.name != CAMPAIGN or choice.code is not None:
        for key in TOP_KEYS:
            if getattr(file, key) not in (None, {}):
                making.report.add((key,), f"belongs to the campaign model; {choice.name} has none", key=True)
        return choice, None, {}, {}
    for key, told in MERGED.items():
        if key in file.model[CAMPAIGN]:
            making.report.add(("model", CAMPAIGN, key), f"is not given here; {told}", key=True)
        written[CAMPAIGN].pop(key, None)
        for path in [path for path in making.defaults if f"{path}/".startswith(f"model/{CAMPAIGN}/{key}/")]:
            del making.defaults[path]
        making.optional.discard(f"model/{CAMPAIGN}/{key}")
    _check_response(choice.parameters.response, making)
    days, horizon = _horizon(file, type(choice.parameters), making)
    platform, fee, platform_written = platform_choice(file, days, making)
    also_on, further, further_written = further_choices(file, days, network, prices, making)
    for name, there in {"": platform, **(also_on or {})}.items():
        _check_topics(there, ("also_on", name) if name else ("platform",), topics_of(network), making)
    product, product_written = _product(file, topics_of(network), making)
    says = {} if platform is None or platform.preset is None else dict(preset(platform.preset).parameters)
    if product is not None:
        product = _as_the_preset_says(
            product, product_written, says.pop("product", {}), file.product or {}, ("product",), making
        )
    says.pop("product", None)
    parameters = _as_the_preset_says(
        choice.parameters, written[CAMPAIGN], says, file.model[CAMPAIGN], ("model", CAMPAIGN), making
    )
    choice = dataclasses.replace(choice, parameters=parameters)
    segments, audience_written = _audience(file, network, making)
    accounts = None if network is None else network.parameters.get("accounts")
    topics = topics_of(network)
    occasions, occasions_written = occasions_choice(file, days, topics, accounts, tuple(further), making)
    if file.opt_out is None:
        making.default(("opt_out",), type(choice.parameters).model_fields["opt_out"].description)
    full = {
        "horizon": horizon,
        "platform": platform_written,
        "also_on": further_written or None,
        "product": product_written,
        "audience": audience_written or None,
        "occasions": occasions_written,
        "opt_out": 0.0 if file.opt_out is None else file.opt_out,
        "brand": file.brand,
        "candidates": file.candidates and file.candidates.model_dump(exclude_none=True),
    }
    merged = {
        "days": days,
        "platform": platform,
        "also_on": also_on,
        "product": product,
        "audience": segments,
        "occasions": occasions,
        "opt_out": file.opt_out or 0.0,
        "represents": None if network is None else network.represents,
    }
    first = None if platform is None else platform.preset
    people = None if network is None else network.represents or accounts
    known = candidates(file, platform_names(first, further), topics, people, prices[1], making)
    certain = known is not None or file.candidates is None  # whom a faulty table names is not known
    _check_brand(file.brand, network, known, certain, making)
    listed = tuple(lists_by_platform(file, further))
    campaign = CampaignChoice(days, fee, file.brand, segments, known, further, first, listed)
    if making.report.faults:
        return choice, campaign, full, segments
    return _merged(choice, merged, making), campaign, full, segments


def _check_brand(
    brand: int | str | None,
    network: NetworkChoice | None,
    known: CandidatesChoice | None,
    certain: bool,
    making: Making,
) -> None:
    """A fault for a brand whose account is none, as far as no network is needed to tell."""
    if brand is None or network is None:
        return
    around = Surroundings(
        {}, network.parameters.get("accounts"), False, None, None, certain and is_numbered(network), known
    )
    around.check_account(brand, ("brand",), making)


def _check_topics(platform: Any, path: Path, topics: Collection[str] | None, making: Making) -> None:
    """A fault for each topic that a platform likes and the network does not know."""
    if platform is None or topics is None:
        return
    for topic in platform.topic_effect:
        if topic not in topics:
            making.report.add((*path, "topic_effect", topic), unknown("topic of the network", topic, topics), key=True)


def _check_response(named: str | None, making: Making) -> None:
    """A fault for a response that is no function of the user's own, or one that was not allowed."""
    path = ("model", CAMPAIGN, "response")
    if named is not None and is_reference(named):
        making.own_code(named, path)
    elif named is not None:
        making.report.add(path, f"is {named}; allowed: a function in a file of your own, as mine.py:respond")


def _as_the_preset_says(
    parameters: Any, written: Any, told: Mapping[str, Any], given: Mapping[str, Any], path: Path, making: Making
) -> Any:
    """The parameters with what the platform's preset says of them, where the file does not; written out the same."""
    own = {key: value for key, value in told.items() if key not in given}
    for key, value in own.items():
        written[key] = value
        about = type(parameters).model_fields[key].description.partition(" Source: ")[0]
        making.default((*path, key), f"{about} Source: {PRESET_SAYS}")
    return parameters.model_copy(update=own)


def without_fits(full: dict[str, Any], making: Making) -> None:
    """Leave out what a preset said of other parameters, for a design that varies the preset; ``full`` is changed."""
    for path in [path for path, text in making.defaults.items() if text.endswith(PRESET_SAYS)]:
        *way, last = path.split("/")
        inside = full
        for part in way:
            inside[part] = inside = dict(inside[part])
        del inside[last], making.defaults[path]
        making.optional.add(path)


def _merged(choice: ModelChoice, merged: Mapping[str, Any], making: Making) -> ModelChoice:
    """The model's parameters with these parts."""
    cls = type(choice.parameters)
    values = {name: getattr(choice.parameters, name) for name in cls.model_fields}
    try:
        return dataclasses.replace(choice, parameters=cls(**{**values, **merged}))
    except ValidationError as error:
        name, wrong = sentence_of(error)
        making.report.add(("model", CAMPAIGN, name) if name else ("model",), wrong)
        return choice


def _horizon(file: ScenarioFile, cls: Any, making: Making) -> tuple[float, str]:
    days = float(cls.model_fields["days"].default)
    if file.horizon is None:
        making.default(("horizon",), cls.model_fields["days"].description)
        return days, f"{days:g} days"
    try:
        return seconds(file.horizon) / DAY, file.horizon
    except ValueError as error:
        making.report.add(("horizon",), str(error))
        return days, file.horizon


def _product(file: ScenarioFile, topics: Collection[str] | None, making: Making) -> tuple[Any, dict[str, Any] | None]:
    from sim.models.campaign.product import Product

    if file.product is None:
        if not _counts_orders(file.compare.metrics):
            return None, None
        making.default(("product",), DEFAULT_PRODUCT)
        usual = Product.model_validate({})
        return usual, making.written_out(usual, {}, ("product",))
    found = check(Product, file.product, ("product",), making.report)
    for place, topic in enumerate(() if found is None else found.topics):
        if topics is not None and topic not in topics:
            making.report.add(("product", "topics", place), unknown("topic of the network", topic, topics))
    return found, None if found is None else making.written_out(found, file.product, ("product",))


def _counts_orders(metrics: Iterable[str]) -> bool:
    """Whether orders are counted but no money: what an order is worth is the marketer's to say."""
    from sim.metrics import METRICS

    needing = [METRICS[name] for name in metrics if name in METRICS and METRICS[name].needs_product]
    return bool(needing) and not any(metric.unit == "currency" or metric.needs_cost for metric in needing)


def _audience(
    file: ScenarioFile, network: NetworkChoice | None, making: Making
) -> tuple[dict[str, Any], dict[str, Any]]:
    from sim.models.campaign.product import Segment

    topics = topics_of(network)
    found, full = {}, {}
    for name, data in file.audience.items():
        path = ("audience", name)
        if name == RETARGETING:
            problem = "is what a target of those who have clicked is called; a segment needs another name"
            making.report.add(path, problem, key=True)
        segment = check(Segment, data, path, making.report)
        if segment is None:
            continue
        for topic, interest in segment.interests.items():
            if topics is not None and topic not in topics:
                making.report.add((*path, "interests", topic), unknown("topic of the network", topic, topics), key=True)
            if not 0 <= interest <= 1:
                making.report.add((*path, "interests", topic), f"is {interest:g}; it must be 0 to 1")
        found[name] = segment
        full[name] = making.written_out(segment, data, path)
    total = sum(round(segment.share * 1e9) for segment in found.values())
    if total > 1_000_000_000:
        shares = " + ".join(f"{segment.share:g}" for segment in found.values())
        making.report.add(("audience",), f"has shares that sum to more than 1 ({shares}); an account is in one segment")
    return found, full


def topics_of(network: NetworkChoice | None) -> tuple[str, ...] | None:
    """The topics of the networks of this choice, or None where only the network can tell."""
    topics = None if network is None else network.parameters.get("topics")
    return None if topics is None else tuple(topics)
