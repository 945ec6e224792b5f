"""The cascade models as Mesa agents, to be read from top to bottom and changed: 120 lines of code at most.

Independent cascade (Goldenberg, Libai and Muller 2001, Marketing Letters 12:211) and linear threshold (Granovetter
1978, American Journal of Sociology 83:1420), both as in Kempe, Kleinberg and Tardos 2003 (KDD). One step: the accounts
reached in the step before, in the order in which they were reached, share to their followers in ascending id. Every
draw is looked up by what it decides, so the events are those of the engine (:mod:`sim.models`), one by one.
"""

from typing import Any

import mesa

from sim.agents.checking import check_call
from sim.agents.readiness import readiness_for
from sim.arithmetic import power
from sim.border import NetworkError, checked_probabilities, shown
from sim.network import Network
from sim.randomness import COIN, EDGES, JUDGING, THRESHOLD, TRIVALENCY, coin_threshold, draw_int, world_key
from sim.world import Item, plan_of_seeds

ONE = 2**53  # weights and thresholds are whole numbers, this many to 1: their sums are exact


# -- the agents


class Account(mesa.Agent):
    """An account: it hears the shares of those it follows, and once it is reached it shares, one time.

    Attributes:
        id: the account's number in the network (Mesa's own ``unique_id`` numbers the agents of a model).
        readiness: how much more readily it takes the item up (a ratio of hazards); None if the item changes nothing.
        followers: the agents that see what it shares, in ascending id.
        chances: for each agent that it follows, the value of that edge: a probability, or a weight.
        reached_at, reached_by: the step and the sharer; None before it is reached, and a seed has no sharer.
    """

    def __init__(self, model: "Cascade", id: int, readiness: float | None):
        super().__init__(model)
        self.id = id
        self.readiness = readiness
        self.followers: list[Account] = []
        self.chances: dict[Account, float] = {}
        self.reached_at: int | None = None
        self.reached_by: Account | None = None

    def get_ready(self):
        """Called once, when everybody's followers are known."""

    def share(self):
        """Tell all followers, one after the other."""
        for follower in self.followers:
            follower.hear(self)

    def hear(self, sharer):
        """Somebody whom this account follows has shared."""
        if self.reached_at is None and self.takes_up(sharer):
            self.become_reached(sharer.reached_at + 1, sharer)

    def takes_up(self, sharer):
        """The rule: is this account reached by this share? It is asked once a share, until it says yes."""
        raise NotImplementedError(f"{type(self).__name__} needs a method takes_up(sharer)")

    def become_reached(self, at, by):
        """Be reached, and share in the next step."""
        self.reached_at, self.reached_by = at, by
        self.model.reached.append(self)
        self.model.sharers.append(self)


class CoinAccount(Account):
    """Independent cascade: every share that is heard has one try, the coin of (world, sharer, follower)."""

    setting, usual = "probability", 0.05

    def takes_up(self, sharer):
        """Whether the coin of this edge succeeds."""
        chance = self.chances[sharer]
        if self.readiness is not None:
            chance = 1 - power(1 - chance, self.readiness)
        coin = draw_int(self.model.key, COIN, sharer.id, self.id) >> 32
        return coin <= coin_threshold(chance)


class ThresholdAccount(Account):
    """Linear threshold: an account is reached once those who have shared weigh more than its threshold."""

    setting, usual = "weight", "weighted_cascade"

    def get_ready(self):
        """Draw the threshold, and weigh those whom the account follows."""
        self.threshold = draw_int(self.model.key, THRESHOLD, self.id) >> 11
        self.influence = 0
        self.weights = {followed: round(chance * ONE) for followed, chance in self.chances.items()}
        missing = ONE - sum(self.weights.values())
        if self.weights and abs(missing) <= ONE // 10**9:  # rounding alone: the largest weight makes up for it
            self.weights[max(self.weights, key=self.weights.__getitem__)] += missing
        elif missing < 0:
            raise NetworkError(f"the weights of what account {self.id} follows sum to more than 1; allowed: at most 1")
        if self.readiness is not None:
            self.weights = {who: min(ONE, int(w * self.readiness + 0.5)) for who, w in self.weights.items()}

    def takes_up(self, sharer):
        """Whether this share brings the influence above the threshold."""
        self.influence += self.weights[sharer]
        return self.influence > self.threshold


# -- the model


