"""From a network, parameters and content to the arrays that the campaign's kernels read."""

import functools
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from sim import response
from sim.arithmetic import log
from sim.arithmetic.rows import total
from sim.jit import hook
from sim.models.campaign import hours, people, places, state
from sim.models.campaign.base import base_of
from sim.models.campaign.days import DAY, HOUR
from sim.models.campaign.grounds import FITTED_ON
from sim.models.campaign.lengths import times_usual
from sim.models.campaign.likeness import likeness
from sim.models.campaign.numbers import numbers_of
from sim.models.campaign.ordinary import ordinary_value, posting_rates
from sim.models.campaign.parameters import ACTIONS, Parameters
from sim.models.campaign.platform import Platform
from sim.models.campaign.schedule import platform_parts, settings_of
from sim.models.campaign.usual import usual_rates
from sim.network import Network, NetworkError, frozen
from sim.ranking import NOTHING, policy
from sim.ranking.presets import preset
from sim.segments import interests_of, segment_of
from sim.world import Item, item_words

ORDINARY = Item("ordinary", stance=0.0)
"""What others post, to the platform; it stands after all other items."""


PRAISE: Final = Item("praise", tone=0.5, stance=0.8, authenticity=1.0)
COMPLAINT: Final = Item("complaint", tone=-0.5, stance=-0.8, authenticity=1.0, arousal=0.6)
RUMOUR: Final = Item("rumour", tone=-0.5, promise=0.0)
COMPETITOR: Final = Item("competitor", stance=0.0, commerciality=0.5)
"""What customers, rumours and competitors write, as far as the parameters do not say it (assumption)."""


def customers_items(parameters: Parameters, content: tuple[Item, ...]) -> tuple[Item, ...]:
    """What customers publish: praise and complaints, which tell how good the product is; none if nothing is sold."""
    if parameters.product is None:
        return ()
    told, topics = parameters.product.quality, content[0].topics
    return (replace(PRAISE, topics=topics, promise=told), replace(COMPLAINT, topics=topics, promise=told))


def occasions_items(parameters: Parameters, content: tuple[Item, ...]) -> tuple[Item, ...]:
    """What rumours and competitors publish."""
    found = []
    for place, one in enumerate(parameters.occasions.rumours, 1):
        said = replace(RUMOUR, name=f"rumour {place}", topics=one.topics or content[0].topics, stance=one.stance)
        found.append(replace(said, utility=one.utility, arousal=one.arousal))
    for place, rival in enumerate(parameters.occasions.competitors, 1):
        said = replace(COMPETITOR, name=f"competitor {place}", topics=rival.topics or content[0].topics)
        found.append(replace(said, utility=rival.utility, arousal=rival.arousal))
    return tuple(found)


def rhythm_of(name: hours.Rhythm) -> np.ndarray:
    """The share of a day's sessions before each hour (float64[25]).

    >>> float(rhythm_of("flat")[12])
    0.5
    """
    return np.array(hours.upto(name))


@functools.cache
def _hook(function: Any) -> Any:
    return hook(function, NOTHING)


def policy_hooks(platform: Platform) -> tuple[Any, ...]:
    """The compiled ranking policy of each part of the platform's schedule."""
    return tuple(_hook(policy(part.ranking)) for part in platform_parts(platform))


@functools.cache
def _response_hook(function: Any) -> Any:
    return hook(function, response.USUAL)


def response_place(parameters: Parameters) -> int:
    """Where the compiled response of the user's own lies in memory; 0 where the model's own holds.

    Raises:
        ResponseError: it was not taken in.
    """
    return 0 if parameters.response is None else _response_hook(response.response(parameters.response)).address


def parameters_on(parameters: Parameters, name: str) -> Parameters:
    """The parameters as they hold on a further platform.

    What the first platform's preset says of other parameters than the platform's is replaced by what this one's says,
    unless the parameter was given otherwise. All platforms have the ticks of the first one.
    """
    there, first = parameters.also_on[name], parameters.platform
    said, told = _said_by(first.preset), _said_by(there.preset)
    own = {}
    for key in {**said, **told}:
        default = Parameters.model_fields[key].default
        if getattr(parameters, key) == said.get(key, default):
            own[key] = told.get(key, default)
    fields = {key: getattr(there, key) for key in Platform.model_fields}
    platform = first.model_copy(update={**fields, "tick_minutes": first.tick_minutes})
    return parameters.model_copy(update={**own, "platform": platform, "also_on": {}})


