"""Real KOLs on a network: each one is bound to one account, which then acts for him.

The account is one of his topic's communities (and of his platform, where the network has several), with followers as
near to his own as there is: nearest by ratio, after both are counted in people. Whoever has most followers is served
first, equal ones by name, so the order of a file makes no difference. No account stands for two.

A topic's communities are those whose members are interested in it more than in any other topic, on average; if there is
none, the community that is most interested in it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from sim.binding.kols import QUOTED, BindingError, BoundKol, Kol, with_names
from sim.binding.pools import TOPIC_WORDS, Pools, place_of
from sim.binding.tiers import in_people, limits_of, tier_of
from sim.border import counted
from sim.network import TIERS, Network

__all__ = [
    "QUOTED",
    "TOPIC_WORDS",
    "BindingError",
    "BoundKol",
    "Kol",
    "bind",
    "check_kols",
    "in_people",
    "limits_of",
    "quoted_cents",
    "tier_of",
    "with_names",
]

NEAR: Final = 1.25
"""An account whose followers differ from the KOL's by no more than this factor is called like him."""


def bind(
    network: Network,
    kols: Sequence[Kol],
    *,
    represents: float | None = None,
    members: Mapping[str, np.ndarray] | None = None,
    limits: Sequence[float] | None = None,
    taken: Sequence[int] = (),
) -> tuple[BoundKol, ...]:
    """Bind each KOL to one account.

    Args:
        network: whose accounts act; topics are those of its attribute ``interests`` and ``about["topics"]``. A network
            without topics binds by followers alone.
        kols: of a table of candidates, in any order.
        represents: how many people the network stands for; None: one person an account.
        members: platforms and who is on them (bool[n]); with fewer than two, the KOLs' platforms are not asked for.
        limits: least followers, in people, of the tiers tail, waist and head; by default those of the network.
        taken: accounts that act for others already, as for KOLs on another platform.

    Returns:
        One entry a KOL: the most followed first, equal ones by name.

    Raises:
        BindingError: a topic or platform that the network does not know, a KOL who is named twice or has more followers
            than there are people, more KOLs than accounts.

    >>> from sim.files.candidates import KolRow
    >>> star = Network.from_edges([0, 0, 0, 1], [1, 2, 3, 0], 4)
    >>> kols = [KolRow("ann", 80), KolRow("bob", 310)]
    >>> for one in bind(star, kols, represents=400):
    ...     print(one.sentence)
    bob (310 followers) is account 0, followed by 300 people: 3% fewer
    ann (80 followers) is account 1, followed by 100 people: 25% more
    """
    people = _people(network, represents)
    tier_limits = limits if limits is not None else limits_of(network)
    order = sorted(kols, key=lambda kol: (-kol.followers, kol.name, kol.platform or ""))
    platforms = members if members is not None and len(members) > 1 else {}
    _check(order, people * len(network), platforms)
    pools = Pools(network, platforms, taken)
    if len(order) > pools.size:
        raise BindingError(
            f"{counted(len(order), 'candidate')} for {counted(pools.size, 'account')} with followers; "
            "allowed: at most one candidate an account"
        )
    bound = []
    for kol in order:
        pool, about = pools.of(kol)
        scaled = kol.followers / people
        account = pool.nearest(scaled)
        if account is None and not pool.size:
            raise BindingError(f"{kol.name!r} finds no account: nobody{about} has followers")
        if account is None:
            raise BindingError(
                f"{kol.name!r} finds no account: KOLs with more followers have all {pool.size:,} that there are"
                f"{about}; allowed: at most that many candidates"
            )
        followers = int(network.followers[account])
        ratio = followers / scaled
        tier = None if tier_limits is None else TIERS[int(tier_of(kol.followers, tier_limits))]
        sentence = _sentence(network, kol, account, followers * people, ratio, tier, about, pool.most)
        bound.append(BoundKol(kol, account, scaled, followers, ratio, tier, sentence))
    return tuple(bound)


