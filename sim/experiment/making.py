"""From a scenario to networks, worlds and plans, each made once and kept while it is needed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim import files, generators, prices, spreading
from sim.experiment.code import CodeError, model_of, random_plans, strategy_of
from sim.network import Network
from sim.randomness import NETWORK, PICKING, child_int, world_key
from sim.strategies.budget import Budget
from sim.world import Choice, Item, Plan, PlanError, World, plan_of_seeds

NOT_FOR_CHOOSING = ("name", "compare", "plans", "uncertain", "sweep")
"""Parts of a scenario that do not change whom a plan seeds (of the plans, only its own does)."""
KEPT_NETWORKS = 4
"""How many networks stay in memory: enough for plans and uncertain draws that take turns, few enough to be light."""


class Kept:
    """A small store: what was made last is kept, what was not used for longest is let go."""

    def __init__(self, size: int):
        self.size = size
        self.things: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """The thing of this name, made if it is not there."""
        if name not in self.things:
            while len(self.things) >= self.size:
                self.things.popitem(last=False)
            self.things[name] = make()
        self.things.move_to_end(name)
        return self.things[name]


@dataclass(frozen=True)
class PlanMade:
    """A plan ready to be judged: who is seeded, what it costs, and how each group was chosen.

    Attributes:
        plan: the seeds.
        groups: the strategy's name and the choice of each group of seeds, in the scenario's order.
        prices: price of each account in the scenario's currency, or None.
    """

    plan: Plan
    groups: tuple[tuple[str, Choice], ...]
    prices: np.ndarray | None

    @property
    def spent(self) -> float:
        """What all groups cost together."""
        return float(sum(choice.spent for _, choice in self.groups))


class Workshop:
    """Makes and keeps networks, worlds and plans; used by the main thread alone."""

    def __init__(self, threads: int = 1):
        self.threads = threads
        self.networks = Kept(KEPT_NETWORKS)
        self.worlds = Kept(2 * KEPT_NETWORKS)
        self.price_lists = Kept(KEPT_NETWORKS)
        self.plans = Kept(4096)
        self.described: dict[tuple, dict] = {}

    def network(self, scenario: Any, realisation: int) -> Network:
        """The network of one realisation."""
        choice = scenario.network
        name = (_text(scenario.full["network"]), scenario.seed, realisation)

        def make() -> Network:
            if choice.file is not None:
                network = files.read_network(choice.file, **choice.reader_options)
            else:
                key = world_key(scenario.seed, NETWORK, realisation)
                network = generators.generate(choice.generator, choice.parameters, key)
            self.described[name] = {
                "realisation": realisation,
                "accounts": len(network),
                "edges": network.edge_count,
                "fingerprint": network.fingerprint(),
                "about": network.about,
            }
            return network

        return self.networks.get(name, make)

    def size(self, scenario: Any) -> dict[str, int]:
        """Accounts and edges of a scenario's first network."""
        network = self.network(scenario, 0)
        return {"accounts": len(network), "edges": network.edge_count}

    def world(self, scenario: Any, realisation: int, item: Item) -> World:
        """The network made ready for the model and one item."""
        network = self.network(scenario, realisation)
        model = model_of(scenario)
        name = (id(network), _text(scenario.full["model"]), item)

        def make() -> World:
            return model.prepare(network, scenario.model.parameters, item, scenario.seed)

        return self.worlds.get(name, make)

    def prices(self, scenario: Any, network: Network) -> np.ndarray | None:
        """Price of each account in the scenario's currency, or None without prices."""
        if scenario.prices is None:
            return None
        setting, people, currency = scenario.prices, scenario.network.represents, scenario.currency

        def make() -> tuple[Network, np.ndarray]:
            return network, prices.account_prices(network, setting, represents=people, currency=currency).prices

        return self.price_lists.get((id(network), str(setting), people, currency), make)[1]

    def plan(self, scenario: Any, realisation: int, plan: str, pick: int = 0) -> PlanMade:
        """Who is seeded by a plan; chosen in worlds of their own purpose, never in those that judge.

        ``pick`` counts the draws of accounts by a plan that picks at random; no other plan depends on it.
        """
        if plan not in random_plans(scenario):
            pick = 0
        resolved = scenario.full
        apart = {key: value for key, value in resolved.items() if key not in NOT_FOR_CHOOSING}
        name = (_text(apart), _text(resolved["plans"][plan]), realisation, pick)
        return self.plans.get(name, lambda: self._choose(scenario, realisation, plan, pick))

    def _choose(self, scenario: Any, realisation: int, plan: str, pick: int) -> PlanMade:
        network = self.network(scenario, realisation)
        price = self.prices(scenario, network)
        groups: list[tuple[str, Choice]] = []
        taken = np.zeros(0, np.int32)
        for group in scenario.plans[plan].seeds:
            strategy = strategy_of(group.choose)
            world = self.world(scenario, realisation, scenario.content[group.item])
            budget = Budget(count=group.count, amount=group.budget, prices=price, excluded=taken)
            helpers = {}
            if "estimate_spread" in getattr(strategy, "HELPERS", ()):
                helpers["estimate_spread"] = spreading.estimator(world, seed=scenario.seed, threads=self.threads)
            key = child_int(world_key(scenario.seed, PICKING, realisation), pick)
            try:
                choice = strategy.choose(world, budget, key, group.parameters, **helpers)
            except CodeError:
                raise
            except ValueError as error:
                raise PlanError(f"plan {plan!r}: {error}") from error
            groups.append((str(group.choose), choice))
            taken = np.concatenate([taken, choice.accounts])
        return PlanMade(plan_of_seeds(taken, network), tuple(groups), price)

    def item(self, scenario: Any, plan: str) -> Item:
        """The item that a plan seeds."""
        groups = scenario.plans[plan].seeds
        names = {group.item for group in groups}
        if len(names) > 1:
            raise PlanError(f"plan {plan!r} seeds two items ({', '.join(sorted(names))}); a cascade carries one")
        return scenario.content[names.pop()] if names else next(iter(scenario.content.values()))


def _text(data: Any) -> str:
    import json

    return json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
