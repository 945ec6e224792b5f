"""Networks of further platforms: other follows among the same accounts.

Who the people are does not change from platform to platform: their communities, interests and names are those of the
first network. What does is who is there, who follows whom, and with it tiers, activity and bridging hubs.

1. *Drawn beside the first*: by the same generator below a key of the platform's own name, with the parameters that the
   platform gives. A generator that knows people (``OF_PEOPLE``) keeps them.
2. *The same stars*: accounts change places inside their community. Both networks' accounts stand in the order of their
   followers; on the first each has a normal score z by its rank, here it gets ``s z + sqrt(1 - s^2) e`` with a keyed
   normal e, and who has the higher one gets the place of more followers (a Gaussian copula: the correlation of the
   scores is s, that of the ranks 6/pi asin(s/2)). At s = 1 the order is that of the first network, at 0 it knows
   nothing of it. Degrees, reciprocity and clustering stay what the generator made.
3. *Members*: an account is there if its own draw is below the share, so a growing share keeps its members. Who is not
   there has no edge; the network of a smaller share is a part of that of a larger one. Who is there is independent of
   who is followed (an assumption).

A network that is read from a file says itself who follows whom: of it only members are taken away.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np

from sim import generators
from sim.arithmetic.rows import normal_quantiles
from sim.border import shown
from sim.network import Network, NetworkError
from sim.randomness import FURTHER, U, child_int, draw_int, fill_uniform, world_key

DRAWN, STARS, TIES, MEMBERS = 1, 2, 3, 4
"""What is drawn below a platform's key: its network, by how much the order of its stars is another, the order of
accounts with equally many followers on the first platform, and who is there."""

OF_A_PERSON: Final = ("community", "interests")
"""Attributes that an account has wherever it is."""

LEAST: Final = 1e-16
"""In place of a uniform draw of 0, whose normal quantile would be infinite."""


def platform_key(seed: int, name: str, realisation: int = 0) -> int:
    """The key of a further platform: of its name, so that another platform before it changes nothing.

    >>> platform_key(1, "douyin") == platform_key(1, "douyin", 0) != platform_key(1, "weibo")
    True
    """
    word = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return draw_int(world_key(seed, FURTHER, realisation), word)


def of_people(generator: str) -> tuple[str, ...]:
    """The parameters of a generator that a further platform cannot change: how many accounts there are, and who."""
    return tuple(getattr(generators.generator(generator), "OF_PEOPLE", ("accounts",)))


def parameters_beside(generator: str, first: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a network drawn beside one with the parameters ``first``, of which ``own`` differ.

    A platform that names a preset takes from it all that it does not give; else that is as on the first platform.

    Raises:
        NetworkError: a parameter that says who the people are.

    >>> parameters_beside("kol_communities", {"accounts": 500, "mixing": .2}, {"preset": "douyin"})
    {'accounts': 500, 'preset': 'douyin'}
    """
    people = of_people(generator)
    for name in own:
        if name in people:
            raise NetworkError(f"{name} is of the people, who are the same on all platforms; leave it out")
    kept = {name: value for name, value in first.items() if "preset" not in own or name in people}
    return {**kept, **own}


def drawn_beside(first: Network, parameters: Mapping[str, Any], key: int) -> Network:
    """A network by the generator of the first, with its people; accounts are still in any order inside communities.

    Args:
        first: a generated network.
        parameters: those that differ.
        key: of the platform (:func:`platform_key`).

    Raises:
        NetworkError: the first was not generated, a parameter that is not allowed, or other accounts.
    """
    name = first.about.get("generator")
    if name not in generators.GENERATORS or "parameters" not in first.about:
        raise NetworkError("the first network was not generated, so none can be drawn beside it; read one from a file")
    module = generators.generator(name)
    wanted = parameters_beside(name, first.about["parameters"], parameters)
    found = generators.checked(name, module.Parameters, wanted)
    own = child_int(key, DRAWN)
    if hasattr(module, "generate_among"):
        people = first.about.get("people", first.about["key"])
        network = module.generate_among(found, own, people)
        network.about["people"] = people
    else:
        network = module.generate(found, own)
    if len(network) != len(first):
        raise NetworkError(
            f"the further platform's network has {len(network):,} accounts and the first {len(first):,}; "
            "allowed: the same accounts"
        )
    return network


def with_stars_of(first: Network, other: Network, same_stars: float, key: int) -> Network:
    """The other network with its accounts in other places inside their communities, see the module's docstring.

    Args:
        first: the first platform's.
        other: over as many accounts.
        same_stars: 0 (who is followed most here has nothing to do with it there) to 1 (the same order).
        key: of the platform.
    """
    _check_share("same_stars", same_stars)
    n = len(first)
    communities = _communities(first, other)
    ties, luck = np.empty(n), np.empty(n)
    fill_uniform(U(child_int(key, TIES)), ties)
    fill_uniform(U(child_int(key, STARS)), luck)
    there = np.lexsort((ties, first.followers, communities))
    sizes = np.bincount(communities)
    rank = np.arange(n) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    score = np.empty(n)
    score[there] = normal_quantiles((rank + 0.5) / sizes[communities[there]])
    rest = float(np.sqrt(1.0 - same_stars * same_stars))
    score = same_stars * score + rest * normal_quantiles(np.maximum(luck, LEAST))
    account = np.lexsort((ties, score, communities))
    place = np.lexsort((np.arange(n), other.followers, communities))
    to = np.empty(n, np.int32)
    to[place] = account
    return _moved(other, to, first)


