"""From a scenario to networks, worlds and plans, each made once and kept while it is needed."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim import prices, spreading
from sim.experiment.campaign_plan import campaign_plan, set_aside
from sim.experiment.code import CodeError, model_of, random_plans, strategy_of
from sim.experiment.layers import KEPT_NETWORKS, Kept, as_text
from sim.experiment.networks import Networks
from sim.experiment.quotes import Quotes, known_of
from sim.experiment.targets import Targets
from sim.experiment.terms import ChosenGroup, in_order, place_of, terms_of
from sim.experiment.unused import unused
from sim.network import Network
from sim.randomness import PICKING, child_int, world_key
from sim.scenario.ledger import Ledger, cents_of
from sim.strategies.budget import Budget
from sim.world import Choice, Item, Plan, PlanError, World, plan_of_seeds

NOT_FOR_CHOOSING = ("name", "compare", "plans", "uncertain", "sweep")
"""Parts of a scenario that do not change whom a plan seeds (of the plans, only its own does)."""
WORLD_PARTS = ("model", "horizon", "platform", "also_on", "product", "audience", "occasions", "opt_out")
"""Parts of a scenario that are a world's parameters, beside the network and the content."""


@dataclass(frozen=True)
class PlanMade:
    """A plan ready to be judged: who is seeded or paid, what it costs, and how each group was chosen.

    Attributes:
        plan: the seeds; of a campaign posts and pushes.
        groups: the strategy's name and the choice of each group of accounts, in the order of choosing.
        platforms: the place of the platform of each group, aligned; empty where all are on the first.
        prices: price of each account in the scenario's currency, or None.
        ledger: what a campaign's plan spends; None for a classic plan.
        budget: what the whole plan may cost, or None.
    """

    plan: Plan
    groups: tuple[tuple[str, Choice], ...]
    prices: np.ndarray | None
    ledger: Ledger | None = None
    budget: float | None = None
    platforms: tuple[int, ...] = ()

    @property
    def placed(self) -> list[tuple[str, Choice, int]]:
        """The groups, each with the place of its platform."""
        return [(*group, self.platforms[number] if self.platforms else 0) for number, group in enumerate(self.groups)]

    @property
    def spent(self) -> float:
        """What all of it costs together."""
        if self.ledger is not None:
            return self.ledger.total / 100
        return float(sum(choice.spent for _, choice in self.groups))

    @property
    def set_aside(self) -> float:
        """What an outcome's unspent money is taken from: as ``spent``, with all alternatives of which one is taken."""
        return self.spent if self.ledger is None else set_aside(self.plan) / 100

    @property
    def left_over(self) -> float:
        """What remains of the plan's budget; without one, of what its groups were given."""
        if self.ledger is not None and self.budget is not None:
            return (cents_of(self.budget) - self.ledger.total) / 100
        return float(sum(choice.left_over for _, choice in self.groups))

    @property
    def acts(self) -> bool:
        """Whether it does more than seed."""
        return bool(self.plan.posts or self.plan.pushes or self.plan.levers)

    @property
    def authors(self) -> int:
        """How many accounts post for the plan."""
        return len({*self.plan.seeds.tolist(), *(post.author for post in self.plan.posts if post.author >= 0)})


