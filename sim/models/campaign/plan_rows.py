"""The plan, and what happens in the world beside it, as the kernels read them: rows of posts, pushes and levers.

All are put in order by what they are, so that the order of the plan's lists changes nothing.
"""

from typing import Final

import numpy as np

from sim.arithmetic import log
from sim.levers import RESPONSES, Care, Incentive, Insight, Lever, Offer, Referral, Response
from sim.models.campaign import places, state
from sim.models.campaign.happening import occasions, rival_pushes
from sim.models.campaign.parameters import ACTIONS, Parameters
from sim.world import OWNED, Plan, PlanError, PlannedPost, Push, World

INCENTIVES: Final = {"community": places.GIFT, "lottery": places.LOTTERY, "challenge": places.CHALLENGE}
KIND_OF: Final[dict[type, int]] = {
    Care: places.CARE,
    Insight: places.INSIGHT,
    Response: places.RESPONSE,
    Referral: places.REFERRAL,
    Offer: places.BARGAIN,
}
CHANNEL_OF: Final = {"boost": places.BOOST, "ads": places.ADS}
USUAL_ORDER: Final = 100.0
"""What an order is worth where nothing is sold: only for what a gift is worth beside it."""


def words_of(world: World) -> list[int]:
    """What stands for each item of the kernel in keys, and -1 at the end for none."""
    return [*world.kernel.item[0, :, places.WORD].astype(np.int64).tolist(), places.NONE]


def push_identity(push: Push, words: list[int]) -> tuple:
    """By what pushes are put in order: all that they are, so that the order of lists changes nothing."""
    target = b"" if push.target is None else push.target.tobytes()
    first = (push.start, push.channel == "ads", words[push.item], push.end, push.cents)
    return (*first, push.cpm_cents, push.frequency_cap, push.retarget, push.platform, target)


def lever_identity(lever: Lever, words: list[int]) -> tuple:
    """By what levers are put in order."""
    row = _plain_row(lever)
    row[places.LEVER_ITEM] = words[int(row[places.LEVER_ITEM])]
    return tuple(row)


def push_order(world: World, plan: Plan) -> list[int]:
    """The places of the plan's pushes, in the order in which an outcome tells of them."""
    words, since = words_of(world), waits_until(plan, "pushes")
    return sorted(
        range(len(plan.pushes)),
        key=lambda place: (push_identity(plan.pushes[place], words), since.get(place, -1.0), plan.pushes[place].action),
    )


def lever_order(world: World, plan: Plan) -> list[int]:
    """The places of the plan's levers, in the order in which an outcome tells of them."""
    words, since = words_of(world), waits_until(plan, "levers")
    return sorted(
        range(len(plan.levers)),
        key=lambda place: (
            lever_identity(plan.levers[place], words),
            since.get(place, -1.0),
            plan.levers[place].action,
        ),
    )


def post_order(plan: Plan) -> list[int]:
    """The places of the plan's posts: those that are equal in all that a key knows by what else they are."""
    since = waits_until(plan, "posts")
    return sorted(range(len(plan.posts)), key=lambda place: (since.get(place, -1.0), price_of(plan.posts[place])))


def price_of(post: PlannedPost) -> tuple[int, float]:
    """By what posts are put in order that are equal in all that a key knows."""
    return post.cents, -1.0 if post.commission is None else post.commission


def waits_until(plan: Plan, what: str) -> dict[int, float]:
    """The places of all (posts, pushes or levers) that waits for a rule, and the second at which that is looked at."""
    return {place: rule.at for rule in plan.rules for place in getattr(rule, what)}


