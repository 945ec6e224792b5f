"""What a plan does beside posts and bought impressions: each lever as it stands in one world, and what it changes."""

from math import inf
from typing import Any

from sim.agents.sessions import DAY
from sim.arithmetic import log
from sim.levers import RESPONSES, Care, Incentive, Insight, Offer, Referral, Response
from sim.models.campaign.parameters import ACTIONS

USUAL_ORDER = 100.0  # what an order is worth where nothing is sold: only for what a gift is worth beside it
KINDS = ("community", "lottery", "challenge", Care, Insight, Response, Referral, Offer)


class Lever:
    """A lever of the plan (``setting``) in this world.

    Attributes:
        place: in the plan.
        on: whether it works; what waits for a rule does not.
        spent: in cents; ``used``: how often.
        out_at: when a response or a better product comes.
        credit: answers that can be given now, or by how much the product becomes better.
        post: what friends are sent.
    """

    def __init__(self, model: Any, place: int, setting: Any, on: bool):
        self.model, self.place, self.setting, self.on = model, place, setting, on
        self.start, self.end = getattr(setting, "start", getattr(setting, "at", 0.0)), getattr(setting, "end", inf)
        self.each, self.cents = getattr(setting, "each_cents", 0) * model.people_each, getattr(setting, "cents", 0)
        self.spent, self.used, self.out_at, self.credit = 0.0, 0, inf, 0.0
        self.post: Any = None

    def is_a(self, kind):
        """Is it one of this kind (a class of :mod:`sim.levers`) that works now?"""
        return isinstance(self.setting, kind) and self.on and self.start <= self.model.now < self.end

    def concerns(self, item):
        """Is it about this item?"""
        return self.setting.item in (-1, item)

    def has_money(self):
        """Can one more be paid?"""
        return self.spent + self.each <= self.cents

    def pay(self):
        """Pay one more."""
        self.spent += self.each
        self.used += 1

    def rewards(self, account, post, action):
        """Is something given to this account if it takes this action on this post now?"""
        if not self.is_a(Incentive) or self.setting.what != action or not self.concerns(post.item):
            return False
        if not post.is_for_the_brand or (action == "join" and account.joined_at is not None):
            return False
        return self.each == 0.0 or self.has_money()

    def worth(self):
        """What a gift or a prize adds to the log-odds of its action."""
        product, relations = self.model.parameters.product, self.model.parameters.relations
        usual = product.order_value if product else USUAL_ORDER
        effect = relations.incentive_effect if self.setting.kind == "community" else relations.prize_effect
        return effect * log(1.0 + self.setting.value / (0.01 * usual))


def identity_of(model, lever: Any) -> tuple:
    """By what levers are put in order: all that they are, so that the order of the plan's list changes nothing."""
    kind = KINDS.index(lever.kind if isinstance(lever, Incentive) else type(lever))
    start = getattr(lever, "start", getattr(lever, "at", 0.0))
    first = (kind, model.item_words[getattr(lever, "item", -1)], start, getattr(lever, "end", inf))
    match lever:
        case Incentive():
            return (*first, ACTIONS.index(lever.what), lever.value, lever.each_cents, lever.cents)
        case Care():
            return (*first, lever.comments, lever.quality, lever.per_hour, lever.delay)
        case Insight():
            return (*first, lever.gain, lever.delay)
        case Response():
            return (*first, RESPONSES.index(lever.kind), lever.threshold, lever.delay)
        case Referral():
            return (*first, lever.each_cents, lever.cents)
    return (*first, lever.discount)


def shift_of(account, post, action):
    """What moves this action alone, in log-odds: gifts and prizes, and the brand's answers to negative posts."""
    model, shift = account.model, 0.0
    for lever in model.levers:
        if lever.rewards(account, post, action):
            shift += lever.worth()
    if action == "share" and model.items[post.item].stance < 0.0:
        shift -= model.calm
    return shift


def pay_incentives(account, post, action):
    """Who takes the action is given what there is."""
    for lever in account.model.levers:
        if lever.rewards(account, post, action):
            lever.pay()


def in_challenge(model, item):
    """Is a share of this item a piece of the sharer's own now?"""
    challenges = [lever for lever in model.levers if lever.is_a(Incentive) and lever.setting.kind == "challenge"]
    return any(lever.concerns(item) for lever in challenges)


def discount_now(model, item):
    """(the best discount that holds now, how far its last day has gone: 0 to 1)"""
    offers = [lever for lever in model.levers if lever.is_a(Offer) and lever.concerns(item)]
    best = max([model.items[item].discount, *(offer.setting.discount for offer in offers)])
    return best, max([0.0, *(1.0 - (offer.end - model.now) / DAY for offer in offers)])
