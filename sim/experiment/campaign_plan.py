"""A campaign's plan made ready to be judged: actions become posts, pushes, levers and rules, with a ledger in cents.

Who is paid among equals never depends on the order of a list: paid accounts get their times in an order drawn by
account, and posts are sorted by time, author and item.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.experiment.lever_plan import ANY, lever_cents, levers_of
from sim.experiment.quotes import Quotes
from sim.experiment.rules import BestOut, BetterItem, IfMet
from sim.experiment.terms import ChosenGroup
from sim.levers import Chosen, Lever, Rule
from sim.randomness import PICKING, draw_int, world_key
from sim.scenario.action_choices import (
    BestPosts,
    LiveAction,
    PayAction,
    PilotAction,
    PostAction,
    PushAction,
    WhenAction,
)
from sim.scenario.choices import Placed
from sim.scenario.known_costs import costs_of, making_content
from sim.scenario.ledger import Entry, Ledger, cents_of, ledger_of
from sim.scenario.lever_choices import CommunityAction, MembersAction
from sim.scenario.times import DAY, too_close
from sim.strategies.budget import cents
from sim.world import OWNED, PAID, TO_MEMBERS, Plan, PlanError, PlannedPost, Push

TURN = 2
"""The word under which the order of paid accounts is drawn."""


@dataclass
class Draft:
    """A plan in the making; each part with the place of the rule that it is reserved for, or None.

    Attributes:
        entries: of the ledger.
        fixed: cents that are spent whatever happens.
        reserved: cents of these that are spent only if a rule comes true, by the rule's place.
    """

    posts: list[tuple[PlannedPost, int | None]] = field(default_factory=list)
    pushes: list[tuple[Push, int | None]] = field(default_factory=list)
    levers: list[tuple[Lever, int | None]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    fixed: int = 0
    reserved: dict[int, int] = field(default_factory=dict)

    def places(self, rule: int) -> Chosen:
        """Places of all that is reserved for a rule."""
        return Chosen(_owned(self.posts, rule), _owned(self.pushes, rule), _owned(self.levers, rule))


def _owned(parts: Sequence[tuple[Any, int | None]], rule: int) -> tuple[int, ...]:
    return tuple(place for place, (_, owner) in enumerate(parts) if owner == rule)


def campaign_plan(
    scenario: Any,
    name: str,
    quotes: Sequence[Quotes],
    chosen: list[ChosenGroup],
    target: Callable[[PushAction], np.ndarray | None],
) -> tuple[Plan, Ledger]:
    """The plan and its ledger.

    Args:
        quotes: what posts cost on each platform, and who the accounts are.
        chosen: who was chosen for each group.
        target: the accounts that may be shown a push (uint8[n]), or None for all.

    Raises:
        PlanError: an account posts twice within an hour, or the plan costs more than its budget; with the ledger.
    """
    choice = scenario.plans[name]
    items = {item: place for place, item in enumerate(scenario.content)}
    draft = Draft(entries=making_content(choice, scenario.content))
    draft.fixed = sum(entry.cents for entry in draft.entries)
    turn = draw_int(world_key(scenario.seed, PICKING), TURN)
    for one in chosen:
        if one.placed is None:
            posts, told = _seeded(one, quotes[one.platform], items)
            draft.posts += [(post, None) for post in posts]
        else:
            posts, told = _paid(one, one.placed, quotes[one.platform], items, turn)
            draft.posts += [(post, one.placed.rule) for post in posts]
        draft.entries += told
    for placed in choice.placed:
        _add(draft, placed, quotes, items, scenario.campaign.days * DAY, target)
    draft.posts.sort(key=_order)
    _refuse_twice(name, quotes, draft)
    ledger = ledger_of(draft.entries, scenario.currency)
    problem = ledger.over(choice.budget)
    if problem:
        raise PlanError(f"plan {name!r} {problem}")
    seeds, posts, fixed = _as_seeds([post for post, _ in draft.posts], choice, draft.fixed)
    pushes = tuple(push for push, _ in draft.pushes)
    plan = Plan(seeds, tuple(posts), pushes, fixed, tuple(lever for lever, _ in draft.levers))
    return _with_rules(plan, scenario, choice, draft, items, quotes), ledger


def _order(pair: tuple[PlannedPost, int | None]) -> tuple[float, int, int, int, int, int]:
    post = pair[0]
    return post.at, post.author, post.item, post.kind, post.action, post.platform


def set_aside(plan: Plan) -> int:
    """All cents that a plan's parts may spend; of two alternatives both, of which one always stays unspent."""
    parts = [
        *(post.cents for post in plan.posts),
        *(push.cents for push in plan.pushes),
        *map(lever_cents, plan.levers),
    ]
    return plan.fixed_cents + sum(parts)


