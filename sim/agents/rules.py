"""Rules of a plan: at a time it is looked what has happened, and what was reserved goes on or stays where it is."""

from sim.agents.telling import outcome_of
from sim.world import PlanError


def refuse_late_rules(plan):
    """What waits for a rule comes out when it has been looked, or later."""
    for rule in plan.rules:
        for place in rule.posts:
            if plan.posts[place].at < rule.at:
                raise PlanError(f"post {place} waits for a rule and comes out before it; it must come later")


def waits_until(plan, what):
    """The places of all (posts, pushes or levers) that waits for a rule: the second at which that is looked at."""
    return {place: rule.at for rule in plan.rules for place in getattr(rule, what)}


def follow_rules(model, rules):
    """The rules of one second decide by the outcome so far, and then set going what they say."""
    so_far = outcome_of(model, rules[0].at)
    taken = [rule.decide(model.world, so_far) for rule in rules]
    for rule, chosen in zip(rules, taken, strict=True):
        for name in ("posts", "pushes", "levers"):
            other = set(getattr(chosen, name)) - set(getattr(rule, name))
            if other:
                raise PlanError(f"a rule sets going {name} {sorted(other)}, which are not reserved for it")
    for place in model.reserved:
        if any(place in chosen.posts for chosen in taken):
            model.post_planned(place, model.reserved[place])
    for chosen in taken:
        for purchase in model.purchases:
            purchase.on |= purchase.place in chosen.pushes
            for place, posts in chosen.boosted:
                if place == purchase.place:
                    purchase.picked = (purchase.picked or []) + [model.posts[post] for post in posts]
        for lever in model.levers:
            lever.on |= lever.place in chosen.levers
    model.taken += taken
