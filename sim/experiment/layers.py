"""The networks of further platforms, each made once for a realisation and kept while it is needed."""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final

from sim import files
from sim.generators.further import drawn_beside, platform_key, with_labels_of, with_members, with_stars_of
from sim.network import Network, NetworkError
from sim.strategies.listed import account_id

KEPT_NETWORKS: Final = 4
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


def as_text(data: Any) -> str:
    """Plain data as one text, by which what was made of it is found again."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)


def told_of(network: Network, realisation: int) -> dict[str, Any]:
    """What a run says of a network."""
    return {
        "realisation": realisation,
        "accounts": len(network),
        "edges": network.edge_count,
        "fingerprint": network.fingerprint(),
        "about": network.about,
    }


class Layers:
    """Makes and keeps the networks of further platforms."""

    def __init__(self) -> None:
        self.drawn = Kept(KEPT_NETWORKS)  # by how many differ in members alone is chance: these cost most to make
        self.made = Kept(2 * KEPT_NETWORKS)

    def room_for(self, platforms: int) -> None:
        """Keep the networks of so many platforms for each realisation."""
        self.drawn.size = max(self.drawn.size, KEPT_NETWORKS * platforms)
        self.made.size = max(self.made.size, 2 * KEPT_NETWORKS * platforms)

    def network(self, scenario: Any, realisation: int, platform: str, first: Network) -> tuple[tuple, Network]:
        """The network of a further platform over the accounts of the first, and the name by which it is kept.

        Raises:
            NetworkError: it has other accounts, or nobody is there.
        """
        choice = scenario.campaign.further[platform]
        key = platform_key(scenario.seed, platform, realisation)
        base = (platform, id(first), as_text([choice.network.parameters, str(choice.network.file)]), scenario.seed)
        name = (*base, realisation, choice.members, choice.same_stars, scenario.campaign.brand)

        def draw() -> tuple[Network, Network]:
            if choice.network.file is not None:
                other = files.read_network(choice.network.file, **choice.network.reader_options)
                return first, with_labels_of(first, other)  # the first is held: its id stays its own
            return first, drawn_beside(first, own_of(choice, first), key)

        def make() -> tuple[Network, Network]:
            try:
                _, network = self.drawn.get((*base, realisation), draw)
                if choice.same_stars is not None:
                    network = with_stars_of(first, network, choice.same_stars, key)
                network = with_members(network, choice.members, key, brand_of(scenario, first))
            except NetworkError as error:
                raise NetworkError(f"also_on/{platform}: {error}") from error
            return first, network

        return name, self.made.get(name, make)[1]


def own_of(choice: Any, first: Network) -> dict[str, Any]:
    """The parameters of a further platform's generator, without those that are of the people."""
    from sim.generators.further import of_people

    people = of_people(choice.network.generator)
    return {name: value for name, value in choice.network.parameters.items() if name not in people}


def brand_of(scenario: Any, first: Network) -> list[int]:
    """The brand's own account, which is on every platform; none where the scenario has none."""
    brand = scenario.campaign.brand
    return [] if brand is None else [account_id(first, brand)]
