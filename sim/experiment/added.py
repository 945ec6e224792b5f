"""Who was seeded, at what price, and what each seed really added: the same worlds without it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.estimates import mean_interval
from sim.experiment.attributing import Asked, brought
from sim.experiment.code import model_of
from sim.experiment.making import PlanMade, Workshop
from sim.experiment.plan_groups import REST, Grouping
from sim.network import TIERS, Network
from sim.randomness import JUDGING
from sim.spreading import added_sizes
from sim.world import PlannedPost

COLUMNS = (
    *("plan", "design_point", "realisation", "rank", "strategy", "account", "label", "tier", "community"),
    *("followers", "price", "gain", "added_reach", "added_reach_low", "added_reach_high"),
)
Added = dict[str, dict[tuple[int, int], np.ndarray]]
"""By metric, then by account and the place of its platform: what was added in each world."""


def added_reach(scenario: Any, point: int, workshop: Workshop, threads: int) -> Any:
    """A row for each seed of each plan: the account, its price, the strategy's gain, and what it added.

    The added reach of seed k is reach(all seeds) - reach(all seeds but k), paired in the first ``compare.added_reach``
    worlds that judged the plan. Uncertain parameters stand at their given values, and of accounts that are picked at
    random again and again the first pick is shown. Of a campaign's plan with actions it is told where the scenario asks
    for ``compare.removal``: then it is the reach less that of the same plan without the account's posts, and so are the
    orders; what would have been paid for them stays unspent, and rules do what they did in the whole plan.
    """
    import pandas

    model_of(scenario)  # a model of the user's own is known to the registry from here on
    rows: list[dict[str, Any]] = []
    realisations, extra = scenario.network.realisations, more_columns(scenario)
    for realisation in range(realisations):
        network = workshop.network(scenario, realisation)
        for name in scenario.plans:
            made = workshop.plan(scenario, realisation, name)
            asked = scenario.compare.removal if made.acts else scenario.compare.added_reach
            added: Added = {}
            if asked:
                replicates = [realisation + turn * realisations for turn in range(-(-asked // realisations))]
                tell = removed if made.acts else seeds_added
                added = tell(scenario, realisation, workshop, name, replicates, threads)
            networks = (network, *workshop.further(scenario, realisation))
            place = {"plan": name, "design_point": point, "realisation": realisation}
            people = people_each(scenario, network)
            rows += [{**place, **row} for row in _rows(networks, made, added, told_on(scenario), people)]
    return pandas.DataFrame(rows, columns=[*COLUMNS, *extra, *(("platform",) if told_on(scenario) else ())])


def more_columns(scenario: Any) -> tuple[str, ...]:
    """Columns that are there where the scenario asks for ``compare.removal``."""
    if not scenario.compare.removal:
        return ()
    orders = ("added_orders", "added_orders_low", "added_orders_high")
    return (*(orders if "orders" in added_metrics(scenario) else ()), "cost_per_added_reach")


def people_each(scenario: Any, network: Network) -> float:
    """How many people one account stands for."""
    represents = scenario.network.represents
    return 1.0 if represents is None else represents / len(network)


def told_on(scenario: Any) -> tuple[str, ...]:
    """The names of the platforms, where there are several."""
    return scenario.campaign.platforms if scenario.campaign is not None and scenario.campaign.further else ()


def seeds_added(
    scenario: Any, realisation: int, workshop: Workshop, name: str, replicates: list[int], threads: int
) -> Added:
    """What each seed adds to the reach in each world, by account and platform (the first)."""
    made = workshop.plan(scenario, realisation, name)
    world = workshop.world(scenario, realisation, workshop.item(scenario, name))
    which = {"replicates": len(replicates), "first": realisation, "stride": scenario.network.realisations}
    added = added_sizes(world, made.plan, seed=scenario.seed, purpose=JUDGING, threads=threads, **which)
    return {"reach": {(int(seed), 0): added[:, place] for place, seed in enumerate(made.plan.seeds)}}


def removed(
    scenario: Any, realisation: int, workshop: Workshop, name: str, replicates: list[int], threads: int
) -> Added:
    """What each chosen account of a campaign's plan adds in each world by what it posts on a platform: the plan is
    lived again without that, its rules frozen. By metric, then by account and platform; ``spent`` is what it cost.
    """
    made = workshop.plan(scenario, realisation, name)
    world = workshop.world(scenario, realisation, workshop.item(scenario, name))
    chosen = {(account, on) for _, choice, on in made.placed for account in choice.accounts.tolist()}
    by_name = {f"{account} on {on}": (account, on) for account, on in sorted(chosen)}

    def of(part: Any) -> str:
        mine = f"{part.author} on {part.platform}" if isinstance(part, PlannedPost) else REST
        return mine if mine in by_name else REST

    grouping = Grouping((*by_name, REST), of, lambda channel: REST)
    asked = Asked(added_metrics(scenario), shares=False)
    which = {"seed": scenario.seed, "replicates": replicates, "threads": threads}
    found = brought(asked, world, made, grouping, workshop.quotes(scenario, realisation)[0], **which)
    told = {}
    for place, metric in enumerate(asked.metrics):
        told[metric] = {where: found.added[:, place, number] for number, where in enumerate(by_name.values())}
    return told | {"spent": {where: found.spent[:, number] for number, where in enumerate(by_name.values())}}


def added_metrics(scenario: Any) -> tuple[str, ...]:
    """Of what it is told what each account or channel of a campaign adds: reach, and orders where something is sold."""
    sells = getattr(scenario.model.parameters, "product", None) is not None
    return ("reach", "orders") if sells else ("reach",)


def _rows(
    networks: Sequence[Network],
    made: PlanMade,
    added: Added,
    platforms: tuple[str, ...],
    people: float,
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    paid = {(post.author, post.platform): post.cents / 100 for post in made.plan.posts if post.cents}
    for strategy, choice, on in made.placed:
        network = networks[on]
        tier, community = network.attributes.get("tier"), network.attributes.get("community")
        for place, account in enumerate(choice.accounts.tolist()):
            where = (account, on)
            reach = _interval(added, "reach", where)
            rows.append(
                {
                    "rank": len(rows),
                    "strategy": strategy,
                    "account": account,
                    "label": network.name(account),
                    "tier": "" if tier is None else TIERS[tier[account]],
                    "community": -1 if community is None else int(community[account]),
                    "followers": int(network.followers[account]),
                    "price": paid.get((account, on), np.nan if made.prices is None else float(made.prices[account])),
                    "gain": float(choice.gain[place]) if len(choice.gain) else np.nan,
                    **reach,
                    **_interval(added, "orders", where),
                    "cost_per_added_reach": _cost_per_added(added, where, reach["added_reach"] * people),
                    **({"platform": platforms[on]} if platforms else {}),
                }
            )
    return rows


def _interval(added: Added, metric: str, where: tuple[int, int]) -> dict[str, float]:
    """What an account adds with its interval; nan where it was not asked for."""
    worlds = added.get(metric, {}).get(where, np.zeros(0))
    names = (f"added_{metric}", f"added_{metric}_low", f"added_{metric}_high")
    if not len(worlds):
        return dict.fromkeys(names, np.nan)
    found = mean_interval(worlds.astype(np.float64))
    return dict(zip(names, (found.mean, found.low, found.high), strict=True))


def _cost_per_added(added: Added, where: tuple[int, int], people: float) -> float:
    """What one person more cost; nan where nobody was added."""
    spent = added.get("spent", {}).get(where)
    return float(spent.mean() / people) if spent is not None and people > 0 else np.nan
