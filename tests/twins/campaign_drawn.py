"""Cases of the campaign model drawn by hypothesis: networks, people, platforms, products, items and plans."""

from dataclasses import dataclass, replace

import numpy as np
from campaign_cases import Case, communities
from hypothesis import strategies as st
from own_responses import ODD
from twin_cases import TOPICS, numbers_of_worlds

from sim.levers import RESPONSES, Care, Chosen, Incentive, Insight, Offer, Referral, Response, Rule
from sim.models import campaign
from sim.models.campaign.effects import OF_ITEM, OF_VIEW
from sim.models.campaign.parameters import ACTIONS
from sim.network import Network
from sim.ranking import POLICIES
from sim.world import FORMATS, OWNED, PAID, TO_MEMBERS, USUAL_SECONDS, Item, Plan, PlannedPost, Push

DAY = 86400.0


@st.composite
def any_networks(draw, most_accounts=16, most_edges=50):
    """A few accounts and any edges between them; some with interests and posting rates."""
    n = draw(st.sampled_from([*range(1, most_accounts + 1), *[most_accounts] * most_accounts]))
    account = st.integers(0, n - 1)
    edges = draw(st.lists(st.tuples(account, account), max_size=most_edges))
    if draw(st.sampled_from([True, True, False])):  # rings, so that something can go on
        edges += [(v, (v + step) % n) for step in (1, 2, n - 1) for v in range(n)]
    attributes = {}
    if draw(st.booleans()):
        rate = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 100, width=32))
        attributes["activity"] = np.array(draw(st.lists(rate, min_size=n, max_size=n)), np.float32)
    if draw(st.booleans()):
        row = st.lists(st.floats(0, 1, width=32), min_size=len(TOPICS), max_size=len(TOPICS))
        attributes["interests"] = np.array(draw(st.lists(row, min_size=n, max_size=n)), np.float32)
    sources, targets = (np.array([edge[end] for edge in edges], np.int32) for end in (0, 1))
    return Network.from_edges(sources, targets, n, attributes=attributes or None, about={"topics": list(TOPICS)})


kol_networks = st.builds(communities, st.sampled_from([60, 150, 300]), st.integers(0, 2))


def often(usual, extremes, low, high):
    """The usual value in three of five cases, else one that matters or anything between."""
    anything = st.floats(low, high) if isinstance(usual, float) else st.integers(low, high)
    return st.sampled_from([0, 1, 2, 3, 4]).flatmap(
        lambda way: st.just(usual) if way < 3 else st.sampled_from(extremes) if way == 3 else anything
    )


def reachable(**given):
    """The parameters; nobody is there more often than accounts may be."""
    return campaign.Parameters(**{**given, "most_sessions": max(given["most_sessions"], given["sessions_a_day"])})


