"""Further platforms of a campaign's file: each a platform with members, a network and prices of its own."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.scenario.checking import check
from sim.scenario.choices import FIRST, CampaignChoice, NetworkChoice
from sim.scenario.errors import listed, shown
from sim.scenario.filling import Making
from sim.scenario.further_choice import FurtherChoice
from sim.scenario.platform_parts import BESIDE, made_platform, without_preset
from sim.scenario.schema import ScenarioFile
from sim.scenario.tree import Path
from sim.scenario.world_parts import prices_in, read_from

OF_A_FILE: Final = ("file",)
HERE: Final = "also_on"

Found = tuple[dict[str, Any], dict[str, FurtherChoice], dict[str, Any]]


def further_choices(
    file: ScenarioFile, days: float, network: NetworkChoice | None, prices: tuple[Any, str | None], making: Making
) -> Found:
    """The further platforms as the model's parameters, what the scenario says beside, and both written out.

    One at fault keeps its name, so that what plans do there is no fault of its own.

    Args:
        days: the horizon.
        network: the first platform's.
        prices: the scenario's, and its currency.
    """
    from sim.models.campaign.platform import MOST_FURTHER, Further

    somewhere: Any = network  # of one at fault: nothing is asked of it but its name
    parameters, written = {}, {}
    choices = {name: FurtherChoice(somewhere, preset=_named_preset(data)) for name, data in file.also_on.items()}
    if len(file.also_on) > MOST_FURTHER:
        told = f"names {len(file.also_on)} further platforms; allowed: at most {MOST_FURTHER}"
        making.report.add((HERE,), told, key=True)
        return {}, choices, {}
    _check_names(file.also_on, making)
    for name, data in file.also_on.items():
        path = (HERE, name)
        own = {key: value for key, value in data.items() if key not in BESIDE}
        if own.pop("tick_minutes", None) is not None:
            making.report.add((*path, "tick_minutes"), "is one for all platforms; set it in platform", key=True)
        platform, fee, full = made_platform(Further, own, path, days, making, BESIDE)
        making.defaults.pop("/".join((*path, "tick_minutes")), None)
        full.pop("tick_minutes", None)
        if platform is not None and platform.members <= 0:
            problem = "is 0, so nobody is there; it must be above 0 (100% is everybody)"
            making.report.add((*path, "members"), problem)
        if "members" not in own:
            making.default((*path, "members"), "accounts that are there (share). Source: convention")
        listed_prices, prices_written = _prices(data.get("prices"), (*path, "prices"), file, prices, making)
        found = _network(data.get("network"), (*path, "network"), network, making)
        if platform is None or found is None:
            continue
        there, network_written = found
        stars: float | None = platform.same_stars
        if there.file is not None:
            stars = None
            if "same_stars" in own:
                problem = "belongs to a network that is drawn; a file says itself who is followed"
                making.report.add((*path, "same_stars"), problem, key=True)
            full.pop("same_stars")
            making.defaults.pop("/".join((*path, "same_stars")), None)
        parameters[name] = platform
        choices[name] = FurtherChoice(there, platform.members, stars, fee, listed_prices, platform.preset)
        written[name] = {**full, "network": network_written}
        if not data.get("network"):
            making.default((*path, "network"), "as the first platform's, drawn anew. Source: convention")
        if prices_written is not None:
            written[name]["prices"] = prices_written
        else:
            making.optional.add("/".join((*path, "prices")))
    return parameters, choices, written


def _named_preset(data: Mapping[str, Any]) -> str | None:
    named = data.get("preset")
    return named if isinstance(named, str) else None


def _check_names(names: Mapping[str, Any], making: Making) -> None:
    from sim.files.candidate_words import platform_of

    known: dict[str, str] = {}
    for name in names:
        if name == FIRST or "/" in name:
            why = "is what the first platform is called" if name == FIRST else "holds a /"
            making.report.add((HERE, name), f"{why}; a further platform needs another name, as douyin", key=True)
        same = known.setdefault(platform_of(name), name)
        if same != name:
            making.report.add((HERE, name), f"is the platform {same} again; name each once", key=True)


def _prices(
    data: Any, path: Path, file: ScenarioFile, prices: tuple[Any, str | None], making: Making
) -> tuple[Any, dict[str, Any] | None]:
    """The prices of a further platform's posts, and the same written out: None where they are the scenario's."""
    if data is None:
        return prices[0], None
    if not isinstance(data, dict):
        told = "it must be the name of a price table, or a map as {per_follower: .1, currency: CNY}"
        making.report.add(path, f"is {shown(data)}; {told}")
        return None, None
    found, written, currency = prices_in(data, path, prices[1], file.rates, making)
    if found is not None and prices[1] is None:
        making.report.add(path, f"are in {currency}; give the scenario a currency, as currency: {currency}")
    return found, written


def _network(
    data: Any, path: Path, first: NetworkChoice | None, making: Making
) -> tuple[NetworkChoice, dict[str, Any]] | None:
    """The network of a further platform and what of it is written out; None and faults, or None without a first."""
    if data is not None and not isinstance(data, dict):
        making.report.add(path, f"is {shown(data)}; it must be a map, as {{preset: douyin}}")
        return None
    if first is None:
        return None
    own = dict(data or {})
    if "file" in own:
        if not isinstance(own["file"], str):
            making.report.add((*path, "file"), f"is {shown(own['file'])}; it must be text")
            return None
        options = {key: value for key, value in own.items() if key != "file"}
        read = read_from(own["file"], options, path, OF_A_FILE, making)
        if read is None:
            return None
        there = NetworkChoice(None, file=read[0], reader_options=read[1], represents=first.represents)
        return there, {"file": own["file"], **read[1]}
    if first.generator is None:
        problem = "lacks the key file (a network of the same accounts): the first network is read from a file, "
        making.report.add(path[:-1] if data is None else path, problem + "beside which none can be drawn", key=True)
        return None
    return _drawn(own, path, first, making)


def _drawn(
    own: dict[str, Any], path: Path, first: NetworkChoice, making: Making
) -> tuple[NetworkChoice, dict[str, Any]] | None:
    from sim.generators import generator
    from sim.generators.further import of_people, parameters_beside

    assert first.generator is not None
    named = own.pop("generator", first.generator)
    if named != first.generator:
        problem = f"is {shown(named)}; it must be that of the first network, {first.generator} (or left out)"
        making.report.add((*path, "generator"), problem)
        return None
    people = of_people(first.generator)
    wrong = [key for key in own if key in people]
    for key in wrong:
        problem = "is of the people, who are the same on all platforms; set it in network and leave it out here"
        making.report.add((*path, key), problem, key=True)
    cls = generator(first.generator).Parameters
    for key in [key for key in own if key not in cls.model_fields]:
        allowed = ["file", *(name for name in cls.model_fields if name not in people)]
        making.report.add((*path, key), f"is not a known key; allowed here: {listed(allowed)}", key=True)
        wrong.append(key)
    if wrong:
        return None
    checked = check(cls, parameters_beside(first.generator, first.parameters, own), path, making.report)
    if checked is None:
        return None
    whole = making.written_out(checked, own, path)
    for key in whole:  # what is not its own is said elsewhere: it is as on the first platform, or the people's
        if key in people or ("preset" not in own and key not in own):
            making.defaults.pop("/".join(map(str, (*path, key))), None)
            if key not in people:
                making.optional.add("/".join(map(str, (*path, key))))
    written = {key: value for key, value in whole.items() if key not in people and ("preset" in own or key in own)}
    choice = NetworkChoice(
        first.generator,
        preset=whole.get("preset"),
        parameters=whole,
        realisations=first.realisations,
        represents=first.represents,
    )
    return choice, written


def unfilled(written: Mapping[str, Any], given: Mapping[str, Any], varied: set[str], making: Making) -> dict[str, Any]:
    """The further platforms written out without what their presets fill in, where a design varies a preset."""
    found = dict(written)
    for name in found:
        head, data = f"{HERE}/{name}", given[name] or {}
        if f"{head}/preset" in varied:
            found[name] = without_preset(found[name], data, making, head)
        inside, own = f"{head}/network", data.get("network") or {}
        if {f"{inside}/preset", "network/accounts"} & varied:
            kept = {key: value for key, value in found[name]["network"].items() if key in own or key == "file"}
            for key in found[name]["network"]:
                if key not in kept:
                    making.optional.add(f"{inside}/{key}")
                    making.defaults.pop(f"{inside}/{key}", None)
            found[name] = {**found[name], "network": kept}
    return found


def prices_by_platform(file: ScenarioFile, campaign: CampaignChoice | None) -> list[bool]:
    """Whether accounts have prices, on each platform by its place: a table, a rule, or quotes of KOLs."""
    if campaign is None:
        return [file.prices is not None]
    quoted = campaign.candidates
    return [
        listed or (quoted is not None and bool(quoted.on(place)))
        for place, listed in enumerate(lists_by_platform(file, campaign.further))
    ]


def lists_by_platform(file: ScenarioFile, further: Iterable[str]) -> list[bool]:
    """Whether a table or a rule gives every account a price, on each platform by its place."""
    beside = [file.prices is not None or file.also_on[name].get("prices") is not None for name in further]
    return [file.prices is not None, *beside]


def platform_names(preset: str | None, further: Mapping[str, FurtherChoice]) -> tuple[tuple[str, ...], ...]:
    """By what names a table of KOLs may call each platform; nothing for a first one without a preset.

    >>> platform_names("xiaohongshu_ces_folklore", {})
    (('xiaohongshu',),)
    """
    from sim.files.candidate_words import platform_of

    def family(preset: str | None) -> tuple[str, ...]:
        return () if preset is None else (platform_of(preset.partition("_")[0]),)

    rest = [tuple(dict.fromkeys((platform_of(name), name, *family(one.preset)))) for name, one in further.items()]
    return (family(preset), *rest)
