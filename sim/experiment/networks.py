"""The networks of a scenario, one a platform, each made once; where people are represented, with tiers in people."""

from typing import Any

from sim import files, generators
from sim.binding import BoundKol, in_people, with_names
from sim.experiment.layers import KEPT_NETWORKS, Kept, Layers, as_text, told_of
from sim.experiment.quotes import bound_kols
from sim.network import Network
from sim.randomness import NETWORK, world_key


class Networks:
    """Makes and keeps the networks of all platforms, and who acts on them for the candidates.

    Attributes:
        described: what a run says of each, in the order in which they were made.
    """

    def __init__(self) -> None:
        self.described: dict[tuple, dict] = {}
        self.drawn = Kept(KEPT_NETWORKS)
        self.layers = Layers()
        self.bindings = Kept(KEPT_NETWORKS)
        self.made = Kept(2 * KEPT_NETWORKS)

    def room_for(self, further: int) -> None:
        """Keep the networks of so many further platforms beside each first one."""
        self.layers.room_for(further)
        self.made.size = max(self.made.size, 2 * KEPT_NETWORKS * (1 + further))

    def on(self, scenario: Any, realisation: int, place: int) -> Network:
        """The network of one realisation and platform; place 0 is the first.

        Where it stands for people, its accounts have the tier of their followers in people; an account that acts for a
        candidate has the tier of the candidate's own, and his name.
        """
        name, plain = self._plain(scenario, realisation, place)
        represents = scenario.network.represents
        bound = self.bound(scenario, realisation)

        def make() -> tuple[Network, Any, Network]:
            network = in_people(plain, represents, bound[place])
            if any(bound):
                network = with_names(network, bound, scenario.campaign.platforms)
            platform = {"platform": scenario.campaign.platforms[place]} if place else {}
            self.described[name] = {**platform, **told_of(network, realisation)}
            return plain, bound, network  # all are held: their ids stay their own

        return self.made.get((id(plain), represents, id(bound) if any(bound) else 0), make)[-1]

    def bound(self, scenario: Any, realisation: int) -> tuple[tuple[BoundKol, ...], ...]:
        """By platform the candidates, each bound to an account of its own."""
        candidates = None if scenario.campaign is None else scenario.campaign.candidates
        if candidates is None:
            return ((),) * (1 if scenario.campaign is None else 1 + len(scenario.campaign.further))
        plain = tuple(
            self._plain(scenario, realisation, place)[1] for place in range(1 + len(scenario.campaign.further))
        )
        name = (*map(id, plain), scenario.network.represents, candidates.sha256)
        return self.bindings.get(name, lambda: (plain, bound_kols(scenario, plain)))[1]

    def _plain(self, scenario: Any, realisation: int, place: int) -> tuple[tuple, Network]:
        """A network as its generator or its file gives it, and the name by which it is told."""
        choice = scenario.network
        name = (as_text(scenario.full["network"]), scenario.seed, realisation)

        def make() -> Network:
            if choice.file is not None:
                return files.read_network(choice.file, **choice.reader_options)
            return generators.generate(
                choice.generator, choice.parameters, world_key(scenario.seed, NETWORK, realisation)
            )

        first = self.drawn.get(name, make)
        if place == 0:
            return name, first
        return self.layers.network(scenario, realisation, scenario.campaign.platforms[place], first)