def parameters(most_days=10.0, sessions=12.0, most_sessions=30.0):
    """All parameters over their ranges, as far as a twin in plain Python can follow in time; usually livelier ones
    than the model's own, so that there is something to compare."""
    return st.builds(
        reachable,
        days=often(min(3.0, most_days), [0.5, 1.0, most_days], 0.5, most_days),
        sessions_a_day=often(sessions, [0.2, 3.0, most_sessions], 0.1, most_sessions),
        sessions_spread=often(0.4, [0.0, 2.0 if most_sessions < 100 else 1.0], 0, 1),
        sessions_by_inflow=often(1.0, [0.0, 2.0], 0, 2),
        most_sessions=often(48.0 if most_sessions < 100 else 1000.0, [1.0, 3.0], 1, 50),
        sharing_by_activity=often(0.6, [0.0, 3.0], 0, 3),
        like_level=often(-2.0, [-5.3, 50.0], -6, 2),
        looks=often(5.0, [1.0, 2.0, 1e6, 1e9], 1, 30),
        inflow=often(30.0, [0.0, 5.0, 150.0, 1500.0], 0, 300),
        rhythm=st.sampled_from(["flat", "daily"]),
        offers=often(2, [1, 3, 10**6], 1, 20),
        keep_hours=often(48.0, [0.01, 1.0, 1e6], 0.1, 100),
        quality_effect=often(1.9, [0.0, 10.0], 0, 10),
        match_effect=often(0.5, [0.0, 10.0], 0, 3),
        appeal_item=often(0.85, [0.0, 5.0], 0, 3),
        appeal_post=often(0.85, [0.0, 5.0], 0, 3),
        personal=often(0.5, [0.0, 5.0], 0, 3),
        proof_effect=often(0.3, [0.0, 5.0], 0, 5),
        trust_effect=often(1.0, [0.0, 5.0], 0, 5),
        trust_followed=often(0.88, [1.0, 5e-324], 1e-6, 1),
        trust_slope=often(-0.1, [0.0, -1.0], -1, 0),
        share_level=often(3.0, [-7.0, 50.0, -50.0], -2, 6),
        delayed_shares=often(0.3, [0.0, 1.0], 0, 1),
        delay_hours=often(1.0, [0.001, 1000.0], 0.001, 50),
        delay_spread=often(1.5, [0.0, 5.0], 0, 5),
    )


@st.composite
def cases(draw, networks, **limits):
    """All that a call takes: network, seeds, parameters, item, seed, replicate."""
    network = draw(networks)
    account = st.sampled_from(range(len(network)))
    topics = st.just(())
    if "interests" in network.attributes:
        topics = st.lists(st.sampled_from(network.about["topics"]), unique=True, max_size=3).map(tuple)
    return Case(
        network,
        draw(st.lists(account, unique=True, min_size=draw(st.sampled_from([0, 1, 1, 1])), max_size=6)),
        draw(parameters(**limits)),
        Item("post", draw(often(0.5, [0.0, 1.0], 0, 1)), draw(topics)),
        draw(numbers_of_worlds),
        draw(numbers_of_worlds),
    )


# -- everything that a campaign adds


def rate(most=1.0):
    """A number from 0 to so much."""
    return often(most / 2.0, [0.0, float(most)], 0.0, most)


weights = st.dictionaries(st.sampled_from(ACTIONS), often(1.0, [0.0, -40.0, 300.0], -5, 30))
rankings = st.sampled_from([*POLICIES, "ranked", "ranked"])
recency = often(0.7, [1e-3, 1e6], 0.1, 50)


EVENINGS = (tuple(0.001 if hour < 17 else 3.0 for hour in range(24)), tuple(1.0 + hour % 5 for hour in range(24)))
levels = st.dictionaries(st.sampled_from(ACTIONS), often(0.0, [-50.0, 50.0], -3, 1), max_size=3)
formats = st.dictionaries(st.sampled_from(FORMATS), levels, max_size=2)
hours = st.sampled_from([None, None, "flat", "daily", *EVENINGS])
here = st.fixed_dictionaries(
    {},
    optional={
        "watch_time": st.booleans(),
        "base": levels,
        "formats": formats,
        "topic_effect": st.dictionaries(st.sampled_from([*TOPICS, "tech", "none"]), st.floats(-3, 3)),
        "tone_effect": st.floats(-3, 3),
        "rhythm": hours,
    },
)
"""What a platform's accounts are like, and what its feed makes of the length of an item."""


