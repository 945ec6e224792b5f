"""A warning where the money for gifts or rewards is too little for all the people of a single account."""

from sim.scenario.lever_choices import CommunityAction, ReferralAction
from sim.scenario.scenario import Scenario


def gifts_for_nobody(scenario: Scenario) -> list[str]:
    """A warning for each gift or reward that can be paid to nobody: an account stands for more people than it pays."""
    accounts = scenario.network.parameters.get("accounts")
    if scenario.network.represents is None or not accounts:
        return []
    people = scenario.network.represents / accounts
    unit = f" {scenario.currency}" if scenario.currency else ""
    found = []
    for name, plan in scenario.plans.items():
        for one in plan.placed:
            action = one.action
            if isinstance(action, CommunityAction):
                each, what = action.offer, "gift"
            elif isinstance(action, ReferralAction):
                each, what = action.reward, "reward"
            else:
                continue
            if each and round(100 * each * people) > round(100 * action.spend):
                least = f"an account stands for {people:,.10g} people, so one {what} is {each * people:,.10g}{unit}"
                found.append(
                    f"Warning: {name} pays no {what}: {least}, and {action.spend:,.10g}{unit} are there for all."
                )
    return found
