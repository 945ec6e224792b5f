"""The accounts of a KOL-community network: community, expected audience, follows, activity, interests, tier.

Each is drawn by a key of the account alone, so an account keeps its luck when others are added.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from sim.arithmetic import exp, power
from sim.arithmetic.normal import normal_quantile
from sim.arithmetic.rows import exps, normal_quantiles, powers, total
from sim.generators.laws import (
    fill_power_law_quantiles,
    fill_shifted_power_law,
    power_law_mean,
    scale_for_mean,
)
from sim.jit import jit
from sim.network import TIERS
from sim.randomness import U, child, child_int, fill_uniform, uniform

COMMUNITY: Final = 1
AUDIENCE: Final = 2
BRIDGING: Final = 3
FOLLOWS: Final = 4
ROUNDING: Final = 5
CLOSING: Final = 6
LOOKING: Final = 7
ACTIVITY: Final = 8
INTERESTS: Final = 9
PROFILE: Final = 10
"""What is drawn for an account (or, PROFILE, for a community): the first word below the network's key."""

MOST_POSTS: Final = 200.0
"""Posts a day that nobody exceeds."""
FULL: Final = 0.5
"""The part of its own community that a hub can fill; what its audience has beyond comes from everywhere."""
CHUNK: Final = 65_536
LEAST_LUCK: Final = 1e-16
"""In place of a uniform draw of 0, whose normal quantile would be infinite."""


class Accounts(NamedTuple):
    """Expected values by account (float64[n]); int32 community."""

    community: np.ndarray
    audience: np.ndarray  # followers, before following back
    bridging: np.ndarray  # bool: the audience comes from all communities alike
    inside: np.ndarray  # followers from the own community
    anywhere: np.ndarray  # followers from everywhere


class People(NamedTuple):
    """What an account is born with."""

    community: np.ndarray  # int32[n]
    luck: np.ndarray  # float64[n]: its place in the law of audiences, from 0 to 1
    bridging: np.ndarray  # bool[n]
    inclination: np.ndarray  # float64[n]: to follow others
    room: np.ndarray  # float64[communities]: how many followers an account finds inside at most


def uniforms(key: int, count: int) -> np.ndarray:
    """One uniform draw for each account."""
    out = np.empty(count)
    fill_uniform(U(key), out)
    return out


def community_limits(parameters: Any) -> np.ndarray:
    """Where the communities end on the line from 0 to 1: shares by quantiles of a bounded power law of sizes."""
    n = parameters.accounts
    largest = max(1.0, parameters.largest_community * n)
    smallest = min(float(parameters.smallest_community), largest)
    steepness = parameters.community_exponent - 1.0
    mean = smallest * power_law_mean(largest / smallest, steepness)
    sizes = np.empty(max(1, round(n / mean)))
    fill_power_law_quantiles(smallest, largest, steepness, sizes)
    limits = np.cumsum(sizes)
    return limits / limits[-1]


def largest_audience(parameters: Any) -> float:
    """Followers of the largest hub: its share of the accounts, at least four times the mean, at most all others."""
    wanted = max(parameters.largest_hub * parameters.accounts, 4.0 * parameters.mean_followers)
    return max(1.0, min(parameters.accounts - 1.0, wanted))


def draw_people(parameters: Any, key: int, people: int) -> People:
    """What is drawn for every account whatever the mean audience; communities below the key of the people."""
    n = parameters.accounts
    limits = community_limits(parameters)
    community = np.searchsorted(limits[:-1], uniforms(child_int(people, COMMUNITY), n), side="right").astype(np.int32)
    luck = uniforms(child_int(key, AUDIENCE), n)
    bridging = luck > 1.0 - parameters.kol_share
    bridging &= uniforms(child_int(key, BRIDGING), n) < parameters.bridging_hubs
    inclination = exps(parameters.following_spread * _normal(uniforms(child_int(key, FOLLOWS), n)))
    room = np.maximum(np.bincount(community, minlength=len(limits)) - 1.0, 0.0) * FULL
    return People(community, luck, bridging, inclination, room)


def draw_accounts(parameters: Any, mean: float, people: People) -> Accounts:
    """Expected audience of every account, at a mean audience before following back."""
    audience = np.empty(parameters.accounts)
    largest = largest_audience(parameters)
    steepness = parameters.follower_exponent - 1.0
    scale = scale_for_mean(mean, steepness, largest) if mean > 0 else 1e-9
    fill_shifted_power_law(people.luck, scale, steepness, largest, audience)
    inside = np.minimum((1.0 - parameters.mixing) * audience, people.room[people.community])
    inside[people.bridging] = 0.0
    return Accounts(people.community, audience, people.bridging, inside, audience - inside)


