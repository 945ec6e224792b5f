"""A campaign's plan made ready to be judged: actions become posts and pushes, with a ledger in whole cents.

Who is paid among equals never depends on the order of a list: paid accounts get their times in an order drawn by
account, and posts are sorted by time, author and item.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.network import Network
from sim.randomness import PICKING, draw_int, world_key
from sim.scenario.action_choices import PayAction, PostAction, PushAction
from sim.scenario.known_costs import label, making_content
from sim.scenario.ledger import Entry, Ledger, cents_of, ledger_of
from sim.scenario.times import DAY
from sim.strategies.budget import cents
from sim.strategies.listed import account_id
from sim.world import OWNED, PAID, Choice, Plan, PlanError, PlannedPost, Push

HOUR = 3600.0
TURN = 2
"""The word under which the order of paid accounts is drawn."""


@dataclass(frozen=True)
class Chosen:
    """A group of accounts that was chosen: the seeds (``action`` None), or who is paid by an action."""

    group: Any
    action: int | None
    choice: Choice


def with_fee(quotes: np.ndarray, fee: float) -> np.ndarray:
    """What a paid post costs: the quote and the platform's fee, in whole cents.

    >>> with_fee(np.array([99.99, 1000.]), .1)
    array([ 109.99, 1100.  ])
    """
    if fee == 0:
        return quotes
    paid = np.rint(cents(quotes) * (1.0 + fee)) / 100.0
    paid.flags.writeable = False
    return paid


def in_order(scenario: Any, plan: str) -> list[tuple[Any, int | None]]:
    """The groups in the order of choosing, each with the place of its action, or None for seeds.

    A campaign's named accounts come first, so that no strategy takes them.
    """
    choice = scenario.plans[plan]
    groups: list[tuple[Any, int | None]] = [(group, None) for group in choice.seeds]
    groups += [(action.group, place) for place, action in enumerate(choice.actions) if isinstance(action, PayAction)]
    return groups if scenario.campaign is None else sorted(groups, key=lambda pair: pair[0].accounts is None)


def campaign_plan(
    scenario: Any,
    name: str,
    network: Network,
    chosen: list[Chosen],
    quotes: np.ndarray | None,
    target: Callable[[PushAction], np.ndarray | None],
) -> tuple[Plan, Ledger]:
    """The plan and its ledger.

    Args:
        chosen: who was chosen for each group.
        quotes: price of each account in the scenario's currency, or None.
        target: the accounts that may be shown a push (uint8[n]), or None for all.

    Raises:
        PlanError: an account posts twice within an hour, or the plan costs more than its budget; with the ledger.
    """
    choice = scenario.plans[name]
    places = {item: place for place, item in enumerate(scenario.content)}
    posts: list[PlannedPost] = []
    pushes: list[Push] = []
    entries = making_content(choice, scenario.content)
    fixed = sum(entry.cents for entry in entries)
    turn = draw_int(world_key(scenario.seed, PICKING), TURN)
    for one in chosen:
        if one.action is None:
            made, told = _seeded(one, network, places, quotes)
        else:
            made, told = _paid(one, choice.actions[one.action], network, places, quotes, scenario.campaign, turn)
        posts += made
        entries += told
    for place, action in enumerate(choice.actions):
        if isinstance(action, PostAction):
            author = account_id(network, action.account)
            posts += [PlannedPost(author, places[action.item], OWNED, at, 0, place) for at in action.moments()]
        elif isinstance(action, PushAction):
            push = _push(action, place, places, scenario.campaign.days * DAY, target(action))
            pushes.append(push)
            what = f"impressions of {action.item} at {action.cpm:,.10g} a thousand"
            entries.append(Entry(label(place, action.name), what, push.cents))
    posts.sort(key=lambda post: (post.at, post.author, post.item, post.kind, post.action))
    _refuse_twice(name, network, posts)
    ledger = ledger_of(entries, scenario.currency)
    problem = ledger.over(choice.budget)
    if problem:
        raise PlanError(f"plan {name!r} {problem}")
    seeds, posts, fixed = _as_seeds(posts, choice, fixed)
    return Plan(seeds, tuple(posts), tuple(pushes), fixed), ledger


def _as_seeds(posts: list[PlannedPost], choice: Any, fixed: int) -> tuple[np.ndarray, list[PlannedPost], int]:
    """A plan of seeds alone, all with the first item, is a classic plan: then everything classic holds for it."""
    seeds = np.zeros(0, np.int32)
    if not choice.actions and posts and all(post.item == 0 for post in posts):
        seeds = np.unique(np.array([post.author for post in posts], np.int32))
        fixed += sum(post.cents for post in posts)
        posts = []
    seeds.flags.writeable = False
    return seeds, posts, fixed


def _seeded(
    one: Chosen, network: Network, places: dict[str, int], quotes: np.ndarray | None
) -> tuple[list[PlannedPost], list[Entry]]:
    """Seeds post on their own accounts in the first second."""
    price = None if quotes is None else cents(quotes)
    posts, entries = [], []
    for account in one.choice.accounts.tolist():
        cost = 0 if price is None else int(price[account])
        posts.append(PlannedPost(account, places[one.group.item], OWNED, 0.0, cost, -1))
        entries.append(Entry("seeds", f"{one.group.item} by account {network.label(account)}", cost))
    return posts, entries


def _paid(
    one: Chosen,
    action: PayAction,
    network: Network,
    places: dict[str, int],
    quotes: np.ndarray | None,
    campaign: Any,
    turn: int,
) -> tuple[list[PlannedPost], list[Entry]]:
    """A post by each account that is paid; the fee is told in an entry of its own."""
    assert one.action is not None
    accounts = sorted(one.choice.accounts.tolist(), key=lambda account: (draw_int(turn, account), account))
    fee = campaign.platform_fee
    quote = None if quotes is None else cents(quotes)
    paid = None if quotes is None else cents(with_fee(quotes, fee))
    named = label(one.action, "pay")
    posts, entries, fees = [], [], 0
    for account, at in zip(accounts, action.at.moments(len(accounts))):
        cost = 0 if paid is None else int(paid[account])
        posts.append(PlannedPost(account, places[action.item], PAID, at, cost, one.action))
        if quote is not None:
            entries.append(Entry(named, f"{action.item} by account {network.label(account)}", int(quote[account])))
            fees += cost - int(quote[account])
    entries.append(Entry(named, f"the platform's fee of {100 * fee:.10g}%", fees))
    return posts, entries


def _push(action: PushAction, place: int, places: dict[str, int], horizon: float, target: np.ndarray | None) -> Push:
    start, end = (0.0, horizon) if action.at is None else (action.at.start, action.at.end)
    cap = {} if action.frequency_cap is None else {"frequency_cap": action.frequency_cap}
    return Push(
        channel=action.name,
        item=places[action.item],
        start=start,
        end=end,
        cents=cents_of(action.spend),
        cpm_cents=cents_of(action.cpm),
        target=target,
        retarget=action.retarget,
        action=place,
        **cap,
    )


def _refuse_twice(name: str, network: Network, posts: list[PlannedPost]) -> None:
    by_author = sorted(posts, key=lambda post: (post.author, post.at))
    for one, other in itertools.pairwise(by_author):
        if one.author == other.author and other.at - one.at < HOUR:
            raise PlanError(
                f"plan {name!r} has the account {network.label(one.author)} post twice within an hour; "
                "give its posts an hour at least"
            )
