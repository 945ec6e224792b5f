"""Who was seeded, at what price, and what each seed really added: the same worlds without it."""

from collections.abc import Sequence
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
            added: dict[tuple[int, int], np.ndarray] = {}
            if asked:
                which = {"replicates": -(-asked // realisations), "first": realisation, "stride": realisations}
                world = workshop.world(scenario, realisation, workshop.item(scenario, name))
                options = {"seed": scenario.seed, "purpose": JUDGING, "threads": threads, **which}
                added = (removed if made.acts else seeds_added)(world, made, options)
            networks = (network, *workshop.further(scenario, realisation))
            place = {"plan": name, "design_point": point, "realisation": realisation}
            rows += [{**place, **row} for row in _rows(networks, made, added, told_on(scenario))]
    return pandas.DataFrame(rows, columns=[*COLUMNS, *(("platform",) if told_on(scenario) else ())])


def told_on(scenario: Any) -> tuple[str, ...]:
    """The names of the platforms, where there are several."""
    return scenario.campaign.platforms if scenario.campaign is not None and scenario.campaign.further else ()


def seeds_added(world: World, made: PlanMade, options: dict[str, Any]) -> dict[tuple[int, int], np.ndarray]:
    """What each seed adds in each world, by account and platform (the first)."""
    added = added_sizes(world, made.plan, **options)
    return {(int(seed), 0): added[:, place] for place, seed in enumerate(made.plan.seeds)}


def removed(world: World, made: PlanMade, options: dict[str, Any]) -> dict[tuple[int, int], np.ndarray]:
    """What each chosen account of a campaign's plan adds in each world by what it posts on a platform: the plan is
    lived again without that.
    """
    plan = made.plan
    whole = spread_sizes(world, plan, **options)
    found = {}
    for where in sorted({(account, on) for _, choice, on in made.placed for account in choice.accounts.tolist()}):
        rest = restricted(plan, post=lambda post, gone=where: (post.author, post.platform) != gone)  # type: ignore[misc]
        found[where] = whole - spread_sizes(world, rest, **options)
    return found


def _rows(
    networks: Sequence[Network],
    made: PlanMade,
    added: dict[tuple[int, int], np.ndarray],
    platforms: tuple[str, ...],
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    paid = {(post.author, post.platform): post.cents / 100 for post in made.plan.posts if post.cents}
    for strategy, choice, on in made.placed:
        network = networks[on]
        tier, community = network.attributes.get("tier"), network.attributes.get("community")
        for place, account in enumerate(choice.accounts.tolist()):
            worlds = added.get((account, on), np.zeros(0))
            interval = mean_interval(worlds.astype(np.float64)) if len(worlds) else None
            rows.append(
                {
                    "rank": len(rows),
                    "strategy": strategy,
                    "account": account,
                    "label": str(network.label(account)),
                    "tier": "" if tier is None else TIERS[tier[account]],
                    "community": -1 if community is None else int(community[account]),
                    "followers": int(network.followers[account]),
                    "price": paid.get((account, on), np.nan if made.prices is None else float(made.prices[account])),
                    "gain": float(choice.gain[place]) if len(choice.gain) else np.nan,
                    "added_reach": interval.mean if interval else np.nan,
                    "added_reach_low": interval.low if interval else np.nan,
                    "added_reach_high": interval.high if interval else np.nan,
                    **({"platform": platforms[on]} if platforms else {}),
                }
            )
    return rows