@st.composite
def platforms(draw):
    """A platform, with what it recommends, its ads and its changes."""
    changes, at = [], 0.0
    for _ in range(draw(st.sampled_from([0, 0, 1, 3]))):
        at += draw(st.floats(0.01, 0.8))
        change = {"ranking": rankings, "weights": weights, "recency_hours": recency, "stranger_factor": rate()}
        change |= {"ad_load": st.sampled_from([0.0, 0.3, 1.0]), "seen_filter": st.booleans(), "noise": rate()}
        change |= {"diversity_floor": rate(), "diversity_decay": rate(), "match_weight": rate()}
        change |= {"prior_events": often(2.0, [0.1, 100.0], 0.1, 20)}
        share = {"share": often(0.5, [0.0, 1.0], 0, 1), "beta": rate(5), "cap": st.floats(0.05, 1)}
        change |= {"out_of_network": st.fixed_dictionaries({}, optional={**share, "match_effect": rate(3)})}
        changes.append({"at": at, **draw(st.fixed_dictionaries({}, optional=change))})
    out = {"share": often(0.5, [0.0, 1.0], 0, 1), "beta": often(1.0, [0.0, 5.0], 0, 5), "cap": st.floats(0.05, 1)}
    return {
        "ranking": draw(rankings),
        "weights": draw(weights),
        "recency_hours": draw(recency),
        "diversity_floor": draw(rate()),
        "diversity_decay": draw(rate()),
        "seen_filter": draw(st.booleans()),
        "prior_events": draw(often(2.0, [0.1, 100.0], 0.1, 20)),
        "match_weight": draw(rate()),
        "noise": draw(rate()),
        "out_of_network": draw(st.none() | st.fixed_dictionaries({**out, "match_effect": rate(3)})) or {},
        "ad_load": draw(st.sampled_from([0.0, 0.15, 0.5, 1.0])),
        "tick_minutes": draw(st.sampled_from([2.0, 10.0, 12.0, 30.0, 60.0, 60.0, 1440.0])),
        "pools": draw(st.sampled_from([(), (), POOLS])),
        "changes": changes,
        **draw(here),
    }


POOLS = [{"people": 3.0, "likes": 0.02, "completes": 0.3}, {"people": 5.0}, {"people": 40.0, "likes": 0.0}]
"""Traffic pools of which small networks fill several."""

some_products = st.fixed_dictionaries(
    {
        "order_value": often(100.0, [1e-3, 1e6], 0.01, 1000),
        "order_spread": rate(),
        "returns": rate(),
        "commission": rate(),
        "orders_a_day": often(0.3, [0.0, 1.0], 0, 1),
        "goodwill_effect": rate(3),
        "goodwill_days": often(7.0, [0.1, 365.0], 0.1, 20),
        "visit_rate": often(1.0, [0.0], 0, 1),
        "lead_rate": rate(),
        "order_rate": rate(),
        "order_delay_hours": often(0.0, [0.5, 2.0, 30.0], 0, 10),
        "order_delay_spread": often(1.0, [0.0], 0, 2),
        "discount_effect": rate(4),
        "quality": rate(),
        "known": rate(),
        "awareness": rate(3),
        "expectation_effect": rate(5),
        "delivery_days": often(0.2, [0.0, 1.0], 0, 2),
        "price_effect": often(2.0, [0.0, 10.0], 0, 10),
        "interest_effect": often(1.0, [0.0, 10.0], 0, 3),
    }
)


@st.composite
def products(draw, network):
    """Products, half of them with a usual price, and with topics where people have interests."""
    found, price = draw(some_products), draw(st.none() | often(2.0, [0.02, 50.0], 0.1, 10))
    if price is not None:
        found["usual_price"] = found["order_value"] * price
    if "interests" in network.attributes:
        found["topics"] = tuple(draw(st.lists(st.sampled_from(network.about["topics"]), unique=True, max_size=2)))
    return found


def audiences(network):
    """Segments, perhaps with interests of their own."""
    interests = st.just({})
    if "interests" in network.attributes:
        interests = st.dictionaries(st.sampled_from(network.about["topics"]), st.floats(0, 1))
    parts = {"price_sensitivity": rate(), "demand": rate(5), "interests": interests}
    segment = st.fixed_dictionaries({"share": st.floats(0, 0.5), **parts})
    return st.just({}) | st.dictionaries(st.sampled_from(["young", "old"]), segment)