class Workshop:
    """Makes and keeps networks, worlds and plans; used by the main thread alone."""

    def __init__(self, threads: int = 1):
        self.threads = threads
        self.networks = Networks()
        self.worlds = Kept(2 * KEPT_NETWORKS)
        self.price_lists = Kept(KEPT_NETWORKS)
        self.plans = Kept(4096)

    def network(self, scenario: Any, realisation: int) -> Network:
        """The network of one realisation."""
        return self.networks.on(scenario, realisation, 0)

    def network_on(self, scenario: Any, realisation: int, place: int) -> Network:
        """The network of one platform: place 0 is the first."""
        return self.networks.on(scenario, realisation, place)

    def further(self, scenario: Any, realisation: int) -> tuple[Network, ...]:
        """The networks of the further platforms; none where there is one platform."""
        if scenario.campaign is None or not scenario.campaign.further:
            return ()
        count = len(scenario.campaign.further)
        self.networks.room_for(count)
        self.price_lists.size = KEPT_NETWORKS * (1 + count)
        return tuple(self.network_on(scenario, realisation, place) for place in range(1, 1 + count))

    def size(self, scenario: Any) -> dict[str, int]:
        """Accounts and edges of a scenario's first network."""
        network = self.network(scenario, 0)
        return {"accounts": len(network), "edges": network.edge_count}

    def world(self, scenario: Any, realisation: int, item: Item, *, alone: bool = False, place: int = 0) -> World:
        """The network made ready for the model and one item; for a campaign with all items, of which one is a part.

        Args:
            alone: only with this item, for a strategy that asks how far it would spread.
            place: of a further platform, to have the world of that platform alone; 0 has all of them.
        """
        network = self.network_on(scenario, realisation, place)
        further = self.further(scenario, realisation) if place == 0 else ()
        model = model_of(scenario)
        content: Item | tuple[Item, ...] = item
        if many_items(model):
            content = (item,) if alone else tuple(scenario.content.values())
        parts = {key: scenario.full.get(key) for key in WORLD_PARTS}
        known = self.known(scenario, realisation, place)
        name = (id(network), *map(id, further), place, as_text(parts), content, known)

        def make() -> World:
            parameters = scenario.model.parameters
            if place:
                from sim.models.campaign.making import parameters_on

                parameters = parameters_on(parameters, scenario.campaign.platforms[place])
            more: dict[str, Any] = {"further": further} if further else {}
            more |= {"known": known} if known else {}
            return model.prepare(network, parameters, content, scenario.seed, **more)

        return self.worlds.get(name, make)

    def prices(self, scenario: Any, network: Network, place: int = 0) -> np.ndarray | None:
        """Price of each account on a platform in the scenario's currency, or None without prices."""
        setting, people, currency = scenario.prices, scenario.network.represents, scenario.currency
        if place:
            setting = scenario.campaign.further[scenario.campaign.platforms[place]].prices
        if setting is None:
            return None

        def make() -> tuple[Network, np.ndarray]:
            return network, prices.account_prices(network, setting, represents=people, currency=currency).prices

        return self.price_lists.get((id(network), str(setting), people, currency), make)[1]

    def known(self, scenario: Any, realisation: int, place: int = 0) -> tuple[Any, ...]:
        """The candidates of whom it is known how their posts are received; of all platforms, or of a further one."""
        if scenario.campaign is None or scenario.campaign.candidates is None:
            return ()
        found = known_of(self.networks.bound(scenario, realisation))
        return tuple(one._replace(platform=0) for one in found if one.platform == place) if place else found

    def reception(self, scenario: Any) -> dict[tuple[int, int], str]:
        """How posts of these candidates are received, in words, by account and platform (on the first realisation)."""
        known = self.known(scenario, 0)
        if not known:
            return {}
        from sim.models.campaign.making import platforms_of, worlds_of
        from sim.models.campaign.reception import reception_of, told

        given = self.network(scenario, 0), scenario.model.parameters
        further, content = self.further(scenario, 0), tuple(scenario.content.values())
        kernels = worlds_of(*given, content, scenario.seed, further)
        found = reception_of(known, [own for _, own in platforms_of(*given, further)], kernels)
        return {(one.account, one.platform): told(one, *found[one.account, one.platform]) for one in known}

    def quotes(self, scenario: Any, realisation: int) -> tuple[Quotes, ...]:
        """What paid posts cost on each platform of a campaign, candidates bound to accounts where there are any."""
        bound = self.networks.bound(scenario, realisation)
        networks = (self.network(scenario, realisation), *self.further(scenario, realisation))
        return tuple(
            Quotes(scenario, network, self.prices(scenario, network, place), bound[place], place)
            for place, network in enumerate(networks)
        )

    def plan(self, scenario: Any, realisation: int, plan: str, pick: int = 0) -> PlanMade:
        """Who is seeded by a plan; chosen in worlds of their own purpose, never in those that judge.

        ``pick`` counts the draws of accounts by a plan that picks at random; no other plan depends on it.
        """
        if plan not in random_plans(scenario):
            pick = 0
        resolved = scenario.full
        apart = {key: value for key, value in resolved.items() if key not in NOT_FOR_CHOOSING}
        name = (as_text(apart), as_text(resolved["plans"][plan]), realisation, pick)
        return self.plans.get(name, lambda: self._choose(scenario, realisation, plan, pick))

    def _choose(self, scenario: Any, realisation: int, plan: str, pick: int) -> PlanMade:
        network = self.network(scenario, realisation)
        if scenario.campaign is not None:
            try:
                return self._choose_campaign(scenario, realisation, plan, pick)
            except PlanError as error:
                if str(error).startswith("plan "):
                    raise
                raise PlanError(f"plan {plan!r}: {error}") from error
        price = self.prices(scenario, network)
        groups: list[tuple[str, Choice]] = []
        taken = np.zeros(0, np.int32)
        for group in scenario.plans[plan].seeds:
            budget = Budget(count=group.count, amount=group.budget, prices=price, excluded=taken)
            choice = self._chosen(scenario, realisation, plan, pick, group, budget)
            groups.append((str(group.choose), choice))
            taken = np.concatenate([taken, choice.accounts])
        return PlanMade(plan_of_seeds(taken, network), tuple(groups), price)

    def _choose_campaign(self, scenario: Any, realisation: int, plan: str, pick: int) -> PlanMade:
        quotes = self.quotes(scenario, realisation)
        chosen: list[ChosenGroup] = []
        taken = [np.zeros(0, np.int32) for _ in quotes]  # on another platform an account may be taken again
        for group, placed in in_order(scenario, plan):
            place = place_of(scenario, group, placed)
            terms = terms_of(scenario, group, placed, quotes[place])
            free = terms.closed if group.accounts is not None else np.concatenate([taken[place], terms.closed])
            budget = Budget(count=group.count, amount=group.budget, prices=terms.paid, excluded=free)
            choice = self._chosen(scenario, realisation, plan, pick, terms.group, budget, place)
            chosen.append(ChosenGroup(group, placed, choice, terms, place))
            taken[place] = np.concatenate([taken[place], choice.accounts])
        groups = tuple((str(one.group.choose), one.choice) for one in chosen)
        made, ledger = campaign_plan(scenario, plan, quotes, chosen, Targets(scenario, quotes).mask)
        platforms = tuple(one.platform for one in chosen) if len(quotes) > 1 else ()
        return PlanMade(made, groups, quotes[0].prices, ledger, scenario.plans[plan].budget, platforms)

    def _chosen(
        self, scenario: Any, realisation: int, plan: str, pick: int, group: Any, budget: Budget, place: int = 0
    ) -> Choice:
        """Whom the group's strategy chooses, on the network of its platform."""
        strategy = strategy_of(group.choose)
        estimates = "estimate_spread" in getattr(strategy, "HELPERS", ())
        if many_items(model_of(scenario)) and not estimates and isinstance(group.choose, str):
            network = self.network_on(scenario, realisation, place)  # it looks at the network alone: no world is needed
            world = World(
                network, scenario.model.name, scenario.model.parameters, None, tuple(scenario.content.values())
            )
        else:
            world = self.world(scenario, realisation, scenario.content[group.item], alone=estimates, place=place)
        helpers = {}
        if estimates:
            helpers["estimate_spread"] = spreading.estimator(world, seed=scenario.seed, threads=self.threads)
        key = child_int(world_key(scenario.seed, PICKING, realisation), pick)
        try:
            choice: Choice = strategy.choose(world, budget, key, group.parameters, **helpers)
        except CodeError:
            raise
        except ValueError as error:
            raise PlanError(f"plan {plan!r}: {error}") from error
        left = unused(group, choice, budget, world.network, scenario.currency)
        return choice if left is None else replace(choice, about={**choice.about, "unused": left})

    def item(self, scenario: Any, plan: str) -> Item:
        """The item that a plan spreads; a campaign's world holds all of them."""
        if many_items(model_of(scenario)):
            return next(iter(scenario.content.values()))
        names = set(scenario.plans[plan].items)
        if len(names) > 1:
            raise PlanError(f"plan {plan!r} seeds two items ({', '.join(sorted(names))}); a cascade carries one")
        return scenario.content[names.pop()] if names else next(iter(scenario.content.values()))


def many_items(model: Any) -> bool:
    """Whether the model's worlds hold all items of a scenario, and its plans more than seeds."""
    return bool(getattr(model, "MANY_ITEMS", False))