def rows_of(world: World, plan: Plan, key: int) -> state.Planned:
    """The plan as the kernels read it; a classic plan's seeds post the first item at time 0.

    Raises:
        PlanError: a post or a push is on a platform that the world does not have, or a commission is no share.
    """
    platforms = len(world.kernel.feed)
    for number in [post.platform for post in plan.posts] + [push.platform for push in plan.pushes]:
        if not isinstance(number, (int, np.integer)) or not 0 <= number < platforms:
            raise PlanError(f"a post or a push is on platform {number!r}; allowed: 0 to {platforms - 1}")
    for one in plan.posts:
        if one.commission is not None and not 0 <= one.commission <= 1:
            raise PlanError(f"a post has the commission {one.commission!r}; allowed: 0 to 1, or None")
    posts = []
    waiting = waits_until(plan, "posts")
    for place in post_order(plan):
        post = plan.posts[place]
        posts.append((post.author, post.item, post.kind, post.at, int(place in waiting), place, post.platform))
    posts += [(int(account), 0, OWNED, 0.0, 0, places.NONE, 0) for account in plan.seeds]
    posts += occasions(world, key)
    people = world.kernel.numbers[0, places.PEOPLE_EACH]
    waiting, order, pushes = waits_until(plan, "pushes"), push_order(world, plan), rival_pushes(world)
    rivals = len(pushes)
    for place in order:
        push = plan.pushes[place]
        price = push.cpm_cents * people / 1000.0
        row = (CHANNEL_OF[push.channel], push.start, push.end, push.cents, price, push.frequency_cap)
        pushes.append((*row, push.item, push.retarget, int(place in waiting), push.platform))
    aimed = [None] * rivals + [aimed_at(world, plan.pushes[place]) for place in order]
    waiting = waits_until(plan, "levers")
    levers = [
        lever_row(plan.levers[place], world.parameters, people, place in waiting) for place in lever_order(world, plan)
    ]
    return state.planned(posts, pushes, aimed, levers, words_of(world), world.reception, rivals)


def aimed_at(world: World, push: Push) -> np.ndarray | None:
    """The accounts that a push is aimed at, ascending, without who may not be targeted; None for all."""
    if push.target is None:
        return None
    meant = np.flatnonzero(push.target)
    return meant[world.kernel.person[0, meant, places.OPTED_OUT] == 0.0].astype(np.int32)


def refuse_late_rules(plan: Plan) -> None:
    """A rule's posts come out when it has been looked, or later.

    Raises:
        PlanError: one that comes before.
    """
    for rule in plan.rules:
        for place in rule.posts:
            if plan.posts[place].at < rule.at:
                hours = f"{plan.posts[place].at / 3600:g}, before the rule at hour {rule.at / 3600:g}"
                raise PlanError(f"a post that waits for a rule comes out at hour {hours}; it must come later")


def lever_row(lever: Lever, parameters: Parameters, people: float, waits: bool) -> list[float]:
    """A lever as the kernels read it, but for its ordinal; see places."""
    row = _plain_row(lever)
    row[places.LEVER_RESERVED] = float(waits)
    row[places.LEVER_EACH] *= people
    if isinstance(lever, Incentive):
        usual = parameters.product.order_value if parameters.product else USUAL_ORDER
        relations = parameters.relations
        effect = relations.incentive_effect if lever.kind == "community" else relations.prize_effect
        row[places.LEVER_VALUE] = effect * log(1.0 + lever.value / (0.01 * usual))
    return row


def _plain_row(lever: Lever) -> list[float]:
    """What a lever is, whatever the world: gifts and prizes by their worth, each paid to one person."""
    row = [0.0] * places.LEVER
    row[places.LEVER_ITEM] = places.NONE
    row[places.LEVER_END] = np.inf
    for place, name in ((places.LEVER_ITEM, "item"), (places.LEVER_START, "start"), (places.LEVER_END, "end")):
        row[place] = getattr(lever, name, row[place])
    if isinstance(lever, Incentive):
        row[places.LEVER_KIND] = INCENTIVES[lever.kind]
        row[places.LEVER_WHAT], row[places.LEVER_VALUE] = ACTIONS.index(lever.what), lever.value
    else:
        row[places.LEVER_KIND] = KIND_OF[type(lever)]
    if isinstance(lever, Care):
        row[places.LEVER_WHAT], row[places.LEVER_VALUE] = float(lever.comments), lever.quality
        row[places.LEVER_RATE], row[places.LEVER_DELAY] = lever.per_hour, lever.delay
    elif isinstance(lever, Insight):
        row[places.LEVER_START], row[places.LEVER_VALUE], row[places.LEVER_DELAY] = lever.at, lever.gain, lever.delay
    elif isinstance(lever, Response):
        row[places.LEVER_WHAT] = RESPONSES.index(lever.kind)
        row[places.LEVER_RATE], row[places.LEVER_DELAY] = lever.threshold, lever.delay
    elif isinstance(lever, Offer):
        row[places.LEVER_VALUE] = lever.discount
    if isinstance(lever, Incentive | Referral):
        row[places.LEVER_EACH], row[places.LEVER_CENTS] = lever.each_cents, lever.cents
    return row
