"""Large outbreaks on large random networks with given degrees: where they begin, how likely and how large they are.

Locally such a network is a tree, so a live link leads to no giant component exactly if none of the live links beyond
does: one equation for one number u, its smallest root in [0, 1]. Edges are live with probability p, independently, so a
cascade reaches what is reachable by live edges (KKT, claim 2.3).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.theory.allowed import TheoryError, number, probability
from sim.theory.allowed import law as checked_law
from sim.theory.degrees import excess_law


def _dies_out(law: np.ndarray, p: float) -> float:
    """The smallest root in [0, 1] of u = 1 - p + p G(u), G being the generating function of ``law``.

    Up to the threshold it is 1. Above, Newton's steps from 0: the function is convex, so they climb to the smallest
    root and never beyond it, and near the threshold they need a few dozen where plain iteration needs a million.
    """
    k = np.arange(len(law))
    mean = p * float(k @ law)
    if mean < 1 or (mean == 1 and law[1] < 1):
        return 1.0
    u = 0.0
    for _ in range(200):
        gap = 1 - p + p * float(law @ u**k) - u
        slope = 1 - p * float((k * law)[1:] @ u ** (k[1:] - 1))
        if gap <= 0 or slope <= 0:
            break
        u, before = min(1.0, u + gap / slope), u
        if u - before < 1e-16:
            break
    return u


def _mean(law: np.ndarray) -> float:
    return float(np.arange(len(law)) @ law)


def _not_by_a_link(law: np.ndarray, p: float) -> float:
    """u: the chance that a random link leads to no giant component, be it that it is not live (Newman 2002)."""
    return _dies_out(excess_law(law), p) if _mean(law) > 0 else 1.0


# -- links that go both ways


def giant_share(followers_law: ArrayLike, p: float) -> float:
    """Share of the giant component when each link of a random network is live with probability p.

    It is the chance of a large outbreak from a random account, and the share of the accounts that it reaches. Newman
    2002: u = 1 - p + p G1(u), S = 1 - G0(u); ``followers_law[k]`` = P(degree k), G0 its generating function, G1 that of
    the links beyond a link. (p is inside u already: it must not be applied again in G0.)

    >>> round(giant_share([0, 0, 0, 1], .6), 6)
    0.703704
    """
    law, p = checked_law("the law of followers", followers_law), probability(p)
    u = _not_by_a_link(law, p)
    if u == 1:
        return 0.0
    return float(1 - law @ u ** np.arange(len(law)))


def critical_probability(followers_law: ArrayLike) -> float:
    """Where the giant component appears: mean k / (mean k**2 - mean k) (Newman 2002).

    Infinite where no link leads on; above 1 where even p = 1 makes no giant component.

    >>> round(critical_probability([0, 0, 0, 0, 1]), 6)
    0.333333
    """
    beyond = _mean(excess_law(followers_law))
    return 1.0 / beyond if beyond > 0 else math.inf


def mean_outbreak(followers_law: ArrayLike, p: float) -> float:
    """Mean size of the outbreaks from a random account that are not giant.

    Below the threshold 1 + p G0'(1) / (1 - p G1'(1)) (Newman 2002); above it, given that the outbreak stays small,
    1 + p G0'(u) G1(u) / (G0(u) (1 - p G1'(u))), from H0'(1) / H0(1) of the same functions. Infinite at the threshold.

    Raises:
        TheoryError: every outbreak is giant, so there is no mean of the others.

    >>> from sim.theory.degrees import poisson_law
    >>> round(mean_outbreak(poisson_law(4.0), .125), 6)
    2.0
    """
    law, p = checked_law("the law of followers", followers_law), probability(p)
    if p == 0 or _mean(law) == 0:
        return 1.0
    excess = excess_law(law)
    k, e = np.arange(len(law)), np.arange(len(excess))
    u = _not_by_a_link(law, p)
    stays_small = float(law @ u**k)
    if stays_small == 0:
        raise TheoryError(f"p is {p:g}; allowed for this law: less, for here every outbreak is giant")
    slope = float((k * law)[1:] @ u ** (k[1:] - 1))
    beyond = float((e * excess)[1:] @ u ** (e[1:] - 1))
    if p * beyond >= 1:
        return math.inf
    return 1 + p * slope * float(excess @ u**e) / (stays_small * (1 - p * beyond))


def giant_share_poisson(mean: float) -> float:
    """Giant component of a Poisson network with ``mean`` live edges an account: S = 1 - exp(-mean S).

    >>> round(giant_share_poisson(2.), 6)
    0.796812
    """
    mean = number("mean", mean)
    if mean <= 1:
        return 0.0
    share = 1.0  # Newton's steps from above: 1 - exp(-mean S) - S is concave and 0 at S
    for _ in range(200):
        step = (-math.expm1(-mean * share) - share) / (mean * math.exp(-mean * share) - 1)
        share, before = share - step, share
        if abs(share - before) < 1e-16:
            break
    return share


# -- edges with a direction


class Giant(NamedTuple):
    """The giant component of live edges in a directed network, as shares of all accounts."""

    chance: float
    """Accounts from which it is reached: the chance that an outbreak from a random account is large."""
    reach: float
    """Accounts that are reached from it: the share of the accounts that a large outbreak reaches."""
    core: float
    """Accounts that are both: the giant strongly connected component."""


def _checked_joint(joint_law: ArrayLike) -> np.ndarray:
    joint = checked_law("the joint law", joint_law, dimensions=2)
    follows, followers = _mean(joint.sum(axis=1)), _mean(joint.sum(axis=0))
    if abs(follows - followers) > 1e-3 * max(follows, followers):
        raise TheoryError(
            f"accounts follow {follows:g} others in the mean and have {followers:g} followers; allowed: the same mean, "
            "as every edge is one of both"
        )
    return joint


def directed_giant(joint_law: np.ndarray, p: float) -> Giant:
    """Large outbreaks in a directed random network whose edges are live with probability p.

    ``joint_law[j, k]`` = P(an account follows j others and has k followers). Following an edge with the content, the
    account at its end is met in proportion to j, and has k live chances to go on:
    u = 1 - p + p sum j P(j, k) u**k / mean, chance = 1 - sum P(j, k) u**k. Against the content j and k change places
    and give the reach (NSW, on directed graphs; Dorogovtsev, Mendes and Samukhin 2001, Physical Review E 64:025101, for
    the core 1 - sum P(j, k) (u**k + w**j - u**k w**j)).

    >>> from sim.theory.degrees import independent_laws, poisson_law
    >>> giant = directed_giant(independent_laws(poisson_law(2.0), [.5, 0, 0, 0, .5]), 1.0)
    >>> round(giant.reach, 4), round(giant.chance, 4)
    (0.7968, 0.4563)
    """
    joint, p = _checked_joint(joint_law), probability(p)
    j, k = np.arange(joint.shape[0]), np.arange(joint.shape[1])
    mean = float(j @ joint.sum(axis=1))
    if mean == 0:
        return Giant(0.0, 0.0, 0.0)
    met_forward, met_backward = (j @ joint) / mean, (joint @ k) / mean
    u, w = _dies_out(met_forward, p), _dies_out(met_backward, p)
    if u == 1 or w == 1:
        return Giant(0.0, 0.0, 0.0)
    leads_nowhere, led_by_none = float(joint.sum(axis=0) @ u**k), float(joint.sum(axis=1) @ w**j)
    neither = float(w**j @ joint @ u**k)
    return Giant(1 - leads_nowhere, 1 - led_by_none, 1 - leads_nowhere - led_by_none + neither)


def directed_critical_probability(joint_law: np.ndarray) -> float:
    """Where large outbreaks begin in a directed random network: mean j / mean of j k (NSW, on directed graphs).

    Infinite where no account has both.

    >>> from sim.theory.degrees import independent_laws
    >>> directed_critical_probability(independent_laws([0, 0, 1], [.5, 0, 0, 0, .5]))
    0.5
    """
    joint = _checked_joint(joint_law)
    j, k = np.arange(joint.shape[0]), np.arange(joint.shape[1])
    both = float(j @ joint @ k)
    return float(j @ joint.sum(axis=1)) / both if both > 0 else math.inf


def directed_mean_outbreak(joint_law: np.ndarray, p: float) -> float:
    """Mean size of an outbreak from a random account below the threshold: 1 + p mean / (1 - p / p_c) (as above).

    >>> from sim.theory.degrees import independent_laws
    >>> directed_mean_outbreak(independent_laws([0, 0, 1], [.5, 0, 0, 0, .5]), .25)
    2.0
    """
    critical, p = directed_critical_probability(joint_law), probability(p)
    if p >= critical:
        return math.inf
    joint = np.asarray(joint_law, np.float64)
    return 1 + p * float(joint.sum(axis=0) @ np.arange(joint.shape[1])) / (1 - p / critical)
