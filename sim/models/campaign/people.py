"""What accounts are like: how often they are there, how much comes to them, how readily they react, their interests.

Drawn once for the network by (scenario's seed, account), so all plans and all worlds meet the same people.
"""

import numpy as np

from sim.arithmetic import exp, log
from sim.arithmetic.normal import normal_quantile
from sim.arithmetic.rows import exps, logs, powers
from sim.jit import jit
from sim.models.campaign.parameters import Parameters
from sim.models.campaign.product import Product
from sim.models.probabilities import interest_match, topics_match
from sim.network import Network
from sim.randomness import (
    KNOWING,
    OPTING,
    PEOPLE,
    READINESS,
    SESSIONS,
    TALKING,
    U,
    child,
    draw_int,
    fill_uniform,
    uniform,
    world_key,
)
from sim.world import Item


def sessions_a_day(network: Network, parameters: Parameters, seed: int) -> np.ndarray:
    """Mean sessions of each account (float32[n]), ``parameters.sessions_a_day`` on average.

    Accounts that are not on the platform (attribute ``member``) have none, and the mean is that of the others.
    Lognormal among accounts to whom as much comes; who follows much is there more, in proportion to
    inflow ** ``sessions_by_inflow``, up to ``most_sessions``. Gomez-Rodriguez, Gummadi and Schoelkopf 2014 (ICWSM): up
    to an inflow that few have, people answer a post as often however many come, and beyond it they cannot keep up.
    """
    out = np.empty(len(network), np.float32)
    key = U(draw_int(world_key(seed, PEOPLE), SESSIONS))
    _fill_lognormal(key, 1.0, parameters.sessions_spread, out)
    often = out.astype(np.float64)
    if parameters.sessions_by_inflow > 0.0 and parameters.inflow > 0.0:
        come = np.maximum(inflow_a_day(network, parameters).astype(np.float64) / parameters.inflow, LEAST_INFLOW)
        often *= powers(come, parameters.sessions_by_inflow)
    member = network.attributes.get("member")
    if member is not None:
        often *= member != 0
    members = len(network) if member is None else np.count_nonzero(member)
    scale = parameters.sessions_a_day * members / max(_total(often)[0], 1e-300)
    for _ in range(ROUNDS):  # what the most lose, the others get, so that the mean is kept
        had = np.minimum(often * scale, parameters.most_sessions)
        scale *= parameters.sessions_a_day * members / max(_total(had)[0], 1e-300)
    out[:] = np.minimum(often * scale, parameters.most_sessions)
    return out


LEAST_INFLOW = 0.001
"""Who follows nobody is there as if so much came, beside the mean."""
ROUNDS = 20
USUAL_SENSITIVITY = 0.5
"""Of who is in no segment, to prices."""


@jit
def _fill_lognormal(key, mean, spread, out):
    for v in range(out.shape[0]):
        z = normal_quantile(max(uniform(child(key, U(v))), 1e-16))
        out[v] = mean * exp(spread * z - 0.5 * spread * spread)


def inflow_a_day(network: Network, parameters: Parameters) -> np.ndarray:
    """Mean posts of others that come to each account a day (float32[n]).

    In proportion to what the accounts that it follows post (the attribute ``activity``, posts a day; equal where the
    network has none), scaled so that the mean over accounts that follow somebody is ``parameters.inflow``.
    """
    activity = network.attributes.get("activity")
    rate = np.ones(len(network)) if activity is None else np.ascontiguousarray(activity, np.float64)
    out = np.zeros(len(network))
    _sum_followed(network.following_offsets, network.following, rate, out)
    total, count = _total(out)
    scale = parameters.inflow * count / total if total > 0 else 0.0
    return (out * scale).astype(np.float32)


@jit
def _sum_followed(offsets, following, rate, out):
    for v in range(out.shape[0]):
        for e in range(offsets[v], offsets[v + 1]):
            out[v] += rate[following[e]]


@jit
def _total(values):
    """The sum of what is positive, and how many are."""
    total, count = 0.0, 0
    for v in range(values.shape[0]):
        if values[v] > 0.0:
            total += values[v]
            count += 1
    return total, count


def personal_effects(network: Network, parameters: Parameters, seed: int) -> np.ndarray:
    """How much more readily each account reacts, in log-odds (float32[n]): normal with sd ``personal``."""
    out = np.empty(len(network), np.float32)
    _fill_normal(U(draw_int(world_key(seed, PEOPLE), READINESS)), parameters.personal, out)
    return out


