"""From a scenario to networks, worlds and plans, each made once and kept while it is needed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim import files, generators, prices, spreading
from sim.experiment.campaign_plan import campaign_plan, set_aside
from sim.experiment.code import CodeError, model_of, random_plans, strategy_of
from sim.experiment.quotes import Quotes, bound_kols
from sim.experiment.targets import Targets
from sim.experiment.terms import ChosenGroup, in_order, terms_of
from sim.network import Network
from sim.randomness import NETWORK, PICKING, child_int, world_key
from sim.scenario.ledger import Ledger, cents_of
from sim.strategies.budget import Budget
from sim.world import Choice, Item, Plan, PlanError, World, plan_of_seeds

NOT_FOR_CHOOSING = ("name", "compare", "plans", "uncertain", "sweep")
"""Parts of a scenario that do not change whom a plan seeds (of the plans, only its own does)."""
WORLD_PARTS = ("model", "horizon", "platform", "product", "audience", "occasions", "opt_out")
"""Parts of a scenario that are a world's parameters, beside the network and the content."""
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
    """A plan ready to be judged: who is seeded or paid, what it costs, and how each group was chosen.

    Attributes:
        plan: the seeds; of a campaign posts and pushes.
        groups: the strategy's name and the choice of each group of accounts, in the order of choosing.
        prices: price of each account in the scenario's currency, or None.
        ledger: what a campaign's plan spends; None for a classic plan.
        budget: what the whole plan may cost, or None.
    """

    plan: Plan
    groups: tuple[tuple[str, Choice], ...]
    prices: np.ndarray | None
    ledger: Ledger | None = None
    budget: float | None = None

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

    def world(self, scenario: Any, realisation: int, item: Item, *, alone: bool = False) -> World:
        """The network made ready for the model and one item; for a campaign with all items, of which one is a part.

        Args:
            alone: only with this item, for a strategy that asks how far it would spread.
        """
        network = self.network(scenario, realisation)
        model = model_of(scenario)
        content: Item | tuple[Item, ...] = item
        if many_items(model):
            content = (item,) if alone else tuple(scenario.content.values())
        parts = {key: scenario.full.get(key) for key in WORLD_PARTS}
        name = (id(network), _text(parts), content)

        def make() -> World:
            return model.prepare(network, scenario.model.parameters, content, scenario.seed)

        return self.worlds.get(name, make)

    def prices(self, scenario: Any, network: Network) -> np.ndarray | None:
        """Price of each account in the scenario's currency, or None without prices."""
        if scenario.prices is None:
            return None
        setting, people, currency = scenario.prices, scenario.network.represents, scenario.currency

        def make() -> tuple[Network, np.ndarray]:
            return network, prices.account_prices(network, setting, represents=people, currency=currency).prices

        return self.price_lists.get((id(network), str(setting), people, currency), make)[1]

    def quotes(self, scenario: Any, network: Network) -> Quotes:
        """What paid posts cost in a campaign, candidates bound to accounts where there are any."""
        candidates = scenario.campaign.candidates
        name = ("quotes", id(network), scenario.network.represents, candidates and candidates.sha256)
        _, bound = self.price_lists.get(name, lambda: (network, bound_kols(scenario, network)))
        return Quotes(scenario, network, self.prices(scenario, network), bound)

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
        if scenario.campaign is not None:
            return self._choose_campaign(scenario, realisation, plan, pick)
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
        network = self.network(scenario, realisation)
        quotes = self.quotes(scenario, network)
        chosen: list[ChosenGroup] = []
        taken = np.zeros(0, np.int32)
        for group, placed in in_order(scenario, plan):
            terms = terms_of(scenario, group, placed, quotes)
            free = terms.closed if group.accounts is not None else np.concatenate([taken, terms.closed])
            budget = Budget(count=group.count, amount=group.budget, prices=terms.paid, excluded=free)
            choice = self._chosen(scenario, realisation, plan, pick, terms.group, budget)
            chosen.append(ChosenGroup(group, placed, choice, terms))
            taken = np.concatenate([taken, choice.accounts])
        groups = tuple((str(one.group.choose), one.choice) for one in chosen)
        made, ledger = campaign_plan(scenario, plan, quotes, chosen, Targets(scenario, network).mask)
        return PlanMade(made, groups, quotes.prices, ledger, scenario.plans[plan].budget)

    def _chosen(self, scenario: Any, realisation: int, plan: str, pick: int, group: Any, budget: Budget) -> Choice:
        """Whom the group's strategy chooses."""
        strategy = strategy_of(group.choose)
        estimates = "estimate_spread" in getattr(strategy, "HELPERS", ())
        if many_items(model_of(scenario)) and not estimates and isinstance(group.choose, str):
            network = self.network(scenario, realisation)  # it looks at the network alone: no world need be made ready
            world = World(
                network, scenario.model.name, scenario.model.parameters, None, tuple(scenario.content.values())
            )
        else:
            world = self.world(scenario, realisation, scenario.content[group.item], alone=estimates)
        helpers = {}
        if estimates:
            helpers["estimate_spread"] = spreading.estimator(world, seed=scenario.seed, threads=self.threads)
        key = child_int(world_key(scenario.seed, PICKING, realisation), pick)
        try:
            return strategy.choose(world, budget, key, group.parameters, **helpers)
        except CodeError:
            raise
        except ValueError as error:
            raise PlanError(f"plan {plan!r}: {error}") from error

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


def _text(data: Any) -> str:
    import json

    return json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
