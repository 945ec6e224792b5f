"""Exactly the accounts that the plan names, in that order, by label or by id. Cost: O(accounts named)."""

from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sim.network import Network, NetworkError
from sim.strategies.budget import Budget, cents
from sim.world import Choice, PlanError, World

HELPERS = ()


class Parameters(BaseModel):
    """Parameters of listed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    accounts: tuple[int | str, ...] = Field(
        description="labels of the network file, or account ids where the network has no such labels"
    )


def account_id(network: Network, name: Any) -> int:
    """The account of a label; a whole number is an account id where no label of the network is a number.

    Raises:
        PlanError: no account is called so.
    """
    labels = network.labels
    try:
        if labels is not None and isinstance(name, int) and not any(isinstance(label, int) for label in labels):
            network.label(name)
            return name
        return network.id(name)
    except NetworkError as error:
        raise PlanError(f"accounts: {error}") from error


def choose(world: World, budget: Budget, key: int, parameters: Parameters) -> Choice:
    """See the module's docstring; the key is not used.

    Raises:
        PlanError: an unknown account, one named twice or taken by another group, a count that is not the list's
            length, a list dearer than the budget.
    """
    network = world.network
    accounts = np.array([account_id(network, name) for name in parameters.accounts], np.int64)
    distinct, first = np.unique(accounts, return_index=True)
    if len(distinct) < len(accounts):
        twice = np.setdiff1d(np.arange(len(accounts)), first)[0]
        raise PlanError(f"accounts: {parameters.accounts[twice]!r} is named twice; name each account once")
    if budget.excluded is not None and len(budget.excluded):
        again = np.flatnonzero(np.isin(accounts, budget.excluded))
        if len(again):
            raise PlanError(
                f"accounts: {parameters.accounts[again[0]]!r} is already taken by another group of this plan"
            )
    if budget.count is not None and budget.count != len(accounts):
        raise PlanError(f"count {budget.count} is not the {len(accounts)} accounts listed; leave count out")
    if budget.amount is not None and budget.prices is not None:
        total = int(cents(budget.prices)[accounts].sum()) / 100
        if total > budget.amount:
            raise PlanError(
                f"the {len(accounts)} accounts listed cost {total:,.2f}, more than the budget {budget.amount:,.2f}"
            )
    return budget.choice(accounts, np.full(len(accounts), np.nan), accounts[:0])
