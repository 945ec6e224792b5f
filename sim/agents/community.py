"""The private community: what is sent to its members, who open it less and less, and of whom some leave.

P(open) = open_rate (n + 1) ** -push_fatigue exp(-age / member's time)     after n earlier pushes
"""

from sim.agents.draws import succeeds
from sim.agents.posts import PRAISE
from sim.agents.sessions import DAY
from sim.arithmetic import exp, log, power
from sim.randomness import MEMBERS, draw_int

OPEN, LEAVE, WRITE = range(3)  # words of draws
COMMUNITY = 4  # the channel of an impression that a member opened


def interest_left(account, now):
    """How much of a member's first interest is left."""
    days = account.model.parameters.relations.member_days
    return exp(-(now - account.joined_at) * (log(2.0) / (days * DAY)))


def send_to_members(model, post):
    """The members get a push, those whom the campaign met first before the others."""
    for account in list(model.contacts):
        if account.is_member:
            receive(account, post)


def receive(account, post):
    """A member gets a push where he is most often: opens it or not, may write about it, may leave."""
    model, relations = account.model, account.model.parameters.relations
    draws = draw_int(post.key, MEMBERS, account.id)
    chance = relations.open_rate * power(account.pushed + 1.0, -relations.push_fatigue)
    account.pushed += 1
    if succeeds(draw_int(draws, OPEN), chance * interest_left(account, model.now)):
        account.opened += 1
        account.home.see(post, COMMUNITY)
        talks = account.person.talks and model.parameters.product and account.attitude_now() > 0.0
        if talks and succeeds(draw_int(draws, WRITE), relations.talk_rate):
            account.publish_own(PRAISE)
    if succeeds(draw_int(draws, LEAVE), relations.leave_rate):
        account.is_member = False