def check_kols(kols: Sequence[Kol], topics: Collection[str] = (), people: float | None = None) -> None:
    """What can be refused of KOLs before there is a network.

    Args:
        topics: that the network will know; none: not told.
        people: for whom it will stand in all, or None.

    Raises:
        BindingError: a topic that the network will not know, a KOL with more followers than there are people.

    >>> from sim.files.candidates import KolRow
    >>> check_kols([KolRow("ann", 80)], people=50)
    Traceback (most recent call last):
    sim.binding.kols.BindingError: 'ann' has 80 followers, more than the 50 people for whom the network stands; \
allowed: at most as many; raise network.represents
    """
    if people is not None:
        _check_followers(kols, people)
    for kol in kols if topics else ():
        if kol.topic:
            place_of(kol, tuple(topics))


def quoted_cents(bound: Sequence[BoundKol], format: str, accounts: int) -> np.ndarray:
    """What a post of this format costs on each account: the KOL's quote in cents, -1 without one (int64[accounts]).

    >>> from sim.files.candidates import KolRow
    >>> star = Network.from_edges([0, 0], [1, 2], 3)
    >>> quoted_cents(bind(star, [KolRow("ann", 2, image_cents=80000)]), "image", 3)
    array([80000,    -1,    -1])
    """
    prices = np.full(accounts, -1, np.int64)
    for one in bound:
        cents = one.cents(format)
        if cents is not None:
            prices[one.account] = cents
    prices.flags.writeable = False
    return prices


def _people(network: Network, represents: float | None) -> float:
    """How many people one account stands for."""
    if represents is None:
        return 1.0
    if not len(network) <= represents < float("inf"):
        raise BindingError(
            f"represents: {represents:,} people for {counted(len(network), 'account')}; "
            "allowed: at least one person an account"
        )
    return float(represents) / len(network)


def _check(order: Sequence[Kol], all_people: float, platforms: Mapping[str, np.ndarray]) -> None:
    """Refuse what no network could make right."""
    seen = set()
    _check_followers(order, all_people)
    for kol in order:
        if not 1 <= kol.followers < float("inf"):
            raise BindingError(f"{kol.name!r} has {kol.followers:,} followers; allowed: at least 1")
        if (kol.name, kol.platform) in seen:
            raise BindingError(f"{kol.name!r} is named twice; allowed: each KOL once a platform")
        seen.add((kol.name, kol.platform))
        if platforms and kol.platform not in platforms:
            told = "has no platform" if kol.platform is None else f"is on {kol.platform!r}"
            raise BindingError(f"{kol.name!r} {told}; allowed: {', '.join(platforms)}")


def _check_followers(kols: Sequence[Kol], people: float) -> None:
    """Refuse who has more followers than there are people: the first one is named."""
    kol = next((kol for kol in kols if kol.followers > people and kol.followers < float("inf")), None)
    if kol is not None:
        more = sum(1 for other in kols if other.followers > people) - 1
        also = f" (and {counted(more, 'other candidate')} too)" if more else ""
        raise BindingError(
            f"{kol.name!r} has {kol.followers:,} followers, more than the {people:,.0f} people for whom the "
            f"network stands{also}; allowed: at most as many; raise network.represents"
        )


def _sentence(
    network: Network,
    kol: Kol,
    account: int,
    people: float,
    ratio: float,
    tier: str | None,
    about: str,
    most: int,
) -> str:
    """Who acts for a KOL, and by how much his followers are off."""
    who = f"{kol.name} ({kol.followers:,} followers{', ' + tier if tier else ''})"
    word = "more" if ratio > 1 else "fewer"
    if 1 / NEAR <= ratio <= NEAR:
        off = f"{abs(ratio - 1):.0%} {word}" if round(abs(ratio - 1), 2) else "as many"
    else:
        off = f"{max(ratio, 1 / ratio):,.1f} times {word}"
        if ratio < 1 and network.followers[account] == most:
            off += ", and no account there has more"
    return f"{who} is account {network.label(account)}{about}, followed by {people:,.0f} people: {off}"
