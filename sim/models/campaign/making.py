"""From a network, parameters and content to the arrays that the campaign's kernels read."""

import functools
from typing import Any

import numpy as np

from sim.arithmetic import log, logistic
from sim.arithmetic.rows import total
from sim.jit import hook
from sim.models.campaign import people, places, state
from sim.models.campaign.ordinary import ordinary_value, posting_rates
from sim.models.campaign.parameters import ACTIONS, BASE, BY_FEATURE, BY_FORMAT, HIDE, RHYTHM, Parameters
from sim.models.campaign.platform import Platform
from sim.network import Network, frozen
from sim.ranking import NOTHING, policy
from sim.segments import interests_of, segment_of
from sim.world import Item

ORDINARY = Item("ordinary", stance=0.0)
"""What others post, to the platform; it stands after the items of the campaign."""


def rhythm_of(name: str) -> np.ndarray:
    """The share of a day's sessions before each hour (float64[25]).

    >>> float(rhythm_of("flat")[12])
    0.5
    """
    hours = RHYTHM if name == "daily" else (1.0,) * 24
    upto = [0.0]
    for hour in hours:
        upto.append(upto[-1] + hour)
    return np.array([so_far / upto[-1] for so_far in upto])


@functools.cache
def _hook(function: Any) -> Any:
    return hook(function, NOTHING)


def policy_hooks(parameters: Parameters) -> tuple[Any, ...]:
    """The compiled ranking policy of each part of the platform's schedule."""
    return tuple(_hook(policy(part.ranking)) for part in platform_parts(parameters.platform))


def platform_parts(platform: Platform) -> list[Platform]:
    """The platform as it is from the start on, and from each of its changes on."""
    parts = [platform]
    for change in platform.changes:
        new = {key: value for key, value in change.model_dump(exclude={"at"}).items() if value is not None}
        parts.append(parts[-1].model_copy(update=new))
    return parts


def base_of(item: Item, parameters: Parameters) -> list[float]:
    """Log-odds of each action at an impression of the item, but for its appeal and who sees it."""
    by_item = parameters.quality_effect * (item.quality - 0.5) + BY_FEATURE["tone"] * item.tone
    for feature in ("utility", "arousal", "production", "novelty"):
        by_item += BY_FEATURE[feature] * (getattr(item, feature) - 0.5)
    found = []
    for place, action in enumerate(ACTIONS):
        level = parameters.share_level if action == "share" else BASE[action]
        level += BY_FORMAT[item.format].get(action, 0.0)
        found.append(level - by_item if place == HIDE else level + by_item)
    return found


def arrays_of(network: Network, parameters: Parameters, content: tuple[Item, ...], seed: int) -> state.World:
    """The world as the kernels read it; its tables of ordinary posts are still empty."""
    items = (*content, ORDINARY)
    sessions = people.sessions_a_day(network, parameters, seed)
    inflow = people.inflow_a_day(network, parameters)
    segment = segment_of(network, parameters.audience, seed)
    interests = interests_of(network, parameters.audience, segment)
    base = np.array([base_of(item, parameters) for item in items])
    parts = platform_parts(parameters.platform)
    numbers = _numbers(parameters)
    numbers[places.PEOPLE_EACH] = (parameters.represents or len(network)) / max(len(network), 1)
    posts_a_day = float(_ordinary_posts_a_day(network, inflow))
    looks_a_day = total(sessions) * parameters.looks * (1.0 - parameters.platform.ad_load)
    numbers[places.OUT_POSTS] = posts_a_day
    if posts_a_day > 0:
        numbers[places.OUT_SUPPLY] = parameters.platform.out_of_network.share * looks_a_day / posts_a_day
    numbers[places.RATES : places.RATES + places.ACTION_COUNT] = [logistic(level) for level in base[-1].tolist()]
    numbers[places.GAPS :] = np.arange(1.0, places.CLASSES + 1)
    traits = [sessions, inflow, people.personal_effects(network, parameters, seed)]
    traits += [people.baseline_demand(network, parameters, sessions, segment)]
    traits += [people.discount_response(network, parameters, segment)]
    person = np.stack(traits + [people.matches(network, item, interests) for item in items], axis=1)
    told = [[i.commerciality * (1.0 - i.authenticity), i.stance, i.discount, i.disclosed] for i in items]
    starts = [0.0, *(change.at for change in parts[0].changes)]
    feed = np.array([_feed_row(part, at) for part, at in zip(parts, starts, strict=True)])
    for row in feed:
        row[places.PRIOR_VALUE] = ordinary_value(row[places.WEIGHTS :], numbers[places.RATES : places.GAPS])
    return state.World(
        network.audience_offsets,
        network.audience,
        frozen(people.mutual_ties(network), np.uint8),
        frozen(person, np.float32),
        frozen(rhythm_of(parameters.rhythm), np.float64),
        frozen(np.concatenate([told, base], axis=1), np.float64),
        frozen(numbers, np.float64),
        frozen(feed, np.float64),
        frozen(np.zeros((len(parts), 2, places.CLASSES, places.SAMPLES + 1)), np.float64),
        segment,
    )


