"""What happens at a tick: the feed learns the counters, posts are recommended, bought impressions are shown, the brand
tends its relations. A tick is cut in slots of at most five minutes; what is bought is shown in each of them.

What is recommended or bought is shown at once to accounts that are in a session just then, in an order of its own for
each post and tick: a keyed permutation of all accounts, walked until so many have been shown it as is due.
"""

from dataclasses import dataclass
from math import floor
from typing import Any

from sim.agents.brand import care, listen
from sim.agents.customers import deliver, refer
from sim.agents.draws import succeeds, uniform
from sim.agents.market import pass_day
from sim.agents.posts import AD, MESSAGE, SEEN
from sim.agents.sessions import DAY, HOUR
from sim.arithmetic import exp, log, logistic
from sim.randomness import GRANT, draw_int
from sim.world import OWNED, PAID, TO_MEMBERS, Push

AT_ONCE = 8  # sessions of an account in one tick that may be given an ad each
RECOMMENDED, BOOST, ADS = 1, 2, 3  # channels of impressions; 0 is the feed
CHANNELS = {"boost": BOOST, "ads": ADS}
HOW_MANY, MATCHING, ROUNDING = 1 << 41, 1 << 40, 1 << 42  # words of draws


@dataclass(eq=False)
class Purchase:
    """Impressions that the plan buys."""

    place: int  # in the plan
    push: Push
    on: bool  # what waits for a rule is not
    ordinal: int  # among those of this channel, item and platform
    price: float  # of an impression, in cents
    platform: Any  # where they are shown
    post: Any  # what an ad shows; None for a boost
    count: int = 0  # bought so far
    picked: Any = None  # the posts that a rule has picked for a boost; None for all
    is_rival: bool = False  # a competitor's, and nothing of the plan's

    @property
    def channel(self):
        """BOOST or ADS."""
        return CHANNELS[self.push.channel]

    @property
    def spent(self):
        """What they cost so far, in whole cents."""
        return floor(self.count * self.price + 0.5)


def identity_of(model, push: Push) -> tuple:
    """By what purchases are put in order: all that they are, so that the order of the plan's list changes nothing."""
    target = b"" if push.target is None else push.target.tobytes()
    first = (push.start, CHANNELS[push.channel], model.item_words[push.item], push.end, push.cents)
    return (*first, push.cpm_cents, push.frequency_cap, push.retarget, push.platform, target)


def slot(model, number):
    """One slot of a tick; with the first of them the tick begins. Perhaps a day ends with it."""
    begins, tick = number % model.slots == 0, number // model.slots
    if begins:
        learn(model)
    if begins:
        for post in model.origins:
            recommends = post.platform.feed.platform.out_of_network.share > 0
            if recommends and post.author is not None and post.kind not in (AD, MESSAGE, TO_MEMBERS):
                show(model, post, tick, recommendations_due(model, post, tick))
    for purchase in (*model.rival_purchases, *model.purchases):
        post = purchase.post or boosted_post(model, purchase, number)
        if post is not None and purchase.on:
            show(model, post, number, impressions_due(model, purchase), purchase)
    if begins:
        tend(model)
    if model.parameters.product and (number + 1) * model.slot_seconds >= (model.days_passed + 1) * DAY:
        pass_day(model, model.days_passed)
        model.days_passed += 1


def learn(model):
    """What has happened up to now reaches the feeds, each post's that of its platform."""
    for post in model.origins:
        if post.known != post.counted:
            post.known = dict(post.counted)
            post.platform.feed.predict(post)


def tend(model):
    """Relations at this tick: what is listened to, orders that arrive, friends, cases."""
    listen(model)
    if model.parameters.product:
        deliver(model)
        refer(model)
    care(model)


def recommendations_due(model, post, number):
    """How often a post is recommended at this tick: more if it is expected to do better, less as it grows older."""
    platform, feed = post.platform, post.platform.feed
    out, ordinary = feed.platform.out_of_network, feed.ordinary
    age, recency = model.now - post.published, feed.platform.recency_hours * HOUR
    if age <= 0.0 or model.now >= post.ends:
        return 0
    if platform.parameters.platform.pools:
        mean = min(due_of_pools(model, post, platform.parameters.platform.pools), out.cap * len(model.accounts))
        return int(mean + uniform(post.key, GRANT, number, HOW_MANY)) if mean > 0.0 else 0
    share = exp(-max(age - model.tick_seconds, 0.0) / recency) - exp(-age / recency)
    better = max(feed.value(post) / ordinary.value, 1e-3)
    mean = platform.supply(post.author) * exp(out.beta * log(better)) / ordinary.gain * share
    mean = min(mean, out.cap * len(model.accounts))
    return int(mean + uniform(post.key, GRANT, number, HOW_MANY))