def _said_by(name: str | None) -> dict[str, Any]:
    """What a preset says of parameters beside the platform's and the product's, which is one for all platforms."""
    found = {} if name is None else preset(name).parameters
    return {key: value for key, value in found.items() if key != "product"}


def platforms_of(
    network: Network, parameters: Parameters, further: tuple[Network, ...]
) -> list[tuple[Network, Parameters]]:
    """The network and the parameters of each platform, the first one first.

    Raises:
        NetworkError: there are not as many networks as platforms, one of them has other accounts or does not say who
            is there, or a platform has a name that is none.
    """
    names = list(parameters.also_on)
    for name in names:
        if name in ("", "first") or "/" in name:
            raise NetworkError(f"also_on names a platform {name!r}; allowed: neither first nor nothing, and without /")
    if len(further) != len(names):
        raise NetworkError(f"the parameters have {len(names)} further platforms, and there are {len(further)} networks")
    for name, other in zip(names, further, strict=True):
        if not isinstance(other, Network):
            raise NetworkError(f"further holds {type(other).__name__} for {name!r}; allowed: a Network")
        if len(other) != len(network):
            raise NetworkError(
                f"the network of {name!r} has {len(other):,} accounts; it must have the {len(network):,} of the first"
            )
        member = other.attributes.get("member")
        if member is not None and not (np.isin(member, (0, 1)).all() and member.any()):
            raise NetworkError(f"the network of {name!r} has a wrong member; allowed: 0 or 1 by account, 1 for some")
    there = [(other, parameters_on(parameters, name)) for name, other in zip(names, further, strict=True)]
    return [(network, parameters), *there]


def worlds_of(
    network: Network, parameters: Parameters, content: tuple[Item, ...], seed: int, further: tuple[Network, ...] = ()
) -> list[state.World]:
    """The world on each platform as the kernels read it; its tables of ordinary posts are still empty.

    What is the person's, and not the seat's, is the same on all of them: segment, interests, demand.
    """
    platforms = platforms_of(network, parameters, further)
    sessions = [people.sessions_a_day(there, own, seed) for there, own in platforms]
    segment = segment_of(network, parameters.audience, seed)
    often: np.ndarray = np.add.reduce(sessions) if len(sessions) > 1 else sessions[0]
    interests = interests_of(network, parameters.audience, segment)
    demand = people.baseline_demand(network, parameters, often, segment, interests)
    shared = Shared(network, segment, interests, demand)
    return [
        arrays_of(there, own, content, seed, some, shared)
        for (there, own), some in zip(platforms, sessions, strict=True)
    ]


class Shared(NamedTuple):
    """What is the same on all platforms: the first one's network, segments, interests and demand by account."""

    network: Network
    segment: np.ndarray
    interests: np.ndarray | None
    demand: np.ndarray


def arrays_of(
    network: Network,
    parameters: Parameters,
    content: tuple[Item, ...],
    seed: int,
    sessions: np.ndarray,
    shared: Shared,
) -> state.World:
    """The world on one platform as the kernels read it."""
    items = (*content, *customers_items(parameters, content), *occasions_items(parameters, content), ORDINARY)
    inflow = people.inflow_a_day(network, parameters)
    base = np.array([base_of(item, parameters) for item in items])
    parts = platform_parts(parameters.platform)
    numbers = numbers_of(parameters)
    numbers[places.PRAISE_ITEM], numbers[places.COMPLAINT_ITEM] = len(content), len(content) + 1
    numbers[places.PEOPLE_EACH] = (parameters.represents or len(network)) / max(len(network), 1)
    for_others = 1.0 - 1.0 / max(numbers[places.PEOPLE_EACH], 1.0)
    numbers[places.TRUST_SIZE] = for_others * parameters.trust_slope * log(FITTED_ON / max(len(network), 1))
    posts_a_day = float(_ordinary_posts_a_day(network, inflow))
    looks_a_day = total(sessions) * parameters.looks
    numbers[places.OUT_POSTS] = posts_a_day
    numbers[places.OUT_FOLLOWERS] = _followers_of_a_post(network)
    supplies = [_supply(part, looks_a_day, posts_a_day) for part in parts]
    numbers[places.OUT_SUPPLY] = supplies[0]
    rates = usual_rates(parameters, base[-1], numbers[places.OUT_FOLLOWERS])
    numbers[places.RATES : places.RATES + places.ACTION_COUNT] = rates
    numbers[places.GAPS :] = np.arange(1.0, places.CLASSES + 1)
    traits = [sessions, inflow, people.personal_effects(network, parameters, seed)]
    traits += [people.sharing_effects(network, parameters, sessions)]
    traits += [shared.demand, people.discount_response(network, parameters, shared.segment)]
    traits += people.by_share(network, parameters, seed)
    person = np.stack(traits + [people.matches(shared.network, item, shared.interests) for item in items], axis=1)
    own = [*(f"content {item.name}" for item in content), *(item.name for item in items[len(content) :])]
    told = [[*_told(item), float(word), times_usual(item)] for item, word in zip(items, item_words(own), strict=True)]
    alike = [[likeness(one, other) for other in items] for one in items]
    starts = [0.0, *(change.at for change in parts[0].changes)]
    feed = np.array([_feed_row(*of_part) for of_part in zip(parts, starts, supplies, strict=True)])
    for row in feed:
        row[places.PRIOR_VALUE] = ordinary_value(row[places.WEIGHTS :], numbers[places.RATES : places.GAPS])
    return state.World(
        network.audience_offsets,
        network.audience,
        frozen(people.mutual_ties(network), np.uint8),
        frozen(person, np.float32),
        frozen(rhythm_of(parameters.platform.rhythm or parameters.rhythm), np.float64),
        frozen(np.concatenate([told, base, alike], axis=1), np.float64),
        frozen(numbers, np.float64),
        frozen(feed, np.float64),
        frozen(np.zeros((len(parts), 2, places.CLASSES, places.SAMPLES + 1)), np.float64),
        shared.segment,
        frozen(_failures(parameters), np.float64),
        frozen(_pools(parameters.platform), np.float64),
    )