def _with_rules(
    plan: Plan, scenario: Any, choice: Any, draft: Draft, items: dict[str, int], quotes: Sequence[Quotes]
) -> Plan:
    """The plan with what it decides in mid-campaign, by time."""
    represents = scenario.network.represents
    people = 1.0 if represents is None else represents / len(quotes[0].network)
    rules = []
    for place, action in enumerate(choice.actions):
        found = draft.places(place)
        if isinstance(action, WhenAction):
            at: float = action.at.start
            best = _best_inside(action, found, plan, items)
            others = tuple(push for push in found.pushes if push not in {one.push for one in best})
            decide: Callable[[Any, Any], Chosen] = IfMet(
                action.condition,
                set_aside(plan) / 100 / people,
                replace(found, pushes=others),
                draft.reserved.get(place, 0),
                best,
            )
        elif isinstance(action, PilotAction):
            first, second = (items[str(one.item)] for one in action.then)
            at = _start(action.then[0])
            pushes = (found.pushes[0], found.pushes[1])
            decide = BetterItem(action.by, (first, second), pushes, plan.pushes[pushes[0]].platform)
        elif isinstance(action, PushAction) and action.posts is not None:
            at = _start(action)
            decide = _best_of(action, action.posts, found.pushes[0], plan, items)
        else:
            continue
        rules.append(Rule(at, decide, found.posts, found.pushes, found.levers, place))
    rules.sort(key=lambda rule: rule.at)
    return Plan(plan.seeds, plan.posts, plan.pushes, plan.fixed_cents, plan.levers, tuple(rules))


def _best_of(action: PushAction, best: BestPosts, push: int, plan: Plan, items: dict[str, int]) -> BestOut:
    item = ANY if action.item is None else items[action.item]
    return BestOut(best.metric, best.count, item, push, plan.pushes[push].platform)


def _best_inside(action: WhenAction, found: Chosen, plan: Plan, items: dict[str, int]) -> tuple[BestOut, ...]:
    """The boosts of the best posts among what a rule sets going; its pushes stand in the order of its actions."""
    pushes = [one for one in action.then if isinstance(one, PushAction)]
    pairs = zip(pushes, found.pushes, strict=True)
    return tuple(_best_of(one, one.posts, push, plan, items) for one, push in pairs if one.posts is not None)


def _start(push: PushAction) -> float:
    return 0.0 if push.at is None else push.at.start


def _add(
    draft: Draft,
    placed: Placed,
    quotes: Sequence[Quotes],
    items: dict[str, int],
    horizon: float,
    target: Callable[[PushAction], np.ndarray | None],
) -> None:
    """Put an action into the draft, all but who is paid."""
    action, place, rule = placed.action, placed.place, placed.rule
    if isinstance(action, PostAction):
        there = quotes[quotes[0].scenario.campaign.place_of(action.platform)]
        author = there.account(action.account)
        there.refuse_absent((author,))
        gets = action.commission if isinstance(action, LiveAction) else None
        about = (author, items[action.item], OWNED)
        made = [PlannedPost(*about, at, 0, place, there.place, gets) for at in action.moments()]
        draft.posts += [(post, rule) for post in made]
    elif isinstance(action, CommunityAction | MembersAction):
        made = [PlannedPost(ANY, items[action.item], TO_MEMBERS, at, 0, place) for at in action.moments()]
        draft.posts += [(post, rule) for post in made]
    elif isinstance(action, PushAction):
        owner = place if rule is None and action.posts is not None else rule
        where = quotes[0].scenario.campaign.place_of(action.platform)
        draft.pushes.append((_push(action, place, items, horizon, target(action), where), owner))
    elif isinstance(action, PilotAction):
        for ads, owner in ((action.trial, None), (action.then, place)):
            where = quotes[0].scenario.campaign.place_of(ads[0].platform)
            draft.pushes += [(_push(one, place, items, horizon, target(one), where), owner) for one in ads]
    draft.levers += [(lever, rule) for lever in levers_of(action, place, items)]
    for cost in costs_of(action):
        draft.entries.append(Entry(placed.label, cost.what, cost.cents))
        draft.fixed += cost.cents if cost.fixed else 0
        if rule is not None and cost.fixed:
            draft.reserved[rule] = draft.reserved.get(rule, 0) + cost.cents


