"""How far each account got with the brand: its last stage, from unaware to customer, advocate or detractor.

A customer here is a reached account with any order, also one that would have come anyway. The metric ``customers``
counts people, and only those with an order that would not have come without the plan, whatever they say afterwards.

Every account is at one stage, so the stages add up to all accounts. Added up from the end they are a funnel: as many
were at least customers as are customers, advocates and detractors now. Who was not reached is unaware of the campaign,
also where it ordered by itself.
"""

from typing import Final

import numpy as np

from sim.metrics.events import ACTIONS, campaign_posts
from sim.metrics.groups import counted
from sim.metrics.registry import Metric
from sim.metrics.service import praising_customers, publishing_complainers
from sim.outcome import Outcome
from sim.world import World

STAGES: Final = ("unaware", "aware", "engaged", "lead", "customer", "advocate", "detractor")
"""From the first to the last; who published a complaint is a detractor whatever it did before."""

PASSIVE: Final = ("complete", "hide")
"""Actions that are no engagement with the brand."""


def of_reached(outcome: Outcome) -> np.ndarray:
    """The last stage of each reached account, as a place among :data:`STAGES` (int64, aligned with ``reached``)."""
    events = outcome.events
    passive = np.isin(np.arange(len(ACTIONS)), [ACTIONS.index(action) for action in PASSIVE])
    active = campaign_posts(outcome)[events["act_post"]] & ~passive[events["act_action"]]
    arrived = (
        events["act_account"][active],
        events["lead_account"],
        events["order_account"],
        praising_customers(outcome),
        publishing_complainers(outcome),
    )
    stage = np.ones(outcome.reach, np.int64)
    for place, accounts in enumerate(arrived, start=STAGES.index("engaged")):
        stage[np.isin(outcome.reached, accounts)] = place
    return stage


def stages(world: World, outcome: Outcome) -> dict[str, float]:
    """Accounts by the last stage that they got to."""
    found = counted(STAGES, of_reached(outcome))
    return {**found, STAGES[0]: float(len(world.network) - outcome.reach)}


TABLE: Final = (
    Metric(
        "stages",
        "accounts",
        "",
        None,
        "accounts by their last stage: unaware, aware (reached), engaged (an action beside complete and hide), lead, "
        "customer (any order; the metric customers counts those that the plan brings), advocate (satisfied, and "
        "praised), detractor (published a complaint)",
        stages,
        by_group=True,
        needs_events=(
            *("post_kind", "post_origin", "post_author", "act_account", "act_action", "act_post"),
            *("lead_account", "order_account", "order_satisfied"),
        ),
        needs_product=True,
    ),
)
"""The metrics of this file."""
