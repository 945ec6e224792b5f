"""What each seed really added: the same worlds without it."""

from typing import Any

import numpy as np

from sim.estimates import mean_interval
from sim.experiment.code import model_of
from sim.experiment.making import Workshop
from sim.randomness import JUDGING
from sim.spread import spread_sizes
from sim.world import Plan

MOST_SEEDS = 100
"""Added reach is computed for so many seeds of a plan, the first chosen; more would cost more than the judging."""


COLUMNS = (
    *("plan", "design_point", "realisation", "rank", "strategy", "account", "label", "tier", "community"),
    *("followers", "price", "gain", "added_reach", "added_reach_low", "added_reach_high"),
)


def added_reach(scenario: Any, point: int, workshop: Workshop, threads: int) -> Any:
    """Who was seeded by each plan: a row an account, with its price, the strategy's gain, and what it added.

    The added reach of seed k is reach(all seeds) - reach(all seeds but k), paired in the worlds that judged the plan.
    """
    import pandas

    from sim.network import TIERS

    model_of(scenario)
    compare = scenario.compare
    rows: list[dict[str, Any]] = []
    realisations = scenario.network.realisations
    worlds = -(-compare.added_reach // realisations) if compare.added_reach else 0
    for realisation in range(realisations):
        network = workshop.network(scenario, realisation)
        followers = network.followers
        for name in scenario.plans:
            made = workshop.plan(scenario, realisation, name)
            world = workshop.world(scenario, realisation, workshop.item(scenario, name))
            sampling = {"seed": scenario.seed, "purpose": JUDGING, "replicates": worlds, "threads": threads}
            whole = spread_sizes(world, made.plan, **sampling) if worlds and len(made.plan.seeds) else None
            rank = 0
            for strategy, choice in made.groups:
                for place, account in enumerate(choice.accounts.tolist()):
                    interval = None
                    if whole is not None and rank < MOST_SEEDS:
                        rest = Plan(_without(made.plan.seeds, account))
                        others = spread_sizes(world, rest, **sampling) if len(rest.seeds) else np.zeros_like(whole)
                        interval = mean_interval((whole - others).astype(np.float64))
                    rows.append(
                        {
                            "plan": name,
                            "design_point": point,
                            "realisation": realisation,
                            "rank": rank,
                            "strategy": strategy,
                            "account": account,
                            "label": str(network.label(account)),
                            "tier": TIERS[network.attributes["tier"][account]] if "tier" in network.attributes else "",
                            "community": int(network.attributes["community"][account])
                            if "community" in network.attributes
                            else -1,
                            "followers": int(followers[account]),
                            "price": float(made.prices[account]) if made.prices is not None else np.nan,
                            "gain": float(choice.gain[place]) if len(choice.gain) else np.nan,
                            "added_reach": interval.mean if interval else np.nan,
                            "added_reach_low": interval.low if interval else np.nan,
                            "added_reach_high": interval.high if interval else np.nan,
                        }
                    )
                    rank += 1
    return pandas.DataFrame(rows, columns=COLUMNS)


def _without(seeds: np.ndarray, account: int) -> np.ndarray:
    rest = seeds[seeds != account]
    rest.flags.writeable = False
    return rest
