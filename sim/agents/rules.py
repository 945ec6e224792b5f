"""Rules of a plan: at a time it is looked what has happened, and what was reserved goes on or stays where it is."""

from sim.agents.telling import outcome_of
from sim.world import PlanError


def refuse_late_rules(plan):
    """What waits for a rule comes out when it has been looked, or later."""
    for rule in plan.rules:
        for place in rule.posts:
            if plan.posts[place].at < rule.at:
                raise PlanError(f"post {place} waits for a rule and comes out before it; it must come later")


def follow_rule(model, rule):
    """The rule decides by the outcome so far, and sets going what it says."""
    chosen = rule.decide(model.world, outcome_of(model, rule.at))
    for name in ("posts", "pushes", "levers"):
        other = set(getattr(chosen, name)) - set(getattr(rule, name))
        if other:
            raise PlanError(f"a rule sets going {name} {sorted(other)}, which are not reserved for it")
    for place in chosen.posts:
        model.post_planned(place, model.reserved[place])
    for purchase in model.purchases:
        purchase.on |= purchase.place in chosen.pushes
        for place, posts in chosen.boosted:
            if place == purchase.place:
                purchase.picked = (purchase.picked or []) + [model.posts[post] for post in posts]
    for lever in model.levers:
        lever.on |= lever.place in chosen.levers
    model.taken.append(chosen)