def due_of_pools(model, post, pools):
    """How often a post is recommended on the mean: what is left of its pool, within an hour; perhaps the next opens."""

    def size():
        beside = pools[post.pools - 1].people / pools[0].people
        mean = post.platform.supply(post.author) * beside / post.platform.feed.ordinary.gain
        return floor(mean + uniform(post.key, GRANT, ROUNDING))

    post.pools = max(post.pools, 1)
    if post.pools < len(pools) and post.recommended >= size():
        seen, gate = post.known[SEEN], pools[post.pools - 1]
        liked, completed = post.known["like"], post.known["complete"]
        if seen > 0 and (liked >= gate.likes * seen or completed >= gate.completes * seen):
            post.pools += 1
    return min(max(size() - post.recommended, 0.0), size() * model.tick_seconds / HOUR)


def boosted_post(model, purchase, number):
    """The plan's posts here of the item that are out are boosted in turn, or those of them that a rule has picked."""
    out = [post for post in model.origins if post.kind in (OWNED, PAID) and purchase.push.item in (-1, post.item)]
    out = [post for post in out if post.platform is purchase.platform]
    out = [post for post in out if post.published <= model.now < post.ends]
    out = [post for post in out if purchase.picked is None or post in purchase.picked]
    return out[number % len(out)] if out else None


def impressions_due(model, purchase):
    """How many impressions are bought in this slot: the money goes evenly over the sessions of its time."""
    push, upto, after = purchase.push, purchase.platform.rhythm.days_upto, model.now + model.slot_seconds
    end = max(push.end, push.start + model.slot_seconds)
    if after <= push.start or model.now >= end:
        return 0
    gone = min((upto(after) - upto(push.start)) / (upto(end) - upto(push.start)), 1.0)
    return int(push.cents * gone / purchase.price + 1e-9) - purchase.count


def permuted(key, place, count):
    """Place of a keyed permutation of 0 ... count - 1: a Feistel network, walked on until it comes back inside."""
    bits = next(bits for bits in range(2, 64) if 2**bits >= count)
    half, low_mask, high_mask = bits // 2, 2 ** (bits // 2) - 1, 2 ** (bits - bits // 2) - 1
    while True:
        high, low = place >> half, place & low_mask
        for turn in range(0, 12 if bits < 12 else 4, 2):
            high ^= draw_int(key, (turn << 32) | low) & high_mask
            low ^= draw_int(key, ((turn + 1) << 32) | high) & low_mask
        place = (high << half) | low
        if place < count:
            return place


def show(model, post, number, left, purchase=None):
    """Show a post to so many accounts that are in a session of its platform in this tick (bought: in this slot)."""
    step = model.slot_seconds if purchase else model.tick_seconds
    day = int(model.now / DAY)
    since, rhythm = model.now - day * DAY, post.platform.rhythm
    low, high = rhythm.share_before(since), rhythm.share_before(min(since + step, DAY))
    draws = draw_int(post.key, GRANT, number if purchase is None else ((1 + purchase.ordinal) << 32) | number)
    for account in in_turn(model, draws, purchase):
        if left <= 0:
            return
        seat = account.seat_on(post.platform)
        sessions = seat.diary.within(day, low, high)
        if purchase is None and sessions and accepts(seat, post, draws):
            seat.see(post, RECOMMENDED)
            post.recommended += 1
            left -= 1
        for session in sessions[: AT_ONCE if purchase else 0]:
            if left > 0 and may_be_sold(seat, post, purchase, session):
                seat.see(post, purchase.channel)
                account.bought[purchase] += 1
                seat.taken[model.now, session] += purchase.is_rival
                purchase.count += 1
                left -= 1


def in_turn(model, draws, purchase=None):
    """Whom something is meant for, one after the other."""
    aimed, push = model.accounts, purchase and purchase.push
    if push and push.target is not None:
        aimed = [account for account in aimed if push.target[account.id] and not account.person.opted_out]
    if push and push.retarget:
        clicked = [account for account in aimed if account.clicked and not account.person.opted_out]
        yield from sorted(clicked, key=lambda account: (uniform(draws, account.id), account.id))
    else:
        yield from (aimed[permuted(draws, place, len(aimed))] for place in range(len(aimed)))


def accepts(seat, post, draws):
    """Is this recommended to the account here? Never twice, not what it gets anyway, rather what interests it."""
    chance = logistic(seat.platform.feed.platform.out_of_network.match_effect * seat.person.match[post.item])
    return seat.is_new(post) and succeeds(draw_int(draws, seat.id | MATCHING), chance)


def may_be_sold(seat, post, purchase, session):
    """May this account be shown what was bought, in this session?"""
    if purchase.channel == BOOST:
        return seat.is_new(post)
    free = seat.ad_slots(session) > seat.taken[seat.model.now, session]
    return free and seat.account.bought[purchase] < purchase.push.frequency_cap
