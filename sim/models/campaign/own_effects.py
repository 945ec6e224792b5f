"""Effects of an action's own on what it makes of a post and its viewer, beside those that all actions have in common.

They are kept as differences: to the log-odds that an action has in common with all, what its own effects are greater by
is added. So an action without effects of its own costs nothing, and one that is given the common effects is as before.
"""

from sim.arithmetic import log
from sim.jit import apart
from sim.lanes import stay_apart
from sim.models.campaign.effects import OF_VIEW
from sim.models.campaign.parameters import Parameters
from sim.models.campaign.places import COMMERCIAL, OWN_EFFECTS

VIEW_EFFECTS = len(OF_VIEW)


def own_effects(parameters: Parameters, action: str) -> dict[str, float]:
    """By how much each effect on this action is greater than what it has in common with all; 0 where it has none."""
    own, sign = getattr(parameters.effects, action), -1.0 if action == "hide" else 1.0
    beside = {}
    for name in OF_VIEW:
        effect = getattr(own, name)
        common = sign * (1.0 if name in ("appeal", "personal") else getattr(parameters, f"{name}_effect"))
        beside[name] = 0.0 if effect is None else effect - common
    return beside


@apart
def by_own_effects(numbers, action, of_post, match, personal, attitude, sharers):
    """What the action's own effects add to the log-odds that it has in common with all; 0 for none."""
    stay_apart()
    liking, sold, trust = of_post
    own = numbers[OWN_EFFECTS + action * VIEW_EFFECTS :]
    total = own[0] * (liking + numbers[COMMERCIAL] * sold)
    total += own[1] * match
    total += own[2] * trust
    total += own[3] * attitude
    total += own[4] * log(1.0 + sharers)
    total -= own[5] * sold
    total += own[6] * personal
    return total
