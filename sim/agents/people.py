"""What the campaign's accounts are like: how often they are there, what comes to them, how readily they react and buy.

Drawn by (seed, account) and kept as 32-bit numbers, so that they are the engine's to the last bit.
"""

from array import array
from functools import reduce
from math import fsum, inf
from operator import add
from typing import Any, NamedTuple

from sim.agents.draws import normal, uniform
from sim.agents.readiness import matches
from sim.arithmetic import exp, log, power
from sim.models.campaign.parameters import Parameters
from sim.network import Network
from sim.randomness import KNOWING, OPTING, PEOPLE, READINESS, SESSIONS, TALKING, name_word, world_key
from sim.segments import NOBODYS, SEGMENT, SegmentError
from sim.world import Item

LEAST_INFLOW = 0.001  # who follows nobody is there as if so much came, beside the mean
ROUNDS = 20


class Person(NamedTuple):
    """What an account is like on one platform; demand and what follows it are one on all of them."""

    sessions: float  # mean a day
    inflow: float  # mean posts of others a day
    personal: float  # log-odds
    sharing: float  # log-odds of sharing
    demand: float  # orders a day without any campaign
    bargains: float  # how much a discount moves it
    opted_out: bool  # of being targeted
    knows: bool  # the brand, before the campaign
    talks: bool  # as a member of a community
    match: tuple[float, ...]  # its interest in each item, in standard deviations


def people(
    networks: tuple[Network, ...], settings: list[Parameters], items: tuple[Item, ...], seed: int
) -> list[list[Person]]:
    """All accounts by id, as they are on each platform; networks and parameters are the platforms'."""
    key, accounts, setting = world_key(seed, PEOPLE), range(len(networks[0])), settings[0]
    segments = [segment_of(key, v, setting) for v in accounts]
    there = [at_seats(network, own, key) for network, own in zip(networks, settings, strict=True)]
    sessions = there[0][0]
    for further, *_ in there[1:]:
        sessions = rounded(x + y for x, y in zip(sessions, further, strict=True))
    interests = interests_of(networks[0], segments)
    columns = [rounded(demands(networks[0], sessions, segments, interests, setting))]
    columns += [rounded(0.5 if segment is None else segment.price_sensitivity for segment in segments)]
    known = setting.product.known if setting.product else 1.0
    for purpose, share in ((OPTING, setting.opt_out), (KNOWING, known), (TALKING, setting.relations.talkers)):
        columns.append([uniform(key, purpose, v) < share for v in accounts])
    columns.append(list(zip(*(rounded(matches(item, networks[0], interests)) for item in items), strict=True)))
    return [[Person(*row) for row in zip(*own, *columns, strict=True)] for own in there]


def at_seats(network, setting, key):
    """What depends on the platform: sessions, inflow, and how readily the accounts react and share."""
    accounts, spread, rates = range(len(network)), setting.sessions_spread, posting_rates(network)
    often = rounded(exp(spread * normal(key, SESSIONS, v) - 0.5 * spread * spread) for v in accounts)
    followed = [total(rates[u] for u in network.following_of(v).tolist()) for v in accounts]
    scale = setting.inflow * len([x for x in followed if x > 0]) / total(followed) if total(followed) > 0 else 0.0
    personal = [setting.personal * normal(key, READINESS, v) for v in accounts]
    inflow = rounded(x * scale for x in followed)
    sessions = rounded(sessions_a_day(often, inflow, members(network), setting))
    return sessions, inflow, rounded(personal), rounded(sharing_effects(network, sessions, setting))


def sessions_a_day(often, inflow, members, setting):
    """Mean sessions of each account: who follows much is there more, nobody more than so often, and members alone."""
    if setting.sessions_by_inflow > 0.0 and setting.inflow > 0.0:
        come = [max(x / setting.inflow, LEAST_INFLOW) for x in inflow]
        often = [x * power(y, setting.sessions_by_inflow) for x, y in zip(often, come, strict=True)]
    often = [x * member for x, member in zip(often, members, strict=True)]
    wanted, most = setting.sessions_a_day * sum(members), setting.most_sessions
    scale = wanted / max(total(often), 1e-300)
    for _ in range(ROUNDS):  # what the most lose, the others get, so that the mean is kept
        scale *= wanted / max(total(min(x * scale, most) for x in often), 1e-300)
    return [min(x * scale, most) for x in often]