def sharing_effects(network: Network, parameters: Parameters, sessions: np.ndarray) -> np.ndarray:
    """How much more readily each account shares by how much it posts itself, in log-odds (float32[n]).

    ``sharing_by_activity`` times the logarithm of its posting rate, so that over all sessions the mean odds stay.
    """
    out = np.zeros(len(network), np.float32)
    activity = network.attributes.get("activity")
    if activity is None or parameters.sharing_by_activity == 0.0:
        return out
    odds = powers(np.maximum(activity.astype(np.float64), 1e-9), parameters.sharing_by_activity)
    often = sessions.astype(np.float64)
    there = _total(often)[0]
    if there > 0.0:  # else nobody is on this platform
        out[:] = logs(odds / (_total(often * odds)[0] / there))
    return out


@jit
def _fill_normal(key, spread, out):
    for v in range(out.shape[0]):
        out[v] = spread * normal_quantile(max(uniform(child(key, U(v))), 1e-16))


def matches(network: Network, item: Item, interests: np.ndarray | None = None) -> np.ndarray:
    """Interest of each account in the item, standardised over accounts (float32[n]); all 0 without topics."""
    match = interest_match(network, item, interests)
    return np.zeros(len(network), np.float32) if match is None else match.astype(np.float32)


def mutual_ties(network: Network) -> np.ndarray:
    """For each edge of the audience whether the follower is followed back (uint8[m], 1 if so)."""
    out = np.zeros(network.edge_count, np.uint8)
    _mark_mutual(network.audience_offsets, network.audience, network.following_offsets, network.following, out)
    return out


@jit
def _mark_mutual(audience_offsets, audience, following_offsets, following, out):
    """Both rows of an account are ascending: one walk along the two."""
    for u in range(audience_offsets.shape[0] - 1):
        f, last = following_offsets[u], following_offsets[u + 1]
        for e in range(audience_offsets[u], audience_offsets[u + 1]):
            while f < last and following[f] < audience[e]:
                f += 1
            out[e] = f < last and following[f] == audience[e]


def baseline_demand(
    network: Network,
    parameters: Parameters,
    sessions: np.ndarray,
    segment: np.ndarray,
    interests: np.ndarray | None = None,
) -> np.ndarray:
    """Orders of each account a day without any campaign (float32[n]); all 0 without a product.

    Who is there often buys more, and who is interested in the product's topics: demand grows with sessions **
    ``demand_activity`` and with exp(``interest_effect`` x match), with the product's mean over accounts of one segment.
    The price beside the usual one moves that mean, more in segments that are sensitive to it.
    """
    out, product = np.zeros(len(network), np.float32), parameters.product
    if product is None:
        return out
    ratio = powers(sessions.astype(np.float64) / parameters.sessions_a_day, parameters.demand_activity)
    match = topics_match(network, product.topics, interests, "product")
    if match is not None and product.interest_effect > 0.0:
        ratio *= _interested(match.astype(np.float32), product.interest_effect, ratio > 0.0)
    mean = _total(ratio)[0] / max(len(network), 1)
    out[:] = product.orders_a_day * ratio / mean
    out[segment < 0] *= np.float32(price_response(product, USUAL_SENSITIVITY))
    for place, setting in enumerate(parameters.audience.values()):
        out[segment == place] *= np.float32(setting.demand * price_response(product, setting.price_sensitivity))
    return out


def _interested(match: np.ndarray, effect: float, buyer: np.ndarray) -> np.ndarray:
    """exp(effect x match) beside that of the buyer with the best match: at most 1, however strong the effect is."""
    best = float(match[buyer].max()) if buyer.any() else 0.0
    return exps(effect * np.minimum(match.astype(np.float64) - best, 0.0))


def price_response(product: Product, sensitivity: float) -> float:
    """Demand at the product's price beside that at the usual one, of who is so sensitive to prices.

    >>> round(price_response(Product(order_value=200.0, usual_price=100.0, price_effect=2.0), 0.5), 9)
    0.5
    """
    if product.usual_price is None:
        return 1.0
    return exp(-product.price_effect * sensitivity * (log(product.order_value) - log(product.usual_price)))


def discount_response(network: Network, parameters: Parameters, segment: np.ndarray) -> np.ndarray:
    """How much a discount moves each account (float32[n]): the price sensitivity of its segment, else .5."""
    out = np.full(len(network), USUAL_SENSITIVITY, np.float32)
    for place, setting in enumerate(parameters.audience.values()):
        out[segment == place] = setting.price_sensitivity
    return out


def by_share(network: Network, parameters: Parameters, seed: int) -> list[np.ndarray]:
    """1 for the accounts that opted out, that knew the brand before, and that talk in a community (float32[n] each).

    A share that grows keeps its members. Without a product all know the brand.
    """
    known = parameters.product.known if parameters.product else 1.0
    shares = {OPTING: parameters.opt_out, KNOWING: known, TALKING: parameters.relations.talkers}
    found = []
    for purpose, share in shares.items():
        draws = np.empty(len(network))
        fill_uniform(U(draw_int(world_key(seed, PEOPLE), purpose)), draws)
        found.append((draws < share).astype(np.float32))
    return found
