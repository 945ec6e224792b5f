"""What comes of an order: the customer is content or not, tells others, complains, or brings friends.

satisfaction = quality of the product - expectation + noise,     -1 to 1
"""

from sim.agents.brand import A_COMPLAINT, is_cared_for, open_case
from sim.agents.draws import normal, succeeds, uniform
from sim.agents.market import moved
from sim.agents.posts import MESSAGE, PRAISE
from sim.agents.sessions import DAY, HOUR
from sim.arithmetic import log
from sim.arithmetic.counts import poisson_quantile
from sim.levers import Insight, Referral
from sim.randomness import FRIENDS, SATISFACTION, draw_int

HOW_CONTENT, SAYS_IT, WAITS, WOULD_PUBLISH = range(4)  # words of draws below an order's SATISFACTION
REFERS, HOW_MANY, WHO = range(3)  # and below its FRIENDS; whom he asks begins at WHO
FULL = 0.5  # the satisfaction at which praise, and below 0 complaints, are as frequent as they get
MOST_FRIENDS = 20  # whom a customer asks at most for one order
FRIEND = 5  # the channel of an impression that a friend sent


def quality_now(model):
    """The product's quality: a failure lowers it for a time, insight raises it for good."""
    quality = model.parameters.product.quality
    for failure in model.parameters.occasions.failures:
        if failure.at * DAY <= model.now and (failure.until is None or model.now < failure.until * DAY):
            quality = min(quality, failure.quality)
    for lever in model.levers:
        if isinstance(lever.setting, Insight) and lever.out_at <= model.now:
            quality += lever.credit
    return min(quality, 1.0)


def deliver(model):
    """All orders that have arrived by now, in the order in which they were made."""
    for order in model.orders[model.delivered :]:
        if not order.lost:
            if order.second + model.parameters.product.delivery_days * DAY > model.now:
                return
            arrive(model, order)
        model.delivered += 1


def arrive(model, order):
    """An order arrives, and the customer says what he thinks of it."""
    relations, account, draws = model.parameters.relations, order.account, draw_int(order.key, SATISFACTION)
    noise = relations.satisfaction_spread * normal(draws, HOW_CONTENT)
    content = min(max(quality_now(model) - account.expected + noise, -1.0), 1.0)
    order.satisfied = account.satisfied = content
    felt, attitude = min(max(content / FULL, -1.0), 1.0), account.attitude_now()
    account.move(attitude + relations.experience_rate * (felt - attitude))
    says = draw_int(draws, SAYS_IT)
    if felt > 0.0:  # the praise of others is there without the campaign, too
        if account.reached_at is not None and succeeds(says, relations.praise_rate * felt):
            account.publish_own(PRAISE)
    elif felt < 0.0:
        chance = -felt * relations.complaint_rate
        if is_cared_for(model):
            chance = moved(chance, relations.care_invites)
        if succeeds(says, chance):
            model.voices += 1
            patience = -log(max(uniform(draws, WAITS), 1e-16)) * (relations.patience_hours * HOUR)
            would_publish = succeeds(draw_int(draws, WOULD_PUBLISH), relations.publish_rate)
            open_case(account, A_COMPLAINT, patience, would_publish)


def refer(model):
    """What comes of the orders since the last tick: rewards for who brought them, and further friends."""
    while model.looked_for_friends < len(model.orders):
        order = model.orders[model.looked_for_friends]
        model.looked_for_friends += 1
        if not order.lost:
            reward(model, order)
            programmes = [lever for lever in model.levers if lever.is_a(Referral) and lever.has_money()]
            if programmes:
                ask_friends(model, order, programmes[0].post)


def reward(model, order):
    """Who sent the message is paid if it was one that brought this order."""
    message = order.post and order.post.origin
    for lever in model.levers:
        if message is not None and message.kind == MESSAGE and lever.post is message and lever.has_money():
            lever.pay()


def ask_friends(model, order, message):
    """A customer may send the message to some who follow him where he is most often; they see it where they are."""
    relations, account, draws = model.parameters.relations, order.account, draw_int(order.key, FRIENDS)
    rate = relations.referred_rate if account.was_referred else relations.refer_rate
    followers = account.home.followers
    if not followers or not succeeds(draw_int(draws, REFERS), rate):
        return
    mean = relations.referred_friends if account.was_referred else relations.refer_friends
    for turn in range(min(poisson_quantile(mean, uniform(draws, HOW_MANY)), MOST_FRIENDS)):
        friend = followers[int(uniform(draws, WHO + turn) * len(followers))]
        if message not in friend.met:
            friend.was_referred = True
            friend.home.see(message, FRIEND)