own_effects = st.fixed_dictionaries({}, optional={name: often(1.0, [0.0, -2.0], -3, 3) for name in OF_ITEM + OF_VIEW})
more_parameters = st.fixed_dictionaries(
    {
        "quality_effect": often(8.0, [0.0, 1.9], 0, 10),  # so that many click
        "trust_stranger": often(0.5, [1.0], 0.01, 1),
        "trust_banner": often(0.37, [1.0], 0.01, 1),
        "disclosure_effect": rate(2),
        "commercial_effect": rate(2),
        "fatigue": rate(),
        "attitude_effect": rate(3),
        "attitude_rate": rate(),
        "attitude_days": often(7.0, [0.01], 0.1, 20),
        "demand_activity": rate(),
        "ads_cost": rate(),
        "alike_wear": often(0.0, [0.4, 2.0], 0, 2),
        "read_on": often(0.0, [0.5, 3.0], 0, 10),
        "response": st.sampled_from([None, None, ODD]),
        "duration_effect": often(0.5, [0.0, 10.0], 0, 2),
        "effects": st.just({}) | st.dictionaries(st.sampled_from(ACTIONS), own_effects),
    }
)


def items(network):
    """Any item that the accounts of this network can be asked about."""
    topics = st.just(())
    if "interests" in network.attributes:
        topics = st.lists(st.sampled_from(network.about["topics"]), unique=True, max_size=3).map(tuple)
    several = ("quality", "utility", "arousal", "novelty", "production", "authenticity", "commerciality", "discount")
    features = {name: often(0.8, [0.0, 1.0], 0, 1) for name in several}
    features |= {name: often(0.0, [-1.0, 1.0], -1, 1) for name in ("tone", "stance")}
    features |= {"promise": rate(), "lasts_hours": st.sampled_from([0.0, 0.0, 0.0, 1.0, 6.0])}
    some = st.builds(Item, topics=topics, format=st.sampled_from(FORMATS), disclosed=st.booleans(), **features)
    return st.tuples(some, often(30.0, [1.0, 86400.0], 0.1, 4000)).map(lambda two: lasting(*two))


def lasting(item, seconds):
    """The item, of which half of all videos and live streams say how long they take."""
    return replace(item, duration=seconds) if item.format in USUAL_SECONDS and item.disclosed else item


@st.composite
def plans(draw, network, item_count, days):
    """Seeds, posts, what is bought and what else is done, some of it twice or after the end."""
    account, item = st.sampled_from(range(len(network))), st.integers(0, item_count - 1)
    at = st.sampled_from([0.0, 0.0, 1800.0, 3600.0]) | st.floats(0, days * DAY * 1.2)
    kind, share = st.sampled_from([OWNED, PAID]), st.none() | rate()
    post = st.builds(PlannedPost, account, item, kind, at, st.integers(0, 999), commission=share)
    to_members = st.builds(PlannedPost, st.just(-1), item, st.just(TO_MEMBERS), at)
    mask = st.lists(st.integers(0, 1), min_size=len(network), max_size=len(network))
    pushes = []
    for _ in range(draw(st.sampled_from([0, 1, 3]))):
        start, end = draw(spans(at, days))
        target = draw(st.none() | mask.map(lambda row: np.array(row, np.uint8)))
        push = st.builds(
            *(Push, st.sampled_from(["boost", "ads"]), item, st.just(start), st.just(end), st.integers(0, 3000)),
            *(st.sampled_from([100, 3000, 10_001, 50_000]), st.just(target), st.sampled_from([False, False, True])),
            st.sampled_from([1, 2, 1_000_000]),
        )
        pushes.append(draw(push))
    seeds = np.array(sorted(draw(st.sets(account, max_size=2))), np.int32)
    few = draw(st.sampled_from([0, 4, 4]))
    posts = draw(st.lists(post, min_size=few, max_size=8)) + draw(st.lists(to_members, max_size=3))
    several = [
        draw(lever) for lever in draw(st.lists(st.sampled_from(levers(at, item, days)), min_size=few, max_size=9))
    ]
    plan = Plan(seeds, tuple(posts), tuple(pushes), 0, tuple(several))
    return replace(plan, rules=draw(rules(plan, at)))


