"""Who was seeded, at what price, and what each seed really added: the same worlds without it."""

from typing import Any

import numpy as np

from sim.estimates import mean_interval
from sim.experiment.code import model_of
from sim.experiment.making import PlanMade, Workshop
from sim.network import TIERS, Network
from sim.randomness import JUDGING
from sim.spreading import added_sizes

COLUMNS = (
    *("plan", "design_point", "realisation", "rank", "strategy", "account", "label", "tier", "community"),
    *("followers", "price", "gain", "added_reach", "added_reach_low", "added_reach_high"),
)


def added_reach(scenario: Any, point: int, workshop: Workshop, threads: int) -> Any:
    """A row for each seed of each plan: the account, its price, the strategy's gain, and what it added.

    The added reach of seed k is reach(all seeds) - reach(all seeds but k), paired in the first ``compare.added_reach``
    worlds that judged the plan. Uncertain parameters stand at their given values, and of accounts that are picked at
    random again and again the first pick is shown. Of a campaign's plan with actions it is not told (nan).
    """
    import pandas

    model_of(scenario)  # a model of the user's own is known to the registry from here on
    rows: list[dict[str, Any]] = []
    realisations = scenario.network.realisations
    worlds = -(-scenario.compare.added_reach // realisations)
    for realisation in range(realisations):
        network = workshop.network(scenario, realisation)
        for name in scenario.plans:
            made = workshop.plan(scenario, realisation, name)
            which = {"replicates": worlds, "first": realisation, "stride": realisations}
            world = workshop.world(scenario, realisation, workshop.item(scenario, name))
            added = None
            if not made.acts:
                added = added_sizes(world, made.plan, seed=scenario.seed, purpose=JUDGING, threads=threads, **which)
            place = {"plan": name, "design_point": point, "realisation": realisation}
            rows += [{**place, **row} for row in _rows(network, made, added)]
    return pandas.DataFrame(rows, columns=COLUMNS)


def _rows(network: Network, made: PlanMade, added: np.ndarray | None) -> list[dict[str, Any]]:
    followers, tier, community = network.followers, network.attributes.get("tier"), network.attributes.get("community")
    rows: list[dict[str, Any]] = []
    for strategy, choice in made.groups:
        for place, account in enumerate(choice.accounts.tolist()):
            interval = None
            if added is not None and len(added):
                interval = mean_interval(added[:, np.searchsorted(made.plan.seeds, account)].astype(np.float64))
            rows.append(
                {
                    "rank": len(rows),
                    "strategy": strategy,
                    "account": account,
                    "label": str(network.label(account)),
                    "tier": "" if tier is None else TIERS[tier[account]],
                    "community": -1 if community is None else int(community[account]),
                    "followers": int(followers[account]),
                    "price": np.nan if made.prices is None else float(made.prices[account]),
                    "gain": float(choice.gain[place]) if len(choice.gain) else np.nan,
                    "added_reach": interval.mean if interval else np.nan,
                    "added_reach_low": interval.low if interval else np.nan,
                    "added_reach_high": interval.high if interval else np.nan,
                }
            )
    return rows
