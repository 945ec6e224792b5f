"""What is refused of a whole plan, as far as its file tells: its actions must fit to each other."""

from collections.abc import Iterator
from typing import Any

from sim.scenario.action_choices import PayAction, PostAction
from sim.scenario.choices import Placed, PlanChoice
from sim.scenario.explain_further import on
from sim.scenario.filling import Making
from sim.scenario.lever_choices import CommunityAction, MembersAction
from sim.scenario.times import too_close
from sim.scenario.tree import Path

TWICE_TO_MEMBERS = "sends two posts to the members"
MEMBERS = ("members",)
"""Whom a community's posts are sent to: no account."""
PUBLISHING = ("post", "live", "pay")
ABOUT = {"lottery": "draws among", "challenge": "calls for", "offer": "is for who comes through"}


def check_plan(plan: PlanChoice, path: Path, making: Making) -> None:
    """Faults of the plan whose actions stand at ``path``."""
    _refuse_twice(plan, path, making)
    _refuse_nothing_to_boost(plan, path, making)
    _refuse_push_to_nobody(plan, path, making)
    _refuse_promotions_of_nothing(plan, path, making)


def _here(path: Path, one: Placed) -> Path:
    inside = () if one.number is None else ("when", "then", one.number)
    return (*path, one.place, *inside)


def _times(one: Placed) -> Iterator[tuple[Any, float]]:
    """Who is sure to post where, and when: the accounts that are named, and what members are sent."""
    action = one.action
    if isinstance(action, PostAction):
        yield from (((action.account, action.platform), at) for at in action.moments())
    elif isinstance(action, PayAction) and action.group.accounts and action.at.is_moment:
        yield from (((account, action.platform), action.at.start) for account in action.group.accounts)
    elif isinstance(action, CommunityAction | MembersAction):
        yield from ((MEMBERS, at) for at in action.moments())


def _refuse_twice(plan: PlanChoice, path: Path, making: Making) -> None:
    """The same account twice within an hour on one platform, as far as the file tells: among those that are named.

    Two rules may each have the same account post: only one of them may come true.
    """
    named: dict[Any, list[tuple[float, int]]] = {}
    everything = plan.placed
    for number, one in enumerate(everything):
        for account, at in _times(one):
            named.setdefault(account, []).append((at, number))
    for account, times in named.items():
        found = too_close([(at, everything[number].rule, number) for at, number in times])
        if found is not None:
            who, platform = account if account != MEMBERS else (None, None)
            told = f"has the account {who} post twice{on(platform)}" if who is not None else TWICE_TO_MEMBERS
            problem = f"{told} within an hour; give the two an hour at least"
            making.report.add(_here(path, everything[found]), problem)


def _can_be_out(plan: PlanChoice, one: Placed, names: tuple[str, ...], here: bool = False) -> set[str]:
    """Items that actions of these names publish, as far as they are beside this one: of the plan, or of its rule.

    With ``here`` only those on the platform of this one.
    """
    where = one.action.platform if here else None
    found = {group.item for group in plan.seeds if not here or group.platform == where}
    for other in plan.placed:
        beside = other.number is None or other.place == one.place
        if other.action.name in names and beside and (not here or other.action.platform == where):
            found.update(other.action.items)
    return found


def _refuse_nothing_to_boost(plan: PlanChoice, path: Path, making: Making) -> None:
    """A boost pushes posts, so the plan must post the item."""
    for one in plan.placed:
        if one.action.name != "boost":
            continue
        posted = _can_be_out(plan, one, PUBLISHING, here=True)
        there = on(one.action.platform)
        if one.action.item is None and not posted:
            problem = f"pushes the best posts of the plan{there}, but the plan posts nothing{there and ' there'}"
            problem += "; post something, or pay for it"
            making.report.add((*_here(path, one), "boost"), problem)
        elif one.action.item is not None and one.action.item not in posted:
            problem = f"pushes posts of {one.action.item}{there}, but the plan posts none{there and ' there'}"
            problem += "; post it, pay for it, or use ads"
            making.report.add((*_here(path, one), "boost"), problem)


def _refuse_push_to_nobody(plan: PlanChoice, path: Path, making: Making) -> None:
    """What members are sent needs a community that they can join."""
    for one in plan.placed:
        beside = [other for other in plan.placed if other.number is None or other.place == one.place]
        if one.action.name == "push" and not any(other.action.name == "community" for other in beside):
            problem = "sends a post to members, but the plan has no community that one can join; give it one, as "
            making.report.add((*_here(path, one), "push"), problem + "community: {at: day 1..14}")


def _refuse_promotions_of_nothing(plan: PlanChoice, path: Path, making: Making) -> None:
    """What is about an item needs somebody to show it."""
    for one in plan.placed:
        told = ABOUT.get(one.action.name)
        for item in one.action.items if told else ():
            shown = _can_be_out(plan, one, (*PUBLISHING, "ads", "pilot", "push", "community", "referral"))
            if item not in shown:
                problem = f"{told} {item}, but the plan shows it to nobody; post it, pay for it, or buy ads"
                making.report.add((*_here(path, one), one.action.name), problem)