def _ordinary_posts_a_day(network: Network, inflow: np.ndarray) -> float:
    """How many posts the accounts of this network put up a day, if each account's inflow is what it is."""
    rates, followers = posting_rates(network), network.followers.astype(np.float64)
    offered = total(rates * followers)
    return total(inflow) * total(rates) / offered if offered > 0 else 0.0


def _feed_row(platform: Platform, at: float) -> list[float]:
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
    row[places.PRIOR_VALUE] = row[places.OUT_MEAN] = 1.0
    return row


def _numbers(parameters: Parameters) -> np.ndarray:
    """The parameters at their places."""
    platform, product = parameters.platform, parameters.product
    numbers = np.zeros(places.NUMBERS)
    ranked = any(part.ranking != "chronological" for part in platform_parts(platform))
    given = {
        places.DAYS: parameters.days,
        places.LOOKS_MEAN: parameters.looks,
        places.OFFERED_TIMES: parameters.offers,
        places.KEEP: parameters.keep_hours,
        places.APPEAL_ITEM: parameters.appeal_item,
        places.APPEAL_POST: parameters.appeal_post,
        places.PROOF: parameters.proof_effect,
        places.TRUST: parameters.trust_effect,
        places.TRUST_FOLLOWED: parameters.trust_followed,
        places.TRUST_SLOPE: parameters.trust_slope,
        places.TRUST_STRANGER: parameters.trust_stranger,
        places.TRUST_BANNER: parameters.trust_banner,
        places.DISCLOSURE: parameters.disclosure_effect,
        places.COMMERCIAL: parameters.commercial_effect,
        places.FATIGUE: parameters.fatigue,
        places.ATTITUDE_EFFECT: parameters.attitude_effect,
        places.ATTITUDE_RATE: parameters.attitude_rate,
        places.FORGETTING: log(2.0) / parameters.attitude_days,
        places.DELAYED: parameters.delayed_shares,
        places.DELAY_LOG: log(parameters.delay_hours),
        places.DELAY_SPREAD: parameters.delay_spread,
        places.MATCH: parameters.match_effect,
        places.TICK_SECONDS: platform.tick_minutes * 60.0,
        places.AD_LOAD: platform.ad_load,
        places.OUT_SHARE: platform.out_of_network.share,
        places.OUT_BETA: platform.out_of_network.beta,
        places.OUT_CAP: platform.out_of_network.cap,
        places.OUT_MATCH: platform.out_of_network.match_effect,
        places.TICKS: ranked or platform.out_of_network.share > 0 or platform.ad_load > 0 or product is not None,
        places.TRACKS: platform.out_of_network.share > 0,
    }
    if product is not None:
        given |= {
            places.SELLS: 1.0,
            places.ORDER_LOG: log(product.order_value),
            places.ORDER_SPREAD: product.order_spread,
            places.RETURNS: product.returns,
            places.GOODWILL_EFFECT: product.goodwill_effect,
            places.GOODWILL_FORGETTING: log(2.0) / product.goodwill_days,
            places.LEAD_RATE: product.lead_rate,
            places.ORDER_RATE: product.order_rate,
            places.DISCOUNT_EFFECT: product.discount_effect,
        }
    for place, value in given.items():
        numbers[place] = value
    return numbers