def draw_slots(
    parameters: Any, accounts: Accounts, inclination: np.ndarray, key: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many of its follows each account looks for inside its community, anywhere, and by closing triangles (int32).

    The expected follows of all accounts are the expected followers of all, inside every community and in the whole;
    each account has its share by its own inclination to follow, which is lognormal, and which for follows from
    anywhere falls with the account's own audience (``hierarchy``).
    """
    n = parameters.accounts
    members = np.bincount(accounts.community)
    of_community = np.bincount(accounts.community, inclination)
    wanted = np.bincount(accounts.community, accounts.inside)
    per_inclination = wanted / np.where(of_community > 0, of_community, 1.0)
    inside = inclination * per_inclination[accounts.community]
    inside = np.minimum(inside, 0.75 * (members[accounts.community] - 1))
    beyond = inclination * powers(1.0 + accounts.audience, -parameters.hierarchy)
    anywhere = beyond * (total(accounts.anywhere) / total(beyond))
    expected = np.minimum(inside + anywhere, 0.75 * (n - 1))
    luck = uniforms(child_int(key, ROUNDING), n)
    slots = np.floor(expected + luck).astype(np.int32)
    if n > 1 and parameters.mean_followers >= 1:
        slots = np.maximum(slots, 1)  # everyone follows somebody
    closing = np.floor(slots * parameters.closure + uniforms(child_int(key, CLOSING), n)).astype(np.int32)
    closing = np.minimum(closing, np.maximum(slots - 1, 0)).astype(np.int32)
    share = inside / np.maximum(inside + anywhere, 1e-300)
    slots_inside = np.floor((slots - closing) * share + uniforms(child_int(key, LOOKING), n)).astype(np.int32)
    slots_inside = np.minimum(slots_inside, members[accounts.community] - 1).astype(np.int32)
    return slots_inside, slots - closing - slots_inside, closing


def activity(parameters: Any, accounts: Accounts, key: int) -> np.ndarray:
    """Posts a day: lognormal among accounts of equal audience, and growing with the expected audience."""
    n = parameters.accounts
    spread, growth = parameters.posts_spread, parameters.posts_by_followers
    luck = exps(spread * _normal(uniforms(child_int(key, ACTIVITY), n)) - spread * spread / 2.0)
    grown = powers(1.0 + accounts.audience, growth)
    return np.minimum(parameters.posts_per_day * luck * grown / (total(grown) / n), MOST_POSTS).astype(np.float32)


def interests(parameters: Any, community: np.ndarray, key: int) -> np.ndarray:
    """Interest in each topic, summing to 1: a part is the community's profile, the rest the account's own."""
    topics = len(parameters.topics)
    profiles = _profiles(child_int(key, PROFILE), 0, int(community.max()) + 1, topics)
    out = np.empty((len(community), topics), np.float32)
    for first in range(0, len(community), CHUNK):
        members = community[first : first + CHUNK]
        own = _profiles(child_int(key, INTERESTS), first, len(members), topics)
        out[first : first + CHUNK] = (
            parameters.interest_focus * profiles[members] + (1 - parameters.interest_focus) * own
        )
    return out


def tiers(parameters: Any, limits: tuple[float, float, float], followers: np.ndarray) -> np.ndarray:
    """The place in ``TIERS`` of every account, by the rank of its followers (equal ones by ascending id).

    The tiers tail, waist and head together hold ``kol_share`` of the accounts. Among them the real follower law
    decides: P(followers >= x) falls as x ** -(exponent - 1), so the tiers from ``limits[i]`` people on hold
    (limits[i] / limits[0]) ** -(exponent - 1) of the KOLs; at least one account each where there are four or more.
    """
    n = len(followers)
    tier = np.zeros(n, np.int8)
    order = np.argsort(-followers, kind="stable")
    for level in range(1, len(TIERS)):
        share = parameters.kol_share * power(limits[level - 1] / limits[0], 1.0 - parameters.follower_exponent)
        least = len(TIERS) - level if n >= len(TIERS) and parameters.kol_share > 0 else 0
        tier[order[: max(least, round(share * n))]] = level
    return tier


def _normal(uniform: np.ndarray) -> np.ndarray:
    return normal_quantiles(np.maximum(uniform, LEAST_LUCK))


def _profiles(key: int, first: int, count: int, topics: int) -> np.ndarray:
    """Weights of the topics that sum to 1, one row an account or community: logistic normal with spread 2."""
    weights = np.empty((count, topics))
    _fill_profiles(U(key), first, weights)
    return weights


@jit
def _fill_profiles(key, first, out):
    for i in range(out.shape[0]):
        own = child(key, U(first + i))
        together = 0.0
        for t in range(out.shape[1]):
            out[i, t] = exp(2.0 * normal_quantile(max(uniform(child(own, U(t))), LEAST_LUCK)))
            together += out[i, t]
        for t in range(out.shape[1]):
            out[i, t] /= together
