"""Who can be chosen: all accounts, or those of one tier; and their order by a score."""

from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sim.network import TIERS, Network
from sim.world import PlanError

Tier = Literal["head", "waist", "tail", "koc"]


class Candidates(BaseModel):
    """Parameters that most strategies share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: Tier | None = Field(
        None, description="only accounts of this tier: head, waist, tail or koc; all tiers if it is not given"
    )


def of_tier(network: Network, tier: str | None) -> np.ndarray:
    """The accounts of a tier, ascending (int64); all accounts if ``tier`` is None.

    Of the lowest tier only those who are paid at all, where the network tells (attribute ``creator``).

    Raises:
        PlanError: the network has no tiers, or nobody is of this one.
    """
    if tier is None:
        return np.arange(len(network))
    tiers = network.attributes.get("tier")
    if tiers is None:
        raise PlanError(
            f"tier: {tier} needs a network whose accounts have the attribute 'tier' (kol_communities makes it); "
            "this one has none"
        )
    there = tiers == TIERS.index(tier)
    if tier == TIERS[0] and "creator" in network.attributes:
        there &= network.attributes["creator"].astype(np.bool_)
    found = np.flatnonzero(there)
    if len(found) == 0:
        raise PlanError(f"tier: {tier} is not allowed here: {_nobody(network, tier)}")
    return found


def _nobody(network: Network, tier: str) -> str:
    """Why nobody is of a tier, in the numbers of a network whose tiers go by followers in people."""
    nobody, represents = "no account of this network is of that tier", network.about.get("represents")
    if represents is None:
        return nobody
    told = network.about["tiers"]
    limits = [told[name].get("paid_from", told[name]["least_people"]) for name in TIERS]
    here, each = TIERS.index(tier), represents / len(network)
    end = f" and ends below {limits[here + 1]:,}" if here + 1 < len(TIERS) else ""
    most = network.followers.max() * each
    some = [name for level, name in enumerate(TIERS) if level != here and (network.attributes["tier"] == level).any()]
    return (
        f"{nobody}; it begins at {limits[here]:,} followers{end}, and the accounts have up to {most:,.0f} (one account "
        f"stands for {each:g} people); allowed: {' or '.join([*some, 'no tier'])}, or another number of people in "
        "network/represents"
    )


def by_score(accounts: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Accounts (ascending ids) by falling score; equal scores by ascending id.

    >>> by_score(np.array([0, 2, 3]), np.array([1., 9., 5., 5.]))
    array([2, 3, 0])
    """
    return accounts[np.argsort(-score[accounts], kind="stable")]