def _told(item: Item) -> list[float]:
    """What is known of an item but for the log-odds of reactions."""
    first = [item.commerciality * (1.0 - item.authenticity), item.stance, item.discount, float(item.disclosed)]
    genuine = item.commerciality * item.authenticity
    return [*first, item.promise, item.lasts_hours * HOUR, float(item.format == "live"), genuine]


def _failures(parameters: Parameters) -> np.ndarray:
    """When the product is worse: from, until (seconds), quality."""
    rows = [
        (one.at * DAY, np.inf if one.until is None else one.until * DAY, one.quality)
        for one in parameters.occasions.failures
    ]
    return np.array(rows, np.float64).reshape(-1, 3)


def _pools(platform: Platform) -> np.ndarray:
    """Traffic pools: how large beside the first one, shares of likes and of completions that open the next."""
    first = platform.pools[0].people if platform.pools else 1.0
    rows = [(pool.people / first, pool.likes, pool.completes) for pool in platform.pools]
    return np.array(rows, np.float64).reshape(-1, 3)


def _ordinary_posts_a_day(network: Network, inflow: np.ndarray) -> float:
    """How many posts the accounts of this network put up a day, if each account's inflow is what it is."""
    rates, followers = posting_rates(network), network.followers.astype(np.float64)
    offered = total(rates * followers)
    return total(inflow) * total(rates) / offered if offered > 0 else 0.0


def _followers_of_a_post(network: Network) -> float:
    """How many accounts follow the author of a post on average: who posts more counts more; 1 if nobody follows."""
    rates = posting_rates(network)
    offered = total(rates * network.followers.astype(np.float64))
    return offered / total(rates) if offered > 0 else 1.0


def _supply(platform: Platform, looks_a_day: float, posts_a_day: float) -> float:
    """How often a post is recommended on the mean: looks that go to strangers, shared among all posts."""
    looks = looks_a_day * (1.0 - platform.ad_load)
    return platform.out_of_network.share * looks / posts_a_day if posts_a_day > 0 else 0.0


def _feed_row(platform: Platform, at: float, supply: float) -> list[float]:
    row = [0.0] * places.WEIGHTS + [platform.weights.get(action, 0.0) for action in ACTIONS]
    row[places.FROM] = at
    row[places.CHRONOLOGICAL] = float(platform.ranking == "chronological")
    row[places.RECENCY] = platform.recency_hours
    row[places.STRANGER] = platform.stranger_factor
    row[places.FLOOR] = platform.diversity_floor
    row[places.DECAY] = platform.diversity_decay
    row[places.PRIOR] = platform.prior_events
    row[places.PREDICTED_MATCH] = platform.match_weight
    row[places.NOISE] = platform.noise
    row[places.WATCH_TIME] = float(platform.watch_time)
    row[places.PRIOR_VALUE] = row[places.OUT_MEAN] = 1.0
    row[places.SETTINGS : places.WEIGHTS] = settings_of(platform, supply)
    return row
