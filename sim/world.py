"""World, plan and choice: what the marketer cannot change, what he chooses, and what a strategy proposes."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sim.levers import Lever, Rule
from sim.network import Network
from sim.randomness import name_word

_DERIVING = threading.RLock()


class PlanError(ValueError):
    """A plan or a choice that cannot be carried out; the message says why and what is allowed."""


FORMATS: Final = ("text", "image", "video", "live")
"""Formats of content."""
USUAL_SECONDS: Final = {"video": 60.0, "live": 3600.0}
"""What a piece of this format usually takes (assumption): as long it is where it does not say how long it is. Other
formats have no duration."""


@dataclass(frozen=True)
class Item:
    """A piece of content. The classic models use ``quality`` and ``topics``; the campaign model uses all.

    Attributes:
        quality: 0 to 1; .5 leaves the model's probabilities as they are.
        topics: names of topics, for the match with the accounts' interests; none leaves probabilities as they are.
        format: one of :data:`FORMATS`.
        utility, arousal, novelty, production: 0 to 1; .5 is usual content.
        tone: how the text itself feels, -1 to 1.
        stance: to the brand, -1 to 1.
        authenticity: 0 to 1, how much it is the author's own.
        commerciality: 0 to 1, how much it sells.
        disclosed: whether it says that it is paid for.
        discount: price reduction for who buys through it, 0 to 1.
        promise: how good it says that the product is, 0 to 1.
        lasts_hours: how long it can be seen, as a live stream; 0 is for ever (hours).
        duration: how long it takes to watch it to the end, of a video or a live stream; 0 is as usual (seconds).
        cost: of making it, once a plan that uses it (currency).
    """

    name: str = "post"
    quality: float = 0.5
    topics: tuple[str, ...] = ()
    format: str = "text"
    utility: float = 0.5
    arousal: float = 0.5
    tone: float = 0.0
    stance: float = 1.0
    novelty: float = 0.5
    production: float = 0.5
    authenticity: float = 0.5
    commerciality: float = 0.0
    disclosed: bool = False
    discount: float = 0.0
    promise: float = 0.5
    lasts_hours: float = 0.0
    duration: float = 0.0
    cost: float = 0.0


def item_words(names: Sequence[str]) -> list[int]:
    """What stands for each item in keys: 48 bits of a hash of its name, so that its place decides nothing.

    Equal names are told apart by their order.

    >>> item_words(["film", "diary"])[0] == item_words(["diary", "film"])[1]
    True
    >>> len(set(item_words(["post", "post"])))
    2
    """
    found = []
    for place, name in enumerate(names):
        earlier = names[:place].count(name)
        found.append(name_word(f"{name}\0{earlier}" if earlier else name))
    return found


@dataclass(frozen=True, eq=False)
class World:
    """What a plan cannot change, made ready for one model.

    Attributes:
        network: the network.
        model: the model's name in the registry.
        parameters: the model's parameters (its own ``Parameters``).
        kernel: a NamedTuple of read-only arrays, made by the model's ``prepare``.
        content: the items that may be posted, where the model knows several.
        further: the networks of further platforms over the same accounts, where the model knows several.
        reception: (account, platform) -> (warmth, renown): how posts of known authors are received, in log-odds.
    """

    network: Network
    model: str
    parameters: Any
    kernel: Any
    content: tuple[Item, ...] = ()
    further: tuple[Network, ...] = ()
    reception: Mapping[tuple[int, int], tuple[float, float]] = field(default_factory=dict)
    _derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def derived(self, name: str, make: Callable[["World"], Any]) -> Any:
        """A table that follows from this world, made once, when it is first asked for."""
        with _DERIVING:
            if name not in self._derived:
                self._derived[name] = make(self)
            return self._derived[name]

    def __getstate__(self) -> dict[str, Any]:
        """A copy has no derived tables and no memory of threads: it makes its own when it needs them."""
        return {**self.__dict__, "_derived": {}}


OWNED: Final = 1
PAID: Final = 2
TO_MEMBERS: Final = 5
"""Kinds of a plan's posts: on the brand's own account, paid for on another's, or sent to the members of its private
community alone."""


@dataclass(frozen=True)
class PlannedPost:
    """A post of the plan.

    Attributes:
        author: who posts it; -1 for what is sent to members.
        item: its place in the world's ``content``.
        kind: OWNED, PAID or TO_MEMBERS.
        at: second of the campaign.
        cents: what is paid for it.
        action: place of the plan's action that it belongs to.
        platform: 0 is the first, then the world's further ones.
        commission: what its author gets of the orders through it (share of their value); None is the product's for
            PAID posts, and nothing for others.
    """

    author: int
    item: int
    kind: int
    at: float
    cents: int = 0
    action: int = 0
    platform: int = 0
    commission: float | None = None


@dataclass(frozen=True, eq=False)
class Push:
    """Impressions that are bought: a boost of the plan's posts, or ads of an item.

    Attributes:
        channel: "boost" or "ads".
        item: place in the world's ``content``: the ad, or whose posts are boosted.
        start, end: seconds between which the money is spent evenly.
        cents: what may be spent.
        cpm_cents: price of a thousand impressions (of people).
        target: 1 for the accounts that may be shown it (uint8[n]), or None for all.
        retarget: only who has clicked on something of the campaign before.
        frequency_cap: most impressions of it an account.
        action: place of the plan's action that it belongs to.
        platform: 0 is the first, then the world's further ones.
    """

    channel: str
    item: int
    start: float
    end: float
    cents: int
    cpm_cents: int
    target: np.ndarray | None = None
    retarget: bool = False
    frequency_cap: int = 1_000_000
    action: int = 0
    platform: int = 0


@dataclass(frozen=True)
class Plan:
    """What the marketer does. A classic plan is seeds at time 0.

    Attributes:
        seeds: account ids, sorted and distinct (int32), so that the order of a list changes nothing.
        posts, pushes: what a campaign publishes and which impressions it buys; empty for the classic models.
        fixed_cents: what is spent whatever happens, beside posts and pushes (making the content, staff, prizes).
        levers: what else a campaign does, in any order.
        rules: what is decided in mid-campaign, by time.
    """

    seeds: np.ndarray
    posts: tuple[PlannedPost, ...] = ()
    pushes: tuple[Push, ...] = ()
    fixed_cents: int = 0
    levers: tuple[Lever, ...] = ()
    rules: tuple[Rule, ...] = ()


def plan_of_seeds(seeds: Any, network: Network) -> Plan:
    """A classic plan of these accounts; refuses what is not an account.

    >>> plan_of_seeds([2, 0], Network.from_edges([0, 1], [1, 2], 3)).seeds
    array([0, 2], dtype=int32)
    """
    try:
        array = np.asarray(seeds)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.size == 0:
        return Plan(_frozen(np.zeros(0, np.int32)))
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise PlanError(f"seeds must be a list of account ids (whole numbers), not {seeds!r}"[:200])
    outside = array[(array < 0) | (array >= len(network))]
    if len(outside):
        raise PlanError(f"seed {outside[0]} is not in the network; allowed: 0 to {len(network) - 1}")
    distinct, counts = np.unique(array, return_counts=True)
    if len(distinct) < len(array):
        raise PlanError(f"seed {distinct[counts > 1][0]} is named twice; name each account once")
    return Plan(_frozen(distinct.astype(np.int32)))


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


@dataclass(frozen=True)
class Choice:
    """What a strategy proposes.

    Attributes:
        accounts: account ids in the order of choosing (int32).
        spent: what they cost together (0 without prices), in the currency of the prices.
        left_over: what remains of the budget; 0 if accounts were counted.
        gain: what each added when it was chosen, in the strategy's own measure; nan where it has none.
        lower_bound, upper_bound: proven bounds of the choice's and of the best possible reach, where there are any.
        about: remarks for the reader (accounts that were too dear, ties).
    """

    accounts: np.ndarray
    spent: float = 0.0
    left_over: float = 0.0
    gain: np.ndarray = field(default_factory=lambda: np.zeros(0))
    lower_bound: float | None = None
    upper_bound: float | None = None
    about: dict[str, Any] = field(default_factory=dict)
