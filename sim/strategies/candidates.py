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
    found = np.flatnonzero(tiers == TIERS.index(tier))
    if len(found) == 0:
        raise PlanError(f"tier: {tier} is not allowed here: {_nobody(network, tier)}")
    return found


def _nobody(network: Network, tier: str) -> str:
    """Why nobody is of a tier, in the numbers of a network whose tiers go by followers in people."""
    nobody, represents = "no account of this network is of that tier", network.about.get("represents")
    if represents is None:
        return nobody
    limits = [network.about["tiers"][name]["least_people"] for name in TIERS]
    here, each = TIERS.index(tier), represents / len(network)
    end = f" and ends below {limits[here + 1]:,}" if here + 1 < len(TIERS) else ""
    some = [name for level, name in enumerate(TIERS) if (network.attributes["tier"] == level).any()]
    return (
        f"{nobody}; it begins at {limits[here]:,} followers{end}, and the accounts have up to "
        f"{network.followers.max() * each:,.0f} (one account stands for {each:g} people); allowed: "
        f"{' or '.join(some)}, or another number of people in network/represents"
    )


def by_score(accounts: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Accounts (ascending ids) by falling score; equal scores by ascending id.

    >>> by_score(np.array([0, 2, 3]), np.array([1., 9., 5., 5.]))
    array([2, 3, 0])
    """
    return accounts[np.argsort(-score[accounts], kind="stable")]