def spans(at, days):
    """Two seconds, the first not after the second."""
    longer = st.sampled_from([0.0, 40_000.0, days * DAY]) | st.floats(0, days * DAY)
    return st.tuples(at, longer).map(lambda two: (two[0], two[0] + two[1]))


def levers(at, item, days):
    """Levers of every kind."""
    item, cents = st.just(-1) | item, st.sampled_from([0, 900, 5000, 10**7])
    span, delay = st.just((0.0, days * DAY)) | spans(at, days), st.sampled_from([0.0, 3600.0, DAY])
    worth = st.sampled_from([0.0, 20.0, 1e6, 1e9])
    kinds = st.tuples(st.just("lottery"), st.sampled_from(ACTIONS)) | st.just(("challenge", "share"))
    return [
        st.builds(
            lambda i, s, v, e, c: Incentive("community", "join", i, *s, v, e, c), item, span, worth, cents, cents
        ),
        st.builds(lambda k, i, s, v: Incentive(*k, i, *s, v, action=3), kinds, item, span, worth),
        st.builds(
            lambda s, *more: Care(*s, *more),
            *(span, st.sampled_from([0.4, 2.5, np.inf]), delay, rate(), st.booleans()),
        ),
        st.builds(Insight, at, delay, rate()),
        st.builds(Response, st.sampled_from(RESPONSES), st.sampled_from([1, 2, 5]), delay),
        st.builds(lambda i, s, e, c: Referral(max(i, 0), *s, e, c), item, span, cents, cents),
        st.builds(lambda i, s, d: Offer(i, *s, d), item, span, rate()),
    ]


@dataclass(frozen=True)
class Looks:
    """A rule that sets everything going once there are so many impressions, and boosts every other post."""

    least: int
    chosen: Chosen
    boosts: tuple[int, ...]

    def __call__(self, world, outcome):
        if len(outcome.events["seen_at"]) < self.least:
            return Chosen()
        posts = tuple(np.flatnonzero(outcome.events["post_kind"] == OWNED)[::2].tolist())
        return replace(self.chosen, boosted=tuple((place, posts) for place in self.boosts))


@st.composite
def rules(draw, plan, at):
    """Rules by time, each with something of its own that waits for it."""
    found = []
    for second in sorted(draw(st.lists(at, max_size=2))):
        waits = {}
        for name in ("posts", "pushes", "levers"):
            taken = {place for rule in found for place in getattr(rule, name)}
            free = [place for place in range(len(getattr(plan, name))) if place not in taken]
            free = [place for place in free if name != "posts" or plan.posts[place].at >= second]
            waits[name] = tuple(draw(st.lists(st.sampled_from(free), unique=True)) if free else [])
        some = {name: tuple(place for place in places if draw(st.booleans())) for name, places in waits.items()}
        boosts = tuple(place for place in some["pushes"] if draw(st.booleans()))
        least = draw(st.sampled_from([0, 1, 10, 50, 10**6]))
        found.append(Rule(second, Looks(least, Chosen(**some), boosts), **waits))
    return tuple(found)


