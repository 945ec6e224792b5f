"""Who of the campaign's accounts buys: by clicking through, or by himself, as he thinks of the brand."""

from dataclasses import dataclass
from math import floor, nan
from typing import Any

from sim.agents.community import interest_left
from sim.agents.draws import normal, succeeds
from sim.agents.levers import discount_now
from sim.agents.sessions import DAY, DECISION, HOUR
from sim.arithmetic import exp, log, logistic
from sim.randomness import DEMAND, ORDER, draw_int
from sim.world import PAID

LEAD, BUYS, VALUE, SENT_BACK, VISIT, HOW_LONG = range(66, 72)  # words of draws


@dataclass(eq=False)
class Order:
    """An order by one person."""

    account: Any
    post: Any  # clicked last before it, or None
    second: float
    cents: int
    incremental: bool  # it would not have come without the plan
    lost: bool  # it would have, and did not come
    returned: bool
    commission: int  # in cents, to the author that was paid for the post, or for what it shares
    key: int  # below it what comes of the order
    satisfied: float = nan  # -1 to 1, once it is delivered


def moved(probability, shift):
    """A probability moved in log-odds; 0 and 1 stay."""
    if not 0.0 < probability < 1.0 or shift == 0.0:
        return probability
    return logistic(log(probability / (1.0 - probability)) + shift)


def cents_of(product, draws):
    """The value of an order."""
    return floor(exp(log(product.order_value) + product.order_spread * normal(draws, VALUE)) * 100.0 + 0.5)


def share_of(post, product):
    """What an author gets of an order through this post: what it says, else the product's if it is paid for."""
    if post is None or post.origin.commission is None:
        return product.commission if post is not None and post.origin.kind == PAID else 0.0
    return post.origin.commission


def order(account, post, second, draws, discount, incremental, lost=False, live=False):
    """The account orders, or (``lost``) does not order what it would have ordered; ``live``: in a live stream."""
    setting = account.model.parameters
    cents = floor(cents_of(setting.product, draws) * (1.0 - discount) + 0.5)
    rate = setting.relations.live_returns if live else setting.product.returns
    returned = succeeds(draw_int(draws, SENT_BACK), rate)
    share = 0.0 if returned else share_of(post, setting.product)
    commission = floor(cents * share + 0.5)
    one = Order(account, post, second, cents, incremental, lost, returned, commission, draws)
    account.model.orders.append(one)
    account.orders += not lost


def follow_up(account, post):
    """What comes of a click: perhaps a visit, of that a lead, and of that an order, at once or later."""
    model, product, draws = account.model, account.model.parameters.product, draw_int(post.key, account.id)
    if not succeeds(draw_int(draws, VISIT), product.visit_rate):
        return
    model.visits.append((account, post, model.now))
    shift = account.attitude_now() + product.expectation_effect * account.hoped
    if not succeeds(draw_int(draws, LEAD), moved(product.lead_rate, shift)):
        return
    model.leads.append((account, post, model.now))
    if product.order_delay_hours == 0.0:
        return decide(account, post)
    wait = product.order_delay_hours * HOUR * exp(product.order_delay_spread * normal(draws, HOW_LONG))
    model.underway[account, post] = model.now + wait
    model.expect(model.now + wait, DECISION, account.id, lambda: decide(account, post))


def decide(account, post):
    """A lead orders or not, by what holds now."""
    model, product, draws = account.model, account.model.parameters.product, draw_int(post.key, account.id)
    model.underway.pop((account, post), None)
    shift = account.attitude_now() + product.expectation_effect * account.hoped
    relations, (discount, haste) = model.parameters.relations, discount_now(model, post.item)
    shift += product.discount_effect * discount * account.person.bargains + relations.urgency * haste
    live = model.items[post.item].format == "live"
    shift += relations.live_effect * live
    if succeeds(draw_int(draws, BUYS), moved(product.order_rate, shift)):
        order(account, post, model.now, draws, discount, True, live=live)


def demand_of(account, now):
    """The rate at which an account orders by himself: the baseline's, times what the campaign has made of it."""
    product, relations = account.model.parameters.product, account.model.parameters.relations
    moves = product.goodwill_effect * account.goodwill_at(now)
    moves += relations.attitude_demand * account.attitude_at(now)
    moves += product.expectation_effect * account.hoped
    rate = account.person.demand * exp(moves)
    if account.is_member and account.orders > 0:
        rate *= 1.0 + (relations.repurchase - 1.0) * interest_left(account, now)
    return rate


def pass_day(model, day):
    """Who of the contacts buys by himself on this day. The draw says whether he would have done so anyway."""
    end = (day + 1) * DAY
    for account in model.contacts:
        draws = draw_int(model.key, DEMAND, account.id, day)
        buys = succeeds(draws, 1.0 - exp(-demand_of(account, end)))
        anyway = succeeds(draws, 1.0 - exp(-account.person.demand))
        if buys or anyway:
            order(account, account.clicked, end, draw_int(draws, ORDER), 0.0, buys and not anyway, not buys)


def baseline(model, days):
    """What is ordered on so many days without any campaign: (orders, their cents)."""
    product, found = model.parameters.product, []
    for account in model.accounts:
        for day in range(days):
            draws = draw_int(model.key, DEMAND, account.id, day)
            if succeeds(draws, 1.0 - exp(-account.person.demand)):
                found.append(cents_of(product, draw_int(draws, ORDER)))
    return len(found), sum(found)
