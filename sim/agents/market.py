"""Who of the campaign's accounts buys: by clicking through, or by himself, which goodwill makes more likely."""

from math import floor
from typing import Any, NamedTuple

from sim.agents.draws import normal, succeeds
from sim.agents.sessions import DAY
from sim.arithmetic import exp, log, logistic
from sim.randomness import DEMAND, ORDER, draw_int
from sim.world import PAID

LEAD, BUYS, VALUE, SENT_BACK = 66, 67, 68, 69  # words of draws


class Order(NamedTuple):
    """An order by one person."""

    account: int
    post: Any  # clicked last before it, or None
    second: float
    cents: int
    incremental: bool  # it would not have come without the plan
    returned: bool
    commission: int  # in cents, to the author that was paid for the post, or for what it shares


def moved(probability, shift):
    """A probability moved in log-odds; 0 and 1 stay."""
    if not 0.0 < probability < 1.0 or shift == 0.0:
        return probability
    return logistic(log(probability / (1.0 - probability)) + shift)


def cents_of(product, draws):
    """The value of an order."""
    return floor(exp(log(product.order_value) + product.order_spread * normal(draws, VALUE)) * 100.0 + 0.5)


def order(account, post, second, draws, discount, incremental):
    """The account orders."""
    product = account.model.parameters.product
    cents = floor(cents_of(product, draws) * (1.0 - discount) + 0.5)
    returned = succeeds(draw_int(draws, SENT_BACK), product.returns)
    through = post is not None and post.origin.kind == PAID and not returned
    commission = floor(cents * through * product.commission + 0.5)
    account.model.orders.append(Order(account.id, post, second, cents, incremental, returned, commission))


def follow_up(account, post):
    """What comes of a click: perhaps a lead, and of that perhaps an order."""
    model, product, draws = account.model, account.model.parameters.product, draw_int(post.key, account.id)
    attitude = account.attitude_now()
    if not succeeds(draw_int(draws, LEAD), moved(product.lead_rate, attitude)):
        return
    model.leads.append((account, post, model.now))
    discount = model.items[post.item].discount
    shift = attitude + product.discount_effect * discount * account.person.bargains
    if succeeds(draw_int(draws, BUYS), moved(product.order_rate, shift)):
        order(account, post, model.now, draws, discount, True)


def pass_day(model, day):
    """Who of the contacts buys by himself on this day. The draw says whether he would have done so anyway."""
    product, end = model.parameters.product, (day + 1) * DAY
    for account in model.contacts:
        kept = account.kept_since_told(product.goodwill_days, end)
        raised = account.person.demand * exp(product.goodwill_effect * account.goodwill * kept)
        draws = draw_int(model.key, DEMAND, account.id, day)
        if succeeds(draws, 1.0 - exp(-raised)):
            anyway = succeeds(draws, 1.0 - exp(-account.person.demand))
            order(account, account.clicked, end, draw_int(draws, ORDER), 0.0, not anyway)


def baseline(model):
    """What is ordered without any campaign: (orders, their cents)."""
    product, found = model.parameters.product, []
    for account in model.accounts:
        for day in range(int(model.parameters.days)):
            draws = draw_int(model.key, DEMAND, account.id, day)
            if succeeds(draws, 1.0 - exp(-account.person.demand)):
                found.append(cents_of(product, draw_int(draws, ORDER)))
    return len(found), sum(found)
