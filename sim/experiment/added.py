"""Who was seeded, at what price, and what each seed really added: the same worlds without it."""

from typing import Any

import numpy as np

from sim.estimates import mean_interval
from sim.experiment.code import model_of
from sim.experiment.making import PlanMade, Workshop
from sim.experiment.restricting import restricted
from sim.network import TIERS, Network
from sim.randomness import JUDGING
from sim.spreading import added_sizes, spread_sizes
from sim.world import World

COLUMNS = (
    *("plan", "design_point", "realisation", "rank", "strategy", "account", "label", "tier", "community"),
    *("followers", "price", "gain", "added_reach", "added_reach_low", "added_reach_high"),
)


def added_reach(scenario: Any, point: int, workshop: Workshop, threads: int) -> Any:
    """A row for each seed of each plan: the account, its price, the strategy's gain, and what it added.

    The added reach of seed k is reach(all seeds) - reach(all seeds but k), paired in the first ``compare.added_reach``
    worlds that judged the plan. Uncertain parameters stand at their given values, and of accounts that are picked at
    random again and again the first pick is shown. Of a campaign's plan with actions it is told where the scenario asks
    for ``compare.removal``: then it is the reach less that of the same plan without the account's posts; what would
    have been paid for them stays unspent.
    """
    import pandas

    model_of(scenario)  # a model of the user's own is known to the registry from here on
    rows: list[dict[str, Any]] = []
    realisations = scenario.network.realisations
    for realisation in range(realisations):
        network = workshop.network(scenario, realisation)
        for name in scenario.plans:
            made = workshop.plan(scenario, realisation, name)
            asked = scenario.compare.removal if made.acts else scenario.compare.added_reach
            added: dict[int, np.ndarray] = {}
            if asked:
                which = {"replicates": -(-asked // realisations), "first": realisation, "stride": realisations}
                world = workshop.world(scenario, realisation, workshop.item(scenario, name))
                options = {"seed": scenario.seed, "purpose": JUDGING, "threads": threads, **which}
                added = (removed if made.acts else seeds_added)(world, made, options)
            place = {"plan": name, "design_point": point, "realisation": realisation}
            rows += [{**place, **row} for row in _rows(network, made, added)]
    return pandas.DataFrame(rows, columns=COLUMNS)


def seeds_added(world: World, made: PlanMade, options: dict[str, Any]) -> dict[int, np.ndarray]:
    """What each seed adds in each world, by account."""
    added = added_sizes(world, made.plan, **options)
    return {int(seed): added[:, place] for place, seed in enumerate(made.plan.seeds)}


def removed(world: World, made: PlanMade, options: dict[str, Any]) -> dict[int, np.ndarray]:
    """What each chosen account of a campaign's plan adds in each world: the plan is lived again without its posts."""
    plan = made.plan
    whole = spread_sizes(world, plan, **options)
    found = {}
    for account in sorted({account for _, choice in made.groups for account in choice.accounts.tolist()}):
        rest = restricted(plan, post=lambda post, gone=account: post.author != gone)  # type: ignore[misc]
        found[account] = whole - spread_sizes(world, rest, **options)
    return found


def _rows(network: Network, made: PlanMade, added: dict[int, np.ndarray]) -> list[dict[str, Any]]:
    followers, tier, community = network.followers, network.attributes.get("tier"), network.attributes.get("community")
    rows: list[dict[str, Any]] = []
    paid = {post.author: post.cents / 100 for post in made.plan.posts if post.cents}
    for strategy, choice in made.groups:
        for place, account in enumerate(choice.accounts.tolist()):
            worlds = added.get(account, np.zeros(0))
            interval = mean_interval(worlds.astype(np.float64)) if len(worlds) else None
            rows.append(
                {
                    "rank": len(rows),
                    "strategy": strategy,
                    "account": account,
                    "label": str(network.label(account)),
                    "tier": "" if tier is None else TIERS[tier[account]],
                    "community": -1 if community is None else int(community[account]),
                    "followers": int(followers[account]),
                    "price": paid.get(account, np.nan if made.prices is None else float(made.prices[account])),
                    "gain": float(choice.gain[place]) if len(choice.gain) else np.nan,
                    "added_reach": interval.mean if interval else np.nan,
                    "added_reach_low": interval.low if interval else np.nan,
                    "added_reach_high": interval.high if interval else np.nan,
                }
            )
    return rows