def sharing_effects(network, sessions, setting):
    """By how much an account shares more readily that posts much itself; the mean odds of a session stay."""
    if "activity" not in network.attributes or setting.sharing_by_activity == 0.0:
        return [0.0] * len(network)
    if total(sessions) == 0.0:  # nobody is on this platform
        return [0.0] * len(network)
    odds = [power(max(rate, 1e-9), setting.sharing_by_activity) for rate in posting_rates(network)]
    mean = total(often * x for often, x in zip(sessions, odds, strict=True)) / total(sessions)
    return [log(x / mean) for x in odds]


def rounded(values):
    """As 32-bit numbers."""
    return array("f", values).tolist()


def total(values):
    """Their sum, from the first to the last."""
    return reduce(add, values, 0.0)


def posting_rates(network: Network) -> list[float]:
    """How much each account posts beside the others; equal where the network does not say."""
    return network.attributes["activity"].tolist() if "activity" in network.attributes else [1.0] * len(network)


def members(network: Network) -> list[int]:
    """1 for each account that is on the platform; all are where the network does not say."""
    return network.attributes["member"].tolist() if "member" in network.attributes else [1] * len(network)


def segment_of(key, account, setting):
    """The segment of the audience that comes to the account first, or None: the larger it is, the sooner it comes."""
    rest = 1.0 - fsum(segment.share for segment in setting.audience.values())
    waiting = [(name, segment, segment.share) for name, segment in setting.audience.items()]
    coming = [(inf, None)]
    for name, segment, share in [*waiting, (NOBODYS, None, rest if rest > 1e-12 else 0.0)]:
        if share > 0.0:
            draw = max(uniform(key, SEGMENT, name_word(name), account), 1e-16)
            coming.append((-log(draw) / share, segment))
    return min(coming, key=lambda one: one[0])[1]


def interests_of(network: Network, segments: list[Any]) -> list[list[float]] | None:
    """The interests of each account in the network's topics, and those that a segment has instead."""
    if "interests" not in network.attributes:
        return None
    rows, topics = network.attributes["interests"].tolist(), network.about.get("topics", [])
    for row, segment in zip(rows, segments, strict=True):
        for topic, interest in segment.interests.items() if segment else ():
            if topic not in topics:
                raise SegmentError(f"audience: there is no topic {topic!r}; allowed: {', '.join(topics)}")
            row[topics.index(topic)] = rounded([interest])[0]
    return rows


def demands(network, sessions, segments, interests, setting):
    """Orders of each account a day without any campaign: who is there often, or interested in it, buys more."""
    product = setting.product
    if product is None:
        return [0.0] * len(sessions)
    ratio = [power(often / setting.sessions_a_day, setting.demand_activity) for often in sessions]
    match = rounded(matches(Item("product", topics=product.topics), network, interests))
    best = max((m for m, x in zip(match, ratio, strict=True) if x > 0.0), default=0.0)
    ratio = [x * exp(product.interest_effect * min(m - best, 0.0)) for x, m in zip(ratio, match, strict=True)]
    mean = total(ratio) / len(ratio)
    usual = rounded(product.orders_a_day * x / mean for x in ratio)
    beside = rounded(times_usual(product, segment) for segment in segments)
    return [one * other for one, other in zip(usual, beside, strict=True)]


def times_usual(product, segment):
    """Demand of a segment beside a usual person's at the usual price: who is sensitive to the price buys less if it is
    above that."""
    demand, sensitivity = (1.0, 0.5) if segment is None else (segment.demand, segment.price_sensitivity)
    beside = 0.0 if product.usual_price is None else log(product.order_value) - log(product.usual_price)
    return demand * exp(-product.price_effect * sensitivity * beside)
