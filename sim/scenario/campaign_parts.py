"""What stands at the top of a campaign's file beside the model: horizon, platform, product, audience, brand.

They are parameters of the model; the file gives them places of their own. For every other model they are refused.
"""

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from sim.border import sentence_of
from sim.scenario.checking import check
from sim.scenario.choices import CampaignChoice, ModelChoice, NetworkChoice
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.schema import ScenarioFile
from sim.scenario.times import DAY, seconds, span

CAMPAIGN = "campaign"
TOP_KEYS = ("horizon", "platform", "product", "audience", "brand")
MERGED = {
    "days": "the horizon stands at the top of the file, as horizon: 7 days",
    "platform": "it stands at the top of the file, as platform: {preset: x_2026}",
    "product": "it stands at the top of the file, as product: {quality: .7}",
    "audience": "it stands at the top of the file, as audience: {young: {share: .2}}",
    "represents": "it stands in the network, as network: {represents: 600000}",
}
"""The model's parameters that have a place of their own."""

Parts = tuple[ModelChoice | None, CampaignChoice | None, dict[str, Any], Mapping[str, Any]]


def with_campaign(
    model: tuple[ModelChoice, dict[str, Any]] | None, network: NetworkChoice | None, file: ScenarioFile, making: Making
) -> Parts:
    """The model with what the top of the file says: (model, campaign, these parts written out, segments).

    The model's own part, written out, loses what stands elsewhere.
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
    days, horizon = _horizon(file, type(choice.parameters), making)
    platform, fee, platform_written = _platform(file, days, making)
    product, product_written = _product(file, making)
    segments, audience_written = _audience(file, network, making)
    if isinstance(file.brand, int) and network is not None:
        accounts = network.parameters.get("accounts")
        if file.brand < 0 or (accounts is not None and file.brand >= accounts):
            making.report.add(("brand",), f"is {file.brand}, which is no account")
    full = {
        "horizon": horizon,
        "platform": platform_written,
        "product": product_written,
        "audience": audience_written or None,
        "brand": file.brand,
    }
    merged = {
        "days": days,
        "platform": platform,
        "product": product,
        "audience": segments,
        "represents": None if network is None else network.represents,
    }
    campaign = CampaignChoice(days, fee, file.brand, segments)
    if making.report.faults:
        return choice, campaign, full, segments
    return _merged(choice, merged, making), campaign, full, segments


def _merged(choice: ModelChoice, merged: Mapping[str, Any], making: Making) -> ModelChoice:
    """The model's parameters with those parts that this model has."""
    cls = type(choice.parameters)
    values = {name: getattr(choice.parameters, name) for name in cls.model_fields}
    values.update({name: value for name, value in merged.items() if name in cls.model_fields})
    try:
        return dataclasses.replace(choice, parameters=cls(**values))
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


@cache
def platform_setting() -> type[BaseModel]:
    """What may stand under ``platform``: a platform, and what it takes of each quote."""
    from sim.models.campaign.platform import Platform

    class PlatformSetting(Platform):
        """A platform, and what it takes of each quote."""

        platform_fee: float = Field(
            0.0, ge=0, le=10, description="what it takes on top of each quote (share of the quote). Source: convention"
        )

    return PlatformSetting


def _platform(file: ScenarioFile, days: float, making: Making) -> tuple[Any, float, dict[str, Any]]:
    """The platform, its fee, and both written out."""
    from sim.models.campaign.platform import Platform
    from sim.ranking import POLICIES

    given = dict(file.platform or {})
    before = len(making.report.faults)
    named = given.get("ranking")
    if isinstance(named, str) and named not in POLICIES:
        making.report.add(("platform", "ranking"), unknown("ranking policy", named, POLICIES))
    _check_preset(given.get("preset"), making)
    changes, numbers = given.get("changes"), None
    if isinstance(changes, list):
        numbers = [_change(change, place, days, making) for place, change in enumerate(changes)]
    if len(making.report.faults) > before:
        return None, 0.0, {}
    data = given if numbers is None else {**given, "changes": numbers}
    setting = check(platform_setting(), data, ("platform",), making.report)
    if setting is None:
        return None, 0.0, {}
    full = making.written_out(setting, given, ("platform",))
    if isinstance(changes, list):
        full["changes"] = changes
    own = {key: value for key, value in setting.model_dump().items() if key in Platform.model_fields}
    return Platform.model_validate(own), setting.platform_fee, full


def _check_preset(name: Any, making: Making) -> None:
    from sim.ranking.presets import PRESETS

    if isinstance(name, str) and name not in PRESETS:
        making.report.add(("platform", "preset"), unknown("preset of a platform", name, PRESETS))


def _change(change: Any, place: int, days: float, making: Making) -> Any:
    """The change with its time in days from the start, as the model reads it."""
    from sim.ranking import POLICIES

    here = ("platform", "changes", place)
    if not isinstance(change, dict) or "at" not in change:
        return change
    named = change.get("ranking")
    if isinstance(named, str) and named not in POLICIES:
        making.report.add((*here, "ranking"), unknown("ranking policy", named, POLICIES))
    try:
        when = span(change["at"])
    except ValueError as error:
        making.report.add((*here, "at"), str(error))
        return change
    if not when.is_moment:
        making.report.add((*here, "at"), f"is {when.text}; a change happens at one time, as day 3 00:00")
    elif when.start >= days * DAY:
        making.report.add((*here, "at"), f"is {when.text}, after the horizon of {days:g} days")
    return {**change, "at": when.start / DAY}


def _product(file: ScenarioFile, making: Making) -> tuple[Any, dict[str, Any] | None]:
    from sim.models.campaign.product import Product

    if file.product is None:
        return None, None
    found = check(Product, file.product, ("product",), making.report)
    return found, None if found is None else making.written_out(found, file.product, ("product",))


def _audience(
    file: ScenarioFile, network: NetworkChoice | None, making: Making
) -> tuple[dict[str, Any], dict[str, Any]]:
    from sim.models.campaign.product import Segment

    topics = topics_of(network)
    found, full = {}, {}
    for name, data in file.audience.items():
        path = ("audience", name)
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


def without_preset(full: Mapping[str, Any], given: Mapping[str, Any], making: Making) -> dict[str, Any]:
    """The platform written out without what its preset fills in, for a design that varies the preset."""
    kept = {}
    for key, value in full.items():
        inner = given.get(key) or {}
        if key in given and not (isinstance(value, dict) and isinstance(inner, dict)):
            kept[key] = value
        elif key in given:
            kept[key] = {name: one for name, one in value.items() if name in inner} if key != "weights" else value
        else:
            making.optional.add(f"platform/{key}")
    for path in [path for path in making.defaults if path.startswith("platform/")]:
        del making.defaults[path]
    return kept


def topics_of(network: NetworkChoice | None) -> tuple[str, ...] | None:
    """The topics of the networks of this choice, or None where only the network can tell."""
    topics = None if network is None else network.parameters.get("topics")
    return None if topics is None else tuple(topics)