class Cascade(mesa.Model):
    """One world: the accounts of a network as agents, and what the seeds set going in it.

    Args:
        network: where it happens.
        seeds: ids of the accounts that are reached at step 0.
        account: the class of the agents, and with it the rule: CoinAccount, ThresholdAccount, or your own.
        item: what is shared; None is an item that changes nothing.
        quality_effect, interest_effect: how much the item's quality and its topics matter.
        seed, replicate: which world.
        setting: ``probability=`` or ``weight=``, as the class says; a number, "edge", "weighted_cascade",
            "trivalency", or a number for each edge in the order of ``network.audience``.

    Raises:
        AgentsError: an argument that is not allowed.
        NetworkError: a value of the setting that is not allowed, or that the network has not what is needed for.
        PlanError: a seed that is not in the network.

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> model = Cascade(line, [0], probability=1.0)
    >>> model.step()
    >>> model.events(), model.running
    ([(0, 0, -1), (1, 1, 0)], True)
    """

    def __init__(
        self,
        network: Network,
        seeds: Any,
        account: type[Any] = CoinAccount,
        *,
        item: Item | None = None,
        quality_effect: float = 1.9,
        interest_effect: float = 0.5,
        seed: int = 0,
        replicate: int = 0,
        **setting: Any,
    ):
        check_call(network, account, item, setting, (quality_effect, interest_effect), seed, replicate)
        super().__init__(rng=seed)
        self.key = world_key(seed, JUDGING, replicate)
        values = edge_values(network, setting.pop(account.setting, account.usual), seed)
        readiness = readiness_for(item or Item(), network, quality_effect, interest_effect)
        self.accounts = [account(self, id, readiness[id]) for id in range(len(network))]
        for (u, v), value in values.items():
            self.accounts[u].followers.append(self.accounts[v])
            self.accounts[v].chances[self.accounts[u]] = value
        for agent in self.accounts:
            agent.get_ready()
        self.reached: list[Account] = []
        self.sharers: list[Account] = []
        for id in plan_of_seeds(seeds, network).seeds.tolist():
            self.accounts[id].become_reached(at=0, by=None)
        self.running = bool(self.sharers)

    def step(self):
        """Everybody who was reached in the step before shares."""
        sharers, self.sharers = self.sharers, []
        for sharer in sharers:
            sharer.share()
        self.running = bool(self.sharers)

    @property
    def reach(self):
        """How many accounts are reached so far."""
        return len(self.reached)

    def events(self):
        """What happened so far, in order: (account, step, by whom; -1 for a seed)."""
        return [(a.id, a.reached_at, -1 if a.reached_by is None else a.reached_by.id) for a in self.reached]


def run(network: Network, seeds: Any, account: type[Any] = CoinAccount, **settings: Any) -> Cascade:
    """A world run to its end; arguments as for :class:`Cascade`.

    >>> line = Network.from_edges([0, 1], [1, 2], 3)
    >>> run(line, [0], ThresholdAccount, seed=4).events()
    [(0, 0, -1), (1, 1, 0), (2, 2, 1)]
    """
    model = Cascade(network, seeds, account, **settings)
    while model.running:
        model.step()
    return model


# -- the numbers that the accounts start with


def edge_values(network: Network, setting: Any, seed: int) -> dict[tuple[int, int], float]:
    """The value of each edge by (who shares, who follows), ordered: a probability or a weight.

    >>> edge_values(Network.from_edges([0, 1], [2, 2], 3), "weighted_cascade", seed=0)
    {(0, 2): 0.5, (1, 2): 0.5}
    """
    edges = [(u, v) for u in range(len(network)) for v in network.audience_of(u).tolist()]
    if not isinstance(setting, str):
        by_edge = setting if hasattr(setting, "__len__") else [setting] * len(edges)
        values = checked_probabilities(by_edge, len(edges)).tolist()
    elif setting == "edge" and network.values is not None:
        values = network.values.tolist()
    elif setting == "weighted_cascade":
        values = [1 / len(network.following_of(v)) for _, v in edges]
    elif setting == "trivalency":
        key = draw_int(world_key(seed, EDGES), TRIVALENCY)
        values = [(0.1, 0.01, 0.001)[(draw_int(key, u, v) >> 32) * 3 >> 32] for u, v in edges]
    else:
        raise NetworkError(
            f"{shown(setting)} is not allowed on this network; allowed: numbers from 0 to 1, "
            "weighted_cascade, trivalency, and edge where the edges have values of their own"
        )
    return dict(zip(edges, values, strict=True))