def with_labels_of(first: Network, other: Network) -> Network:
    """A network that was read, over the accounts of the first in their order: accounts are told by their labels.

    Raises:
        NetworkError: other accounts.
    """
    if len(other) != len(first):
        told = f"{len(other):,} accounts and the first {len(first):,}"
        raise NetworkError(f"the further platform's network has {told}; allowed: the same accounts")
    if first.labels is None and other.labels is None:
        return _moved(other, np.arange(len(first), dtype=np.int32), first)
    to = np.empty(len(first), np.int32)
    for place in range(len(other)):
        try:
            to[place] = first.id(other.label(place))
        except NetworkError:
            told = f"an account {shown(other.label(place))}, whom the first does not have"
            raise NetworkError(f"the further platform's network has {told}; allowed: the same accounts") from None
    return _moved(other, to, first)


def with_members(network: Network, members: float, key: int, always: Iterable[int] = ()) -> Network:
    """The network of those who are there, told by the attribute ``member`` (uint8); the others have no edges.

    Args:
        members: share of the accounts that are there, above 0 to 1.
        key: of the platform.
        always: accounts that are there in any case, as the brand's own.

    Raises:
        NetworkError: nobody is there, or one of ``always`` is no account.
    """
    if not 0 < members <= 1:
        raise NetworkError(f"members: {shown(members)} is not allowed; allowed: above 0 to 1")
    draw = np.empty(len(network))
    fill_uniform(U(child_int(key, MEMBERS)), draw)
    there = draw < members
    for account in always:
        if not 0 <= account < len(network):
            raise NetworkError(f"always: {shown(account)} is no account; allowed: 0 to {len(network) - 1:,}")
        there[account] = True
    if "member" in network.attributes:  # a file may say it itself
        there &= network.attributes["member"] != 0
    if not there.any():
        raise NetworkError(f"members: {members:g} of {len(network):,} accounts are nobody; allowed: a larger share")
    attributes = {**network.attributes, "member": there.astype(np.uint8)}
    about = {**network.about, "members": int(np.count_nonzero(there))}
    if there.all():
        both = {"following_offsets": network.following_offsets, "following": network.following}
        values = network.values
        offsets, audience = network.audience_offsets, network.audience
        return Network(
            offsets, audience, **both, values=values, attributes=attributes, labels=network.labels, about=about
        )
    source = np.repeat(np.arange(len(network), dtype=np.int32), network.followers)
    keep = there[source] & there[network.audience]
    return Network.from_edges(
        source[keep],
        network.audience[keep],
        len(network),
        values=None if network.values is None else network.values[keep],
        attributes=attributes,
        labels=network.labels,
        about=about,
    )


def further_network(
    first: Network,
    platform: str,
    *,
    seed: int,
    realisation: int = 0,
    members: float = 1.0,
    same_stars: float = 0.5,
    network: Network | None = None,
    always: Iterable[int] = (),
    **parameters: Any,
) -> Network:
    """The network of a further platform over the accounts of the first.

    Args:
        first: the first platform's network.
        platform: the further platform's name; another name is another network.
        seed, realisation: of the scenario.
        members: share of the accounts that are there.
        same_stars: how far who is followed most on the first platform is followed most here, 0 to 1.
        network: one that was read, with the same accounts; then nothing is drawn but who is there.
        always: accounts that are there in any case.
        parameters: of the generator, those that differ from the first network's.

    Raises:
        NetworkError: other accounts, or a parameter that is not allowed.

    >>> first = generators.generate("kol_communities", {"accounts": 1000}, key=1)
    >>> there = further_network(first, "douyin", seed=1, members=.6, preset="douyin")
    >>> len(there), int(there.attributes["member"].sum()), bool((there.followers[there.attributes["member"] == 0] == 0).all())
    (1000, ..., True)
    """  # noqa: E501
    key = platform_key(seed, platform, realisation)
    if network is None:
        found = with_stars_of(first, drawn_beside(first, parameters, key), same_stars, key)
    elif parameters:
        raise NetworkError(f"{next(iter(parameters))} is of a generator, and the network was read; give one of them")
    else:
        found = with_labels_of(first, network)
    return with_members(found, members, key, always)


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise NetworkError(f"{name}: {shown(value)} is not allowed; allowed: 0 to 1")


def _communities(first: Network, other: Network) -> np.ndarray:
    """Inside of what accounts may change places (int64[n], from 0): communities that both networks have; else all."""
    mine, theirs = first.attributes.get("community"), other.attributes.get("community")
    if mine is None or theirs is None or not np.array_equal(mine, theirs):
        return np.zeros(len(first), np.int64)
    return np.unique(mine, return_inverse=True)[1].reshape(-1)


def _moved(other: Network, to: np.ndarray, first: Network) -> Network:
    """The other network with account ``i`` called ``to[i]``, and the persons of the first."""
    attributes = {}
    for name, values in other.attributes.items():
        attributes[name] = np.empty_like(values)
        attributes[name][to] = values
    attributes |= {name: first.attributes[name] for name in OF_A_PERSON if name in first.attributes}
    about = {**other.about, **{name: first.about[name] for name in ("topics",) if name in first.about}}
    source = to[np.repeat(np.arange(len(other)), other.followers)]
    return Network.from_edges(
        source,
        to[other.audience],
        len(first),
        values=other.values,
        attributes=attributes,
        labels=first.labels,
        about=about,
    )