relations = st.fixed_dictionaries(
    {
        **{name: rate() for name in ("familiarity", "attitude_demand", "care_invites", "comment_effect", "urgency")},
        **{
            name: rate()
            for name in ("experience_rate", "satisfaction_spread", "publish_rate", "talkers", "live_effect")
        },
        **{name: often(1.0, [0.0], 0, 1) for name in ("praise_rate", "complaint_rate", "open_rate", "refer_rate")},
        **{name: often(0.8, [0.0, 1.0], 0, 1) for name in ("talk_rate", "referred_rate", "answered_belief")},
        **{name: often(3.0, [0.0, 20.0], 0, 5) for name in ("refer_friends", "referred_friends", "repurchase")},
        **{name: often(5.0, [0.1, 100.0], 0.1, 50) for name in ("patience_hours", "answer_hours", "early_hours")},
        **{name: often(0.5, [0.0, 2.0], 0, 2) for name in ("answered_effect", "unanswered_effect", "push_fatigue")},
        **{name: rate(2) for name in ("empathy_calms", "explanation_calms", "explanation_calms_real")},
        **{name: rate(2) for name in ("compensation_calms", "compensation_fuels", "incentive_effect", "prize_effect")},
        "member_days": often(1.0, [0.01], 0.1, 10),
        "leave_rate": often(0.1, [0.0, 1.0], 0, 1),
        "live_returns": rate(),
        "voices_wanted": often(5.0, [1e-3, 1e9], 0.1, 20),
        "sharers_needed": st.sampled_from([1, 1, 1, 2, 3]),
    }
).map(lambda given: {**given, "repurchase": given["repurchase"] / 2.0})


def occasions(network):
    """What happens whatever the plan does."""
    topics = st.just(())
    if "interests" in network.attributes:
        topics = st.lists(st.sampled_from(network.about["topics"]), unique=True, max_size=2).map(tuple)
    at, people = st.just(0.0) | st.floats(0, 2), st.integers(1, 5)
    feeling = {"arousal": rate(), "utility": rate(), "topics": topics}
    rumour = {"at": at, "accounts": people, "stance": st.sampled_from([-1.0, -0.3]), "real": st.booleans(), **feeling}
    rival = {"at": at, "accounts": st.integers(0, 5), "after": st.integers(0, 4), **feeling}
    until = {"until": st.floats(2.0, 3.0)}
    ads = st.fixed_dictionaries({"ads_a_day": st.sampled_from([0.0, 40.0, 1e4])})
    ads |= st.fixed_dictionaries({"ad_budget": st.sampled_from([1.0, 200.0]), "cpm": st.sampled_from([2.0, 30.0])})
    cap = st.fixed_dictionaries({}, optional={"frequency_cap": st.integers(1, 3)})
    rivals = st.builds(
        lambda *parts: {key: value for part in parts for key, value in part.items()},
        *(st.fixed_dictionaries(rival, optional=until), ads, cap),
    )
    failure = st.fixed_dictionaries({"at": st.floats(0, 1.5), "quality": rate()}, optional=until)
    kinds = {
        "rumours": st.fixed_dictionaries(rumour),
        "failures": failure,
        "competitors": rivals,
    }
    return st.fixed_dictionaries({name: st.lists(one, max_size=2).map(tuple) for name, one in kinds.items()})


@st.composite
def campaigns(draw, networks, **limits):
    """A case with all that a campaign can have."""
    network = draw(networks)
    usual = draw(parameters(**limits))
    others = {"platform", "also_on", "product", "audience", "represents", "relations", "occasions"}
    setting = {**usual.model_dump(exclude=others), **draw(more_parameters)}
    setting |= {"platform": draw(platforms()), "audience": draw(audiences(network))}
    setting |= {
        "product": draw(st.none() | products(network) | products(network) | products(network)),
        "represents": draw(st.sampled_from([None, 1.0, 400.0])),
    }
    setting |= {"relations": draw(relations), "occasions": draw(st.just({}) | occasions(network))}
    setting |= {"opt_out": draw(rate()), "untargeted_effect": draw(rate())}
    content = tuple(draw(st.lists(items(network), min_size=1, max_size=3)))
    plan = draw(plans(network, len(content), usual.days))
    parts = draw(numbers_of_worlds), draw(numbers_of_worlds)
    return Case(network, plan, campaign.Parameters(**setting), content, *parts)