def _as_seeds(posts: list[PlannedPost], choice: Any, fixed: int) -> tuple[np.ndarray, list[PlannedPost], int]:
    """A plan of seeds alone, all with the first item, is a classic plan: then everything classic holds for it."""
    seeds = np.zeros(0, np.int32)
    if not choice.actions and posts and all(post.item == 0 and post.platform == 0 for post in posts):
        seeds = np.unique(np.array([post.author for post in posts], np.int32))
        fixed += sum(post.cents for post in posts)
        posts = []
    seeds.flags.writeable = False
    return seeds, posts, fixed


def _seeded(one: ChosenGroup, quotes: Quotes, places: dict[str, int]) -> tuple[list[PlannedPost], list[Entry]]:
    """Seeds post on their own accounts in the first second."""
    price = None if one.terms.quote is None else cents(one.terms.quote)
    posts, entries = [], []
    for account in one.choice.accounts.tolist():
        cost = 0 if price is None else int(price[account])
        posts.append(PlannedPost(account, places[one.group.item], OWNED, 0.0, cost, -1, quotes.place))
        entries.append(Entry("seeds", f"{one.group.item} by {quotes.name(account)}{quotes.where}", cost))
    return posts, entries


def _paid(
    one: ChosenGroup, placed: Placed, quotes: Quotes, places: dict[str, int], turn: int
) -> tuple[list[PlannedPost], list[Entry]]:
    """A post by each account that is paid; the fee is told in an entry of its own."""
    action, fee = placed.action, quotes.scenario.campaign.fee_on(quotes.place)
    assert isinstance(action, PayAction)
    accounts = sorted(one.choice.accounts.tolist(), key=lambda account: (draw_int(turn, account), account))
    quote = None if one.terms.quote is None else cents(one.terms.quote)
    paid = None if one.terms.paid is None else cents(one.terms.paid)
    posts, entries, fees = [], [], 0
    for account, at in zip(accounts, action.at.moments(len(accounts))):
        cost = 0 if paid is None else int(paid[account])
        about = (account, places[action.item], PAID, at, cost, placed.place, quotes.place)
        posts.append(PlannedPost(*about, commission=action.commission))
        if quote is not None:
            what = f"{action.item} by {quotes.name(account)}{quotes.where}"
            entries.append(Entry(placed.label, what, int(quote[account])))
            fees += cost - int(quote[account])
    entries.append(Entry(placed.label, f"the platform's fee of {100 * fee:.10g}%{quotes.where}", fees))
    return posts, entries


def _push(
    action: PushAction,
    place: int,
    places: dict[str, int],
    horizon: float,
    target: np.ndarray | None,
    platform: int,
) -> Push:
    start, end = (0.0, horizon) if action.at is None else (action.at.start, action.at.end)
    cap = {} if action.frequency_cap is None else {"frequency_cap": action.frequency_cap}
    return Push(
        channel=action.name,
        item=ANY if action.item is None else places[action.item],
        start=start,
        end=end,
        cents=cents_of(action.spend),
        cpm_cents=cents_of(action.cpm),
        target=target,
        retarget=action.retarget,
        action=place,
        platform=platform,
        **cap,
    )


def _refuse_twice(name: str, quotes: Sequence[Quotes], draft: Draft) -> None:
    by_author: dict[tuple[int, int], list[tuple[float, int | None, int]]] = {}
    for number, (post, rule) in enumerate(draft.posts):
        by_author.setdefault((post.author, post.platform), []).append((post.at, rule, number))
    for (author, place), times in sorted(by_author.items()):
        if too_close(times) is not None:
            there = quotes[place]
            twice = "two posts to members" if author == ANY else f"{there.name(author)} post twice{there.where}"
            raise PlanError(f"plan {name!r} has {twice} within an hour; give its posts an hour at least")
